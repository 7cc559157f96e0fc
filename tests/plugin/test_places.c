/* Where a plug-in is looked for, in which order, and what is said where it is not there. */
#include "abi/plugin.h"
#include "plugin/places.h"
#include "support/failing_malloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { BLOCK = 4096 };

/* A folder with first/, bin/plugins/ and lib/synovia/ in it, all empty. */
struct fixture {
    struct arena arena;
    char folder[32];
    struct plugin_places places; /* first/ listed, bin/ the program's */
};

static const char *below(struct fixture *fixture, const char *name) {
    return arena_format(&fixture->arena, "%s/%s", fixture->folder, name).at;
}

static const char *const folders[] = {"first", "bin", "bin/plugins", "lib", "lib/synovia"};
static const char *const files[] = {"first/x.so", "bin/plugins/x.so", "lib/synovia/x.so"};

static int set_up(void **state) {
    struct fixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    arena_init(&fixture->arena, BLOCK, 0);
    strcpy(fixture->folder, "/tmp/synovia-places-XXXXXX");
    assert_non_null(mkdtemp(fixture->folder));
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        assert_int_equal(mkdir(below(fixture, folders[i]), 0700), 0);
    }
    fixture->places.listed = text_of(below(fixture, "first"));
    fixture->places.program = text_of(below(fixture, "bin"));
    *state = fixture;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        unlink(below(fixture, files[i]));
    }
    for (size_t i = sizeof folders / sizeof *folders; i > 0; i--) {
        rmdir(below(fixture, folders[i - 1]));
    }
    rmdir(fixture->folder);
    arena_free(&fixture->arena);
    free(fixture);
    return 0;
}

static void put(struct fixture *fixture, const char *name) {
    FILE *file = fopen(below(fixture, name), "w");
    assert_non_null(file);
    fclose(file);
}

static void check_found(struct fixture *fixture, const char *expected) {
    struct text error;
    struct text found = plugin_find(&fixture->places, text_of("x"), &fixture->arena, &error);
    assert_int_equal(error.length, 0);
    assert_string_equal(found.at, below(fixture, expected));
}

static void test_the_order_of_places(void **state) {
    struct fixture *fixture = *state;
    put(fixture, "lib/synovia/x.so");
    check_found(fixture, "bin/../lib/synovia/x.so");
    put(fixture, "bin/plugins/x.so");
    check_found(fixture, "bin/plugins/x.so");
    put(fixture, "first/x.so");
    check_found(fixture, "first/x.so");
}

static void check_error(struct fixture *fixture, const char *name, const char *expected) {
    struct text error;
    struct text found = plugin_find(&fixture->places, text_of(name), &fixture->arena, &error);
    assert_int_equal(found.length, 0);
    assert_string_equal(error.at, expected);
}

static void test_not_there(void **state) {
    struct fixture *fixture = *state;
    const char *f = fixture->folder;
    struct text expected = arena_format(
        &fixture->arena,
        "there is no plug-in \"x\": looked for %s/first/x.so, %s/bin/plugins/x.so, "
        "%s/bin/../lib/synovia/x.so. Put it there, name its folder in SYNOVIA_PLUGINS, or give its "
        "path",
        f, f, f);
    check_error(fixture, "x", expected.at);
}

/* The working directory holds the file, and still it is not taken. */
static void test_a_relative_folder_is_passed_over(void **state) {
    struct fixture *fixture = *state;
    put(fixture, "first/x.so");
    char before[4096];
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(fixture->folder), 0);
    struct plugin_places relative = {text_of("first:"), text_of("")};
    struct text error;
    struct text found = plugin_find(&relative, text_of("x"), &fixture->arena, &error);
    assert_int_equal(chdir(before), 0);
    assert_int_equal(found.length, 0);
    assert_string_equal(error.at, "there is no plug-in \"x\": looked for first/x.so (passed over: "
                                  "not absolute). Put it there, name its folder in "
                                  "SYNOVIA_PLUGINS, or give its path");
}

static void test_several_folders_may_be_listed(void **state) {
    struct fixture *fixture = *state;
    put(fixture, "first/x.so");
    struct text both = arena_format(&fixture->arena, "/nowhere::%s/first", fixture->folder);
    fixture->places.listed = both;
    check_found(fixture, "first/x.so");
}

static void test_nowhere_to_look(void **state) {
    struct fixture *fixture = *state;
    fixture->places = (struct plugin_places){text_of(""), text_of("")};
    check_error(fixture, "x",
                "there is no plug-in \"x\": looked for nowhere. Put it there, name its folder in "
                "SYNOVIA_PLUGINS, or give its path");
}

static void test_what_cannot_be_a_name(void **state) {
    struct fixture *fixture = *state;
    check_error(fixture, "My Store",
                "\"My Store\" cannot be the name of a plug-in: 1 to 64 of a-z, 0-9, _ and -; a "
                "path has a slash in it");
    assert_false(plugin_is_name(text_of("")));
    assert_false(plugin_is_name(text_of("..")));
    char longest[SYNOVIA_PLUGIN_NAME_BYTES + 2];
    memset(longest, 'a', sizeof longest);
    assert_true(plugin_is_name(text_from(longest, SYNOVIA_PLUGIN_NAME_BYTES)));
    assert_false(plugin_is_name(text_from(longest, SYNOVIA_PLUGIN_NAME_BYTES + 1)));
}

static void test_the_places_of_this_process(void **state) {
    struct fixture *fixture = *state;
    setenv("SYNOVIA_PLUGINS", "/a:/b", 1);
    struct plugin_places places = plugin_places_of_process(&fixture->arena);
    unsetenv("SYNOVIA_PLUGINS");
    assert_string_equal(places.listed.at, "/a:/b");
    assert_true(places.program.length > 6);
    assert_string_equal(places.program.at + places.program.length - 6, "/tests");
}

static enum operation_outcome find_nothing(void *context) {
    struct arena arena;
    arena_init(&arena, 64, 0);
    struct text error;
    struct plugin_places *places = context;
    struct text found = plugin_find(places, text_of("x"), &arena, &error);
    enum operation_outcome outcome = OPERATION_WRONG;
    if (found.length == 0) {
        outcome = error.length > 0 ? OPERATION_DONE : OPERATION_FAILED;
    }
    arena_free(&arena);
    return outcome;
}

static void test_each_allocation_may_fail(void **state) {
    struct fixture *fixture = *state;
    assert_true(failing_malloc_until_ok(find_nothing, &fixture->places) >= 2);
}

#define PLACED(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        PLACED(test_the_order_of_places),
        PLACED(test_not_there),
        PLACED(test_a_relative_folder_is_passed_over),
        PLACED(test_several_folders_may_be_listed),
        PLACED(test_nowhere_to_look),
        PLACED(test_what_cannot_be_a_name),
        PLACED(test_the_places_of_this_process),
        PLACED(test_each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
