#include "proof/equivalence.h"

#include "proof/prover.h"
#include "rules/interval.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

struct equivalence {
    struct prover prover;
    struct prover session; /* where rose_by and fell_by have a start, and live facts may be said */
    struct prover_program base, session_base;
    bool has_session; /* the session's prover is made; it is when it is first asked for */
    const struct program *program;
    struct equivalence_options options;
    atomic_bool cancelled;
};

/* ---- beginning and ending -------------------------------------------------------------------- */

static int64_t milliseconds_now(void *context) {
    struct timespec time;
    (void)context;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static struct prover_options options_of(const struct equivalence *equivalence, bool in_session) {
    return (struct prover_options){
        .analyser = equivalence->options.analyser,
        .as_of = equivalence->options.as_of,
        .in_session = in_session,
        .clock = milliseconds_now,
        .cancelled = &equivalence->cancelled,
    };
}

struct equivalence *equivalence_new(const struct program *program,
                                    const struct equivalence_options *options) {
    struct equivalence *equivalence = calloc(1, sizeof *equivalence);
    if (equivalence == NULL) {
        return NULL;
    }
    equivalence->program = program;
    equivalence->options = *options;
    atomic_init(&equivalence->cancelled, false);
    struct prover_options plain = options_of(equivalence, false);
    if (!prover_init(&equivalence->prover, &plain) ||
        !prover_add(&equivalence->prover, program, options->functions, NULL, &equivalence->base)) {
        equivalence_free(equivalence);
        return NULL;
    }
    return equivalence;
}

void equivalence_free(struct equivalence *equivalence) {
    if (equivalence == NULL) {
        return;
    }
    prover_free(&equivalence->prover);
    if (equivalence->has_session) {
        prover_free(&equivalence->session);
    }
    free(equivalence);
}

void equivalence_cancel(struct equivalence *equivalence) {
    atomic_store(&equivalence->cancelled, true);
}

/* ---- what differs, as a formula -------------------------------------------------------------- */

struct comparing {
    struct equivalence *equivalence;
    struct prover *prover;
    struct prover_program *a;
    struct prover_program b;
    uint32_t parts;
    struct arena *arena;
    formula_id differs;
    struct equivalence_result *result;
};

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

static void compare_screenings(struct comparing *comparing, uint32_t parts) {
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

static void compare_sessions(struct comparing *comparing) {
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

static enum prover_opinion confirm(void *context) {
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

static enum prover_opinion confirm_in_session(void *context) {
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

/* ---- the whole ------------------------------------------------------------------------------- */

static enum equivalence_verdict verdict_of(enum prover_verdict verdict) {
    static const enum equivalence_verdict verdicts[] = {
        [PROVER_IMPOSSIBLE] = EQUIVALENCE_SAME,     [PROVER_FOUND] = EQUIVALENCE_DIFFERENT,
        [PROVER_UNDECIDED] = EQUIVALENCE_UNDECIDED, [PROVER_CANCELLED] = EQUIVALENCE_CANCELLED,
        [PROVER_NO_MEMORY] = EQUIVALENCE_NO_MEMORY,
    };
    return verdicts[verdict];
}

static enum equivalence_verdict ask(struct comparing *comparing, bool in_session,
                                    uint32_t milliseconds) {
    if (comparing->differs == FORMULA_FALSE) {
        return EQUIVALENCE_SAME;
    }
    struct prover_query query = {
        .assumptions = &comparing->differs,
        .count = 1,
        .in_session = in_session,
        .confirm = in_session ? confirm_in_session : confirm,
        .context = comparing,
        .milliseconds = milliseconds,
    };
    return verdict_of(prover_ask(comparing->prover, &query));
}

static enum equivalence_verdict compare_as(struct comparing *comparing, const struct program *other,
                                           bool in_session, uint32_t milliseconds) {
    struct equivalence *equivalence = comparing->equivalence;
    comparing->differs = FORMULA_FALSE;
    comparing->prover = in_session ? &equivalence->session : &equivalence->prover;
    comparing->a = in_session ? &equivalence->session_base : &equivalence->base;
    if (!prover_add(comparing->prover, other, equivalence->options.functions, comparing->a,
                    &comparing->b)) {
        return EQUIVALENCE_NO_MEMORY;
    }
    if (in_session) {
        compare_sessions(comparing);
    } else {
        compare_screenings(comparing, comparing->parts);
    }
    return ask(comparing, in_session, milliseconds);
}

static bool make_session(struct equivalence *equivalence) {
    struct prover_options options = options_of(equivalence, true);
    if (equivalence->has_session) {
        return true;
    }
    equivalence->has_session = true;
    return prover_init(&equivalence->session, &options) &&
           prover_add(&equivalence->session, equivalence->program, equivalence->options.functions,
                      NULL, &equivalence->session_base);
}

struct equivalence_result equivalence_compare(struct equivalence *equivalence,
                                              const struct program *other, uint32_t parts,
                                              uint32_t milliseconds, struct arena *arena) {
    struct equivalence_result result = {.verdict = EQUIVALENCE_SAME};
    struct comparing comparing = {
        .equivalence = equivalence, .parts = parts, .arena = arena, .result = &result};
    result.verdict = compare_as(&comparing, other, false, milliseconds);
    if (result.verdict == EQUIVALENCE_SAME && (parts & PART_SESSION) != 0) {
        result.verdict = make_session(equivalence)
                             ? compare_as(&comparing, other, true, milliseconds)
                             : EQUIVALENCE_NO_MEMORY;
    }
    return result;
}
