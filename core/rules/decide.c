#include "rules/decide_private.h"

/* ---- rules ----------------------------------------------------------------------------------- */

static enum rule_state state_of(const struct evaluation *evaluation, const struct rule *rule) {
    uint64_t fires = evaluation->cells[rule->fires].mask;
    if (fires == MASK_TRUE) {
        return RULE_FIRED;
    }
    bool either = evaluation->fired_either != NULL && evaluation->fired_either[rule->fires];
    if (either && rule->kind != RULE_ADVISORY) {
        return RULE_NOT_RULED_OUT;
    }
    if (fires == MASK_FALSE) {
        return RULE_QUIET;
    }
    bool settleable = evaluation_needs(evaluation, rule->fires) != NULL;
    return settleable || rule->kind == RULE_ADVISORY ? RULE_OPEN : RULE_NOT_RULED_OUT;
}

void raise_outcome(struct decision *decision, enum outcome outcome) {
    decision->outcome = outcome > decision->outcome ? outcome : decision->outcome;
}

void raise_urgency(struct decision *decision, enum urgency urgency) {
    decision->urgency = urgency > decision->urgency ? urgency : decision->urgency;
}

/* Kept by urgency, then in the order added. */
void add_referral(struct making *making, struct referral_made referral) {
    struct decision *decision = making->decision;
    size_t at = decision->referral_count++;
    while (at > 0 && making->referrals[at - 1].referral->urgency < referral.referral->urgency) {
        making->referrals[at] = making->referrals[at - 1];
        at--;
    }
    making->referrals[at] = referral;
}

static void fire(struct making *making, uint32_t index, bool certain) {
    const struct rule *rule = &making->program->rules[index];
    struct decision *decision = making->decision;
    making->reasons[decision->reason_count++] = (struct reason){index, certain};
    if (rule->during_count > 0) {
        return;
    }
    if (rule->kind != RULE_ADVISORY) {
        raise_outcome(decision, rule_kind_outcome(rule->kind));
        raise_urgency(decision, rule->referral.urgency);
    }
    if (rule->referral.urgency != URGENCY_NONE) {
        struct referral_made referral = {&rule->referral, ASKER_RULE, index, 0, certain};
        add_referral(making, referral);
    }
}

static const uint64_t *needs_or_nothing(const struct evaluation *evaluation, node_id node) {
    return evaluation_needs(evaluation, node);
}

static void note_scope(struct making *making, enum rule_state state) {
    static const enum scope_state scopes[] = {
        [RULE_QUIET] = SCOPE_HOLDS,
        [RULE_NOT_RULED_OUT] = SCOPE_IN_DOUBT,
        [RULE_OPEN] = SCOPE_OPEN,
        [RULE_FIRED] = SCOPE_OUT,
    };
    making->scope = scopes[state] > making->scope ? scopes[state] : making->scope;
    making->scope_in_doubt |= state == RULE_NOT_RULED_OUT;
}

static void judge_rules(struct making *making) {
    const struct program *program = making->program;
    for (uint32_t i = 0; i < program->rule_count; i++) {
        const struct rule *rule = &program->rules[i];
        making->rule_states[i] =
            rule->kind == RULE_HALT ? RULE_QUIET : state_of(making->evaluation, rule);
        if (rule->kind == RULE_SCOPE && rule->during_count == 0) {
            note_scope(making, making->rule_states[i]);
        }
    }
}

/*
 * Advice that rests on a result is not given where the result is not: out of scope it is quiet, and
 * until the scope is known it is open.
 */
static enum rule_state withhold(const struct making *making, const struct rule *rule,
                                enum rule_state state) {
    bool rests = rule->kind == RULE_ADVISORY && rule->rests_on_result;
    if (!rests || making->scope == SCOPE_HOLDS) {
        return state;
    }
    return making->scope == SCOPE_OUT || state == RULE_QUIET ? RULE_QUIET : RULE_OPEN;
}

static void note_rules(struct making *making) {
    const struct program *program = making->program;
    for (uint32_t i = 0; i < program->rule_count; i++) {
        const struct rule *rule = &program->rules[i];
        enum rule_state state = withhold(making, rule, making->rule_states[i]);
        if (state == RULE_OPEN) {
            making->open[making->decision->open_count++] =
                (struct open_rule){i, needs_or_nothing(making->evaluation, rule->fires)};
        } else if (state != RULE_QUIET) {
            fire(making, i, state == RULE_FIRED);
        }
    }
}

bool rule_matters(const struct making *making, uint32_t index) {
    const struct rule *rule = &making->program->rules[index];
    if (rule->kind == RULE_ADVISORY || rule->during_count > 0) {
        return false;
    }
    return rule_kind_outcome(rule->kind) > making->decision->outcome ||
           rule->referral.urgency > making->decision->urgency;
}

/* ---- outcome --------------------------------------------------------------------------------- */

static bool something_is_owed(const struct making *making) {
    for (size_t i = 0; i < making->program->result_count; i++) {
        bool withheld = making->results[i].state == RESULT_WITHHELD && making->scope == SCOPE_OPEN;
        if (making->results[i].state == RESULT_OPEN || withheld) {
            return true;
        }
    }
    return false;
}

static bool an_open_rule_could_raise(const struct making *making) {
    for (size_t i = 0; i < making->decision->open_count; i++) {
        const struct rule *rule = &making->program->rules[making->open[i].rule];
        if (rule->during_count == 0 && rule_kind_outcome(rule->kind) > making->decision->outcome) {
            return true;
        }
    }
    return false;
}

static void decide_outcome(struct making *making) {
    if (something_is_owed(making) || an_open_rule_could_raise(making)) {
        raise_outcome(making->decision, OUTCOME_ASK);
    }
    if (making->intake->faults != NULL) {
        raise_outcome(making->decision, OUTCOME_INVALID);
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

static bool allocate(struct making *making) {
    const struct program *program = making->program;
    struct arena *arena = making->arena;
    making->rule_states = arena_calloc(arena, program->rule_count + 1, sizeof *making->rule_states);
    making->reasons = arena_calloc(arena, program->rule_count + 1, sizeof *making->reasons);
    making->open = arena_calloc(arena, program->rule_count + 1, sizeof *making->open);
    making->referrals = arena_calloc(arena, program->rule_count + program->result_count + 1,
                                     sizeof *making->referrals);
    making->results = arena_calloc(arena, program->result_count + 1, sizeof *making->results);
    making->techniques =
        arena_calloc(arena, program->technique_count + 1, sizeof *making->techniques);
    making->decision = arena_calloc(arena, 1, sizeof *making->decision);
    return !arena->failed;
}

static void publish(struct making *making) {
    struct decision *decision = making->decision;
    decision->program = making->program;
    decision->evaluation = making->evaluation;
    decision->intake = making->intake;
    decision->as_of = making->intake->as_of;
    decision->reasons = making->reasons;
    decision->open = making->open;
    decision->referrals = making->referrals;
    decision->results = making->results;
    decision->techniques = making->techniques;
    decision->faults = making->intake->faults;
    decision->failures = making->evaluation->failures;
}

const struct decision *decide(struct intake *intake, const struct functions *functions) {
    struct evaluation *evaluation = arena_alloc(intake->arena, sizeof *evaluation);
    if (evaluation == NULL ||
        !evaluate(evaluation, intake, functions, intake->program->screen_nodes) ||
        !intake_finish(intake)) {
        return NULL;
    }
    struct making making = {
        .program = intake->program,
        .evaluation = evaluation,
        .intake = intake,
        .arena = intake->arena,
    };
    if (!allocate(&making)) {
        return NULL;
    }
    judge_rules(&making);
    note_rules(&making);
    decide_results(&making);
    if (!ask_questions(&making)) {
        return NULL;
    }
    decide_outcome(&making);
    decide_techniques(&making);
    publish(&making);
    return intake->arena->failed ? NULL : making.decision;
}

bool decision_is_cleared(const struct decision *decision) {
    return decision->outcome == OUTCOME_CLEAR && decision->complete;
}
