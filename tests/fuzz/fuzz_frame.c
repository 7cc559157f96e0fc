/*
 * The wire's door: any bytes, in any pieces.
 *
 * The first byte of the input chooses the size of the pieces, the rest is the stream. Whatever it
 * holds, the scanner must say the same of the pieces as of the whole; msgpack-c must decode what
 * the scanner let in; and a value that is written again must be a frame of the same value.
 */
#include "base/buffer.h"
#include "wire/frame.h"
#include "wire/json.h"
#include "wire/rpc.h"
#include "wire/writer.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void require(bool holds) {
    if (!holds) {
        abort();
    }
}

static struct frame_result scan_whole(struct text bytes) {
    struct frame_scanner scanner;
    frame_scanner_init(&scanner, frame_limits_of_requests());
    return frame_scan(&scanner, bytes);
}

/* As scan_whole, from bytes that arrive in pieces. */
static struct frame_result scan_pieces(struct text bytes, size_t piece) {
    struct frame_scanner scanner;
    frame_scanner_init(&scanner, frame_limits_of_requests());
    struct frame_result result = frame_scan(&scanner, text_from(bytes.at, 0));
    for (size_t end = 0; end < bytes.length && result.status == FRAME_PARTIAL;) {
        end = end + piece < bytes.length ? end + piece : bytes.length;
        result = frame_scan(&scanner, text_from(bytes.at, end));
    }
    return result;
}

static void check_written_again(const struct wire_value *root) {
    struct buffer first = {0};
    struct buffer second = {0};
    writer_value(&first, root);
    struct message *message = message_new();
    require(message != NULL && message_read(message, buffer_text(&first)));
    struct wire_value again = message_root(message);
    writer_value(&second, &again);
    require(text_equal(buffer_text(&first), buffer_text(&second)));
    message_free(message);
    buffer_free(&first);
    buffer_free(&second);
}

static void check_frame(struct text frame) {
    struct message *message = message_new();
    require(message != NULL && message_read(message, frame));
    struct wire_value root = message_root(message);
    struct buffer json = {0};
    struct json_error error;
    json_from_value(&root, JSON_PRETTY, &json, &error);
    struct rpc_message rpc = rpc_read(&root);
    require((rpc.problem == NULL) == (rpc.kind <= RPC_NOTIFICATION));
    check_written_again(&root);
    buffer_free(&json);
    message_free(message);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    if (size == 0) {
        return 0;
    }
    struct text stream = text_from((const char *)data + 1, size - 1);
    struct frame_result whole = scan_whole(stream);
    struct frame_result pieces = scan_pieces(stream, (size_t)data[0] + 1);
    require(whole.status == pieces.status && whole.length == pieces.length);
    require(whole.error == pieces.error && whole.found == pieces.found);
    uint32_t id;
    rpc_refused_id(stream, &id);
    while (whole.status == FRAME_WHOLE) {
        require(whole.length > 0 && whole.length <= stream.length);
        check_frame(text_from(stream.at, whole.length));
        stream = text_from(stream.at + whole.length, stream.length - whole.length);
        whole = scan_whole(stream);
    }
    require(whole.status == FRAME_REFUSED || whole.length > stream.length);
    return 0;
}
