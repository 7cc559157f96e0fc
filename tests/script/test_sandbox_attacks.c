/*
 * What a determined author may try. Each script must end soon with the diagnostic that says why,
 * and the process goes on: the whole suite runs in one, and each is followed by a script that
 * works.
 */
#include "script/sandboxed.h"

#include "base/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

/* Far above what the slowest takes on one slow core with sanitizers; without bounds, many of these
 * would run for hours. */
enum { SECONDS_AT_MOST = 60 };

struct attack {
    const char *name;
    const char *script;
    enum sandbox_status status;
    const char *message; /* how the message begins */
};

static const char too_long[] = "the script runs for too long";
static const char too_much[] = "the script takes too much memory";

static void assert_still_working(void) {
    struct sandboxed sandboxed;
    sandboxed_run(&sandboxed, "keep(#('x'):rep(100))");
    assert_string_equal(sandboxed.kept.text, "100");
    sandboxed_free(&sandboxed);
}

static void assert_held_off(const struct attack *attacks, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct sandboxed sandboxed;
        clock_t start = clock();
        sandboxed_run(&sandboxed, attacks[i].script);
        bool in_time = (clock() - start) / CLOCKS_PER_SEC < SECONDS_AT_MOST;
        const char *message = strchr(sandboxed.report, ' ');
        bool as_expected = sandboxed.status == attacks[i].status && in_time && message != NULL &&
                           strstr(message, attacks[i].message) == message + 1;
        if (!as_expected) {
            print_error("%s: %d %s\n", attacks[i].name, (int)sandboxed.status, sandboxed.report);
        }
        assert_true(as_expected);
        /* Every one of them is told where. */
        assert_true(sandboxed.report[0] != '0');
        sandboxed_free(&sandboxed);
        assert_still_working();
    }
}

#define ASSERT_HELD_OFF(attacks) assert_held_off(attacks, sizeof(attacks) / sizeof *(attacks))

static void test_endless_loops(void **state) {
    (void)state;
    static const struct attack attacks[] = {
        {"for", "for i = 1, math.maxinteger do end", SANDBOX_INSTRUCTIONS, too_long},
        {"goto", "::again:: goto again", SANDBOX_ERROR, "`goto` and labels"},
        {"float steps", "for i = 0, 1, 1e-300 do end", SANDBOX_INSTRUCTIONS, too_long},
        {"step 0", "for i = 1, 2, 0.0 do end", SANDBOX_ERROR, "'for' step is zero"},
        {"tostring", "for i = 1, 1e18 do tostring(i) end", SANDBOX_INSTRUCTIONS, too_long},
        {"equality of long texts",
         "local a, b = ('x'):rep(8000000), ('x'):rep(8000000) for i = 1, 1e18 do keep(a == b) end",
         SANDBOX_INSTRUCTIONS, too_long},
        {"order of long texts",
         "local a, b = ('x'):rep(16000), ('x'):rep(16000) for i = 1, 1e18 do local c = a < b end",
         SANDBOX_INSTRUCTIONS, too_long},
        {"keys of long texts",
         "local s, t = ('x'):rep(16000), {} for i = 1, 1e18 do t[s .. ''] = 1 end",
         SANDBOX_INSTRUCTIONS, too_long},
        {"number of a long text",
         "local s = (' '):rep(16000) .. '1' for i = 1, 1e18 do tonumber(s) end",
         SANDBOX_INSTRUCTIONS, too_long},
        {"integer of a long text",
         "local s = (' '):rep(16000) .. '1' for i = 1, 1e18 do math.tointeger(s) end",
         SANDBOX_INSTRUCTIONS, too_long},
        {"digits", "for i = 1, 1e18 do string.format('%99.99f', 1e308) end", SANDBOX_INSTRUCTIONS,
         too_long},
        {"rep", "for i = 1, 1e18 do ('x'):rep(60000) end", SANDBOX_INSTRUCTIONS, too_long},
        {"upper", "local s = ('x'):rep(60000) for i = 1, 1e18 do s:upper() end",
         SANDBOX_INSTRUCTIONS, too_long},
        {"concat",
         "local t = {} for i = 1, 1e4 do t[i] = 'xxxxxxxx' end "
         "for i = 1, 1e18 do table.concat(t) end",
         SANDBOX_INSTRUCTIONS, too_long},
        {"long concatenations",
         "local s = ('x'):rep(1000000) for i = 1, 1e18 do local t = s .. i end",
         SANDBOX_INSTRUCTIONS, too_long},
        {"insert in front", "local t = {} for i = 1, 1e18 do table.insert(t, 1, i) end",
         SANDBOX_INSTRUCTIONS, too_long},
        {"sort with a comparator that always says yes",
         "local t = {} for i = 1, 1e4 do t[i] = i end "
         "for i = 1, 1e18 do table.sort(t, function() return true end) end",
         SANDBOX_INSTRUCTIONS, too_long},
        {"sort with a comparator that never ends",
         "table.sort({ 1, 2 }, function() for i = 1, 1e18 do end end)", SANDBOX_INSTRUCTIONS,
         too_long},
        {"pairs",
         "local t = {} for i = 1, 1e4 do t['k' .. i] = i end for i = 1, 1e18 do pairs(t) end",
         SANDBOX_INSTRUCTIONS, too_long},
        {"garbage", "local t for i = 1, 1e18 do t = { __gc = t == nil } end", SANDBOX_INSTRUCTIONS,
         too_long},
    };
    ASSERT_HELD_OFF(attacks);
}

static void test_memory_bombs(void **state) {
    (void)state;
    static const struct attack attacks[] = {
        {"doubling", "local s = 'x' for i = 1, 1e9 do s = s .. s end", SANDBOX_MEMORY, too_much},
        {"a table", "local t = {} for i = 1, 1e9 do t[i] = {} end", SANDBOX_MEMORY, too_much},
        {"one rep", "local s = ('x'):rep(1e9)", SANDBOX_MEMORY, too_much},
        {"a rep beyond any number", "local s = ('xy'):rep(math.maxinteger, 'abc')", SANDBOX_MEMORY,
         too_much},
        {"concat of large parts",
         "local s, t = ('x'):rep(1000000), {} for i = 1, 60 do t[i] = s end "
         "local u = table.concat(t)",
         SANDBOX_MEMORY, too_much},
    };
    ASSERT_HELD_OFF(attacks);
}

static void test_depth_and_floods(void **state) {
    (void)state;
    static const struct attack attacks[] = {
        {"recursion", "local function f(n) return 1 + f(n + 1) end f(1)", SANDBOX_ERROR,
         "the functions call one another"},
        {"recursion through sort",
         "local t = { 1, 2 } local function f() table.sort(t, function() f() end) end f()",
         SANDBOX_ERROR, "the functions call one another"},
        {"a growing list of arguments", "local function f(...) return f(1, ...) end f()",
         SANDBOX_ERROR, "a function is called with more than 250 values"},
        {"arguments in steps",
         "local function f(...) return f(1, 2, 3, 4, 5, 6, 7, 8, ...) end f()", SANDBOX_ERROR,
         "a function is called with more than 250 values"},
        {"unpack", "local t = {} keep(table.unpack(t, 1, 1e7))", SANDBOX_ERROR,
         "unpack gives at most 250 values"},
        {"unpack of everything", "keep(table.unpack({}, math.mininteger, math.maxinteger))",
         SANDBOX_ERROR, "unpack gives at most 250 values"},
        {"byte", "local s = ('x'):rep(1000) keep(s:byte(1, -1))", SANDBOX_ERROR,
         "byte gives at most 250 values"},
        {"select", "select(-1e15, 1)", SANDBOX_ERROR, "bad argument #1 to 'select'"},
        {"concat of a huge range", "table.concat({}, ',', 1, math.maxinteger)", SANDBOX_ERROR,
         "concat joins texts and numbers only; entry 1 is nil"},
        {"concat at the edge",
         "table.concat({ [math.maxinteger] = 'x' }, ',', math.maxinteger, math.maxinteger) keep(x)",
         SANDBOX_ERROR, "nothing declares `x`"},
        {"a wide format", "string.format('%99999d', 1)", SANDBOX_ERROR,
         "invalid conversion specification: '%99999d'"},
        {"a key without order", "for k in pairs { [{}] = 1 } do end", SANDBOX_ERROR,
         "pairs has no order for keys"},
        {"NaN as a key", "local t = {} t[0 / 0] = 1", SANDBOX_ERROR, "table index is NaN"},
        {"too many registers", "keep(1,2,3,4,5,6,7,8,9,{1,2,{3,{4}}}, #'x', -1) local y = nil + 1",
         SANDBOX_ERROR, "attempt to perform arithmetic on a nil value"},
    };
    ASSERT_HELD_OFF(attacks);
}

static void test_ways_out(void **state) {
    (void)state;
    static const struct attack attacks[] = {
        {"bytecode", "\x1bLuaT", SANDBOX_ERROR, "this is compiled Lua"},
        {"_ENV", "_ENV.x = 1", SANDBOX_ERROR, "`x` is not a local: write local x"},
        {"_G", "_G.string.rep = nil", SANDBOX_ERROR, "`_G` is not part of the language"},
        {"globals", "keep = 1", SANDBOX_ERROR, "`keep` is not a local: write local keep"},
        {"the library", "string.rep = nil", SANDBOX_ERROR, "string is read-only"},
        {"methods of texts", "local s = 'x' s.rep = 1", SANDBOX_ERROR, "attempt to index a string"},
        {"close", "local x <close> = 1", SANDBOX_ERROR, "a local may be <const>"},
        {"next", "next({})", SANDBOX_ERROR, "`next` is not part of the language"},
        {"pcall", "pcall(error)", SANDBOX_ERROR, "`pcall` is not part of the language"},
        {"setmetatable", "setmetatable({}, { __gc = error })", SANDBOX_ERROR,
         "`setmetatable` is not part of the language"},
        {"load", "load('x')", SANDBOX_ERROR, "`load` is not part of the language"},
        {"an error that is a table", "error(setmetatable)", SANDBOX_ERROR,
         "`setmetatable` is not part of the language"},
        {"an error that is a table itself", "error { 'x' }", SANDBOX_ERROR,
         "the script raised an error with table"},
    };
    ASSERT_HELD_OFF(attacks);
}

static void test_huge_sources(void **state) {
    (void)state;
    size_t size = 10 << 20;
    char *source = malloc(size + 1);
    assert_non_null(source);
    memset(source, '{', size);
    source[size] = '\0';
    struct attack attacks[] = {
        {"10 MB", source, SANDBOX_ERROR, "the script has 10485760 bytes"},
        {"1 MB of braces", source + size - LIMIT_SOURCE_BYTES, SANDBOX_ERROR,
         "no statement begins with `{`"},
    };
    ASSERT_HELD_OFF(attacks);
    free(source);
}

/* A million tokens that are Lua: read, compiled and run within the budget of a load. */
static void test_a_script_of_the_largest_size(void **state) {
    (void)state;
    char *source = malloc(LIMIT_SOURCE_BYTES + 1);
    assert_non_null(source);
    size_t length = (size_t)sprintf(source, "local t = { ");
    while (length + 4 < LIMIT_SOURCE_BYTES) {
        memcpy(source + length, "1,", 2);
        length += 2;
    }
    strcpy(source + length, "}");
    struct sandboxed sandboxed;
    sandboxed_run(&sandboxed, source);
    assert_int_equal(sandboxed.status, SANDBOX_DONE);
    sandboxed_free(&sandboxed);
    free(source);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_endless_loops),
        cmocka_unit_test(test_memory_bombs),
        cmocka_unit_test(test_depth_and_floods),
        cmocka_unit_test(test_ways_out),
        cmocka_unit_test(test_huge_sources),
        cmocka_unit_test(test_a_script_of_the_largest_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
