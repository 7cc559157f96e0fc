#include "rules/interval.h"

#include <math.h>

/* ---- making ---------------------------------------------------------------------------------- */

struct interval interval_point(double value) {
    struct interval point = {value, value, fabs(value), 0, true, false};
    return point;
}

static double least_magnitude(double low, double high) {
    return low <= 0 && high >= 0 ? 0 : fmin(fabs(low), fabs(high));
}

struct interval interval_range(double low, double high) {
    struct interval range = {low, high, least_magnitude(low, high), 0, true, false};
    return range;
}

struct interval interval_none(void) {
    struct interval none = {0, 0, 0, 0, false, true};
    return none;
}

struct interval interval_hull(struct interval a, struct interval b) {
    struct interval hull = a.may_be_number ? a : b;
    hull.may_be_none = a.may_be_none || b.may_be_none;
    if (a.may_be_number && b.may_be_number) {
        hull.low = fmin(a.low, b.low);
        hull.high = fmax(a.high, b.high);
        hull.least_magnitude = fmin(a.least_magnitude, b.least_magnitude);
        hull.inner_magnitude = fmax(a.inner_magnitude, b.inner_magnitude);
    }
    return hull;
}

/* ---- arithmetic ------------------------------------------------------------------------------ */

static double most_magnitude(const struct interval *a) {
    return fmax(fabs(a->low), fabs(a->high));
}

/*
 * The result [low, high] of an operation on a and b. An end that is not a number (inf - inf,
 * 0 * inf) says nothing, so it opens to infinity.
 */
static struct interval combine(const struct interval *a, const struct interval *b, double low,
                               double high) {
    low = isnan(low) ? -INFINITY : low;
    high = isnan(high) ? INFINITY : high;
    struct interval result = interval_range(low, high);
    result.least_magnitude =
        fmax(result.least_magnitude, fmax(a->least_magnitude, b->least_magnitude));
    result.inner_magnitude = fmax(fmax(a->inner_magnitude, b->inner_magnitude),
                                  fmax(most_magnitude(a), most_magnitude(b)));
    result.may_be_none = a->may_be_none || b->may_be_none;
    return result;
}

static bool either_is_none(const struct interval *a, const struct interval *b) {
    return !a->may_be_number || !b->may_be_number;
}

static bool have_one_sign(const struct interval *a, const struct interval *b) {
    return (a->low >= 0 && b->low >= 0) || (a->high <= 0 && b->high <= 0);
}

struct interval interval_add(struct interval a, struct interval b) {
    if (either_is_none(&a, &b)) {
        return interval_none();
    }
    struct interval sum = combine(&a, &b, a.low + b.low, a.high + b.high);
    if (have_one_sign(&a, &b)) { /* no part is larger than the sum */
        sum.inner_magnitude = fmax(a.inner_magnitude, b.inner_magnitude);
    }
    return sum;
}

struct interval interval_negate(struct interval a) {
    double low = a.low;
    a.low = 0 - a.high; /* 0 stays 0, not -0 */
    a.high = 0 - low;
    return a;
}

struct interval interval_subtract(struct interval a, struct interval b) {
    return interval_add(a, interval_negate(b));
}

/* The hull of the four products or quotients; one that is not a number opens both ends. */
static struct interval hull_of_four(const struct interval *a, const struct interval *b,
                                    const double ends[4]) {
    double low = ends[0];
    double high = ends[0];
    for (int i = 0; i < 4; i++) {
        if (isnan(ends[i])) {
            return combine(a, b, -INFINITY, INFINITY);
        }
        low = fmin(low, ends[i]);
        high = fmax(high, ends[i]);
    }
    return combine(a, b, low, high);
}

/* In a product of intervals zero times an unbounded end is zero: the end itself is no value. */
static double times(double x, double y) {
    return x == 0 || y == 0 ? 0 : x * y;
}

struct interval interval_multiply(struct interval a, struct interval b) {
    if (either_is_none(&a, &b)) {
        return interval_none();
    }
    const double ends[4] = {times(a.low, b.low), times(a.low, b.high), times(a.high, b.low),
                            times(a.high, b.high)};
    return hull_of_four(&a, &b, ends);
}

struct interval interval_divide(struct interval a, struct interval b) {
    if (either_is_none(&a, &b)) {
        return interval_none();
    }
    if (b.low <= 0 && b.high >= 0) {
        return combine(&a, &b, -INFINITY, INFINITY);
    }
    const double ends[4] = {a.low / b.low, a.low / b.high, a.high / b.low, a.high / b.high};
    return hull_of_four(&a, &b, ends);
}

/* ---- comparisons ----------------------------------------------------------------------------- */

/* a < b for some values. */
static bool may_be_less(const struct interval *a, const struct interval *b) {
    double tolerance = NUMBER_TOLERANCE * fmax(a->least_magnitude, b->least_magnitude);
    return a->low < b->high - tolerance;
}

/* a < b for all values. The ends are the hardest case: what is farther apart gains more distance
 * than tolerance. */
static bool must_be_less(const struct interval *a, const struct interval *b) {
    double inner = fmax(a->inner_magnitude, b->inner_magnitude);
    double ends = fmax(fabs(a->high), fabs(b->low));
    return a->high < b->low - NUMBER_TOLERANCE * fmax(inner, ends);
}

/* A comparison with what may be none may be false, and with what is none is. */
static uint64_t verdict(const struct interval *a, const struct interval *b, bool may_be_true,
                        bool may_be_false) {
    if (either_is_none(a, b)) {
        return MASK_FALSE;
    }
    bool false_for_none = a->may_be_none || b->may_be_none;
    return (may_be_true ? MASK_TRUE : 0) | (may_be_false || false_for_none ? MASK_FALSE : 0);
}

uint64_t interval_less(const struct interval *a, const struct interval *b) {
    return verdict(a, b, may_be_less(a, b), !must_be_less(a, b));
}

uint64_t interval_at_most(const struct interval *a, const struct interval *b) {
    return verdict(a, b, !must_be_less(b, a), may_be_less(b, a));
}

uint64_t interval_equal(const struct interval *a, const struct interval *b) {
    bool may_be_true = !must_be_less(a, b) && !must_be_less(b, a);
    bool may_be_false = may_be_less(a, b) || may_be_less(b, a);
    return verdict(a, b, may_be_true, may_be_false);
}
