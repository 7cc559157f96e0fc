/*
 * What "there is no such value" does where the author may not have thought of it.
 *
 * Arithmetic with none is none, so a sum would lose the points that are known: an error, unless
 * if_none or an earlier `first` line says what none counts. And a comparison with none is false, so
 * that its negation is true for those who have none, and a requirement is not met: a warning,
 * unless is_none stands beside it.
 */
#include "script/analysis.h"

static bool may_be_none(const struct analysis *analysis, node_id id) {
    if (node_op_is_number(analysis_node(analysis, id)->op)) {
        return analysis->widest[id].number.may_be_none;
    }
    return (analysis->widest[id].mask & MASK_NONE) != 0;
}

/* Is there anybody for whom the number is none, on the line `line` of `lines` (or anywhere)? What
 * is not proved impossible counts. */
static bool is_none_somewhere(struct analysis *analysis, node_id number, node_id lines,
                              size_t line) {
    struct builder *builder = analysis->declarations->builder;
    bool fits = analysis_may_build(analysis, number) &&
                (lines == NODE_MISSING || analysis_may_build(analysis, lines));
    if (!fits) {
        return true;
    }
    node_id none = build_is_none(builder, number);
    if (lines != NODE_MISSING) {
        node_id parts[] = {none, build_one_of(builder, lines, (uint64_t)1 << line)};
        none = build_all(builder, parts, 2);
    }
    if (none == NODE_MISSING) {
        return false;
    }
    analysis_refresh(analysis);
    return analysis_search(analysis, none, MASK_TRUE) != SEARCH_IMPOSSIBLE;
}

/* ---- sums ------------------------------------------------------------------------------------ */

struct sum_walk {
    struct analysis *analysis;
    const bool *fixed; /* one a node: a constant, which knows no none */
    bool *seen[2];     /* one a node, outside and inside of a `first` */
    node_id lines;     /* of the innermost `first` around, or NODE_MISSING */
    size_t line;
};

/* The days between two dates are none like the age of one: no number is known that they could lose,
 * and `:if_none` stands behind them where they are part of a sum. */
static bool is_arithmetic(enum node_op op) {
    return op == NODE_ADD || op == NODE_SUBTRACT || op == NODE_MULTIPLY || op == NODE_DIVIDE;
}

/* The sum of a score: its items are judged one by one. */
static bool is_score(const struct analysis *analysis, node_id id) {
    for (size_t i = 0; i < analysis->declarations->score_count; i++) {
        if (analysis->declarations->scores[i].node == id) {
            return true;
        }
    }
    return false;
}

/* A part that can be none beside one that cannot: sets `lost` and `kept`. */
static bool mixes(const struct sum_walk *walk, node_id id, node_id *lost, node_id *kept) {
    const struct node *node = analysis_node(walk->analysis, id);
    *lost = NODE_MISSING;
    *kept = NODE_MISSING;
    for (uint32_t i = 0; is_arithmetic(node->op) && i < node->child_count; i++) {
        node_id child = analysis_children(walk->analysis, id)[i];
        if (walk->fixed[child]) {
            continue;
        }
        if (may_be_none(walk->analysis, child)) {
            *lost = child;
        } else {
            *kept = child;
        }
    }
    return *lost != NODE_MISSING && *kept != NODE_MISSING && !is_score(walk->analysis, id);
}

static void cure_none(struct analysis *analysis, struct text lost) {
    diagnostics_cure(analysis->diagnostics,
                     "say what none counts: `%.*s:if_none(0)`, or a line `{ 0, when = "
                     "%.*s:is_none() }` of `first` before it",
                     (int)lost.length, lost.at, (int)lost.length, lost.at);
}

static void report_mix(struct analysis *analysis, node_id id, node_id lost, node_id kept) {
    struct text lost_text = analysis_text(analysis, lost);
    struct text kept_text = analysis_text(analysis, kept);
    diagnostics_error(analysis->diagnostics, DIAGNOSTIC_NONE_LOSES, analysis_place(analysis, id),
                      "`%.*s` can be none, and then all of this is, though `%.*s` is known",
                      (int)lost_text.length, lost_text.at, (int)kept_text.length, kept_text.at);
    cure_none(analysis, lost_text);
}

static node_id lines_of_first(const struct analysis *analysis, node_id id) {
    const struct declarations *declarations = analysis->declarations;
    for (size_t i = 0; i < declarations->first_count; i++) {
        if (declarations->firsts[i].node == id) {
            return analysis->first_lines[i];
        }
    }
    return NODE_MISSING;
}

static void walk_sum(struct sum_walk *walk, node_id id) {
    bool *seen = walk->seen[walk->lines == NODE_MISSING ? 0 : 1];
    if (seen[id]) {
        return;
    }
    seen[id] = true;
    struct analysis *analysis = walk->analysis;
    node_id lost;
    node_id kept;
    if (mixes(walk, id, &lost, &kept) && is_none_somewhere(analysis, id, walk->lines, walk->line)) {
        report_mix(analysis, id, lost, kept);
    }
    struct sum_walk inner = *walk;
    bool first = analysis_node(analysis, id)->op == NODE_FIRST;
    inner.lines = first ? lines_of_first(analysis, id) : walk->lines;
    uint32_t count = analysis_node(analysis, id)->child_count;
    for (uint32_t i = 0; i < count; i++) {
        inner.line = first ? i / 2 : walk->line;
        walk_sum(&inner, analysis_children(analysis, id)[i]);
    }
}

static const bool *find_fixed(struct analysis *analysis) {
    bool *fixed = arena_calloc(&analysis->arena, analysis->node_count + 1, sizeof *fixed);
    for (node_id id = 0; fixed != NULL && id < analysis->node_count; id++) {
        const struct node *node = analysis_node(analysis, id);
        fixed[id] = node->op == NODE_NUMBER || (is_arithmetic(node->op) || node->op == NODE_NEGATE);
        for (uint32_t i = 0; i < node->child_count; i++) {
            fixed[id] = fixed[id] && fixed[analysis_children(analysis, id)[i]];
        }
    }
    return fixed;
}

static void check_sums(struct analysis *analysis) {
    struct sum_walk walk = {
        .analysis = analysis,
        .fixed = find_fixed(analysis),
        .seen = {arena_calloc(&analysis->arena, analysis->node_count + 1, sizeof(bool)),
                 arena_calloc(&analysis->arena, analysis->node_count + 1, sizeof(bool))},
        .lines = NODE_MISSING,
    };
    for (size_t i = 0; i < analysis->declarations->root_count; i++) {
        if (walk.fixed != NULL && walk.seen[0] != NULL && walk.seen[1] != NULL) {
            walk_sum(&walk, analysis->declarations->roots[i].node);
        }
    }
}

/* ---- scores ---------------------------------------------------------------------------------- */

static void check_score_items(struct analysis *analysis) {
    for (size_t i = 0; i < analysis->declarations->root_count; i++) {
        const struct root *root = &analysis->declarations->roots[i];
        if (root->role != ROOT_SCORE_ITEM || !may_be_none(analysis, root->node) ||
            !is_none_somewhere(analysis, root->node, NODE_MISSING, 0)) {
            continue;
        }
        struct text item = analysis_text(analysis, root->node);
        diagnostics_error(analysis->diagnostics, DIAGNOSTIC_NONE_LOSES, root->place,
                          "this item of the score can be none, and then the whole score is, though "
                          "its other points are known");
        cure_none(analysis, item);
    }
}

/* ---- negations and requirements -------------------------------------------------------------- */

struct negation_walk {
    struct analysis *analysis;
    const struct root *root;
    bool *below; /* one a node: below the root */
    bool *asked; /* one a fact: is_none stands in the same root */
    bool *seen;  /* two a node: not negated, negated */
};

/* The part of a comparison that can be none, and is not optional (that is an error of its own). */
static node_id none_in(const struct analysis *analysis, node_id id) {
    const struct node *node = analysis_node(analysis, id);
    bool compares = node_is_comparison(node) || node->op == NODE_ONE_OF;
    for (uint32_t i = 0; compares && i < node->child_count; i++) {
        node_id child = analysis_children(analysis, id)[i];
        if (may_be_none(analysis, child)) {
            return child;
        }
    }
    return NODE_MISSING;
}

/* True where something is said about the term's none already: a fact of it is optional, or the same
 * root asks is_none of one. */
static bool is_spoken_for(const struct negation_walk *walk, node_id term) {
    struct analysis *analysis = walk->analysis;
    bool *facts = analysis_fact_marks(analysis);
    analysis_facts(analysis, term, false, facts);
    for (size_t i = 0; facts != NULL && i < analysis->program.fact_count; i++) {
        if (facts[i] && (analysis->program.facts[i].optional || walk->asked[i])) {
            return true;
        }
    }
    return false;
}

static void warn(const struct negation_walk *walk, node_id comparison, node_id term, bool require) {
    struct analysis *analysis = walk->analysis;
    struct text whole = analysis_text(analysis, comparison);
    struct text part = analysis_text(analysis, term);
    struct place place = analysis_place(analysis, comparison);
    diagnostics_warning(analysis->diagnostics, DIAGNOSTIC_NONE_NEGATED,
                        place.line == 0 ? walk->root->place : place,
                        require ? "`%.*s` is false where `%.*s` is none, so that whoever has none "
                                  "does not meet this requirement"
                                : "`%.*s` is false where `%.*s` is none, so that its negation is "
                                  "true for whoever has none",
                        (int)whole.length, whole.at, (int)part.length, part.at);
    diagnostics_cure(analysis->diagnostics,
                     "write `%.*s:is_none()` beside it, joined by `|` or by `& ~`, to say which is "
                     "meant",
                     (int)part.length, part.at);
}

static void walk_negation(struct negation_walk *walk, node_id id, bool negated, bool require);

/* The conditions of a `first`: a line that is taken for whoever has none counts for them. */
static void walk_lines(struct negation_walk *walk, node_id first) {
    uint32_t count = analysis_node(walk->analysis, first)->child_count;
    for (uint32_t i = 0; i < count; i++) {
        walk_negation(walk, analysis_children(walk->analysis, first)[i], false, false);
    }
}

/* `negated`: below a negation; `require`: of a requirement, and not below a negation. */
static void walk_negation(struct negation_walk *walk, node_id id, bool negated, bool require) {
    struct analysis *analysis = walk->analysis;
    const struct node *node = analysis_node(analysis, id);
    size_t seen = 2 * (size_t)id + (negated ? 1 : 0);
    if (walk->seen[seen] || node_op_is_number(node->op)) {
        return;
    }
    walk->seen[seen] = true;
    node_id term = none_in(analysis, id);
    if (term != NODE_MISSING && (negated || require) && !is_spoken_for(walk, term)) {
        warn(walk, id, term, !negated);
        return;
    }
    if (node->op == NODE_IS_NONE || node->op == NODE_LINES || node_is_comparison(node)) {
        return;
    }
    bool not = node->op == NODE_NOT;
    for (uint32_t i = 0; i < node->child_count; i++) {
        walk_negation(walk, analysis_children(analysis, id)[i], negated || not, require && !not );
    }
}

static void check_root(struct negation_walk *walk, const struct root *root) {
    struct analysis *analysis = walk->analysis;
    bool is_first = analysis_node(analysis, root->node)->op == NODE_FIRST;
    walk->root = root;
    analysis_below(analysis, root->node, false, walk->below);
    memset(walk->seen, 0, 2 * analysis->node_count * sizeof *walk->seen);
    memset(walk->asked, 0, analysis->program.fact_count * sizeof *walk->asked);
    for (node_id id = 0; id < analysis->node_count; id++) {
        if (walk->below[id] && analysis_node(analysis, id)->op == NODE_IS_NONE) {
            analysis_facts(analysis, id, false, walk->asked);
        }
    }
    if (is_first) {
        walk_lines(walk, root->node);
    } else {
        walk_negation(walk, root->node, false, root->role == ROOT_REQUIRE);
    }
}

static void check_negations(struct analysis *analysis) {
    struct negation_walk walk = {
        .analysis = analysis,
        .below = analysis_node_marks(analysis),
        .asked = analysis_fact_marks(analysis),
        .seen = arena_calloc(&analysis->arena, 2 * analysis->node_count + 2, sizeof(bool)),
    };
    if (walk.below == NULL || walk.asked == NULL || walk.seen == NULL) {
        return;
    }
    for (size_t i = 0; i < analysis->declarations->root_count; i++) {
        const struct root *root = &analysis->declarations->roots[i];
        if (root->role != ROOT_DERIVED) {
            check_root(&walk, root);
        }
    }
    for (size_t i = 0; i < analysis->declarations->first_count; i++) {
        const struct written_first *first = &analysis->declarations->firsts[i];
        struct root root = {.role = ROOT_SCORE_ITEM, .node = first->node, .place = *first->places};
        check_root(&walk, &root);
    }
}

/* ---- the pass -------------------------------------------------------------------------------- */

void analyse_none(struct analysis *analysis) {
    check_score_items(analysis);
    check_sums(analysis);
    check_negations(analysis);
}
