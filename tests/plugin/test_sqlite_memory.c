/*
 * Memory fails in turn: the n-th allocation of SQLite, and so of the store, which takes its own
 * from SQLite as well. Each routine says so, or does without, and leaves the store as it was.
 */
#include "plugin/sqlite_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/*
 * SQLite's memory methods have no context argument, so this is the one place that keeps state, as
 * in support/failing_malloc.c.
 */
static sqlite3_mem_methods real;
static long countdown; /* 0: nothing fails */
static bool has_failed;

static bool must_fail(void) {
    if (countdown == 0 || --countdown > 0) {
        return false;
    }
    has_failed = true;
    return true;
}

static void *failing_allocate(int size) {
    return must_fail() ? NULL : real.xMalloc(size);
}

static void *failing_reallocate(void *memory, int size) {
    return must_fail() ? NULL : real.xRealloc(memory, size);
}

static void install(void) {
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real);
    sqlite3_mem_methods failing = real;
    failing.xMalloc = failing_allocate;
    failing.xRealloc = failing_reallocate;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &failing);
    sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0); /* so that small things fail as well */
}

static int see_record(void *context, const struct synovia_record *record) {
    *(uint64_t *)context += is_made(record) || is_made_erased(record);
    return 0;
}

static int see_session(void *context, const struct synovia_session *session) {
    *(uint64_t *)context += session->revision;
    return 0;
}

static int see_bytes(void *context, struct synovia_bytes bytes) {
    *(uint64_t *)context += bytes.length;
    return 0;
}

/* ---- the routines, each as a trial: a status, or -1 for what must not be ---- */

typedef int trial_function(struct sqlite_fixture *fixture);

static int try_open(struct sqlite_fixture *fixture) {
    sqlite_close(fixture);
    int status = sqlite_open(fixture, 0);
    return (fixture->store != NULL) == (status == SYNOVIA_STORE_OK) ? status : -1;
}

static int try_head(struct sqlite_fixture *fixture) {
    struct synovia_head head = {.size = sizeof head};
    return fixture->routines->head(fixture->store, &head, &fixture->message);
}

static int try_write(struct sqlite_fixture *fixture) {
    return sqlite_append(fixture, 5, SYNOVIA_BATCH_DURABLE);
}

/* Everything that a batch can hold; an existing session goes, and comes back. */
static int try_batch(struct sqlite_fixture *fixture) {
    static uint64_t number; /* another id each time */
    char id[33];
    snprintf(id, sizeof id, "%032llx", (unsigned long long)++number);
    const struct synovia_session session = {
        .size = sizeof session, .id = said(id), .revision = 1, .state = {"state", 5}};
    const struct synovia_session *sessions[] = {&session};
    const struct synovia_source source = {sizeof source, said(id), {"source", 6}};
    const struct synovia_source *sources[] = {&source};
    const struct synovia_text gone[] = {said("nobody")};
    const struct synovia_batch batch = {.size = sizeof batch,
                                        .sessions = sessions,
                                        .session_count = 1,
                                        .gone = gone,
                                        .gone_count = 1,
                                        .sources = sources,
                                        .source_count = 1};
    return fixture->routines->write(fixture->store, &batch, &fixture->message);
}

static int try_sync(struct sqlite_fixture *fixture) {
    return fixture->routines->sync(fixture->store, &fixture->message);
}

static int try_read(struct sqlite_fixture *fixture) {
    uint64_t seen = 0;
    const struct synovia_query query = {.size = sizeof query, .last = 20};
    int status =
        fixture->routines->read(fixture->store, &query, see_record, &seen, &fixture->message);
    return status == SYNOVIA_STORE_OK && seen != 20 ? -1 : status;
}

static int try_session(struct sqlite_fixture *fixture) {
    uint64_t seen = 0;
    int status = fixture->routines->session(fixture->store, said("s"), see_session, &seen,
                                            &fixture->message);
    return status == SYNOVIA_STORE_OK && seen != 1 ? -1 : status;
}

static int try_sessions(struct sqlite_fixture *fixture) {
    uint64_t seen = 0;
    int status = fixture->routines->sessions(fixture->store, INT64_MAX, 0, see_session, &seen,
                                             &fixture->message);
    return status == SYNOVIA_STORE_OK && seen < 1 ? -1 : status;
}

static int try_source(struct sqlite_fixture *fixture) {
    uint64_t seen = 0;
    int status =
        fixture->routines->source(fixture->store, said("d"), see_bytes, &seen, &fixture->message);
    return status == SYNOVIA_STORE_OK && seen != 6 ? -1 : status;
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
    return (remove(copy) == 0) == (status == SYNOVIA_STORE_OK) ? status : -1;
}

static int try_check(struct sqlite_fixture *fixture) {
    return fixture->routines->check(fixture->store, &fixture->message);
}

static int try_info(struct sqlite_fixture *fixture) {
    struct synovia_store_info info = {.size = sizeof info};
    return fixture->routines->info(fixture->store, &info, &fixture->message);
}

static const struct {
    const char *name;
    trial_function *trial;
} trials[] = {
    {"open", try_open},       {"head", try_head},         {"write", try_write},
    {"batch", try_batch},     {"sync", try_sync},         {"read", try_read},
    {"session", try_session}, {"sessions", try_sessions}, {"source", try_source},
    {"forget", try_forget},   {"backup", try_backup},     {"check", try_check},
    {"info", try_info},
};

static void put_something(struct sqlite_fixture *fixture) {
    assert_int_equal(sqlite_append(fixture, 40, 0), SYNOVIA_STORE_OK);
    const struct synovia_session session = {
        .size = sizeof session, .id = said("s"), .revision = 1, .state = {"state", 5}};
    const struct synovia_session *sessions[] = {&session};
    const struct synovia_source source = {sizeof source, said("d"), {"source", 6}};
    const struct synovia_source *sources[] = {&source};
    const struct synovia_batch batch = {.size = sizeof batch,
                                        .sessions = sessions,
                                        .session_count = 1,
                                        .sources = sources,
                                        .source_count = 1};
    assert_int_equal(fixture->routines->write(fixture->store, &batch, &fixture->message),
                     SYNOVIA_STORE_OK);
}

static void try_until_ok(struct sqlite_fixture *fixture, const char *name, trial_function *trial) {
    for (long n = 1;; n++) {
        uint64_t head = sqlite_head(fixture);
        countdown = n;
        has_failed = false;
        int status = trial(fixture);
        countdown = 0;
        if (status != SYNOVIA_STORE_OK) {
            if (status != SYNOVIA_STORE_NO_MEMORY || !has_failed) {
                fail_msg("%s with allocation %ld failing: %d: %s", name, n, status,
                         sqlite_said(fixture));
            }
            if (fixture->store == NULL) {
                sqlite_reopen(fixture);
            }
            assert_int_equal(sqlite_head(fixture), head);
        }
        if (!has_failed) {
            return;
        }
    }
}

static void test_each_allocation_may_fail(void **state) {
    struct sqlite_fixture *fixture = *state;
    put_something(fixture);
    for (size_t i = 0; i < sizeof trials / sizeof *trials; i++) {
        try_until_ok(fixture, trials[i].name, trials[i].trial);
        sqlite_assert_whole(fixture);
    }
}

int main(void) {
    install();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_each_allocation_may_fail, sqlite_set_up,
                                        sqlite_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
