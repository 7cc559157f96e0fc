#include "rules/decide_private.h"

static bool bars(const struct rule *rule, struct text technique) {
    for (size_t i = 0; i < rule->during_count; i++) {
        if (text_equal(rule->during[i].technique, technique)) {
            return true;
        }
    }
    return false;
}

static bool join(struct making *making, uint64_t *needs, node_id node) {
    const uint64_t *more = evaluation_needs(making->evaluation, node);
    if (more != NULL) {
        set_join(needs, more, making->evaluation->words);
    }
    return more != NULL;
}

/* A technique's own condition: unknown and settleable asks, unknown for good is "no". */
static enum availability own_condition(struct making *making, const struct technique *technique,
                                       uint64_t *needs) {
    if (technique->only_if == NODE_MISSING) {
        return AVAILABLE_YES;
    }
    if (making->evaluation->cells[technique->only_if].mask == MASK_TRUE) {
        return AVAILABLE_YES;
    }
    return join(making, needs, technique->only_if) ? AVAILABLE_ASK : AVAILABLE_NO;
}

static enum availability barring_rules(struct making *making, const struct technique *technique,
                                       struct technique_given *given, uint64_t *needs) {
    enum availability available = AVAILABLE_YES;
    for (uint32_t i = 0; i < making->program->rule_count; i++) {
        const struct rule *rule = &making->program->rules[i];
        enum rule_state state = making->rule_states[i];
        if (state == RULE_QUIET || rule->during_count == 0 || rule->kind == RULE_HALT ||
            rule->kind == RULE_ADVISORY || !bars(rule, technique->id)) {
            continue;
        }
        if (state != RULE_OPEN) {
            given->barring_rule = (ptrdiff_t)i;
            return AVAILABLE_NO;
        }
        join(making, needs, rule->fires);
        available = AVAILABLE_ASK;
    }
    return available;
}

/* What its steps, and the halts in force during it, measure a change from. */
static enum availability owed_facts(struct making *making, uint32_t index, uint64_t *needs) {
    if (!making->program->measures_change || making->intake->in_session) {
        return AVAILABLE_YES;
    }
    const struct technique *technique = &making->program->techniques[index];
    const uint64_t *steps = owed_by_steps(making, index);
    enum availability available = steps == NULL ? AVAILABLE_YES : AVAILABLE_ASK;
    if (steps != NULL) {
        set_join(needs, steps, making->evaluation->words);
    }
    for (uint32_t i = 0; i < making->program->rule_count; i++) {
        const struct rule *rule = &making->program->rules[i];
        bool in_force =
            rule->kind == RULE_HALT && (rule->during_count == 0 || bars(rule, technique->id));
        const uint64_t *owed = in_force ? owed_by_halt(making, i) : NULL;
        if (owed != NULL) {
            set_join(needs, owed, making->evaluation->words);
            available = AVAILABLE_ASK;
        }
    }
    return available;
}

static void decide_technique(struct making *making, uint32_t index, uint64_t *needs) {
    const struct technique *technique = &making->program->techniques[index];
    struct technique_given *given = &making->techniques[index];
    enum availability own = own_condition(making, technique, needs);
    enum availability barred = barring_rules(making, technique, given, needs);
    enum availability owed = owed_facts(making, index, needs);
    given->available = own < barred ? own : barred;
    given->available = owed < given->available ? owed : given->available;
    if (!decision_is_cleared(making->decision)) {
        given->available = AVAILABLE_NO;
    }
    given->needs = given->available == AVAILABLE_ASK ? needs : NULL;
}

void decide_techniques(struct making *making) {
    size_t words = making->evaluation->words;
    size_t count = making->program->technique_count;
    uint64_t *needs = arena_calloc(making->arena, count * words + 1, sizeof *needs);
    for (uint32_t i = 0; i < count; i++) {
        making->techniques[i].barring_rule = -1;
        making->techniques[i].available = AVAILABLE_NO;
        if (needs != NULL) {
            decide_technique(making, i, needs + i * words);
        }
    }
}
