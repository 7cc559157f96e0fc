/*
 * A store: where the journal and the sessions are kept.
 *
 *     journal ──► write(batch) ──►  ┌───────────────────────────────────────────────┐
 *                                   │ records    1 ◄─ 2 ◄─ 3 ◄─ ... ◄─ head         │
 *     one batch, one transaction:   │ sessions   id → revision, state               │
 *     all of it or none of it       │ sources    digest → the protocol's sources    │
 *                                   └───────────────────────────────────────────────┘
 *
 * The store keeps bytes and knows nothing of what they mean: it computes no hash, reads no payload
 * and has no clock. It promises five things.
 *
 *   1. A batch is written whole or not at all, whatever fails, and whenever the machine stops.
 *   2. After a write with SYNOVIA_BATCH_DURABLE has returned SYNOVIA_STORE_OK, the batch, and all
 *      that was written before it, outlives a crash of the machine. Without the flag it outlives a
 *      crash of the process at least, and the next durable write or sync makes it outlive the
 *      machine's.
 *   3. Nobody writes past another: a record whose sequence is not the head's plus one, or whose
 *      `previous` is not the head's hash, and a session whose revision is not the next one, are
 *      refused with SYNOVIA_STORE_CONFLICT, and nothing of the batch is written.
 *   4. What was read is what was written, byte for byte, or the call fails.
 *   5. After a failure the handle stays usable: the same call may succeed when the cause is gone.
 *
 * A handle is used by one thread at a time. Several handles, in one process or in several, may have
 * the same location open: one writes at a time, readers do not wait for it and see a state as it
 * was between two batches.
 *
 * Statuses and structs may be appended to (plugin.h says how). A status that the program does not
 * know counts as SYNOVIA_STORE_IO.
 */
#ifndef SYNOVIA_ABI_STORE_H
#define SYNOVIA_ABI_STORE_H

#include "abi/plugin.h"

/* The version of this header; see plugin.h for how it is compared. */
enum { SYNOVIA_STORE_ABI_MAJOR = 1, SYNOVIA_STORE_ABI_MINOR = 0 };

/* STATUS(number, NAME, "name", meaning). What a routine returns; 0 is success. */
#define SYNOVIA_STORE_STATUSES(STATUS)                                                             \
    STATUS(0, OK, "ok", "done")                                                                    \
    STATUS(1, FULL, "full", "no room is left where the store is kept")                             \
    STATUS(2, READ_ONLY, "read_only", "the store may not be written")                              \
    STATUS(3, BUSY, "busy", "somebody else holds it, longer than busy_ms")                         \
    STATUS(4, CORRUPT, "corrupt", "what is stored cannot be read as what it should be")            \
    STATUS(5, IO, "io", "the operating system, or the server behind the store, failed")            \
    STATUS(6, NO_MEMORY, "no_memory", "memory ran out")                                            \
    STATUS(7, CONFLICT, "conflict", "somebody else wrote: read the head, or the session, anew")    \
    STATUS(8, TOO_NEW, "too_new", "a newer version of the store wrote it")                         \
    STATUS(9, UNSUPPORTED, "unsupported", "this store cannot do that")                             \
    STATUS(10, NOT_FOUND, "not_found", "there is no such thing in the store")                      \
    STATUS(11, INVALID, "invalid", "the caller broke this contract")

enum synovia_store_status {
#define STATUS(number, NAME, name, meaning) SYNOVIA_STORE_##NAME = (number),
    SYNOVIA_STORE_STATUSES(STATUS)
#undef STATUS
};

/* The largest payload, state or source, and the longest text, that a store must take. */
enum {
    SYNOVIA_STORE_BYTES = 16 << 20, /* bytes of one payload, state or source */
    SYNOVIA_STORE_TEXT_BYTES = 512, /* bytes of one protocol, digest, session, ref or key */
    SYNOVIA_HASH_BYTES = 32,
    SYNOVIA_SALT_BYTES = 16
};

/* An open store; each plug-in defines its own. */
struct synovia_store;

/* Flags of struct synovia_record. */
enum {
    SYNOVIA_RECORD_ERASED = 1, /* its body was forgotten: only its hash is still there */
    SYNOVIA_RECORD_MASKED = 2  /* facts were masked before it was written */
};

/*
 * One entry of the journal. Sequences are 1, 2, 3, ... without a gap. The journal computes the
 * hashes; the store keeps body_hash and hash, and may leave `previous` unkept, as it is the hash of
 * the record before (32 zero bytes for the first).
 *
 * Session, ref, key, payload and salt are the record's *body*: what a forget erases. The salt is
 * random and goes into body_hash, so that an erased body cannot be guessed back from its hash.
 */
struct synovia_record {
    size_t size;
    uint64_t sequence;
    int64_t time_ms;                      /* milliseconds since 1970-01-01T00:00:00Z */
    uint32_t kind;                        /* the journal's numbering, from 1 */
    uint32_t flags;                       /* SYNOVIA_RECORD_...; unknown flags are kept as well */
    struct synovia_text protocol, digest; /* whose; may be empty. Few distinct ones. */
    struct synovia_text session;          /* looked up by; may be empty */
    struct synovia_text ref;              /* looked up by; may be empty */
    struct synovia_text key;              /* looked up by: a decision's id; may be empty */
    struct synovia_bytes payload;
    uint8_t salt[SYNOVIA_SALT_BYTES]; /* zeros where the body is erased */
    uint8_t body_hash[SYNOVIA_HASH_BYTES];
    uint8_t previous[SYNOVIA_HASH_BYTES];
    uint8_t hash[SYNOVIA_HASH_BYTES];
};

/* A session as it is now. Its first revision is 1, and each put carries the next one. */
struct synovia_session {
    size_t size;
    struct synovia_text id;
    uint64_t revision;
    struct synovia_text digest; /* of the protocol that it is pinned to */
    int64_t expires_ms;         /* milliseconds since 1970-01-01T00:00:00Z */
    struct synovia_bytes state;
};

/* The sources of a protocol, as the program packs them, by the protocol's digest. */
struct synovia_source {
    size_t size;
    struct synovia_text digest;
    struct synovia_bytes bytes;
};

/* Flags of struct synovia_batch. */
enum { SYNOVIA_BATCH_DURABLE = 1 };

/* What is written together. Each array may be empty; its pointer may then be NULL. */
struct synovia_batch {
    size_t size;
    uint32_t flags; /* SYNOVIA_BATCH_... */
    uint32_t reserved;
    const struct synovia_record *const *records; /* appended, in this order */
    size_t record_count;
    const struct synovia_session *const *sessions; /* put: made or replaced; an id at most once */
    size_t session_count;
    const struct synovia_text *gone; /* ids of sessions to delete; one that is not there is fine */
    size_t gone_count;
    const struct synovia_source *const *sources; /* put; a digest that is there already is kept */
    size_t source_count;
};

/* Which records to read. What is 0 or empty does not narrow. */
struct synovia_query {
    size_t size;
    uint64_t first, last; /* sequences, both included; last 0: to the head */
    struct synovia_text session, ref, key, digest;
    uint32_t kind;
    uint32_t flags; /* SYNOVIA_QUERY_... */
    uint64_t limit; /* records at most; 0: all */
};

/* Flags of struct synovia_query. */
enum {
    SYNOVIA_QUERY_NEWEST_FIRST = 1, /* downwards from `last`; otherwise upwards from `first` */
    SYNOVIA_QUERY_NO_PAYLOAD = 2    /* payloads are shown empty, and need not be read */
};

/* The last record; sequence 0 and 32 zero bytes where there is none yet. */
struct synovia_head {
    size_t size;
    uint64_t sequence;
    uint8_t hash[SYNOVIA_HASH_BYTES];
};

/*
 * What a forget did. Erased bytes are in none of the store's files any more, unless `lingering` is
 * 1: then a reader that is under way keeps an old log alive, and the next forget clears it. What a
 * file system or a disk keeps beneath, and older backups, are out of a store's reach.
 */
struct synovia_forgotten {
    size_t size;
    uint64_t records;  /* erased by this call; those erased before are not counted */
    uint64_t sessions; /* deleted by this call */
    uint32_t lingering;
    uint32_t reserved;
};

/* What there is to say about an open store. */
struct synovia_store_info {
    size_t size;
    uint32_t schema; /* version of how it is laid out */
    uint32_t reserved;
    uint64_t bytes;  /* that it takes on disk now, logs included; 0: not known */
    char engine[64]; /* on what it stands, zero-terminated: "SQLite 3.40.1" */
};

/* Flags of struct synovia_store_options. */
enum {
    SYNOVIA_OPEN_READ_ONLY = 1, /* nothing is made or changed; a store that is not there fails */
    SYNOVIA_OPEN_EXISTING = 2   /* written, but not made where it is not there: NOT_FOUND */
};

struct synovia_store_options {
    size_t size;
    struct synovia_text location; /* as the operator gave it: a path, an address */
    uint32_t flags;               /* SYNOVIA_OPEN_... */
    uint32_t busy_ms;             /* how long a call may wait for others */
};

/*
 * Visitors. What they are shown is valid until they return. They return 0 to go on, anything else
 * to end the call, which then returns SYNOVIA_STORE_OK. They may not call the store that shows.
 */
typedef int synovia_record_visitor(void *context, const struct synovia_record *record);
typedef int synovia_session_visitor(void *context, const struct synovia_session *session);
typedef int synovia_bytes_visitor(void *context, struct synovia_bytes bytes);

/*
 * The routines. All but those marked optional must be there. Each returns a status, and where it is
 * not SYNOVIA_STORE_OK writes the reason into `message`, which may be NULL. After a failure of a
 * routine that writes, nothing of that call was written.
 */
struct synovia_store_routines {
    size_t size; /* sizeof(struct synovia_store_routines) as it was built */

    /* Opens the store, makes it where it is not there, and brings an older layout up to date. Takes
     * about the same time however much is stored. On failure `*store` is NULL. */
    int (*open)(const struct synovia_store_options *options, struct synovia_store **store,
                struct synovia_message *message);

    /* Ends a handle; what was written stays as durable as it was. NULL is ignored. */
    void (*close)(struct synovia_store *store);

    int (*head)(struct synovia_store *store, struct synovia_head *head,
                struct synovia_message *message);

    /* Writes a batch; promises 1, 2 and 3 above. */
    int (*write)(struct synovia_store *store, const struct synovia_batch *batch,
                 struct synovia_message *message);

    /* Makes everything written so far outlive a crash of the machine. */
    int (*sync)(struct synovia_store *store, struct synovia_message *message);

    /* Shows the records that the query names, in order of sequence. */
    int (*read)(struct synovia_store *store, const struct synovia_query *query,
                synovia_record_visitor *visit, void *context, struct synovia_message *message);

    /* Shows one session; NOT_FOUND where there is none, CORRUPT and a message that names it where
     * what is kept of it cannot be read: that says nothing of the rest of the store. */
    int (*session)(struct synovia_store *store, struct synovia_text id,
                   synovia_session_visitor *visit, void *context, struct synovia_message *message);

    /* Shows sessions that expire at or before `until_ms` (INT64_MAX: all), the earliest first, at
     * most `limit` (0: all). To delete them, write a batch that names them in `gone`. One that
     * cannot be read is passed over, and the call returns CORRUPT after it has shown the others. */
    int (*sessions)(struct synovia_store *store, int64_t until_ms, uint64_t limit,
                    synovia_session_visitor *visit, void *context, struct synovia_message *message);

    /* Shows the sources kept under a digest; NOT_FOUND where there are none. */
    int (*source)(struct synovia_store *store, struct synovia_text digest,
                  synovia_bytes_visitor *visit, void *context, struct synovia_message *message);

    /*
     * Erases for privacy: of each record of these sequences (ascending) session, ref, key and
     * payload become empty, the salt becomes zeros, SYNOVIA_RECORD_ERASED is set, and all else
     * stays. `with` is written in the same transaction, after the erasing: the record that says so,
     * and in `gone` the sessions to delete. It is refused with SYNOVIA_STORE_CONFLICT as in a
     * write, and then nothing is erased: so nobody slips a record in between the caller's choosing
     * and its erasing. On SYNOVIA_STORE_OK it is durable, and `forgotten` says what was done.
     */
    int (*forget)(struct synovia_store *store, const uint64_t *sequences, size_t count,
                  const struct synovia_batch *with, struct synovia_forgotten *forgotten,
                  struct synovia_message *message);

    /* Optional. Copies the whole store, as of one moment, to a new file, while others write. An
     * existing file is not overwritten (INVALID); a failed copy leaves no file. */
    int (*backup)(struct synovia_store *store, struct synovia_text path,
                  struct synovia_message *message);

    /* Optional. Reads everything and finds what is damaged; takes long. CORRUPT with what it
     * found. (Whether the chain of hashes holds is the journal's to say.) */
    int (*check)(struct synovia_store *store, struct synovia_message *message);

    /* Optional. */
    int (*info)(struct synovia_store *store, struct synovia_store_info *info,
                struct synovia_message *message);
};

#endif
