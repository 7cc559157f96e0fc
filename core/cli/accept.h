/*
 * Accepted changes: a small text file beside the protocols that says which less cautious changes
 * are meant.
 *
 *     # Reviewed by the board on 2026-05-01: 8 instead of 7, see the minutes.
 *     rule severe-pain
 *     outcome
 *
 * A line is a kind and, where it has one, a subject, as `synovia diff` prints them; # begins a
 * comment. A line that no change needs is stale, and is told.
 */
#ifndef SYNOVIA_CLI_ACCEPT_H
#define SYNOVIA_CLI_ACCEPT_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stdio.h>

struct accept_line {
    struct text text; /* "rule severe-pain" */
    long number;
    bool used;
};

struct accept {
    struct buffer file;
    struct accept_line *lines;
    size_t count;
};

/* Reads the file; false where it cannot be read (errno) or memory ran out. */
bool accept_read(struct accept *accept, const char *path);
void accept_free(struct accept *accept);

/* True where a line names the change; the line is then used. */
bool accept_covers(struct accept *accept, const char *kind, const char *subject);

#endif
