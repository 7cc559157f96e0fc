/*
 * What people see: colours on a terminal (and never with NO_COLOR), and messages on standard error.
 */
#ifndef SYNOVIA_CLI_TERMINAL_H
#define SYNOVIA_CLI_TERMINAL_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stdio.h>

enum colour { COLOUR_PLAIN, COLOUR_BOLD, COLOUR_DIM, COLOUR_RED, COLOUR_GREEN, COLOUR_YELLOW };

struct terminal {
    FILE *out;
    bool is_terminal;
    bool colours;
};

/* Colours where `out` is a terminal, NO_COLOR is not set (https://no-color.org) and TERM is not
 * "dumb". */
struct terminal terminal_on(FILE *out);

/* printf in a colour, which ends with the text. */
void terminal_print(const struct terminal *terminal, enum colour colour, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * Appends a text that somebody else wrote (a script, a value, a file name) so that it can do
 * nothing to a terminal: control characters but line ends and tabs become \\x1b and the like.
 */
void terminal_clean(struct buffer *out, struct text text);

/* Prints such a text. */
void terminal_say(FILE *out, struct text text);

/* "synovia check: message" and a line end on standard error. */
void complain(const char *program, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Ends what was written to standard output: false (and a message) where it could not be written,
 * for a full disk must not look like success. */
bool terminal_finish(const char *program);

#endif
