/*
 * Verifying a small protocol: promises that hold, that are broken and that promise nothing; what is
 * not decided is said to be so; and memory that runs out at any moment.
 */
#include "proof/analyser.h"
#include "proof/fake_analyser.h"
#include "proof/small.h"
#include "proof/verify.h"
#include "support/failing_malloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

/* ---- verifying ------------------------------------------------------------------------------- */

struct heard {
    size_t findings;
    size_t of;
    char wrong[2000]; /* what is not proved: "check subject status; ..." */
    char given[200];  /* of the last person */
    size_t people;
};

static void hear(void *context, const struct verify_finding *finding) {
    struct heard *heard = context;
    heard->findings++;
    if (finding->status == VERIFY_PROVED) {
        return;
    }
    size_t length = strlen(heard->wrong);
    snprintf(heard->wrong + length, sizeof heard->wrong - length, "%s%s %.*s %s",
             length > 0 ? "; " : "", verify_check_name(finding->check),
             (int)finding->subject.length, finding->subject.at,
             verify_status_name(finding->status));
    heard->people = finding->person_count;
    for (size_t i = 0; finding->person_count > 0 && i < finding->people[0].given.count; i++) {
        const struct stated_fact *fact = &finding->people[0].given.items[i];
        length = i == 0 ? 0 : strlen(heard->given);
        snprintf(heard->given + length, sizeof heard->given - length, "%s%.*s", i > 0 ? " " : "",
                 (int)fact->name.length, fact->name.at);
    }
}

static void progress(void *context, size_t done, size_t of) {
    struct heard *heard = context;
    heard->of = of;
    (void)done;
}

static int64_t ticks(void *context) {
    int64_t *time = context;
    return *time;
}

/* Time stands still, so that nothing ends for want of it. */
static bool verify(struct small *small, const struct synovia_analyser_routines *analyser,
                   const atomic_bool *cancelled, struct heard *heard,
                   struct verify_summary *summary, struct arena *arena) {
    int64_t time = 0;
    struct verify_options options = {
        .analyser = analyser, .as_of = small->kit.as_of, .ticks = ticks, .context = &time};
    struct verify_listener listener = {heard, hear, progress};
    *heard = (struct heard){0};
    return verify_program(small->suite.program, &small->suite, NULL, &options, cancelled, &listener,
                          arena, summary);
}

static struct verify_summary verify_well(struct small *small, const struct test *test,
                                         const struct synovia_analyser_routines *analyser,
                                         struct heard *heard) {
    struct verify_summary summary;
    struct arena arena;
    arena_init(&arena, 1024, 0);
    small_prove(small, test, 1);
    assert_true(verify(small, analyser, NULL, heard, &summary, &arena));
    assert_int_equal(summary.proved + summary.refuted + summary.undecided, heard->findings);
    if (summary.problem.length == 0) {
        assert_int_equal(heard->of, heard->findings);
    }
    arena_free(&arena);
    return summary;
}

/* ---- promises -------------------------------------------------------------------------------- */

static struct test promise(struct small *small, node_id when) {
    return (struct test){.kind = TEST_ALWAYS,
                         .name = text_of("promise"),
                         .probe = kit_probe(&small->kit, when),
                         .has_never = true,
                         .never = {.has_outcome = true, .outcome = OUTCOME_CLEAR}};
}

static void test_a_promise_that_holds(void **state) {
    struct small *small = *state;
    struct heard heard;
    struct test test = promise(small, small->fever);
    struct verify_summary summary = verify_well(small, &test, test_analyser(), &heard);
    assert_string_equal(heard.wrong, "");
    assert_int_equal(summary.proved, heard.findings);
}

/* Not calm is deferred, which is not what is promised; nothing else has to be said. */
static void test_a_promise_that_is_broken(void **state) {
    struct small *small = *state;
    struct heard heard;
    node_id restless = build_not(small->kit.builder, small->calm);
    struct test test = promise(small, restless);
    test.has_never = false;
    test.has_expect = true;
    test.expect.has_outcome = true;
    test.expect.outcome = OUTCOME_DEFER;
    struct verify_summary summary = verify_well(small, &test, test_analyser(), &heard);
    assert_string_equal(heard.wrong, "always promise refuted");
    assert_int_equal(summary.refuted, 1);
    assert_int_equal(heard.people, 1);
    assert_non_null(strstr(heard.given, "calm"));
}

static void test_a_promise_of_nothing(void **state) {
    struct small *small = *state;
    struct heard heard;
    node_id both[] = {small->fever, build_not(small->kit.builder, small->fever)};
    struct test test = promise(small, build_all(small->kit.builder, both, 2));
    verify_well(small, &test, test_analyser(), &heard);
    assert_string_equal(heard.wrong, "always promise refuted");
    assert_int_equal(heard.people, 0);
}

/* ---- what is not decided --------------------------------------------------------------------- */

static void test_nothing_is_passed_over(void **state) {
    struct small *small = *state;
    struct heard heard;
    struct test test = promise(small, small->fever);
    struct verify_summary summary = verify_well(small, &test, &fake_unknown, &heard);
    assert_true(summary.undecided > 10);
    assert_int_equal(summary.refuted, 0);
    assert_non_null(strstr(heard.wrong, "always promise undecided"));
    assert_non_null(strstr(heard.wrong, "unanswerable fever undecided"));
}

static void test_an_analyser_that_fails(void **state) {
    struct small *small = *state;
    struct heard heard;
    struct verify_summary summary;
    struct arena arena;
    struct test test = promise(small, small->fever);
    arena_init(&arena, 1024, 0);
    small_prove(small, &test, 1);
    assert_true(verify(small, &fake_broken, NULL, &heard, &summary, &arena));
    assert_int_equal(summary.refuted, 0);
    assert_true(text_is(summary.problem, "out of order"));
    arena_free(&arena);
}

static void test_cancelled(void **state) {
    struct small *small = *state;
    struct heard heard;
    struct verify_summary summary;
    struct arena arena;
    atomic_bool cancelled;
    struct test test = promise(small, small->fever);
    atomic_init(&cancelled, true);
    arena_init(&arena, 1024, 0);
    small_prove(small, &test, 1);
    assert_true(verify(small, test_analyser(), &cancelled, &heard, &summary, &arena));
    assert_true(summary.cancelled);
    assert_int_equal(summary.refuted, 0);
    arena_free(&arena);
}

/* ---- memory ---------------------------------------------------------------------------------- */

static enum operation_outcome verify_once(void *context) {
    struct small *small = context;
    struct heard heard;
    struct verify_summary summary;
    struct arena arena;
    arena_init(&arena, 1024, 0);
    bool done = verify(small, &fake_unsat, NULL, &heard, &summary, &arena);
    bool right = !done || heard.findings == heard.of;
    arena_free(&arena);
    return !right ? OPERATION_WRONG : done ? OPERATION_DONE : OPERATION_FAILED;
}

static void test_memory_runs_out(void **state) {
    struct small *small = *state;
    struct test test = promise(small, small->fever);
    small_prove(small, &test, 1);
    assert_true(failing_malloc_until_ok(verify_once, small) > 0);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, small_open, small_close)
    const struct CMUnitTest tests[] = {
        TEST(test_a_promise_that_holds),   TEST(test_a_promise_that_is_broken),
        TEST(test_a_promise_of_nothing),   TEST(test_nothing_is_passed_over),
        TEST(test_an_analyser_that_fails), TEST(test_cancelled),
        TEST(test_memory_runs_out),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
