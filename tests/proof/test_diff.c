/*
 * Two versions compared: random programs against what is left of them when a piece is taken away.
 * Every example must be decided as told, and where nothing is told nobody of many random people may
 * be decided otherwise; and memory that runs out at any moment.
 */
#include "proof/analyser.h"
#include "proof/diff.h"
#include "proof/fake_analyser.h"
#include "rules/desk.h"
#include "rules/plan.h"
#include "support/failing_malloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct heard {
    size_t changes;
    size_t people;
    size_t undecided;
    bool outcome_told; /* outcome or urgency */
    bool wrong;
    char complaint[200];
};

static void complain(struct heard *heard, const char *what) {
    if (!heard->wrong) {
        snprintf(heard->complaint, sizeof heard->complaint, "%s", what);
    }
    heard->wrong = true;
}

/* What is told of outcome and urgency is so in the two decisions. */
static void hear(void *context, const struct diff_change *change) {
    struct heard *heard = context;
    bool less = change->direction == DIFF_LESS;
    heard->changes++;
    heard->undecided += change->undecided;
    heard->people += change->has_person;
    if (change->kind != DIFF_OUTCOME && change->kind != DIFF_URGENCY) {
        return;
    }
    heard->outcome_told = true;
    if (!change->has_person) {
        return;
    }
    int outcome = (int)change->after.outcome - (int)change->before.outcome;
    int urgency = (int)change->after.urgency - (int)change->before.urgency;
    int by = change->kind == DIFF_OUTCOME ? outcome : urgency;
    if (less ? by >= 0 : by <= 0) {
        complain(heard, "an example does not show what is told of it");
    }
}

static int64_t ticks(void *context) {
    struct timespec time;
    (void)context;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static int64_t stand_still(void *context) {
    (void)context;
    return 0;
}

static bool diff(const struct program *a, const struct program *b,
                 const struct synovia_analyser_routines *analyser, int64_t (*clock)(void *),
                 struct heard *heard, struct diff_summary *summary) {
    const struct diff_side sides[] = {{a, &plan_functions}, {b, &plan_functions}};
    struct verify_options options = {
        .analyser = analyser, .as_of = PLAN_AS_OF, .milliseconds = 20000, .ticks = clock};
    struct diff_listener listener = {heard, hear, NULL};
    struct arena arena;
    arena_init(&arena, 1024, 0);
    *heard = (struct heard){0};
    bool done = diff_programs(&sides[0], &sides[1], &options, NULL, &listener, &arena, summary);
    arena_free(&arena);
    return done;
}

/* ---- random programs ------------------------------------------------------------------------- */

/* A piece less; facts may lose their gates, their none and so on. */
static bool weaken(const struct plan *plan, struct random *random, struct plan *weaker) {
    for (int tries = 0; tries < 20; tries++) {
        *weaker = *plan;
        int way = (int)random_below(random, (uint32_t)plan_ways(plan));
        if (plan_reduce(weaker, way) && weaker->fact_count == plan->fact_count) {
            return true;
        }
    }
    return false;
}

/* Nobody who has complete decisions is decided otherwise where nothing was told. */
static bool nobody_differs(const struct program *a, const struct program *b, struct plan *plan,
                           struct random *random) {
    struct desk first, second;
    bool same = true;
    desk_open(&first);
    desk_open(&second);
    for (int i = 0; same && i < 60; i++) {
        plan_random_answers(plan, random);
        const struct decision *x = desk_decide(&first, a, plan->answers);
        const struct decision *y = desk_decide(&second, b, plan->answers);
        bool counts = x->faults == NULL && y->faults == NULL && x->complete && y->complete;
        same = !counts || (x->outcome == y->outcome && x->urgency == y->urgency);
    }
    desk_close(&first);
    desk_close(&second);
    return same;
}

static void test_random_programs(void **state) {
    (void)state;
    const char *text = getenv("SYNOVIA_SEED");
    uint64_t seed = text == NULL ? 1 : strtoull(text, NULL, 10);
    size_t told = 0, untold = 0, people = 0, undecided = 0;
    for (uint64_t i = 0; i < 24; i++) {
        struct random random = {seed * 104729 + i};
        struct plan plan, weaker;
        struct heard heard;
        struct diff_summary summary;
        plan_random(&plan, &random);
        if (!weaken(&plan, &random, &weaker)) {
            continue;
        }
        const struct program *a = plan_build(&plan);
        const struct program *b = plan_build(&weaker);
        assert_true(diff(a, b, test_analyser(), ticks, &heard, &summary));
        if (!heard.outcome_told && !nobody_differs(a, b, &plan, &random)) {
            complain(&heard, "somebody is decided otherwise, and it was not told");
        }
        program_release(a);
        program_release(b);
        if (heard.wrong) {
            fail_msg("program %llu: %s", (unsigned long long)i, heard.complaint);
        }
        told += heard.changes > 0;
        untold += heard.changes == 0;
        people += heard.people;
        undecided += heard.undecided;
    }
    printf("%zu pairs differ, %zu do not; %zu examples, %zu undecided\n", told, untold, people,
           undecided);
    assert_true(told > 0 && untold > 0 && people > 0);
}

/* ---- memory ---------------------------------------------------------------------------------- */

struct pair {
    const struct program *a, *b;
};

static enum operation_outcome diff_once(void *context) {
    const struct pair *pair = context;
    struct heard heard;
    struct diff_summary summary;
    bool done = diff(pair->a, pair->b, &fake_unsat, stand_still, &heard, &summary);
    return done ? OPERATION_DONE : OPERATION_FAILED;
}

static void test_memory_runs_out(void **state) {
    (void)state;
    struct random random = {7};
    struct plan plan;
    plan_random(&plan, &random);
    struct pair pair = {plan_build(&plan), plan_build(&plan)};
    assert_true(failing_malloc_until_ok(diff_once, &pair) > 0);
    program_release(pair.a);
    program_release(pair.b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_programs),
        cmocka_unit_test(test_memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
