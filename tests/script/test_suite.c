/*
 * Tests of protocols as they are loaded: what they give and expect, as plain data, and what is said
 * about those that are written wrongly.
 */
#include "loading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char protocol[] =
    "local risk = score 'risk' { title = 'Risk', { 2, when = fever, label = 'Fever' } }\n"
    "local care = result 'care' { { 'doctor', when = risk:at_least(2), outcome = 'refer' },\n"
    "{ 'home' } }\n"
    "red_flag 'old' { when = age:over(99), because = 'B.', source = 'S' }\n"
    "precondition 'walks' { require = bearing:is 'normal', because = 'B.', source = 'S' }\n"
    "advisory 'operated' { when = surgery:days_ago():under(9), because = 'B.', advice = 'A.',\n"
    "source = 'S' }\n"
    "local hurts = yes_no 'hurts' { ask = 'Hurts?', live = true }\n"
    "technique 'rest' { title = 'T', step 'lie' { 'Lie down.' }, loop 'again' { at_most = 2,\n"
    "step 'breathe' { 'Breathe.' } } }\n"
    "halt 'pain' { when = hurts, because = 'B.', source = 'S' }\n";

static struct loaded *load_tests(const char *tests) {
    struct loaded *loaded = loading_good(protocol, tests);
    assert_non_null(load_suite(loaded));
    return loaded;
}

static const struct given_fact *given(const struct test *test, const char *name) {
    for (size_t i = 0; i < test->given.fact_count; i++) {
        if (text_is(test->given.facts[i].name, name)) {
            return &test->given.facts[i];
        }
    }
    return NULL;
}

static void facts_are_sent_as_they_are_written(void **state) {
    (void)state;
    struct loaded *loaded = load_tests(
        "local well = facts { age = 30, fever = false, surgery = none, as_of = '2026-05-01' }\n"
        "test 'a' { given = well:with { age = { 3, 'mo' }, fever = absent, bearing = unanswerable "
        "},\n"
        "expect = { complete = false } }\n"
        "test 'b' { given = well:with { age = 'thirty', bearing = {} }, expect = { outcome = "
        "'invalid' "
        "} }\n");
    const struct suite *suite = load_suite(loaded);
    assert_int_equal(suite->test_count, 2);
    const struct test *a = &suite->tests[0];
    assert_int_equal(given(a, "age")->value.kind, SENT_QUANTITY);
    assert_true(text_is(given(a, "age")->value.text, "mo"));
    assert_null(given(a, "fever"));
    assert_int_equal(given(a, "bearing")->value.kind, SENT_NIL);
    assert_true(text_is(given(a, "surgery")->value.text, "none"));
    assert_true(a->given.has_as_of);
    assert_int_equal(a->given.as_of, 20574); /* 2026-05-01 */
    const struct test *b = &suite->tests[1];
    assert_int_equal(given(b, "age")->value.kind, SENT_TEXT);
    assert_int_equal(given(b, "bearing")->value.kind, SENT_OTHER);
    assert_int_equal(given(b, "fever")->value.kind, SENT_BOOL);
    load_free(loaded);
}

static void expectations_are_resolved(void **state) {
    (void)state;
    struct loaded *loaded = load_tests(
        "cases 'c' { given = facts { age = 1, as_of = '2026-05-01' },\n"
        "{ { fever = true }, outcome = 'refer', urgency = 'routine', rules = { 'walks', 'old' },\n"
        "includes = { 'old' }, uncertain = {}, asks = { 'bearing' }, results = { care = 'home' },\n"
        "scores = { risk = 2 }, techniques = { rest = 'ask' }, referrals = { 'physician' },\n"
        "advice = { 'operated', 'care' }, faults = { 'age', fever = 'wrong-type' } },\n"
        "{ {}, urgency = none, results = { care = absent }, scores = { risk = { 0, 2 } } } }\n");
    const struct suite *suite = load_suite(loaded);
    const struct program *program = suite->program;
    assert_int_equal(suite->test_count, 2);
    const struct expectation *first = &suite->tests[0].expect;
    assert_int_equal(suite->tests[0].case_number, 1);
    assert_true(first->has_outcome && first->outcome == OUTCOME_REFER);
    assert_true(first->has_urgency && first->urgency == URGENCY_ROUTINE);
    assert_true(!first->has_complete);
    assert_int_equal(first->rules.count, 2);
    assert_true(text_is(program->rules[first->rules.items[1]].id, "old"));
    assert_true(first->uncertain.set && first->uncertain.count == 0);
    assert_true(text_is(program->facts[first->asks.items[0]].name, "bearing"));
    assert_int_equal(first->results[0].line, 1);
    assert_true(first->scores[0].low == 2 && first->scores[0].high == 2);
    assert_int_equal(first->techniques[0].available, AVAILABLE_ASK);
    assert_int_equal(first->fault_count, 2);
    assert_true(first->faults[0].any_code);
    assert_int_equal(first->faults[1].code, FAULT_WRONG_TYPE);
    const struct expectation *second = &suite->tests[1].expect;
    assert_true(second->has_urgency && second->urgency == URGENCY_NONE);
    assert_true(second->results[0].absent);
    assert_true(second->scores[0].high == 2);
    load_free(loaded);
}

static void walks_and_promises_are_kept(void **state) {
    (void)state;
    struct loaded *loaded = load_tests(
        "walk 'w' { technique = 'rest', given = facts { age = 1, as_of = '2026-05-01' },\n"
        "usual = { hurts = false }, report = { ['lie'] = {}, ['breathe#2'] = { hurts = true } },\n"
        "expect = { halted = { 'pain' }, at = 'breathe#2', steps = { 'lie', 'breathe#1' } } }\n"
        "always 'p' { when = fever & age:over(3), never = { outcome = 'clear' } }\n");
    const struct suite *suite = load_suite(loaded);
    const struct test *walk = &suite->tests[0];
    assert_int_equal(walk->kind, TEST_WALK);
    assert_int_equal(walk->report_count, 2);
    assert_true(text_is(walk->reports[0].instance, "breathe#2"));
    assert_true(walk->reports[0].given.facts[0].value.yes);
    assert_true(text_is(walk->walked.at, "breathe#2"));
    const struct test *promise = &suite->tests[1];
    assert_int_equal(promise->kind, TEST_ALWAYS);
    assert_true(promise->has_never && !promise->has_expect);
    assert_int_equal(suite->program->probe_count, 1);
    assert_int_equal(load_program(loaded)->probe_count, 0);
    assert_true(text_equal(suite->program->header.digest, load_program(loaded)->header.digest));
    load_free(loaded);
}

static void slips_are_told_with_the_nearest_name(void **state) {
    (void)state;
    static const char *const rows[][2] = {
        {"test 't' { given = facts { agee = 3, as_of = '2026-05-01' }, expect = { outcome = "
         "'clear' } }",
         "test 1:28 unknown-key: a set of facts has no key `agee`\n"},
        {"test 't' { given = { age = 3 }, expect = { outcome = 'clear' } }",
         "test 1:1 missing-key: the protocol has dates, but this test does not say on which day it "
         "is "
         "made\n"},
        {"test 't' { given = { as_of = '2026-05-01' }, expect = { outcom = 'clear' } }",
         "test 1:57 unknown-key: `expect` has no key `outcom`\n"},
        {"test 't' { given = { as_of = '2026-05-01' }, expect = { outcome = 'cleer' } }",
         "test 1:67 bad-value: \"cleer\" is not an outcome\n"},
        {"test 't' { given = { as_of = '2026-05-01' }, expect = { rules = { 'odl' } } }",
         "test 1:65 unknown-reference: the protocol has no rule `odl`\n"},
        {"test 't' { given = { as_of = '2026-05-01' }, expect = { results = { care = 'hme' } } }",
         "test 1:76 bad-value: `care` has no line \"hme\"\n"},
        {"test 't' { given = { as_of = '2026-05-01' }, expect = {} }",
         "test 1:55 empty-list: `expect` expects nothing\n"},
        {"test 't' { given = { as_of = 'today' }, expect = { complete = true } }",
         "test 1:30 bad-value: \"today\" is not a day\n"},
        {"always 'p' { when = fever }", "test 1:1 missing-key: `always \"p\"` promises nothing\n"},
        {"walk 'w' { technique = 'rset', given = { as_of = '2026-05-01' }, expect = {} }",
         "test 1:24 unknown-reference: the protocol has no technique `rset`\n"},
        {"yes_no 'more' { ask = 'M?' }", "test 1:1 undeclared: nothing declares `yes_no`\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        loading_assert_said(protocol, rows[i][0], rows[i][1]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facts_are_sent_as_they_are_written),
        cmocka_unit_test(expectations_are_resolved),
        cmocka_unit_test(walks_and_promises_are_kept),
        cmocka_unit_test(slips_are_told_with_the_nearest_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
