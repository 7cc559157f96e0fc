#include "wire/rpc.h"

#include "wire/writer.h"

enum { TYPE_REQUEST = 0, TYPE_RESPONSE = 1, TYPE_NOTIFICATION = 2 };

enum { REQUEST_LENGTH = 4, RESPONSE_LENGTH = 4, NOTIFICATION_LENGTH = 3 };

static struct rpc_message bad(struct rpc_message message, enum rpc_kind kind, const char *code,
                              const char *problem) {
    message.kind = kind;
    message.code = code;
    message.problem = problem;
    return message;
}

static bool is_id(const struct wire_value *value) {
    return value->type == WIRE_INTEGER && value->integer >= 0 && value->integer <= UINT32_MAX;
}

/* Some old clients send every text as raw bytes. */
static bool read_method(const struct wire_value *value, struct text *method) {
    bool bytes = value->type == WIRE_TEXT || value->type == WIRE_BINARY;
    if (!bytes || text_is_empty(value->bytes) || !text_is_utf8(value->bytes)) {
        return false;
    }
    *method = value->bytes;
    return true;
}

/* Accepts [map] and []; leaves the map, or an empty one. */
static bool read_params(const struct wire_value *value, struct wire_value *params) {
    struct wire_cursor cursor = wire_items(value);
    if (value->type != WIRE_ARRAY || value->count > 1) {
        return false;
    }
    *params = (struct wire_value){.type = WIRE_MAP};
    wire_next(&cursor, params);
    wire_read_as_map(params);
    return params->type == WIRE_MAP;
}

static struct rpc_message read_call(struct rpc_message message, struct wire_cursor cursor) {
    struct wire_value method = {0};
    struct wire_value params = {0};
    wire_next(&cursor, &method);
    wire_next(&cursor, &params);
    if (!read_method(&method, &message.method)) {
        return bad(message, RPC_BAD_REQUEST, "bad-request",
                   "the method must be a text, such as \"screen\"");
    }
    if (!read_params(&params, &message.params)) {
        return bad(message, RPC_BAD_REQUEST, "bad-params",
                   "params must be an array with one map, such as [{\"protocol\": \"knee\"}]");
    }
    return message;
}

static struct rpc_message read_request(const struct wire_value *root, struct wire_cursor cursor) {
    struct rpc_message message = {.kind = RPC_REQUEST};
    struct wire_value id = {0};
    wire_next(&cursor, &id);
    if (!is_id(&id)) {
        return bad(message, RPC_BAD_MESSAGE, "bad-request",
                   "the msgid of a request must be an integer from 0 to 4294967295");
    }
    message.id = (uint32_t)id.integer;
    if (root->count != REQUEST_LENGTH) {
        return bad(message, RPC_BAD_REQUEST, "bad-request",
                   "a request has four parts: [0, msgid, method, params]");
    }
    return read_call(message, cursor);
}

static struct rpc_message read_response(const struct wire_value *root, struct wire_cursor cursor) {
    struct rpc_message message = {.kind = RPC_RESPONSE};
    struct wire_value id = {0};
    wire_next(&cursor, &id);
    if (root->count != RESPONSE_LENGTH || !is_id(&id)) {
        return bad(message, RPC_BAD_MESSAGE, "bad-request",
                   "a response has four parts: [1, msgid, error, result]");
    }
    message.id = (uint32_t)id.integer;
    wire_next(&cursor, &message.error);
    wire_next(&cursor, &message.result);
    return message;
}

/* A notification that nobody here knows is ignored, whatever its params are: pynvim introduces
 * itself by one with five. So params that are not ours are no params. */
static struct rpc_message read_notification(const struct wire_value *root,
                                            struct wire_cursor cursor) {
    struct rpc_message message = {.kind = RPC_NOTIFICATION, .params = {.type = WIRE_MAP}};
    struct wire_value method = {0};
    struct wire_value params = {0};
    wire_next(&cursor, &method);
    wire_next(&cursor, &params);
    if (root->count != NOTIFICATION_LENGTH || params.type != WIRE_ARRAY) {
        return bad(message, RPC_BAD_MESSAGE, "bad-request",
                   "a notification has three parts: [2, method, params]");
    }
    if (!read_method(&method, &message.method)) {
        return bad(message, RPC_BAD_MESSAGE, "bad-request",
                   "the method must be a text, such as \"screen\"");
    }
    if (!read_params(&params, &message.params)) {
        message.params = (struct wire_value){.type = WIRE_MAP};
    }
    return message;
}

struct rpc_message rpc_read(const struct wire_value *root) {
    struct wire_cursor cursor = wire_items(root);
    struct wire_value type;
    if (wire_next(&cursor, &type) && type.type == WIRE_INTEGER) {
        switch (type.integer) {
        case TYPE_REQUEST:
            return read_request(root, cursor);
        case TYPE_RESPONSE:
            return read_response(root, cursor);
        case TYPE_NOTIFICATION:
            return read_notification(root, cursor);
        default:
            break;
        }
    }
    struct rpc_message nothing = {0};
    return bad(nothing, RPC_BAD_MESSAGE, "bad-request",
               "a message must be an array that starts with 0 (request), 1 (response) or 2 "
               "(notification)");
}

/* The bytes of the uint that starts with this byte, behind it; 5 where it is none of up to 32 bits.
 */
static unsigned uint_bytes(unsigned char first) {
    switch (first) {
    case 0xcc:
        return 1;
    case 0xcd:
        return 2;
    case 0xce:
        return 4;
    default:
        return first < 0x80 ? 0 : 5;
    }
}

/* The msgid of an array of four whose first value is `type`; no client writes these two in a longer
 * form. Returns the bytes up to behind it, or 0. */
static size_t read_head(struct text bytes, unsigned char type, uint32_t *id) {
    const unsigned char *at = (const unsigned char *)bytes.at;
    if (bytes.length < 3 || at[0] != 0x94 || at[1] != type) {
        return 0;
    }
    unsigned count = uint_bytes(at[2]);
    if (count > 4 || bytes.length < 3 + count) {
        return 0;
    }
    uint32_t value = count == 0 ? at[2] : 0;
    for (unsigned i = 0; i < count; i++) {
        value = value << 8 | at[3 + i];
    }
    *id = value;
    return 3 + count;
}

bool rpc_refused_id(struct text bytes, uint32_t *id) {
    return read_head(bytes, TYPE_REQUEST, id) > 0;
}

bool rpc_is_result(struct text frame, uint32_t *id) {
    static const unsigned char nil = 0xc0;
    size_t error = read_head(frame, TYPE_RESPONSE, id);
    return error > 0 && error < frame.length && (unsigned char)frame.at[error] == nil;
}

void rpc_write_request(struct buffer *out, uint32_t id, struct text method) {
    writer_array(out, REQUEST_LENGTH);
    writer_unsigned(out, TYPE_REQUEST);
    writer_unsigned(out, id);
    writer_text(out, method);
    writer_array(out, 1);
}

void rpc_write_result(struct buffer *out, uint32_t id) {
    writer_array(out, RESPONSE_LENGTH);
    writer_unsigned(out, TYPE_RESPONSE);
    writer_unsigned(out, id);
    writer_nil(out);
}

void rpc_write_notification(struct buffer *out, struct text method) {
    writer_array(out, NOTIFICATION_LENGTH);
    writer_unsigned(out, TYPE_NOTIFICATION);
    writer_text(out, method);
    writer_array(out, 1);
}

static void write_error_array(struct buffer *out, const struct rpc_error *error) {
    static const char between[] = {':', ' '};
    writer_array(out, 2);
    writer_unsigned(out, error->is_callers_mistake ? 1 : 0);
    writer_text_header(out, error->code.length + sizeof between + error->message.length);
    buffer_append_text(out, error->code);
    buffer_append(out, between, sizeof between);
    buffer_append_text(out, error->message);
}

static void write_error_map(struct buffer *out, const struct rpc_error *error) {
    bool has_details = !text_is_empty(error->details);
    writer_map(out, has_details ? 3 : 2);
    writer_string(out, "code");
    writer_text(out, error->code);
    writer_string(out, "message");
    writer_text(out, error->message);
    if (has_details) {
        writer_string(out, "details");
        writer_raw(out, error->details);
    }
}

void rpc_write_error(struct buffer *out, uint32_t id, const struct rpc_error *error,
                     enum rpc_error_form form) {
    writer_array(out, RESPONSE_LENGTH);
    writer_unsigned(out, TYPE_RESPONSE);
    writer_unsigned(out, id);
    if (form == RPC_ERROR_MAP) {
        write_error_map(out, error);
    } else {
        write_error_array(out, error);
    }
    writer_nil(out);
}
