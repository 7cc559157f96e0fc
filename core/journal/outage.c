/*
 * A store that fails, and how that ends.
 *
 *     available ── a failure ──> tickets fail, entries that nobody waits for are kept
 *         ^                               │ retry_at, each time twice as late
 *         └── the outage is recorded <────┴── opened again
 */
#include "journal/journal_private.h"

/* ---- failing --------------------------------------------------------------------------------- */

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
        status->since = journal_now(journal);
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
void outage_begin(struct journal *journal, struct queued_list *run) {
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
    journal_wake(journal);
}

/* ---- recovering ------------------------------------------------------------------------------ */

/* The record about the outage, or NULL where memory ran out. */
static struct queued *outage_entry(struct journal *journal) {
    const struct journal_options *options = &journal->options;
    struct journal_status status;
    struct buffer payload = {0};
    struct journal_entry entry = {.kind = JOURNAL_OUTAGE, .time = journal_now(journal)};
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
    status->since = journal_now(journal);
    status->changes++;
    status->written++;
    status->batches++;
    pthread_mutex_unlock(&journal->lock);
    journal_wake(journal);
}

/*
 * Opens the store again and writes of the outage: only what can be written is available. The next
 * wait stays as long as it has become until a batch gets through, so that a store that takes one
 * record and no more is not tried without pause.
 */
bool outage_end(struct journal *journal) {
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
