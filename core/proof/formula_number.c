/* Leaves and hulls: values that no arithmetic was done on. */
#include "proof/formula_number.h"

#include <float.h>
#include <math.h>

enum { GRAIN_MOST = 20 };

/* The error of a double that stands for a decimal: half a unit in the last place. */
static double error_of(double least, double most) {
    return fmax(fabs(least), fabs(most)) * DBL_EPSILON;
}

/* The number of halvings after which it is whole; -1: too many, or infinite. */
static int grain_of(double number) {
    for (int grain = 0; isfinite(number) && grain <= GRAIN_MOST; grain++) {
        double scaled = ldexp(number, grain);
        if (scaled == floor(scaled)) {
            return grain;
        }
    }
    return -1;
}

/* The grain of both ends; an end that is not there has none to be kept. */
static int grain_of_ends(double least, double most) {
    int low = isinf(least) ? 0 : grain_of(least);
    int high = isinf(most) ? 0 : grain_of(most);
    return low < 0 || high < 0 ? -1 : low > high ? low : high;
}

static double least_magnitude(double least, double most) {
    return least <= 0 && most >= 0 ? 0 : fmin(fabs(least), fabs(most));
}

static struct formula_interval leaf(double least, double most) {
    return (struct formula_interval){
        .number = FORMULA_TRUE,
        .none = FORMULA_FALSE,
        .low_open = FORMULA_FALSE,
        .high_open = FORMULA_FALSE,
        .inner_open = FORMULA_FALSE,
        .known = FORMULA_TRUE,
        .least = least,
        .most = most,
        .magnitude_least = least_magnitude(least, most),
        .magnitude_most = fmax(fabs(least), fabs(most)),
        .plain = true,
    };
}

struct formula_interval interval_of_value(struct formulas *formulas, formula_id value, double least,
                                          double most, bool whole) {
    (void)formulas;
    struct formula_interval interval = leaf(least, most);
    interval.low = interval.high = value;
    interval.grain = whole ? 0 : -1;
    interval.error = whole ? 0 : error_of(least, most);
    return interval;
}

struct formula_interval interval_of_number(struct formulas *formulas, double number) {
    struct formula_interval interval = leaf(number, number);
    interval.low = interval.high = formula_number(formulas, number);
    interval.grain = grain_of(number);
    interval.error = interval.grain >= 0 ? 0 : error_of(number, number);
    return interval;
}

struct formula_interval interval_of_none(void) {
    struct formula_interval interval = leaf(0, 0);
    interval.number = FORMULA_FALSE;
    interval.none = FORMULA_TRUE;
    interval.low = interval.high = FORMULA_FALSE; /* nobody looks at them */
    return interval;
}

static bool is_never(const struct formula_interval *a) {
    return a->number == FORMULA_FALSE;
}

struct formula_interval interval_of_range(struct formulas *formulas, double least, double most) {
    struct formula_interval interval = leaf(least, most);
    interval.low = formula_number(formulas, isinf(least) ? 0 : least);
    interval.high = formula_number(formulas, isinf(most) ? 0 : most);
    interval.low_open = formula_bool(isinf(least));
    interval.high_open = formula_bool(isinf(most));
    interval.known = formula_bool(least == most);
    interval.grain = grain_of_ends(least, most);
    interval.error = interval.grain >= 0 ? 0 : error_of(least, most);
    return interval;
}

/* ---- either ---------------------------------------------------------------------------------- */

/* What is known of both for everybody; one that is never a number says nothing. */
static struct formula_interval common(const struct formula_interval *a,
                                      const struct formula_interval *b) {
    if (is_never(a) || is_never(b)) {
        return is_never(a) ? *b : *a;
    }
    struct formula_interval both = {
        .least = fmin(a->least, b->least),
        .most = fmax(a->most, b->most),
        .error = fmax(a->error, b->error),
        .grain = a->grain < 0 || b->grain < 0 ? -1
                 : a->grain > b->grain        ? a->grain
                                              : b->grain,
        .magnitude_least = fmin(a->magnitude_least, b->magnitude_least),
        .magnitude_most = fmax(a->magnitude_most, b->magnitude_most),
        .plain = a->plain && b->plain,
        .flat = a->flat || b->flat,
    };
    return both;
}

struct formula_interval interval_if(struct formulas *formulas, formula_id condition,
                                    struct formula_interval a, struct formula_interval b) {
    if (condition == FORMULA_TRUE || condition == FORMULA_FALSE) {
        return condition == FORMULA_TRUE ? a : b;
    }
    struct formula_interval either = common(&a, &b);
    bool one = is_never(&a) || is_never(&b);
    const struct formula_interval *there = is_never(&a) ? &b : &a;
    either.number = formula_if(formulas, condition, a.number, b.number);
    either.none = formula_if(formulas, condition, a.none, b.none);
    either.known = formula_if(formulas, condition, a.known, b.known);
    either.low = one ? there->low : formula_if(formulas, condition, a.low, b.low);
    either.high = one ? there->high : formula_if(formulas, condition, a.high, b.high);
    either.low_open = formula_if(formulas, condition, a.low_open, b.low_open);
    either.high_open = formula_if(formulas, condition, a.high_open, b.high_open);
    either.inner_open = formula_if(formulas, condition, a.inner_open, b.inner_open);
    return either;
}

/* ---- hulls ----------------------------------------------------------------------------------- */

/*
 * Exactly one value is left where the ends meet. Of plain values that is exact, for no arithmetic
 * blurs them; otherwise the engine's ends may meet, and its magnitudes agree, or not.
 */
static formula_id hull_is_known(struct formulas *formulas, const struct formula_interval *hull) {
    formula_id open = formula_or(formulas, hull->low_open, hull->high_open);
    formula_id apart = formula_less(formulas, hull->low, hull->high);
    formula_id meet = formula_not(formulas, formula_or(formulas, open, apart));
    if (!hull->plain) {
        formula_id near = FORMULA_TRUE;
        if (isfinite(hull->error)) {
            formula_id gap = formula_number(formulas, 2 * hull->error);
            near = formula_at_most(formulas, hull->high, formula_add(formulas, hull->low, gap));
        }
        formula_id about[] = {hull->low, hull->high};
        meet = formula_and(
            formulas, formula_not(formulas, open),
            formula_and(formulas, near,
                        formula_unknown(formulas, SYNOVIA_SORT_BOOL, UNKNOWN_FLAT, about, 2)));
    }
    formula_id there = formula_and(formulas, meet, formula_not(formulas, hull->none));
    return formula_or(formulas, formula_not(formulas, hull->number), there);
}

/* Where both may be a number: the outer ends. */
static struct formula_interval outer(struct formulas *formulas, const struct formula_interval *a,
                                     const struct formula_interval *b) {
    struct formula_interval hull = common(a, b);
    hull.low = a->most <= b->least   ? a->low
               : b->most <= a->least ? b->low
                                     : formula_lesser(formulas, a->low, b->low);
    hull.high = a->most <= b->least   ? b->high
                : b->most <= a->least ? a->high
                                      : formula_greater(formulas, a->high, b->high);
    hull.low_open = formula_or(formulas, a->low_open, b->low_open);
    hull.high_open = formula_or(formulas, a->high_open, b->high_open);
    hull.inner_open = formula_or(formulas, a->inner_open, b->inner_open);
    hull.number = FORMULA_TRUE;
    hull.none = formula_or(formulas, a->none, b->none);
    hull.flat = hull.flat || !hull.plain;
    hull.known = hull_is_known(formulas, &hull);
    return hull;
}

static struct formula_interval with_none(struct formulas *formulas, struct formula_interval a,
                                         formula_id none) {
    a.none = none;
    a.known = formula_and(formulas, a.known,
                          formula_not(formulas, formula_and(formulas, a.number, none)));
    return a;
}

struct formula_interval interval_join(struct formulas *formulas, struct formula_interval a,
                                      struct formula_interval b) {
    formula_id none = formula_or(formulas, a.none, b.none);
    if (is_never(&a) || is_never(&b)) {
        return with_none(formulas, is_never(&a) ? b : a, none);
    }
    struct formula_interval hull = outer(formulas, &a, &b);
    if (a.number != FORMULA_TRUE || b.number != FORMULA_TRUE) {
        struct formula_interval one = interval_if(formulas, a.number, a, b);
        formula_id both = formula_and(formulas, a.number, b.number);
        hull = interval_if(formulas, both, hull, with_none(formulas, one, none));
    }
    hull.none = none;
    return hull;
}

struct formula_interval interval_when(struct formulas *formulas, formula_id may_be,
                                      formula_id may_not_be, struct formula_interval a,
                                      struct formula_interval b) {
    formula_id both = formula_and(formulas, may_be, may_not_be);
    struct formula_interval certain = interval_if(formulas, may_be, a, b);
    if (both == FORMULA_FALSE) {
        return certain;
    }
    return interval_if(formulas, both, interval_join(formulas, a, b), certain);
}

struct formula_interval interval_filled(struct formulas *formulas, struct formula_interval a,
                                        double instead) {
    if (a.none == FORMULA_FALSE) {
        return a;
    }
    struct formula_interval number = a;
    number.none = FORMULA_FALSE;
    struct formula_interval hull =
        interval_join(formulas, number, interval_of_number(formulas, instead));
    hull.none = FORMULA_FALSE;
    number.number = FORMULA_TRUE;
    return interval_if(formulas, a.none, hull, number);
}
