/*
 * Memory running out: each allocation fails in turn; the proof says so, leaves nothing behind, and
 * goes on with the next test.
 */
#include "proof/coverage.h"
#include "proof/small.h"
#include "support/failing_malloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* One whole run of a test, from the beginning of the proof to its coverage. */
static enum operation_outcome run_once(void *context) {
    struct small *small = context;
    struct proof_options options = {.today = small->kit.as_of, .covers = true};
    struct coverage_options covering = {.searches = true};
    struct test_result result;
    struct coverage coverage;
    struct arena lasting;
    struct arena arena;
    arena_init(&lasting, 1024, 0);
    arena_init(&arena, 1024, 0);
    bool done = proof_begin(&small->proof, &small->suite, NULL, &options, &lasting) &&
                proof_run(&small->proof, 0, &arena, &result) &&
                coverage_of(&small->proof, &covering, &arena, &coverage);
    bool right = !done || (result.status == TEST_FAILED && result.difference_count > 0);
    arena_free(&lasting);
    arena_free(&arena);
    return !right ? OPERATION_WRONG : done ? OPERATION_DONE : OPERATION_FAILED;
}

static void check(struct small *small, const struct test *test) {
    small_prove(small, test, 1);
    assert_true(failing_malloc_until_ok(run_once, small) > 0);
}

static void test_an_example(void **state) {
    struct small *small = *state;
    struct test test = {.kind = TEST_EXAMPLE,
                        .given = small_giving(small, "fever=true age=90 calm=false"),
                        .expect = {.has_outcome = true,
                                   .outcome = OUTCOME_CLEAR,
                                   .rules = {true, NULL, 0},
                                   .referrals = {true, NULL, 0},
                                   .advice = {true, NULL, 0}}};
    check(small, &test);
}

static void test_a_promise(void **state) {
    struct small *small = *state;
    struct test test = {.kind = TEST_ALWAYS,
                        .probe = kit_probe(&small->kit, small->fever),
                        .has_never = true,
                        .never = {.has_urgency = true, .urgency = URGENCY_IMMEDIATE}};
    check(small, &test);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_an_example, small_open, small_close),
        cmocka_unit_test_setup_teardown(test_a_promise, small_open, small_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
