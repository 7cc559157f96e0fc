/*
 * MessagePack-RPC as published: what kind of message a frame is, and the envelopes around answers.
 *
 *     request       [0, msgid, method, params]       params: an array with one map
 *     response      [1, msgid, error, result]
 *     notification  [2, method, params]
 *
 * Existing clients are met half way where nothing can be misread: a method may be `str` or `bin`,
 * every uint 32 is a msgid, and no params at all are an empty map.
 */
#ifndef SYNOVIA_WIRE_RPC_H
#define SYNOVIA_WIRE_RPC_H

#include "base/buffer.h"
#include "base/text.h"
#include "wire/value.h"

#include <stdbool.h>
#include <stdint.h>

enum rpc_kind {
    RPC_REQUEST,
    RPC_RESPONSE,
    RPC_NOTIFICATION,
    RPC_BAD_REQUEST, /* a request that can be answered with an error: its msgid is known */
    RPC_BAD_MESSAGE, /* nothing that could be answered */
};

/* A message, as views into the value that it was read from. Which fields are set depends on kind.
 */
struct rpc_message {
    enum rpc_kind kind;
    uint32_t id;              /* request, bad request, response */
    struct text method;       /* request, notification: well-formed UTF-8, not empty */
    struct wire_value params; /* request, notification: a map */
    struct wire_value error;  /* response: nil where there is none */
    struct wire_value result; /* response */
    const char *code;         /* bad: "bad-request" or "bad-params" */
    const char *problem;      /* bad: what is wrong, in words */
};

struct rpc_message rpc_read(const struct wire_value *root);

/*
 * The msgid at the start of a frame that was refused, so that a request which is too large can be
 * answered all the same; false where the bytes do not start like a request.
 */
bool rpc_refused_id(struct text bytes, uint32_t *id);

/* True for a response without an error, told by its head alone, for those who need no more of it
 * than whose it is. */
bool rpc_is_result(struct text frame, uint32_t *id);

/*
 * The heads of envelopes. The caller writes exactly one value next: the map of the params, the
 * result, or the map of the notification's params.
 */
void rpc_write_request(struct buffer *out, uint32_t id, struct text method);
void rpc_write_result(struct buffer *out, uint32_t id);
void rpc_write_notification(struct buffer *out, struct text method);

/* How a connection wants its errors. The array is what every existing client shows. */
enum rpc_error_form {
    RPC_ERROR_ARRAY, /* [0 | 1, "code: message"] */
    RPC_ERROR_MAP,   /* { code, message, details? }, after hello { errors = "map" } */
};

struct rpc_error {
    struct text code;        /* from the documented list */
    struct text message;     /* what was found, what is allowed, the cure */
    struct text details;     /* one MessagePack value for the map form; empty where there is none */
    bool is_callers_mistake; /* 1 in the array form, else 0: ours */
};

/* A whole response that carries an error. */
void rpc_write_error(struct buffer *out, uint32_t id, const struct rpc_error *error,
                     enum rpc_error_form form);

#endif
