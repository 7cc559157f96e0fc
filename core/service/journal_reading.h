/*
 * An open journal as the verbs read it, and the small things that they share: times and hashes as
 * texts, payloads as values.
 */
#ifndef SYNOVIA_SERVICE_JOURNAL_READING_H
#define SYNOVIA_SERVICE_JOURNAL_READING_H

#include "journal/reader.h"
#include "service/service.h"
#include "wire/value.h"

struct plugin;

struct service_journal {
    struct plugin *plugin;
    struct journal_reader *reader;
    struct message *message; /* the payload being read */
};

/* The reader's filter; `unknown_kind` becomes true where the kind is none. */
struct journal_filter reading_filter(const struct service_journal_filter *filter,
                                     bool *unknown_kind);

/*
 * Goes through the records that fit. `visit` returns false where memory ran out or the listener has
 * had enough; the first sets `walk->failed`. Progress is told by sequence.
 */
struct reading {
    struct service_journal *journal;
    const struct service_journal_listener *listener;
    bool (*visit)(struct reading *reading, const struct journal_record *record);
    void *context;
    bool failed;   /* memory ran out */
    uint64_t head; /* the last record, for progress */
};
bool reading_run(struct reading *reading, const struct service_journal_filter *filter,
                 struct buffer *problem);

/* The payload as a value, valid until the next; false where there is none or it cannot be read. */
bool reading_payload(struct service_journal *journal, const struct journal_record *record,
                     struct wire_value *payload);

/* "2026-11-22T21:30:00.123Z" and a zero. */
enum { READING_TIME_SIZE = 32 };
void reading_time(int64_t time, char out[READING_TIME_SIZE]);

void reading_write_pair(struct buffer *out, const char *key, struct text value);
void reading_write_count(struct buffer *out, const char *key, uint64_t count);

/* The text at a key of a map; empty where there is none. */
struct text reading_text(const struct wire_value *map, const char *key);

/* Appends the journal's reason to the problem; false, always. */
bool reading_fail(struct service_journal *journal, struct buffer *problem);

#endif
