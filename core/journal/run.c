/* What the writer takes from the queue at once: one read, or entries for one transaction. */
#include "journal/journal_private.h"

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
struct queued_list run_take(struct shared *shared) {
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
