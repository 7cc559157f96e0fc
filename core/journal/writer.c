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
#include "journal/chain.h"
#include "journal/journal_private.h"

#include <time.h>

int64_t writer_clock(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t now(const struct journal *journal) {
    return journal->options.now(journal->options.context);
}

static void wake(struct journal *journal) {
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
        wake(journal);
    }
}

/* ---- a store that fails ---------------------------------------------------------------------- */

static void note_reason(struct journal *journal, struct journal_status *status) {
    struct text reason = storing_reason(&journal->storing);
    size_t length =
        reason.length < sizeof status->reason ? reason.length : sizeof status->reason - 1;
    memcpy(status->reason, reason.at, length);
    status->reason[length] = '\0';
}

/* Under the lock. Refused entries are counted from the outage's start. */
static void note_failure(struct journal *journal) {
    struct journal_status *status = &journal->shared.status;
    note_reason(journal, status);
    if (status->available) {
        status->available = false;
        status->since = now(journal);
        status->refused = 0;
        status->changes++;
    }
}

/* Under the lock: the tickets of the list fail; entries that nobody waits for are kept, in order.
 */
static void fail_list(struct shared *shared, struct queued_list *list, struct queued_list *kept) {
    struct queued *queued;
    while ((queued = queued_pop(list)) != NULL) {
        if (queued->ticket == 0) {
            queued_push(kept, queued);
            continue;
        }
        queued->outcome = JOURNAL_FAILED;
        shared->status.refused += queued->kind == QUEUED_ENTRY;
        shared->waiting--;
        queued_push(&shared->settled, queued);
    }
}

/* After a failure: what the writer had at work, and what waits behind it. */
static void fail(struct journal *journal, struct queued_list *run) {
    struct shared *shared = &journal->shared;
    struct queued_list kept = {0};
    pthread_mutex_lock(&journal->lock);
    note_failure(journal);
    fail_list(shared, run, &kept);
    fail_list(shared, &shared->queue, &kept);
    shared->queue = kept;
    shared->at_work_count = 0;
    shared->at_work_bytes = 0;
    shared->wants_room = false;
    pthread_cond_broadcast(&journal->answer);
    pthread_mutex_unlock(&journal->lock);
    journal->retry_at = writer_clock() + journal->retry_ms;
    journal->retry_ms =
        journal->retry_ms < RETRY_MOST_MS / 2 ? 2 * journal->retry_ms : RETRY_MOST_MS;
    wake(journal);
}

/* ---- recovering ------------------------------------------------------------------------------ */

/* The record about the outage, or NULL where memory ran out. */
static struct queued *outage_entry(struct journal *journal) {
    const struct journal_options *options = &journal->options;
    struct journal_status status;
    struct buffer payload = {0};
    struct journal_entry entry = {.kind = JOURNAL_OUTAGE, .time = now(journal)};
    pthread_mutex_lock(&journal->lock);
    status = journal->shared.status;
    pthread_mutex_unlock(&journal->lock);
    if (options->describe_outage != NULL) {
        options->describe_outage(options->context, status.since, entry.time, text_of(status.reason),
                                 status.refused, &payload);
    }
    entry.payload = buffer_text(&payload);
    struct queued *queued = payload.failed ? NULL : queued_entry(&entry);
    buffer_free(&payload);
    return queued;
}

static void note_recovery(struct journal *journal) {
    pthread_mutex_lock(&journal->lock);
    struct journal_status *status = &journal->shared.status;
    status->available = true;
    status->since = now(journal);
    status->changes++;
    status->written++;
    status->batches++;
    pthread_mutex_unlock(&journal->lock);
    wake(journal);
}

/*
 * Opens the store again and writes of the outage: only what can be written is available. The next
 * wait stays as long as it has become until a batch gets through, so that a store that takes one
 * record and no more is not tried without pause.
 */
static bool recover(struct journal *journal) {
    struct queued_list run = {0};
    bool done = false;
    if (storing_reopen(&journal->storing)) {
        struct queued *entry = outage_entry(journal);
        if (entry != NULL) {
            queued_push(&run, entry);
            done = storing_write(&journal->storing, &run, true);
        } else {
            journal->storing.status = SYNOVIA_STORE_NO_MEMORY;
            journal->storing.message.length = 0;
        }
    }
    queued_free_all(&run);
    if (done) {
        journal->unsynced = 0;
        journal->sync_at = 0;
        note_recovery(journal);
    }
    return done;
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
    if (!storing_purge(&journal->storing, now(journal) - KEEP_EXPIRED_MS, &more)) {
        return false;
    }
    journal->purge_at = writer_clock() + (more ? 0 : PURGE_EVERY_MS);
    return true;
}

/* ---- runs ------------------------------------------------------------------------------------ */

/* The sessions of a run: a bit for each hash, and where bits agree, a look. */
enum { SESSION_BITS = 1 << 14 };

struct run_sessions {
    uint64_t bits[SESSION_BITS / 64];
};

static uint64_t *word_of(struct run_sessions *sessions, uint32_t hash) {
    return &sessions->bits[hash % SESSION_BITS / 64];
}

static bool is_in_run(const struct queued_list *run, struct text session) {
    for (const struct queued *entry = run->first; entry != NULL; entry = entry->next) {
        if (entry->has_row && text_equal(entry->row.id, session)) {
            return true;
        }
    }
    return false;
}

/* Turns of one session go in one by one: a transaction holds a session's row at most once. */
static bool takes_session(struct run_sessions *sessions, const struct queued_list *run,
                          const struct queued *next) {
    uint64_t bit = 1ULL << next->row_hash % 64;
    uint64_t *word = word_of(sessions, next->row_hash);
    if (next->has_row && (*word & bit) != 0 && is_in_run(run, next->row.id)) {
        return false;
    }
    *word |= next->has_row ? bit : 0;
    return true;
}

/* Under the lock: the entries at the head of the queue that may go in one transaction. */
static void take_entries(struct shared *shared, struct queued_list *run) {
    struct run_sessions sessions = {{0}};
    const struct queued *next;
    while ((next = shared->queue.first) != NULL && next->kind == QUEUED_ENTRY &&
           run->count < STORING_BATCH_MOST && takes_session(&sessions, run, next)) {
        queued_push(run, queued_pop(&shared->queue));
    }
}

/* Under the lock, the queue not being empty: one read, or a batch of entries. */
static struct queued_list take_run(struct shared *shared) {
    struct queued_list run = {0};
    if (shared->queue.first->kind == QUEUED_ENTRY) {
        take_entries(shared, &run);
    } else {
        queued_push(&run, queued_pop(&shared->queue));
    }
    shared->at_work_count = run.count;
    shared->at_work_bytes = run.bytes;
    return run;
}

static void do_run(struct journal *journal, struct queued_list *run) {
    bool done = run->first->kind == QUEUED_ENTRY ? write_run(journal, run)
                                                 : storing_read(&journal->storing, run->first);
    if (done) {
        settle(journal, run);
    } else {
        fail(journal, run);
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
        *run = take_run(&journal->shared);
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
        done = recover(journal);
        break;
    case TASK_NONE:
    case TASK_END:
        break;
    }
    if (!done) {
        fail(journal, run);
    }
}

/* The last chance of what is queued: the store is tried once more where it fails. Returns how many
 * records are not known to be on disk. */
static uint64_t write_the_rest(struct journal *journal) {
    struct shared *shared = &journal->shared;
    bool available = shared->status.available || recover(journal);
    while (available && shared->queue.count > 0) {
        struct queued_list run = take_run(shared);
        available = run.first->kind != QUEUED_ENTRY || write_run(journal, &run);
        if (available) {
            settle(journal, &run);
        } else {
            fail(journal, &run);
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
