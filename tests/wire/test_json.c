#include "base/limits.h"
#include "support/failing_malloc.h"
#include "support/hex.h"
#include "support/parsed.h"
#include "wire/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void test_there_and_back(void **state) {
    (void)state;
    static const char *const texts[] = {
        "null",
        "true",
        "[]",
        "{}",
        "[[],{}]",
        "0",
        "-7",
        "9223372036854775807",
        "-9223372036854775808",
        "3.0",
        "0.1",
        "37.8",
        "1e+22",
        "5e-324",
        "0.30000000000000004",
        "[1,2.5,\"x\",null,true,false]",
        "{\"z\":1,\"a\":{\"y\":2,\"b\":[3]},\"m\":4}",
        "\"caf\u00e9 \U0001f9b4\"",
        "\"\\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f\\u007f/\"",
        "{\"\":\"\"}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct buffer wire = {0};
        struct buffer back = {0};
        struct json_error error;
        assert_true(json_to_wire(text_of(texts[i]), &wire, &error));
        assert_true(json_from_wire(buffer_text(&wire), JSON_COMPACT, &back, &error));
        buffer_append(&back, "", 1);
        assert_string_equal(back.at, texts[i]);
        buffer_free(&back);
        buffer_free(&wire);
    }
}

static void test_numbers_keep_their_kind(void **state) {
    (void)state;
    struct parsed whole = parsed_json("3");
    struct parsed fraction = parsed_json("3.0");
    struct parsed power = parsed_json("3e2");
    assert_int_equal(whole.root.type, WIRE_INTEGER);
    assert_int_equal(fraction.root.type, WIRE_FLOAT);
    assert_int_equal(power.root.type, WIRE_FLOAT);
    parsed_free(&whole);
    parsed_free(&fraction);
    parsed_free(&power);
}

static void test_pretty(void **state) {
    (void)state;
    struct parsed parsed = parsed_json("{\"a\":[1,{\"b\":null}],\"c\":[],\"d\":{}}");
    struct buffer out = {0};
    struct json_error error;
    assert_true(json_from_value(&parsed.root, JSON_PRETTY, &out, &error));
    buffer_append(&out, "", 1);
    assert_string_equal(out.at, "{\n"
                                "  \"a\": [\n"
                                "    1,\n"
                                "    {\n"
                                "      \"b\": null\n"
                                "    }\n"
                                "  ],\n"
                                "  \"c\": [],\n"
                                "  \"d\": {}\n"
                                "}");
    buffer_free(&out);
    parsed_free(&parsed);
}

static void test_what_json_has_no_word_for(void **state) {
    (void)state;
    struct parsed parsed = parsed_hex("92 c4 03 00 0f ff cf ff ff ff ff ff ff ff ff");
    struct buffer out = {0};
    struct json_error error;
    assert_true(json_from_value(&parsed.root, JSON_COMPACT, &out, &error));
    buffer_append(&out, "", 1);
    assert_string_equal(out.at, "[\"000fff\",18446744073709551615]");
    buffer_free(&out);
    parsed_free(&parsed);
}

struct refusal_row {
    const char *source;
    int line;
    int column;
    const char *says;
};

static void test_texts_that_are_refused(void **state) {
    (void)state;
    static const struct refusal_row rows[] = {
        {"", 0, 0, "empty"},
        {"[1,", 1, 3, "end of file"},
        {"{\"a\": 1, \"a\": 2}", 1, 12, "duplicate object key"},
        {"[1]\n x", 2, 2, "end of file expected"},
        {"{\n  \"a\": nul\n}", 2, 10, "invalid token"},
        {"99999999999999999999", 1, 20, "too big integer"},
        {"1e999", 1, 5, "overflow"},
        {"NaN", 1, 3, "invalid token"},
        {"'a'", 1, 1, "invalid token"},
        {"[\"\xff\"]", 1, 2, "unable to decode byte 0xff"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buffer out = {0};
        struct json_error error;
        buffer_append_string(&out, "before");
        assert_false(json_to_wire(text_of(rows[i].source), &out, &error));
        assert_non_null(strstr(error.message, rows[i].says));
        assert_int_equal(error.line, rows[i].line);
        assert_int_equal(error.column, rows[i].column);
        assert_true(text_is(buffer_text(&out), "before"));
        buffer_free(&out);
    }
}

static void test_the_limit_of_depth(void **state) {
    (void)state;
    struct json_error error;
    struct buffer out = {0};
    /* Brackets in a string are no nesting, nor is an escaped quote its end. */
    struct text most = text_of("[[[[[[[[[[[[[[[{\"[[\\\"[\": 1}]]]]]]]]]]]]]]]");
    assert_true(json_to_wire(most, &out, &error));
    struct text over = text_of("\"\u00e9\n\"\n[[[[[[[[[[[[[[[[{}]]]]]]]]]]]]]]]]");
    assert_false(json_to_wire(over, &out, &error));
    assert_non_null(strstr(error.message, "more than 16 deep"));
    assert_int_equal(error.line, 3);
    assert_int_equal(error.column, 17);
    buffer_free(&out);
}

static void test_the_limit_of_bytes(void **state) {
    (void)state;
    struct json_error error;
    struct buffer json = {0};
    struct buffer out = {0};
    buffer_append_format(&json, "[%*s]", LIMIT_FRAME_BYTES - 2, "");
    assert_true(json_to_wire(buffer_text(&json), &out, &error));
    buffer_append_string(&json, " ");
    assert_false(json_to_wire(buffer_text(&json), &out, &error));
    assert_non_null(strstr(error.message, "1048577 bytes, and 1048576 are allowed"));
    buffer_free(&json);
    buffer_free(&out);
}

static void test_values_that_are_refused(void **state) {
    (void)state;
    static const char *const rows[][2] = {
        {"cb 7f f8 00 00 00 00 00 00", "not finite"},
        {"91 cb 7f f0 00 00 00 00 00 00", "not finite"},
        {"81 01 02", "key"},
        {"81 c4 01 61 02", "key"},
        {"81 a1 ff 02", "UTF-8"},
        {"92 01 a1 ff", "UTF-8"},
        {"d4 05 01", "extension"},
        {"c1", "not one MessagePack value"},
        {"01 02", "not one MessagePack value"},
        {"92 01", "not one MessagePack value"},
        {"", "not one MessagePack value"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct hex_bytes bytes = hex_read(rows[i][0]);
        struct buffer out = {0};
        struct json_error error;
        buffer_append_string(&out, "before");
        assert_false(json_from_wire(hex_text(&bytes), JSON_COMPACT, &out, &error));
        assert_non_null(strstr(error.message, rows[i][1]));
        assert_true(text_is(buffer_text(&out), "before"));
        buffer_free(&out);
    }
}

static const char document[] =
    "{\"facts\":{\"age\":54,\"weight\":[58.5,\"kg\"],\"fever\":true,\"bearing\":\"limping\"},"
    "\"as_of\":\"2026-11-22\",\"ref\":null}";

static enum operation_outcome convert(void *context) {
    (void)context;
    struct buffer wire = {0};
    struct buffer json = {0};
    struct json_error error = {0};
    bool done = json_to_wire(text_of(document), &wire, &error) &&
                json_from_wire(buffer_text(&wire), JSON_COMPACT, &json, &error);
    bool told = error.message[0] != '\0'; /* jansson blames the text for some of its failures */
    bool complete = text_is(buffer_text(&json), document);
    buffer_free(&wire);
    buffer_free(&json);
    if (done != complete || told == done) {
        return OPERATION_WRONG;
    }
    return done ? OPERATION_DONE : OPERATION_FAILED;
}

static void test_every_allocation_may_fail(void **state) {
    (void)state;
    assert_in_range(failing_malloc_until_ok(convert, NULL), 20, 1000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_numbers_keep_their_kind),
        cmocka_unit_test(test_pretty),
        cmocka_unit_test(test_what_json_has_no_word_for),
        cmocka_unit_test(test_texts_that_are_refused),
        cmocka_unit_test(test_the_limit_of_depth),
        cmocka_unit_test(test_the_limit_of_bytes),
        cmocka_unit_test(test_values_that_are_refused),
        cmocka_unit_test(test_every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
