#include "proof/spread.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "rules/names.h"

struct spreading {
    const struct program *from;
    struct arena *arena;
    struct buffer nodes;    /* struct node */
    struct buffer info;     /* struct spread_node */
    struct buffer children; /* node_id */
    struct buffer roots;    /* struct spread_root */
    node_id *heads;         /* of facts and named terms: where they are now */
    node_id *copies;        /* of the other terms, within the root at hand */
    uint32_t *stamps;       /* which root a copy is of */
    uint32_t stamp;
    uint32_t root; /* index of the root at hand */
    node_id top;   /* the derived value at hand; else NODE_MISSING */
    size_t most_children;
};

static size_t count_of(const struct buffer *buffer, size_t size) {
    return buffer->length / size;
}

static bool has_failed(const struct spreading *spreading) {
    return spreading->arena->failed || spreading->nodes.failed || spreading->info.failed ||
           spreading->children.failed || spreading->roots.failed;
}

static struct spread_node *info_at(const struct spreading *spreading, node_id id) {
    return (struct spread_node *)(void *)spreading->info.at + id;
}

/* ---- nodes ----------------------------------------------------------------------------------- */

static node_id add_node(struct spreading *spreading, struct node node, const node_id *children,
                        node_id original) {
    size_t id = count_of(&spreading->nodes, sizeof node);
    struct spread_node info = {spreading->root, original, NODE_MISSING, NODE_MISSING};
    if (id >= SPREAD_NODES) {
        spreading->nodes.failed = true;
        return 0;
    }
    if (original == NODE_MISSING || node_op_is_fact(node.op)) {
        info.root = UINT32_MAX;
    }
    node.first_child = (uint32_t)count_of(&spreading->children, sizeof *children);
    buffer_append(&spreading->children, children, node.child_count * sizeof *children);
    buffer_append(&spreading->nodes, &node, sizeof node);
    buffer_append(&spreading->info, &info, sizeof info);
    if (node.child_count > spreading->most_children) {
        spreading->most_children = node.child_count;
    }
    return (node_id)id;
}

/* A node that nothing refers to yet, with room for one child. */
static node_id add_spare(struct spreading *spreading) {
    struct node spare = {.op = NODE_TRUE};
    node_id id = add_node(spreading, spare, NULL, NODE_MISSING);
    node_id room = 0;
    buffer_append(&spreading->children, &room, sizeof room);
    return id;
}

static bool is_head(const struct spreading *spreading, node_id id) {
    return node_op_is_fact(spreading->from->nodes[id].op) ||
           (id != spreading->top && !text_is_empty(node_name(spreading->from, id)));
}

/* Constants are short and often equal by chance: each gets a node for each place. */
static bool is_constant(enum node_op op) {
    return op == NODE_NUMBER || op == NODE_TRUE || op == NODE_FALSE;
}

static bool has_condition(const struct spreading *spreading, const struct node *node) {
    const node_id *children = node_children(spreading->from, node);
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (node_is_condition(spreading->from, children[i])) {
            return true;
        }
    }
    return false;
}

static void adopt(const struct spreading *spreading, node_id parent, const node_id *children,
                  size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct spread_node *child = info_at(spreading, children[i]);
        bool own = child->root == spreading->root;
        if (own && child->parent == NODE_MISSING) {
            child->parent = parent;
        }
    }
}

/*
 * For each two lines that follow each other, what exchanges them: `when` of the first and not that
 * of the second. The names of lines stay where they are, so that tests mean what they meant.
 */
static void add_exchanges(struct spreading *spreading, const node_id *whens, uint32_t count) {
    struct node not_ = {.op = NODE_NOT, .child_count = 1};
    struct node all = {.op = NODE_ALL, .child_count = 2};
    for (uint32_t i = 0; i + 1 < count; i++) {
        node_id after = add_node(spreading, not_, &whens[i + 1], NODE_MISSING);
        add_node(spreading, all, (node_id[]){whens[i], after}, NODE_MISSING);
    }
}

/* A derived value's own term is copied here; wherever else it stands, its name is meant. */
static void begin_root(struct spreading *spreading, node_id top, enum root_use use) {
    spreading->stamp++;
    spreading->top = use == USE_DERIVED ? top : NODE_MISSING;
    spreading->root = (uint32_t)count_of(&spreading->roots, sizeof(struct spread_root));
}

/* The copy of a term for the root at hand. Depth is bounded by LIMIT_TERM_DEPTH. */
static node_id copy(struct spreading *spreading, node_id id) {
    const struct node *node = &spreading->from->nodes[id];
    if (is_head(spreading, id)) {
        return spreading->heads[id];
    }
    if (spreading->stamps[id] == spreading->stamp && !is_constant(node->op)) {
        return spreading->copies[id];
    }
    const node_id *from = node_children(spreading->from, node);
    node_id *children = arena_calloc(spreading->arena, node->child_count + 1, sizeof *children);
    for (uint32_t i = 0; children != NULL && i < node->child_count; i++) {
        children[i] = copy(spreading, from[i]);
    }
    if (children == NULL || has_failed(spreading)) {
        return 0;
    }
    node_id spare = has_condition(spreading, node) ? add_spare(spreading) : NODE_MISSING;
    node_id made = add_node(spreading, *node, children, id);
    if (has_failed(spreading)) {
        return 0;
    }
    adopt(spreading, made, children, node->child_count);
    info_at(spreading, made)->spare = spare;
    spreading->copies[id] = made;
    spreading->stamps[id] = spreading->stamp;
    return made;
}

/* ---- roots ----------------------------------------------------------------------------------- */

struct use {
    enum root_use use;
    uint32_t index;
    uint32_t line;
    struct source_position position;
};

/* Notes the root at hand. */
static void add_root(struct spreading *spreading, struct use use, node_id node, bool condition) {
    struct spread_root root = {use.use, use.index, use.line, node, NODE_MISSING, use.position};
    if (condition) {
        root.spare = add_spare(spreading);
    }
    buffer_append(&spreading->roots, &root, sizeof root);
}

/* Copies the terms of a root; `top` may be NODE_MISSING, which has none. */
static node_id spread_root(struct spreading *spreading, node_id top, struct use use) {
    if (top == NODE_MISSING) {
        return NODE_MISSING;
    }
    begin_root(spreading, top, use.use);
    node_id made = copy(spreading, top);
    add_root(spreading, use, made, node_is_condition(spreading->from, top));
    return made;
}

static node_id spread_fact(struct spreading *spreading, node_id id) {
    const struct node *node = &spreading->from->nodes[id];
    const struct fact *fact = &spreading->from->facts[node->fact];
    struct use use = {USE_GATE, node->fact, 0, fact->position};
    spread_root(spreading, fact->gate, use);
    return add_node(spreading, *node, NULL, id);
}

/* Each item of a score is a root of its own, and the sum above them belongs to none. */
static node_id spread_score(struct spreading *spreading, node_id id, uint32_t index) {
    const struct score *score = &spreading->from->scores[index];
    const struct node *sum = &spreading->from->nodes[id];
    const node_id *from = node_children(spreading->from, sum);
    node_id *children = arena_calloc(spreading->arena, sum->child_count + 1, sizeof *children);
    for (uint32_t i = 0; children != NULL && i < sum->child_count; i++) {
        struct use use = {USE_SCORE_ITEM, index, i, score->position};
        children[i] = spread_root(spreading, from[i], use);
    }
    spreading->root = UINT32_MAX;
    return children == NULL ? 0 : add_node(spreading, *sum, children, id);
}

static node_id spread_result(struct spreading *spreading, node_id id, uint32_t index) {
    const struct result *result = &spreading->from->results[index];
    const struct node *lines = &spreading->from->nodes[id];
    const node_id *from = node_children(spreading->from, lines);
    node_id *children = arena_calloc(spreading->arena, lines->child_count + 1, sizeof *children);
    for (uint32_t i = 0; children != NULL && i < lines->child_count; i++) {
        struct use use = {USE_LINE, index, i, result->position};
        children[i] = spread_root(spreading, from[i], use);
    }
    if (children == NULL || has_failed(spreading)) {
        return 0;
    }
    spreading->root = UINT32_MAX;
    node_id spare = (node_id)count_of(&spreading->nodes, sizeof *lines);
    add_exchanges(spreading, children, lines->child_count);
    node_id made = add_node(spreading, *lines, children, id);
    if (!has_failed(spreading)) {
        info_at(spreading, made)->spare = spare;
    }
    return made;
}

static ptrdiff_t score_of(const struct program *program, node_id id) {
    for (size_t i = 0; i < program->score_count; i++) {
        if (program->scores[i].node == id && program->nodes[id].op == NODE_ADD) {
            return (ptrdiff_t)i;
        }
    }
    return -1;
}

static ptrdiff_t derived_of(const struct program *program, node_id id) {
    for (size_t i = 0; i < program->derived_count; i++) {
        if (program->derived[i].node == id) {
            return (ptrdiff_t)i;
        }
    }
    return -1;
}

/* A fact or a term with a name: the one node for all who refer to it. */
static void spread_head(struct spreading *spreading, node_id id) {
    const struct node *node = &spreading->from->nodes[id];
    ptrdiff_t score = score_of(spreading->from, id);
    ptrdiff_t derived = derived_of(spreading->from, id);
    if (node_op_is_fact(node->op)) {
        spreading->heads[id] = spread_fact(spreading, id);
    } else if (node->op == NODE_LINES) {
        spreading->heads[id] = spread_result(spreading, id, node->count);
    } else if (score >= 0) {
        spreading->heads[id] = spread_score(spreading, id, (uint32_t)score);
    } else if (derived >= 0) {
        struct use use = {USE_DERIVED, (uint32_t)derived, 0,
                          spreading->from->derived[derived].position};
        spreading->heads[id] = spread_root(spreading, id, use);
    }
}

/* ---- one part of the program ----------------------------------------------------------------- */

/* The nodes from `begin` to `end`: those of a screening, or those behind. */
struct part {
    node_id begin, end;
};

static bool is_in(struct part part, node_id id) {
    return id != NODE_MISSING && id >= part.begin && id < part.end;
}

static void spread_steps(struct spreading *spreading, uint32_t technique, struct part part) {
    const struct technique *guided = &spreading->from->techniques[technique];
    const struct step *step;
    for (uint32_t i = 0; (step = spread_step(guided, i)) != NULL; i++) {
        struct use use = {USE_STEP_ONLY_IF, technique, i, step->position};
        if (is_in(part, step->only_if)) {
            spread_root(spreading, step->only_if, use);
        }
        use.use = USE_STEP_SKIP_IF;
        if (is_in(part, step->skip_if)) {
            spread_root(spreading, step->skip_if, use);
        }
        use.use = USE_FINISH_WHEN;
        if (step->kind == STEP_LOOP && is_in(part, step->finish_when)) {
            spread_root(spreading, step->finish_when, use);
        }
    }
}

static void spread_part(struct spreading *spreading, struct part part) {
    const struct program *from = spreading->from;
    for (node_id id = part.begin; id < part.end; id++) {
        spreading->top = NODE_MISSING;
        if (is_head(spreading, id)) {
            spread_head(spreading, id);
        }
    }
    for (uint32_t i = 0; i < from->rule_count; i++) {
        if (is_in(part, from->rules[i].fires)) {
            struct use use = {USE_RULE, i, 0, from->rules[i].position};
            spread_root(spreading, from->rules[i].fires, use);
        }
    }
    for (uint32_t i = 0; i < from->technique_count; i++) {
        if (is_in(part, from->techniques[i].only_if)) {
            struct use use = {USE_TECHNIQUE, i, 0, from->techniques[i].position};
            spread_root(spreading, from->techniques[i].only_if, use);
        }
        spread_steps(spreading, i, part);
    }
    for (uint32_t i = 0; i < from->probe_count; i++) {
        if (is_in(part, from->probes[i])) {
            struct use use = {.use = USE_PROBE, .index = i};
            spread_root(spreading, from->probes[i], use);
        }
    }
}

/* ---- tables ---------------------------------------------------------------------------------- */

static void *duplicate(struct arena *arena, const void *items, size_t count, size_t size) {
    void *made = arena_calloc(arena, count + 1, size);
    if (made != NULL && count > 0) {
        memcpy(made, items, count * size);
    }
    return made;
}

bool spread_copy_tables(struct program *program, struct arena *arena) {
    program->facts = duplicate(arena, program->facts, program->fact_count, sizeof *program->facts);
    program->derived =
        duplicate(arena, program->derived, program->derived_count, sizeof *program->derived);
    program->scores =
        duplicate(arena, program->scores, program->score_count, sizeof *program->scores);
    program->rules = duplicate(arena, program->rules, program->rule_count, sizeof *program->rules);
    program->results =
        duplicate(arena, program->results, program->result_count, sizeof *program->results);
    program->techniques = duplicate(arena, program->techniques, program->technique_count,
                                    sizeof *program->techniques);
    program->probes =
        duplicate(arena, program->probes, program->probe_count, sizeof *program->probes);
    for (size_t i = 0; !arena->failed && i < program->score_count; i++) {
        struct score *score = (struct score *)&program->scores[i];
        score->items = duplicate(arena, score->items, score->item_count, sizeof *score->items);
    }
    for (size_t i = 0; !arena->failed && i < program->result_count; i++) {
        struct result *result = (struct result *)&program->results[i];
        result->lines = duplicate(arena, result->lines, result->line_count, sizeof *result->lines);
    }
    for (size_t i = 0; !arena->failed && i < program->technique_count; i++) {
        struct technique *technique = (struct technique *)&program->techniques[i];
        struct step *steps =
            duplicate(arena, technique->steps, technique->step_count, sizeof *steps);
        for (size_t k = 0; steps != NULL && k < technique->step_count; k++) {
            steps[k].steps = duplicate(arena, steps[k].steps, steps[k].step_count, sizeof *steps);
        }
        technique->steps = steps;
    }
    return !arena->failed;
}

/* The tables were duplicated by spread_copy_tables, and are the caller's to change. */
void spread_set_root(struct program *program, const struct spread_root *root, node_id node) {
    const struct step *step;
    switch (root->use) {
    case USE_GATE:
        ((struct fact *)program->facts)[root->index].gate = node;
        return;
    case USE_SCORE_ITEM:
        ((struct score_item *)program->scores[root->index].items)[root->line].node = node;
        return;
    case USE_RULE:
        ((struct rule *)program->rules)[root->index].fires = node;
        return;
    case USE_LINE:
        ((struct result_line *)program->results[root->index].lines)[root->line].when = node;
        return;
    case USE_TECHNIQUE:
        ((struct technique *)program->techniques)[root->index].only_if = node;
        return;
    case USE_STEP_ONLY_IF:
    case USE_STEP_SKIP_IF:
    case USE_FINISH_WHEN:
        step = spread_step(&program->techniques[root->index], root->line);
        if (root->use == USE_STEP_ONLY_IF) {
            ((struct step *)step)->only_if = node;
        } else if (root->use == USE_STEP_SKIP_IF) {
            ((struct step *)step)->skip_if = node;
        } else {
            ((struct step *)step)->finish_when = node;
        }
        return;
    case USE_PROBE:
        ((node_id *)program->probes)[root->index] = node;
        return;
    case USE_DERIVED:
        return;
    }
}

static void set_heads(struct program *program, const node_id *heads) {
    for (size_t i = 0; i < program->fact_count; i++) {
        struct fact *fact = (struct fact *)&program->facts[i];
        fact->node = heads[fact->node];
    }
    for (size_t i = 0; i < program->derived_count; i++) {
        struct derived *derived = (struct derived *)&program->derived[i];
        derived->node = heads[derived->node];
    }
    for (size_t i = 0; i < program->score_count; i++) {
        struct score *score = (struct score *)&program->scores[i];
        score->node = heads[score->node];
    }
    for (size_t i = 0; i < program->result_count; i++) {
        struct result *result = (struct result *)&program->results[i];
        result->node = heads[result->node];
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

static bool publish(struct spreading *spreading, struct spread *spread) {
    struct program *program = &spread->program;
    program->node_count = count_of(&spreading->nodes, sizeof(struct node));
    program->child_count = count_of(&spreading->children, sizeof(node_id));
    spread->root_count = count_of(&spreading->roots, sizeof(struct spread_root));
    program->nodes =
        duplicate(spreading->arena, spreading->nodes.at, program->node_count, sizeof(struct node));
    program->children =
        duplicate(spreading->arena, spreading->children.at, program->child_count, sizeof(node_id));
    spread->nodes = duplicate(spreading->arena, spreading->info.at, program->node_count,
                              sizeof(struct spread_node));
    spread->roots = duplicate(spreading->arena, spreading->roots.at, spread->root_count,
                              sizeof(struct spread_root));
    spread->most_children = spreading->most_children;
    if (!spread_copy_tables(program, spreading->arena)) {
        return false;
    }
    set_heads(program, spreading->heads);
    for (size_t i = 0; i < spread->root_count; i++) {
        spread_set_root(program, &spread->roots[i], spread->roots[i].node);
    }
    return true;
}

static bool spread_all(struct spreading *spreading, struct spread *spread) {
    const struct program *from = spreading->from;
    struct part screen = {0, (node_id)from->screen_nodes};
    struct part later = {(node_id)from->screen_nodes, (node_id)from->node_count};
    struct node never = {.op = NODE_FALSE};
    spreading->root = UINT32_MAX;
    spread->never = add_node(spreading, never, NULL, NODE_MISSING);
    spread_part(spreading, screen);
    spread->program.screen_nodes = count_of(&spreading->nodes, sizeof never);
    spread_part(spreading, later);
    return !has_failed(spreading) && publish(spreading, spread);
}

bool spread_make(struct spread *spread, const struct program *program, struct arena *arena) {
    struct spreading spreading = {.from = program, .arena = arena};
    *spread = (struct spread){.program = *program, .original = program};
    spreading.heads = arena_calloc(arena, program->node_count + 1, sizeof *spreading.heads);
    spreading.copies = arena_calloc(arena, program->node_count + 1, sizeof *spreading.copies);
    spreading.stamps = arena_calloc(arena, program->node_count + 1, sizeof *spreading.stamps);
    bool done = !arena->failed && spread_all(&spreading, spread);
    buffer_free(&spreading.nodes);
    buffer_free(&spreading.info);
    buffer_free(&spreading.children);
    buffer_free(&spreading.roots);
    return done;
}

const struct step *spread_step(const struct technique *technique, uint32_t number) {
    for (size_t i = 0; i < technique->step_count; i++) {
        const struct step *step = &technique->steps[i];
        if (number-- == 0) {
            return step;
        }
        if (number < step->step_count) {
            return &step->steps[number];
        }
        number -= (uint32_t)step->step_count;
    }
    return NULL;
}
