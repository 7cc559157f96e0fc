/*
 * The semantic difference of two versions of a protocol: which people they treat differently.
 *
 *     old ──> formulas ─┐
 *                       ├─ for each rule, result, technique, halt and step, and for outcome and
 *     new ──> formulas ─┘  urgency: is there somebody for whom it is less cautious, or more?
 *
 * Rules, results, lines, techniques and facts are paired by their names. A person is compared where
 * both versions have come to a complete decision, whatever could not be answered on the way. Facts
 * that only one version has count for that one; a value that only one of them accepts is nobody's,
 * and what became of such facts is told as a change of its own.
 *
 * What counts as less cautious is said in rules/caution.h.
 */
#ifndef SYNOVIA_PROOF_DIFF_H
#define SYNOVIA_PROOF_DIFF_H

#include "proof/verify.h"

/* KIND(NAME, "its name") */
#define SYNOVIA_DIFF_KINDS(KIND)                                                                   \
    KIND(OUTCOME, "outcome")                                                                       \
    KIND(URGENCY, "urgency")                                                                       \
    KIND(RULE, "rule")                                                                             \
    KIND(RESULT, "result")                                                                         \
    KIND(SCORE, "score")                                                                           \
    KIND(TECHNIQUE, "technique")                                                                   \
    KIND(HALT, "halt")                                                                             \
    KIND(STEP, "step")                                                                             \
    KIND(FACT, "fact")

enum diff_kind {
#define KIND(name, word) DIFF_##name,
    SYNOVIA_DIFF_KINDS(KIND)
#undef KIND
};

const char *diff_kind_name(enum diff_kind kind);

/* OTHER: treated differently, and as carefully as before. */
enum diff_direction { DIFF_LESS, DIFF_MORE, DIFF_OTHER };

const char *diff_direction_name(enum diff_direction direction); /* "less", "more", "other" */

struct diff_change {
    enum diff_kind kind;
    enum diff_direction direction;
    bool undecided;      /* whether there is such a person could not be decided in the time */
    struct text subject; /* the rule, result, technique, "technique/step", fact; else empty */
    struct text what;    /* a sentence: "does not fire any more" */
    struct text words;   /* the interval that is affected: "pain 7 was immediate, is routine" */
    bool has_person;
    struct verify_person before, after; /* the same person, by the old and the new version */
};

struct diff_side {
    const struct program *program;
    const struct functions *functions;
};

struct diff_listener {
    void *context;
    void (*told)(void *context, const struct diff_change *change);
    void (*progress)(void *context, size_t done, size_t of); /* or NULL */
};

struct diff_summary {
    size_t less, more, other, undecided;
    bool cancelled;
    struct text problem; /* as in struct verify_summary */
};

/*
 * Compares the two. `options` and `cancelled` as for verify_program; where nothing is told, it is
 * proved that nobody is treated differently. False where memory ran out.
 */
bool diff_programs(const struct diff_side *before, const struct diff_side *after,
                   const struct verify_options *options, const atomic_bool *cancelled,
                   const struct diff_listener *listener, struct arena *arena,
                   struct diff_summary *summary);

#endif
