/* Making a mutant of the original in place, and the original again. */
#include "proof/mutant.h"

const char *mutant_kind_name(enum mutant_kind kind) {
    static const char *const names[] = {
#define MUTANT(name, wire, words) wire,
        SYNOVIA_MUTANTS(MUTANT)
#undef MUTANT
    };
    return names[kind];
}

const char *mutant_kind_words(enum mutant_kind kind) {
    static const char *const names[] = {
#define MUTANT(name, wire, words) words,
        SYNOVIA_MUTANTS(MUTANT)
#undef MUTANT
    };
    return names[kind];
}

/* ---- opening --------------------------------------------------------------------------------- */

bool patch_open(struct patch *patch, const struct spread *spread, struct arena *arena) {
    const struct program *from = &spread->program;
    size_t room = from->child_count + MUTANT_COPIES * spread->most_children + 1;
    *patch = (struct patch){.program = *from, .spread = spread, .arena = arena};
    patch->nodes = arena_calloc(arena, from->node_count + 1, sizeof *patch->nodes);
    patch->children = arena_calloc(arena, room, sizeof *patch->children);
    if (!spread_copy_tables(&patch->program, arena)) {
        return false;
    }
    memcpy(patch->nodes, from->nodes, from->node_count * sizeof *patch->nodes);
    memcpy(patch->children, from->children, from->child_count * sizeof *patch->children);
    patch->child_count = from->child_count;
    patch->program.nodes = patch->nodes;
    patch->program.children = patch->children;
    patch->facts = (struct fact *)patch->program.facts;
    patch->rules = (struct rule *)patch->program.rules;
    patch->results = (struct result *)patch->program.results;
    patch->techniques = (struct technique *)patch->program.techniques;
    return true;
}

/* ---- terms ----------------------------------------------------------------------------------- */

static node_id *children_of(struct patch *patch, node_id id) {
    return patch->children + patch->nodes[id].first_child;
}

static void move_threshold(struct patch *patch, const struct mutant *mutant) {
    struct node *node = &patch->nodes[mutant->node];
    if (mutant->part != UINT32_MAX) {
        patch->nodes[children_of(patch, mutant->node)[mutant->part]].number = mutant->number;
    } else if (node->op == NODE_AT_LEAST_COUNT) {
        node->count = (uint32_t)mutant->number;
    } else {
        node->number = mutant->number;
    }
}

/* Gives the node a list of children of its own behind all others, so that it can be changed. */
static node_id *move_children(struct patch *patch, node_id id) {
    struct node *node = &patch->nodes[id];
    size_t behind = patch->child_count;
    patch->child_count += node->child_count;
    memcpy(patch->children + behind, children_of(patch, id),
           node->child_count * sizeof *patch->children);
    node->first_child = (uint32_t)behind;
    return patch->children + behind;
}

static void drop_part(struct patch *patch, const struct mutant *mutant) {
    struct node *node = &patch->nodes[mutant->node];
    if (node->op == NODE_ONE_OF) {
        node->mask &= ~((uint64_t)1 << mutant->part);
        return;
    }
    node_id *children = move_children(patch, mutant->node);
    for (uint32_t i = mutant->part; i + 1 < node->child_count; i++) {
        children[i] = children[i + 1];
    }
    node->child_count--;
}

static void exchange_lines(struct patch *patch, const struct mutant *mutant) {
    if (patch->nodes[mutant->node].op == NODE_LINES) {
        node_id exchange = patch->spread->nodes[mutant->node].spare + 2 * mutant->part + 1;
        children_of(patch, mutant->node)[mutant->part] = exchange;
        return;
    }
    node_id *children = move_children(patch, mutant->node);
    node_id line[] = {children[2 * mutant->part], children[2 * mutant->part + 1]};
    memcpy(children + 2 * mutant->part, children + 2 * mutant->part + 2, sizeof line);
    memcpy(children + 2 * mutant->part + 2, line, sizeof line);
}

/* The opposite of a term of that root: what stands below its NOT, or a NOT made of the spare. */
static node_id opposite(struct patch *patch, uint32_t root, node_id id, node_id spare) {
    if (patch->nodes[id].op == NODE_NOT && patch->spread->nodes[id].root == root) {
        return children_of(patch, id)[0];
    }
    patch->nodes[spare].op = NODE_NOT;
    patch->nodes[spare].child_count = 1;
    children_of(patch, spare)[0] = id;
    return spare;
}

/* A result's node has the conditions of its lines as children. */
static void set_root(struct patch *patch, const struct spread_root *root, node_id node) {
    spread_set_root(&patch->program, root, node);
    if (root->use == USE_LINE) {
        children_of(patch, patch->results[root->index].node)[root->line] = node;
    }
}

static void negate(struct patch *patch, const struct mutant *mutant) {
    const struct spread_root *root = &patch->spread->roots[mutant->root];
    if (mutant->node == NODE_MISSING) {
        set_root(patch, root, opposite(patch, mutant->root, root->node, root->spare));
        return;
    }
    node_id spare = patch->spread->nodes[mutant->node].spare;
    node_id *child = &children_of(patch, mutant->node)[mutant->part];
    *child = opposite(patch, mutant->root, *child, spare);
}

static void exchange_comparison(struct node *node) {
    node->op = node->op == NODE_LESS ? NODE_AT_MOST : NODE_LESS;
}

/* ---- declarations ---------------------------------------------------------------------------- */

static struct result_line *line_of(struct patch *patch, const struct mutant *mutant) {
    return (struct result_line *)&patch->results[mutant->index].lines[mutant->line];
}

static void lower_urgency(struct patch *patch, const struct mutant *mutant) {
    struct referral *referral = mutant->line == UINT32_MAX ? &patch->rules[mutant->index].referral
                                                           : &line_of(patch, mutant)->referral;
    referral->urgency = (enum urgency)mutant->level;
}

/* A line that refers is at least `refer`; below that it refers nobody. */
static void lower_outcome(struct patch *patch, const struct mutant *mutant) {
    struct result_line *line = line_of(patch, mutant);
    line->outcome = (enum outcome)mutant->level;
    if (line->outcome < OUTCOME_REFER) {
        line->referral.urgency = URGENCY_NONE;
    }
}

static struct step *step_of(struct patch *patch, const struct mutant *mutant) {
    return (struct step *)spread_step(&patch->techniques[mutant->index], mutant->line);
}

/* Depth is bounded by LIMIT_TERM_DEPTH. */
static void screen_below(struct patch *patch, node_id id) {
    const struct node *node = &patch->nodes[id];
    if (node_op_is_fact(node->op)) {
        node_id gate = patch->facts[node->fact].gate;
        patch->facts[node->fact].screened = true;
        if (gate != NODE_MISSING) {
            screen_below(patch, gate);
        }
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        screen_below(patch, children_of(patch, id)[i]);
    }
}

/* A live fact is asked at the start only where something throughout, or a change, rests on it. */
static void watch_no_more(struct patch *patch, const struct mutant *mutant) {
    const struct program *program = &patch->program;
    patch->rules[mutant->index].throughout = false;
    for (size_t i = 0; i < program->fact_count; i++) {
        patch->facts[i].screened = !patch->facts[i].live;
    }
    for (size_t i = 0; i < program->rule_count; i++) {
        if (patch->rules[i].throughout) {
            screen_below(patch, patch->rules[i].fires);
        }
    }
    for (node_id id = 0; id < program->node_count; id++) {
        if (patch->nodes[id].op == NODE_ROSE_BY || patch->nodes[id].op == NODE_FELL_BY) {
            screen_below(patch, id);
        }
    }
}

static void apply_one(struct patch *patch, const struct mutant *mutant) {
    switch (mutant->kind) {
    case MUTANT_THRESHOLD:
        move_threshold(patch, mutant);
        return;
    case MUTANT_COMPARISON:
        exchange_comparison(&patch->nodes[mutant->node]);
        return;
    case MUTANT_PART:
        drop_part(patch, mutant);
        return;
    case MUTANT_JOINT:
        patch->nodes[mutant->node].op =
            patch->nodes[mutant->node].op == NODE_ALL ? NODE_ANY : NODE_ALL;
        return;
    case MUTANT_NEGATION:
        negate(patch, mutant);
        return;
    case MUTANT_RULE:
    case MUTANT_HALT:
        patch->rules[mutant->index].fires = patch->spread->never;
        return;
    case MUTANT_KIND:
        patch->rules[mutant->index].kind = (enum rule_kind)mutant->level;
        return;
    case MUTANT_URGENCY:
        lower_urgency(patch, mutant);
        return;
    case MUTANT_OUTCOME:
        lower_outcome(patch, mutant);
        return;
    case MUTANT_LINES:
        exchange_lines(patch, mutant);
        return;
    case MUTANT_POINTS:
        patch->nodes[mutant->node].number = mutant->number;
        return;
    case MUTANT_OTHERWISE:
        patch->facts[mutant->index].otherwise = mutant->otherwise;
        return;
    case MUTANT_AT_MOST:
        step_of(patch, mutant)->at_most = mutant->level;
        return;
    case MUTANT_THROUGHOUT:
        watch_no_more(patch, mutant);
        return;
    case MUTANT_KINDS:
        return;
    }
}

void mutant_apply(struct patch *patch, const struct mutant *mutant) {
    for (; mutant != NULL; mutant = mutant->also) {
        apply_one(patch, mutant);
    }
}

/* ---- back again ------------------------------------------------------------------------------ */

static void restore_terms(struct patch *patch, const struct mutant *mutant) {
    const struct program *from = &patch->spread->program;
    memcpy(patch->nodes, from->nodes, from->node_count * sizeof *patch->nodes);
    memcpy(patch->children, from->children, from->child_count * sizeof *patch->children);
    patch->child_count = from->child_count;
    if (mutant->root != UINT32_MAX && mutant->node == NODE_MISSING) {
        const struct spread_root *root = &patch->spread->roots[mutant->root];
        spread_set_root(&patch->program, root, root->node);
    }
}

void mutant_undo(struct patch *patch, const struct mutant *mutant) {
    const struct program *from = &patch->spread->program;
    switch (mutant->kind) {
    case MUTANT_RULE:
    case MUTANT_HALT:
    case MUTANT_KIND:
        patch->rules[mutant->index] = from->rules[mutant->index];
        return;
    case MUTANT_THROUGHOUT:
        patch->rules[mutant->index] = from->rules[mutant->index];
        memcpy(patch->facts, from->facts, from->fact_count * sizeof *patch->facts);
        return;
    case MUTANT_URGENCY:
    case MUTANT_OUTCOME:
        if (mutant->line == UINT32_MAX) {
            patch->rules[mutant->index] = from->rules[mutant->index];
        } else {
            *line_of(patch, mutant) = from->results[mutant->index].lines[mutant->line];
        }
        return;
    case MUTANT_OTHERWISE:
        patch->facts[mutant->index] = from->facts[mutant->index];
        return;
    case MUTANT_AT_MOST:
        step_of(patch, mutant)->at_most =
            spread_step(&from->techniques[mutant->index], mutant->line)->at_most;
        return;
    default:
        restore_terms(patch, mutant);
        return;
    }
}
