#include "script/diagnostics.h"

#include "base/limits.h"
#include "support/failing_malloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct place at(const char *file, uint32_t line, uint32_t column) {
    return (struct place){text_of(file), line, column};
}

static void assert_written(struct diagnostics *list, const char *expected) {
    struct buffer out;
    buffer_init(&out);
    diagnostics_write(list, &out);
    buffer_append(&out, "", 1);
    assert_string_equal(out.at, expected);
    buffer_free(&out);
}

static void test_sorted_by_place(void **state) {
    (void)state;
    struct diagnostics list;
    diagnostics_init(&list);
    diagnostics_error(&list, DIAGNOSTIC_SYNTAX, at("b.lua", 1, 1), "third");
    diagnostics_warning(&list, DIAGNOSTIC_SHADOWED_WORD, at("a.lua", 9, 2), "second");
    diagnostics_error(&list, DIAGNOSTIC_UNDECLARED, at("a.lua", 9, 1), "first, %d", 1);
    diagnostics_cure(&list, "mend %s", "it");
    diagnostics_finish(&list);
    assert_written(&list, "a.lua:9:1: error: first, 1 [undeclared]\n"
                          "    cure: mend it\n"
                          "a.lua:9:2: warning: second [shadowed-word]\n"
                          "b.lua:1:1: error: third [syntax]\n");
    assert_true(diagnostics_has_errors(&list));
    diagnostics_free(&list);
}

static void test_a_warning_is_no_error(void **state) {
    (void)state;
    struct diagnostics list;
    diagnostics_init(&list);
    assert_false(diagnostics_has_errors(&list));
    diagnostics_warning(&list, DIAGNOSTIC_SHADOWED_WORD, at("a.lua", 0, 0), "the file as a whole");
    assert_false(diagnostics_has_errors(&list));
    assert_written(&list, "a.lua: warning: the file as a whole [shadowed-word]\n");
    diagnostics_free(&list);
}

/* The cure of a dropped duplicate must not land on another report. */
static void test_duplicates_are_merged(void **state) {
    (void)state;
    struct diagnostics list;
    diagnostics_init(&list);
    diagnostics_error(&list, DIAGNOSTIC_SYNTAX, at("a.lua", 1, 1), "kept");
    diagnostics_error(&list, DIAGNOSTIC_UNDECLARED, at("a.lua", 1, 1), "another code");
    diagnostics_error(&list, DIAGNOSTIC_SYNTAX, at("a.lua", 1, 1), "dropped");
    diagnostics_cure(&list, "nobody's");
    diagnostics_finish(&list);
    assert_written(&list, "a.lua:1:1: error: kept [syntax]\n"
                          "a.lua:1:1: error: another code [undeclared]\n");
    assert_int_equal(list.errors, 2);
    diagnostics_free(&list);
}

static void test_capped(void **state) {
    (void)state;
    struct diagnostics list;
    diagnostics_init(&list);
    for (uint32_t i = 1; i <= LIMIT_DIAGNOSTICS + 7; i++) {
        diagnostics_error(&list, DIAGNOSTIC_SYNTAX, at("a.lua", i, 1), "one");
    }
    diagnostics_finish(&list);
    assert_int_equal(list.count, LIMIT_DIAGNOSTICS + 1);
    assert_int_equal(list.errors, LIMIT_DIAGNOSTICS + 7);
    const struct diagnostic *last = &list.items[LIMIT_DIAGNOSTICS];
    assert_int_equal(last->code, DIAGNOSTIC_TOO_MANY_DIAGNOSTICS);
    assert_string_equal(last->message.at, "7 further messages are left out");
    diagnostics_free(&list);
}

/* Errors beyond the limit, with nothing but warnings in the list, are errors all the same. */
static void test_dropped_errors_count(void **state) {
    (void)state;
    struct diagnostics list;
    diagnostics_init(&list);
    for (uint32_t i = 1; i <= LIMIT_DIAGNOSTICS; i++) {
        diagnostics_warning(&list, DIAGNOSTIC_SHADOWED_WORD, at("a.lua", i, 1), "one");
    }
    assert_false(diagnostics_has_errors(&list));
    diagnostics_error(&list, DIAGNOSTIC_SYNTAX, at("a.lua", 1, 2), "too late");
    assert_true(diagnostics_has_errors(&list));
    diagnostics_free(&list);
}

static enum operation_outcome report_and_finish(void *context) {
    (void)context;
    struct diagnostics list;
    diagnostics_init(&list);
    diagnostics_error(&list, DIAGNOSTIC_SYNTAX, at("a.lua", 1, 1), "%*s", 20000, "long");
    diagnostics_cure(&list, "%*s", 20000, "long");
    diagnostics_finish(&list);
    bool whole = list.count == 1 && list.items[0].message.length == 20000;
    enum operation_outcome outcome = OPERATION_WRONG;
    if (list.failed && diagnostics_has_errors(&list)) {
        outcome = OPERATION_FAILED;
    } else if (whole) {
        outcome = OPERATION_DONE;
    }
    diagnostics_free(&list);
    return outcome;
}

static void test_memory_runs_out(void **state) {
    (void)state;
    assert_true(failing_malloc_until_ok(report_and_finish, NULL) > 0);
}

static void test_every_code_has_words(void **state) {
    (void)state;
    for (int code = 0; code < DIAGNOSTIC_CODES; code++) {
        assert_true(strlen(diagnostic_code_text((enum diagnostic_code)code)) > 0);
        assert_true(strlen(diagnostic_code_meaning((enum diagnostic_code)code)) > 0);
        for (int other = 0; other < code; other++) {
            assert_string_not_equal(diagnostic_code_text((enum diagnostic_code)code),
                                    diagnostic_code_text((enum diagnostic_code)other));
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sorted_by_place),       cmocka_unit_test(test_a_warning_is_no_error),
        cmocka_unit_test(test_duplicates_are_merged), cmocka_unit_test(test_capped),
        cmocka_unit_test(test_dropped_errors_count),  cmocka_unit_test(test_memory_runs_out),
        cmocka_unit_test(test_every_code_has_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
