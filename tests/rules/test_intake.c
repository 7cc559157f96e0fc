/*
 * What is taken and what is refused: every fault with its code, the allowed values and the near
 * name; units with their conversion; nothing coerced, everything wrong at once.
 */
#include "rules/kit.h"

#include "base/date.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define COUNT(rows) (sizeof(rows) / sizeof(rows)[0])

static const struct unit_conversion TEMPERATURES[] = {
    {.scale = 5.0 / 9, .offset = -160.0 / 9},
    {.scale = 1, .offset = -273.15},
};

static const struct unit_conversion GRAMS = {.scale = 1000};

static int declare_all(void **state) {
    kit_open(state);
    struct kit *kit = *state;
    const struct text options[] = {text_of("normal"), text_of("limping"), text_of("cannot")};
    struct unit_conversion units[2];
    memcpy(units, TEMPERATURES, sizeof units);
    units[0].unit = text_of("[degF]");
    units[1].unit = text_of("K");
    struct unit_conversion grams = GRAMS;
    grams.unit = text_of("g");
    const struct fact facts[] = {
        {.name = text_of("age"),
         .type = VALUE_NUMBER,
         .min = 0,
         .max = 120,
         .unit = text_of("a"),
         .whole = true},
        {.name = text_of("fever"), .type = VALUE_YES_NO},
        {.name = text_of("temp"),
         .type = VALUE_NUMBER,
         .min = 30,
         .max = 45,
         .unit = text_of("Cel"),
         .units = units,
         .unit_count = 2},
        {.name = text_of("bearing"), .type = VALUE_CHOICE, .options = options, .option_count = 3},
        {.name = text_of("surgery"), .type = VALUE_DATE, .has_none = true},
        {.name = text_of("dose"),
         .type = VALUE_NUMBER,
         .min = 0,
         .max = 1000,
         .unit = text_of("mg"),
         .units = &grams,
         .unit_count = 1,
         .unit_required = true},
        {.name = text_of("hurts"), .type = VALUE_YES_NO, .live = true},
        {.name = text_of("anything"), .type = VALUE_NUMBER, .min = -INFINITY, .max = INFINITY},
    };
    for (size_t i = 0; i < COUNT(facts); i++) {
        kit_fact(kit, facts[i]);
    }
    return 0;
}

static uint32_t index_of(const struct kit *kit, const char *name) {
    ptrdiff_t index = program_find_fact(kit->program, text_of(name));
    assert_true(index >= 0);
    return (uint32_t)index;
}

/* ---- what is taken --------------------------------------------------------------------------- */

static void values_are_taken_as_they_are(void **state) {
    struct kit *kit = *state;
    kit_decide(kit, "age=54 fever=true temp=38.5 bearing=limping surgery=2026-04-30 dose=250:mg");
    const struct answer *answers = kit->intake.answers;
    assert_null(kit->decision->faults);
    assert_true(answers[index_of(kit, "age")].number == 54);
    assert_int_equal(answers[index_of(kit, "fever")].option, 1);
    assert_true(answers[index_of(kit, "temp")].number == 38.5);
    assert_int_equal(answers[index_of(kit, "bearing")].option, 1);
    assert_int_equal(answers[index_of(kit, "surgery")].day, kit->as_of - 1);
    assert_true(answers[index_of(kit, "dose")].number == 250);
}

static void each_state_of_an_answer(void **state) {
    struct kit *kit = *state;
    kit_decide(kit, "surgery=none fever=?");
    assert_int_equal(kit->intake.answers[index_of(kit, "surgery")].state, ANSWER_NONE);
    assert_int_equal(kit->intake.answers[index_of(kit, "fever")].state, ANSWER_UNANSWERABLE);
    assert_int_equal(kit->intake.answers[index_of(kit, "age")].state, ANSWER_ABSENT);
    kit_decide(kit, "fever=false age=0");
    assert_int_equal(kit->intake.answers[index_of(kit, "fever")].state, ANSWER_GIVEN);
    assert_int_equal(kit->intake.answers[index_of(kit, "fever")].option, 0);
    assert_int_equal(kit->intake.answers[index_of(kit, "age")].state, ANSWER_GIVEN);
}

static void the_ends_of_a_range_belong_to_it(void **state) {
    struct kit *kit = *state;
    const char *const taken[] = {"age=0",   "age=120", "age=3.0",
                                 "temp=30", "temp=45", "anything=1e300"};
    for (size_t i = 0; i < COUNT(taken); i++) {
        kit_decide(kit, taken[i]);
        assert_null(kit->decision->faults);
    }
}

/* ---- units ----------------------------------------------------------------------------------- */

static void units_are_converted(void **state) {
    struct kit *kit = *state;
    const struct {
        const char *facts;
        double celsius;
    } rows[] = {
        {"temp=38.5:Cel", 38.5}, {"temp=100.4:[degF]", 38}, {"temp=311.15:K", 38},
        {"temp=86:[degF]", 30},  {"temp=113:[degF]", 45}, /* the ends, in spite of rounding */
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        kit_decide(kit, rows[i].facts);
        assert_null(kit->decision->faults);
        double got = kit->intake.answers[index_of(kit, "temp")].number;
        assert_true(fabs(got - rows[i].celsius) < 1e-9);
        assert_true(got >= 30 && got <= 45);
    }
}

/* ---- what is refused ------------------------------------------------------------------------- */

struct fault_row {
    const char *facts;
    const char *code;
    const char *near;
    const char *message;
};

static void every_fault_says_what_is_wrong_and_what_is_allowed(void **state) {
    struct kit *kit = *state;
    const struct fault_row rows[] = {
        {"weigth=3", "unknown-fact", "",
         "the protocol has no fact weigth; the method protocol lists the names"},
        {"feever=true", "unknown-fact", "fever",
         "the protocol has no fact feever; did you mean fever?"},
        {"Age=3", "unknown-fact", "age", "the protocol has no fact Age; did you mean age?"},
        {"fever=1", "wrong-type", "",
         "fever was sent as 1, which is not true or false; send true or false"},
        {"fever=yes", "wrong-type", "",
         "fever was sent as \"yes\", which is not true or false; send true or false"},
        {"age=true", "wrong-type", "",
         "age was sent as true, which is not a number; send a whole number from 0 to 120 a"},
        {"age=@", "wrong-type", "",
         "age was sent as an array, which is not a number; send a whole number from 0 to 120 a"},
        {"bearing=1", "wrong-type", "",
         "bearing was sent as 1, which is not a text; send one of normal, limping, cannot"},
        {"surgery=20260430", "wrong-type", "",
         "surgery was sent as 20260430, which is not a date; send a date as YYYY-MM-DD, no "
         "later than the day after as_of, or \"none\""},
        {"fever=none", "wrong-type", "",
         "fever was sent as \"none\", which is not true or false; send true or false"},
        {"age=121", "out-of-range", "",
         "age was sent as 121, which is out of range; send a whole number from 0 to 120 a"},
        {"age=-1", "out-of-range", "",
         "age was sent as -1, which is out of range; send a whole number from 0 to 120 a"},
        {"temp=45.1", "out-of-range", "",
         "temp was sent as 45.1, which is out of range; send a number from 30 to 45 Cel"},
        {"temp=120:[degF]", "out-of-range", "",
         "temp was sent as 120 [degF], which is out of range; send a number from 30 to 45 Cel"},
        {"dose=1e306:g", "out-of-range", "", /* more milligrams than there are numbers */
         "dose was sent as 1e+306 g, which is out of range; send a number from 0 to 1000 mg"},
        {"anything=inf", "out-of-range", "",
         "anything was sent as inf, which is out of range; send a number"},
        {"age=3.5", "not-whole", "",
         "age was sent as 3.5, which is not a whole number; send a whole number from 0 to 120 a"},
        {"bearing=limpin", "not-an-option", "limping",
         "bearing was sent as \"limpin\", which is not in the list; send one of normal, limping, "
         "cannot; did you mean limping?"},
        {"bearing=none", "not-an-option", "",
         "bearing was sent as \"none\", which is not in the list; send one of normal, limping, "
         "cannot"},
        {"surgery=2026-02-29", "bad-date", "",
         "surgery was sent as \"2026-02-29\", which is no day that exists; send a date as "
         "YYYY-MM-DD, no later than the day after as_of, or \"none\""},
        {"surgery=2026-05-03", "future-date", "",
         "surgery was sent as \"2026-05-03\", which is in the future; send a date as YYYY-MM-DD, "
         "no later than the day after as_of, or \"none\""},
        {"temp=38:degC", "unknown-unit", "Cel",
         "temp was sent as 38 degC, in a unit that is not known; send a number from 30 to 45 Cel; "
         "did you mean Cel?"},
        {"temp=38:kg", "unit-mismatch", "",
         "temp was sent as 38 kg, in a unit that cannot be converted to the fact's; send a number "
         "from 30 to 45 Cel"},
        {"dose=250", "unit-required", "",
         "dose was sent as 250, without its unit, which this fact requires: { value, unit }; send "
         "a number from 0 to 1000 mg"},
        {"hurts=true", "live", "",
         "hurts was sent as true, but it is watched during a session and belongs in "
         "session.report; send true or false"},
        {"fever=true fever=true", "duplicate", "",
         "fever was sent as true, a second time; send true or false"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        kit_decide(kit, rows[i].facts);
        const struct fault *fault = kit->decision->faults;
        assert_non_null(fault);
        assert_null(fault->next);
        assert_string_equal(fault_code_name(fault->code), rows[i].code);
        if (!text_is(fault->near, rows[i].near) || !text_is(fault->message, rows[i].message)) {
            fail_msg("\n  expected  %s\n  got       %.*s (near %.*s)", rows[i].message,
                     (int)fault->message.length, fault->message.at, (int)fault->near.length,
                     fault->near.at);
        }
        assert_int_equal(kit->decision->outcome, OUTCOME_INVALID);
    }
}

/* A fact with a fault counts as absent, whatever came first. */
static void a_refused_fact_is_absent(void **state) {
    struct kit *kit = *state;
    const char *const refused[] = {"age=121", "age=40 age=41", "age=true age=40"};
    for (size_t i = 0; i < COUNT(refused); i++) {
        kit_decide(kit, refused[i]);
        assert_int_equal(kit->intake.answers[index_of(kit, "age")].state, ANSWER_ABSENT);
    }
}

static void everything_wrong_is_reported_at_once_in_the_order_of_the_script(void **state) {
    struct kit *kit = *state;
    const struct kit_row rows[] = {
        {"zeta=1 temp=99 alpha=1 bearing=x age=121",
         "invalid/none complete | fault: age out-of-range temp out-of-range bearing not-an-option "
         "alpha unknown-fact zeta unknown-fact"},
        {"age=121 alpha=1 bearing=x zeta=1 temp=99",
         "invalid/none complete | fault: age out-of-range temp out-of-range bearing not-an-option "
         "alpha unknown-fact zeta unknown-fact"},
    };
    kit_check(kit, rows, COUNT(rows));
}

/* A request full of wrong names is answered soon: only some are looked up, the same ones in every
 * order. */
static void not_every_unknown_name_is_looked_up(void **state) {
    struct kit *kit = *state;
    enum { NAMES = 300 };
    char names[NAMES][16];
    kit_freeze(kit);
    for (int backwards = 0; backwards < 2; backwards++) {
        arena_reset(&kit->arena);
        assert_true(intake_begin(&kit->intake, kit->program, kit->as_of, &kit->arena));
        const struct sent_value sent = {.kind = SENT_BOOL};
        for (int i = 0; i < NAMES; i++) {
            int name = backwards ? NAMES - 1 - i : i;
            snprintf(names[name], sizeof names[name], "fever%03d", name);
            assert_true(intake_take(&kit->intake, text_of(names[name]), &sent));
        }
        kit->decision = decide(&kit->intake, NULL);
        assert_non_null(kit->decision);
        int count = 0;
        int near = 0;
        for (const struct fault *fault = kit->decision->faults; fault; fault = fault->next) {
            assert_true(text_is(fault->fact, names[count++]));
            near += !text_is_empty(fault->near);
            assert_int_equal(text_is_empty(fault->near), near < count);
            assert_false(text_is_empty(fault->message));
        }
        assert_int_equal(count, NAMES);
        assert_in_range(near, 0, 64);
    }
}

/* ---- none and options ------------------------------------------------------------------------ */

/* Where a choice has an option of that name, "none" is the option. */
static void an_option_called_none(void **state) {
    struct kit *kit = *state;
    const struct text options[] = {text_of("some"), text_of("none")};
    struct fact pain = {
        .name = text_of("pain"), .type = VALUE_CHOICE, .options = options, .option_count = 2};
    node_id node = kit_fact(kit, pain);
    kit_rule(kit, RULE_RED_FLAG, "painless", build_one_of(kit->builder, node, 2), URGENCY_NONE);
    const struct kit_row rows[] = {{"pain=none", "refer/none complete | fired: painless"},
                                   {"pain=some", "clear/none complete"}};
    kit_check(kit, rows, COUNT(rows));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(values_are_taken_as_they_are, declare_all, kit_close),
        cmocka_unit_test_setup_teardown(each_state_of_an_answer, declare_all, kit_close),
        cmocka_unit_test_setup_teardown(the_ends_of_a_range_belong_to_it, declare_all, kit_close),
        cmocka_unit_test_setup_teardown(units_are_converted, declare_all, kit_close),
        cmocka_unit_test_setup_teardown(every_fault_says_what_is_wrong_and_what_is_allowed,
                                        declare_all, kit_close),
        cmocka_unit_test_setup_teardown(a_refused_fact_is_absent, declare_all, kit_close),
        cmocka_unit_test_setup_teardown(
            everything_wrong_is_reported_at_once_in_the_order_of_the_script, declare_all,
            kit_close),
        cmocka_unit_test_setup_teardown(not_every_unknown_name_is_looked_up, declare_all,
                                        kit_close),
        cmocka_unit_test_setup_teardown(an_option_called_none, kit_open, kit_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
