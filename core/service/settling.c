/*
 * What becomes of answers that wait: delivered when their records are on disk, refused where they
 * cannot be, asked again where another process was faster.
 */
#include "service/keeping_private.h"

#include "base/limits.h"
#include "service/job.h"

#include <stdio.h>

/* Of a request whose session another process keeps taking further. */
enum { TRIES_MOST = 4 };

/* ---- answering what waited ------------------------------------------------------------------- */

static void deliver(struct service_peer *peer, struct text bytes) {
    if (peer->listener.deliver != NULL) {
        peer->listener.deliver(peer->listener.context, bytes);
    } else if (peer->waiting_in != NULL) {
        buffer_append_text(peer->waiting_in, bytes);
    }
}

struct held_answer *keeping_wait_for(struct request *request) {
    struct held_answer *held = held_new(text_of(NULL), request->frame);
    if (held == NULL) {
        request_fail_memory(request);
        return NULL;
    }
    held->peer = request->peer;
    held->id = request->id;
    held->tries = request->tries;
    request->peer->held++;
    request->out->length = request->start;
    request->is_later = true;
    return held;
}

void keeping_refuse(struct service *service, struct held_answer *held, enum error_code code,
                    const char *message) {
    if (held->peer != NULL) {
        struct buffer out = {0};
        struct request request = {
            .service = service, .peer = held->peer, .id = held->id, .out = &out};
        request_fail(&request, code, "%s", message);
        held->peer->held--;
        deliver(held->peer, buffer_text(&out));
        buffer_free(&out);
    }
    held_free(held);
}

/* Not at once: a request may be on its way whose message and arena would be used twice. */
void keeping_ask_again(struct service *service, struct held_answer *held) {
    held_add(&service->keeping->ready, held);
}

static void answer_again(struct held_answer *held) {
    struct buffer out = {0};
    if (held->peer != NULL) {
        held->peer->held--;
        peer_answer_again(held, &out);
        if (out.length > 0) {
            deliver(held->peer, buffer_text(&out));
        }
    }
    buffer_free(&out);
    held_free(held);
}

void keeping_answer_ready(struct service *service) {
    struct held_answers ready = service->keeping->ready;
    struct held_answer *held;
    service->keeping->ready = (struct held_answers){0};
    while ((held = held_take(&ready)) != NULL) {
        answer_again(held);
    }
}

/* ---- settling -------------------------------------------------------------------------------- */

/* What memory has of the session is not what is on disk. */
static void forget_session(struct service *service, const struct held_answer *held) {
    struct live_session *session =
        sessions_find(&service->sessions, text_from(held->session, SESSION_ID_DIGITS));
    if (held->revision > 0 && session != NULL && session->revision >= held->revision) {
        sessions_remove(&service->sessions, session);
    }
}

/* A halt is no turn that can be taken back: it stays in memory, to be recorded with the next call.
 * The first turn is not among them: nobody was told of its session. */
static bool keep_halt(struct service *service, const struct held_answer *held) {
    struct live_session *session =
        sessions_find(&service->sessions, text_from(held->session, SESSION_ID_DIGITS));
    if (!held->stops || held->is_stale || held->revision < 2 || session == NULL ||
        session->revision != held->revision) {
        return false;
    }
    session->revision--;
    session->written = session->revision;
    session->is_owed = true;
    return true;
}

/* The protocol is recorded again, with the next decision that rests on it. */
static void forget_note(struct service *service, const struct held_answer *held) {
    struct served *served =
        held->edition == 0 ? NULL : editions_numbered(&service->editions, held->edition);
    if (served != NULL) {
        served->is_noted = false;
    }
}

static void note_written(struct service *service, const struct held_answer *held) {
    struct live_session *session =
        sessions_find(&service->sessions, text_from(held->session, SESSION_ID_DIGITS));
    if (held->revision > 0 && session != NULL && session->written < held->revision) {
        session->written = held->revision;
    }
}

static void release_written(struct service *service, struct held_answer *held) {
    if (held->is_behind) {
        keeping_ask_again(service, held);
        return;
    }
    note_written(service, held);
    if (held->peer != NULL) {
        held->peer->held--;
        deliver(held->peer, held->response);
    }
    held_free(held);
}

static void release_lost(struct service *service, struct held_answer *held) {
    struct keeping *keeping = service->keeping;
    if (held->is_behind) {
        keeping_ask_again(service, held);
        return;
    }
    if (keep_halt(service, held)) {
        keeping_refuse(service, held, ERROR_STORE_UNAVAILABLE, KEEPING_STOPS);
        return;
    }
    forget_session(service, held);
    forget_note(service, held);
    if (held->is_stale && held->tries < TRIES_MOST) {
        held->tries++;
        keeping_ask_again(service, held);
        return;
    }
    char message[JOURNAL_REASON_BYTES + 100];
    journal_status(keeping->journal, &keeping->status);
    snprintf(message, sizeof message, "what was asked could not be recorded: %s; ask again",
             held->is_stale                      ? "another process answers for the same session"
             : keeping->status.reason[0] == '\0' ? "the store failed"
                                                 : keeping->status.reason);
    keeping_refuse(service, held, ERROR_STORE_UNAVAILABLE, message);
}

/* Tickets come in the order in which they were given, and so do the answers that wait for them. */
static void settle_written(struct service *service, uint64_t ticket, enum journal_outcome outcome) {
    struct held_answers *list = &service->keeping->held;
    while (list->first != NULL && list->first->first <= ticket) {
        struct held_answer *held = list->first;
        held->is_lost = held->is_lost || outcome != JOURNAL_WRITTEN;
        held->is_stale = held->is_stale || outcome == JOURNAL_STALE;
        if (held->last > ticket) {
            return;
        }
        held_take(list);
        if (held->is_lost) {
            release_lost(service, held);
        } else {
            release_written(service, held);
        }
    }
}

static void tell_changes(struct service *service) {
    struct keeping *keeping = service->keeping;
    struct service_keeping_state state;
    service_keeping_state(service, &state);
    if (keeping->status.changes != keeping->changes) {
        keeping->changes = keeping->status.changes;
        if (keeping->told != NULL) {
            keeping->told(keeping->context, &state);
        }
    }
}

void service_settle(struct service *service) {
    struct keeping *keeping = service->keeping;
    struct journal_settled settled;
    if (keeping == NULL) {
        return;
    }
    while (journal_take(keeping->journal, &settled)) {
        if (!seeking_settle(service, &settled)) {
            settle_written(service, settled.ticket, settled.outcome);
        }
    }
    keeping_answer_ready(service);
    tell_changes(service);
}

bool service_is_full(const struct service *service) {
    const struct keeping *keeping = service->keeping;
    return keeping != NULL &&
           (keeping->held.bytes > LIMIT_HELD_BYTES || journal_is_full(keeping->journal));
}

void keeping_wait(struct service_peer *peer) {
    struct service *service = peer->service;
    for (;;) {
        service_settle(service);
        struct service_job *job = peer->held == 0 ? NULL : service_take_job(service);
        if (peer->held == 0) {
            return;
        }
        if (job == NULL) {
            alarm_wait(service->keeping->alarm);
        } else {
            service_run_job(job);
            service_end_job(service);
        }
    }
}

void keeping_forget_peer(struct service_peer *peer) {
    struct keeping *keeping = peer->service->keeping;
    if (keeping != NULL) {
        held_forget_peer(&keeping->held, peer);
        held_forget_peer(&keeping->ready, peer);
        seeking_forget_peer(keeping, peer);
    }
}
