/*
 * Declarations: what a script says is what the program holds. What scripts get wrong stands in
 * tests/scripts/bad.
 */
#include "loading.h"
#include "rules/explain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Uses the facts of the header that a test does not care about. */
static const char rest[] =
    "advisory 'rest' { when = any { age:over(100), fever, bearing:is 'cannot',\n"
    "surgery:days_ago():under(9) }, because = 'B.', advice = 'A.', source = 'S' }\n"
    "precondition 'calm' { require = ~fever, because = 'B.', source = 'S' }\n";

static struct loaded *with_rest(const char *text) {
    struct buffer whole;
    buffer_init(&whole);
    buffer_append_format(&whole, "%s%s", text, rest);
    buffer_append(&whole, "", 1);
    struct loaded *loaded = loading_good(whole.at, NULL);
    buffer_free(&whole);
    return loaded;
}

static void assert_text(struct text found, const char *expected) {
    if (!text_is(found, expected)) {
        fail_msg("\"%.*s\" is not \"%s\"", (int)found.length, found.at, expected);
    }
}

static void assert_phrase(const struct phrase *found, const char *expected) {
    assert_int_equal(found->count, 1);
    assert_text(found->entries[0].text, expected);
}

static void conditions_become_nodes(void **state) {
    (void)state;
    static const char *const rows[][2] = {
        {"age:over(65)", "age:over(65)"},
        {"age:under(65)", "age:under(65)"},
        {"age:at_least(65)", "age:at_least(65)"},
        {"age:at_most(65)", "age:at_most(65)"},
        {"age:is(65)", "age:is(65)"},
        {"age:is_not(65)", "~age:is(65)"},
        {"bearing:is 'cannot'", "bearing:is \"cannot\""},
        {"bearing:one_of { 'limping', 'cannot' }", "bearing:one_of { \"limping\", \"cannot\" }"},
        {"fever:is(true)", "fever"},
        {"any { fever, age:over(3) }", "any { fever, age:over(3) }"},
        {"fever & age:over(3)", "all { fever, age:over(3) }"},
        {"surgery:is_none()", "surgery:is_none()"},
        {"surgery:weeks_ago():under(6)", "surgery:weeks_ago():under(6)"},
        {"(age + 1):under(2 * age - 60)", "(age + 1):under((2 * age) - 60)"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buffer text;
        buffer_init(&text);
        buffer_append_format(&text, "red_flag 'r' { when = %s, because = 'B.', source = 'S' }\n",
                             rows[i][0]);
        buffer_append(&text, "", 1);
        struct loaded *loaded = with_rest(text.at);
        const struct program *program = load_program(loaded);
        struct buffer shown;
        buffer_init(&shown);
        explain_node(&shown, program, program->rules[0].fires);
        buffer_append(&shown, "", 1);
        if (strcmp(shown.at, rows[i][1]) != 0) {
            print_message("%s: %s\n", rows[i][0], shown.at);
        }
        assert_string_equal(shown.at, rows[i][1]);
        buffer_free(&shown);
        buffer_free(&text);
        load_free(loaded);
    }
}

static void facts_are_kept(void **state) {
    (void)state;
    struct loaded *loaded = with_rest(
        "groups { { 'who', { en = 'Who', de = 'Wer' } } }\n"
        "local weeks = number 'weeks' { ask = 'Weeks?', help = 'Guess.', min = 0, max = 520,\n"
        "unit = 'wk', only_if = fever, otherwise = none, group = 'who', unit_required = true,\n"
        "code = { { 'a', '1' }, { 'b', '2' } }, none = 'Never' }\n"
        "local sugar = number 'sugar' { ask = 'S?', unit = 'mmol/L', also = { ['mg/dL'] = 0.0555 "
        "},\n"
        "ask_if = fever, otherwise = 5 }\n"
        "red_flag 'r' { when = any { weeks:over(3), sugar:over(20) }, because = 'B.', source = 'S' "
        "}\n");
    const struct program *program = load_program(loaded);
    const struct fact *weeks = &program->facts[program_find_fact(program, text_of("weeks"))];
    assert_phrase(&weeks->ask, "Weeks?");
    assert_phrase(&weeks->help, "Guess.");
    assert_phrase(&weeks->none_label, "Never");
    assert_text(weeks->unit, "wk");
    assert_text(weeks->group, "who");
    assert_true(weeks->unit_required && weeks->has_none);
    assert_int_equal(weeks->gate_kind, GATE_ONLY_IF);
    assert_int_equal(weeks->otherwise.state, ANSWER_NONE);
    assert_int_equal(weeks->code_count, 2);
    assert_text(weeks->codes[1].code, "2");
    assert_int_equal(weeks->position.line, LOADING_HEADER_LINES + 2);
    assert_int_equal(weeks->position.column, 15);
    const struct fact *sugar = &program->facts[program_find_fact(program, text_of("sugar"))];
    assert_int_equal(sugar->gate_kind, GATE_ASK_IF);
    assert_true(sugar->otherwise.number > 4.9 && sugar->otherwise.number < 5.1);
    const struct unit_conversion *last = &sugar->units[sugar->unit_count - 1];
    assert_text(last->unit, "mg/dL");
    assert_true(last->scale > 0.05 && last->scale < 0.06);
    assert_int_equal(program->groups[0].title.count, 2);
    load_free(loaded);
}

static void rules_take_the_referral_of_the_protocol(void **state) {
    (void)state;
    struct loaded *loaded = with_rest(
        "scope 'adult' { require = age:at_least(18), because = 'B.', source = 'S' }\n"
        "red_flag 'own' { when = fever, because = 'B.', source = 'S', throughout = true,\n"
        "refer = { to = { 'A', 'B' }, urgency = 'immediate' }, see = { 'why' } }\n"
        "contraindication 'bars' { when = age:over(99), because = 'B.', source = 'S',\n"
        "during = { 'rest' } }\n"
        "technique 'rest' { title = 'T', step 'lie' { 'Lie down.', hold = minutes(2) } }\n"
        "education 'why' { title = 'Why', text = 'Because.' }\n");
    const struct program *program = load_program(loaded);
    const struct rule *rules = program->rules;
    assert_int_equal(rules[0].kind, RULE_SCOPE);
    assert_phrase(&rules[0].referral.to[0], "physician");
    assert_int_equal(rules[1].referral.to_count, 2);
    assert_int_equal(rules[1].referral.urgency, URGENCY_IMMEDIATE);
    assert_true(rules[1].throughout);
    assert_text(rules[1].see[0], "why");
    assert_text(rules[2].during[0].technique, "rest");
    assert_int_equal(rules[2].referral.urgency, URGENCY_NONE);
    assert_true(program->techniques[0].steps[0].hold_seconds == 120);
    assert_true(program->techniques[0].idle_seconds == 1800);
    load_free(loaded);
}

static void results_know_what_their_lines_mean(void **state) {
    (void)state;
    struct loaded *loaded = with_rest(
        "local risk = score 'risk' { title = 'Risk', { 2, when = fever, label = 'Fever' },\n"
        "{ 1, when = bearing:is 'cannot' } }\n"
        "local care = result 'care' { title = 'Care',\n"
        "{ 'now', when = risk:at_least(3), refer = { to = 'A', urgency = 'urgent' } },\n"
        "{ 'soon', when = risk:at_least(2), outcome = 'refer' },\n"
        "{ 'wait', when = risk:at_least(1), outcome = 'defer', advice = 'Wait.' },\n"
        "{ 'home' } }\n"
        "advisory 'note' { when = care:is 'home', because = 'B.', advice = 'A.', source = 'S' }\n");
    const struct program *program = load_program(loaded);
    const struct result *care = &program->results[0];
    static const enum outcome outcomes[] = {OUTCOME_REFER, OUTCOME_REFER, OUTCOME_DEFER,
                                            OUTCOME_CLEAR};
    static const enum urgency urgencies[] = {URGENCY_URGENT, URGENCY_ROUTINE, URGENCY_NONE,
                                             URGENCY_NONE};
    assert_int_equal(care->line_count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(care->lines[i].outcome, outcomes[i]);
        assert_int_equal(care->lines[i].referral.urgency, urgencies[i]);
    }
    assert_int_equal(care->lines[3].when, NODE_MISSING);
    assert_phrase(&program->scores[0].items[0].label, "Fever");
    /* An item without a label is called what its author wrote. */
    assert_phrase(&program->scores[0].items[1].label, "bearing:is 'cannot'");
    load_free(loaded);
}

static void equal_terms_are_one_node(void **state) {
    (void)state;
    struct loaded *once =
        with_rest("red_flag 'a' { when = age:over(65), because = 'B.', source = 'S' }\n");
    struct loaded *twice =
        with_rest("red_flag 'a' { when = age:over(65), because = 'B.', source = 'S' }\n"
                  "red_flag 'b' { when = age:over(65), because = 'B.', source = 'S' }\n");
    assert_int_equal(load_program(once)->node_count, load_program(twice)->node_count);
    load_free(once);
    load_free(twice);
}

static void every_mistake_is_told_once(void **state) {
    (void)state;
    loading_assert_said(
        "local a = yes_no 'a' { ask = 'A?', hlp = 'x' }\n"
        "local b = choice 'b' { ask = 'B?', options = {} }\n"
        "local c = b:is 'x'\n"
        "red_flag 'r' { when = any { a, c, age:ovr(3) }, becuse = 'B.', source = 'S' }\n"
        "red_flag 'r' { when = ~c | fever, because = 'B.', source = 'S' }\n"
        "local d = number 'd'\n",
        NULL,
        "1:36 unknown-key: `yes_no \"a\"` has no key `hlp`\n"
        "2:46 empty-list: `options` is empty\n"
        "4:1 missing-key: `red_flag \"r\"` has no `because`\n"
        "4:39 unknown-method: the number `age` has no `:ovr`\n"
        "4:49 unknown-key: `red_flag \"r\"` has no key `becuse`\n"
        "5:1 declared-twice: `r` is declared twice; the first is at p.lua:10:1\n"
        "6:11 never-finished: `number \"d\"` was never given its table\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conditions_become_nodes),
        cmocka_unit_test(facts_are_kept),
        cmocka_unit_test(rules_take_the_referral_of_the_protocol),
        cmocka_unit_test(results_know_what_their_lines_mean),
        cmocka_unit_test(equal_terms_are_one_node),
        cmocka_unit_test(every_mistake_is_told_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
