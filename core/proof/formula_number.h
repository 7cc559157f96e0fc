/*
 * What a number node may be, as formulas: the engine's interval (rules/interval.h) with a formula
 * for each end.
 *
 * The engine computes in doubles, and compares with a tolerance that grows with the magnitudes it
 * met; formulas are exact. The two are brought together by what is known of a node whatever the
 * answers are (its bounds, the error of its doubles, its magnitudes):
 *
 *     whole numbers, scores of points, days     computed exactly, and apart by more than any
 *                                               tolerance: compared exactly
 *     everything else, a < b                    certainly where  a < b - largest tolerance - errors
 *                                               certainly not    a > b - least tolerance + errors
 *                                               between the two: either, as the analyser likes
 *
 * So whatever the engine may say of anybody, the formulas can say as well: what is proved of the
 * formulas holds for the engine, and what they find is tried by the engine before it is believed.
 * The band where they are free is some 1e-9 of the values wide.
 */
#ifndef SYNOVIA_PROOF_FORMULA_NUMBER_H
#define SYNOVIA_PROOF_FORMULA_NUMBER_H

#include "proof/formula.h"

struct formula_interval {
    formula_id number, none; /* it may be a number; it may be none */
    formula_id low, high;    /* the ends, where it may be a number */
    formula_id low_open,
        high_open;         /* true: that end is infinite, and `low` or `high` says nothing */
    formula_id inner_open; /* the engine met an infinite magnitude below it: it is never
                              certainly less or more than anything */
    formula_id known;      /* exactly one value is possible, as interval_known */

    /* For everybody: */
    double least, most; /* no value is below, or above; infinite where not known */
    double error;       /* most distance of the engine's double from the formula's number */
    int grain;          /* values are multiples of 2^-grain, computed exactly; or -1 */
    double magnitude_least, magnitude_most; /* of what the engine takes the tolerance from */
    bool plain; /* no arithmetic: the magnitudes are those of the values themselves */
    bool flat;  /* the two ends may meet although a part of it is not known */
};

/* Leaves. `value` is a formula of numbers from `least` to `most` (infinite: not known). */
struct formula_interval interval_of_value(struct formulas *formulas, formula_id value, double least,
                                          double most, bool whole);
struct formula_interval interval_of_number(struct formulas *formulas, double number);
struct formula_interval interval_of_none(void);

/* Anything from `least` to `most`; nothing is known. */
struct formula_interval interval_of_range(struct formulas *formulas, double least, double most);

/* The first where the condition is true, else the second. */
struct formula_interval interval_if(struct formulas *formulas, formula_id condition,
                                    struct formula_interval a, struct formula_interval b);

/* The hull of the two. */
struct formula_interval interval_join(struct formulas *formulas, struct formula_interval a,
                                      struct formula_interval b);

/* The first where `may_be` is certain, the second where it is impossible, else the hull. */
struct formula_interval interval_when(struct formulas *formulas, formula_id may_be,
                                      formula_id may_not_be, struct formula_interval a,
                                      struct formula_interval b);

struct formula_interval interval_filled(struct formulas *formulas, struct formula_interval a,
                                        double instead);
struct formula_interval interval_sum(struct formulas *formulas, struct formula_interval a,
                                     struct formula_interval b);
struct formula_interval interval_opposite(struct formulas *formulas, struct formula_interval a);
struct formula_interval interval_product(struct formulas *formulas, struct formula_interval a,
                                         struct formula_interval b);
struct formula_interval interval_quotient(struct formulas *formulas, struct formula_interval a,
                                          struct formula_interval b);

/* What a comparison may come to: `yes` and `no` are conditions that it can be true, and false. */
struct formula_verdict {
    formula_id yes, no;
};

struct formula_verdict verdict_less(struct formulas *formulas, const struct formula_interval *a,
                                    const struct formula_interval *b);
struct formula_verdict verdict_at_most(struct formulas *formulas, const struct formula_interval *a,
                                       const struct formula_interval *b);
struct formula_verdict verdict_equal(struct formulas *formulas, const struct formula_interval *a,
                                     const struct formula_interval *b);

/* What is unknown about other formulas (formula_unknown), each a number of its own. */
enum unknown_kind {
    UNKNOWN_LESS = 1,
    UNKNOWN_FLAT,
    UNKNOWN_ZERO,
    UNKNOWN_OVERFLOW,
    UNKNOWN_SIGN,
    UNKNOWN_ROSE, /* and the number after it */
    UNKNOWN_FELL = UNKNOWN_ROSE + 2,
    UNKNOWN_LOW,
    UNKNOWN_HIGH,
    UNKNOWN_LOW_OPEN,
    UNKNOWN_HIGH_OPEN,
    UNKNOWN_UNITS = 64, /* weeks, months, years ago: + the node's operation, up to UNKNOWN_LAST */
    UNKNOWN_LAST = 256,
};

#endif
