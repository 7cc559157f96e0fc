/*
 * A comparison of two programs under way:
 *
 *     equivalence.c           the two provers, the query
 *     equivalence_formulas.c  what differs, as a formula
 *     equivalence_engine.c    what differs for one person, by the engine
 */
#ifndef SYNOVIA_PROOF_EQUIVALENCE_PRIVATE_H
#define SYNOVIA_PROOF_EQUIVALENCE_PRIVATE_H

#include "proof/equivalence.h"
#include "proof/prover.h"

struct comparing {
    struct equivalence *equivalence;
    struct prover *prover;
    struct prover_program *a;
    struct prover_program b;
    uint32_t parts;
    struct arena *arena;
    formula_id differs;
    struct equivalence_result *result;
};

/* Sets comparing->differs: a screening differs in one of the parts; some condition of a session
 * does. */
void compare_screenings(struct comparing *comparing, uint32_t parts);
void compare_sessions(struct comparing *comparing);

/* The prover_query.confirm of each; the context is the comparison. */
enum prover_opinion confirm_screening(void *context);
enum prover_opinion confirm_session(void *context);

#endif
