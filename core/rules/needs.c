#include "rules/needs.h"

#include "rules/gates.h"
#include "rules/interval.h"

bool set_is_empty(const uint64_t *set, size_t words) {
    for (size_t i = 0; i < words; i++) {
        if (set[i] != 0) {
            return false;
        }
    }
    return true;
}

void set_join(uint64_t *into, const uint64_t *from, size_t words) {
    for (size_t i = 0; i < words; i++) {
        into[i] |= from[i];
    }
}

static uint64_t *needs_of(const struct evaluation *evaluation, node_id node) {
    return evaluation->needs + (size_t)node * evaluation->words;
}

static void join_needs(struct evaluation *evaluation, uint64_t *into, node_id child) {
    if (!evaluation_known(evaluation, child)) {
        set_join(into, needs_of(evaluation, child), evaluation->words);
    }
}

static void fact_needs(struct evaluation *evaluation, uint32_t index, uint64_t *into) {
    const struct fact *fact = &evaluation->program->facts[index];
    if (gate_mask(evaluation, index) == MASK_UNKNOWN) {
        const uint64_t *gate = needs_of(evaluation, fact->gate);
        if (!set_is_empty(gate, evaluation->words)) {
            set_join(into, gate, evaluation->words);
            return;
        }
    }
    bool askable = evaluation->answers[index].state == ANSWER_ABSENT && !fact->optional &&
                   (fact->screened || evaluation->in_session);
    if (askable) {
        set_add(into, index);
    }
}

/* The conditions up to the first that holds for certain, and the values of the lines still
 * possible. */
static void first_needs(struct evaluation *evaluation, const node_id *children, uint32_t count,
                        uint64_t *into) {
    for (uint32_t i = 0; i + 1 < count; i += 2) {
        uint64_t when = evaluation->cells[children[i]].mask;
        join_needs(evaluation, into, children[i]);
        if (when & MASK_TRUE) {
            join_needs(evaluation, into, children[i + 1]);
        }
        if (when == MASK_TRUE) {
            return;
        }
    }
    join_needs(evaluation, into, children[count - 1]);
}

static void lines_needs(struct evaluation *evaluation, const node_id *whens, uint32_t count,
                        uint64_t *into) {
    for (uint32_t i = 0; i < count && evaluation->cells[whens[i]].mask != MASK_TRUE; i++) {
        join_needs(evaluation, into, whens[i]);
    }
}

static void node_needs(struct evaluation *evaluation, node_id id) {
    const struct node *node = &evaluation->program->nodes[id];
    const node_id *children = node_children(evaluation->program, node);
    uint64_t *into = needs_of(evaluation, id);
    switch (node->op) {
    case NODE_FACT_DISCRETE:
    case NODE_FACT_NUMBER:
    case NODE_FACT_DATE:
    case NODE_ANSWERED:
        fact_needs(evaluation, node->fact, into);
        return;
    case NODE_FIRST:
        first_needs(evaluation, children, node->child_count, into);
        return;
    case NODE_LINES:
        lines_needs(evaluation, children, node->child_count, into);
        return;
    default:
        for (uint32_t i = 0; i < node->child_count; i++) {
            join_needs(evaluation, into, children[i]);
        }
    }
}

/* Operations on known values are known, but for functions that failed and changes since a start. */
static bool everything_is_known(const struct evaluation *evaluation) {
    const struct program *program = evaluation->program;
    if (evaluation->failures != NULL || program->measures_change) {
        return false;
    }
    for (size_t i = 0; i < program->fact_count; i++) {
        node_id node = program->facts[i].node;
        if (node < evaluation->node_count && !evaluation_known(evaluation, node)) {
            return false;
        }
    }
    return true;
}

bool needs_collect(struct evaluation *evaluation) {
    if (everything_is_known(evaluation)) {
        return true;
    }
    evaluation->needs =
        arena_calloc(evaluation->arena, evaluation->node_count * evaluation->words + 1,
                     sizeof *evaluation->needs);
    if (evaluation->needs == NULL) {
        return false;
    }
    for (node_id id = 0; id < evaluation->node_count; id++) {
        if (!evaluation_known(evaluation, id)) {
            node_needs(evaluation, id);
        }
    }
    return true;
}

const uint64_t *evaluation_needs(const struct evaluation *evaluation, node_id node) {
    if (evaluation->needs == NULL || evaluation_known(evaluation, node) ||
        set_is_empty(needs_of(evaluation, node), evaluation->words)) {
        return NULL;
    }
    return needs_of(evaluation, node);
}
