/*
 * A decision held against what a test expects of it: a difference for each part that is not as
 * written. What the test does not mention does not matter.
 */
#ifndef SYNOVIA_PROOF_COMPARE_H
#define SYNOVIA_PROOF_COMPARE_H

#include "proof/report.h"
#include "rules/decision.h"

struct comparison {
    const struct difference *differences; /* in the arena of the call */
    size_t difference_count;
};

/* False where memory ran out. */
bool compare_decision(const struct decision *decision, const struct expectation *expect,
                      struct arena *arena, struct comparison *comparison);

/* The parts that `never` mentions, as differences marked `never`: for a decision that meets all of
 * them. False where memory ran out. */
bool compare_never(const struct decision *decision, const struct expectation *never,
                   struct arena *arena, struct comparison *comparison);

/* "no", "ask", "yes". */
const char *availability_name(enum availability availability);

#endif
