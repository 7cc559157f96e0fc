#include "journal/queue.h"

#include "journal/chain.h"

#include <stdlib.h>

/* ---- making ---------------------------------------------------------------------------------- */

/* Copies the text to where the block is free, and moves on. */
static struct text put(char **at, struct text text) {
    struct text copy = text_from(*at, text.length);
    if (text.length > 0) {
        memcpy(*at, text.at, text.length);
    }
    *at += text.length;
    return copy;
}

static size_t entry_bytes(const struct journal_entry *entry) {
    size_t bytes = entry->protocol.length + entry->digest.length + entry->session.length +
                   entry->ref.length + entry->key.length + entry->payload.length;
    if (entry->row != NULL) {
        bytes += entry->row->id.length + entry->row->digest.length + entry->row->state.length;
    }
    if (entry->source != NULL) {
        bytes += entry->source->digest.length + entry->source->bytes.length;
    }
    return bytes;
}

static struct queued *new_queued(enum queued_kind kind, size_t bytes) {
    struct queued *queued = malloc(sizeof *queued + bytes);
    if (queued != NULL) {
        *queued = (struct queued){.kind = kind, .bytes = sizeof *queued + bytes};
    }
    return queued;
}

static void put_record(struct journal_record *record, const struct journal_entry *entry,
                       char **at) {
    *record = (struct journal_record){
        .time = entry->time,
        .kind = entry->kind,
        .masked = entry->masked,
        .protocol = put(at, entry->protocol),
        .digest = put(at, entry->digest),
        .session = put(at, entry->session),
        .ref = put(at, entry->ref),
        .key = put(at, entry->key),
        .payload = put(at, entry->payload),
    };
    chain_salt(record->salt);
}

/* FNV-1a. */
static uint32_t hash_of(struct text text) {
    uint32_t hash = 2166136261U;
    for (size_t i = 0; i < text.length; i++) {
        hash = (hash ^ (unsigned char)text.at[i]) * 16777619U;
    }
    return hash;
}

struct queued *queued_entry(const struct journal_entry *entry) {
    struct queued *queued = new_queued(QUEUED_ENTRY, entry_bytes(entry));
    if (queued == NULL) {
        return NULL;
    }
    char *at = queued->texts;
    put_record(&queued->record, entry, &at);
    queued->has_row = entry->row != NULL;
    if (entry->row != NULL) {
        queued->row = *entry->row;
        queued->row.id = put(&at, entry->row->id);
        queued->row.digest = put(&at, entry->row->digest);
        queued->row.state = put(&at, entry->row->state);
        queued->row_hash = hash_of(entry->row->id);
    }
    queued->has_source = entry->source != NULL;
    if (entry->source != NULL) {
        queued->source.digest = put(&at, entry->source->digest);
        queued->source.bytes = put(&at, entry->source->bytes);
    }
    return queued;
}

struct queued *queued_read(enum queued_kind kind, struct text sought) {
    struct queued *queued = new_queued(kind, sought.length);
    if (queued != NULL) {
        char *at = queued->texts;
        queued->sought = put(&at, sought);
    }
    return queued;
}

void queued_free(struct queued *queued) {
    if (queued != NULL) {
        buffer_free(&queued->found);
        free(queued);
    }
}

/* ---- lists ----------------------------------------------------------------------------------- */

void queued_push(struct queued_list *list, struct queued *queued) {
    queued->next = NULL;
    if (list->last == NULL) {
        list->first = queued;
    } else {
        list->last->next = queued;
    }
    list->last = queued;
    list->count++;
    list->bytes += queued->bytes;
}

struct queued *queued_pop(struct queued_list *list) {
    struct queued *queued = list->first;
    if (queued != NULL) {
        list->first = queued->next;
        list->last = list->first == NULL ? NULL : list->last;
        list->count--;
        list->bytes -= queued->bytes;
        queued->next = NULL;
    }
    return queued;
}

void queued_free_all(struct queued_list *list) {
    struct queued *queued;
    while ((queued = queued_pop(list)) != NULL) {
        queued_free(queued);
    }
}
