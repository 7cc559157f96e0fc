/* The chain, walked; and erased bodies held against the records that tell of erasing. */
#include "service/journal_reading.h"

#include "wire/writer.h"

#include <inttypes.h>

struct verifying {
    struct chain_walk walk;
    uint64_t accounted; /* bodies that records of forgetting tell of */
};

static void account(struct verifying *verifying, struct service_journal *journal,
                    const struct journal_record *record) {
    struct wire_value payload;
    struct wire_value count;
    if (record->kind == JOURNAL_FORGOTTEN && reading_payload(journal, record, &payload) &&
        wire_find(&payload, text_of("records"), &count) && count.type == WIRE_INTEGER) {
        verifying->accounted += (uint64_t)count.integer;
    }
}

static bool take(struct reading *reading, const struct journal_record *record) {
    struct verifying *verifying = reading->context;
    account(verifying, reading->journal, record);
    return chain_walk_take(&verifying->walk, record);
}

/* ---- the report ------------------------------------------------------------------------------ */

static const char *break_name(enum chain_break broken) {
    static const char *const names[] = {"none", "sequence", "previous", "body",
                                        "hash", "erasure",  "noted"};
    return names[broken];
}

static void write_break(struct buffer *out, const struct chain_walk *walk) {
    enum { SENTENCE = 400 };
    char sentence[SENTENCE];
    chain_explain(walk, sentence, sizeof sentence);
    writer_string(out, "broken");
    writer_map(out, 3);
    reading_write_count(out, "sequence", walk->broken_at);
    reading_write_pair(out, "what", text_of(break_name(walk->broken)));
    reading_write_pair(out, "message", text_of(sentence));
}

static void write_head(struct buffer *out, const struct chain_head *head) {
    char hex[CHAIN_HEX_SIZE];
    struct buffer text = {0};
    chain_hex(head->hash, hex);
    buffer_append_format(&text, "%" PRIu64 ":%s", head->sequence, hex);
    reading_write_pair(out, "head", buffer_text(&text));
    out->failed = out->failed || text.failed;
    buffer_free(&text);
}

static void write_report(struct buffer *out, const struct verifying *verifying, uint64_t from) {
    const struct chain_walk *walk = &verifying->walk;
    struct writer_list map = writer_open_map(out);
    map.count = 6;
    writer_string(out, "whole");
    writer_boolean(out, walk->broken == CHAIN_WHOLE);
    reading_write_count(out, "records", walk->records);
    reading_write_count(out, "erased", walk->erased);
    reading_write_count(out, "accounted", verifying->accounted);
    reading_write_count(out, "masked", walk->masked);
    reading_write_count(out, "from", from);
    if (walk->records > 0) {
        writer_item(&map);
        write_head(out, &walk->head);
    }
    if (walk->broken != CHAIN_WHOLE) {
        writer_item(&map);
        write_break(out, walk);
    }
    writer_close(out, &map);
}

/* ---- the walk -------------------------------------------------------------------------------- */

/* A noted record beyond the part that is walked says nothing about it. */
static bool note_head(struct verifying *verifying, struct text noted, uint64_t to) {
    if (text_is_empty(noted)) {
        return true;
    }
    if (!chain_read_head(noted, &verifying->walk.anchor)) {
        return false;
    }
    if (to != 0 && verifying->walk.anchor.sequence > to) {
        verifying->walk.anchor.sequence = 0;
    }
    return true;
}

enum service_verify service_journal_verify(struct service_journal *journal, uint64_t from,
                                           uint64_t to, struct text noted,
                                           const struct service_journal_listener *listener,
                                           struct buffer *report, struct buffer *problem) {
    struct verifying verifying = {.accounted = 0};
    struct reading reading = {
        .journal = journal, .listener = listener, .visit = take, .context = &verifying};
    struct service_journal_filter part = {.first = from, .last = to};
    chain_walk_begin(&verifying.walk, from);
    if (!note_head(&verifying, noted, to)) {
        return SERVICE_VERIFY_BAD_HEAD;
    }
    if (!reading_run(&reading, &part, problem)) {
        return SERVICE_VERIFY_COULD_NOT;
    }
    bool whole = chain_walk_end(&verifying.walk);
    write_report(report, &verifying, from == 0 ? 1 : from);
    if (report->failed) {
        buffer_append_string(problem, "out of memory");
        return SERVICE_VERIFY_COULD_NOT;
    }
    return whole ? SERVICE_VERIFY_WHOLE : SERVICE_VERIFY_BROKEN;
}
