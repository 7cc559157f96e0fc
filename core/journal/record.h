/*
 * What a journal holds: records, session rows and sources, as bytes that this room does not read.
 */
#ifndef SYNOVIA_JOURNAL_RECORD_H
#define SYNOVIA_JOURNAL_RECORD_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

/* JOURNAL_KIND(NAME, number in the store and in the hash, "word", meaning) */
#define JOURNAL_KINDS(JOURNAL_KIND)                                                                \
    JOURNAL_KIND(DECISION, 1, "decision", "a decision for one person")                             \
    JOURNAL_KIND(TURN, 2, "turn", "one answered request of a session")                             \
    JOURNAL_KIND(FEEDBACK, 3, "feedback", "what a clinician said of a rule of a decision")         \
    JOURNAL_KIND(PROTOCOL, 4, "protocol", "a protocol went live, with its sources")                \
    JOURNAL_KIND(REFUSED, 5, "refused", "a reload that was refused")                               \
    JOURNAL_KIND(FORGOTTEN, 6, "forgotten", "records were erased")                                 \
    JOURNAL_KIND(OUTAGE, 7, "outage", "the store was unavailable for a time")

enum journal_kind {
#define JOURNAL_KIND(name, number, word, meaning) JOURNAL_##name = (number),
    JOURNAL_KINDS(JOURNAL_KIND)
#undef JOURNAL_KIND
};

/* The word of a kind, or NULL for a number that is none. */
const char *journal_kind_name(int kind);

/* The kind of that word, or 0. */
int journal_kind_find(struct text word);

enum {
    JOURNAL_HASH_BYTES = 32, /* BLAKE2b-256 */
    JOURNAL_SALT_BYTES = 16,
};

/* One record as the chain sees it. `session`, `ref`, `key`, `payload` and `salt` are its *body*:
 * they can be erased, and then only `body` (their hash) stays. */
struct journal_record {
    uint64_t sequence; /* from 1, without gaps */
    int64_t time;      /* POSIX milliseconds */
    int kind;          /* enum journal_kind; a number that this version does not know is kept */
    bool masked;       /* facts were masked by name before it was written */
    bool erased;       /* the body is gone */
    struct text protocol;
    struct text digest;  /* of the protocol's sources */
    struct text session; /* empty where the record is of no session */
    struct text ref;     /* the caller's own name, empty where there is none */
    struct text key;     /* a decision's id, empty where there is none */
    struct text payload; /* MessagePack, written by the service */
    unsigned char salt[JOURNAL_SALT_BYTES];
    unsigned char body[JOURNAL_HASH_BYTES];
    unsigned char previous[JOURNAL_HASH_BYTES]; /* hash of the record before; zeros for the first */
    unsigned char hash[JOURNAL_HASH_BYTES];
};

/* A session as the store keeps it beside the journal. */
struct journal_session {
    struct text id;
    uint64_t revision;  /* 1 for a new one; each turn's is the one before plus 1 */
    struct text digest; /* of the protocol that it is pinned to */
    int64_t expires;    /* POSIX milliseconds */
    struct text state;  /* packed by the session machine */
};

#endif
