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
#include "script/suite_private.h"

#include "base/cell.h"
#include "base/csv.h"
#include "base/date.h"
#include "script/budget.h"

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

static void bad_cell(struct table *table, struct text cell, const char *wanted) {
    fields_error(table->report, DIAGNOSTIC_BAD_VALUE, table->place, "\"%.*s\" is not %s",
                 (int)cell.length, cell.at, wanted);
}

/* ---- the header ---- */

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

static void read_header(struct table *table, const struct csv_row *row) {
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

/* ---- facts ---- */

static enum cell_wanted wanted_by(const struct fact *fact) {
    return fact->type == VALUE_NUMBER   ? CELL_WANTS_NUMBER
           : fact->type == VALUE_YES_NO ? CELL_WANTS_YES_NO
                                        : CELL_WANTS_TEXT;
}

static void bad_number(struct table *table, struct text cell) {
    fields_error(table->report, DIAGNOSTIC_BAD_VALUE, table->place,
                 "\"%.*s\" may be two numbers: %s", (int)cell.length, cell.at, cell_ambiguous);
}

static struct sent_value value_of(struct table *table, const struct fact *fact, struct text cell) {
    struct cell_value value = cell_read(cell, wanted_by(fact), table->decimal_comma);
    struct sent_value sent = {.kind = SENT_TEXT, .text = cell};
    switch (value.kind) {
    case CELL_UNANSWERABLE:
        sent.kind = SENT_NIL;
        break;
    case CELL_YES_NO:
        sent.kind = SENT_BOOL;
        sent.yes = value.yes;
        break;
    case CELL_NUMBER:
        sent.kind = SENT_NUMBER;
        sent.number = value.number;
        break;
    case CELL_QUANTITY:
        sent.kind = SENT_QUANTITY;
        sent.number = value.number;
        sent.text = value.unit;
        break;
    case CELL_AMBIGUOUS:
        bad_number(table, cell);
        break;
    case CELL_TEXT:
        break;
    }
    return sent;
}

/* ---- expectations ---- */

static size_t next_word(struct text list, size_t at, struct text *word) {
    while (at < list.length && list.at[at] == ' ') {
        at++;
    }
    size_t start = at;
    while (at < list.length && list.at[at] != ' ') {
        at++;
    }
    *word = text_from(list.at + start, at - start);
    return at;
}

static struct expected_list read_list(struct table *table, struct text cell, bool facts) {
    struct expected_list list = {.set = true};
    uint32_t *items = session_alloc(table->state, cell.length / 2 + 1, sizeof *items);
    struct text word;
    size_t at = next_word(cell, 0, &word);
    while (!text_is_empty(word) && !text_is(cell, "-")) {
        ptrdiff_t found = facts ? suite_find_fact(table->report, word, table->place)
                                : suite_find_rule(table->report, word, table->place);
        if (found >= 0) {
            items[list.count++] = (uint32_t)found;
        }
        at = next_word(cell, at, &word);
    }
    list.items = items;
    return list;
}

static void read_result(struct table *table, struct text cell, uint32_t index,
                        struct expectation *expect) {
    const struct result *result = &table->program->results[index];
    struct expected_result *results =
        session_alloc(table->state, expect->result_count + 1, sizeof *results);
    if (expect->result_count > 0) {
        memcpy(results, expect->results, expect->result_count * sizeof *results);
    }
    struct expected_result *expected = &results[expect->result_count++];
    expect->results = results;
    expected->result = index;
    expected->absent = text_is(cell, "-");
    for (uint32_t i = 0; i < result->line_count; i++) {
        if (text_equal(result->lines[i].name, cell)) {
            expected->line = i;
            return;
        }
    }
    if (!expected->absent) {
        bad_cell(table, cell, "a line of this result");
    }
}

static void read_score(struct table *table, struct text cell, uint32_t index,
                       struct expectation *expect) {
    struct expected_score *scores =
        session_alloc(table->state, expect->score_count + 1, sizeof *scores);
    if (expect->score_count > 0) {
        memcpy(scores, expect->scores, expect->score_count * sizeof *scores);
    }
    struct cell_value value = cell_read(cell, CELL_WANTS_NUMBER, table->decimal_comma);
    if (value.kind == CELL_AMBIGUOUS) {
        bad_number(table, cell);
    } else if (value.kind != CELL_NUMBER) {
        bad_cell(table, cell, "a number");
    }
    scores[expect->score_count++] = (struct expected_score){index, value.number, value.number};
    expect->scores = scores;
}

static void read_technique(struct table *table, struct text cell, uint32_t index,
                           struct expectation *expect) {
    struct expected_technique *techniques =
        session_alloc(table->state, expect->technique_count + 1, sizeof *techniques);
    if (expect->technique_count > 0) {
        memcpy(techniques, expect->techniques, expect->technique_count * sizeof *techniques);
    }
    enum availability available = text_is(cell, "yes")   ? AVAILABLE_YES
                                  : text_is(cell, "ask") ? AVAILABLE_ASK
                                                         : AVAILABLE_NO;
    if (available == AVAILABLE_NO && !text_is(cell, "no")) {
        bad_cell(table, cell, "\"yes\", \"no\" or \"ask\"");
    }
    techniques[expect->technique_count++] = (struct expected_technique){index, available};
    expect->techniques = techniques;
}

static void read_complete(struct table *table, struct text cell, struct expectation *expect) {
    expect->has_complete = text_is(cell, "true") || text_is(cell, "false");
    expect->complete = text_is(cell, "true");
    if (!expect->has_complete) {
        bad_cell(table, cell, "true or false");
    }
}

static void read_expected(struct table *table, const struct column *column, struct text cell,
                          struct expectation *expect) {
    switch (column->kind) {
    case COLUMN_OUTCOME:
        expect->has_outcome = outcome_of_name(cell, &expect->outcome);
        if (!expect->has_outcome) {
            bad_cell(table, cell, "an outcome");
        }
        break;
    case COLUMN_URGENCY:
        expect->has_urgency = suite_urgency(cell, &expect->urgency);
        if (!expect->has_urgency) {
            bad_cell(table, cell, "an urgency");
        }
        break;
    case COLUMN_COMPLETE:
        read_complete(table, cell, expect);
        break;
    case COLUMN_RULES:
        expect->rules = read_list(table, cell, false);
        break;
    case COLUMN_INCLUDES:
        expect->includes = read_list(table, cell, false);
        break;
    case COLUMN_UNCERTAIN:
        expect->uncertain = read_list(table, cell, false);
        break;
    case COLUMN_ASKS:
        expect->asks = read_list(table, cell, true);
        break;
    case COLUMN_RESULT:
        read_result(table, cell, column->index, expect);
        break;
    case COLUMN_SCORE:
        read_score(table, cell, column->index, expect);
        break;
    default:
        read_technique(table, cell, column->index, expect);
        break;
    }
}

/* ---- rows ---- */

static void read_cell(struct table *table, const struct column *column, struct text cell,
                      struct given_fact *facts, struct test *test) {
    switch (column->kind) {
    case COLUMN_FACT:
        facts[test->given.fact_count++] = (struct given_fact){
            .name = table->program->facts[column->index].name,
            .value = value_of(table, &table->program->facts[column->index], cell),
            .position = position_of(table->place),
        };
        break;
    case COLUMN_AS_OF:
        test->given.has_as_of = date_parse(cell, &test->given.as_of);
        if (!test->given.has_as_of) {
            bad_cell(table, cell, "a day as YYYY-MM-DD");
        }
        break;
    case COLUMN_NAME:
        test->name = cell;
        break;
    default:
        read_expected(table, column, cell, &test->expect);
        break;
    }
}

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
            read_cell(table, &table->columns[i], cell->text, facts, &test);
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
        read_header(&table, &rows.items[0]);
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
