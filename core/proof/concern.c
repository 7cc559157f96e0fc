#include "proof/concern.h"

#include "rules/needs.h"

struct concerning {
    const struct decision *decision;
    const struct program *program;
    const struct expectation *expect;
    struct concern *concern;
};

/* ---- how rules stand ------------------------------------------------------------------------- */

static bool fired(const struct decision *decision, uint32_t rule, bool only_uncertain) {
    for (size_t i = 0; i < decision->reason_count; i++) {
        if (decision->reasons[i].rule == rule) {
            return !only_uncertain || !decision->reasons[i].certain;
        }
    }
    return false;
}

static bool counts(const struct rule *rule) {
    return rule->kind != RULE_HALT && rule->kind != RULE_ADVISORY && rule->during_count == 0;
}

static void mark_open_rules(struct concerning *concerning) {
    const struct decision *decision = concerning->decision;
    for (size_t i = 0; i < decision->open_count; i++) {
        concerning->concern->rules[decision->open[i].rule] = true;
    }
    for (size_t i = 0; i < concerning->program->result_count; i++) {
        if (decision->results[i].state == RESULT_OPEN) {
            concerning->concern->results[i] = true;
        }
    }
}

/* ---- outcome and urgency --------------------------------------------------------------------- */

/* More serious than expected: what made it so. Less serious: what could have, and did not. */
static void mark_outcome(struct concerning *concerning) {
    const struct decision *decision = concerning->decision;
    enum outcome expected = concerning->expect->outcome;
    enum outcome got = decision->outcome;
    if (got == OUTCOME_INVALID) {
        concerning->concern->faults = true;
        return;
    }
    if (got == OUTCOME_ASK && expected < got) {
        mark_open_rules(concerning);
        return;
    }
    bool too_serious = got > expected;
    enum outcome sought = too_serious ? got : expected;
    for (uint32_t i = 0; i < concerning->program->rule_count; i++) {
        const struct rule *rule = &concerning->program->rules[i];
        if (counts(rule) && rule_kind_outcome(rule->kind) == sought &&
            fired(decision, i, false) == too_serious) {
            concerning->concern->rules[i] = true;
        }
    }
    for (size_t i = 0; i < concerning->program->result_count; i++) {
        const struct result_given *given = &decision->results[i];
        const struct result *result = &concerning->program->results[i];
        if (too_serious && given->state == RESULT_SETTLED &&
            result->lines[given->line].outcome == sought) {
            concerning->concern->results[i] = true;
        }
    }
}

static void mark_urgency(struct concerning *concerning) {
    const struct decision *decision = concerning->decision;
    bool too_urgent = decision->urgency > concerning->expect->urgency;
    enum urgency sought = too_urgent ? decision->urgency : concerning->expect->urgency;
    for (uint32_t i = 0; i < concerning->program->rule_count; i++) {
        const struct rule *rule = &concerning->program->rules[i];
        if (counts(rule) && rule->referral.urgency == sought &&
            fired(decision, i, false) == too_urgent) {
            concerning->concern->rules[i] = true;
        }
    }
    for (size_t i = 0; i < decision->referral_count; i++) {
        const struct referral_made *made = &decision->referrals[i];
        if (too_urgent && made->kind == ASKER_RESULT && made->referral->urgency == sought) {
            concerning->concern->results[made->index] = true;
        }
    }
}

/* ---- lists ----------------------------------------------------------------------------------- */

static bool lists(const struct expected_list *list, uint32_t item) {
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i] == item) {
            return true;
        }
    }
    return false;
}

/* Rules on one side only; for `includes` only those that are missing. */
static void mark_rules(struct concerning *concerning, const struct expected_list *list,
                       enum aspect aspect) {
    for (uint32_t i = 0; i < concerning->program->rule_count; i++) {
        bool got = fired(concerning->decision, i, aspect == ASPECT_UNCERTAIN);
        bool expected = lists(list, i);
        if (got != expected && (expected || aspect != ASPECT_INCLUDES)) {
            concerning->concern->rules[i] = true;
        }
    }
}

/* Whoever asks what was not expected to be asked. */
static void mark_askers(struct concerning *concerning) {
    const struct decision *decision = concerning->decision;
    for (size_t i = 0; i < decision->question_count; i++) {
        const struct question *question = &decision->questions[i];
        if (lists(&concerning->expect->asks, question->fact)) {
            continue;
        }
        for (size_t j = 0; j < question->asker_count; j++) {
            const struct asker *asker = &question->askers[j];
            bool *marks = asker->kind == ASKER_RULE     ? concerning->concern->rules
                          : asker->kind == ASKER_RESULT ? concerning->concern->results
                                                        : concerning->concern->techniques;
            marks[asker->index] = true;
        }
    }
}

static void mark_fired(struct concerning *concerning, bool with_referral) {
    const struct decision *decision = concerning->decision;
    for (size_t i = 0; i < decision->reason_count; i++) {
        const struct rule *rule = &concerning->program->rules[decision->reasons[i].rule];
        if (with_referral ? rule->referral.urgency != URGENCY_NONE : rule->advice.count > 0) {
            concerning->concern->rules[decision->reasons[i].rule] = true;
        }
    }
}

static void mark_technique(struct concerning *concerning, uint32_t technique) {
    ptrdiff_t barring = concerning->decision->techniques[technique].barring_rule;
    concerning->concern->techniques[technique] = true;
    if (barring >= 0) {
        concerning->concern->rules[barring] = true;
    }
}

/* ---- values by name -------------------------------------------------------------------------- */

static void mark_named(struct concerning *concerning, const struct difference *difference) {
    const struct program *program = concerning->program;
    for (size_t i = 0; i < program->result_count; i++) {
        if (difference->aspect == ASPECT_RESULTS &&
            text_equal(program->results[i].name, difference->name)) {
            concerning->concern->results[i] = true;
        }
    }
    for (size_t i = 0; i < program->score_count; i++) {
        if (difference->aspect == ASPECT_SCORES &&
            text_equal(program->scores[i].name, difference->name)) {
            concerning->concern->scores[i] = true;
        }
    }
    for (uint32_t i = 0; i < program->technique_count; i++) {
        if (difference->aspect == ASPECT_TECHNIQUES &&
            text_equal(program->techniques[i].id, difference->name)) {
            mark_technique(concerning, i);
        }
    }
}

static void mark(struct concerning *concerning, const struct difference *difference) {
    switch (difference->aspect) {
    case ASPECT_OUTCOME:
        mark_outcome(concerning);
        return;
    case ASPECT_URGENCY:
        mark_urgency(concerning);
        return;
    case ASPECT_COMPLETE:
        mark_open_rules(concerning);
        return;
    case ASPECT_RULES:
        mark_rules(concerning, &concerning->expect->rules, ASPECT_RULES);
        return;
    case ASPECT_INCLUDES:
        mark_rules(concerning, &concerning->expect->includes, ASPECT_INCLUDES);
        return;
    case ASPECT_UNCERTAIN:
        mark_rules(concerning, &concerning->expect->uncertain, ASPECT_UNCERTAIN);
        return;
    case ASPECT_ASKS:
        mark_askers(concerning);
        return;
    case ASPECT_REFERRALS:
    case ASPECT_ADVICE:
        mark_fired(concerning, difference->aspect == ASPECT_REFERRALS);
        return;
    case ASPECT_RESULTS:
    case ASPECT_SCORES:
    case ASPECT_TECHNIQUES:
        mark_named(concerning, difference);
        return;
    case ASPECT_FAULTS:
        concerning->concern->faults = true;
        return;
    default: /* of walks: proof/walk_reason.c */
        return;
    }
}

bool concern_of_differences(const struct decision *decision, const struct expectation *expect,
                            const struct difference *differences, size_t count, struct arena *arena,
                            struct concern *concern) {
    const struct program *program = decision->program;
    *concern = (struct concern){
        .rules = arena_calloc(arena, program->rule_count + 1, sizeof(bool)),
        .results = arena_calloc(arena, program->result_count + 1, sizeof(bool)),
        .scores = arena_calloc(arena, program->score_count + 1, sizeof(bool)),
        .techniques = arena_calloc(arena, program->technique_count + 1, sizeof(bool)),
    };
    if (arena->failed) {
        return false;
    }
    struct concerning concerning = {decision, program, expect, concern};
    for (size_t i = 0; i < count; i++) {
        if (!differences[i].never) {
            mark(&concerning, &differences[i]);
        } else {
            mark_named(&concerning, &differences[i]);
        }
    }
    return true;
}

/* ---- kin ------------------------------------------------------------------------------------- */

/* Children and gates have lower ids than what rests on them, so one pass downwards finds all. */
uint64_t *facts_below(const struct decision *decision, node_id root, struct arena *arena) {
    const struct program *program = decision->program;
    bool *reached = arena_calloc(arena, (size_t)root + 1, sizeof *reached);
    uint64_t *facts = arena_calloc(arena, decision->evaluation->words + 1, sizeof *facts);
    if (reached == NULL || facts == NULL) {
        return NULL;
    }
    reached[root] = true;
    for (node_id id = root + 1; id-- > 0;) {
        const struct node *node = &program->nodes[id];
        if (!reached[id]) {
            continue;
        }
        const node_id *children = node_children(program, node);
        for (uint32_t i = 0; i < node->child_count; i++) {
            reached[children[i]] = true;
        }
        if (node_op_is_fact(node->op) || node->op == NODE_ANSWERED) {
            set_add(facts, node->fact);
            node_id gate = program->facts[node->fact].gate;
            if (gate != NODE_MISSING) {
                reached[gate] = true;
            }
        }
    }
    return facts;
}

static bool meet(const uint64_t *a, const uint64_t *b, size_t words) {
    for (size_t i = 0; i < words; i++) {
        if ((a[i] & b[i]) != 0) {
            return true;
        }
    }
    return false;
}

bool concern_add_kin(const struct decision *decision, node_id node, struct arena *arena,
                     struct concern *concern) {
    const struct program *program = decision->program;
    const uint64_t *facts = facts_below(decision, node, arena);
    for (size_t i = 0; facts != NULL && i < program->rule_count; i++) {
        if (!counts(&program->rules[i])) {
            continue;
        }
        const uint64_t *mine = facts_below(decision, program->rules[i].fires, arena);
        if (mine == NULL) {
            return false;
        }
        if (meet(facts, mine, decision->evaluation->words)) {
            concern->rules[i] = true;
        }
    }
    return facts != NULL;
}
