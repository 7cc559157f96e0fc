#include "service/caller.h"

#include "service/service.h"
#include "wire/frame.h"
#include "wire/json.h"
#include "wire/rpc.h"
#include "wire/writer.h"

#include <stdlib.h>

enum { SESSION_ID_BYTES = 128 };

/* Where a lane's session stands; without an id, the next request starts one. */
struct lane {
    char session[SESSION_ID_BYTES];
    size_t session_length;
    int64_t turn;
};

struct caller {
    struct text method;
    bool is_session;
    struct buffer params; /* MessagePack */
    struct buffer live;
    struct lane *lanes; /* of sessions */
    unsigned lane_count;
    struct frame_scanner *scanners; /* a stream each */
    struct message *message;
    struct caller_counts counts;
    struct buffer first_error;
};

/* ---- making ---------------------------------------------------------------------------------- */

static bool read_object(struct text json, struct buffer *out, struct buffer *problem) {
    struct json_error error;
    if (!json_to_wire(text_is_empty(json) ? text_of("{}") : json, out, &error)) {
        buffer_append_format(problem, "not JSON: line %d, column %d: %s", error.line, error.column,
                             error.message);
        return false;
    }
    return true;
}

static bool allocate(struct caller *caller, const struct caller_plan *plan) {
    caller->lanes = calloc(caller->is_session ? plan->lanes : 1, sizeof *caller->lanes);
    caller->scanners = calloc(plan->streams, sizeof *caller->scanners);
    caller->message = message_new();
    if (caller->lanes == NULL || caller->scanners == NULL || caller->message == NULL) {
        return false;
    }
    for (unsigned i = 0; i < plan->streams; i++) {
        frame_scanner_init(&caller->scanners[i], frame_limits_of_responses());
    }
    return true;
}

struct caller *caller_new(const struct caller_plan *plan, struct buffer *problem) {
    struct caller *caller = calloc(1, sizeof *caller);
    if (caller != NULL) {
        caller->method = plan->method;
        caller->is_session = text_is(plan->method, "session");
        caller->lane_count = plan->lanes;
    }
    if (caller == NULL || !allocate(caller, plan)) {
        buffer_append_string(problem, "out of memory");
        caller_free(caller);
        return NULL;
    }
    if (!read_object(plan->params, &caller->params, problem) ||
        !read_object(plan->live, &caller->live, problem)) {
        caller_free(caller);
        return NULL;
    }
    return caller;
}

void caller_free(struct caller *caller) {
    if (caller != NULL) {
        buffer_free(&caller->params);
        buffer_free(&caller->live);
        buffer_free(&caller->first_error);
        message_free(caller->message);
        free(caller->lanes);
        free(caller->scanners);
        free(caller);
    }
}

/* ---- asking ---------------------------------------------------------------------------------- */

static void ask_report(const struct caller *caller, const struct lane *lane, struct buffer *out) {
    writer_map(out, 3);
    writer_string(out, "session");
    writer_text(out, text_from(lane->session, lane->session_length));
    writer_string(out, "turn");
    writer_integer(out, lane->turn);
    writer_string(out, "facts");
    writer_raw(out, buffer_text(&caller->live));
}

void caller_ask(struct caller *caller, unsigned lane, struct buffer *out) {
    if (caller->is_session && caller->lanes[lane].session_length > 0) {
        rpc_write_request(out, lane, text_of("session.report"));
        ask_report(caller, &caller->lanes[lane], out);
        return;
    }
    rpc_write_request(out, lane, caller->is_session ? text_of("session.start") : caller->method);
    writer_raw(out, buffer_text(&caller->params));
}

/* ---- hearing --------------------------------------------------------------------------------- */

static void keep_error(struct caller *caller, const struct wire_value *error) {
    struct json_error problem;
    if (caller->first_error.length == 0 &&
        !json_from_value(error, JSON_COMPACT, &caller->first_error, &problem)) {
        buffer_append_string(&caller->first_error, "an error that has no form as JSON");
    }
}

static bool find_text(const struct wire_value *map, const char *key, struct text *text) {
    struct wire_value value;
    return wire_find(map, text_of(key), &value) && wire_text(&value, text);
}

/* Where the session stands after this answer. */
static void follow(struct caller *caller, struct lane *lane, const struct wire_value *answer) {
    struct text state = text_of("");
    struct text id = text_of("");
    struct wire_value turn;
    bool started = lane->session_length > 0;
    find_text(answer, "state", &state);
    lane->session_length = 0;
    if (text_is(state, "step") && find_text(answer, "session", &id) &&
        id.length <= SESSION_ID_BYTES && wire_find(answer, text_of("turn"), &turn) &&
        turn.type == WIRE_INTEGER) {
        memcpy(lane->session, id.at, id.length);
        lane->session_length = id.length;
        lane->turn = turn.integer;
        return;
    }
    caller->counts.sessions += started;
    caller->counts.unguided += !started;
    caller->counts.halted += started && text_is(state, "halted");
}

/* Decodes the message: for sessions, and to say what went wrong. */
static enum caller_heard read_message(struct caller *caller, struct text frame, unsigned *lane) {
    if (!message_read(caller->message, frame)) {
        return CALLER_FOREIGN;
    }
    struct wire_value root = message_root(caller->message);
    struct rpc_message reply = rpc_read(&root);
    if (reply.kind != RPC_RESPONSE) {
        return reply.kind == RPC_NOTIFICATION ? CALLER_IGNORED : CALLER_FOREIGN;
    }
    if (reply.id >= caller->lane_count) {
        return CALLER_IGNORED;
    }
    *lane = reply.id;
    bool refused = reply.error.type != WIRE_NIL;
    if (refused) {
        keep_error(caller, &reply.error);
    }
    if (caller->is_session && refused) {
        caller->lanes[*lane].session_length = 0;
    } else if (caller->is_session) {
        follow(caller, &caller->lanes[*lane], &reply.result);
    }
    return refused ? CALLER_REFUSED : CALLER_ANSWERED;
}

enum caller_heard caller_hear(struct caller *caller, unsigned stream, struct text bytes,
                              size_t *taken, unsigned *lane) {
    struct frame_result frame = frame_scan(&caller->scanners[stream], bytes);
    uint32_t id;
    if (frame.status != FRAME_WHOLE) {
        return frame.status == FRAME_PARTIAL ? CALLER_PARTIAL : CALLER_FOREIGN;
    }
    *taken = (size_t)frame.length;
    struct text message = text_from(bytes.at, *taken);
    if (!caller->is_session && rpc_is_result(message, &id) && id < caller->lane_count) {
        *lane = id;
        return CALLER_ANSWERED;
    }
    return read_message(caller, message, lane);
}

struct caller_counts caller_counts(const struct caller *caller) {
    return caller->counts;
}

struct text caller_first_error(const struct caller *caller) {
    return buffer_text(&caller->first_error);
}
