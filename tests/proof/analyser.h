/*
 * The prover's plug-in for tests: loaded as the program would load it.
 */
#ifndef SYNOVIA_TESTS_PROOF_ANALYSER_H
#define SYNOVIA_TESTS_PROOF_ANALYSER_H

#include "abi/analyser.h"

/* The routines of plugins/prover; ends the program with a message where it cannot be loaded. It
 * stays loaded. */
const struct synovia_analyser_routines *test_analyser(void);

#endif
