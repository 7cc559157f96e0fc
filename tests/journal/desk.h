/*
 * A desk: a journal on a fake store, and its owner, who can wait for what the journal wakes it for.
 */
#ifndef SYNOVIA_TESTS_JOURNAL_DESK_H
#define SYNOVIA_TESTS_JOURNAL_DESK_H

#include "journal/fake_store.h"
#include "journal/journal.h"

#include <pthread.h>

struct desk {
    struct fake_store *fake;
    struct journal *journal;
    pthread_mutex_t lock;
    pthread_cond_t woken;
    uint64_t wakes;
};

/* A desk with an empty store. No journal yet. */
void desk_init(struct desk *desk);

/* Closes the journal where one is open, and frees all. */
void desk_free(struct desk *desk);

/* Opens the journal; fails the test where that fails. */
void desk_open(struct desk *desk, enum journal_durability durability, int interval_ms);

/* Closes the journal: what journal_close returned. */
uint64_t desk_close(struct desk *desk);

/* Appends a record with this payload. */
enum journal_append desk_append(struct desk *desk, const char *payload, uint64_t *ticket);

/* Appends a turn with the session's row of that revision. */
enum journal_append desk_turn(struct desk *desk, const char *session, uint64_t revision,
                              uint64_t *ticket);

/* The next settled ticket, waited for; fails the test where nothing comes. */
struct journal_settled desk_take(struct desk *desk);

/* Appends and waits: what became of it. */
enum journal_outcome desk_write(struct desk *desk, const char *payload);

/* Waits until it was woken so many times in all. */
void desk_wait_for_wakes(struct desk *desk, uint64_t count);

/* Waits, woken by the journal, until it is available or not. */
struct journal_status desk_wait_for(struct desk *desk, bool available);

/* Waits, woken by the journal, until it has room again. */
void desk_wait_for_room(struct desk *desk);

#endif
