/*
 * Facts with their values, in the form in which somebody would send them.
 */
#ifndef SYNOVIA_PROOF_STATED_H
#define SYNOVIA_PROOF_STATED_H

#include "proof/report.h"
#include "rules/decision.h"

/* One answer of one fact; `absent` where it is. The date's text lives in the arena. */
struct stated_fact stated_answer(const struct fact *fact, const struct answer *answer,
                                 struct arena *arena);

/* What a test gives, in the order written. Where memory ran out, the arena's `failed` is set; so in
 * the functions below. */
struct stated_facts stated_given(const struct given *given, struct arena *arena);

/* Everything that is not absent, in the order of the script. */
struct stated_facts stated_answers(const struct program *program, const struct answer *answers,
                                   struct arena *arena);

/* The facts of a set (rules/needs.h) as the decision saw them, absent ones included. */
struct stated_facts stated_set(const struct decision *decision, const uint64_t *set,
                               struct arena *arena);

#endif
