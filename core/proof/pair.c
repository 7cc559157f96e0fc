#include "proof/pair.h"

#include "rules/names.h"

struct pairing {
    const struct patch *patch;
    const struct program *original;
    struct arena *arena;
    struct node *nodes; /* of both */
    size_t count;
    struct buffer children; /* node_id */
    bool *changed;          /* one a node: other in the mutant, by itself or by what it rests on */
    bool *raw;              /* changed by itself, or by numbers that it rests on */
    node_id *map;           /* the mutant's node in the pair */
    node_id *differences;
    size_t difference_count;
    struct pair *pair;
};

/* ---- nodes ----------------------------------------------------------------------------------- */

static node_id add(struct pairing *pairing, struct node node, const node_id *children) {
    node.first_child = (uint32_t)(pairing->children.length / sizeof *children);
    buffer_append(&pairing->children, children, node.child_count * sizeof *children);
    pairing->nodes[pairing->count] = node;
    return (node_id)pairing->count++;
}

static node_id add_op(struct pairing *pairing, enum node_op op, const node_id *children,
                      uint32_t count) {
    return add(pairing, (struct node){.op = op, .child_count = count}, children);
}

/* Not the same: either, and not both. */
static node_id add_unlike(struct pairing *pairing, node_id a, node_id b) {
    const node_id both[] = {a, b};
    node_id either = add_op(pairing, NODE_ANY, both, 2);
    node_id all = add_op(pairing, NODE_ALL, both, 2);
    node_id not_all = add_op(pairing, NODE_NOT, &all, 1);
    return add_op(pairing, NODE_ALL, (node_id[]){either, not_all}, 2);
}

static node_id add_option(struct pairing *pairing, node_id of, uint32_t bit) {
    struct node node = {.op = NODE_ONE_OF, .child_count = 1, .mask = (uint64_t)1 << bit};
    return add(pairing, node, &of);
}

/* ---- what the mutant changes ----------------------------------------------------------------- */

static bool same_payload(const struct node *a, const struct node *b) {
    return a->op == b->op && a->child_count == b->child_count && a->mask == b->mask;
}

static bool is_changed(const struct pairing *pairing, node_id id) {
    const struct node *before = &pairing->original->nodes[id];
    const struct node *after = &pairing->patch->nodes[id];
    const node_id *old = node_children(pairing->original, before);
    const node_id *new = node_children(&pairing->patch->program, after);
    if (!same_payload(before, after)) {
        return true;
    }
    for (uint32_t i = 0; i < after->child_count; i++) {
        if (old[i] != new[i] || pairing->changed[new[i]]) {
            return true;
        }
    }
    return false;
}

/* A fact whose gate changed is the same node in both: the pair cannot show it. */
static void copy_changed(struct pairing *pairing) {
    const struct program *mutant = &pairing->patch->program;
    node_id *children =
        arena_calloc(pairing->arena, pairing->patch->spread->most_children + 1, sizeof *children);
    for (node_id id = 0; children != NULL && id < mutant->node_count; id++) {
        const struct node *node = &mutant->nodes[id];
        pairing->map[id] = id;
        pairing->changed[id] = is_changed(pairing, id);
        if (!pairing->changed[id]) {
            continue;
        }
        for (uint32_t i = 0; i < node->child_count; i++) {
            children[i] = pairing->map[node_children(mutant, node)[i]];
        }
        pairing->map[id] = add(pairing, *node, children);
    }
}

/* ---- what differs ---------------------------------------------------------------------------- */

static void note(struct pairing *pairing, node_id difference) {
    pairing->differences[pairing->difference_count++] = difference;
}

static bool is_other(const struct pairing *pairing, node_id before, node_id after) {
    return before != NODE_MISSING && (before != after || pairing->changed[after]);
}

static void compare_conditions(struct pairing *pairing, node_id before, node_id after) {
    if (is_other(pairing, before, after)) {
        note(pairing, add_unlike(pairing, before, pairing->map[after]));
    }
}

static void compare_rules(struct pairing *pairing) {
    for (size_t i = 0; i < pairing->original->rule_count; i++) {
        const struct rule *rule = &pairing->original->rules[i];
        node_id after = pairing->patch->rules[i].fires;
        if (rule->kind != RULE_HALT && is_other(pairing, rule->fires, after)) {
            pairing->pair->of_technique |= rule->during_count > 0;
            compare_conditions(pairing, rule->fires, after);
        }
    }
}

static void compare_results(struct pairing *pairing) {
    for (size_t i = 0; i < pairing->original->result_count; i++) {
        const struct result *result = &pairing->original->results[i];
        if (!pairing->changed[result->node]) {
            continue;
        }
        for (uint32_t line = 0; line < result->line_count; line++) {
            node_id before = add_option(pairing, result->node, line);
            node_id after = add_option(pairing, pairing->map[result->node], line);
            note(pairing, add_unlike(pairing, before, after));
        }
    }
}

static void compare_scores(struct pairing *pairing) {
    for (size_t i = 0; i < pairing->original->score_count; i++) {
        node_id score = pairing->original->scores[i].node;
        if (pairing->changed[score]) {
            const node_id both[] = {score, pairing->map[score]};
            node_id equal = add_op(pairing, NODE_EQUAL, both, 2);
            note(pairing, add_op(pairing, NODE_NOT, &equal, 1));
        }
    }
}

static void compare_techniques(struct pairing *pairing) {
    for (size_t i = 0; i < pairing->original->technique_count; i++) {
        node_id before = pairing->original->techniques[i].only_if;
        node_id after = pairing->patch->techniques[i].only_if;
        pairing->pair->of_technique |= is_other(pairing, before, after);
        compare_conditions(pairing, before, after);
    }
}

static bool is_other_step(const struct pairing *pairing, const struct step *before,
                          const struct step *after) {
    return before->at_most != after->at_most ||
           is_other(pairing, before->only_if, after->only_if) ||
           is_other(pairing, before->skip_if, after->skip_if) ||
           (before->kind == STEP_LOOP &&
            is_other(pairing, before->finish_when, after->finish_when));
}

static void look_at_sessions(struct pairing *pairing) {
    const struct program *original = pairing->original;
    bool differs = false;
    for (size_t i = 0; i < original->rule_count; i++) {
        const struct rule *before = &original->rules[i];
        const struct rule *after = &pairing->patch->rules[i];
        bool halts = before->kind == RULE_HALT || before->throughout;
        differs = differs || before->throughout != after->throughout ||
                  (halts && is_other(pairing, before->fires, after->fires));
    }
    for (size_t i = 0; i < original->technique_count; i++) {
        const struct step *before;
        for (uint32_t k = 0; (before = spread_step(&original->techniques[i], k)) != NULL; k++) {
            const struct step *after = spread_step(&pairing->patch->techniques[i], k);
            differs = differs || is_other_step(pairing, before, after);
        }
    }
    pairing->pair->of_session = differs;
}

static bool compare_gates(struct pairing *pairing) {
    for (size_t i = 0; i < pairing->original->fact_count; i++) {
        compare_conditions(pairing, pairing->original->facts[i].gate,
                           pairing->patch->facts[i].gate);
    }
    return pairing->difference_count > 0;
}

/* Where the changed rule fires, the changed line is given, or the fact is what it is otherwise. */
static node_id comes_into_play(struct pairing *pairing, const struct mutant *mutant) {
    const struct program *program = pairing->original;
    node_id gate;
    switch (mutant->kind) {
    case MUTANT_KIND:
    case MUTANT_URGENCY:
    case MUTANT_OUTCOME:
        return mutant->line == UINT32_MAX
                   ? program->rules[mutant->index].fires
                   : add_option(pairing, program->results[mutant->index].node, mutant->line);
    case MUTANT_OTHERWISE:
        gate = program->facts[mutant->index].gate;
        return add_op(pairing, NODE_NOT, &gate, 1);
    default:
        return NODE_MISSING;
    }
}

static void compare_all(struct pairing *pairing, const struct mutant *mutant) {
    struct pair *pair = pairing->pair;
    pair->of_gate = compare_gates(pairing);
    if (!pair->of_gate) {
        compare_rules(pairing);
        compare_results(pairing);
        compare_scores(pairing);
        compare_techniques(pairing);
    }
    pair->changes_no_term = pairing->difference_count == 0;
    pair->differs = pair->changes_no_term ? comes_into_play(pairing, mutant) : NODE_MISSING;
    if (!pair->changes_no_term) {
        pair->differs =
            add_op(pairing, NODE_ANY, pairing->differences, (uint32_t)pairing->difference_count);
    }
}

/* ---- close to the change --------------------------------------------------------------------- */

/* Changed by itself, or by a value of something else than a condition that it rests on. */
static bool is_raw(const struct pairing *pairing, node_id id) {
    const struct program *mutant = &pairing->patch->program;
    const struct node *before = &pairing->original->nodes[id];
    const struct node *after = &mutant->nodes[id];
    bool raw = !same_payload(before, after);
    for (uint32_t i = 0; !raw && i < after->child_count; i++) {
        node_id child = node_children(mutant, after)[i];
        raw = node_children(pairing->original, before)[i] != child ||
              (pairing->raw[child] && !node_is_condition(mutant, child));
    }
    return raw;
}

static bool is_score(const struct program *program, node_id id) {
    for (size_t i = 0; i < program->score_count; i++) {
        if (program->scores[i].node == id) {
            return true;
        }
    }
    return false;
}

/* The first conditions above the change. */
static void find_locals(struct pairing *pairing) {
    const struct program *original = pairing->original;
    struct local_pair *locals =
        arena_calloc(pairing->arena, original->node_count + 1, sizeof *locals);
    struct pair *pair = pairing->pair;
    bool is_local = locals != NULL && !pair->changes_no_term;
    size_t room = MUTANT_COPIES;
    for (node_id id = 0; is_local && id < original->node_count; id++) {
        pairing->raw[id] = is_raw(pairing, id);
        bool condition = node_is_condition(original, id);
        bool shows = is_score(original, id) || original->nodes[id].op == NODE_LINES;
        if (pairing->raw[id] && condition && original->nodes[id].op != NODE_TRUE) {
            is_local = pair->local_count < room;
            locals[pair->local_count++] = (struct local_pair){id, pairing->map[id]};
        } else if (pairing->raw[id] && shows) {
            is_local = false;
        }
    }
    pair->locals = locals;
    pair->local_count = is_local ? pair->local_count : 0;
    for (size_t i = 0; i < pair->local_count; i++) {
        pairing->differences[i] = add_unlike(pairing, locals[i].original, locals[i].mutant);
    }
    pair->locally = pair->local_count == 0 ? NODE_MISSING
                                           : add_op(pairing, NODE_ANY, pairing->differences,
                                                    (uint32_t)pair->local_count);
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* The most differences that there can be, and for each of them at most six nodes. */
static size_t difference_room(const struct program *program) {
    size_t room = program->rule_count + program->score_count + program->technique_count +
                  program->fact_count + MUTANT_COPIES + 1;
    for (size_t i = 0; i < program->result_count; i++) {
        room += program->results[i].line_count;
    }
    return room;
}

static const struct fact *undecided_facts(const struct program *program, struct arena *arena) {
    struct fact *facts = arena_calloc(arena, program->fact_count + 1, sizeof *facts);
    for (size_t i = 0; facts != NULL && i < program->fact_count; i++) {
        facts[i] = program->facts[i];
        facts[i].has_none = facts[i].has_none || facts[i].optional;
        facts[i].optional = false;
    }
    return facts;
}

static bool allocate(struct pairing *pairing) {
    enum { NODES_OF_DIFFERENCE = 6 };
    const struct program *program = pairing->original;
    struct arena *arena = pairing->arena;
    size_t differences = difference_room(program);
    size_t nodes = 2 * program->node_count + 2 * NODES_OF_DIFFERENCE * differences + 1;
    pairing->nodes = arena_calloc(arena, nodes, sizeof *pairing->nodes);
    pairing->changed = arena_calloc(arena, program->node_count + 1, sizeof *pairing->changed);
    pairing->raw = arena_calloc(arena, program->node_count + 1, sizeof *pairing->raw);
    pairing->map = arena_calloc(arena, program->node_count + 1, sizeof *pairing->map);
    pairing->differences = arena_calloc(arena, differences, sizeof *pairing->differences);
    pairing->pair->undecided = undecided_facts(program, arena);
    return !arena->failed;
}

static bool publish(struct pairing *pairing) {
    struct program *program = &pairing->pair->program;
    size_t bytes = pairing->children.length;
    node_id *children = arena_calloc(pairing->arena, bytes + 1, 1);
    if (children == NULL || pairing->children.failed) {
        return false;
    }
    memcpy(children, pairing->children.at, bytes);
    program->children = children;
    program->child_count = bytes / sizeof *children;
    program->nodes = pairing->nodes;
    program->node_count = pairing->count;
    program->screen_nodes = pairing->count;
    return true;
}

bool pair_make(struct pair *pair, const struct patch *patch, const struct mutant *mutant,
               struct arena *arena) {
    const struct program *original = &patch->spread->program;
    struct pairing pairing = {.patch = patch, .original = original, .arena = arena, .pair = pair};
    *pair = (struct pair){.program = *original};
    if (!allocate(&pairing)) {
        return false;
    }
    memcpy(pairing.nodes, original->nodes, original->node_count * sizeof *pairing.nodes);
    pairing.count = original->node_count;
    buffer_append(&pairing.children, original->children,
                  original->child_count * sizeof *original->children);
    copy_changed(&pairing);
    compare_all(&pairing, mutant);
    find_locals(&pairing);
    look_at_sessions(&pairing);
    bool done = !arena->failed && publish(&pairing);
    buffer_free(&pairing.children);
    return done;
}
