#include "rules/properties.h"

#include "rules/needs.h"
#include "rules/plan.h"

/* ---- a decision and its worlds --------------------------------------------------------------- */

void outlook_begin(struct outlook *outlook) {
    *outlook = (struct outlook){.in_scope_everywhere = true};
    for (size_t i = 0; i < ORACLE_RULES; i++) {
        outlook->fires_everywhere[i] = true;
    }
}

void outlook_add(struct outlook *outlook, const struct program *program,
                 const struct oracle_verdict *verdict) {
    outlook->worlds++;
    for (size_t i = 0; i < program->rule_count; i++) {
        outlook->fires_somewhere[i] |= verdict->fired[i];
        outlook->fires_everywhere[i] &= verdict->fired[i];
    }
    for (size_t i = 0; i < program->result_count; i++) {
        outlook->lines[i] |= (uint64_t)1 << verdict->lines[i];
    }
    outlook->in_scope_everywhere &= verdict->in_scope;
    if (verdict->outcome > outlook->worst_outcome) {
        outlook->worst_outcome = verdict->outcome;
    }
    if (verdict->urgency > outlook->worst_urgency) {
        outlook->worst_urgency = verdict->urgency;
    }
}

bool allows(struct complaint *complaint, const struct decision *decision,
            const struct oracle_world *world) {
    const struct evaluation *evaluation = decision->evaluation;
    for (node_id id = 0; id < evaluation->node_count; id++) {
        if (!complaint_unless(complaint,
                              oracle_is_allowed(decision->program, id, &world->values[id],
                                                &evaluation->cells[id]),
                              "node %u (%s) is %g or option %u, which its cell excludes", id,
                              node_op_word(decision->program->nodes[id].op),
                              world->values[id].number, world->values[id].option)) {
            return false;
        }
    }
    return true;
}

static bool agrees_on_rules(struct complaint *complaint, const struct decision *decision,
                            const struct outlook *outlook, bool exact) {
    const struct program *program = decision->program;
    for (uint32_t i = 0; i < program->rule_count; i++) {
        enum seen seen = decision_says(decision, i);
        bool open = seen == SEEN_OPEN && program->rules[i].kind != RULE_ADVISORY;
        bool right = complaint_unless(complaint, seen != SEEN_FIRED || outlook->fires_everywhere[i],
                                      "rule %u fired, but not in every world", i) &&
                     complaint_unless(complaint, seen != SEEN_QUIET || !outlook->fires_somewhere[i],
                                      "rule %u is quiet, but fires in some world", i) &&
                     complaint_unless(complaint, !open, "rule %u is open with nothing to ask", i) &&
                     complaint_unless(complaint, !exact || seen == SEEN_QUIET || seen == SEEN_FIRED,
                                      "rule %u is not certain although everything is known", i);
        if (!right) {
            return false;
        }
    }
    return true;
}

static bool agrees_on_results(struct complaint *complaint, const struct decision *decision,
                              const struct outlook *outlook, bool exact) {
    for (uint32_t i = 0; i < decision->program->result_count; i++) {
        const struct result_given *given = &decision->results[i];
        bool settled = given->state == RESULT_SETTLED;
        uint64_t line = settled ? (uint64_t)1 << given->line : given->possible;
        bool right = complaint_unless(complaint, given->state != RESULT_OPEN,
                                      "result %u is open with nothing to ask", i) &&
                     complaint_unless(complaint, (outlook->lines[i] & ~line) == 0,
                                      "result %u excludes the line of some world", i) &&
                     complaint_unless(
                         complaint, given->state == RESULT_WITHHELD || outlook->in_scope_everywhere,
                         "result %u is given out of scope", i) &&
                     complaint_unless(complaint, !exact || settled == outlook->in_scope_everywhere,
                                      "result %u is not given although everything is known", i);
        if (!right) {
            return false;
        }
    }
    return true;
}

static bool knows_all(struct complaint *complaint, const struct decision *decision) {
    for (node_id id = 0; id < decision->evaluation->node_count; id++) {
        if (!complaint_unless(complaint, evaluation_known(decision->evaluation, id),
                              "node %u (%s) is unknown although everything was said", id,
                              node_op_word(decision->program->nodes[id].op))) {
            return false;
        }
    }
    return true;
}

bool agrees(struct complaint *complaint, const struct decision *decision,
            const struct outlook *outlook, bool exact) {
    bool outcome = exact ? decision->outcome == outlook->worst_outcome
                         : decision->outcome >= outlook->worst_outcome;
    bool urgency = exact ? decision->urgency == outlook->worst_urgency
                         : decision->urgency >= outlook->worst_urgency;
    return complaint_unless(complaint, decision->complete,
                            "not complete although everything was said") &&
           agrees_on_rules(complaint, decision, outlook, exact) &&
           agrees_on_results(complaint, decision, outlook, exact) &&
           complaint_unless(complaint, outcome, "outcome %s, but %s in some world",
                            outcome_name(decision->outcome),
                            outcome_name(outlook->worst_outcome)) &&
           complaint_unless(complaint, urgency, "urgency %s, but %s in some world",
                            urgency_name(decision->urgency),
                            urgency_name(outlook->worst_urgency)) &&
           (!exact || knows_all(complaint, decision));
}

/* ---- a decision and a later one -------------------------------------------------------------- */

static bool same_result(const struct result_given *a, const struct result_given *b) {
    if (a->state != b->state) {
        return false;
    }
    return a->state == RESULT_WITHHELD || a->possible == b->possible;
}

bool is_the_same(struct complaint *complaint, const struct decision *before,
                 const struct decision *after) {
    bool same = complaint_unless(complaint, before->outcome == after->outcome,
                                 "outcome %s, complete, and yet %s later",
                                 outcome_name(before->outcome), outcome_name(after->outcome)) &&
                complaint_unless(complaint, before->urgency == after->urgency,
                                 "urgency %s, complete, and yet %s later",
                                 urgency_name(before->urgency), urgency_name(after->urgency));
    for (uint32_t i = 0; same && i < before->program->result_count; i++) {
        same = complaint_unless(complaint, same_result(&before->results[i], &after->results[i]),
                                "result %u, complete, and yet another later", i);
    }
    return same;
}

static bool keeps_rules(struct complaint *complaint, const struct decision *before,
                        const struct decision *after) {
    for (uint32_t i = 0; i < before->program->rule_count; i++) {
        enum seen earlier = decision_says(before, i);
        enum seen later = decision_says(after, i);
        bool kept = earlier == SEEN_OPEN || earlier == later;
        if (!complaint_unless(complaint, kept, "rule %u was settled (%d) and is not later (%d)", i,
                              (int)earlier, (int)later)) {
            return false;
        }
    }
    return true;
}

static bool keeps_results(struct complaint *complaint, const struct decision *before,
                          const struct decision *after) {
    for (uint32_t i = 0; i < before->program->result_count; i++) {
        enum result_state state = before->results[i].state;
        bool settled = state == RESULT_SETTLED || state == RESULT_UNSETTLED;
        bool kept = !settled || same_result(&before->results[i], &after->results[i]);
        if (!complaint_unless(complaint, kept, "result %u was given and is another later", i)) {
            return false;
        }
    }
    return true;
}

static bool keeps_techniques(struct complaint *complaint, const struct decision *before,
                             const struct decision *after) {
    for (uint32_t i = 0; i < before->program->technique_count; i++) {
        enum availability earlier = before->techniques[i].available;
        bool kept = !decision_is_cleared(before) || earlier == AVAILABLE_ASK ||
                    earlier == after->techniques[i].available;
        if (!complaint_unless(complaint, kept, "technique %u was settled and is not later", i)) {
            return false;
        }
    }
    return true;
}

bool takes_nothing_back(struct complaint *complaint, const struct decision *before,
                        const struct decision *after) {
    bool floor = before->outcome < OUTCOME_REFER || after->outcome >= before->outcome;
    return keeps_rules(complaint, before, after) && keeps_results(complaint, before, after) &&
           keeps_techniques(complaint, before, after) &&
           complaint_unless(complaint, floor, "outcome %s is no floor: %s later",
                            outcome_name(before->outcome), outcome_name(after->outcome)) &&
           complaint_unless(complaint, after->urgency >= before->urgency,
                            "urgency %s is no floor: %s later", urgency_name(before->urgency),
                            urgency_name(after->urgency)) &&
           (!before->complete || is_the_same(complaint, before, after));
}
