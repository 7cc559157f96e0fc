/* A state that holds: opening, running, places, budgets of calls, nested runs. */
#include "script/sandboxed.h"

#include "base/limits.h"
#include "support/failing_malloc.h"

#include <lauxlib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* ---- memory of the machine ---- */

static enum operation_outcome open_and_run(void *context) {
    struct sandboxed sandboxed;
    sandboxed_run(&sandboxed, context);
    enum operation_outcome outcome = OPERATION_WRONG;
    bool reading_failed = sandboxed.reading.diagnostics.failed || sandboxed.reading.text.failed;
    if (sandboxed.status == SANDBOX_DONE) {
        outcome = OPERATION_DONE;
    } else if (sandboxed.status == SANDBOX_HOST_MEMORY || reading_failed) {
        outcome = OPERATION_FAILED;
    }
    sandboxed_free(&sandboxed);
    return outcome;
}

/* A collection may find the room that malloc had not: then the run ends well. */
static void test_memory_of_the_machine(void **state) {
    (void)state;
    char script[] =
        "local t = {} for i = 1, 20 do t[i] = ('x'):rep(100) .. i end\n"
        "table.sort(t, function(a, b) return a < b end)\n"
        "for k, v in pairs(t) do keep(string.format('%s %s', k, v), table.concat(t)) end";
    bool failed = true;
    for (long countdown = 1; failed; countdown++) {
        failing_malloc_arm(countdown);
        enum operation_outcome outcome = open_and_run(script);
        failed = failing_malloc_disarm();
        assert_int_not_equal(outcome, OPERATION_WRONG);
        assert_true(failed || outcome == OPERATION_DONE);
        assert_true(countdown < 100000);
    }
}

/* ---- places ---- */

static void test_places(void **state) {
    (void)state;
    static const struct {
        const char *script;
        const char *report;
    } cases[] = {
        {"local x = 1\n  error('bad')", "2:3 bad"},
        {"local t = nil\nlocal y = 1 + t.x", "2:15 attempt to index a nil value (local 't')"},
        {"local t = {}\nkeep(1, t.x.y)", "2:11 attempt to index a nil value (field 'x')"},
        {"local x = {}\nlocal y = 1 + x", "2:13 attempt to perform arithmetic on a table value "
                                          "(local 'x')"},
        {"keep {\n    tostring(1):find 'x' }", "2:17 `string.find` is not part of the language: "
                                               "patterns take unbounded time; a choice compares "
                                               "whole words"},
        {"keep(1)\nmath.flor(2)", "2:6 math has no field `flor`; the nearest is `floor`"},
        {"keep(1)\nassert(1 == 2, 'text')", "2:1 text"},
        {"assert(false)", "1:1 an assertion does not hold"},
        {"error('a\\nb')", "1:1 a b"},
        {"error('\\255')", "1:1 the script raised an error whose text is not UTF-8"},
        {"error(12)", "1:1 12"},
        {"error()", "1:1 the script raised an error with nothing in place of a text"},
        {"error({})", "1:1 the script raised an error with table in place of a text"},
        {"error(error)", "1:1 the script raised an error with function in place of a text"},
        {"error('not enough memory')", "1:1 not enough memory"},
        {"error('#0:1: x')", "1:1 #0:1: x"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sandboxed sandboxed;
        sandboxed_run(&sandboxed, cases[i].script);
        assert_int_equal(sandboxed.status, SANDBOX_ERROR);
        assert_string_equal(sandboxed.report, cases[i].report);
        sandboxed_free(&sandboxed);
    }
}

static void test_trace(void **state) {
    (void)state;
    struct sandboxed sandboxed;
    struct diagnostics diagnostics;
    sandboxed_run(&sandboxed, "local function f()\n  error('deep')\nend\n"
                              "local function g() f() end\ng()");
    assert_int_equal(sandboxed.failure.depth, 3);
    assert_int_equal(sandbox_place_of(sandboxed.failure.trace[1]).line, 4);
    assert_int_equal(sandbox_place_of(sandboxed.failure.trace[1]).column, 20);
    assert_int_equal(sandbox_place_of(sandboxed.failure.trace[2]).line, 5);
    diagnostics_init(&diagnostics);
    sandbox_report(&sandboxed.failure, (struct place){.line = 0}, &diagnostics);
    assert_int_equal(diagnostics.items[0].place.line, 2);
    assert_string_equal(diagnostics.items[0].cure.at, "it was called from t.lua:4:20");
    diagnostics_free(&diagnostics);
    sandboxed_free(&sandboxed);
}

struct asked {
    struct sandbox_place here;
    uint32_t function;
};

static struct asked *asked_of(lua_State *state) {
    return lua_touserdata(state, lua_upvalueindex(1));
}

static int ask_place(lua_State *state) {
    struct asked *asked = asked_of(state);
    const struct syntax_node *node = sandbox_function_node(state, 1);
    asked->here = sandbox_here(state, 1);
    asked->function = node == NULL ? UINT32_MAX : node->token;
    return 0;
}

struct question {
    const struct layout *layout;
    struct asked asked;
};

static void ask(lua_State *state, void *data) {
    struct question *question = data;
    lua_pushlightuserdata(state, &question->asked);
    lua_pushcclosure(state, ask_place, 1);
    sandbox_define(state, "keep");
    sandbox_load(state, question->layout);
    lua_call(state, 0, 0);
}

/* What the words of the language ask: where am I called, and which function is this? */
static void test_place_of_a_caller(void **state) {
    (void)state;
    static const struct {
        const char *script;
        uint32_t function;
        uint32_t call;
    } cases[] = {
        {"keep(function() end)", 2, 0},
        {"local f = function(a) end\nkeep(f)", 3, 8},
        {"local function f() return 1 end keep(f)", 1, 8},
        {"keep(keep)", UINT32_MAX, 0},
    };
    struct sandbox *sandbox = sandbox_open();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reading reading = reading_of(cases[i].script);
        struct question question = {&reading.source->layout, {.function = 0}};
        assert_int_equal(sandbox_run(sandbox, BUDGET_LOAD, ask, &question, NULL), SANDBOX_DONE);
        assert_int_equal(question.asked.function, cases[i].function);
        assert_int_equal(question.asked.here.token, cases[i].call);
        reading_free(&reading);
    }
    sandbox_close(sandbox);
}

/* ---- calls ---- */

static void test_call_budget_is_fresh_each_time(void **state) {
    (void)state;
    struct sandboxed sandboxed;
    sandboxed_run(&sandboxed, "keep_function(function() for i = 1, 20000 do end end)");
    for (int i = 0; i < 100; i++) {
        sandboxed_call(&sandboxed);
        assert_int_equal(sandboxed.status, SANDBOX_DONE);
    }
    sandboxed_free(&sandboxed);
}

static void test_call_that_runs_too_long(void **state) {
    (void)state;
    struct sandboxed sandboxed;
    sandboxed_run(&sandboxed, "local f = function() for i = 1, 1e9 do end end\n"
                              "keep_function(f)");
    for (int i = 0; i < 3; i++) {
        sandboxed_call(&sandboxed);
        assert_int_equal(sandboxed.status, SANDBOX_INSTRUCTIONS);
        assert_string_equal(sandboxed.report, "1:22 the script runs for too long and was stopped");
    }
    sandboxed_free(&sandboxed);
}

/* The same call passes or fails in the same way however much others have left behind. */
static void test_call_memory_is_exact(void **state) {
    (void)state;
    static const char fits[] = "keep_function(function()\n"
                               "local t, s = {}, ('0123456789'):rep(10000)\n"
                               "for i = 1, 30 do t[i] = s .. i end end)";
    static const char fails[] = "keep_function(function()\n"
                                "local t, s = {}, ('0123456789'):rep(10000)\n"
                                "for i = 1, 45 do t[i] = s .. i end end)";
    struct sandboxed fitting;
    struct sandboxed failing;
    sandboxed_run(&fitting, fits);
    sandboxed_run(&failing, fails);
    for (int i = 0; i < 40; i++) {
        sandboxed_call(&fitting);
        assert_int_equal(fitting.status, SANDBOX_DONE);
        sandboxed_call(&failing);
        assert_int_equal(failing.status, SANDBOX_MEMORY);
        assert_string_equal(failing.report,
                            "3:27 the script takes too much memory and was stopped");
    }
    sandboxed_free(&fitting);
    sandboxed_free(&failing);
}

static void read_held(lua_State *state, void *data) {
    *(size_t *)data = (size_t)lua_gc(state, LUA_GCCOUNT);
}

static size_t held(struct sandbox *sandbox) {
    size_t kilobytes = 0;
    sandbox_run(sandbox, BUDGET_CALL, read_held, &kilobytes, NULL);
    return kilobytes;
}

static void test_calls_leave_nothing_behind(void **state) {
    (void)state;
    struct sandboxed sandboxed;
    sandboxed_run(&sandboxed,
                  "keep_function(function() for i = 1, 1000 do local t = { i } end end)");
    for (int i = 0; i < 2000; i++) {
        sandboxed_call(&sandboxed);
    }
    assert_int_equal(sandboxed.status, SANDBOX_DONE);
    assert_in_range(held(sandboxed.sandbox), 1, 2000);
    sandboxed_free(&sandboxed);
}

/* ---- runs within runs ---- */

struct nesting {
    struct sandbox *sandbox;
    enum sandbox_status inner;
    unsigned calls;
};

static void loop_for_ever(lua_State *state, void *data) {
    (void)data;
    for (;;) {
        budget_charge(state, 1000);
    }
}

static void swallow(lua_State *state, void *data) {
    struct nesting *nesting = data;
    (void)state;
    nesting->inner = sandbox_run(nesting->sandbox, BUDGET_CALL, loop_for_ever, NULL, NULL);
    nesting->calls++;
}

static void test_a_nested_run_cannot_hide_a_budget(void **state) {
    (void)state;
    struct nesting nesting = {.sandbox = sandbox_open()};
    struct sandbox_failure failure;
    assert_int_equal(sandbox_run(nesting.sandbox, BUDGET_CALL, swallow, &nesting, &failure),
                     SANDBOX_INSTRUCTIONS);
    assert_int_equal(nesting.inner, SANDBOX_INSTRUCTIONS);
    assert_int_equal(nesting.calls, 1);
    sandbox_close(nesting.sandbox);
}

static void raise_value(lua_State *state, void *data) {
    (void)data;
    luaL_error(state, "a body may raise");
}

static void run_inner(lua_State *state, void *data) {
    struct nesting *nesting = data;
    (void)state;
    nesting->inner = sandbox_run(nesting->sandbox, BUDGET_CALL, raise_value, NULL, NULL);
}

static void test_a_nested_error_stays_inside(void **state) {
    (void)state;
    struct nesting nesting = {.sandbox = sandbox_open()};
    assert_int_equal(sandbox_run(nesting.sandbox, BUDGET_LOAD, run_inner, &nesting, NULL),
                     SANDBOX_DONE);
    assert_int_equal(nesting.inner, SANDBOX_ERROR);
    sandbox_close(nesting.sandbox);
}

/* ---- files ---- */

static void load_twice(lua_State *state, void *data) {
    for (unsigned i = 0; i <= LIMIT_SOURCE_FILES + 1; i++) {
        sandbox_load(state, data);
        lua_pop(state, 1);
    }
}

static void test_too_many_files(void **state) {
    (void)state;
    struct reading reading = reading_of("keep(1)");
    struct sandbox *sandbox = sandbox_open();
    struct sandbox_failure failure;
    assert_int_equal(sandbox_run(sandbox, BUDGET_LOAD, load_twice,
                                 (void *)(uintptr_t)&reading.source->layout, &failure),
                     SANDBOX_ERROR);
    assert_string_equal(failure.message, "a protocol may have 65 files at most");
    sandbox_close(sandbox);
    reading_free(&reading);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory_of_the_machine),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_trace),
        cmocka_unit_test(test_place_of_a_caller),
        cmocka_unit_test(test_call_budget_is_fresh_each_time),
        cmocka_unit_test(test_call_that_runs_too_long),
        cmocka_unit_test(test_call_memory_is_exact),
        cmocka_unit_test(test_calls_leave_nothing_behind),
        cmocka_unit_test(test_a_nested_run_cannot_hide_a_budget),
        cmocka_unit_test(test_a_nested_error_stays_inside),
        cmocka_unit_test(test_too_many_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
