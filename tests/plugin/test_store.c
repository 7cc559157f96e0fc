/*
 * The contract of abi/store.h, as a suite that any store can be run against:
 *
 *     test_store [PLUGIN [LOCATION]]
 *
 * PLUGIN is the path of a shared object; without it, the plug-in for SQLite. LOCATION is a location
 * for a store, with a %d in it for a number, and may be used up: for each test another one is
 * opened. Without it, each test has a file of its own in a temporary folder.
 */
#include "plugin/made_records.h"
#include "plugin/plugin.h"
#include "support/temporary_folder.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* The plug-in under test, and where its next store may be. */
struct subject {
    struct arena arena;
    struct plugin *plugin;
    const struct synovia_store_routines *routines;
    const char *locations; /* with a %d */
    int used;
    char location[4096];
    struct synovia_store *store; /* open for writing */
    struct synovia_message message;
};

static struct synovia_store *open_with(struct subject *subject, uint32_t flags) {
    const struct synovia_store_options options = {sizeof options, said(subject->location), flags,
                                                  2000};
    struct synovia_store *store = NULL;
    subject->message.length = 0;
    int status = subject->routines->open(&options, &store, &subject->message);
    if (status != SYNOVIA_STORE_OK) {
        print_message("open: %.*s\n", (int)subject->message.length, subject->message.text);
    }
    assert_int_equal(status, SYNOVIA_STORE_OK);
    assert_non_null(store);
    return store;
}

/* printf with a format that is not a literal, for one number. */
static void number_location(struct subject *subject) {
    const char *mark = strstr(subject->locations, "%d");
    snprintf(subject->location, sizeof subject->location, "%.*s%d%s",
             (int)(mark - subject->locations), subject->locations, subject->used++, mark + 2);
}

static int open_new(void **state) {
    struct subject *subject = *state;
    number_location(subject);
    subject->store = open_with(subject, 0);
    return 0;
}

static int close_store(void **state) {
    struct subject *subject = *state;
    subject->routines->close(subject->store);
    subject->store = NULL;
    return 0;
}

static void write_ok(struct subject *subject, uint64_t first, size_t count) {
    int status = write_made(subject->routines, subject->store, first, count, 0, &subject->message);
    assert_int_equal(status, SYNOVIA_STORE_OK);
}

static uint64_t head_of(struct subject *subject, struct synovia_store *store) {
    struct synovia_head head = {.size = sizeof head, .sequence = 99};
    assert_int_equal(subject->routines->head(store, &head, &subject->message), SYNOVIA_STORE_OK);
    uint8_t expected[SYNOVIA_HASH_BYTES];
    made_hash(head.sequence, expected);
    assert_memory_equal(head.hash, expected, sizeof expected);
    return head.sequence;
}

/* What was read: how many, which, and whether each was the made one. */
struct seen {
    size_t count, wrong, erased;
    uint64_t sequences[256];
    size_t stop_after; /* 0: never */
};

static int see(void *context, const struct synovia_record *record) {
    struct seen *seen = context;
    if (seen->count < sizeof seen->sequences / sizeof *seen->sequences) {
        seen->sequences[seen->count] = record->sequence;
    }
    seen->count++;
    seen->erased += is_made_erased(record);
    seen->wrong += !is_made(record) && !is_made_erased(record);
    return seen->count == seen->stop_after;
}

static struct seen read_with(struct subject *subject, struct synovia_query query) {
    struct seen seen = {0};
    query.size = sizeof query;
    int status = subject->routines->read(subject->store, &query, see, &seen, &subject->message);
    assert_int_equal(status, SYNOVIA_STORE_OK);
    assert_int_equal(seen.wrong, 0);
    return seen;
}

struct sessions_seen {
    size_t count;
    char ids[8][64];
    uint64_t revision;
    int64_t expires_ms;
    char state[64];
    char digest[64];
};

static int see_session(void *context, const struct synovia_session *session) {
    struct sessions_seen *seen = context;
    if (seen->count < 8) {
        snprintf(seen->ids[seen->count], sizeof seen->ids[0], "%.*s", (int)session->id.length,
                 session->id.at);
    }
    seen->count++;
    seen->revision = session->revision;
    seen->expires_ms = session->expires_ms;
    snprintf(seen->state, sizeof seen->state, "%.*s", (int)session->state.length,
             (const char *)session->state.at);
    snprintf(seen->digest, sizeof seen->digest, "%.*s", (int)session->digest.length,
             session->digest.at);
    return 0;
}

/* Keeps a text of less than 64 bytes. */
static int see_bytes(void *context, struct synovia_bytes bytes) {
    snprintf(context, 64, "%.*s", (int)bytes.length, (const char *)bytes.at);
    return 0;
}

static int session_status(struct subject *subject, const char *id, struct sessions_seen *seen) {
    return subject->routines->session(subject->store, said(id), see_session, seen,
                                      &subject->message);
}

static int source_status(struct subject *subject, const char *digest, char text[64]) {
    return subject->routines->source(subject->store, said(digest), see_bytes, text,
                                     &subject->message);
}

/* ---- records ---- */

static void test_a_new_store_is_empty(void **state) {
    struct subject *subject = *state;
    assert_int_equal(head_of(subject, subject->store), 0);
    assert_int_equal(read_with(subject, (struct synovia_query){0}).count, 0);
    struct sessions_seen seen = {0};
    char text[64];
    assert_int_equal(session_status(subject, "x", &seen), SYNOVIA_STORE_NOT_FOUND);
    assert_int_equal(source_status(subject, "x", text), SYNOVIA_STORE_NOT_FOUND);
    assert_int_equal(seen.count, 0);
}

static void test_what_was_written_is_read(void **state) {
    struct subject *subject = *state;
    write_ok(subject, 1, 64);
    write_ok(subject, 65, 1);
    write_ok(subject, 66, 35);
    assert_int_equal(head_of(subject, subject->store), 100);
    struct seen seen = read_with(subject, (struct synovia_query){0});
    assert_int_equal(seen.count, 100);
    for (size_t i = 0; i < 100; i++) {
        assert_int_equal(seen.sequences[i], i + 1);
    }
}

static void test_a_range_upwards_and_downwards(void **state) {
    struct subject *subject = *state;
    write_ok(subject, 1, 50);
    struct seen up = read_with(subject, (struct synovia_query){.first = 10, .last = 12});
    assert_int_equal(up.count, 3);
    assert_int_equal(up.sequences[0], 10);
    struct seen from = read_with(subject, (struct synovia_query){.first = 48});
    assert_int_equal(from.count, 3);
    struct seen down =
        read_with(subject, (struct synovia_query){.flags = SYNOVIA_QUERY_NEWEST_FIRST, .limit = 3});
    assert_int_equal(down.count, 3);
    assert_int_equal(down.sequences[0], 50);
    assert_int_equal(down.sequences[2], 48);
    assert_int_equal(read_with(subject, (struct synovia_query){.first = 51}).count, 0);
    assert_int_equal(read_with(subject, (struct synovia_query){.first = UINT64_MAX}).count, 0);
}

/* How many of the made records 1..200 a condition picks, counted from what they are made of. */
static size_t count_made(bool (*picks)(const struct synovia_record *record)) {
    size_t count = 0;
    for (uint64_t sequence = 1; sequence <= 200; sequence++) {
        struct made_record made;
        make_record(&made, sequence);
        count += picks(&made.record);
    }
    return count;
}

static bool is_said(struct synovia_text text, const char *string) {
    return text.length == strlen(string) && memcmp(text.at, string, text.length) == 0;
}

static const char session_four[] = "00000000000000000000000000000004";
static const char digest_ten[] = "000000000000000000000000000000000000000000000000000000000000000a";

static bool in_session_four(const struct synovia_record *record) {
    return is_said(record->session, session_four);
}

static bool of_ref_three(const struct synovia_record *record) {
    return is_said(record->ref, "ref 3");
}

static bool of_digest_ten(const struct synovia_record *record) {
    return is_said(record->digest, digest_ten);
}

static bool of_kind_two(const struct synovia_record *record) {
    return record->kind == 2;
}

static bool of_kind_two_and_ref_three(const struct synovia_record *record) {
    return of_kind_two(record) && of_ref_three(record);
}

static void write_two_hundred(struct subject *subject) {
    for (uint64_t first = 1; first <= 200; first += 50) {
        write_ok(subject, first, 50);
    }
}

static void test_records_are_picked(void **state) {
    struct subject *subject = *state;
    write_two_hundred(subject);
    struct made_record made;
    make_record(&made, 77);
    const struct {
        struct synovia_query query;
        size_t count;
    } picked[] = {
        {{.session = said(session_four)}, count_made(in_session_four)},
        {{.ref = said("ref 3")}, count_made(of_ref_three)},
        {{.digest = said(digest_ten)}, count_made(of_digest_ten)},
        {{.kind = 2}, count_made(of_kind_two)},
        {{.kind = 2, .ref = said("ref 3")}, count_made(of_kind_two_and_ref_three)},
        {{.key = made.record.key}, 1},
        {{.ref = said("nobody")}, 0},
        {{.kind = 700}, 0},
    };
    for (size_t i = 0; i < sizeof picked / sizeof *picked; i++) {
        assert_int_equal(read_with(subject, picked[i].query).count, picked[i].count);
    }
    assert_true(count_made(of_kind_two_and_ref_three) > 0);
}

static void test_a_visitor_may_stop(void **state) {
    struct subject *subject = *state;
    write_ok(subject, 1, 10);
    struct seen seen = {.stop_after = 4};
    const struct synovia_query query = {.size = sizeof query};
    assert_int_equal(subject->routines->read(subject->store, &query, see, &seen, &subject->message),
                     SYNOVIA_STORE_OK);
    assert_int_equal(seen.count, 4);
}

static int see_no_payload(void *context, const struct synovia_record *record) {
    *(size_t *)context += record->payload.length;
    return 0;
}

static void test_payloads_may_be_left_out(void **state) {
    struct subject *subject = *state;
    write_ok(subject, 1, 10);
    size_t bytes = 0;
    const struct synovia_query query = {.size = sizeof query, .flags = SYNOVIA_QUERY_NO_PAYLOAD};
    assert_int_equal(
        subject->routines->read(subject->store, &query, see_no_payload, &bytes, &subject->message),
        SYNOVIA_STORE_OK);
    assert_int_equal(bytes, 0);
}

static void check_not_written(struct subject *subject, uint64_t first, uint64_t head) {
    int status = write_made(subject->routines, subject->store, first, 3, 0, &subject->message);
    assert_int_equal(status, SYNOVIA_STORE_CONFLICT);
    assert_true(subject->message.length > 0);
    assert_int_equal(head_of(subject, subject->store), head);
}

static void test_a_record_follows_the_head(void **state) {
    struct subject *subject = *state;
    check_not_written(subject, 2, 0);
    write_ok(subject, 1, 5);
    check_not_written(subject, 5, 5);
    check_not_written(subject, 1, 5);
    check_not_written(subject, 7, 5);
    write_ok(subject, 6, 3);
}

static void test_a_record_carries_the_hash_before_it(void **state) {
    struct subject *subject = *state;
    write_ok(subject, 1, 5);
    struct made_record made;
    make_record(&made, 6);
    made.record.previous[31] ^= 1;
    const struct synovia_record *records[] = {&made.record};
    const struct synovia_batch batch = {
        .size = sizeof batch, .records = records, .record_count = 1};
    assert_int_equal(subject->routines->write(subject->store, &batch, &subject->message),
                     SYNOVIA_STORE_CONFLICT);
    assert_int_equal(head_of(subject, subject->store), 5);
}

/* ---- what a record may hold ---- */

/* A record, for its numbers, and its ref. */
struct copied {
    struct synovia_record record;
    char ref[SYNOVIA_STORE_TEXT_BYTES];
};

static int copy_record(void *context, const struct synovia_record *record) {
    struct copied *copy = context;
    copy->record = *record;
    memcpy(copy->ref, record->ref.at, record->ref.length);
    return 0;
}

static void check_ref(struct subject *subject, uint64_t sequence, struct synovia_text ref) {
    struct made_record made;
    make_record(&made, sequence);
    made.record.ref = ref;
    const struct synovia_record *records[] = {&made.record};
    const struct synovia_batch batch = {
        .size = sizeof batch, .records = records, .record_count = 1};
    assert_int_equal(subject->routines->write(subject->store, &batch, &subject->message),
                     SYNOVIA_STORE_OK);
    struct copied copy = {.record.sequence = 0};
    const struct synovia_query query = {.size = sizeof query, .ref = ref};
    assert_int_equal(
        subject->routines->read(subject->store, &query, copy_record, &copy, &subject->message),
        SYNOVIA_STORE_OK);
    assert_int_equal(copy.record.ref.length, ref.length);
    assert_memory_equal(copy.ref, ref.at, ref.length);
    assert_int_equal(copy.record.sequence, sequence);
}

static void test_texts_come_back_as_they_were(void **state) {
    struct subject *subject = *state;
    char longest[SYNOVIA_STORE_TEXT_BYTES];
    memset(longest, 'e', sizeof longest);
    const struct synovia_text texts[] = {
        said("0123456789abcdef"),
        said("0123456789ABCDEF"),
        said("0123456789abcdef0"),
        said("12"),
        said("1.50"),
        said("null"),
        said("\xc3\x84rztin \xe2\x84\x96 7"),
        {"a\0b", 3},
        {"\0", 1},
        said("'; DROP TABLE records; --"),
        {longest, sizeof longest},
        {longest, sizeof longest - 1},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        check_ref(subject, i + 1, texts[i]);
    }
}

static void test_numbers_at_their_ends(void **state) {
    struct subject *subject = *state;
    struct made_record made[2];
    make_record(&made[0], 1);
    made[0].record.time_ms = INT64_MIN;
    made[0].record.kind = UINT32_MAX;
    made[0].record.flags = 0xfffffffe;
    made[0].record.ref = said("ends");
    const struct synovia_record *records[] = {&made[0].record};
    const struct synovia_batch batch = {
        .size = sizeof batch, .records = records, .record_count = 1};
    assert_int_equal(subject->routines->write(subject->store, &batch, &subject->message),
                     SYNOVIA_STORE_OK);
    struct copied copy = {.record.sequence = 0};
    const struct synovia_query query = {.size = sizeof query, .kind = UINT32_MAX};
    assert_int_equal(
        subject->routines->read(subject->store, &query, copy_record, &copy, &subject->message),
        SYNOVIA_STORE_OK);
    assert_true(copy.record.time_ms == INT64_MIN);
    assert_int_equal(copy.record.kind, UINT32_MAX);
    assert_int_equal(copy.record.flags, 0xfffffffe);
}

static int write_one(struct subject *subject, struct synovia_record *record) {
    const struct synovia_record *records[] = {record};
    const struct synovia_batch batch = {
        .size = sizeof batch, .records = records, .record_count = 1};
    return subject->routines->write(subject->store, &batch, &subject->message);
}

static void test_what_is_too_large_is_refused(void **state) {
    struct subject *subject = *state;
    char *large = calloc(1, SYNOVIA_STORE_BYTES + 1);
    assert_non_null(large);
    struct made_record made;
    make_record(&made, 1);
    made.record.payload = (struct synovia_bytes){large, SYNOVIA_STORE_BYTES + 1};
    assert_int_equal(write_one(subject, &made.record), SYNOVIA_STORE_INVALID);
    made.record.payload.length = SYNOVIA_STORE_BYTES;
    made.record.ref = (struct synovia_text){large, SYNOVIA_STORE_TEXT_BYTES + 1};
    assert_int_equal(write_one(subject, &made.record), SYNOVIA_STORE_INVALID);
    made.record.ref = said("");
    made.record.size = 8;
    assert_int_equal(write_one(subject, &made.record), SYNOVIA_STORE_INVALID);
    made.record.size = sizeof made.record;
    assert_int_equal(write_one(subject, &made.record), SYNOVIA_STORE_OK);
    const struct synovia_batch small = {.size = 8};
    assert_int_equal(subject->routines->write(subject->store, &small, &subject->message),
                     SYNOVIA_STORE_INVALID);
    free(large);
}

/* ---- sessions and sources ---- */

static int put_session(struct subject *subject, const char *id, uint64_t revision,
                       int64_t expires_ms, const char *state) {
    const struct synovia_session session = {
        .size = sizeof session,
        .id = said(id),
        .revision = revision,
        .digest = said("d1"),
        .expires_ms = expires_ms,
        .state = {state, strlen(state)},
    };
    const struct synovia_session *sessions[] = {&session};
    const struct synovia_batch batch = {
        .size = sizeof batch, .sessions = sessions, .session_count = 1};
    return subject->routines->write(subject->store, &batch, &subject->message);
}

static void test_a_session_has_revisions(void **state) {
    struct subject *subject = *state;
    assert_int_equal(put_session(subject, "s", 2, 10, "early"), SYNOVIA_STORE_CONFLICT);
    assert_int_equal(put_session(subject, "s", 1, 10, "one"), SYNOVIA_STORE_OK);
    assert_int_equal(put_session(subject, "s", 1, 10, "again"), SYNOVIA_STORE_CONFLICT);
    assert_int_equal(put_session(subject, "s", 3, 10, "skips"), SYNOVIA_STORE_CONFLICT);
    assert_int_equal(put_session(subject, "s", 2, 20, "two"), SYNOVIA_STORE_OK);
    struct sessions_seen seen = {0};
    assert_int_equal(session_status(subject, "s", &seen), SYNOVIA_STORE_OK);
    assert_int_equal(seen.count, 1);
    assert_int_equal(seen.revision, 2);
    assert_int_equal(seen.expires_ms, 20);
    assert_string_equal(seen.state, "two");
    assert_string_equal(seen.digest, "d1");
}

static void test_sessions_by_expiry(void **state) {
    struct subject *subject = *state;
    put_session(subject, "late", 1, 300, "");
    put_session(subject, "early", 1, 100, "");
    put_session(subject, "middle", 1, 200, "");
    struct sessions_seen seen = {0};
    const struct synovia_store_routines *routines = subject->routines;
    routines->sessions(subject->store, 200, 0, see_session, &seen, NULL);
    assert_int_equal(seen.count, 2);
    assert_string_equal(seen.ids[0], "early");
    assert_string_equal(seen.ids[1], "middle");
    seen.count = 0;
    routines->sessions(subject->store, INT64_MAX, 1, see_session, &seen, NULL);
    assert_int_equal(seen.count, 1);
    const struct synovia_text gone[] = {said("early"), said("never was")};
    const struct synovia_batch batch = {.size = sizeof batch, .gone = gone, .gone_count = 2};
    assert_int_equal(routines->write(subject->store, &batch, &subject->message), SYNOVIA_STORE_OK);
    seen.count = 0;
    routines->sessions(subject->store, INT64_MAX, 0, see_session, &seen, NULL);
    assert_int_equal(seen.count, 2);
}

static int put_source(struct subject *subject, const char *digest, const char *bytes) {
    const struct synovia_source source = {sizeof source, said(digest), {bytes, strlen(bytes)}};
    const struct synovia_source *sources[] = {&source};
    const struct synovia_batch batch = {
        .size = sizeof batch, .sources = sources, .source_count = 1};
    return subject->routines->write(subject->store, &batch, &subject->message);
}

static void test_a_source_is_kept_once(void **state) {
    struct subject *subject = *state;
    assert_int_equal(put_source(subject, digest_ten, "protocol"), SYNOVIA_STORE_OK);
    assert_int_equal(put_source(subject, digest_ten, "other"), SYNOVIA_STORE_OK);
    char text[64] = "";
    assert_int_equal(source_status(subject, digest_ten, text), SYNOVIA_STORE_OK);
    assert_string_equal(text, "protocol");
}

/* ---- a batch is whole ---- */

/* Records 1 to 3, a session whose revision is wrong, and a source: nothing of it may be found. */
static void test_one_conflict_and_nothing_is_written(void **state) {
    struct subject *subject = *state;
    struct made_record made[3];
    const struct synovia_record *records[3];
    for (size_t i = 0; i < 3; i++) {
        make_record(&made[i], i + 1);
        records[i] = &made[i].record;
    }
    const struct synovia_session good = {
        .size = sizeof good, .id = said("good"), .revision = 1, .state = {"x", 1}};
    const struct synovia_session bad = {
        .size = sizeof bad, .id = said("bad"), .revision = 7, .state = {"x", 1}};
    const struct synovia_session *sessions[] = {&good, &bad};
    const struct synovia_source source = {sizeof source, said("s"), {"text", 4}};
    const struct synovia_source *sources[] = {&source};
    const struct synovia_batch batch = {.size = sizeof batch,
                                        .records = records,
                                        .record_count = 3,
                                        .sessions = sessions,
                                        .session_count = 2,
                                        .sources = sources,
                                        .source_count = 1};
    assert_int_equal(subject->routines->write(subject->store, &batch, &subject->message),
                     SYNOVIA_STORE_CONFLICT);
    test_a_new_store_is_empty(state);
    struct sessions_seen seen = {0};
    assert_int_equal(session_status(subject, "good", &seen), SYNOVIA_STORE_NOT_FOUND);
}

static void test_an_empty_batch_is_fine(void **state) {
    struct subject *subject = *state;
    const struct synovia_batch batch = {.size = sizeof batch, .flags = SYNOVIA_BATCH_DURABLE};
    assert_int_equal(subject->routines->write(subject->store, &batch, &subject->message),
                     SYNOVIA_STORE_OK);
    assert_int_equal(subject->routines->sync(subject->store, &subject->message), SYNOVIA_STORE_OK);
}

/* ---- several handles ---- */

static void test_everything_is_there_when_opened_again(void **state) {
    struct subject *subject = *state;
    write_ok(subject, 1, 40);
    put_session(subject, "s", 1, 10, "one");
    put_source(subject, "d", "text");
    close_store(state);
    subject->store = open_with(subject, SYNOVIA_OPEN_EXISTING);
    assert_int_equal(read_with(subject, (struct synovia_query){0}).count, 40);
    assert_int_equal(put_session(subject, "s", 2, 10, "two"), SYNOVIA_STORE_OK);
    char text[64] = "";
    assert_int_equal(source_status(subject, "d", text), SYNOVIA_STORE_OK);
    assert_string_equal(text, "text");
}

static int open_status(struct subject *subject, uint32_t flags) {
    const struct synovia_store_options options = {sizeof options, said(subject->location), flags,
                                                  100};
    struct synovia_store *store = (struct synovia_store *)subject;
    int status = subject->routines->open(&options, &store, &subject->message);
    assert_null(store);
    return status;
}

static void test_what_is_not_there_is_not_made(void **state) {
    struct subject *subject = *state;
    number_location(subject);
    assert_int_equal(open_status(subject, SYNOVIA_OPEN_READ_ONLY), SYNOVIA_STORE_NOT_FOUND);
    assert_int_equal(open_status(subject, SYNOVIA_OPEN_EXISTING), SYNOVIA_STORE_NOT_FOUND);
    assert_int_equal(open_status(subject, SYNOVIA_OPEN_EXISTING), SYNOVIA_STORE_NOT_FOUND);
    subject->location[0] = '\0';
    assert_int_equal(open_status(subject, 0), SYNOVIA_STORE_INVALID);
}

static void test_a_reader_writes_nothing(void **state) {
    struct subject *subject = *state;
    write_ok(subject, 1, 10);
    struct synovia_store *writer = subject->store;
    subject->store = open_with(subject, SYNOVIA_OPEN_READ_ONLY);
    assert_int_equal(read_with(subject, (struct synovia_query){0}).count, 10);
    assert_int_equal(write_made(subject->routines, subject->store, 11, 1, 0, &subject->message),
                     SYNOVIA_STORE_READ_ONLY);
    struct synovia_forgotten forgotten = {.size = sizeof forgotten};
    assert_int_equal(
        subject->routines->forget(subject->store, NULL, 0, NULL, &forgotten, &subject->message),
        SYNOVIA_STORE_READ_ONLY);
    assert_int_equal(subject->routines->sync(subject->store, &subject->message), SYNOVIA_STORE_OK);
    close_store(state);
    subject->store = writer;
}

static void test_the_second_writer_is_told(void **state) {
    struct subject *subject = *state;
    struct synovia_store *other = open_with(subject, 0);
    write_ok(subject, 1, 5);
    assert_int_equal(write_made(subject->routines, other, 1, 5, 0, &subject->message),
                     SYNOVIA_STORE_CONFLICT);
    assert_int_equal(head_of(subject, other), 5);
    assert_int_equal(write_made(subject->routines, other, 6, 5, 0, &subject->message),
                     SYNOVIA_STORE_OK);
    assert_int_equal(head_of(subject, subject->store), 10);
    subject->routines->close(other);
}

/* Writes through another handle while one reads. */
struct disturbance {
    struct subject *subject;
    struct synovia_store *writer;
    uint64_t next;
    size_t count;
    int status;
};

static int write_meanwhile(void *context, const struct synovia_record *record) {
    struct disturbance *disturbance = context;
    (void)record;
    disturbance->count++;
    int status = write_made(disturbance->subject->routines, disturbance->writer,
                            disturbance->next++, 1, 0, &disturbance->subject->message);
    disturbance->status = disturbance->status == 0 ? status : disturbance->status;
    return 0;
}

static void test_a_reader_sees_one_moment(void **state) {
    struct subject *subject = *state;
    write_ok(subject, 1, 20);
    struct disturbance disturbance = {subject, open_with(subject, 0), 21, 0, 0};
    const struct synovia_query query = {.size = sizeof query};
    assert_int_equal(subject->routines->read(subject->store, &query, write_meanwhile, &disturbance,
                                             &subject->message),
                     SYNOVIA_STORE_OK);
    assert_int_equal(disturbance.status, SYNOVIA_STORE_OK);
    assert_int_equal(disturbance.count, 20);
    assert_int_equal(head_of(subject, subject->store), 40);
    subject->routines->close(disturbance.writer);
}

/* Appends `count` records one by one, as many times as it takes against another writer. */
static void append_against_others(struct subject *subject, int count) {
    struct synovia_store *store = open_with(subject, 0);
    for (int i = 0; i < count;) {
        int status = write_made(subject->routines, store, head_of(subject, store) + 1, 1, 0,
                                &subject->message);
        assert_true(status == SYNOVIA_STORE_OK || status == SYNOVIA_STORE_CONFLICT);
        i += status == SYNOVIA_STORE_OK;
    }
    subject->routines->close(store);
}

static void test_processes_take_turns(void **state) {
    struct subject *subject = *state;
    enum { PROCESSES = 3, EACH = 60 };
    close_store(state);
    pid_t children[PROCESSES];
    for (int i = 0; i < PROCESSES; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            append_against_others(subject, EACH);
            _exit(0);
        }
    }
    for (int i = 0; i < PROCESSES; i++) {
        int status = -1;
        waitpid(children[i], &status, 0);
        assert_int_equal(status, 0);
    }
    subject->store = open_with(subject, 0);
    assert_int_equal(read_with(subject, (struct synovia_query){0}).count, PROCESSES * EACH);
    assert_int_equal(head_of(subject, subject->store), PROCESSES * EACH);
}

static void test_a_killed_process_loses_nothing_it_was_told(void **state) {
    struct subject *subject = *state;
    close_store(state);
    pid_t child = fork();
    if (child == 0) {
        subject->store = open_with(subject, 0);
        write_ok(subject, 1, 10);
        kill(getpid(), SIGKILL);
    }
    int status = 0;
    waitpid(child, &status, 0);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    subject->store = open_with(subject, 0);
    assert_int_equal(read_with(subject, (struct synovia_query){0}).count, 10);
}

/* ---- forget ---- */

/* What is forgotten in these tests: the records of "ref 3", and one more. */
static const uint64_t to_forget[] = {10, 45, 80, 81, 115, 150, 185};

enum { FORGOTTEN = sizeof to_forget / sizeof *to_forget };

static struct synovia_forgotten forget(struct subject *subject, size_t count,
                                       const struct synovia_batch *with, int expected) {
    struct synovia_forgotten forgotten = {.size = sizeof forgotten, .records = 77};
    int status = subject->routines->forget(subject->store, to_forget, count, with, &forgotten,
                                           &subject->message);
    assert_int_equal(status, expected);
    return forgotten;
}

static void test_forget_erases_bodies(void **state) {
    struct subject *subject = *state;
    write_two_hundred(subject);
    assert_true(read_with(subject, (struct synovia_query){.ref = said("ref 3")}).count > 0);
    struct synovia_forgotten forgotten = forget(subject, FORGOTTEN, NULL, SYNOVIA_STORE_OK);
    assert_int_equal(forgotten.records, FORGOTTEN);
    assert_int_equal(forgotten.sessions, 0);
    assert_int_equal(forgotten.lingering, 0);
    struct seen seen = read_with(subject, (struct synovia_query){0});
    assert_int_equal(seen.count, 200);
    assert_int_equal(seen.erased, FORGOTTEN);
    assert_int_equal(read_with(subject, (struct synovia_query){.ref = said("ref 3")}).count, 0);
    assert_int_equal(forget(subject, FORGOTTEN, NULL, SYNOVIA_STORE_OK).records, 0);
    assert_int_equal(forget(subject, 0, NULL, SYNOVIA_STORE_OK).records, 0);
}

static void test_forget_is_whole_with_its_record(void **state) {
    struct subject *subject = *state;
    write_two_hundred(subject);
    put_session(subject, "theirs", 1, 10, "state");
    struct made_record made;
    make_record(&made, 199);
    const struct synovia_record *records[] = {&made.record};
    const struct synovia_text gone[] = {said("theirs"), said("never was")};
    const struct synovia_batch with = {
        .size = sizeof with, .records = records, .record_count = 1, .gone = gone, .gone_count = 2};
    struct synovia_forgotten none = forget(subject, FORGOTTEN, &with, SYNOVIA_STORE_CONFLICT);
    assert_int_equal(none.records, 0);
    assert_int_equal(none.sessions, 0);
    assert_int_equal(read_with(subject, (struct synovia_query){0}).erased, 0);
    struct sessions_seen seen = {0};
    assert_int_equal(session_status(subject, "theirs", &seen), SYNOVIA_STORE_OK);
    make_record(&made, 201);
    struct synovia_forgotten some = forget(subject, FORGOTTEN, &with, SYNOVIA_STORE_OK);
    assert_int_equal(some.records, FORGOTTEN);
    assert_int_equal(some.sessions, 1);
    assert_int_equal(head_of(subject, subject->store), 201);
    assert_int_equal(session_status(subject, "theirs", &seen), SYNOVIA_STORE_NOT_FOUND);
}

/* ---- what is optional ---- */

static void test_a_backup_is_the_store_as_it_was(void **state) {
    struct subject *subject = *state;
    if (subject->routines->backup == NULL) {
        skip();
    }
    write_ok(subject, 1, 64);
    put_session(subject, "s", 1, 10, "one");
    char copy[4096];
    snprintf(copy, sizeof copy, "%.4000s.copy", subject->location);
    const struct synovia_store_routines *routines = subject->routines;
    assert_int_equal(routines->backup(subject->store, said(copy), &subject->message),
                     SYNOVIA_STORE_OK);
    write_ok(subject, 65, 1);
    assert_int_equal(routines->backup(subject->store, said(copy), &subject->message),
                     SYNOVIA_STORE_INVALID);
    close_store(state);
    strcpy(subject->location, copy);
    subject->store = open_with(subject, SYNOVIA_OPEN_READ_ONLY);
    assert_int_equal(read_with(subject, (struct synovia_query){0}).count, 64);
    close_store(state);
    subject->store = open_with(subject, 0);
    assert_int_equal(put_session(subject, "s", 2, 10, "two"), SYNOVIA_STORE_OK);
}

static void test_it_finds_itself_whole(void **state) {
    struct subject *subject = *state;
    write_ok(subject, 1, 64);
    if (subject->routines->check != NULL) {
        assert_int_equal(subject->routines->check(subject->store, &subject->message),
                         SYNOVIA_STORE_OK);
    }
    if (subject->routines->info != NULL) {
        struct synovia_store_info info = {.size = sizeof info};
        assert_int_equal(subject->routines->info(subject->store, &info, &subject->message),
                         SYNOVIA_STORE_OK);
        assert_true(strlen(info.engine) > 0);
        assert_true(info.bytes == 0 || info.bytes > 64 * 1000);
    }
}

static int load(struct subject *subject, const char *path) {
    arena_init(&subject->arena, 4096, 0);
    struct text error;
    const struct plugin_places nowhere = {{NULL, 0}, {NULL, 0}};
    subject->plugin = plugin_open(&nowhere, path, SYNOVIA_KIND_STORE, &subject->arena, &error);
    if (subject->plugin == NULL) {
        fprintf(stderr, "%.*s\n", (int)error.length, error.at);
        return 2;
    }
    subject->routines = plugin_store(subject->plugin);
    return 0;
}

#define OPENED(test)                                                                               \
    { #test, test, open_new, close_store, subject }

static int run(struct subject *subject) {
    const struct CMUnitTest tests[] = {
        OPENED(test_a_new_store_is_empty),
        OPENED(test_what_was_written_is_read),
        OPENED(test_a_range_upwards_and_downwards),
        OPENED(test_records_are_picked),
        OPENED(test_a_visitor_may_stop),
        OPENED(test_payloads_may_be_left_out),
        OPENED(test_a_record_follows_the_head),
        OPENED(test_a_record_carries_the_hash_before_it),
        OPENED(test_texts_come_back_as_they_were),
        OPENED(test_numbers_at_their_ends),
        OPENED(test_what_is_too_large_is_refused),
        OPENED(test_a_session_has_revisions),
        OPENED(test_sessions_by_expiry),
        OPENED(test_a_source_is_kept_once),
        OPENED(test_one_conflict_and_nothing_is_written),
        OPENED(test_an_empty_batch_is_fine),
        OPENED(test_everything_is_there_when_opened_again),
        OPENED(test_what_is_not_there_is_not_made),
        OPENED(test_a_reader_writes_nothing),
        OPENED(test_the_second_writer_is_told),
        OPENED(test_a_reader_sees_one_moment),
        OPENED(test_processes_take_turns),
        OPENED(test_a_killed_process_loses_nothing_it_was_told),
        OPENED(test_forget_erases_bodies),
        OPENED(test_forget_is_whole_with_its_record),
        OPENED(test_a_backup_is_the_store_as_it_was),
        OPENED(test_it_finds_itself_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

int main(int argc, char **argv) {
    struct subject subject = {.locations = argc == 3 ? argv[2] : NULL};
    if (argc > 3 || (argc == 3 && strstr(argv[2], "%d") == NULL)) {
        fprintf(stderr, "usage: test_store [PLUGIN [LOCATION_WITH_%%d]]\n");
        return 2;
    }
    struct temporary_folder folder;
    temporary_folder_make(&folder);
    char in_folder[128];
    temporary_folder_file(&folder, "%d.db", in_folder, sizeof in_folder);
    if (subject.locations == NULL) {
        subject.locations = in_folder;
    }
    int result = load(&subject, argc > 1 ? argv[1] : SQLITE_PLUGIN);
    if (result == 0) {
        result = run(&subject);
    }
    plugin_close(subject.plugin);
    arena_free(&subject.arena);
    temporary_folder_remove(&folder);
    return result;
}
