/*
 * CSV as RFC 4180 has it: commas, lines that end in LF or CRLF, cells in double quotes where they
 * hold one of these, a quote doubled within them. A blank line is skipped.
 */
#ifndef SYNOVIA_SCRIPT_CSV_H
#define SYNOVIA_SCRIPT_CSV_H

#include "base/arena.h"

#include <stdint.h>

struct csv {
    struct arena *arena;
    struct text rest; /* not read yet */
    uint32_t line;    /* of what is read next, from 1 */
};

struct csv_row {
    const struct text *cells;
    size_t count;
    uint32_t line;
};

enum csv_status {
    CSV_ROW,
    CSV_END,
    CSV_BAD, /* a quote that is not closed, or text behind one */
    CSV_NO_MEMORY,
};

/* Starts at the first line; a byte order mark is skipped. */
void csv_begin(struct csv *csv, struct text bytes, struct arena *arena);

/* The next row, in the arena. */
enum csv_status csv_next(struct csv *csv, struct csv_row *row);

#endif
