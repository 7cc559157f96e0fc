/*
 * What becomes of mutants: who notices them, who does not, and the test that is missing, which is
 * written, loaded again, and then notices.
 */
#include "proof/mutate.h"
#include "script/loading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define HEADER                                                                                     \
    "protocol 'p' { format = 1, version = '1.0.0', title = 'P',\n"                                 \
    "  refer = { to = 'physician', urgency = 'routine' } }\n"
#define AGE "local age = number 'age' { ask = 'A?', min = 0, max = 120, whole = true }\n"
#define FEVER "local fever = yes_no 'fever' { ask = 'F?' }\n"

static const char old[] = HEADER AGE FEVER
    "red_flag 'old' { when = all { age:over(65), fever }, because = 'B.', source = 'S' }\n";

/* Everything but the boundary. */
static const char old_test[] =
    "local well = facts { age = 30, fever = true }\n"
    "cases 'c' { given = well,\n"
    "  { { age = 30 }, outcome = 'clear', urgency = 'none', rules = {} },\n"
    "  { { age = 80 }, outcome = 'refer', urgency = 'routine', rules = { 'old' } },\n"
    "  { { age = 80, fever = false }, outcome = 'clear', rules = {} },\n"
    "}\n";

struct world {
    struct loaded *loaded[2];
    struct functions functions[2];
    struct arena arena;
    struct mutation mutation;
};

static struct loaded *load(const char *text, const char *tests) {
    struct file files[] = {{"p.lua", text}, {"p_test.lua", tests}, {NULL, NULL}};
    struct loaded *loaded = loading_files(files);
    assert_non_null(load_suite(loaded));
    return loaded;
}

static void world_open(struct world *world, const char *text, const char *tests, size_t threads,
                       uint64_t budget) {
    *world = (struct world){.loaded = {load(text, tests), load(text, tests)}};
    arena_init(&world->arena, 4096, 0);
    for (size_t i = 0; i < 2; i++) {
        world->functions[i] = load_functions(world->loaded[i]);
    }
    struct mutate_options options = {
        .budget = budget,
        .functions = world->functions,
        .threads = threads,
    };
    assert_true(mutate(load_suite(world->loaded[0]), &options, &world->arena, &world->mutation));
}

static void world_close(struct world *world) {
    mutation_free(&world->mutation);
    arena_free(&world->arena);
    load_free(world->loaded[0]);
    load_free(world->loaded[1]);
}

static void assert_counts(const struct world *world, const char *expected) {
    struct buffer counts = {0};
    for (enum mutant_verdict verdict = 0; verdict < VERDICT_COUNT; verdict++) {
        buffer_append_format(&counts, "%s%s %zu", verdict == 0 ? "" : ", ",
                             mutant_verdict_name(verdict), world->mutation.counts[verdict]);
    }
    buffer_append(&counts, "", 1);
    assert_string_equal(counts.at, expected);
    buffer_free(&counts);
}

/* The missing tests, each once. */
static struct buffer proposals(const struct world *world) {
    struct buffer text = {0};
    for (size_t i = 0; i < world->mutation.mutants.count; i++) {
        const struct mutant_outcome *outcome = &world->mutation.outcomes[i];
        if (outcome->missing != NULL && !outcome->is_shared) {
            lua_case_write(&text, outcome->missing);
        }
        if (outcome->missing_walk != NULL && !outcome->is_shared) {
            lua_walk_write(&text, outcome->missing_walk);
        }
    }
    buffer_append(&text, "", 1);
    assert_false(text.failed);
    return text;
}

/* ---- survivors ------------------------------------------------------------------------------- */

static void test_the_boundary_that_nobody_tests(void **state) {
    struct world world;
    (void)state;
    world_open(&world, old, old_test, 1, 0);
    assert_counts(&world, "killed 8, survived 3, undecided 0, equivalent 0");
    struct buffer text = proposals(&world);
    assert_string_equal(
        text.at, "-- Not confirmed by anybody: is this decision right? Then remove `unconfirmed`.\n"
                 "-- No other test notices if age:over(65)\n"
                 "-- becomes age:over(64)\n"
                 "-- (p.lua:5, red flag old)\n"
                 "test \"age = 65\" {\n"
                 "  given  = well:with { age = 65 },\n"
                 "  unconfirmed = true,\n"
                 "  expect = { outcome = \"clear\", urgency = \"none\", rules = {} },\n"
                 "}\n"
                 "-- Not confirmed by anybody: is this decision right? Then remove `unconfirmed`.\n"
                 "-- No other test notices if age:over(65)\n"
                 "-- becomes age:over(66)\n"
                 "-- (p.lua:5, red flag old)\n"
                 "test \"age = 66\" {\n"
                 "  given  = well:with { age = 66 },\n"
                 "  unconfirmed = true,\n"
                 "  expect = { outcome = \"refer\", urgency = \"routine\", rules = { \"old\" } },\n"
                 "}\n");
    buffer_free(&text);
    world_close(&world);
}

/* Takes `  unconfirmed = true,` out, as somebody does who has read the test. */
static void confirm(char *text) {
    const char mark[] = "  unconfirmed = true,\n";
    for (char *at = strstr(text, mark); at != NULL; at = strstr(text, mark)) {
        memmove(at, at + strlen(mark), strlen(at + strlen(mark)) + 1);
    }
}

/* Appends what is missing to the tests: it waits to be confirmed, and then kills. */
static void check_proposals(const char *text, const char *tests) {
    struct world world;
    world_open(&world, text, tests, 1, 0);
    size_t survived = world.mutation.counts[VERDICT_SURVIVED];
    struct buffer proposed = proposals(&world);
    struct buffer more = {0};
    buffer_append_format(&more, "%s%s", tests, proposed.at);
    buffer_append(&more, "", 1);
    world_close(&world);
    assert_true(survived > 0);

    world_open(&world, text, more.at, 1, 0);
    assert_int_equal(world.mutation.counts[VERDICT_SURVIVED], survived);
    for (size_t i = 0; i < world.mutation.mutants.count; i++) {
        const struct mutant_outcome *outcome = &world.mutation.outcomes[i];
        assert_true(outcome->missing == NULL && outcome->missing_walk == NULL);
        assert_true(outcome->verdict != VERDICT_SURVIVED || outcome->has_unconfirmed);
    }
    world_close(&world);

    confirm(more.at);
    world_open(&world, text, more.at, 1, 0);
    assert_int_equal(world.mutation.counts[VERDICT_SURVIVED], 0);
    assert_int_equal(world.mutation.failing_tests, 0);
    assert_true(mutation_score(&world.mutation) == 100);
    world_close(&world);
    buffer_free(&proposed);
    buffer_free(&more);
}

static const char many[] = HEADER AGE FEVER
    "local bearing = choice 'bearing' { ask = 'W?', options = { 'normal', 'limping', 'cannot' } }\n"
    "local pain = number 'pain' { ask = 'P?', min = 0, max = 10, only_if = fever, otherwise = 0 }\n"
    "local points = first { { 2, when = pain:over(5) }, { 1, when = pain:over(2) }, { 0 } }\n"
    "local risk = score 'risk' { { points, label = 'P' }, { 1, when = fever, label = 'F' } }\n"
    "scope 'adult' { require = age:at_least(16), because = 'B.', source = 'S' }\n"
    "contraindication 'worse' { when = all { fever, bearing:one_of { 'limping', 'cannot' } },\n"
    "  because = 'B.', source = 'S', refer = { to = 'x', urgency = 'urgent' } }\n"
    "precondition 'calm' { require = at_least(1, { ~fever, age:under(20) }), because = 'B.',\n"
    "  advice = 'A.', source = 'S' }\n"
    "result 'image' {\n"
    "  { 'now', when = risk:at_least(3), because = 'B.', outcome = 'refer' },\n"
    "  { 'soon', when = risk:at_least(1), because = 'B.', outcome = 'defer' },\n"
    "  { 'never', advice = 'A.' },\n"
    "}\n";

static void test_what_is_missing_kills_once_confirmed(void **state) {
    (void)state;
    check_proposals(old, old_test);
    check_proposals(many,
                    "test 't' { given = facts { age = 15 }, expect = { outcome = 'refer' } }\n");
    check_proposals(many, "local well = facts { age = 30, fever = false, bearing = 'normal' }\n"
                          "test 't' { given = well, expect = { outcome = 'clear' } }\n");
}

static void test_dates_need_a_day(void **state) {
    static const char text[] =
        HEADER "local surgery = date 'surgery' { ask = 'S?' }\n"
               "red_flag 'fresh' { when = surgery:weeks_ago():under(6), because = 'B.', "
               "source = 'S' }\n";
    (void)state;
    check_proposals(text, "test 't' { given = facts { as_of = '2026-05-01' },\n"
                          "  expect = { outcome = 'ask' } }\n");
}

/* ---- the other verdicts ---------------------------------------------------------------------- */

static void test_equivalent_mutants_do_not_count(void **state) {
    static const char text[] =
        HEADER AGE "red_flag 'old' { when = any { age:over(65), age:over(70) }, because = 'B.', "
                   "source = 'S' }\n";
    static const char tests[] = "cases 'c' {\n"
                                "  { { age = 65 }, rules = {}, outcome = 'clear' },\n"
                                "  { { age = 66 }, rules = { 'old' }, outcome = 'refer' },\n"
                                "  { { age = 80 }, rules = { 'old' } },\n"
                                "}\n";
    struct world world;
    (void)state;
    world_open(&world, text, tests, 1, 0);
    /* 70 moved each way, taken in, or dropped. */
    assert_counts(&world, "killed 10, survived 0, undecided 0, equivalent 4");
    assert_true(mutation_score(&world.mutation) == 100);
    world_close(&world);
}

static void test_undecided_counts_against(void **state) {
    static const char text[] =
        HEADER "local a = number 'a' { ask = 'A?', min = 1, max = 9 }\n"
               "local b = number 'b' { ask = 'B?', min = 1, max = 9 }\n"
               "red_flag 'r' { when = (a * b):over(40), because = 'B.', source = 'S' }\n";
    static const char tests[] = "cases 'c' {\n"
                                "  { { a = 1, b = 1 }, rules = {}, outcome = 'clear' },\n"
                                "  { { a = 9, b = 9 }, rules = { 'r' }, outcome = 'refer' },\n"
                                "}\n";
    struct world world;
    (void)state;
    world_open(&world, text, tests, 1, 1);
    assert_counts(&world, "killed 3, survived 0, undecided 3, equivalent 0");
    assert_true(mutation_score(&world.mutation) == 50);
    world_close(&world);
}

static void test_tests_that_fail_are_left_out(void **state) {
    static const char tests[] = "test 'wrong' { given = facts { age = 80, fever = true }, expect = "
                                "{ outcome = 'stop' } }\n";
    struct world world;
    (void)state;
    world_open(&world, old, tests, 1, 0);
    assert_int_equal(world.mutation.failing_tests, 1);
    assert_int_equal(world.mutation.counts[VERDICT_KILLED], 0);
    world_close(&world);
}

static void test_promises_kill(void **state) {
    static const char tests[] =
        "always 'a' { when = all { age:over(65), fever }, expect = { includes = { 'old' } } }\n"
        "always 'b' { when = any { age:at_most(65), ~fever }, expect = { rules = {} } }\n"
        "always 'c' { when = all { age:over(65), fever }, expect = { outcome = 'refer' } }\n";
    struct world world;
    (void)state;
    world_open(&world, old, tests, 1, 0);
    assert_int_equal(world.mutation.counts[VERDICT_SURVIVED], 0);
    world_close(&world);
}

static const char guided[] =
    HEADER FEVER "local hurts = yes_no 'hurts' { ask = 'H?', live = true }\n"
                 "local enough = yes_no 'enough' { ask = 'E?', live = true }\n"
                 "red_flag 'hot' { when = fever, because = 'B.', source = 'S' }\n"
                 "technique 't' { title = 'T', idle = minutes(30),\n"
                 "  loop 'l' { at_most = 2, finish_when = enough, step 's' { 'Do.' } } }\n"
                 "halt 'pain' { when = hurts, because = 'B.', advice = 'A.', source = 'S' }\n";

static void test_walks_kill_what_screenings_do_not_show(void **state) {
    static const char examples[] =
        "cases 'c' {\n"
        "  { { fever = true }, outcome = 'refer', urgency = 'routine', rules = { 'hot' } },\n"
        "  { { fever = false }, outcome = 'clear', rules = {} },\n"
        "}\n";
    static const char walks[] =
        "walk 'w' { technique = 't', given = facts { fever = false },\n"
        "  usual = { hurts = false, enough = false },\n"
        "  expect = { finished = true, steps = { 's#1', 's#2' } } }\n"
        "walk 'h' { technique = 't', given = facts { fever = false },\n"
        "  usual = { hurts = true, enough = false }, expect = { halted = { 'pain' } } }\n";
    struct world world;
    struct buffer both = {0};
    (void)state;
    world_open(&world, guided, examples, 1, 0);
    /* The halt removed or negated, a round more or less, the loop's end negated. */
    assert_int_equal(world.mutation.counts[VERDICT_KILLED], 3);
    assert_int_equal(
        world.mutation.counts[VERDICT_SURVIVED] + world.mutation.counts[VERDICT_UNDECIDED], 5);
    world_close(&world);
    buffer_append_format(&both, "%s%s", examples, walks);
    buffer_append(&both, "", 1);
    world_open(&world, guided, both.at, 1, 0);
    assert_counts(&world, "killed 8, survived 0, undecided 0, equivalent 0");
    world_close(&world);
    buffer_free(&both);
}

/* What a step does, when a loop ends, who is halted, what is watched: each walk is written. */
static void test_the_walks_that_are_missing(void **state) {
    static const char throughout[] = HEADER FEVER
        "local calm = yes_no 'calm' { ask = 'C?', live = true }\n"
        "local level = number 'level' { ask = 'L?', live = true, min = 0, max = 10 }\n"
        "red_flag 'hot' { when = fever, because = 'B.', source = 'S' }\n"
        "precondition 'calm' { require = calm, because = 'B.', advice = 'A.', source = 'S',\n"
        "  throughout = true }\n"
        "technique 't' { title = 'T', idle = minutes(30),\n"
        "  step 'a' { 'Do.', only_if = ~fever }, step 'b' { 'Do.' } }\n"
        "halt 'high' { when = level:over(5), because = 'B.', advice = 'A.', source = 'S',\n"
        "  during = { 't/b' } }\n";
    static const char well[] = "local well = facts { fever = false, calm = true }\n"
                               "test 'c' { given = well, expect = { outcome = 'clear' } }\n";
    static const char walk[] = "walk \"t: a, level = 5\" {\n"
                               "  technique = \"t\",\n"
                               "  given = well,\n"
                               "  usual = { calm = true, level = 0 },\n"
                               "  report = { a = { level = 5 } },\n"
                               "  unconfirmed = true,\n"
                               "  expect = {\n"
                               "    finished = true,\n"
                               "    steps = { \"a\", \"b\" },\n"
                               "  },\n"
                               "}\n";
    (void)state;
    check_proposals(guided, "local well = facts { fever = false }\n"
                            "test 'c' { given = well, expect = { outcome = 'clear' } }\n");
    check_proposals(throughout, well);
    struct world world;
    world_open(&world, throughout, well, 1, 0);
    struct buffer text = proposals(&world);
    assert_non_null(strstr(text.at, walk));
    buffer_free(&text);
    world_close(&world);
}

/* ---- threads --------------------------------------------------------------------------------- */

static void test_threads_make_no_difference(void **state) {
    static const char text[] = HEADER AGE FEVER
        "local odd = derive 'odd' { age, type = 'yes_no', function(age) return age % 2 == 1 end }\n"
        "red_flag 'old' { when = all { age:over(65), fever, odd }, because = 'B.', source = 'S' }\n"
        "red_flag 'young' { when = all { age:under(20), ~odd }, because = 'B.', source = 'S' }\n";
    static const char tests[] =
        "cases 'c' { given = facts { fever = true },\n"
        "  { { age = 30 }, rules = {} }, { { age = 67 }, rules = { 'old' } },\n"
        "  { { age = 68 }, rules = {} }, { { age = 18 }, rules = { 'young' } } }\n";
    struct world one;
    struct world two;
    (void)state;
    world_open(&one, text, tests, 1, 0);
    world_open(&two, text, tests, 2, 0);
    assert_int_equal(two.mutation.threads, 2);
    assert_int_equal(one.mutation.mutants.count, two.mutation.mutants.count);
    for (size_t i = 0; i < one.mutation.mutants.count; i++) {
        assert_int_equal(one.mutation.outcomes[i].verdict, two.mutation.outcomes[i].verdict);
    }
    struct buffer a = proposals(&one);
    struct buffer b = proposals(&two);
    assert_string_equal(a.at, b.at);
    buffer_free(&a);
    buffer_free(&b);
    world_close(&one);
    world_close(&two);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_boundary_that_nobody_tests),
        cmocka_unit_test(test_what_is_missing_kills_once_confirmed),
        cmocka_unit_test(test_dates_need_a_day),
        cmocka_unit_test(test_equivalent_mutants_do_not_count),
        cmocka_unit_test(test_undecided_counts_against),
        cmocka_unit_test(test_tests_that_fail_are_left_out),
        cmocka_unit_test(test_promises_kill),
        cmocka_unit_test(test_walks_kill_what_screenings_do_not_show),
        cmocka_unit_test(test_the_walks_that_are_missing),
        cmocka_unit_test(test_threads_make_no_difference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
