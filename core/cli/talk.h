/*
 * A conversation at the terminal: everything said to the person goes through here, broken to the
 * width of the terminal, and everything typed comes from here.
 *
 *     say(talk) ... ──gathered──> talk_flush ──wrapped──> out         input ──> talk_line
 */
#ifndef SYNOVIA_CLI_TALK_H
#define SYNOVIA_CLI_TALK_H

#include "cli/input.h"
#include "cli/terminal.h"

struct talk {
    FILE *out;
    struct terminal terminal; /* what is said is printed to this, and gathered */
    bool is_plain;            /* nothing is ever drawn over */
    struct input input;
    struct buffer line; /* that was typed last, without white space around it */
    char *gathered;
    size_t gathered_length;
};

/* `out` may be a terminal or not; the input is standard input. */
void talk_open(struct talk *talk, FILE *out, bool is_plain);
void talk_close(struct talk *talk);

/* Shows what was said since the last time. */
void talk_flush(struct talk *talk);

/* Shows what was said, waits for a line and leaves it in `line`. Where the input is no terminal,
 * nobody saw what was typed, and so it is written here. */
enum input_event talk_line(struct talk *talk);

#endif
