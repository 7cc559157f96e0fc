/*
 * Any bytes as JSON text. What is accepted must become one frame that the scanner accepts, and must
 * survive the way to JSON text and back, byte for byte.
 */
#include "base/buffer.h"
#include "base/limits.h"
#include "wire/frame.h"
#include "wire/json.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void require(bool holds) {
    if (!holds) {
        abort();
    }
}

static void check_round_trip(struct text wire, enum json_style style) {
    struct buffer json = {0};
    struct buffer again = {0};
    struct json_error error;
    require(json_from_wire(wire, style, &json, &error));
    /* Indentation and escapes may take more than the limit of what is read. */
    if (json_to_wire(buffer_text(&json), &again, &error)) {
        require(text_equal(buffer_text(&again), wire));
    } else {
        require(json.length > LIMIT_FRAME_BYTES);
    }
    buffer_free(&again);
    buffer_free(&json);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    struct buffer wire = {0};
    struct json_error error;
    if (json_to_wire(text_from((const char *)data, size), &wire, &error)) {
        struct frame_scanner scanner;
        frame_scanner_init(&scanner, frame_limits_of_responses());
        struct frame_result frame = frame_scan(&scanner, buffer_text(&wire));
        require(frame.status == FRAME_WHOLE && frame.length == wire.length);
        check_round_trip(buffer_text(&wire), JSON_COMPACT);
        check_round_trip(buffer_text(&wire), JSON_PRETTY);
    } else {
        require(wire.length == 0 && error.message[0] != '\0');
    }
    buffer_free(&wire);
    return 0;
}
