/*
 * Interval arithmetic: every value that the operands may have gives a value in the result, and a
 * comparison is decided as soon as all agree.
 */
#include "rules/interval.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT(rows) (sizeof(rows) / sizeof(rows)[0])

static struct interval perhaps_none(struct interval number) {
    number.may_be_none = true;
    return number;
}

struct operation_row {
    double a_low, a_high, b_low, b_high;
    double low, high;
};

static void check(struct interval (*operation)(struct interval, struct interval),
                  const struct operation_row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct operation_row *row = &rows[i];
        struct interval got = operation(interval_range(row->a_low, row->a_high),
                                        interval_range(row->b_low, row->b_high));
        if (got.low != row->low || got.high != row->high) {
            fail_msg("row %zu: %g..%g, not %g..%g", i, got.low, got.high, row->low, row->high);
        }
        assert_true(got.may_be_number);
        assert_false(got.may_be_none);
    }
}

static void sums(void **state) {
    (void)state;
    const struct operation_row rows[] = {
        {1, 2, 10, 20, 11, 22},
        {-1, 1, -1, 1, -2, 2},
        {0, INFINITY, 5, 5, 5, INFINITY},
        {-INFINITY, 0, 0, INFINITY, -INFINITY, INFINITY},
    };
    check(interval_add, rows, COUNT(rows));
}

static void differences(void **state) {
    (void)state;
    const struct operation_row rows[] = {
        {1, 2, 10, 20, -19, -8},
        {5, 5, 5, 5, 0, 0},
        {0, INFINITY, 0, INFINITY, -INFINITY, INFINITY},
    };
    check(interval_subtract, rows, COUNT(rows));
}

static void products(void **state) {
    (void)state;
    const struct operation_row rows[] = {
        {1, 2, 3, 4, 3, 8},
        {-1, 2, 3, 4, -4, 8},
        {-2, -1, -4, -3, 3, 8},
        {-2, 3, -5, 7, -15, 21},
        {0, 0, -INFINITY, INFINITY, 0, 0},
        {0, INFINITY, 0, 5, 0, INFINITY},
        {-1, 1, 0, INFINITY, -INFINITY, INFINITY},
    };
    check(interval_multiply, rows, COUNT(rows));
}

static void quotients(void **state) {
    (void)state;
    const struct operation_row rows[] = {
        {1, 2, 4, 8, 0.125, 0.5},
        {-1, 2, 2, 4, -0.5, 1},
        {1, 1, -2, -1, -1, -0.5},
        {1, 2, 0, 4, -INFINITY, INFINITY},  /* 0 at the edge */
        {1, 2, -1, 1, -INFINITY, INFINITY}, /* 0 inside */
        {0, 0, 0, 0, -INFINITY, INFINITY},
        {1, 1, 1, INFINITY, 0, 1},
        {1, INFINITY, 1, INFINITY, -INFINITY, INFINITY}, /* inf / inf says nothing */
    };
    check(interval_divide, rows, COUNT(rows));
}

static void negation(void **state) {
    (void)state;
    struct interval got = interval_negate(interval_range(-1, 5));
    assert_true(got.low == -5 && got.high == 1);
}

/* The result of an operation on random points of the operands lies in the operation of the
 * operands. */
static void random_points_stay_inside(void **state) {
    (void)state;
    struct interval (*const operations[])(struct interval, struct interval) = {
        interval_add, interval_subtract, interval_multiply, interval_divide};
    uint32_t seed = 12345;
    double draws[6];
    for (int run = 0; run < 20000; run++) {
        for (size_t i = 0; i < COUNT(draws); i++) {
            seed = seed * 1664525 + 1013904223;
            draws[i] = (double)(seed >> 16) / 65536;
        }
        double a_low = draws[0] * 20 - 10, a_width = draws[1] * 10;
        double b_low = draws[2] * 20 - 10, b_width = draws[3] * 10;
        struct interval a = interval_range(a_low, a_low + a_width);
        struct interval b = interval_range(b_low, b_low + b_width);
        struct interval x = interval_point(fmin(a_low + draws[4] * a_width, a.high));
        struct interval y = interval_point(fmin(b_low + draws[5] * b_width, b.high));
        for (size_t op = 0; op < COUNT(operations); op++) {
            struct interval whole = operations[op](a, b);
            struct interval point = operations[op](x, y);
            assert_true(isinf(point.low) || (whole.low <= point.low && point.high <= whole.high));
        }
    }
}

static void none_spreads_through_arithmetic(void **state) {
    (void)state;
    struct interval (*const operations[])(struct interval, struct interval) = {
        interval_add, interval_subtract, interval_multiply, interval_divide};
    struct interval one = interval_point(1);
    for (size_t i = 0; i < COUNT(operations); i++) {
        struct interval certain = operations[i](interval_none(), one);
        assert_false(certain.may_be_number);
        assert_true(certain.may_be_none);
        struct interval perhaps = operations[i](one, perhaps_none(one));
        assert_true(perhaps.may_be_number);
        assert_true(perhaps.may_be_none);
    }
    assert_false(interval_negate(interval_none()).may_be_number);
}

static void hulls(void **state) {
    (void)state;
    struct interval hull = interval_hull(interval_range(1, 2), interval_range(5, 6));
    assert_true(hull.low == 1 && hull.high == 6 && !hull.may_be_none);
    hull = interval_hull(interval_none(), interval_point(4));
    assert_true(hull.low == 4 && hull.high == 4 && hull.may_be_none && hull.may_be_number);
    hull = interval_hull(interval_point(4), interval_none());
    assert_true(hull.low == 4 && hull.may_be_none && hull.may_be_number);
    assert_false(interval_hull(interval_none(), interval_none()).may_be_number);
}

/* ---- comparisons ----------------------------------------------------------------------------- */

enum { NO = 1, YES = 2, BOTH = 3 };

struct comparison_row {
    double a_low, a_high, b_low, b_high;
    uint64_t less, at_most, equal;
};

static void comparisons(void **state) {
    (void)state;
    const struct comparison_row rows[] = {
        {1, 1, 2, 2, YES, YES, NO},
        {2, 2, 2, 2, NO, YES, YES},
        {3, 3, 2, 2, NO, NO, NO},
        {0, 1, 2, 3, YES, YES, NO},
        {0, 2, 2, 3, BOTH, YES, BOTH},
        {0, 3, 2, 2, BOTH, BOTH, BOTH},
        {2, 3, 0, 2, NO, BOTH, BOTH},
        {3, 4, 0, 2, NO, NO, NO},
        {0, 0, 0, INFINITY, BOTH, YES, BOTH},
        {8, 8, 10, INFINITY, YES, YES, NO}, /* unbounded, and yet beyond */
        {10, INFINITY, 8, 8, NO, NO, NO},
        {-1, -1, 0, INFINITY, YES, YES, NO},
        {-INFINITY, INFINITY, 0, 0, BOTH, BOTH, BOTH},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct interval a = interval_range(rows[i].a_low, rows[i].a_high);
        struct interval b = interval_range(rows[i].b_low, rows[i].b_high);
        uint64_t less = interval_less(&a, &b);
        uint64_t at_most = interval_at_most(&a, &b);
        uint64_t equal = interval_equal(&a, &b);
        if (less != rows[i].less || at_most != rows[i].at_most || equal != rows[i].equal) {
            fail_msg("row %zu: less %d, at most %d, equal %d", i, (int)less, (int)at_most,
                     (int)equal);
        }
    }
}

static void what_may_be_none_is_never_certainly_smaller(void **state) {
    (void)state;
    struct interval one = interval_point(1);
    struct interval two = interval_point(2);
    struct interval perhaps_one = perhaps_none(one);
    struct interval none = interval_none();
    assert_int_equal(interval_less(&perhaps_one, &two), BOTH);
    assert_int_equal(interval_less(&two, &perhaps_one), NO);
    assert_int_equal(interval_equal(&perhaps_one, &one), BOTH);
    assert_int_equal(interval_less(&none, &two), NO);
    assert_int_equal(interval_at_most(&none, &none), NO);
    assert_int_equal(interval_equal(&none, &none), NO);
}

/* ---- the tolerance --------------------------------------------------------------------------- */

static struct interval difference_of(double a, double b, double c) {
    return interval_subtract(interval_subtract(interval_point(a), interval_point(b)),
                             interval_point(c));
}

static void numbers_a_billionth_apart_are_equal(void **state) {
    (void)state;
    const struct {
        double a, b;
        uint64_t less;
    } rows[] = {
        {1, 1 + 1e-10, NO},        {1, 1 + 1e-8, YES},   {1e12, 1e12 + 100, NO},
        {1e12, 1e12 + 10000, YES}, {0, 1e-300, YES}, /* the smaller number's own magnitude is all
                                                        there is */
        {-1, -1 + 1e-10, NO},      {-1, -1 + 1e-8, YES},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct interval a = interval_point(rows[i].a);
        struct interval b = interval_point(rows[i].b);
        assert_int_equal(interval_less(&a, &b), rows[i].less);
        assert_int_equal(interval_at_most(&b, &a), rows[i].less == YES ? NO : YES);
        assert_int_equal(interval_equal(&a, &b), rows[i].less == YES ? NO : YES);
    }
}

/* 0.8 - 0.1 - 0.7 is 0 (in binary it is 1.1e-16), and 5 % of 58 kg is 5 %. */
static void the_largest_magnitude_of_the_expression_counts(void **state) {
    (void)state;
    struct interval zero = interval_point(0);
    struct interval remainder = difference_of(0.8, 0.1, 0.7);
    assert_true(remainder.low != 0);
    assert_int_equal(interval_equal(&remainder, &zero), YES);
    assert_int_equal(interval_less(&zero, &remainder), NO);

    struct interval loss = interval_subtract(interval_point(58), interval_point(55.1));
    struct interval share =
        interval_multiply(interval_divide(loss, interval_point(58)), interval_point(100));
    struct interval five = interval_point(5);
    assert_int_equal(interval_at_most(&five, &share), YES);
    assert_int_equal(interval_less(&share, &five), NO);
    assert_int_equal(interval_equal(&share, &five), YES);
}

/* x * 0 is 0, but how far 0 reaches depends on x: not known before x is. */
static void a_number_is_known_with_its_magnitude(void **state) {
    (void)state;
    struct interval product = interval_multiply(interval_range(0, 1e6), interval_point(0));
    assert_true(product.low == 0 && product.high == 0);
    assert_false(interval_known(&product));
    product = interval_multiply(interval_point(1e6), interval_point(0));
    assert_true(interval_known(&product));
    struct interval near_zero = interval_point(1e-4);
    assert_int_equal(interval_less(&product, &near_zero), NO); /* 1e6 * 1e-9 > 1e-4 */
}

/* A comparison that is decided for an interval is decided the same for every point of it. */
static void decided_comparisons_stay_decided(void **state) {
    (void)state;
    const double points[] = {0, 1e-9, 0.5, 1, 1 + 1e-10, 1 + 1e-8, 2, 1e6, 1e6 + 1e-4, 1e9};
    for (size_t low = 0; low < COUNT(points); low++) {
        for (size_t high = low; high < COUNT(points); high++) {
            for (size_t limit = 0; limit < COUNT(points); limit++) {
                struct interval wide = interval_range(points[low], points[high]);
                struct interval bound = interval_point(points[limit]);
                for (size_t i = low; i <= high; i++) {
                    struct interval point = interval_point(points[i]);
                    assert_int_equal(interval_less(&point, &bound) & ~interval_less(&wide, &bound),
                                     0);
                    assert_int_equal(
                        interval_at_most(&point, &bound) & ~interval_at_most(&wide, &bound), 0);
                    assert_int_equal(
                        interval_equal(&point, &bound) & ~interval_equal(&wide, &bound), 0);
                }
            }
        }
    }
}

static void single_numbers_are_compared_alike(void **state) {
    (void)state;
    assert_true(numbers_equal(0.8 - 0.1, 0.7));
    assert_true(numbers_equal(INFINITY, INFINITY));
    assert_false(numbers_equal(0.7, 0.700001));
    assert_false(numbers_equal(INFINITY, 1e308));
    assert_false(numbers_equal(-INFINITY, INFINITY));
    assert_false(numbers_equal(NAN, NAN));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums),
        cmocka_unit_test(differences),
        cmocka_unit_test(products),
        cmocka_unit_test(quotients),
        cmocka_unit_test(negation),
        cmocka_unit_test(random_points_stay_inside),
        cmocka_unit_test(none_spreads_through_arithmetic),
        cmocka_unit_test(hulls),
        cmocka_unit_test(comparisons),
        cmocka_unit_test(what_may_be_none_is_never_certainly_smaller),
        cmocka_unit_test(numbers_a_billionth_apart_are_equal),
        cmocka_unit_test(the_largest_magnitude_of_the_expression_counts),
        cmocka_unit_test(a_number_is_known_with_its_magnitude),
        cmocka_unit_test(decided_comparisons_stay_decided),
        cmocka_unit_test(single_numbers_are_compared_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
