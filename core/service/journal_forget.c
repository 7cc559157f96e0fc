/* Erasing what is recorded of a person. The record that says so holds counts and no ref: whom it
 * was about is what is to be forgotten. */
#include "service/journal_reading.h"

#include "wire/writer.h"

static void write_counts(struct buffer *out, const struct journal_forgotten *forgotten) {
    reading_write_count(out, "records", forgotten->records);
    reading_write_count(out, "sessions", forgotten->sessions);
}

static void describe(const struct journal_forgotten *forgotten, struct buffer *payload) {
    writer_map(payload, 2);
    write_counts(payload, forgotten);
}

bool service_journal_forget(struct service_journal *journal, struct text ref, int64_t now,
                            struct buffer *report, struct buffer *problem) {
    struct journal_forgotten forgotten;
    if (!journal_reader_forget(journal->reader, ref, now, describe, &forgotten)) {
        return reading_fail(journal, problem);
    }
    writer_map(report, 3);
    write_counts(report, &forgotten);
    writer_string(report, "lingering");
    writer_boolean(report, forgotten.lingering);
    return !report->failed;
}
