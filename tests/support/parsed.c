#include "support/parsed.h"

#include "support/hex.h"
#include "wire/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static struct parsed parsed_bytes(struct buffer bytes) {
    struct parsed parsed = {.bytes = bytes, .message = message_new()};
    assert_non_null(parsed.message);
    assert_true(message_read(parsed.message, buffer_text(&bytes)));
    parsed.root = message_root(parsed.message);
    return parsed;
}

struct parsed parsed_json(const char *json) {
    struct buffer bytes = {0};
    struct json_error error;
    assert_true(json_to_wire(text_of(json), &bytes, &error));
    return parsed_bytes(bytes);
}

struct parsed parsed_hex(const char *digits) {
    struct hex_bytes hex = hex_read(digits);
    struct buffer bytes = {0};
    buffer_append_text(&bytes, hex_text(&hex));
    return parsed_bytes(bytes);
}

void parsed_free(struct parsed *parsed) {
    message_free(parsed->message);
    buffer_free(&parsed->bytes);
}
