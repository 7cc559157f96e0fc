/*
 * What the service keeps: every decision, session turn and change of protocol goes into the
 * journal, and no answer leaves before its record is as durable as the operator asked.
 *
 *     method ── the answer ──> keeping_record ──> journal ··· its thread ··· disk
 *                                   │                             │
 *                     interval, none│           commit            v
 *      <── at once ─────────────────┴──> held ──── settled ────> delivered, or store_unavailable
 *
 * A service without a journal answers at once and records nothing.
 *
 * Sessions that are not in memory are looked up here as well (seeking.c): after a restart, or when
 * another process on the same store has taken one further. The request waits meanwhile and is then
 * answered anew, as if it had come now.
 */
#ifndef SYNOVIA_SERVICE_KEEPING_H
#define SYNOVIA_SERVICE_KEEPING_H

#include "service/payload.h"
#include "service/request.h"
#include "service/sessions.h"

/* One record, and what goes with it in one transaction. */
struct keeping_entry {
    int kind;                      /* enum journal_kind */
    struct served *served;         /* of what protocol; NULL: of none */
    const struct wire_value *ref;  /* the caller's: a text or an integer; NULL: none */
    const struct payload *payload; /* written only where a journal is kept */
    struct text written;           /* where there is no `payload`: MessagePack */
    struct text session;           /* id, where it is a turn */
    struct text key;               /* id of the decision in it; empty: there is none */
    const struct session_row *row; /* its new state, where the turn changed it */
    bool may_be_repeated;          /* the request can be asked again, where the row was stale */
    bool stops;                    /* the turn halts the session */
};

struct session_row {
    uint64_t revision;
    int64_t expires; /* POSIX time in milliseconds */
    struct text state;
};

/*
 * Records the entry for the request, whose whole response stands in `out`. True: the answer counts.
 * It was either left in `out`, or is taken from it and delivered when the record is on disk. False:
 * nothing was recorded and the request has failed. Where it failed before, nothing is done.
 */
bool keeping_record(struct request *request, const struct keeping_entry *entry);

/* A range of records that one answer rests on. */
struct keeping_tickets {
    uint64_t first, last; /* 0: none has to be waited for */
};

/* Records one of several entries; the answer is kept back by keeping_hold. */
bool keeping_append(struct request *request, const struct keeping_entry *entry,
                    struct keeping_tickets *tickets);
bool keeping_hold(struct request *request, const struct keeping_tickets *tickets);

/* The request waits until all that was recorded before it is settled, and is then asked again. */
void keeping_wait_behind(struct request *request);

/*
 * Records what is nobody's request: what became of a protocol, with its sources where it went live.
 * False where it cannot be recorded now; where that turns out later, `served->is_noted` becomes
 * false.
 */
bool keeping_note(struct service *service, const struct keeping_entry *entry, struct text sources);

/* True where a journal is kept, so that payloads are worth writing. */
bool keeping_is_on(const struct service *service);

/*
 * Looks for the session in the store; the request waits and is then answered anew, with what the
 * store has of the session in memory, or with `request->is_sought` set. False where there is no
 * store to look in; the request may also have failed because the store is unavailable.
 */
bool keeping_seek(struct request *request, struct text id);

/* Waits until the peer, which has nobody to deliver to, has its answers. */
void keeping_wait(struct service_peer *peer);

/* The peer is gone. */
void keeping_forget_peer(struct service_peer *peer);

#endif
