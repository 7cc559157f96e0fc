/* Cases that stand in files of their own: tables and lines of JSON. */
#include "loading.h"
#include "support/failing_malloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char protocol[] =
    "protocol 'p' { format = 1, version = '1.0.0', title = 'P',\n"
    "    refer = { to = 'physician', urgency = 'routine' } }\n"
    "local age = number 'age' { ask = 'Age?', min = 0, max = 120, unit = 'a', whole = true }\n"
    "local weight = number 'weight' { ask = 'Weight?', min = 1, max = 400, unit = 'kg' }\n"
    "local fever = yes_no 'fever' { ask = 'Fever?' }\n"
    "local bearing = choice 'bearing' { ask = 'Walking?', options = { 'normal', 'cannot' } }\n"
    "local surgery = date 'surgery' { ask = 'Operated?', none = 'Never' }\n"
    "local risk = score 'risk' { title = 'Risk', { 2, when = fever, label = 'Fever' } }\n"
    "local care = result 'care' { { 'doctor', when = risk:at_least(2), outcome = 'refer' },\n"
    "{ 'home' } }\n"
    "red_flag 'old' { when = age:over(99) | weight:over(300), because = 'B.', source = 'S' }\n"
    "precondition 'walks' { require = bearing:is 'normal', because = 'B.', source = 'S' }\n"
    "advisory 'operated' { when = surgery:days_ago():under(9), because = 'B.', advice = 'A.',\n"
    "source = 'S' }\n"
    "technique 'rest' { title = 'T', step 'lie' { 'Lie down.' } }\n";

static struct loaded *load_cases(const char *name, const char *cases) {
    const struct file files[] = {
        {"p.lua", protocol},
        {"p_test.lua",
         strstr(name, ".csv") != NULL ? "cases_from 'p.csv'" : "cases_from 'p.ndjson'"},
        {name, cases},
        {NULL, NULL},
    };
    return loading_files(files);
}

/* Every diagnostic as "line:column message\n" with its cure in brackets. */
static void assert_said(const char *name, const char *cases, const char *expected) {
    struct loaded *loaded = load_cases(name, cases);
    const struct diagnostics *found = load_diagnostics(loaded);
    struct buffer said = {0};
    for (size_t i = 0; i < found->count; i++) {
        const struct diagnostic *item = &found->items[i];
        buffer_append_format(&said, "%.*s %u:%u %.*s", (int)item->place.file.length,
                             item->place.file.at, item->place.line, item->place.column,
                             (int)item->message.length, item->message.at);
        buffer_append_format(&said, text_is_empty(item->cure) ? "%.*s\n" : " (%.*s)\n",
                             (int)item->cure.length, item->cure.at);
    }
    buffer_append(&said, "", 1);
    load_free(loaded);
    assert_string_equal(said.at, expected);
    buffer_free(&said);
}

static const struct given_fact *given(const struct test *test, const char *name) {
    for (size_t i = 0; i < test->given.fact_count; i++) {
        if (text_is(test->given.facts[i].name, name)) {
            return &test->given.facts[i];
        }
    }
    return NULL;
}

/* ---- tables ---------------------------------------------------------------------------------- */

static void rows_of_a_table_are_cases(void **state) {
    (void)state;
    struct loaded *loaded =
        load_cases("p.csv", "name,age,fever,bearing,as_of,expect.outcome,expect.rules,"
                            "expect.results.care,expect.scores.risk\n"
                            "first,30,TRUE,,2026-05-01,refer,old walks,doctor,2\r\n"
                            "\"se\"\"cond\",,?,normal,2026-05-01,,-,-,\n");
    const struct suite *suite = load_suite(loaded);
    assert_non_null(suite);
    assert_int_equal(suite->test_count, 2);
    const struct test *first = &suite->tests[0];
    assert_true(text_is(first->name, "first"));
    assert_true(given(first, "age")->value.number == 30);
    assert_true(given(first, "fever")->value.yes);
    assert_null(given(first, "bearing"));
    assert_int_equal(first->expect.rules.count, 2);
    assert_int_equal(first->expect.results[0].line, 0);
    assert_int_equal(first->position.line, 2);
    assert_int_equal(first->case_number, 1);
    const struct test *second = &suite->tests[1];
    assert_true(text_is(second->name, "se\"cond"));
    assert_int_equal(given(second, "fever")->value.kind, SENT_NIL);
    assert_false(second->expect.has_outcome);
    assert_true(second->expect.rules.set && second->expect.rules.count == 0);
    assert_true(second->expect.results[0].absent);
    load_free(loaded);
}

static void a_table_with_semicolons_has_decimal_commas(void **state) {
    (void)state;
    struct loaded *loaded =
        load_cases("p.csv", "\xef\xbb\xbf"
                            "ref;weight;as_of;expect.scores.risk;expect.techniques.rest\r\n"
                            "a1;58,5;2026-05-01;1,5;yes\r\n"
                            "a2;58,5 kg;2026-05-01;;no\r\n"
                            ";;;;\r\n");
    const struct suite *suite = load_suite(loaded);
    assert_non_null(suite);
    assert_int_equal(suite->test_count, 2);
    assert_true(text_is(suite->tests[0].name, "a1"));
    assert_true(given(&suite->tests[0], "weight")->value.number == 58.5);
    assert_true(suite->tests[0].expect.scores[0].low == 1.5);
    assert_int_equal(given(&suite->tests[1], "weight")->value.kind, SENT_QUANTITY);
    assert_true(text_is(given(&suite->tests[1], "weight")->value.text, "kg"));
    assert_int_equal(suite->tests[1].position.line, 3);
    load_free(loaded);
}

static void mistakes_of_a_table_are_told_in_their_cells(void **state) {
    (void)state;
    assert_said("p.csv", "agee,expect.outcom,expect.results.car\n1,2,3\n",
                "p.csv 1:1 the protocol has no fact `agee` (did you mean `age`?)\n"
                "p.csv 1:6 `expect.outcom` is not a column that is known (write expect.outcome, "
                ".urgency, .complete, .rules, .includes, .uncertain, .asks, .results.NAME, "
                ".scores.NAME or .techniques.ID)\n"
                "p.csv 1:20 `expect.results.car` is not a column that is known (write "
                "expect.outcome, .urgency, .complete, .rules, .includes, .uncertain, .asks, "
                ".results.NAME, .scores.NAME or .techniques.ID)\n");
    assert_said("p.csv",
                "age,as_of,expect.outcome,expect.rules\n"
                "1,2026-05-01,cleer,old odl\n"
                "1,2026-05-01,clear\n"
                "1,May,clear,\n"
                "1,,clear,\n"
                "1,2026-05-01,cl\"ear,\n",
                "p.csv 2:14 \"cleer\" is not an outcome\n"
                "p.csv 2:20 the protocol has no rule `odl` (did you mean `old`?)\n"
                "p.csv 3:1 this row has 3 cells, the header 4\n"
                "p.csv 4:3 \"May\" is not a day as YYYY-MM-DD\n"
                "p.csv 5:1 the protocol has dates, but this test does not say on which day it is "
                "made (add `as_of = \"2026-05-01\"` to its facts)\n"
                "p.csv 6:16 a quote within a cell: put the whole cell into quotes and double those "
                "within it\n");
    assert_said("p.csv", "age,fever,age\n",
                "p.csv 1:11 the column `age` stands here twice (leave "
                "one of the two out)\n");
    assert_said("p.csv", "age,as_of\n", "p.csv 1:1 the file has no row of cases\n");
    assert_said("p.csv", "", "p.csv 1:1 the file has no row of cases\n");
    assert_said("p.csv", "weight;as_of;expect.complete\n1.234;2026-05-01;true\n",
                "p.csv 2:1 \"1.234\" may be two numbers: where the comma is the decimal mark, a "
                "point before three digits may divide thousands or decimals: write 1234 or "
                "1,234\n");
    assert_said("p.csv", "PK\003\004...",
                "p.csv 1:1 this is a workbook and no CSV: save it as \"CSV UTF-8\"\n");
}

/* ---- lines of JSON --------------------------------------------------------------------------- */

static void lines_of_json_are_cases(void **state) {
    (void)state;
    struct loaded *loaded = load_cases(
        "p.ndjson",
        "{\"ref\": \"a1\", \"as_of\": \"2026-05-01\", \"facts\": {\"age\": 30, \"fever\": null, "
        "\"surgery\": \"none\", \"weight\": {\"value\": 58, \"unit\": \"kg\"}},\n"
        "\n");
    assert_null(load_suite(loaded));
    load_free(loaded);
    loaded = load_cases(
        "p.ndjson",
        "\xef\xbb\xbf{\"ref\": \"a1\", \"as_of\": \"2026-05-01\", \"facts\": {\"age\": 30, "
        "\"fever\": null, \"surgery\": \"none\", \"weight\": {\"value\": 58, \"unit\": \"kg\"}}, "
        "\"expect\": {\"outcome\": \"refer\", \"rules\": [\"old\", \"walks\"], \"urgency\": "
        "\"none\", \"results\": {\"care\": null}, \"scores\": {\"risk\": [0, 2]}, \"asks\": [], "
        "\"referrals\": [\"physician\"], \"faults\": {\"age\": \"wrong-type\"}, "
        "\"techniques\": {\"rest\": \"no\"}}}\r\n"
        "  \r\n"
        "{\"ref\": 7, \"as_of\": \"2026-05-01\", \"facts\": {}, \"expect\": {\"complete\": "
        "false}}");
    const struct suite *suite = load_suite(loaded);
    assert_non_null(suite);
    assert_int_equal(suite->test_count, 2);
    const struct test *first = &suite->tests[0];
    assert_true(text_is(first->name, "a1"));
    assert_int_equal(first->given.fact_count, 4);
    assert_int_equal(given(first, "fever")->value.kind, SENT_NIL);
    assert_true(text_is(given(first, "surgery")->value.text, "none"));
    assert_int_equal(given(first, "weight")->value.kind, SENT_QUANTITY);
    assert_int_equal(first->given.as_of, 20574); /* 2026-05-01 */
    assert_true(first->expect.has_urgency && first->expect.urgency == URGENCY_NONE);
    assert_int_equal(first->expect.rules.count, 2);
    assert_true(first->expect.asks.set && first->expect.asks.count == 0);
    assert_true(first->expect.results[0].absent);
    assert_true(first->expect.scores[0].low == 0 && first->expect.scores[0].high == 2);
    assert_true(text_is(first->expect.referrals.items[0], "physician"));
    assert_int_equal(first->expect.faults[0].code, FAULT_WRONG_TYPE);
    assert_int_equal(first->expect.techniques[0].available, AVAILABLE_NO);
    const struct test *second = &suite->tests[1];
    assert_true(text_is(second->name, "7"));
    assert_int_equal(second->position.line, 3);
    assert_int_equal(second->case_number, 2);
    load_free(loaded);
}

static void mistakes_of_lines_are_told_with_their_line(void **state) {
    (void)state;
    assert_said(
        "p.ndjson",
        "{\"as_of\": \"2026-05-01\", \"facts\": {\"agee\": 1}, \"expect\": {\"outcome\": "
        "\"cleer\"}}\n"
        "[1]\n"
        "{\"facts\": {}, \"facts\": {}}\n"
        "{\"as_of\": \"2026-05-01\", \"facts\": {}, \"expect\": {}}\n"
        "{\"as_of\": \"May\", \"facts\": {}, \"expect\": {\"complete\": true}}\n"
        "{\"facts\": {}, \"expect\": {\"complete\": true}}\n"
        "{\"as_of\": \"2026-05-01\", \"fact\": {}, \"expect\": {\"rules\": \"old\"}}\n",
        "p.ndjson 1:1 a set of facts has no key `agee` (did you mean `age`?)\n"
        "p.ndjson 1:1 \"cleer\" is not an outcome (did you mean clear)\n"
        "p.ndjson 2:1 a line is a JSON object (write {\"facts\": {...}, \"expect\": {...}})\n"
        "p.ndjson 3:21 this line is not JSON: duplicate object key near '\"facts\"'\n"
        "p.ndjson 4:1 `expect` expects nothing (say what matters: `outcome = \"clear\"`)\n"
        "p.ndjson 5:1 \"May\" is not a day (write it as YYYY-MM-DD: \"2026-05-01\")\n"
        "p.ndjson 6:1 the protocol has dates, but this test does not say on which day it is made "
        "(add `as_of = \"2026-05-01\"` to its facts)\n"
        "p.ndjson 7:1 a line has no key `fact` (did you mean `facts`?)\n"
        "p.ndjson 7:1 a line has no `facts` (add `facts = ...`: { \"name\": value }, null where "
        "it cannot be answered)\n"
        "p.ndjson 7:1 `rules` takes a table, but found the text \"old\" (write it in braces: `{ "
        "... }`)\n");
    assert_said("p.ndjson", "\n \n", "p.ndjson 1:1 the file has no line of cases\n");
}

static void json_is_nested_only_so_deep(void **state) {
    (void)state;
    assert_said("p.ndjson", "[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]\n",
                "p.ndjson 1:1 this line is not JSON: arrays and objects are nested more than 16 "
                "deep\n");
}

/* ---- memory ---------------------------------------------------------------------------------- */

/* Without units: udunits2's parser ends the program where memory runs out. */
static enum operation_outcome load_both(void *context) {
    static const struct file files[] = {
        {"p.lua", "protocol 'p' { format = 1, version = '1.0.0', title = 'P',\n"
                  "refer = { to = 'physician', urgency = 'routine' } }\n"
                  "local fever = yes_no 'fever' { ask = 'Fever?' }\n"
                  "local care = result 'care' { { 'doctor', when = fever }, { 'home' } }\n"},
        {"p_test.lua", "cases_from 'a.csv' cases_from 'b.ndjson'"},
        {"a.csv", "fever,expect.complete\ntrue,false\n\"?\",false\n"},
        {"b.ndjson", "{\"facts\": {\"fever\": null}, \"expect\": {\"results\": {\"care\": "
                     "null}}}\n"},
        {NULL, NULL},
    };
    (void)context;
    struct loaded *loaded = loading_files_of(files);
    if (loaded == NULL) {
        return OPERATION_FAILED;
    }
    const struct suite *suite = load_suite(loaded);
    enum operation_outcome outcome = suite == NULL            ? OPERATION_FAILED
                                     : suite->test_count == 3 ? OPERATION_DONE
                                                              : OPERATION_WRONG;
    load_free(loaded);
    return outcome;
}

static void memory_may_run_out_anywhere(void **state) {
    (void)state;
    assert_true(failing_malloc_until_ok(load_both, NULL) > 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_of_a_table_are_cases),
        cmocka_unit_test(a_table_with_semicolons_has_decimal_commas),
        cmocka_unit_test(mistakes_of_a_table_are_told_in_their_cells),
        cmocka_unit_test(lines_of_json_are_cases),
        cmocka_unit_test(mistakes_of_lines_are_told_with_their_line),
        cmocka_unit_test(json_is_nested_only_so_deep),
        cmocka_unit_test(memory_may_run_out_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
