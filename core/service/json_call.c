/* The service for programs that speak JSON: the same requests, in another notation. */
#include "service/methods.h"
#include "wire/json.h"
#include "wire/writer.h"

static enum json_style style_of(bool pretty) {
    return pretty ? JSON_PRETTY : JSON_COMPACT;
}

/* ---- an error of our own, before there is a request ------------------------------------------ */

static bool refuse(struct buffer *out, enum error_code code, const char *message, bool pretty) {
    struct buffer wire = {0};
    struct json_error ignored;
    writer_map(&wire, 2);
    writer_string(&wire, "code");
    writer_string(&wire, error_code_text(code));
    writer_string(&wire, "message");
    writer_string(&wire, message);
    if (wire.failed || !json_from_wire(buffer_text(&wire), style_of(pretty), out, &ignored)) {
        out->failed = true;
    }
    buffer_free(&wire);
    return false;
}

/* ---- conversions ----------------------------------------------------------------------------- */

static void describe(const struct json_error *error, struct buffer *out) {
    if (error->line > 0) {
        buffer_append_format(out, "line %d, column %d: %s", error->line, error->column,
                             error->message);
    } else {
        buffer_append_string(out, error->message);
    }
}

bool service_json_from_wire(struct text value, bool pretty, struct buffer *out) {
    struct json_error error;
    if (json_from_wire(value, style_of(pretty), out, &error)) {
        return true;
    }
    describe(&error, out);
    return false;
}

bool service_json_to_wire(struct text json, struct buffer *out) {
    struct json_error error;
    if (json_to_wire(json, out, &error)) {
        return true;
    }
    describe(&error, out);
    return false;
}

/* ---- one call -------------------------------------------------------------------------------- */

/* The frame of the request; false where the params are no JSON (then `out` has the refusal). */
static bool write_frame(struct buffer *frame, struct text method, struct text params, bool pretty,
                        struct buffer *out) {
    struct buffer problem = {0};
    rpc_write_request(frame, 0, method);
    if (text_is_empty(params)) {
        writer_map(frame, 0);
        return true;
    }
    size_t length = frame->length;
    if (service_json_to_wire(params, frame)) {
        return true;
    }
    buffer_append_text(&problem, text_from(frame->at + length, frame->length - length));
    buffer_append(&problem, "", 1);
    refuse(out, ERROR_BAD_PARAMS, problem.failed ? "out of memory" : problem.at, pretty);
    buffer_free(&problem);
    return false;
}

/* The result, or the error as a map, of a response. */
static bool write_response(struct text response, bool pretty, struct buffer *out) {
    struct message *message = message_new();
    struct json_error error;
    bool done = false;
    if (message == NULL || !message_read(message, response)) {
        refuse(out, ERROR_OUT_OF_MEMORY, "the service ran out of memory", pretty);
    } else {
        struct wire_value root = message_root(message);
        struct rpc_message answer = rpc_read(&root);
        done = answer.error.type == WIRE_NIL;
        if (!json_from_value(done ? &answer.result : &answer.error, style_of(pretty), out,
                             &error)) {
            done = refuse(out, ERROR_OUT_OF_MEMORY, error.message, pretty);
        }
    }
    message_free(message);
    return done;
}

/* As service_answer, but errors as maps, whatever the peer said in hello. */
static bool answer_with_maps(struct service_peer *peer, struct text frame, struct buffer *out) {
    enum rpc_error_form form = peer->error_form;
    peer->error_form = RPC_ERROR_MAP;
    bool answered = service_answer(peer, frame, out);
    peer->error_form = form;
    return answered;
}

bool service_call_json(struct service_peer *peer, struct text method, struct text params,
                       bool pretty, struct buffer *out) {
    struct buffer frame = {0};
    struct buffer response = {0};
    bool done = false;
    if (write_frame(&frame, method, params, pretty, out)) {
        if (!frame.failed && answer_with_maps(peer, buffer_text(&frame), &response)) {
            done = write_response(buffer_text(&response), pretty, out);
        } else {
            refuse(out, ERROR_OUT_OF_MEMORY, "the service ran out of memory", pretty);
        }
    }
    buffer_free(&frame);
    buffer_free(&response);
    return done;
}
