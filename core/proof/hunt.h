/*
 * The hunt for a person whom a mutant decides otherwise.
 *
 *     hunt_simplest.c   one case, and the simplest of those that tell the two apart
 *     hunt_near.c       near the sets of facts that the tests have
 *     hunt_far.c        in the space of inputs, and by the prover
 *     distinguish.c     the sets of facts, the order of it all, and what was found as a test
 */
#ifndef SYNOVIA_PROOF_HUNT_H
#define SYNOVIA_PROOF_HUNT_H

#include "proof/distinguish.h"
#include "proof/pair.h"

/* A set of facts of the tests, or nobody's. */
struct base {
    struct text name;
    struct answer *answers;
    bool has_as_of;
    int32_t as_of;
};

struct hunt {
    const struct distinguishing *of;
    const struct program *program; /* the original, spread */
    const struct mutant *mutant;
    struct pair pair;
    struct base *bases; /* the last one is empty */
    size_t base_count;
    struct arena work;    /* of this mutant */
    struct arena scratch; /* of one decision */
    int32_t as_of;        /* of the case at hand */
    bool failed;          /* memory ran out */
    uint64_t budget;      /* evaluations of one search */
    bool telling;         /* only differences that a clinician would name first count */

    /* The simplest so far. */
    const struct base *best;
    struct answer *answers;
    size_t changes;
};

/* ---- hunt_simplest.c ------------------------------------------------------------------------- */

/* To the last bit, unlike rules/gates.h: a value beside a threshold is another one. */
bool hunt_same_answer(const struct fact *fact, const struct answer *a, const struct answer *b);

/* Sets the day that people who begin with this set of facts are judged on. */
void hunt_begin_base(struct hunt *hunt, const struct base *base);

/* True where the two differ for the answers; and where memory ran out, so that a search ends.
 * `context` is the hunt. */
bool hunt_tells_apart(void *context, const struct answer *answers);

/* True where the two differ for the answers. */
bool hunt_is_apart(struct hunt *hunt, const struct answer *answers);

/* Keeps the case, of the set of facts, where it changes less than the best so far. */
void hunt_offer(struct hunt *hunt, const struct base *base, const struct answer *answers);

/* Offers what was found as a change of each set of facts, made as simple as it can be. */
void hunt_offer_everywhere(struct hunt *hunt, const struct answer *found);

/* ---- looking --------------------------------------------------------------------------------- */

/* True where somebody was found and offered. */
bool hunt_near(struct hunt *hunt);

/* Finds somebody, or proves that there is nobody. False where memory ran out. */
bool hunt_far(struct hunt *hunt, enum distinction *distinction);

#endif
