#include "rules/space_slice.h"

static void mark(const struct program *program, bool *marks, node_id id) {
    if (id == NODE_MISSING || marks[id]) {
        return;
    }
    marks[id] = true;
    const struct node *node = &program->nodes[id];
    bool is_fact = node->op == NODE_FACT_DISCRETE || node->op == NODE_FACT_NUMBER ||
                   node->op == NODE_FACT_DATE || node->op == NODE_ANSWERED;
    if (is_fact) {
        mark(program, marks, program->facts[node->fact].node);
        mark(program, marks, program->facts[node->fact].gate);
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        mark(program, marks, node_children(program, node)[i]);
    }
}

static node_id mapped(const struct slice *slice, node_id id) {
    return id == NODE_MISSING ? NODE_MISSING : slice->map[id];
}

/* The order is kept, so that children still stand before the node itself. */
static bool copy_nodes(struct slice *slice, const struct program *whole, const bool *marks,
                       struct arena *arena) {
    struct node *nodes = arena_calloc(arena, whole->node_count + 1, sizeof *nodes);
    node_id *children = arena_calloc(arena, whole->child_count + 1, sizeof *children);
    if (nodes == NULL || children == NULL) {
        return false;
    }
    size_t node_count = 0;
    size_t child_count = 0;
    for (node_id id = 0; id < whole->node_count; id++) {
        slice->map[id] = NODE_MISSING;
        if (!marks[id]) {
            continue;
        }
        slice->map[id] = (node_id)node_count;
        struct node node = whole->nodes[id];
        const node_id *from = node_children(whole, &node);
        node.first_child = (uint32_t)child_count;
        for (uint32_t i = 0; i < node.child_count; i++) {
            children[child_count++] = slice->map[from[i]];
        }
        nodes[node_count++] = node;
    }
    slice->program.nodes = nodes;
    slice->program.node_count = node_count;
    slice->program.screen_nodes = node_count;
    slice->program.children = children;
    slice->program.child_count = child_count;
    return true;
}

/* A fact that is still undecided may be asked, and may turn out to be none where it is optional. */
static bool copy_facts(struct slice *slice, const struct program *whole, struct arena *arena) {
    slice->facts = arena_calloc(arena, whole->fact_count + 1, sizeof *slice->facts);
    for (size_t i = 0; slice->facts != NULL && i < whole->fact_count; i++) {
        struct fact *fact = &slice->facts[i];
        *fact = whole->facts[i];
        fact->node = mapped(slice, fact->node);
        fact->gate = mapped(slice, fact->gate);
        fact->has_none = fact->has_none || fact->optional;
        fact->optional = false;
        fact->screened = true;
    }
    slice->program.facts = slice->facts;
    return slice->facts != NULL;
}

/* Functions are told the line of a result by its name. */
static bool copy_results(struct slice *slice, const struct program *whole, struct arena *arena) {
    struct result *results = arena_calloc(arena, whole->result_count + 1, sizeof *results);
    for (size_t i = 0; results != NULL && i < whole->result_count; i++) {
        results[i] = whole->results[i];
        results[i].node = mapped(slice, results[i].node);
    }
    slice->program.results = results;
    return results != NULL;
}

bool slice_make(struct slice *slice, const struct program *program, const node_id *roots,
                size_t root_count, struct arena *arena) {
    *slice = (struct slice){.program = *program};
    bool *marks = arena_calloc(arena, program->node_count + 1, sizeof *marks);
    slice->map = arena_calloc(arena, program->node_count + 1, sizeof *slice->map);
    if (marks == NULL || slice->map == NULL) {
        return false;
    }
    for (size_t i = 0; i < root_count; i++) {
        mark(program, marks, roots[i]);
    }
    return copy_nodes(slice, program, marks, arena) && copy_facts(slice, program, arena) &&
           copy_results(slice, program, arena);
}
