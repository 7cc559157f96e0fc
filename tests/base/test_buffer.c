#include "base/buffer.h"
#include "support/failing_malloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void test_appends_add_up(void **state) {
    (void)state;
    struct buffer buffer = {0};
    buffer_append(&buffer, "abc", 2);
    buffer_append_text(&buffer, text_from(NULL, 0));
    buffer_append_string(&buffer, "-");
    buffer_append_format(&buffer, "%d%s", 42, "!");
    assert_true(text_is(buffer_text(&buffer), "ab-42!"));
    assert_false(buffer.failed);
    buffer_free(&buffer);
    assert_null(buffer.at);
}

static void test_growth_keeps_the_bytes(void **state) {
    (void)state;
    struct buffer buffer = {0};
    for (int i = 0; i < 10000; i++) {
        buffer_append_format(&buffer, "%04d", i);
    }
    assert_int_equal(buffer.length, 40000);
    assert_memory_equal(buffer.at, "00000001", 8);
    assert_memory_equal(buffer.at + 39996, "9999", 4);
    buffer_free(&buffer);
}

static void test_clear_keeps_the_memory(void **state) {
    (void)state;
    struct buffer buffer = {0};
    buffer_append_string(&buffer, "some text");
    size_t capacity = buffer.capacity;
    buffer.failed = true;
    buffer_clear(&buffer);
    assert_false(buffer.failed);
    assert_int_equal(buffer.length, 0);
    assert_int_equal(buffer.capacity, capacity);
    buffer_free(&buffer);
}

static void test_consume_moves_the_rest_down(void **state) {
    (void)state;
    struct buffer buffer = {0};
    buffer_append_string(&buffer, "first second");
    buffer_consume(&buffer, 0);
    buffer_consume(&buffer, 6);
    assert_true(text_is(buffer_text(&buffer), "second"));
    buffer_consume(&buffer, 100);
    assert_int_equal(buffer.length, 0);
    buffer_free(&buffer);
}

static void test_an_error_is_sticky(void **state) {
    (void)state;
    struct buffer buffer = {0};
    buffer_append_string(&buffer, "kept");
    assert_false(buffer_reserve(&buffer, SIZE_MAX));
    assert_true(buffer.failed);
    buffer_append_string(&buffer, "dropped");
    buffer_append_format(&buffer, "%s", "dropped");
    assert_false(buffer_reserve(&buffer, 1));
    assert_true(text_is(buffer_text(&buffer), "kept"));
    buffer_free(&buffer);
}

static enum operation_outcome write_several(void *context) {
    (void)context;
    struct buffer buffer = {0};
    buffer_append_string(&buffer, "begin ");
    buffer_append_format(&buffer, "%*d", 1000, 7);
    buffer_append_string(&buffer, " end");
    bool complete = buffer.length == 1010;
    bool consistent = complete == !buffer.failed;
    buffer_free(&buffer);
    if (!consistent) {
        return OPERATION_WRONG;
    }
    return complete ? OPERATION_DONE : OPERATION_FAILED;
}

static void test_every_allocation_may_fail(void **state) {
    (void)state;
    assert_int_equal(failing_malloc_until_ok(write_several, NULL), 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_appends_add_up),
        cmocka_unit_test(test_growth_keeps_the_bytes),
        cmocka_unit_test(test_clear_keeps_the_memory),
        cmocka_unit_test(test_consume_moves_the_rest_down),
        cmocka_unit_test(test_an_error_is_sticky),
        cmocka_unit_test(test_every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
