/*
 * The decision as formulas: what rules/decide.c, results.c, techniques.c and questions.c make of
 * the cells, for every person at once.
 */
#ifndef SYNOVIA_PROOF_FORMULA_DECISION_H
#define SYNOVIA_PROOF_FORMULA_DECISION_H

#include "proof/formula_meaning.h"
#include "rules/decision.h"

struct formula_rule {
    formula_id fired;         /* for certain */
    formula_id not_ruled_out; /* counts as fired */
    formula_id open;
};

struct formula_result {
    formula_id withheld, open, settled, unsettled; /* exactly one is true */
    const formula_id *possible;                    /* one a line */
};

struct formula_technique {
    formula_id yes, ask; /* neither: no */
};

struct formula_decision {
    /* The outcome is this or a more serious one; [OUTCOME_CLEAR] is true, [OUTCOME_INVALID] false.
     */
    formula_id outcome[OUTCOME_INVALID + 1];
    formula_id urgency[URGENCY_IMMEDIATE + 1]; /* this or sooner */
    formula_id complete;
    formula_id scope_holds;
    const struct formula_rule *rules;           /* one a rule; halts are never anything */
    const struct formula_result *results;       /* one a result */
    const struct formula_technique *techniques; /* one a technique */
};

/* Fills the decision; its lists are in the arena of the meaning. False where memory ran out. */
bool formula_decide(const struct meaning *meaning, struct formula_decision *decision);

/* The outcome (urgency) is exactly this. */
formula_id formula_outcome_is(const struct meaning *meaning,
                              const struct formula_decision *decision, enum outcome outcome);
formula_id formula_urgency_is(const struct meaning *meaning,
                              const struct formula_decision *decision, enum urgency urgency);

/* The rule fires, for certain or not ruled out. */
formula_id formula_rule_fires(const struct meaning *meaning,
                              const struct formula_decision *decision, uint32_t rule);

/* The result has this line. */
formula_id formula_line_is(const struct meaning *meaning, const struct formula_decision *decision,
                           uint32_t result, uint32_t line);

#endif
