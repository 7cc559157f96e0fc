/*
 * Is there an input for which two programs differ?
 *
 *     program A ──> formulas ─┐
 *                             ├─> "differ in outcome, or in a rule, or ..."  ──> analyser
 *     program B ──> formulas ─┘                                                    │
 *                                                  a person, tried by the engine ◄─┘
 *
 * What both programs say of a person is written down as formulas over one set of variables: for
 * each fact, whether it is given, none, unanswerable or absent, and its value. Terms that the two
 * share are one formula, so that little is left to decide where B is a mutant of A.
 *
 * SAME is a proof: no answers, however partial, make a difference in what was asked about (on the
 * day `as_of`, and for people whose answers do not contradict each other). DIFFERENT comes with
 * answers that the engine decided differently. Anything else is UNDECIDED.
 */
#ifndef SYNOVIA_PROOF_EQUIVALENCE_H
#define SYNOVIA_PROOF_EQUIVALENCE_H

#include "abi/analyser.h"
#include "base/arena.h"
#include "rules/evaluate.h"

/* What may differ; masks of these. */
enum equivalence_part {
    PART_OUTCOME = 1 << 0,
    PART_URGENCY = 1 << 1,
    PART_COMPLETE = 1 << 2,
    PART_RULES = 1 << 3,   /* which rules fire, for certain or not ruled out, and which are open */
    PART_RESULTS = 1 << 4, /* the state and the lines of each result */
    PART_SCORES = 1 << 5,  /* low and high end of each score and of its items */
    PART_TECHNIQUES = 1 << 6, /* which are open to the person, and what bars them */
    PART_SESSION = 1 << 7,    /* conditions of halts, steps and loops, whatever a report says */
    PART_ALL = (1 << 8) - 1,
};

enum equivalence_verdict {
    EQUIVALENCE_SAME,
    EQUIVALENCE_DIFFERENT,
    EQUIVALENCE_UNDECIDED, /* not in the time, or beyond what the analyser can */
    EQUIVALENCE_CANCELLED,
    EQUIVALENCE_NO_MEMORY,
};

struct equivalence_options {
    const struct synovia_analyser_routines *analyser;
    int32_t as_of;                     /* day number */
    const struct functions *functions; /* of both programs, or NULL; called on this thread */
};

/* Program A as formulas, ready to be compared with any number of others. One thread at a time. */
struct equivalence;

/* NULL where memory ran out or the analyser gave no solver. `program`, the analyser and the
 * functions must outlive it. */
struct equivalence *equivalence_new(const struct program *program,
                                    const struct equivalence_options *options);
void equivalence_free(struct equivalence *equivalence); /* NULL is allowed */

struct equivalence_result {
    enum equivalence_verdict verdict;
    uint32_t parts; /* DIFFERENT: those of the parts asked about that differ for the example */
    const struct answer *answers; /* DIFFERENT: one a fact, in the arena */
};

/*
 * Compares with `other`, which must have the same facts, by index, and call the same functions: a
 * mutant of program A. Rules, results, scores and techniques are paired by index; where one program
 * has more of them, that is a difference for everybody. Ends about `milliseconds` after the call.
 */
struct equivalence_result equivalence_compare(struct equivalence *equivalence,
                                              const struct program *other, uint32_t parts,
                                              uint32_t milliseconds, struct arena *arena);

/* From any thread: the comparison under way ends soon as CANCELLED, and later ones at once. */
void equivalence_cancel(struct equivalence *equivalence);

#endif
