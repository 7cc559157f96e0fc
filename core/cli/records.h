/*
 * The records of a stream: lines, or the bytes of a table (base/csv.h). A line longer than
 * LIMIT_ROW_BYTES is skipped to its end, so that memory stays bounded whatever is sent.
 */
#ifndef SYNOVIA_CLI_RECORDS_H
#define SYNOVIA_CLI_RECORDS_H

#include "base/buffer.h"
#include "base/csv.h"

#include <stdio.h>

struct records {
    FILE *in;
    struct buffer text; /* the line at hand, without its end */
    long line;          /* its number, from 1 */
    long next_line;
};

enum record_status {
    RECORD_READ,
    RECORD_TOO_LONG,
    RECORD_END,
    RECORD_FAILED, /* the stream could not be read, or memory ran out */
};

/* Begins, and skips a byte order mark. */
void records_begin(struct records *records, FILE *in);
void records_free(struct records *records);

/* The first character of the next record that is no white space, without taking it; EOF at the end.
 * White space before it is taken. */
int records_peek(struct records *records);

/* Reads the next line. */
enum record_status records_next(struct records *records);

/* What is left of the stream, for csv_open: a line at a time, so that a row is decided as soon as
 * it has come. */
struct csv_source records_source(struct records *records);

#endif
