/*
 * Making a plan smaller, one step at a time: leave out a declaration, replace a term by a part of
 * itself or by a constant, make a fact plainer, send less. The ways are numbered one after the
 * other, so that whoever shrinks only counts.
 */
#include "rules/plan.h"

#include <string.h>

static bool is_number_term(enum node_op op) {
    return node_op_is_number(op) && op != NODE_FACT_DATE;
}

static bool is_condition_term(enum node_op op) {
    return !node_op_is_number(op) && op != NODE_FACT_DISCRETE && op != NODE_LINES;
}

static bool same_type(enum node_op a, enum node_op b) {
    return (is_number_term(a) && is_number_term(b)) ||
           (is_condition_term(a) && is_condition_term(b));
}

/* ---- terms ----------------------------------------------------------------------------------- */

enum { TERM_WAYS = 2 + 2 * 2 * PLAN_CHILDREN };

static bool drop_child(struct plan_term *term, int child) {
    bool list = term->op == NODE_ALL || term->op == NODE_ANY || term->op == NODE_ADD;
    if (!list || child >= term->child_count || term->child_count == 1) {
        return false;
    }
    term->child_count--;
    memmove(&term->children[child], &term->children[child + 1],
            (size_t)(term->child_count - child) * sizeof term->children[0]);
    return true;
}

static bool reduce_term(struct plan *plan, int index, int way) {
    struct plan_term *term = &plan->terms[index];
    bool leaf = term->op == NODE_TRUE || term->op == NODE_FALSE || term->op == NODE_NUMBER;
    if (way < 2) {
        if (leaf) {
            return false;
        }
        bool number = is_number_term(term->op);
        if (!number && !is_condition_term(term->op)) {
            return false;
        }
        *term = (struct plan_term){.op = number     ? NODE_NUMBER
                                         : way == 0 ? NODE_FALSE
                                                    : NODE_TRUE,
                                   .number = way};
        return true;
    }
    int child = (way - 2) % (2 * PLAN_CHILDREN);
    if (way - 2 >= 2 * PLAN_CHILDREN) {
        return drop_child(term, child);
    }
    if (child >= term->child_count || !same_type(term->op, plan->terms[term->children[child]].op)) {
        return false;
    }
    *term = plan->terms[term->children[child]];
    return true;
}

/* ---- declarations ---------------------------------------------------------------------------- */

enum { RULE_WAYS = 3, RESULT_WAYS = 2, FACT_WAYS = 5 };

static bool reduce_rule(struct plan *plan, int index, int way) {
    struct plan_rule *rule = &plan->rules[index];
    if (way == 0) {
        plan->rule_count--;
        memmove(rule, rule + 1, (size_t)(plan->rule_count - index) * sizeof *rule);
        return true;
    }
    struct plan_rule before = *rule;
    if (way == 1) {
        rule->urgency = URGENCY_NONE;
    } else {
        rule->during = false;
    }
    return before.urgency != rule->urgency || before.during != rule->during;
}

static bool is_mentioned(const struct plan *plan, int result) {
    for (int i = 0; i < plan->term_count; i++) {
        if (plan->terms[i].op == NODE_LINES && plan->terms[i].index == result) {
            return true;
        }
    }
    return false;
}

static bool reduce_result(struct plan *plan, int index, int way) {
    struct plan_result *result = &plan->results[index];
    if (way == 0) {
        if (index + 1 != plan->result_count || is_mentioned(plan, index)) {
            return false;
        }
        plan->result_count--;
        return true;
    }
    if (result->line_count == 2) {
        return false;
    }
    result->line_count--;
    return true;
}

static bool reduce_fact(struct plan *plan, int index, int way) {
    struct plan_fact *fact = &plan->facts[index];
    struct answer *answer = &plan->answers[index];
    struct plan_fact before = *fact;
    enum answer_state state = answer->state;
    switch (way) {
    case 0:
        answer->state = ANSWER_ABSENT;
        break;
    case 1:
        answer->state = state == ANSWER_UNANSWERABLE ? state : ANSWER_UNANSWERABLE;
        return state == ANSWER_GIVEN;
    case 2:
        fact->gate_kind = GATE_NONE;
        break;
    case 3:
        fact->has_none = fact->has_none && state == ANSWER_NONE;
        break;
    default:
        fact->optional = false;
        break;
    }
    return state != answer->state || memcmp(&before, fact, sizeof before) != 0;
}

/* ---- the numbering --------------------------------------------------------------------------- */

int plan_ways(const struct plan *plan) {
    return RULE_WAYS * plan->rule_count + RESULT_WAYS * plan->result_count +
           FACT_WAYS * plan->fact_count + TERM_WAYS * plan->term_count + 2;
}

static bool reduce_rest(struct plan *plan, int way) {
    if (way == 0) {
        bool had = plan->has_technique;
        plan->has_technique = false;
        return had;
    }
    int had = plan->item_count;
    plan->item_count = had > 0 ? had - 1 : 0;
    return had > 0;
}

bool plan_reduce(struct plan *plan, int way) {
    if (way < RULE_WAYS * plan->rule_count) {
        return reduce_rule(plan, way / RULE_WAYS, way % RULE_WAYS);
    }
    way -= RULE_WAYS * plan->rule_count;
    if (way < RESULT_WAYS * plan->result_count) {
        return reduce_result(plan, way / RESULT_WAYS, way % RESULT_WAYS);
    }
    way -= RESULT_WAYS * plan->result_count;
    if (way < 2) {
        return reduce_rest(plan, way);
    }
    way -= 2;
    if (way < FACT_WAYS * plan->fact_count) {
        return reduce_fact(plan, way / FACT_WAYS, way % FACT_WAYS);
    }
    way -= FACT_WAYS * plan->fact_count;
    /* The last terms first: they are the largest. */
    return reduce_term(plan, plan->term_count - 1 - way / TERM_WAYS, way % TERM_WAYS);
}
