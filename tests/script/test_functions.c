/*
 * Derive functions as the engine calls them: what they are given, what they may give back, and that
 * no call outlives its budget or hurts the next one.
 */
#include "loading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { BLOCK = 4096 };

/* A protocol whose rule rests on one function of the four facts. */
static struct loaded *protocol(const char *type, const char *body) {
    struct buffer text;
    buffer_init(&text);
    buffer_append_format(&text,
                         "local x = derive 'x' { age, fever, bearing, surgery, %s,\n"
                         "function(age, fever, bearing, surgery) %s end }\n"
                         "red_flag 'r' { when = x:is(%s), because = 'B.', source = 'S' }\n",
                         type, body,
                         strstr(type, "number") != NULL   ? "7"
                         : strstr(type, "yes_no") != NULL ? "true"
                                                          : "'a'");
    buffer_append(&text, "", 1);
    struct loaded *loaded = loading_good(text.at, NULL);
    buffer_free(&text);
    return loaded;
}

static bool call(const struct loaded *loaded, struct arena *arena, bool never_operated,
                 struct function_value *output, struct text *failure) {
    struct functions functions = load_functions(loaded);
    struct function_value inputs[] = {
        {.type = VALUE_NUMBER, .number = 30},
        {.type = VALUE_YES_NO, .yes = true},
        {.type = VALUE_CHOICE, .choice = text_of("limping")},
        {.type = VALUE_DATE, .day = 20454, .none = never_operated}, /* 2026-01-01 */
    };
    assert_non_null(functions.context);
    return functions.call(functions.context, load_program(loaded), 0, inputs, 4, arena, output,
                          failure);
}

static void inputs_are_plain_values(void **state) {
    (void)state;
    static const struct {
        const char *body;
        bool none;
    } rows[] = {
        {"return age == 30 and math.type(age) == 'float'", false},
        {"return fever == true", false},
        {"return bearing == 'limping'", false},
        {"return surgery == '2026-01-01'", false},
        {"return surgery < '2026-02-01'", false},
        {"return surgery == nil", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct loaded *loaded = protocol("type = 'yes_no'", rows[i].body);
        struct arena arena;
        arena_init(&arena, BLOCK, 0);
        struct function_value output = {.type = VALUE_DATE};
        struct text failure = text_of("");
        assert_true(call(loaded, &arena, rows[i].none, &output, &failure));
        assert_int_equal(output.type, VALUE_YES_NO);
        assert_true(output.yes);
        arena_free(&arena);
        load_free(loaded);
    }
}

static void outputs_have_the_declared_type(void **state) {
    (void)state;
    struct arena arena;
    arena_init(&arena, BLOCK, 0);
    struct function_value output;
    struct text failure;
    struct loaded *number = protocol("type = 'number', min = 0, max = 99", "return age / 4");
    assert_true(call(number, &arena, false, &output, &failure));
    assert_true(output.number > 7.49 && output.number < 7.51);
    load_free(number);
    struct loaded *choice = protocol("type = 'choice', options = { 'a', 'b' }", "return 'b'");
    assert_true(call(choice, &arena, false, &output, &failure));
    assert_true(text_is(output.choice, "b"));
    load_free(choice);
    arena_free(&arena);
}

static void a_call_that_fails_says_why_and_the_next_one_works(void **state) {
    (void)state;
    static const struct {
        const char *body;
        const char *why;
    } rows[] = {
        {"if surgery == nil then return nil end return true", "it returned nil, not true or false"},
        {"if surgery == nil then return 1 end return true",
         "it returned number, not true or false"},
        {"if surgery == nil then error('no luck') end return true", "no luck"},
        {"if surgery == nil then while true do end end return true", "too long"},
        {"if surgery == nil then local t = 'x' while true do t = t .. t end end return true",
         "too much memory"},
        {"if surgery == nil then local function f() return 1 + f() end f() end return true",
         "deep"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct loaded *loaded = protocol("type = 'yes_no'", rows[i].body);
        struct arena arena;
        arena_init(&arena, BLOCK, 0);
        struct function_value output;
        struct text failure = text_of("");
        assert_false(call(loaded, &arena, true, &output, &failure));
        if (strstr(failure.at, rows[i].why) == NULL) {
            fail_msg("%.*s", (int)failure.length, failure.at);
        }
        assert_true(call(loaded, &arena, false, &output, &failure));
        assert_true(output.yes);
        arena_free(&arena);
        load_free(loaded);
    }
}

static void a_protocol_without_functions_keeps_no_state(void **state) {
    (void)state;
    struct loaded *loaded =
        loading_good("red_flag 'r' { when = any { fever, age:over(3), bearing:is 'cannot',\n"
                     "surgery:days_ago():under(9) }, because = 'B.', source = 'S' }",
                     NULL);
    assert_null(load_functions(loaded).context);
    load_free(loaded);
}

static void what_a_function_holds_is_judged(void **state) {
    (void)state;
    static const char *const rows[][2] = {
        {"local limit = 65\n"
         "local double = helper(function(a) return a * 2 end)\n"
         "local x = derive 'x' { age, type = 'yes_no', function(age) return double(age) > limit "
         "end "
         "}\n",
         ""},
        {"local x = derive 'x' { age, type = 'yes_no', function(a) return fever ~= nil end }\n",
         "1:46 captured-value: this function uses `fever`, a term, whose value is not known while "
         "the "
         "script is loaded; it must depend on its inputs only\n"},
        {"local limits = { 65 }\n"
         "local x = derive 'x' { age, type = 'yes_no', function(a) return a > limits[1] end }\n",
         "2:46 captured-value: this function uses `limits`, a table, which could change between "
         "two "
         "calls; it must depend on its inputs only\n"},
        {"local limits = { 65 }\n"
         "local old = helper(function(a) return a > limits[1] end)\n"
         "local x = derive 'x' { age, type = 'yes_no', function(a) return old(a) end }\n",
         "2:20 captured-value: this function uses `limits`, a table, which could change between "
         "two "
         "calls; it must depend on its inputs only\n"},
    };
    static const char rule[] = "red_flag 'r' { when = any { x, fever, bearing:is 'cannot', "
                               "surgery:days_ago():under(9) },\n"
                               "because = 'B.', source = 'S' }\n";
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buffer text;
        buffer_init(&text);
        buffer_append_format(&text, "%s%s", rows[i][0], rule);
        buffer_append(&text, "", 1);
        loading_assert_said(text.at, NULL, rows[i][1]);
        buffer_free(&text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inputs_are_plain_values),
        cmocka_unit_test(outputs_have_the_declared_type),
        cmocka_unit_test(a_call_that_fails_says_why_and_the_next_one_works),
        cmocka_unit_test(a_protocol_without_functions_keeps_no_state),
        cmocka_unit_test(what_a_function_holds_is_judged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
