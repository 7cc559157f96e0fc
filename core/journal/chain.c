#include "journal/chain.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>

_Static_assert(JOURNAL_HASH_BYTES == crypto_generichash_BYTES, "BLAKE2b-256");
_Static_assert(JOURNAL_SALT_BYTES >= crypto_generichash_KEYBYTES_MIN, "a key of BLAKE2b");

static const char chain_tag[] = "synovia-journal-1";

bool chain_setup(void) {
    return sodium_init() >= 0;
}

void chain_salt(unsigned char salt[JOURNAL_SALT_BYTES]) {
    randombytes_buf(salt, JOURNAL_SALT_BYTES);
}

/* ---- hashing --------------------------------------------------------------------------------- */

static void take_bytes(crypto_generichash_state *state, const void *bytes, size_t count) {
    /* With these arguments it cannot fail. */
    (void)crypto_generichash_update(state, bytes, count);
}

static void take_number(crypto_generichash_state *state, uint64_t number) {
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++) {
        bytes[i] = (unsigned char)(number >> (56 - 8 * i));
    }
    take_bytes(state, bytes, sizeof bytes);
}

static void take_text(crypto_generichash_state *state, struct text text) {
    take_number(state, text.length);
    if (text.length > 0) {
        take_bytes(state, text.at, text.length);
    }
}

void chain_body(const struct journal_record *record, unsigned char out[JOURNAL_HASH_BYTES]) {
    crypto_generichash_state state;
    (void)crypto_generichash_init(&state, record->salt, JOURNAL_SALT_BYTES, JOURNAL_HASH_BYTES);
    take_text(&state, record->session);
    take_text(&state, record->ref);
    take_text(&state, record->key);
    take_text(&state, record->payload);
    (void)crypto_generichash_final(&state, out, JOURNAL_HASH_BYTES);
}

void chain_hash(const struct journal_record *record, unsigned char out[JOURNAL_HASH_BYTES]) {
    crypto_generichash_state state;
    (void)crypto_generichash_init(&state, NULL, 0, JOURNAL_HASH_BYTES);
    take_bytes(&state, chain_tag, sizeof chain_tag - 1);
    take_number(&state, record->sequence);
    take_number(&state, (uint64_t)record->time);
    take_number(&state, (uint64_t)record->kind);
    take_number(&state, record->masked);
    take_text(&state, record->protocol);
    take_text(&state, record->digest);
    take_bytes(&state, record->body, sizeof record->body);
    take_bytes(&state, record->previous, sizeof record->previous);
    (void)crypto_generichash_final(&state, out, JOURNAL_HASH_BYTES);
}

void chain_seal(struct chain_head *head, struct journal_record *record) {
    record->sequence = head->sequence + 1;
    memcpy(record->previous, head->hash, sizeof record->previous);
    chain_body(record, record->body);
    chain_hash(record, record->hash);
    head->sequence = record->sequence;
    memcpy(head->hash, record->hash, sizeof head->hash);
}

/* ---- verifying ------------------------------------------------------------------------------- */

void chain_walk_begin(struct chain_walk *walk, uint64_t from) {
    *walk = (struct chain_walk){.knows_previous = from <= 1};
    walk->head.sequence = from <= 1 ? 0 : from - 1;
}

static bool break_at(struct chain_walk *walk, enum chain_break broken,
                     const struct journal_record *record) {
    walk->broken = broken;
    walk->broken_at = walk->head.sequence + 1;
    walk->found_sequence = record == NULL ? 0 : record->sequence;
    return false;
}

static bool same_hash(struct chain_walk *walk, const unsigned char *expected,
                      const unsigned char *found) {
    memcpy(walk->expected, expected, JOURNAL_HASH_BYTES);
    memcpy(walk->found, found, JOURNAL_HASH_BYTES);
    return memcmp(expected, found, JOURNAL_HASH_BYTES) == 0;
}

static bool is_bodiless(const struct journal_record *record) {
    static const unsigned char nothing[JOURNAL_SALT_BYTES];
    return record->session.length + record->ref.length + record->key.length +
                   record->payload.length ==
               0 &&
           memcmp(record->salt, nothing, sizeof nothing) == 0;
}

static bool take_body(struct chain_walk *walk, const struct journal_record *record) {
    unsigned char body[JOURNAL_HASH_BYTES];
    if (record->erased) {
        return is_bodiless(record) || break_at(walk, CHAIN_ERASURE, record);
    }
    chain_body(record, body);
    return same_hash(walk, record->body, body) || break_at(walk, CHAIN_BODY, record);
}

static bool take_links(struct chain_walk *walk, const struct journal_record *record) {
    unsigned char hash[JOURNAL_HASH_BYTES];
    if (record->sequence != walk->head.sequence + 1) {
        return break_at(walk, CHAIN_SEQUENCE, record);
    }
    if (walk->knows_previous && !same_hash(walk, walk->head.hash, record->previous)) {
        return break_at(walk, CHAIN_PREVIOUS, record);
    }
    chain_hash(record, hash);
    return same_hash(walk, record->hash, hash) || break_at(walk, CHAIN_HASH, record);
}

static bool take_anchor(struct chain_walk *walk, const struct journal_record *record) {
    return record->sequence != walk->anchor.sequence ||
           same_hash(walk, walk->anchor.hash, record->hash) || break_at(walk, CHAIN_ANCHOR, record);
}

bool chain_walk_take(struct chain_walk *walk, const struct journal_record *record) {
    if (walk->broken != CHAIN_WHOLE || !take_links(walk, record) || !take_body(walk, record) ||
        !take_anchor(walk, record)) {
        return false;
    }
    walk->head.sequence = record->sequence;
    memcpy(walk->head.hash, record->hash, sizeof walk->head.hash);
    walk->knows_previous = true;
    walk->records++;
    walk->erased += record->erased;
    walk->masked += record->masked;
    return true;
}

bool chain_walk_end(struct chain_walk *walk) {
    if (walk->broken == CHAIN_WHOLE && walk->anchor.sequence > walk->head.sequence) {
        return break_at(walk, CHAIN_SEQUENCE, NULL);
    }
    return walk->broken == CHAIN_WHOLE;
}

/* ---- words ----------------------------------------------------------------------------------- */

void chain_hex(const unsigned char hash[JOURNAL_HASH_BYTES], char out[CHAIN_HEX_SIZE]) {
    sodium_bin2hex(out, CHAIN_HEX_SIZE, hash, JOURNAL_HASH_BYTES);
}

static void explain_sequence(const struct chain_walk *walk, char *out, size_t size) {
    if (walk->found_sequence == 0) {
        snprintf(out, size,
                 "record %" PRIu64 " is missing: the journal ends before record %" PRIu64
                 ", which was noted",
                 walk->broken_at, walk->anchor.sequence);
        return;
    }
    snprintf(out, size, "record %" PRIu64 " is missing: record %" PRIu64 " stands in its place",
             walk->broken_at, walk->found_sequence);
}

static const char *what_differs(enum chain_break broken) {
    switch (broken) {
    case CHAIN_PREVIOUS:
        return "is not chained to the record before it: its hash is";
    case CHAIN_BODY:
        return "has another session, ref, key, payload or salt than was recorded: their hash was";
    case CHAIN_HASH:
        return "has another time, kind, mask, protocol, digest or body hash than was recorded, or "
               "stands behind another record: its hash was";
    case CHAIN_ANCHOR:
        return "is not the one that was noted: the hash noted is";
    case CHAIN_WHOLE:
    case CHAIN_SEQUENCE:
    case CHAIN_ERASURE:
        break;
    }
    return "";
}

void chain_explain(const struct chain_walk *walk, char *out, size_t size) {
    char expected[CHAIN_HEX_SIZE];
    char found[CHAIN_HEX_SIZE];
    switch (walk->broken) {
    case CHAIN_WHOLE:
        snprintf(out, size, "the chain is whole");
        return;
    case CHAIN_SEQUENCE:
        explain_sequence(walk, out, size);
        return;
    case CHAIN_ERASURE:
        snprintf(out, size,
                 "record %" PRIu64 " is said to be erased, and yet something of its body is there",
                 walk->broken_at);
        return;
    case CHAIN_PREVIOUS:
    case CHAIN_BODY:
    case CHAIN_HASH:
    case CHAIN_ANCHOR:
        chain_hex(walk->expected, expected);
        chain_hex(walk->found, found);
        snprintf(out, size, "record %" PRIu64 " %s %s, and %s was found", walk->broken_at,
                 what_differs(walk->broken), expected, found);
        return;
    }
}

/* ---- reading a noted head -------------------------------------------------------------------- */

static bool read_sequence(struct text digits, uint64_t *number) {
    *number = 0;
    for (size_t i = 0; i < digits.length; i++) {
        if (digits.at[i] < '0' || digits.at[i] > '9' || *number > UINT64_MAX / 10 - 1) {
            return false;
        }
        *number = *number * 10 + (uint64_t)(digits.at[i] - '0');
    }
    return *number > 0;
}

bool chain_read_head(struct text text, struct chain_head *head) {
    const char *colon = text.length == 0 ? NULL : memchr(text.at, ':', text.length);
    if (colon == NULL ||
        !read_sequence(text_from(text.at, (size_t)(colon - text.at)), &head->sequence)) {
        return false;
    }
    size_t digits = text.length - (size_t)(colon + 1 - text.at);
    size_t length = 0;
    return digits == CHAIN_HEX_SIZE - 1 &&
           sodium_hex2bin(head->hash, sizeof head->hash, colon + 1, digits, NULL, &length, NULL) ==
               0 &&
           length == JOURNAL_HASH_BYTES;
}
