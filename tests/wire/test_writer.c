#include "support/failing_malloc.h"
#include "support/hex.h"
#include "support/parsed.h"
#include "wire/writer.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

/* The buffer holds exactly these bytes; it is emptied for the next. */
static void assert_wrote(struct buffer *out, const char *hex) {
    struct hex_bytes expected = hex_read(hex);
    assert_false(out->failed);
    assert_int_equal(out->length, expected.length);
    assert_memory_equal(out->at, expected.at, expected.length);
    buffer_clear(out);
}

struct integer_row {
    int64_t value;
    const char *hex;
};

static void test_integers_take_their_shortest_form(void **state) {
    (void)state;
    static const struct integer_row rows[] = {
        {0, "00"},
        {127, "7f"},
        {128, "cc 80"},
        {255, "cc ff"},
        {256, "cd 01 00"},
        {65535, "cd ff ff"},
        {65536, "ce 00 01 00 00"},
        {4294967295, "ce ff ff ff ff"},
        {4294967296, "cf 00 00 00 01 00 00 00 00"},
        {INT64_MAX, "cf 7f ff ff ff ff ff ff ff"},
        {-1, "ff"},
        {-32, "e0"},
        {-33, "d0 df"},
        {-128, "d0 80"},
        {-129, "d1 ff 7f"},
        {-32768, "d1 80 00"},
        {-32769, "d2 ff ff 7f ff"},
        {INT64_MIN, "d3 80 00 00 00 00 00 00 00"},
    };
    struct buffer out = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        writer_integer(&out, rows[i].value);
        assert_wrote(&out, rows[i].hex);
    }
    writer_unsigned(&out, UINT64_MAX);
    assert_wrote(&out, "cf ff ff ff ff ff ff ff ff");
    buffer_free(&out);
}

struct number_row {
    double value;
    const char *hex;
};

static void test_numbers_take_their_shortest_faithful_form(void **state) {
    (void)state;
    static const struct number_row rows[] = {
        {0, "00"},
        {54, "36"},
        {-3, "fd"},
        {2.5, "cb 40 04 00 00 00 00 00 00"},
        {9007199254740991.0, "cf 00 1f ff ff ff ff ff ff"},
        {9007199254740992.0, "cb 43 40 00 00 00 00 00 00"},
        {-9007199254740992.0, "cb c3 40 00 00 00 00 00 00"},
        {DBL_MAX, "cb 7f ef ff ff ff ff ff ff"},
        {INFINITY, "c0"},
        {-INFINITY, "c0"},
        {(double)NAN, "c0"},
    };
    struct buffer out = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        writer_number(&out, rows[i].value);
        assert_wrote(&out, rows[i].hex);
    }
    writer_float(&out, 3);
    assert_wrote(&out, "cb 40 08 00 00 00 00 00 00");
    buffer_free(&out);
}

static void test_the_other_values(void **state) {
    (void)state;
    struct buffer out = {0};
    writer_nil(&out);
    writer_boolean(&out, true);
    writer_boolean(&out, false);
    assert_wrote(&out, "c0 c3 c2");
    writer_string(&out, "");
    writer_text(&out, text_from("abc", 2));
    assert_wrote(&out, "a0 a2 61 62");
    writer_binary(&out, text_from("\x00\xff", 2));
    assert_wrote(&out, "c4 02 00 ff");
    writer_array(&out, 2);
    writer_map(&out, 1);
    writer_raw(&out, text_from("\xc0\xc0", 2));
    assert_wrote(&out, "92 81 c0 c0");
    writer_text_header(&out, 3);
    buffer_append_string(&out, "a");
    buffer_append_string(&out, "bc");
    assert_wrote(&out, "a3 61 62 63");
    buffer_free(&out);
}

struct length_row {
    uint32_t count;
    const char *text;
    const char *array;
    const char *map;
};

static void test_headers_at_their_boundaries(void **state) {
    (void)state;
    static const struct length_row rows[] = {
        {15, "af", "9f", "8f"},
        {16, "b0", "dc 00 10", "de 00 10"},
        {31, "bf", "dc 00 1f", "de 00 1f"},
        {32, "d9 20", "dc 00 20", "de 00 20"},
        {255, "d9 ff", "dc 00 ff", "de 00 ff"},
        {256, "da 01 00", "dc 01 00", "de 01 00"},
        {65535, "da ff ff", "dc ff ff", "de ff ff"},
        {65536, "db 00 01 00 00", "dd 00 01 00 00", "df 00 01 00 00"},
    };
    struct buffer out = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        writer_text_header(&out, rows[i].count);
        assert_wrote(&out, rows[i].text);
        writer_array(&out, rows[i].count);
        assert_wrote(&out, rows[i].array);
        writer_map(&out, rows[i].count);
        assert_wrote(&out, rows[i].map);
    }
    buffer_free(&out);
}

static void test_open_containers_are_counted_at_the_end(void **state) {
    (void)state;
    struct buffer out = {0};
    struct writer_list list = writer_open_array(&out);
    for (int i = 0; i < 2; i++) {
        writer_item(&list);
        struct writer_list inner = writer_open_map(&out);
        writer_item(&inner);
        writer_string(&out, "i");
        writer_integer(&out, i);
        writer_close(&out, &inner);
    }
    writer_close(&out, &list);
    assert_wrote(&out, "dc 00 02 de 00 01 a1 69 00 de 00 01 a1 69 01");
    struct writer_list empty = writer_open_map(&out);
    writer_close(&out, &empty);
    assert_wrote(&out, "de 00 00");
    struct writer_list large = writer_open_array(&out);
    writer_integer(&out, 7);
    large.count = 0x01020304;
    writer_close(&out, &large);
    assert_wrote(&out, "dd 01 02 03 04 07");
    buffer_free(&out);
}

static void test_values_are_written_again(void **state) {
    (void)state;
    static const char *const values[] = {
        "c0",
        "c3",
        "cc ff",
        "d3 80 00 00 00 00 00 00 00",
        "cf ff ff ff ff ff ff ff ff",
        "cb 3f f0 00 00 00 00 00 00",
        "a2 c3 a9",
        "c4 02 00 ff",
        "d5 fe 01 02",
        "c7 03 05 01 02 03",
        "93 01 80 90",
        "82 a1 61 92 01 02 05 c0",
    };
    struct buffer out = {0};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct parsed parsed = parsed_hex(values[i]);
        writer_value(&out, &parsed.root);
        assert_wrote(&out, values[i]);
        parsed_free(&parsed);
    }
    buffer_free(&out);
}

static void test_texts_that_no_header_can_announce(void **state) {
    (void)state;
    struct buffer out = {0};
    writer_text_header(&out, (size_t)UINT32_MAX + 1);
    assert_true(out.failed);
    buffer_clear(&out);
    writer_binary(&out, text_from("", (size_t)UINT32_MAX + 1));
    assert_true(out.failed);
    assert_int_equal(out.length, 0);
    buffer_free(&out);
}

static enum operation_outcome write_message(void *context) {
    (void)context;
    struct buffer out = {0};
    struct writer_list list = writer_open_array(&out);
    for (int i = 0; i < 1000; i++) {
        writer_item(&list);
        writer_string(&out, "a text of some length");
    }
    writer_close(&out, &list);
    bool complete = out.length == 3 + 1000 * 22;
    bool consistent = complete == !out.failed;
    buffer_free(&out);
    if (!consistent) {
        return OPERATION_WRONG;
    }
    return complete ? OPERATION_DONE : OPERATION_FAILED;
}

static void test_every_allocation_may_fail(void **state) {
    (void)state;
    assert_in_range(failing_malloc_until_ok(write_message, NULL), 5, 20);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_integers_take_their_shortest_form),
        cmocka_unit_test(test_numbers_take_their_shortest_faithful_form),
        cmocka_unit_test(test_the_other_values),
        cmocka_unit_test(test_headers_at_their_boundaries),
        cmocka_unit_test(test_open_containers_are_counted_at_the_end),
        cmocka_unit_test(test_values_are_written_again),
        cmocka_unit_test(test_texts_that_no_header_can_announce),
        cmocka_unit_test(test_every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
