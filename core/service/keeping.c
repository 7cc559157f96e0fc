#include "service/keeping_private.h"

#include "service/recording.h"

#include <stdio.h>

enum { REF_DIGITS = 24 };

bool keeping_is_on(const struct service *service) {
    return service->keeping != NULL;
}

/* ---- refusing -------------------------------------------------------------------------------- */

static bool refuse(struct request *request, const char *reason) {
    return request_fail(request, ERROR_STORE_UNAVAILABLE,
                        "the decision cannot be recorded, and so it is not given: %s; ask again",
                        reason);
}

/* Whoever has to stop is told so, whatever else is wrong. */
static bool refuse_stopping(struct request *request) {
    return request_fail(request, ERROR_STORE_UNAVAILABLE, "%s", KEEPING_STOPS);
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
        return how == JOURNAL_DONE || !entry->stops ? keeping_accepted(request, how)
                                                    : refuse_stopping(request);
    }
    if (entry->row != NULL) {
        memcpy(held->session, entry->session.at, SESSION_ID_DIGITS);
        held->revision = entry->row->revision;
        held->stops = entry->stops;
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

void keeping_wait_behind(struct request *request) {
    struct keeping *keeping = request->service->keeping;
    struct held_answer *held = keeping_wait_for(request);
    if (held != NULL) {
        held->is_behind = true;
        held->first = held->last = keeping->ticket;
        held_add(&keeping->held, held);
    }
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
