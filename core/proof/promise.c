#include "proof/promise.h"

static bool speaks_of_progress(const struct expectation *expect) {
    return expect->has_complete || expect->asks.set;
}

bool promise_speaks_of_questions(const struct test *test) {
    return (test->has_expect && speaks_of_progress(&test->expect)) ||
           (test->has_never && speaks_of_progress(&test->never));
}

formula_id promise_met_when(const struct prover_program *with, const struct test *test) {
    node_id probe = with->program->probes[test->probe];
    return formula_not(with->meaning.formulas, meaning_no(&with->meaning, probe));
}

/* ---- parts of an expectation ----------------------------------------------------------------- */

struct promise {
    struct formulas *formulas;
    const struct prover_program *with;
    const struct expectation *expect;
    formula_id met;
};

static void demand(struct promise *promise, formula_id condition) {
    promise->met = formula_and(promise->formulas, promise->met, condition);
}

static void demand_condition(struct promise *promise, formula_id condition, bool yes) {
    demand(promise, yes ? condition : formula_not(promise->formulas, condition));
}

static bool lists(const struct expected_list *list, uint32_t item) {
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i] == item) {
            return true;
        }
    }
    return false;
}

static void demand_rules(struct promise *promise) {
    const struct expectation *expect = promise->expect;
    const struct meaning *meaning = &promise->with->meaning;
    const struct formula_decision *decision = &promise->with->decision;
    for (uint32_t i = 0; i < meaning->program->rule_count; i++) {
        if (meaning->program->rules[i].kind == RULE_HALT) {
            continue;
        }
        formula_id fires = formula_rule_fires(meaning, decision, i);
        if (expect->rules.set) {
            demand_condition(promise, fires, lists(&expect->rules, i));
        }
        if (expect->includes.set && lists(&expect->includes, i)) {
            demand(promise, fires);
        }
        if (expect->uncertain.set) {
            demand_condition(promise, decision->rules[i].not_ruled_out,
                             lists(&expect->uncertain, i));
        }
    }
}

static void demand_results(struct promise *promise) {
    for (size_t i = 0; i < promise->expect->result_count; i++) {
        const struct expected_result *expected = &promise->expect->results[i];
        const struct formula_decision *decision = &promise->with->decision;
        formula_id settled = decision->results[expected->result].settled;
        demand(promise, expected->absent ? formula_not(promise->formulas, settled)
                                         : formula_line_is(&promise->with->meaning, decision,
                                                           expected->result, expected->line));
    }
}

/* Exactly these ends, or something: a score is compared with a tolerance of its own. */
static void demand_scores(struct promise *promise) {
    struct formulas *formulas = promise->formulas;
    for (size_t i = 0; i < promise->expect->score_count; i++) {
        const struct expected_score *expected = &promise->expect->scores[i];
        node_id node = promise->with->program->scores[expected->score].node;
        const struct formula_interval *score = &promise->with->meaning.cells[node].number;
        if (score->grain < 0) {
            demand(promise, formula_variable(formulas, SYNOVIA_SORT_BOOL));
            continue;
        }
        formula_id open = formula_or(formulas, score->low_open, score->high_open);
        demand(promise, score->number);
        demand(promise, formula_not(formulas, open));
        demand(promise,
               formula_equal(formulas, score->low, formula_number(formulas, expected->low)));
        demand(promise,
               formula_equal(formulas, score->high, formula_number(formulas, expected->high)));
    }
}

static void demand_techniques(struct promise *promise) {
    for (size_t i = 0; i < promise->expect->technique_count; i++) {
        const struct expected_technique *expected = &promise->expect->techniques[i];
        const struct formula_technique *technique =
            &promise->with->decision.techniques[expected->technique];
        demand_condition(promise, technique->yes, expected->available == AVAILABLE_YES);
        demand_condition(promise, technique->ask, expected->available == AVAILABLE_ASK);
    }
}

static bool leaves_open(const struct expectation *expect) {
    return expect->asks.set || expect->referrals.set || expect->advice.set;
}

/* The decision is as expected. */
static formula_id meets(struct prover *prover, const struct prover_program *with,
                        const struct expectation *expect) {
    struct promise promise = {&prover->formulas, with, expect, FORMULA_TRUE};
    const struct formula_decision *decision = &with->decision;
    if (expect->has_outcome) {
        demand(&promise, formula_outcome_is(&with->meaning, decision, expect->outcome));
    }
    if (expect->has_urgency) {
        demand(&promise, formula_urgency_is(&with->meaning, decision, expect->urgency));
    }
    if (expect->has_complete) {
        demand_condition(&promise, decision->complete, expect->complete);
    }
    if (expect->has_faults) { /* nobody who contradicts themself is looked at */
        demand(&promise, formula_bool(expect->fault_count == 0));
    }
    if (leaves_open(expect)) {
        demand(&promise, formula_variable(&prover->formulas, SYNOVIA_SORT_BOOL));
    }
    demand_rules(&promise);
    demand_results(&promise);
    demand_scores(&promise);
    demand_techniques(&promise);
    return promise.met;
}

formula_id promise_broken(struct prover *prover, const struct prover_program *with,
                          const struct test *test) {
    struct formulas *formulas = &prover->formulas;
    formula_id broken = FORMULA_FALSE;
    if (test->has_expect) {
        broken = formula_not(formulas, meets(prover, with, &test->expect));
    }
    if (test->has_never) {
        broken = formula_or(formulas, broken, meets(prover, with, &test->never));
    }
    formula_id counts = promise_met_when(with, test);
    if (!promise_speaks_of_questions(test)) {
        counts = formula_and(formulas, counts, with->decision.complete);
    }
    return formula_and(formulas, counts, broken);
}
