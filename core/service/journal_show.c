/* Records as they are, one map each. */
#include "service/journal_reading.h"

#include "journal/chain.h"
#include "wire/writer.h"

void service_journal_kinds(struct buffer *out) {
    struct writer_list list = writer_open_array(out);
#define JOURNAL_KIND(name, number, word, meaning)                                                  \
    writer_item(&list);                                                                            \
    writer_map(out, 2);                                                                            \
    reading_write_pair(out, "kind", text_of(word));                                                \
    reading_write_pair(out, "meaning", text_of(meaning));
    JOURNAL_KINDS(JOURNAL_KIND)
#undef JOURNAL_KIND
    writer_close(out, &list);
}

struct showing {
    struct buffer item;
    bool packed;
};

static void write_text(struct buffer *out, struct writer_list *map, const char *key,
                       struct text value) {
    if (!text_is_empty(value)) {
        writer_item(map);
        reading_write_pair(out, key, value);
    }
}

static void write_flag(struct buffer *out, struct writer_list *map, const char *key, bool flag) {
    if (flag) {
        writer_item(map);
        writer_string(out, key);
        writer_boolean(out, true);
    }
}

static void write_hash(struct buffer *out, struct writer_list *map, const char *key,
                       const unsigned char hash[JOURNAL_HASH_BYTES]) {
    char hex[CHAIN_HEX_SIZE];
    chain_hex(hash, hex);
    write_text(out, map, key, text_of(hex));
}

static void write_kind(struct buffer *out, struct writer_list *map, int kind) {
    const char *name = journal_kind_name(kind);
    writer_item(map);
    writer_string(out, "kind");
    if (name == NULL) {
        writer_integer(out, kind);
    } else {
        writer_string(out, name);
    }
}

/* A payload that cannot be read is shown as it is. */
static void write_payload(struct buffer *out, struct writer_list *map,
                          struct service_journal *journal, const struct journal_record *record) {
    struct wire_value payload;
    if (record->payload.length == 0) {
        return;
    }
    writer_item(map);
    writer_string(out, "payload");
    if (reading_payload(journal, record, &payload)) {
        writer_value(out, &payload);
    } else {
        writer_binary(out, record->payload);
    }
}

static void write_packed(struct buffer *out, struct writer_list *map,
                         const struct journal_record *record) {
    if (!record->erased) {
        writer_item(map);
        writer_string(out, "salt");
        writer_binary(out, text_from((const char *)record->salt, sizeof record->salt));
        writer_item(map);
        writer_string(out, "packed");
        writer_binary(out, record->payload);
    }
}

static void write_record(const struct reading *reading, const struct showing *showing,
                         const struct journal_record *record, struct buffer *out) {
    char time[READING_TIME_SIZE];
    struct writer_list map = writer_open_map(out);
    reading_time(record->time, time);
    writer_item(&map);
    reading_write_count(out, "sequence", record->sequence);
    write_text(out, &map, "time", text_of(time));
    write_kind(out, &map, record->kind);
    write_text(out, &map, "protocol", record->protocol);
    write_text(out, &map, "digest", record->digest);
    write_text(out, &map, "session", record->session);
    write_text(out, &map, "ref", record->ref);
    write_text(out, &map, "decision", record->key);
    write_flag(out, &map, "masked", record->masked);
    write_flag(out, &map, "erased", record->erased);
    write_payload(out, &map, reading->journal, record);
    if (showing->packed) {
        write_packed(out, &map, record);
        writer_item(&map);
        writer_string(out, "time_ms");
        writer_integer(out, record->time);
    }
    write_hash(out, &map, "body", record->body);
    write_hash(out, &map, "previous", record->previous);
    write_hash(out, &map, "hash", record->hash);
    writer_close(out, &map);
}

static bool show(struct reading *reading, const struct journal_record *record) {
    struct showing *showing = reading->context;
    buffer_clear(&showing->item);
    write_record(reading, showing, record, &showing->item);
    reading->failed = showing->item.failed;
    return !reading->failed &&
           reading->listener->each(reading->listener->context, buffer_text(&showing->item));
}

bool service_journal_show(struct service_journal *journal,
                          const struct service_journal_filter *filter, bool packed,
                          const struct service_journal_listener *listener, struct buffer *problem) {
    struct showing showing = {.packed = packed};
    struct reading reading = {
        .journal = journal, .listener = listener, .visit = show, .context = &showing};
    bool done = reading_run(&reading, filter, problem);
    buffer_free(&showing.item);
    return done;
}
