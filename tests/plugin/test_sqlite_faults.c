/*
 * The SQLite store on a disk that fails: full, read-only, broken at the n-th operation, without
 * power. After each failure nothing is half done, and it goes on when the disk does.
 */
#include "plugin/sqlite_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* What a disk may do, and the statuses that may come of it. */
static const struct fault {
    unsigned operations;
    int result;
    int status;
    bool passes; /* SQLite waits for seconds for this to pass, so it does */
} faults[] = {
    {DISK_WRITE, SQLITE_FULL, SYNOVIA_STORE_FULL, false},
    {DISK_WRITE, SQLITE_IOERR_WRITE, SYNOVIA_STORE_IO, false},
    {DISK_WRITE, SQLITE_READONLY, SYNOVIA_STORE_READ_ONLY, false},
    {DISK_SYNC, SQLITE_IOERR_FSYNC, SYNOVIA_STORE_IO, false},
    {DISK_READ, SQLITE_IOERR_READ, SYNOVIA_STORE_IO, false},
    {DISK_READ, SQLITE_CORRUPT, SYNOVIA_STORE_CORRUPT, false},
    {DISK_READ | DISK_WRITE, SQLITE_IOERR_NOMEM, SYNOVIA_STORE_NO_MEMORY, false},
    {DISK_INDEX, SQLITE_IOERR_SHMMAP, SYNOVIA_STORE_IO, false},
    {DISK_TRUNCATE, SQLITE_IOERR_TRUNCATE, SYNOVIA_STORE_IO, false},
    {DISK_OPEN, SQLITE_CANTOPEN, SYNOVIA_STORE_IO, false},
    {DISK_LOCK, SQLITE_BUSY, SYNOVIA_STORE_BUSY, true},
    {DISK_LOCK, SQLITE_IOERR_LOCK, SYNOVIA_STORE_IO, false},
};

enum { FAULTS = sizeof faults / sizeof *faults };

static int put_session(struct sqlite_fixture *fixture, uint64_t revision) {
    const struct synovia_session session = {
        .size = sizeof session, .id = said("s"), .revision = revision, .state = {"state", 5}};
    const struct synovia_session *sessions[] = {&session};
    struct made_record made;
    make_record(&made, sqlite_head(fixture) + 1);
    const struct synovia_record *records[] = {&made.record};
    const struct synovia_batch batch = {.size = sizeof batch,
                                        .flags = SYNOVIA_BATCH_DURABLE,
                                        .records = records,
                                        .record_count = 1,
                                        .sessions = sessions,
                                        .session_count = 1};
    return fixture->routines->write(fixture->store, &batch, &fixture->message);
}

/* An operation that is tried on the failing disk. It returns a status, and leaves the store as it
 * was where that is not OK. */
typedef int trial_function(struct sqlite_fixture *fixture);

static int try_durable_write(struct sqlite_fixture *fixture) {
    return sqlite_append(fixture, 7, SYNOVIA_BATCH_DURABLE);
}

static int try_write(struct sqlite_fixture *fixture) {
    return sqlite_append(fixture, 7, 0);
}

static int try_sync(struct sqlite_fixture *fixture) {
    return fixture->routines->sync(fixture->store, &fixture->message);
}

static int count_record(void *context, const struct synovia_record *record) {
    *(uint64_t *)context += is_made(record) || is_made_erased(record);
    return 0;
}

static int try_read(struct sqlite_fixture *fixture) {
    uint64_t count = 0;
    const struct synovia_query query = {.size = sizeof query, .last = 30};
    int status =
        fixture->routines->read(fixture->store, &query, count_record, &count, &fixture->message);
    return status == SYNOVIA_STORE_OK && count != 30 ? -1 : status;
}

static int try_forget(struct sqlite_fixture *fixture) {
    static const uint64_t sequences[] = {3, 5, 20};
    struct synovia_forgotten forgotten = {.size = sizeof forgotten};
    return fixture->routines->forget(fixture->store, sequences, 3, NULL, &forgotten,
                                     &fixture->message);
}

static int try_backup(struct sqlite_fixture *fixture) {
    char copy[160];
    snprintf(copy, sizeof copy, "%s.copy", fixture->path);
    int status = fixture->routines->backup(fixture->store, said(copy), &fixture->message);
    FILE *file = fopen(copy, "rb");
    bool is_there = file != NULL;
    if (is_there) {
        fclose(file);
    }
    remove(copy);
    return is_there == (status == SYNOVIA_STORE_OK) ? status : -1;
}

static int try_open(struct sqlite_fixture *fixture) {
    sqlite_close(fixture);
    int status = sqlite_open(fixture, 0);
    return (fixture->store != NULL) == (status == SYNOVIA_STORE_OK) ? status : -1;
}

/* Makes the n-th operation fail, for n from 1 until nothing failed any more. What is swallowed (a
 * checkpoint that can be made later) may leave the trial well. */
static void try_with(struct sqlite_fixture *fixture, const struct fault *fault,
                     trial_function *trial, bool stays) {
    for (long n = 1;; n++) {
        uint64_t head = fixture->store == NULL ? 0 : sqlite_head(fixture);
        disk_fail(&fixture->disk, fault->operations, n, fault->result, stays);
        int status = trial(fixture);
        bool failed = disk_calm(&fixture->disk);
        if (status != SYNOVIA_STORE_OK) {
            assert_true(failed);
            assert_int_equal(status, fault->status);
            assert_true(fixture->message.length > 0);
        }
        if (fixture->store == NULL) {
            sqlite_reopen(fixture);
        } else if (status != SYNOVIA_STORE_OK) {
            assert_int_equal(sqlite_head(fixture), head);
        }
        sqlite_assert_whole(fixture);
        if (!failed) {
            return;
        }
    }
}

static void try_all_faults(struct sqlite_fixture *fixture, trial_function *trial) {
    assert_int_equal(sqlite_append(fixture, 40, 0), SYNOVIA_STORE_OK);
    for (size_t i = 0; i < FAULTS; i++) {
        try_with(fixture, &faults[i], trial, false);
        if (!faults[i].passes) {
            try_with(fixture, &faults[i], trial, true);
        }
        sqlite_reopen(fixture);
        sqlite_assert_whole(fixture);
    }
}

static void test_a_durable_write(void **state) {
    try_all_faults(*state, try_durable_write);
}

static void test_a_write(void **state) {
    try_all_faults(*state, try_write);
}

static void test_a_sync(void **state) {
    try_all_faults(*state, try_sync);
}

static void test_reading(void **state) {
    try_all_faults(*state, try_read);
}

static void test_forgetting(void **state) {
    try_all_faults(*state, try_forget);
}

static void test_a_backup(void **state) {
    try_all_faults(*state, try_backup);
}

static void test_opening(void **state) {
    try_all_faults(*state, try_open);
}

/* ---- a disk that stays full ---- */

static void test_a_full_disk_that_is_emptied(void **state) {
    struct sqlite_fixture *fixture = *state;
    assert_int_equal(sqlite_append(fixture, 40, SYNOVIA_BATCH_DURABLE), SYNOVIA_STORE_OK);
    assert_int_equal(put_session(fixture, 1), SYNOVIA_STORE_OK);
    disk_fail(&fixture->disk, DISK_WRITE, 1, SQLITE_FULL, true);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(sqlite_append(fixture, 3, SYNOVIA_BATCH_DURABLE), SYNOVIA_STORE_FULL);
        assert_int_equal(put_session(fixture, 2), SYNOVIA_STORE_FULL);
        assert_int_equal(sqlite_head(fixture), 41);
    }
    char expected[256];
    snprintf(expected, sizeof expected,
             "no room is left for the store; free some on its disk (database or disk is full, 13): "
             "%s",
             fixture->path);
    assert_string_equal(sqlite_said(fixture), expected);
    assert_true(disk_calm(&fixture->disk));
    assert_int_equal(put_session(fixture, 2), SYNOVIA_STORE_OK);
    assert_int_equal(sqlite_append(fixture, 3, SYNOVIA_BATCH_DURABLE), SYNOVIA_STORE_OK);
    sqlite_assert_whole(fixture);
}

/* ---- somebody else, and a medium that cannot be written ---- */

static void test_another_writer_holds_it(void **state) {
    struct sqlite_fixture *fixture = *state;
    assert_int_equal(sqlite_append(fixture, 3, 0), SYNOVIA_STORE_OK);
    sqlite3 *other = NULL;
    assert_int_equal(sqlite3_open(fixture->path, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite_append(fixture, 1, 0), SYNOVIA_STORE_BUSY);
    char expected[256];
    snprintf(expected, sizeof expected,
             "another process holds the store; it is tried again (database is locked, 5): %s",
             fixture->path);
    assert_string_equal(sqlite_said(fixture), expected);
    sqlite_assert_whole(fixture);
    assert_int_equal(sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(other);
    assert_int_equal(sqlite_append(fixture, 1, 0), SYNOVIA_STORE_OK);
}

static void test_a_medium_that_cannot_be_written(void **state) {
    struct sqlite_fixture *fixture = *state;
    assert_int_equal(sqlite_append(fixture, 3, 0), SYNOVIA_STORE_OK);
    sqlite_close(fixture);
    fixture->disk.read_only = true;
    assert_int_equal(sqlite_open(fixture, 0), SYNOVIA_STORE_READ_ONLY);
    assert_int_equal(sqlite_open(fixture, SYNOVIA_OPEN_READ_ONLY), SYNOVIA_STORE_OK);
    sqlite_assert_whole(fixture);
    fixture->disk.read_only = false;
    sqlite_reopen(fixture);
}

/* ---- syncs ---- */

static void test_syncs_are_made_where_they_are_promised(void **state) {
    struct sqlite_fixture *fixture = *state;
    disk_calm(&fixture->disk);
    assert_int_equal(sqlite_append(fixture, 5, 0), SYNOVIA_STORE_OK);
    assert_int_equal(fixture->disk.syncs, 0);
    assert_int_equal(sqlite_append(fixture, 5, SYNOVIA_BATCH_DURABLE), SYNOVIA_STORE_OK);
    assert_int_equal(fixture->disk.log_syncs, 1);
    disk_calm(&fixture->disk);
    assert_int_equal(sqlite_append(fixture, 5, 0), SYNOVIA_STORE_OK);
    assert_int_equal(fixture->disk.syncs, 0);
    assert_int_equal(fixture->routines->sync(fixture->store, &fixture->message), SYNOVIA_STORE_OK);
    assert_int_equal(fixture->disk.log_syncs, 1);
    assert_int_equal(fixture->disk.database_syncs, 0);
}

/* Everything up to here is lost that was not on the platters. */
static void cut_power(struct sqlite_fixture *fixture) {
    disk_fail(&fixture->disk, DISK_ANY, 1, SQLITE_IOERR, true);
    sqlite_close(fixture);
    disk_calm(&fixture->disk);
    disk_cut_power(&fixture->disk);
    sqlite_reopen(fixture);
    sqlite_assert_whole(fixture);
}

static void test_power_is_cut(void **state) {
    struct sqlite_fixture *fixture = *state;
    assert_int_equal(sqlite_append(fixture, 5, SYNOVIA_BATCH_DURABLE), SYNOVIA_STORE_OK);
    assert_int_equal(sqlite_append(fixture, 5, 0), SYNOVIA_STORE_OK);
    cut_power(fixture);
    assert_int_equal(sqlite_head(fixture), 5); /* what was not durable may go, and here it does */
    assert_int_equal(sqlite_append(fixture, 5, 0), SYNOVIA_STORE_OK);
    assert_int_equal(sqlite_append(fixture, 5, SYNOVIA_BATCH_DURABLE), SYNOVIA_STORE_OK);
    cut_power(fixture);
    assert_int_equal(sqlite_head(fixture), 15);
    assert_int_equal(sqlite_append(fixture, 5, 0), SYNOVIA_STORE_OK);
    assert_int_equal(fixture->routines->sync(fixture->store, &fixture->message), SYNOVIA_STORE_OK);
    cut_power(fixture);
    assert_int_equal(sqlite_head(fixture), 20);
}

/* The sync fails once, and with it goes what an earlier write had left to it. */
static void test_a_failed_sync_is_not_forgotten(void **state) {
    struct sqlite_fixture *fixture = *state;
    assert_int_equal(sqlite_append(fixture, 5, SYNOVIA_BATCH_DURABLE), SYNOVIA_STORE_OK);
    assert_int_equal(sqlite_append(fixture, 5, 0), SYNOVIA_STORE_OK);
    disk_fail(&fixture->disk, DISK_SYNC, 1, SQLITE_IOERR_FSYNC, false);
    assert_int_equal(sqlite_append(fixture, 5, SYNOVIA_BATCH_DURABLE), SYNOVIA_STORE_IO);
    assert_true(disk_calm(&fixture->disk));
    assert_int_equal(sqlite_head(fixture), 10);
    assert_int_equal(sqlite_append(fixture, 2, SYNOVIA_BATCH_DURABLE), SYNOVIA_STORE_OK);
    cut_power(fixture);
    assert_int_equal(sqlite_head(fixture), 12);
    assert_int_equal(sqlite_append(fixture, 5, 0), SYNOVIA_STORE_OK);
    disk_fail(&fixture->disk, DISK_SYNC, 1, SQLITE_IOERR_FSYNC, false);
    assert_int_equal(fixture->routines->sync(fixture->store, &fixture->message), SYNOVIA_STORE_IO);
    assert_int_equal(fixture->routines->sync(fixture->store, &fixture->message), SYNOVIA_STORE_OK);
    cut_power(fixture);
    assert_int_equal(sqlite_head(fixture), 17);
}

/* Batches, a sync and a checkpoint; `*safe` is the last sequence that was acknowledged as durable.
 */
static void write_until_power_fails(struct sqlite_fixture *fixture, uint64_t *safe) {
    static const char steps[] = "dnndcdnsd";
    for (const char *step = steps; *step != '\0' && !fixture->disk.failed; step++) {
        int status = SYNOVIA_STORE_OK;
        if (*step == 'c') {
            sqlite_close(fixture);
            status = sqlite_open(fixture, 0);
        } else if (*step == 's') {
            status = fixture->routines->sync(fixture->store, &fixture->message);
        } else {
            status = sqlite_append(fixture, 3, *step == 'd' ? SYNOVIA_BATCH_DURABLE : 0);
        }
        if (status == SYNOVIA_STORE_OK && *step != 'n') {
            struct synovia_head head = {.size = sizeof head};
            status = fixture->routines->head(fixture->store, &head, &fixture->message);
            *safe = status == SYNOVIA_STORE_OK && *step != 'c' ? head.sequence : *safe;
        }
    }
}

static void test_power_is_cut_at_any_operation(void **state) {
    struct sqlite_fixture *fixture = *state;
    uint64_t safe = 0;
    bool failed = true;
    long n = 0;
    while (failed) {
        disk_fail(&fixture->disk, DISK_WRITE | DISK_SYNC | DISK_TRUNCATE, ++n, SQLITE_IOERR, true);
        write_until_power_fails(fixture, &safe);
        failed = fixture->disk.failed;
        cut_power(fixture);
        assert_true(sqlite_head(fixture) >= safe);
        safe = sqlite_head(fixture);
        sqlite_reopen(fixture); /* an empty log, so that each run has about as much to do */
    }
    assert_true(n > 50);
}

#define FAULTY(test) cmocka_unit_test_setup_teardown(test, sqlite_set_up, sqlite_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        FAULTY(test_a_durable_write),
        FAULTY(test_a_write),
        FAULTY(test_a_sync),
        FAULTY(test_reading),
        FAULTY(test_forgetting),
        FAULTY(test_a_backup),
        FAULTY(test_opening),
        FAULTY(test_a_full_disk_that_is_emptied),
        FAULTY(test_another_writer_holds_it),
        FAULTY(test_a_medium_that_cannot_be_written),
        FAULTY(test_syncs_are_made_where_they_are_promised),
        FAULTY(test_power_is_cut),
        FAULTY(test_a_failed_sync_is_not_forgotten),
        FAULTY(test_power_is_cut_at_any_operation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
