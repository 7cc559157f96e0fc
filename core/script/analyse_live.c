/*
 * Live facts are reported while somebody moves. A screening cannot know them, unless they are owed
 * at the start as well; and what is judged at every turn must rest on one, or nothing that is
 * reported could ever change it.
 */
#include "script/analysis.h"

/* Judged in sessions: halts, steps and loops. */
static bool is_of_sessions(enum root_role role) {
    return role == ROOT_HALT || role == ROOT_STEP_ONLY_IF || role == ROOT_STEP_SKIP_IF ||
           role == ROOT_FINISH_WHEN;
}

static bool is_change(const struct node *node) {
    return node->op == NODE_ROSE_BY || node->op == NODE_FELL_BY;
}

/* ---- facts that are owed at the start as well ------------------------------------------------ */

static void add_facts(struct analysis *analysis, node_id node, bool *owed) {
    analysis_facts(analysis, node, true, owed);
}

static const bool *facts_owed_at_start(struct analysis *analysis) {
    const struct declarations *declarations = analysis->declarations;
    bool *owed = analysis_fact_marks(analysis);
    for (size_t i = 0; owed != NULL && i < declarations->rule_count; i++) {
        if (declarations->rules[i].throughout) {
            add_facts(analysis, declarations->rules[i].fires, owed);
        }
    }
    for (node_id id = 0; owed != NULL && id < analysis->node_count; id++) {
        if (analysis->used[id] && is_change(analysis_node(analysis, id))) {
            add_facts(analysis, id, owed);
        }
    }
    return owed;
}

/* ---- screenings ------------------------------------------------------------------------------ */

static void report_live(struct analysis *analysis, const struct root *root,
                        const struct fact *fact) {
    diagnostics_error(analysis->diagnostics, DIAGNOSTIC_LIVE_IN_SCREENING, root->place,
                      "the fact `%.*s` is live, and nobody is asked it when screened",
                      (int)fact->name.length, fact->name.at);
    bool rule = root->role == ROOT_WHEN || root->role == ROOT_REQUIRE;
    diagnostics_cure(analysis->diagnostics,
                     rule
                         ? "write `throughout = true` if the rule is to be judged at every turn, "
                           "make it a halt, or take `live` away from `%.*s`"
                         : "use it in a halt or in a rule with `throughout = true`, or take `live` "
                           "away from `%.*s`",
                     (int)fact->name.length, fact->name.at);
}

static void check_screening(struct analysis *analysis, const struct root *root, const bool *owed,
                            bool *below) {
    bool *facts = analysis_fact_marks(analysis);
    analysis_below(analysis, root->node, true, below);
    analysis_facts(analysis, root->node, true, facts);
    for (size_t i = 0; facts != NULL && i < analysis->program.fact_count; i++) {
        const struct fact *fact = &analysis->program.facts[i];
        if (facts[i] && fact->live && !owed[i]) {
            report_live(analysis, root, fact);
        }
    }
    for (node_id id = 0; id < analysis->node_count; id++) {
        if (below[id] && is_change(analysis_node(analysis, id))) {
            struct place place = analysis_place(analysis, id);
            diagnostics_error(analysis->diagnostics, DIAGNOSTIC_SESSION_ONLY,
                              place.line == 0 ? root->place : place,
                              "`%s` compares with the start of a session, and a screening has none",
                              node_op_word(analysis_node(analysis, id)->op));
            diagnostics_cure(analysis->diagnostics, "use it in a halt, a step or a `finish_when`");
        }
    }
}

/* ---- sessions -------------------------------------------------------------------------------- */

static void check_session(struct analysis *analysis, const struct root *root) {
    bool *facts = analysis_fact_marks(analysis);
    analysis_facts(analysis, root->node, true, facts);
    for (size_t i = 0; facts != NULL && i < analysis->program.fact_count; i++) {
        if (facts[i] && analysis->program.facts[i].live) {
            return;
        }
    }
    bool halt = root->role == ROOT_HALT;
    diagnostics_error(analysis->diagnostics, DIAGNOSTIC_NO_LIVE_FACT, root->place,
                      "%s without a live fact: nothing that is reported on the way can change it",
                      halt ? "a halt" : "`finish_when`");
    diagnostics_cure(analysis->diagnostics,
                     halt ? "declare the fact that is watched with `live = true`, or make this a "
                            "contraindication or red_flag"
                          : "declare the fact that is watched with `live = true`, or leave "
                            "`finish_when` out");
}

void analyse_live(struct analysis *analysis) {
    const bool *owed = facts_owed_at_start(analysis);
    bool *below = analysis_node_marks(analysis);
    for (size_t i = 0; owed != NULL && below != NULL && i < analysis->declarations->root_count;
         i++) {
        const struct root *root = &analysis->declarations->roots[i];
        if (root->role == ROOT_HALT || root->role == ROOT_FINISH_WHEN) {
            check_session(analysis, root);
        } else if (!is_of_sessions(root->role) && root->role != ROOT_DERIVED &&
                   root->role != ROOT_GATE) {
            check_screening(analysis, root, owed, below);
        }
    }
}
