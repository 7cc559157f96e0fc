/*
 * The promise of an `always` as a formula: what its expectation says of a decision.
 */
#ifndef SYNOVIA_PROOF_PROMISE_H
#define SYNOVIA_PROOF_PROMISE_H

#include "proof/prover.h"
#include "script/suite.h"

/*
 * The person meets `when` and breaks the promise. What formulas do not tell (which questions are
 * asked in which order, who is referred to, which advice is given) is left open in it, and for the
 * engine to judge.
 */
formula_id promise_broken(struct prover *prover, const struct prover_program *with,
                          const struct test *test);

/* The person meets `when`. */
formula_id promise_met_when(const struct prover_program *with, const struct test *test);

/* True where the promise itself speaks of what is still to be asked; otherwise only complete
 * decisions count. */
bool promise_speaks_of_questions(const struct test *test);

#endif
