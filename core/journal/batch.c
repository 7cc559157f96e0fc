#include "journal/batch.h"

#include "journal/abi.h"
#include "journal/storing.h"

#include <stdlib.h>

struct batch {
    struct synovia_batch whole;
    struct synovia_record records[STORING_BATCH_MOST];
    struct synovia_session sessions[STORING_BATCH_MOST];
    struct synovia_source sources[STORING_BATCH_MOST];
    const struct synovia_record *record_at[STORING_BATCH_MOST];
    const struct synovia_session *session_at[STORING_BATCH_MOST];
    const struct synovia_source *source_at[STORING_BATCH_MOST];
};

/* The arrays of pointers point at the arrays of structs once and for all. */
struct batch *batch_new(void) {
    struct batch *batch = calloc(1, sizeof *batch);
    if (batch == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < STORING_BATCH_MOST; i++) {
        batch->record_at[i] = &batch->records[i];
        batch->session_at[i] = &batch->sessions[i];
        batch->source_at[i] = &batch->sources[i];
    }
    return batch;
}

void batch_free(struct batch *batch) {
    free(batch);
}

static void gather_row(struct batch *batch, const struct journal_session *row) {
    batch->sessions[batch->whole.session_count++] = (struct synovia_session){
        .size = sizeof(struct synovia_session),
        .id = abi_text(row->id),
        .revision = row->revision,
        .digest = abi_text(row->digest),
        .expires_ms = row->expires,
        .state = abi_bytes(row->state),
    };
}

static void gather_source(struct batch *batch, const struct journal_source *source) {
    batch->sources[batch->whole.source_count++] = (struct synovia_source){
        .size = sizeof(struct synovia_source),
        .digest = abi_text(source->digest),
        .bytes = abi_bytes(source->bytes),
    };
}

static void gather_entry(struct batch *batch, struct queued *entry, struct chain_head *head) {
    bool is_stale = entry->outcome == JOURNAL_STALE;
    if (is_stale && entry->ticket != 0) {
        return;
    }
    chain_seal(head, &entry->record);
    abi_from_record(&entry->record, &batch->records[batch->whole.record_count++]);
    if (entry->has_row && !is_stale) {
        gather_row(batch, &entry->row);
    }
    if (entry->has_source) {
        gather_source(batch, &entry->source);
    }
}

const struct synovia_batch *batch_gather(struct batch *batch, struct queued_list *entries,
                                         struct chain_head *head, bool durable) {
    batch->whole = (struct synovia_batch){
        .size = sizeof batch->whole,
        .flags = durable ? (uint32_t)SYNOVIA_BATCH_DURABLE : 0U,
        .records = batch->record_at,
        .sessions = batch->session_at,
        .sources = batch->source_at,
    };
    for (struct queued *entry = entries->first; entry != NULL; entry = entry->next) {
        gather_entry(batch, entry, head);
    }
    return &batch->whole;
}
