#include "base/cell.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

struct row {
    const char *cell;
    enum cell_kind kind;
    double number;
    const char *unit;
};

static void assert_numbers(const struct row *rows, size_t count, bool decimal_comma) {
    for (size_t i = 0; i < count; i++) {
        struct cell_value value =
            cell_read(text_of(rows[i].cell), CELL_WANTS_NUMBER, decimal_comma);
        assert_int_equal(value.kind, rows[i].kind);
        if (value.kind == CELL_NUMBER || value.kind == CELL_QUANTITY) {
            assert_true(value.number == rows[i].number);
        }
        if (value.kind == CELL_QUANTITY) {
            assert_true(text_is(value.unit, rows[i].unit));
        }
    }
}

static void test_numbers(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"0", CELL_NUMBER, 0, NULL},         {"-12", CELL_NUMBER, -12, NULL},
        {"38.5", CELL_NUMBER, 38.5, NULL},   {"1e3", CELL_NUMBER, 1000, NULL},
        {"1.5E-1", CELL_NUMBER, 0.15, NULL}, {"1.234", CELL_NUMBER, 1.234, NULL},
        {"58 kg", CELL_QUANTITY, 58, "kg"},  {"5.5 mmol/L", CELL_QUANTITY, 5.5, "mmol/L"},
        {"?", CELL_UNANSWERABLE, 0, NULL},   {"38,5", CELL_TEXT, 0, NULL},
        {"007", CELL_TEXT, 0, NULL},         {"1.", CELL_TEXT, 0, NULL},
        {".5", CELL_TEXT, 0, NULL},          {"58kg", CELL_TEXT, 0, NULL},
        {"58 ", CELL_TEXT, 0, NULL},         {"nan", CELL_TEXT, 0, NULL},
        {"1e999", CELL_TEXT, 0, NULL},       {"0x10", CELL_TEXT, 0, NULL},
        {"-", CELL_TEXT, 0, NULL},           {"12 000 kg", CELL_QUANTITY, 12, "000 kg"},
        {"none", CELL_TEXT, 0, NULL},
    };
    assert_numbers(rows, sizeof rows / sizeof *rows, false);
}

static void test_numbers_with_a_decimal_comma(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"38,5", CELL_NUMBER, 38.5, NULL},  {"1,234", CELL_NUMBER, 1.234, NULL},
        {"38.5", CELL_NUMBER, 38.5, NULL},  {"58,5 kg", CELL_QUANTITY, 58.5, "kg"},
        {"0.500", CELL_NUMBER, 0.5, NULL},  {"1234.567", CELL_NUMBER, 1234.567, NULL},
        {"1.234", CELL_AMBIGUOUS, 0, NULL}, {"-12.345 kg", CELL_AMBIGUOUS, 0, NULL},
        {"1.234,5", CELL_TEXT, 0, NULL},    {"1,2,3", CELL_TEXT, 0, NULL},
    };
    assert_numbers(rows, sizeof rows / sizeof *rows, true);
}

static void test_yes_and_no(void **state) {
    (void)state;
    static const char *const yes[] = {"true", "TRUE", "yes", "Yes"};
    static const char *const no[] = {"false", "False", "no", "NO"};
    static const char *const neither[] = {"", "1", "0", "y", "true ", "not"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        struct cell_value value = cell_read(text_of(yes[i]), CELL_WANTS_YES_NO, false);
        assert_true(value.kind == CELL_YES_NO && value.yes);
        value = cell_read(text_of(no[i]), CELL_WANTS_YES_NO, false);
        assert_true(value.kind == CELL_YES_NO && !value.yes);
    }
    for (size_t i = 0; i < sizeof neither / sizeof *neither; i++) {
        assert_int_equal(cell_read(text_of(neither[i]), CELL_WANTS_YES_NO, false).kind, CELL_TEXT);
    }
    assert_int_equal(cell_read(text_of("?"), CELL_WANTS_YES_NO, false).kind, CELL_UNANSWERABLE);
}

static void test_texts_stay_texts(void **state) {
    (void)state;
    assert_int_equal(cell_read(text_of("true"), CELL_WANTS_TEXT, false).kind, CELL_TEXT);
    assert_int_equal(cell_read(text_of("5"), CELL_WANTS_TEXT, true).kind, CELL_TEXT);
    assert_int_equal(cell_read(text_of("?"), CELL_WANTS_TEXT, true).kind, CELL_UNANSWERABLE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_numbers_with_a_decimal_comma),
        cmocka_unit_test(test_yes_and_no),
        cmocka_unit_test(test_texts_stay_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
