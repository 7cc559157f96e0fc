/*
 * `always`: promises that hold are proved, broken ones are shown by the smallest set of facts, and
 * one that nobody can meet fails.
 */
#include "proof/small.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct expected_result taken[] = {{.result = 0, .line = SMALL_TAKEN}};
static const struct expected_result nothing[] = {{.result = 0, .absent = true}};
static const uint32_t hot[] = {SMALL_HOT};

static struct test promise(struct small *small, node_id when) {
    return (struct test){.kind = TEST_ALWAYS, .probe = kit_probe(&small->kit, when)};
}

static const struct test_result *run(struct small *small, const struct test *test) {
    small_prove(small, test, 1);
    return small_run(small, 0);
}

static void assert_proved(const struct test_result *result) {
    assert_int_equal(result->status, TEST_PASSED);
    assert_true(result->search.done);
    assert_true(result->search.every_answer);
    assert_true(result->search.everybody);
    assert_true(result->search.cases > 0);
    assert_false(result->has_given);
}

static void assert_broken_by(struct small *small, const char *given, const char *differences) {
    assert_int_equal(small->result.status, TEST_FAILED);
    assert_string_equal(small_given(small), given);
    assert_string_equal(small_differences(small), differences);
}

/* ---- promises that hold ---------------------------------------------------------------------- */

static void test_what_must_never_be_is_proved(void **state) {
    struct small *small = *state;
    struct test test = promise(small, small->fever);
    test.has_never = true;
    test.never = (struct expectation){.has_outcome = true, .outcome = OUTCOME_CLEAR};
    assert_proved(run(small, &test));
}

static void test_what_must_always_be_is_proved(void **state) {
    struct small *small = *state;
    struct test test = promise(small, small->fever);
    test.has_expect = true;
    test.expect = (struct expectation){
        .has_urgency = true, .urgency = URGENCY_IMMEDIATE, .includes = {true, hot, 1}};
    assert_proved(run(small, &test));
}

static void test_a_result_is_proved(void **state) {
    struct small *small = *state;
    struct test test = promise(small, kit_at_least(&small->kit, small->age, 55));
    test.has_expect = true;
    test.expect = (struct expectation){.results = taken, .result_count = 1};
    assert_proved(run(small, &test));
}

static void test_no_result_out_of_scope_is_proved(void **state) {
    struct small *small = *state;
    struct test test = promise(small, kit_under(&small->kit, small->age, 16));
    test.has_expect = true;
    test.expect = (struct expectation){.results = nothing, .result_count = 1};
    assert_proved(run(small, &test));
}

/* ---- promises that do not -------------------------------------------------------------------- */

/* Whether the person is calm makes no difference to the urgency, and so is not shown. */
static void test_a_counterexample_is_as_small_as_it_gets(void **state) {
    struct small *small = *state;
    struct test test = promise(small, small->fever);
    test.has_never = true;
    test.never = (struct expectation){.has_urgency = true, .urgency = URGENCY_IMMEDIATE};
    run(small, &test);
    assert_string_equal(small_differences(small), "urgency: never immediate / immediate");
    assert_non_null(strstr(small_why(small), "hot fired [fever] fever=true"));
    assert_non_null(strstr(small_given(small), "fever=true"));
    assert_null(strstr(small_given(small), "calm"));
}

/* At 80 a picture is taken, which refers; only above does a rule stop. A fever is not needed for
 * that, but while it is open the decision is not complete. */
static void test_a_boundary_is_found(void **state) {
    struct small *small = *state;
    struct test test = promise(small, kit_at_least(&small->kit, small->age, 80));
    test.has_expect = true;
    test.expect = (struct expectation){.has_outcome = true, .outcome = OUTCOME_STOP};
    run(small, &test);
    assert_broken_by(small, "fever=false age=80", "outcome: stop / refer");
}

/* Everybody who answers everything keeps it; somebody who cannot say whether there is a fever does
 * not: "not ruled out" is not "hot for certain". */
static void test_unanswerable_facts_are_tried(void **state) {
    struct small *small = *state;
    struct test test = promise(small, kit_at_least(&small->kit, small->age, 16));
    test.has_expect = true;
    test.expect = (struct expectation){.uncertain = {true, NULL, 0}};
    const struct test_result *result = run(small, &test);
    assert_int_equal(result->status, TEST_FAILED);
    assert_true(result->search.every_answer);
    assert_non_null(strstr(small_given(small), "=?"));
}

static void test_a_promise_about_nobody_fails(void **state) {
    struct small *small = *state;
    struct test test = promise(small, kit_all(&small->kit, kit_under(&small->kit, small->age, 10),
                                              kit_over(&small->kit, small->age, 20)));
    test.has_never = true;
    test.never = (struct expectation){.has_outcome = true, .outcome = OUTCOME_CLEAR};
    const struct test_result *result = run(small, &test);
    assert_int_equal(result->status, TEST_FAILED);
    assert_int_equal(result->remark, REMARK_NOBODY_MEETS);
    assert_false(result->search.done);
}

/* While something is still asked, nobody is cleared, and so no promise about the end is broken. */
static void test_half_of_an_interview_breaks_no_promise(void **state) {
    struct small *small = *state;
    struct test test = promise(small, build_constant(small->kit.builder, true));
    test.has_never = true;
    test.never = (struct expectation){.has_outcome = true, .outcome = OUTCOME_ASK};
    assert_proved(run(small, &test));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_what_must_never_be_is_proved, small_open, small_close),
        cmocka_unit_test_setup_teardown(test_what_must_always_be_is_proved, small_open,
                                        small_close),
        cmocka_unit_test_setup_teardown(test_a_result_is_proved, small_open, small_close),
        cmocka_unit_test_setup_teardown(test_no_result_out_of_scope_is_proved, small_open,
                                        small_close),
        cmocka_unit_test_setup_teardown(test_a_counterexample_is_as_small_as_it_gets, small_open,
                                        small_close),
        cmocka_unit_test_setup_teardown(test_a_boundary_is_found, small_open, small_close),
        cmocka_unit_test_setup_teardown(test_unanswerable_facts_are_tried, small_open, small_close),
        cmocka_unit_test_setup_teardown(test_a_promise_about_nobody_fails, small_open, small_close),
        cmocka_unit_test_setup_teardown(test_half_of_an_interview_breaks_no_promise, small_open,
                                        small_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
