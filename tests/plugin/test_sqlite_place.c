/*
 * The SQLite store's files, taken away, replaced or cut while it is open: what it has acknowledged
 * is saved, or it says loudly that it may be lost.
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

enum { PATH = 160 };

static void path_of(struct sqlite_fixture *fixture, const char *ending, char path[PATH]) {
    snprintf(path, PATH, "%s%s", fixture->path, ending);
}

static void take_away(struct sqlite_fixture *fixture, const char *ending) {
    char path[PATH];
    path_of(fixture, ending, path);
    assert_int_equal(unlink(path), 0);
}

/* Another file of the same content takes its place. */
static void replace(struct sqlite_fixture *fixture, const char *ending) {
    static char bytes[1 << 20];
    char path[PATH];
    path_of(fixture, ending, path);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t length = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    assert_int_equal(unlink(path), 0);
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    fclose(file);
}

static void assert_said_of(struct sqlite_fixture *fixture, const char *what, const char *became,
                           const char *ending) {
    char expected[600];
    snprintf(expected, sizeof expected, "%s while it was open; %s: %s%s", what, became,
             fixture->path, ending);
    assert_string_equal(sqlite_said(fixture), expected);
}

static const char saved[] =
    "what it held is saved in the database, and the store is to be opened anew";
static const char lost[] = "what was written last may be lost: stop what writes to the store, and "
                           "keep its files as they are";

/* What the database alone holds, without its log: as after a killed process. */
static uint64_t records_without_log(struct sqlite_fixture *fixture) {
    char copy[PATH];
    char command[3 * PATH];
    path_of(fixture, ".copy", copy);
    snprintf(command, sizeof command, "cp '%s' '%s'", fixture->path, copy);
    assert_int_equal(system(command), 0);
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_open(copy, &database), SQLITE_OK);
    sqlite3_prepare_v2(database, "SELECT count(*) FROM records", -1, &statement, NULL);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    uint64_t count = (uint64_t)sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(database);
    unlink(copy);
    return count;
}

static void test_a_log_that_is_gone_is_saved(void **state) {
    struct sqlite_fixture *fixture = *state;
    static const struct {
        const char *ending;
        void (*happen)(struct sqlite_fixture *fixture, const char *ending);
        const char *what;
    } rows[] = {
        {"-wal", take_away, "the log of the store was moved or deleted"},
        {"-wal", replace, "the log of the store was moved or deleted"},
        {"-shm", take_away, "the index of the store's log was moved or deleted"},
        {"-shm", replace, "the index of the store's log was moved or deleted"},
    };
    uint64_t written = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(sqlite_append(fixture, 7, SYNOVIA_BATCH_DURABLE), SYNOVIA_STORE_OK);
        written += 7;
        rows[i].happen(fixture, rows[i].ending);
        /* Nothing more is promised by this handle; what was promised is in the database now. */
        for (int again = 0; again < 2; again++) {
            assert_int_equal(sqlite_append(fixture, 1, SYNOVIA_BATCH_DURABLE), SYNOVIA_STORE_IO);
            assert_said_of(fixture, rows[i].what, saved, rows[i].ending);
            assert_int_equal(records_without_log(fixture), written);
        }
        sqlite_reopen(fixture);
        assert_int_equal(sqlite_head(fixture), written);
        assert_int_equal(sqlite_append(fixture, 1, SYNOVIA_BATCH_DURABLE), SYNOVIA_STORE_OK);
        written++;
        sqlite_assert_whole(fixture);
    }
}

/* A sync promises what was written before it. */
static void test_a_sync_saves_a_log_that_is_gone(void **state) {
    struct sqlite_fixture *fixture = *state;
    assert_int_equal(sqlite_append(fixture, 7, 0), SYNOVIA_STORE_OK);
    take_away(fixture, "-wal");
    assert_int_equal(fixture->routines->sync(fixture->store, &fixture->message), SYNOVIA_STORE_OK);
    assert_int_equal(records_without_log(fixture), 7);
    assert_int_equal(sqlite_append(fixture, 1, 0), SYNOVIA_STORE_IO);
}

/* Who only closes the store saves it as well. */
static void test_closing_saves_a_log_that_is_gone(void **state) {
    struct sqlite_fixture *fixture = *state;
    assert_int_equal(sqlite_append(fixture, 7, SYNOVIA_BATCH_DURABLE), SYNOVIA_STORE_OK);
    take_away(fixture, "-wal");
    sqlite_reopen(fixture);
    assert_int_equal(sqlite_head(fixture), 7);
    sqlite_assert_whole(fixture);
}

/* Somebody else may have begun another log: nothing is carried over behind their back. When they
 * have gone, it is. */
static void test_nothing_is_carried_over_while_others_have_it_open(void **state) {
    struct sqlite_fixture *fixture = *state;
    assert_int_equal(sqlite_append(fixture, 7, SYNOVIA_BATCH_DURABLE), SYNOVIA_STORE_OK);
    sqlite_reopen(fixture); /* what was written is in the database */
    assert_int_equal(sqlite_append(fixture, 7, SYNOVIA_BATCH_DURABLE), SYNOVIA_STORE_OK);
    struct synovia_store *mine = fixture->store;
    assert_int_equal(sqlite_open(fixture, 0), SYNOVIA_STORE_OK);
    struct synovia_store *other = fixture->store;
    fixture->store = mine;
    take_away(fixture, "-wal");
    assert_int_equal(records_without_log(fixture), 7);
    assert_int_equal(sqlite_append(fixture, 1, SYNOVIA_BATCH_DURABLE), SYNOVIA_STORE_IO);
    assert_said_of(fixture, "the log of the store was moved or deleted", lost, "-wal");
    assert_int_equal(records_without_log(fixture), 7);
    fixture->routines->close(other);
    assert_int_equal(sqlite_append(fixture, 1, SYNOVIA_BATCH_DURABLE), SYNOVIA_STORE_IO);
    assert_said_of(fixture, "the log of the store was moved or deleted", saved, "-wal");
    sqlite_reopen(fixture);
    assert_int_equal(sqlite_head(fixture), 14);
    sqlite_assert_whole(fixture);
}

/* What was cut off is nowhere any more: it is said, and the database is left as it is. */
static void test_what_is_cut_is_told(void **state) {
    struct sqlite_fixture *fixture = *state;
    static const struct {
        const char *ending;
        const char *what;
        off_t bytes;
    } rows[] = {{"-wal", "the log of the store was cut", 1000},
                {"-wal", "the log of the store was cut", 0},
                {"", "the file of the store was cut", 4096}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char path[PATH];
        path_of(fixture, rows[i].ending, path);
        sqlite_reopen(fixture); /* what was written is in the database */
        assert_int_equal(sqlite_append(fixture, 7, SYNOVIA_BATCH_DURABLE), SYNOVIA_STORE_OK);
        assert_int_equal(truncate(path, rows[i].bytes), 0);
        assert_int_equal(sqlite_append(fixture, 1, SYNOVIA_BATCH_DURABLE), SYNOVIA_STORE_IO);
        assert_said_of(fixture, rows[i].what, lost, rows[i].ending);
        struct stat after;
        assert_int_equal(stat(path, &after), 0);
        assert_int_equal(after.st_size, rows[i].bytes);
    }
}

#define OPENED(test) cmocka_unit_test_setup_teardown(test, sqlite_set_up, sqlite_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        OPENED(test_a_log_that_is_gone_is_saved),
        OPENED(test_a_sync_saves_a_log_that_is_gone),
        OPENED(test_closing_saves_a_log_that_is_gone),
        OPENED(test_nothing_is_carried_over_while_others_have_it_open),
        OPENED(test_what_is_cut_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
