/*
 * A trial: one random program and one set of facts, every property of it tried against the oracle
 * over the completions of the facts and the worlds of each completion.
 */
#ifndef SYNOVIA_TESTS_RULES_TRIAL_H
#define SYNOVIA_TESTS_RULES_TRIAL_H

#include "rules/desk.h"
#include "rules/plan.h"

struct tally {
    uint64_t programs;
    uint64_t fact_sets;
    uint64_t completions;
    uint64_t worlds;
    uint64_t questions; /* asked while questions were followed to the end */
};

/* Tries the plan; the same seed tries the same. False where a property does not hold. */
bool trial_run(const struct plan *plan, uint64_t seed, struct tally *tally,
               struct complaint *complaint);

/* Makes a failing plan as small as it can while it still fails. */
void trial_shrink(struct plan *plan, uint64_t seed, struct complaint *complaint);

#endif
