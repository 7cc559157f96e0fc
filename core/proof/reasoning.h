/*
 * The reasonings behind a failed test: for each rule and value that it concerns, the condition as
 * the script writes it, the facts that it rests on, and what would change it.
 */
#ifndef SYNOVIA_PROOF_REASONING_H
#define SYNOVIA_PROOF_REASONING_H

#include "proof/concern.h"

enum { MOST_REASONINGS = 8 }; /* a longer list is not read */

/* Fills why, why_count and why_left_out of the result. Lives in the arena; false where memory ran
 * out. */
bool reasoning_add(const struct decision *decision, const struct concern *concern,
                   const struct functions *functions, struct arena *arena,
                   struct test_result *result);

#endif
