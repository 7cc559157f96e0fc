/*
 * Two programs compared: the same in other words, a moved threshold, a dropped part; and random
 * programs against what is left of them when a piece is taken away, where every verdict is held
 * against the engine over many people.
 */
#include "proof/analyser.h"
#include "proof/equivalence.h"
#include "proof/fake_analyser.h"
#include "rules/desk.h"
#include "rules/kit.h"
#include "rules/plan.h"
#include "support/failing_malloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

enum { MILLISECONDS = 60000 };

static const struct equivalence_options *options_with(struct equivalence_options *options,
                                                      const struct functions *functions,
                                                      int32_t as_of) {
    *options = (struct equivalence_options){
        .analyser = test_analyser(), .as_of = as_of, .functions = functions};
    return options;
}

static struct equivalence_result compare(const struct program *a, const struct program *b,
                                         uint32_t parts, struct arena *arena) {
    struct equivalence_options options;
    struct equivalence *equivalence =
        equivalence_new(a, options_with(&options, &plan_functions, PLAN_AS_OF));
    assert_non_null(equivalence);
    struct equivalence_result result =
        equivalence_compare(equivalence, b, parts, MILLISECONDS, arena);
    equivalence_free(equivalence);
    return result;
}

/* ---- small programs -------------------------------------------------------------------------- */

/* A red flag on whatever `make` declares over a pain score and a fever. */
typedef node_id condition(struct kit *kit, node_id pain, node_id fever);

static const struct program *program_of(condition *make) {
    void *state = NULL;
    assert_int_equal(kit_open(&state), 0);
    struct kit *kit = state;
    struct fact fact = {
        .name = text_of("pain"), .type = VALUE_NUMBER, .min = 0, .max = 10, .whole = true};
    node_id pain = kit_fact(kit, fact);
    node_id fever = kit_yes_no(kit, "fever");
    kit_rule(kit, RULE_RED_FLAG, "flag", make(kit, pain, fever), URGENCY_URGENT);
    kit_freeze(kit);
    const struct program *program = program_keep(kit->program);
    kit_close(&state);
    return program;
}

static node_id at_least_seven(struct kit *kit, node_id pain, node_id fever) {
    (void)fever;
    return kit_at_least(kit, pain, 7);
}

static node_id over_six(struct kit *kit, node_id pain, node_id fever) {
    (void)fever;
    return kit_over(kit, pain, 6);
}

static node_id over_seven(struct kit *kit, node_id pain, node_id fever) {
    (void)fever;
    return kit_over(kit, pain, 7);
}

static node_id either(struct kit *kit, node_id pain, node_id fever) {
    return kit_any(kit, kit_at_least(kit, pain, 7), fever);
}

static node_id neither_denied(struct kit *kit, node_id pain, node_id fever) {
    node_id under = kit_under(kit, pain, 7);
    node_id both = kit_all(kit, under, build_not(kit->builder, fever));
    return build_not(kit->builder, both);
}

struct verdict_row {
    condition *a, *b;
    enum equivalence_verdict expected;
    double pain; /* of the example */
};

static void test_small_programs(void **state) {
    (void)state;
    static const struct verdict_row rows[] = {
        {at_least_seven, over_six, EQUIVALENCE_SAME, 0},
        {either, neither_denied, EQUIVALENCE_SAME, 0},
        {at_least_seven, over_seven, EQUIVALENCE_DIFFERENT, 7},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena arena;
        arena_init(&arena, 4096, 0);
        const struct program *a = program_of(rows[i].a);
        const struct program *b = program_of(rows[i].b);
        struct equivalence_result result = compare(a, b, PART_ALL, &arena);
        assert_int_equal(result.verdict, rows[i].expected);
        if (result.verdict == EQUIVALENCE_DIFFERENT) {
            assert_int_equal(result.answers[0].state, ANSWER_GIVEN);
            assert_true(result.answers[0].number == rows[i].pain);
            assert_true((result.parts & PART_RULES) != 0);
        }
        program_release(a);
        program_release(b);
        arena_free(&arena);
    }
}

static node_id always_quiet(struct kit *kit, node_id pain, node_id fever) {
    (void)fever;
    return kit_at_least(kit, pain, 11);
}

/* Only what was asked about counts. */
static void test_only_the_parts_asked_about(void **state) {
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096, 0);
    const struct program *a = program_of(at_least_seven);
    const struct program *b = program_of(always_quiet);
    assert_int_equal(compare(a, b, PART_RESULTS, &arena).verdict, EQUIVALENCE_SAME);
    assert_int_equal(compare(a, b, PART_URGENCY, &arena).verdict, EQUIVALENCE_DIFFERENT);
    program_release(a);
    program_release(b);
    arena_free(&arena);
}

/* ---- one question after the other -------------------------------------------------------------
 */

/* A function that knows only `hand`; until the engine is asked, a proof knows nothing of it. */
static bool knows_hand(void *context, const struct program *program, uint32_t function,
                       const struct function_value *inputs, size_t count, struct arena *arena,
                       struct function_value *output, struct text *failure) {
    (void)context, (void)program, (void)function, (void)count, (void)arena, (void)failure;
    *output = (struct function_value){.type = VALUE_YES_NO, .yes = text_is(inputs->choice, "hand")};
    return true;
}

typedef node_id place_condition(struct kit *kit, node_id known, node_id is_knee);

static node_id known(struct kit *kit, node_id known, node_id is_knee) {
    (void)kit, (void)is_knee;
    return known;
}

static node_id known_but_for_knees(struct kit *kit, node_id known, node_id is_knee) {
    return kit_all(kit, known, build_not(kit->builder, is_knee));
}

static node_id known_or_a_knee(struct kit *kit, node_id known, node_id is_knee) {
    return kit_any(kit, known, is_knee);
}

static const struct program *program_of_place(place_condition *make) {
    void *state = NULL;
    assert_int_equal(kit_open(&state), 0);
    struct kit *kit = state;
    const struct text options[] = {text_of("hand"), text_of("knee"), text_of("foot")};
    struct fact fact = {
        .name = text_of("place"), .type = VALUE_CHOICE, .options = options, .option_count = 3};
    node_id place = kit_fact(kit, fact);
    struct function function = {.name = text_of("known"), .type = VALUE_YES_NO};
    uint32_t index = builder_add_function(kit->builder, &function);
    node_id called = build_function(kit->builder, index, &place, 1);
    node_id is_knee = build_one_of(kit->builder, place, 2);
    kit_rule(kit, RULE_RED_FLAG, "flag", make(kit, called, is_knee), URGENCY_URGENT);
    kit_freeze(kit);
    const struct program *program = program_keep(kit->program);
    kit_close(&state);
    return program;
}

/* The person whom the engine refutes for one program may be the example for the next. */
static void test_a_refuted_person_is_left_out_of_one_question_only(void **state) {
    (void)state;
    const struct functions functions = {NULL, knows_hand};
    struct equivalence_options options;
    struct arena arena;
    arena_init(&arena, 4096, 0);
    const struct program *a = program_of_place(known);
    const struct program *same = program_of_place(known_but_for_knees);
    const struct program *other = program_of_place(known_or_a_knee);
    struct equivalence *equivalence =
        equivalence_new(a, options_with(&options, &functions, PLAN_AS_OF));
    assert_non_null(equivalence);
    assert_int_equal(equivalence_compare(equivalence, same, PART_ALL, MILLISECONDS, &arena).verdict,
                     EQUIVALENCE_SAME);
    assert_int_equal(
        equivalence_compare(equivalence, other, PART_ALL, MILLISECONDS, &arena).verdict,
        EQUIVALENCE_DIFFERENT);
    equivalence_free(equivalence);
    program_release(a);
    program_release(same);
    program_release(other);
    arena_free(&arena);
}

static void test_cancelled(void **state) {
    (void)state;
    struct arena arena;
    struct equivalence_options options;
    arena_init(&arena, 4096, 0);
    const struct program *a = program_of(at_least_seven);
    const struct program *b = program_of(over_seven);
    struct equivalence *equivalence = equivalence_new(a, options_with(&options, NULL, 0));
    equivalence_cancel(equivalence);
    assert_int_equal(equivalence_compare(equivalence, b, PART_ALL, MILLISECONDS, &arena).verdict,
                     EQUIVALENCE_CANCELLED);
    equivalence_free(equivalence);
    program_release(a);
    program_release(b);
    arena_free(&arena);
}

/* ---- random programs ------------------------------------------------------------------------- */

/* A piece less, with the same facts: a mutant, perhaps an equivalent one. */
static bool mutate(const struct plan *plan, struct random *random, struct plan *mutant) {
    for (int tries = 0; tries < 20; tries++) {
        *mutant = *plan;
        int way = (int)random_below(random, (uint32_t)plan_ways(plan));
        if (plan_reduce(mutant, way) && mutant->fact_count == plan->fact_count &&
            mutant->rule_count == plan->rule_count && mutant->result_count == plan->result_count &&
            memcmp(mutant->facts, plan->facts, sizeof plan->facts) == 0) {
            return true;
        }
    }
    return false;
}

struct counts {
    unsigned same, different, undecided;
};

/* Outcome and urgency are what nobody of these may differ in. */
static void check_same(const struct program *a, const struct program *b, struct plan *plan,
                       struct random *random) {
    struct desk first, second;
    desk_open(&first);
    desk_open(&second);
    for (int i = 0; i < 40; i++) {
        plan_random_answers(plan, random);
        const struct decision *x = desk_decide(&first, a, plan->answers);
        const struct decision *y = desk_decide(&second, b, plan->answers);
        if (x->faults == NULL && y->faults == NULL) {
            assert_int_equal(x->outcome, y->outcome);
            assert_int_equal(x->urgency, y->urgency);
            assert_int_equal(x->complete, y->complete);
        }
    }
    desk_close(&first);
    desk_close(&second);
}

static void try_pair(struct plan *plan, struct random *random, struct counts *counts) {
    struct plan mutant;
    struct arena arena;
    if (!mutate(plan, random, &mutant)) {
        return;
    }
    arena_init(&arena, 4096, 0);
    const struct program *a = plan_build(plan);
    const struct program *b = plan_build(&mutant);
    uint32_t parts = PART_OUTCOME | PART_URGENCY | PART_COMPLETE;
    struct equivalence_result result = compare(a, b, parts, &arena);
    counts->same += result.verdict == EQUIVALENCE_SAME;
    counts->different += result.verdict == EQUIVALENCE_DIFFERENT;
    counts->undecided += result.verdict == EQUIVALENCE_UNDECIDED;
    if (result.verdict == EQUIVALENCE_SAME) {
        check_same(a, b, plan, random);
    }
    program_release(a);
    program_release(b);
    arena_free(&arena);
}

static void test_random_programs(void **state) {
    (void)state;
    const char *seed = getenv("SYNOVIA_SEED");
    uint64_t start = seed == NULL ? 1 : strtoull(seed, NULL, 10);
    struct counts counts = {0};
    for (uint64_t i = 0; i < 120; i++) {
        struct random random = {start * 7919 + i};
        struct plan plan;
        plan_random(&plan, &random);
        try_pair(&plan, &random, &counts);
    }
    printf("%u the same, %u different, %u undecided\n", counts.same, counts.different,
           counts.undecided);
    assert_true(counts.same > 0 && counts.different > 0);
    assert_true(counts.undecided * 10 <= counts.same + counts.different);
}

/* ---- memory ---------------------------------------------------------------------------------- */

struct pair {
    const struct program *a, *b;
};

static enum operation_outcome compare_once(void *context) {
    const struct pair *pair = context;
    struct equivalence_options options = {.analyser = &fake_unsat};
    struct arena arena;
    struct equivalence *equivalence = equivalence_new(pair->a, &options);
    if (equivalence == NULL) {
        return OPERATION_FAILED;
    }
    arena_init(&arena, 1024, 0);
    enum equivalence_verdict verdict =
        equivalence_compare(equivalence, pair->b, PART_ALL, 0, &arena).verdict;
    equivalence_free(equivalence);
    arena_free(&arena);
    return verdict == EQUIVALENCE_SAME        ? OPERATION_DONE
           : verdict == EQUIVALENCE_NO_MEMORY ? OPERATION_FAILED
                                              : OPERATION_WRONG;
}

static void test_memory_runs_out(void **state) {
    (void)state;
    struct pair pair = {program_of(at_least_seven), program_of(over_seven)};
    assert_true(failing_malloc_until_ok(compare_once, &pair) > 0);
    program_release(pair.a);
    program_release(pair.b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_small_programs),
        cmocka_unit_test(test_only_the_parts_asked_about),
        cmocka_unit_test(test_a_refuted_person_is_left_out_of_one_question_only),
        cmocka_unit_test(test_cancelled),
        cmocka_unit_test(test_random_programs),
        cmocka_unit_test(test_memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
