/*
 * Explaining: terms as the script would write them, and what would change a fired rule.
 */
#include "rules/explain.h"
#include "rules/kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(rows) (sizeof(rows) / sizeof(rows)[0])

/* ---- texts ----------------------------------------------------------------------------------- */

struct text_row {
    node_id node;
    const char *expected;
};

static void check_texts(struct kit *kit, const struct text_row *rows, size_t count) {
    uint32_t probes[32];
    for (size_t i = 0; i < count; i++) {
        probes[i] = kit_probe(kit, rows[i].node);
    }
    kit_freeze(kit);
    for (size_t i = 0; i < count; i++) {
        buffer_clear(&kit->text);
        explain_node(&kit->text, kit->program, kit->program->probes[probes[i]]);
        buffer_append(&kit->text, "", 1);
        assert_string_equal(kit->text.at, rows[i].expected);
    }
}

static void conditions_are_written_as_in_the_script(void **state) {
    struct kit *kit = *state;
    struct builder *b = kit->builder;
    static const char *const walks[] = {"normal", "limping", "cannot"};
    node_id fever = kit_yes_no(kit, "fever");
    node_id cough = kit_yes_no(kit, "cough");
    node_id age = kit_number(kit, "age", 0, 120);
    node_id limit = kit_number(kit, "limit", 0, 120);
    node_id walk = kit_choice(kit, "walk", walks, 3);
    node_id surgery = kit_date(kit, "surgery");
    node_id limps = build_one_of(b, walk, 2);
    const struct text_row rows[] = {
        {kit_any(kit, fever, kit_at_least(kit, age, 38)), "any { fever, age:at_least(38) }"},
        {kit_all(kit, fever, cough), "all { fever, cough }"},
        {build_not(b, kit_any(kit, fever, cough)), "none_of { fever, cough }"},
        {build_not(b, fever), "~fever"},
        {build_at_least(b, 2, (node_id[]){fever, cough, limps}, 3),
         "at_least(2, { fever, cough, walk:is \"limping\" })"},
        {kit_over(kit, age, 65), "age:over(65)"},
        {kit_under(kit, age, 0.5), "age:under(0.5)"},
        {kit_at_most(kit, age, 65), "age:at_most(65)"},
        {kit_equal(kit, age, 65), "age:is(65)"},
        {build_less(b, limit, age), "limit:under(age)"},
        {kit_all(kit, kit_at_least(kit, age, 18), kit_at_most(kit, age, 65)),
         "age:between(18, 65)"},
        {limps, "walk:is \"limping\""},
        {build_not(b, limps), "walk:is_not \"limping\""},
        {build_one_of(b, walk, 6), "walk:one_of { \"limping\", \"cannot\" }"},
        {build_one_of(b, fever, MASK_TRUE), "fever"},
        {build_is_none(b, surgery), "surgery:is_none()"},
        {build_answered(b, 0), "fever:answered()"},
        {kit_under(kit, build_unary(b, NODE_DAYS_AGO, surgery), 90),
         "surgery:days_ago():under(90)"},
        {build_rose_by(b, age, 2), "age:rose_by(2)"},
    };
    check_texts(kit, rows, COUNT(rows));
}

static void numbers_are_written_as_in_the_script(void **state) {
    struct kit *kit = *state;
    struct builder *b = kit->builder;
    node_id weight = kit_number(kit, "weight", 1, 400);
    node_id height = kit_number(kit, "height", 0.3, 2.5);
    node_id bmi =
        build_binary(b, NODE_DIVIDE, weight, build_binary(b, NODE_MULTIPLY, height, height));
    const node_id when = kit_over(kit, weight, 100);
    const struct text_row rows[] = {
        {bmi, "weight / (height * height)"},
        {build_sum(b, (node_id[]){weight, height, build_number(b, 2)}, 3), "weight + height + 2"},
        {build_unary(b, NODE_NEGATE, weight), "-weight"},
        {build_if_none(b, weight, 70), "weight:if_none(70)"},
        {build_first(b, &when, (node_id[]){build_number(b, 2), build_number(b, 0)}, 2),
         "first { { 2, when = weight:over(100) }, { 0 } }"},
        {kit_over(kit, bmi, 35), "(weight / (height * height)):over(35)"},
    };
    check_texts(kit, rows, COUNT(rows));
}

static void what_has_a_name_is_written_by_it(void **state) {
    struct kit *kit = *state;
    struct builder *b = kit->builder;
    node_id weight = kit_number(kit, "weight", 1, 400);
    node_id height = kit_number(kit, "height", 0.3, 2.5);
    node_id ratio = build_binary(b, NODE_DIVIDE, weight, height);
    builder_add_derived(
        b, &(struct derived){.name = text_of("ratio"), .type = VALUE_NUMBER, .node = ratio});
    node_id heavy = kit_over(kit, weight, 100);
    kit_result(kit, "imaging", "image", "no imaging", heavy, OUTCOME_CLEAR, URGENCY_NONE);
    node_id lines = build_lines(b, &heavy, 2);
    kit_result(kit, "care", "rest", "move", heavy, OUTCOME_CLEAR, URGENCY_NONE);
    (void)lines;
    kit_freeze(kit);
    const struct program *program = kit->program;
    assert_int_not_equal(program->results[0].node, program->results[1].node);
    node_id care = program->results[1].node;
    assert_int_equal(program->nodes[care].op, NODE_LINES);
    const struct text_row rows[] = {
        {kit_over(kit, ratio, 35), "ratio:over(35)"},
        {ratio, "weight / height"}, /* itself in full */
    };
    check_texts(kit, rows, COUNT(rows));
}

/* A term of shared parts doubles with each level; its text is cut. */
static void long_texts_are_cut(void **state) {
    struct kit *kit = *state;
    node_id node = kit_yes_no(kit, "a");
    for (int i = 0; i < 100; i++) {
        node = i % 2 == 0 ? kit_any(kit, node, node) : kit_all(kit, node, node);
    }
    uint32_t probe = kit_probe(kit, node);
    kit_freeze(kit);
    buffer_clear(&kit->text);
    explain_node(&kit->text, kit->program, kit->program->probes[probe]);
    assert_in_range(kit->text.length, 1000, 8000);
    assert_memory_equal(kit->text.at + kit->text.length - 4, " ...", 4);
}

/* ---- changes --------------------------------------------------------------------------------- */

static void check_changes(struct kit *kit, const char *facts, const char *expected) {
    kit_decide(kit, facts);
    const struct change *changes;
    ptrdiff_t count = explain_changes(kit->decision, 0, kit->functions, &changes);
    assert_true(count >= 0);
    buffer_clear(&kit->text);
    for (ptrdiff_t i = 0; i < count; i++) {
        const struct fact *fact = &kit->program->facts[changes[i].fact];
        buffer_append_format(&kit->text, "%s%.*s=", i == 0 ? "" : " ", (int)fact->name.length,
                             fact->name.at);
        if (changes[i].answer.state == ANSWER_NONE) {
            buffer_append_string(&kit->text, "none");
        } else if (fact->type == VALUE_NUMBER) {
            buffer_append_format(&kit->text, "%g", changes[i].answer.number);
        } else if (fact->type == VALUE_DATE) {
            buffer_append_format(&kit->text, "%d days ago", kit->as_of - changes[i].answer.day);
        } else {
            buffer_append_format(&kit->text, "%u", (unsigned)changes[i].answer.option);
        }
    }
    buffer_append(&kit->text, "", 1);
    if (strcmp(kit->text.at, expected) != 0) {
        fail_msg("\n  sent      %s\n  expected  %s\n  got       %s", facts, expected, kit->text.at);
    }
}

static void one_change_that_keeps_a_rule_quiet(void **state) {
    struct kit *kit = *state;
    static const char *const walks[] = {"normal", "limping", "cannot"};
    node_id fever = kit_yes_no(kit, "fever");
    node_id age = kit_fact(
        kit,
        (struct fact){
            .name = text_of("age"), .type = VALUE_NUMBER, .min = 0, .max = 120, .whole = true});
    node_id walk = kit_choice(kit, "walk", walks, 3);
    node_id condition = kit_all(kit, kit_any(kit, fever, kit_at_least(kit, age, 55)),
                                build_one_of(kit->builder, walk, 6));
    kit_rule(kit, RULE_RED_FLAG, "flag", condition, URGENCY_NONE);
    check_changes(kit, "fever=true age=40 walk=cannot", "fever=0 walk=0");
    check_changes(kit, "fever=false age=70 walk=cannot", "age=54 walk=0");
    check_changes(kit, "fever=true age=70 walk=limping", "walk=0"); /* neither alone suffices */
    check_changes(kit, "fever=? age=40 walk=limping", "fever=0 walk=0");
}

static void the_nearest_change_of_a_number_or_a_date(void **state) {
    struct kit *kit = *state;
    node_id temp = kit_number(kit, "temp", 30, 45);
    node_id surgery = kit_date(kit, "surgery");
    node_id recent = kit_under(kit, build_unary(kit->builder, NODE_DAYS_AGO, surgery), 90);
    kit_rule(kit, RULE_RED_FLAG, "flag", kit_all(kit, kit_at_least(kit, temp, 38), recent),
             URGENCY_NONE);
    check_changes(kit, "temp=39.5 surgery=2026-04-01", "temp=37.9 surgery=90 days ago");
}

static void none_is_a_change_where_it_is_an_answer(void **state) {
    struct kit *kit = *state;
    node_id weeks = kit_fact(
        kit,
        (struct fact){
            .name = text_of("weeks"), .type = VALUE_NUMBER, .min = 0, .max = 52, .has_none = true});
    kit_rule(kit, RULE_RED_FLAG, "flag", kit_at_least(kit, weeks, 0), URGENCY_NONE);
    check_changes(kit, "weeks=4", "weeks=none");
}

/* A change that contradicts a gate would be refused: it is none. */
static void a_change_must_be_without_fault(void **state) {
    struct kit *kit = *state;
    node_id fever = kit_yes_no(kit, "fever");
    struct fact weeks = {.name = text_of("weeks"), .type = VALUE_NUMBER, .min = 0, .max = 52};
    node_id node = kit_fact(kit, kit_gated(weeks, GATE_ONLY_IF, fever,
                                           (struct answer){.state = ANSWER_GIVEN, .number = 0}));
    kit_rule(kit, RULE_RED_FLAG, "flag", kit_all(kit, fever, kit_over(kit, node, 10)),
             URGENCY_NONE);
    check_changes(kit, "fever=true weeks=20", "weeks=10");
}

static void explaining_changes_nothing(void **state) {
    struct kit *kit = *state;
    kit_rule(kit, RULE_RED_FLAG, "flag", kit_yes_no(kit, "fever"), URGENCY_NONE);
    check_changes(kit, "fever=true", "fever=0");
    assert_string_equal(kit_summary(kit), "refer/none complete | fired: flag");
    assert_int_equal(kit->intake.answers[0].option, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(conditions_are_written_as_in_the_script, kit_open,
                                        kit_close),
        cmocka_unit_test_setup_teardown(numbers_are_written_as_in_the_script, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(what_has_a_name_is_written_by_it, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(long_texts_are_cut, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(one_change_that_keeps_a_rule_quiet, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(the_nearest_change_of_a_number_or_a_date, kit_open,
                                        kit_close),
        cmocka_unit_test_setup_teardown(none_is_a_change_where_it_is_an_answer, kit_open,
                                        kit_close),
        cmocka_unit_test_setup_teardown(a_change_must_be_without_fault, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(explaining_changes_nothing, kit_open, kit_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
