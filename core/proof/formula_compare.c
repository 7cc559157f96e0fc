/*
 * Comparisons with the engine's tolerance: for two ends x and y the engine judges
 *
 *     x < y - t,   t = NUMBER_TOLERANCE * a magnitude between magnitude_least and magnitude_most
 *
 * in doubles. The formula of it is true where that must hold, false where it cannot, and in the
 * band between a variable: one for each pair of ends, so that the same comparison says the same
 * everywhere, and "over" and "at most" never both, or neither.
 */
#include "proof/formula_number.h"
#include "rules/evaluate.h"

#include <float.h>
#include <math.h>

struct comparison_ends {
    formula_id x, y;
    const struct formula_interval *a, *b; /* whose ends they are */
};

static double most_magnitude(const struct comparison_ends *ends) {
    return fmax(ends->a->magnitude_most, ends->b->magnitude_most);
}

static double least_magnitude(const struct comparison_ends *ends) {
    return fmax(ends->a->magnitude_least, ends->b->magnitude_least);
}

/* Apart by more than any tolerance, or equal. */
static bool is_exact(const struct comparison_ends *ends) {
    int a = ends->a->grain;
    int b = ends->b->grain;
    if (a < 0 || b < 0) {
        return false;
    }
    double step = ldexp(1, -(a > b ? a : b));
    return 4 * NUMBER_TOLERANCE * most_magnitude(ends) < step;
}

/* ---- the band -------------------------------------------------------------------------------- */

/* x < y + shift, or with `or_equal` x <= y + shift; the shift goes to the side that is a number,
 * and is rounded so that `wider` makes it true for more. */
static formula_id less_with(struct formulas *formulas, formula_id x, formula_id y, double shift,
                            bool wider) {
    double number;
    if (formula_is_number(formulas, y, &number)) {
        y = formula_number(formulas, nextafter(number + shift, wider ? INFINITY : -INFINITY));
    } else if (formula_is_number(formulas, x, &number)) {
        x = formula_number(formulas, nextafter(number - shift, wider ? -INFINITY : INFINITY));
    } else {
        y = formula_add(formulas, y, formula_number(formulas, shift));
    }
    return wider ? formula_at_most(formulas, x, y) : formula_less(formulas, x, y);
}

/* The absolute value of the larger of the two ends. */
static formula_id larger_size(struct formulas *formulas, const struct comparison_ends *ends) {
    formula_id x = formula_greater(formulas, ends->x, formula_negate(formulas, ends->x));
    formula_id y = formula_greater(formulas, ends->y, formula_negate(formulas, ends->y));
    return formula_greater(formulas, x, y);
}

/* x < y cannot be denied: x is below y by more than the largest tolerance. */
static formula_id must_hold(struct formulas *formulas, const struct comparison_ends *ends,
                            double slack) {
    double most = most_magnitude(ends);
    if (isfinite(most) && isfinite(slack)) {
        double shift = -(NUMBER_TOLERANCE * most * (1 + 1e-6) + slack);
        return less_with(formulas, ends->x, ends->y, shift, false);
    }
    if (ends->a->plain && ends->b->plain) {
        formula_id twice = formula_number(formulas, 2 * NUMBER_TOLERANCE);
        formula_id band = formula_multiply(formulas, twice, larger_size(formulas, ends));
        return formula_less(formulas, ends->x, formula_subtract(formulas, ends->y, band));
    }
    return FORMULA_FALSE;
}

/* x < y cannot be claimed: x is above y by more than the least tolerance leaves. */
static formula_id can_hold(struct formulas *formulas, const struct comparison_ends *ends,
                           double slack) {
    if (isfinite(slack)) {
        double shift = slack - NUMBER_TOLERANCE * least_magnitude(ends) * (1 - 1e-6);
        return less_with(formulas, ends->x, ends->y, shift, true);
    }
    if (ends->a->plain && ends->b->plain) {
        return formula_less(formulas, ends->x, ends->y);
    }
    return FORMULA_TRUE;
}

static formula_id in_the_band(struct formulas *formulas, const struct comparison_ends *ends) {
    double slack = ends->a->error + ends->b->error + 8 * DBL_EPSILON * most_magnitude(ends);
    slack = isnan(slack) ? INFINITY : slack;
    formula_id must = must_hold(formulas, ends, slack);
    formula_id can = can_hold(formulas, ends, slack);
    if (must == FORMULA_TRUE || can == FORMULA_FALSE || must == can) {
        return must == FORMULA_TRUE ? must : can;
    }
    formula_id about[] = {ends->x, ends->y, must, can};
    formula_id less = formula_unknown(formulas, SYNOVIA_SORT_BOOL, UNKNOWN_LESS, about, 4);
    formula_hold(formulas, formula_implies(formulas, must, less));
    formula_hold(formulas, formula_implies(formulas, less, can));
    formula_id outside = formula_or(formulas, must, formula_not(formulas, can));
    formula_hold(formulas, formula_implies(formulas, formulas->clear_of_bands, outside));
    return less;
}

/* An `if` against a number: each branch for itself, so that the band of one value is one variable
 * wherever it stands. */
static formula_id banded(struct formulas *formulas, struct comparison_ends ends, int levels) {
    double number;
    bool left =
        formulas->nodes[ends.x].op == SYNOVIA_OP_IF && formula_is_number(formulas, ends.y, &number);
    bool right =
        formulas->nodes[ends.y].op == SYNOVIA_OP_IF && formula_is_number(formulas, ends.x, &number);
    if (levels == 0 || !(left || right)) {
        return in_the_band(formulas, &ends);
    }
    formula_id parts[3];
    memcpy(parts, formula_children(formulas, left ? ends.x : ends.y), sizeof parts);
    formula_id less[2];
    for (int i = 0; i < 2; i++) {
        *(left ? &ends.x : &ends.y) = parts[i + 1];
        less[i] = banded(formulas, ends, levels - 1);
    }
    return formula_if(formulas, parts[0], less[0], less[1]);
}

/* ---- one end against another ----------------------------------------------------------------- */

enum { BAND_LEVELS = 4 };

/* x < y, ends of a and b. Known values are compared as they are, by whichever end, so that what is
 * known is never both. */
static formula_id less(struct formulas *formulas, const struct comparison_ends *ends) {
    if (formulas->failed) {
        return FORMULA_FALSE;
    }
    if (is_exact(ends)) {
        return formula_less(formulas, ends->x, ends->y);
    }
    struct comparison_ends point = {ends->a->low, ends->b->low, ends->a, ends->b};
    formula_id known = formula_and(formulas, ends->a->known, ends->b->known);
    formula_id at_point = banded(formulas, point, BAND_LEVELS);
    if (known == FORMULA_TRUE) {
        return at_point;
    }
    return formula_if(formulas, known, at_point, banded(formulas, *ends, BAND_LEVELS));
}

static formula_id may_be_less(struct formulas *formulas, const struct formula_interval *a,
                              const struct formula_interval *b) {
    struct comparison_ends ends = {a->low, b->high, a, b};
    formula_id open = formula_or(formulas, a->low_open, b->high_open);
    return formula_or(formulas, open, less(formulas, &ends));
}

static formula_id must_be_less(struct formulas *formulas, const struct formula_interval *a,
                               const struct formula_interval *b) {
    struct comparison_ends ends = {a->high, b->low, a, b};
    formula_id never = formula_any(
        formulas, (formula_id[]){a->high_open, b->low_open, a->inner_open, b->inner_open}, 4);
    return formula_and(formulas, formula_not(formulas, never), less(formulas, &ends));
}

/* ---- comparisons of nodes -------------------------------------------------------------------- */

/* With what is none it is false, and with what may be none it may be. */
static struct formula_verdict verdict(struct formulas *formulas, const struct formula_interval *a,
                                      const struct formula_interval *b, formula_id yes,
                                      formula_id no) {
    formula_id numbers = formula_and(formulas, a->number, b->number);
    formula_id none = formula_or(formulas, a->none, b->none);
    return (struct formula_verdict){
        .yes = formula_and(formulas, numbers, yes),
        .no = formula_any(formulas, (formula_id[]){formula_not(formulas, numbers), none, no}, 3),
    };
}

static bool is_never(const struct formula_interval *a, const struct formula_interval *b) {
    return a->number == FORMULA_FALSE || b->number == FORMULA_FALSE;
}

struct formula_verdict verdict_less(struct formulas *formulas, const struct formula_interval *a,
                                    const struct formula_interval *b) {
    if (is_never(a, b)) {
        return (struct formula_verdict){FORMULA_FALSE, FORMULA_TRUE};
    }
    formula_id no = formula_not(formulas, must_be_less(formulas, a, b));
    return verdict(formulas, a, b, may_be_less(formulas, a, b), no);
}

struct formula_verdict verdict_at_most(struct formulas *formulas, const struct formula_interval *a,
                                       const struct formula_interval *b) {
    if (is_never(a, b)) {
        return (struct formula_verdict){FORMULA_FALSE, FORMULA_TRUE};
    }
    formula_id yes = formula_not(formulas, must_be_less(formulas, b, a));
    return verdict(formulas, a, b, yes, may_be_less(formulas, b, a));
}

struct formula_verdict verdict_equal(struct formulas *formulas, const struct formula_interval *a,
                                     const struct formula_interval *b) {
    if (is_never(a, b)) {
        return (struct formula_verdict){FORMULA_FALSE, FORMULA_TRUE};
    }
    formula_id below = must_be_less(formulas, a, b);
    formula_id above = must_be_less(formulas, b, a);
    formula_id yes = formula_not(formulas, formula_or(formulas, below, above));
    formula_id no = formula_or(formulas, may_be_less(formulas, a, b), may_be_less(formulas, b, a));
    return verdict(formulas, a, b, yes, no);
}
