/*
 * Interval arithmetic with none, and comparisons with a tolerance.
 *
 * An interval is every value that a number may still have; operations return every value that the
 * result may have (R. E. Moore, Interval Analysis, 1966). Each also carries bounds of the largest
 * magnitude met in its expression, from which a comparison takes its tolerance:
 *
 *     a < b   is   a < b - t,   t = NUMBER_TOLERANCE * largest magnitude of both sides
 *
 * so that 0.8 - 0.1 - 0.7 is 0. Where the magnitude itself is not known yet, "certainly" is judged
 * with the tolerance that makes it hardest, so a decided comparison stays decided. A value's own
 * magnitude is kept apart from those below it: 5 + [0, inf) is over 3 for certain, because the
 * tolerance grows slower than the value does.
 */
#ifndef SYNOVIA_RULES_INTERVAL_H
#define SYNOVIA_RULES_INTERVAL_H

#include "rules/evaluate.h"

#include <math.h>

/* True where two numbers count as equal. An unbounded end is no value: only itself is equal to it,
 * however large the tolerance that its magnitude would give. */
static inline bool numbers_equal(double a, double b) {
    bool bounded = isfinite(a) && isfinite(b);
    return a == b || (bounded && fabs(a - b) <= NUMBER_TOLERANCE * fmax(fabs(a), fabs(b)));
}

struct interval interval_point(double value);
struct interval interval_range(double low, double high); /* low <= high; may be infinite */
struct interval interval_none(void);

/* Every value of either; where one of them is certainly none: the other, perhaps none. */
struct interval interval_hull(struct interval a, struct interval b);

/* True where exactly one value is possible, with one tolerance: a number, or certainly none. (The
 * product of 0 and an unknown is 0, but how near to it others count as equal is not known.) */
static inline bool interval_known(const struct interval *a) {
    if (!a->may_be_number) {
        return true;
    }
    return !a->may_be_none && a->low == a->high && a->inner_magnitude <= a->least_magnitude;
}

/* Certainly none where one operand is; perhaps none where one may be. */
struct interval interval_add(struct interval a, struct interval b);
struct interval interval_subtract(struct interval a, struct interval b);
struct interval interval_multiply(struct interval a, struct interval b);
struct interval interval_divide(struct interval a, struct interval b); /* 0 in b: everything */
struct interval interval_negate(struct interval a);

/* Masks of MASK_FALSE and MASK_TRUE; none compares as false. */
uint64_t interval_less(const struct interval *a, const struct interval *b);
uint64_t interval_at_most(const struct interval *a, const struct interval *b);
uint64_t interval_equal(const struct interval *a, const struct interval *b);

#endif
