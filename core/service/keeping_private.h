/*
 * What keeping.c, seeking.c and keep.c share.
 *
 *     keep.c      opens the store and the journal, and closes them
 *     keeping.c   records, and holds answers
 *     settling.c  delivers them, or refuses them, or has them asked again
 *     seeking.c   sessions that are in the store and not in memory
 */
#ifndef SYNOVIA_SERVICE_KEEPING_PRIVATE_H
#define SYNOVIA_SERVICE_KEEPING_PRIVATE_H

#include "journal/journal.h"
#include "service/alarm.h"
#include "service/held.h"
#include "service/keeping.h"

struct seek;

struct keeping {
    struct journal *journal;
    struct plugin *plugin; /* the store's */
    struct alarm *alarm;
    enum service_durability durability;
    struct masks masks;
    struct held_answers held;  /* in the order of their tickets */
    struct held_answers ready; /* requests to be asked again */
    struct seek *seeks;        /* in the order in which they began */
    struct buffer payload;     /* of the record being written */
    uint64_t ticket;           /* the last one given */
    uint64_t changes;          /* of the journal's state, as far as they were told */
    struct journal_status status;
    void (*told)(void *context, const struct service_keeping_state *state);
    void *context;
};

/* What is said of a halt that could not be recorded. */
#define KEEPING_STOPS                                                                              \
    "stop now: the report halts the session. It could not be recorded yet, and stays halted; ask " \
    "again with session.get"

/* Fails the request where an append or a read was refused; true where it was not. */
bool keeping_accepted(struct request *request, enum journal_append how);

/* A request that waits, with room for its frame; failed where memory ran out. */
struct held_answer *keeping_wait_for(struct request *request);

/* Answers a request that waited: anew, or with an error. Takes it over. */
void keeping_ask_again(struct service *service, struct held_answer *held);
void keeping_refuse(struct service *service, struct held_answer *held, enum error_code code,
                    const char *message);

/* Asks again what keeping_ask_again put by; never in the middle of a request. */
void keeping_answer_ready(struct service *service);

/* True where the ticket was that of a read. */
bool seeking_settle(struct service *service, const struct journal_settled *settled);

void seeking_forget_peer(struct keeping *keeping, const struct service_peer *peer);
void seeking_end(struct keeping *keeping);

#endif
