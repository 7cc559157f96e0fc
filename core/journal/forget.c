/* Erasing what is recorded of a person. The records are chosen by reading, and erased together with
 * the record that says so: as that one is chained to the head, nobody can slip another in between.
 */
#include "journal/abi.h"
#include "journal/person.h"

#include <stdlib.h>

/* Others may write between our choosing and our erasing, again and again. */
enum { ATTEMPTS = 100 };

/* ---- erasing --------------------------------------------------------------------------------- */

typedef void describe_forgotten(const struct journal_forgotten *forgotten, struct buffer *payload);

static void make_record(struct journal_reader *reader, int64_t now, struct text payload,
                        struct synovia_record *out) {
    struct chain_head head = reader->storing.head;
    struct journal_record record = {.kind = JOURNAL_FORGOTTEN, .time = now, .payload = payload};
    chain_salt(record.salt);
    chain_seal(&head, &record);
    abi_from_record(&record, out);
}

/* The sessions as the store wants them; NULL where memory ran out. */
static struct synovia_text *gone_sessions(const struct person *person) {
    size_t count = names_count(&person->sessions);
    struct synovia_text *gone = calloc(count + 1, sizeof *gone);
    for (size_t i = 0; gone != NULL && i < count; i++) {
        gone[i] = abi_text(names_at(&person->sessions, i));
    }
    return gone;
}

static int call_forget(struct journal_reader *reader, const struct person *person,
                       const struct synovia_record *record, const struct synovia_text *gone,
                       struct journal_forgotten *forgotten) {
    const struct synovia_record *records[] = {record};
    struct synovia_forgotten done = {.size = sizeof done};
    struct synovia_batch with = {
        .size = sizeof with,
        .flags = SYNOVIA_BATCH_DURABLE,
        .records = records,
        .record_count = 1,
        .gone = gone,
        .gone_count = names_count(&person->sessions),
    };
    int status = reader->storing.routines->forget(
        reader->storing.store, (const uint64_t *)(const void *)person->sequences.at,
        person->sequences.length / sizeof(uint64_t), &with, &done, reader_message(reader));
    if (status == SYNOVIA_STORE_OK) {
        forgotten->records = done.records;
        forgotten->sessions = done.sessions;
        forgotten->lingering = done.lingering != 0;
    }
    return status;
}

static int erase(struct journal_reader *reader, const struct person *person, int64_t now,
                 describe_forgotten *describe, struct journal_forgotten *forgotten) {
    struct buffer payload = {0};
    struct synovia_record record;
    struct synovia_text *gone = gone_sessions(person);
    int status = SYNOVIA_STORE_NO_MEMORY;
    forgotten->records = person->sequences.length / sizeof(uint64_t);
    forgotten->sessions = names_count(&person->sessions);
    describe(forgotten, &payload);
    *forgotten = (struct journal_forgotten){0};
    if (gone != NULL && !payload.failed) {
        make_record(reader, now, buffer_text(&payload), &record);
        status = call_forget(reader, person, &record, gone, forgotten);
    }
    free(gone);
    buffer_free(&payload);
    return status;
}

static int attempt(struct journal_reader *reader, struct text ref, int64_t now,
                   describe_forgotten *describe, struct journal_forgotten *forgotten) {
    struct person person = {.sequences = {0}};
    reader->storing.message.length = 0;
    if (!storing_catch_up(&reader->storing)) {
        return (int)reader->storing.status;
    }
    bool done = person_find(&person, reader, ref);
    int status = person_has_failed(&person) ? SYNOVIA_STORE_NO_MEMORY : (int)reader->storing.status;
    if (done && !person_has_failed(&person)) {
        status = person.sequences.length == 0 ? SYNOVIA_STORE_OK
                                              : erase(reader, &person, now, describe, forgotten);
    }
    person_free(&person);
    return status;
}

bool journal_reader_forget(struct journal_reader *reader, struct text ref, int64_t now,
                           describe_forgotten *describe, struct journal_forgotten *forgotten) {
    int status = SYNOVIA_STORE_CONFLICT;
    *forgotten = (struct journal_forgotten){0};
    for (int i = 0; i < ATTEMPTS && status == SYNOVIA_STORE_CONFLICT; i++) {
        status = attempt(reader, ref, now, describe, forgotten);
    }
    return reader_went_well(reader, status);
}
