/*
 * People as rows of a table: each column a fact of the protocol, or `ref`, or `as_of`.
 *
 *     ref,age,fever,surgery          {"ref":"a1","facts":{"age":54,"fever":null,"surgery":"none"}}
 *     a1,54,?,none          ->
 *     a2,60,,2026-01-10              {"ref":"a2","facts":{"age":60,"surgery":"2026-01-10"}}
 *
 * An empty cell is a fact that was not asked; base/cell.h says how the others are read. What cannot
 * be read as its fact wants it is sent as the text that it is, and refused with its reason.
 */
#ifndef SYNOVIA_CLI_COLUMNS_H
#define SYNOVIA_CLI_COLUMNS_H

#include "base/csv.h"
#include "cli/services.h"

struct column;

struct columns {
    struct column *items;
    size_t count;
    bool decimal_comma; /* of the table */
};

/* Reads the header against the facts of the protocol (a list of maps with name and type). False
 * where it cannot be used; the reason was complained about. */
bool columns_begin(struct columns *columns, const struct csv_row *header, const json_t *facts,
                   const char *program);
void columns_free(struct columns *columns);

/*
 * Appends a row as the rest of a JSON object: `,"ref":..,"as_of":..,"facts":{..}}`. `as_of` is used
 * where the row has none (NULL: nothing). `ref` becomes the row's, empty where it has none. False:
 * `problem` says what is wrong with the row.
 */
bool columns_row(const struct columns *columns, const struct csv_row *row, const char *as_of,
                 struct buffer *out, struct text *ref, struct buffer *problem);

#endif
