#include "rules/contradiction.h"

/* What the reading fires for certain, the decision fires too, and refers as soon. */
static bool keeps(struct complaint *complaint, const struct decision *reading,
                  const struct decision *decision, const char *which) {
    for (uint32_t i = 0; i < decision->program->rule_count; i++) {
        bool fires = decision->program->rules[i].kind != RULE_ADVISORY &&
                     decision_says(reading, i) == SEEN_FIRED;
        bool fired = decision_says(decision, i) >= SEEN_NOT_RULED_OUT;
        if (!complaint_unless(complaint, !fires || fired,
                              "rule %u fires with the value %s, but not in the contradiction", i,
                              which)) {
            return false;
        }
    }
    return true;
}

/* Leaves out what contradicts, until nothing does: gates fill it in. */
static bool keeps_filled_in(struct complaint *complaint, const struct decision *decision) {
    const struct program *program = decision->program;
    struct answer answers[PLAN_FACTS];
    struct desk desk;
    desk_open(&desk);
    memcpy(answers, decision->intake->answers, program->fact_count * sizeof *answers);
    const struct decision *reading = desk_decide(&desk, program, answers);
    while (reading->faults != NULL) {
        answers[reading->faults->index].state = ANSWER_ABSENT;
        reading = desk_decide(&desk, program, answers);
    }
    bool holds = keeps(complaint, reading, decision, "filled in");
    desk_close(&desk);
    return holds;
}

/* Behind `ask_if` a value that is sent is a value like any other. */
static bool keeps_sent(struct complaint *complaint, const struct plan *plan,
                       const struct decision *decision) {
    struct plan lenient = *plan;
    for (int i = 0; i < plan->fact_count; i++) {
        if (plan->facts[i].gate_kind == GATE_ONLY_IF) {
            lenient.facts[i].gate_kind = GATE_ASK_IF;
        }
    }
    struct desk desk;
    desk_open(&desk);
    const struct program *program = plan_build(&lenient);
    bool built = complaint_unless(complaint, program != NULL, "the program cannot be built");
    bool holds = built && keeps(complaint, desk_decide(&desk, program, decision->intake->answers),
                                decision, "sent");
    desk_close(&desk);
    program_release(program);
    return holds;
}

bool counts_both_values(struct complaint *complaint, const struct plan *plan,
                        const struct decision *decision) {
    return complaint_unless(complaint, decision->outcome == OUTCOME_INVALID,
                            "a fault, and yet not invalid") &&
           keeps_filled_in(complaint, decision) && keeps_sent(complaint, plan, decision);
}
