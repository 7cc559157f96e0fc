/*
 * What is the SQLite store's own: layouts of other versions, damaged files, files of others, who
 * may read it, what erasing leaves behind, and what opening it costs.
 */
#include "plugin/sqlite_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* What is expected to be said; %s is the path of the database. */
static void assert_said(struct sqlite_fixture *fixture, const char *before, bool with_path) {
    char expected[600];
    snprintf(expected, sizeof expected, "%s%s", before, with_path ? fixture->path : "");
    assert_string_equal(sqlite_said(fixture), expected);
}

/* ---- layouts ---- */

/* A whole file as a C string; freed by the caller. */
static char *contents(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        *size = 0;
        return calloc(1, 1);
    }
    fseek(file, 0, SEEK_END);
    *size = (size_t)ftell(file);
    rewind(file);
    char *text = calloc(*size + 1, 1);
    assert_non_null(text);
    assert_int_equal(fread(text, 1, *size, file), *size);
    fclose(file);
    return text;
}

static void start_from_layout(struct sqlite_fixture *fixture, const char *name) {
    sqlite_close(fixture);
    assert_int_equal(unlink(fixture->path), 0);
    char path[512];
    snprintf(path, sizeof path, "%s/tests/plugin/layouts/%s", SYNOVIA_SOURCE_DIR, name);
    size_t size;
    char *sql = contents(path, &size);
    sqlite_run(fixture, sql);
    free(sql);
}

static uint32_t layout_of(struct sqlite_fixture *fixture) {
    struct synovia_store_info info = {.size = sizeof info};
    assert_int_equal(fixture->routines->info(fixture->store, &info, &fixture->message),
                     SYNOVIA_STORE_OK);
    return info.schema;
}

/* The tables and indexes of the file, as text. */
static int add_line(void *context, int columns, char **values, char **names) {
    (void)columns;
    (void)names;
    char *text = context;
    size_t length = strlen(text);
    snprintf(text + length, 4096 - length, "%s\n", values[0] == NULL ? "" : values[0]);
    return 0;
}

static void schema_text(const char *path, char text[4096]) {
    sqlite3 *database = NULL;
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    text[0] = '\0';
    sqlite3_exec(database, "SELECT sql FROM sqlite_schema ORDER BY name", add_line, text, NULL);
    sqlite3_close(database);
}

static int count_records(void *context, const struct synovia_record *record) {
    *(uint64_t *)context += record->sequence;
    return 0;
}

static void assert_layout_one_is_read(struct sqlite_fixture *fixture) {
    uint64_t sum = 0;
    const struct synovia_query query = {.size = sizeof query};
    assert_int_equal(
        fixture->routines->read(fixture->store, &query, count_records, &sum, &fixture->message),
        SYNOVIA_STORE_OK);
    assert_int_equal(sum, 3);
    sum = 0;
    const struct synovia_query one = {.size = sizeof one, .ref = said("ref 3")};
    fixture->routines->read(fixture->store, &one, count_records, &sum, &fixture->message);
    assert_int_equal(sum, 2);
}

static void test_an_old_layout_is_brought_up_to_date(void **state) {
    struct sqlite_fixture *fixture = *state;
    char fresh[4096], upgraded[4096];
    schema_text(fixture->path, fresh);
    uint32_t newest = layout_of(fixture);
    start_from_layout(fixture, "1.sql");
    sqlite_reopen(fixture);
    assert_int_equal(layout_of(fixture), newest);
    schema_text(fixture->path, upgraded);
    assert_string_equal(upgraded, fresh);
    assert_layout_one_is_read(fixture);
    assert_int_equal(sqlite_append(fixture, 5, SYNOVIA_BATCH_DURABLE), SYNOVIA_STORE_OK);
    assert_int_equal(sqlite_head(fixture), 7);
}

static void test_an_old_layout_is_read_as_it_is(void **state) {
    struct sqlite_fixture *fixture = *state;
    start_from_layout(fixture, "1.sql");
    assert_int_equal(sqlite_open(fixture, SYNOVIA_OPEN_READ_ONLY), SYNOVIA_STORE_OK);
    assert_int_equal(layout_of(fixture), 1);
    assert_layout_one_is_read(fixture);
}

/* A full disk in the middle of it: the old layout is there, and the next time it works. */
static void test_bringing_up_to_date_may_fail(void **state) {
    struct sqlite_fixture *fixture = *state;
    bool failed = true;
    for (long n = 1; failed; n++) {
        start_from_layout(fixture, "1.sql");
        disk_fail(&fixture->disk, DISK_WRITE | DISK_SYNC, n, SQLITE_FULL, true);
        int status = sqlite_open(fixture, 0);
        failed = disk_calm(&fixture->disk);
        assert_int_equal(status, failed ? SYNOVIA_STORE_FULL : SYNOVIA_STORE_OK);
        sqlite_reopen(fixture);
        assert_layout_one_is_read(fixture);
        assert_int_equal(layout_of(fixture), 2);
    }
}

static void test_a_newer_layout_is_refused(void **state) {
    struct sqlite_fixture *fixture = *state;
    sqlite_close(fixture);
    sqlite_run(fixture, "PRAGMA user_version = 99");
    const uint32_t ways[] = {0, SYNOVIA_OPEN_READ_ONLY};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(sqlite_open(fixture, ways[i]), SYNOVIA_STORE_TOO_NEW);
        assert_said(fixture,
                    "the store has layout 99, and this plug-in knows layouts up to 2: use the "
                    "newer plug-in that wrote it",
                    false);
    }
}

/* ---- files that are something else, or damaged ---- */

static void overwrite(struct sqlite_fixture *fixture, long offset, int byte, size_t count) {
    FILE *file = fopen(fixture->path, "r+b");
    assert_non_null(file);
    fseek(file, offset, SEEK_SET);
    for (size_t i = 0; i < count; i++) {
        fputc(byte, file);
    }
    fclose(file);
}

static void test_a_text_is_no_store(void **state) {
    struct sqlite_fixture *fixture = *state;
    sqlite_close(fixture);
    overwrite(fixture, 0, 'x', 5000);
    assert_int_equal(sqlite_open(fixture, 0), SYNOVIA_STORE_CORRUPT);
    assert_said(fixture,
                "the store is damaged, or is not what it should be; restore a backup (file is not "
                "a database, 26): ",
                true);
}

static void test_a_database_of_something_else_is_left_alone(void **state) {
    struct sqlite_fixture *fixture = *state;
    sqlite_close(fixture);
    assert_int_equal(unlink(fixture->path), 0);
    sqlite_run(fixture, "CREATE TABLE recipes (name); PRAGMA application_id = 7");
    assert_int_equal(sqlite_open(fixture, 0), SYNOVIA_STORE_INVALID);
    assert_said(fixture,
                "this is an SQLite database of something else (application id 7, a store of "
                "Synovia has 1398361686); name another file",
                false);
    char schema[4096];
    schema_text(fixture->path, schema);
    assert_string_equal(schema, "CREATE TABLE recipes (name)\n");
}

static void test_missing_tables_are_noticed(void **state) {
    struct sqlite_fixture *fixture = *state;
    sqlite_close(fixture);
    sqlite_run(fixture, "DROP TABLE records");
    assert_int_equal(sqlite_open(fixture, 0), SYNOVIA_STORE_CORRUPT);
    assert_said(fixture,
                "the store is damaged, or is not what it should be; restore a backup (no such "
                "table: records, 1): ",
                true);
}

static int read_all(struct sqlite_fixture *fixture) {
    uint64_t sum = 0;
    const struct synovia_query query = {.size = sizeof query};
    fixture->message.length = 0;
    return fixture->routines->read(fixture->store, &query, count_records, &sum, &fixture->message);
}

/* Each page of the file in turn is overwritten with garbage: nothing crashes, nothing loops, and
 * what is damaged is told or does not matter. */
static void test_every_page_may_be_damaged(void **state) {
    struct sqlite_fixture *fixture = *state;
    enum { PAGE = 4096 };
    for (int i = 0; i < 3; i++) {
        assert_int_equal(sqlite_append(fixture, 64, 0), SYNOVIA_STORE_OK);
    }
    sqlite_close(fixture);
    size_t size;
    char *whole = contents(fixture->path, &size);
    size_t told = 0;
    for (size_t page = 0; page < size / PAGE; page++) {
        overwrite(fixture, (long)(page * PAGE), 0x5a, PAGE);
        int status = sqlite_open(fixture, 0);
        if (status == SYNOVIA_STORE_OK) {
            status = fixture->routines->check(fixture->store, &fixture->message);
            assert_true(read_all(fixture) == SYNOVIA_STORE_OK ||
                        read_all(fixture) == SYNOVIA_STORE_CORRUPT);
            sqlite_append(fixture, 3, 0);
        }
        told += status == SYNOVIA_STORE_CORRUPT;
        sqlite_close(fixture);
        FILE *file = fopen(fixture->path, "wb");
        assert_non_null(file);
        fwrite(whole, 1, size, file);
        fclose(file);
    }
    assert_int_equal(told, size / PAGE);
    free(whole);
}

static void test_a_file_cut_short(void **state) {
    struct sqlite_fixture *fixture = *state;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(sqlite_append(fixture, 64, 0), SYNOVIA_STORE_OK);
    }
    sqlite_close(fixture);
    assert_int_equal(truncate(fixture->path, 20 * 4096), 0);
    int status = sqlite_open(fixture, 0);
    if (status == SYNOVIA_STORE_OK) {
        status = read_all(fixture);
    }
    assert_int_equal(status, SYNOVIA_STORE_CORRUPT);
}

static void test_a_row_that_was_changed_is_noticed(void **state) {
    struct sqlite_fixture *fixture = *state;
    assert_int_equal(sqlite_append(fixture, 9, 0), SYNOVIA_STORE_OK);
    static const struct {
        const char *sql;
        const char *words;
    } changes[] = {
        {"UPDATE records SET hash = x'00' WHERE sequence = 5",
         "record 5 is not as it was written; the store is damaged: restore a backup"},
        {"UPDATE records SET key = 3.5 WHERE sequence = 4",
         "record 4 is not as it was written; the store is damaged: restore a backup"},
        {"UPDATE records SET ref = zeroblob(400) WHERE sequence = 3",
         "record 3 is not as it was written; the store is damaged: restore a backup"},
        {"UPDATE records SET flags = flags | 1 WHERE sequence = 2",
         "record 2 is not as it was written; the store is damaged: restore a backup"},
        {"UPDATE records SET kind = kind + 4294967296 WHERE sequence = 1",
         "record 1 is not as it was written; the store is damaged: restore a backup"},
        {"UPDATE records SET sequence = -1 WHERE sequence = 8",
         "record -1 is not as it was written; the store is damaged: restore a backup"},
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        sqlite_run(fixture, changes[i].sql);
        assert_int_equal(read_all(fixture), SYNOVIA_STORE_CORRUPT);
        assert_said(fixture, changes[i].words, false);
    }
    sqlite_run(fixture, "UPDATE records SET hash = 'nonsense' WHERE sequence = 9");
    struct synovia_head head = {.size = sizeof head};
    assert_int_equal(fixture->routines->head(fixture->store, &head, &fixture->message),
                     SYNOVIA_STORE_CORRUPT);
    assert_said(fixture, "record 9 has no hash; the store is damaged: restore a backup", false);
}

static int note_id(void *context, const struct synovia_session *session) {
    char *ids = context;
    strncat(ids, session->id.at, session->id.length);
    return 0;
}

/* The others are shown all the same, in a list and by their ids. */
static void test_a_session_that_was_changed_is_named(void **state) {
    struct sqlite_fixture *fixture = *state;
    static const char *const changes[] = {"digest = 12",      "digest = randomblob(400)",
                                          "revision = -1",    "revision = 0",
                                          "state = 'text'",   "expires_ms = 'x'",
                                          "revision = 'abc'", "revision = 9223372036854775807"};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        char sql[200];
        char ids[32] = "";
        sqlite_run(fixture,
                   "DELETE FROM sessions;"
                   "INSERT INTO sessions VALUES ('a', 1, NULL, 1, x'00'), ('b', 1, NULL, 2, x'00'),"
                   " ('c', 1, NULL, 3, x'00')");
        snprintf(sql, sizeof sql, "UPDATE sessions SET %s WHERE id = 'b'", changes[i]);
        sqlite_run(fixture, sql);
        fixture->message.length = 0;
        assert_int_equal(
            fixture->routines->session(fixture->store, said("b"), note_id, ids, &fixture->message),
            SYNOVIA_STORE_CORRUPT);
        assert_said(fixture,
                    "session b is not kept as it was written: its row in the store is damaged",
                    false);
        assert_int_equal(
            fixture->routines->session(fixture->store, said("c"), note_id, ids, &fixture->message),
            SYNOVIA_STORE_OK);
        assert_int_equal(fixture->routines->sessions(fixture->store, INT64_MAX, 3, note_id, ids,
                                                     &fixture->message),
                         SYNOVIA_STORE_CORRUPT);
        assert_string_equal(ids, "cac");
    }
}

/* ---- the file itself ---- */

/* Nothing is opened: a pipe would wait for somebody to write into it. */
static void test_what_is_no_plain_file_is_refused(void **state) {
    struct sqlite_fixture *fixture = *state;
    static const uint32_t flags[] = {0, SYNOVIA_OPEN_READ_ONLY, SYNOVIA_OPEN_EXISTING};
    sqlite_close(fixture);
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        unlink(fixture->path);
        assert_int_equal(mkfifo(fixture->path, 0600), 0);
        assert_int_equal(sqlite_open(fixture, flags[i]), SYNOVIA_STORE_INVALID);
        assert_said(fixture, "a store is a plain file, and this is a pipe; name another: ", true);
        assert_int_equal(unlink(fixture->path), 0);
        assert_int_equal(mkdir(fixture->path, 0700), 0);
        assert_int_equal(sqlite_open(fixture, flags[i]), SYNOVIA_STORE_INVALID);
        assert_said(fixture, "a store is a plain file, and this is a folder; name another: ", true);
        assert_int_equal(rmdir(fixture->path), 0);
        assert_int_equal(symlink("/dev/null", fixture->path), 0);
        assert_int_equal(sqlite_open(fixture, flags[i]), SYNOVIA_STORE_INVALID);
        assert_said(fixture, "a store is a plain file, and this is a device; name another: ", true);
    }
    assert_int_equal(unlink(fixture->path), 0);
}

static void test_a_file_that_was_moved_takes_no_writes(void **state) {
    struct sqlite_fixture *fixture = *state;
    assert_int_equal(sqlite_append(fixture, 3, 0), SYNOVIA_STORE_OK);
    char away[160];
    snprintf(away, sizeof away, "%s.away", fixture->path);
    assert_int_equal(rename(fixture->path, away), 0);
    assert_int_equal(sqlite_append(fixture, 3, 0), SYNOVIA_STORE_IO);
    assert_said(fixture,
                "the file of the store was moved or deleted while it was open; put it back, or "
                "open the store anew: ",
                true);
    assert_int_equal(rename(away, fixture->path), 0);
    assert_int_equal(sqlite_append(fixture, 3, 0), SYNOVIA_STORE_OK);
    sqlite_assert_whole(fixture);
}

static void assert_private(const char *path, const char *ending) {
    char name[200];
    snprintf(name, sizeof name, "%s%s", path, ending);
    struct stat status;
    assert_int_equal(stat(name, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
}

static void test_only_its_owner_may_read_it(void **state) {
    struct sqlite_fixture *fixture = *state;
    assert_int_equal(sqlite_append(fixture, 3, 0), SYNOVIA_STORE_OK);
    char copy[160];
    snprintf(copy, sizeof copy, "%s.copy", fixture->path);
    assert_int_equal(fixture->routines->backup(fixture->store, said(copy), &fixture->message),
                     SYNOVIA_STORE_OK);
    assert_private(fixture->path, "");
    assert_private(fixture->path, "-wal");
    assert_private(fixture->path, "-shm");
    assert_private(copy, "");
}

static void test_names_that_mean_something_to_sqlite(void **state) {
    struct sqlite_fixture *fixture = *state;
    sqlite_close(fixture);
    char before[4096];
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(fixture->folder.path), 0);
    static const char *const names[] = {":memory:", "file:x?mode=memory", "-x"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        strcpy(fixture->path, names[i]);
        assert_int_equal(sqlite_open(fixture, 0), SYNOVIA_STORE_OK);
        sqlite_close(fixture);
        assert_int_equal(access(names[i][0] == '-' ? "./-x" : names[i], F_OK), 0);
    }
    assert_int_equal(chdir(before), 0);
}

/* ---- what erasing leaves ---- */

enum { PEOPLE = 30, MARK = sizeof "<secret of person 00>" };

/* What must not be found any more once person `i` is forgotten. */
static void mark_of(size_t person, char mark[MARK]) {
    snprintf(mark, MARK, "<secret of person %02zu>", person);
}

/* Record `sequence` is about person sequence % PEOPLE: the mark is in its payload, again and again,
 * in its ref and in their session. */
static void write_marked(struct sqlite_fixture *fixture, uint64_t sequence) {
    char mark[MARK], payload[MADE_PAYLOAD] = "";
    mark_of((size_t)sequence % PEOPLE, mark);
    size_t marks = sequence * 7 % 100 + 1;
    for (size_t i = 0; i < marks; i++) {
        memcpy(payload + i * (MARK - 1), mark, MARK - 1);
    }
    struct made_record made;
    make_record(&made, sequence);
    made.record.ref = said(mark);
    char id[33];
    snprintf(id, sizeof id, "%032llx", (unsigned long long)(sequence % PEOPLE));
    made.record.session = said(id);
    made.record.payload = (struct synovia_bytes){payload, marks * (MARK - 1)};
    const struct synovia_record *records[] = {&made.record};
    const struct synovia_session session = {.size = sizeof session,
                                            .id = said(id),
                                            .revision = (sequence - 1) / PEOPLE + 1,
                                            .state = {payload, marks * (MARK - 1) / 2}};
    const struct synovia_session *sessions[] = {&session};
    const struct synovia_batch batch = {.size = sizeof batch,
                                        .records = records,
                                        .record_count = 1,
                                        .sessions = sessions,
                                        .session_count = sequence % PEOPLE == 0 ? 0 : 1};
    int status = fixture->routines->write(fixture->store, &batch, &fixture->message);
    assert_int_equal(status, SYNOVIA_STORE_OK);
}

static bool file_has(const char *path, const char *ending, const char *mark) {
    char name[200];
    snprintf(name, sizeof name, "%s%s", path, ending);
    size_t size;
    char *text = contents(name, &size);
    bool found = false;
    for (size_t i = 0; i + MARK - 1 <= size && !found; i++) {
        found = memcmp(text + i, mark, MARK - 1) == 0;
    }
    free(text);
    return found;
}

static bool is_found(struct sqlite_fixture *fixture, size_t person) {
    char mark[MARK];
    mark_of(person, mark);
    return file_has(fixture->path, "", mark) || file_has(fixture->path, "-wal", mark);
}

enum { MARKED = PEOPLE * 20 };

static void forget_person(struct sqlite_fixture *fixture, size_t person, uint32_t lingering) {
    uint64_t sequences[MARKED];
    size_t count = 0;
    for (uint64_t sequence = 1; sequence <= MARKED; sequence++) {
        if (sequence % PEOPLE == person) {
            sequences[count++] = sequence;
        }
    }
    char id[33];
    snprintf(id, sizeof id, "%032zx", person);
    const struct synovia_text gone[] = {said(id)};
    const struct synovia_batch with = {.size = sizeof with, .gone = gone, .gone_count = 1};
    struct synovia_forgotten forgotten = {.size = sizeof forgotten};
    int status = fixture->routines->forget(fixture->store, sequences, count, &with, &forgotten,
                                           &fixture->message);
    assert_int_equal(status, SYNOVIA_STORE_OK);
    assert_int_equal(forgotten.lingering, lingering);
}

static void test_nothing_is_left_of_the_forgotten(void **state) {
    struct sqlite_fixture *fixture = *state;
    for (uint64_t sequence = 1; sequence <= MARKED; sequence++) {
        write_marked(fixture, sequence);
    }
    for (size_t person = 1; person < PEOPLE; person++) {
        size_t other = (person * 7) % PEOPLE;
        if (other != 0) {
            assert_true(is_found(fixture, other));
            forget_person(fixture, other, 0);
            assert_false(is_found(fixture, other));
        }
    }
    assert_true(is_found(fixture, 0)); /* nobody forgot them */
}

/* Somebody reads: the log is still needed, and the next forget clears it. */
static int forget_while_reading(void *context, const struct synovia_record *record) {
    (void)record;
    forget_person(context, 3, 1);
    return 1;
}

static void test_a_reader_makes_bytes_linger(void **state) {
    struct sqlite_fixture *fixture = *state;
    for (uint64_t sequence = 1; sequence <= PEOPLE; sequence++) {
        write_marked(fixture, sequence);
    }
    struct synovia_store *writer = fixture->store;
    assert_int_equal(sqlite_open(fixture, SYNOVIA_OPEN_READ_ONLY), SYNOVIA_STORE_OK);
    struct synovia_store *reader = fixture->store;
    fixture->store = writer;
    const struct synovia_query query = {.size = sizeof query};
    fixture->routines->read(reader, &query, forget_while_reading, fixture, &fixture->message);
    assert_true(is_found(fixture, 3));
    forget_person(fixture, 4, 0);
    assert_false(is_found(fixture, 3));
    assert_false(is_found(fixture, 4));
    fixture->routines->close(reader);
}

/* ---- what opening costs ---- */

static long reads_to_open(struct sqlite_fixture *fixture) {
    sqlite_close(fixture);
    disk_calm(&fixture->disk);
    assert_int_equal(sqlite_open(fixture, 0), SYNOVIA_STORE_OK);
    return fixture->disk.reads;
}

static void test_a_large_store_opens_as_fast_as_a_small_one(void **state) {
    struct sqlite_fixture *fixture = *state;
    assert_int_equal(sqlite_append(fixture, 64, 0), SYNOVIA_STORE_OK);
    long small = reads_to_open(fixture);
    for (int i = 0; i < 100; i++) {
        assert_int_equal(sqlite_append(fixture, 64, 0), SYNOVIA_STORE_OK);
    }
    long large = reads_to_open(fixture);
    assert_true(large <= small + 3); /* the tree of the records is higher */
    assert_true(large < 40);
}

#define OPENED(test) cmocka_unit_test_setup_teardown(test, sqlite_set_up, sqlite_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        OPENED(test_an_old_layout_is_brought_up_to_date),
        OPENED(test_an_old_layout_is_read_as_it_is),
        OPENED(test_bringing_up_to_date_may_fail),
        OPENED(test_a_newer_layout_is_refused),
        OPENED(test_a_text_is_no_store),
        OPENED(test_a_database_of_something_else_is_left_alone),
        OPENED(test_missing_tables_are_noticed),
        OPENED(test_every_page_may_be_damaged),
        OPENED(test_a_file_cut_short),
        OPENED(test_a_row_that_was_changed_is_noticed),
        OPENED(test_a_session_that_was_changed_is_named),
        OPENED(test_what_is_no_plain_file_is_refused),
        OPENED(test_a_file_that_was_moved_takes_no_writes),
        OPENED(test_only_its_owner_may_read_it),
        OPENED(test_names_that_mean_something_to_sqlite),
        OPENED(test_nothing_is_left_of_the_forgotten),
        OPENED(test_a_reader_makes_bytes_linger),
        OPENED(test_a_large_store_opens_as_fast_as_a_small_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
