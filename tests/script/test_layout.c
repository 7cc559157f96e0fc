/* From tokens back to what the author wrote. */
#include "script/layout.h"

#include "script/reading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char script[] = "local age = number \"age\" { min = 0,\n"
                             "    ['max'] = 120, 5, -- comment\n"
                             "    min = 1, 6 }\n"
                             "keep { age:under(10), age:over(3):is(1) & age:is(2),\n"
                             "    any { age }:is(3) }\n"
                             "local text = [[\n"
                             "a \"b\"\\\n"
                             "c]]\n"
                             "local h = helper(function(x) return -x end)\n";

/* The index of the n-th token (from 1) with that text. */
static uint32_t token_of(const struct layout *layout, const char *text, unsigned n) {
    for (uint32_t i = 0; i < layout->tokens->count; i++) {
        if (text_is(token_text(layout->tokens, i), text) && --n == 0) {
            return i;
        }
    }
    return UINT32_MAX;
}

static struct reading read_script(void) {
    struct reading reading = reading_of(script);
    assert_string_equal(reading.text.at, "");
    assert_non_null(reading.source);
    return reading;
}

static void assert_place(struct place place, uint32_t line, uint32_t column) {
    assert_int_equal(place.line, line);
    assert_int_equal(place.column, column);
}

static void assert_node(const struct layout *layout, const struct syntax_node *node,
                        const char *text) {
    assert_non_null(node);
    struct text found = layout_text(layout, node);
    assert_int_equal(found.length, strlen(text));
    assert_memory_equal(found.at, text, found.length);
}

static void test_one_token_a_line(void **state) {
    (void)state;
    struct reading reading = reading_of("local x -- c\n= [[\na\r\n\tb]] .. 'c\\z\n  d'");
    assert_string_equal(reading.source->layout.code.at,
                        "local\nx\n=\n\"a\\010\\009b\"\n..\n\"cd\"\n");
    assert_place(layout_place(&reading.source->layout, layout_token(&reading.source->layout, 5)), 4,
                 6);
    assert_int_equal(layout_token(&reading.source->layout, -1), 0);
    assert_int_equal(layout_token(&reading.source->layout, 99), 6);
    reading_free(&reading);
}

static void test_calls(void **state) {
    (void)state;
    struct reading reading = read_script();
    const struct layout *layout = &reading.source->layout;
    uint32_t number = token_of(layout, "number", 1);
    uint32_t age = token_of(layout, "age", 2);
    uint32_t chain = token_of(layout, "age", 3);
    assert_node(layout, layout_call(layout, age, "under"), "age:under(10)");
    /* Lua names the token behind the first one where a table is begun. */
    assert_node(layout, layout_call(layout, age + 1, "under"), "age:under(10)");
    assert_node(layout, layout_call(layout, chain, "over"), "age:over(3)");
    assert_node(layout, layout_call(layout, chain, "is"), "age:over(3):is(1)");
    assert_node(layout, layout_call(layout, token_of(layout, "any", 1), "any"), "any { age }");
    assert_null(layout_call(layout, age, "over"));
    assert_null(layout_call(layout, age, "number"));
    assert_int_equal(layout_call(layout, number, "number")->first, number);
    reading_free(&reading);
}

static void test_fields(void **state) {
    (void)state;
    struct reading reading = read_script();
    const struct layout *layout = &reading.source->layout;
    uint32_t number = token_of(layout, "number", 1);
    const struct syntax_node *table = layout_arguments_table(layout_call(layout, number, "number"));
    assert_node(layout, layout_field(layout, table, "min"), "min = 1");
    assert_node(layout, layout_field(layout, table, "max"), "['max'] = 120");
    assert_node(layout, layout_field_value(layout_field(layout, table, "max")), "120");
    assert_node(layout, layout_item(table, 2), "6");
    assert_node(layout, layout_field_value(layout_item(table, 1)), "5");
    assert_null(layout_item(table, 3));
    assert_null(layout_field(layout, table, "unit"));
    assert_null(layout_field(layout, NULL, "unit"));
    assert_null(layout_item(NULL, 1));
    assert_place(layout_key_place(layout, number, "number", "max"), 2, 5);
    assert_place(layout_key_place(layout, number, "number", "unit"), 1, 13);
    assert_place(layout_key_place(layout, 0, "number", "unit"), 1, 1);
    reading_free(&reading);
}

static void test_operations_and_functions(void **state) {
    (void)state;
    struct reading reading = read_script();
    const struct layout *layout = &reading.source->layout;
    assert_node(layout, layout_operation(layout, token_of(layout, "&", 1)),
                "age:over(3):is(1) & age:is(2)");
    assert_node(layout, layout_operation(layout, token_of(layout, "-", 1)), "-x");
    assert_null(layout_operation(layout, token_of(layout, "age", 1)));
    int line = (int)token_of(layout, "function", 1) + 1;
    assert_node(layout, layout_function(layout, line), "function(x) return -x end");
    assert_node(layout, layout_function(layout, line + 1), "function(x) return -x end");
    assert_null(layout_function(layout, line + 2));
    assert_null(layout_function(layout, 1));
    reading_free(&reading);
}

static void test_near_names(void **state) {
    (void)state;
    struct reading reading = read_script();
    const struct layout *layout = &reading.source->layout;
    uint32_t keep = token_of(layout, "keep", 1);
    assert_int_equal(layout_near_name(layout, keep + 2, "keep"), keep);
    assert_int_equal(layout_near_name(layout, keep - 2, "keep"), keep);
    assert_int_equal(layout_near_name(layout, keep - 3, "keep"), keep - 3);
    reading_free(&reading);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_token_a_line), cmocka_unit_test(test_calls),
        cmocka_unit_test(test_fields),           cmocka_unit_test(test_operations_and_functions),
        cmocka_unit_test(test_near_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
