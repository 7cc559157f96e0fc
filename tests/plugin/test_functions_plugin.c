/*
 * What the functions of a plug-in are, and what is wrong with those that are not. Each object is a
 * shared object of its own, objects/functions_*.c.
 */
#include "plugin/functions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

enum { BLOCK = 4096 };

static const struct plugin_places here = {{OBJECTS, sizeof OBJECTS - 1}, {NULL, 0}};

static struct plugin *open_object(const char *name, struct arena *arena) {
    struct text error;
    struct plugin *plugin = plugin_open(&here, name, SYNOVIA_KIND_FUNCTIONS, arena, &error);
    if (plugin == NULL) {
        fail_msg("%.*s", (int)error.length, error.at);
    }
    return plugin;
}

/* %s is the path of the object. */
static const struct refusal {
    const char *name;
    const char *words;
} refusals[] = {
    {"functions_none", "%s must have 1 to 256 functions"},
    {"functions_small", "%s: function 1: its description is too small; build it anew"},
    {"functions_name", "%s: function 1: its name is no identifier of at most 64 bytes"},
    {"functions_gives", "%s: function 1: it must give a yes_no, a number or a choice"},
    {"functions_takes", "%s: function 1: it must take 1 to 32 inputs, each a yes_no, a number, a "
                        "choice or a date"},
    {"functions_inputs", "%s: function 1: it must take 1 to 32 inputs, each a yes_no, a number, a "
                         "choice or a date"},
    {"functions_units", "%s: function 1: it must name a unit of at most 64 bytes, or an empty one, "
                        "for each input"},
    {"functions_twice", "%s: function 2: another one has the same name"},
};

static void test_each_refusal_has_its_words(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        struct arena arena;
        arena_init(&arena, BLOCK, 0);
        struct plugin *plugin = open_object(refusals[i].name, &arena);
        char path[1024], expected[2048];
        snprintf(path, sizeof path, "%s/%s.so", OBJECTS, refusals[i].name);
        snprintf(expected, sizeof expected, refusals[i].words, path);
        const struct plugin_function *functions;
        size_t count;
        struct text error;
        assert_false(plugin_read_functions(plugin, &arena, &functions, &count, &error));
        assert_string_equal(error.at, expected);
        plugin_close(plugin);
        arena_free(&arena);
    }
}

static void test_a_good_one_is_read_and_called(void **state) {
    (void)state;
    struct arena arena;
    arena_init(&arena, BLOCK, 0);
    struct plugin *plugin = open_object("functions_good", &arena);
    const struct plugin_function *functions;
    size_t count;
    struct text error;
    assert_true(plugin_read_functions(plugin, &arena, &functions, &count, &error));
    assert_int_equal(count, 1);
    assert_true(text_is(functions[0].name, "sum"));
    assert_int_equal(functions[0].gives, SYNOVIA_VALUE_NUMBER);
    assert_int_equal(functions[0].take_count, 2);
    const struct synovia_value two = {
        .size = sizeof two, .kind = SYNOVIA_VALUE_NUMBER, .number = 2};
    const struct synovia_value *const inputs[] = {&two, &two};
    struct synovia_value output = {.size = sizeof output, .kind = SYNOVIA_VALUE_NUMBER};
    const struct synovia_functions_routines *routines = plugin_table(plugin);
    assert_int_equal(routines->call(0, inputs, 2, &output, NULL), 0);
    assert_true(output.number > 3.9 && output.number < 4.1);
    plugin_close(plugin);
    arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_refusal_has_its_words),
        cmocka_unit_test(test_a_good_one_is_read_and_called),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
