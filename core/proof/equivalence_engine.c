/* What two programs say otherwise of one person, as the engine decides it. */
#include "proof/equivalence_private.h"

#include "rules/interval.h"

/* ---- the engine's word ----------------------------------------------------------------------- */

static bool same_mask(const struct evaluation *a, node_id in_a, const struct evaluation *b,
                      node_id in_b) {
    return a->cells[in_a].mask == b->cells[in_b].mask;
}

static bool same_number(const struct decision *a, node_id in_a, const struct decision *b,
                        node_id in_b) {
    const struct interval *x = &a->evaluation->cells[in_a].number;
    const struct interval *y = &b->evaluation->cells[in_b].number;
    return x->may_be_number == y->may_be_number && x->may_be_none == y->may_be_none &&
           (!x->may_be_number ||
            (numbers_equal(x->low, y->low) && numbers_equal(x->high, y->high)));
}

static bool same_reasons(const struct decision *a, const struct decision *b) {
    bool same = a->reason_count == b->reason_count && a->open_count == b->open_count;
    for (size_t i = 0; same && i < a->reason_count; i++) {
        same = a->reasons[i].rule == b->reasons[i].rule &&
               a->reasons[i].certain == b->reasons[i].certain;
    }
    for (size_t i = 0; same && i < a->open_count; i++) {
        same = a->open[i].rule == b->open[i].rule;
    }
    return same;
}

static bool same_results(const struct decision *a, const struct decision *b) {
    bool same = a->program->result_count == b->program->result_count;
    for (size_t i = 0; same && i < a->program->result_count; i++) {
        same = a->results[i].state == b->results[i].state &&
               a->results[i].possible == b->results[i].possible;
    }
    return same;
}

static bool same_scores(const struct decision *a, const struct decision *b) {
    bool same = a->program->score_count == b->program->score_count;
    for (size_t i = 0; same && i < a->program->score_count; i++) {
        const struct score *x = &a->program->scores[i];
        const struct score *y = &b->program->scores[i];
        same = x->item_count == y->item_count && same_number(a, x->node, b, y->node);
        for (size_t k = 0; same && k < x->item_count; k++) {
            same = same_number(a, x->items[k].node, b, y->items[k].node);
        }
    }
    return same;
}

static bool same_techniques(const struct decision *a, const struct decision *b) {
    bool same = a->program->technique_count == b->program->technique_count;
    for (size_t i = 0; same && i < a->program->technique_count; i++) {
        same = a->techniques[i].available == b->techniques[i].available;
    }
    return same;
}

static uint32_t parts_that_differ(const struct decision *a, const struct decision *b) {
    return (a->outcome == b->outcome ? 0U : (uint32_t)PART_OUTCOME) |
           (a->urgency == b->urgency ? 0U : (uint32_t)PART_URGENCY) |
           (a->complete == b->complete ? 0U : (uint32_t)PART_COMPLETE) |
           (same_reasons(a, b) ? 0U : (uint32_t)PART_RULES) |
           (same_results(a, b) ? 0U : (uint32_t)PART_RESULTS) |
           (same_scores(a, b) ? 0U : (uint32_t)PART_SCORES) |
           (same_techniques(a, b) ? 0U : (uint32_t)PART_TECHNIQUES);
}

/* Both decide; the first decision is kept in an arena of its own. */
static bool differ_for(struct comparing *comparing, const struct answer *answers,
                       uint32_t *differ) {
    struct prover *prover = comparing->prover;
    struct arena first;
    const struct decision *a = prover_try(prover, comparing->a, answers);
    first = prover->scratch;
    arena_init(&prover->scratch, 64 * 1024, 0);
    const struct decision *b = prover_try(prover, &comparing->b, answers);
    bool done = a != NULL && b != NULL && a->faults == NULL && b->faults == NULL;
    *differ = done ? parts_that_differ(a, b) & comparing->parts : 0;
    arena_free(&first);
    return a != NULL && b != NULL;
}

enum prover_opinion confirm_screening(void *context) {
    struct comparing *comparing = context;
    struct answer *answers = prover_answers(comparing->prover, comparing->a, comparing->arena);
    uint32_t differ;
    if (answers == NULL || !differ_for(comparing, answers, &differ)) {
        return PROVER_OUT_OF_MEMORY;
    }
    if (differ == 0) {
        prover_block(comparing->prover, comparing->a, answers);
        return PROVER_REFUTED;
    }
    comparing->result->answers = answers;
    comparing->result->parts |= differ;
    return PROVER_CONFIRMED;
}

/* ---- in a session ---- */

static bool same_term(const struct evaluation *a, node_id in_a, const struct evaluation *b,
                      node_id in_b) {
    return in_a == NODE_MISSING || in_b == NODE_MISSING ? in_a == in_b
                                                        : same_mask(a, in_a, b, in_b);
}

static bool same_steps(const struct evaluation *a, const struct step *in_a,
                       const struct evaluation *b, const struct step *in_b, size_t count) {
    bool same = true;
    for (size_t i = 0; same && i < count; i++) {
        same = same_term(a, in_a[i].only_if, b, in_b[i].only_if) &&
               same_term(a, in_a[i].skip_if, b, in_b[i].skip_if);
        if (same && in_a[i].kind == STEP_LOOP) {
            same = same_term(a, in_a[i].finish_when, b, in_b[i].finish_when) &&
                   same_steps(a, in_a[i].steps, b, in_b[i].steps, in_a[i].step_count);
        }
    }
    return same;
}

/* The two have the same halts and steps, or nobody would be asked. */
static bool same_session(const struct evaluation *a, const struct evaluation *b) {
    bool same = true;
    for (size_t i = 0; same && i < a->program->rule_count; i++) {
        const struct rule *rule = &a->program->rules[i];
        bool watched = rule->kind == RULE_HALT || rule->throughout;
        same = !watched || same_mask(a, rule->fires, b, b->program->rules[i].fires);
    }
    for (size_t i = 0; same && i < a->program->technique_count; i++) {
        const struct technique *technique = &a->program->techniques[i];
        same = same_steps(a, technique->steps, b, b->program->techniques[i].steps,
                          technique->step_count);
    }
    return same;
}

static bool evaluate_report(struct prover *prover, struct prover_program *with,
                            const struct answer *answers, struct evaluation *evaluation) {
    struct intake intake;
    if (!intake_begin(&intake, with->program, prover->options.as_of, &prover->scratch)) {
        return false;
    }
    memcpy(intake.answers, answers, with->program->fact_count * sizeof *answers);
    bool done = evaluate_session(evaluation, &intake, with->functions, NULL);
    if (done) {
        meaning_learn(&with->meaning, evaluation);
    }
    return done;
}

enum prover_opinion confirm_session(void *context) {
    struct comparing *comparing = context;
    struct prover *prover = comparing->prover;
    struct answer *answers = prover_answers(prover, comparing->a, comparing->arena);
    struct evaluation a, b;
    arena_reset(&prover->scratch);
    if (answers == NULL || !evaluate_report(prover, comparing->a, answers, &a) ||
        !evaluate_report(prover, &comparing->b, answers, &b)) {
        return PROVER_OUT_OF_MEMORY;
    }
    if (comparing->differs != FORMULA_TRUE && same_session(&a, &b)) {
        prover_block(prover, comparing->a, answers);
        return PROVER_REFUTED;
    }
    comparing->result->answers = answers;
    comparing->result->parts |= PART_SESSION;
    return PROVER_CONFIRMED;
}
