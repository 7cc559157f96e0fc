#include "rules/oracle.h"

#include "rules/plan.h"

#include <math.h>

static struct oracle_value look(struct oracle_world *world, node_id id);

/* ---- facts ----------------------------------------------------------------------------------- */

static struct oracle_value value_of(const struct fact *fact, struct answer answer) {
    struct oracle_value value = {.none = answer.state == ANSWER_NONE};
    if (value.none) {
        return value;
    }
    if (fact->type == VALUE_NUMBER || fact->type == VALUE_DATE) {
        value.number = fact->type == VALUE_NUMBER ? answer.number : answer.day;
        value.magnitude = fabs(value.number);
    } else {
        value.option = answer.option;
    }
    return value;
}

static bool is_sent(const struct answer *answer) {
    return answer->state == ANSWER_GIVEN || answer->state == ANSWER_NONE;
}

static bool are_same(const struct fact *fact, struct answer a, struct answer b) {
    struct oracle_value left = value_of(fact, a);
    struct oracle_value right = value_of(fact, b);
    return left.none == right.none &&
           (left.none || (left.number == right.number && left.option == right.option));
}

static bool exists(struct oracle_world *world, const struct fact *fact) {
    return fact->gate_kind == GATE_NONE || look(world, fact->gate).option == 1;
}

static struct oracle_value fact_value(struct oracle_world *world, uint32_t index) {
    const struct fact *fact = &world->program->facts[index];
    const struct answer *sent = &world->sent[index];
    if (!exists(world, fact)) {
        if (!is_sent(sent)) {
            return value_of(fact, fact->otherwise);
        }
        world->impossible |=
            fact->gate_kind == GATE_ONLY_IF && !are_same(fact, *sent, fact->otherwise);
        return value_of(fact, *sent);
    }
    if (is_sent(sent)) {
        world->impossible |= sent->state == ANSWER_NONE && !fact->has_none;
        return value_of(fact, *sent);
    }
    return fact->optional ? (struct oracle_value){.none = true}
                          : value_of(fact, world->hidden[index]);
}

static bool answered(struct oracle_world *world, uint32_t index) {
    return is_sent(&world->sent[index]) || !exists(world, &world->program->facts[index]);
}

/* ---- conditions ------------------------------------------------------------------------------ */

static struct oracle_value truth(bool holds) {
    return (struct oracle_value){.option = holds ? 1 : 0};
}

static struct oracle_value compare(enum node_op op, struct oracle_value a, struct oracle_value b) {
    if (a.none || b.none) {
        return truth(false);
    }
    bool equal = fabs(a.number - b.number) <= 1e-9 * fmax(a.magnitude, b.magnitude);
    switch (op) {
    case NODE_EQUAL:
        return truth(equal);
    case NODE_LESS:
        return truth(a.number < b.number && !equal);
    default:
        return truth(a.number < b.number || equal);
    }
}

static uint32_t count_true(struct oracle_world *world, const struct node *node) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < node->child_count; i++) {
        count += look(world, node_children(world->program, node)[i]).option == 1;
    }
    return count;
}

static struct oracle_value first_line(struct oracle_world *world, const struct node *node) {
    uint32_t line = 0;
    while (line < node->child_count &&
           look(world, node_children(world->program, node)[line]).option == 0) {
        line++;
    }
    return (struct oracle_value){.option = line};
}

/* ---- numbers --------------------------------------------------------------------------------- */

static struct oracle_value of_number(double number, double magnitude_before) {
    return (struct oracle_value){.number = number,
                                 .magnitude = fmax(fabs(number), magnitude_before)};
}

static struct oracle_value calculate(enum node_op op, struct oracle_value a,
                                     struct oracle_value b) {
    if (a.none || b.none) {
        return (struct oracle_value){.none = true};
    }
    double magnitude = fmax(a.magnitude, b.magnitude);
    switch (op) {
    case NODE_ADD:
        return of_number(a.number + b.number, magnitude);
    case NODE_SUBTRACT:
        return of_number(a.number - b.number, magnitude);
    case NODE_MULTIPLY:
        return of_number(a.number * b.number, magnitude);
    default:
        return of_number(a.number / b.number, magnitude);
    }
}

static struct oracle_value fold(struct oracle_world *world, const struct node *node) {
    const node_id *children = node_children(world->program, node);
    struct oracle_value result = look(world, children[0]);
    for (uint32_t i = 1; i < node->child_count; i++) {
        result = calculate(node->op, result, look(world, children[i]));
    }
    return result;
}

static struct oracle_value first_value(struct oracle_world *world, const struct node *node) {
    const node_id *children = node_children(world->program, node);
    uint32_t at = 0;
    while (at + 1 < node->child_count && look(world, children[at]).option == 0) {
        at += 2;
    }
    return look(world, at + 1 < node->child_count ? children[at + 1] : children[at]);
}

static struct oracle_value ago(const struct oracle_world *world, struct oracle_value date,
                               double unit) {
    return date.none ? date : of_number(floor((world->as_of - date.number) / unit), 0);
}

/* ---- functions ------------------------------------------------------------------------------- */

static int code_of(const struct oracle_world *world, node_id id, struct oracle_value value) {
    if (value.none) {
        return PLAN_CODE_NONE;
    }
    switch (world->program->nodes[id].op) {
    case NODE_FACT_DATE:
        return world->as_of - (int)value.number;
    case NODE_FACT_DISCRETE:
        return (int)value.option;
    default:
        return (int)floor(value.number * 10);
    }
}

static struct oracle_value call(struct oracle_world *world, const struct node *node) {
    const node_id *children = node_children(world->program, node);
    int codes[8];
    for (uint32_t i = 0; i < node->child_count; i++) {
        codes[i] = code_of(world, children[i], look(world, children[i]));
    }
    int code = plan_function_code(node->function, codes, node->child_count);
    return node->op == NODE_FUNCTION_DISCRETE ? truth(code == 1) : of_number(code, 0);
}

/* ---- one term -------------------------------------------------------------------------------- */

static struct oracle_value look_at(struct oracle_world *world, const struct node *node) {
    const node_id *children = node_children(world->program, node);
    struct oracle_value child = {.none = true};
    if (node->child_count > 0 && node->op != NODE_ANSWERED) {
        child = look(world, children[0]);
    }
    switch (node->op) {
    case NODE_FALSE:
    case NODE_TRUE:
        return truth(node->op == NODE_TRUE);
    case NODE_FACT_DISCRETE:
    case NODE_FACT_NUMBER:
    case NODE_FACT_DATE:
        return fact_value(world, node->fact);
    case NODE_ONE_OF:
        return truth(!child.none && (node->mask >> child.option & 1) != 0);
    case NODE_IS_NONE:
        return truth(child.none);
    case NODE_ANSWERED:
        return truth(answered(world, node->fact));
    case NODE_NOT:
        return truth(child.option == 0);
    case NODE_ALL:
        return truth(count_true(world, node) == node->child_count);
    case NODE_ANY:
        return truth(count_true(world, node) > 0);
    case NODE_AT_LEAST_COUNT:
        return truth(count_true(world, node) >= node->count);
    case NODE_LESS:
    case NODE_AT_MOST:
    case NODE_EQUAL:
        return compare(node->op, child, look(world, children[1]));
    case NODE_LINES:
        return first_line(world, node);
    case NODE_NUMBER:
        return of_number(node->number, 0);
    case NODE_NEGATE:
        child.number = -child.number;
        return child;
    case NODE_IF_NONE:
        return child.none ? of_number(node->number, 0) : child;
    case NODE_FIRST:
        return first_value(world, node);
    case NODE_DAYS_AGO:
        return ago(world, child, 1);
    case NODE_WEEKS_AGO:
        return ago(world, child, 7);
    case NODE_FUNCTION_DISCRETE:
    case NODE_FUNCTION_NUMBER:
        return call(world, node);
    default:
        return fold(world, node);
    }
}

static struct oracle_value look(struct oracle_world *world, node_id id) {
    if (!world->looked_at[id]) {
        world->values[id] = look_at(world, &world->program->nodes[id]);
        world->looked_at[id] = true;
    }
    return world->values[id];
}

bool oracle_look(struct oracle_world *world) {
    world->impossible = false;
    for (node_id id = 0; id < world->program->screen_nodes; id++) {
        world->looked_at[id] = false;
    }
    for (node_id id = 0; id < world->program->screen_nodes && !world->impossible; id++) {
        look(world, id);
    }
    return !world->impossible;
}

/* ---- the verdict ----------------------------------------------------------------------------- */

static void raise(struct oracle_verdict *verdict, enum outcome outcome, enum urgency urgency) {
    verdict->outcome = outcome > verdict->outcome ? outcome : verdict->outcome;
    verdict->urgency = urgency > verdict->urgency ? urgency : verdict->urgency;
}

/* The table of section 2: what a rule of each kind does to the outcome. */
static enum outcome outcome_of(enum rule_kind kind) {
    switch (kind) {
    case RULE_CONTRAINDICATION:
        return OUTCOME_STOP;
    case RULE_SCOPE:
    case RULE_RED_FLAG:
        return OUTCOME_REFER;
    case RULE_PRECONDITION:
        return OUTCOME_DEFER;
    default:
        return OUTCOME_CLEAR;
    }
}

static void judge_rules(const struct oracle_world *world, struct oracle_verdict *verdict) {
    const struct program *program = world->program;
    for (size_t i = 0; i < program->rule_count; i++) {
        const struct rule *rule = &program->rules[i];
        verdict->fired[i] = world->values[rule->fires].option == 1;
        if (!verdict->fired[i] || rule->during_count > 0 || rule->kind == RULE_ADVISORY) {
            continue;
        }
        verdict->in_scope = verdict->in_scope && rule->kind != RULE_SCOPE;
        raise(verdict, outcome_of(rule->kind), rule->referral.urgency);
    }
}

static bool rests_on_result(const struct program *program, node_id id) {
    const struct node *node = &program->nodes[id];
    bool rests = node->op == NODE_LINES;
    for (uint32_t i = 0; i < node->child_count; i++) {
        rests = rests || rests_on_result(program, node_children(program, node)[i]);
    }
    return rests;
}

/* Who is out of scope gets no result, and no advice that rests on one. */
static void withhold_advice(const struct oracle_world *world, struct oracle_verdict *verdict) {
    const struct program *program = world->program;
    for (size_t i = 0; i < program->rule_count && !verdict->in_scope; i++) {
        const struct rule *rule = &program->rules[i];
        if (rule->kind == RULE_ADVISORY && rests_on_result(program, rule->fires)) {
            verdict->fired[i] = false;
        }
    }
}

struct oracle_verdict oracle_judge(const struct oracle_world *world) {
    const struct program *program = world->program;
    struct oracle_verdict verdict = {.in_scope = true};
    judge_rules(world, &verdict);
    withhold_advice(world, &verdict);
    for (size_t i = 0; i < program->result_count; i++) {
        verdict.lines[i] = world->values[program->results[i].node].option;
        const struct result_line *line = &program->results[i].lines[verdict.lines[i]];
        if (verdict.in_scope) {
            raise(&verdict, line->outcome, line->referral.urgency);
        }
    }
    return verdict;
}

/* ---- against the engine ---------------------------------------------------------------------- */

bool oracle_is_allowed(const struct program *program, node_id node,
                       const struct oracle_value *value, const union cell *cell) {
    if (!node_op_is_number(program->nodes[node].op)) {
        uint64_t bit = value->none ? MASK_NONE : (uint64_t)1 << value->option;
        return (cell->mask & bit) != 0;
    }
    const struct interval *number = &cell->number;
    if (value->none) {
        return number->may_be_none;
    }
    return number->may_be_number && value->number >= number->low && value->number <= number->high &&
           value->magnitude >= number->least_magnitude &&
           value->magnitude <= fmax(number->inner_magnitude, fabs(value->number));
}
