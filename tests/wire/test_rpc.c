#include "support/hex.h"
#include "support/parsed.h"
#include "wire/json.h"
#include "wire/rpc.h"
#include "wire/writer.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void test_a_request(void **state) {
    (void)state;
    struct parsed parsed = parsed_json("[0, 7, \"screen\", [{\"protocol\": \"knee\"}]]");
    struct rpc_message message = rpc_read(&parsed.root);
    assert_int_equal(message.kind, RPC_REQUEST);
    assert_int_equal(message.id, 7);
    assert_true(text_is(message.method, "screen"));
    struct wire_value protocol;
    assert_true(wire_find(&message.params, text_of("protocol"), &protocol));
    assert_true(text_is(protocol.bytes, "knee"));
    parsed_free(&parsed);
}

static void test_every_uint32_is_an_id(void **state) {
    (void)state;
    struct parsed least = parsed_json("[0, 0, \"hello\", [{}]]");
    struct rpc_message message = rpc_read(&least.root);
    assert_int_equal(message.kind, RPC_REQUEST);
    assert_int_equal(message.id, 0);
    parsed_free(&least);
    struct parsed most = parsed_json("[0, 4294967295, \"hello\", [{}]]");
    message = rpc_read(&most.root);
    assert_int_equal(message.kind, RPC_REQUEST);
    assert_int_equal(message.id, UINT32_MAX);
    parsed_free(&most);
}

static void test_a_method_as_binary(void **state) {
    (void)state;
    struct parsed parsed = parsed_hex("94 00 01 c4 05 68 65 6c 6c 6f 91 80");
    struct rpc_message message = rpc_read(&parsed.root);
    assert_int_equal(message.kind, RPC_REQUEST);
    assert_true(text_is(message.method, "hello"));
    parsed_free(&parsed);
}

static void test_no_params_are_an_empty_map(void **state) {
    (void)state;
    struct parsed parsed = parsed_json("[0, 1, \"protocols\", []]");
    struct rpc_message message = rpc_read(&parsed.root);
    assert_int_equal(message.kind, RPC_REQUEST);
    assert_int_equal(message.params.type, WIRE_MAP);
    assert_int_equal(message.params.count, 0);
    parsed_free(&parsed);
}

/* Lua has one empty table for both, and Neovim sends it as an array. */
static void test_an_empty_array_is_an_empty_map(void **state) {
    (void)state;
    struct parsed parsed = parsed_json("[0, 1, \"hello\", [[]]]");
    struct rpc_message message = rpc_read(&parsed.root);
    assert_int_equal(message.kind, RPC_REQUEST);
    assert_int_equal(message.params.type, WIRE_MAP);
    assert_int_equal(message.params.count, 0);
    parsed_free(&parsed);
}

static void test_a_notification(void **state) {
    (void)state;
    struct parsed parsed = parsed_json("[2, \"changed\", [{\"id\": \"knee\"}]]");
    struct rpc_message message = rpc_read(&parsed.root);
    assert_int_equal(message.kind, RPC_NOTIFICATION);
    assert_true(text_is(message.method, "changed"));
    assert_int_equal(message.params.count, 1);
    parsed_free(&parsed);
}

static void test_responses(void **state) {
    (void)state;
    struct parsed good = parsed_json("[1, 7, null, [1, 2]]");
    struct rpc_message message = rpc_read(&good.root);
    assert_int_equal(message.kind, RPC_RESPONSE);
    assert_int_equal(message.id, 7);
    assert_int_equal(message.error.type, WIRE_NIL);
    assert_int_equal(message.result.count, 2);
    parsed_free(&good);
    struct parsed bad = parsed_json("[1, 7, [1, \"bad-params: no\"], null]");
    message = rpc_read(&bad.root);
    assert_int_equal(message.kind, RPC_RESPONSE);
    assert_int_equal(message.error.type, WIRE_ARRAY);
    parsed_free(&bad);
}

/* pynvim introduces itself so. */
static void test_a_notification_with_params_of_others(void **state) {
    (void)state;
    struct parsed parsed =
        parsed_json("[2, \"nvim_set_client_info\", [\"python\", {}, 1, {}, {}]]");
    struct rpc_message message = rpc_read(&parsed.root);
    assert_int_equal(message.kind, RPC_NOTIFICATION);
    assert_int_equal(message.params.type, WIRE_MAP);
    assert_int_equal(message.params.count, 0);
    parsed_free(&parsed);
}

struct bad_row {
    const char *json;
    enum rpc_kind kind;
    const char *code;
    const char *says;
};

static void test_bad_messages(void **state) {
    (void)state;
    static const struct bad_row rows[] = {
        {"{}", RPC_BAD_MESSAGE, "bad-request", "must be an array"},
        {"null", RPC_BAD_MESSAGE, "bad-request", "must be an array"},
        {"[]", RPC_BAD_MESSAGE, "bad-request", "must be an array"},
        {"[3, 1, \"a\", [{}]]", RPC_BAD_MESSAGE, "bad-request", "starts with 0"},
        {"[false, 1, \"a\", [{}]]", RPC_BAD_MESSAGE, "bad-request", "starts with 0"},
        {"[0.0, 1, \"a\", [{}]]", RPC_BAD_MESSAGE, "bad-request", "starts with 0"},
        {"[0]", RPC_BAD_MESSAGE, "bad-request", "msgid"},
        {"[0, -1, \"a\", [{}]]", RPC_BAD_MESSAGE, "bad-request", "msgid"},
        {"[0, 4294967296, \"a\", [{}]]", RPC_BAD_MESSAGE, "bad-request", "msgid"},
        {"[0, \"1\", \"a\", [{}]]", RPC_BAD_MESSAGE, "bad-request", "msgid"},
        {"[0, 1]", RPC_BAD_REQUEST, "bad-request", "four parts"},
        {"[0, 1, \"a\"]", RPC_BAD_REQUEST, "bad-request", "four parts"},
        {"[0, 1, \"a\", [{}], 5]", RPC_BAD_REQUEST, "bad-request", "four parts"},
        {"[0, 1, 5, [{}]]", RPC_BAD_REQUEST, "bad-request", "method"},
        {"[0, 1, \"\", [{}]]", RPC_BAD_REQUEST, "bad-request", "method"},
        {"[0, 1, \"a\", {}]", RPC_BAD_REQUEST, "bad-params", "one map"},
        {"[0, 1, \"a\", null]", RPC_BAD_REQUEST, "bad-params", "one map"},
        {"[0, 1, \"a\", [{}, {}]]", RPC_BAD_REQUEST, "bad-params", "one map"},
        {"[0, 1, \"a\", [5]]", RPC_BAD_REQUEST, "bad-params", "one map"},
        {"[1, 1, null]", RPC_BAD_MESSAGE, "bad-request", "response"},
        {"[1, -1, null, null]", RPC_BAD_MESSAGE, "bad-request", "response"},
        {"[2, \"a\"]", RPC_BAD_MESSAGE, "bad-request", "three parts"},
        {"[2, 5, [{}]]", RPC_BAD_MESSAGE, "bad-request", "method"},
        {"[2, \"a\", 5]", RPC_BAD_MESSAGE, "bad-request", "three parts"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct parsed parsed = parsed_json(rows[i].json);
        struct rpc_message message = rpc_read(&parsed.root);
        assert_int_equal(message.kind, rows[i].kind);
        assert_string_equal(message.code, rows[i].code);
        assert_non_null(strstr(message.problem, rows[i].says));
        if (message.kind == RPC_BAD_REQUEST) {
            assert_int_equal(message.id, 1);
        }
        parsed_free(&parsed);
    }
}

static void test_a_method_must_be_utf8(void **state) {
    (void)state;
    struct parsed parsed = parsed_hex("94 00 01 a1 ff 91 80");
    assert_int_equal(rpc_read(&parsed.root).kind, RPC_BAD_REQUEST);
    parsed_free(&parsed);
}

struct id_row {
    const char *hex;
    bool found;
    uint32_t id;
};

static void test_the_id_of_a_refused_frame(void **state) {
    (void)state;
    static const struct id_row rows[] = {
        {"94 00 07", true, 7},
        {"94 00 00 a1", true, 0},
        {"94 00 cc ff dd", true, 255},
        {"94 00 cd 01 00", true, 256},
        {"94 00 ce ff ff ff ff", true, UINT32_MAX},
        {"94 00 ce ff ff ff", false, 0}, /* not whole */
        {"94 00 cd", false, 0},
        {"94 00", false, 0},
        {"", false, 0},
        {"94 01 07", false, 0}, /* a response */
        {"93 00 07", false, 0},
        {"94 00 ff", false, 0}, /* -1 */
        {"94 00 a1 61", false, 0},
        {"94 00 cf 00 00 00 00 00 00 00 01", false, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct hex_bytes bytes = hex_read(rows[i].hex);
        uint32_t id = 0;
        assert_int_equal(rpc_refused_id(hex_text(&bytes), &id), rows[i].found);
        assert_int_equal(id, rows[i].id);
    }
}

/* The one message in the buffer as JSON; empties the buffer. */
static void assert_wrote(struct buffer *out, const char *json) {
    struct buffer text = {0};
    struct json_error error;
    assert_true(json_from_wire(buffer_text(out), JSON_COMPACT, &text, &error));
    buffer_append(&text, "", 1);
    assert_string_equal(text.at, json);
    buffer_free(&text);
    buffer_clear(out);
}

static void test_envelopes(void **state) {
    (void)state;
    struct buffer out = {0};
    rpc_write_request(&out, UINT32_MAX, text_of("screen"));
    writer_map(&out, 0);
    assert_wrote(&out, "[0,4294967295,\"screen\",[{}]]");
    rpc_write_result(&out, 0);
    writer_string(&out, "yes");
    assert_wrote(&out, "[1,0,null,\"yes\"]");
    rpc_write_notification(&out, text_of("protocol.changed"));
    writer_map(&out, 0);
    assert_wrote(&out, "[2,\"protocol.changed\",[{}]]");
    buffer_free(&out);
}

static void test_errors(void **state) {
    (void)state;
    struct buffer out = {0};
    struct rpc_error error = {
        .code = text_of("unknown-protocol"),
        .message = text_of("there is no \"kne\"; did you mean \"knee\"?"),
        .is_callers_mistake = true,
    };
    rpc_write_error(&out, 9, &error, RPC_ERROR_ARRAY);
    assert_wrote(&out, "[1,9,[1,\"unknown-protocol: there is no \\\"kne\\\"; did you mean "
                       "\\\"knee\\\"?\"],null]");
    rpc_write_error(&out, 9, &error, RPC_ERROR_MAP);
    assert_wrote(&out, "[1,9,{\"code\":\"unknown-protocol\",\"message\":\"there is no "
                       "\\\"kne\\\"; did you mean \\\"knee\\\"?\"},null]");
    error.is_callers_mistake = false;
    error.message = text_of("m");
    error.details = text_of("\x92\x01\x02");
    rpc_write_error(&out, 0, &error, RPC_ERROR_ARRAY);
    assert_wrote(&out, "[1,0,[0,\"unknown-protocol: m\"],null]");
    rpc_write_error(&out, 0, &error, RPC_ERROR_MAP);
    assert_wrote(&out, "[1,0,{\"code\":\"unknown-protocol\",\"message\":\"m\",\"details\":[1,2]},"
                       "null]");
    buffer_free(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_request),
        cmocka_unit_test(test_every_uint32_is_an_id),
        cmocka_unit_test(test_a_method_as_binary),
        cmocka_unit_test(test_no_params_are_an_empty_map),
        cmocka_unit_test(test_an_empty_array_is_an_empty_map),
        cmocka_unit_test(test_a_notification),
        cmocka_unit_test(test_a_notification_with_params_of_others),
        cmocka_unit_test(test_responses),
        cmocka_unit_test(test_bad_messages),
        cmocka_unit_test(test_a_method_must_be_utf8),
        cmocka_unit_test(test_the_id_of_a_refused_frame),
        cmocka_unit_test(test_envelopes),
        cmocka_unit_test(test_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
