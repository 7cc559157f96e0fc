#include "proof/foresee.h"

/* The worse of two: all parts must be met. */
static enum forecast both(enum forecast a, enum forecast b) {
    return a < b ? a : b;
}

static enum forecast settled(bool met) {
    return met ? FORECAST_ALWAYS : FORECAST_NEVER;
}

/* What is established already: an outcome of `ask` or less may still become anything. */
static enum forecast foresee_outcome(const struct decision *decision, enum outcome outcome) {
    if (decision->complete) {
        return settled(decision->outcome == outcome);
    }
    bool below_the_floor = decision->outcome >= OUTCOME_REFER && decision->outcome > outcome;
    return below_the_floor ? FORECAST_NEVER : FORECAST_OPEN;
}

static enum forecast foresee_urgency(const struct decision *decision, enum urgency urgency) {
    if (decision->complete) {
        return settled(decision->urgency == urgency);
    }
    return decision->urgency > urgency ? FORECAST_NEVER : FORECAST_OPEN;
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
