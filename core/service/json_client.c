/*
 * The client's side of one call. `hello` goes before it, so that an error comes back with its
 * details; responses may come in any order, and the msgid tells them apart.
 */
#include "service/service.h"
#include "wire/frame.h"
#include "wire/json.h"
#include "wire/rpc.h"
#include "wire/writer.h"

#include <stdlib.h>

enum { HELLO_ID, CALL_ID };

bool service_write_call(struct text method, struct text params, struct buffer *out) {
    struct buffer value = {0};
    bool is_json = true;
    if (text_is_empty(params)) {
        writer_map(&value, 0);
    } else {
        is_json = service_json_to_wire(params, &value);
    }
    if (is_json) {
        rpc_write_request(out, HELLO_ID, text_of("hello"));
        writer_map(out, 1);
        writer_string(out, "errors");
        writer_string(out, "map");
        rpc_write_request(out, CALL_ID, method);
    }
    buffer_append_text(out, buffer_text(&value));
    out->failed = out->failed || value.failed;
    buffer_free(&value);
    return is_json;
}

/* ---- the reply ------------------------------------------------------------------------------- */

struct service_reader {
    struct message *message;
    struct frame_scanner scanner;
    size_t at; /* start of the frame that is being received */
};

struct service_reader *service_reader_new(void) {
    struct service_reader *reader = calloc(1, sizeof *reader);
    struct message *message = message_new();
    if (reader == NULL || message == NULL) {
        free(reader);
        message_free(message);
        return NULL;
    }
    reader->message = message;
    frame_scanner_init(&reader->scanner, frame_limits_of_responses());
    return reader;
}

void service_reader_free(struct service_reader *reader) {
    if (reader != NULL) {
        message_free(reader->message);
        free(reader);
    }
}

static enum service_reply write_reply(const struct rpc_message *reply, bool pretty,
                                      struct buffer *out) {
    struct json_error problem;
    bool is_error = reply->error.type != WIRE_NIL;
    const struct wire_value *value = is_error ? &reply->error : &reply->result;
    if (!json_from_value(value, pretty ? JSON_PRETTY : JSON_COMPACT, out, &problem)) {
        out->failed = true;
    }
    return is_error ? SERVICE_REPLY_ERROR : SERVICE_REPLY_RESULT;
}

/* One message of the service; partial where it is not the answer. */
static enum service_reply read_message(struct message *message, struct text frame, bool pretty,
                                       struct buffer *out) {
    if (!message_read(message, frame)) {
        return SERVICE_REPLY_FOREIGN;
    }
    struct wire_value root = message_root(message);
    struct rpc_message reply = rpc_read(&root);
    if (reply.kind == RPC_NOTIFICATION || (reply.kind == RPC_RESPONSE && reply.id != CALL_ID)) {
        return SERVICE_REPLY_PARTIAL;
    }
    return reply.kind == RPC_RESPONSE ? write_reply(&reply, pretty, out) : SERVICE_REPLY_FOREIGN;
}

enum service_reply service_reader_read(struct service_reader *reader, struct text bytes,
                                       bool pretty, struct buffer *out) {
    enum service_reply reply = SERVICE_REPLY_PARTIAL;
    while (reply == SERVICE_REPLY_PARTIAL && reader->at < bytes.length) {
        struct text rest = text_from(bytes.at + reader->at, bytes.length - reader->at);
        struct frame_result frame = frame_scan(&reader->scanner, rest);
        if (frame.status != FRAME_WHOLE) {
            return frame.status == FRAME_PARTIAL ? SERVICE_REPLY_PARTIAL : SERVICE_REPLY_FOREIGN;
        }
        reader->at += frame.length;
        reply = read_message(reader->message, text_from(rest.at, frame.length), pretty, out);
    }
    return reply;
}

/* ---- what comes behind it -------------------------------------------------------------------- */

static enum service_reply write_notification(const struct rpc_message *message,
                                             struct buffer *out) {
    struct json_error problem;
    struct buffer wire = {0};
    writer_text(&wire, message->method);
    buffer_append_string(out, "{\"method\":");
    bool written = !wire.failed && json_from_wire(buffer_text(&wire), JSON_COMPACT, out, &problem);
    buffer_append_string(out, ",\"params\":");
    written = written && json_from_value(&message->params, JSON_COMPACT, out, &problem);
    buffer_append_string(out, "}");
    buffer_free(&wire);
    out->failed = out->failed || !written;
    return SERVICE_REPLY_RESULT;
}

enum service_reply service_reader_next(struct service_reader *reader, struct text bytes,
                                       struct buffer *out) {
    while (reader->at < bytes.length) {
        struct text rest = text_from(bytes.at + reader->at, bytes.length - reader->at);
        struct frame_result frame = frame_scan(&reader->scanner, rest);
        if (frame.status != FRAME_WHOLE) {
            return frame.status == FRAME_PARTIAL ? SERVICE_REPLY_PARTIAL : SERVICE_REPLY_FOREIGN;
        }
        reader->at += frame.length;
        if (!message_read(reader->message, text_from(rest.at, frame.length))) {
            return SERVICE_REPLY_FOREIGN;
        }
        struct wire_value root = message_root(reader->message);
        struct rpc_message message = rpc_read(&root);
        if (message.kind == RPC_NOTIFICATION) {
            return write_notification(&message, out);
        }
    }
    return SERVICE_REPLY_PARTIAL;
}
