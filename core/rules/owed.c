/*
 * What a session measures a rise or fall from (`rose_by`, `fell_by`) has to be known before it
 * starts: the unknown terms under such nodes are owed, through the facts that could settle them.
 */
#include "rules/decide_private.h"

struct owed {
    const struct making *making;
    uint64_t *facts;
    bool *visited; /* one a node */
};

static bool begin(struct owed *owed, const struct making *making) {
    if (!making->program->measures_change) {
        return false;
    }
    struct arena *arena = making->arena;
    owed->making = making;
    owed->facts = arena_calloc(arena, making->evaluation->words + 1, sizeof *owed->facts);
    owed->visited = arena_calloc(arena, making->program->node_count + 1, sizeof *owed->visited);
    return owed->facts != NULL && owed->visited != NULL;
}

static const uint64_t *finish(const struct owed *owed) {
    return set_is_empty(owed->facts, owed->making->evaluation->words) ? NULL : owed->facts;
}

static void owe(struct owed *owed, node_id measured) {
    const uint64_t *needs = evaluation_needs(owed->making->evaluation, measured);
    if (needs != NULL) {
        set_join(owed->facts, needs, owed->making->evaluation->words);
    }
}

/* Depth is bounded by LIMIT_TERM_DEPTH. */
static void search(struct owed *owed, node_id id) {
    if (id == NODE_MISSING || owed->visited[id]) {
        return;
    }
    owed->visited[id] = true;
    const struct node *node = &owed->making->program->nodes[id];
    const node_id *children = node_children(owed->making->program, node);
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (node->op == NODE_ROSE_BY || node->op == NODE_FELL_BY) {
            owe(owed, children[i]);
        } else {
            search(owed, children[i]);
        }
    }
}

/* Loops hold single steps, so this nests once. */
static void search_steps(struct owed *owed, const struct step *steps, size_t count) {
    for (size_t i = 0; i < count; i++) {
        search(owed, steps[i].only_if);
        search(owed, steps[i].skip_if);
        if (steps[i].kind == STEP_LOOP) {
            search(owed, steps[i].finish_when);
            search_steps(owed, steps[i].steps, steps[i].step_count);
        }
    }
}

const uint64_t *owed_by_halt(const struct making *making, uint32_t halt) {
    struct owed owed;
    if (!begin(&owed, making)) {
        return NULL;
    }
    search(&owed, making->program->rules[halt].fires);
    return finish(&owed);
}

const uint64_t *owed_by_steps(const struct making *making, uint32_t technique) {
    struct owed owed;
    if (!begin(&owed, making)) {
        return NULL;
    }
    const struct technique *guided = &making->program->techniques[technique];
    search_steps(&owed, guided->steps, guided->step_count);
    return finish(&owed);
}
