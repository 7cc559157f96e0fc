/*
 * Cases at the boundaries that tests lack: which, for whom, and that they can be pasted as they
 * are.
 */
#include "proof/suggest.h"
#include "script/loading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define HEADER                                                                                     \
    "protocol 'p' { format = 1, version = '1.0.0', title = 'P',\n"                                 \
    "  refer = { to = 'physician', urgency = 'routine' } }\n"

struct world {
    struct loaded *loaded;
    struct arena arena;
    struct suggestions suggestions;
};

static void world_open(struct world *world, const char *text, const char *tests) {
    struct file files[] = {{"p.lua", text}, {"p_test.lua", tests}, {NULL, NULL}};
    *world = (struct world){.loaded = loading_files(files)};
    assert_non_null(load_suite(world->loaded));
    arena_init(&world->arena, 4096, 0);
    struct functions functions = load_functions(world->loaded);
    assert_true(
        suggest(load_suite(world->loaded), &functions, 0, &world->arena, &world->suggestions));
}

static void world_close(struct world *world) {
    arena_free(&world->arena);
    load_free(world->loaded);
}

static struct buffer written(const struct world *world) {
    struct buffer text = {0};
    for (size_t i = 0; i < world->suggestions.count; i++) {
        lua_cases_write(&text, &world->suggestions.items[i]);
    }
    buffer_append(&text, "", 1);
    return text;
}

static void check(const char *text, const char *tests, const char *expected) {
    struct world world;
    world_open(&world, text, tests);
    struct buffer said = written(&world);
    assert_string_equal(said.at, expected);
    /* Pasted, nothing is missing any more. */
    struct buffer more = {0};
    buffer_append_format(&more, "%s%s", tests, said.at);
    buffer_append(&more, "", 1);
    world_close(&world);
    world_open(&world, text, more.at);
    assert_int_equal(world.suggestions.case_count, 0);
    world_close(&world);
    buffer_free(&said);
    buffer_free(&more);
}

static const char pain[] =
    HEADER "local pain = number 'pain' { ask = 'P?', min = 0, max = 10, whole = true }\n"
           "red_flag 'severe' { when = pain:at_least(7), because = 'B.', source = 'S' }\n";

static void test_beside_a_limit_and_at_the_ends(void **state) {
    (void)state;
    check(pain,
          "local well = facts { pain = 0 }\n"
          "test 't' { given = well:with { pain = 7 }, expect = { outcome = 'refer' } }\n",
          "cases \"pain, at its boundaries\" { given = well,\n"
          "  -- below a limit\n"
          "  { { pain = 6 }, unconfirmed = true,\n"
          "    outcome = \"clear\", urgency = \"none\", rules = {} },\n"
          "  -- above a limit\n"
          "  { { pain = 8 }, unconfirmed = true,\n"
          "    outcome = \"refer\", urgency = \"routine\", rules = { \"severe\" } },\n"
          "  -- the least that is allowed\n"
          "  { { pain = 0 }, unconfirmed = true,\n"
          "    outcome = \"clear\", urgency = \"none\", rules = {} },\n"
          "  -- the most that is allowed\n"
          "  { { pain = 10 }, unconfirmed = true,\n"
          "    outcome = \"refer\", urgency = \"routine\", rules = { \"severe\" } },\n"
          "  -- not asked yet\n"
          "  { { pain = absent }, unconfirmed = true,\n"
          "    outcome = \"ask\", urgency = \"none\", rules = {}, asks = { \"pain\" } },\n"
          "  -- cannot be answered\n"
          "  { { pain = unanswerable }, unconfirmed = true,\n"
          "    outcome = \"refer\", urgency = \"routine\", rules = { \"severe\" } },\n"
          "}\n");
}

static void test_what_is_there_is_not_suggested(void **state) {
    struct world world;
    (void)state;
    world_open(&world, pain,
               "cases 'c' {\n"
               "  { { pain = 0 }, outcome = 'clear' }, { { pain = 6 }, outcome = 'clear' },\n"
               "  { { pain = 7 }, outcome = 'refer' }, { { pain = 8 }, outcome = 'refer' },\n"
               "  { { pain = 10 }, outcome = 'refer' }, { {}, outcome = 'ask' },\n"
               "  { { pain = unanswerable }, outcome = 'refer' } }\n");
    assert_int_equal(world.suggestions.count, 0);
    assert_int_equal(world.suggestions.unplaced, 0);
    world_close(&world);
}

static void test_another_unit(void **state) {
    (void)state;
    check(HEADER "local temp = number 'temp' { ask = 'T?', min = 30, max = 45, unit = 'Cel' }\n"
                 "red_flag 'hot' { when = temp:at_least(38), because = 'B.', source = 'S' }\n",
          "local well = facts { temp = 36.5 }\n"
          "cases 'c' { given = well,\n"
          "  { { temp = 37 }, outcome = 'clear' }, { { temp = 38 }, outcome = 'refer' },\n"
          "  { { temp = 39 }, outcome = 'refer' }, { { temp = 30 }, outcome = 'clear' },\n"
          "  { { temp = 45 }, outcome = 'refer' }, { { temp = absent }, outcome = 'ask' },\n"
          "  { { temp = unanswerable }, outcome = 'refer' } }\n",
          "cases \"temp, at its boundaries\" { given = well,\n"
          "  -- in another unit\n"
          "  { { temp = { 100.4, \"[degF]\" } }, unconfirmed = true,\n"
          "    outcome = \"refer\", urgency = \"routine\", rules = { \"hot\" } },\n"
          "}\n");
}

/* 2026-05-01 less 2 months is 2026-03-01, and less 3 months 2026-02-01. */
static void test_days_on_which_a_limit_is_passed(void **state) {
    (void)state;
    check(HEADER "local surgery = date 'surgery' { ask = 'S?' }\n"
                 "red_flag 'fresh' { when = surgery:months_ago():under(2), because = 'B.',\n"
                 "  source = 'S' }\n",
          "local well = facts { surgery = '2020-01-01', as_of = '2026-05-01' }\n"
          "cases 'c' { given = well,\n"
          "  { { surgery = absent }, outcome = 'ask' },\n"
          "  { { surgery = unanswerable }, outcome = 'refer' } }\n",
          "cases \"surgery, at its boundaries\" { given = well,\n"
          "  -- where a limit in time is passed\n"
          "  { { surgery = \"2026-03-02\" }, unconfirmed = true,\n"
          "    outcome = \"refer\", urgency = \"routine\", rules = { \"fresh\" } },\n"
          "  -- where a limit in time is passed\n"
          "  { { surgery = \"2026-03-01\" }, unconfirmed = true,\n"
          "    outcome = \"clear\", urgency = \"none\", rules = {} },\n"
          "  -- where a limit in time is passed\n"
          "  { { surgery = \"2026-02-02\" }, unconfirmed = true,\n"
          "    outcome = \"clear\", urgency = \"none\", rules = {} },\n"
          "  -- where a limit in time is passed\n"
          "  { { surgery = \"2026-02-01\" }, unconfirmed = true,\n"
          "    outcome = \"clear\", urgency = \"none\", rules = {} },\n"
          "}\n");
}

/* Somebody who is asked, not the first who is named. */
static void test_for_whom_it_matters(void **state) {
    struct world world;
    (void)state;
    world_open(&world,
               HEADER "local hurt = yes_no 'hurt' { ask = 'H?' }\n"
                      "local weeks = number 'weeks' { ask = 'W?', min = 0, max = 99,\n"
                      "  whole = true, only_if = hurt, otherwise = 99 }\n"
                      "red_flag 'fresh' { when = weeks:under(6), because = 'B.', source = 'S' }\n",
               "local well = facts { hurt = false }\n"
               "local sore = well:with { hurt = true, weeks = 9 }\n"
               "test 't' { given = well, expect = { outcome = 'clear' } }\n");
    bool found = false;
    for (size_t i = 0; i < world.suggestions.count; i++) {
        const struct lua_cases *cases = &world.suggestions.items[i];
        if (text_is(cases->name, "weeks, at its boundaries")) {
            found = true;
            assert_true(text_is(cases->base, "sore"));
        }
    }
    assert_true(found);
    world_close(&world);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_beside_a_limit_and_at_the_ends),
        cmocka_unit_test(test_what_is_there_is_not_suggested),
        cmocka_unit_test(test_another_unit),
        cmocka_unit_test(test_days_on_which_a_limit_is_passed),
        cmocka_unit_test(test_for_whom_it_matters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
