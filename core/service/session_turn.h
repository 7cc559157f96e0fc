/*
 * One request of a session on its way, from the packed state and back to it.
 *
 *     id ──> in memory? ── no ──> in the store? ──> the request waits and is asked again
 *                │
 *                └──> unpack ──> guide_* ──> answer ──> pack ──> record, with the new state
 *                                                                  │
 *                memory has the new state only where it ───────────┘ was accepted
 */
#ifndef SYNOVIA_SERVICE_SESSION_TURN_H
#define SYNOVIA_SERVICE_SESSION_TURN_H

#include "guide/guide.h"
#include "service/methods.h"
#include "service/sessions.h"

struct session_turn {
    struct request *request;
    const char *method;
    char id[SESSION_ID_DIGITS];
    struct served *served;
    uint64_t revision; /* of the state before; 0: it is being started */
    bool is_owed;      /* it has a halt that is not on record yet */
    int64_t now;       /* POSIX time in milliseconds */
    struct guide guide;
    struct guide_answer answer;
    struct text language;            /* of the session's texts; empty: the protocol's own */
    const struct wire_value *ref;    /* of a start; NULL: none */
    const int32_t *as_of;            /* of a start, else NULL */
    char decision[HASH128_HEX_SIZE]; /* id of the decision in the answer, where there is one */
    bool is_recorded;                /* also where the state did not change */
};

/* Finds and unpacks the session. False where the request has failed, or waits for the store. */
bool session_turn_open(struct session_turn *turn, struct request *request,
                       const struct param_value *session);

/* Takes a new id for a session that is being started. False where the request failed. */
bool session_turn_begin(struct session_turn *turn, struct request *request);

/*
 * Where nothing has changed, memory may be behind: another process on the same store may have taken
 * the session further. True where the request waits until the store was asked; what was found out
 * so far is then found out anew.
 */
bool session_turn_waits(struct session_turn *turn);

/* Writes the answer and keeps the session. */
void session_turn_close(struct session_turn *turn);

#endif
