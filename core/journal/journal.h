/*
 * The journal: what the service did, on durable and tamper-evident record, written by a thread of
 * its own so that a slow disk never holds the loop.
 *
 *     owner's thread                                writer thread
 *     --------------                                -------------
 *     journal_append --> [ queue, bounded ] ------> one batch: all that waits, chained and put in
 *                                                   one transaction, one sync (group commit)
 *     journal_take   <-- [ settled, in order ] <--- WRITTEN, or why not
 *          ^
 *          └── woken by journal_set_wake's function, on the writer thread
 *
 * An append gives a *ticket*. Under `commit` the ticket is settled when its record is on disk, and
 * nothing that rests on it may be told to anybody before. Under `interval` and `none` an append is
 * done at once. Tickets are settled in the order in which they were given, so a first-in-first-out
 * list of held answers is all that an owner needs.
 *
 * A journal belongs to one thread, its owner's. What each durability promises, and what a failing
 * store does to each, stands in README.md.
 */
#ifndef SYNOVIA_JOURNAL_JOURNAL_H
#define SYNOVIA_JOURNAL_JOURNAL_H

#include "base/buffer.h"
#include "journal/record.h"

/* plugins/abi/store.h */
struct synovia_store_routines;

enum journal_durability {
    JOURNAL_COMMIT,   /* settled when it is on disk: no answer leaves before */
    JOURNAL_INTERVAL, /* done at once; on disk within the interval */
    JOURNAL_NONE,     /* done at once; written, and synced when the system sees fit */
};

struct journal_options {
    const struct synovia_store_routines *store; /* must outlive the journal */
    struct text location;                       /* for the store: of SQLite the file's path */
    enum journal_durability durability;
    int interval_ms; /* JOURNAL_INTERVAL; 0: JOURNAL_INTERVAL_MS */
    int retry_ms;    /* the first wait before a store that fails is tried again; 0: 50 */

    /* POSIX time in milliseconds, for the records that the journal writes itself. Called on the
     * writer thread. */
    int64_t (*now)(void *context);
    /* Appends the payload of a record about an outage that has ended: the store was unavailable
     * from `from` to `to` (POSIX milliseconds) because of `reason`, and `refused` appends failed or
     * were refused meanwhile. Called on the writer thread. NULL: the payload is empty. */
    void (*describe_outage)(void *context, int64_t from, int64_t to, struct text reason,
                            uint64_t refused, struct buffer *payload);
    void *context;
};

enum { JOURNAL_INTERVAL_MS = 1000 };

struct journal;

/*
 * Opens the store, on the caller's thread and waiting for the disk, and starts the writer. NULL
 * where the store cannot be opened or memory ran out; `reason` then has a message for people (where
 * it is empty, memory ran out). The options are copied.
 */
struct journal *journal_open(const struct journal_options *options, struct buffer *reason);

/*
 * Writes and syncs all that is queued, ends the writer and closes the store, whatever the
 * durability. Where the store is unavailable it tries once more and then gives up: returns how many
 * records that were accepted are lost (0 under `commit`, where none was acknowledged). Tickets that
 * were not taken are dropped. NULL is allowed.
 */
uint64_t journal_close(struct journal *journal);

/* ---- writing --------------------------------------------------------------------------------- */

struct journal_source {
    struct text digest; /* of the protocol */
    struct text bytes;  /* its sources; kept once a digest */
};

/* What goes in together, in one transaction: a record, and what rides with it. */
struct journal_entry {
    int kind; /* enum journal_kind */
    int64_t time;
    struct text protocol;
    struct text digest;
    struct text session;
    struct text ref;
    struct text key; /* a decision's id, by which feedback finds it; else empty */
    struct text payload;
    bool masked;                         /* facts were masked by name */
    const struct journal_session *row;   /* the session's new state, or NULL */
    const struct journal_source *source; /* or NULL */
};

enum journal_append {
    JOURNAL_QUEUED,      /* `ticket` will be settled */
    JOURNAL_DONE,        /* interval, none: accepted, there is nothing to wait for */
    JOURNAL_FULL,        /* the queue is full: take nothing more in until a ticket is settled */
    JOURNAL_UNAVAILABLE, /* the store fails, see journal_status */
    JOURNAL_NO_MEMORY,
};

/* Queues an entry; it is copied. Never waits for the disk. `ticket` (from 1, growing) is set where
 * JOURNAL_QUEUED is returned. */
enum journal_append journal_append(struct journal *journal, const struct journal_entry *entry,
                                   uint64_t *ticket);

/* True while half of the queue is taken: take no more requests in, so that JOURNAL_FULL is rare.
 * When it turns false again the owner is woken, under every durability. */
bool journal_is_full(struct journal *journal);

/* ---- reading what the service needs ---------------------------------------------------------- */

/* Ask for a session's row, or for a protocol's sources. They see all that was appended before them.
 * Under every durability they give a ticket (JOURNAL_QUEUED) or are refused as an append is. */
enum journal_append journal_find_session(struct journal *journal, struct text id, uint64_t *ticket);
enum journal_append journal_find_source(struct journal *journal, struct text digest,
                                        uint64_t *ticket);

/* ---- what became of tickets ------------------------------------------------------------------ */

enum journal_outcome {
    JOURNAL_WRITTEN, /* the entry is on disk */
    JOURNAL_FAILED,  /* not known to be on disk: the store is unavailable */
    JOURNAL_STALE,   /* not written: the row's revision is not the next one, because another process
                        took the session further */
    JOURNAL_FOUND,   /* a read: `row` or `bytes` */
    JOURNAL_MISSING, /* a read: there is none */
    JOURNAL_UNREADABLE, /* a read: what is kept there is damaged, `bytes` says how; the store and
                           everything else in it are available */
};

struct journal_settled {
    uint64_t ticket;
    enum journal_outcome outcome;
    uint64_t sequence;          /* WRITTEN: of the record */
    struct journal_session row; /* FOUND by journal_find_session */
    struct text bytes;          /* FOUND by journal_find_source; UNREADABLE: the reason */
};

/* The next settled ticket; false where there is none yet. What it points to is valid until the next
 * call of journal_take or journal_close. */
bool journal_take(struct journal *journal, struct journal_settled *settled);

/*
 * From now on `wake` is called, on the writer thread, when there is something for journal_take,
 * when journal_is_full turns false, and when the status changes. It must not call the journal and
 * should do no more than wake the owner's loop (uv_async_send). When the call returns, the function
 * set before is not called any more. NULL: nobody is woken, as at the start.
 */
void journal_set_wake(struct journal *journal, void (*wake)(void *context), void *context);

/* Waits until journal_take has something, at most so many milliseconds (-1: for ever). False where
 * the time passed, and at once where no ticket is outstanding. For owners without a loop. */
bool journal_wait(struct journal *journal, int milliseconds);

/* ---- how it goes ----------------------------------------------------------------------------- */

enum { JOURNAL_REASON_BYTES = 240 };

struct journal_status {
    bool available;
    char reason[JOURNAL_REASON_BYTES]; /* why not, in words; the last reason while available */
    int64_t since;                     /* POSIX milliseconds: of the last change; 0: none yet */
    uint64_t changes;                  /* counts up with every change of `available` */
    uint64_t refused;                  /* appends failed or refused since it became unavailable */
    size_t queued;                     /* entries and reads not settled, or not written */
    size_t queued_bytes;
    uint64_t written; /* records since the journal was opened */
    uint64_t batches; /* transactions that they went in */
};

void journal_status(struct journal *journal, struct journal_status *status);

/* "commit", "interval", "none". */
const char *journal_durability_name(enum journal_durability durability);

#endif
