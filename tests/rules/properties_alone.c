/*
 * What must hold of one decision by itself: that it holds together, and that it asks rightly.
 */
#include "rules/needs.h"
#include "rules/plan.h"
#include "rules/properties.h"

/* ---- it holds together ----------------------------------------------------------------------- */

struct established {
    enum outcome outcome;
    enum urgency urgency;
    bool scope_open;
    bool scope_in_doubt;
    bool scope_out;
};

static void raise(struct established *established, enum outcome outcome, enum urgency urgency) {
    established->outcome = outcome > established->outcome ? outcome : established->outcome;
    established->urgency = urgency > established->urgency ? urgency : established->urgency;
}

static bool counts(const struct rule *rule) {
    return rule->during_count == 0 && rule->kind != RULE_ADVISORY;
}

static enum outcome established_by(enum rule_kind kind) {
    return kind == RULE_CONTRAINDICATION ? OUTCOME_STOP
           : kind == RULE_PRECONDITION   ? OUTCOME_DEFER
                                         : OUTCOME_REFER;
}

static void add_rules(struct established *established, const struct decision *decision) {
    for (uint32_t i = 0; i < decision->program->rule_count; i++) {
        const struct rule *rule = &decision->program->rules[i];
        enum seen seen = decision_says(decision, i);
        if (!counts(rule) || seen == SEEN_QUIET) {
            continue;
        }
        established->scope_open |= rule->kind == RULE_SCOPE && seen == SEEN_OPEN;
        established->scope_in_doubt |= rule->kind == RULE_SCOPE && seen == SEEN_NOT_RULED_OUT;
        established->scope_out |= rule->kind == RULE_SCOPE && seen == SEEN_FIRED;
        if (seen != SEEN_OPEN) {
            raise(established, established_by(rule->kind), rule->referral.urgency);
        }
    }
}

/* True where `fact` is reached from the node through unknown terms only; ANY_FACT: some fact. */
enum { ANY_FACT = UINT32_MAX };
static bool reaches(const struct decision *decision, node_id id, uint32_t fact);

/* A result counts where it is given, and where only a doubt about the scope withholds it. */
static bool result_counts(const struct established *established, const struct decision *decision,
                          uint32_t index) {
    bool in_doubt =
        established->scope_in_doubt && !established->scope_open && !established->scope_out;
    switch (decision->results[index].state) {
    case RESULT_WITHHELD:
        return in_doubt && !reaches(decision, decision->program->results[index].node, ANY_FACT);
    case RESULT_OPEN:
        return false;
    default:
        return true;
    }
}

static void add_results(struct established *established, const struct decision *decision) {
    for (uint32_t i = 0; i < decision->program->result_count; i++) {
        const struct result *result = &decision->program->results[i];
        for (uint32_t line = 0; line < result->line_count; line++) {
            bool possible = (decision->results[i].possible >> line & 1) != 0;
            if (possible && result_counts(established, decision, i)) {
                raise(established, result->lines[line].outcome,
                      result->lines[line].referral.urgency);
            }
        }
    }
}

/* Where an open rule could raise the outcome, or a result is owed. */
static bool must_ask(const struct established *established, const struct decision *decision) {
    for (uint32_t i = 0; i < decision->program->rule_count; i++) {
        const struct rule *rule = &decision->program->rules[i];
        if (counts(rule) && decision_says(decision, i) == SEEN_OPEN &&
            established_by(rule->kind) > established->outcome) {
            return true;
        }
    }
    bool owed = false;
    for (uint32_t i = 0; i < decision->program->result_count; i++) {
        owed |= decision->results[i].state == RESULT_OPEN;
        owed |= established->scope_open && !established->scope_out;
    }
    return owed;
}

bool holds_together(struct complaint *complaint, const struct decision *decision) {
    struct established established = {.outcome = OUTCOME_CLEAR};
    add_rules(&established, decision);
    add_results(&established, decision);
    enum outcome outcome = established.outcome;
    if (must_ask(&established, decision) && outcome < OUTCOME_ASK) {
        outcome = OUTCOME_ASK;
    }
    if (decision->faults != NULL) {
        outcome = OUTCOME_INVALID;
    }
    return complaint_unless(complaint, decision->outcome == outcome, "outcome %s, not %s",
                            outcome_name(decision->outcome), outcome_name(outcome)) &&
           complaint_unless(complaint, decision->urgency == established.urgency,
                            "urgency %s, not %s", urgency_name(decision->urgency),
                            urgency_name(established.urgency)) &&
           complaint_unless(complaint, decision->outcome != OUTCOME_CLEAR || decision->complete,
                            "clear and not complete") &&
           complaint_unless(complaint, decision->complete || decision->question_count > 0,
                            "not complete, and nothing to ask") &&
           complaint_unless(complaint, decision->outcome != OUTCOME_ASK || !decision->complete,
                            "asks, and is complete");
}

/* ---- it asks rightly ------------------------------------------------------------------------- */

static bool reaches_fact(const struct decision *decision, uint32_t at, uint32_t fact) {
    const struct fact *declared = &decision->program->facts[at];
    bool gated =
        declared->gate != NODE_MISSING && !evaluation_known(decision->evaluation, declared->gate);
    if (gated && reaches(decision, declared->gate, ANY_FACT)) {
        return reaches(decision, declared->gate, fact);
    }
    return (fact == at || fact == ANY_FACT) && !declared->optional &&
           decision->intake->answers[at].state == ANSWER_ABSENT;
}

/* A line of `first` or of a result takes part unless its condition is false, or an earlier one is
 * true; every child of another term does. */
static bool takes_part(const struct decision *decision, const struct node *node, uint32_t child) {
    bool first = node->op == NODE_FIRST;
    if (!first && node->op != NODE_LINES) {
        return true;
    }
    uint32_t step = first ? 2 : 1;
    const node_id *children = node_children(decision->program, node);
    const union cell *cells = decision->evaluation->cells;
    for (uint32_t when = 0; when + step <= child; when += step) {
        if (cells[children[when]].mask == MASK_TRUE) {
            return false;
        }
    }
    bool is_value = first && child % 2 == 1;
    return !is_value || cells[children[child - 1]].mask != MASK_FALSE;
}

static bool reaches(const struct decision *decision, node_id id, uint32_t fact) {
    const struct node *node = &decision->program->nodes[id];
    if (evaluation_known(decision->evaluation, id)) {
        return false;
    }
    if (node_op_is_fact(node->op) || node->op == NODE_ANSWERED) {
        return reaches_fact(decision, node->fact, fact);
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (takes_part(decision, node, i) &&
            reaches(decision, node_children(decision->program, node)[i], fact)) {
            return true;
        }
    }
    return false;
}

static node_id node_of(const struct decision *decision, const struct asker *asker) {
    switch (asker->kind) {
    case ASKER_RULE:
        return decision->program->rules[asker->index].fires;
    case ASKER_RESULT:
        return decision->program->results[asker->index].node;
    default:
        return decision->program->techniques[asker->index].only_if;
    }
}

/* Scope first, then by urgency, then by outcome: the greater the earlier. */
static int rank_of(const struct decision *decision, const struct asker *asker) {
    enum urgency urgency = URGENCY_NONE;
    enum outcome outcome = OUTCOME_CLEAR;
    if (asker->kind == ASKER_TECHNIQUE) {
        return 100;
    }
    if (asker->kind == ASKER_RULE) {
        const struct rule *rule = &decision->program->rules[asker->index];
        bool technique = rule->during_count > 0;
        if (technique || rule->kind == RULE_ADVISORY) {
            return technique ? 100 : 0;
        }
        return (rule->kind == RULE_SCOPE ? 300 : 200) + 10 * (int)rule->referral.urgency +
               (int)established_by(rule->kind);
    }
    const struct result *result = &decision->program->results[asker->index];
    for (uint32_t i = 0; i < result->line_count; i++) {
        if (decision->results[asker->index].possible >> i & 1) {
            const struct result_line *line = &result->lines[i];
            urgency = line->referral.urgency > urgency ? line->referral.urgency : urgency;
            outcome = line->outcome > outcome ? line->outcome : outcome;
        }
    }
    return 200 + 10 * (int)urgency + (int)outcome;
}

static int rank_of_question(const struct decision *decision, const struct question *question) {
    int best = 0;
    for (size_t i = 0; i < question->asker_count; i++) {
        int rank = rank_of(decision, &question->askers[i]);
        best = rank > best ? rank : best;
    }
    return best;
}

static bool is_reached(struct complaint *complaint, const struct decision *decision,
                       const struct question *question) {
    for (size_t i = 0; i < question->asker_count; i++) {
        node_id node = node_of(decision, &question->askers[i]);
        if (!complaint_unless(complaint, reaches(decision, node, question->fact),
                              "fact %u is asked, but reached through settled terms only",
                              question->fact)) {
            return false;
        }
    }
    return complaint_unless(complaint, question->asker_count > 0, "fact %u is asked by nobody",
                            question->fact);
}

bool asks_rightly(struct complaint *complaint, const struct decision *decision) {
    int before = 1000;
    uint32_t fact_before = 0;
    for (size_t i = 0; i < decision->question_count; i++) {
        const struct question *question = &decision->questions[i];
        int rank = rank_of_question(decision, question);
        bool in_order = rank < before || (rank == before && question->fact > fact_before);
        if (!is_reached(complaint, decision, question) ||
            !complaint_unless(complaint, in_order, "fact %u is asked too late", question->fact) ||
            !complaint_unless(complaint, decision->complete == (rank < 200),
                              "fact %u is asked in the wrong half", question->fact)) {
            return false;
        }
        before = rank;
        fact_before = question->fact;
    }
    return true;
}

/* ---- the order in which facts are sent ------------------------------------------------------- */

static bool same_questions(const struct decision *a, const struct decision *b) {
    bool same = a->question_count == b->question_count;
    for (size_t i = 0; same && i < a->question_count; i++) {
        same = a->questions[i].fact == b->questions[i].fact;
    }
    return same;
}

bool forgets_the_order(struct complaint *complaint, const struct program *program,
                       const struct answer *answers) {
    struct desk desks[2];
    struct buffer scratch = {0};
    char ids[2][HASH128_HEX_SIZE];
    for (int i = 0; i < 2; i++) {
        desk_open(&desks[i]);
        desk_send(&desks[i], program, answers, i == 1);
        decision_id(desks[i].decision, &scratch, ids[i]);
    }
    bool same = complaint_unless(complaint, strcmp(ids[0], ids[1]) == 0,
                                 "another order gives another id") &&
                complaint_unless(complaint, same_questions(desks[0].decision, desks[1].decision),
                                 "another order gives other questions");
    buffer_free(&scratch);
    desk_close(&desks[0]);
    desk_close(&desks[1]);
    return same;
}
