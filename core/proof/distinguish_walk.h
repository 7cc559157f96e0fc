/*
 * The simplest walk that tells a mutant from the original, where no screening does.
 *
 * Tried in this order, for each technique that somebody whom the tests name is cleared for:
 *
 *     1. everything as usual, to the end
 *     2. at one step, one live fact reported otherwise
 *     3. everything as usual, for a person of whom one fact is otherwise
 *
 * What is usual is what a walk of the tests says is, or values with which nothing halts.
 */
#ifndef SYNOVIA_PROOF_DISTINGUISH_WALK_H
#define SYNOVIA_PROOF_DISTINGUISH_WALK_H

#include "proof/distinguish.h"
#include "proof/lua_walk.h"

/* Looks for the walk; `*is_found` tells whether there is one, which lives in the arena. False where
 * memory ran out. */
bool distinguish_walk(const struct distinguishing *distinguishing, struct arena *arena,
                      bool *is_found, struct lua_walk *found);

#endif
