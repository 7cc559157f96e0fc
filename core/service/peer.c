/*
 * One connection's side of the service: frames in, responses out.
 *
 * Whatever goes wrong within a request is one error response; only bytes that are no message at all
 * end the connection.
 */
#include "service/held.h"
#include "service/job.h"
#include "service/keeping.h"

#include <stdlib.h>

struct service_peer *service_peer_new(struct service *service) {
    struct service_peer *peer = calloc(1, sizeof *peer);
    if (peer == NULL) {
        return NULL;
    }
    peer->service = service;
    frame_scanner_init(&peer->scanner, frame_limits_of_requests());
    peer->next = service->peers;
    if (peer->next != NULL) {
        peer->next->previous = peer;
    }
    service->peers = peer;
    return peer;
}

void service_peer_free(struct service_peer *peer) {
    if (peer == NULL) {
        return;
    }
    job_drop_peer(peer);
    keeping_forget_peer(peer);
    if (peer->next != NULL) {
        peer->next->previous = peer->previous;
    }
    *(peer->previous == NULL ? &peer->service->peers : &peer->previous->next) = peer->next;
    free(peer);
}

void service_peer_listen(struct service_peer *peer, const struct service_listener *listener) {
    peer->listener = *listener;
}

unsigned service_peer_owed(const struct service_peer *peer) {
    return peer->jobs + peer->held;
}

bool service_peer_is_subscribed(const struct service_peer *peer) {
    return peer->is_subscribed;
}

/* ---- dispatch -------------------------------------------------------------------------------- */

static void refuse_method(struct request *request, struct text name) {
    struct text near = method_near(name);
    if (text_is_empty(near)) {
        request_fail(request, ERROR_UNKNOWN_METHOD,
                     "there is no method \"%.*s\"; the method hello lists those that there are",
                     (int)name.length, name.at);
    } else {
        request_fail(request, ERROR_UNKNOWN_METHOD,
                     "there is no method \"%.*s\"; did you mean \"%.*s\"?", (int)name.length,
                     name.at, (int)near.length, near.at);
    }
}

static void dispatch(struct request *request, struct text name) {
    const struct method *method = method_find(name);
    struct param_value values[PARAMS_MOST];
    if (method == NULL) {
        refuse_method(request, name);
        return;
    }
    if (!params_read(request, method->params, method->param_count, values)) {
        return;
    }
    rpc_write_result(request->out, request->id);
    request->result = request->out->length;
    method->answer(request, values);
    if (request->arena->failed && !request->is_later) {
        request_fail_memory(request);
    }
}

/* Where even the error finds no room, the response is given up and the connection with it. */
static bool settle(struct request *request) {
    if (!request->out->failed) {
        return true;
    }
    request->out->failed = false;
    request->failed = false;
    request_fail_memory(request);
    if (request->out->failed) {
        request->out->length = request->start;
        request->out->failed = false;
        return false;
    }
    return true;
}

/* The scanner let the frame in, so it is memory that a frame could not be read for. */
static bool refuse_unread(struct service_peer *peer, struct text frame, struct buffer *out) {
    struct request request = {.peer = peer, .out = out, .start = out->length};
    if (!rpc_refused_id(frame, &request.id)) {
        return false;
    }
    request_fail_memory(&request);
    return settle(&request);
}

/* Answers the frame of the request, of which only what does not stand in the frame is set. */
static bool answer(struct request *request) {
    struct service *service = request->service;
    if (!message_read(service->message, request->frame)) {
        return refuse_unread(request->peer, request->frame, request->out);
    }
    struct wire_value root = message_root(service->message);
    struct rpc_message message = rpc_read(&root);
    request->id = message.id;
    request->params = message.params;
    arena_reset(&service->arena);
    switch (message.kind) {
    case RPC_REQUEST:
        dispatch(request, message.method);
        return settle(request);
    case RPC_BAD_REQUEST:
        request_fail(request,
                     text_is(text_of(message.code), "bad-params") ? ERROR_BAD_PARAMS
                                                                  : ERROR_BAD_REQUEST,
                     "%s", message.problem);
        return settle(request);
    case RPC_RESPONSE:
    case RPC_NOTIFICATION:
        return true;
    case RPC_BAD_MESSAGE:
        return false;
    }
    return false;
}

static struct request request_of(struct service_peer *peer, struct text frame, struct buffer *out) {
    struct request request = {
        .service = peer->service,
        .peer = peer,
        .arena = &peer->service->arena,
        .out = out,
        .start = out->length,
        .frame = frame,
    };
    return request;
}

bool service_answer(struct service_peer *peer, struct text frame, struct buffer *out) {
    struct request request = request_of(peer, frame, out);
    bool stays_open = answer(&request);
    if (peer->held > 0 && peer->listener.deliver == NULL) {
        peer->waiting_in = out;
        keeping_wait(peer);
        peer->waiting_in = NULL;
        stays_open = settle(&request) && stays_open;
    }
    return stays_open;
}

void peer_answer_again(const struct held_answer *held, struct buffer *out) {
    struct request request = request_of(held->peer, held->frame, out);
    request.is_fresh = held->is_fresh;
    request.is_sought = held->is_sought;
    request.tries = held->tries;
    answer(&request);
}

/* ---- the stream ------------------------------------------------------------------------------ */

static void refuse_frame(struct service_peer *peer, struct text bytes,
                         const struct frame_result *result, struct buffer *out) {
    char message[FRAME_MESSAGE_SIZE];
    uint32_t id;
    if (!rpc_refused_id(bytes, &id)) {
        return;
    }
    struct rpc_error error = {
        .code = text_of(frame_error_code(result->error)),
        .message = frame_describe(result, message),
        .is_callers_mistake = true,
    };
    size_t length = out->length;
    rpc_write_error(out, id, &error, peer->error_form);
    if (out->failed) {
        /* Without memory for an error, the connection is closed without one. */
        out->length = length;
        out->failed = false;
    }
}

enum service_scan service_scan(struct service_peer *peer, struct text bytes, size_t *length,
                               struct buffer *out) {
    struct frame_result result = frame_scan(&peer->scanner, bytes);
    *length = result.length;
    switch (result.status) {
    case FRAME_PARTIAL:
        return SERVICE_PARTIAL;
    case FRAME_WHOLE:
        return SERVICE_WHOLE;
    case FRAME_REFUSED:
        refuse_frame(peer, bytes, &result, out);
        return SERVICE_REFUSED;
    }
    return SERVICE_REFUSED;
}
