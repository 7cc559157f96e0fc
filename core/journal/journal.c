/* The owner's side: appending, taking what is settled, asking how it goes. Nothing here waits for
 * the disk but journal_open and journal_close. */
#include "journal/journal.h"

#include "base/limits.h"
#include "journal/journal_private.h"

#include <stdlib.h>
#include <time.h>

/* ---- opening and closing --------------------------------------------------------------------- */

/* Conditions that wait by the clock of writer_clock. */
static bool init_condition(pthread_cond_t *condition) {
    pthread_condattr_t attributes;
    if (pthread_condattr_init(&attributes) != 0) {
        return false;
    }
    bool done = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0 &&
                pthread_cond_init(condition, &attributes) == 0;
    pthread_condattr_destroy(&attributes);
    return done;
}

/* Mutexes of the default kind cannot fail to be made here: glibc and musl only fill them in. */
static bool init_threading(struct journal *journal) {
    pthread_mutex_init(&journal->lock, NULL);
    pthread_mutex_init(&journal->wake_lock, NULL);
    return init_condition(&journal->work) && init_condition(&journal->answer);
}

static void free_journal(struct journal *journal) {
    storing_close(&journal->storing);
    queued_free_all(&journal->shared.queue);
    queued_free_all(&journal->shared.settled);
    queued_free(journal->taken);
    pthread_cond_destroy(&journal->work);
    pthread_cond_destroy(&journal->answer);
    pthread_mutex_destroy(&journal->lock);
    pthread_mutex_destroy(&journal->wake_lock);
    free(journal);
}

static struct journal *new_journal(const struct journal_options *options) {
    struct journal *journal = calloc(1, sizeof *journal);
    if (journal == NULL) {
        return NULL;
    }
    journal->options = *options;
    journal->options.location = text_of("");
    if (journal->options.interval_ms <= 0) {
        journal->options.interval_ms = JOURNAL_INTERVAL_MS;
    }
    if (journal->options.retry_ms <= 0) {
        journal->options.retry_ms = RETRY_MS;
    }
    journal->retry_ms = journal->options.retry_ms;
    journal->shared.status.available = true;
    journal->purge_at = writer_clock();
    return journal;
}

struct journal *journal_open(const struct journal_options *options, struct buffer *reason) {
    struct journal *journal = new_journal(options);
    if (journal == NULL) {
        return NULL;
    }
    if (!init_threading(journal) || !chain_setup()) {
        buffer_append_string(reason, "the system has no threads or no random numbers to give");
        free_journal(journal);
        return NULL;
    }
    if (!storing_open(&journal->storing, options->store, options->location, 0)) {
        if (journal->storing.status != SYNOVIA_STORE_NO_MEMORY) {
            buffer_append_text(reason, storing_reason(&journal->storing));
        }
        free_journal(journal);
        return NULL;
    }
    if (pthread_create(&journal->thread, NULL, writer_run, journal) != 0) {
        buffer_append_string(reason, "the system has no thread to give");
        free_journal(journal);
        return NULL;
    }
    return journal;
}

uint64_t journal_close(struct journal *journal) {
    if (journal == NULL) {
        return 0;
    }
    pthread_mutex_lock(&journal->lock);
    journal->shared.closing = true;
    pthread_cond_signal(&journal->work);
    pthread_mutex_unlock(&journal->lock);
    pthread_join(journal->thread, NULL);
    uint64_t lost = journal->shared.lost;
    free_journal(journal);
    return lost;
}

/* ---- appending ------------------------------------------------------------------------------- */

static size_t held_count(const struct shared *shared) {
    return shared->queue.count + shared->at_work_count;
}

static size_t held_bytes(const struct shared *shared) {
    return shared->queue.bytes + shared->at_work_bytes;
}

/* One entry always has room, however large it is. */
static bool has_room(const struct shared *shared, size_t bytes) {
    return held_count(shared) == 0 || (held_count(shared) < LIMIT_JOURNAL_RECORDS &&
                                       held_bytes(shared) + bytes <= LIMIT_JOURNAL_BYTES);
}

/* Whether the queue takes what was made, under the lock. */
static enum journal_append admit(struct journal *journal, const struct queued *queued,
                                 bool is_waited_for) {
    struct shared *shared = &journal->shared;
    bool room = has_room(shared, queued->bytes);
    if (!shared->status.available && (is_waited_for || !room)) {
        shared->status.refused += queued->kind == QUEUED_ENTRY;
        return JOURNAL_UNAVAILABLE;
    }
    if (!room) {
        shared->wants_room = true;
        return JOURNAL_FULL;
    }
    return is_waited_for ? JOURNAL_QUEUED : JOURNAL_DONE;
}

static enum journal_append enqueue(struct journal *journal, struct queued *queued,
                                   bool is_waited_for, uint64_t *ticket) {
    if (queued == NULL) {
        return JOURNAL_NO_MEMORY;
    }
    pthread_mutex_lock(&journal->lock);
    enum journal_append admitted = admit(journal, queued, is_waited_for);
    if (admitted == JOURNAL_QUEUED) {
        queued->ticket = *ticket = ++journal->last_ticket;
        journal->shared.waiting++;
    }
    if (admitted == JOURNAL_QUEUED || admitted == JOURNAL_DONE) {
        queued_push(&journal->shared.queue, queued);
        pthread_cond_signal(&journal->work);
        queued = NULL;
    }
    pthread_mutex_unlock(&journal->lock);
    queued_free(queued);
    return admitted;
}

enum journal_append journal_append(struct journal *journal, const struct journal_entry *entry,
                                   uint64_t *ticket) {
    return enqueue(journal, queued_entry(entry), journal->options.durability == JOURNAL_COMMIT,
                   ticket);
}

enum journal_append journal_find_session(struct journal *journal, struct text id,
                                         uint64_t *ticket) {
    return enqueue(journal, queued_read(QUEUED_FIND_SESSION, id), true, ticket);
}

enum journal_append journal_find_source(struct journal *journal, struct text digest,
                                        uint64_t *ticket) {
    return enqueue(journal, queued_read(QUEUED_FIND_SOURCE, digest), true, ticket);
}

/* A store that fails refuses at once, so that there is nothing to hold back. */
bool journal_is_full(struct journal *journal) {
    pthread_mutex_lock(&journal->lock);
    struct shared *shared = &journal->shared;
    bool is_full = shared->status.available && (held_count(shared) > LIMIT_JOURNAL_RECORDS / 2 ||
                                                held_bytes(shared) > LIMIT_JOURNAL_BYTES / 2);
    shared->wants_room = shared->wants_room || is_full;
    pthread_mutex_unlock(&journal->lock);
    return is_full;
}

/* ---- taking ---------------------------------------------------------------------------------- */

static struct journal_settled settled_of(const struct queued *queued) {
    struct journal_settled settled = {.ticket = queued->ticket, .outcome = queued->outcome};
    if (queued->kind == QUEUED_ENTRY && queued->outcome == JOURNAL_WRITTEN) {
        settled.sequence = queued->record.sequence;
    }
    if (queued->outcome != JOURNAL_FOUND && queued->outcome != JOURNAL_UNREADABLE) {
        return settled;
    }
    struct text found = buffer_text(&queued->found);
    if (queued->kind == QUEUED_FIND_SOURCE || queued->outcome == JOURNAL_UNREADABLE) {
        settled.bytes = found;
        return settled;
    }
    size_t split = queued->found_digest_length;
    settled.row = queued->row;
    settled.row.digest = text_from(found.at, split);
    settled.row.state =
        split == found.length ? text_of("") : text_from(found.at + split, found.length - split);
    return settled;
}

bool journal_take(struct journal *journal, struct journal_settled *settled) {
    queued_free(journal->taken);
    pthread_mutex_lock(&journal->lock);
    journal->taken = queued_pop(&journal->shared.settled);
    pthread_mutex_unlock(&journal->lock);
    if (journal->taken == NULL) {
        return false;
    }
    *settled = settled_of(journal->taken);
    return true;
}

static struct timespec deadline(int milliseconds) {
    int64_t at = writer_clock() + milliseconds;
    struct timespec time = {.tv_sec = (time_t)(at / 1000), .tv_nsec = (long)(at % 1000) * 1000000L};
    return time;
}

bool journal_wait(struct journal *journal, int milliseconds) {
    struct timespec until = deadline(milliseconds < 0 ? 0 : milliseconds);
    struct shared *shared = &journal->shared;
    int late = 0;
    pthread_mutex_lock(&journal->lock);
    while (shared->settled.count == 0 && shared->waiting > 0 && late == 0) {
        late = milliseconds < 0 ? pthread_cond_wait(&journal->answer, &journal->lock)
                                : pthread_cond_timedwait(&journal->answer, &journal->lock, &until);
    }
    bool has_some = shared->settled.count > 0;
    pthread_mutex_unlock(&journal->lock);
    return has_some;
}

/* ---- the rest -------------------------------------------------------------------------------- */

void journal_set_wake(struct journal *journal, void (*wake)(void *context), void *context) {
    pthread_mutex_lock(&journal->wake_lock);
    journal->wake = wake;
    journal->wake_context = context;
    pthread_mutex_unlock(&journal->wake_lock);
}

void journal_status(struct journal *journal, struct journal_status *status) {
    pthread_mutex_lock(&journal->lock);
    *status = journal->shared.status;
    status->queued = held_count(&journal->shared);
    status->queued_bytes = held_bytes(&journal->shared);
    pthread_mutex_unlock(&journal->lock);
}

const char *journal_durability_name(enum journal_durability durability) {
    static const char *const names[] = {"commit", "interval", "none"};
    return names[durability];
}
