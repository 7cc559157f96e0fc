/*
 * What a fired rule rests on: from its condition down through the nodes that decided it.
 *
 *     any(true, false, unknown) = true      rests on the true ones
 *     all(true, true)           = true      rests on all
 *     something unknown                     rests on all that is not settled the other way
 */
#include "rules/decision.h"

#include "rules/gates.h"
#include "rules/needs.h"

struct grounds {
    const struct evaluation *evaluation;
    uint64_t *facts;
    bool *visited; /* one a node: terms share parts, and each part counts once */
};

static void collect(struct grounds *grounds, node_id id);

static void collect_fact(struct grounds *grounds, uint32_t fact) {
    set_add(grounds->facts, fact);
    node_id gate = grounds->evaluation->program->facts[fact].gate;
    enum answer_state state = grounds->evaluation->answers[fact].state;
    bool sent = state == ANSWER_GIVEN || state == ANSWER_NONE;
    if (gate != NODE_MISSING && !sent) {
        collect(grounds, gate);
    }
}

/* Children whose value takes part: those that may be `deciding`, where the parent is so decided. */
static void collect_deciding(struct grounds *grounds, const struct node *node, uint64_t deciding) {
    const node_id *children = node_children(grounds->evaluation->program, node);
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (deciding == 0 || (grounds->evaluation->cells[children[i]].mask & deciding) != 0) {
            collect(grounds, children[i]);
        }
    }
}

/* Conditions up to the line that holds, and the value of the lines still possible. */
static void collect_first(struct grounds *grounds, const struct node *node) {
    const node_id *children = node_children(grounds->evaluation->program, node);
    for (uint32_t i = 0; i + 1 < node->child_count; i += 2) {
        uint64_t when = grounds->evaluation->cells[children[i]].mask;
        collect(grounds, children[i]);
        if (when & MASK_TRUE) {
            collect(grounds, children[i + 1]);
        }
        if (when == MASK_TRUE) {
            return;
        }
    }
    collect(grounds, children[node->child_count - 1]);
}

static void collect_lines(struct grounds *grounds, const struct node *node) {
    const node_id *whens = node_children(grounds->evaluation->program, node);
    for (uint32_t i = 0; i < node->child_count; i++) {
        collect(grounds, whens[i]);
        if (grounds->evaluation->cells[whens[i]].mask == MASK_TRUE) {
            return;
        }
    }
}

static void collect(struct grounds *grounds, node_id id) {
    if (grounds->visited[id]) {
        return;
    }
    grounds->visited[id] = true;
    const struct node *node = &grounds->evaluation->program->nodes[id];
    uint64_t mask = node_op_is_number(node->op) ? 0 : grounds->evaluation->cells[id].mask;
    switch (node->op) {
    case NODE_FACT_DISCRETE:
    case NODE_FACT_NUMBER:
    case NODE_FACT_DATE:
    case NODE_ANSWERED:
        collect_fact(grounds, node->fact);
        return;
    case NODE_ANY:
        collect_deciding(grounds, node, mask == MASK_FALSE ? 0 : MASK_TRUE);
        return;
    case NODE_ALL:
        collect_deciding(grounds, node, mask == MASK_FALSE ? MASK_FALSE : 0);
        return;
    case NODE_AT_LEAST_COUNT:
        collect_deciding(grounds, node, mask == MASK_FALSE ? 0 : MASK_TRUE);
        return;
    case NODE_FIRST:
        collect_first(grounds, node);
        return;
    case NODE_LINES:
        collect_lines(grounds, node);
        return;
    default:
        collect_deciding(grounds, node, 0);
    }
}

const uint64_t *evaluation_grounds(const struct evaluation *evaluation, node_id node) {
    struct arena *arena = evaluation->arena;
    struct grounds grounds = {
        .evaluation = evaluation,
        .facts = arena_calloc(arena, evaluation->words + 1, sizeof *grounds.facts),
        .visited = arena_calloc(arena, evaluation->node_count + 1, sizeof *grounds.visited),
    };
    if (grounds.facts == NULL || grounds.visited == NULL) {
        return NULL;
    }
    collect(&grounds, node);
    return grounds.facts;
}

const uint64_t *decision_grounds(const struct decision *decision, uint32_t rule) {
    return evaluation_grounds(decision->evaluation, decision->program->rules[rule].fires);
}

/* ---- failures -------------------------------------------------------------------------------- */

const bool *decision_failure_reach(const struct decision *decision, const struct failure *failure) {
    const struct program *program = decision->program;
    size_t count = decision->evaluation->node_count;
    bool *reached = arena_calloc(decision->intake->arena, count + 1, sizeof *reached);
    for (node_id id = failure->node; reached != NULL && id < count; id++) {
        const struct node *node = &program->nodes[id];
        const node_id *children = node_children(program, node);
        node_id gate = node_op_is_fact(node->op) ? program->facts[node->fact].gate : NODE_MISSING;
        reached[id] = id == failure->node || (gate != NODE_MISSING && reached[gate]);
        for (uint32_t i = 0; i < node->child_count; i++) {
            reached[id] = reached[id] || reached[children[i]];
        }
    }
    return reached;
}
