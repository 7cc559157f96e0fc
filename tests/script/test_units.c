/*
 * Units: what codes mean, what expressions come to, and what is said where two do not fit.
 */
#include "loading.h"
#include "script/units.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { BLOCK = 4096 };

static void assert_near(double found, double expected, double tolerance) {
    if (!(fabs(found - expected) <= tolerance)) {
        fail_msg("%.17g is not %.17g", found, expected);
    }
}

struct workshop {
    struct arena arena;
    struct units *units;
};

static int open_workshop(void **state) {
    static struct workshop workshop;
    arena_init(&workshop.arena, BLOCK, 0);
    workshop.units = units_open(&workshop.arena);
    *state = &workshop;
    return workshop.units == NULL;
}

static int close_workshop(void **state) {
    struct workshop *workshop = *state;
    units_close(workshop->units);
    arena_free(&workshop->arena);
    return 0;
}

static const struct unit *unit(struct workshop *workshop, const char *code) {
    const struct unit *found = units_find(workshop->units, text_of(code), NULL);
    assert_non_null(found);
    return found;
}

static void codes_are_read(void **state) {
    struct workshop *workshop = *state;
    static const struct {
        const char *code;
        const char *same_as;
        double scale; /* code = same_as * scale */
    } rows[] = {
        {"kg", "g", 1000},
        {"wk", "d", 7},
        {"a", "d", 365.25},
        {"kg/m2", "kg/m2", 1},
        {"kg.m/s2", "N", 1},
        {"mL/min/{1.73_m2}", "mL/min", 1},
        {"{beats}/min", "/min", 1},
        {"/min", "Hz", 1.0 / 60},
        {"mm[Hg]", "kPa", 0.133322},
        {"g/dL", "g/L", 10},
        {"[lb_av]", "kg", 0.45359237},
        {"{points}", "1", 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double scale = 0;
        double offset = 0;
        enum unit_fit fit = unit_compare(unit(workshop, rows[i].code),
                                         unit(workshop, rows[i].same_as), &scale, &offset);
        assert_int_not_equal(fit, UNIT_APART);
        assert_near(scale, rows[i].scale, rows[i].scale * 1e-12);
        assert_near(offset, 0, 1e-12);
    }
}

static void temperatures_have_an_offset(void **state) {
    struct workshop *workshop = *state;
    double scale = 0;
    double offset = 0;
    assert_int_equal(unit_compare(unit(workshop, "[degF]"), unit(workshop, "Cel"), &scale, &offset),
                     UNIT_SCALED);
    assert_near(104 * scale + offset, 40, 1e-9);
    assert_true(unit_has_offset(unit(workshop, "Cel")));
    assert_false(unit_has_offset(unit(workshop, "K")));
}

static void what_is_no_code_is_named(void **state) {
    struct workshop *workshop = *state;
    static const char *const codes[][2] = {
        {"degC", "degC"}, {"kg/mm3x", "mm3x"}, {"kgs/m2", "kgs"}, {"kg//m", ""}, {"kg/", NULL}};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        struct text wrong = text_of("nothing");
        const struct unit *found = units_find(workshop->units, text_of(codes[i][0]), &wrong);
        if (codes[i][1] == NULL) {
            assert_non_null(found); /* an operator that ends a code is what a remark left behind */
            continue;
        }
        assert_null(found);
        assert_true(text_is(wrong, codes[i][1]));
        assert_false(units_failed(workshop->units, NULL));
    }
}

static void quotients_are_written_as_an_author_would(void **state) {
    struct workshop *workshop = *state;
    struct units *units = workshop->units;
    const struct unit *m = unit(workshop, "m");
    const struct unit *kg = unit(workshop, "kg");
    const struct unit *m2 = units_multiply(units, m, m);
    assert_true(text_is(unit_text(m2), "m2"));
    assert_true(text_is(unit_text(units_divide(units, kg, m2)), "kg/m2"));
    assert_true(text_is(unit_text(units_divide(units, kg, kg)), "1"));
    assert_true(text_is(unit_text(units_divide(units, units_one(units), m)), "/m"));
    assert_true(text_is(unit_text(units_multiply(units, kg, m)), "kg.m"));
    const struct unit *bmi = unit(workshop, "kg/m2");
    assert_true(text_is(unit_text(units_multiply(units, bmi, m2)), "kg"));
}

static bool converts(struct workshop *workshop, const char *own, const char *other,
                     struct unit_conversion *found) {
    const struct unit_conversion *all = NULL;
    size_t count = 0;
    assert_true(units_conversions(workshop->units, unit(workshop, own), &all, &count));
    for (size_t i = 0; i < count; i++) {
        if (text_is(all[i].unit, other)) {
            *found = all[i];
            return true;
        }
    }
    return false;
}

static void a_number_may_be_sent_in_every_unit_of_its_quantity(void **state) {
    struct workshop *workshop = *state;
    struct unit_conversion found;
    assert_true(converts(workshop, "m", "cm", &found));
    assert_near(found.scale, 0.01, 1e-15);
    assert_true(converts(workshop, "Cel", "[degF]", &found));
    assert_near(98.6 * found.scale + found.offset, 37, 1e-9);
    assert_false(converts(workshop, "kg", "kg", &found)); /* the own one is not "another" */
    assert_false(converts(workshop, "kg", "m", &found));
    /* The same to arithmetic, but not to a clinician. */
    assert_false(converts(workshop, "%", "1", &found));
    assert_false(converts(workshop, "mmol/mol", "mg/g", &found));
    assert_false(converts(workshop, "deg", "%", &found));
    assert_false(converts(workshop, "[IU]/L", "mol/L", &found));
    /* A reciprocal is another quantity: a pulse is no duration. */
    assert_false(converts(workshop, "/min", "s", &found));
    assert_false(converts(workshop, "a", "/min", &found));
    assert_true(converts(workshop, "/min", "/h", &found));
}

static void expressions_carry_their_unit(void **state) {
    (void)state;
    static const char facts[] =
        "local kg = number 'kg' { ask = 'W', min = 1, max = 400, unit = 'kg' }\n"
        "local m = number 'm' { ask = 'H', min = 0.3, max = 2.5, unit = 'm' }\n"
        "local temp = number 'temp' { ask = 'T', min = 30, max = 45, unit = 'Cel' }\n"
        "local days = number 'days' { ask = 'D', min = 0, max = 99, unit = 'd' }\n"
        "local points = number 'points' { ask = 'P', min = 0, max = 9 }\n";
    static const struct {
        const char *text;
        const char *said;
    } rows[] = {
        {"derive 'bmi' { kg / (m * m), unit = 'kg/m2' }", ""},
        {"derive 'bmi' { kg / m, unit = 'kg/m2' }",
         "unit-mismatch: the expression is in kg/m, which is another quantity than kg/m2\n"},
        {"derive 'share' { (kg - 2) / kg * 100, unit = '%' }", ""},
        {"derive 'rise' { temp - 37 }", ""},
        {"derive 'twice' { temp * 2 }",
         "unit-mismatch: Cel has an arbitrary zero and cannot be multiplied or divided\n"},
        {"derive 'sum' { kg + points }",
         "unit-mismatch: a number in kg is added to one in 1, which is another quantity\n"},
        {"derive 'sum' { points + 2 }", ""},
        {"local x = surgery:days_ago():over(days)", ""},
        {"local x = surgery:weeks_ago():over(days)",
         "unit-mismatch: a number in d is compared with one in wk: 1 d is 0.142857 wk\n"},
        {"local x = first { { kg, when = fever }, { m } }",
         "unit-mismatch: a number in m is in one `first` with one in kg, which is another "
         "quantity\n"},
        {"local x = first { { 3, when = fever }, { kg } }", ""},
        {"local x = kg:is(m)",
         "unit-mismatch: a number in m is compared with one in kg, which is another quantity\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buffer text;
        buffer_init(&text);
        buffer_append_format(&text, "%s%s", facts, rows[i].text);
        buffer_append(&text, "", 1);
        struct loaded *loaded = loading_of(text.at, NULL);
        const struct diagnostics *found = load_diagnostics(loaded);
        struct buffer said;
        buffer_init(&said);
        for (size_t j = 0; j < found->count; j++) {
            if (found->items[j].code == DIAGNOSTIC_UNIT_MISMATCH) {
                buffer_append_format(&said, "unit-mismatch: %.*s\n",
                                     (int)found->items[j].message.length,
                                     found->items[j].message.at);
            }
        }
        buffer_append(&said, "", 1);
        assert_string_equal(said.at, rows[i].said);
        buffer_free(&said);
        buffer_free(&text);
        load_free(loaded);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(codes_are_read, open_workshop, close_workshop),
        cmocka_unit_test_setup_teardown(temperatures_have_an_offset, open_workshop, close_workshop),
        cmocka_unit_test_setup_teardown(what_is_no_code_is_named, open_workshop, close_workshop),
        cmocka_unit_test_setup_teardown(quotients_are_written_as_an_author_would, open_workshop,
                                        close_workshop),
        cmocka_unit_test_setup_teardown(a_number_may_be_sent_in_every_unit_of_its_quantity,
                                        open_workshop, close_workshop),
        cmocka_unit_test(expressions_carry_their_unit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
