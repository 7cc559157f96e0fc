/*
 * What the examples show: which rules fired in one and were quiet in another, which lines of a
 * result were given. Not a proof that the tests tell every rule from its neighbours, but a rule
 * that no example fires is tested by nothing at all.
 */
#ifndef SYNOVIA_PROOF_COVERAGE_H
#define SYNOVIA_PROOF_COVERAGE_H

#include "proof/proof.h"
#include "rules/decision.h"

/* Notes what one example shows; proof_coverage (proof.h) tells what none did. */
void coverage_note(struct proof *proof, const struct decision *decision);

#endif
