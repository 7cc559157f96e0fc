/* What a script has of Lua's library: the same values on every machine, and nothing to break out.
 */
#include "script/sandboxed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

struct example {
    const char *script;
    const char *kept; /* what it has kept last, or the report of its failure */
};

static void assert_examples(const struct example *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct sandboxed sandboxed;
        sandboxed_run(&sandboxed, cases[i].script);
        const char *found =
            sandboxed.status == SANDBOX_DONE ? sandboxed.kept.text : sandboxed.report;
        if (strcmp(found, cases[i].kept) != 0) {
            print_error("script: %s\n", cases[i].script);
        }
        assert_string_equal(found, cases[i].kept);
        sandboxed_free(&sandboxed);
    }
}

static void test_basics(void **state) {
    (void)state;
    static const struct example cases[] = {
        {"keep(type(1), type('x'), type(nil), type({}), type(keep))",
         "number string nil table function"},
        {"keep(tostring(1.5), tostring(true), tostring(nil), tostring({}), tostring(keep))",
         "1.5 true nil table function"},
        {"keep(tonumber('0x10'), tonumber('z', 36), tonumber('x'))", "16 35 nil"},
        {"keep(select('#', 1, nil), select(-1, 1, 2), select(2, 'a', 'b'))", "2 2 b"},
        {"keep(assert(1, 2))", "1 2"},
        {"keep(string.format('%s %s %5.1f %d %%', {}, keep, 1.25, 3))", "table function   1.2 3 %"},
        {"keep(#'abc', ('ab'):upper(), ('ab'):rep(3, '-'), ('abc'):sub(-2), ('abc'):byte(1, -1))",
         "3 AB ab-ab-ab bc 97 98 99"},
        {"keep('x' .. 1 .. 2.0, 7 // 2, 7 % 3, 2 ^ 3)", "x12.0 3 1 8.0"},
        {"keep(math.floor(2.5), math.max(1, 3), math.type(1), math.maxinteger > 0)",
         "2 3 integer true"},
    };
    assert_examples(cases, sizeof cases / sizeof *cases);
}

static void test_order_of_pairs(void **state) {
    (void)state;
    static const char gather[] =
        "local out = {} for k, v in pairs(t) do out[#out + 1] = "
        "tostring(k) .. '=' .. tostring(v) end keep(table.concat(out, ' '))";
    char script[512];
    static const struct example cases[] = {
        {"{ 1, 2, b = 3, a = 4, [true] = 5, [false] = 6, [10] = 7, [-1] = 8, [0.5] = 9 }",
         "1=1 2=2 -1=8 0.5=9 10=7 a=4 b=3 false=6 true=5"},
        {"{}", ""},
        {"{ [2] = 'x', ['2'] = 'y', Z = 1, z = 2 }", "2=x 2=y Z=1 z=2"},
        {"{ 1, nil, 3 }", "1=1 3=3"},
        {"seal { b = 1, a = 2, 7 }", "1=7 a=2 b=1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(script, sizeof script, "local t = %s %s", cases[i].script, gather);
        const struct example example = {script, cases[i].kept};
        assert_examples(&example, 1);
    }
}

static void test_loops_that_change_their_table(void **state) {
    (void)state;
    static const struct example cases[] = {
        {"local t, n = { 1, 2, 3 }, 0 for k in pairs(t) do n = n + 1 t[k] = nil t[k + 1] = nil end "
         "keep(n)",
         "2"},
        {"local t, n = { 1, 2 }, 0 for i, v in ipairs(t) do n = n + v t[i] = nil end keep(n, #t)",
         "3 0"},
        {"local t = {} for k in pairs({ x = 1 }) do t.y = k end keep(t.y)", "x"},
    };
    assert_examples(cases, sizeof cases / sizeof *cases);
}

static void test_tables(void **state) {
    (void)state;
    static const struct example cases[] = {
        {"local t = { 3, 1, 2 } table.sort(t) keep(table.unpack(t))", "1 2 3"},
        {"local t = { 'b', 'a' } table.sort(t, function(x, y) return x > y end) "
         "keep(table.concat(t, ','))",
         "b,a"},
        {"local t = { { 1, 'a' }, { 0, 'b' }, { 1, 'c' }, { 0, 'd' } } "
         "table.sort(t, function(x, y) return x[1] < y[1] end) "
         "keep(t[1][2], t[2][2], t[3][2], t[4][2])",
         "b d a c"},
        {"local t = { 5, 4, 3, 2, 1 } table.sort(t, function() return true end) keep(#t)", "5"},
        {"local t = { 2, 1 } table.sort(t, function() error('bad') end)", "1:45 bad"},
        {"table.sort { 1, 'x' }", "1:1 attempt to compare string with number"},
        {"local t = { 'a', 'c' } table.insert(t, 2, 'b') table.insert(t, 'd') "
         "keep(table.remove(t, 1), table.remove(t), table.concat(t))",
         "a d bc"},
        {"keep(table.remove({}), #table.pack(1, 2), table.pack(1, nil).n)", "nil 2 2"},
        {"table.insert({}, 3, 1)", "1:1 bad argument #2 to 'insert' (position out of bounds)"},
        {"keep(table.concat({ 1, 2, 3 }, ', ', 2, 3), table.concat({}))", "2, 3 "},
        {"keep(table.unpack({ 1, 2, 3 }, 2))", "2 3"},
    };
    assert_examples(cases, sizeof cases / sizeof *cases);
}

static void test_what_is_not_here(void **state) {
    (void)state;
    static const struct example cases[] = {
        {"string.x = 1", "1:8 string is read-only: `x` cannot be set"},
        {"table.insert(table, 1)", "1:1 bad argument #1 to 'insert' (this table is read-only)"},
        {"table.sort(math)", "1:1 bad argument #1 to 'sort' (this table is read-only)"},
        {"keep(math.random())",
         "1:11 `math.random` is not part of the language: the same facts must give the same "
         "decision"},
        {"keep(('x'):gsub('x', 'y'))",
         "1:12 `string.gsub` is not part of the language: patterns take unbounded time; join texts "
         "with `..`"},
        {"keep(('x').y)", "1:12 string has no field `y`"},
        {"keep('10' + 1)", "1:11 attempt to perform arithmetic on a string value (constant '10')"},
        {"keep(-'2')", "1:6 attempt to perform arithmetic on a string value (constant '2')"},
        {"keep(string.format('%p', keep))",
         "1:6 format has no `%p`: addresses differ from run to run"},
        {"keep(math.abs '-3')", "3.0"},
    };
    assert_examples(cases, sizeof cases / sizeof *cases);
}

static void test_sealed_tables(void **state) {
    (void)state;
    static const struct example cases[] = {
        {"local t = seal { fever = 1, list = { 5, 6 } } keep(t.fever, #t.list, t.list[2])",
         "1 2 6"},
        {"local t = seal { fever = 1 } keep(t.fevr)",
         "1:37 shared/flags.lua has no field `fevr`; the nearest is `fever`"},
        {"local t = seal { 1, 2 } keep(t[3])", "1:34 shared/flags.lua has no entry [3]"},
        {"local t = seal { x = { y = 1 } } t.x.y = 2",
         "1:38 shared/flags.lua is read-only: `y` cannot be set"},
        {"local t = seal { 1 } for i, v in ipairs(t) do keep(i, v) end", "1 1"},
        {"local t = { x = 1 } t.self = t local s = seal(t) keep(s.self.self.x)", "1"},
        {"local t = seal(seal { x = { 1 } }) keep(#t.x)", "1"},
        {"keep(seal(1))", "1"},
    };
    assert_examples(cases, sizeof cases / sizeof *cases);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_basics),
        cmocka_unit_test(test_order_of_pairs),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_loops_that_change_their_table),
        cmocka_unit_test(test_what_is_not_here),
        cmocka_unit_test(test_sealed_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
