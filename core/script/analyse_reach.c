/*
 * Facts that nothing looks at. A fact is reached from the rules, results, scores and techniques; a
 * derived value counts only where one of these uses it, because nobody is told derived values, and
 * a gate only where the fact behind it is reached. Where something else is wrong nothing is
 * concluded: in `fever or chills`, it is not the fact `chills` that is the mistake.
 */
#include "script/analysis.h"

/* For each fact a derived value that looks at it, or NULL; NULL where memory ran out. */
static const struct derived **find_derived(struct analysis *analysis) {
    const struct declarations *declarations = analysis->declarations;
    size_t count = analysis->program.fact_count;
    const struct derived **derived = arena_calloc(&analysis->arena, count + 1, sizeof *derived);
    bool *facts = analysis_fact_marks(analysis);
    for (size_t i = 0; derived != NULL && facts != NULL && i < declarations->derived_count; i++) {
        analysis_facts(analysis, declarations->derived[i].node, true, facts);
        for (size_t k = 0; k < count; k++) {
            if (facts[k] && derived[k] == NULL) {
                derived[k] = &declarations->derived[i];
            }
        }
    }
    return derived;
}

static void report(struct analysis *analysis, size_t index, const struct derived *derived) {
    const struct fact *fact = &analysis->program.facts[index];
    diagnostics_error(analysis->diagnostics, DIAGNOSTIC_UNREACHED, place_of(fact->position),
                      "nothing looks at the fact `%.*s`", (int)fact->name.length, fact->name.at);
    if (derived == NULL) {
        diagnostics_cure(analysis->diagnostics,
                         "use it in a rule, a result or a value, or take it out");
    } else {
        diagnostics_cure(analysis->diagnostics,
                         "only `%.*s` does, which itself is used nowhere: use that in a rule or a "
                         "result, or take both out",
                         (int)derived->name.length, derived->name.at);
    }
}

void analyse_reach(struct analysis *analysis) {
    bool wrong = analysis->declarations->incomplete || analysis->diagnostics->errors > 0;
    if (wrong) {
        return;
    }
    bool *reached = analysis_fact_marks(analysis);
    for (node_id id = 0; reached != NULL && id < analysis->node_count; id++) {
        const struct node *node = analysis_node(analysis, id);
        if (analysis->used[id] && (node_is_fact(node) || node->op == NODE_ANSWERED)) {
            reached[node->fact] = true;
        }
    }
    const struct derived **derived = find_derived(analysis);
    for (size_t i = 0; reached != NULL && derived != NULL && i < analysis->program.fact_count;
         i++) {
        if (!reached[i]) {
            report(analysis, i, derived[i]);
        }
    }
}
