/*
 * What only a session shows: that each halt can halt, and that somebody is led through each step.
 * The conditions are looked at for any report; rose_by and fell_by may come out either way.
 */
#include "proof/verify_private.h"

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

const struct evaluation *hunt_evaluate(struct hunt *hunt, const struct answer *answers) {
    struct verifying *verifying = hunt->verifying;
    struct intake intake;
    struct evaluation *evaluation = arena_alloc(&verifying->scratch, sizeof *evaluation);
    if (evaluation == NULL || !intake_begin(&intake, verifying->program, verifying->options->as_of,
                                            &verifying->scratch)) {
        verifying->failed = true;
        return NULL;
    }
    memcpy(intake.answers, answers, verifying->program->fact_count * sizeof *answers);
    if (!evaluate_session(evaluation, &intake, verifying->functions, NULL)) {
        verifying->failed = true;
        return NULL;
    }
    meaning_learn(&hunt->base->meaning, evaluation);
    return intake.faults == NULL ? evaluation : NULL;
}

/* What is not measured may be anything: it is enough that the engine does not deny it. */
static bool shows_condition(struct hunt *hunt, const struct answer *answers) {
    arena_reset(&hunt->verifying->scratch);
    const struct evaluation *evaluation = hunt_evaluate(hunt, answers);
    uint64_t wanted = hunt->line == 1 ? MASK_TRUE : MASK_FALSE;
    return evaluation != NULL && (evaluation->cells[hunt->node].mask & wanted) != 0;
}

static void check_condition(struct verifying *verifying, node_id node, bool wanted,
                            struct verify_finding finding, const char *nobody) {
    const struct meaning *meaning = &verifying->session_base.meaning;
    formula_id goal = FORMULA_TRUE;
    if (node != NODE_MISSING) {
        formula_id other = wanted ? meaning_no(meaning, node) : meaning_yes(meaning, node);
        goal = formula_not(&verifying->session.formulas, other);
    }
    struct hunt hunt = {
        .verifying = verifying,
        .prover = &verifying->session,
        .base = &verifying->session_base,
        .goal = goal,
        .in_session = true,
        .shows = shows_condition,
        .node = node,
        .line = wanted,
    };
    enum prover_verdict verdict = goal == FORMULA_TRUE ? PROVER_FOUND : hunt_run(&hunt, false);
    tell_somebody(verifying, verdict, finding, nobody);
}

/* Led through: only_if holds, and skip_if does not. */
static void check_step(struct verifying *verifying, const struct technique *technique,
                       const struct step *step) {
    struct verify_finding finding = {
        .check = VERIFY_STEP,
        .subject = arena_format(&verifying->prover.arena, "%.*s/%.*s", (int)technique->id.length,
                                technique->id.at, (int)step->id.length, step->id.at),
        .position = step->position,
    };
    bool skips = step->only_if == NODE_MISSING && step->skip_if != NODE_MISSING;
    check_condition(verifying, skips ? step->skip_if : step->only_if, !skips, finding,
                    "the step is dead: nobody is ever led through it");
    for (size_t i = 0; step->kind == STEP_LOOP && i < step->step_count; i++) {
        check_step(verifying, technique, &step->steps[i]);
    }
}

static void check_halts(struct verifying *verifying) {
    const struct program *program = verifying->program;
    for (size_t i = 0; i < program->rule_count; i++) {
        const struct rule *rule = &program->rules[i];
        if (rule->kind == RULE_HALT) {
            struct verify_finding finding = {
                .check = VERIFY_RULE, .subject = rule->id, .position = rule->position};
            check_condition(verifying, rule->fires, true, finding,
                            "the halt is dead: no report makes it halt");
        }
    }
}

static void check_steps(struct verifying *verifying) {
    const struct program *program = verifying->program;
    for (size_t i = 0; i < program->technique_count; i++) {
        const struct technique *technique = &program->techniques[i];
        for (size_t k = 0; k < technique->step_count; k++) {
            check_step(verifying, technique, &technique->steps[k]);
        }
    }
}

/* ---- what sessions rest on ---------------------------------------------------------------------
 */

struct uses {
    const struct program *program;
    enum session_use *facts;
    bool *visited;
};

static void note_use(struct uses *uses, node_id id, enum session_use use) {
    if (id == NODE_MISSING || (uses->visited[id] && use == SESSION_CONDITION)) {
        return;
    }
    uses->visited[id] = true;
    const struct node *node = &uses->program->nodes[id];
    if (node_op_is_fact(node->op) || node->op == NODE_ANSWERED) {
        enum session_use *fact = &uses->facts[node->fact];
        *fact = use > *fact ? use : *fact;
        note_use(uses, uses->program->facts[node->fact].gate, SESSION_CONDITION);
    }
    bool measures = node->op == NODE_ROSE_BY || node->op == NODE_FELL_BY;
    for (uint32_t i = 0; i < node->child_count; i++) {
        note_use(uses, node_children(uses->program, node)[i], measures ? SESSION_MEASURES : use);
    }
}

/* Calls `each` for the conditions of halts, steps and loops. */
static void each_of_steps(const struct step *steps, size_t count, void *context,
                          void (*each)(void *context, node_id condition)) {
    for (size_t i = 0; i < count; i++) {
        each(context, steps[i].only_if);
        each(context, steps[i].skip_if);
        if (steps[i].kind == STEP_LOOP) {
            each(context, steps[i].finish_when);
            each_of_steps(steps[i].steps, steps[i].step_count, context, each);
        }
    }
}

static void each_condition(const struct program *program, void *context,
                           void (*each)(void *context, node_id condition)) {
    for (size_t i = 0; i < program->rule_count; i++) {
        if (program->rules[i].kind == RULE_HALT) {
            each(context, program->rules[i].fires);
        }
    }
    for (size_t i = 0; i < program->technique_count; i++) {
        each_of_steps(program->techniques[i].steps, program->techniques[i].step_count, context,
                      each);
    }
}

static void note_condition(void *context, node_id condition) {
    note_use(context, condition, SESSION_CONDITION);
}

const enum session_use *verify_session_uses(struct verifying *verifying) {
    const struct program *program = verifying->program;
    struct arena *arena = &verifying->prover.arena;
    struct uses uses = {
        .program = program,
        .facts = arena_calloc(arena, program->fact_count + 1, sizeof *uses.facts),
        .visited = arena_calloc(arena, program->node_count + 1, sizeof *uses.visited),
    };
    if (uses.facts == NULL || uses.visited == NULL) {
        return NULL;
    }
    each_condition(program, &uses, note_condition);
    return uses.facts;
}

/* ---- whether an answer matters there -----------------------------------------------------------
 */

struct mattering {
    struct formulas *formulas;
    const struct meaning *a, *b;
    const struct evaluation *x, *y;
    formula_id differ;
    bool differs;
};

static void add_difference(void *context, node_id condition) {
    struct mattering *mattering = context;
    for (int value = 0; condition != NODE_MISSING && value < 2; value++) {
        formula_id same =
            formula_same(mattering->formulas, mattering->a->cells[condition].values[value],
                         mattering->b->cells[condition].values[value]);
        formula_id differ = formula_not(mattering->formulas, same);
        mattering->differ = formula_or(mattering->formulas, mattering->differ, differ);
    }
}

static void see_difference(void *context, node_id condition) {
    struct mattering *mattering = context;
    mattering->differs = mattering->differs ||
                         (condition != NODE_MISSING && mattering->x->cells[condition].mask !=
                                                           mattering->y->cells[condition].mask);
}

static bool shows_mattering(struct hunt *hunt, const struct answer *answers) {
    struct verifying *verifying = hunt->verifying;
    size_t count = verifying->program->fact_count;
    arena_reset(&verifying->scratch);
    struct answer *others = arena_calloc(&verifying->scratch, count + 1, sizeof *others);
    struct mattering mattering = {.x = hunt_evaluate(hunt, answers)};
    if (others == NULL || mattering.x == NULL) {
        return false;
    }
    memcpy(others, answers, count * sizeof *others);
    others[hunt->fact] = hunt->other;
    mattering.y = hunt_evaluate(hunt, others);
    if (mattering.y != NULL) {
        each_condition(verifying->program, &mattering, see_difference);
    }
    return mattering.differs;
}

enum prover_verdict verify_matters_in_session(struct verifying *verifying, uint32_t fact) {
    struct prover_program varied;
    if (!verify_open_session(verifying) ||
        !prover_vary(&verifying->session, &verifying->session_base, fact, &varied)) {
        verifying->failed = true;
        return PROVER_NO_MEMORY;
    }
    struct mattering mattering = {.formulas = &verifying->session.formulas,
                                  .a = &verifying->session_base.meaning,
                                  .b = &varied.meaning,
                                  .differ = FORMULA_FALSE};
    each_condition(verifying->program, &mattering, add_difference);
    const struct person_fact *first = &mattering.a->person->facts[mattering.a->facts[fact]];
    const struct person_fact *second = &mattering.b->person->facts[mattering.b->facts[fact]];
    struct hunt hunt = {
        .verifying = verifying,
        .prover = &verifying->session,
        .base = &verifying->session_base,
        .varied = &varied,
        .goal = formula_all(mattering.formulas,
                            (formula_id[]){first->given, second->given, mattering.differ}, 3),
        .in_session = true,
        .shows = shows_mattering,
        .fact = fact,
    };
    return hunt_run(&hunt, false);
}

/* ---- the whole --------------------------------------------------------------------------------
 */

bool verify_open_session(struct verifying *verifying) {
    struct prover_options options = verifying->prover.options;
    options.in_session = true;
    if (verifying->has_session) {
        return !verifying->session.failed;
    }
    verifying->has_session = true;
    return prover_init(&verifying->session, &options) &&
           prover_add(&verifying->session, verifying->program, verifying->functions, NULL,
                      &verifying->session_base);
}

void verify_session(struct verifying *verifying) {
    for (uint32_t i = 0; i < verifying->program->technique_count; i++) {
        check_technique(verifying, i);
    }
    if (verify_count_session(verifying) == verifying->program->technique_count) {
        return;
    }
    if (!verify_open_session(verifying)) {
        verifying->failed = true;
        return;
    }
    check_halts(verifying);
    check_steps(verifying);
}
