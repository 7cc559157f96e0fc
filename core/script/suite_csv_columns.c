#include "script/suite_csv.h"

static const char *const plain_columns[COLUMN_KINDS] = {
    [COLUMN_AS_OF] = "as_of",
    [COLUMN_NAME] = "name",
    [COLUMN_OUTCOME] = "expect.outcome",
    [COLUMN_URGENCY] = "expect.urgency",
    [COLUMN_COMPLETE] = "expect.complete",
    [COLUMN_RULES] = "expect.rules",
    [COLUMN_INCLUDES] = "expect.includes",
    [COLUMN_UNCERTAIN] = "expect.uncertain",
    [COLUMN_ASKS] = "expect.asks",
};

/* The rest of `text` behind `prefix`; false where it does not begin with it. */
static bool behind(struct text text, const char *prefix, struct text *rest) {
    size_t length = strlen(prefix);
    if (text.length <= length || memcmp(text.at, prefix, length) != 0) {
        return false;
    }
    *rest = text_from(text.at + length, text.length - length);
    return true;
}

static ptrdiff_t find_key(const struct key *keys, struct text name) {
    for (ptrdiff_t i = 0; keys[i].name != NULL; i++) {
        if (text_is(name, keys[i].name)) {
            return i;
        }
    }
    return -1;
}

/* `expect.scores.risk` and its kin. */
static bool read_named_column(struct table *table, struct text cell, struct column *column) {
    const struct suite_draft *draft = table->report->session->tests;
    struct text name;
    ptrdiff_t found = -1;
    if (behind(cell, "expect.results.", &name)) {
        column->kind = COLUMN_RESULT;
        found = find_key(draft->result_keys, name);
    } else if (behind(cell, "expect.scores.", &name)) {
        column->kind = COLUMN_SCORE;
        found = find_key(draft->score_keys, name);
    } else if (behind(cell, "expect.techniques.", &name)) {
        column->kind = COLUMN_TECHNIQUE;
        found = find_key(draft->technique_keys, name);
    }
    column->index = (uint32_t)found;
    return found >= 0;
}

static void read_column(struct table *table, struct text cell, struct column *column) {
    struct text rest;
    if (text_is(cell, "ref")) {
        column->kind = COLUMN_NAME;
        return;
    }
    for (int kind = 0; kind < COLUMN_KINDS; kind++) {
        if (plain_columns[kind] != NULL && text_is(cell, plain_columns[kind])) {
            column->kind = (enum column_kind)kind;
            return;
        }
    }
    if (!behind(cell, "expect.", &rest)) {
        ptrdiff_t fact = suite_find_fact(table->report, cell, table->place);
        column->index = fact < 0 ? 0 : (uint32_t)fact;
    } else if (!read_named_column(table, cell, column)) {
        fields_error(table->report, DIAGNOSTIC_UNKNOWN_KEY, table->place,
                     "`%.*s` is not a column that is known", (int)cell.length, cell.at);
        diagnostics_cure(table->report->diagnostics,
                         "write expect.outcome, .urgency, .complete, .rules, .includes, "
                         ".uncertain, .asks, .results.NAME, .scores.NAME or .techniques.ID");
    }
}

static void refuse_twice(struct table *table, const struct column *columns, size_t index,
                         struct text cell) {
    for (size_t i = 0; i < index; i++) {
        if (columns[i].kind == columns[index].kind && columns[i].index == columns[index].index) {
            fields_error(table->report, DIAGNOSTIC_KEY_TWICE, table->place,
                         "the column `%.*s` stands here twice", (int)cell.length, cell.at);
            diagnostics_cure(table->report->diagnostics, "leave one of the two out");
            return;
        }
    }
}

void suite_csv_read_columns(struct table *table, const struct csv_row *row) {
    struct column *columns = session_alloc(table->state, row->count, sizeof *columns);
    table->column_count = row->count;
    for (size_t i = 0; i < row->count; i++) {
        bool wrong = table->report->wrong;
        table->place = (struct place){table->path, row->cells[i].line, row->cells[i].column};
        table->report->wrong = false;
        read_column(table, row->cells[i].text, &columns[i]);
        if (!table->report->wrong) {
            refuse_twice(table, columns, i, row->cells[i].text);
        }
        table->report->wrong = table->report->wrong || wrong;
    }
    table->columns = columns;
}
