/*
 * Walks: what each key of the language tests, and that it can fail. A row is a walk of one small
 * technique as its author writes it, and what is said of it: "passed", or its differences,
 * expected before got, and the rules that are named as the reason.
 */
#include "base/date.h"
#include "proof/cover.h"
#include "proof/proof.h"
#include "script/load.h"
#include "support/failing_malloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char protocol[] =
    "protocol 'p' { format = 1, version = '1.0.0', title = 'P',\n"
    "  refer = { to = 'physician', urgency = 'routine' } }\n"
    "local well = yes_no 'well' { ask = 'Well?' }\n"
    "local tingling = yes_no 'tingling' { ask = 'Tingling?' }\n"
    "local hurts = yes_no 'hurts' { ask = 'Hurts?', live = true }\n"
    "local tired = yes_no 'tired' { ask = 'Tired?', live = true }\n"
    "precondition 'well' { require = well, because = 'B', source = 'S' }\n"
    "red_flag 'tingling' { when = tingling, because = 'B', source = 'S' }\n"
    "halt 'pain' { when = hurts, because = 'B', source = 'S' }\n"
    "technique 'walk' { title = 'T', idle = minutes(1), step 'sit' { 'Sit.' },\n"
    "  loop 'repeats' { at_most = 2, finish_when = tired, step 'reach' { 'R.' } },\n"
    "  step 'rise' { 'Rise.' } }\n";

/* ---- one suite ------------------------------------------------------------------------------- */

static enum read_status read_file(void *context, struct text path, struct buffer *out) {
    buffer_append_string(out, text_is(path, "p.lua") ? protocol : (const char *)context);
    return out->failed ? READ_NO_MEMORY : READ_OK;
}

static struct loaded *load(const char *tests) {
    struct load_request request = {
        .reader = {.context = (void *)(uintptr_t)tests, .read = read_file},
        .path = text_of("p.lua"),
        .load_tests = true,
    };
    assert_true(date_parse(text_of("2026-06-01"), &request.today));
    struct loaded *loaded = load_protocol(&request);
    assert_non_null(loaded);
    const struct diagnostics *found = load_diagnostics(loaded);
    for (size_t i = 0; i < found->count && load_suite(loaded) == NULL; i++) {
        print_error("%.*s\n", (int)found->items[i].message.length, found->items[i].message.at);
    }
    assert_non_null(load_suite(loaded));
    return loaded;
}

static void put_said(struct buffer *out, const struct said *said) {
    buffer_append_string(out, said->list ? "{" : "");
    for (size_t i = 0; i < said->count; i++) {
        buffer_append_string(out, i > 0 ? " " : "");
        buffer_append_text(out, said->items[i]);
    }
    buffer_append_string(out, said->list ? "}" : "");
}

static void tell(struct buffer *out, const struct test_result *result) {
    for (size_t i = 0; i < result->difference_count; i++) {
        const struct difference *difference = &result->differences[i];
        buffer_append_format(out, "%s%s: ", i > 0 ? "; " : "", aspect_name(difference->aspect));
        put_said(out, &difference->expected);
        buffer_append_string(out, " / ");
        put_said(out, &difference->got);
    }
    for (size_t i = 0; i < result->why_count; i++) {
        struct text name = result->why[i].name;
        buffer_append_format(out, "%s%.*s%s", i == 0 ? " | why: " : " ", (int)name.length, name.at,
                             result->why[i].kind == WHY_RULE
                                 ? result->why[i].standing == STANDING_FIRED ? "" : "-"
                                 : "!");
    }
    buffer_append_string(out, result->status == TEST_PASSED ? "passed" : "");
    buffer_append(out, "", 1);
}

static void check(const char *walk, const char *expected) {
    static const char before[] = "local fit = facts { well = true, tingling = false }\n"
                                 "local fine = { hurts = false, tired = false }\n"
                                 "walk 'w' { technique = 'walk', ";
    struct buffer tests = {0};
    buffer_append_string(&tests, before);
    buffer_append_string(&tests, walk);
    buffer_append(&tests, " }", 3);
    struct loaded *loaded = load(tests.at);
    struct functions functions = load_functions(loaded);
    struct arena lasting;
    struct arena arena;
    struct proof proof;
    struct proof_options options = {.today = 20000, .covers = true};
    struct test_result result;
    arena_init(&lasting, 4096, 0);
    arena_init(&arena, 4096, 0);
    assert_true(proof_begin(&proof, load_suite(loaded), &functions, &options, &lasting));
    assert_true(proof_run(&proof, 0, &arena, &result));
    struct buffer told = {0};
    tell(&told, &result);
    assert_string_equal(told.at, expected);
    buffer_free(&told);
    buffer_free(&tests);
    arena_free(&arena);
    arena_free(&lasting);
    load_free(loaded);
}

/* ---- the keys -------------------------------------------------------------------------------- */

static void usual_and_report(void **state) {
    (void)state;
    check("given = fit, usual = fine, expect = { finished = true, halted = {},"
          " steps = { 'sit', 'reach#1', 'reach#2', 'rise' } }",
          "passed");
    check("given = fit, usual = fine, report = { ['reach#1'] = { tired = true } },"
          " expect = { finished = true, steps = { 'sit', 'reach#1', 'rise' } }",
          "passed");
    check("given = fit, usual = fine, report = { ['reach'] = { tired = true } },"
          " expect = { steps = { 'sit', 'rise', 'reach#1' } }",
          "steps: {sit rise reach#1} / {sit reach#1 rise}");
    /* what is said of one round outweighs what is said of the step */
    check("given = fit, usual = fine, report = { reach = { tired = true },"
          " ['reach#1'] = { tired = false } }, expect = { steps = { 'sit', 'reach#1', 'reach#2',"
          " 'rise' } }",
          "passed");
}

static void halted_and_uncertain(void **state) {
    (void)state;
    check("given = fit, usual = fine, report = { ['reach#2'] = { hurts = true } },"
          " expect = { halted = { 'pain' }, uncertain = {}, at = 'reach#2' }",
          "passed");
    check("given = fit, usual = fine, report = { ['reach#2'] = { hurts = unanswerable } },"
          " expect = { halted = { 'pain' }, uncertain = { 'pain' }, at = 'reach' }",
          "passed");
    check("given = fit, usual = fine, report = { ['reach#2'] = { hurts = unanswerable } },"
          " expect = { halted = { 'tingling' }, uncertain = {}, at = 'reach#1' }",
          "halted: {tingling} / {pain}; uncertain: {} / {pain}; at: reach#1 / halted at reach#2"
          " | why: tingling- pain-");
    check("given = fit, usual = fine, report = { sit = { tingling = true, hurts = true } },"
          " expect = { halted = { 'pain' } }",
          "halted: {pain} / {tingling pain} | why: tingling pain");
    check("given = fit, usual = fine, expect = { halted = { 'pain' } }",
          "halted: {pain} / {} | why: pain-");
}

static void missing(void **state) {
    (void)state;
    check("given = fit, usual = fine, report = { sit = { hurts = absent } },"
          " expect = { missing = { 'hurts' }, at = 'sit', finished = false }",
          "passed");
    check("given = fit, usual = fine, report = { sit = { hurts = absent } },"
          " expect = { missing = {}, finished = true }",
          "finished: true / false: stopped at sit; missing: {} / {hurts}");
    check("given = fit:with { well = absent }, expect = { not_cleared = true,"
          " missing = { 'well' } }",
          "passed");
}

static void not_cleared(void **state) {
    (void)state;
    check("given = fit:with { well = false }, expect = { not_cleared = true, steps = {} }",
          "passed");
    check("given = fit:with { well = false }, expect = { finished = true }",
          "finished: true / false: not_cleared | why: well");
    check("given = fit, usual = fine, expect = { not_cleared = true }",
          "not_cleared: true / false: finished");
    check("given = fit:with { well = absent }, expect = { not_cleared = false }",
          "not_cleared: false / true: asking | why: well-");
}

static void expired(void **state) {
    (void)state;
    check("given = fit, usual = fine, wait = { ['reach#1'] = seconds(61) },"
          " expect = { expired = true, at = 'reach#1', finished = false }",
          "passed");
    check("given = fit, usual = fine, wait = { sit = seconds(60), rise = minutes(1) },"
          " expect = { expired = false, finished = true }",
          "passed");
    check("given = fit, usual = fine, wait = { sit = seconds(60) }, expect = { expired = true }",
          "expired: true / false: finished");
}

static void again(void **state) {
    (void)state;
    check("given = fit, usual = fine, again = { 'sit', 'reach', 'rise' },"
          " expect = { finished = true, steps = { 'sit', 'reach#1', 'reach#2', 'rise' } }",
          "passed");
    check("given = fit, usual = fine, report = { sit = { hurts = true } }, again = { 'sit' },"
          " expect = { halted = { 'pain' } }",
          "passed");
}

static void what_a_walk_never_comes_to_tests_nothing(void **state) {
    (void)state;
    check("given = fit, usual = fine, report = { ['reach#3'] = { hurts = true } },"
          " expect = { finished = true }",
          "reaches: {reach#3} / finished");
    check("given = fit, usual = fine, report = { sit = { hurts = true } }, again = { 'rise' },"
          " wait = { ['reach#1'] = seconds(1) }, expect = { halted = { 'pain' } }",
          "reaches: {reach#1 rise} / halted at sit | why: pain");
}

static void faults_are_named(void **state) {
    (void)state;
    check("given = fit, usual = fine, report = { sit = { hurts = 3 } },"
          " expect = { finished = true }",
          "finished: true / false: stopped at sit | why: hurts!");
}

/* ---- memory ---------------------------------------------------------------------------------- */

static enum operation_outcome run_once(void *context) {
    const struct loaded *loaded = context;
    struct functions functions = load_functions(loaded);
    struct proof_options options = {.today = 20000};
    struct proof proof;
    struct test_result result;
    struct arena arena;
    arena_init(&arena, 1024, 0);
    bool done = proof_begin(&proof, load_suite(loaded), &functions, &options, &arena) &&
                proof_run(&proof, 0, &arena, &result);
    bool right = !done || (result.status == TEST_FAILED && result.difference_count == 2);
    arena_free(&arena);
    return !right ? OPERATION_WRONG : done ? OPERATION_DONE : OPERATION_FAILED;
}

static void memory_that_runs_out_is_told(void **state) {
    (void)state;
    struct loaded *loaded =
        load("walk 'w' { technique = 'walk', given = facts { well = true, tingling = false },\n"
             "  usual = { hurts = false, tired = false }, again = { 'sit' },\n"
             "  report = { ['reach#1'] = { hurts = true } },\n"
             "  expect = { finished = true, halted = {} } }\n");
    assert_true(failing_malloc_until_ok(run_once, loaded) > 0);
    load_free(loaded);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(usual_and_report),
        cmocka_unit_test(halted_and_uncertain),
        cmocka_unit_test(missing),
        cmocka_unit_test(not_cleared),
        cmocka_unit_test(expired),
        cmocka_unit_test(again),
        cmocka_unit_test(what_a_walk_never_comes_to_tests_nothing),
        cmocka_unit_test(faults_are_named),
        cmocka_unit_test(memory_that_runs_out_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
