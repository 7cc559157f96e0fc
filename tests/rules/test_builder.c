/*
 * Building and freezing: equal terms are one node, children stand before parents, limits are kept,
 * texts are copied, and a program lives as long as somebody counts on it.
 */
#include "rules/kit.h"

#include "base/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT(rows) (sizeof(rows) / sizeof(rows)[0])

/* ---- terms ----------------------------------------------------------------------------------- */

static void equal_terms_are_one_node(void **state) {
    struct kit *kit = *state;
    struct builder *b = kit->builder;
    node_id a = kit_yes_no(kit, "a");
    node_id x = kit_number(kit, "x", 0, 9);
    assert_int_equal(build_not(b, a), build_not(b, a));
    assert_int_equal(kit_over(kit, x, 5), kit_over(kit, x, 5));
    assert_int_not_equal(kit_over(kit, x, 5), kit_over(kit, x, 6));
    assert_int_not_equal(kit_over(kit, x, 5), kit_under(kit, x, 5));
    assert_int_not_equal(build_one_of(b, a, 1), build_one_of(b, a, 2));
    assert_int_not_equal(build_at_least(b, 1, &a, 1), build_any(b, &a, 1));
    assert_int_not_equal(build_if_none(b, x, 1), build_if_none(b, x, 2));
    assert_int_not_equal(build_rose_by(b, x, 1), build_fell_by(b, x, 1));
    assert_int_not_equal(build_number(b, 0.0), build_number(b, -0.0));
    size_t count = builder_node_count(b);
    kit_over(kit, x, 5);
    assert_int_equal(builder_node_count(b), count);
}

/* Many terms: the table of equal ones grows and still finds each. */
static void equal_terms_are_found_among_many(void **state) {
    struct kit *kit = *state;
    enum { MANY = 5000 };
    static node_id nodes[MANY];
    node_id x = kit_number(kit, "x", 0, MANY);
    for (int i = 0; i < MANY; i++) {
        nodes[i] = kit_over(kit, x, i);
    }
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(kit_over(kit, x, i), nodes[i]);
    }
}

/* Two results that read alike are two: their lines have names of their own. */
static void results_are_never_one_node(void **state) {
    struct kit *kit = *state;
    node_id a = kit_yes_no(kit, "a");
    kit_result(kit, "one", "yes", "no", a, OUTCOME_CLEAR, URGENCY_NONE);
    kit_result(kit, "other", "left", "right", a, OUTCOME_CLEAR, URGENCY_NONE);
    kit_freeze(kit);
    assert_int_not_equal(kit->program->results[0].node, kit->program->results[1].node);
}

/* ---- limits ---------------------------------------------------------------------------------- */

static void terms_may_nest_to_the_limit(void **state) {
    struct kit *kit = *state;
    node_id node = kit_yes_no(kit, "a");
    for (int depth = 1; depth < LIMIT_TERM_DEPTH; depth++) {
        node = build_not(kit->builder, node);
    }
    assert_int_equal(builder_status(kit->builder), BUILDER_OK);
    assert_int_equal(build_not(kit->builder, node), NODE_MISSING);
    assert_int_equal(builder_status(kit->builder), BUILDER_TOO_DEEP);
    assert_int_equal(build_number(kit->builder, 1), NODE_MISSING); /* sticky */
    assert_null(builder_freeze(kit->builder, NULL));
    assert_int_equal(builder_status(kit->builder), BUILDER_TOO_DEEP);
}

/* A fact stands above its gate, so a chain of gates counts as nesting. */
static void gates_count_as_nesting(void **state) {
    struct kit *kit = *state;
    node_id gate = kit_yes_no(kit, "first");
    char name[16];
    for (int i = 0; gate != NODE_MISSING && i < 2 * LIMIT_TERM_DEPTH; i++) {
        snprintf(name, sizeof name, "fact%d", i);
        struct fact fact = {.name = text_of(name), .type = VALUE_YES_NO};
        gate = kit_fact(kit, kit_gated(fact, GATE_ONLY_IF, gate,
                                       (struct answer){.state = ANSWER_GIVEN, .option = 0}));
    }
    assert_int_equal(builder_status(kit->builder), BUILDER_TOO_DEEP);
}

static void there_may_be_terms_to_the_limit(void **state) {
    struct kit *kit = *state;
    for (int i = 0; i < LIMIT_NODES; i++) {
        assert_int_not_equal(build_number(kit->builder, i), NODE_MISSING);
    }
    assert_int_not_equal(build_number(kit->builder, 5), NODE_MISSING); /* it is there already */
    assert_int_equal(build_number(kit->builder, -1), NODE_MISSING);
    assert_int_equal(builder_status(kit->builder), BUILDER_TOO_MANY_NODES);
}

/* ---- freezing -------------------------------------------------------------------------------- */

static struct fact live(const char *name) {
    return (struct fact){
        .name = text_of(name), .type = VALUE_NUMBER, .min = 0, .max = 10, .live = true};
}

static void declare_screen_and_session(struct kit *kit) {
    struct builder *b = kit->builder;
    node_id pain = kit_fact(kit, live("pain"));
    node_id pulse = kit_fact(kit, live("pulse"));
    node_id calm = kit_fact(kit, live("calm"));
    node_id fever = kit_yes_no(kit, "fever");
    kit_rule(kit, RULE_HALT, "hurts", kit_any(kit, fever, kit_over(kit, pain, 5)), URGENCY_NONE);
    kit_rule(kit, RULE_HALT, "rises", build_rose_by(b, pulse, 2), URGENCY_NONE);
    kit_rule(kit, RULE_RED_FLAG, "flag", build_not(b, fever), URGENCY_NONE);
    builder_add_rule(b, &(struct rule){.id = text_of("stay-calm"),
                                       .kind = RULE_PRECONDITION,
                                       .fires = kit_under(kit, calm, 5),
                                       .throughout = true});
    build_number(b, 12345); /* nothing needs it */
}

static void children_stand_before_their_parents(void **state) {
    struct kit *kit = *state;
    declare_screen_and_session(kit);
    kit_freeze(kit);
    const struct program *program = kit->program;
    for (node_id id = 0; id < program->node_count; id++) {
        const struct node *node = &program->nodes[id];
        for (uint32_t i = 0; i < node->child_count; i++) {
            node_id child = node_children(program, node)[i];
            assert_true(child < id);
            assert_true(id >= program->screen_nodes || child < program->screen_nodes);
        }
    }
}

static void what_nothing_needs_is_left_out(void **state) {
    struct kit *kit = *state;
    declare_screen_and_session(kit);
    size_t built = builder_node_count(kit->builder);
    node_id *map = calloc(built, sizeof *map);
    const struct program *program = builder_freeze(kit->builder, map);
    assert_non_null(program);
    assert_int_equal(map[built - 1], NODE_MISSING);
    assert_int_equal(program->node_count, built - 1);
    for (node_id id = 0; id < built - 1; id++) {
        assert_true(map[id] < program->node_count);
        assert_int_equal(program->nodes[map[id]].op, builder_node(kit->builder, id)->op);
    }
    assert_int_equal(program->facts[3].node, map[builder_fact(kit->builder, 3)->node]);
    program_release(program);
    free(map);
}

/* A screening takes live facts that a `throughout` rule or a rise rests on, and no others. */
static void which_live_facts_a_screening_takes(void **state) {
    struct kit *kit = *state;
    declare_screen_and_session(kit);
    kit_freeze(kit);
    const bool screened[] = {false, true, true, true}; /* pain, pulse, calm, fever */
    for (size_t i = 0; i < COUNT(screened); i++) {
        assert_int_equal(kit->program->facts[i].screened, screened[i]);
    }
    assert_true(kit->program->measures_change);
    node_id halt = kit->program->rules[0].fires;
    assert_true(halt >= kit->program->screen_nodes);
    assert_true(kit->program->rules[2].fires < kit->program->screen_nodes);
}

static void a_builder_may_be_frozen_again(void **state) {
    struct kit *kit = *state;
    node_id a = kit_yes_no(kit, "a");
    kit_rule(kit, RULE_RED_FLAG, "flag", a, URGENCY_NONE);
    const struct program *served = builder_freeze(kit->builder, NULL);
    uint32_t probe = kit_probe(kit, build_not(kit->builder, a));
    kit_freeze(kit);
    assert_int_equal(served->probe_count, 0);
    assert_int_equal(kit->program->probe_count, 1);
    kit_check_cell(kit, probe, &(struct kit_row){"a=true", "false"}, 1);
    program_release(served);
}

/* ---- lookup, texts, lifetime ----------------------------------------------------------------- */

static void facts_are_found_by_their_names(void **state) {
    struct kit *kit = *state;
    enum { MANY = 200 };
    char name[48];
    for (int i = 0; i < MANY; i++) {
        snprintf(name, sizeof name, "a_rather_long_name_%d_of_a_fact", i);
        kit_yes_no(kit, name);
    }
    kit_freeze(kit);
    for (int i = 0; i < MANY; i++) {
        snprintf(name, sizeof name, "a_rather_long_name_%d_of_a_fact", i);
        assert_int_equal(program_find_fact(kit->program, text_of(name)), i);
    }
    const char *const missing[] = {"", "a", "a_rather_long_name_200_of_a_fact"};
    for (size_t i = 0; i < COUNT(missing); i++) {
        assert_int_equal(program_find_fact(kit->program, text_of(missing[i])), -1);
    }
}

static void a_program_without_facts(void **state) {
    struct kit *kit = *state;
    kit_freeze(kit);
    assert_int_equal(program_find_fact(kit->program, text_of("a")), -1);
    kit_check(kit, &(struct kit_row){"", "clear/none complete"}, 1);
}

/* Whatever was handed in may go at once, and the builder may go before the program. */
static void a_program_owns_its_texts(void **state) {
    struct kit *kit = *state;
    char name[] = "fever";
    char option[] = "high";
    struct text options[] = {text_of(option), text_of("low")};
    struct phrase_entry entry = {text_of("en"), text_of(name)};
    struct fact fact = {.name = text_of(name),
                        .type = VALUE_CHOICE,
                        .ask = {&entry, 1},
                        .options = options,
                        .option_count = 2};
    kit_fact(kit, fact);
    memset(name, 'x', sizeof name - 1);
    memset(option, 'x', sizeof option - 1);
    memset(options, 0, sizeof options);
    memset(&entry, 0, sizeof entry);
    kit_freeze(kit);
    builder_free(kit->builder);
    kit->builder = NULL;
    const struct fact *kept = &kit->program->facts[0];
    assert_true(text_is(kept->name, "fever"));
    assert_true(text_is(kept->options[0], "high"));
    assert_true(text_is(kept->ask.entries[0].text, "fever"));
}

static void the_last_count_frees_a_program(void **state) {
    struct kit *kit = *state;
    kit_yes_no(kit, "a");
    kit_freeze(kit);
    const struct program *kept = program_keep(kit->program);
    assert_ptr_equal(kept, kit->program);
    program_release(kept);
    assert_int_equal(kit->program->fact_count, 1); /* still there: ASan would say if not */
    program_release(NULL);
}

/* The tag asked for, its primary language, the protocol's own, then the first. */
static void languages(void **state) {
    struct kit *kit = *state;
    builder_set_header(kit->builder, &(struct header){.language = text_of("en")});
    const struct phrase_entry entries[] = {{text_of("fr"), text_of("genou")},
                                           {text_of("de"), text_of("Knie")},
                                           {text_of("en"), text_of("knee")}};
    const struct phrase three = {entries, 3};
    const struct phrase two = {entries, 2};
    const struct phrase one = {entries, 1};
    builder_add_group(kit->builder, &(struct group){.id = text_of("g"), .title = three});
    kit_freeze(kit);
    const struct {
        const struct phrase *phrase;
        const char *tag, *expected;
    } rows[] = {
        {&three, "de", "Knie"},
        {&three, "de-AT", "Knie"},
        {&three, "it", "knee"},
        {&three, "", "knee"},
        {&two, "it", "genou"},
        {&one, "de", "genou"},
        {&(struct phrase){NULL, 0}, "de", ""},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_true(text_is(phrase_in(rows[i].phrase, text_of(rows[i].tag), kit->program),
                            rows[i].expected));
    }
    assert_int_equal(kit->program->language_count, 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(equal_terms_are_one_node, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(equal_terms_are_found_among_many, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(results_are_never_one_node, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(terms_may_nest_to_the_limit, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(gates_count_as_nesting, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(there_may_be_terms_to_the_limit, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(children_stand_before_their_parents, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(what_nothing_needs_is_left_out, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(which_live_facts_a_screening_takes, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(a_builder_may_be_frozen_again, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(facts_are_found_by_their_names, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(a_program_without_facts, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(a_program_owns_its_texts, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(the_last_count_frees_a_program, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(languages, kit_open, kit_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
