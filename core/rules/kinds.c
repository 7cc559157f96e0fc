#include "rules/kinds.h"

const char *outcome_name(enum outcome outcome) {
    static const char *const names[] = {"clear", "defer", "ask", "refer", "stop", "invalid"};
    return names[outcome];
}

const char *urgency_name(enum urgency urgency) {
    static const char *const names[] = {"none", "routine", "urgent", "immediate"};
    return names[urgency];
}

const char *rule_kind_name(enum rule_kind kind) {
    static const char *const names[] = {"scope",        "contraindication", "red_flag",
                                        "precondition", "advisory",         "halt"};
    return names[kind];
}

const char *value_type_name(enum value_type type) {
    static const char *const names[] = {"yes_no", "choice", "number", "date"};
    return names[type];
}

enum outcome rule_kind_outcome(enum rule_kind kind) {
    static const enum outcome outcomes[] = {OUTCOME_REFER, OUTCOME_STOP,  OUTCOME_REFER,
                                            OUTCOME_DEFER, OUTCOME_CLEAR, OUTCOME_CLEAR};
    return outcomes[kind];
}
