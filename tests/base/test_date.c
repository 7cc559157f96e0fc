#include "base/date.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static int32_t day_of(const char *text) {
    int32_t day = 0;
    assert_true(date_parse(text_of(text), &day));
    return day;
}

static void test_known_days(void **state) {
    (void)state;
    assert_int_equal(day_of("1970-01-01"), 0);
    assert_int_equal(day_of("1969-12-31"), -1);
    assert_int_equal(day_of("2000-03-01"), 11017);
    assert_int_equal(day_of("2026-11-22"), 20779);
    assert_int_equal(day_of("0001-01-01"), -719162);
    assert_int_equal(day_of("9999-12-31"), 2932896);
}

/* Every day of the years 0001 to 9999, against a calendar that only counts. */
static void test_every_day_and_back(void **state) {
    (void)state;
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int32_t expected = -719162;
    for (int year = 1; year <= 9999; year++) {
        int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        for (int month = 1; month <= 12; month++) {
            int last = lengths[month - 1] + (month == 2 ? leap : 0);
            for (int day = 1; day <= last; day++, expected++) {
                struct civil_date civil = {year, month, day};
                struct civil_date back = date_civil(expected);
                if (date_day(civil) != expected || back.year != year || back.month != month ||
                    back.day != day) {
                    fail_msg("%04d-%02d-%02d is not day %d", year, month, day, expected);
                }
            }
        }
    }
    assert_int_equal(expected, 2932897);
}

static void test_text_and_back(void **state) {
    (void)state;
    char out[DATE_TEXT_SIZE];
    static const char *const dates[] = {"0001-01-01", "0999-12-31", "1970-01-01",
                                        "2024-02-29", "2026-10-09", "9999-12-31"};
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        date_format(day_of(dates[i]), out);
        assert_string_equal(out, dates[i]);
    }
    /* What four digits cannot show is shown as the nearest day that they can. */
    date_format(INT32_MAX, out);
    assert_string_equal(out, "9999-12-31");
    date_format(INT32_MIN, out);
    assert_string_equal(out, "0001-01-01");
}

static void test_texts_that_are_no_dates(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",           "2026",          "2026-1-01",   "2026-01-1",   "2026-13-01", "2026-00-10",
        "2026-01-00", "2026-01-32",    "2026-04-31",  "2023-02-29",  "1900-02-29", "0000-01-01",
        "2026/01/01", "20260101",      "2026-01-01 ", " 2026-01-01", "2026-01-0x", "-026-01-01",
        "2026-+1-01", "2026-01-01T00",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int32_t day = 4711;
        assert_false(date_parse(text_of(bad[i]), &day));
        assert_int_equal(day, 4711);
    }
}

static void test_days_of_unix_times(void **state) {
    (void)state;
    assert_int_equal(date_of_unix_time(0), 0);
    assert_int_equal(date_of_unix_time(86399), 0);
    assert_int_equal(date_of_unix_time(86400), 1);
    assert_int_equal(date_of_unix_time(-1), -1);
    assert_int_equal(date_of_unix_time(-86400), -1);
    assert_int_equal(date_of_unix_time(-86401), -2);
    assert_int_equal(date_of_unix_time(INT64_MAX), INT32_MAX);
    assert_int_equal(date_of_unix_time(INT64_MIN), INT32_MIN);
}

struct span {
    const char *from;
    const char *to;
    int32_t years;
    int32_t months;
    int32_t weeks;
};

static void test_completed_units(void **state) {
    (void)state;
    static const struct span spans[] = {
        {"2026-05-01", "2026-05-01", 0, 0, 0},
        {"2026-05-01", "2026-05-07", 0, 0, 0},
        {"2026-05-01", "2026-05-08", 0, 0, 1},
        {"2025-05-02", "2026-05-01", 0, 11, 52},
        {"2025-05-01", "2026-05-01", 1, 12, 52},
        {"2024-02-29", "2025-02-28", 0, 11,
         52}, /* a leap day is not completed the day before ... */
        {"2024-02-29", "2025-03-01", 1, 12, 52}, /* ... 1 March of a common year */
        {"2024-02-29", "2028-02-29", 4, 48, 208},
        {"2026-01-31", "2026-02-28", 0, 0, 4},
        {"2026-01-31", "2026-03-01", 0, 1, 4},
        {"2026-01-31", "2026-03-31", 0, 2, 8},
        {"2026-03-31", "2026-04-30", 0, 0, 4},
        {"2026-03-31", "2026-05-01", 0, 1, 4},
        {"1966-11-22", "2026-11-22", 60, 720, 3130},
    };
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
        int32_t from = day_of(spans[i].from);
        int32_t to = day_of(spans[i].to);
        assert_int_equal(date_completed_years(from, to), spans[i].years);
        assert_int_equal(date_completed_months(from, to), spans[i].months);
        assert_int_equal(date_completed_weeks(from, to), spans[i].weeks);
        assert_int_equal(date_completed_years(to, from), -spans[i].years);
        assert_int_equal(date_completed_months(to, from), -spans[i].months);
        assert_int_equal(date_completed_weeks(to, from), -spans[i].weeks);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_days),         cmocka_unit_test(test_every_day_and_back),
        cmocka_unit_test(test_text_and_back),      cmocka_unit_test(test_texts_that_are_no_dates),
        cmocka_unit_test(test_days_of_unix_times), cmocka_unit_test(test_completed_units),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
