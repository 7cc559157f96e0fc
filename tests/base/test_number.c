#include "base/number.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

struct row {
    double number;
    const char *text;
};

static void test_the_shortest_text(void **state) {
    (void)state;
    static const struct row rows[] = {
        {0, "0"},
        {3, "3"},
        {-2.5, "-2.5"},
        {0.1, "0.1"},
        {0.3, "0.3"},
        {37.8, "37.8"},
        {1e22, "1e+22"},
        {1e-7, "1e-07"},
        {100000, "100000"},
        {123456789012345, "123456789012345"},
        {5e-324, "5e-324"},
        {0.1 + 0.2, "0.30000000000000004"},
        {9007199254740993.0, "9007199254740992"},
        {1.0 / 3, "0.3333333333333333"},
        {DBL_MAX, "1.7976931348623157e+308"},
        {INFINITY, "inf"},
        {-INFINITY, "-inf"},
        {(double)NAN, "nan"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char out[NUMBER_TEXT_SIZE];
        struct text text = number_format(rows[i].number, out);
        assert_string_equal(out, rows[i].text);
        assert_ptr_equal(text.at, out);
        assert_int_equal(text.length, strlen(out));
    }
}

static void test_every_text_reads_back(void **state) {
    (void)state;
    uint64_t bits = 88172645463325252u; /* the usual start of xorshift */
    for (int i = 0; i < 20000; i++) {
        bits ^= bits << 13;
        bits ^= bits >> 7;
        bits ^= bits << 17;
        double number;
        memcpy(&number, &bits, sizeof number);
        if (isfinite(number)) {
            char out[NUMBER_TEXT_SIZE];
            number_format(number, out);
            assert_true(strtod(out, NULL) == number);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_shortest_text),
        cmocka_unit_test(test_every_text_reads_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
