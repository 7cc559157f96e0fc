/*
 * A decision as the expectation that it meets: all that a test could say of it. What one decision
 * is expected to be and another is not is what a test could tell them apart by.
 *
 *     decision ── observed ──> expectation ── compare_decision (another decision) ──> differences
 *                                    └── observed_part (only these differences) ──> expect = { ...
 * }
 */
#ifndef SYNOVIA_PROOF_OBSERVED_H
#define SYNOVIA_PROOF_OBSERVED_H

#include "proof/compare.h"

/* Everything that can be expected of a decision, met by it. Lives in the arena; false where memory
 * ran out. */
bool observed(const struct decision *decision, struct arena *arena, struct expectation *all);

/*
 * Of `all`, what a test of one person says: outcome, urgency, rules, results that are given, and
 * what is asked, where that is little (else that it is not complete). Lives in the arena; false
 * where memory ran out.
 */
bool observed_summary(const struct expectation *all, struct arena *arena,
                      struct expectation *summary);

/* True where what differs is what a clinician would name first: the outcome, the urgency, a rule, a
 * result or a score. */
bool observed_is_telling(const struct comparison *differences);

/*
 * Of `all`, outcome and urgency and what the differences are about. Questions, advice and the like
 * are left out where something more telling differs too. Lives in the arena; false where memory ran
 * out.
 */
bool observed_part(const struct expectation *all, const struct program *program,
                   const struct comparison *differences, struct arena *arena,
                   struct expectation *part);

#endif
