/*
 * Tables as text: rows of cells out of a stream, by libcsv, each with its exact place.
 *
 *     source ──pieces──> csv ──> row: cells with line and column
 *                         │
 *                         └──> a row that cannot be read: why, where, and what to do about it
 *
 * CSV as RFC 4180 has it and as spreadsheets write it: LF, CRLF or CR; a byte order mark; cells in
 * double quotes where they hold a separator, a quote (doubled) or a line end. The first separator
 * of the header tells which one the table uses: a comma, a semicolon (what spreadsheets write in
 * countries with a decimal comma) or a tab. White space around a cell without quotes is no part of
 * it. A row without a single character in its cells is blank, and skipped.
 *
 * Nothing is kept but one piece of the source and one row, so that a table may be of any length.
 */
#ifndef SYNOVIA_BASE_CSV_H
#define SYNOVIA_BASE_CSV_H

#include "base/text.h"

#include <stdint.h>

struct csv;

/* Writes at most `most` bytes and returns their number; 0 at the end, and where reading failed
 * (which the owner of the source knows). */
struct csv_source {
    size_t (*read)(void *context, char *into, size_t most);
    void *context;
};

/* Lines and columns count from 1, columns in UTF-8 code points. */
struct csv_cell {
    struct text text; /* without its quotes */
    uint32_t line;    /* where the cell begins, its quote included */
    uint32_t column;
};

struct csv_row {
    const struct csv_cell *cells; /* valid until the next call */
    size_t count;
    uint32_t line; /* where the row begins */
    /* Of a row that cannot be read: what is wrong and what to do, and where. */
    const char *problem;
    uint32_t problem_line;
    uint32_t problem_column;
};

enum csv_status {
    CSV_ROW,
    CSV_BAD_ROW, /* the next call goes on behind it */
    CSV_END,
    CSV_NO_MEMORY,
};

/* `line` is the number of the source's first line. NULL where memory ran out. */
struct csv *csv_open(const struct csv_source *source, uint32_t line);

/* NULL is allowed. */
void csv_close(struct csv *csv);

/* The next row. Limits: LIMIT_ROW_BYTES, LIMIT_ROW_CELLS. */
enum csv_status csv_next(struct csv *csv, struct csv_row *row);

/* Where the next row would begin. */
uint32_t csv_line(const struct csv *csv);

/* True where the separator is no comma, and so a comma in a number stands before its decimals. */
bool csv_has_decimal_comma(const struct csv *csv);

#endif
