/*
 * cases_from "file.csv": a row is an example.
 *
 *     age,fever,as_of,expect.outcome,expect.rules,expect.scores.risk
 *     54,false,2026-05-01,refer,joint-infection heavy,3
 *     ,?,...                    empty: absent   ?: unanswerable
 *
 * Lists are separated by spaces. An empty cell under `expect.` expects nothing; `-` is the empty
 * list.
 */
#include "script/suite_private.h"

#include "base/date.h"
#include "script/csv.h"

#include <stdlib.h>

/* What a column means. */
enum column_kind {
    COLUMN_FACT,
    COLUMN_AS_OF,
    COLUMN_NAME,
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
    struct fields report; /* only to report and to find names with */
    struct text path;
    struct column *columns;
    size_t column_count;
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
    fields_error(&table->report, DIAGNOSTIC_BAD_VALUE, table->place, "\"%.*s\" is not %s",
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
    const struct suite_draft *draft = table->report.session->tests;
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
    for (int kind = 0; kind < COLUMN_KINDS; kind++) {
        if (plain_columns[kind] != NULL && text_is(cell, plain_columns[kind])) {
            column->kind = (enum column_kind)kind;
            return;
        }
    }
    struct text rest;
    if (!behind(cell, "expect.", &rest)) {
        ptrdiff_t fact = suite_find_fact(&table->report, cell, table->place);
        column->index = fact < 0 ? 0 : (uint32_t)fact;
    } else if (!read_named_column(table, cell, column)) {
        fields_error(&table->report, DIAGNOSTIC_UNKNOWN_KEY, table->place,
                     "`%.*s` is not a column that is known", (int)cell.length, cell.at);
        diagnostics_cure(table->report.diagnostics,
                         "write expect.outcome, .urgency, .complete, .rules, .includes, "
                         ".uncertain, .asks, .results.NAME, .scores.NAME or .techniques.ID");
    }
}

/* ---- facts ---- */

static void read_number(struct text cell, struct sent_value *value) {
    char copy[64];
    char *end = copy;
    if (cell.length < sizeof copy) {
        memcpy(copy, cell.at, cell.length);
        copy[cell.length] = '\0';
        value->number = strtod(copy, &end);
        value->kind = end != copy && *end == '\0' ? SENT_NUMBER : SENT_TEXT;
    }
}

static struct sent_value value_of(const struct fact *fact, struct text cell) {
    struct sent_value value = {.kind = SENT_TEXT, .text = cell};
    if (text_is(cell, "?")) {
        value.kind = SENT_NIL;
    } else if (fact->type == VALUE_YES_NO && (text_is(cell, "true") || text_is(cell, "false"))) {
        value.kind = SENT_BOOL;
        value.yes = text_is(cell, "true");
    } else if (fact->type == VALUE_NUMBER) {
        read_number(cell, &value);
    }
    return value;
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
        ptrdiff_t found = facts ? suite_find_fact(&table->report, word, table->place)
                                : suite_find_rule(&table->report, word, table->place);
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
    struct sent_value value = {.kind = SENT_TEXT};
    read_number(cell, &value);
    if (value.kind != SENT_NUMBER) {
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

static void read_fact(struct table *table, const struct fact *fact, struct text cell,
                      struct test *test) {
    struct sent_value value = value_of(fact, cell);
    suite_set_fact(table->state, &test->given, fact->name, &value, table->place);
}

static void read_cell(struct table *table, const struct column *column, struct text cell,
                      struct test *test) {
    switch (column->kind) {
    case COLUMN_FACT:
        read_fact(table, &table->program->facts[column->index], cell, test);
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

static void read_row(struct table *table, const struct csv_row *row, uint32_t number) {
    struct test test = {.kind = TEST_EXAMPLE, .name = table->path, .case_number = number};
    table->place = (struct place){table->path, row->line, 1};
    table->report.place = table->place;
    if (row->count != table->column_count) {
        fields_error(&table->report, DIAGNOSTIC_BAD_VALUE, table->place,
                     "this row has %zu cells, the header %zu", row->count, table->column_count);
        return;
    }
    test.expect.position = position_of(table->place);
    for (size_t i = 0; i < row->count; i++) {
        if (!text_is_empty(row->cells[i])) {
            read_cell(table, &table->columns[i], row->cells[i], &test);
        }
    }
    suite_need_as_of(&table->report, &test.given);
    struct test *slot = suite_add(table->state, TEST_EXAMPLE, test.name, table->place);
    test.position = slot->position;
    *slot = test;
}

static void read_header(struct table *table, const struct csv_row *row) {
    table->place = (struct place){table->path, row->line, 1};
    table->columns = session_alloc(table->state, row->count, sizeof *table->columns);
    table->column_count = row->count;
    for (size_t i = 0; i < row->count; i++) {
        read_column(table, row->cells[i], &table->columns[i]);
    }
}

static void read_table(struct table *table, struct text bytes) {
    struct csv csv;
    struct csv_row row;
    enum csv_status status = CSV_ROW;
    uint32_t number = 0;
    csv_begin(&csv, bytes, table->report.session->arena);
    while ((status = csv_next(&csv, &row)) == CSV_ROW && (number == 0 || !table->report.wrong)) {
        if (number == 0) {
            read_header(table, &row);
        } else {
            read_row(table, &row, number);
        }
        number++;
    }
    if (status == CSV_NO_MEMORY) {
        session_no_memory(table->state);
    }
    table->place = (struct place){table->path, csv.line, 1};
    if (status == CSV_BAD) {
        fields_error(&table->report, DIAGNOSTIC_BAD_VALUE, table->place,
                     "a quoted cell that does not end as it should");
    } else if (number <= 1 && !table->report.wrong) {
        fields_error(&table->report, DIAGNOSTIC_EMPTY_LIST, table->place,
                     "the file has no row of cases");
    }
}

int word_cases_from(lua_State *state) {
    struct session *session = session_of(state);
    struct site site = site_of_call(state, "cases_from");
    struct place place = site_argument(&site, 0);
    if (lua_type(state, 1) != LUA_TSTRING) {
        struct text found = term_describe(state, 1);
        diagnostics_error(session->diagnostics, DIAGNOSTIC_WRONG_TYPE, place,
                          "`cases_from` takes a path in quotes, but found %.*s", (int)found.length,
                          found.at);
        return 0;
    }
    struct table table = {.state = state,
                          .program = session->tests->program,
                          .path = session_string(state, 1),
                          .place = place};
    table.report = (struct fields){.state = state,
                                   .session = session,
                                   .diagnostics = session->diagnostics,
                                   .what = "a row",
                                   .place = place};
    struct text bytes = text_of(NULL);
    if (session_read_bytes(session, table.path, place, &bytes)) {
        read_table(&table, bytes);
    } else if (session->diagnostics->failed) {
        session_no_memory(state);
    }
    return 0;
}
