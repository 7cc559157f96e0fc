/* What is wrong with a script, to the letter: place, words, code and cure. */
#include "script/reading.h"

#include "support/failing_malloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

struct expectation {
    const char *script;
    const char *written; /* "" for a script without a fault */
};

static void assert_readings(const struct expectation *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct reading reading = reading_of(cases[i].script);
        if (strcmp(reading.text.at, cases[i].written) != 0) {
            print_error("script: %s\n", cases[i].script);
        }
        assert_string_equal(reading.text.at, cases[i].written);
        assert_false(reading.diagnostics.failed);
        reading_free(&reading);
    }
}

#define ASSERT_READINGS(cases) assert_readings(cases, sizeof(cases) / sizeof *(cases))

static void test_the_whole_grammar(void **state) {
    (void)state;
    struct reading reading = reading_of(
        "local a <const>, b = 1, { 2; 3, x = 4, ['y'] = 5, [6] = 7, }\n"
        "local c; c = -2 ^ 2 .. 'x' .. [[y]] ; do end ;;\n"
        "b.x, b['y'], c = a + 1 - 2 * 3 / 4 // 5 % 6, ~1 & 2 | 3 ~ 4 << 5 >> 6, #b\n"
        "for i = 1, 10, 2 do c = i break end\n"
        "for k, v in pairs(b) do c = k .. v end\n"
        "local function f(x, ...) return select('#', ...), (x) end\n"
        "function b.f.g(...) return ... ; end\n"
        "f(1, f, nil, true, false){ }'x'[[y]]:z(1):z{}:z'w'\n"
        "local d = derive 'd' { function(p)\n"
        "  if p and not p or p == 1 then return 1 elseif p < 2 then return 2 else p = 3 end\n"
        "  while p <= 3 do p = p + 1 if p ~= 1 then break end end\n"
        "  repeat local q = p >= 4 until q or p > 5\n"
        "  return function() return p end\n"
        "end }\n"
        "return d");
    assert_string_equal(reading.text.at, "");
    assert_non_null(reading.source);
    reading_free(&reading);
}

static void test_syntax_errors(void **state) {
    (void)state;
    static const struct expectation cases[] = {
        {"local x = = 1", "t.lua:1:11: error: a value was expected, not `=` [syntax]\n"
                          "    cure: `=` sets a name or a key; a comparison is written `==` in a "
                          "function, and `term:is(value)` on a term\n"},
        {"local x = {\n  1,\n  2\nlocal y = 3\n",
         "t.lua:4:1: error: `local` stands where `}` should close the `{` in line 1, column 11 "
         "[missing-end]\n"
         "    cure: write `}` where it ends\n"},
        {"local x = (1 + 2", "t.lua:1:11: error: this `(` is never closed: there is no `)` for it "
                             "[missing-end]\n"
                             "    cure: write `)` where it ends\n"},
        {"local f = helper(function()\n  for i = 1, 2 do\n    keep(i)\nend)\n",
         "t.lua:4:4: error: `)` stands where `end` should close the `function` in line 1, column "
         "18 "
         "[missing-end]\n"
         "    cure: look at the `for` in line 2: going by the indentation, its end is missing "
         "before line 4\n"},
        {"end", "t.lua:1:1: error: `end` closes nothing here [syntax]\n"
                "    cure: remove it, or look for one too many before it\n"},
        {"local end = 1", "t.lua:1:7: error: `end` is a word of Lua and cannot be a name [syntax]\n"
                          "    cure: choose another name\n"},
        {"keep { end = 1 }", "t.lua:1:8: error: `end` cannot be a key as it stands [syntax]\n"
                             "    cure: write [\"end\"] = ...\n"},
        {"keep { \"mg/dL\" = 1 }",
         "t.lua:1:8: error: `\"mg/dL\"` cannot be a key as it stands [syntax]\n"
         "    cure: write [\"mg/dL\"] = ...\n"},
        {"keep { min: 0 }", "t.lua:1:11: error: a key is set with `=`, not with `:` [syntax]\n"
                            "    cure: write key = value\n"},
        {"keep(min = 0)", "t.lua:1:10: error: arguments in parentheses have no names [syntax]\n"
                          "    cure: write braces: word { key = value }\n"},
        {"local x = 1 x += 1", "t.lua:1:13: error: `x` alone is no statement: nothing is done with "
                               "it [syntax]\n"
                               "    cure: Lua has no += and the like: write name = name + ...\n"},
        {"const x = 1", "t.lua:1:1: error: `const` alone is no statement: nothing is done with it "
                        "[syntax]\n"
                        "    cure: is this word misspelt (local, return, for, function)?\n"},
        {"local f = helper(function(a) if a = 1 then end end)",
         "t.lua:1:35: error: `=` sets; it does not compare [syntax]\n"
         "    cure: write `==`\n"},
        {"break", "t.lua:1:1: error: there is no loop to break out of [syntax]\n"
                  "    cure: remove `break`\n"},
        {"local f = helper(function() return ... end)",
         "t.lua:1:36: error: this function takes no `...` [syntax]\n"
         "    cure: name its parameters, or write function(...)\n"},
        {"goto x", "t.lua:1:1: error: `goto` and labels are not part of the language [goto]\n"
                   "    cure: use `for` and `break`, or return early\n"},
        {"local x <close> = 1", "t.lua:1:10: error: a local may be <const> and nothing else "
                                "[syntax]\n"
                                "    cure: remove what stands between < and >\n"},
        {"local x = fact_of_a_test:over",
         "t.lua:1:26: error: the method `over` is not called [syntax]\n"
         "    cure: write its argument behind it, as in term:over(3), or () where it has none; a "
         "key is set with `=`\n"},
    };
    ASSERT_READINGS(cases);
}

static void test_missing_commas_are_all_reported(void **state) {
    (void)state;
    static const struct expectation cases[] = {
        {"keep { ask = \"a\" min = 0 max = 1 }\nkeep(1 2)",
         "t.lua:1:18: error: a comma is missing in this table, between `\"a\"` and `min` "
         "[missing-comma]\n"
         "    cure: write a comma behind `\"a\"`\n"
         "t.lua:1:26: error: a comma is missing in this table, between `0` and `max` "
         "[missing-comma]\n"
         "    cure: write a comma behind `0`\n"
         "t.lua:2:8: error: a comma is missing in this list of arguments, between `1` and `2` "
         "[missing-comma]\n"
         "    cure: write a comma behind `1`\n"},
    };
    ASSERT_READINGS(cases);
    struct reading reading = reading_of(cases[0].script);
    assert_null(reading.source);
    reading_free(&reading);
}

#define FACTS "local a, b = yes_no 'a' {}, yes_no 'b' {}\nlocal n = number 'n' {}\n"
#define NO_WORD(word, cure)                                                                        \
    ": error: `" word "` does not work on conditions: Lua would settle it here and now, before "   \
    "anybody has answered [word-outside-function]\n    cure: write " cure "\n"

static void test_words_on_conditions(void **state) {
    (void)state;
    static const struct expectation cases[] = {
        {FACTS "keep(a or b)", "t.lua:3:8" NO_WORD("or", "any { a, b } or a | b")},
        {FACTS "keep(a and b)", "t.lua:3:8" NO_WORD("and", "all { a, b } or a & b")},
        {FACTS "keep(not a)", "t.lua:3:6" NO_WORD("not", "~a")},
        {FACTS "keep(not (a or b))", "t.lua:3:6" NO_WORD("not", "none_of { a, b }")},
        {FACTS "keep(a or b and a:is(true) or not b)",
         "t.lua:3:28" NO_WORD("or", "any { a, all { b, a:is(true) }, ~b }")},
        {FACTS "keep(a and 3 or 4)",
         "t.lua:3:14" NO_WORD("or", "first { { 3, when = a }, { 4 } }")},
        {FACTS "keep(a or n:over(3) or 1 == 2)",
         "t.lua:3:21" NO_WORD("or", "any { a, n:over(3), (1):is(2) }")},
        {FACTS "if a then end",
         "t.lua:3:1: error: `if` does not work on conditions: the script is run once, before "
         "anybody has answered [word-outside-function]\n"
         "    cure: put the condition into `when`, `only_if` or first { { value, when = condition "
         "}, { otherwise } }\n"},
        {"while true do end repeat until true",
         "t.lua:1:1: error: `while` does not work on conditions: the script is run once, before "
         "anybody has answered [word-outside-function]\n"
         "    cure: write a `for` loop over what you know while writing\n"
         "t.lua:1:19: error: `repeat` does not work on conditions: the script is run once, before "
         "anybody has answered [word-outside-function]\n"
         "    cure: write a `for` loop over what you know while writing\n"},
        {"local function pick(x)\n  if x then return 1 end\nend",
         "t.lua:2:3: error: `if` does not work on conditions: the script is run once, before "
         "anybody has answered [word-outside-function]\n"
         "    cure: write the function in the derive itself, or as local name = "
         "helper(function(...) ... end); a rule's condition goes into `when`\n"},
        {"local f = helper(function(x) if x then return x or 1 end end)\n"
         "local d = derive 'd' { type = 'yes_no', function(x) while not x do x = f(x) end end }\n"
         "local e = derive 'e' { f = function() return function(y) return y and 1 end end }",
         ""},
        {"local function facts_of(list) for _, name in ipairs(list) do yes_no(name) {} end end",
         ""},
    };
    ASSERT_READINGS(cases);
}

static void test_operators_on_terms(void **state) {
    (void)state;
#define COMPARES(operator, cure)                                                                   \
    ": error: `" operator"` compares here and now, and a term has no value before somebody has "   \
                         "answered [operator-on-term]\n    cure: write " cure "\n"
    static const struct expectation cases[] = {
        {FACTS "keep(n > 3)", "t.lua:3:8" COMPARES(">", "n:over(3)")},
        {FACTS "keep(3 > n)", "t.lua:3:8" COMPARES(">", "n:under(3)")},
        {FACTS "keep(n >= n)", "t.lua:3:8" COMPARES(">=", "n:at_least(n)")},
        {FACTS "keep(n + 1 <= 3)", "t.lua:3:12" COMPARES("<=", "(n + 1):at_most(3)")},
        {FACTS "keep(a == true)", "t.lua:3:8" COMPARES("==", "a")},
        {FACTS "keep(a ~= true)", "t.lua:3:8" COMPARES("~=", "~a")},
        {FACTS "keep(n == nil)", "t.lua:3:8" COMPARES("==", "n:is_none()")},
        {FACTS "keep(a ~= 'x')", "t.lua:3:8" COMPARES("~=", "a:is_not 'x'")},
        {FACTS "keep(number 'x' {} == 1)", "t.lua:3:20" COMPARES("==", "number 'x' {}:is(1)")},
        {"keep(fact_of_a_test < 1)", "t.lua:1:21" COMPARES("<", "fact_of_a_test:under(1)")},
        {FACTS "keep('x' .. n)",
         "t.lua:3:10: error: `..` joins texts, and a term has no value before somebody has "
         "answered [operator-on-term]\n"
         "    cure: leave the term out of the text: a decision names the facts that it rests on\n"},
        {"local i = 1 keep(i == 2, 'x' .. i) for j = 1, 3 do keep(j == i) end", ""},
        {FACTS "n = 3 keep(n == 3)", ""},
        {"local d = derive 'd' { fact_of_a_test, function(x) return x == 3 end }", ""},
    };
    ASSERT_READINGS(cases);
#undef COMPARES
}

static void test_names(void **state) {
    (void)state;
    static const struct expectation cases[] = {
        {"local fever = 1\nkeep(fevr)", "t.lua:2:6: error: nothing declares `fevr` [undeclared]\n"
                                        "    cure: did you mean `fever`?\n"},
        {"nubmer 'x' {}", "t.lua:1:1: error: nothing declares `nubmer` [undeclared]\n"
                          "    cure: did you mean `number`?\n"},
        {"keep(zzzzzz)", "t.lua:1:6: error: nothing declares `zzzzzz` [undeclared]\n"
                         "    cure: declare it first, local zzzzzz = ..., or quote it if it is a "
                         "text\n"},
        {"do local x = 1 end keep(x)",
         "t.lua:1:25: error: nothing declares `x` [undeclared]\n"
         "    cure: declare it first, local x = ..., or quote it if it is a text\n"},
        {"keep(later)\nlocal later = 1",
         "t.lua:1:6: error: `later` is used before line 2 declares it [used-too-early]\n"
         "    cure: move its declaration above this line\n"},
        {"x = 1 keep(x)",
         "t.lua:1:1: error: `x` is not a local variable, and nothing else may be set "
         "[global-assigned]\n"
         "    cure: write local x = ...\n"},
        {"function f() end",
         "t.lua:1:10: error: `f` is not a local variable, and nothing else may be set "
         "[global-assigned]\n"
         "    cure: write local function f(...)\n"},
        {"print(1)",
         "t.lua:1:1: error: `print` is not part of the language [not-in-sandbox]\n"
         "    cure: a protocol has nobody to print to; `synovia screen --explain` shows what it "
         "finds\n"},
        {"local number = 1",
         "t.lua:1:7: warning: `number` is a word of the language, which this local hides "
         "[shadowed-word]\n"
         "    cure: give the local another name\n"},
        {"local number = number 'a' {}\nlocal b = number 'b' {}",
         "t.lua:2:11: error: `number` is the local of line 1 here, not the word of the language "
         "[shadowed-word]\n"
         "    cure: give the local another name\n"},
        {"local d = derive 'd' { function(number, type) return number end }", ""},
        {"local d = derive 'd' { function() return any {} end }",
         "t.lua:1:42: error: `any` stands for a term, and a function has values only "
         "[term-in-function]\n"
         "    cure: make the term outside, and list it before the function as one of its inputs\n"},
        {"local function f(n) return f(n) end local t = { x = 1 } t.x = 2 t.y = t.x", ""},
        {"local x = 1 do local x = x keep(x) end for x = x, 2 do keep(x) end", ""},
    };
    ASSERT_READINGS(cases);
}

static void test_captures(void **state) {
    (void)state;
#define CHANGES(name, line)                                                                        \
    ": error: this function rests on `" name "`, which line " line                                 \
    " changes [captured-variable]\n"                                                               \
    "    cure: what differs from person to person is an input: list it before the function and "   \
    "name a parameter for it; what does not is set once, by local " name " = ...\n"
    static const struct expectation cases[] = {
        {"local n = 0\nlocal d = derive 'd' { function() n = n + 1 return n end }",
         "t.lua:2:35" CHANGES("n", "2")},
        {"local n = 0\nlocal h = helper(function() return n end)\nn = 1",
         "t.lua:2:36" CHANGES("n", "3")},
        {"local n = 0\nlocal h = helper(function() return function() return n end end)\nn = 1",
         "t.lua:2:54" CHANGES("n", "3")},
        {"local n = 0\nlocal h = helper(function(x) local m = n x = 1 m = 2 return m end)", ""},
        {"for i = 1, 3 do keep(derive('d' .. i) { function() return i end }) end", ""},
        {"local function f(x) return x end\nlocal d = derive 'd' { f }",
         "t.lua:2:24: error: the function of a derive is written in the derive, and `f` is not "
         "[function-elsewhere]\n"
         "    cure: write function(...) ... end here; what several share is local f = "
         "helper(function(...) ... end), called in it\n"},
    };
    ASSERT_READINGS(cases);
#undef CHANGES
}

/* ---- limits ---- */

/* `count` times `piece`, between `before` and `after`. */
static char *repeated(const char *before, const char *piece, size_t count, const char *after) {
    size_t length = strlen(piece);
    char *script = malloc(strlen(before) + count * length + strlen(after) + 1);
    assert_non_null(script);
    char *at = script + sprintf(script, "%s", before);
    for (size_t i = 0; i < count; i++) {
        memcpy(at, piece, length);
        at += length;
    }
    strcpy(at, after);
    return script;
}

static void test_depth(void **state) {
    (void)state;
    static const struct {
        const char *before;
        const char *piece;
        size_t count;
        const char *after;
    } cases[] = {
        {"local x = ", "{", 200, ""},
        {"local x = ", "(", 100000, ""},
        {"local x = ", "- ", 100000, "1"},
        {"local x = 1", " + 1", 100000, ""},
        {"local x = 'a'", " .. 'a'", 100000, ""},
        {"local x = {} keep(x", ".y", 100000, ")"},
        {"keep", "{}", 100000, ""},
        {"local x\nx", ", x", 100000, " = 1"},
        {"", "do ", 200, ""},
        {"local h = helper(function(a) if a then ", "elseif a then ", 70000, "end end)"},
        {"local f = ", "function() return ", 20, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *script = repeated(cases[i].before, cases[i].piece, cases[i].count, cases[i].after);
        struct reading reading = reading_of(script);
        assert_null(reading.source);
        assert_int_equal(reading.diagnostics.count, 1);
        assert_int_equal(reading.diagnostics.items[0].code, DIAGNOSTIC_NESTED_TOO_DEEPLY);
        reading_free(&reading);
        free(script);
    }
}

static void test_depth_that_fits(void **state) {
    (void)state;
    char *open = repeated("local x = ", "{", 98, "");
    char *script = repeated(open, "}", 98, "");
    struct reading reading = reading_of(script);
    assert_string_equal(reading.text.at, "");
    assert_non_null(reading.source);
    reading_free(&reading);
    free(script);
    free(open);
}

static void test_too_many_locals(void **state) {
    (void)state;
    char *fits = repeated("", "local x ", 200, "");
    char *script = repeated("", "local x ", 201, "");
    struct reading fitting = reading_of(fits);
    struct reading reading = reading_of(script);
    assert_non_null(fitting.source);
    assert_null(reading.source);
    assert_int_equal(reading.diagnostics.items[0].code, DIAGNOSTIC_TOO_MANY);
    assert_int_equal(reading.diagnostics.items[0].place.column, 200 * 8 + 7);
    reading_free(&reading);
    reading_free(&fitting);
    free(script);
    free(fits);
}

static enum operation_outcome read_script(void *context) {
    struct reading reading = reading_of(context);
    enum operation_outcome outcome = OPERATION_WRONG;
    if (reading.diagnostics.failed && diagnostics_has_errors(&reading.diagnostics)) {
        outcome = OPERATION_FAILED;
    } else if (!reading.text.failed && reading.diagnostics.errors == 4) {
        outcome = OPERATION_DONE;
    } else if (reading.text.failed) {
        outcome = OPERATION_FAILED;
    }
    reading_free(&reading);
    return outcome;
}

static void test_memory_runs_out(void **state) {
    (void)state;
    char script[] = FACTS "keep(a or b, a == true, nothing)\n"
                          "local d = derive 'd' { function() n = 1 return n end }\n"
                          "local long = [[\n x ]]";
    assert_true(failing_malloc_until_ok(read_script, script) > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_whole_grammar),
        cmocka_unit_test(test_syntax_errors),
        cmocka_unit_test(test_missing_commas_are_all_reported),
        cmocka_unit_test(test_words_on_conditions),
        cmocka_unit_test(test_operators_on_terms),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_captures),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_depth_that_fits),
        cmocka_unit_test(test_too_many_locals),
        cmocka_unit_test(test_memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
