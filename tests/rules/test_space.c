/*
 * The search of the input space: finds are people for whom it holds, proofs are proofs.
 */
#include "rules/builder.h"
#include "rules/decision.h"
#include "rules/space.h"
#include "support/failing_malloc.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { AS_OF = 20000 };

/* A program under construction; conditions become probes so that freezing keeps them. */
struct bench {
    struct builder *builder;
    struct arena arena;
    const struct program *program;
};

static int bench_open(void **state) {
    static struct bench bench;
    bench.builder = builder_new();
    bench.program = NULL;
    arena_init(&bench.arena, 4096, 0);
    *state = &bench;
    return 0;
}

static int bench_close(void **state) {
    struct bench *bench = *state;
    program_release(bench->program);
    builder_free(bench->builder);
    arena_free(&bench->arena);
    return 0;
}

static node_id add_fact(struct bench *bench, struct fact fact) {
    if (fact.gate_kind == GATE_NONE) {
        fact.gate = NODE_MISSING;
    }
    uint32_t index = builder_add_fact(bench->builder, &fact);
    return builder_fact(bench->builder, index)->node;
}

static node_id yes_no(struct bench *bench, const char *name) {
    return add_fact(bench, (struct fact){.name = text_of(name), .type = VALUE_YES_NO});
}

static node_id number(struct bench *bench, const char *name, double min, double max) {
    return add_fact(
        bench, (struct fact){.name = text_of(name), .type = VALUE_NUMBER, .min = min, .max = max});
}

static node_id over(struct bench *bench, node_id fact, double limit) {
    return build_less(bench->builder, build_number(bench->builder, limit), fact);
}

static node_id under(struct bench *bench, node_id fact, double limit) {
    return build_less(bench->builder, fact, build_number(bench->builder, limit));
}

static node_id all(struct bench *bench, node_id a, node_id b) {
    return build_all(bench->builder, (node_id[]){a, b}, 2);
}

static node_id any(struct bench *bench, node_id a, node_id b) {
    return build_any(bench->builder, (node_id[]){a, b}, 2);
}

static struct search_result find(struct bench *bench, node_id goal, uint64_t wanted,
                                 uint64_t budget) {
    uint32_t probe = builder_add_probe(bench->builder, goal);
    program_release(bench->program);
    bench->program = builder_freeze(bench->builder, NULL);
    assert_non_null(bench->program);
    return space_search(&(struct search){.program = bench->program,
                                         .as_of = AS_OF,
                                         .goal = bench->program->probes[probe],
                                         .wanted = wanted,
                                         .budget = budget,
                                         .seed = 1},
                        &bench->arena);
}

static void assert_proved(struct bench *bench, node_id goal, uint64_t at_most) {
    struct search_result result = find(bench, goal, MASK_TRUE, 100000);
    assert_int_equal(result.verdict, SEARCH_IMPOSSIBLE);
    assert_true(result.tried <= at_most);
}

/* A find is checked by the engine itself: the goal holds for those answers in the whole program. */
static struct search_result assert_found(struct bench *bench, node_id goal) {
    struct search_result result = find(bench, goal, MASK_TRUE, 100000);
    assert_int_equal(result.verdict, SEARCH_FOUND);
    struct intake intake;
    assert_true(intake_begin(&intake, bench->program, AS_OF, &bench->arena));
    memcpy(intake.answers, result.answers, bench->program->fact_count * sizeof *intake.answers);
    struct evaluation evaluation;
    assert_true(evaluate(&evaluation, &intake, NULL, bench->program->node_count));
    node_id probe = bench->program->probes[bench->program->probe_count - 1];
    assert_int_equal(evaluation.cells[probe].mask, MASK_TRUE);
    assert_null(intake.faults);
    return result;
}

/* ---- proofs ---------------------------------------------------------------------------------- */

static void thresholds_that_exclude_each_other_are_proved(void **state) {
    struct bench *bench = *state;
    node_id age = number(bench, "age", 0, 120);
    assert_proved(bench, all(bench, under(bench, age, 18), over(bench, age, 65)), 10);
    assert_found(bench, all(bench, over(bench, age, 18), under(bench, age, 65)));
}

static void a_narrow_cell_is_not_overlooked(void **state) {
    struct bench *bench = *state;
    node_id temp = number(bench, "temp", 30, 45);
    struct search_result result =
        assert_found(bench, all(bench, over(bench, temp, 37), under(bench, temp, 37.001)));
    assert_true(result.answers[0].number > 37 && result.answers[0].number < 37.001);
}

static void a_whole_number_has_no_cell_between_neighbours(void **state) {
    struct bench *bench = *state;
    node_id age = add_fact(
        bench,
        (struct fact){.name = text_of("age"), .type = VALUE_NUMBER, .max = 120, .whole = true});
    assert_proved(bench, all(bench, over(bench, age, 17), under(bench, age, 18)), 10);
    struct search_result found =
        assert_found(bench, all(bench, over(bench, age, 17), under(bench, age, 19)));
    assert_true(found.answers[0].number == 18);
}

static void arithmetic_with_constants_keeps_cells(void **state) {
    struct bench *bench = *state;
    struct builder *builder = bench->builder;
    node_id age = number(bench, "age", 0, 120);
    node_id twice = build_binary(builder, NODE_MULTIPLY, age, build_number(builder, 2));
    node_id shifted = build_binary(builder, NODE_SUBTRACT, twice, build_number(builder, 10));
    assert_proved(bench, all(bench, over(bench, shifted, 100), under(bench, age, 55)), 20);
    assert_found(bench, all(bench, over(bench, shifted, 100), under(bench, age, 56)));
}

static void a_gate_and_its_fact_cannot_contradict(void **state) {
    struct bench *bench = *state;
    node_id fever = yes_no(bench, "fever");
    node_id days = add_fact(bench, (struct fact){.name = text_of("days"),
                                                 .type = VALUE_NUMBER,
                                                 .max = 60,
                                                 .gate_kind = GATE_ONLY_IF,
                                                 .gate = fever,
                                                 .otherwise = {.state = ANSWER_NONE}});
    node_id no_fever = build_not(bench->builder, fever);
    assert_proved(bench, all(bench, no_fever, over(bench, days, 3)), 10);
    assert_proved(bench, all(bench, fever, build_is_none(bench->builder, days)), 10);
    assert_found(bench, all(bench, no_fever, build_is_none(bench->builder, days)));
    assert_found(bench, over(bench, days, 3));
}

static void none_is_an_answer(void **state) {
    struct bench *bench = *state;
    node_id weeks = add_fact(
        bench, (struct fact){
                   .name = text_of("weeks"), .type = VALUE_NUMBER, .max = 520, .has_none = true});
    node_id neither = build_all(bench->builder,
                                (node_id[]){build_not(bench->builder, over(bench, weeks, 12)),
                                            build_not(bench->builder, under(bench, weeks, 13))},
                                2);
    struct search_result result = assert_found(bench, neither);
    assert_int_equal(result.answers[0].state, ANSWER_NONE);
}

static void an_optional_fact_may_be_left_unsaid(void **state) {
    struct bench *bench = *state;
    node_id temp = add_fact(
        bench,
        (struct fact){
            .name = text_of("temp"), .type = VALUE_NUMBER, .min = 30, .max = 45, .optional = true});
    node_id unsaid = build_not(bench->builder, build_answered(bench->builder, 0));
    struct search_result result = assert_found(bench, unsaid);
    assert_int_equal(result.answers[0].state, ANSWER_ABSENT);
    assert_proved(bench, all(bench, unsaid, over(bench, temp, 38)), 20);
}

/* Twenty facts: two to the twentieth cases, but each step settles most of them. */
static void what_is_settled_is_cut(void **state) {
    struct bench *bench = *state;
    node_id signs[20];
    for (size_t i = 0; i < 20; i++) {
        char name[16];
        snprintf(name, sizeof name, "sign%zu", i);
        signs[i] = yes_no(bench, name);
    }
    node_id ill = build_any(bench->builder, signs, 20);
    node_id well = build_not(bench->builder, ill);
    assert_proved(bench, all(bench, well, signs[19]), 100);
    node_id every = build_all(bench->builder, signs, 20);
    assert_proved(bench, all(bench, every, well), 100);
}

static void counting_is_proved(void **state) {
    struct bench *bench = *state;
    node_id signs[8];
    for (size_t i = 0; i < 8; i++) {
        char name[16];
        snprintf(name, sizeof name, "sign%zu", i);
        signs[i] = yes_no(bench, name);
    }
    struct builder *builder = bench->builder;
    node_id many = build_at_least(builder, 5, signs, 8);
    node_id few = build_not(builder, build_at_least(builder, 4, signs, 8));
    assert_proved(bench, all(bench, many, few), 2000);
    assert_found(bench, all(bench, many, build_not(builder, build_at_least(builder, 6, signs, 8))));
}

static void dates_fall_into_cells(void **state) {
    struct bench *bench = *state;
    struct builder *builder = bench->builder;
    node_id surgery =
        add_fact(bench, (struct fact){.name = text_of("surgery"), .type = VALUE_DATE});
    node_id weeks = build_unary(builder, NODE_WEEKS_AGO, surgery);
    node_id days = build_unary(builder, NODE_DAYS_AGO, surgery);
    node_id years = build_unary(builder, NODE_YEARS_AGO, surgery);
    assert_proved(bench, all(bench, under(bench, weeks, 6), over(bench, days, 41)), 50);
    assert_found(bench, all(bench, under(bench, weeks, 6), over(bench, days, 40)));
    assert_proved(bench, all(bench, over(bench, years, 1), under(bench, days, 730)), 50);
    assert_found(bench, all(bench, over(bench, years, 1), under(bench, days, 732)));
    assert_proved(bench, under(bench, days, 0), 10);
}

static void lines_of_a_result_can_be_wanted(void **state) {
    struct bench *bench = *state;
    node_id age = number(bench, "age", 0, 120);
    node_id whens[] = {under(bench, age, 65), under(bench, age, 40)};
    node_id care = build_lines(bench->builder, whens, 3);
    builder_add_result(bench->builder,
                       &(struct result){.name = text_of("care"), .node = care, .line_count = 0});
    assert_int_equal(find(bench, care, 1 << 0, 1000).verdict, SEARCH_FOUND);
    assert_int_equal(find(bench, care, 1 << 1, 1000).verdict, SEARCH_IMPOSSIBLE);
    assert_int_equal(find(bench, care, 1 << 2, 1000).verdict, SEARCH_FOUND);
}

/* ---- numbers that meet each other ------------------------------------------------------------ */

static void ranges_prove_what_cells_cannot(void **state) {
    struct bench *bench = *state;
    struct builder *builder = bench->builder;
    node_id now = number(bench, "now", 20, 400);
    node_id before = number(bench, "before", 20, 400);
    node_id lost = build_binary(builder, NODE_SUBTRACT, before, now);
    assert_found(bench, over(bench, lost, 379));
    assert_proved(bench, over(bench, lost, 380), 10);
    /* Needs boxes: the bounds of the two are never looked at together. */
    node_id heavier = build_less(builder, build_number(builder, 300), now);
    assert_proved(bench, all(bench, heavier, over(bench, lost, 150)), 1000);
}

static void boundary_values_find_what_is_exact(void **state) {
    struct bench *bench = *state;
    struct builder *builder = bench->builder;
    node_id now = number(bench, "now", 20, 400);
    node_id before = number(bench, "before", 20, 400);
    node_id same = build_equal(builder, now, before);
    assert_found(bench, all(bench, same, over(bench, now, 399)));
}

static void what_cannot_be_shown_is_not_claimed(void **state) {
    struct bench *bench = *state;
    struct builder *builder = bench->builder;
    node_id a = number(bench, "a", 0, 1);
    node_id b = number(bench, "b", 0, 1);
    node_id difference = build_binary(builder, NODE_SUBTRACT, a, b);
    node_id product = build_binary(builder, NODE_MULTIPLY, difference, difference);
    node_id impossible = under(bench, product, -1e-6);
    struct search_result result = find(bench, impossible, MASK_TRUE, 2000);
    assert_int_equal(result.verdict, SEARCH_NOT_FOUND);
    assert_true(result.tried <= 2000);
}

static void an_unknown_function_proves_nothing(void **state) {
    struct bench *bench = *state;
    node_id fever = yes_no(bench, "fever");
    uint32_t function = builder_add_function(
        bench->builder, &(struct function){.name = text_of("f"), .type = VALUE_YES_NO});
    node_id called = build_function(bench->builder, function, &fever, 1);
    assert_int_equal(find(bench, called, MASK_TRUE, 1000).verdict, SEARCH_NOT_FOUND);
    assert_proved(bench, all(bench, called, all(bench, fever, build_not(bench->builder, fever))),
                  20);
}

/* ---- tests of cases -------------------------------------------------------------------------- */

struct tally {
    size_t cases;
    size_t partial;
    bool accept;
};

static bool count_case(void *context, const struct answer *answers) {
    struct tally *tally = context;
    tally->cases++;
    tally->partial += answers[0].state == ANSWER_UNANSWERABLE;
    return tally->accept;
}

static void every_case_of_the_goal_is_tested(void **state) {
    struct bench *bench = *state;
    node_id fever = yes_no(bench, "fever");
    node_id age = number(bench, "age", 0, 120);
    builder_add_probe(bench->builder, fever);
    builder_add_probe(bench->builder, any(bench, under(bench, age, 18), over(bench, age, 65)));
    bench->program = builder_freeze(bench->builder, NULL);
    struct tally tally = {0};
    struct search search = {.program = bench->program,
                            .as_of = AS_OF,
                            .goal = bench->program->probes[0],
                            .wanted = MASK_TRUE,
                            .test = count_case,
                            .context = &tally,
                            .roots = bench->program->probes,
                            .root_count = 2,
                            .budget = 1000};
    assert_int_equal(space_search(&search, &bench->arena).verdict, SEARCH_IMPOSSIBLE);
    assert_int_equal(tally.cases, 5); /* 0, 18, 41.5, 65, 120, all with a fever */

    search.goal = NODE_MISSING;
    search.partial = true;
    tally = (struct tally){0};
    assert_int_equal(space_search(&search, &bench->arena).verdict, SEARCH_IMPOSSIBLE);
    assert_int_equal(tally.cases, 4 * 7); /* no, yes, absent, unanswerable */
    assert_int_equal(tally.partial, 7);

    tally = (struct tally){.accept = true};
    struct search_result result = space_search(&search, &bench->arena);
    assert_int_equal(result.verdict, SEARCH_FOUND);
    assert_int_equal(tally.cases, 1);
}

static bool fever_given(void *context, const struct answer *answers) {
    (void)context;
    return answers[0].state == ANSWER_GIVEN && answers[0].option == 1;
}

static void hopeless_branches_are_cut(void **state) {
    struct bench *bench = *state;
    node_id fever = yes_no(bench, "fever");
    node_id chills = yes_no(bench, "chills");
    builder_add_probe(bench->builder, fever);
    builder_add_probe(bench->builder, chills);
    bench->program = builder_freeze(bench->builder, NULL);
    struct tally tally = {0};
    struct search search = {.program = bench->program,
                            .goal = NODE_MISSING,
                            .test = count_case,
                            .hopeless = fever_given,
                            .context = &tally,
                            .roots = bench->program->probes,
                            .root_count = 2,
                            .budget = 1000};
    assert_int_equal(space_search(&search, &bench->arena).verdict, SEARCH_IMPOSSIBLE);
    assert_int_equal(tally.cases, 2); /* no fever, with and without chills */
}

static void the_same_seed_gives_the_same_search(void **state) {
    struct bench *bench = *state;
    struct builder *builder = bench->builder;
    node_id a = number(bench, "a", 0, 100);
    node_id b = number(bench, "b", 0, 100);
    node_id product = build_binary(builder, NODE_MULTIPLY, a, b);
    node_id goal = all(bench, over(bench, product, 1234.5), under(bench, product, 1236));
    struct search_result one = find(bench, goal, MASK_TRUE, 20000);
    struct search_result two = find(bench, goal, MASK_TRUE, 20000);
    assert_int_equal(one.verdict, two.verdict);
    assert_int_equal(one.tried, two.tried);
}

static void the_budget_is_kept(void **state) {
    struct bench *bench = *state;
    node_id signs[16];
    for (size_t i = 0; i < 16; i++) {
        char name[16];
        snprintf(name, sizeof name, "sign%zu", i);
        signs[i] = yes_no(bench, name);
    }
    struct builder *builder = bench->builder;
    node_id half = build_at_least(builder, 9, signs, 16);
    node_id less = build_not(builder, build_at_least(builder, 8, signs, 16));
    struct search_result result = find(bench, all(bench, half, less), MASK_TRUE, 300);
    assert_int_equal(result.verdict, SEARCH_NOT_FOUND);
    assert_int_equal(result.tried, 300);
}

/* ---- memory ---------------------------------------------------------------------------------- */

static enum operation_outcome search_once(void *context) {
    const struct program *program = context;
    struct arena arena;
    arena_init(&arena, 512, 0);
    struct search_result result = space_search(&(struct search){.program = program,
                                                                .as_of = AS_OF,
                                                                .goal = program->probes[0],
                                                                .wanted = MASK_TRUE,
                                                                .budget = 1000},
                                               &arena);
    arena_free(&arena);
    if (result.verdict == SEARCH_NO_MEMORY) {
        return OPERATION_FAILED;
    }
    return result.verdict == SEARCH_IMPOSSIBLE ? OPERATION_DONE : OPERATION_WRONG;
}

/* Without memory a search neither finds nor proves. */
static void a_failing_allocation_is_no_verdict(void **state) {
    struct bench *bench = *state;
    node_id age = number(bench, "age", 0, 120);
    node_id before = number(bench, "before", 0, 120);
    node_id lost = build_binary(bench->builder, NODE_SUBTRACT, before, age);
    node_id goal = all(bench, over(bench, lost, 60), over(bench, age, 70));
    builder_add_probe(bench->builder, goal);
    bench->program = builder_freeze(bench->builder, NULL);
    assert_non_null(bench->program);
    assert_true(failing_malloc_until_ok(search_once, (void *)(uintptr_t)bench->program) > 3);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_open, bench_close)
    const struct CMUnitTest tests[] = {
        TEST(thresholds_that_exclude_each_other_are_proved),
        TEST(a_narrow_cell_is_not_overlooked),
        TEST(a_whole_number_has_no_cell_between_neighbours),
        TEST(arithmetic_with_constants_keeps_cells),
        TEST(a_gate_and_its_fact_cannot_contradict),
        TEST(none_is_an_answer),
        TEST(an_optional_fact_may_be_left_unsaid),
        TEST(what_is_settled_is_cut),
        TEST(counting_is_proved),
        TEST(dates_fall_into_cells),
        TEST(lines_of_a_result_can_be_wanted),
        TEST(ranges_prove_what_cells_cannot),
        TEST(boundary_values_find_what_is_exact),
        TEST(what_cannot_be_shown_is_not_claimed),
        TEST(an_unknown_function_proves_nothing),
        TEST(every_case_of_the_goal_is_tested),
        TEST(hopeless_branches_are_cut),
        TEST(the_same_seed_gives_the_same_search),
        TEST(the_budget_is_kept),
        TEST(a_failing_allocation_is_no_verdict),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
