/* Bytes in, bytes out: frames, the two forms of errors, what is answered and what is not. */
#include "service/asking.h"
#include "support/failing_malloc.h"
#include "support/hex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const char *answer_hex(struct asking *asking, const char *request, bool stays_open) {
    struct hex_bytes bytes = hex_read(request);
    buffer_clear(&asking->out);
    assert_int_equal(service_answer(asking->peer, hex_text(&bytes), &asking->out), stays_open);
    buffer_append(&asking->out, "", 1);
    return asking->out.at;
}

static void assert_hex(struct asking *asking, const char *request, const char *response) {
    struct hex_bytes expected = hex_read(response);
    answer_hex(asking, request, true);
    assert_int_equal(asking->out.length - 1, expected.length);
    assert_memory_equal(asking->out.at, expected.at, expected.length);
}

/* ---- requests -------------------------------------------------------------------------------- */

static void test_an_unknown_method_as_an_array(void **state) {
    const char *out = answer_hex(*state, "94 00 07 a1 78 91 80", true);
    /* [1, 7, [1, "unknown-method: ..."], nil] */
    assert_memory_equal(out, "\x94\x01\x07\x92\x01", 5);
    assert_non_null(strstr(out, "unknown-method: there is no method \"x\""));
    assert_int_equal((unsigned char)out[((struct asking *)*state)->out.length - 2], 0xc0);
}

static void test_msgid_0_bin_methods_and_no_params(void **state) {
    /* protocols as bin, with params [] */
    const char *out = answer_hex(*state, "94 00 00 c4 09 70726f746f636f6c73 90", true);
    assert_memory_equal(out, "\x94\x01\x00\xc0\x91", 5);
}

static void test_errors_as_maps_after_hello(void **state) {
    answer_hex(*state, "94 00 01 a5 68656c6c6f 91 81 a6 6572726f7273 a3 6d6170", true);
    const char *out = answer_hex(*state, "94 00 02 a1 78 91 80", true);
    assert_memory_equal(out,
                        "\x94\x01\x02\x82\xa4"
                        "code",
                        9);
}

static void test_notifications_and_responses_are_not_answered(void **state) {
    assert_hex(*state, "93 02 a1 78 91 80", "");
    assert_hex(*state, "93 02 a6 73637265656e 90", "");
    assert_hex(*state, "94 01 07 c0 c0", "");
}

static void test_a_request_that_is_none_is_answered_where_it_can_be(void **state) {
    const char *out = answer_hex(*state, "94 00 05 07 91 80", true);
    assert_non_null(strstr(out, "bad-request: the method must be a text"));
    out = answer_hex(*state, "93 00 05 a1 78", true);
    assert_non_null(strstr(out, "bad-request"));
    out = answer_hex(*state, "94 00 05 a1 78 07", true);
    assert_non_null(strstr(out, "bad-params"));
}

static void test_what_is_no_message_ends_the_connection(void **state) {
    static const char *const frames[] = {
        "c0", "07", "80", "90", "91 00", "94 05 01 a1 78 90", "94 00 ff a1 78 90"};
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++) {
        answer_hex(*state, frames[i], false);
        assert_int_equal(((struct asking *)*state)->out.length, 1);
    }
}

static void test_a_key_that_is_no_text(void **state) {
    const char *out = answer_hex(*state, "94 00 05 a9 70726f746f636f6c73 91 81 07 07", true);
    assert_non_null(strstr(out, "bad-params: a key of params must be a text"));
}

static void test_a_key_that_is_sent_twice(void **state) {
    const char *out = answer_hex(
        *state, "94 00 05 a5 68656c6c6f 91 82 a4 6c616e67 a1 64 a4 6c616e67 a1 64", true);
    assert_non_null(strstr(out, "bad-params: lang was sent twice"));
}

/* ---- the stream ------------------------------------------------------------------------------ */

static void test_a_frame_byte_by_byte(void **state) {
    struct asking *asking = *state;
    struct hex_bytes bytes = hex_read("94 00 07 a1 78 91 80 94");
    size_t length;
    for (size_t i = 1; i < 7; i++) {
        assert_int_equal(service_scan(asking->peer, text_from(bytes.at, i), &length, &asking->out),
                         SERVICE_PARTIAL);
    }
    assert_int_equal(service_scan(asking->peer, hex_text(&bytes), &length, &asking->out),
                     SERVICE_WHOLE);
    assert_int_equal(length, 7);
    assert_int_equal(asking->out.length, 0);
}

static void test_a_frame_that_claims_too_much_is_answered(void **state) {
    struct asking *asking = *state;
    /* params claim a text of 2 MiB */
    struct hex_bytes bytes = hex_read("94 00 07 a1 78 91 81 a1 61 db 00 20 00 00");
    size_t length;
    assert_int_equal(service_scan(asking->peer, hex_text(&bytes), &length, &asking->out),
                     SERVICE_REFUSED);
    buffer_append(&asking->out, "", 1);
    assert_memory_equal(asking->out.at, "\x94\x01\x07\x92\x01", 5);
    assert_non_null(strstr(asking->out.at, "frame-too-large"));
}

static void test_bytes_that_are_no_message_pack(void **state) {
    struct asking *asking = *state;
    struct hex_bytes bytes = hex_read("c1");
    size_t length;
    assert_int_equal(service_scan(asking->peer, hex_text(&bytes), &length, &asking->out),
                     SERVICE_REFUSED);
    assert_int_equal(asking->out.length, 0);
}

/* ---- memory ---------------------------------------------------------------------------------- */

struct attempt {
    struct service *service;
    const char *params;
};

static bool contains(const struct buffer *out, const char *part) {
    size_t length = strlen(part);
    for (size_t i = 0; i + length <= out->length; i++) {
        if (memcmp(out->at + i, part, length) == 0) {
            return true;
        }
    }
    return false;
}

/* A new peer, so that nothing is kept from the attempt before. */
static enum operation_outcome attempt_screen(void *context) {
    const struct attempt *attempt = context;
    struct buffer frame = {0};
    struct buffer out = {0};
    enum operation_outcome outcome = OPERATION_FAILED;
    struct service_peer *peer = service_peer_new(attempt->service);
    bool written = service_write_call(text_of("screen"), text_of(attempt->params), &frame);
    if (peer != NULL && written && !frame.failed) {
        size_t length = 0;
        struct text rest = buffer_text(&frame);
        service_scan(peer, rest, &length, &out); /* hello */
        rest = text_from(rest.at + length, rest.length - length);
        if (service_scan(peer, rest, &length, &out) == SERVICE_WHOLE &&
            service_answer(peer, rest, &out)) {
            outcome = contains(&out, "out-of-memory") ? OPERATION_FAILED : OPERATION_DONE;
        }
    }
    service_peer_free(peer);
    buffer_free(&frame);
    buffer_free(&out);
    return outcome;
}

static void test_screen_until_memory_suffices(void **state) {
    struct asking *asking = *state;
    struct attempt attempt = {
        asking->service,
        "{\"protocol\":\"knee\",\"facts\":{\"age\":\"x\",\"fever\":true,\"walking\":\"cannot\"},"
        "\"explain\":true}"};
    assert_true(failing_malloc_until_ok(attempt_screen, &attempt) > 3);
}

static enum operation_outcome attempt_load(void *context) {
    struct service_options options = asking_options();
    struct buffer report = {0};
    enum service_load status = SERVICE_NO_MEMORY;
    struct service *service = service_new(&options);
    if (service != NULL) {
        status = service_load_file(service, context, &report);
    }
    bool served = service != NULL && service_protocol_count(service) == 1;
    bool failed_report = report.failed;
    service_free(service);
    buffer_free(&report);
    if (status == SERVICE_LOADED) {
        return served && !failed_report ? OPERATION_DONE : OPERATION_WRONG;
    }
    return served ? OPERATION_WRONG : OPERATION_FAILED;
}

/* The smallest protocol: its load is failed at each of its allocations in turn. */
static void test_load_until_memory_suffices(void **state) {
    (void)state;
    assert_true(failing_malloc_until_ok(attempt_load, SYNOVIA_SOURCE_DIR
                                        "/tests/service/protocols/small.lua") > 10);
}

/* The first requests make room; after that an ordinary one takes nothing from malloc. */
static void test_an_ordinary_screening_allocates_nothing(void **state) {
    struct asking *asking = *state;
    struct buffer bytes = {0};
    size_t length = 0;
    assert_true(service_write_call(
        text_of("screen"),
        text_of("{\"protocol\":\"knee\",\"facts\":{\"age\":30,\"fever\":true,\"walking\":"
                "\"cannot\",\"surgery\":\"2026-04-20\",\"days\":5,\"weight\":80}}"),
        &bytes));
    service_scan(asking->peer, buffer_text(&bytes), &length, &asking->out);
    struct text frame = text_from(bytes.at + length, bytes.length - length);
    for (int i = 0; i < 3; i++) {
        buffer_clear(&asking->out);
        assert_true(service_answer(asking->peer, frame, &asking->out));
    }
    buffer_clear(&asking->out);
    failing_malloc_arm(1);
    bool answered = service_answer(asking->peer, frame, &asking->out);
    assert_false(failing_malloc_disarm());
    assert_true(answered);
    assert_true(contains(&asking->out, "immediate"));
    buffer_free(&bytes);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, asking_open, asking_close)
    const struct CMUnitTest tests[] = {
        TEST(test_an_unknown_method_as_an_array),
        TEST(test_msgid_0_bin_methods_and_no_params),
        TEST(test_errors_as_maps_after_hello),
        TEST(test_notifications_and_responses_are_not_answered),
        TEST(test_a_request_that_is_none_is_answered_where_it_can_be),
        TEST(test_what_is_no_message_ends_the_connection),
        TEST(test_a_key_that_is_no_text),
        TEST(test_a_key_that_is_sent_twice),
        TEST(test_a_frame_byte_by_byte),
        TEST(test_a_frame_that_claims_too_much_is_answered),
        TEST(test_bytes_that_are_no_message_pack),
        TEST(test_an_ordinary_screening_allocates_nothing),
        TEST(test_screen_until_memory_suffices),
        TEST(test_load_until_memory_suffices),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
