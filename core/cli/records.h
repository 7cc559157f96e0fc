/*
 * Records of a stream, one at a time in one buffer: lines, or CSV records whose quoted fields may
 * span lines (RFC 4180). A record longer than LIMIT_FRAME_BYTES is skipped to its line's end, so
 * that memory stays bounded whatever is sent.
 */
#ifndef SYNOVIA_CLI_RECORDS_H
#define SYNOVIA_CLI_RECORDS_H

#include "base/buffer.h"

#include <stdio.h>

struct records {
    FILE *in;
    struct buffer text; /* the record at hand, without its line end */
    long line;          /* number of its first line, from 1 */
    long next_line;
};

enum record_status {
    RECORD_READ,
    RECORD_TOO_LONG,
    RECORD_UNFINISHED, /* the stream ended within a quoted field */
    RECORD_END,
    RECORD_FAILED, /* the stream could not be read, or memory ran out */
};

/* Begins, and skips a byte order mark. */
void records_begin(struct records *records, FILE *in);
void records_free(struct records *records);

/* The first character of the next record that is no white space, without taking it; EOF at the end.
 * White space before it is taken. */
int records_peek(struct records *records);

/* Reads the next record, as CSV or as a line. */
enum record_status records_next(struct records *records, bool csv);

/* ---- the cells of a CSV record --------------------------------------------------------------- */

struct cell {
    struct text text; /* without quotes, doubled ones made single; within the record's bytes */
    bool quoted;
};

/*
 * Splits the record at hand into at most `most` cells, in place. Returns their number, which may be
 * greater than `most` (the rest are not kept), or -1 where a quote stands where none may be.
 */
long records_split(struct records *records, struct cell *cells, size_t most);

#endif
