#include "script/suite_csv.h"

#include "base/cell.h"
#include "base/date.h"

static void bad_cell(struct table *table, struct text cell, const char *wanted) {
    fields_error(table->report, DIAGNOSTIC_BAD_VALUE, table->place, "\"%.*s\" is not %s",
                 (int)cell.length, cell.at, wanted);
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

/* ---- a cell ---- */

void suite_csv_read_cell(struct table *table, const struct column *column, struct text cell,
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
