/*
 * Optional facts are never asked, so nobody may profit from one: its truth may only make the
 * outcome more serious. Terms are walked from their roots downwards with a *side*:
 *
 *     SERIOUS   true, or a larger number, is more serious: an optional fact may stand here
 *     MILD      under a negation, in `require`, where a larger number makes a condition false
 *
 * A negation turns SERIOUS into MILD and leaves MILD as it is: what stands below two negations is
 * refused as well, because nobody should have to count them. Gates and is_none are not walked.
 */
#include "script/analysis.h"

enum side { SERIOUS, MILD };

struct polarity_walk {
    struct analysis *analysis;
    const struct fact *
        *optional;      /* one a node: an optional fact whose value it rests on, or NULL */
    struct place place; /* of the root */
    bool *seen[2];      /* by side, one a node */
};

static void walk(struct polarity_walk *walk, node_id id, enum side side);

/* ---- optional facts below a term ------------------------------------------------------------- */

/* Gates and is_none hide theirs. The parts of the node are judged already. */
static const struct fact *optional_at(const struct polarity_walk *w, node_id id) {
    const struct node *node = analysis_node(w->analysis, id);
    if (node->op == NODE_IS_NONE || node->op == NODE_ANSWERED) {
        return NULL;
    }
    if (node_is_fact(node)) {
        const struct fact *fact = &w->analysis->program.facts[node->fact];
        return fact->optional ? fact : NULL;
    }
    const struct fact *found = NULL;
    for (uint32_t i = 0; i < node->child_count && found == NULL; i++) {
        found = w->optional[analysis_children(w->analysis, id)[i]];
    }
    return found;
}

static void report(struct polarity_walk *w, const struct fact *fact, struct place place,
                   const char *where) {
    diagnostics_error(w->analysis->diagnostics, DIAGNOSTIC_OPTIONAL_CLEARS, place,
                      "the optional fact `%.*s` stands %s, where knowing it could make the outcome "
                      "less serious",
                      (int)fact->name.length, fact->name.at, where);
    diagnostics_cure(w->analysis->diagnostics,
                     "optional facts are never asked, so they may only count against: take "
                     "`optional` away, or use `%.*s` only where its truth is the serious side",
                     (int)fact->name.length, fact->name.at);
}

/* The mild side of a term: refused where an optional fact is below it. */
static void refuse_below(struct polarity_walk *w, node_id id, struct place place,
                         const char *where) {
    if (w->optional[id] != NULL) {
        report(w, w->optional[id], place, where);
    }
}

/* ---- numbers --------------------------------------------------------------------------------- */

/* True where the first number is never on the milder side of the second. */
static bool is_as_serious(const struct polarity_walk *w, node_id first, node_id second,
                          enum side side) {
    const struct interval *a = &w->analysis->widest[first].number;
    const struct interval *b = &w->analysis->widest[second].number;
    if (first == second) {
        return true;
    }
    return side == SERIOUS ? a->low >= b->high : a->high <= b->low;
}

/* A line that an optional fact picks must not be milder than a line that would be picked without.
 */
static void walk_first(struct polarity_walk *w, node_id id, enum side side) {
    const struct node *node = analysis_node(w->analysis, id);
    const node_id *children = analysis_children(w->analysis, id);
    for (uint32_t i = 0; i + 1 < node->child_count; i += 2) {
        const struct fact *fact = w->optional[children[i]];
        for (uint32_t later = i + 3; fact != NULL && later < node->child_count + 1; later += 2) {
            uint32_t value = later < node->child_count ? later : node->child_count - 1;
            if (!is_as_serious(w, children[i + 1], children[value], side)) {
                report(w, fact, analysis_place(w->analysis, children[i]),
                       side == SERIOUS ? "in a line whose value is lower than a later one's"
                                       : "in a line whose value is higher than a later one's, in a "
                                         "number that counts in favour");
                break;
            }
        }
        walk(w, children[i], SERIOUS);
        walk(w, children[i + 1], side);
    }
    walk(w, children[node->child_count - 1], side);
}

/* `x:if_none(5)`: without the fact it is 5, with it anything that x can be. */
static void walk_if_none(struct polarity_walk *w, node_id id, enum side side) {
    const struct node *node = analysis_node(w->analysis, id);
    node_id child = analysis_children(w->analysis, id)[0];
    const struct fact *fact = w->optional[child];
    const struct interval *range = &w->analysis->widest[child].number;
    bool serious = side == SERIOUS ? range->low >= node->number : range->high <= node->number;
    if (fact != NULL && !serious) {
        report(w, fact, analysis_place(w->analysis, id),
               "in `if_none` with a number that it may pass on the milder side");
    }
}

/* The side on which a larger number stands when the other side of a comparison is fixed. */
static enum side turned(enum side side) {
    return side == SERIOUS ? MILD : SERIOUS;
}

static void walk_number(struct polarity_walk *w, node_id id, enum side side) {
    const struct node *node = analysis_node(w->analysis, id);
    const node_id *children = analysis_children(w->analysis, id);
    switch (node->op) {
    case NODE_FIRST:
        walk_first(w, id, side);
        return;
    case NODE_IF_NONE:
        walk_if_none(w, id, side);
        return;
    case NODE_SUBTRACT:
        walk(w, children[0], side);
        walk(w, children[1], turned(side));
        return;
    case NODE_NEGATE:
        walk(w, children[0], turned(side));
        return;
    case NODE_ADD:
    case NODE_MULTIPLY:
    case NODE_DIVIDE:
        for (uint32_t i = 0; i < node->child_count; i++) {
            walk(w, children[i], side);
        }
        return;
    default: /* a fact itself: a comparison with it is false where it is none */
        return;
    }
}

/* ---- conditions ------------------------------------------------------------------------------ */

/* `result:is "line"`: an optional fact may only pick a line that is meant, or be among none. */
static void walk_lines(struct polarity_walk *w, node_id lines, uint64_t meant, struct place place) {
    const struct node *node = analysis_node(w->analysis, lines);
    for (uint32_t i = 0; i < node->child_count; i++) {
        const struct fact *fact = w->optional[analysis_children(w->analysis, lines)[i]];
        if (fact != NULL && (meant >> i & 1) == 0 && meant >> i != 0) {
            report(w, fact, place, "in a line that keeps a later one from being taken");
        }
    }
}

static void walk(struct polarity_walk *w, node_id id, enum side side) {
    if (w->seen[side][id]) {
        return;
    }
    w->seen[side][id] = true;
    const struct node *node = analysis_node(w->analysis, id);
    const node_id *children = analysis_children(w->analysis, id);
    struct place place = analysis_place(w->analysis, id);
    switch (node->op) {
    case NODE_NOT:
        refuse_below(w, children[0], place.line == 0 ? w->place : place,
                     "under `~`, `none_of` or `is_not`");
        return;
    case NODE_LESS:
    case NODE_AT_MOST:
        walk(w, children[0], MILD);
        walk(w, children[1], SERIOUS);
        return;
    case NODE_EQUAL: /* a larger number may make it true or false */
        for (uint32_t i = 0; i < 2; i++) {
            walk(w, children[i], MILD);
            walk(w, children[i], SERIOUS);
        }
        return;
    case NODE_ONE_OF:
        if (analysis_node(w->analysis, children[0])->op == NODE_LINES) {
            walk_lines(w, children[0], node->mask, place);
        }
        return;
    case NODE_ALL:
    case NODE_ANY:
    case NODE_AT_LEAST_COUNT:
        for (uint32_t i = 0; i < node->child_count; i++) {
            walk(w, children[i], SERIOUS);
        }
        return;
    default:
        if (node_op_is_number(node->op)) {
            walk_number(w, id, side);
        }
        return;
    }
}

/* ---- results --------------------------------------------------------------------------------- */

static enum outcome line_outcome(const struct result_line *line) {
    bool refers = line->referral.urgency != URGENCY_NONE;
    return refers && line->outcome < OUTCOME_REFER ? OUTCOME_REFER : line->outcome;
}

static void check_line(struct polarity_walk *w, const struct root *root) {
    const struct result *result = &w->analysis->declarations->results[root->index];
    const struct result_line *line = &result->lines[root->line];
    const struct fact *fact = w->optional[root->node];
    for (size_t i = root->line + 1; fact != NULL && i < result->line_count; i++) {
        if (line_outcome(&result->lines[i]) > line_outcome(line) ||
            result->lines[i].referral.urgency > line->referral.urgency) {
            report(w, fact, root->place, "in a line that is less serious than a later one");
            return;
        }
    }
}

/* ---- the pass -------------------------------------------------------------------------------- */

void analyse_optional(struct analysis *analysis) {
    size_t count = analysis->node_count + 1;
    struct polarity_walk w = {
        .analysis = analysis,
        .optional = arena_calloc(&analysis->arena, count, sizeof *w.optional),
        .seen = {arena_calloc(&analysis->arena, count, sizeof(bool)),
                 arena_calloc(&analysis->arena, count, sizeof(bool))},
    };
    if (w.optional == NULL || w.seen[0] == NULL || w.seen[1] == NULL) {
        return;
    }
    for (node_id id = 0; id < analysis->node_count; id++) {
        w.optional[id] = optional_at(&w, id);
    }
    for (size_t i = 0; i < analysis->declarations->root_count; i++) {
        const struct root *root = &analysis->declarations->roots[i];
        w.place = root->place;
        if (root->role == ROOT_GATE || root->role == ROOT_DERIVED) {
            continue;
        }
        if (root_role_is_negative(root->role)) {
            refuse_below(&w, root->node, root->place,
                         root->role == ROOT_REQUIRE ? "in `require`" : "in `only_if`");
            continue;
        }
        if (root->role == ROOT_LINE) {
            check_line(&w, root);
        }
        walk(&w, root->node, SERIOUS);
    }
}
