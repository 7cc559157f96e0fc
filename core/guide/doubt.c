/*
 * What cannot be ruled out, whatever else will be reported.
 *
 * A halt may be unknown for two reasons at once: some of its facts will be reported in this turn,
 * and some cannot be answered. "It hurts, or the heart is weak", and nobody knows about the heart:
 * with a weak heart the halt holds already, so that whoever knew it would be shown no step; and so
 * nobody is who does not. "It hurts, and the heart is weak" can still be ruled out by no pain.
 *
 * So for each node: which values would be established by *some* answer to what cannot be answered,
 * for *every* report of what can be.
 *
 *     known                 its value
 *     cannot be answered    any value
 *     not reported yet      none
 *     any, all, not ...     Kleene's tables over these
 *
 * For numbers these are intervals whose ends have changed places where the fact cannot be answered
 * (Kaucher's arithmetic): `low` is the greatest lower bound that some answer establishes, `high`
 * the least upper one. Where the arithmetic is not linear they are taken wider, to the careful
 * side.
 */
#include "guide/guide_private.h"

#include "rules/gates.h"
#include "rules/interval.h"

#include <math.h>

struct settled {
    uint64_t mask;    /* discrete: the values that may be established */
    double low, high; /* numbers */
    bool doubtful;    /* something below cannot be answered, or failed */
};

struct doubt {
    const struct evaluation *now;
    struct settled *nodes; /* one a node */
};

static const struct node *node_at(const struct doubt *doubt, node_id id) {
    return &doubt->now->program->nodes[id];
}

static const struct settled *child(const struct doubt *doubt, const struct node *node, uint32_t i) {
    return &doubt->nodes[node_children(doubt->now->program, node)[i]];
}

/* ---- facts ----------------------------------------------------------------------------------- */

static uint64_t gate_settled(const struct doubt *doubt, uint32_t fact) {
    node_id gate = doubt->now->program->facts[fact].gate;
    return gate == NODE_MISSING ? MASK_TRUE : doubt->nodes[gate].mask;
}

static uint64_t otherwise_mask(const struct fact *fact) {
    return fact->otherwise.state == ANSWER_NONE ? MASK_NONE : (uint64_t)1 << fact->otherwise.option;
}

/* Behind a gate that cannot be answered, `otherwise` may be right; of what cannot be answered
 * itself it may be right in any case. */
static bool may_be_otherwise(const struct doubt *doubt, uint32_t index) {
    bool unanswerable = doubt->now->answers[index].state == ANSWER_UNANSWERABLE;
    bool gated = doubt->now->program->facts[index].gate != NODE_MISSING;
    return gated && (unanswerable || (gate_settled(doubt, index) & MASK_FALSE) != 0);
}

static bool may_be_anything(const struct doubt *doubt, uint32_t index) {
    bool unanswerable = doubt->now->answers[index].state == ANSWER_UNANSWERABLE;
    return unanswerable && (gate_settled(doubt, index) & MASK_TRUE) != 0;
}

static uint64_t settle_discrete(const struct doubt *doubt, node_id id, uint32_t index) {
    const struct fact *fact = &doubt->now->program->facts[index];
    uint64_t mask = may_be_anything(doubt, index) ? doubt->now->cells[id].mask : 0;
    return mask | (may_be_otherwise(doubt, index) ? otherwise_mask(fact) : 0);
}

/* Widens what may be established by an interval that somebody's answer could lie in. */
static void settle_within(struct settled *settled, double low, double high) {
    settled->low = fmax(settled->low, high);
    settled->high = fmin(settled->high, low);
}

static void settle_number(const struct doubt *doubt, node_id id, uint32_t index,
                          struct settled *settled) {
    const struct fact *fact = &doubt->now->program->facts[index];
    const struct interval *cell = &doubt->now->cells[id].number;
    if (may_be_anything(doubt, index)) {
        settle_within(settled, cell->low, cell->high);
    }
    if (may_be_otherwise(doubt, index) && fact->otherwise.state == ANSWER_GIVEN) {
        settle_within(settled, fact->otherwise.number, fact->otherwise.number);
    }
}

/* ---- conditions ------------------------------------------------------------------------------ */

static uint64_t settle_not(uint64_t mask) {
    return ((mask & MASK_FALSE) << 1) | ((mask & MASK_TRUE) >> 1);
}

/* True is established by `wanted` children, false by what leaves fewer. */
static uint64_t settle_count(const struct doubt *doubt, const struct node *node, uint32_t wanted) {
    uint32_t holds = 0;
    uint32_t fails = 0;
    for (uint32_t i = 0; i < node->child_count; i++) {
        holds += (child(doubt, node, i)->mask & MASK_TRUE) != 0;
        fails += (child(doubt, node, i)->mask & MASK_FALSE) != 0;
    }
    return (holds >= wanted ? MASK_TRUE : 0) |
           (node->child_count - fails < wanted ? MASK_FALSE : 0);
}

static uint64_t settle_one_of(uint64_t settled, uint64_t wanted) {
    return ((settled & wanted) != 0 ? MASK_TRUE : 0) | ((settled & ~wanted) != 0 ? MASK_FALSE : 0);
}

static bool at_most(double a, double b) {
    return a <= b || numbers_equal(a, b);
}

static bool under(double a, double b) {
    return !at_most(b, a);
}

/* A comparison with what may be none is false where it is none. */
static uint64_t settle_none(const struct doubt *doubt, const struct node *node, uint64_t mask) {
    for (uint32_t i = 0; i < node->child_count; i++) {
        node_id side = node_children(doubt->now->program, node)[i];
        if (doubt->now->cells[side].number.may_be_none) {
            mask = doubt->nodes[side].doubtful ? mask | MASK_FALSE : mask & ~MASK_TRUE;
        }
    }
    return mask;
}

static uint64_t settle_comparison(const struct doubt *doubt, const struct node *node) {
    const struct settled *a = child(doubt, node, 0);
    const struct settled *b = child(doubt, node, 1);
    bool holds = at_most(a->high, b->low);
    bool fails = under(b->high, a->low);
    if (node->op == NODE_LESS) {
        holds = under(a->high, b->low);
        fails = at_most(b->high, a->low);
    } else if (node->op == NODE_EQUAL) {
        holds = holds && at_most(b->high, a->low);
        fails = a->doubtful || b->doubtful;
    }
    return settle_none(doubt, node, (holds ? MASK_TRUE : 0) | (fails ? MASK_FALSE : 0));
}

static uint64_t settle_change(const struct doubt *doubt, const struct node *node) {
    node_id measured = node_children(doubt->now->program, node)[0];
    const struct settled *now = &doubt->nodes[measured];
    if (doubt->now->start == NULL) {
        return MASK_UNKNOWN;
    }
    const struct interval *then = &doubt->now->start->cells[measured].number;
    bool rose = node->op == NODE_ROSE_BY;
    double low = rose ? now->low - then->low : then->high - now->high;
    double high = rose ? now->high - then->high : then->low - now->low;
    uint64_t mask =
        (at_most(node->number, low) ? MASK_TRUE : 0) | (under(high, node->number) ? MASK_FALSE : 0);
    return settle_none(doubt, node, mask);
}

/* ---- one node -------------------------------------------------------------------------------- */

static bool is_doubtful(const struct doubt *doubt, node_id id, const struct node *node) {
    if (evaluation_needs(doubt->now, id) == NULL) {
        return true;
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (child(doubt, node, i)->doubtful) {
            return true;
        }
    }
    if (!node_op_is_fact(node->op)) {
        return false;
    }
    node_id gate = doubt->now->program->facts[node->fact].gate;
    return doubt->now->answers[node->fact].state == ANSWER_UNANSWERABLE ||
           (gate != NODE_MISSING && doubt->nodes[gate].doubtful);
}

static void settle_sum(const struct doubt *doubt, const struct node *node,
                       struct settled *settled) {
    settled->low = 0;
    settled->high = 0;
    for (uint32_t i = 0; i < node->child_count; i++) {
        settled->low += child(doubt, node, i)->low;
        settled->high += child(doubt, node, i)->high;
    }
}

/* Anything of which nothing better is known here. */
static void settle_wide(const struct doubt *doubt, node_id id, struct settled *settled) {
    const union cell *cell = &doubt->now->cells[id];
    if (!node_op_is_number(node_at(doubt, id)->op)) {
        settled->mask = settled->doubtful ? cell->mask : 0;
    } else if (settled->doubtful) {
        settle_within(settled, cell->number.low, cell->number.high);
    }
}

static void settle_unknown(const struct doubt *doubt, node_id id, struct settled *settled) {
    const struct node *node = node_at(doubt, id);
    switch (node->op) {
    case NODE_FACT_DISCRETE:
        settled->mask = settle_discrete(doubt, id, node->fact);
        return;
    case NODE_FACT_NUMBER:
        settle_number(doubt, id, node->fact, settled);
        return;
    case NODE_ONE_OF:
        settled->mask = settle_one_of(child(doubt, node, 0)->mask, node->mask);
        return;
    case NODE_NOT:
        settled->mask = settle_not(child(doubt, node, 0)->mask);
        return;
    case NODE_ALL:
        settled->mask = settle_count(doubt, node, node->child_count);
        return;
    case NODE_ANY:
        settled->mask = settle_count(doubt, node, 1);
        return;
    case NODE_AT_LEAST_COUNT:
        settled->mask = settle_count(doubt, node, node->count);
        return;
    case NODE_LESS:
    case NODE_AT_MOST:
    case NODE_EQUAL:
        settled->mask = settle_comparison(doubt, node);
        return;
    case NODE_ROSE_BY:
    case NODE_FELL_BY:
        settled->mask = settle_change(doubt, node);
        return;
    case NODE_ADD:
        settle_sum(doubt, node, settled);
        return;
    case NODE_SUBTRACT:
        settled->low = child(doubt, node, 0)->low - child(doubt, node, 1)->high;
        settled->high = child(doubt, node, 0)->high - child(doubt, node, 1)->low;
        return;
    case NODE_NEGATE:
        settled->low = -child(doubt, node, 0)->high;
        settled->high = -child(doubt, node, 0)->low;
        return;
    default:
        settle_wide(doubt, id, settled);
        return;
    }
}

static struct settled settle(const struct doubt *doubt, node_id id) {
    const struct node *node = node_at(doubt, id);
    const union cell *cell = &doubt->now->cells[id];
    struct settled settled = {.mask = 0};
    if (node_op_is_number(node->op)) {
        settled.low = cell->number.low;
        settled.high = cell->number.high;
    } else {
        settled.mask = cell->mask;
    }
    if (!evaluation_known(doubt->now, id)) {
        settled.doubtful = is_doubtful(doubt, id, node);
        settle_unknown(doubt, id, &settled);
    }
    return settled;
}

bool *doubt_find(const struct evaluation *now) {
    struct doubt doubt = {
        .now = now,
        .nodes = arena_calloc(now->arena, now->node_count + 1, sizeof *doubt.nodes),
    };
    bool *doubted = arena_calloc(now->arena, now->node_count + 1, sizeof *doubted);
    if (doubt.nodes == NULL || doubted == NULL) {
        return NULL;
    }
    for (node_id id = 0; id < now->node_count; id++) {
        doubt.nodes[id] = settle(&doubt, id);
        doubted[id] = (doubt.nodes[id].mask & MASK_TRUE) != 0;
    }
    return doubted;
}
