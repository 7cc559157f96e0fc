/*
 * One case: a person's facts, taken in and decided.
 */
#ifndef SYNOVIA_PROOF_CASE_H
#define SYNOVIA_PROOF_CASE_H

#include "rules/decision.h"
#include "script/suite.h"

/* Decides for facts as somebody would send them. Everything lives in the arena; NULL where memory
 * ran out. */
const struct decision *case_of_given(const struct program *program, const struct given *given,
                                     int32_t as_of, const struct functions *functions,
                                     struct arena *arena);

/* Decides for one answer a fact. The same promises. */
const struct decision *case_of_answers(const struct program *program, const struct answer *answers,
                                       int32_t as_of, const struct functions *functions,
                                       struct arena *arena);

#endif
