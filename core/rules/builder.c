/*
 * Terms: hash-consed nodes.
 *
 * An open-addressing table of node ids finds the equal node; equality is operation, payload and
 * children. Numbers are compared by their bits, so 0.0 and -0.0 stay two nodes and nothing depends
 * on how they compare.
 */
#include "rules/builder.h"

#include "base/limits.h"
#include "rules/builder_private.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

enum { FIRST_SLOTS = 256, FIRST_ITEMS = 16 };

struct builder *builder_new(void) {
    struct builder *builder = calloc(1, sizeof *builder);
    if (builder == NULL) {
        return NULL;
    }
    builder->store = store_new();
    builder->slots = calloc(FIRST_SLOTS, sizeof *builder->slots);
    builder->slot_mask = FIRST_SLOTS - 1;
    if (builder->store == NULL || builder->slots == NULL) {
        builder_free(builder);
        return NULL;
    }
    return builder;
}

void builder_free(struct builder *builder) {
    if (builder == NULL) {
        return;
    }
    struct table *tables[] = {&builder->nodes,      &builder->children, &builder->facts,
                              &builder->functions,  &builder->derived,  &builder->scores,
                              &builder->rules,      &builder->results,  &builder->techniques,
                              &builder->educations, &builder->groups,   &builder->probes,
                              &builder->written,    &builder->lines};
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        free(tables[i]->items);
    }
    free(builder->slots);
    store_release(builder->store);
    free(builder);
}

enum builder_status builder_status(const struct builder *builder) {
    return builder->status;
}

uint32_t table_append(struct builder *builder, struct table *table, const void *item, size_t size) {
    if (builder->status != BUILDER_OK) {
        return UINT32_MAX;
    }
    if (table->count == table->capacity) {
        size_t capacity = table->capacity == 0 ? FIRST_ITEMS : table->capacity * 2;
        void *items = realloc(table->items, capacity * size);
        if (items == NULL) {
            builder->status = BUILDER_NO_MEMORY;
            return UINT32_MAX;
        }
        table->items = items;
        table->capacity = capacity;
    }
    memcpy((char *)table->items + table->count * size, item, size);
    return (uint32_t)table->count++;
}

/* ---- hash-consing ---------------------------------------------------------------------------- */

static uint64_t payload_bits(const struct node *node) {
    switch (node->op) {
    case NODE_ONE_OF:
        return node->mask;
    case NODE_NUMBER:
    case NODE_IF_NONE:
    case NODE_ROSE_BY:
    case NODE_FELL_BY: {
        uint64_t bits;
        memcpy(&bits, &node->number, sizeof bits);
        return bits;
    }
    case NODE_FACT_DISCRETE:
    case NODE_FACT_NUMBER:
    case NODE_FACT_DATE:
    case NODE_ANSWERED:
        return node->fact;
    case NODE_FUNCTION_DISCRETE:
    case NODE_FUNCTION_NUMBER:
        return node->function;
    case NODE_AT_LEAST_COUNT:
    case NODE_LINES:
        return node->count;
    default:
        return 0;
    }
}

static uint32_t node_hash(const struct node *node, const node_id *children, size_t count) {
    uint64_t hash = ((uint64_t)node->op << 32 | count) * UINT64_C(0x9e3779b97f4a7c15);
    hash = (hash ^ payload_bits(node)) * UINT64_C(0xbf58476d1ce4e5b9);
    for (size_t i = 0; i < count; i++) {
        hash = (hash ^ (hash >> 31) ^ children[i]) * UINT64_C(0x94d049bb133111eb);
    }
    return (uint32_t)(hash >> 32);
}

static struct node *nodes_of(const struct builder *builder) {
    return builder->nodes.items;
}

static const node_id *children_of(const struct builder *builder, const struct node *node) {
    return (const node_id *)builder->children.items + node->first_child;
}

static bool same_node(const struct builder *builder, const struct node *a, const struct node *node,
                      const node_id *children, size_t count) {
    return a->op == node->op && a->child_count == count && payload_bits(a) == payload_bits(node) &&
           (count == 0 || memcmp(children_of(builder, a), children, count * sizeof *children) == 0);
}

static bool grow_slots(struct builder *builder) {
    uint32_t mask = builder->slot_mask * 2 + 1;
    uint32_t *slots = calloc((size_t)mask + 1, sizeof *slots);
    if (slots == NULL) {
        builder->status = BUILDER_NO_MEMORY;
        return false;
    }
    for (uint32_t id = 0; id < builder->nodes.count; id++) {
        const struct node *node = &nodes_of(builder)[id];
        uint32_t at = node_hash(node, children_of(builder, node), node->child_count) & mask;
        while (slots[at] != 0) {
            at = (at + 1) & mask;
        }
        slots[at] = id + 1;
    }
    free(builder->slots);
    builder->slots = slots;
    builder->slot_mask = mask;
    return true;
}

static bool children_are_there(const node_id *children, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (children[i] == NODE_MISSING) {
            return false;
        }
    }
    return true;
}

/* A fact stands above its gate. */
static uint32_t depth_above(const struct builder *builder, const struct node *node,
                            const node_id *children, size_t count) {
    uint32_t depth = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t below = nodes_of(builder)[children[i]].depth;
        depth = below > depth ? below : depth;
    }
    if (node_op_is_fact(node->op) && builder_fact(builder, node->fact)->gate != NODE_MISSING) {
        depth = nodes_of(builder)[builder_fact(builder, node->fact)->gate].depth;
    }
    return depth + 1;
}

static node_id append_node(struct builder *builder, struct node node, const node_id *children,
                           size_t count) {
    if (builder->nodes.count == LIMIT_NODES) {
        builder->status = BUILDER_TOO_MANY_NODES;
        return NODE_MISSING;
    }
    node.depth = depth_above(builder, &node, children, count);
    if (node.depth > LIMIT_TERM_DEPTH) {
        builder->status = BUILDER_TOO_DEEP;
        return NODE_MISSING;
    }
    node.first_child = (uint32_t)builder->children.count;
    node.child_count = (uint32_t)count;
    for (size_t i = 0; i < count; i++) {
        table_append(builder, &builder->children, &children[i], sizeof children[i]);
    }
    return table_append(builder, &builder->nodes, &node, sizeof node);
}

node_id builder_intern(struct builder *builder, struct node node, const node_id *children,
                       size_t count) {
    if (builder->status != BUILDER_OK || !children_are_there(children, count)) {
        return NODE_MISSING;
    }
    if (builder->nodes.count * 2 > builder->slot_mask && !grow_slots(builder)) {
        return NODE_MISSING;
    }
    uint32_t at = node_hash(&node, children, count) & builder->slot_mask;
    for (; builder->slots[at] != 0; at = (at + 1) & builder->slot_mask) {
        node_id id = builder->slots[at] - 1;
        if (same_node(builder, &nodes_of(builder)[id], &node, children, count)) {
            return id;
        }
    }
    node_id id = append_node(builder, node, children, count);
    if (id != NODE_MISSING) {
        builder->slots[at] = id + 1;
    }
    return id;
}

/* ---- terms ----------------------------------------------------------------------------------- */

node_id build_constant(struct builder *builder, bool value) {
    struct node node = {.op = value ? NODE_TRUE : NODE_FALSE};
    return builder_intern(builder, node, NULL, 0);
}

node_id build_number(struct builder *builder, double value) {
    assert(isfinite(value));
    struct node node = {.op = NODE_NUMBER, .number = value};
    return builder_intern(builder, node, NULL, 0);
}

node_id build_unary(struct builder *builder, enum node_op op, node_id child) {
    struct node node = {.op = op};
    return builder_intern(builder, node, &child, 1);
}

node_id build_binary(struct builder *builder, enum node_op op, node_id a, node_id b) {
    struct node node = {.op = op};
    return builder_intern(builder, node, (node_id[]){a, b}, 2);
}

static node_id build_many(struct builder *builder, enum node_op op, const node_id *children,
                          size_t count) {
    assert(count > 0);
    struct node node = {.op = op};
    return builder_intern(builder, node, children, count);
}

node_id build_not(struct builder *builder, node_id condition) {
    return build_unary(builder, NODE_NOT, condition);
}

node_id build_all(struct builder *builder, const node_id *conditions, size_t count) {
    return build_many(builder, NODE_ALL, conditions, count);
}

node_id build_any(struct builder *builder, const node_id *conditions, size_t count) {
    return build_many(builder, NODE_ANY, conditions, count);
}

node_id build_at_least(struct builder *builder, uint32_t count, const node_id *conditions,
                       size_t condition_count) {
    struct node node = {.op = NODE_AT_LEAST_COUNT, .count = count};
    return builder_intern(builder, node, conditions, condition_count);
}

node_id build_one_of(struct builder *builder, node_id discrete, uint64_t mask) {
    struct node node = {.op = NODE_ONE_OF, .mask = mask};
    return builder_intern(builder, node, &discrete, 1);
}

node_id build_is_none(struct builder *builder, node_id any) {
    return build_unary(builder, NODE_IS_NONE, any);
}

node_id build_answered(struct builder *builder, uint32_t fact) {
    struct node node = {.op = NODE_ANSWERED, .fact = fact};
    node_id child = builder_fact(builder, fact)->node;
    return builder_intern(builder, node, &child, 1);
}

node_id build_less(struct builder *builder, node_id a, node_id b) {
    return build_binary(builder, NODE_LESS, a, b);
}

node_id build_at_most(struct builder *builder, node_id a, node_id b) {
    return build_binary(builder, NODE_AT_MOST, a, b);
}

node_id build_equal(struct builder *builder, node_id a, node_id b) {
    return build_binary(builder, NODE_EQUAL, a, b);
}

static node_id build_with_number(struct builder *builder, enum node_op op, node_id child,
                                 double number) {
    assert(isfinite(number));
    struct node node = {.op = op, .number = number};
    return builder_intern(builder, node, &child, 1);
}

node_id build_rose_by(struct builder *builder, node_id number, double by) {
    return build_with_number(builder, NODE_ROSE_BY, number, by);
}

node_id build_fell_by(struct builder *builder, node_id number, double by) {
    return build_with_number(builder, NODE_FELL_BY, number, by);
}

node_id build_if_none(struct builder *builder, node_id number, double value) {
    return build_with_number(builder, NODE_IF_NONE, number, value);
}

node_id build_sum(struct builder *builder, const node_id *numbers, size_t count) {
    return build_many(builder, NODE_ADD, numbers, count);
}

node_id build_first(struct builder *builder, const node_id *whens, const node_id *values,
                    size_t value_count) {
    assert(value_count > 0 && value_count <= LIMIT_OPTIONS);
    node_id children[2 * LIMIT_OPTIONS];
    size_t count = 0;
    for (size_t i = 0; i < value_count; i++) {
        if (i + 1 < value_count) {
            children[count++] = whens[i];
        }
        children[count++] = values[i];
    }
    return build_many(builder, NODE_FIRST, children, count);
}

node_id build_lines(struct builder *builder, const node_id *whens, size_t line_count) {
    assert(line_count > 0 && line_count <= LIMIT_OPTIONS);
    /* Two results may have equal lines and are two terms all the same: their lines have names. */
    struct node node = {.op = NODE_LINES, .count = (uint32_t)builder->results.count};
    return builder_intern(builder, node, whens, line_count - 1);
}

node_id build_function(struct builder *builder, uint32_t function, const node_id *inputs,
                       size_t count) {
    if (builder->status != BUILDER_OK) {
        return NODE_MISSING;
    }
    const struct function *functions = builder->functions.items;
    bool number = functions[function].type == VALUE_NUMBER;
    struct node node = {.op = number ? NODE_FUNCTION_NUMBER : NODE_FUNCTION_DISCRETE,
                        .function = function};
    return builder_intern(builder, node, inputs, count);
}

/* ---- looking --------------------------------------------------------------------------------- */

const struct node *builder_node(const struct builder *builder, node_id node) {
    return &nodes_of(builder)[node];
}

const node_id *builder_children(const struct builder *builder, node_id node) {
    return children_of(builder, builder_node(builder, node));
}

size_t builder_node_count(const struct builder *builder) {
    return builder->nodes.count;
}

const struct fact *builder_fact(const struct builder *builder, uint32_t fact) {
    return (const struct fact *)builder->facts.items + fact;
}
