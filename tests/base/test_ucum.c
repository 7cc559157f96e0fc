#include "base/ucum.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_codes_are_found_as_written(void **state) {
    (void)state;
    assert_string_equal(ucum_find(text_of("kg/m2"))->udunits, "kg m-2");
    assert_string_equal(ucum_find(text_of("mo"))->udunits, "30.4375 day");
    assert_string_equal(ucum_find(text_of("%"))->code, "%");
    assert_non_null(ucum_find(text_from("kg/m2", 2)));
    assert_null(ucum_find(text_of("KG")));
    assert_null(ucum_find(text_of("")));
    assert_null(ucum_find(text_of("degC")));
}

static void test_each_code_is_there_once(void **state) {
    (void)state;
    for (const struct ucum_unit *unit = ucum_table(); unit->code != NULL; unit++) {
        assert_ptr_equal(ucum_find(text_of(unit->code)), unit);
        assert_true(strlen(unit->udunits) > 0);
    }
}

/* Each wrong spelling means one code only, and is none itself. */
static void test_wrong_spellings_mean_their_own_row(void **state) {
    (void)state;
    for (const struct ucum_unit *unit = ucum_table(); unit->code != NULL; unit++) {
        const char *at = unit->wrong;
        while (*at != '\0') {
            size_t length = strcspn(at, "|");
            assert_int_equal(at[length], '|');
            struct text wrong = text_from(at, length);
            const char *meant = ucum_suggest(wrong);
            if (ucum_find(wrong) != NULL || meant == NULL || strcmp(meant, unit->code) != 0) {
                fail_msg("'%.*s' should mean %s only", (int)length, at, unit->code);
            }
            at += length + 1;
        }
    }
}

static void test_suggestions(void **state) {
    (void)state;
    static const char *const expected[][2] = {
        {"degC", "Cel"},    {"C", "Cel"},       {"\u00b0C", "Cel"},  {"celsius", "Cel"},
        {"lbs", "[lb_av]"}, {"weeks", "wk"},    {"yr", "a"},         {"months", "mo"},
        {"days", "d"},      {"mmHg", "mm[Hg]"}, {"bpm", "/min"},     {"kgs", "kg"},
        {"percent", "%"},   {"MMHG", "mm[Hg]"}, {"Mg/Dl", "mg/dL"},  {"kg/m\u00b2", "kg/m2"},
        {"KG", "kg"},       {"Weeks", "wk"},    {"kg/m22", "kg/m2"}, {"mcg/dl", "ug/dL"},
    };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        const char *meant = ucum_suggest(text_of(expected[i][0]));
        assert_non_null(meant);
        assert_string_equal(meant, expected[i][1]);
    }
    assert_null(ucum_suggest(text_of("bananas")));
    assert_null(ucum_suggest(text_of("")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_codes_are_found_as_written),
        cmocka_unit_test(test_each_code_is_there_once),
        cmocka_unit_test(test_wrong_spellings_mean_their_own_row),
        cmocka_unit_test(test_suggestions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
