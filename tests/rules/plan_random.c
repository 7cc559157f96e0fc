/*
 * Random programs: few facts with few values, so that every completion can be tried, under every
 * operation that a screening evaluates.
 */
#include "rules/plan.h"

uint64_t random_bits(struct random *random) {
    random->state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t bits = random->state;
    bits = (bits ^ (bits >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    bits = (bits ^ (bits >> 27)) * UINT64_C(0x94d049bb133111eb);
    return bits ^ (bits >> 31);
}

uint32_t random_below(struct random *random, uint32_t limit) {
    return (uint32_t)((random_bits(random) >> 32) * limit >> 32);
}

bool random_chance(struct random *random, uint32_t percent) {
    return random_below(random, 100) < percent;
}

/* What a term may look at: facts and results before these. */
struct growing {
    struct plan *plan;
    struct random *random;
    int facts;
    int results;
};

static int below(struct growing *growing, int limit) {
    return (int)random_below(growing->random, (uint32_t)limit);
}

/* The last places are kept for leaves, so that a term under way can always be ended. */
static bool must_end(const struct growing *growing, int depth) {
    return depth <= 0 || growing->plan->term_count > PLAN_TERMS - 40;
}

static int add(struct growing *growing, struct plan_term term) {
    growing->plan->terms[growing->plan->term_count] = term;
    return growing->plan->term_count++;
}

static int constant(struct growing *growing, bool value) {
    return add(growing, (struct plan_term){.op = value ? NODE_TRUE : NODE_FALSE});
}

static int number_constant(struct growing *growing) {
    static const double numbers[] = {-1, 0, 0.1, 0.7, 1, 1.5, 2, 3, 4, 7};
    return add(growing,
               (struct plan_term){.op = NODE_NUMBER, .number = numbers[below(growing, 10)]});
}

static int fact_leaf(struct growing *growing, int fact) {
    enum value_type type = growing->plan->facts[fact].type;
    enum node_op op = type == VALUE_NUMBER ? NODE_FACT_NUMBER
                      : type == VALUE_DATE ? NODE_FACT_DATE
                                           : NODE_FACT_DISCRETE;
    return add(growing, (struct plan_term){.op = op, .index = fact});
}

static int unary(struct growing *growing, enum node_op op, int child) {
    return add(growing, (struct plan_term){.op = op, .children = {child}, .child_count = 1});
}

/* A fact of this type before growing->facts, or -1. */
static int pick_fact(struct growing *growing, enum value_type type) {
    for (int tries = 0; growing->facts > 0 && tries < 4; tries++) {
        int fact = below(growing, growing->facts);
        if (growing->plan->facts[fact].type == type) {
            return fact;
        }
    }
    return -1;
}

static int condition(struct growing *growing, int depth);
static int number(struct growing *growing, int depth);

/* ---- numbers --------------------------------------------------------------------------------- */

static int number_leaf(struct growing *growing) {
    int fact = pick_fact(growing, VALUE_NUMBER);
    int date = pick_fact(growing, VALUE_DATE);
    if (fact >= 0 && random_chance(growing->random, 80)) {
        return fact_leaf(growing, fact);
    }
    if (date >= 0 && random_chance(growing->random, 80)) {
        return unary(growing, random_chance(growing->random, 50) ? NODE_DAYS_AGO : NODE_WEEKS_AGO,
                     fact_leaf(growing, date));
    }
    return number_constant(growing);
}

static int arithmetic(struct growing *growing, enum node_op op, int count, int depth) {
    struct plan_term term = {.op = op, .child_count = count};
    for (int i = 0; i < count; i++) {
        term.children[i] = number(growing, depth);
    }
    return add(growing, term);
}

static int quotient(struct growing *growing, int depth) {
    static const double divisors[] = {2, -4, 0.5};
    struct plan_term term = {
        .op = NODE_DIVIDE, .child_count = 1, .number = divisors[below(growing, 3)]};
    term.children[0] = number(growing, depth);
    int fact = pick_fact(growing, VALUE_NUMBER);
    if (fact >= 0) {
        term.children[term.child_count++] = fact_leaf(growing, fact);
    }
    return add(growing, term);
}

static int first(struct growing *growing, int depth) {
    struct plan_term term = {.op = NODE_FIRST};
    int lines = 1 + below(growing, 3);
    for (int i = 0; i < lines; i++) {
        term.children[term.child_count++] = condition(growing, depth);
        term.children[term.child_count++] = number(growing, depth);
    }
    term.children[term.child_count++] = number(growing, depth);
    return add(growing, term);
}

static int call(struct growing *growing, enum node_op op, int function) {
    struct plan_term term = {.op = op, .index = function};
    int count = 1 + below(growing, 2);
    for (int i = 0; i < count && growing->facts > 0; i++) {
        term.children[term.child_count++] = fact_leaf(growing, below(growing, growing->facts));
    }
    return term.child_count == 0 ? number_constant(growing) : add(growing, term);
}

static int number(struct growing *growing, int depth) {
    if (must_end(growing, depth)) {
        return number_leaf(growing);
    }
    switch (below(growing, 10)) {
    case 0:
        return arithmetic(growing, NODE_ADD, 2 + below(growing, 2), depth - 1);
    case 1:
        return arithmetic(growing, NODE_SUBTRACT, 2, depth - 1);
    case 2:
        return arithmetic(growing, NODE_MULTIPLY, 2, depth - 1);
    case 3:
        return quotient(growing, depth - 1);
    case 4:
        return unary(growing, NODE_NEGATE, number(growing, depth - 1));
    case 5:
        return add(growing, (struct plan_term){.op = NODE_IF_NONE,
                                               .children = {number(growing, depth - 1)},
                                               .child_count = 1,
                                               .number = below(growing, 4)});
    case 6:
        return first(growing, depth - 1);
    case 7:
        return call(growing, NODE_FUNCTION_NUMBER, 1);
    default:
        return number_leaf(growing);
    }
}

/* ---- conditions ------------------------------------------------------------------------------ */

static int one_of(struct growing *growing, int discrete, int values) {
    uint64_t mask = 1 + (uint64_t)below(growing, (1 << values) - 1);
    return add(growing,
               (struct plan_term){
                   .op = NODE_ONE_OF, .children = {discrete}, .child_count = 1, .mask = mask});
}

static int compare(struct growing *growing, int depth) {
    static const enum node_op ops[] = {NODE_LESS, NODE_AT_MOST, NODE_EQUAL};
    int left = number(growing, depth);
    int right =
        random_chance(growing->random, 70) ? number_constant(growing) : number(growing, depth);
    struct plan_term term = {.op = ops[below(growing, 3)], .child_count = 2};
    bool swap = random_chance(growing->random, 50);
    term.children[0] = swap ? right : left;
    term.children[1] = swap ? left : right;
    return add(growing, term);
}

static int condition_leaf(struct growing *growing) {
    if (growing->facts == 0) {
        return constant(growing, random_chance(growing->random, 50));
    }
    int fact = below(growing, growing->facts);
    switch (growing->plan->facts[fact].type) {
    case VALUE_YES_NO:
        return add(growing, (struct plan_term){.op = NODE_ONE_OF,
                                               .children = {fact_leaf(growing, fact)},
                                               .child_count = 1,
                                               .mask = MASK_TRUE});
    case VALUE_CHOICE:
        return one_of(growing, fact_leaf(growing, fact), PLAN_OPTIONS);
    default:
        return compare(growing, 0);
    }
}

static int junction(struct growing *growing, enum node_op op, int depth) {
    struct plan_term term = {.op = op, .child_count = 1 + below(growing, 3)};
    for (int i = 0; i < term.child_count; i++) {
        term.children[i] = condition(growing, depth);
    }
    term.number = 1 + below(growing, term.child_count);
    return add(growing, term);
}

static int about_a_fact(struct growing *growing) {
    int fact = below(growing, growing->facts);
    if (random_chance(growing->random, 50)) {
        return add(growing, (struct plan_term){.op = NODE_ANSWERED, .index = fact});
    }
    return unary(growing, NODE_IS_NONE, fact_leaf(growing, fact));
}

static int about_a_result(struct growing *growing) {
    int result = below(growing, growing->results);
    int lines = add(growing, (struct plan_term){.op = NODE_LINES, .index = result});
    return one_of(growing, lines, growing->plan->results[result].line_count);
}

static int condition(struct growing *growing, int depth) {
    if (must_end(growing, depth)) {
        return condition_leaf(growing);
    }
    switch (below(growing, 12)) {
    case 0:
    case 1:
        return junction(growing, NODE_ALL, depth - 1);
    case 2:
    case 3:
        return junction(growing, NODE_ANY, depth - 1);
    case 4:
        return junction(growing, NODE_AT_LEAST_COUNT, depth - 1);
    case 5:
        return unary(growing, NODE_NOT, condition(growing, depth - 1));
    case 6:
    case 7:
        return compare(growing, depth - 1);
    case 8:
        return growing->facts > 0 ? about_a_fact(growing) : condition_leaf(growing);
    case 9:
        return growing->results > 0 ? about_a_result(growing) : condition_leaf(growing);
    case 10:
        return growing->facts > 0 ? call(growing, NODE_FUNCTION_DISCRETE, 0)
                                  : condition_leaf(growing);
    default:
        return condition_leaf(growing);
    }
}

/* ---- declarations ---------------------------------------------------------------------------- */

static struct answer value_of_type(struct growing *growing, const struct plan_fact *fact) {
    struct answer answer = {.state = ANSWER_GIVEN};
    static const double tenths[] = {0.1, 0.7, 0.8};
    switch (fact->type) {
    case VALUE_YES_NO:
        answer.option = (uint32_t)below(growing, 2);
        break;
    case VALUE_CHOICE:
        answer.option = (uint32_t)below(growing, PLAN_OPTIONS);
        break;
    case VALUE_NUMBER:
        answer.number = fact->tenths ? tenths[below(growing, 3)] : 1 + below(growing, 3);
        break;
    case VALUE_DATE:
        answer.day = PLAN_AS_OF - 10 * below(growing, 3);
        break;
    }
    return answer;
}

static void add_fact(struct growing *growing, int index) {
    static const enum value_type types[] = {VALUE_YES_NO, VALUE_YES_NO, VALUE_CHOICE,
                                            VALUE_NUMBER, VALUE_NUMBER, VALUE_DATE};
    struct plan_fact *fact = &growing->plan->facts[index];
    fact->type = types[below(growing, 6)];
    fact->tenths = random_chance(growing->random, 40);
    fact->has_none = random_chance(growing->random, 20);
    fact->optional = random_chance(growing->random, 12);
    growing->facts = index;
    if (index > 0 && random_chance(growing->random, 40)) {
        fact->gate_kind = random_chance(growing->random, 65) ? GATE_ONLY_IF : GATE_ASK_IF;
        fact->gate = condition(growing, 1 + below(growing, 2));
        fact->otherwise = value_of_type(growing, fact);
        if (random_chance(growing->random, 35)) {
            fact->otherwise = (struct answer){.state = ANSWER_NONE};
        }
    }
}

static enum urgency any_urgency(struct growing *growing) {
    return (enum urgency)below(growing, URGENCY_IMMEDIATE + 1);
}

static void add_result(struct growing *growing, int index) {
    static const enum outcome outcomes[] = {OUTCOME_CLEAR, OUTCOME_CLEAR, OUTCOME_DEFER,
                                            OUTCOME_REFER, OUTCOME_STOP};
    struct plan_result *result = &growing->plan->results[index];
    result->line_count = 2 + below(growing, PLAN_LINES - 1);
    for (int i = 0; i < result->line_count; i++) {
        result->outcomes[i] = outcomes[below(growing, 5)];
        result->urgencies[i] = URGENCY_NONE;
        if (result->outcomes[i] >= OUTCOME_REFER) {
            result->urgencies[i] = any_urgency(growing);
        }
        if (i + 1 < result->line_count) {
            result->whens[i] = condition(growing, 2);
        }
    }
    growing->results = index + 1;
}

static void add_rule(struct growing *growing, int index) {
    static const enum rule_kind kinds[] = {RULE_RED_FLAG,        RULE_RED_FLAG,     RULE_SCOPE,
                                           RULE_PRECONDITION,    RULE_PRECONDITION, RULE_ADVISORY,
                                           RULE_CONTRAINDICATION};
    struct plan_rule *rule = &growing->plan->rules[index];
    rule->kind = kinds[below(growing, 7)];
    rule->during = growing->plan->has_technique && random_chance(growing->random, 20);
    rule->urgency = rule->during ? URGENCY_NONE : any_urgency(growing);
    rule->when = condition(growing, 3);
}

void plan_random(struct plan *plan, struct random *random) {
    *plan = (struct plan){.fact_count = 0};
    struct growing growing = {.plan = plan, .random = random};
    plan->fact_count = 2 + below(&growing, PLAN_FACTS - 1);
    for (int i = 0; i < plan->fact_count; i++) {
        add_fact(&growing, i);
    }
    growing.facts = plan->fact_count;
    plan->result_count = below(&growing, PLAN_RESULTS + 1);
    for (int i = 0; i < plan->result_count; i++) {
        add_result(&growing, i);
    }
    plan->has_technique = random_chance(random, 40);
    if (plan->has_technique) {
        plan->technique_only_if = condition(&growing, 2);
    }
    plan->item_count = below(&growing, PLAN_ITEMS);
    for (int i = 0; i < plan->item_count; i++) {
        plan->items[i] = number(&growing, 2);
    }
    plan->rule_count = 1 + below(&growing, PLAN_RULES);
    for (int i = 0; i < plan->rule_count; i++) {
        add_rule(&growing, i);
    }
}

/* Also where only the gate makes it none. */
static bool may_be_sent_none(const struct plan_fact *fact) {
    return fact->has_none || (fact->gate_kind != GATE_NONE && fact->otherwise.state == ANSWER_NONE);
}

void plan_random_answers(struct plan *plan, struct random *random) {
    struct growing growing = {.plan = plan, .random = random};
    uint32_t said = random_below(random, 100); /* from hardly anything to everything */
    for (int i = 0; i < plan->fact_count; i++) {
        const struct plan_fact *fact = &plan->facts[i];
        plan->answers[i] = (struct answer){.state = ANSWER_ABSENT};
        if (!random_chance(random, said)) {
            continue;
        }
        plan->answers[i] = value_of_type(&growing, fact);
        if (random_chance(random, 25)) {
            plan->answers[i] = (struct answer){.state = ANSWER_UNANSWERABLE};
        } else if (may_be_sent_none(fact) && random_chance(random, 30)) {
            plan->answers[i] = (struct answer){.state = ANSWER_NONE};
        }
    }
}
