/*
 * Arithmetic on intervals. An operation on known values gives their exact result; on values that
 * are not known, the ends as the engine takes them. Where an end may be infinite and the operation
 * is no sum, what the engine makes of it is left open (a variable), but for known values.
 */
#include "proof/formula_number.h"

#include <float.h>
#include <math.h>

static bool is_never(const struct formula_interval *a) {
    return a->number == FORMULA_FALSE;
}

static bool may_be_open(const struct formula_interval *a) {
    return a->low_open != FORMULA_FALSE || a->high_open != FORMULA_FALSE;
}

static formula_id is_open(struct formulas *formulas, const struct formula_interval *a) {
    return formula_or(formulas, a->low_open, a->high_open);
}

static bool has_zero(const struct formula_interval *a) {
    return a->least <= 0 && a->most >= 0;
}

static double size_of(const struct formula_interval *a) {
    return fmax(fabs(a->least), fabs(a->most));
}

/* ---- what every operation shares ------------------------------------------------------------- */

/* Multiples of 2^-grain below 2^52 in all: sums and products of them are exact. */
static int grain_within(int grain, double least, double most) {
    double size = fmax(fabs(least), fabs(most));
    bool exact = grain >= 0 && grain <= 40 && ldexp(size, grain) < 0x1p52;
    return exact ? grain : -1;
}

/* A half unit in the last place of the result, on top of what came in. */
static double rounding(double least, double most) {
    return fmax(fabs(least), fabs(most)) * DBL_EPSILON + DBL_MIN;
}

/* Everything but the ends; `least` and `most` bound the result's value. */
static struct formula_interval combine(struct formulas *formulas, const struct formula_interval *a,
                                       const struct formula_interval *b, double least, double most,
                                       int grain, double error) {
    least = isnan(least) ? -INFINITY : least;
    most = isnan(most) ? INFINITY : most;
    struct formula_interval result = {
        .number = formula_and(formulas, a->number, b->number),
        .none = formula_or(formulas, a->none, b->none),
        .low_open = FORMULA_FALSE,
        .high_open = FORMULA_FALSE,
        .known = formula_and(formulas, a->known, b->known),
        .least = least,
        .most = most,
        .grain = grain_within(grain, least, most),
        .inner_open = formula_or(formulas, formula_or(formulas, a->inner_open, b->inner_open),
                                 formula_or(formulas, is_open(formulas, a), is_open(formulas, b))),
        .flat = a->flat || b->flat,
    };
    double own = least <= 0 && most >= 0 ? 0 : fmin(fabs(least), fabs(most));
    result.magnitude_least = fmax(own, fmax(a->magnitude_least, b->magnitude_least));
    result.magnitude_most =
        fmax(fmax(fabs(least), fabs(most)), fmax(a->magnitude_most, b->magnitude_most));
    result.error = result.grain >= 0 ? 0 : error + rounding(least, most);
    result.error = isnan(result.error) ? INFINITY : result.error;
    return result;
}

/* The ends may have met although a part is not known: perhaps, says the engine. */
static void settle_known(struct formulas *formulas, struct formula_interval *result) {
    if (result->flat && result->known != FORMULA_TRUE) {
        formula_id open = formula_or(formulas, result->low_open, result->high_open);
        formula_id near = FORMULA_TRUE;
        if (isfinite(result->error)) {
            formula_id gap = formula_number(formulas, 2 * result->error);
            near = formula_at_most(formulas, result->high, formula_add(formulas, result->low, gap));
        }
        formula_id about[] = {result->low, result->high};
        formula_id perhaps = formula_all(
            formulas,
            (formula_id[]){formula_not(formulas, open), formula_not(formulas, result->none),
                           formula_not(formulas, result->inner_open), near,
                           formula_unknown(formulas, SYNOVIA_SORT_BOOL, UNKNOWN_FLAT, about, 2)},
            5);
        result->known = formula_or(formulas, result->known, perhaps);
    }
    result->known = formula_or(formulas, result->known, formula_not(formulas, result->number));
}

/* Arithmetic on known values that leaves the range of doubles fails, and is then anything. */
static void settle_overflow(struct formulas *formulas, struct formula_interval *result) {
    const double most = 1e300;
    if (result->least >= -most && result->most <= most) {
        return;
    }
    formula_id low = formula_less(formulas, result->low, formula_number(formulas, -most));
    formula_id high = formula_less(formulas, formula_number(formulas, most), result->high);
    formula_id about[] = {result->low, result->high, result->known};
    formula_id perhaps = formula_unknown(formulas, SYNOVIA_SORT_BOOL, UNKNOWN_OVERFLOW, about, 3);
    formula_id burst = formula_all(
        formulas, (formula_id[]){result->known, perhaps, formula_or(formulas, low, high)}, 3);
    result->known = formula_and(formulas, result->known, formula_not(formulas, burst));
    result->low_open = formula_or(formulas, result->low_open, burst);
    result->high_open = formula_or(formulas, result->high_open, burst);
}

/* ---- sums ------------------------------------------------------------------------------------ */

static int coarser(const struct formula_interval *a, const struct formula_interval *b) {
    if (a->grain < 0 || b->grain < 0) {
        return -1;
    }
    return a->grain > b->grain ? a->grain : b->grain;
}

/* No value of a is on one side of 0 with one of b on the other, so that no part is larger than the
 * sum. Where rounding may blur the sign: perhaps. */
static formula_id one_sign(struct formulas *formulas, const struct formula_interval *a,
                           const struct formula_interval *b) {
    if ((a->least >= 0 && b->least >= 0) || (a->most <= 0 && b->most <= 0)) {
        return FORMULA_TRUE;
    }
    bool exact = (a->plain || a->grain >= 0) && (b->plain || b->grain >= 0);
    if (!exact) {
        formula_id about[] = {a->low, b->low, a->high, b->high};
        return formula_unknown(formulas, SYNOVIA_SORT_BOOL, UNKNOWN_SIGN, about, 4);
    }
    formula_id zero = formula_number(formulas, 0);
    formula_id up = formula_all(formulas,
                                (formula_id[]){formula_not(formulas, a->low_open),
                                               formula_not(formulas, b->low_open),
                                               formula_at_most(formulas, zero, a->low),
                                               formula_at_most(formulas, zero, b->low)},
                                4);
    formula_id down = formula_all(formulas,
                                  (formula_id[]){formula_not(formulas, a->high_open),
                                                 formula_not(formulas, b->high_open),
                                                 formula_at_most(formulas, a->high, zero),
                                                 formula_at_most(formulas, b->high, zero)},
                                  4);
    return formula_or(formulas, up, down);
}

struct formula_interval interval_sum(struct formulas *formulas, struct formula_interval a,
                                     struct formula_interval b) {
    if (is_never(&a) || is_never(&b)) {
        return interval_of_none();
    }
    struct formula_interval sum = combine(formulas, &a, &b, a.least + b.least, a.most + b.most,
                                          coarser(&a, &b), a.error + b.error);
    formula_id grows = formula_or(formulas, is_open(formulas, &a), is_open(formulas, &b));
    grows = formula_and(formulas, grows, formula_not(formulas, one_sign(formulas, &a, &b)));
    sum.inner_open = formula_or(formulas, grows, formula_or(formulas, a.inner_open, b.inner_open));
    sum.low = formula_add(formulas, a.low, b.low);
    sum.high = formula_add(formulas, a.high, b.high);
    sum.low_open = formula_or(formulas, a.low_open, b.low_open);
    sum.high_open = formula_or(formulas, a.high_open, b.high_open);
    settle_overflow(formulas, &sum);
    settle_known(formulas, &sum);
    return sum;
}

struct formula_interval interval_opposite(struct formulas *formulas, struct formula_interval a) {
    if (is_never(&a)) {
        return a;
    }
    struct formula_interval opposite = a;
    opposite.low = formula_negate(formulas, a.high);
    opposite.high = formula_negate(formulas, a.low);
    opposite.low_open = a.high_open;
    opposite.high_open = a.low_open;
    opposite.least = -a.most;
    opposite.most = -a.least;
    return opposite;
}

/* ---- products and quotients ------------------------------------------------------------------ */

typedef formula_id operation(struct formulas *formulas, formula_id a, formula_id b);

/* The least or greatest of the four, those that are the same once. */
static formula_id outermost(struct formulas *formulas, const formula_id ends[4],
                            operation *choose) {
    formula_id outer = ends[0];
    for (int i = 1; i < 4; i++) {
        bool again = false;
        for (int k = 0; k < i; k++) {
            again = again || ends[k] == ends[i];
        }
        outer = again ? outer : choose(formulas, outer, ends[i]);
    }
    return outer;
}

/* Which end of `a` gives the lower (and the higher) result with b, where the signs are known. */
static bool ends_by_sign(struct formulas *formulas, const struct formula_interval *a,
                         const struct formula_interval *b, operation *apply, bool divides,
                         struct formula_interval *result) {
    bool a_up = a->least >= 0, a_down = a->most <= 0;
    bool b_up = b->least >= 0, b_down = b->most <= 0;
    if (!(a_up || a_down) || !(b_up || b_down)) {
        return false;
    }
    bool rises_with_a = b_up;            /* more of a gives more */
    bool rises_with_b = a_up != divides; /* more of b gives more */
    formula_id a_low = rises_with_a ? a->low : a->high;
    formula_id a_high = rises_with_a ? a->high : a->low;
    formula_id b_low = rises_with_b ? b->low : b->high;
    formula_id b_high = rises_with_b ? b->high : b->low;
    result->low = apply(formulas, a_low, b_low);
    result->high = apply(formulas, a_high, b_high);
    return true;
}

static void ends_of_four(struct formulas *formulas, const struct formula_interval *a,
                         const struct formula_interval *b, operation *apply, bool divides,
                         struct formula_interval *result) {
    if (ends_by_sign(formulas, a, b, apply, divides, result)) {
        return;
    }
    const formula_id ends[] = {apply(formulas, a->low, b->low), apply(formulas, a->low, b->high),
                               apply(formulas, a->high, b->low), apply(formulas, a->high, b->high)};
    result->low = outermost(formulas, ends, formula_lesser);
    result->high = outermost(formulas, ends, formula_greater);
}

static formula_id left_open(struct formulas *formulas, enum synovia_sort sort,
                            enum unknown_kind kind, const struct formula_interval *result,
                            formula_id at) {
    formula_id about[] = {at, result->number, result->none, result->known};
    return formula_unknown(formulas, sort, kind, about, 4);
}

/* Known values give `at`, anything else something. */
static void ends_left_open(struct formulas *formulas, formula_id at,
                           struct formula_interval *result) {
    formula_id low = left_open(formulas, SYNOVIA_SORT_REAL, UNKNOWN_LOW, result, at);
    formula_id high = left_open(formulas, SYNOVIA_SORT_REAL, UNKNOWN_HIGH, result, at);
    formula_hold(formulas, formula_at_most(formulas, low, high));
    formula_id loose = formula_not(formulas, result->known);
    result->low = formula_if(formulas, result->known, at, low);
    result->high = formula_if(formulas, result->known, at, high);
    result->low_open = formula_and(
        formulas, loose, left_open(formulas, SYNOVIA_SORT_BOOL, UNKNOWN_LOW_OPEN, result, at));
    result->high_open = formula_and(
        formulas, loose, left_open(formulas, SYNOVIA_SORT_BOOL, UNKNOWN_HIGH_OPEN, result, at));
    result->grain = -1;
    result->flat = true;
}

/* One number for everybody. */
static bool is_constant(const struct formulas *formulas, const struct formula_interval *a,
                        double *number) {
    return a->known == FORMULA_TRUE && a->least == a->most &&
           formula_is_number(formulas, a->low, number);
}

/* Each end times (or divided by) one number, the infinite ones as well; by 0 nothing is left of
 * them. */
static void ends_scaled(struct formulas *formulas, const struct formula_interval *a,
                        const struct formula_interval *by, double number, operation *apply,
                        struct formula_interval *result) {
    bool turns = number < 0;
    result->low = apply(formulas, turns ? a->high : a->low, by->low);
    result->high = apply(formulas, turns ? a->low : a->high, by->low);
    result->low_open = number == 0 ? FORMULA_FALSE : turns ? a->high_open : a->low_open;
    result->high_open = number == 0 ? FORMULA_FALSE : turns ? a->low_open : a->high_open;
}

/* The outermost of four; infinite where one of them is or cannot be told. */
static void bounds_of_four(const double ends[4], double *least, double *most) {
    *least = INFINITY;
    *most = -INFINITY;
    for (int i = 0; i < 4; i++) {
        *least = isnan(ends[i]) ? -INFINITY : fmin(*least, ends[i]);
        *most = isnan(ends[i]) ? INFINITY : fmax(*most, ends[i]);
    }
}

/* A result whose ends are the same for more than one value: 0 times something. */
static bool may_flatten(const struct formula_interval *a, const struct formula_interval *b) {
    return (has_zero(a) && b->known != FORMULA_TRUE) || (has_zero(b) && a->known != FORMULA_TRUE);
}

struct formula_interval interval_product(struct formulas *formulas, struct formula_interval a,
                                         struct formula_interval b) {
    if (is_never(&a) || is_never(&b)) {
        return interval_of_none();
    }
    const double ends[] = {a.least * b.least, a.least * b.most, a.most * b.least, a.most * b.most};
    double least, most;
    bounds_of_four(ends, &least, &most);
    int grain = a.grain < 0 || b.grain < 0 ? -1 : a.grain + b.grain;
    double error = size_of(&a) * b.error + size_of(&b) * a.error + a.error * b.error;
    error = a.error == 0 && b.error == 0 ? 0 : error;
    struct formula_interval product = combine(formulas, &a, &b, least, most, grain, error);
    product.flat = product.flat || may_flatten(&a, &b);
    double number;
    if (is_constant(formulas, &b, &number)) {
        ends_scaled(formulas, &a, &b, number, formula_multiply, &product);
    } else if (is_constant(formulas, &a, &number)) {
        ends_scaled(formulas, &b, &a, number, formula_multiply, &product);
    } else if (may_be_open(&a) || may_be_open(&b)) {
        ends_left_open(formulas, formula_multiply(formulas, a.low, b.low), &product);
    } else {
        ends_of_four(formulas, &a, &b, formula_multiply, false, &product);
    }
    settle_overflow(formulas, &product);
    settle_known(formulas, &product);
    return product;
}

/* The engine's divisor may be 0: exactly where it is computed exactly, else in a narrow band. */
static formula_id may_be_zero(struct formulas *formulas, const struct formula_interval *b) {
    if (!has_zero(b)) {
        return FORMULA_FALSE;
    }
    bool exact = b->grain >= 0 || b->plain;
    formula_id low_end = formula_number(formulas, exact || isinf(b->error) ? 0 : b->error);
    formula_id below = formula_at_most(formulas, b->low, low_end);
    formula_id above = formula_at_most(formulas, formula_negate(formulas, low_end), b->high);
    formula_id within = formula_and(formulas, formula_or(formulas, b->low_open, below),
                                    formula_or(formulas, b->high_open, above));
    if (exact) {
        return within;
    }
    formula_id certain =
        formula_and(formulas, formula_at_most(formulas, b->low, formula_negate(formulas, low_end)),
                    formula_at_most(formulas, low_end, b->high));
    formula_id about[] = {b->low, b->high};
    formula_id perhaps = formula_unknown(formulas, SYNOVIA_SORT_BOOL, UNKNOWN_ZERO, about, 2);
    perhaps = isfinite(b->error) ? formula_and(formulas, within, perhaps) : perhaps;
    return formula_or(formulas, isfinite(b->error) ? certain : FORMULA_FALSE, perhaps);
}

static double quotient_error(const struct formula_interval *a, const struct formula_interval *b,
                             double size) {
    double divisor = fmin(fabs(b->least), fabs(b->most)) - b->error;
    if (a->error == 0 && b->error == 0) {
        return 0;
    }
    return has_zero(b) || divisor <= 0 ? INFINITY : (a->error + size * b->error) / divisor;
}

struct formula_interval interval_quotient(struct formulas *formulas, struct formula_interval a,
                                          struct formula_interval b) {
    if (is_never(&a) || is_never(&b)) {
        return interval_of_none();
    }
    const double ends[] = {a.least / b.least, a.least / b.most, a.most / b.least, a.most / b.most};
    double least = -INFINITY;
    double most = INFINITY;
    if (!has_zero(&b)) {
        bounds_of_four(ends, &least, &most);
    }
    double size = fmax(fabs(least), fabs(most));
    struct formula_interval quotient =
        combine(formulas, &a, &b, least, most, -1, quotient_error(&a, &b, size));
    formula_id zero = may_be_zero(formulas, &b);
    quotient.known = formula_and(formulas, quotient.known, formula_not(formulas, zero));
    quotient.flat = quotient.flat || may_flatten(&a, &b);
    bool signs_differ = has_zero(&b) && b.least < 0 && b.most > 0;
    double number;
    if (is_constant(formulas, &b, &number) && number != 0) {
        ends_scaled(formulas, &a, &b, number, formula_divide, &quotient);
    } else if (may_be_open(&a) || may_be_open(&b) || signs_differ) {
        ends_left_open(formulas, formula_divide(formulas, a.low, b.low), &quotient);
    } else {
        ends_of_four(formulas, &a, &b, formula_divide, true, &quotient);
    }
    settle_overflow(formulas, &quotient);
    quotient.low_open = formula_or(formulas, quotient.low_open, zero);
    quotient.high_open = formula_or(formulas, quotient.high_open, zero);
    settle_known(formulas, &quotient);
    return quotient;
}
