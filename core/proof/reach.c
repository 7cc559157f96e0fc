#include "proof/reach.h"

#include "proof/stated.h"
#include "rules/space.h"

enum { SCRATCH_BLOCK = 16 * 1024 };

/* ---- one search ------------------------------------------------------------------------------ */

/* What is looked for: `accepts` a case, or `cuts` everything that completes one. */
struct quest {
    const struct reach *reach;
    struct search search;
    bool (*accepts)(struct quest *quest, const struct evaluation *evaluation);
    bool (*cuts)(struct quest *quest, const struct evaluation *evaluation); /* or NULL */
    struct program undecided; /* with optional facts that are unknown while unsaid: not tried yet */
    struct arena scratch;     /* of one evaluation */
    bool failed;              /* memory ran out */

    /* reach_line */
    node_id node;
    uint32_t line;
    /* reach_decides, reach_pair */
    const struct tree *tree;
    size_t leaf;
    truth value;
    const truth *other;
    truth *pattern;
    struct stated_facts *partner; /* reach_pair: what the contrary was found in */
    bool partner_open;            /* some search for a partner proved nothing */
};

static bool evaluate_case(struct quest *quest, const struct program *program,
                          const struct answer *answers, struct evaluation *evaluation) {
    struct intake *intake = NULL;
    arena_reset(&quest->scratch);
    intake = arena_alloc(&quest->scratch, sizeof *intake);
    bool begun =
        intake != NULL && intake_begin(intake, program, quest->reach->as_of, &quest->scratch);
    if (begun) {
        memcpy(intake->answers, answers, program->fact_count * sizeof *answers);
        begun = evaluate(evaluation, intake, quest->reach->functions, program->screen_nodes);
    }
    quest->failed = quest->failed || !begun;
    return begun;
}

/* True where memory ran out as well, so that the search ends. */
static bool test_case(void *context, const struct answer *answers) {
    struct quest *quest = context;
    struct evaluation evaluation;
    return !evaluate_case(quest, quest->reach->program, answers, &evaluation) ||
           quest->accepts(quest, &evaluation);
}

static bool is_hopeless(void *context, const struct answer *answers) {
    struct quest *quest = context;
    struct evaluation evaluation;
    return !evaluate_case(quest, &quest->undecided, answers, &evaluation) ||
           quest->cuts(quest, &evaluation);
}

/* Leaves out every answer that the case does not need. */
static bool make_small(struct quest *quest, struct answer *answers) {
    for (size_t i = 0; i < quest->reach->program->fact_count; i++) {
        struct answer kept = answers[i];
        if (kept.state == ANSWER_ABSENT) {
            continue;
        }
        answers[i] = (struct answer){.state = ANSWER_ABSENT};
        if (!test_case(quest, answers)) {
            answers[i] = kept;
        }
    }
    return !quest->failed;
}

static enum reach_verdict verdict_of(struct quest *quest, const struct search_result *found,
                                     struct stated_facts *given) {
    if (quest->failed || found->verdict == SEARCH_NO_MEMORY) {
        return REACH_NO_MEMORY;
    }
    if (found->verdict == SEARCH_IMPOSSIBLE) {
        return REACH_IMPOSSIBLE;
    }
    if (found->verdict != SEARCH_FOUND) {
        return REACH_OPEN;
    }
    if (!make_small(quest, found->answers)) {
        return REACH_NO_MEMORY;
    }
    *given = stated_answers(quest->reach->program, found->answers, quest->reach->arena);
    return quest->reach->arena->failed ? REACH_NO_MEMORY : REACH_FOUND;
}

static enum reach_verdict search_once(struct quest *quest, bool partial,
                                      struct stated_facts *given) {
    const struct reach *reach = quest->reach;
    struct search search = quest->search;
    struct arena arena;
    search.program = reach->program;
    search.as_of = reach->as_of;
    search.functions = reach->functions;
    search.test = test_case;
    search.hopeless = quest->cuts == NULL ? NULL : is_hopeless;
    search.context = quest;
    search.partial = partial;
    search.budget = reach->budget;
    search.seed = 1;
    arena_init(&arena, SCRATCH_BLOCK, 0);
    struct search_result found = space_search(&search, &arena);
    enum reach_verdict verdict = verdict_of(quest, &found, given);
    arena_free(&arena);
    return verdict;
}

/* False where memory ran out. */
static bool make_undecided(struct quest *quest) {
    const struct program *program = quest->reach->program;
    struct fact *facts = arena_calloc(quest->reach->arena, program->fact_count + 1, sizeof *facts);
    if (facts == NULL) {
        return false;
    }
    memcpy(facts, program->facts, program->fact_count * sizeof *facts);
    for (size_t i = 0; i < program->fact_count; i++) {
        facts[i].optional = false;
    }
    quest->undecided = *program;
    quest->undecided.facts = facts;
    return true;
}

static enum reach_verdict search_all(struct quest *quest, struct stated_facts *given) {
    if (quest->cuts != NULL && !make_undecided(quest)) {
        return REACH_NO_MEMORY;
    }
    arena_init(&quest->scratch, SCRATCH_BLOCK, 0);
    enum reach_verdict verdict = search_once(quest, false, given);
    if (verdict == REACH_IMPOSSIBLE) {
        verdict = search_once(quest, true, given);
    }
    arena_free(&quest->scratch);
    return verdict;
}

/* ---- values and lines ------------------------------------------------------------------------ */

static bool has_value(struct quest *quest, const struct evaluation *evaluation) {
    uint64_t mask = evaluation->cells[quest->node].mask;
    return mask != 0 && (mask & ~quest->search.wanted) == 0;
}

enum reach_verdict reach_value(const struct reach *reach, node_id node, uint64_t wanted,
                               struct stated_facts *given) {
    if (node >= reach->program->screen_nodes) {
        return REACH_OPEN;
    }
    struct quest quest = {
        .reach = reach,
        .search = {.goal = node, .wanted = wanted},
        .accepts = has_value,
        .node = node,
    };
    return search_all(&quest, given);
}

static bool line_is_chosen(struct quest *quest, const struct evaluation *evaluation) {
    const struct program *program = quest->reach->program;
    const struct node *node = &program->nodes[quest->node];
    const node_id *children = node_children(program, node);
    for (uint32_t i = 0; i < quest->line; i++) {
        if (evaluation->cells[children[2 * (size_t)i]].mask != MASK_FALSE) {
            return false;
        }
    }
    size_t when = 2 * (size_t)quest->line;
    return when + 1 == node->child_count || evaluation->cells[children[when]].mask == MASK_TRUE;
}

/* The conditions of the lines up to this one. */
static enum reach_verdict reach_first_line(const struct reach *reach, node_id id, uint32_t line,
                                           struct stated_facts *given) {
    const struct node *node = &reach->program->nodes[id];
    const node_id *children = node_children(reach->program, node);
    bool is_last = 2 * (size_t)line + 1 == node->child_count;
    size_t count = is_last ? line : line + 1;
    node_id *roots = arena_calloc(reach->arena, count + 1, sizeof *roots);
    if (roots == NULL) {
        return REACH_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        roots[i] = children[2 * i];
    }
    struct quest quest = {
        .reach = reach,
        .search = {.goal = is_last ? NODE_MISSING : roots[count - 1],
                   .wanted = MASK_TRUE,
                   .roots = roots,
                   .root_count = count},
        .accepts = line_is_chosen,
        .node = id,
        .line = line,
    };
    return search_all(&quest, given);
}

enum reach_verdict reach_line(const struct reach *reach, node_id node, uint32_t line,
                              struct stated_facts *given) {
    if (node >= reach->program->screen_nodes) {
        return REACH_OPEN;
    }
    return reach->program->nodes[node].op == NODE_FIRST
               ? reach_first_line(reach, node, line, given)
               : reach_value(reach, node, (uint64_t)1 << line, given);
}

/* ---- deciding -------------------------------------------------------------------------------- */

static void read_pattern(struct quest *quest, const struct evaluation *evaluation) {
    const struct tree *tree = quest->tree;
    size_t leaf = 0;
    for (size_t i = 0; i < tree->items->span; i++) {
        if (tree->items[i].joint == JOINT_NONE) {
            quest->pattern[leaf++] = (truth)evaluation->cells[tree->items[i].node].mask;
        }
    }
}

static bool decides(struct quest *quest, const struct evaluation *evaluation) {
    read_pattern(quest, evaluation);
    return quest->pattern[quest->leaf] == quest->value &&
           tree_decides(quest->tree, quest->pattern, quest->leaf) &&
           (quest->other == NULL ||
            tree_pair_shows(quest->tree, quest->pattern, quest->other, quest->leaf));
}

static bool cannot_decide(struct quest *quest, const struct evaluation *evaluation) {
    read_pattern(quest, evaluation);
    return !tree_could_decide(quest->tree, quest->pattern, quest->leaf, quest->value);
}

/* False where memory ran out. */
static bool begin_decides(struct quest *quest, const struct reach *reach, const struct tree *tree,
                          size_t leaf, truth value) {
    node_id *roots = arena_calloc(reach->arena, tree->leaf_count, sizeof *roots);
    *quest = (struct quest){
        .reach = reach,
        .search = {.wanted = value, .roots = roots, .root_count = tree->leaf_count},
        .accepts = decides,
        .cuts = cannot_decide,
        .tree = tree,
        .leaf = leaf,
        .value = value,
        .pattern = arena_alloc(reach->arena, tree->leaf_count),
    };
    size_t next = 0;
    for (size_t i = 0; roots != NULL && i < tree->items->span; i++) {
        if (tree->items[i].joint == JOINT_NONE) {
            roots[next++] = tree->items[i].node;
        }
    }
    if (roots != NULL) {
        quest->search.goal = roots[leaf];
    }
    return roots != NULL && quest->pattern != NULL;
}

enum reach_verdict reach_decides(const struct reach *reach, const struct tree *tree, size_t leaf,
                                 truth value, const truth *other, struct stated_facts *given) {
    struct quest quest;
    if (tree->items->node >= reach->program->screen_nodes) {
        return REACH_OPEN;
    }
    if (!begin_decides(&quest, reach, tree, leaf, value)) {
        return REACH_NO_MEMORY;
    }
    quest.other = other;
    return search_all(&quest, given);
}

/* A case in which the leaf decides as true counts only with a partner in which it decides as false.
 */
static bool decides_with_partner(struct quest *quest, const struct evaluation *evaluation) {
    if (!decides(quest, evaluation)) {
        return false;
    }
    enum reach_verdict verdict = reach_decides(quest->reach, quest->tree, quest->leaf, MASK_FALSE,
                                               quest->pattern, quest->partner);
    quest->failed = quest->failed || verdict == REACH_NO_MEMORY;
    quest->partner_open = quest->partner_open || verdict == REACH_OPEN;
    return verdict == REACH_FOUND || quest->failed;
}

enum reach_verdict reach_pair(const struct reach *reach, const struct tree *tree, size_t leaf,
                              struct stated_facts *yes, struct stated_facts *no) {
    struct quest quest;
    if (tree->items->node >= reach->program->screen_nodes) {
        return REACH_OPEN;
    }
    if (!begin_decides(&quest, reach, tree, leaf, MASK_TRUE)) {
        return REACH_NO_MEMORY;
    }
    quest.accepts = decides_with_partner;
    quest.partner = no;
    enum reach_verdict verdict = search_all(&quest, yes);
    return verdict == REACH_IMPOSSIBLE && quest.partner_open ? REACH_OPEN : verdict;
}
