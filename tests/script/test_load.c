/*
 * A load as a whole: files, the digest of what was read, and memory that runs out anywhere.
 */
#include "base/digest.h"
#include "loading.h"
#include "support/failing_malloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const char main_file[] =
    "protocol 'p' { format = 1, version = '1.0.0', title = 'P',\n"
    "    refer = { to = 'physician', urgency = 'routine' } }\n"
    "local signs = include 'shared/signs.lua'\n"
    "local again = include 'shared/signs.lua'\n"
    "red_flag 'r' { when = signs.fever | again.chills, because = 'B.', source = 'S' }\n";
static const char signs_file[] = "local fever = yes_no 'fever' { ask = 'Fever?' }\n"
                                 "local chills = yes_no 'chills' { ask = 'Chills?' }\n"
                                 "return { fever = fever, chills = chills }\n";

static void the_digest_is_that_of_what_was_read(void **state) {
    (void)state;
    const struct file files[] = {
        {"p.lua", main_file}, {"shared/signs.lua", signs_file}, {NULL, NULL}};
    struct loaded *loaded = loading_files(files);
    const struct program *program = load_program(loaded);
    assert_non_null(program);
    assert_int_equal(program->fact_count, 2);
    assert_int_equal(load_source_count(loaded), 2);
    assert_true(text_is(load_source(loaded, 0).path, "p.lua"));
    assert_true(text_is(load_source(loaded, 1).bytes, signs_file));
    char main_hex[SHA256_HEX_SIZE];
    char signs_hex[SHA256_HEX_SIZE];
    char hex[SHA256_HEX_SIZE];
    char listing[300];
    sha256_hex(text_of(main_file), main_hex);
    sha256_hex(text_of(signs_file), signs_hex);
    snprintf(listing, sizeof listing, "%s  p.lua\n%s  shared/signs.lua\n", main_hex, signs_hex);
    sha256_hex(text_of(listing), hex);
    assert_true(text_is(program->header.digest, hex));
    load_free(loaded);

    struct loaded *single =
        loading_good("red_flag 'r' { when = any { fever, age:over(3),\n"
                     "bearing:is 'cannot', surgery:is_none() }, because = 'B.',\n"
                     "source = 'S' }",
                     NULL);
    assert_int_equal(load_program(single)->header.digest.length, 64);
    load_free(single);
}

static void a_file_outside_of_the_folder_is_never_asked_for(void **state) {
    (void)state;
    static const char *const paths[] = {"/etc/passwd", "../x.lua",   "a/../../x.lua", "a//b.lua",
                                        "./x.lua",     "a\\\\b.lua", "c:x.lua",       ""};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        char text[400];
        snprintf(text, sizeof text, "%slocal x = include '%s'\n", main_file, paths[i]);
        const struct file files[] = {
            {"p.lua", text}, {"shared/signs.lua", signs_file}, {NULL, NULL}};
        struct loaded *loaded = loading_files(files);
        const struct diagnostics *found = load_diagnostics(loaded);
        assert_int_equal(found->count, 1);
        assert_int_equal(found->items[0].code, DIAGNOSTIC_INCLUDE);
        assert_null(load_program(loaded));
        load_free(loaded);
    }
}

static void what_is_not_there_is_said_of_the_whole_file(void **state) {
    (void)state;
    const struct file files[] = {{NULL, NULL}};
    struct loaded *loaded = loading_files(files);
    assert_int_equal(load_diagnostics(loaded)->count, 1);
    assert_int_equal(load_diagnostics(loaded)->items[0].place.line, 0);
    load_free(loaded);
}

static void a_program_that_is_kept_outlives_the_load(void **state) {
    (void)state;
    const struct file files[] = {
        {"p.lua", main_file}, {"shared/signs.lua", signs_file}, {NULL, NULL}};
    struct loaded *loaded = loading_files(files);
    const struct program *program = program_keep(load_program(loaded));
    load_free(loaded);
    assert_true(text_is(program->rules[0].id, "r"));
    program_release(program);
}

/* ---- memory that runs out ---- */

static enum read_status read_pair(void *context, struct text path, struct buffer *out) {
    const struct file *files = context;
    for (size_t i = 0; files[i].path != NULL; i++) {
        if (text_is(path, files[i].path)) {
            buffer_append_string(out, files[i].text);
            return out->failed ? READ_NO_MEMORY : READ_OK;
        }
    }
    return READ_MISSING;
}

static enum operation_outcome load_once(void *context) {
    struct load_request request = {
        .reader = {.context = context, .read = read_pair},
        .path = text_of("p.lua"),
        .load_tests = true,
    };
    struct loaded *loaded = load_protocol(&request);
    if (loaded == NULL) {
        return OPERATION_FAILED;
    }
    const struct diagnostics *found = load_diagnostics(loaded);
    bool whole = load_program(loaded) != NULL && load_suite(loaded) != NULL;
    enum operation_outcome outcome = OPERATION_WRONG;
    if (diagnostics_has_errors(found)) {
        outcome = OPERATION_FAILED;
    } else if (whole && load_suite(loaded)->test_count == 2) {
        outcome = OPERATION_DONE;
    }
    load_free(loaded);
    return outcome;
}

static void memory_that_runs_out_is_reported(void **state) {
    (void)state;
    struct file files[] = {
        {"p.lua", main_file},
        {"shared/signs.lua", signs_file},
        {"p_test.lua", "test 'a' { given = facts { fever = true }, expect = { rules = { 'r' } } }\n"
                       "always 'b' { when = fever, never = { outcome = 'clear' } }\n"},
        {NULL, NULL}};
    assert_true(failing_malloc_until_ok(load_once, files) > 100);
}

static void memory_that_runs_out_with_functions_is_reported(void **state) {
    (void)state;
    struct file files[] = {
        {"p.lua", "protocol 'p' { format = 1, version = '1.0.0', title = 'P' }\n"
                  "local fever = yes_no 'fever' { ask = 'F?' }\n"
                  "local n = number 'n' { ask = 'N?', min = 0, max = 9 }\n"
                  "local x = derive 'x' { fever, n, type = 'yes_no',\n"
                  "function(fever, n) return fever and n > 3 end }\n"
                  "precondition 'r' { require = ~x, because = 'B.', source = 'S' }\n"},
        {"p_test.lua", "cases 'a' { { { fever = true, n = 4 }, rules = { 'r' } },\n"
                       "{ { fever = false, n = 4 }, rules = {} } }\n"},
        {NULL, NULL}};
    assert_true(failing_malloc_until_ok(load_once, files) > 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_digest_is_that_of_what_was_read),
        cmocka_unit_test(a_file_outside_of_the_folder_is_never_asked_for),
        cmocka_unit_test(what_is_not_there_is_said_of_the_whole_file),
        cmocka_unit_test(a_program_that_is_kept_outlives_the_load),
        cmocka_unit_test(memory_that_runs_out_is_reported),
        cmocka_unit_test(memory_that_runs_out_with_functions_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
