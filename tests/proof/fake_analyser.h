/*
 * An analyser that decides nothing: it takes every formula, allocates nothing, and always gives the
 * same answer, so that tests see what the prover makes of it.
 */
#ifndef SYNOVIA_TESTS_PROOF_FAKE_ANALYSER_H
#define SYNOVIA_TESTS_PROOF_FAKE_ANALYSER_H

#include "abi/analyser.h"

/* Says that nothing is possible. */
extern const struct synovia_analyser_routines fake_unsat;

/* Never gets done in time. */
extern const struct synovia_analyser_routines fake_unknown;

/* Fails at each check, and says why: "out of order". */
extern const struct synovia_analyser_routines fake_broken;

#endif
