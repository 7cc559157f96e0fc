/*
 * The parts of reading a table of cases.
 *
 *     suite_csv.c           the table: its rows, each an example
 *     suite_csv_columns.c   the header: what each column means
 *     suite_csv_cells.c     a cell under its column: a fact, or what is expected
 */
#ifndef SYNOVIA_SCRIPT_SUITE_CSV_H
#define SYNOVIA_SCRIPT_SUITE_CSV_H

#include "base/csv.h"
#include "script/suite_private.h"

/* What a column means. */
enum column_kind {
    COLUMN_FACT,
    COLUMN_AS_OF,
    COLUMN_NAME, /* `ref` too: what a batch calls a person */
    COLUMN_OUTCOME,
    COLUMN_URGENCY,
    COLUMN_COMPLETE,
    COLUMN_RULES,
    COLUMN_INCLUDES,
    COLUMN_UNCERTAIN,
    COLUMN_ASKS,
    COLUMN_RESULT,
    COLUMN_SCORE,
    COLUMN_TECHNIQUE,
    COLUMN_KINDS,
};

struct column {
    enum column_kind kind;
    uint32_t index; /* of the fact, result, score or technique */
};

/* One reading of a file. */
struct table {
    lua_State *state;
    const struct program *program;
    struct fields *report; /* only to report and to find names with */
    struct text path;
    const struct column *columns;
    size_t column_count;
    bool decimal_comma;
    struct place place; /* of the cell or row that is being read */
};

/* Reads the header; what is wrong with it is reported. Raises where memory ran out. */
void suite_csv_read_columns(struct table *table, const struct csv_row *row);

/* Reads a cell that is not empty, at table->place, into the test; facts go behind those of
 * `facts`, which has room for one a column. */
void suite_csv_read_cell(struct table *table, const struct column *column, struct text cell,
                         struct given_fact *facts, struct test *test);

#endif
