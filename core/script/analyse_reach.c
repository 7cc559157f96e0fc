/*
 * Facts that nothing looks at. A fact is reached from the rules, results, scores and techniques; a
 * derived value counts only where one of these uses it, because nobody is told derived values, and
 * a gate only where the fact behind it is reached.
 */
#include "script/analysis.h"

/* A derived value that looks at the fact, for the cure; NULL where there is none. */
static const struct derived *derived_on(struct analysis *analysis, size_t fact) {
    const struct declarations *declarations = analysis->declarations;
    for (size_t i = 0; i < declarations->derived_count; i++) {
        bool *facts = analysis_marks(analysis);
        analysis_facts(analysis, declarations->derived[i].node, true, facts);
        if (facts != NULL && facts[fact]) {
            return &declarations->derived[i];
        }
    }
    return NULL;
}

static void report(struct analysis *analysis, size_t index) {
    const struct fact *fact = &analysis->program.facts[index];
    diagnostics_error(analysis->diagnostics, DIAGNOSTIC_UNREACHED, place_of(fact->position),
                      "nothing looks at the fact `%.*s`", (int)fact->name.length, fact->name.at);
    const struct derived *derived = derived_on(analysis, index);
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
    if (analysis->declarations->incomplete) {
        return;
    }
    bool *reached = analysis_marks(analysis);
    for (node_id id = 0; reached != NULL && id < analysis->node_count; id++) {
        const struct node *node = analysis_node(analysis, id);
        if (analysis->used[id] && (node_is_fact(node) || node->op == NODE_ANSWERED)) {
            reached[node->fact] = true;
        }
    }
    for (size_t i = 0; reached != NULL && i < analysis->program.fact_count; i++) {
        if (!reached[i]) {
            report(analysis, i);
        }
    }
}
