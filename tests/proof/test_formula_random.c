/*
 * Formulas against the engine: for random programs and random answers, given, none, unanswerable
 * and absent, what the formulas say of that person must be what the engine decides, and nothing
 * else.
 *
 *     assume the answers:   satisfiable                           the person is not left out
 *     and that anything     unsatisfiable (once the functions      the formulas leave nothing open
 *     is otherwise than     have been learned)
 *     the engine says
 */
#include "proof/analyser.h"
#include "proof/prover.h"
#include "rules/desk.h"
#include "rules/plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct trial {
    struct prover prover;
    struct prover_program known;
    const struct program *program;
    const struct answer *answers;
    const struct decision *decision;
    formula_id differs; /* something is otherwise than the engine says */
    uint64_t exact;     /* people of whom the formulas leave nothing open */
    char what[200];     /* for a person who reads a failure */
};

/* ---- what the engine says, as a formula ------------------------------------------------------ */

static void expect(struct trial *trial, formula_id formula, bool yes) {
    struct formulas *formulas = &trial->prover.formulas;
    formula_id otherwise = yes ? formula_not(formulas, formula) : formula;
    trial->differs = formula_or(formulas, trial->differs, otherwise);
}

static void expect_nodes(struct trial *trial) {
    const struct evaluation *evaluation = trial->decision->evaluation;
    for (node_id id = 0; id < evaluation->node_count; id++) {
        const struct formula_cell *cell = &trial->known.meaning.cells[id];
        if (node_op_is_number(trial->program->nodes[id].op)) {
            expect(trial, cell->number.number, evaluation->cells[id].number.may_be_number);
            expect(trial, cell->number.none, evaluation->cells[id].number.may_be_none);
        } else {
            for (size_t i = 0; i < cell->value_count; i++) {
                expect(trial, cell->values[i], (evaluation->cells[id].mask >> i & 1) != 0);
            }
            expect(trial, cell->none, (evaluation->cells[id].mask & MASK_NONE) != 0);
        }
        bool known = evaluation_known(evaluation, id);
        expect(trial, cell->known, known);
        expect(trial, cell->settle, evaluation_needs(evaluation, id) != NULL);
    }
}

static void expect_rules(struct trial *trial) {
    for (uint32_t i = 0; i < trial->program->rule_count; i++) {
        const struct formula_rule *rule = &trial->known.decision.rules[i];
        enum seen seen = decision_says(trial->decision, i);
        expect(trial, rule->fired, seen == SEEN_FIRED);
        expect(trial, rule->not_ruled_out, seen == SEEN_NOT_RULED_OUT);
        expect(trial, rule->open, seen == SEEN_OPEN);
    }
}

static void expect_results(struct trial *trial) {
    for (uint32_t i = 0; i < trial->program->result_count; i++) {
        const struct formula_result *result = &trial->known.decision.results[i];
        enum result_state state = trial->decision->results[i].state;
        expect(trial, result->withheld, state == RESULT_WITHHELD);
        expect(trial, result->open, state == RESULT_OPEN);
        expect(trial, result->settled, state == RESULT_SETTLED);
        expect(trial, result->unsettled, state == RESULT_UNSETTLED);
    }
}

static void expect_decision(struct trial *trial) {
    const struct formula_decision *decision = &trial->known.decision;
    for (enum outcome at = OUTCOME_CLEAR; at <= OUTCOME_INVALID; at++) {
        expect(trial, decision->outcome[at], trial->decision->outcome >= at);
    }
    for (enum urgency at = URGENCY_NONE; at <= URGENCY_IMMEDIATE; at++) {
        expect(trial, decision->urgency[at], trial->decision->urgency >= at);
    }
    expect(trial, decision->complete, trial->decision->complete);
    for (uint32_t i = 0; i < trial->program->technique_count; i++) {
        enum availability available = trial->decision->techniques[i].available;
        expect(trial, decision->techniques[i].yes, available == AVAILABLE_YES);
        expect(trial, decision->techniques[i].ask, available == AVAILABLE_ASK);
    }
}

/* ---- one person ------------------------------------------------------------------------------ */

static enum prover_opinion believe(void *context) {
    (void)context;
    return PROVER_CONFIRMED;
}

static enum prover_verdict ask(struct trial *trial, formula_id also) {
    formula_id same = FORMULA_TRUE;
    for (size_t i = 0; i < trial->program->fact_count; i++) {
        same = formula_and(&trial->prover.formulas, same,
                           person_has(&trial->prover.person, trial->known.meaning.facts[i],
                                      &trial->program->facts[i], &trial->answers[i]));
    }
    const formula_id assumptions[] = {same, also};
    struct prover_query query = {
        .assumptions = assumptions, .count = 2, .confirm = believe, .milliseconds = 60000};
    return prover_ask(&trial->prover, &query);
}

static bool judge(struct trial *trial) {
    trial->differs = FORMULA_FALSE;
    expect_nodes(trial);
    expect_rules(trial);
    expect_results(trial);
    expect_decision(trial);
    formula_id as_engine = formula_not(&trial->prover.formulas, trial->differs);
    enum prover_verdict same = ask(trial, as_engine);
    if (same != PROVER_FOUND) {
        snprintf(trial->what, sizeof trial->what, "what the engine says is left out (verdict %d)",
                 same);
        return false;
    }
    trial->exact += ask(trial, trial->differs) == PROVER_IMPOSSIBLE;
    if (getenv("SYNOVIA_EXACT") != NULL) {
        return ask(trial, trial->differs) == PROVER_IMPOSSIBLE;
    }
    return true;
}

/* Where the formulas differ: the first node, for whoever looks into it. */
static void tell_nodes(struct trial *trial) {
    const struct evaluation *evaluation = trial->decision->evaluation;
    for (node_id id = 0; id < evaluation->node_count; id++) {
        struct evaluation alone = *evaluation;
        const struct formula_cell *cell = &trial->known.meaning.cells[id];
        trial->differs = FORMULA_FALSE;
        if (node_op_is_number(trial->program->nodes[id].op)) {
            expect(trial, cell->number.number, evaluation->cells[id].number.may_be_number);
            expect(trial, cell->number.none, evaluation->cells[id].number.may_be_none);
        } else {
            for (size_t i = 0; i < cell->value_count; i++) {
                expect(trial, cell->values[i], (evaluation->cells[id].mask >> i & 1) != 0);
            }
            expect(trial, cell->none, (evaluation->cells[id].mask & MASK_NONE) != 0);
        }
        bool values = ask(trial, trial->differs) != PROVER_IMPOSSIBLE;
        trial->differs = FORMULA_FALSE;
        expect(trial, cell->known, evaluation_known(&alone, id));
        bool known = ask(trial, trial->differs) != PROVER_IMPOSSIBLE;
        trial->differs = FORMULA_FALSE;
        expect(trial, cell->settle, evaluation_needs(&alone, id) != NULL);
        bool settle = ask(trial, trial->differs) != PROVER_IMPOSSIBLE;
        if (values || known || settle) {
            fprintf(stderr, "node %u (%s): %s%s%s\n", id,
                    node_op_word(trial->program->nodes[id].op), values ? "values " : "",
                    known ? "known " : "", settle ? "settle" : "");
            return;
        }
    }
    fprintf(stderr, "all nodes agree\n");
}

static bool has_contradiction(const struct decision *decision) {
    return decision->faults != NULL;
}

/* One random program, several people. False where one of them is not as the engine says. */
static bool try_plan(struct plan *plan, struct random *random, uint64_t *people, uint64_t *exact) {
    struct desk desk;
    struct trial trial = {.program = plan_build(plan)};
    struct prover_options options = {.analyser = test_analyser(), .as_of = PLAN_AS_OF};
    bool right = prover_init(&trial.prover, &options) &&
                 prover_add(&trial.prover, trial.program, &plan_functions, NULL, &trial.known);
    desk_open(&desk);
    for (int i = 0; right && i < 6; i++) {
        plan_random_answers(plan, random);
        trial.answers = plan->answers;
        trial.decision = desk_decide(&desk, trial.program, plan->answers);
        if (has_contradiction(trial.decision)) {
            continue;
        }
        meaning_learn(&trial.known.meaning, trial.decision->evaluation);
        right = judge(&trial);
        if (!right) {
            fprintf(stderr, "%s\n", trial.what);
            plan_print(stderr, plan);
            tell_nodes(&trial);
        }
        (*people)++;
    }
    *exact += trial.exact;
    desk_close(&desk);
    prover_free(&trial.prover);
    program_release(trial.program);
    return right;
}

static void test_random_programs(void **state) {
    (void)state;
    const char *seed_text = getenv("SYNOVIA_SEED");
    const char *count_text = getenv("SYNOVIA_PROGRAMS");
    uint64_t seed = seed_text == NULL ? 1 : strtoull(seed_text, NULL, 10);
    uint64_t programs = count_text == NULL ? 150 : strtoull(count_text, NULL, 10);
    uint64_t people = 0;
    uint64_t exact = 0;
    for (uint64_t i = 0; i < programs; i++) {
        struct random random = {seed * 1000003 + i};
        struct plan plan;
        plan_random(&plan, &random);
        if (!try_plan(&plan, &random, &people, &exact)) {
            fail_msg("program %llu of seed %llu", (unsigned long long)i, (unsigned long long)seed);
        }
    }
    printf("seed %llu: %llu programs, %llu people, nothing left open of %llu\n",
           (unsigned long long)seed, (unsigned long long)programs, (unsigned long long)people,
           (unsigned long long)exact);
    assert_true(exact * 100 >= people * 90);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_programs)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
