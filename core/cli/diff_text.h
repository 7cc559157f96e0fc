/*
 * The differences of two versions for people: less cautious first, each with the smallest person.
 */
#ifndef SYNOVIA_CLI_DIFF_TEXT_H
#define SYNOVIA_CLI_DIFF_TEXT_H

#include "cli/terminal.h"

#include <jansson.h>

/* `changes` is the array of them (each may have "accepted": true), `summary` the service's; `names`
 * what the two versions were called on the command line. */
void diff_text(const struct terminal *terminal, const char *const names[2], const json_t *changes,
               const json_t *summary);

#endif
