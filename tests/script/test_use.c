/*
 * `use "name"`: what the functions of a library may be given and give, what is wrong with how they
 * are used, and that the library is part of what the protocol is.
 */
#include "base/digest.h"
#include "clinic.h"
#include "loading.h"
#include "support/failing_malloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

enum { BLOCK = 4096 };

static const char digest_a[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
static const char digest_b[] = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

/* The facts of the header must be looked at. */
static const char every_fact[] =
    "red_flag 'all' { when = any { fever, age:over(3), bearing:is 'cannot',\n"
    "    surgery:days_ago():under(9) }, because = 'B.', source = 'S' }\n";

/* Loads the header and `text` with the library. */
static struct loaded *load(struct clinic *clinic, const char *text) {
    struct buffer whole;
    buffer_init(&whole);
    buffer_append_string(&whole, loading_header);
    buffer_append_string(&whole, text);
    buffer_append(&whole, every_fact, sizeof every_fact);
    assert_false(whole.failed);
    struct file files[] = {{"p.lua", whole.at}, {NULL, NULL}};
    struct loaded *loaded = loading_with(files, clinic_finder(clinic));
    assert_non_null(loaded);
    buffer_free(&whole);
    return loaded;
}

static void check_said(const char *text, const char *expected) {
    struct clinic clinic = {.digest = digest_a};
    struct loaded *loaded = load(&clinic, text);
    struct buffer said = loading_said(loaded);
    load_free(loaded);
    assert_int_equal(clinic.open, 0);
    assert_string_equal(said.at, expected);
    buffer_free(&said);
}

#define RULE "red_flag 'r' { when = x, because = 'B.', source = 'S' }\n"
#define OVER "red_flag 'r' { when = x:over(9), because = 'B.', source = 'S' }\n"
#define WEIGHT "local weight = number 'weight' { ask = 'W?', min = 1, max = 9, unit = 'kg' }\n"
#define USE "local clinic = use 'clinic'\n"

static void what_fits_is_taken(void **state) {
    (void)state;
    check_said(USE "local x = derive 'x' { age, type = 'number', clinic.double }\n" OVER, "");
    check_said(USE "local x = derive 'x' { surgery, age, type = 'yes_no', clinic.adult }\n" RULE,
               "");
    check_said(USE WEIGHT
               "local x = derive 'x' { weight, type = 'number', unit = 'L', clinic.volume }\n" OVER,
               "");
    check_said("local double = use('clinic').double\n"
               "local x = derive 'x' { age, type = 'number', function(age) return double(age) + 1 "
               "end }\n" OVER,
               "");
    check_said(USE "local again = use 'clinic'\n"
                   "local x = derive 'x' { age, type = 'number', again.double }\n" OVER,
               "");
}

static void what_does_not_fit_is_told(void **state) {
    (void)state;
    check_said(USE "local x = derive 'x' { age, age, type = 'number', clinic.double }\n" OVER,
               "2:51 bad-value: `clinic.double` takes 1 input, but `derive \"x\"` has 2\n");
    check_said(USE "local x = derive 'x' { fever, type = 'number', clinic.double }\n" OVER,
               "2:24 wrong-type: input 1 of `clinic.double` is a number, but found the yes_no "
               "`fever`\n");
    check_said(USE "local x = derive 'x' { age, type = 'yes_no', clinic.double }\n" RULE,
               "2:36 wrong-type: `clinic.double` gives a number, not a yes_no\n");
    check_said(USE "local x = derive 'x' { age, type = 'number', clinic.dubble }\n" OVER,
               "2:46 script-error: the plug-in `clinic` has no field `dubble`; the nearest is "
               "`double`\n");
    check_said(USE "local x = clinic.double(age)\n",
               "2:11 term-misused: `clinic.double` is called while the script is loaded, when "
               "nobody has answered yet\n");
    check_said(USE "clinic.double = 3\n",
               "2:1 script-error: the plug-in `clinic` is read-only: `double` cannot be set\n");
    check_said(USE
               "local x = derive 'x' { age, type = 'number', unit = 'L', clinic.volume }\n" OVER,
               "2:24 unit-mismatch: input 1 of `clinic.volume` is in kg, but found one in a\n");
    check_said(
        USE WEIGHT
        "local x = derive 'x' { weight, type = 'number', unit = 'mL', clinic.volume }\n" OVER,
        "3:56 unit-mismatch: `clinic.volume` gives a number in L\n");
    check_said(USE WEIGHT "local x = derive 'x' { weight, type = 'number', clinic.volume }\n" OVER,
               "3:11 unit-mismatch: `clinic.volume` gives a number in L\n");
    check_said(USE "local x = derive 'x' { age, type = 'number', clinic.strange }\n" OVER,
               "2:46 plug-in: `clinic.strange` speaks of the unit `furlong`, which is not known "
               "here\n");
    check_said("local heart = use 'heart'\n", "1:19 plug-in: \"heart\" is not here\n");
    check_said("local heart = use(3)\n",
               "1:19 wrong-type: `use` takes the name of a plug-in in quotes, but found the number "
               "3\n");
}

/* Calls the only function of a protocol with the facts that it takes. */
static bool call(const struct loaded *loaded, const struct function_value *inputs, size_t count,
                 struct arena *arena, struct function_value *output, struct text *failure) {
    struct functions functions = load_functions(loaded);
    assert_non_null(functions.context);
    *failure = text_of("");
    return functions.call(functions.context, load_program(loaded), 0, inputs, count, arena, output,
                          failure);
}

static void values_go_in_and_out(void **state) {
    (void)state;
    struct clinic clinic = {.digest = digest_a};
    struct arena arena;
    arena_init(&arena, BLOCK, 0);
    struct function_value output;
    struct text failure;
    struct loaded *loaded =
        load(&clinic, USE "local x = derive 'x' { age, type = 'number', clinic.double }\n" OVER);
    struct function_value age = {.type = VALUE_NUMBER, .number = 30};
    assert_true(call(loaded, &age, 1, &arena, &output, &failure));
    assert_true(output.number > 59.9 && output.number < 60.1);
    age.number = 101;
    assert_false(call(loaded, &age, 1, &arena, &output, &failure));
    assert_string_equal(failure.at,
                        "the function of `x` failed: `clinic.double` failed: 101 is too much");
    load_free(loaded);
    loaded = load(&clinic, USE "local x = derive 'x' { surgery, age, type = 'yes_no', "
                               "clinic.adult }\n" RULE);
    struct function_value both[] = {{.type = VALUE_DATE, .day = 20454},
                                    {.type = VALUE_NUMBER, .number = 30}};
    assert_true(call(loaded, both, 2, &arena, &output, &failure));
    assert_false(output.yes);
    both[0].day++;
    assert_true(call(loaded, both, 2, &arena, &output, &failure));
    assert_true(output.yes);
    load_free(loaded);
    arena_free(&arena);
}

static void none_reaches_the_function_as_none(void **state) {
    (void)state;
    struct clinic clinic = {.digest = digest_a};
    struct arena arena;
    arena_init(&arena, BLOCK, 0);
    struct function_value output;
    struct text failure;
    struct loaded *loaded =
        load(&clinic, USE "local x = derive 'x' { bearing, fever, type = 'choice', options = { "
                          "'a', 'b' }, clinic.word }\n"
                          "red_flag 'r' { when = x:is 'a', because = 'B.', source = 'S' }\n");
    struct function_value inputs[] = {{.type = VALUE_CHOICE, .choice = {"limping", 7}},
                                      {.type = VALUE_YES_NO, .yes = true}};
    assert_true(call(loaded, inputs, 2, &arena, &output, &failure));
    assert_true(text_is(output.choice, "b"));
    inputs[0].none = true;
    assert_true(call(loaded, inputs, 2, &arena, &output, &failure));
    assert_true(text_is(output.choice, "a"));
    load_free(loaded);
    arena_free(&arena);
}

/* Within a function of the script the types are known only when it runs. */
static void a_wrong_call_within_a_function_fails(void **state) {
    (void)state;
    static const struct {
        const char *call;
        const char *why;
    } rows[] = {
        {"double('3')", "input 1 of `clinic.double` is a number, but found string"},
        {"double()", "`clinic.double` takes 1 input, but found 0"},
        {"double(age, 3)", "`clinic.double` takes 1 input, but found 2"},
        {"double(age > 3)", "input 1 of `clinic.double` is a number, but found boolean"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[512];
        snprintf(
            text, sizeof text,
            "local double = use('clinic').double\n"
            "local x = derive 'x' { age, type = 'number', function(age) return %s end }\n" OVER,
            rows[i].call);
        struct clinic clinic = {.digest = digest_a};
        struct loaded *loaded = load(&clinic, text);
        struct arena arena;
        arena_init(&arena, BLOCK, 0);
        struct function_value output;
        struct function_value age = {.type = VALUE_NUMBER, .number = 30};
        struct text failure;
        assert_false(call(loaded, &age, 1, &arena, &output, &failure));
        if (strstr(failure.at, rows[i].why) == NULL) {
            fail_msg("%s", failure.at);
        }
        arena_free(&arena);
        load_free(loaded);
    }
}

static void the_library_is_part_of_the_digest(void **state) {
    (void)state;
    static const char text[] =
        USE "local x = derive 'x' { age, type = 'number', clinic.double }\n" OVER;
    struct clinic clinic = {.digest = digest_a};
    struct loaded *first = load(&clinic, text);
    struct load_source source = load_source(first, 0);
    char hex[SHA256_HEX_SIZE], listing[512];
    sha256_hex(source.bytes, hex);
    snprintf(listing, sizeof listing, "%s  p.lua\n%s  clinic.so\n", hex, digest_a);
    sha256_hex(text_of(listing), hex);
    assert_true(text_is(load_program(first)->header.digest, hex));
    const struct header *header = &load_program(first)->header;
    assert_int_equal(header->plug_in_count, 1);
    assert_true(text_is(header->plug_ins[0].name, "clinic"));
    assert_true(text_is(header->plug_ins[0].digest, digest_a));
    assert_true(text_is(load_program(first)->functions[0].given_by, "clinic.double"));
    clinic.digest = digest_b;
    struct loaded *second = load(&clinic, text);
    assert_false(text_is(load_program(second)->header.digest, hex));
    assert_int_equal(clinic.open, 2);
    load_free(first);
    load_free(second);
    assert_int_equal(clinic.open, 0);
    assert_int_equal(clinic.opened, 2);
}

struct loading_trial {
    struct clinic clinic;
    struct file files[2];
};

static enum operation_outcome load_once(void *context) {
    struct loading_trial *trial = context;
    struct loaded *loaded = loading_with(trial->files, clinic_finder(&trial->clinic));
    bool has_program = loaded != NULL && load_program(loaded) != NULL;
    load_free(loaded);
    if (trial->clinic.open != 0) {
        return OPERATION_WRONG;
    }
    return has_program ? OPERATION_DONE : OPERATION_FAILED;
}

static void memory_that_runs_out_leaves_nothing_open(void **state) {
    (void)state;
    static const char text[] =
        "protocol 'p' { format = 1, version = '1.0.0', title = 'P',\n"
        "    refer = { to = 'physician', urgency = 'routine' } }\n"
        "local age = number 'age' { ask = 'Age?', min = 0, max = 120 }\n" USE
        "local x = derive 'x' { age, type = 'number', clinic.double }\n" OVER;
    struct loading_trial trial = {{.digest = digest_a}, {{"p.lua", text}, {NULL, NULL}}};
    assert_true(failing_malloc_until_ok(load_once, &trial) > 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_fits_is_taken),
        cmocka_unit_test(what_does_not_fit_is_told),
        cmocka_unit_test(values_go_in_and_out),
        cmocka_unit_test(none_reaches_the_function_as_none),
        cmocka_unit_test(a_wrong_call_within_a_function_fails),
        cmocka_unit_test(the_library_is_part_of_the_digest),
        cmocka_unit_test(memory_that_runs_out_leaves_nothing_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
