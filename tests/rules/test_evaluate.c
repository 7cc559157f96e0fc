/*
 * What each operation of the language comes to, with known and unknown children: Kleene's tables,
 * choices, lines, numbers that may be none, the tolerance of comparisons.
 */
#include "rules/kit.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT(rows) (sizeof(rows) / sizeof(rows)[0])

/* ---- Kleene's tables ------------------------------------------------------------------------- */

/* a and b are absent where a row does not send them, and `?` is as unknown. */
static void conjunction_and_disjunction(void **state) {
    struct kit *kit = *state;
    node_id a = kit_yes_no(kit, "a");
    node_id b = kit_yes_no(kit, "b");
    uint32_t all = kit_probe(kit, kit_all(kit, a, b));
    uint32_t any = kit_probe(kit, kit_any(kit, a, b));
    const struct {
        const char *facts, *all, *any;
    } rows[] = {
        {"a=true b=true", "true", "true"},     {"a=true b=false", "false", "true"},
        {"a=false b=false", "false", "false"}, {"a=true", "unknown", "true"},
        {"a=false", "false", "unknown"},       {"a=? b=true", "unknown", "true"},
        {"a=? b=false", "false", "unknown"},   {"", "unknown", "unknown"},
        {"a=? b=?", "unknown", "unknown"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        kit_check_cell(kit, all, &(struct kit_row){rows[i].facts, rows[i].all}, 1);
        kit_check_cell(kit, any, &(struct kit_row){rows[i].facts, rows[i].any}, 1);
    }
}

static void negation(void **state) {
    struct kit *kit = *state;
    uint32_t probe = kit_probe(kit, build_not(kit->builder, kit_yes_no(kit, "a")));
    const struct kit_row rows[] = {{"a=true", "false"}, {"a=false", "true"}, {"", "unknown"}};
    kit_check_cell(kit, probe, rows, COUNT(rows));
}

static void at_least_two_of_three(void **state) {
    struct kit *kit = *state;
    const node_id of[] = {kit_yes_no(kit, "a"), kit_yes_no(kit, "b"), kit_yes_no(kit, "c")};
    uint32_t probe = kit_probe(kit, build_at_least(kit->builder, 2, of, 3));
    const struct kit_row rows[] = {
        {"a=true b=true c=true", "true"},
        {"a=true b=true", "true"},
        {"a=true b=false", "unknown"},
        {"a=false b=false", "false"},
        {"a=true", "unknown"},
        {"", "unknown"},
        {"a=true b=false c=?", "unknown"},
        {"a=false b=false c=true", "false"},
    };
    kit_check_cell(kit, probe, rows, COUNT(rows));
}

/* ---- choices --------------------------------------------------------------------------------- */

static const char *const SIZES[] = {"small", "medium", "large"};

static void choices(void **state) {
    struct kit *kit = *state;
    node_id size = kit_choice(kit, "size", SIZES, 3);
    uint32_t big = kit_probe(kit, build_one_of(kit->builder, size, 4));
    uint32_t some = kit_probe(kit, build_one_of(kit->builder, size, 6));
    uint32_t not_big = kit_probe(kit, build_not(kit->builder, build_one_of(kit->builder, size, 4)));
    const struct {
        const char *facts, *big, *some, *not_big;
    } rows[] = {
        {"size=small", "false", "false", "true"},
        {"size=medium", "false", "true", "true"},
        {"size=large", "true", "true", "false"},
        {"", "unknown", "unknown", "unknown"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        kit_check_cell(kit, big, &(struct kit_row){rows[i].facts, rows[i].big}, 1);
        kit_check_cell(kit, some, &(struct kit_row){rows[i].facts, rows[i].some}, 1);
        kit_check_cell(kit, not_big, &(struct kit_row){rows[i].facts, rows[i].not_big}, 1);
    }
}

/* All options together are certain even where nothing was said; with none they are not. */
static void every_option_is_true_unless_there_may_be_none(void **state) {
    struct kit *kit = *state;
    const struct text options[] = {text_of("left"), text_of("right")};
    struct fact fact = {
        .name = text_of("side"), .type = VALUE_CHOICE, .options = options, .option_count = 2};
    uint32_t plain = kit_probe(kit, build_one_of(kit->builder, kit_fact(kit, fact), 3));
    fact.name = text_of("pain");
    fact.has_none = true;
    node_id pain = kit_fact(kit, fact);
    uint32_t gap = kit_probe(kit, build_one_of(kit->builder, pain, 3));
    uint32_t none = kit_probe(kit, build_is_none(kit->builder, pain));
    kit_check_cell(kit, plain, &(struct kit_row){"", "true"}, 1);
    const struct kit_row rows[] = {{"", "unknown"}, {"pain=left", "true"}, {"pain=none", "false"}};
    kit_check_cell(kit, gap, rows, COUNT(rows));
    const struct kit_row none_rows[] = {
        {"", "unknown"}, {"pain=left", "false"}, {"pain=none", "true"}};
    kit_check_cell(kit, none, none_rows, COUNT(none_rows));
}

/* A yes_no that is none is false as a condition, and so true under a negation. */
static void a_yes_no_that_is_none(void **state) {
    struct kit *kit = *state;
    node_id fact = kit_fact(
        kit, (struct fact){.name = text_of("again"), .type = VALUE_YES_NO, .has_none = true});
    node_id condition = build_one_of(kit->builder, fact, MASK_TRUE);
    uint32_t plain = kit_probe(kit, condition);
    uint32_t negated = kit_probe(kit, build_not(kit->builder, condition));
    const struct {
        const char *facts, *plain, *negated;
    } rows[] = {
        {"again=true", "true", "false"},
        {"again=false", "false", "true"},
        {"again=none", "false", "true"},
        {"", "unknown", "unknown"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        kit_check_cell(kit, plain, &(struct kit_row){rows[i].facts, rows[i].plain}, 1);
        kit_check_cell(kit, negated, &(struct kit_row){rows[i].facts, rows[i].negated}, 1);
    }
}

/* ---- answered -------------------------------------------------------------------------------- */

static void answered(void **state) {
    struct kit *kit = *state;
    kit_fact(kit, (struct fact){.name = text_of("last"), .type = VALUE_YES_NO, .has_none = true});
    uint32_t probe = kit_probe(kit, build_answered(kit->builder, 0));
    const struct kit_row rows[] = {
        {"last=true", "true"}, {"last=none", "true"}, {"last=?", "false"}, {"", "unknown"}};
    kit_check_cell(kit, probe, rows, COUNT(rows));
}

static void answered_is_false_for_an_optional_fact_that_was_not_given(void **state) {
    struct kit *kit = *state;
    kit_fact(kit, (struct fact){.name = text_of("temp"), .type = VALUE_YES_NO, .optional = true});
    uint32_t probe = kit_probe(kit, build_answered(kit->builder, 0));
    const struct kit_row rows[] = {{"temp=true", "true"}, {"temp=?", "false"}, {"", "false"}};
    kit_check_cell(kit, probe, rows, COUNT(rows));
}

/* ---- numbers --------------------------------------------------------------------------------- */

static void an_unknown_number_is_its_range(void **state) {
    struct kit *kit = *state;
    node_id age = kit_number(kit, "age", 0, 120);
    struct builder *builder = kit->builder;
    uint32_t itself = kit_probe(kit, age);
    uint32_t twice =
        kit_probe(kit, build_binary(builder, NODE_MULTIPLY, age, build_number(builder, 2)));
    uint32_t less =
        kit_probe(kit, build_binary(builder, NODE_SUBTRACT, age, build_number(builder, 20)));
    uint32_t negative = kit_probe(kit, build_unary(builder, NODE_NEGATE, age));
    kit_decide(kit, "");
    assert_string_equal(kit_cell(kit, itself), "0..120");
    assert_string_equal(kit_cell(kit, twice), "0..240");
    assert_string_equal(kit_cell(kit, less), "-20..100");
    assert_string_equal(kit_cell(kit, negative), "-120..0");
    kit_decide(kit, "age=30");
    assert_string_equal(kit_cell(kit, twice), "60");
    assert_string_equal(kit_cell(kit, negative), "-30");
}

static void comparisons_at_their_boundary(void **state) {
    struct kit *kit = *state;
    node_id age = kit_number(kit, "age", 0, 120);
    uint32_t over = kit_probe(kit, kit_over(kit, age, 65));
    uint32_t under = kit_probe(kit, kit_under(kit, age, 65));
    uint32_t at_least = kit_probe(kit, kit_at_least(kit, age, 65));
    uint32_t at_most = kit_probe(kit, kit_at_most(kit, age, 65));
    uint32_t is = kit_probe(kit, kit_equal(kit, age, 65));
    const struct {
        const char *facts, *over, *under, *at_least, *at_most, *is;
    } rows[] = {
        {"age=64", "false", "true", "false", "true", "false"},
        {"age=65", "false", "false", "true", "true", "true"},
        {"age=66", "true", "false", "true", "false", "false"},
        {"", "unknown", "unknown", "unknown", "unknown", "unknown"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        kit_check_cell(kit, over, &(struct kit_row){rows[i].facts, rows[i].over}, 1);
        kit_check_cell(kit, under, &(struct kit_row){rows[i].facts, rows[i].under}, 1);
        kit_check_cell(kit, at_least, &(struct kit_row){rows[i].facts, rows[i].at_least}, 1);
        kit_check_cell(kit, at_most, &(struct kit_row){rows[i].facts, rows[i].at_most}, 1);
        kit_check_cell(kit, is, &(struct kit_row){rows[i].facts, rows[i].is}, 1);
    }
}

/* Known points decide before everything is asked, also where the rest has no upper end. */
static void a_sum_is_decided_as_soon_as_the_rest_cannot_change_it(void **state) {
    struct kit *kit = *state;
    node_id pack_years = kit_number(kit, "pack_years", 0, INFINITY);
    node_id points = kit_number(kit, "points", 0, 20);
    node_id total = build_sum(kit->builder, (node_id[]){points, pack_years}, 2);
    uint32_t at_least = kit_probe(kit, kit_at_least(kit, total, 8));
    uint32_t over = kit_probe(kit, kit_over(kit, total, 8));
    const struct kit_row at_least_rows[] = {
        {"points=8", "true"}, {"points=7", "unknown"}, {"points=7 pack_years=1", "true"}};
    const struct kit_row over_rows[] = {
        {"points=9", "true"}, {"points=8", "unknown"}, {"points=8 pack_years=0", "false"}};
    kit_check_cell(kit, at_least, at_least_rows, COUNT(at_least_rows));
    kit_check_cell(kit, over, over_rows, COUNT(over_rows));
}

static void five_per_cent_of_58_kg(void **state) {
    struct kit *kit = *state;
    struct builder *builder = kit->builder;
    node_id now = kit_number(kit, "now", 1, 400);
    node_id before = kit_number(kit, "before", 1, 400);
    node_id share = build_binary(builder, NODE_DIVIDE,
                                 build_binary(builder, NODE_SUBTRACT, before, now), before);
    node_id percent = build_binary(builder, NODE_MULTIPLY, share, build_number(builder, 100));
    uint32_t probe = kit_probe(kit, kit_at_least(kit, percent, 5));
    const struct kit_row rows[] = {
        {"before=58 now=55.1", "true"},
        {"before=58 now=55.11", "false"},
        {"before=58 now=55", "true"},
        {"before=40 now=38", "true"},
    };
    kit_check_cell(kit, probe, rows, COUNT(rows));
}

/* ---- none ------------------------------------------------------------------------------------ */

static node_id weeks_or_none(struct kit *kit) {
    return kit_fact(
        kit,
        (struct fact){
            .name = text_of("weeks"), .type = VALUE_NUMBER, .min = 0, .max = 52, .has_none = true});
}

static void comparisons_with_none_are_false(void **state) {
    struct kit *kit = *state;
    node_id weeks = weeks_or_none(kit);
    node_id doubled = build_sum(kit->builder, (node_id[]){weeks, weeks}, 2);
    uint32_t low = kit_probe(kit, kit_at_most(kit, weeks, 60));
    uint32_t high = kit_probe(kit, kit_over(kit, weeks, 60));
    uint32_t sum = kit_probe(kit, doubled);
    uint32_t is_none = kit_probe(kit, build_is_none(kit->builder, doubled));
    uint32_t not_high = kit_probe(kit, build_not(kit->builder, kit_over(kit, weeks, 60)));
    const struct {
        const char *facts, *low, *high, *not_high, *sum, *is_none;
    } rows[] = {
        {"weeks=3", "true", "false", "true", "6", "false"},
        {"weeks=none", "false", "false", "true", "none", "true"},
        {"", "unknown", "false", "true", "0..104 or none", "unknown"},
        {"weeks=?", "unknown", "false", "true", "0..104 or none", "unknown"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        kit_check_cell(kit, low, &(struct kit_row){rows[i].facts, rows[i].low}, 1);
        kit_check_cell(kit, high, &(struct kit_row){rows[i].facts, rows[i].high}, 1);
        kit_check_cell(kit, not_high, &(struct kit_row){rows[i].facts, rows[i].not_high}, 1);
        kit_check_cell(kit, sum, &(struct kit_row){rows[i].facts, rows[i].sum}, 1);
        kit_check_cell(kit, is_none, &(struct kit_row){rows[i].facts, rows[i].is_none}, 1);
    }
}

static void if_none_replaces_it(void **state) {
    struct kit *kit = *state;
    uint32_t probe = kit_probe(kit, build_if_none(kit->builder, weeks_or_none(kit), 99));
    const struct kit_row rows[] = {{"weeks=3", "3"}, {"weeks=none", "99"}, {"", "0..99"}};
    kit_check_cell(kit, probe, rows, COUNT(rows));
}

static void an_optional_fact_is_none_unless_given(void **state) {
    struct kit *kit = *state;
    node_id temp = kit_fact(
        kit,
        (struct fact){
            .name = text_of("temp"), .type = VALUE_NUMBER, .min = 30, .max = 45, .optional = true});
    uint32_t hot = kit_probe(kit, kit_at_least(kit, temp, 38));
    uint32_t none = kit_probe(kit, build_is_none(kit->builder, temp));
    const struct {
        const char *facts, *hot, *none;
    } rows[] = {
        {"", "false", "true"},
        {"temp=?", "false", "true"},
        {"temp=38", "true", "false"},
        {"temp=37.9", "false", "false"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        kit_check_cell(kit, hot, &(struct kit_row){rows[i].facts, rows[i].hot}, 1);
        kit_check_cell(kit, none, &(struct kit_row){rows[i].facts, rows[i].none}, 1);
    }
}

/* ---- first and results ----------------------------------------------------------------------- */

static void first_is_the_hull_of_the_lines_still_possible(void **state) {
    struct kit *kit = *state;
    struct builder *builder = kit->builder;
    node_id age = kit_number(kit, "age", 0, 120);
    const node_id whens[] = {kit_under(kit, age, 10), kit_at_least(kit, age, 55)};
    const node_id values[] = {build_number(builder, 3), build_number(builder, 1),
                              build_number(builder, 0)};
    node_id points = build_first(builder, whens, values, 3);
    uint32_t probe = kit_probe(kit, points);
    const struct kit_row rows[] = {
        {"age=9", "3"}, {"age=10", "0"}, {"age=54", "0"}, {"age=55", "1"}, {"", "0..3"}};
    kit_check_cell(kit, probe, rows, COUNT(rows));
}

static void a_line_behind_a_certain_one_is_impossible(void **state) {
    struct kit *kit = *state;
    struct builder *builder = kit->builder;
    const node_id whens[] = {kit_yes_no(kit, "a"), kit_yes_no(kit, "b")};
    const node_id values[] = {build_number(builder, 1), build_number(builder, 2),
                              build_number(builder, 3)};
    uint32_t number = kit_probe(kit, build_first(builder, whens, values, 3));
    uint32_t lines = kit_probe(kit, build_lines(builder, whens, 3));
    const struct {
        const char *facts, *number, *lines;
    } rows[] = {
        {"", "1..3", "0 1 2"},         {"b=true", "1..2", "0 1"},     {"a=false", "2..3", "1 2"},
        {"a=true", "1", "0"},          {"a=false b=true", "2", "1"},  {"b=false", "1..3", "0 2"},
        {"a=? b=true", "1..2", "0 1"}, {"a=false b=false", "3", "2"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        kit_check_cell(kit, number, &(struct kit_row){rows[i].facts, rows[i].number}, 1);
        kit_check_cell(kit, lines, &(struct kit_row){rows[i].facts, rows[i].lines}, 1);
    }
}

/* ---- what fails ------------------------------------------------------------------------------ */

static void arithmetic_that_is_not_finite_failed(void **state) {
    struct kit *kit = *state;
    struct builder *builder = kit->builder;
    node_id height = kit_number(kit, "height", 0, 2.5);
    node_id weight = kit_number(kit, "weight", 0, 400);
    node_id ratio = build_binary(builder, NODE_DIVIDE, weight, height);
    uint32_t probe = kit_probe(kit, ratio);
    kit_rule(kit, RULE_RED_FLAG, "heavy", kit_over(kit, ratio, 100), URGENCY_ROUTINE);
    const struct kit_row rows[] = {
        {"weight=100 height=2", "50"}, {"weight=100 height=0", "-inf..inf"}, {"", "-inf..inf"}};
    kit_check_cell(kit, probe, rows, COUNT(rows));
    const struct kit_row decisions[] = {
        {"weight=100 height=2", "clear/none complete"},
        {"weight=100 height=0",
         "refer/routine complete | fired: heavy? | refer: heavy? | failed: 1"},
        {"weight=100", "ask/none | open: heavy(height) | ask: height"},
    };
    kit_check(kit, decisions, COUNT(decisions));
}

static void overflow_failed(void **state) {
    struct kit *kit = *state;
    struct builder *builder = kit->builder;
    node_id x = kit_number(kit, "x", 0, INFINITY);
    node_id square = build_binary(builder, NODE_MULTIPLY, x, x);
    kit_rule(kit, RULE_RED_FLAG, "much", kit_over(kit, square, 100), URGENCY_ROUTINE);
    const struct kit_row rows[] = {
        {"x=11", "refer/routine complete | fired: much | refer: much"},
        {"x=10", "clear/none complete"},
        {"x=1e200", "refer/routine complete | fired: much? | refer: much? | failed: 1"},
    };
    kit_check(kit, rows, COUNT(rows));
}

/* ---- functions ------------------------------------------------------------------------------- */

struct calls {
    int count;
    const char *failure; /* what a function says when it fails; NULL: they work */
    struct function_value outputs[2];
    struct function_value inputs[4];
};

static bool record_call(void *context, const struct program *program, uint32_t function,
                        const struct function_value *inputs, size_t count, struct arena *arena,
                        struct function_value *output, struct text *failure) {
    (void)program, (void)arena;
    struct calls *calls = context;
    calls->count++;
    for (size_t i = 0; i < count && i < COUNT(calls->inputs); i++) {
        calls->inputs[i] = inputs[i];
    }
    *output = calls->outputs[function];
    *failure = text_of(calls->failure);
    return calls->failure == NULL;
}

static node_id clumsy(struct kit *kit, struct function function) {
    node_id size = kit_choice(kit, "size", SIZES, 3);
    node_id age = kit_number(kit, "age", 0, 120);
    node_id last =
        kit_fact(kit, (struct fact){.name = text_of("last"), .type = VALUE_DATE, .has_none = true});
    function.name = text_of("clumsy");
    uint32_t index = builder_add_function(kit->builder, &function);
    return build_function(kit->builder, index, (node_id[]){size, age, last}, 3);
}

static void a_function_is_called_once_all_its_inputs_are_known(void **state) {
    struct kit *kit = *state;
    struct calls calls = {.outputs = {{.type = VALUE_YES_NO, .yes = true}}};
    const struct functions functions = {&calls, record_call};
    kit->functions = &functions;
    kit_rule(kit, RULE_RED_FLAG, "flag", clumsy(kit, (struct function){.type = VALUE_YES_NO}),
             URGENCY_ROUTINE);
    kit_decide(kit, "size=large age=40");
    assert_string_equal(kit_summary(kit), "ask/none | open: flag(last) | ask: last");
    kit_decide(kit, "size=large age=? last=none");
    assert_string_equal(kit_summary(kit), "refer/routine complete | fired: flag? | refer: flag?");
    assert_int_equal(calls.count, 0);
    kit_decide(kit, "size=large age=40 last=none");
    assert_string_equal(kit_summary(kit), "refer/routine complete | fired: flag | refer: flag");
    assert_int_equal(calls.count, 1);
    assert_true(text_is(calls.inputs[0].choice, "large"));
    assert_true(calls.inputs[1].number == 40);
    assert_true(calls.inputs[2].none);
    assert_int_equal(calls.inputs[2].type, VALUE_DATE);
}

static void a_function_that_fails_is_unknown(void **state) {
    struct kit *kit = *state;
    struct calls calls = {.failure = "ran over its budget"};
    const struct functions functions = {&calls, record_call};
    kit->functions = &functions;
    node_id flag = clumsy(kit, (struct function){.type = VALUE_YES_NO});
    kit_rule(kit, RULE_RED_FLAG, "flag", flag, URGENCY_URGENT);
    kit_rule(kit, RULE_ADVISORY, "hint", flag, URGENCY_NONE);
    const struct kit_row rows[] = {
        {"size=large age=40 last=none",
         "refer/urgent complete | fired: flag? | open: hint() | refer: flag? | failed: 1"}};
    kit_check(kit, rows, 1);
    assert_true(text_is(kit->decision->failures->message, "ran over its budget"));
    const bool *reached = decision_failure_reach(kit->decision, kit->decision->failures);
    assert_true(reached[kit->program->rules[0].fires]);
    assert_false(reached[kit->program->facts[0].node]);
}

static void a_function_without_anybody_to_call_it_is_unknown(void **state) {
    struct kit *kit = *state;
    kit_rule(kit, RULE_RED_FLAG, "flag", clumsy(kit, (struct function){.type = VALUE_YES_NO}),
             URGENCY_NONE);
    const struct kit_row rows[] = {
        {"size=large age=40 last=none", "refer/none complete | fired: flag? | failed: 1"}};
    kit_check(kit, rows, 1);
}

static void what_a_function_returns_is_checked(void **state) {
    struct kit *kit = *state;
    const struct text options[] = {text_of("stiff"), text_of("loose")};
    struct calls calls = {.outputs = {{.type = VALUE_CHOICE}, {.type = VALUE_NUMBER}}};
    const struct functions functions = {&calls, record_call};
    kit->functions = &functions;
    node_id kind =
        clumsy(kit, (struct function){.type = VALUE_CHOICE, .options = options, .option_count = 2});
    uint32_t number_function = builder_add_function(
        kit->builder,
        &(struct function){.name = text_of("points"), .type = VALUE_NUMBER, .min = 0, .max = 10});
    node_id points = build_function(kit->builder, number_function, &kind, 1);
    uint32_t choice_probe = kit_probe(kit, kind);
    uint32_t number_probe = kit_probe(kit, points);
    const char *const all = "size=large age=40 last=2020-01-01";
    calls.outputs[0].choice = text_of("loose");
    kit_check_cell(kit, choice_probe, &(struct kit_row){all, "1"}, 1);
    calls.outputs[0].choice = text_of("bendy");
    kit_check_cell(kit, choice_probe, &(struct kit_row){all, "0 1"}, 1);
    const struct {
        double returned;
        const char *cell;
    } rows[] = {{7, "7"}, {11, "0..10"}, {-1, "0..10"}, {NAN, "0..10"}, {INFINITY, "0..10"}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        calls.outputs[1].number = rows[i].returned;
        calls.outputs[0].choice = text_of("stiff");
        kit_check_cell(kit, number_probe, &(struct kit_row){all, rows[i].cell}, 1);
    }
    assert_true(text_is(calls.inputs[0].choice, "stiff"));
}

/* ---- since the start of a session ------------------------------------------------------------ */

/* The condition `node` for the start's facts and those of now: "true", "false" or "unknown". */
static const char *since(struct kit *kit, const char *start, const char *now, uint32_t probe) {
    struct evaluation then;
    struct evaluation evaluation;
    struct intake later;
    kit_decide(kit, start);
    assert_true(evaluate(&then, &kit->intake, NULL, kit->program->screen_nodes));
    assert_true(intake_begin(&later, kit->program, kit->as_of, &kit->arena));
    for (const char *fact = now; *fact != 0;
         fact += strcspn(fact, " ") + (strchr(fact, ' ') != 0)) {
        struct sent_value sent = {.kind = fact[2] == '?' ? SENT_NIL : SENT_NUMBER,
                                  .number = strtod(fact + 2, NULL)};
        assert_true(intake_take(&later, text_from(fact, 1), &sent));
    }
    assert_true(evaluate_session(&evaluation, &later, NULL, &then));
    uint64_t mask = evaluation.cells[kit->program->probes[probe]].mask;
    return mask == MASK_TRUE ? "true" : mask == MASK_FALSE ? "false" : "unknown";
}

/* Any number term: here a + 2 * b, with a from 0 to 10 and b from 0 to 5. */
static void a_change_is_measured_from_what_the_start_came_to(void **state) {
    struct kit *kit = *state;
    struct builder *builder = kit->builder;
    node_id b = kit_number(kit, "b", 0, 5);
    node_id parts[] = {kit_number(kit, "a", 0, 10),
                       build_binary(builder, NODE_MULTIPLY, build_number(builder, 2), b)};
    node_id sum = build_sum(builder, parts, 2);
    uint32_t rose = kit_probe(kit, build_rose_by(builder, sum, 3));
    uint32_t fell = kit_probe(kit, build_fell_by(builder, sum, 3));
    const struct {
        const char *start, *now, *rose, *fell;
    } rows[] = {
        {"a=1 b=1", "a=4 b=1", "true", "false"},
        {"a=1 b=1", "a=2 b=2", "true", "false"},
        {"a=1 b=1", "a=3 b=1", "false", "false"},
        {"a=4 b=1", "a=1 b=1", "false", "true"},
        {"a=4.3 b=0", "a=7.3 b=0", "true", "false"}, /* within the tolerance */
        {"a=1 b=1", "a=4 b=?", "unknown", "false"},
        {"a=1 b=?", "a=10 b=0", "unknown", "false"},
        {"a=0 b=?", "a=0 b=0", "false", "unknown"},
        {"a=? b=0", "a=10 b=5", "true", "false"}, /* whatever it was */
    };
    kit_freeze(kit);
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_string_equal(since(kit, rows[i].start, rows[i].now, rose), rows[i].rose);
        assert_string_equal(since(kit, rows[i].start, rows[i].now, fell), rows[i].fell);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(conjunction_and_disjunction, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(negation, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(at_least_two_of_three, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(choices, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(every_option_is_true_unless_there_may_be_none, kit_open,
                                        kit_close),
        cmocka_unit_test_setup_teardown(a_yes_no_that_is_none, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(answered, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(answered_is_false_for_an_optional_fact_that_was_not_given,
                                        kit_open, kit_close),
        cmocka_unit_test_setup_teardown(an_unknown_number_is_its_range, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(comparisons_at_their_boundary, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(a_sum_is_decided_as_soon_as_the_rest_cannot_change_it,
                                        kit_open, kit_close),
        cmocka_unit_test_setup_teardown(five_per_cent_of_58_kg, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(comparisons_with_none_are_false, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(if_none_replaces_it, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(an_optional_fact_is_none_unless_given, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(first_is_the_hull_of_the_lines_still_possible, kit_open,
                                        kit_close),
        cmocka_unit_test_setup_teardown(a_line_behind_a_certain_one_is_impossible, kit_open,
                                        kit_close),
        cmocka_unit_test_setup_teardown(arithmetic_that_is_not_finite_failed, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(overflow_failed, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(a_function_is_called_once_all_its_inputs_are_known,
                                        kit_open, kit_close),
        cmocka_unit_test_setup_teardown(a_function_that_fails_is_unknown, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(a_function_without_anybody_to_call_it_is_unknown, kit_open,
                                        kit_close),
        cmocka_unit_test_setup_teardown(what_a_function_returns_is_checked, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(a_change_is_measured_from_what_the_start_came_to, kit_open,
                                        kit_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
