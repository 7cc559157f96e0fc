/*
 * Freezing: keep the nodes that something needs, those of screenings first, and copy the tables
 * with the new node ids into the program's own arena.
 *
 *     builder nodes   0 1 2 3 4 5 6 7          marks: s needed by a screening, l only by sessions
 *     marks           s s l s . l s l          (or only declared); . by nothing
 *     program         0 1 3 6 | 2 5 7          order within each part is kept, so children of a
 *                     screen    later          node still come before it
 */
#include "rules/builder_private.h"

#include <stdlib.h>

enum mark { MARK_UNUSED, MARK_LATER, MARK_SCREEN };

enum { PROGRAM_BLOCK = 8 * 1024 };

struct freeze {
    struct builder *builder;
    struct program_owner *owner;
    unsigned char *marks; /* enum mark, one a builder node */
    node_id *map;         /* builder node -> program node */
    bool *screened;       /* one a fact */
};

/* ---- marking --------------------------------------------------------------------------------- */

/*
 * Marks the node and all below it, gates included; depth is bounded by LIMIT_TERM_DEPTH. What a
 * change is measured from is owed at the start, and so a screening evaluates it.
 */
static void mark(struct freeze *freeze, node_id id, enum mark with) {
    if (id == NODE_MISSING || freeze->marks[id] >= with) {
        return;
    }
    freeze->marks[id] = (unsigned char)with;
    const struct node *node = builder_node(freeze->builder, id);
    const node_id *children = builder_children(freeze->builder, id);
    enum mark below = node->op == NODE_ROSE_BY || node->op == NODE_FELL_BY ? MARK_SCREEN : with;
    for (uint32_t i = 0; i < node->child_count; i++) {
        mark(freeze, children[i], below);
    }
    if (node_op_is_fact(node->op)) {
        mark(freeze, builder_fact(freeze->builder, node->fact)->gate, with);
    }
}

static void mark_steps(struct freeze *freeze, const struct step *steps, size_t count) {
    for (size_t i = 0; i < count; i++) {
        mark(freeze, steps[i].only_if, MARK_LATER);
        mark(freeze, steps[i].skip_if, MARK_LATER);
        if (steps[i].kind == STEP_LOOP) {
            mark(freeze, steps[i].finish_when, MARK_LATER);
            mark_steps(freeze, steps[i].steps, steps[i].step_count);
        }
    }
}

static void mark_all(struct freeze *freeze) {
    const struct builder *builder = freeze->builder;
    const struct rule *rules = builder->rules.items;
    for (size_t i = 0; i < builder->rules.count; i++) {
        mark(freeze, rules[i].fires, rules[i].kind == RULE_HALT ? MARK_LATER : MARK_SCREEN);
    }
    const struct result *results = builder->results.items;
    for (size_t i = 0; i < builder->results.count; i++) {
        mark(freeze, results[i].node, MARK_SCREEN);
    }
    const struct score *scores = builder->scores.items;
    for (size_t i = 0; i < builder->scores.count; i++) {
        mark(freeze, scores[i].node, MARK_SCREEN);
        for (size_t k = 0; k < scores[i].item_count; k++) {
            mark(freeze, scores[i].items[k].node, MARK_SCREEN);
        }
    }
    const struct technique *techniques = builder->techniques.items;
    for (size_t i = 0; i < builder->techniques.count; i++) {
        mark(freeze, techniques[i].only_if, MARK_SCREEN);
        mark_steps(freeze, techniques[i].steps, techniques[i].step_count);
    }
    const node_id *probes = builder->probes.items;
    for (size_t i = 0; i < builder->probes.count; i++) {
        mark(freeze, probes[i], MARK_SCREEN);
    }
    const struct derived *derived = builder->derived.items;
    for (size_t i = 0; i < builder->derived.count; i++) {
        mark(freeze, derived[i].node, MARK_LATER);
    }
    const struct fact *facts = builder->facts.items;
    for (size_t i = 0; i < builder->facts.count; i++) {
        mark(freeze, facts[i].node, facts[i].live ? MARK_LATER : MARK_SCREEN);
    }
}

/* ---- which live facts a screening takes -------------------------------------------------------
 */

static void screen_below(struct freeze *freeze, node_id id, unsigned char *visited) {
    if (id == NODE_MISSING || visited[id]) {
        return;
    }
    visited[id] = 1;
    const struct node *node = builder_node(freeze->builder, id);
    if (node_op_is_fact(node->op)) {
        freeze->screened[node->fact] = true;
        screen_below(freeze, builder_fact(freeze->builder, node->fact)->gate, visited);
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        screen_below(freeze, builder_children(freeze->builder, id)[i], visited);
    }
}

/* Live facts under a `throughout` rule, rose_by or fell_by are owed at the start as well. */
static void find_screened(struct freeze *freeze, unsigned char *visited) {
    const struct builder *builder = freeze->builder;
    const struct fact *facts = builder->facts.items;
    for (size_t i = 0; i < builder->facts.count; i++) {
        freeze->screened[i] = !facts[i].live;
    }
    const struct rule *rules = builder->rules.items;
    for (size_t i = 0; i < builder->rules.count; i++) {
        if (rules[i].throughout) {
            screen_below(freeze, rules[i].fires, visited);
        }
    }
    for (node_id id = 0; id < builder->nodes.count; id++) {
        enum node_op op = builder_node(builder, id)->op;
        if ((op == NODE_ROSE_BY || op == NODE_FELL_BY) && freeze->marks[id] != MARK_UNUSED) {
            screen_below(freeze, id, visited);
        }
    }
}

/* ---- copying --------------------------------------------------------------------------------- */

static node_id mapped(const struct freeze *freeze, node_id id) {
    return id == NODE_MISSING ? NODE_MISSING : freeze->map[id];
}

static void *copy_table(struct freeze *freeze, const void *items, size_t count, size_t size) {
    void *copy = arena_calloc(&freeze->owner->arena, count == 0 ? 1 : count, size);
    if (copy != NULL && count > 0) {
        memcpy(copy, items, count * size);
    }
    return copy;
}

/* Numbers the marked nodes: first the screen's, then the others. */
static size_t number_nodes(struct freeze *freeze, enum mark which, size_t next) {
    for (node_id id = 0; id < freeze->builder->nodes.count; id++) {
        if (freeze->marks[id] == which) {
            freeze->map[id] = (node_id)next++;
        } else if (freeze->marks[id] == MARK_UNUSED) {
            freeze->map[id] = NODE_MISSING;
        }
    }
    return next;
}

static void copy_nodes(struct freeze *freeze) {
    struct program *program = &freeze->owner->program;
    const struct builder *builder = freeze->builder;
    program->screen_nodes = number_nodes(freeze, MARK_SCREEN, 0);
    program->node_count = number_nodes(freeze, MARK_LATER, program->screen_nodes);
    struct node *nodes =
        arena_calloc(&freeze->owner->arena, program->node_count + 1, sizeof *nodes);
    node_id *children =
        arena_calloc(&freeze->owner->arena, builder->children.count + 1, sizeof *children);
    if (nodes == NULL || children == NULL) {
        return;
    }
    for (node_id id = 0; id < builder->nodes.count; id++) {
        if (freeze->map[id] == NODE_MISSING) {
            continue;
        }
        struct node node = *builder_node(builder, id);
        program->measures_change |= node.op == NODE_ROSE_BY || node.op == NODE_FELL_BY;
        const node_id *from = builder_children(builder, id);
        node.first_child = (uint32_t)program->child_count;
        for (uint32_t i = 0; i < node.child_count; i++) {
            children[program->child_count++] = freeze->map[from[i]];
        }
        nodes[freeze->map[id]] = node;
    }
    program->nodes = nodes;
    program->children = children;
}

static void copy_facts(struct freeze *freeze) {
    struct program *program = &freeze->owner->program;
    struct table *table = &freeze->builder->facts;
    struct fact *facts = copy_table(freeze, table->items, table->count, sizeof *facts);
    for (size_t i = 0; facts != NULL && i < table->count; i++) {
        facts[i].node = mapped(freeze, facts[i].node);
        facts[i].gate = mapped(freeze, facts[i].gate);
        facts[i].screened = freeze->screened[i];
    }
    program->facts = facts;
    program->fact_count = table->count;
}

static void copy_values(struct freeze *freeze) {
    struct program *program = &freeze->owner->program;
    const struct builder *builder = freeze->builder;
    struct derived *derived =
        copy_table(freeze, builder->derived.items, builder->derived.count, sizeof *derived);
    for (size_t i = 0; derived != NULL && i < builder->derived.count; i++) {
        derived[i].node = mapped(freeze, derived[i].node);
    }
    struct score *scores =
        copy_table(freeze, builder->scores.items, builder->scores.count, sizeof *scores);
    for (size_t i = 0; scores != NULL && i < builder->scores.count; i++) {
        struct score_item *items =
            copy_table(freeze, scores[i].items, scores[i].item_count, sizeof *items);
        for (size_t k = 0; items != NULL && k < scores[i].item_count; k++) {
            items[k].node = mapped(freeze, items[k].node);
        }
        scores[i].items = items;
        scores[i].node = mapped(freeze, scores[i].node);
    }
    program->derived = derived;
    program->derived_count = builder->derived.count;
    program->scores = scores;
    program->score_count = builder->scores.count;
    program->functions = copy_table(freeze, builder->functions.items, builder->functions.count,
                                    sizeof *program->functions);
    program->function_count = builder->functions.count;
}

/* For each node of the program, whether some result is it or below it. */
static bool *nodes_above_results(struct freeze *freeze) {
    const struct program *program = &freeze->owner->program;
    bool *above = arena_calloc(&freeze->owner->arena, program->node_count + 1, sizeof *above);
    for (node_id id = 0; above != NULL && program->nodes != NULL && id < program->node_count;
         id++) {
        const struct node *node = &program->nodes[id];
        above[id] = node->op == NODE_LINES;
        for (uint32_t i = 0; i < node->child_count; i++) {
            above[id] = above[id] || above[node_children(program, node)[i]];
        }
    }
    return above;
}

static void copy_rules(struct freeze *freeze) {
    struct program *program = &freeze->owner->program;
    const struct builder *builder = freeze->builder;
    const bool *above = nodes_above_results(freeze);
    struct rule *rules =
        copy_table(freeze, builder->rules.items, builder->rules.count, sizeof *rules);
    for (size_t i = 0; rules != NULL && i < builder->rules.count; i++) {
        rules[i].fires = mapped(freeze, rules[i].fires);
        rules[i].rests_on_result = above != NULL && above[rules[i].fires];
    }
    program->rules = rules;
    program->rule_count = builder->rules.count;
    struct result *results =
        copy_table(freeze, builder->results.items, builder->results.count, sizeof *results);
    for (size_t i = 0; results != NULL && i < builder->results.count; i++) {
        struct result_line *lines =
            copy_table(freeze, results[i].lines, results[i].line_count, sizeof *lines);
        for (size_t k = 0; lines != NULL && k < results[i].line_count; k++) {
            lines[k].when = mapped(freeze, lines[k].when);
        }
        results[i].lines = lines;
        results[i].node = mapped(freeze, results[i].node);
    }
    program->results = results;
    program->result_count = builder->results.count;
}

static const struct step *copy_steps(struct freeze *freeze, const struct step *steps,
                                     size_t count) {
    struct step *copy = copy_table(freeze, steps, count, sizeof *copy);
    for (size_t i = 0; copy != NULL && i < count; i++) {
        copy[i].only_if = mapped(freeze, copy[i].only_if);
        copy[i].skip_if = mapped(freeze, copy[i].skip_if);
        if (copy[i].kind == STEP_LOOP) {
            copy[i].finish_when = mapped(freeze, copy[i].finish_when);
            copy[i].steps = copy_steps(freeze, copy[i].steps, copy[i].step_count);
        }
    }
    return copy;
}

static void copy_guidance(struct freeze *freeze) {
    struct program *program = &freeze->owner->program;
    const struct builder *builder = freeze->builder;
    struct technique *techniques = copy_table(freeze, builder->techniques.items,
                                              builder->techniques.count, sizeof *techniques);
    for (size_t i = 0; techniques != NULL && i < builder->techniques.count; i++) {
        techniques[i].only_if = mapped(freeze, techniques[i].only_if);
        techniques[i].steps = copy_steps(freeze, techniques[i].steps, techniques[i].step_count);
    }
    program->techniques = techniques;
    program->technique_count = builder->techniques.count;
    program->educations = copy_table(freeze, builder->educations.items, builder->educations.count,
                                     sizeof *program->educations);
    program->education_count = builder->educations.count;
    program->groups =
        copy_table(freeze, builder->groups.items, builder->groups.count, sizeof *program->groups);
    program->group_count = builder->groups.count;
}

static void copy_probes(struct freeze *freeze) {
    const struct table *table = &freeze->builder->probes;
    node_id *probes = copy_table(freeze, table->items, table->count, sizeof *probes);
    for (size_t i = 0; probes != NULL && i < table->count; i++) {
        probes[i] = mapped(freeze, probes[i]);
    }
    freeze->owner->program.probes = probes;
    freeze->owner->program.probe_count = table->count;
}

/* A condition that nothing needs goes with its parts; a needed one has needed parts. */
static void copy_written(struct freeze *freeze) {
    struct program *program = &freeze->owner->program;
    const struct table *table = &freeze->builder->written;
    const struct written *items = table->items;
    struct written *written =
        arena_calloc(&freeze->owner->arena, table->count + 1, sizeof *written);
    for (size_t i = 0; written != NULL && i < table->count;) {
        size_t span = items[i].span;
        bool needed = mapped(freeze, items[i].node) != NODE_MISSING;
        for (size_t k = i; needed && k < i + span; k++) {
            struct written *copy = &written[program->written_count++];
            *copy = items[k];
            copy->node = mapped(freeze, items[k].node);
        }
        i += span;
    }
    program->written = written;
}

static void copy_lines(struct freeze *freeze) {
    struct program *program = &freeze->owner->program;
    const struct table *table = &freeze->builder->lines;
    const struct written_line *items = table->items;
    struct written_line *lines =
        arena_calloc(&freeze->owner->arena, table->count + 1, sizeof *lines);
    for (size_t i = 0; lines != NULL && i < table->count; i++) {
        if (mapped(freeze, items[i].node) != NODE_MISSING) {
            struct written_line *copy = &lines[program->line_count++];
            *copy = items[i];
            copy->node = mapped(freeze, items[i].node);
        }
    }
    program->lines = lines;
}

/* Twice as many slots as facts at the least, so that a miss ends soon. */
static void index_facts(struct freeze *freeze) {
    struct program *program = &freeze->owner->program;
    uint32_t size = 4;
    while (size < 2 * program->fact_count) {
        size *= 2;
    }
    struct fact_slot *slots = arena_calloc(&freeze->owner->arena, size, sizeof *slots);
    for (uint32_t i = 0; slots != NULL && program->facts != NULL && i < program->fact_count; i++) {
        uint32_t hash = program_hash_name(program->facts[i].name);
        uint32_t at = hash & (size - 1);
        while (slots[at].fact_plus_one != 0) {
            at = (at + 1) & (size - 1);
        }
        slots[at] = (struct fact_slot){hash, i + 1};
    }
    program->fact_slots = slots;
    program->fact_slot_mask = size - 1;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static struct program_owner *owner_new(struct store *store) {
    struct program_owner *owner = calloc(1, sizeof *owner);
    if (owner != NULL) {
        arena_init(&owner->arena, PROGRAM_BLOCK, 0);
        atomic_init(&owner->count, 1);
        atomic_fetch_add(&store->count, 1);
        owner->store = store;
    }
    return owner;
}

static void copy_all(struct freeze *freeze) {
    freeze->owner->program.header = freeze->builder->header;
    copy_nodes(freeze);
    copy_facts(freeze);
    copy_values(freeze);
    copy_rules(freeze);
    copy_guidance(freeze);
    copy_probes(freeze);
    copy_written(freeze);
    copy_lines(freeze);
    index_facts(freeze);
    program_collect_languages(&freeze->owner->program, &freeze->owner->arena);
}

static const struct program *freeze_marked(struct freeze *freeze, unsigned char *visited) {
    mark_all(freeze);
    find_screened(freeze, visited);
    freeze->owner = owner_new(freeze->builder->store);
    if (freeze->owner == NULL) {
        return NULL;
    }
    copy_all(freeze);
    if (freeze->owner->arena.failed) {
        program_release(&freeze->owner->program);
        return NULL;
    }
    return &freeze->owner->program;
}

const struct program *builder_freeze(struct builder *builder, node_id *map) {
    if (builder->status != BUILDER_OK) {
        return NULL;
    }
    size_t nodes = builder->nodes.count + 1;
    struct freeze freeze = {
        .builder = builder,
        .marks = calloc(nodes, sizeof *freeze.marks),
        .map = calloc(nodes, sizeof *freeze.map),
        .screened = calloc(builder->facts.count + 1, sizeof *freeze.screened),
    };
    unsigned char *visited = calloc(nodes, sizeof *visited);
    const struct program *program = NULL;
    if (freeze.marks != NULL && freeze.map != NULL && freeze.screened != NULL && visited != NULL) {
        program = freeze_marked(&freeze, visited);
    }
    if (program != NULL && map != NULL) {
        memcpy(map, freeze.map, builder->nodes.count * sizeof *map);
    }
    if (program == NULL) {
        builder->status = BUILDER_NO_MEMORY;
    }
    free(visited);
    free(freeze.screened);
    free(freeze.map);
    free(freeze.marks);
    return program;
}
