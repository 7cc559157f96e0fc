/*
 * Which rules and values a failed test is about: those that made the decision other than expected,
 * or that were expected to and did not.
 */
#ifndef SYNOVIA_PROOF_CONCERN_H
#define SYNOVIA_PROOF_CONCERN_H

#include "proof/report.h"
#include "rules/decision.h"

struct concern {
    bool *rules;   /* one item a rule */
    bool *results; /* one a result */
    bool *scores;  /* one a score */
    bool *techniques;
    bool faults;
};

/*
 * Of an example whose decision is other than `expect`, by its differences. Everything lives in the
 * arena; false where memory ran out.
 */
bool concern_of_differences(const struct decision *decision, const struct expectation *expect,
                            const struct difference *differences, size_t count, struct arena *arena,
                            struct concern *concern);

/* Adds the rules that rest on a fact on which `node` rests: of an `always`, those that `when`
 * speaks about. False where memory ran out. */
bool concern_add_kin(const struct decision *decision, node_id node, struct arena *arena,
                     struct concern *concern);

/* The facts below the node `root`, those of gates among them: as many words as the evaluation's
 * sets have; NULL where memory ran out. */
uint64_t *facts_below(const struct decision *decision, node_id root, struct arena *arena);

#endif
