#include "base/histogram.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_nothing_has_no_percentiles(void **state) {
    (void)state;
    static const struct histogram empty;
    assert_int_equal(histogram_percentile(&empty, 0.5), 0);
    assert_int_equal(histogram_percentile(&empty, 1), 0);
}

static void test_small_values_are_exact(void **state) {
    (void)state;
    static struct histogram histogram;
    for (uint64_t value = 1; value <= 100; value++) {
        histogram_add(&histogram, value);
    }
    assert_int_equal(histogram_percentile(&histogram, 0.5), 50);
    assert_int_equal(histogram_percentile(&histogram, 0.99), 99);
    assert_int_equal(histogram_percentile(&histogram, 1), 100);
    assert_int_equal(histogram_percentile(&histogram, 0), 1);
    assert_int_equal(histogram.count, 100);
}

static void test_great_values_are_close(void **state) {
    (void)state;
    for (uint64_t value = 1; value < UINT64_MAX / 3; value = value * 3 + 1) {
        static struct histogram histogram;
        histogram = (struct histogram){.count = 0};
        histogram_add(&histogram, value);
        histogram_add(&histogram, UINT64_MAX);
        uint64_t found = histogram_percentile(&histogram, 0.5);
        assert_true(found >= value && found - value <= value / 64);
        assert_true(histogram_percentile(&histogram, 1) == UINT64_MAX);
    }
}

static void test_the_tail_is_kept(void **state) {
    (void)state;
    static struct histogram histogram;
    for (int i = 0; i < 999; i++) {
        histogram_add(&histogram, 1000);
    }
    histogram_add(&histogram, 5000000);
    assert_true(histogram_percentile(&histogram, 0.99) < 1020);
    assert_true(histogram_percentile(&histogram, 0.999) < 1020);
    assert_int_equal(histogram_percentile(&histogram, 0.9999), 5000000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_has_no_percentiles),
        cmocka_unit_test(test_small_values_are_exact),
        cmocka_unit_test(test_great_values_are_close),
        cmocka_unit_test(test_the_tail_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
