/*
 * Appending tests, which nobody has confirmed yet, to a file of tests.
 */
#ifndef SYNOVIA_CLI_APPEND_H
#define SYNOVIA_CLI_APPEND_H

#include "base/text.h"
#include "cli/exits.h"

/* Appends `text`, which holds `count` tests, behind an empty line, and says so on standard error.
 */
enum exit_code append_tests(const char *path, struct text text, size_t count);

#endif
