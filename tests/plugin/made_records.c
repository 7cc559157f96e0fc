#include "plugin/made_records.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct synovia_text said(const char *string) {
    return (struct synovia_text){string, strlen(string)};
}

void made_hash(uint64_t sequence, uint8_t hash[SYNOVIA_HASH_BYTES]) {
    for (size_t i = 0; i < SYNOVIA_HASH_BYTES; i++) {
        hash[i] = sequence == 0 ? 0 : (uint8_t)(sequence * 131 + i * 7);
    }
}

static void make_texts(struct made_record *made, uint64_t sequence) {
    struct synovia_record *record = &made->record;
    const char *const protocols[] = {"thoracic-mobilization", "knee-injury", ""};
    record->protocol = said(protocols[sequence % 3]);
    snprintf(made->digest, sizeof made->digest, "%064x", (unsigned)(sequence % 3 + 10));
    record->digest = said(sequence % 3 == 2 ? "" : made->digest);
    snprintf(made->session, sizeof made->session, "%032x", (unsigned)(sequence % 16));
    record->session = said(sequence % 4 == 0 ? made->session : "");
    snprintf(made->ref, sizeof made->ref, "ref %u", (unsigned)(sequence % 7));
    record->ref = said(sequence % 5 == 0 ? made->ref : "");
    snprintf(made->key, sizeof made->key, "%032llx", (unsigned long long)sequence * 2654435761U);
    record->key = said(made->key);
}

void make_record(struct made_record *made, uint64_t sequence) {
    memset(made, 0, sizeof *made);
    struct synovia_record *record = &made->record;
    record->size = sizeof *record;
    record->sequence = sequence;
    record->time_ms = 1790000000000 + (int64_t)sequence * 17;
    record->kind = (uint32_t)(sequence % 6 + 1);
    record->flags = sequence % 9 == 0 ? SYNOVIA_RECORD_MASKED : 0;
    make_texts(made, sequence);
    for (size_t i = 0; i < sizeof made->payload; i++) {
        made->payload[i] = (unsigned char)(sequence * 31 + i * 17 + (i >> 8));
    }
    record->payload =
        (struct synovia_bytes){made->payload, (size_t)(sequence * 379 % MADE_PAYLOAD)};
    for (size_t i = 0; i < SYNOVIA_HASH_BYTES; i++) {
        record->body_hash[i] = (uint8_t)(sequence * 5 + i);
    }
    for (size_t i = 0; i < SYNOVIA_SALT_BYTES; i++) {
        record->salt[i] = (uint8_t)(sequence * 3 + i);
    }
    made_hash(sequence - 1, record->previous);
    made_hash(sequence, record->hash);
}

static bool same_text(struct synovia_text a, struct synovia_text b) {
    return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

static bool same_bytes(struct synovia_bytes a, struct synovia_bytes b) {
    return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

static bool same_but_body(const struct synovia_record *a, const struct synovia_record *b) {
    return a->sequence == b->sequence && a->time_ms == b->time_ms && a->kind == b->kind &&
           same_text(a->protocol, b->protocol) && same_text(a->digest, b->digest) &&
           memcmp(a->body_hash, b->body_hash, SYNOVIA_HASH_BYTES) == 0 &&
           memcmp(a->previous, b->previous, SYNOVIA_HASH_BYTES) == 0 &&
           memcmp(a->hash, b->hash, SYNOVIA_HASH_BYTES) == 0;
}

bool is_made(const struct synovia_record *record) {
    struct made_record made;
    make_record(&made, record->sequence);
    const struct synovia_record *expected = &made.record;
    return same_but_body(record, expected) && record->flags == expected->flags &&
           same_text(record->session, expected->session) && same_text(record->ref, expected->ref) &&
           same_text(record->key, expected->key) &&
           same_bytes(record->payload, expected->payload) &&
           memcmp(record->salt, expected->salt, SYNOVIA_SALT_BYTES) == 0;
}

bool is_made_erased(const struct synovia_record *record) {
    struct made_record made;
    make_record(&made, record->sequence);
    static const uint8_t zeros[SYNOVIA_SALT_BYTES];
    return same_but_body(record, &made.record) && record->payload.length == 0 &&
           record->session.length + record->ref.length + record->key.length == 0 &&
           memcmp(record->salt, zeros, sizeof zeros) == 0 &&
           record->flags == (made.record.flags | SYNOVIA_RECORD_ERASED);
}

int write_made(const struct synovia_store_routines *routines, struct synovia_store *store,
               uint64_t first, size_t count, uint32_t flags, struct synovia_message *message) {
    struct made_record *made = calloc(count + 1, sizeof *made);
    if (count > MADE_BATCH || made == NULL) {
        abort();
    }
    const struct synovia_record *records[MADE_BATCH];
    for (size_t i = 0; i < count; i++) {
        make_record(&made[i], first + i);
        records[i] = &made[i].record;
    }
    const struct synovia_batch batch = {
        .size = sizeof batch, .flags = flags, .records = records, .record_count = count};
    int status = routines->write(store, &batch, message);
    free(made);
    return status;
}
