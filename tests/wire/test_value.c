#include "support/failing_malloc.h"
#include "support/hex.h"
#include "support/parsed.h"
#include "wire/frame.h"
#include "wire/writer.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

struct form {
    const char *hex;
    enum wire_type type;
};

static void test_every_format_has_its_type(void **state) {
    (void)state;
    static const struct form forms[] = {
        {"c0", WIRE_NIL},
        {"c2", WIRE_BOOLEAN},
        {"05", WIRE_INTEGER},
        {"fb", WIRE_INTEGER},
        {"cc ff", WIRE_INTEGER},
        {"d3 80 00 00 00 00 00 00 00", WIRE_INTEGER},
        {"cf 7f ff ff ff ff ff ff ff", WIRE_INTEGER},
        {"cf 80 00 00 00 00 00 00 00", WIRE_HUGE_INTEGER},
        {"ca 3f 80 00 00", WIRE_FLOAT},
        {"cb 3f f0 00 00 00 00 00 00", WIRE_FLOAT},
        {"a1 61", WIRE_TEXT},
        {"c4 01 61", WIRE_BINARY},
        {"90", WIRE_ARRAY},
        {"80", WIRE_MAP},
        {"d4 05 61", WIRE_EXT},
        {"c7 00 05", WIRE_EXT},
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct parsed parsed = parsed_hex(forms[i].hex);
        assert_int_equal(parsed.root.type, forms[i].type);
        parsed_free(&parsed);
    }
}

static void test_scalars(void **state) {
    (void)state;
    struct parsed yes = parsed_hex("c3");
    assert_true(yes.root.boolean);
    parsed_free(&yes);
    struct parsed least = parsed_hex("d3 80 00 00 00 00 00 00 00");
    assert_true(least.root.integer == INT64_MIN);
    parsed_free(&least);
    struct parsed huge = parsed_hex("cf ff ff ff ff ff ff ff ff");
    assert_true(huge.root.huge == UINT64_MAX);
    parsed_free(&huge);
    struct parsed ext = parsed_hex("d5 fe 01 02");
    assert_int_equal(ext.root.ext_type, -2);
    assert_int_equal(ext.root.bytes.length, 2);
    parsed_free(&ext);
}

static void test_numbers(void **state) {
    (void)state;
    double number = 4711;
    struct parsed values =
        parsed_hex("97 fb ca 3f 00 00 00 cb 40 08 00 00 00 00 00 00 cf ff ff ff ff ff ff ff ff "
                   "cb 7f f0 00 00 00 00 00 00 cb 7f f8 00 00 00 00 00 00 c3");
    static const double expected[] = {-5, 0.5, 3, 18446744073709551616.0, INFINITY};
    struct wire_cursor cursor = wire_items(&values.root);
    struct wire_value value;
    for (size_t i = 0; i < 5; i++) {
        assert_true(wire_next(&cursor, &value));
        assert_true(wire_number(&value, &number));
        assert_true(number == expected[i]);
    }
    assert_true(wire_next(&cursor, &value));
    assert_true(wire_number(&value, &number));
    assert_true(isnan(number));
    /* A boolean is never 0 or 1. */
    assert_true(wire_next(&cursor, &value));
    number = 4711;
    assert_false(wire_number(&value, &number));
    assert_true(number == 4711);
    parsed_free(&values);
}

static void test_texts_are_checked(void **state) {
    (void)state;
    struct text text = text_of("unchanged");
    struct parsed good = parsed_hex("a2 c3 a9");
    assert_true(wire_text(&good.root, &text));
    assert_true(text_is(text, "\u00e9"));
    parsed_free(&good);
    struct parsed empty = parsed_hex("a0");
    assert_true(wire_text(&empty.root, &text));
    assert_non_null(text.at);
    assert_int_equal(text.length, 0);
    parsed_free(&empty);
    static const char *const bad[] = {"a1 c3", "a2 c0 af", "c4 01 61", "01", "c0"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        text = text_of("unchanged");
        struct parsed parsed = parsed_hex(bad[i]);
        assert_false(wire_text(&parsed.root, &text));
        assert_true(text_is(text, "unchanged"));
        parsed_free(&parsed);
    }
}

static void test_arrays_are_walked(void **state) {
    (void)state;
    struct parsed parsed = parsed_json("[1, [2, 3], \"four\"]");
    struct wire_value value;
    struct wire_value key;
    assert_int_equal(parsed.root.count, 3);
    struct wire_cursor cursor = wire_items(&parsed.root);
    assert_false(wire_next_pair(&cursor, &key, &value));
    assert_true(wire_next(&cursor, &value));
    assert_int_equal(value.integer, 1);
    assert_true(wire_next(&cursor, &value));
    assert_int_equal(value.count, 2);
    assert_true(wire_next(&cursor, &value));
    assert_true(text_is(value.bytes, "four"));
    assert_false(wire_next(&cursor, &value));
    assert_false(wire_next(&cursor, &value));
    parsed_free(&parsed);
}

static void test_maps_are_walked_in_order(void **state) {
    (void)state;
    struct parsed parsed = parsed_json("{\"z\": 1, \"a\": 2, \"m\": null}");
    static const char *const keys[] = {"z", "a", "m"};
    struct wire_cursor cursor = wire_items(&parsed.root);
    struct wire_value key;
    struct wire_value value;
    assert_false(wire_next(&cursor, &value));
    for (size_t i = 0; i < 3; i++) {
        assert_true(wire_next_pair(&cursor, &key, &value));
        assert_true(text_is(key.bytes, keys[i]));
    }
    assert_int_equal(value.type, WIRE_NIL);
    assert_false(wire_next_pair(&cursor, &key, &value));
    parsed_free(&parsed);
}

static void test_a_key_sent_twice_comes_twice(void **state) {
    (void)state;
    struct parsed parsed = parsed_hex("82 a1 61 01 a1 61 02");
    struct wire_cursor cursor = wire_items(&parsed.root);
    struct wire_value key;
    struct wire_value value;
    assert_true(wire_next_pair(&cursor, &key, &value));
    assert_int_equal(value.integer, 1);
    assert_true(wire_next_pair(&cursor, &key, &value));
    assert_true(text_is(key.bytes, "a"));
    assert_int_equal(value.integer, 2);
    parsed_free(&parsed);
}

static void test_keys_are_found(void **state) {
    (void)state;
    struct parsed parsed = parsed_hex("84 01 02 c4 01 61 05 a1 61 03 a1 61 04");
    struct wire_value value = {.type = WIRE_BOOLEAN};
    assert_true(wire_find(&parsed.root, text_of("a"), &value)); /* the text, not the bytes */
    assert_int_equal(value.integer, 3);
    value.type = WIRE_BOOLEAN;
    assert_false(wire_find(&parsed.root, text_of("b"), &value));
    assert_int_equal(value.type, WIRE_BOOLEAN);
    parsed_free(&parsed);
    struct parsed array = parsed_json("[\"a\", 1]");
    assert_false(wire_find(&array.root, text_of("a"), &value));
    parsed_free(&array);
}

static void test_scalars_have_no_items(void **state) {
    (void)state;
    struct wire_value value = {.type = WIRE_TEXT, .bytes = {"abc", 3}};
    struct wire_cursor cursor = wire_items(&value);
    assert_int_equal(cursor.left, 0);
    assert_false(wire_next(&cursor, &value));
    assert_false(wire_next_pair(&cursor, &value, &value));
}

static void test_a_message_is_reused(void **state) {
    (void)state;
    struct message *message = message_new();
    struct buffer large = {0};
    assert_int_equal(message_root(message).type, WIRE_NIL);
    writer_array(&large, 10000);
    for (int i = 0; i < 10000; i++) {
        writer_integer(&large, i);
    }
    assert_true(message_read(message, buffer_text(&large)));
    assert_int_equal(message_root(message).count, 10000);
    failing_malloc_arm(1);
    bool read = message_read(message, text_of("\x93\x01\x02\x03"));
    bool took_memory = failing_malloc_disarm();
    assert_true(read);
    assert_false(took_memory);
    assert_int_equal(message_root(message).count, 3);
    buffer_free(&large);
    message_free(message);
    message_free(NULL);
}

static void test_what_is_no_frame_leaves_nil(void **state) {
    (void)state;
    static const char *const bad[] = {"", "c1", "92 01", "01 02", "a5 61"};
    struct message *message = message_new();
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct hex_bytes bytes = hex_read(bad[i]);
        assert_true(message_read(message, text_of("\x05")));
        assert_false(message_read(message, hex_text(&bytes)));
        assert_int_equal(message_root(message).type, WIRE_NIL);
    }
    message_free(message);
}

/* The scanner's greatest depth is exactly msgpack-c's. */
static void test_the_greatest_depth(void **state) {
    (void)state;
    char nested[FRAME_DEPTH_MOST + 1];
    memset(nested, 0x91, sizeof nested);
    nested[FRAME_DEPTH_MOST] = 0x01;
    struct message *message = message_new();
    assert_true(message_read(message, text_from(nested, sizeof nested)));
    char deeper[FRAME_DEPTH_MOST + 2];
    memset(deeper, 0x91, sizeof deeper);
    deeper[FRAME_DEPTH_MOST + 1] = 0x01;
    assert_false(message_read(message, text_from(deeper, sizeof deeper)));
    message_free(message);
}

static void test_types_have_names(void **state) {
    (void)state;
    assert_string_equal(wire_type_name(WIRE_NIL), "nil");
    assert_string_equal(wire_type_name(WIRE_BINARY), "binary data");
    assert_string_equal(wire_type_name(WIRE_EXT), "an extension value");
}

/* Reads an array of 5000 maps, whose tree takes many blocks. */
static enum operation_outcome read_large(void *context) {
    const struct buffer *bytes = context;
    struct message *message = message_new();
    if (message == NULL) {
        return OPERATION_FAILED;
    }
    bool read = message_read(message, buffer_text(bytes));
    struct wire_value root = message_root(message);
    bool consistent = read ? root.count == 5000 : root.type == WIRE_NIL;
    message_free(message);
    if (!consistent) {
        return OPERATION_WRONG;
    }
    return read ? OPERATION_DONE : OPERATION_FAILED;
}

static void test_every_allocation_may_fail(void **state) {
    (void)state;
    struct buffer bytes = {0};
    writer_array(&bytes, 5000);
    for (int i = 0; i < 5000; i++) {
        writer_map(&bytes, 1);
        writer_string(&bytes, "key");
        writer_integer(&bytes, i);
    }
    assert_in_range(failing_malloc_until_ok(read_large, &bytes), 3, 1000);
    buffer_free(&bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_format_has_its_type),
        cmocka_unit_test(test_scalars),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_texts_are_checked),
        cmocka_unit_test(test_arrays_are_walked),
        cmocka_unit_test(test_maps_are_walked_in_order),
        cmocka_unit_test(test_a_key_sent_twice_comes_twice),
        cmocka_unit_test(test_keys_are_found),
        cmocka_unit_test(test_scalars_have_no_items),
        cmocka_unit_test(test_a_message_is_reused),
        cmocka_unit_test(test_what_is_no_frame_leaves_nil),
        cmocka_unit_test(test_the_greatest_depth),
        cmocka_unit_test(test_types_have_names),
        cmocka_unit_test(test_every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
