/*
 * A program and its mutant side by side in one program, for searches: the terms that the mutant
 * changes, and those that rest on them, stand there twice.
 */
#ifndef SYNOVIA_PROOF_PAIR_H
#define SYNOVIA_PROOF_PAIR_H

#include "proof/mutant.h"

/* A condition of the original, and the mutant's. */
struct local_pair {
    node_id original, mutant;
};

struct pair {
    struct program program;
    /* True where some rule, line, score or technique differs; of a mutant that changes no term,
     * where what it changes comes into play. NODE_MISSING where that is no condition. */
    node_id differs;
    bool changes_no_term;
    /* The same close to the change: where no condition of these differs, nothing does. 0 where that
     * cannot be said. */
    const struct local_pair *locals;
    size_t local_count;
    node_id locally;   /* true where some of them differ; NODE_MISSING where there are none */
    bool of_session;   /* it changes a halt, a step or a loop, which no screening shows */
    bool of_gate;      /* what differs is the gate of a fact, and so the fact itself */
    bool of_technique; /* some of what differs shows in a technique, or in a rule for one, only */
    const struct fact *undecided; /* the facts, with optional ones unknown while unsaid */
};

/* Lays the patch, to which the mutant is applied, beside the original. In the arena; false where
 * memory ran out. */
bool pair_make(struct pair *pair, const struct patch *patch, const struct mutant *mutant,
               struct arena *arena);

#endif
