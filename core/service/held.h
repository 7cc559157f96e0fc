/*
 * Answers that wait until what they rest on is on disk.
 *
 *     method ──> answer ──> held, with the ticket of its record
 *                             │                          ^
 *     journal: ticket settled ┴── released in the order ─┘ they were held
 *
 * The journal settles tickets in the order in which it gave them, so the oldest answer is always
 * the next to go. A request for a session whose last turn is not on disk yet waits behind it, and
 * is then asked again: nothing is shown of that turn, and nothing built on it, while it may be
 * lost.
 */
#ifndef SYNOVIA_SERVICE_HELD_H
#define SYNOVIA_SERVICE_HELD_H

#include "service/service_private.h"

struct held_answer {
    struct held_answer *next;
    struct service_peer *peer; /* NULL: nobody waits for it, or the peer is gone */
    uint32_t id;               /* of the request */
    uint64_t first;            /* tickets of its records: from this one */
    uint64_t last;             /* to this one */
    bool is_lost;              /* one of the records was not written, */
    bool is_stale;             /* because another process was faster */
    bool is_behind;            /* no answer yet: it is asked again once they are settled */
    bool stops;                /* it halts a session, which stays halted whatever happens here */
    bool is_fresh;             /* its session was just looked for in the store, */
    bool is_sought;            /* which does not have it */
    unsigned tries;            /* how often the request was asked again */
    uint32_t edition; /* of the protocol that the record notes (editions.h); 0: it notes none */
    char session[SESSION_ID_DIGITS]; /* whose new state is in the record */
    uint64_t revision;               /* of that state; 0: none is */
    struct text response;
    struct text frame; /* the request, where it can be asked again; else empty */
};

struct held_answers {
    struct held_answer *first;
    struct held_answer *last;
    size_t bytes; /* of all of them */
};

/* Copies response and frame; NULL where memory ran out. In no list yet. */
struct held_answer *held_new(struct text response, struct text frame);
void held_free(struct held_answer *held);

/* Puts it behind the others, and takes it over. */
void held_add(struct held_answers *list, struct held_answer *held);

/* Takes the first one out. */
struct held_answer *held_take(struct held_answers *list);

/* The peer is gone: what waits for it has nobody to go to. */
void held_forget_peer(struct held_answers *list, const struct service_peer *peer);

void held_free_all(struct held_answers *list);

/* Answers the request of what is held anew, into `out`: nothing, where it is held again (peer.c).
 */
void peer_answer_again(const struct held_answer *held, struct buffer *out);

#endif
