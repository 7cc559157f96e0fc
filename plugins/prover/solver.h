/*
 * The analyser's routines on Z3: each formula becomes a Z3 term, each routine a few Z3 calls.
 */
#ifndef SYNOVIA_PROVER_SOLVER_H
#define SYNOVIA_PROVER_SOLVER_H

#include "abi/analyser.h"

extern const struct synovia_analyser_routines solver_routines;

#endif
