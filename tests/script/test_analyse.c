/*
 * The whole-program checks beyond what single scripts show (tests/scripts): that their words name
 * what the author needs, that one mistake is reported once, and that no script keeps them busy.
 */
#include "base/date.h"
#include "script/load.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static const char header[] = "protocol \"p\" { format = 1, version = \"1.0.0\", title = \"P\",\n"
                             "    refer = { to = \"a physician\", urgency = \"routine\" } }\n";

static enum read_status read_text(void *context, struct text path, struct buffer *out) {
    if (!text_is(path, "p.lua")) {
        return READ_MISSING;
    }
    buffer_append_string(out, header);
    buffer_append_string(out, context);
    return out->failed ? READ_NO_MEMORY : READ_OK;
}

/* Loads header and text; the caller frees the result. */
static struct loaded *load(const char *text) {
    struct load_request request = {
        .reader = {.context = (void *)(uintptr_t)text, .read = read_text},
        .path = text_of("p.lua"),
    };
    assert_true(date_parse(text_of("2026-06-01"), &request.today));
    struct loaded *loaded = load_protocol(&request);
    assert_non_null(loaded);
    return loaded;
}

/* Everything that is said about the text must be exactly this, up to the cures. */
static void assert_said(const char *text, const char *expected) {
    struct loaded *loaded = load(text);
    const struct diagnostics *found = load_diagnostics(loaded);
    struct buffer said;
    buffer_init(&said);
    for (size_t i = 0; i < found->count; i++) {
        buffer_append_format(&said, "%u:%u %s: %.*s\n", found->items[i].place.line - 2,
                             found->items[i].place.column,
                             diagnostic_code_text(found->items[i].code),
                             (int)found->items[i].message.length, found->items[i].message.at);
    }
    buffer_append(&said, "", 1);
    load_free(loaded);
    assert_string_equal(said.at, expected);
    buffer_free(&said);
}

static void ranges_are_named(void **state) {
    (void)state;
    assert_said("local age = number 'age' { ask = 'A', min = 0, max = 120, unit = 'a' }\n"
                "red_flag 'old' { when = age:over(120), because = 'b', source = 's' }\n",
                "2:25 never-true: `age:over(120)` can never be true: `age` is 0 to 120 a\n");
    assert_said(
        "local f = yes_no 'f' { ask = 'F' }\n"
        "local d = number 'd' { ask = 'D', min = 0, max = 9, only_if = f, otherwise = none }\n"
        "red_flag 'r' { when = all { d:over(3), ~f }, because = 'b', source = 's' }\n",
        "3:23 never-true: `all { d:over(3), ~f }` can never be true: `f` is yes or no; `d` "
        "is 0 to 9, only if `f`\n");
}

static void what_contains_a_reported_condition_is_not_reported(void **state) {
    (void)state;
    assert_said("local age = number 'age' { ask = 'A', min = 0, max = 120, unit = 'a' }\n"
                "local f = yes_no 'f' { ask = 'F' }\n"
                "local old = age:over(120)\n"
                "red_flag 'r' { when = f & old, because = 'b', source = 's' }\n"
                "advisory 'a' { when = ~(f & old), because = 'b', advice = 'c', source = 's' }\n",
                "3:13 never-true: `age:over(120)` can never be true: `age` is 0 to 120 a\n");
}

static void nothing_is_concluded_from_what_is_missing(void **state) {
    (void)state;
    assert_said("local age = number 'age' { ask = 'A', min = 0, max = 120, unit = 'a' }\n"
                "red_flag 'r' { when = age:ovre(65), because = 'b', source = 's' }\n",
                "2:27 unknown-method: the number `age` has no `:ovre`\n");
}

static void gaps_are_named(void **state) {
    (void)state;
    assert_said("local t = number 't' { ask = 'T', min = 30, max = 45, unit = 'Cel' }\n"
                "local p = first { { 0, when = t:between(30, 37) },\n"
                "                  { 1, when = t:between(38, 45) }, { 2 } }\n"
                "red_flag 'r' { when = p:over(0), because = 'b', source = 's' }\n",
                "3:19 range-gap: `t` is not whole, and between 37 and 38 no line of this `first` "
                "is meant for it\n");
    /* Another line takes what lies between. */
    assert_said(
        "local t = number 't' { ask = 'T', min = 30, max = 45, unit = 'Cel' }\n"
        "local p = first { { 0, when = t:between(30, 37) }, { 1, when = t:between(38, 42) },\n"
        "                  { 3, when = t:under(39) }, { 2 } }\n"
        "red_flag 'r' { when = p:over(0), because = 'b', source = 's' }\n",
        "");
}

static void none_is_followed_through_first(void **state) {
    (void)state;
    static const char facts[] =
        "local w = number 'w' { ask = 'W', min = 0, max = 9, none = 'Never' }\n"
        "local x = number 'x' { ask = 'X', min = 0, max = 9 }\n";
    char text[1024];
    snprintf(text, sizeof text,
             "%slocal p = first { { 0, when = w:is_none() }, { 9, when = x:over(8) }, { w + x } }\n"
             "red_flag 'r' { when = p:over(3), because = 'b', source = 's' }\n",
             facts);
    assert_said(text, "");
    snprintf(text, sizeof text,
             "%slocal p = first { { 0, when = x:over(8) }, { 9, when = w:is_none() }, { w + x } }\n"
             "red_flag 'r' { when = p:over(3), because = 'b', source = 's' }\n",
             facts);
    assert_said(text, "");
    snprintf(text, sizeof text,
             "%slocal p = first { { w + x, when = x:over(8) }, { 0, when = w:is_none() }, { x } }\n"
             "red_flag 'r' { when = p:over(3), because = 'b', source = 's' }\n",
             facts);
    assert_said(text, "3:21 none-loses: `w` can be none, and then all of this is, though `x` is "
                      "known\n");
}

/* Each round nests the term twice in itself: as a tree it would have 2^60 parts. */
static void shared_terms_are_walked_once(void **state) {
    (void)state;
    struct loaded *loaded =
        load("local a = yes_no 'a' { ask = 'A' }\n"
             "local n = number 'n' { ask = 'N', min = 0, max = 9, optional = true }\n"
             "local t, s = a, n\n"
             "for i = 1, 60 do\n"
             "    t = any { t & n:over(i / 10), t & a }\n"
             "    s = s + s\n"
             "end\n"
             "red_flag 'r' { when = t | s:over(3), because = 'b', source = 's' }\n");
    assert_false(load_diagnostics(loaded)->failed);
    load_free(loaded);
}

/* Three hundred conditions over products, none of which can be proved or found quickly. */
static void searches_end(void **state) {
    (void)state;
    struct loaded *loaded =
        load("local f = {}\n"
             "for i = 1, 20 do\n"
             "    f[i] = number('n' .. i) { ask = 'N', min = 0, max = 1 }\n"
             "end\n"
             "for i = 1, 300 do\n"
             "    local sum = (f[1] - f[2]) * (f[1] - f[2])\n"
             "    for k = 1, 20 do sum = sum + f[k] * f[1 + (i + k) % 20] * i end\n"
             "    red_flag('r' .. i) { when = sum:under(-i / 1000), because = 'b', source = 's' }\n"
             "end\n");
    assert_false(load_diagnostics(loaded)->failed);
    load_free(loaded);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranges_are_named),
        cmocka_unit_test(what_contains_a_reported_condition_is_not_reported),
        cmocka_unit_test(nothing_is_concluded_from_what_is_missing),
        cmocka_unit_test(gaps_are_named),
        cmocka_unit_test(none_is_followed_through_first),
        cmocka_unit_test(shared_terms_are_walked_once),
        cmocka_unit_test(searches_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
