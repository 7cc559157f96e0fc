/*
 * Diagnostics as a good compiler shows them:
 *
 *     protocols/knee.lua:12:9: error: `or` does not join conditions [word-outside-function]
 *        12 | red_flag "x" { when = fever or chills }
 *           |                             ^
 *        cure: write `any { fever, chills }` or `fever | chills`
 */
#ifndef SYNOVIA_CLI_DIAGNOSTICS_TEXT_H
#define SYNOVIA_CLI_DIAGNOSTICS_TEXT_H

#include "cli/services.h"
#include "cli/terminal.h"

/* Prints a list of diagnostics (core/service/service.h). The line of the source is shown where its
 * file can be read. */
void diagnostics_print(const struct terminal *terminal, const json_t *diagnostics);

/* "3 errors, 1 warning" */
void diagnostics_print_counts(const struct terminal *terminal, long errors, long warnings);

/* A line of a file with its number, and a caret below `column` where that is not 0; nothing where
 * the file has no such line. */
void diagnostics_print_source(const struct terminal *terminal, const char *file, long line_number,
                              long column);

#endif
