#include "rules/decide_private.h"

struct owed {
    const struct making *making;
    uint64_t *facts;
    bool *visited; /* one a node */
};

static void owe(struct owed *owed, uint32_t index) {
    const struct fact *fact = &owed->making->program->facts[index];
    if (owed->making->evaluation->answers[index].state == ANSWER_ABSENT && !fact->optional) {
        set_add(owed->facts, index);
    }
}

/* Depth is bounded by LIMIT_TERM_DEPTH. */
static void search(struct owed *owed, node_id id, bool under_change) {
    if (owed->visited[id] && !under_change) {
        return;
    }
    owed->visited[id] = true;
    const struct node *node = &owed->making->program->nodes[id];
    const node_id *children = node_children(owed->making->program, node);
    bool change = under_change || node->op == NODE_ROSE_BY || node->op == NODE_FELL_BY;
    if (change && node_op_is_fact(node->op)) {
        owe(owed, node->fact);
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        search(owed, children[i], change);
    }
}

const uint64_t *owed_at_start(const struct making *making, uint32_t halt) {
    if (!making->program->measures_change) {
        return NULL;
    }
    size_t words = making->evaluation->words;
    struct owed owed = {
        .making = making,
        .facts = arena_calloc(making->arena, words + 1, sizeof *owed.facts),
        .visited =
            arena_calloc(making->arena, making->program->node_count + 1, sizeof *owed.visited),
    };
    if (owed.facts == NULL || owed.visited == NULL) {
        return NULL;
    }
    search(&owed, making->program->rules[halt].fires, false);
    return set_is_empty(owed.facts, words) ? NULL : owed.facts;
}
