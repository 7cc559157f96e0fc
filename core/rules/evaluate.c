/*
 * The walk over the nodes. `evaluate_node` is the meaning of every operation of the language; it
 * reads the cells of the children, which stand before it, and writes its own.
 *
 * A contradiction (a value given where the gate is false) makes both values possible. That alone
 * would hide what one of them establishes, so two more walks, one with each value, note which
 * conditions hold under either (`fired_either`).
 */
#include "rules/evaluate.h"

#include "base/date.h"
#include "rules/function_call.h"
#include "rules/gates.h"
#include "rules/interval.h"
#include "rules/needs.h"

#include <math.h>

/* ---- conditions ------------------------------------------------------------------------------ */

static uint64_t not_mask(uint64_t mask) {
    return ((mask & MASK_FALSE) << 1) | ((mask & MASK_TRUE) >> 1);
}

/* True needs every child to be able to be true; false needs one that can be false. */
static uint64_t all_mask(const union cell *cells, const node_id *children, uint32_t count) {
    uint64_t can_be_true = MASK_TRUE;
    uint64_t can_be_false = 0;
    for (uint32_t i = 0; i < count; i++) {
        can_be_true &= cells[children[i]].mask;
        can_be_false |= cells[children[i]].mask & MASK_FALSE;
    }
    return can_be_true | can_be_false;
}

static uint64_t any_mask(const union cell *cells, const node_id *children, uint32_t count) {
    uint64_t can_be_true = 0;
    uint64_t can_be_false = MASK_FALSE;
    for (uint32_t i = 0; i < count; i++) {
        can_be_true |= cells[children[i]].mask & MASK_TRUE;
        can_be_false &= cells[children[i]].mask;
    }
    return can_be_true | can_be_false;
}

static uint64_t at_least_mask(const union cell *cells, const node_id *children, uint32_t count,
                              uint32_t wanted) {
    uint32_t may_hold = 0;
    uint32_t hold = 0;
    for (uint32_t i = 0; i < count; i++) {
        may_hold += (cells[children[i]].mask & MASK_TRUE) != 0;
        hold += cells[children[i]].mask == MASK_TRUE;
    }
    return (may_hold >= wanted ? MASK_TRUE : 0) | (hold < wanted ? MASK_FALSE : 0);
}

static uint64_t one_of_mask(uint64_t possible, uint64_t wanted) {
    return ((possible & wanted) != 0 ? MASK_TRUE : 0) |
           ((possible & ~wanted) != 0 ? MASK_FALSE : 0);
}

static uint64_t is_none_mask(const struct program *program, const union cell *cells, node_id id) {
    const union cell *cell = &cells[id];
    if (node_op_is_number(program->nodes[id].op)) {
        return (cell->number.may_be_none ? MASK_TRUE : 0) |
               (cell->number.may_be_number ? MASK_FALSE : 0);
    }
    return one_of_mask(cell->mask, MASK_NONE);
}

/* Bit i where line i may be the first that holds; the last line holds always. */
static uint64_t lines_mask(const union cell *cells, const node_id *whens, uint32_t count) {
    uint64_t lines = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t when = cells[whens[i]].mask;
        if (when & MASK_TRUE) {
            lines |= (uint64_t)1 << i;
        }
        if (when == MASK_TRUE) {
            return lines;
        }
    }
    return lines | (uint64_t)1 << count;
}

/* By `by` or more since the start of the session: true needs both ends to be numbers. What is
 * measured stands among the nodes of a screening, so the start's evaluation has its cell. */
static uint64_t change_mask(const struct evaluation *evaluation, const struct node *node,
                            node_id measured, bool rose) {
    if (evaluation->start == NULL) {
        return MASK_UNKNOWN;
    }
    struct interval then = evaluation->start->cells[measured].number;
    struct interval now = evaluation->cells[measured].number;
    struct interval change = rose ? interval_subtract(now, then) : interval_subtract(then, now);
    struct interval by = interval_point(node->number);
    return interval_at_most(&by, &change);
}

/* ---- numbers --------------------------------------------------------------------------------- */

static struct interval sum(const union cell *cells, const node_id *children, uint32_t count) {
    struct interval total = cells[children[0]].number;
    for (uint32_t i = 1; i < count; i++) {
        total = interval_add(total, cells[children[i]].number);
    }
    return total;
}

static struct interval first(const union cell *cells, const node_id *children, uint32_t count) {
    struct interval hull;
    bool any = false;
    for (uint32_t i = 0; i + 1 < count; i += 2) {
        uint64_t when = cells[children[i]].mask;
        if (when & MASK_TRUE) {
            struct interval value = cells[children[i + 1]].number;
            hull = any ? interval_hull(hull, value) : value;
            any = true;
        }
        if (when == MASK_TRUE) {
            return hull;
        }
    }
    struct interval last = cells[children[count - 1]].number;
    return any ? interval_hull(hull, last) : last;
}

static struct interval if_none(struct interval value, double instead) {
    if (!value.may_be_none) {
        return value;
    }
    struct interval filled = interval_hull(value, interval_point(instead));
    filled.may_be_none = false;
    return filled;
}

static double completed_units(enum node_op op, int32_t from, int32_t to) {
    switch (op) {
    case NODE_WEEKS_AGO:
        return date_completed_weeks(from, to);
    case NODE_MONTHS_AGO:
        return date_completed_months(from, to);
    case NODE_YEARS_AGO:
        return date_completed_years(from, to);
    default:
        return (double)to - from;
    }
}

/* A date that may not lie in the future but is a day ahead (east of us) counts as today. */
static struct interval ago(const struct evaluation *evaluation, const struct node *node,
                           const struct interval *date) {
    const struct program *program = evaluation->program;
    const struct node *below = &program->nodes[node_children(program, node)[0]];
    bool future = program->facts[below->fact].future;
    if (!date->may_be_number) {
        return interval_none();
    }
    struct interval result;
    if (date->low == date->high) {
        double units = completed_units(node->op, (int32_t)date->low, evaluation->as_of);
        result = interval_point(units < 0 && !future ? 0 : units);
    } else {
        result = interval_range(future ? -INFINITY : 0, INFINITY);
    }
    result.may_be_none = date->may_be_none;
    return result;
}

/* Arithmetic on known values that has no finite result failed: the value is unknown. */
static bool check_finite(struct evaluation *evaluation, node_id id, const node_id *children,
                         uint32_t count, struct interval *result) {
    if (interval_known(result) && isfinite(result->low)) {
        return true;
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct interval *operand = &evaluation->cells[children[i]].number;
        if (!interval_known(operand) || !operand->may_be_number) {
            return true;
        }
    }
    *result = interval_range(-INFINITY, INFINITY);
    return evaluation_fail(evaluation, id, text_of("the result of the arithmetic is not finite"));
}

static bool arithmetic(struct evaluation *evaluation, node_id id, const struct node *node,
                       const node_id *children) {
    const union cell *cells = evaluation->cells;
    struct interval result;
    switch (node->op) {
    case NODE_ADD:
        result = sum(cells, children, node->child_count);
        break;
    case NODE_SUBTRACT:
        result = interval_subtract(cells[children[0]].number, cells[children[1]].number);
        break;
    case NODE_MULTIPLY:
        result = interval_multiply(cells[children[0]].number, cells[children[1]].number);
        break;
    default:
        result = interval_divide(cells[children[0]].number, cells[children[1]].number);
        break;
    }
    evaluation->cells[id].number = result;
    return check_finite(evaluation, id, children, node->child_count, &evaluation->cells[id].number);
}

/* ---- one node -------------------------------------------------------------------------------- */

/* The meaning of each operation. False only where memory ran out. */
static bool evaluate_node(struct evaluation *evaluation, node_id id) {
    const struct program *program = evaluation->program;
    const struct node *node = &program->nodes[id];
    const node_id *children = node_children(program, node);
    union cell *cells = evaluation->cells;
    union cell *cell = &cells[id];
    switch (node->op) {
    case NODE_FALSE:
        cell->mask = MASK_FALSE;
        return true;
    case NODE_TRUE:
        cell->mask = MASK_TRUE;
        return true;
    case NODE_FACT_DISCRETE:
        cell->mask = gate_discrete(evaluation, node->fact);
        return true;
    case NODE_ONE_OF:
        cell->mask = one_of_mask(cells[children[0]].mask, node->mask);
        return true;
    case NODE_IS_NONE:
        cell->mask = is_none_mask(program, cells, children[0]);
        return true;
    case NODE_ANSWERED:
        cell->mask = gate_answered(evaluation, node->fact);
        return true;
    case NODE_NOT:
        cell->mask = not_mask(cells[children[0]].mask);
        return true;
    case NODE_ALL:
        cell->mask = all_mask(cells, children, node->child_count);
        return true;
    case NODE_ANY:
        cell->mask = any_mask(cells, children, node->child_count);
        return true;
    case NODE_AT_LEAST_COUNT:
        cell->mask = at_least_mask(cells, children, node->child_count, node->count);
        return true;
    case NODE_LESS:
        cell->mask = interval_less(&cells[children[0]].number, &cells[children[1]].number);
        return true;
    case NODE_AT_MOST:
        cell->mask = interval_at_most(&cells[children[0]].number, &cells[children[1]].number);
        return true;
    case NODE_EQUAL:
        cell->mask = interval_equal(&cells[children[0]].number, &cells[children[1]].number);
        return true;
    case NODE_LINES:
        cell->mask = lines_mask(cells, children, node->child_count);
        return true;
    case NODE_ROSE_BY:
    case NODE_FELL_BY:
        cell->mask = change_mask(evaluation, node, children[0], node->op == NODE_ROSE_BY);
        return true;
    case NODE_NUMBER:
        cell->number = interval_point(node->number);
        return true;
    case NODE_FACT_NUMBER:
    case NODE_FACT_DATE:
        cell->number = gate_number(evaluation, node->fact);
        return true;
    case NODE_ADD:
    case NODE_SUBTRACT:
    case NODE_MULTIPLY:
    case NODE_DIVIDE:
        return arithmetic(evaluation, id, node, children);
    case NODE_NEGATE:
        cell->number = interval_negate(cells[children[0]].number);
        return true;
    case NODE_IF_NONE:
        cell->number = if_none(cells[children[0]].number, node->number);
        return true;
    case NODE_FIRST:
        cell->number = first(cells, children, node->child_count);
        return true;
    case NODE_DAYS_AGO:
    case NODE_WEEKS_AGO:
    case NODE_MONTHS_AGO:
    case NODE_YEARS_AGO:
        cell->number = ago(evaluation, node, &cells[children[0]].number);
        return true;
    case NODE_DAYS_UNTIL:
        cell->number = interval_subtract(cells[children[1]].number, cells[children[0]].number);
        return true;
    case NODE_FUNCTION_DISCRETE:
    case NODE_FUNCTION_NUMBER:
        return function_call_node(evaluation, id);
    }
    return true;
}

static bool walk(struct evaluation *evaluation) {
    for (node_id id = 0; id < evaluation->node_count; id++) {
        if (!evaluate_node(evaluation, id)) {
            return false;
        }
    }
    return true;
}

/* ---- contradictions -------------------------------------------------------------------------- */

/* Walks again with one of the two values throughout and notes the conditions that hold. */
static bool walk_one_side(struct evaluation *evaluation, enum contradiction_side side) {
    struct evaluation once = *evaluation;
    once.side = side;
    once.failures = NULL;
    once.last_failure = &once.failures;
    once.cells = arena_calloc(once.arena, once.node_count + 1, sizeof *once.cells);
    if (once.cells == NULL || !walk(&once)) {
        return false;
    }
    for (node_id id = 0; id < once.node_count; id++) {
        if (!node_op_is_number(once.program->nodes[id].op) && once.cells[id].mask == MASK_TRUE) {
            evaluation->fired_either[id] = true;
        }
    }
    return true;
}

static bool settle_contradictions(struct evaluation *evaluation) {
    evaluation->fired_either = arena_calloc(evaluation->arena, evaluation->node_count + 1,
                                            sizeof *evaluation->fired_either);
    return evaluation->fired_either != NULL && walk_one_side(evaluation, SIDE_GIVEN) &&
           walk_one_side(evaluation, SIDE_OTHERWISE);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void begin(struct evaluation *evaluation, const struct intake *intake,
                  const struct functions *functions, size_t node_count) {
    *evaluation = (struct evaluation){
        .program = intake->program,
        .arena = intake->arena,
        .answers = intake->answers,
        .functions = functions,
        .as_of = intake->as_of,
        .node_count = node_count,
        .words = (intake->program->fact_count + 63) / 64,
    };
    evaluation->last_failure = &evaluation->failures;
}

static bool evaluate_nodes(struct evaluation *evaluation, struct intake *intake) {
    evaluation->cells =
        arena_alloc(intake->arena, (evaluation->node_count + 1) * sizeof *evaluation->cells);
    if (evaluation->cells == NULL) {
        return false;
    }
    if (!walk(evaluation) || !gates_report(evaluation, intake)) {
        return false;
    }
    if (evaluation->contradicted && !settle_contradictions(evaluation)) {
        return false;
    }
    return needs_collect(evaluation);
}

bool evaluate(struct evaluation *evaluation, struct intake *intake,
              const struct functions *functions, size_t node_count) {
    begin(evaluation, intake, functions, node_count);
    return evaluate_nodes(evaluation, intake);
}

bool evaluate_session(struct evaluation *evaluation, struct intake *intake,
                      const struct functions *functions, const struct evaluation *start) {
    begin(evaluation, intake, functions, intake->program->node_count);
    evaluation->start = start;
    evaluation->in_session = true;
    return evaluate_nodes(evaluation, intake);
}

bool evaluation_known(const struct evaluation *evaluation, node_id node) {
    const union cell *cell = &evaluation->cells[node];
    if (node_op_is_number(evaluation->program->nodes[node].op)) {
        return interval_known(&cell->number);
    }
    return (cell->mask & (cell->mask - 1)) == 0;
}

bool evaluation_fail(struct evaluation *evaluation, node_id node, struct text message) {
    struct failure *failure = arena_calloc(evaluation->arena, 1, sizeof *failure);
    if (failure == NULL) {
        return false;
    }
    failure->node = node;
    failure->message = message;
    *evaluation->last_failure = failure;
    evaluation->last_failure = &failure->next;
    return true;
}
