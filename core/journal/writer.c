/*
 * The writer's thread.
 *
 *             ┌── waits: for work, for the moment to sync, to purge, to try again ──┐
 *             ▼                                                                     │
 *     takes a run of the queue ──> one batch ──> settles its tickets, wakes ────────┘
 *                                     │
 *                                     └─ the store fails: tickets fail, entries without a ticket
 *                                        go back; it is opened again after a while, and the first
 *                                        record written then tells of the outage
 */
#include "base/limits.h"
#include "journal/journal_private.h"

#include <time.h>

int64_t writer_clock(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t journal_now(const struct journal *journal) {
    return journal->options.now(journal->options.context);
}

void journal_wake(struct journal *journal) {
    pthread_mutex_lock(&journal->wake_lock);
    if (journal->wake != NULL) {
        journal->wake(journal->wake_context);
    }
    pthread_mutex_unlock(&journal->wake_lock);
}

/* ---- settling -------------------------------------------------------------------------------- */

/* Under the lock: what is done with goes to the owner, or away where nobody waits for it. */
static void settle_one(struct shared *shared, struct queued *queued, struct queued_list *away) {
    if (queued->ticket == 0) {
        queued_push(away, queued);
        return;
    }
    queued_push(&shared->settled, queued);
    shared->waiting--;
}

static bool is_below_the_mark(const struct shared *shared) {
    return shared->queue.count + shared->at_work_count <= LIMIT_JOURNAL_RECORDS / 2 &&
           shared->queue.bytes + shared->at_work_bytes <= LIMIT_JOURNAL_BYTES / 2;
}

/* Under the lock: true where the owner waits for room and there is some. */
static bool has_made_room(struct shared *shared) {
    bool made = shared->wants_room && is_below_the_mark(shared);
    shared->wants_room = shared->wants_room && !made;
    return made;
}

/* Settles all that the writer has at work. */
static void settle(struct journal *journal, struct queued_list *run) {
    struct shared *shared = &journal->shared;
    struct queued_list away = {0};
    struct queued *queued;
    pthread_mutex_lock(&journal->lock);
    size_t before = shared->settled.count;
    while ((queued = queued_pop(run)) != NULL) {
        settle_one(shared, queued, &away);
    }
    shared->at_work_count = 0;
    shared->at_work_bytes = 0;
    bool is_news = shared->settled.count > before;
    is_news = has_made_room(shared) || is_news;
    pthread_cond_broadcast(&journal->answer);
    pthread_mutex_unlock(&journal->lock);
    queued_free_all(&away);
    if (is_news) {
        journal_wake(journal);
    }
}

/* ---- writing --------------------------------------------------------------------------------- */

static void note_written(struct journal *journal, const struct queued_list *run) {
    pthread_mutex_lock(&journal->lock);
    struct journal_status *status = &journal->shared.status;
    status->batches++;
    for (const struct queued *entry = run->first; entry != NULL; entry = entry->next) {
        status->written += entry->outcome == JOURNAL_WRITTEN || entry->ticket == 0;
    }
    pthread_mutex_unlock(&journal->lock);
}

/* Half an interval is for gathering, the other half for the sync itself. */
static void owe_a_sync(struct journal *journal, size_t records) {
    journal->unsynced += records;
    if (journal->options.durability == JOURNAL_INTERVAL && journal->sync_at == 0) {
        journal->sync_at = writer_clock() + journal->options.interval_ms / 2;
    }
}

static bool write_run(struct journal *journal, struct queued_list *run) {
    bool durable = journal->options.durability == JOURNAL_COMMIT;
    if (!storing_write(&journal->storing, run, durable)) {
        return false;
    }
    note_written(journal, run);
    journal->retry_ms = journal->options.retry_ms;
    if (!durable) {
        owe_a_sync(journal, run->count);
    }
    return true;
}

static bool sync_now(struct journal *journal) {
    if (!storing_sync(&journal->storing)) {
        return false;
    }
    journal->unsynced = 0;
    journal->sync_at = 0;
    return true;
}

static bool purge_now(struct journal *journal) {
    bool more = false;
    if (!storing_purge(&journal->storing, journal_now(journal) - KEEP_EXPIRED_MS, &more)) {
        return false;
    }
    journal->purge_at = writer_clock() + (more ? 0 : PURGE_EVERY_MS);
    return true;
}

/* ---- runs ----------------------------------------------------------------------------------- */

static void do_run(struct journal *journal, struct queued_list *run) {
    bool done = run->first->kind == QUEUED_ENTRY ? write_run(journal, run)
                                                 : storing_read(&journal->storing, run->first);
    if (done) {
        settle(journal, run);
    } else {
        outage_begin(journal, run);
    }
}

/* ---- the thread ------------------------------------------------------------------------------ */

enum task { TASK_NONE, TASK_RUN, TASK_SYNC, TASK_PURGE, TASK_RECOVER, TASK_END };

static int64_t earliest(int64_t a, int64_t b) {
    return a < b ? a : b;
}

/* When there is something to do although nothing is appended. */
static int64_t next_moment(const struct journal *journal) {
    if (!journal->shared.status.available) {
        return journal->retry_at;
    }
    return journal->sync_at == 0 ? journal->purge_at
                                 : earliest(journal->sync_at, journal->purge_at);
}

/* Under the lock. */
static enum task choose(const struct journal *journal) {
    const struct shared *shared = &journal->shared;
    int64_t clock = writer_clock();
    if (!shared->status.available) {
        return shared->closing ? TASK_END : clock >= journal->retry_at ? TASK_RECOVER : TASK_NONE;
    }
    if (journal->sync_at != 0 && clock >= journal->sync_at) {
        return TASK_SYNC;
    }
    if (shared->queue.count > 0) {
        return TASK_RUN;
    }
    if (shared->closing) {
        return TASK_END;
    }
    return clock >= journal->purge_at ? TASK_PURGE : TASK_NONE;
}

static enum task next_task(struct journal *journal, struct queued_list *run) {
    enum task task;
    pthread_mutex_lock(&journal->lock);
    while ((task = choose(journal)) == TASK_NONE) {
        int64_t at = next_moment(journal);
        struct timespec until = {.tv_sec = (time_t)(at / 1000),
                                 .tv_nsec = (long)(at % 1000) * 1000000L};
        pthread_cond_timedwait(&journal->work, &journal->lock, &until);
    }
    if (task == TASK_RUN) {
        *run = run_take(&journal->shared);
    }
    pthread_mutex_unlock(&journal->lock);
    return task;
}

static void do_task(struct journal *journal, enum task task, struct queued_list *run) {
    bool done = true;
    switch (task) {
    case TASK_RUN:
        do_run(journal, run);
        return;
    case TASK_SYNC:
        done = sync_now(journal);
        break;
    case TASK_PURGE:
        done = purge_now(journal);
        break;
    case TASK_RECOVER:
        done = outage_end(journal);
        break;
    case TASK_NONE:
    case TASK_END:
        break;
    }
    if (!done) {
        outage_begin(journal, run);
    }
}

/* The last chance of what is queued: the store is tried once more where it fails. Returns how many
 * records are not known to be on disk. */
static uint64_t write_the_rest(struct journal *journal) {
    struct shared *shared = &journal->shared;
    bool available = shared->status.available || outage_end(journal);
    while (available && shared->queue.count > 0) {
        struct queued_list run = run_take(shared);
        available = run.first->kind != QUEUED_ENTRY || write_run(journal, &run);
        if (available) {
            settle(journal, &run);
        } else {
            outage_begin(journal, &run);
        }
    }
    if (available && journal->options.durability != JOURNAL_COMMIT) {
        available = sync_now(journal);
    }
    return shared->queue.count + (available ? 0 : journal->unsynced);
}

void *writer_run(void *context) {
    struct journal *journal = context;
    struct queued_list run = {0};
    enum task task;
    while ((task = next_task(journal, &run)) != TASK_END) {
        do_task(journal, task, &run);
    }
    journal->shared.lost = write_the_rest(journal);
    return NULL;
}
