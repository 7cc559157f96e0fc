/*
 * The handshake: what is taken, what is refused, and in which words. Each object is a shared object
 * of its own, objects/NAME.c.
 */
#include "plugin/plugin.h"
#include "support/failing_malloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

enum { BLOCK = 4096 };

static const struct plugin_places here = {{OBJECTS, sizeof OBJECTS - 1}, {NULL, 0}};

/* Everything that is refused, with the words for it; %s is the path of the object. */
static const struct refusal {
    const char *name;
    const char *words;
} refusals[] = {
    {"no_symbol", "%s is a shared object, but not a plug-in of Synovia: it does not export "
                  "synovia_plugin"},
    {"says_nothing", "%s does not want to run in this program: its synovia_plugin gave nothing"},
    {"small_description",
     "%s: its description has 16 bytes, at least 88 are needed; build it anew"},
    {"wrong_magic", "%s is not a plug-in of Synovia: its description has the magic number "
                    "000000000000002a, not 314149564f4e5953"},
    {"other_kind", "%s is a plug-in of the kind gateway; one of the kind store is wanted here"},
    {"unknown_kind",
     "%s is a plug-in of a kind that is not known here, 77; one of the kind store is wanted"},
    {"other_major", "%s is built on version 2.0 of the store ABI, and this program has 1.0: the "
                    "first numbers must be equal. Build the plug-in with this program's headers"},
    {"newer_minor", "%s needs version 1.3 of the store ABI, and this program has 1.0: use a newer "
                    "program or an older plug-in"},
    {"bad_name", "%s: the name in its description is not one: 1 to 64 of a-z, 0-9, _ and -"},
    {"long_about", "%s: `version` and `about` in its description must be UTF-8 of at most 256 "
                   "bytes"},
    {"missing_routine",
     "%s lacks the routine `sync`, which every store plug-in must have: build it with "
     "this program's headers"},
    {"cut_table",
     "%s lacks the routine `forget`, which every store plug-in must have: build it with this "
     "program's headers"},
    {"no_table",
     "%s lacks the routine `open`, which every store plug-in must have: build it with this "
     "program's headers"},
    {"unresolved", "cannot load the plug-in: %s: undefined symbol: nobody_has_this"},
    {"not_elf", "cannot load the plug-in: %s: invalid ELF header"},
};

static void test_each_refusal_has_its_words(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        struct arena arena;
        arena_init(&arena, BLOCK, 0);
        struct text path = arena_format(&arena, "%s/%s.so", OBJECTS, refusals[i].name);
        char expected[2048];
        snprintf(expected, sizeof expected, refusals[i].words, path.at);
        struct text error;
        assert_null(plugin_open(&here, refusals[i].name, SYNOVIA_KIND_STORE, &arena, &error));
        assert_string_equal(error.at, expected);
        arena_free(&arena);
    }
}

/* The optional routines that a table has: "backup check info" as "bci", "-" where there is none. */
static void optional_routines(const struct synovia_store_routines *table, char out[4]) {
    out[0] = table->backup == NULL ? '-' : 'b';
    out[1] = table->check == NULL ? '-' : 'c';
    out[2] = table->info == NULL ? '-' : 'i';
    out[3] = '\0';
}

static void check_taken(const char *name, const char *optional) {
    struct arena arena;
    arena_init(&arena, BLOCK, 0);
    struct text error;
    struct plugin *plugin = plugin_open(&here, name, SYNOVIA_KIND_STORE, &arena, &error);
    assert_non_null(plugin);
    assert_int_equal(error.length, 0);
    const struct synovia_store_routines *table = plugin_store(plugin);
    assert_int_equal(table->size, sizeof *table);
    char found[4];
    optional_routines(table, found);
    assert_string_equal(found, optional);
    struct synovia_store *store;
    struct synovia_message message = {0};
    assert_int_equal(table->open(NULL, &store, &message), SYNOVIA_STORE_UNSUPPORTED);
    assert_true(text_is(text_from(message.text, message.length), "this store is a stub"));
    plugin_close(plugin);
    arena_free(&arena);
}

static void test_a_good_one_is_taken(void **state) {
    (void)state;
    check_taken("good", "-c-");
}

static void test_an_older_one_lacks_what_lies_beyond_its_size(void **state) {
    (void)state;
    check_taken("older", "---");
}

static void test_a_newer_one_that_needs_no_more_is_taken(void **state) {
    (void)state;
    check_taken("newer", "-c-");
}

static void test_it_says_what_it_is(void **state) {
    (void)state;
    struct arena arena;
    arena_init(&arena, BLOCK, 0);
    struct text error;
    struct plugin *plugin =
        plugin_open(&here, OBJECTS "/good.so", SYNOVIA_KIND_STORE, &arena, &error);
    assert_non_null(plugin);
    struct plugin_about about = plugin_about(plugin);
    assert_true(text_is(about.path, OBJECTS "/good.so"));
    assert_true(text_is(about.kind, "store"));
    assert_true(text_is(about.name, "stub"));
    assert_true(text_is(about.version, "1.2.3"));
    assert_true(text_is(about.about, "a store that does nothing"));
    plugin_close(plugin);
    arena_free(&arena);
}

static void test_a_path_that_is_not_there(void **state) {
    (void)state;
    struct arena arena;
    arena_init(&arena, BLOCK, 0);
    struct text error;
    assert_null(plugin_open(&here, "./nowhere.so", SYNOVIA_KIND_STORE, &arena, &error));
    assert_string_equal(error.at, "cannot load the plug-in: ./nowhere.so: cannot open shared "
                                  "object file: No such file or directory");
    assert_null(plugin_open(&here, "good", 99, &arena, &error));
    assert_string_equal(error.at, "this program does not load plug-ins of kind 99");
    arena_free(&arena);
}

static void test_nothing_is_closed_twice(void **state) {
    (void)state;
    plugin_close(NULL);
}

static enum operation_outcome open_and_close(void *context) {
    (void)context;
    struct arena arena;
    arena_init(&arena, BLOCK, 0);
    struct text error;
    struct plugin *plugin = plugin_open(&here, "good", SYNOVIA_KIND_STORE, &arena, &error);
    enum operation_outcome outcome = plugin == NULL ? OPERATION_FAILED : OPERATION_DONE;
    plugin_close(plugin);
    arena_free(&arena);
    return outcome;
}

static void test_each_allocation_may_fail(void **state) {
    (void)state;
    assert_true(failing_malloc_until_ok(open_and_close, NULL) >= 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_refusal_has_its_words),
        cmocka_unit_test(test_a_good_one_is_taken),
        cmocka_unit_test(test_an_older_one_lacks_what_lies_beyond_its_size),
        cmocka_unit_test(test_a_newer_one_that_needs_no_more_is_taken),
        cmocka_unit_test(test_it_says_what_it_is),
        cmocka_unit_test(test_a_path_that_is_not_there),
        cmocka_unit_test(test_nothing_is_closed_twice),
        cmocka_unit_test(test_each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
