/* Where in the source a mutant's place was written. */
#include "proof/mutant.h"

static enum written_use written_use_of(enum root_use use) {
    switch (use) {
    case USE_GATE:
        return WRITTEN_GATE;
    case USE_SCORE_ITEM:
        return WRITTEN_SCORE;
    case USE_RULE:
        return WRITTEN_RULE;
    case USE_LINE:
        return WRITTEN_LINE;
    case USE_TECHNIQUE:
        return WRITTEN_TECHNIQUE;
    case USE_STEP_ONLY_IF:
        return WRITTEN_STEP_ONLY_IF;
    case USE_STEP_SKIP_IF:
        return WRITTEN_STEP_SKIP_IF;
    case USE_FINISH_WHEN:
        return WRITTEN_FINISH_WHEN;
    default:
        return WRITTEN_FREE;
    }
}

/* What was written for the root; NULL where it has no condition of its own. */
static const struct written *written_of(const struct program *program,
                                        const struct spread_root *root) {
    for (size_t i = 0; i < program->written_count; i++) {
        const struct written *written = &program->written[i];
        if (written->use != WRITTEN_FREE && written->use == written_use_of(root->use) &&
            written->index == root->index && written->line == root->line) {
            return written;
        }
    }
    return NULL;
}

static const struct source_position *in_range(const struct written *written, size_t count,
                                              node_id node) {
    for (size_t i = 0; i < count; i++) {
        if (written[i].node == node) {
            return &written[i].position;
        }
    }
    return NULL;
}

/* The line of a `first` in which a part of it stands. */
static const struct source_position *line_of_first(const struct spread *spread, node_id first,
                                                   uint32_t child) {
    const struct program *program = spread->original;
    for (size_t i = 0; i < program->line_count; i++) {
        const struct written_line *line = &program->lines[i];
        if (line->of_first && line->node == spread->nodes[first].original &&
            line->line == child / 2) {
            return &line->position;
        }
    }
    return NULL;
}

static uint32_t child_index(const struct program *program, node_id parent, node_id child) {
    const struct node *node = &program->nodes[parent];
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (node_children(program, node)[i] == child) {
            return i;
        }
    }
    return 0;
}

/* The node that the mutant is about: the part itself, where a part is negated or dropped. */
static node_id place_of_change(const struct spread *spread, const struct mutant *mutant) {
    const struct node *node = &spread->program.nodes[mutant->node];
    bool part =
        (mutant->kind == MUTANT_NEGATION || mutant->kind == MUTANT_PART) && node->op != NODE_ONE_OF;
    return part ? node_children(&spread->program, node)[mutant->part] : mutant->node;
}

/* A name is an item where it is used; what it stands for was written elsewhere. */
static bool is_name(struct text text) {
    for (size_t i = 0; i < text.length; i++) {
        char c = text.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && c != '_') {
            return false;
        }
    }
    return true;
}

static const struct source_position *written_out(const struct written *written, size_t count,
                                                 node_id node) {
    for (size_t i = 0; i < count; i++) {
        if (written[i].node == node && !is_name(written[i].text)) {
            return &written[i].position;
        }
    }
    return NULL;
}

/* Up from the changed node, until a term that was written out somewhere. */
static const struct source_position *origin_of(const struct spread *spread, uint32_t root,
                                               node_id id) {
    const struct program *program = spread->original;
    const struct written *own = written_of(program, &spread->roots[root]);
    while (id != NODE_MISSING) {
        const struct spread_node *info = &spread->nodes[id];
        const struct source_position *found =
            own == NULL ? NULL : written_out(own, own->span, info->original);
        if (found == NULL) {
            found = written_out(program->written, program->written_count, info->original);
        }
        if (found == NULL && spread->program.nodes[id].op == NODE_FIRST) {
            found = line_of_first(spread, id, 0);
        }
        if (found != NULL) {
            return found;
        }
        id = info->parent;
    }
    return NULL;
}

bool mutant_origin(const struct spread *spread, const struct mutant *mutant,
                   struct source_position *origin) {
    const struct source_position *found = NULL;
    if (mutant->root != UINT32_MAX && mutant->node != NODE_MISSING) {
        found = origin_of(spread, mutant->root, mutant->node);
    }
    if (found != NULL) {
        *origin = *found;
    }
    return found != NULL;
}

/* A part that is dropped or negated changes where it is used, be it a name there. */
static bool changes_use(const struct spread *spread, const struct mutant *mutant) {
    return (mutant->kind == MUTANT_NEGATION || mutant->kind == MUTANT_PART) &&
           spread->program.nodes[mutant->node].op != NODE_ONE_OF;
}

static const struct source_position *
position_of_node(const struct spread *spread, const struct written *own, bool use, node_id id) {
    const struct program *program = spread->original;
    node_id original = spread->nodes[id].original;
    const struct source_position *in_own = own == NULL ? NULL : in_range(own, own->span, original);
    const struct source_position *found = use ? in_own : NULL;
    if (found == NULL && own != NULL) {
        found = written_out(own, own->span, original);
    }
    if (found == NULL) {
        found = written_out(program->written, program->written_count, original);
    }
    if (found == NULL) {
        found = in_own;
    }
    return found != NULL ? found : in_range(program->written, program->written_count, original);
}

/* Up from the node, until a term that is written somewhere: within the root, or as a local. */
static const struct source_position *position_of_term(const struct spread *spread,
                                                      const struct mutant *mutant) {
    const struct written *own = written_of(spread->original, &spread->roots[mutant->root]);
    if (mutant->node == NODE_MISSING) {
        return own == NULL ? NULL : &own->position;
    }
    if (mutant->kind == MUTANT_LINES) {
        return line_of_first(spread, mutant->node, 2 * mutant->part);
    }
    node_id id = place_of_change(spread, mutant);
    const struct source_position *found =
        position_of_node(spread, own, changes_use(spread, mutant), id);
    for (node_id parent; found == NULL && id != NODE_MISSING; id = parent) {
        parent = spread->nodes[id].parent;
        if (parent != NODE_MISSING && spread->program.nodes[parent].op == NODE_FIRST) {
            found = line_of_first(spread, parent, child_index(&spread->program, parent, id));
        } else if (parent != NODE_MISSING) {
            found = position_of_node(spread, own, false, parent);
        }
    }
    return found == NULL && own != NULL ? &own->position : found;
}

static const struct source_position *position_of_line(const struct spread *spread,
                                                      const struct mutant *mutant) {
    const struct program *program = spread->original;
    for (size_t i = 0; i < program->line_count; i++) {
        const struct written_line *line = &program->lines[i];
        if (!line->of_first && line->index == mutant->index && line->line == mutant->line) {
            return &line->position;
        }
    }
    return NULL;
}

struct source_position mutant_position(const struct spread *spread, const struct mutant *mutant) {
    const struct source_position *found = NULL;
    bool of_line = mutant->kind == MUTANT_OUTCOME || mutant->kind == MUTANT_LINES ||
                   (mutant->kind == MUTANT_URGENCY && mutant->line != UINT32_MAX);
    if (mutant->root != UINT32_MAX) {
        found = position_of_term(spread, mutant);
    } else if (of_line) {
        found = position_of_line(spread, mutant);
    }
    return found == NULL ? mutant->position : *found;
}
