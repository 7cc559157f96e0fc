/*
 * Rules as such: where they are from, and whether there are any.
 */
#include "script/analysis.h"

static void check_source(struct analysis *analysis, const struct rule *rule) {
    if (!text_is_empty(rule->source)) {
        return;
    }
    diagnostics_warning(analysis->diagnostics, DIAGNOSTIC_NO_SOURCE, place_of(rule->position),
                        "the %s `%.*s` does not say where it is from", rule_kind_name(rule->kind),
                        (int)rule->id.length, rule->id.at);
    diagnostics_cure(analysis->diagnostics, "add `source = \"...\"`, so that it can be looked up");
}

/* Without anything to judge, everybody is cleared. */
static void check_that_it_decides(struct analysis *analysis) {
    const struct declarations *declarations = analysis->declarations;
    if (declarations->incomplete || !declarations->has_header || declarations->result_count > 0) {
        return;
    }
    for (size_t i = 0; i < declarations->rule_count; i++) {
        enum rule_kind kind = declarations->rules[i].kind;
        bool everywhere = declarations->rules[i].during_count == 0;
        if (kind != RULE_HALT && kind != RULE_ADVISORY && everywhere) {
            return;
        }
    }
    diagnostics_warning(analysis->diagnostics, DIAGNOSTIC_DECIDES_NOTHING,
                        declarations->header_place,
                        "this protocol has no rule that could stop, refer or defer anybody, and no "
                        "result: everybody is cleared");
    diagnostics_cure(analysis->diagnostics,
                     "declare a contraindication, a red_flag, a scope, a precondition or a result");
}

void analyse_rules(struct analysis *analysis) {
    for (size_t i = 0; i < analysis->declarations->rule_count; i++) {
        check_source(analysis, &analysis->declarations->rules[i]);
    }
    check_that_it_decides(analysis);
}
