/*
 * cases_from "file.csv": a row is an example.
 *
 *     age,fever,as_of,expect.outcome,expect.rules,expect.scores.risk
 *     54,false,2026-05-01,refer,joint-infection heavy,3
 *     ,?,...                    empty: absent   ?: unanswerable
 *
 * Lists are separated by spaces. An empty cell under `expect.` expects nothing; `-` is the empty
 * list. The table is read into the arena first, because who declares must own nothing.
 */
#include "script/suite_csv.h"

#include "script/budget.h"

/* ---- rows ---- */

/* True where the row can be read as cells under the header. */
static bool fits_header(struct table *table, const struct csv_row *row) {
    if (row->problem != NULL) {
        table->place = (struct place){table->path, row->problem_line, row->problem_column};
        fields_error(table->report, DIAGNOSTIC_BAD_VALUE, table->place, "%s", row->problem);
    } else if (row->count != table->column_count) {
        fields_error(table->report, DIAGNOSTIC_BAD_VALUE, table->place,
                     "this row has %zu cell%s, the header %zu", row->count,
                     row->count == 1 ? "" : "s", table->column_count);
    }
    return row->problem == NULL && row->count == table->column_count;
}

static void read_row(struct table *table, const struct csv_row *row, uint32_t number) {
    struct place place = {table->path, row->line, 1};
    struct test test = {.kind = TEST_EXAMPLE, .name = table->path, .case_number = number};
    bool wrong = table->report->wrong;
    table->place = place;
    if (!fits_header(table, row)) {
        return;
    }
    table->report->wrong = false; /* of this row */
    struct given_fact *facts = session_alloc(table->state, row->count, sizeof *facts);
    test.expect.position = position_of(place);
    test.given.facts = facts;
    for (size_t i = 0; i < row->count; i++) {
        const struct csv_cell *cell = &row->cells[i];
        table->place = (struct place){table->path, cell->line, cell->column};
        if (!text_is_empty(cell->text)) {
            suite_csv_read_cell(table, &table->columns[i], cell->text, facts, &test);
        }
    }
    suite_add_case(table->report, &test, place);
    table->report->wrong = table->report->wrong || wrong;
}

/* ---- the table ---- */

struct rows {
    struct csv_row *items;
    size_t count, capacity;
    bool decimal_comma;
};

/* A text that is handed to the reader. */
static size_t read_bytes(void *context, char *into, size_t most) {
    struct text *rest = context;
    size_t count = rest->length < most ? rest->length : most;
    memcpy(into, rest->at, count);
    *rest = text_from(rest->at + count, rest->length - count);
    return count;
}

/* False where memory ran out. */
static bool keep_row(struct arena *arena, struct rows *rows, const struct csv_row *row) {
    struct csv_cell *cells = arena_calloc(arena, row->count + 1, sizeof *cells);
    struct csv_row *items =
        declarations_grow(arena, rows->items, rows->count, &rows->capacity, sizeof *rows->items);
    if (cells == NULL || items == NULL) {
        return false;
    }
    for (size_t i = 0; i < row->count; i++) {
        cells[i] = row->cells[i];
        cells[i].text = arena_copy(arena, row->cells[i].text);
    }
    rows->items = items;
    items[rows->count] = *row;
    items[rows->count].cells = cells;
    if (row->problem != NULL) {
        items[rows->count].problem = arena_copy(arena, text_of(row->problem)).at;
    }
    rows->count++;
    return !arena->failed;
}

/* All rows, in the arena; raises nothing. False where memory ran out. */
static bool read_rows(struct arena *arena, struct text bytes, struct rows *rows) {
    struct csv_source source = {read_bytes, &bytes};
    struct csv *csv = csv_open(&source, 1);
    struct csv_row row;
    enum csv_status status = csv == NULL ? CSV_NO_MEMORY : CSV_ROW;
    while (status == CSV_ROW || status == CSV_BAD_ROW) {
        status = csv_next(csv, &row);
        if ((status == CSV_ROW || status == CSV_BAD_ROW) && !keep_row(arena, rows, &row)) {
            status = CSV_NO_MEMORY;
        }
    }
    rows->decimal_comma = csv != NULL && csv_has_decimal_comma(csv);
    csv_close(csv);
    return status == CSV_END;
}

void suite_read_csv(struct fields *report, struct text path, struct text bytes) {
    struct rows rows = {.items = NULL};
    struct table table = {.state = report->state,
                          .program = report->session->tests->program,
                          .report = report,
                          .path = path,
                          .place = {path, 1, 1}};
    budget_charge(report->state, bytes.length);
    if (!read_rows(report->session->arena, bytes, &rows)) {
        session_no_memory(report->state);
    }
    table.decimal_comma = rows.decimal_comma;
    if (rows.count > 0 && rows.items[0].problem != NULL) {
        fits_header(&table, &rows.items[0]);
    } else if (rows.count > 0) {
        suite_csv_read_columns(&table, &rows.items[0]);
    }
    bool header = table.columns != NULL && !report->wrong;
    for (size_t i = 1; i < rows.count && header; i++) {
        read_row(&table, &rows.items[i], (uint32_t)i);
    }
    if (rows.count <= 1 && !report->wrong) {
        fields_error(report, DIAGNOSTIC_EMPTY_LIST, (struct place){path, 1, 1},
                     "the file has no row of cases");
    }
}
