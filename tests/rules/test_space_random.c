/*
 * The search against brute force: random conditions over few facts, every one of whose cases can be
 * tried. A find must exist and a proof must be right; a failure prints the seed of its condition.
 */
#include "rules/builder.h"
#include "rules/space.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { CONDITIONS = 3000, MOST_N = 5, MOST_M = 4, FACTS = 4 };

enum fact_index { FACT_A, FACT_B, FACT_N, FACT_M };

/* a; b, only if a; n, or none; m, optional. */
struct people {
    struct builder *builder;
    node_id facts[FACTS];
    uint64_t random;
};

static unsigned pick(struct people *people, unsigned bound) {
    people->random = people->random * 6364136223846793005U + 1442695040888963407U;
    return (unsigned)(people->random >> 33) % bound;
}

static void declare(struct people *people) {
    struct fact facts[FACTS] = {
        [FACT_A] = {.name = text_of("a"), .type = VALUE_YES_NO, .gate = NODE_MISSING},
        [FACT_B] = {.name = text_of("b"),
                    .type = VALUE_YES_NO,
                    .gate_kind = GATE_ONLY_IF,
                    .otherwise = {.state = ANSWER_GIVEN, .option = 0}},
        [FACT_N] = {.name = text_of("n"),
                    .type = VALUE_NUMBER,
                    .max = MOST_N,
                    .whole = true,
                    .has_none = true,
                    .gate = NODE_MISSING},
        [FACT_M] = {.name = text_of("m"),
                    .type = VALUE_NUMBER,
                    .max = MOST_M,
                    .whole = true,
                    .optional = true,
                    .gate = NODE_MISSING},
    };
    for (uint32_t i = 0; i < FACTS; i++) {
        if (i == FACT_B) {
            facts[i].gate = people->facts[FACT_A];
        }
        people->facts[i] =
            builder_fact(people->builder, builder_add_fact(people->builder, &facts[i]))->node;
    }
}

/* ---- random conditions ----------------------------------------------------------------------- */

static node_id random_number(struct people *people) {
    struct builder *builder = people->builder;
    node_id n = people->facts[FACT_N];
    node_id m = people->facts[FACT_M];
    switch (pick(people, 8)) {
    case 0:
        return build_sum(builder, (node_id[]){n, m}, 2);
    case 1:
        return build_binary(builder, NODE_SUBTRACT, m, n);
    case 2:
        return build_if_none(builder, n, pick(people, 8));
    case 3:
        return build_binary(builder, NODE_MULTIPLY, m, build_number(builder, 2));
    case 4:
        return build_number(builder, pick(people, 7));
    case 5:
        return m;
    default:
        return n;
    }
}

static node_id random_comparison(struct people *people) {
    node_id a = random_number(people);
    node_id b = pick(people, 3) == 0 ? random_number(people)
                                     : build_number(people->builder, pick(people, 13) / 2.0);
    switch (pick(people, 5)) {
    case 0:
        return build_at_most(people->builder, a, b);
    case 1:
        return build_less(people->builder, b, a);
    case 2:
        return build_equal(people->builder, a, b);
    case 3:
        return build_is_none(people->builder, a);
    default:
        return build_less(people->builder, a, b);
    }
}

static node_id random_condition(struct people *people, unsigned depth) {
    if (depth == 0) {
        unsigned which = pick(people, 4);
        return which < 2 ? people->facts[which] : random_comparison(people);
    }
    node_id parts[3];
    size_t count = 1 + pick(people, 3);
    for (size_t i = 0; i < count; i++) {
        parts[i] = random_condition(people, depth - 1);
    }
    switch (pick(people, 4)) {
    case 0:
        return build_not(people->builder, parts[0]);
    case 1:
        return build_any(people->builder, parts, count);
    case 2:
        return build_at_least(people->builder, (uint32_t)count / 2 + 1, parts, count);
    default:
        return build_all(people->builder, parts, count);
    }
}

/* ---- brute force ----------------------------------------------------------------------------- */

static bool holds(const struct program *program, const struct answer *answers,
                  struct arena *arena) {
    struct intake intake;
    struct evaluation evaluation;
    arena_reset(arena);
    assert_true(intake_begin(&intake, program, 0, arena));
    memcpy(intake.answers, answers, FACTS * sizeof *answers);
    assert_true(evaluate(&evaluation, &intake, NULL, program->node_count));
    return evaluation.cells[program->probes[0]].mask == MASK_TRUE;
}

static struct answer number_or(enum answer_state state, int value) {
    if (value < 0) {
        return (struct answer){.state = state};
    }
    return (struct answer){.state = ANSWER_GIVEN, .number = value};
}

static bool anybody(const struct program *program, struct arena *arena) {
    for (int a_and_b = 0; a_and_b < 3; a_and_b++) {
        for (int n = -1; n <= MOST_N; n++) {
            for (int m = -1; m <= MOST_M; m++) {
                struct answer answers[FACTS] = {
                    [FACT_A] = {.state = ANSWER_GIVEN, .option = a_and_b > 0},
                    [FACT_N] = number_or(ANSWER_NONE, n),
                    [FACT_M] = number_or(ANSWER_ABSENT, m),
                };
                if (a_and_b > 0) {
                    answers[FACT_B] =
                        (struct answer){.state = ANSWER_GIVEN, .option = a_and_b == 2};
                }
                if (holds(program, answers, arena)) {
                    return true;
                }
            }
        }
    }
    return false;
}

/* ---- the comparison -------------------------------------------------------------------------- */

static enum search_verdict compare(uint64_t seed, struct arena *arena) {
    struct people people = {.builder = builder_new(), .random = seed};
    declare(&people);
    builder_add_probe(people.builder, random_condition(&people, 3));
    const struct program *program = builder_freeze(people.builder, NULL);
    assert_non_null(program);
    bool exists = anybody(program, arena);
    arena_reset(arena);
    struct search_result result = space_search(
        &(struct search){
            .program = program, .goal = program->probes[0], .wanted = MASK_TRUE, .budget = 5000},
        arena);
    bool found = result.verdict == SEARCH_FOUND;
    bool wrong = (found && !exists) || (result.verdict == SEARCH_IMPOSSIBLE && exists);
    if (found && !wrong) {
        struct answer answers[FACTS];
        memcpy(answers, result.answers, sizeof answers);
        wrong = !holds(program, answers, arena);
    }
    if (wrong) {
        print_error("condition of seed %llu: verdict %d, though %s\n", (unsigned long long)seed,
                    (int)result.verdict, exists ? "somebody meets it" : "nobody meets it");
    }
    program_release(program);
    builder_free(people.builder);
    assert_false(wrong);
    return result.verdict;
}

static void finds_and_proofs_agree_with_brute_force(void **state) {
    (void)state;
    struct arena arena;
    arena_init(&arena, 16 * 1024, 0);
    size_t verdicts[SEARCH_NO_MEMORY + 1] = {0};
    for (uint64_t seed = 1; seed <= CONDITIONS; seed++) {
        verdicts[compare(seed, &arena)]++;
    }
    arena_free(&arena);
    print_message("%d conditions: %zu found, %zu proved impossible, %zu undecided\n", CONDITIONS,
                  verdicts[SEARCH_FOUND], verdicts[SEARCH_IMPOSSIBLE], verdicts[SEARCH_NOT_FOUND]);
    assert_true(verdicts[SEARCH_FOUND] > CONDITIONS / 2);
    assert_true(verdicts[SEARCH_IMPOSSIBLE] > CONDITIONS / 50);
    assert_true(verdicts[SEARCH_NOT_FOUND] < CONDITIONS / 50);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_and_proofs_agree_with_brute_force),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
