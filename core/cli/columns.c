#include "cli/columns.h"

#include "base/cell.h"
#include "base/near.h"
#include "base/number.h"
#include "cli/screen.h"
#include "cli/terminal.h"

#include <stdlib.h>

enum column_kind { COLUMN_YES_NO, COLUMN_NUMBER, COLUMN_TEXT, COLUMN_REF, COLUMN_AS_OF };

struct column {
    enum column_kind kind;
    char *key; /* the fact's name as JSON, in quotes; owned */
};

/* ---- the header ------------------------------------------------------------------------------ */

static enum column_kind kind_of_type(const char *type) {
    if (strcmp(type, "yes_no") == 0) {
        return COLUMN_YES_NO;
    }
    return strcmp(type, "number") == 0 ? COLUMN_NUMBER : COLUMN_TEXT;
}

/* The kind of the column of that name; false where there is no such fact. */
static bool kind_of_name(struct text name, const json_t *facts, enum column_kind *kind) {
    if (text_is(name, "ref") || text_is(name, "as_of")) {
        *kind = text_is(name, "ref") ? COLUMN_REF : COLUMN_AS_OF;
        return true;
    }
    for (size_t i = 0; i < json_array_size(facts); i++) {
        const json_t *fact = json_array_get(facts, i);
        if (text_is(name, json_text(fact, "name"))) {
            *kind = kind_of_type(json_text(fact, "type"));
            return true;
        }
    }
    return false;
}

static void complain_unknown(struct text name, const json_t *facts, const char *program) {
    struct near_search search;
    near_begin(&search, name);
    for (size_t i = 0; i < json_array_size(facts); i++) {
        near_offer(&search, text_of(json_text(json_array_get(facts, i), "name")));
    }
    near_offer(&search, text_of("ref"));
    near_offer(&search, text_of("as_of"));
    struct text near = near_result(&search);
    bool found = !text_is_empty(near);
    complain(program,
             "the header's column \"%.*s\" is no fact of the protocol, nor ref or as_of%s%.*s%s",
             (int)name.length, name.at, found ? "; did you mean \"" : "", (int)near.length,
             found ? near.at : "", found ? "\"?" : "");
}

static char *quoted(struct text name) {
    struct buffer key = {0};
    screen_quote(&key, name);
    buffer_append(&key, "", 1);
    if (key.failed) {
        buffer_free(&key);
        return NULL;
    }
    return key.at;
}

static bool is_named_twice(const struct columns *columns, size_t index) {
    for (size_t i = 0; i < index; i++) {
        if (strcmp(columns->items[i].key, columns->items[index].key) == 0) {
            return true;
        }
    }
    return false;
}

static bool read_column(struct columns *columns, size_t index, struct text name,
                        const json_t *facts, const char *program) {
    if (!kind_of_name(name, facts, &columns->items[index].kind)) {
        complain_unknown(name, facts, program);
        return false;
    }
    columns->items[index].key = quoted(name);
    if (columns->items[index].key == NULL) {
        complain(program, "out of memory");
        return false;
    }
    if (is_named_twice(columns, index)) {
        complain(program, "the header has the column %s twice", columns->items[index].key);
        return false;
    }
    return true;
}

bool columns_begin(struct columns *columns, const struct csv_row *header, const json_t *facts,
                   const char *program) {
    *columns = (struct columns){.items = calloc(header->count, sizeof *columns->items)};
    if (columns->items == NULL) {
        complain(program, "out of memory");
        return false;
    }
    columns->count = header->count;
    for (size_t i = 0; i < columns->count; i++) {
        if (!read_column(columns, i, header->cells[i].text, facts, program)) {
            return false;
        }
    }
    return true;
}

void columns_free(struct columns *columns) {
    for (size_t i = 0; i < columns->count; i++) {
        free(columns->items[i].key);
    }
    free(columns->items);
    *columns = (struct columns){0};
}

/* ---- a row ----------------------------------------------------------------------------------- */

static void append_number(struct buffer *out, double number) {
    char digits[NUMBER_TEXT_SIZE];
    buffer_append_text(out, number_format(number, digits));
}

static void append_quantity(struct buffer *out, const struct cell_value *value) {
    buffer_append_string(out, "{\"value\":");
    append_number(out, value->number);
    buffer_append_string(out, ",\"unit\":");
    screen_quote(out, value->unit);
    buffer_append_string(out, "}");
}

/* False where nobody can tell what is meant. */
static bool append_value(struct buffer *out, enum column_kind kind, struct text cell,
                         bool decimal_comma) {
    enum cell_wanted wanted = kind == COLUMN_NUMBER   ? CELL_WANTS_NUMBER
                              : kind == COLUMN_YES_NO ? CELL_WANTS_YES_NO
                                                      : CELL_WANTS_TEXT;
    struct cell_value value = cell_read(cell, wanted, decimal_comma);
    switch (value.kind) {
    case CELL_UNANSWERABLE:
        buffer_append_string(out, "null");
        break;
    case CELL_YES_NO:
        buffer_append_string(out, value.yes ? "true" : "false");
        break;
    case CELL_NUMBER:
        append_number(out, value.number);
        break;
    case CELL_QUANTITY:
        append_quantity(out, &value);
        break;
    case CELL_TEXT:
        screen_quote(out, cell);
        break;
    case CELL_AMBIGUOUS:
        return false;
    }
    return true;
}

static bool is_fact(enum column_kind kind) {
    return kind != COLUMN_REF && kind != COLUMN_AS_OF;
}

/* False, with the reason, where a cell may mean two things. */
static bool append_facts(const struct columns *columns, const struct csv_row *row,
                         struct buffer *out, struct buffer *problem) {
    size_t written = 0;
    buffer_append_string(out, ",\"facts\":{");
    for (size_t i = 0; i < columns->count; i++) {
        const struct column *column = &columns->items[i];
        const struct csv_cell *cell = &row->cells[i];
        if (!is_fact(column->kind) || text_is_empty(cell->text)) {
            continue;
        }
        buffer_append_format(out, "%s%s:", written++ == 0 ? "" : ",", column->key);
        if (!append_value(out, column->kind, cell->text, columns->decimal_comma)) {
            buffer_append_format(problem, "line %u, column %u: %s", cell->line, cell->column,
                                 cell_ambiguous);
            return false;
        }
    }
    buffer_append_string(out, "}}");
    return true;
}

static struct text cell_of_kind(const struct columns *columns, const struct csv_row *row,
                                enum column_kind kind) {
    for (size_t i = 0; i < columns->count; i++) {
        if (columns->items[i].kind == kind) {
            return row->cells[i].text;
        }
    }
    return text_from(NULL, 0);
}

static void append_text_pair(struct buffer *out, const char *key, struct text value) {
    if (!text_is_empty(value)) {
        buffer_append_format(out, ",\"%s\":", key);
        screen_quote(out, value);
    }
}

bool columns_row(const struct columns *columns, const struct csv_row *row, const char *as_of,
                 struct buffer *out, struct text *ref, struct buffer *problem) {
    *ref = text_from(NULL, 0);
    if (row->problem != NULL) {
        buffer_append_format(problem, "line %u, column %u: %s", row->problem_line,
                             row->problem_column, row->problem);
        return false;
    }
    if (row->count != columns->count) {
        buffer_append_format(problem, "the row has %zu cell%s, and the header has %zu", row->count,
                             row->count == 1 ? "" : "s", columns->count);
        return false;
    }
    struct text day = cell_of_kind(columns, row, COLUMN_AS_OF);
    *ref = cell_of_kind(columns, row, COLUMN_REF);
    append_text_pair(out, "ref", *ref);
    append_text_pair(out, "as_of", text_is_empty(day) ? text_of(as_of) : day);
    return append_facts(columns, row, out, problem);
}
