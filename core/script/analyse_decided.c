/*
 * Conditions that no input makes true, or none makes false: a threshold outside of the range, two
 * parts that exclude each other, a gate against its own fact. Every condition that was written is
 * judged, the innermost first; what contains a condition that was reported is not reported again.
 */
#include "script/analysis.h"

#include <math.h>

static bool same_place(struct place a, struct place b) {
    return a.line == b.line && a.column == b.column && text_equal(a.file, b.file);
}

/* The two ends of a `between` are not conditions of their own: between(0, 17) is fine where 0 is
 * the minimum. An end that is also written elsewhere has its place there. */
static void mark_ends(const struct analysis *analysis, bool *ends) {
    for (node_id id = 0; id < analysis->node_count; id++) {
        node_id number;
        double low;
        double high;
        if (!analysis_between(analysis, id, &number, &low, &high)) {
            continue;
        }
        for (uint32_t i = 0; i < 2; i++) {
            node_id end = analysis_children(analysis, id)[i];
            ends[end] = ends[end] ||
                        same_place(analysis_place(analysis, id), analysis_place(analysis, end));
        }
    }
}

static bool contains_reported(const struct analysis *analysis, node_id id) {
    const struct node *node = analysis_node(analysis, id);
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (analysis->settled[analysis_children(analysis, id)[i]]) {
            return true;
        }
    }
    return node_is_fact(node) && analysis->program.facts[node->fact].gate != NODE_MISSING &&
           analysis->settled[analysis->program.facts[node->fact].gate];
}

static bool is_judged(const struct analysis *analysis, node_id id) {
    const struct node *node = analysis_node(analysis, id);
    switch (node->op) {
    case NODE_AT_MOST:
    case NODE_LESS:
    case NODE_EQUAL:
    case NODE_ONE_OF:
    case NODE_IS_NONE:
    case NODE_NOT:
    case NODE_ALL:
    case NODE_ANY:
    case NODE_AT_LEAST_COUNT:
        return true;
    default:
        return false;
    }
}

static void report(struct analysis *analysis, node_id id, bool never_true) {
    analysis->settled[id] = true;
    struct text term = analysis_text(analysis, id);
    struct text ranges = analysis_ranges(analysis, id);
    diagnostics_error(
        analysis->diagnostics, never_true ? DIAGNOSTIC_NEVER_TRUE : DIAGNOSTIC_NEVER_FALSE,
        analysis_place(analysis, id), "`%.*s` can never be %s: %.*s", (int)term.length, term.at,
        never_true ? "true" : "false", (int)ranges.length, ranges.at);
    const struct node *node = analysis_node(analysis, id);
    bool compares = node_is_comparison(node) || node->op == NODE_ONE_OF ||
                    node->op == NODE_ROSE_BY || node->op == NODE_FELL_BY;
    if (compares) {
        diagnostics_cure(analysis->diagnostics,
                         "compare with a value inside the range, or correct the range");
    } else if (never_true) {
        diagnostics_cure(analysis->diagnostics,
                         "its parts exclude each other: correct one, or take the condition out");
    } else {
        diagnostics_cure(analysis->diagnostics,
                         "its parts leave nobody out: correct one, or take the condition out");
    }
}

static void judge(struct analysis *analysis, node_id id) {
    if (analysis_search(analysis, id, MASK_TRUE) == SEARCH_IMPOSSIBLE) {
        report(analysis, id, true);
    } else if (analysis_search(analysis, id, MASK_FALSE) == SEARCH_IMPOSSIBLE) {
        report(analysis, id, false);
    }
}

/* A change of more than the whole range cannot happen. */
static void judge_change(struct analysis *analysis, node_id id) {
    const struct node *node = analysis_node(analysis, id);
    const struct node *below = analysis_node(analysis, analysis_children(analysis, id)[0]);
    if (below->op != NODE_FACT_NUMBER) {
        return;
    }
    const struct fact *fact = &analysis->program.facts[below->fact];
    if (node->number > fact->max - fact->min) {
        report(analysis, id, true);
    }
}

void analyse_decided(struct analysis *analysis) {
    bool *ends = arena_calloc(&analysis->arena, analysis->node_count + 1, sizeof *ends);
    if (ends == NULL) {
        return;
    }
    mark_ends(analysis, ends);
    for (node_id id = 0; id < analysis->node_count; id++) {
        enum node_op op = analysis_node(analysis, id)->op;
        if (contains_reported(analysis, id)) {
            analysis->settled[id] = true;
        } else if (analysis_place(analysis, id).line == 0 || ends[id]) {
            continue;
        } else if (op == NODE_ROSE_BY || op == NODE_FELL_BY) {
            judge_change(analysis, id);
        } else if (is_judged(analysis, id)) {
            judge(analysis, id);
        }
    }
}
