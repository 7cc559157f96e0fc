#include "service/journal_reading.h"

#include "abi/store.h"
#include "base/date.h"
#include "plugin/plugin.h"
#include "wire/writer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { ARENA_BLOCK = 4096, ARENA_LIMIT = 1 << 20, PROGRESS_EVERY = 4096 };

static const char out_of_memory[] = "out of memory";

/* ---- opening --------------------------------------------------------------------------------- */

static struct plugin *open_store(const char *store, struct buffer *problem) {
    struct arena arena;
    struct text error = text_of(NULL);
    arena_init(&arena, ARENA_BLOCK, ARENA_LIMIT);
    struct plugin_places places = plugin_places_of_process(&arena);
    struct plugin *plugin =
        plugin_open(&places, store == NULL ? "sqlite" : store, SYNOVIA_KIND_STORE, &arena, &error);
    buffer_append_text(problem, error);
    arena_free(&arena);
    return plugin;
}

struct service_journal *service_journal_open(const char *store, const char *journal, bool changes,
                                             struct buffer *problem) {
    struct service_journal *opened = calloc(1, sizeof *opened);
    if (opened != NULL) {
        opened->message = message_new();
        opened->plugin = open_store(store, problem);
    }
    if (opened != NULL && opened->message != NULL && opened->plugin != NULL) {
        opened->reader = journal_reader_open(plugin_store(opened->plugin), text_of(journal),
                                             changes ? JOURNAL_CHANGES : JOURNAL_READS, problem);
    }
    if (opened == NULL || opened->reader == NULL) {
        if (problem->length == 0) {
            buffer_append_string(problem, out_of_memory);
        }
        service_journal_close(opened);
        return NULL;
    }
    return opened;
}

void service_journal_close(struct service_journal *journal) {
    if (journal != NULL) {
        journal_reader_close(journal->reader);
        plugin_close(journal->plugin);
        message_free(journal->message);
        free(journal);
    }
}

bool reading_fail(struct service_journal *journal, struct buffer *problem) {
    buffer_append_text(problem, journal_reader_reason(journal->reader));
    return false;
}

bool service_journal_backup(struct service_journal *journal, const char *path,
                            struct buffer *problem) {
    return journal_reader_backup(journal->reader, text_of(path)) || reading_fail(journal, problem);
}

/* ---- walking --------------------------------------------------------------------------------- */

struct journal_filter reading_filter(const struct service_journal_filter *filter,
                                     bool *unknown_kind) {
    int kind = text_is_empty(filter->kind) ? 0 : journal_kind_find(filter->kind);
    *unknown_kind = kind == 0 && !text_is_empty(filter->kind);
    struct journal_filter narrowed = {
        .first = filter->first,
        .last = filter->last,
        .newest = filter->newest,
        .protocol = filter->protocol,
        .session = filter->session,
        .ref = filter->ref,
        .kind = kind,
        .since = filter->since,
        .until = filter->until,
    };
    return narrowed;
}

static bool visit(void *context, const struct journal_record *record) {
    struct reading *reading = context;
    const struct service_journal_listener *listener = reading->listener;
    if (listener->progress != NULL && record->sequence % PROGRESS_EVERY == 0) {
        listener->progress(listener->context, record->sequence, reading->head);
    }
    return reading->visit(reading, record) && !reading->failed;
}

bool reading_run(struct reading *reading, const struct service_journal_filter *filter,
                 struct buffer *problem) {
    struct service_journal *journal = reading->journal;
    struct chain_head head;
    bool unknown_kind;
    struct journal_filter narrowed = reading_filter(filter, &unknown_kind);
    if (unknown_kind) {
        buffer_append_format(problem, "there is no kind of record \"%.*s\"",
                             (int)filter->kind.length, filter->kind.at);
        return false;
    }
    if (!journal_reader_head(journal->reader, &head)) {
        return reading_fail(journal, problem);
    }
    reading->head = head.sequence;
    if (!(text_is_empty(filter->ref) ? journal_reader_each : journal_reader_each_of_person)(
            journal->reader, &narrowed, visit, reading)) {
        return reading_fail(journal, problem);
    }
    if (reading->failed) {
        buffer_append_string(problem, out_of_memory);
    }
    return !reading->failed;
}

/* ---- texts ----------------------------------------------------------------------------------- */

bool reading_payload(struct service_journal *journal, const struct journal_record *record,
                     struct wire_value *payload) {
    if (record->payload.length == 0 || !message_read(journal->message, record->payload)) {
        return false;
    }
    *payload = message_root(journal->message);
    return true;
}

void reading_time(int64_t time, char out[READING_TIME_SIZE]) {
    enum { DAY_MS = 24 * 3600 * 1000 };
    char day[DATE_TEXT_SIZE];
    int64_t days = time / DAY_MS - (time % DAY_MS < 0);
    int left = (int)(time - days * DAY_MS);
    date_format((int32_t)days, day);
    snprintf(out, READING_TIME_SIZE, "%sT%02d:%02d:%02d.%03dZ", day, left / 3600000,
             left / 60000 % 60, left / 1000 % 60, left % 1000);
}

void reading_write_pair(struct buffer *out, const char *key, struct text value) {
    writer_string(out, key);
    writer_text(out, value);
}

void reading_write_count(struct buffer *out, const char *key, uint64_t count) {
    writer_string(out, key);
    writer_unsigned(out, count);
}

struct text reading_text(const struct wire_value *map, const char *key) {
    struct wire_value value;
    struct text text;
    return map->type == WIRE_MAP && wire_find(map, text_of(key), &value) && wire_text(&value, &text)
               ? text
               : text_of("");
}
