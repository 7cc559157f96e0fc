#include "journal/abi.h"

_Static_assert((int)JOURNAL_HASH_BYTES == (int)SYNOVIA_HASH_BYTES, "one size of hashes");
_Static_assert((int)JOURNAL_SALT_BYTES == (int)SYNOVIA_SALT_BYTES, "one size of salts");

void abi_from_record(const struct journal_record *record, struct synovia_record *out) {
    *out = (struct synovia_record){
        .size = sizeof *out,
        .sequence = record->sequence,
        .time_ms = record->time,
        .kind = (uint32_t)record->kind,
        .flags = (record->masked ? (uint32_t)SYNOVIA_RECORD_MASKED : 0U) |
                 (record->erased ? (uint32_t)SYNOVIA_RECORD_ERASED : 0U),
        .protocol = abi_text(record->protocol),
        .digest = abi_text(record->digest),
        .session = abi_text(record->session),
        .ref = abi_text(record->ref),
        .key = abi_text(record->key),
        .payload = abi_bytes(record->payload),
    };
    memcpy(out->salt, record->salt, sizeof out->salt);
    memcpy(out->body_hash, record->body, sizeof out->body_hash);
    memcpy(out->previous, record->previous, sizeof out->previous);
    memcpy(out->hash, record->hash, sizeof out->hash);
}

void abi_to_record(const struct synovia_record *record, struct journal_record *out) {
    *out = (struct journal_record){
        .sequence = record->sequence,
        .time = record->time_ms,
        .kind = (int)record->kind,
        .masked = (record->flags & SYNOVIA_RECORD_MASKED) != 0,
        .erased = (record->flags & SYNOVIA_RECORD_ERASED) != 0,
        .protocol = text_of_abi(record->protocol),
        .digest = text_of_abi(record->digest),
        .session = text_of_abi(record->session),
        .ref = text_of_abi(record->ref),
        .key = text_of_abi(record->key),
        .payload = bytes_of_abi(record->payload),
    };
    memcpy(out->salt, record->salt, sizeof out->salt);
    memcpy(out->body, record->body_hash, sizeof out->body);
    memcpy(out->previous, record->previous, sizeof out->previous);
    memcpy(out->hash, record->hash, sizeof out->hash);
}

enum synovia_store_status abi_status(int status) {
    switch (status) {
#define STATUS(number, NAME, name, meaning)                                                        \
    case number:                                                                                   \
        return SYNOVIA_STORE_##NAME;
        SYNOVIA_STORE_STATUSES(STATUS)
#undef STATUS
    default:
        return SYNOVIA_STORE_IO;
    }
}

const char *abi_status_meaning(enum synovia_store_status status) {
    switch (status) {
#define STATUS(number, NAME, name, meaning)                                                        \
    case SYNOVIA_STORE_##NAME:                                                                     \
        return meaning;
        SYNOVIA_STORE_STATUSES(STATUS)
#undef STATUS
    }
    return "it failed";
}
