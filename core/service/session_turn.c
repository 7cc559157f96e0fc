#include "service/session_turn.h"

#include "journal/record.h"
#include "service/encode_session.h"
#include "service/recording.h"

/* How many slots of the table are looked at for room when it is full. */
enum { SWEEP_WHEN_FULL = 4096 };

/* ---- the state as bytes ---------------------------------------------------------------------- */

/*
 * Ours around the machine's: a version, the language of the session's texts with its length in
 * front, then what guide_pack wrote.
 */
enum { STATE_VERSION = 1, STATE_HEAD = 2 };

static void pack(const struct session_turn *turn, struct buffer *out) {
    char head[STATE_HEAD] = {STATE_VERSION, (char)turn->language.length};
    buffer_append(out, head, sizeof head);
    buffer_append_text(out, turn->language);
    guide_pack(&turn->guide, out);
}

/* False where the bytes are not ours. */
static bool unpack_head(struct session_turn *turn, struct text state, struct text *rest) {
    if (state.length < STATE_HEAD || state.at[0] != STATE_VERSION) {
        return false;
    }
    size_t length = (unsigned char)state.at[1];
    if (length > LIMIT_NAME_BYTES || length + STATE_HEAD > state.length) {
        return false;
    }
    /* The session in memory may be replaced before the answer is written. */
    turn->language = arena_copy(turn->request->arena, text_from(state.at + STATE_HEAD, length));
    *rest = text_from(state.at + STATE_HEAD + length, state.length - STATE_HEAD - length);
    return true;
}

static bool unpack(struct session_turn *turn, const struct live_session *live) {
    struct request *request = turn->request;
    struct text rest;
    enum guide_unpacking how = GUIDE_CORRUPT;
    if (unpack_head(turn, text_from(live->state, live->state_length), &rest)) {
        how = guide_unpack(&turn->guide, turn->served->program, rest, request->arena);
    }
    if (how == GUIDE_CORRUPT) {
        return request_fail(request, ERROR_SESSION_UNREADABLE,
                            "what is kept of session %.*s is not what was written; start a new one",
                            SESSION_ID_DIGITS, live->id);
    }
    return how == GUIDE_UNPACKED || request_fail_memory(request);
}

/* ---- opening --------------------------------------------------------------------------------- */

static bool refuse_unknown(struct request *request, struct text id) {
    return request_fail(request, ERROR_UNKNOWN_SESSION,
                        "there is no session \"%.*s\", or none any more: start a new one",
                        (int)(id.length < LIMIT_NAME_BYTES ? id.length : LIMIT_NAME_BYTES), id.at);
}

bool session_turn_open(struct session_turn *turn, struct request *request,
                       const struct param_value *session) {
    struct text id = session->text;
    struct live_session *live = sessions_find(&request->service->sessions, id);
    if (live == NULL) {
        bool waits = !request->is_sought && keeping_seek(request, id);
        return waits ? false : refuse_unknown(request, id);
    }
    if (live->written < live->revision) {
        keeping_wait_behind(request);
        return false;
    }
    turn->request = request;
    turn->served = live->served;
    turn->revision = live->revision;
    turn->is_owed = live->is_owed;
    turn->now = service_now(request->service);
    live->used = turn->now;
    memcpy(turn->id, live->id, sizeof turn->id);
    return unpack(turn, live);
}

/* Where the table is full, what has been written and can be read again makes room. */
static bool make_room(struct service *service) {
    size_t most = service->options.sessions > 0 ? service->options.sessions : LIMIT_SESSIONS;
    int64_t now = service_now(service);
    if (service->sessions.count >= most) {
        struct sessions_rule rule = {now, keeping_is_on(service) ? now : INT64_MIN};
        sessions_sweep(&service->sessions, &rule, SWEEP_WHEN_FULL);
    }
    return service->sessions.count < most;
}

bool session_turn_begin(struct session_turn *turn, struct request *request) {
    const struct service_options *options = &request->service->options;
    unsigned char bytes[SESSION_ID_BYTES];
    if (!make_room(request->service)) {
        return request_fail(request, ERROR_TOO_MANY_SESSIONS,
                            "%zu sessions are going on, and no more are allowed: try again later",
                            request->service->sessions.count);
    }
    if (options->random == NULL || !options->random(options->context, bytes, sizeof bytes)) {
        return request_fail(request, ERROR_NO_RANDOMNESS,
                            "the machine gives no random bytes, and without them nobody may be "
                            "given a session");
    }
    session_id_write(bytes, turn->id);
    turn->request = request;
    turn->now = service_now(request->service);
    return true;
}

/* ---- closing --------------------------------------------------------------------------------- */

static struct text id_of(const struct session_turn *turn) {
    return text_from(turn->id, sizeof turn->id);
}

static void write_answer(struct session_turn *turn) {
    struct request *request = turn->request;
    struct encoding encoding = {
        .out = request->out,
        .arena = request->arena,
        .program = turn->served->program,
        .functions = &turn->served->functions,
        .scratch = &request->service->scratch,
        .language = turn->language,
        .ref = turn->ref,
        .id = turn->decision,
    };
    encode_session(&encoding, id_of(turn), &turn->answer);
    if (turn->answer.decision != NULL && !request->out->failed) {
        recall_put(&request->service->recall, turn->decision, turn->served->number);
    }
}

/* A session that is over is remembered as long as one that is idle, for whoever lost the answer. */
static int64_t expiry(const struct session_turn *turn) {
    const struct technique *technique = &turn->served->program->techniques[turn->answer.technique];
    return turn->answer.expires_ms != 0 ? turn->answer.expires_ms
                                        : turn->now + (int64_t)(technique->idle_seconds * 1000);
}

static bool record(struct session_turn *turn, const struct session_row *row) {
    struct request *request = turn->request;
    struct payload payload = {
        .method = turn->method,
        .params = &request->params,
        .as_of = turn->as_of,
        .answer =
            text_from(request->out->at + request->result, request->out->length - request->result),
    };
    struct keeping_entry entry = {
        .kind = JOURNAL_TURN,
        .served = turn->served,
        .ref = turn->ref,
        .payload = &payload,
        .session = id_of(turn),
        .key = turn->answer.decision == NULL ? text_of(NULL) : text_of(turn->decision),
        .row = row,
        .may_be_repeated = true,
        .stops = turn->answer.state == GUIDE_HALTED,
    };
    return keeping_record(request, &entry);
}

/* Puts the new state into memory and on record; memory keeps the old one where either fails, but a
 * halt is kept in any case. */
static void keep(struct session_turn *turn, struct text state) {
    struct request *request = turn->request;
    struct service *service = request->service;
    struct session_row row = {
        .revision = turn->revision + 1, .expires = expiry(turn), .state = state};
    struct live_session *live = sessions_reserve(&service->sessions)
                                    ? live_session_new(id_of(turn), turn->served, state)
                                    : NULL;
    if (live == NULL) {
        request_fail_memory(request);
        return;
    }
    bool is_recorded = record(turn, &row);
    if (!is_recorded && (turn->answer.state != GUIDE_HALTED || turn->revision == 0)) {
        live_session_free(live);
        return;
    }
    live->is_owed = !is_recorded;
    live->revision = is_recorded ? row.revision : turn->revision;
    live->written = is_recorded && !request->is_later ? row.revision : turn->revision;
    live->expires = row.expires;
    live->used = turn->now;
    sessions_put(&service->sessions, live);
}

bool session_turn_waits(struct session_turn *turn) {
    return !turn->request->is_fresh && keeping_seek(turn->request, id_of(turn));
}

void session_turn_close(struct session_turn *turn) {
    struct request *request = turn->request;
    turn->answer.changed = turn->answer.changed || turn->is_owed;
    if (!turn->answer.changed && session_turn_waits(turn)) {
        return;
    }
    write_answer(turn);
    if (request->arena->failed || request->out->failed) {
        return; /* told as a shortage of memory, and nothing is kept */
    }
    if (turn->answer.changed) {
        struct buffer *scratch = &request->service->scratch;
        buffer_clear(scratch);
        pack(turn, scratch);
        if (scratch->failed) {
            request_fail_memory(request);
        } else {
            keep(turn, buffer_text(scratch));
        }
    } else if (turn->is_recorded && !turn->answer.again) {
        record(turn, NULL);
    }
}
