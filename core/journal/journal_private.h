/*
 * What the owner's side (journal.c) and the writer's thread (writer.c, run.c, outage.c) share.
 *
 * All of `shared` is read and written under `lock`. `storing` and `retry_at` belong to the writer
 * alone, from the start of its thread to its end; `taken` and the tickets to the owner.
 */
#ifndef SYNOVIA_JOURNAL_JOURNAL_PRIVATE_H
#define SYNOVIA_JOURNAL_JOURNAL_PRIVATE_H

#include "journal/queue.h"
#include "journal/storing.h"

#include <pthread.h>

/* How long a session's row is kept after it has expired, and how often we look for such rows. */
enum { KEEP_EXPIRED_MS = 24 * 3600 * 1000, PURGE_EVERY_MS = 3600 * 1000 };

/* Waits between two tries of a store that fails: the first, and the longest. */
enum { RETRY_MS = 50, RETRY_MOST_MS = 5000 };

/* What the threads share, under the lock. */
struct shared {
    struct queued_list queue;   /* waits for the writer */
    struct queued_list settled; /* waits for journal_take */
    size_t at_work_count;       /* with the writer now */
    size_t at_work_bytes;
    size_t waiting; /* tickets given and not settled */
    bool closing;
    bool wants_room;              /* journal_is_full has said so */
    struct journal_status status; /* `queued` and `queued_bytes` are computed when asked for */
    uint64_t lost;                /* accepted, and not known to be on disk when all was closed */
};

struct journal {
    struct journal_options options; /* without the location */
    pthread_mutex_t lock;
    pthread_cond_t work;   /* the writer waits: queue, closing */
    pthread_cond_t answer; /* the owner waits: settled */
    struct shared shared;

    pthread_mutex_t wake_lock;
    void (*wake)(void *context);
    void *wake_context;

    /* the owner's */
    pthread_t thread;
    uint64_t last_ticket;
    struct queued *taken;

    /* the writer's */
    struct storing storing;
    int retry_ms;     /* the next wait of a store that fails */
    int64_t retry_at; /* all moments by writer_clock */
    int64_t sync_at;  /* INTERVAL: 0 where nothing is unsynced */
    int64_t purge_at;
    uint64_t unsynced; /* records written since the last sync */
};

/* Milliseconds of a clock that only goes forward. */
int64_t writer_clock(void);

/* The owner's time, POSIX milliseconds. */
int64_t journal_now(const struct journal *journal);

/* Tells the owner that there is something to take. Not under the lock. */
void journal_wake(struct journal *journal);

/* The thread's main function; takes the journal. */
void *writer_run(void *journal);

/* ---- run.c: under the lock ------------------------------------------------------------------- */

/* Takes one read, or the entries at the head that may go in one transaction, out of a queue that is
 * not empty; they count as at work. */
struct queued_list run_take(struct shared *shared);

/* ---- outage.c: the writer's, not under the lock ---------------------------------------------- */

/* After a failure: settles what waits for an answer, of the run and of the queue, as failed, puts
 * the rest back, and says when the store is tried again. Empties the run. */
void outage_begin(struct journal *journal, struct queued_list *run);

/* Opens the store again and records the outage. False where it still fails. */
bool outage_end(struct journal *journal);

#endif
