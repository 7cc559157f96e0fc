/* The walk over the nodes, as rules/evaluate.c does it, and what each needs, as rules/needs.c. */
#include "proof/formula_meaning.h"

#include <math.h>

/* ---- cells ----------------------------------------------------------------------------------- */

bool meaning_values(struct meaning *meaning, node_id id, size_t count) {
    struct formula_cell *cell = &meaning->cells[id];
    cell->values = arena_calloc(meaning->arena, count + 1, sizeof *cell->values);
    cell->value_count = cell->values == NULL ? 0 : count;
    return cell->values != NULL;
}

void meaning_condition(struct meaning *meaning, node_id id, formula_id yes, formula_id no) {
    struct formula_cell *cell = &meaning->cells[id];
    if (meaning_values(meaning, id, 2)) {
        cell->values[0] = no;
        cell->values[1] = yes;
    }
    cell->none = FORMULA_FALSE;
    cell->known = formula_not(meaning->formulas, formula_and(meaning->formulas, yes, no));
}

static const node_id *children_of(const struct meaning *meaning, node_id id) {
    return node_children(meaning->program, &meaning->program->nodes[id]);
}

static size_t child_count(const struct meaning *meaning, node_id id) {
    return meaning->program->nodes[id].child_count;
}

static const struct formula_interval *number_of(const struct meaning *meaning, node_id id) {
    return &meaning->cells[id].number;
}

/* ---- conditions ------------------------------------------------------------------------------ */

/* `value` of the children: 1 for may be true, 0 for may be false. */
static formula_id over_children(struct meaning *meaning, node_id id, int value, bool all) {
    formula_id result = formula_bool(all);
    size_t count = child_count(meaning, id);
    formula_id *items = arena_calloc(meaning->arena, count + 1, sizeof *items);
    for (size_t i = 0; items != NULL && i < count; i++) {
        items[i] = meaning->cells[children_of(meaning, id)[i]].values[value];
    }
    if (items != NULL) {
        result = all ? formula_all(meaning->formulas, items, count)
                     : formula_any(meaning->formulas, items, count);
    }
    return result;
}

static void at_least_count(struct meaning *meaning, node_id id) {
    struct formulas *formulas = meaning->formulas;
    size_t count = child_count(meaning, id);
    size_t wanted = meaning->program->nodes[id].count;
    formula_id *may = arena_calloc(meaning->arena, count + 1, sizeof *may);
    formula_id *must = arena_calloc(meaning->arena, count + 1, sizeof *must);
    for (size_t i = 0; may != NULL && must != NULL && i < count; i++) {
        node_id child = children_of(meaning, id)[i];
        may[i] = meaning_yes(meaning, child);
        must[i] = formula_not(formulas, meaning_no(meaning, child));
    }
    if (may == NULL || must == NULL) {
        return;
    }
    formula_id yes = formula_at_least(formulas, may, count, wanted);
    formula_id certain = formula_at_least(formulas, must, count, wanted);
    meaning_condition(meaning, id, yes, formula_not(formulas, certain));
}

static void one_of(struct meaning *meaning, node_id id) {
    struct formulas *formulas = meaning->formulas;
    const struct formula_cell *child = &meaning->cells[children_of(meaning, id)[0]];
    uint64_t wanted = meaning->program->nodes[id].mask;
    formula_id yes = (wanted & MASK_NONE) != 0 ? child->none : FORMULA_FALSE;
    formula_id no = (wanted & MASK_NONE) != 0 ? FORMULA_FALSE : child->none;
    for (size_t i = 0; i < child->value_count; i++) {
        formula_id *side = (wanted >> i & 1) != 0 ? &yes : &no;
        *side = formula_or(formulas, *side, child->values[i]);
    }
    meaning_condition(meaning, id, yes, no);
}

static void is_none(struct meaning *meaning, node_id id) {
    node_id below = children_of(meaning, id)[0];
    const struct formula_cell *child = &meaning->cells[below];
    if (node_op_is_number(meaning->program->nodes[below].op)) {
        meaning_condition(meaning, id, child->number.none, child->number.number);
        return;
    }
    formula_id there = formula_any(meaning->formulas, child->values, child->value_count);
    meaning_condition(meaning, id, child->none, there);
}

static void compare(struct meaning *meaning, node_id id) {
    const node_id *children = children_of(meaning, id);
    const struct formula_interval *a = number_of(meaning, children[0]);
    const struct formula_interval *b = number_of(meaning, children[1]);
    struct formula_verdict verdict;
    switch (meaning->program->nodes[id].op) {
    case NODE_LESS:
        verdict = verdict_less(meaning->formulas, a, b);
        break;
    case NODE_AT_MOST:
        verdict = verdict_at_most(meaning->formulas, a, b);
        break;
    default:
        verdict = verdict_equal(meaning->formulas, a, b);
        break;
    }
    meaning_condition(meaning, id, verdict.yes, verdict.no);
}

/* In a screening nobody knows what a session will start from. In a session it is told from what it
 * started from, which is not looked at here: either, but the same for the same change. */
static void change(struct meaning *meaning, node_id id) {
    struct formulas *formulas = meaning->formulas;
    const struct node *node = &meaning->program->nodes[id];
    const struct formula_interval *now = number_of(meaning, children_of(meaning, id)[0]);
    formula_id yes = FORMULA_TRUE;
    formula_id no = FORMULA_TRUE;
    if (meaning->in_session && now->number != FORMULA_FALSE) {
        formula_id by = formula_number(formulas, node->number);
        formula_id about[] = {now->low, now->high, now->number, now->low_open, now->high_open, by};
        uint32_t what = node->op == NODE_ROSE_BY ? UNKNOWN_ROSE : UNKNOWN_FELL;
        yes = formula_unknown(formulas, SYNOVIA_SORT_BOOL, what, about, 6);
        no = formula_unknown(formulas, SYNOVIA_SORT_BOOL, what + 1, about, 6);
        formula_hold(formulas, formula_or(formulas, yes, no));
    }
    meaning_condition(meaning, id, yes, no);
}

/* ---- lines and first ------------------------------------------------------------------------- */

/* Line by line: it is reached where none before it holds for certain. */
static void lines(struct meaning *meaning, node_id id) {
    struct formulas *formulas = meaning->formulas;
    size_t count = child_count(meaning, id);
    if (!meaning_values(meaning, id, count + 1)) {
        return;
    }
    struct formula_cell *cell = &meaning->cells[id];
    formula_id reached = FORMULA_TRUE;
    formula_id unknown = FORMULA_FALSE;
    formula_id settle = FORMULA_FALSE;
    for (size_t i = 0; i < count; i++) {
        node_id when = children_of(meaning, id)[i];
        formula_id here = formula_and(formulas, reached, meaning_yes(meaning, when));
        cell->values[i] = here;
        unknown =
            formula_or(formulas, unknown, formula_and(formulas, here, meaning_no(meaning, when)));
        settle = formula_or(formulas, settle,
                            formula_and(formulas, reached, meaning->cells[when].settle));
        reached = formula_and(formulas, reached, meaning_no(meaning, when));
    }
    cell->values[count] = reached;
    cell->none = FORMULA_FALSE;
    cell->known = formula_not(formulas, unknown);
    cell->settle = formula_and(formulas, unknown, settle);
}

/* From the last line to the first: the line's value where it holds, else what comes after it. */
static void first(struct meaning *meaning, node_id id) {
    struct formulas *formulas = meaning->formulas;
    const node_id *children = children_of(meaning, id);
    size_t count = child_count(meaning, id);
    struct formula_cell *cell = &meaning->cells[id];
    cell->number = *number_of(meaning, children[count - 1]);
    formula_id settle = meaning->cells[children[count - 1]].settle;
    for (size_t i = count - 1; i >= 2; i -= 2) {
        node_id when = children[i - 2];
        node_id value = children[i - 1];
        formula_id yes = meaning_yes(meaning, when);
        formula_id no = meaning_no(meaning, when);
        cell->number = interval_when(formulas, yes, no, *number_of(meaning, value), cell->number);
        formula_id own = formula_and(formulas, yes, meaning->cells[value].settle);
        formula_id later = formula_and(formulas, no, settle);
        settle = formula_any(formulas, (formula_id[]){meaning->cells[when].settle, own, later}, 3);
    }
    cell->known = cell->number.known;
    cell->settle = formula_and(formulas, formula_not(formulas, cell->known), settle);
}

/* ---- numbers --------------------------------------------------------------------------------- */

static struct formula_interval arithmetic(struct meaning *meaning, node_id id) {
    struct formulas *formulas = meaning->formulas;
    const struct node *node = &meaning->program->nodes[id];
    const node_id *children = children_of(meaning, id);
    struct formula_interval a = *number_of(meaning, children[0]);
    struct formula_interval b = a;
    if (node->child_count > 1) {
        b = *number_of(meaning, children[1]);
    }
    switch (node->op) {
    case NODE_ADD:
        for (size_t i = 1; i < node->child_count; i++) {
            a = interval_sum(formulas, a, *number_of(meaning, children[i]));
        }
        return a;
    case NODE_SUBTRACT:
        return interval_sum(formulas, a, interval_opposite(formulas, b));
    case NODE_DAYS_UNTIL:
        return interval_sum(formulas, b, interval_opposite(formulas, a));
    case NODE_MULTIPLY:
        return interval_product(formulas, a, b);
    case NODE_DIVIDE:
        return interval_quotient(formulas, a, b);
    case NODE_NEGATE:
        return interval_opposite(formulas, a);
    default:
        return interval_filled(formulas, a, node->number);
    }
}

/* ---- one node -------------------------------------------------------------------------------- */

/* False where the node has set what settles it as well. */
static bool make_node(struct meaning *meaning, node_id id) {
    struct formulas *formulas = meaning->formulas;
    const struct node *node = &meaning->program->nodes[id];
    switch (node->op) {
    case NODE_FALSE:
    case NODE_TRUE:
        meaning_condition(meaning, id, formula_bool(node->op == NODE_TRUE),
                          formula_bool(node->op == NODE_FALSE));
        return true;
    case NODE_FACT_DISCRETE:
    case NODE_FACT_NUMBER:
    case NODE_FACT_DATE:
        meaning_fact(meaning, id);
        return false;
    case NODE_ANSWERED:
        meaning_answered(meaning, id);
        return false;
    case NODE_LINES:
        lines(meaning, id);
        return false;
    case NODE_FIRST:
        first(meaning, id);
        return false;
    case NODE_ONE_OF:
        one_of(meaning, id);
        return true;
    case NODE_IS_NONE:
        is_none(meaning, id);
        return true;
    case NODE_NOT:
        meaning_condition(meaning, id, meaning_no(meaning, children_of(meaning, id)[0]),
                          meaning_yes(meaning, children_of(meaning, id)[0]));
        return true;
    case NODE_ALL:
        meaning_condition(meaning, id, over_children(meaning, id, 1, true),
                          over_children(meaning, id, 0, false));
        return true;
    case NODE_ANY:
        meaning_condition(meaning, id, over_children(meaning, id, 1, false),
                          over_children(meaning, id, 0, true));
        return true;
    case NODE_AT_LEAST_COUNT:
        at_least_count(meaning, id);
        return true;
    case NODE_LESS:
    case NODE_AT_MOST:
    case NODE_EQUAL:
        compare(meaning, id);
        return true;
    case NODE_ROSE_BY:
    case NODE_FELL_BY:
        change(meaning, id);
        return true;
    case NODE_NUMBER:
        meaning->cells[id].number = interval_of_number(formulas, node->number);
        break;
    case NODE_DAYS_AGO:
    case NODE_WEEKS_AGO:
    case NODE_MONTHS_AGO:
    case NODE_YEARS_AGO:
        meaning_units(meaning, id);
        break;
    case NODE_FUNCTION_DISCRETE:
    case NODE_FUNCTION_NUMBER:
        meaning_function(meaning, id);
        return true;
    default:
        meaning->cells[id].number = arithmetic(meaning, id);
        break;
    }
    meaning->cells[id].known = meaning->cells[id].number.known;
    return true;
}

static void settle_by_children(struct meaning *meaning, node_id id) {
    struct formulas *formulas = meaning->formulas;
    struct formula_cell *cell = &meaning->cells[id];
    size_t count = child_count(meaning, id);
    formula_id any = FORMULA_FALSE;
    for (size_t i = 0; i < count; i++) {
        any = formula_or(formulas, any, meaning->cells[children_of(meaning, id)[i]].settle);
    }
    cell->settle = formula_and(formulas, formula_not(formulas, cell->known), any);
}

bool meaning_make(struct meaning *meaning) {
    size_t count = meaning->program->node_count;
    meaning->cells = arena_calloc(meaning->arena, count + 1, sizeof *meaning->cells);
    meaning->familiar = arena_calloc(meaning->arena, count + 1, sizeof *meaning->familiar);
    for (node_id id = 0; meaning->cells != NULL && meaning->familiar != NULL && id < count; id++) {
        if (make_node(meaning, id)) {
            settle_by_children(meaning, id);
        }
        if (meaning->arena->failed || meaning->formulas->failed) {
            return false;
        }
    }
    return meaning->cells != NULL && meaning->familiar != NULL;
}
