#include "proof/foresee.h"

/* The worse of two: all parts must be met. */
static enum forecast both(enum forecast a, enum forecast b) {
    return a < b ? a : b;
}

static enum forecast settled(bool met) {
    return met ? FORECAST_ALWAYS : FORECAST_NEVER;
}

/* ---- floors ---------------------------------------------------------------------------------- */

/* The least that is established, whatever else will be answered: `ask` hides it in the decision. */
struct floors {
    enum outcome outcome;
    enum urgency urgency;
};

static void raise(struct floors *floors, enum outcome outcome, enum urgency urgency) {
    floors->outcome = outcome > floors->outcome ? outcome : floors->outcome;
    floors->urgency = urgency > floors->urgency ? urgency : floors->urgency;
}

/* The mildest line that is still possible; and while a scope is open there may be no result at all,
 * but then the person is referred. */
static struct floors mildest_line(const struct decision *decision, size_t index) {
    const struct result *result = &decision->program->results[index];
    const struct result_given *given = &decision->results[index];
    bool withheld = given->state == RESULT_WITHHELD;
    struct floors least = {withheld ? OUTCOME_REFER : OUTCOME_INVALID,
                           withheld ? URGENCY_NONE : URGENCY_IMMEDIATE};
    for (size_t i = 0; i < result->line_count; i++) {
        const struct result_line *line = &result->lines[i];
        if ((given->possible >> i & 1) != 0) {
            least.outcome = line->outcome < least.outcome ? line->outcome : least.outcome;
            least.urgency =
                line->referral.urgency < least.urgency ? line->referral.urgency : least.urgency;
        }
    }
    return least;
}

static struct floors floors_of(const struct decision *decision) {
    struct floors floors = {OUTCOME_CLEAR, decision->urgency};
    for (size_t i = 0; i < decision->reason_count; i++) {
        const struct rule *rule = &decision->program->rules[decision->reasons[i].rule];
        if (rule->during_count == 0) {
            raise(&floors, rule_kind_outcome(rule->kind), URGENCY_NONE);
        }
    }
    for (size_t i = 0; i < decision->program->result_count; i++) {
        struct floors least = mildest_line(decision, i);
        raise(&floors, least.outcome, least.urgency);
    }
    return floors;
}

static enum forecast foresee_outcome(const struct decision *decision, enum outcome outcome) {
    if (decision->complete) {
        return settled(decision->outcome == outcome);
    }
    return floors_of(decision).outcome > outcome ? FORECAST_NEVER : FORECAST_OPEN;
}

static enum forecast foresee_urgency(const struct decision *decision, enum urgency urgency) {
    if (decision->complete) {
        return settled(decision->urgency == urgency);
    }
    return floors_of(decision).urgency > urgency ? FORECAST_NEVER : FORECAST_OPEN;
}

/* ---- rules ----------------------------------------------------------------------------------- */

static enum forecast foresee_fired(const struct decision *decision, uint32_t rule) {
    for (size_t i = 0; i < decision->reason_count; i++) {
        if (decision->reasons[i].rule == rule) {
            return FORECAST_ALWAYS;
        }
    }
    for (size_t i = 0; i < decision->open_count; i++) {
        if (decision->open[i].rule == rule) {
            return FORECAST_OPEN;
        }
    }
    return FORECAST_NEVER;
}

static enum forecast foresee_includes(const struct decision *decision,
                                      const struct expected_list *list) {
    enum forecast forecast = FORECAST_ALWAYS;
    for (size_t i = 0; list->set && i < list->count; i++) {
        forecast = both(forecast, foresee_fired(decision, list->items[i]));
    }
    return forecast;
}

static bool lists(const struct expected_list *list, uint32_t item) {
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i] == item) {
            return true;
        }
    }
    return false;
}

/* Nothing but the list's rules fired, or can. */
static enum forecast foresee_no_others(const struct decision *decision,
                                       const struct expected_list *list) {
    enum forecast forecast = FORECAST_ALWAYS;
    for (size_t i = 0; list->set && i < decision->reason_count; i++) {
        if (!lists(list, decision->reasons[i].rule)) {
            return FORECAST_NEVER;
        }
    }
    for (size_t i = 0; list->set && i < decision->open_count; i++) {
        if (!lists(list, decision->open[i].rule)) {
            forecast = FORECAST_OPEN;
        }
    }
    return forecast;
}

/* ---- results and scores ---------------------------------------------------------------------- */

static enum forecast foresee_result(const struct decision *decision,
                                    const struct expected_result *expected) {
    const struct result_given *given = &decision->results[expected->result];
    if (given->state == RESULT_SETTLED) {
        return settled(!expected->absent && given->line == expected->line);
    }
    bool ruled_out = !expected->absent && (given->possible >> expected->line & 1) == 0;
    return ruled_out ? FORECAST_NEVER : FORECAST_OPEN;
}

static enum forecast foresee_score(const struct decision *decision,
                                   const struct expected_score *expected) {
    node_id node = decision->program->scores[expected->score].node;
    const struct interval *now = &decision->evaluation->cells[node].number;
    bool apart = now->may_be_number && (now->low > expected->high || now->high < expected->low);
    return apart ? FORECAST_NEVER : FORECAST_OPEN;
}

static enum forecast foresee_values(const struct decision *decision,
                                    const struct expectation *expect) {
    enum forecast forecast = FORECAST_ALWAYS;
    for (size_t i = 0; i < expect->result_count; i++) {
        forecast = both(forecast, foresee_result(decision, &expect->results[i]));
    }
    for (size_t i = 0; i < expect->score_count; i++) {
        forecast = both(forecast, foresee_score(decision, &expect->scores[i]));
    }
    return forecast;
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* Parts that may change with every answer: nothing is foreseen of them. */
static bool mentions_changing_parts(const struct expectation *expect) {
    return expect->has_complete || expect->uncertain.set || expect->asks.set ||
           expect->referrals.set || expect->advice.set || expect->technique_count > 0 ||
           expect->has_faults;
}

enum forecast foresee(const struct decision *decision, const struct expectation *expect) {
    enum forecast forecast = mentions_changing_parts(expect) ? FORECAST_OPEN : FORECAST_ALWAYS;
    if (expect->has_outcome) {
        forecast = both(forecast, foresee_outcome(decision, expect->outcome));
    }
    if (expect->has_urgency) {
        forecast = both(forecast, foresee_urgency(decision, expect->urgency));
    }
    forecast = both(forecast, foresee_includes(decision, &expect->rules));
    forecast = both(forecast, foresee_no_others(decision, &expect->rules));
    forecast = both(forecast, foresee_includes(decision, &expect->includes));
    return both(forecast, foresee_values(decision, expect));
}
