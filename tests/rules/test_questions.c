/*
 * What is asked, in which order, and for whom.
 */
#include "rules/kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(rows) (sizeof(rows) / sizeof(rows)[0])

/* Scope first, then by urgency, then by outcome, then in the order of the script. */
static void the_order_of_questions(void **state) {
    struct kit *kit = *state;
    kit_rule(kit, RULE_PRECONDITION, "wait", kit_yes_no(kit, "defer-none"), URGENCY_NONE);
    kit_rule(kit, RULE_RED_FLAG, "r1", kit_yes_no(kit, "refer-routine"), URGENCY_ROUTINE);
    kit_rule(kit, RULE_CONTRAINDICATION, "c1", kit_yes_no(kit, "stop-routine"), URGENCY_ROUTINE);
    kit_rule(kit, RULE_RED_FLAG, "r2", kit_yes_no(kit, "refer-urgent"), URGENCY_URGENT);
    kit_rule(kit, RULE_RED_FLAG, "r3", kit_yes_no(kit, "refer-urgent-too"), URGENCY_URGENT);
    kit_rule(kit, RULE_RED_FLAG, "r4", kit_yes_no(kit, "refer-immediate"), URGENCY_IMMEDIATE);
    kit_rule(kit, RULE_SCOPE, "s1", kit_yes_no(kit, "scope"), URGENCY_NONE);
    kit_rule(kit, RULE_ADVISORY, "a1", kit_yes_no(kit, "advisory"), URGENCY_NONE);
    kit_decide(kit, "");
    static const char *const order[] = {
        "scope",        "refer-immediate", "refer-urgent", "refer-urgent-too",
        "stop-routine", "refer-routine",   "defer-none"};
    assert_int_equal(kit->decision->question_count, COUNT(order));
    for (size_t i = 0; i < COUNT(order); i++) {
        assert_true(text_is(kit->program->facts[kit->decision->questions[i].fact].name, order[i]));
    }
}

/* A fact is ranked by the best of those who want it, and names them all. */
static void a_shared_fact_is_asked_for_the_most_urgent(void **state) {
    struct kit *kit = *state;
    node_id a = kit_yes_no(kit, "a");
    node_id b = kit_yes_no(kit, "b");
    kit_rule(kit, RULE_PRECONDITION, "wait", a, URGENCY_NONE);
    kit_rule(kit, RULE_RED_FLAG, "flag", b, URGENCY_URGENT);
    kit_result(kit, "imaging", "image", "none", kit_any(kit, a, b), OUTCOME_CLEAR, URGENCY_NONE);
    kit_decide(kit, "");
    const struct decision *decision = kit->decision;
    assert_int_equal(decision->question_count, 2);
    assert_int_equal(decision->questions[0].fact, 1);
    assert_int_equal(decision->questions[0].asker_count, 2);
    assert_int_equal(decision->questions[0].askers[0].kind, ASKER_RULE);
    assert_int_equal(decision->questions[0].askers[0].index, 1);
    assert_int_equal(decision->questions[0].askers[1].kind, ASKER_RESULT);
    assert_int_equal(decision->questions[1].fact, 0);
    assert_int_equal(decision->questions[1].asker_count, 2);
}

/* Only what could still raise outcome or urgency, or settle a result, is asked. */
static void what_cannot_change_anything_is_not_asked(void **state) {
    struct kit *kit = *state;
    kit_rule(kit, RULE_CONTRAINDICATION, "never", kit_yes_no(kit, "n"), URGENCY_URGENT);
    kit_rule(kit, RULE_RED_FLAG, "as-urgent", kit_yes_no(kit, "u"), URGENCY_URGENT);
    kit_rule(kit, RULE_RED_FLAG, "sooner", kit_yes_no(kit, "i"), URGENCY_IMMEDIATE);
    kit_rule(kit, RULE_PRECONDITION, "wait", kit_yes_no(kit, "w"), URGENCY_NONE);
    const struct kit_row rows[] = {
        {"n=true", "stop/urgent | fired: never | open: as-urgent(u) sooner(i) wait(w) | ask: i | "
                   "refer: never"},
        {"n=true i=false",
         "stop/urgent complete | fired: never | open: as-urgent(u) wait(w) | refer: never"},
        {"i=true n=false",
         "refer/immediate complete | fired: sooner | open: as-urgent(u) wait(w) | refer: sooner"},
        {"i=true",
         "refer/immediate | fired: sooner | open: never(n) as-urgent(u) wait(w) | ask: n | "
         "refer: sooner"},
    };
    kit_check(kit, rows, COUNT(rows));
}

static void facts_behind_settled_terms_are_not_asked(void **state) {
    struct kit *kit = *state;
    node_id a = kit_yes_no(kit, "a");
    node_id b = kit_yes_no(kit, "b");
    node_id c = kit_yes_no(kit, "c");
    node_id d = kit_yes_no(kit, "d");
    kit_rule(kit, RULE_RED_FLAG, "flag", kit_all(kit, kit_any(kit, a, b), kit_any(kit, c, d)),
             URGENCY_ROUTINE);
    const struct kit_row rows[] = {
        {"", "ask/none | open: flag(a b c d) | ask: a b c d"},
        {"a=true", "ask/none | open: flag(c d) | ask: c d"},
        {"a=false", "ask/none | open: flag(b c d) | ask: b c d"},
        {"a=false b=false", "clear/none complete"},
    };
    kit_check(kit, rows, COUNT(rows));
}

/* Of a `first` and of a result's lines, only those still possible. */
static void impossible_lines_are_not_asked(void **state) {
    struct kit *kit = *state;
    struct builder *builder = kit->builder;
    const node_id whens[] = {kit_yes_no(kit, "a"), kit_yes_no(kit, "b")};
    const node_id values[] = {kit_number(kit, "x", 0, 9), kit_number(kit, "y", 0, 9),
                              kit_number(kit, "z", 0, 9)};
    node_id first = build_first(builder, whens, values, 3);
    kit_rule(kit, RULE_RED_FLAG, "flag", kit_over(kit, first, 5), URGENCY_ROUTINE);
    const struct kit_row rows[] = {
        {"", "ask/none | open: flag(a b x y z) | ask: a b x y z"},
        {"a=false", "ask/none | open: flag(b y z) | ask: b y z"},
        {"b=true", "ask/none | open: flag(a x y) | ask: a x y"},
        {"a=true", "ask/none | open: flag(x) | ask: x"},
        {"a=false b=false", "ask/none | open: flag(z) | ask: z"},
        {"b=false", "ask/none | open: flag(a x z) | ask: a x z"},
        /* every line left is over 5, whichever it is */
        {"x=6 y=7 z=8", "refer/routine complete | fired: flag | refer: flag"},
    };
    kit_check(kit, rows, COUNT(rows));
}

static void optional_facts_are_never_asked(void **state) {
    struct kit *kit = *state;
    node_id fever = kit_yes_no(kit, "fever");
    node_id temp = kit_fact(
        kit,
        (struct fact){
            .name = text_of("temp"), .type = VALUE_NUMBER, .min = 30, .max = 45, .optional = true});
    kit_rule(kit, RULE_RED_FLAG, "hot", kit_any(kit, fever, kit_at_least(kit, temp, 38)),
             URGENCY_ROUTINE);
    const struct kit_row rows[] = {
        {"", "ask/none | open: hot(fever) | ask: fever"},
        {"fever=false", "clear/none complete"},
        {"temp=38", "refer/routine complete | fired: hot | refer: hot"},
        {"fever=? temp=37", "refer/routine complete | fired: hot? | refer: hot?"},
    };
    kit_check(kit, rows, COUNT(rows));
}

/* Techniques' questions come when nothing higher is open and the person is cleared; then
 * advisories. */
static void the_lower_tiers(void **state) {
    struct kit *kit = *state;
    kit_rule(kit, RULE_ADVISORY, "hint", kit_yes_no(kit, "advisory"), URGENCY_NONE);
    kit_rule(kit, RULE_RED_FLAG, "flag", kit_yes_no(kit, "f"), URGENCY_ROUTINE);
    builder_add_technique(kit->builder, &(struct technique){.id = text_of("sit"),
                                                            .only_if = kit_yes_no(kit, "chair")});
    const struct kit_row rows[] = {
        {"", "ask/none | open: hint(advisory) flag(f) | ask: f | sit: no"},
        {"f=false",
         "clear/none complete | open: hint(advisory) | ask: chair advisory | sit: ask(chair)"},
        {"f=true",
         "refer/routine complete | fired: flag | open: hint(advisory) | ask: advisory | sit: no | "
         "refer: flag"},
    };
    kit_check(kit, rows, COUNT(rows));
    kit_decide(kit, "f=false");
    assert_int_equal(kit->decision->questions[0].askers[0].kind, ASKER_TECHNIQUE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_order_of_questions, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(a_shared_fact_is_asked_for_the_most_urgent, kit_open,
                                        kit_close),
        cmocka_unit_test_setup_teardown(what_cannot_change_anything_is_not_asked, kit_open,
                                        kit_close),
        cmocka_unit_test_setup_teardown(facts_behind_settled_terms_are_not_asked, kit_open,
                                        kit_close),
        cmocka_unit_test_setup_teardown(impossible_lines_are_not_asked, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(optional_facts_are_never_asked, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(the_lower_tiers, kit_open, kit_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
