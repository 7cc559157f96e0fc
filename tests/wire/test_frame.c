#include "base/buffer.h"
#include "base/limits.h"
#include "support/hex.h"
#include "wire/frame.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* One value of each format of the specification, and containers of them. */
static const char *const whole_frames[] = {
    "00",
    "7f",
    "ff",
    "e0",
    "c0",
    "c2",
    "c3",
    "cc ff",
    "cd 01 00",
    "ce 00 01 00 00",
    "cf 00 00 00 01 00 00 00 00",
    "d0 80",
    "d1 80 00",
    "d2 80 00 00 00",
    "d3 80 00 00 00 00 00 00 00",
    "ca 3f 80 00 00",
    "cb 3f f0 00 00 00 00 00 00",
    "a0",
    "a3 61 62 63",
    "d9 02 61 62",
    "da 00 02 61 62",
    "db 00 00 00 02 61 62",
    "d9 00",
    "c4 02 c1 c1",
    "c5 00 02 c1 c1",
    "c6 00 00 00 02 c1 c1",
    "c7 00 05",
    "c7 02 05 c1 c1",
    "c8 00 02 05 c1 c1",
    "c9 00 00 00 02 05 c1 c1",
    "d4 05 c1",
    "d5 05 c1 c1",
    "d6 05 c1 c1 c1 c1",
    "d7 05 c1 c1 c1 c1 c1 c1 c1 c1",
    "d8 05 c1 c1 c1 c1 c1 c1 c1 c1 c1 c1 c1 c1 c1 c1 c1 c1",
    "90",
    "80",
    "93 01 02 03",
    "82 01 02 a1 61 c0",
    "dc 00 00",
    "dc 00 02 01 02",
    "dd 00 00 00 02 01 02",
    "de 00 01 01 02",
    "df 00 00 00 01 01 02",
    "94 00 07 a6 73 63 72 65 65 6e 91 81 a1 61 92 90 c3",
    "92 91 91 90 91 80",
};

enum { WHOLE_FRAMES = sizeof whole_frames / sizeof *whole_frames };

static struct frame_result scan_once(struct text bytes) {
    struct frame_scanner scanner;
    frame_scanner_init(&scanner, frame_limits_of_requests());
    return frame_scan(&scanner, bytes);
}

static struct frame_result scan_hex(const char *digits) {
    struct hex_bytes bytes = hex_read(digits);
    return scan_once(hex_text(&bytes));
}

static void assert_refused(struct frame_result result, enum frame_error error) {
    assert_int_equal(result.status, FRAME_REFUSED);
    assert_int_equal(result.error, error);
}

static void test_whole_frames(void **state) {
    (void)state;
    for (size_t i = 0; i < WHOLE_FRAMES; i++) {
        struct hex_bytes bytes = hex_read(whole_frames[i]);
        struct frame_result result = scan_once(hex_text(&bytes));
        assert_int_equal(result.status, FRAME_WHOLE);
        assert_int_equal(result.length, bytes.length);
        assert_int_equal(result.error, FRAME_OK);
    }
}

static void test_truncation_at_every_byte(void **state) {
    (void)state;
    for (size_t i = 0; i < WHOLE_FRAMES; i++) {
        struct hex_bytes bytes = hex_read(whole_frames[i]);
        for (size_t length = 0; length < bytes.length; length++) {
            struct frame_result result = scan_once(text_from(bytes.at, length));
            assert_int_equal(result.status, FRAME_PARTIAL);
            /* The least length is more than there is, and never more than there will be. */
            assert_in_range(result.length, length + 1, bytes.length);
        }
    }
}

static void test_arrival_byte_by_byte(void **state) {
    (void)state;
    struct frame_scanner scanner;
    frame_scanner_init(&scanner, frame_limits_of_requests());
    for (size_t i = 0; i < WHOLE_FRAMES; i++) {
        struct hex_bytes bytes = hex_read(whole_frames[i]);
        for (size_t length = 0; length < bytes.length; length++) {
            struct frame_result result = frame_scan(&scanner, text_from(bytes.at, length));
            assert_int_equal(result.status, FRAME_PARTIAL);
        }
        struct frame_result result = frame_scan(&scanner, hex_text(&bytes));
        assert_int_equal(result.status, FRAME_WHOLE);
        assert_int_equal(result.length, bytes.length);
    }
}

/* What was walked is not walked again: spoiling it makes no difference. */
static void test_scanning_is_not_quadratic(void **state) {
    (void)state;
    struct frame_scanner scanner;
    frame_scanner_init(&scanner, frame_limits_of_requests());
    char bytes[] = {(char)0x93, 0x01, (char)0xa2, 'a', 'b', 0x02};
    for (size_t length = 1; length < sizeof bytes; length++) {
        struct frame_result result = frame_scan(&scanner, text_from(bytes, length));
        assert_int_equal(result.status, FRAME_PARTIAL);
        bytes[length - 1] = (char)0xc1;
    }
    struct frame_result result = frame_scan(&scanner, text_from(bytes, sizeof bytes));
    assert_int_equal(result.status, FRAME_WHOLE);
    assert_int_equal(result.length, sizeof bytes);
}

/* All frames back to back, arriving in pieces of `piece` bytes. */
static void scan_stream(struct text stream, size_t piece) {
    struct frame_scanner scanner;
    frame_scanner_init(&scanner, frame_limits_of_requests());
    size_t start = 0;
    size_t frames = 0;
    for (size_t end = piece; frames < WHOLE_FRAMES; end += piece) {
        size_t arrived = end < stream.length ? end : stream.length;
        struct frame_result result =
            frame_scan(&scanner, text_from(stream.at + start, arrived - start));
        while (result.status == FRAME_WHOLE) {
            struct hex_bytes expected = hex_read(whole_frames[frames]);
            assert_int_equal(result.length, expected.length);
            start += expected.length;
            frames++;
            result = frame_scan(&scanner, text_from(stream.at + start, arrived - start));
        }
        assert_int_equal(result.status, FRAME_PARTIAL);
        assert_true(arrived < stream.length || frames == WHOLE_FRAMES);
    }
    assert_int_equal(start, stream.length);
}

static void test_pipelined_frames(void **state) {
    (void)state;
    struct buffer stream = {0};
    for (size_t i = 0; i < WHOLE_FRAMES; i++) {
        struct hex_bytes bytes = hex_read(whole_frames[i]);
        buffer_append_text(&stream, hex_text(&bytes));
    }
    for (size_t piece = 1; piece <= stream.length; piece++) {
        scan_stream(buffer_text(&stream), piece);
    }
    buffer_free(&stream);
}

static void test_monstrous_declarations_are_refused_at_once(void **state) {
    (void)state;
    assert_refused(scan_hex("dd ff ff ff ff"), FRAME_TOO_MANY_ITEMS);
    assert_refused(scan_hex("df ff ff ff ff"), FRAME_TOO_MANY_ITEMS);
    assert_refused(scan_hex("df 80 00 00 00"), FRAME_TOO_MANY_ITEMS);
    assert_refused(scan_hex("db c0 00 00 00"), FRAME_TOO_LARGE);
    assert_refused(scan_hex("c6 ff ff ff ff"), FRAME_TOO_LARGE);
    assert_refused(scan_hex("c9 ff ff ff ff"), FRAME_TOO_LARGE);
    /* But not before the header is whole. */
    assert_int_equal(scan_hex("dd ff ff ff").status, FRAME_PARTIAL);
    assert_int_equal(scan_hex("db c0 00 00").status, FRAME_PARTIAL);
}

static void test_the_limit_of_bytes(void **state) {
    (void)state;
    assert_int_equal(LIMIT_FRAME_BYTES, 0x100000);
    struct frame_result most = scan_hex("db 00 0f ff fb");
    assert_int_equal(most.status, FRAME_PARTIAL);
    assert_int_equal(most.length, LIMIT_FRAME_BYTES);
    struct frame_result over = scan_hex("db 00 0f ff fc");
    assert_refused(over, FRAME_TOO_LARGE);
    assert_int_equal(over.found, LIMIT_FRAME_BYTES + 1);
    assert_int_equal(over.allowed, LIMIT_FRAME_BYTES);
    /* Each value that is still owed takes a byte at least: here nil behind the text. */
    assert_int_equal(scan_hex("92 db 00 0f ff f9").status, FRAME_PARTIAL);
    assert_refused(scan_hex("92 db 00 0f ff fa"), FRAME_TOO_LARGE);
}

/* The limit of bytes is also held where no single value declares much. */
static void test_the_limit_of_bytes_in_small_steps(void **state) {
    (void)state;
    struct frame_scanner scanner;
    struct frame_limits limits = {.bytes = 12, .items = 100, .depth = 4};
    struct hex_bytes most = hex_read("93 a5 61 61 61 61 61 a3 61 61 61 c0");
    frame_scanner_init(&scanner, limits);
    assert_int_equal(frame_scan(&scanner, hex_text(&most)).status, FRAME_WHOLE);
    struct hex_bytes over = hex_read("93 a5 61 61 61 61 61 a4 61 61 61 61 c0");
    struct frame_result result = frame_scan(&scanner, hex_text(&over));
    assert_refused(result, FRAME_TOO_LARGE);
    assert_int_equal(result.found, 13);
    assert_int_equal(result.allowed, 12);
}

static void test_the_limit_of_items(void **state) {
    (void)state;
    assert_int_equal(LIMIT_FRAME_ITEMS, 0x10000);
    assert_int_equal(scan_hex("dc ff ff").status, FRAME_PARTIAL);
    assert_int_equal(scan_hex("de 7f ff").status, FRAME_PARTIAL);
    struct frame_result over = scan_hex("dd 00 01 00 00");
    assert_refused(over, FRAME_TOO_MANY_ITEMS);
    assert_int_equal(over.found, LIMIT_FRAME_ITEMS + 1);
    assert_int_equal(over.allowed, LIMIT_FRAME_ITEMS);
    assert_refused(scan_hex("de 80 00"), FRAME_TOO_MANY_ITEMS);
    /* The sum counts: an array of two arrays. */
    assert_int_equal(scan_hex("92 90 dc ff fd").status, FRAME_PARTIAL);
    assert_refused(scan_hex("92 90 dc ff fe"), FRAME_TOO_MANY_ITEMS);
}

static void test_the_limit_of_depth(void **state) {
    (void)state;
    assert_int_equal(LIMIT_FRAME_DEPTH, 16);
    assert_int_equal(scan_hex("91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 90").status,
                     FRAME_WHOLE);
    struct frame_result over = scan_hex("91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 90");
    assert_refused(over, FRAME_TOO_DEEP);
    assert_int_equal(over.found, LIMIT_FRAME_DEPTH + 1);
    assert_int_equal(over.allowed, LIMIT_FRAME_DEPTH);
    assert_refused(scan_hex("91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 80"), FRAME_TOO_DEEP);
    /* Side by side is not deep. */
    assert_int_equal(scan_hex("94 91 90 91 90 81 01 90 91 91 00").status, FRAME_WHOLE);
}

static void test_no_limit_reaches_beyond_msgpack_c(void **state) {
    (void)state;
    struct frame_scanner scanner;
    struct frame_limits limits = {1000, 1000, 1000};
    char nested[FRAME_DEPTH_MOST + 1];
    memset(nested, 0x91, sizeof nested);
    frame_scanner_init(&scanner, limits);
    assert_refused(frame_scan(&scanner, text_from(nested, sizeof nested)), FRAME_TOO_DEEP);
    assert_int_equal(frame_limits_of_responses().depth, FRAME_DEPTH_MOST);
}

static void test_0xc1_is_malformed_wherever_a_value_starts(void **state) {
    (void)state;
    assert_refused(scan_hex("c1"), FRAME_MALFORMED);
    assert_refused(scan_hex("92 00 c1"), FRAME_MALFORMED);
    assert_refused(scan_hex("81 c1"), FRAME_MALFORMED);
    struct frame_result result = scan_hex("93 a1 c1 c1 00");
    assert_refused(result, FRAME_MALFORMED);
    assert_int_equal(result.allowed, 3); /* the offset */
}

static void test_a_refusal_is_sticky(void **state) {
    (void)state;
    struct frame_scanner scanner;
    frame_scanner_init(&scanner, frame_limits_of_requests());
    assert_refused(frame_scan(&scanner, text_of("\xc1")), FRAME_MALFORMED);
    assert_refused(frame_scan(&scanner, text_of("\x01")), FRAME_MALFORMED);
    assert_refused(frame_scan(&scanner, text_of("")), FRAME_MALFORMED);
    frame_scanner_init(&scanner, frame_limits_of_requests());
    assert_int_equal(frame_scan(&scanner, text_of("\x01")).status, FRAME_WHOLE);
}

static void test_refusals_are_explained(void **state) {
    (void)state;
    char out[FRAME_MESSAGE_SIZE];
    struct frame_result result = scan_hex("dd ff ff ff ff");
    frame_describe(&result, out);
    assert_string_equal(out, "the message holds at least 4294967296 values, and 65536 are allowed; "
                             "split the request");
    assert_string_equal(frame_error_code(result.error), "frame-too-many-items");
    result = scan_hex("90 ");
    assert_int_equal(frame_describe(&result, out).length, 0);
    assert_string_equal(frame_error_code(result.error), "ok");
    result = scan_hex("91 c1");
    frame_describe(&result, out);
    assert_non_null(strstr(out, "0xc1 at offset 1"));
    assert_string_equal(frame_error_code(FRAME_MALFORMED), "frame-malformed");
    assert_string_equal(frame_error_code(FRAME_TOO_LARGE), "frame-too-large");
    assert_string_equal(frame_error_code(FRAME_TOO_DEEP), "frame-too-deep");
}

/* The longest message must fit the buffer that frame_describe is given. */
static void test_messages_are_not_cut(void **state) {
    (void)state;
    for (enum frame_error error = FRAME_TOO_LARGE; error <= FRAME_MALFORMED; error++) {
        char out[FRAME_MESSAGE_SIZE];
        struct frame_result result = {FRAME_REFUSED, error, 0, UINT64_MAX, UINT64_MAX};
        assert_in_range(frame_describe(&result, out).length, 20, FRAME_MESSAGE_SIZE - 2);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole_frames),
        cmocka_unit_test(test_truncation_at_every_byte),
        cmocka_unit_test(test_arrival_byte_by_byte),
        cmocka_unit_test(test_scanning_is_not_quadratic),
        cmocka_unit_test(test_pipelined_frames),
        cmocka_unit_test(test_monstrous_declarations_are_refused_at_once),
        cmocka_unit_test(test_the_limit_of_bytes),
        cmocka_unit_test(test_the_limit_of_bytes_in_small_steps),
        cmocka_unit_test(test_the_limit_of_items),
        cmocka_unit_test(test_the_limit_of_depth),
        cmocka_unit_test(test_no_limit_reaches_beyond_msgpack_c),
        cmocka_unit_test(test_0xc1_is_malformed_wherever_a_value_starts),
        cmocka_unit_test(test_a_refusal_is_sticky),
        cmocka_unit_test(test_refusals_are_explained),
        cmocka_unit_test(test_messages_are_not_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
