/*
 * Whether what is known of a person already settles an expectation, whatever else will be answered.
 *
 *     a rule that fired stays fired      so outcome and urgency are floors
 *     a rule that is quiet stays quiet   so a set of fired rules is bounded on both sides
 *     a line that is ruled out stays so  so the mildest line left is a floor as well
 *
 * It rests on the engine's promise that more answers never take an answer back. The decision must
 * have been made with every unanswered fact unknown, the optional ones included.
 */
#ifndef SYNOVIA_PROOF_FORESEE_H
#define SYNOVIA_PROOF_FORESEE_H

#include "rules/decision.h"
#include "script/suite.h"

enum forecast {
    FORECAST_NEVER, /* no completion meets the expectation */
    FORECAST_OPEN,
    FORECAST_ALWAYS, /* every completion meets it */
};

enum forecast foresee(const struct decision *decision, const struct expectation *expect);

#endif
