/*
 * Findings of a verification for people: a line a kind of property, and everything that is not
 * proved in full, with the person who shows it as a test to paste.
 */
#ifndef SYNOVIA_CLI_VERIFY_TEXT_H
#define SYNOVIA_CLI_VERIFY_TEXT_H

#include "cli/terminal.h"

#include <jansson.h>

/* One file: `findings` is the array of them, `summary` the service's. */
void verify_text_file(const struct terminal *terminal, const char *path, const json_t *findings,
                      const json_t *summary);

/* The pasteable test of a person, each line behind `indent`. */
void verify_text_test(const char *indent, const json_t *person);

#endif
