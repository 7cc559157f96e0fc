#include "proof/formula_decision.h"

struct making {
    const struct meaning *meaning;
    struct formulas *formulas;
    const struct program *program;
    struct formula_decision *decision;
    struct formula_rule *rules;
    struct formula_result *results;
    struct formula_technique *techniques;
    formula_id *owed;                        /* one a node */
    formula_id outcome[OUTCOME_INVALID + 1]; /* established, as in the decision */
    formula_id urgency[URGENCY_IMMEDIATE + 1];
    formula_id scope_out, scope_open, scope_in_doubt; /* some scope is */
};

static formula_id and2(struct making *making, formula_id a, formula_id b) {
    return formula_and(making->formulas, a, b);
}

static formula_id or2(struct making *making, formula_id a, formula_id b) {
    return formula_or(making->formulas, a, b);
}

static formula_id not1(struct making *making, formula_id a) {
    return formula_not(making->formulas, a);
}

/* ---- what is established --------------------------------------------------------------------- */

static void raise_outcome(struct making *making, formula_id where, enum outcome outcome) {
    for (int at = OUTCOME_CLEAR + 1; at <= (int)outcome; at++) {
        making->outcome[at] = or2(making, making->outcome[at], where);
    }
}

static void raise_urgency(struct making *making, formula_id where, enum urgency urgency) {
    for (int at = URGENCY_NONE + 1; at <= (int)urgency; at++) {
        making->urgency[at] = or2(making, making->urgency[at], where);
    }
}

/* This outcome or urgency would be more than what is established. */
static formula_id would_raise(struct making *making, enum outcome outcome, enum urgency urgency) {
    return or2(making, not1(making, making->outcome[outcome]),
               not1(making, making->urgency[urgency]));
}

/* ---- rules ----------------------------------------------------------------------------------- */

static void judge_rule(struct making *making, uint32_t index) {
    const struct rule *rule = &making->program->rules[index];
    struct formula_rule *judged = &making->rules[index];
    if (rule->kind == RULE_HALT) {
        return;
    }
    const struct formula_cell *cell = &making->meaning->cells[rule->fires];
    formula_id yes = cell->values[1];
    judged->fired = and2(making, yes, cell->known);
    formula_id unknown = not1(making, cell->known);
    formula_id settle = rule->kind == RULE_ADVISORY ? FORMULA_TRUE : cell->settle;
    judged->open = and2(making, unknown, settle);
    judged->not_ruled_out = and2(making, unknown, not1(making, settle));
    if (rule->kind == RULE_SCOPE && rule->during_count == 0) {
        making->scope_out = or2(making, making->scope_out, judged->fired);
        making->scope_open = or2(making, making->scope_open, judged->open);
        making->scope_in_doubt = or2(making, making->scope_in_doubt, judged->not_ruled_out);
    }
}

/* Advice that rests on a result is not given where the result is not. */
static void withhold(struct making *making, uint32_t index) {
    const struct rule *rule = &making->program->rules[index];
    struct formula_rule *judged = &making->rules[index];
    if (rule->kind != RULE_ADVISORY || !rule->rests_on_result) {
        return;
    }
    formula_id holds = making->decision->scope_holds;
    formula_id quiet = not1(making, or2(making, judged->fired, judged->open));
    formula_id waits = formula_all(
        making->formulas,
        (formula_id[]){not1(making, holds), not1(making, making->scope_out), not1(making, quiet)},
        3);
    judged->fired = and2(making, holds, judged->fired);
    judged->open = or2(making, waits, and2(making, holds, judged->open));
}

static void count_rule(struct making *making, uint32_t index) {
    const struct rule *rule = &making->program->rules[index];
    struct formula_rule *judged = &making->rules[index];
    if (rule->kind == RULE_ADVISORY || rule->kind == RULE_HALT || rule->during_count > 0) {
        return;
    }
    formula_id fires = or2(making, judged->fired, judged->not_ruled_out);
    raise_outcome(making, fires, rule_kind_outcome(rule->kind));
    raise_urgency(making, fires, rule->referral.urgency);
}

static void judge_rules(struct making *making) {
    for (uint32_t i = 0; i < making->program->rule_count; i++) {
        judge_rule(making, i);
    }
    formula_id trouble =
        or2(making, making->scope_out, or2(making, making->scope_open, making->scope_in_doubt));
    making->decision->scope_holds = not1(making, trouble);
    for (uint32_t i = 0; i < making->program->rule_count; i++) {
        withhold(making, i);
        count_rule(making, i);
    }
}

/* ---- results --------------------------------------------------------------------------------- */

static void judge_result(struct making *making, uint32_t index) {
    const struct result *result = &making->program->results[index];
    const struct formula_cell *cell = &making->meaning->cells[result->node];
    struct formula_result *judged = &making->results[index];
    formula_id holds = making->decision->scope_holds;
    formula_id unknown = and2(making, holds, not1(making, cell->known));
    judged->possible = cell->values;
    judged->withheld = not1(making, holds);
    judged->settled = and2(making, holds, cell->known);
    judged->open = and2(making, unknown, cell->settle);
    judged->unsettled = and2(making, unknown, not1(making, cell->settle));
    /* SCOPE_IN_DOUBT: a scope is not ruled out, and none is open or out. */
    formula_id doubt =
        formula_all(making->formulas,
                    (formula_id[]){making->scope_in_doubt, not1(making, making->scope_open),
                                   not1(making, making->scope_out), not1(making, cell->settle)},
                    4);
    formula_id counts = or2(making, judged->settled, or2(making, judged->unsettled, doubt));
    for (size_t i = 0; i < result->line_count; i++) {
        formula_id line = and2(making, counts, judged->possible[i]);
        raise_outcome(making, line, result->lines[i].outcome);
        raise_urgency(making, line, result->lines[i].referral.urgency);
    }
}

/* ---- questions ------------------------------------------------------------------------------- */

/* A line that is still possible would raise outcome or urgency. */
static formula_id result_could_raise(struct making *making, uint32_t index) {
    const struct result *result = &making->program->results[index];
    formula_id could = FORMULA_FALSE;
    for (size_t i = 0; i < result->line_count; i++) {
        formula_id raises =
            would_raise(making, result->lines[i].outcome, result->lines[i].referral.urgency);
        could = or2(making, could, and2(making, making->results[index].possible[i], raises));
    }
    return could;
}

static formula_id result_matters(struct making *making, uint32_t index) {
    formula_id matters =
        or2(making, not1(making, making->scope_in_doubt), result_could_raise(making, index));
    return and2(making, not1(making, making->scope_out), matters);
}

static formula_id rule_is_asked(struct making *making, uint32_t index, formula_id results_wait) {
    const struct rule *rule = &making->program->rules[index];
    if (rule->kind == RULE_ADVISORY || rule->kind == RULE_HALT || rule->during_count > 0) {
        return FORMULA_FALSE;
    }
    formula_id matters = would_raise(making, rule_kind_outcome(rule->kind), rule->referral.urgency);
    if (rule->kind == RULE_SCOPE) {
        matters = or2(making, matters, results_wait);
    }
    return and2(making, making->rules[index].open, matters);
}

static formula_id something_is_asked(struct making *making) {
    formula_id results_wait = FORMULA_FALSE;
    formula_id asked = FORMULA_FALSE;
    for (uint32_t i = 0; i < making->program->result_count; i++) {
        formula_id matters = result_matters(making, i);
        node_id node = making->program->results[i].node;
        results_wait = or2(making, results_wait, matters);
        asked = or2(making, asked, and2(making, matters, making->meaning->cells[node].settle));
    }
    formula_id open_alone = and2(making, making->scope_open, not1(making, making->scope_out));
    results_wait = and2(making, results_wait, open_alone);
    for (uint32_t i = 0; i < making->program->rule_count; i++) {
        asked = or2(making, asked, rule_is_asked(making, i, results_wait));
    }
    return asked;
}

/* ---- the outcome ----------------------------------------------------------------------------- */

static formula_id something_is_owed(struct making *making) {
    formula_id owed = FORMULA_FALSE;
    formula_id waits = and2(making, making->scope_open, not1(making, making->scope_out));
    for (uint32_t i = 0; i < making->program->result_count; i++) {
        owed = or2(making, owed, or2(making, making->results[i].open, waits));
    }
    return owed;
}

static formula_id an_open_rule_could_raise(struct making *making) {
    formula_id could = FORMULA_FALSE;
    for (uint32_t i = 0; i < making->program->rule_count; i++) {
        const struct rule *rule = &making->program->rules[i];
        enum outcome outcome = rule_kind_outcome(rule->kind);
        if (rule->kind != RULE_HALT && rule->during_count == 0 && outcome > OUTCOME_CLEAR) {
            formula_id raises = not1(making, making->outcome[outcome]);
            could = or2(making, could, and2(making, making->rules[i].open, raises));
        }
    }
    return could;
}

static void decide_outcome(struct making *making) {
    struct formula_decision *decision = making->decision;
    decision->complete = not1(making, something_is_asked(making));
    formula_id ask = or2(making, something_is_owed(making), an_open_rule_could_raise(making));
    raise_outcome(making, ask, OUTCOME_ASK);
    memcpy(decision->outcome, making->outcome, sizeof making->outcome);
    memcpy(decision->urgency, making->urgency, sizeof making->urgency);
}

/* ---- techniques ------------------------------------------------------------------------------ */

static bool bars(const struct rule *rule, struct text technique) {
    for (size_t i = 0; i < rule->during_count; i++) {
        if (text_equal(rule->during[i].technique, technique)) {
            return true;
        }
    }
    return false;
}

/*
 * For each node, that a screening would ask for what is measured by rose_by or fell_by in it or
 * below it.
 */
static void find_owed(struct making *making) {
    const struct program *program = making->program;
    for (node_id id = 0; program->measures_change && id < program->node_count; id++) {
        const struct node *node = &program->nodes[id];
        bool measures = node->op == NODE_ROSE_BY || node->op == NODE_FELL_BY;
        for (uint32_t i = 0; i < node->child_count; i++) {
            node_id child = node_children(program, node)[i];
            formula_id below =
                measures ? making->meaning->cells[child].settle : making->owed[child];
            making->owed[id] = or2(making, making->owed[id], below);
        }
    }
}

static formula_id owed_below(const struct making *making, node_id id) {
    return id == NODE_MISSING ? FORMULA_FALSE : making->owed[id];
}

static formula_id owed_by_steps(struct making *making, const struct step *steps, size_t count) {
    formula_id owed = FORMULA_FALSE;
    for (size_t i = 0; i < count; i++) {
        owed = or2(making, owed, owed_below(making, steps[i].only_if));
        owed = or2(making, owed, owed_below(making, steps[i].skip_if));
        if (steps[i].kind == STEP_LOOP) {
            owed = or2(making, owed, owed_below(making, steps[i].finish_when));
            owed = or2(making, owed, owed_by_steps(making, steps[i].steps, steps[i].step_count));
        }
    }
    return owed;
}

static formula_id owed_by(struct making *making, const struct technique *technique) {
    formula_id owed = FORMULA_FALSE;
    if (!making->program->measures_change) {
        return owed;
    }
    owed = owed_by_steps(making, technique->steps, technique->step_count);
    for (uint32_t i = 0; i < making->program->rule_count; i++) {
        const struct rule *rule = &making->program->rules[i];
        if (rule->kind == RULE_HALT && (rule->during_count == 0 || bars(rule, technique->id))) {
            owed = or2(making, owed, owed_below(making, rule->fires));
        }
    }
    return owed;
}

static void judge_technique(struct making *making, uint32_t index) {
    const struct technique *technique = &making->program->techniques[index];
    formula_id ask = FORMULA_FALSE; /* something of it is asked */
    formula_id no = FORMULA_FALSE;
    if (technique->only_if != NODE_MISSING) {
        const struct formula_cell *own = &making->meaning->cells[technique->only_if];
        ask = own->settle;
        no = and2(making, own->values[0], not1(making, own->settle));
    }
    for (uint32_t i = 0; i < making->program->rule_count; i++) {
        const struct rule *rule = &making->program->rules[i];
        if (rule->during_count == 0 || rule->kind == RULE_HALT || rule->kind == RULE_ADVISORY ||
            !bars(rule, technique->id)) {
            continue;
        }
        const struct formula_rule *judged = &making->rules[i];
        no = or2(making, no, or2(making, judged->fired, judged->not_ruled_out));
        ask = or2(making, ask, judged->open);
    }
    ask = or2(making, ask, owed_by(making, technique));
    formula_id cleared =
        formula_all(making->formulas,
                    (formula_id[]){making->decision->complete,
                                   not1(making, making->outcome[OUTCOME_DEFER]), not1(making, no)},
                    3);
    struct formula_technique *judged = &making->techniques[index];
    judged->ask = and2(making, cleared, ask);
    judged->yes = and2(making, cleared, not1(making, ask));
}

/* ---- the whole ------------------------------------------------------------------------------- */

static bool allocate(struct making *making) {
    const struct program *program = making->program;
    struct arena *arena = making->meaning->arena;
    making->rules = arena_calloc(arena, program->rule_count + 1, sizeof *making->rules);
    making->owed = arena_calloc(arena, program->node_count + 1, sizeof *making->owed);
    making->results = arena_calloc(arena, program->result_count + 1, sizeof *making->results);
    making->techniques =
        arena_calloc(arena, program->technique_count + 1, sizeof *making->techniques);
    making->decision->rules = making->rules;
    making->decision->results = making->results;
    making->decision->techniques = making->techniques;
    return !arena->failed;
}

bool formula_decide(const struct meaning *meaning, struct formula_decision *decision) {
    struct making making = {
        .meaning = meaning,
        .formulas = meaning->formulas,
        .program = meaning->program,
        .decision = decision,
        .outcome = {[OUTCOME_CLEAR] = FORMULA_TRUE},
        .urgency = {[URGENCY_NONE] = FORMULA_TRUE},
    };
    if (!allocate(&making)) {
        return false;
    }
    judge_rules(&making);
    for (uint32_t i = 0; i < making.program->result_count; i++) {
        judge_result(&making, i);
    }
    decide_outcome(&making);
    find_owed(&making);
    for (uint32_t i = 0; i < making.program->technique_count; i++) {
        judge_technique(&making, i);
    }
    return !meaning->formulas->failed && !meaning->arena->failed;
}

formula_id formula_outcome_is(const struct meaning *meaning,
                              const struct formula_decision *decision, enum outcome outcome) {
    if (outcome == OUTCOME_INVALID) {
        return decision->outcome[outcome];
    }
    formula_id above = formula_not(meaning->formulas, decision->outcome[outcome + 1]);
    return formula_and(meaning->formulas, decision->outcome[outcome], above);
}

formula_id formula_urgency_is(const struct meaning *meaning,
                              const struct formula_decision *decision, enum urgency urgency) {
    formula_id at_least = decision->urgency[urgency];
    if (urgency == URGENCY_IMMEDIATE) {
        return at_least;
    }
    formula_id above = formula_not(meaning->formulas, decision->urgency[urgency + 1]);
    return formula_and(meaning->formulas, at_least, above);
}

formula_id formula_rule_fires(const struct meaning *meaning,
                              const struct formula_decision *decision, uint32_t rule) {
    const struct formula_rule *judged = &decision->rules[rule];
    return formula_or(meaning->formulas, judged->fired, judged->not_ruled_out);
}

formula_id formula_line_is(const struct meaning *meaning, const struct formula_decision *decision,
                           uint32_t result, uint32_t line) {
    const struct formula_result *judged = &decision->results[result];
    return formula_and(meaning->formulas, judged->settled, judged->possible[line]);
}
