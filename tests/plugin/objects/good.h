/*
 * A store that does nothing, and the description of it that is right in everything. Each object
 * beside this header returns a description that is wrong in one thing, and is named after it.
 */
#ifndef SYNOVIA_TESTS_PLUGIN_GOOD_H
#define SYNOVIA_TESTS_PLUGIN_GOOD_H

#include "abi/store.h"

static int stub_open(const struct synovia_store_options *options, struct synovia_store **store,
                     struct synovia_message *message) {
    (void)options;
    *store = NULL;
    synovia_say(message, "this store is a stub");
    return SYNOVIA_STORE_UNSUPPORTED;
}

static void stub_close(struct synovia_store *store) {
    (void)store;
}

static int stub_head(struct synovia_store *store, struct synovia_head *head,
                     struct synovia_message *message) {
    (void)store, (void)head, (void)message;
    return SYNOVIA_STORE_UNSUPPORTED;
}

static int stub_write(struct synovia_store *store, const struct synovia_batch *batch,
                      struct synovia_message *message) {
    (void)store, (void)batch, (void)message;
    return SYNOVIA_STORE_UNSUPPORTED;
}

static int stub_sync(struct synovia_store *store, struct synovia_message *message) {
    (void)store, (void)message;
    return SYNOVIA_STORE_UNSUPPORTED;
}

static int stub_read(struct synovia_store *store, const struct synovia_query *query,
                     synovia_record_visitor *visit, void *context,
                     struct synovia_message *message) {
    (void)store, (void)query, (void)visit, (void)context, (void)message;
    return SYNOVIA_STORE_UNSUPPORTED;
}

static int stub_session(struct synovia_store *store, struct synovia_text id,
                        synovia_session_visitor *visit, void *context,
                        struct synovia_message *message) {
    (void)store, (void)id, (void)visit, (void)context, (void)message;
    return SYNOVIA_STORE_UNSUPPORTED;
}

static int stub_sessions(struct synovia_store *store, int64_t until_ms, uint64_t limit,
                         synovia_session_visitor *visit, void *context,
                         struct synovia_message *message) {
    (void)store, (void)until_ms, (void)limit, (void)visit, (void)context, (void)message;
    return SYNOVIA_STORE_UNSUPPORTED;
}

static int stub_source(struct synovia_store *store, struct synovia_text digest,
                       synovia_bytes_visitor *visit, void *context,
                       struct synovia_message *message) {
    (void)store, (void)digest, (void)visit, (void)context, (void)message;
    return SYNOVIA_STORE_UNSUPPORTED;
}

static int stub_forget(struct synovia_store *store, const uint64_t *sequences, size_t count,
                       const struct synovia_batch *with, struct synovia_forgotten *forgotten,
                       struct synovia_message *message) {
    (void)store, (void)sequences, (void)count, (void)with, (void)forgotten, (void)message;
    return SYNOVIA_STORE_UNSUPPORTED;
}

static int stub_check(struct synovia_store *store, struct synovia_message *message) {
    (void)store, (void)message;
    return SYNOVIA_STORE_OK;
}

/* Every required routine, and one of the optional ones. */
static inline struct synovia_store_routines good_table(void) {
    struct synovia_store_routines table = {
        .size = sizeof table,
        .open = stub_open,
        .close = stub_close,
        .head = stub_head,
        .write = stub_write,
        .sync = stub_sync,
        .read = stub_read,
        .session = stub_session,
        .sessions = stub_sessions,
        .source = stub_source,
        .forget = stub_forget,
        .check = stub_check,
    };
    return table;
}

static inline struct synovia_plugin good_description(const struct synovia_store_routines *table) {
    struct synovia_plugin said = {
        .size = sizeof said,
        .magic = SYNOVIA_PLUGIN_MAGIC,
        .kind = SYNOVIA_KIND_STORE,
        .abi_major = SYNOVIA_STORE_ABI_MAJOR,
        .abi_minor = SYNOVIA_STORE_ABI_MINOR,
        .name = SYNOVIA_TEXT("stub"),
        .version = SYNOVIA_TEXT("1.2.3"),
        .about = SYNOVIA_TEXT("a store that does nothing"),
        .table = table,
    };
    return said;
}

#endif
