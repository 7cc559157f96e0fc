/* What two programs say otherwise, as a formula over every person. */
#include "proof/equivalence_private.h"

#include <math.h>

static void compare_condition(struct comparing *comparing, formula_id a, formula_id b) {
    struct formulas *formulas = &comparing->prover->formulas;
    formula_id differ = formula_not(formulas, formula_same(formulas, a, b));
    comparing->differs = formula_or(formulas, comparing->differs, differ);
}

/* One has something that the other does not: a difference for everybody. */
static bool same_count(struct comparing *comparing, size_t a, size_t b) {
    if (a != b) {
        comparing->differs = FORMULA_TRUE;
    }
    return a == b;
}

static void compare_levels(struct comparing *comparing, const formula_id *a, const formula_id *b,
                           size_t count) {
    for (size_t i = 0; i < count; i++) {
        compare_condition(comparing, a[i], b[i]);
    }
}

static void compare_rules(struct comparing *comparing) {
    const struct prover_program *a = comparing->a;
    const struct prover_program *b = &comparing->b;
    size_t count = a->program->rule_count;
    if (!same_count(comparing, count, b->program->rule_count)) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        compare_condition(comparing, a->decision.rules[i].fired, b->decision.rules[i].fired);
        compare_condition(comparing, a->decision.rules[i].not_ruled_out,
                          b->decision.rules[i].not_ruled_out);
        compare_condition(comparing, a->decision.rules[i].open, b->decision.rules[i].open);
    }
}

static void compare_result(struct comparing *comparing, size_t index) {
    const struct formula_result *a = &comparing->a->decision.results[index];
    const struct formula_result *b = &comparing->b.decision.results[index];
    size_t lines = comparing->a->program->results[index].line_count;
    if (!same_count(comparing, lines, comparing->b.program->results[index].line_count)) {
        return;
    }
    compare_condition(comparing, a->withheld, b->withheld);
    compare_condition(comparing, a->open, b->open);
    compare_condition(comparing, a->settled, b->settled);
    compare_levels(comparing, a->possible, b->possible, lines);
}

static void compare_results(struct comparing *comparing) {
    size_t count = comparing->a->program->result_count;
    if (same_count(comparing, count, comparing->b.program->result_count)) {
        for (size_t i = 0; i < count; i++) {
            compare_result(comparing, i);
        }
    }
}

static void compare_number(struct comparing *comparing, node_id in_a, node_id in_b) {
    struct formulas *formulas = &comparing->prover->formulas;
    const struct formula_interval *a = &comparing->a->meaning.cells[in_a].number;
    const struct formula_interval *b = &comparing->b.meaning.cells[in_b].number;
    compare_condition(comparing, a->number, b->number);
    compare_condition(comparing, a->none, b->none);
    if (a->number == FORMULA_FALSE || b->number == FORMULA_FALSE) {
        return;
    }
    formula_id both = formula_and(formulas, a->number, b->number);
    const formula_id open[] = {a->low_open, b->low_open, a->high_open, b->high_open};
    const formula_id ends[] = {a->low, b->low, a->high, b->high};
    for (int i = 0; i < 4; i += 2) {
        formula_id same_open = formula_same(formulas, open[i], open[i + 1]);
        formula_id near = formula_equal(formulas, ends[i], ends[i + 1]);
        formula_id same = formula_and(formulas, same_open, formula_or(formulas, open[i], near));
        formula_id differ = formula_and(formulas, both, formula_not(formulas, same));
        comparing->differs = formula_or(formulas, comparing->differs, differ);
    }
}

static void compare_scores(struct comparing *comparing) {
    const struct program *a = comparing->a->program;
    const struct program *b = comparing->b.program;
    if (!same_count(comparing, a->score_count, b->score_count)) {
        return;
    }
    for (size_t i = 0; i < a->score_count; i++) {
        if (!same_count(comparing, a->scores[i].item_count, b->scores[i].item_count)) {
            return;
        }
        compare_number(comparing, a->scores[i].node, b->scores[i].node);
        for (size_t k = 0; k < a->scores[i].item_count; k++) {
            compare_number(comparing, a->scores[i].items[k].node, b->scores[i].items[k].node);
        }
    }
}

static void compare_techniques(struct comparing *comparing) {
    size_t count = comparing->a->program->technique_count;
    if (!same_count(comparing, count, comparing->b.program->technique_count)) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const struct formula_technique *a = &comparing->a->decision.techniques[i];
        const struct formula_technique *b = &comparing->b.decision.techniques[i];
        compare_condition(comparing, a->yes, b->yes);
        compare_condition(comparing, a->ask, b->ask);
    }
}

void compare_screenings(struct comparing *comparing, uint32_t parts) {
    const struct formula_decision *a = &comparing->a->decision;
    const struct formula_decision *b = &comparing->b.decision;
    if (parts & PART_OUTCOME) {
        compare_levels(comparing, a->outcome, b->outcome, OUTCOME_INVALID + 1);
    }
    if (parts & PART_URGENCY) {
        compare_levels(comparing, a->urgency, b->urgency, URGENCY_IMMEDIATE + 1);
    }
    if (parts & PART_COMPLETE) {
        compare_condition(comparing, a->complete, b->complete);
    }
    if (parts & PART_RULES) {
        compare_rules(comparing);
    }
    if (parts & PART_RESULTS) {
        compare_results(comparing);
    }
    if (parts & PART_SCORES) {
        compare_scores(comparing);
    }
    if (parts & PART_TECHNIQUES) {
        compare_techniques(comparing);
    }
}

/* ---- sessions -------------------------------------------------------------------------------- */

static void compare_term(struct comparing *comparing, node_id a, node_id b) {
    if ((a == NODE_MISSING) != (b == NODE_MISSING)) {
        comparing->differs = FORMULA_TRUE;
    } else if (a != NODE_MISSING) {
        compare_condition(comparing, meaning_yes(&comparing->a->meaning, a),
                          meaning_yes(&comparing->b.meaning, b));
        compare_condition(comparing, meaning_no(&comparing->a->meaning, a),
                          meaning_no(&comparing->b.meaning, b));
    }
}

static void compare_steps(struct comparing *comparing, const struct step *a, size_t a_count,
                          const struct step *b, size_t b_count) {
    if (!same_count(comparing, a_count, b_count)) {
        return;
    }
    for (size_t i = 0; i < a_count; i++) {
        compare_term(comparing, a[i].only_if, b[i].only_if);
        compare_term(comparing, a[i].skip_if, b[i].skip_if);
        bool other = a[i].kind != b[i].kind || a[i].at_most != b[i].at_most ||
                     fabs(a[i].hold_seconds - b[i].hold_seconds) > 0 ||
                     !text_equal(a[i].id, b[i].id);
        if (other) {
            comparing->differs = FORMULA_TRUE;
        } else if (a[i].kind == STEP_LOOP) {
            compare_term(comparing, a[i].finish_when, b[i].finish_when);
            compare_steps(comparing, a[i].steps, a[i].step_count, b[i].steps, b[i].step_count);
        }
    }
}

static bool same_places(const struct rule *a, const struct rule *b) {
    bool same = a->during_count == b->during_count && a->throughout == b->throughout &&
                a->kind == b->kind && a->referral.urgency == b->referral.urgency;
    for (size_t i = 0; same && i < a->during_count; i++) {
        same = text_equal(a->during[i].technique, b->during[i].technique) &&
               text_equal(a->during[i].step, b->during[i].step);
    }
    return same;
}

void compare_sessions(struct comparing *comparing) {
    const struct program *a = comparing->a->program;
    const struct program *b = comparing->b.program;
    if (!same_count(comparing, a->rule_count, b->rule_count) ||
        !same_count(comparing, a->technique_count, b->technique_count)) {
        return;
    }
    for (size_t i = 0; i < a->rule_count; i++) {
        if (!same_places(&a->rules[i], &b->rules[i])) {
            comparing->differs = FORMULA_TRUE;
        } else if (a->rules[i].kind == RULE_HALT || a->rules[i].throughout) {
            compare_term(comparing, a->rules[i].fires, b->rules[i].fires);
        }
    }
    for (size_t i = 0; i < a->technique_count; i++) {
        compare_steps(comparing, a->techniques[i].steps, a->techniques[i].step_count,
                      b->techniques[i].steps, b->techniques[i].step_count);
    }
}
