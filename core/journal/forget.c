/* Erasing what is recorded of a person. The records are chosen by reading, and erased together with
 * the record that says so: as that one is chained to the head, nobody can slip another in between.
 */
#include "journal/abi.h"
#include "journal/reader_private.h"

#include <stdlib.h>

/* Others may write between our choosing and our erasing, again and again. */
enum { ATTEMPTS = 100 };

/* ---- lists ----------------------------------------------------------------------------------- */

/* Texts one behind the other, no text twice. */
struct names {
    struct buffer bytes;
    struct buffer ends; /* of size_t */
};

static size_t name_count(const struct names *names) {
    return names->ends.length / sizeof(size_t);
}

static size_t end_of(const struct names *names, size_t i) {
    size_t end;
    memcpy(&end, names->ends.at + i * sizeof end, sizeof end);
    return end;
}

static struct text name_at(const struct names *names, size_t i) {
    size_t start = i == 0 ? 0 : end_of(names, i - 1);
    return text_from(names->bytes.at + start, end_of(names, i) - start);
}

static void add_name(struct names *names, struct text name) {
    for (size_t i = 0; i < name_count(names); i++) {
        if (text_equal(name_at(names, i), name)) {
            return;
        }
    }
    buffer_append_text(&names->bytes, name);
    buffer_append(&names->ends, &names->bytes.length, sizeof names->bytes.length);
}

static void free_names(struct names *names) {
    buffer_free(&names->bytes);
    buffer_free(&names->ends);
}

/* ---- choosing -------------------------------------------------------------------------------- */

struct choice {
    struct buffer sequences; /* of uint64_t */
    struct names sessions;
    struct names keys;
};

static bool has_failed(const struct choice *choice) {
    return choice->sequences.failed || choice->sessions.bytes.failed ||
           choice->sessions.ends.failed || choice->keys.bytes.failed || choice->keys.ends.failed;
}

static bool choose(void *context, const struct journal_record *record) {
    struct choice *choice = context;
    buffer_append(&choice->sequences, &record->sequence, sizeof record->sequence);
    return !choice->sequences.failed;
}

/* A record with the ref: its session's turns and the feedback on its decision go as well. */
static bool choose_with_kin(void *context, const struct journal_record *record) {
    struct choice *choice = context;
    if (record->session.length > 0) {
        add_name(&choice->sessions, record->session);
    }
    if (record->key.length > 0) {
        add_name(&choice->keys, record->key);
    }
    return choose(choice, record) && !has_failed(choice);
}

/* A session's turns carry decisions of their own. */
static bool choose_turn(void *context, const struct journal_record *record) {
    struct choice *choice = context;
    if (record->key.length > 0) {
        add_name(&choice->keys, record->key);
    }
    return choose(choice, record);
}

static int compare_sequences(const void *a, const void *b) {
    uint64_t left = *(const uint64_t *)a;
    uint64_t right = *(const uint64_t *)b;
    return (left > right) - (left < right);
}

static void sort_sequences(struct buffer *sequences) {
    uint64_t *at = (uint64_t *)(void *)sequences->at;
    size_t count = sequences->length / sizeof *at;
    size_t kept = 0;
    if (count == 0) {
        return;
    }
    qsort(at, count, sizeof *at, compare_sequences);
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || at[kept - 1] != at[i]) {
            at[kept++] = at[i];
        }
    }
    sequences->length = kept * sizeof *at;
}

static bool choose_all(struct journal_reader *reader, struct text ref, struct choice *choice) {
    struct journal_filter of_ref = {.ref = ref, .without_payload = true};
    bool done = journal_reader_each(reader, &of_ref, choose_with_kin, choice);
    for (size_t i = 0; done && i < name_count(&choice->sessions); i++) {
        struct journal_filter of_session = {.session = name_at(&choice->sessions, i),
                                            .without_payload = true};
        done = journal_reader_each(reader, &of_session, choose_turn, choice);
    }
    for (size_t i = 0; done && i < name_count(&choice->keys); i++) {
        struct journal_filter feedback = {
            .key = name_at(&choice->keys, i), .kind = JOURNAL_FEEDBACK, .without_payload = true};
        done = journal_reader_each(reader, &feedback, choose, choice);
    }
    sort_sequences(&choice->sequences);
    return done;
}

static void free_choice(struct choice *choice) {
    buffer_free(&choice->sequences);
    free_names(&choice->sessions);
    free_names(&choice->keys);
}

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
static struct synovia_text *gone_sessions(const struct choice *choice) {
    size_t count = name_count(&choice->sessions);
    struct synovia_text *gone = calloc(count + 1, sizeof *gone);
    for (size_t i = 0; gone != NULL && i < count; i++) {
        gone[i] = abi_text(name_at(&choice->sessions, i));
    }
    return gone;
}

static int call_forget(struct journal_reader *reader, const struct choice *choice,
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
        .gone_count = name_count(&choice->sessions),
    };
    int status = reader->storing.routines->forget(
        reader->storing.store, (const uint64_t *)(const void *)choice->sequences.at,
        choice->sequences.length / sizeof(uint64_t), &with, &done, reader_message(reader));
    if (status == SYNOVIA_STORE_OK) {
        forgotten->records = done.records;
        forgotten->sessions = done.sessions;
        forgotten->lingering = done.lingering != 0;
    }
    return status;
}

static int erase(struct journal_reader *reader, const struct choice *choice, int64_t now,
                 describe_forgotten *describe, struct journal_forgotten *forgotten) {
    struct buffer payload = {0};
    struct synovia_record record;
    struct synovia_text *gone = gone_sessions(choice);
    int status = SYNOVIA_STORE_NO_MEMORY;
    forgotten->records = choice->sequences.length / sizeof(uint64_t);
    forgotten->sessions = name_count(&choice->sessions);
    describe(forgotten, &payload);
    *forgotten = (struct journal_forgotten){0};
    if (gone != NULL && !payload.failed) {
        make_record(reader, now, buffer_text(&payload), &record);
        status = call_forget(reader, choice, &record, gone, forgotten);
    }
    free(gone);
    buffer_free(&payload);
    return status;
}

static int attempt(struct journal_reader *reader, struct text ref, int64_t now,
                   describe_forgotten *describe, struct journal_forgotten *forgotten) {
    struct choice choice = {.sequences = {0}};
    reader->storing.message.length = 0;
    if (!storing_catch_up(&reader->storing)) {
        return (int)reader->storing.status;
    }
    bool done = choose_all(reader, ref, &choice);
    int status = has_failed(&choice) ? SYNOVIA_STORE_NO_MEMORY : (int)reader->storing.status;
    if (done && !has_failed(&choice)) {
        status = choice.sequences.length == 0 ? SYNOVIA_STORE_OK
                                              : erase(reader, &choice, now, describe, forgotten);
    }
    free_choice(&choice);
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
