/*
 * Examples: what passes, what is told of one that fails, and what the examples together do not
 * show.
 */
#include "proof/coverage.h"
#include "proof/small.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct row {
    const char *given;
    struct expectation expect;
    const char *differences; /* expected / got; "": the test passes */
    const char *why;
};

static const uint32_t hot[] = {SMALL_HOT};
static const uint32_t old[] = {SMALL_OLD};
static const uint32_t calm_only[] = {SMALL_CALM_FACT};
static const struct expected_result taken[] = {{.result = 0, .line = SMALL_TAKEN}};
static const struct expected_result nothing[] = {{.result = 0, .absent = true}};
static const struct expected_score two_points[] = {{.score = 0, .low = 2, .high = 2}};
static const struct expected_score up_to_two[] = {{.score = 0, .low = 0, .high = 2}};
static const struct expected_fault age_refused[] = {{.fact = {"age", 3}, .any_code = true}};
static const struct expected_fault age_out_of_range[] = {
    {.fact = {"age", 3}, .code = FAULT_OUT_OF_RANGE}};
static const struct text calm_advice[] = {{"calm", 4}};

static void check(struct small *small, const struct row *rows, size_t count) {
    struct test tests[16] = {{.kind = TEST_EXAMPLE}};
    assert_true(count <= 16);
    for (size_t i = 0; i < count; i++) {
        tests[i].kind = TEST_EXAMPLE;
        tests[i].given = small_giving(small, rows[i].given);
        tests[i].expect = rows[i].expect;
    }
    small_prove(small, tests, count);
    for (size_t i = 0; i < count; i++) {
        const struct test_result *result = small_run(small, i);
        assert_string_equal(small_differences(small), rows[i].differences);
        assert_int_equal(result->status, *rows[i].differences == 0 ? TEST_PASSED : TEST_FAILED);
        assert_string_equal(small_why(small), rows[i].why);
        assert_string_equal(small_given(small), rows[i].given);
    }
}

static void test_what_is_as_expected_passes(void **state) {
    static const struct row rows[] = {
        {"fever=false age=30 calm=true",
         {.has_outcome = true,
          .outcome = OUTCOME_CLEAR,
          .has_urgency = true,
          .urgency = URGENCY_NONE,
          .has_complete = true,
          .complete = true,
          .rules = {true, NULL, 0},
          .asks = {true, NULL, 0},
          .referrals = {true, NULL, 0}},
         "",
         ""},
        {"fever=true age=90", {.includes = {true, hot, 1}, .uncertain = {true, NULL, 0}}, "", ""},
        {"fever=? age=30 calm=true", {.uncertain = {true, hot, 1}}, "", ""},
        {"age=60", {.results = taken, .result_count = 1}, "", ""},
        {"fever=true age=10", {.results = nothing, .result_count = 1}, "", ""},
        {"fever=true", {.scores = two_points, .score_count = 1}, "", ""},
        {"age=30", {.scores = up_to_two, .score_count = 1}, "", ""},
        {"calm=false", {.advice = {true, calm_advice, 1}}, "", ""},
        {"age=300", {.has_faults = true, .faults = age_refused, .fault_count = 1}, "", ""},
        {"age=300", {.has_faults = true, .faults = age_out_of_range, .fault_count = 1}, "", ""},
    };
    check(*state, rows, sizeof rows / sizeof *rows);
}

static void test_a_failure_says_what_was_expected_and_why_it_is_not(void **state) {
    static const struct row rows[] = {
        {"fever=true age=30 calm=true",
         {.has_outcome = true, .outcome = OUTCOME_CLEAR},
         "outcome: clear / refer",
         "hot fired [fever] fever=true -> fever=false"},
        {"fever=false age=30 calm=true",
         {.has_urgency = true, .urgency = URGENCY_IMMEDIATE},
         "urgency: immediate / none",
         "hot quiet [fever] fever=false"},
        {"fever=true age=90 calm=true",
         {.rules = {true, hot, 1}},
         "rules: {hot} / {hot old}",
         "old fired [age:over(80)] age=90 -> age=80"},
        {"fever=true age=30 calm=true",
         {.includes = {true, old, 1}},
         "includes: {old} / {hot}",
         "old quiet [age:over(80)] age=30"},
        {"fever=? age=30 calm=true",
         {.uncertain = {true, NULL, 0}},
         "uncertain: {} / {hot}",
         "hot not ruled out [fever] fever=?"},
        {"age=30 calm=true",
         {.has_complete = true, .complete = true},
         "complete: true / false",
         "hot open [fever] fever=-"},
        {"fever=true",
         {.asks = {true, calm_only, 1}},
         "asks: {calm} / {age}",
         "adults open [age:under(16)] age=-; old open [age:over(80)] age=-; "
         "picture = taken [age:at_least(55)] age=-; picture = spared [] age=-"},
        {"fever=false age=30 calm=true",
         {.results = taken, .result_count = 1},
         "results.picture: taken / spared",
         "picture = spared [] age=30"},
        {"fever=false", {.scores = two_points, .score_count = 1}, "scores.points: 2 / 0", ""},
        {"calm=false",
         {.advice = {true, NULL, 0}},
         "advice: {} / {calm}",
         "calm fired [~calm] calm=false -> calm=true"},
    };
    check(*state, rows, sizeof rows / sizeof *rows);
}

static void test_a_refused_value_is_explained(void **state) {
    struct small *small = *state;
    struct test test = {.kind = TEST_EXAMPLE,
                        .given = small_giving(small, "age=300"),
                        .expect = {.has_outcome = true, .outcome = OUTCOME_ASK}};
    small_prove(small, &test, 1);
    const struct test_result *result = small_run(small, 0);
    assert_string_equal(small_differences(small), "outcome: ask / invalid");
    assert_int_equal(result->why_count, 1);
    assert_int_equal(result->why[0].kind, WHY_FAULT);
    assert_true(text_is(result->why[0].name, "age"));
    assert_true(result->why[0].message.length > 0);
}

/* ---- coverage -------------------------------------------------------------------------------- */

/* "old yes no", "picture taken yes": an item and the marks that are shown. */
static void assert_shown(struct small *small, const char *const *expected, size_t count) {
    struct coverage coverage;
    struct coverage_options options = {.searches = false};
    assert_true(coverage_of(&small->proof, &options, &small->arena, &coverage));
    assert_int_equal(coverage.item_count, count);
    for (size_t i = 0; i < count; i++) {
        const struct cover_item *item = &coverage.items[i];
        struct text said =
            arena_format(&small->arena, "%.*s%s%.*s%s%s", (int)item->name.length, item->name.at,
                         item->detail.length > 0 ? " " : "", (int)item->detail.length,
                         item->detail.at, (item->shown >> MARK_YES & 1) != 0 ? " yes" : "",
                         (item->shown >> MARK_NO & 1) != 0 ? " no" : "");
        assert_string_equal(said.at, expected[i]);
    }
}

static void test_what_no_example_shows_is_reported(void **state) {
    struct small *small = *state;
    const struct test tests[] = {
        {.kind = TEST_EXAMPLE, .given = small_giving(small, "fever=true age=30")},
        {.kind = TEST_EXAMPLE, .given = small_giving(small, "fever=true age=90 calm=true")},
    };
    static const char *const expected[] = {
        "adults no", "hot yes", "old yes no", "calm no", "picture taken yes", "picture spared yes",
    };
    small_prove(small, tests, 2);
    small_run(small, 0);
    small_run(small, 1);
    assert_shown(small, expected, 6);
}

static void test_nobody_asks_what_is_not_noted(void **state) {
    struct small *small = *state;
    const struct test test = {.kind = TEST_EXAMPLE, .given = small_giving(small, "age=90")};
    struct proof_options options = {.today = small->kit.as_of};
    small_prove(small, &test, 1);
    assert_true(proof_begin(&small->proof, &small->suite, NULL, &options, &small->lasting));
    small_run(small, 0);
    assert_null(small->proof.cover);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_what_is_as_expected_passes, small_open, small_close),
        cmocka_unit_test_setup_teardown(test_a_failure_says_what_was_expected_and_why_it_is_not,
                                        small_open, small_close),
        cmocka_unit_test_setup_teardown(test_a_refused_value_is_explained, small_open, small_close),
        cmocka_unit_test_setup_teardown(test_what_no_example_shows_is_reported, small_open,
                                        small_close),
        cmocka_unit_test_setup_teardown(test_nobody_asks_what_is_not_noted, small_open,
                                        small_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
