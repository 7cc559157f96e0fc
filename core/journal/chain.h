/*
 * The chain: each record carries the hash of its body and of the record before it, so that nobody
 * can change, drop, insert or reorder a record without every later hash being wrong.
 *
 *     record 1                     record 2                     record 3
 *     previous = 00..00            previous = hash(1)           previous = hash(2)
 *     body     = H(salt; ...)      body     = H(salt; ...)      body     = (kept, body erased)
 *     hash     = H(...)  ────────> hash     = H(...)  ────────> hash     = H(...)
 *
 * The bytes, for whoever verifies a journal with other means. H is BLAKE2b with 32 bytes of output
 * (RFC 7693; libsodium's crypto_generichash, Python's hashlib.blake2b with digest_size=32). u64 is
 * an unsigned number of 8 bytes, the highest first; a time before 1970 is its two's complement. A
 * text is its u64 length in bytes, then its bytes.
 *
 *     body = H, keyed with the 16 bytes of salt, of
 *              text session, text ref, text key, text payload
 *     hash = H, without a key, of
 *              the 17 bytes "synovia-journal-1",
 *              u64 sequence, u64 time, u64 kind, u64 masked (1 or 0), text protocol, text digest,
 *              the 32 bytes of body, the 32 bytes of the hash of the record before (zeros before
 *              the first)
 *
 * Erasing a record's body empties session, ref, key, payload and salt and leaves `body`: the chain
 * still verifies. The salt is random, of each record its own, and goes with the body, so that what
 * stays cannot be guessed back by trying every ref, or every small payload.
 *
 * Pure: no thread, no store, no clock; only chain_salt is random.
 */
#ifndef SYNOVIA_JOURNAL_CHAIN_H
#define SYNOVIA_JOURNAL_CHAIN_H

#include "journal/record.h"

/* Sets libsodium up; may be called often and by several threads. False: no source of random bytes
 * could be opened. */
bool chain_setup(void);

/* Where a chain ends: what the next record is chained to. Zeroed: the empty journal. */
struct chain_head {
    uint64_t sequence;
    unsigned char hash[JOURNAL_HASH_BYTES];
};

void chain_salt(unsigned char salt[JOURNAL_SALT_BYTES]);

/* The hash of the record's body, by its salt. */
void chain_body(const struct journal_record *record, unsigned char out[JOURNAL_HASH_BYTES]);

/* The record's own hash, by its `body` and `previous` as they stand. */
void chain_hash(const struct journal_record *record, unsigned char out[JOURNAL_HASH_BYTES]);

/* Gives the record its sequence, body, previous and hash, and moves the head on to it. */
void chain_seal(struct chain_head *head, struct journal_record *record);

/* ---- verifying ------------------------------------------------------------------------------- */

enum chain_break {
    CHAIN_WHOLE,
    CHAIN_SEQUENCE, /* a record is missing, or twice */
    CHAIN_PREVIOUS, /* it is not chained to the record before */
    CHAIN_BODY,     /* session, ref, key, payload or salt are not what was recorded */
    CHAIN_HASH,     /* time, kind, masked, protocol, digest or body hash are not */
    CHAIN_ERASURE,  /* it is said to be erased, but something of its body is there */
    CHAIN_ANCHOR,   /* the record does not have the hash that the caller noted */
};

/* A walk over records in order. The first break ends it: after one, nothing that follows can be
 * told from what was tampered with. */
struct chain_walk {
    struct chain_head head; /* the last whole record */
    bool knows_previous;    /* false: the first record's `previous` is taken as it is */
    uint64_t records;       /* whole ones */
    uint64_t erased;        /* of these, without a body */
    uint64_t masked;        /* of these, with facts masked */
    enum chain_break broken;
    uint64_t broken_at;                         /* sequence that should have come */
    uint64_t found_sequence;                    /* sequence that came */
    unsigned char expected[JOURNAL_HASH_BYTES]; /* PREVIOUS, BODY, HASH, ANCHOR */
    unsigned char found[JOURNAL_HASH_BYTES];
    /* What the caller noted of an earlier verification; anchor.sequence 0: nothing. */
    struct chain_head anchor;
};

/* Starts before record `from` (1 or more). From 1 the chain is known from its beginning; from
 * elsewhere the first record vouches for what was before it. */
void chain_walk_begin(struct chain_walk *walk, uint64_t from);

/* Takes the next record; false where the chain breaks there (and ever after). */
bool chain_walk_take(struct chain_walk *walk, const struct journal_record *record);

/* After the last record. False where the chain is broken, also because the record that the caller
 * noted was not met although the walk should have: it was cut off. */
bool chain_walk_end(struct chain_walk *walk);

/* One sentence about a break: which record, what was expected, what was found. */
void chain_explain(const struct chain_walk *walk, char *out, size_t size);

/* Lower-case hexadecimal digits and a zero. */
enum { CHAIN_HEX_SIZE = 2 * JOURNAL_HASH_BYTES + 1 };
void chain_hex(const unsigned char hash[JOURNAL_HASH_BYTES], char out[CHAIN_HEX_SIZE]);

/* Reads "SEQUENCE:HASH" as `verify` prints it; false where it is none. */
bool chain_read_head(struct text text, struct chain_head *head);

#endif
