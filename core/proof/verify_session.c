/*
 * What only a session shows: that each halt can halt, and that somebody is led through each step.
 * The conditions are looked at for any report; rose_by and fell_by may come out either way.
 */
#include "proof/verify_private.h"

struct sessions {
    struct verifying *verifying;
    struct prover prover;
    struct prover_program base;
};

static size_t count_steps(const struct step *steps, size_t count) {
    size_t all = count;
    for (size_t i = 0; i < count; i++) {
        all += steps[i].kind == STEP_LOOP ? count_steps(steps[i].steps, steps[i].step_count) : 0;
    }
    return all;
}

size_t verify_count_session(const struct verifying *verifying) {
    const struct program *program = verifying->program;
    size_t count = program->technique_count;
    for (size_t i = 0; i < program->rule_count; i++) {
        count += program->rules[i].kind == RULE_HALT;
    }
    for (size_t i = 0; i < program->technique_count; i++) {
        count += count_steps(program->techniques[i].steps, program->techniques[i].step_count);
    }
    return count;
}

/* ---- techniques: a screening shows them -------------------------------------------------------
 */

static bool shows_available(struct hunt *hunt, const struct answer *answers) {
    const struct decision *decision = hunt_decide(hunt, answers);
    return decision != NULL && decision->faults == NULL &&
           decision->techniques[hunt->index].available == AVAILABLE_YES;
}

static void check_technique(struct verifying *verifying, uint32_t index) {
    const struct technique *technique = &verifying->program->techniques[index];
    struct verify_finding finding = {
        .check = VERIFY_STEP, .subject = technique->id, .position = technique->position};
    struct hunt hunt = {
        .verifying = verifying,
        .prover = &verifying->prover,
        .base = &verifying->base,
        .goal = verifying->base.decision.techniques[index].yes,
        .shows = shows_available,
        .index = index,
    };
    tell_somebody(verifying, hunt_run(&hunt, false), finding,
                  "the technique is dead: it is open to nobody");
}

/* ---- halts and steps --------------------------------------------------------------------------
 */

/* What is not measured may be anything: it is enough that the engine does not deny it. */
static bool shows_condition(struct hunt *hunt, const struct answer *answers) {
    struct verifying *verifying = hunt->verifying;
    struct intake intake;
    struct evaluation evaluation;
    arena_reset(&verifying->scratch);
    if (!intake_begin(&intake, verifying->program, verifying->options->as_of,
                      &verifying->scratch)) {
        verifying->failed = true;
        return false;
    }
    memcpy(intake.answers, answers, verifying->program->fact_count * sizeof *answers);
    if (!evaluate_session(&evaluation, &intake, verifying->functions, NULL)) {
        verifying->failed = true;
        return false;
    }
    meaning_learn(&hunt->base->meaning, &evaluation);
    uint64_t wanted = hunt->line == 1 ? MASK_TRUE : MASK_FALSE;
    return intake.faults == NULL && (evaluation.cells[hunt->node].mask & wanted) != 0;
}

static void check_condition(struct sessions *sessions, node_id node, bool wanted,
                            struct verify_finding finding, const char *nobody) {
    const struct meaning *meaning = &sessions->base.meaning;
    formula_id goal = FORMULA_TRUE;
    if (node != NODE_MISSING) {
        formula_id other = wanted ? meaning_no(meaning, node) : meaning_yes(meaning, node);
        goal = formula_not(&sessions->prover.formulas, other);
    }
    struct hunt hunt = {
        .verifying = sessions->verifying,
        .prover = &sessions->prover,
        .base = &sessions->base,
        .goal = goal,
        .in_session = true,
        .shows = shows_condition,
        .node = node,
        .line = wanted,
    };
    enum prover_verdict verdict = goal == FORMULA_TRUE ? PROVER_FOUND : hunt_run(&hunt, false);
    tell_somebody(sessions->verifying, verdict, finding, nobody);
}

/* Led through: only_if holds, and skip_if does not. */
static void check_step(struct sessions *sessions, const struct technique *technique,
                       const struct step *step) {
    struct verifying *verifying = sessions->verifying;
    struct verify_finding finding = {
        .check = VERIFY_STEP,
        .subject = arena_format(&verifying->prover.arena, "%.*s/%.*s", (int)technique->id.length,
                                technique->id.at, (int)step->id.length, step->id.at),
        .position = step->position,
    };
    bool skips = step->only_if == NODE_MISSING && step->skip_if != NODE_MISSING;
    check_condition(sessions, skips ? step->skip_if : step->only_if, !skips, finding,
                    "the step is dead: nobody is ever led through it");
    for (size_t i = 0; step->kind == STEP_LOOP && i < step->step_count; i++) {
        check_step(sessions, technique, &step->steps[i]);
    }
}

static void check_halts(struct sessions *sessions) {
    const struct program *program = sessions->verifying->program;
    for (size_t i = 0; i < program->rule_count; i++) {
        const struct rule *rule = &program->rules[i];
        if (rule->kind == RULE_HALT) {
            struct verify_finding finding = {
                .check = VERIFY_RULE, .subject = rule->id, .position = rule->position};
            check_condition(sessions, rule->fires, true, finding,
                            "the halt is dead: no report makes it halt");
        }
    }
}

static void check_steps(struct sessions *sessions) {
    const struct program *program = sessions->verifying->program;
    for (size_t i = 0; i < program->technique_count; i++) {
        const struct technique *technique = &program->techniques[i];
        for (size_t k = 0; k < technique->step_count; k++) {
            check_step(sessions, technique, &technique->steps[k]);
        }
    }
}

/* ---- the whole --------------------------------------------------------------------------------
 */

void verify_session(struct verifying *verifying) {
    struct sessions sessions = {.verifying = verifying};
    struct prover_options options = verifying->prover.options;
    options.in_session = true;
    for (uint32_t i = 0; i < verifying->program->technique_count; i++) {
        check_technique(verifying, i);
    }
    if (verify_count_session(verifying) == verifying->program->technique_count) {
        return;
    }
    if (prover_init(&sessions.prover, &options) &&
        prover_add(&sessions.prover, verifying->program, verifying->functions, NULL,
                   &sessions.base)) {
        check_halts(&sessions);
        check_steps(&sessions);
    } else {
        verifying->failed = true;
    }
    prover_free(&sessions.prover);
}
