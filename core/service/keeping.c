#include "service/keeping_private.h"

#include "service/job.h"
#include "service/recording.h"

#include <stdio.h>

enum {
    HELD_BYTES = 16 << 20, /* of answers that wait; more is not taken in */
    TRIES_MOST = 4,        /* of a request whose session another process keeps taking further */
    REF_DIGITS = 24,
};

bool keeping_is_on(const struct service *service) {
    return service->keeping != NULL;
}

/* ---- refusing -------------------------------------------------------------------------------- */

static bool refuse(struct request *request, const char *reason) {
    return request_fail(request, ERROR_STORE_UNAVAILABLE,
                        "the decision cannot be recorded, and so it is not given: %s; ask again",
                        reason);
}

bool keeping_accepted(struct request *request, enum journal_append how) {
    struct keeping *keeping = request->service->keeping;
    switch (how) {
    case JOURNAL_QUEUED:
    case JOURNAL_DONE:
        return true;
    case JOURNAL_FULL:
        return refuse(request, "too much waits for the disk already");
    case JOURNAL_UNAVAILABLE:
        journal_status(keeping->journal, &keeping->status);
        return refuse(request, keeping->status.reason);
    case JOURNAL_NO_MEMORY:
        break;
    }
    return request_fail_memory(request);
}

/* ---- recording ------------------------------------------------------------------------------- */

static struct journal_entry journal_entry_of(struct service *service,
                                             const struct keeping_entry *entry) {
    const struct header *header = entry->served == NULL ? NULL : &entry->served->program->header;
    struct journal_entry of = {
        .kind = entry->kind,
        .time = service_now(service),
        .protocol = header == NULL ? text_of(NULL) : header->id,
        .digest = header == NULL ? text_of(NULL) : header->digest,
        .session = entry->session,
        .key = entry->key,
        .payload = entry->written,
    };
    return of;
}

/* A ref that is an integer is looked for by its digits. */
static struct text ref_text(const struct wire_value *ref, char digits[REF_DIGITS]) {
    if (ref == NULL) {
        return text_of(NULL);
    }
    if (ref->type == WIRE_INTEGER) {
        snprintf(digits, REF_DIGITS, "%lld", (long long)ref->integer);
        return text_of(digits);
    }
    return ref->bytes;
}

/* False where memory ran out. */
static bool write_payload(struct keeping *keeping, const struct payload *payload,
                          struct journal_entry *into) {
    if (payload != NULL) {
        buffer_clear(&keeping->payload);
        into->masked = payload_write(&keeping->payload, payload, &keeping->masks);
        into->payload = buffer_text(&keeping->payload);
    }
    return payload == NULL || !keeping->payload.failed;
}

static enum journal_append append(struct service *service, const struct keeping_entry *entry,
                                  const struct journal_source *source, uint64_t *ticket) {
    struct keeping *keeping = service->keeping;
    struct journal_entry of = journal_entry_of(service, entry);
    struct journal_session row;
    char digits[REF_DIGITS];
    of.ref = ref_text(entry->ref, digits);
    of.source = source;
    if (!write_payload(keeping, entry->payload, &of)) {
        return JOURNAL_NO_MEMORY;
    }
    if (entry->row != NULL) {
        row = (struct journal_session){
            .id = entry->session,
            .revision = entry->row->revision,
            .digest = of.digest,
            .expires = entry->row->expires,
            .state = entry->row->state,
        };
        of.row = &row;
    }
    enum journal_append how = journal_append(keeping->journal, &of, ticket);
    if (how == JOURNAL_QUEUED) {
        keeping->ticket = *ticket;
    }
    return how;
}

/* What a record rests on is recorded before it: that the protocol went live, with its sources. */
static enum journal_append append_after_protocol(struct service *service,
                                                 const struct keeping_entry *entry,
                                                 uint64_t *ticket) {
    struct served *served = entry->served;
    if (served != NULL && !served->is_noted) {
        recording_note_live(service, served);
    }
    return append(service, entry, NULL, ticket);
}

static bool has_failed(const struct request *request) {
    return request->failed || request->out->failed || request->arena->failed;
}

static struct text response_of(const struct request *request) {
    return text_from(request->out->at + request->start, request->out->length - request->start);
}

/* The answer, with the request where it may be asked again. NULL: the request failed. */
static struct held_answer *prepare(struct request *request, bool may_be_repeated) {
    struct held_answer *held =
        held_new(response_of(request), may_be_repeated ? request->frame : text_of(NULL));
    if (held == NULL) {
        request_fail_memory(request);
        return NULL;
    }
    held->peer = request->peer;
    held->id = request->id;
    held->tries = request->tries;
    return held;
}

static void hold(struct request *request, struct held_answer *held, uint64_t first, uint64_t last) {
    held->first = first;
    held->last = last;
    held_add(&request->service->keeping->held, held);
    request->peer->held++;
    request->out->length = request->start;
    request->is_later = true;
}

bool keeping_record(struct request *request, const struct keeping_entry *entry) {
    uint64_t ticket = 0;
    if (has_failed(request)) {
        return false;
    }
    if (!keeping_is_on(request->service)) {
        return true;
    }
    /* Before it is recorded, so that what is recorded can be answered. */
    struct held_answer *held = prepare(request, entry->may_be_repeated);
    if (held == NULL) {
        return false;
    }
    enum journal_append how = append_after_protocol(request->service, entry, &ticket);
    if (how != JOURNAL_QUEUED) {
        held_free(held);
        return keeping_accepted(request, how);
    }
    if (entry->row != NULL) {
        memcpy(held->session, entry->session.at, SESSION_ID_DIGITS);
        held->revision = entry->row->revision;
    }
    hold(request, held, ticket, ticket);
    return true;
}

bool keeping_append(struct request *request, const struct keeping_entry *entry,
                    struct keeping_tickets *tickets) {
    uint64_t ticket = 0;
    if (has_failed(request)) {
        return false;
    }
    if (!keeping_is_on(request->service)) {
        return true;
    }
    enum journal_append how = append_after_protocol(request->service, entry, &ticket);
    if (how == JOURNAL_QUEUED) {
        tickets->first = tickets->first == 0 ? ticket : tickets->first;
        tickets->last = ticket;
    }
    return keeping_accepted(request, how);
}

bool keeping_hold(struct request *request, const struct keeping_tickets *tickets) {
    if (has_failed(request)) {
        return false;
    }
    struct held_answer *held = tickets->last == 0 ? NULL : prepare(request, false);
    if (held != NULL) {
        hold(request, held, tickets->first, tickets->last);
    }
    return held != NULL || tickets->last == 0;
}

bool keeping_echo(struct request *request) {
    if (has_failed(request)) {
        return false;
    }
    struct held_answer *held = prepare(request, true);
    if (held == NULL) {
        return false;
    }
    held->is_echo = true;
    hold(request, held, request->service->keeping->ticket, request->service->keeping->ticket);
    return true;
}

bool keeping_note(struct service *service, const struct keeping_entry *entry, struct text sources) {
    uint64_t ticket = 0;
    struct journal_source source = {
        entry->served == NULL ? text_of(NULL) : entry->served->program->header.digest, sources};
    struct held_answer *held = held_new(text_of(NULL), text_of(NULL));
    if (held == NULL) {
        return false;
    }
    enum journal_append how =
        append(service, entry, text_is_empty(sources) ? NULL : &source, &ticket);
    if (how == JOURNAL_QUEUED) {
        held->first = held->last = ticket;
        held->edition = entry->served == NULL ? 0 : entry->served->number;
        held_add(&service->keeping->held, held);
    } else {
        held_free(held);
    }
    return how == JOURNAL_QUEUED || how == JOURNAL_DONE;
}

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
    note_written(service, held);
    if (held->peer != NULL) {
        held->peer->held--;
        deliver(held->peer, held->response);
    }
    held_free(held);
}

static void release_lost(struct service *service, struct held_answer *held,
                         enum journal_outcome outcome) {
    struct keeping *keeping = service->keeping;
    forget_session(service, held);
    forget_note(service, held);
    if ((outcome == JOURNAL_STALE || held->is_echo) && held->tries < TRIES_MOST) {
        held->tries++;
        keeping_ask_again(service, held);
        return;
    }
    char message[JOURNAL_REASON_BYTES + 100];
    journal_status(keeping->journal, &keeping->status);
    snprintf(message, sizeof message, "what was asked could not be recorded: %s; ask again",
             outcome == JOURNAL_STALE ? "another process answers for the same session"
                                      : keeping->status.reason);
    keeping_refuse(service, held, ERROR_STORE_UNAVAILABLE, message);
}

/* Tickets come in the order in which they were given, and so do the answers that wait for them. */
static void settle_written(struct service *service, uint64_t ticket, enum journal_outcome outcome) {
    struct held_answers *list = &service->keeping->held;
    while (list->first != NULL && list->first->first <= ticket) {
        struct held_answer *held = list->first;
        held->is_lost = held->is_lost || outcome != JOURNAL_WRITTEN;
        if (held->last > ticket) {
            return;
        }
        held_take(list);
        if (held->is_lost) {
            release_lost(service, held, outcome);
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
           (keeping->held.bytes > HELD_BYTES || journal_is_full(keeping->journal));
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
