#include "base/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct limit *row_of(const char *name) {
    const struct limit *found = NULL;
    for (const struct limit *limit = limits_table(); limit->name != NULL; limit++) {
        if (strcmp(limit->name, name) == 0) {
            assert_null(found); /* each name once */
            found = limit;
        }
    }
    return found;
}

static void test_the_table_and_the_constants_agree(void **state) {
    (void)state;
    assert_int_equal(row_of("FRAME_BYTES")->value, LIMIT_FRAME_BYTES);
    assert_int_equal(row_of("CALL_MEMORY")->value, LIMIT_CALL_MEMORY);
    assert_string_equal(row_of("FRAME_DEPTH")->code, "frame-too-deep");
    assert_null(row_of("NO_SUCH_LIMIT"));
}

static void test_every_row_is_complete(void **state) {
    (void)state;
    for (const struct limit *limit = limits_table(); limit->name != NULL; limit++) {
        assert_ptr_equal(row_of(limit->name), limit);
        assert_true(limit->value > 0);
        assert_true(strlen(limit->unit) > 0);
        assert_true(strlen(limit->meaning) > 0);
        /* Codes are written in lower case with hyphens; `store_unavailable` is as the wire has it.
         */
        assert_true(strcmp(limit->code, "store_unavailable") == 0 ||
                    strspn(limit->code, "abcdefghijklmnopqrstuvwxyz-") == strlen(limit->code));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_table_and_the_constants_agree),
        cmocka_unit_test(test_every_row_is_complete),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
