/*
 * The journal's records in the store's terms (plugins/abi/store.h), and back. Views only: nothing
 * is copied.
 */
#ifndef SYNOVIA_JOURNAL_ABI_H
#define SYNOVIA_JOURNAL_ABI_H

#include "abi/store.h"
#include "journal/record.h"

static inline struct synovia_text abi_text(struct text text) {
    struct synovia_text view = {text.at, text.length};
    return view;
}

static inline struct synovia_bytes abi_bytes(struct text text) {
    struct synovia_bytes view = {text.at, text.length};
    return view;
}

static inline struct text text_of_abi(struct synovia_text view) {
    return text_from(view.at, view.length);
}

static inline struct text bytes_of_abi(struct synovia_bytes view) {
    return text_from(view.at, view.length);
}

void abi_from_record(const struct journal_record *record, struct synovia_record *out);
void abi_to_record(const struct synovia_record *record, struct journal_record *out);

/* A status that this header does not know counts as SYNOVIA_STORE_IO. */
enum synovia_store_status abi_status(int status);

/* What a status means, in words. */
const char *abi_status_meaning(enum synovia_store_status status);

#endif
