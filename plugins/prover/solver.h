/*
 * The analyser's routines on Z3: each formula becomes a Z3 term (formulas.c), each routine a few Z3
 * calls (solver.c).
 */
#ifndef SYNOVIA_PROVER_SOLVER_H
#define SYNOVIA_PROVER_SOLVER_H

#include "abi/analyser.h"

#include <z3.h>

#include <stdatomic.h>
#include <stdbool.h>

struct synovia_solver {
    Z3_context context;
    Z3_solver solver;
    Z3_model model; /* of the last check, where that was SAT; else NULL */
    Z3_ast *formulas;
    Z3_ast *switches; /* one a formula: a variable that implies it, once it was assumed; or NULL */
    size_t count;
    size_t capacity;
    atomic_bool cancelled;
};

extern const struct synovia_analyser_routines solver_routines;

/* What became of the last Z3 call: each clears what the one before it left. */
uint32_t solver_judge(struct synovia_solver *solver, struct synovia_message *message);

/* SYNOVIA_ANALYSER_REFUSED, with the problem as the message. */
uint32_t solver_refuse(struct synovia_message *message, const char *problem);

/* True where the term is of a sort of this kind. */
bool solver_is_of(const struct synovia_solver *solver, Z3_ast ast, Z3_sort_kind kind);

/* The routine `add`. */
uint32_t solver_add(struct synovia_solver *solver, const struct synovia_formula *formula,
                    struct synovia_message *message);

#endif
