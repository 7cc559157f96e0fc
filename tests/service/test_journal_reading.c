/* Everything that reads a journal, with each allocation failing in turn: it says so, and the next
 * one works. */
#include "service/service.h"
#include "support/failing_malloc.h"
#include "support/temporary_folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { PATH = 512, DAY = 20574 }; /* 2026-05-01 */

#define KNEE SYNOVIA_SOURCE_DIR "/tests/service/protocols/knee.lua"

struct library {
    struct temporary_folder folder;
    char path[PATH];
    struct service *service;
    struct service_journal *journal;
};

static int32_t today(void *context) {
    (void)context;
    return DAY;
}

static int64_t now(void *context) {
    (void)context;
    return (int64_t)DAY * 24 * 3600 * 1000;
}

static struct service *new_service(void) {
    struct service_options options = {.today = today, .now = now};
    struct service *service = service_new(&options);
    assert_non_null(service);
    return service;
}

static void load_knee(struct service *service) {
    struct buffer report = {0};
    assert_int_equal(service_load_file(service, KNEE, &report), SERVICE_LOADED);
    buffer_free(&report);
}

/* Some decisions of knee on record. */
static void record(struct library *library) {
    static const char *const params[] = {
        "{\"protocol\": \"knee\", \"facts\": {\"age\": 30}, \"ref\": \"anna\"}",
        "{\"protocol\": \"knee\", \"facts\": {\"age\": 3}, \"ref\": \"ben\"}",
        "{\"protocol\": \"knee\", \"facts\": {}}",
    };
    struct buffer problem = {0};
    struct buffer answer = {0};
    struct service *service = new_service();
    struct service_keeping keeping = {
        .store = SQLITE_PLUGIN, .journal = library->path, .durability = SERVICE_NONE};
    assert_true(service_keep(service, &keeping, &problem));
    load_knee(service);
    struct service_peer *peer = service_peer_new(service);
    for (size_t i = 0; i < sizeof params / sizeof *params; i++) {
        assert_true(service_call_json(peer, text_of("screen"), text_of(params[i]), false, &answer));
    }
    service_peer_free(peer);
    assert_int_equal(service_stop_keeping(service), 0);
    service_free(service);
    buffer_free(&answer);
    buffer_free(&problem);
}

static int set_up(void **state) {
    struct library *library = calloc(1, sizeof *library);
    struct buffer problem = {0};
    temporary_folder_make(&library->folder);
    temporary_folder_file(&library->folder, "journal.db", library->path, sizeof library->path);
    record(library);
    library->service = new_service();
    load_knee(library->service);
    library->journal = service_journal_open(SQLITE_PLUGIN, library->path, true, &problem);
    assert_non_null(library->journal);
    *state = library;
    return 0;
}

static int tear_down(void **state) {
    struct library *library = *state;
    service_journal_close(library->journal);
    service_free(library->service);
    temporary_folder_remove(&library->folder);
    free(library);
    return 0;
}

/* ---- the operations -------------------------------------------------------------------------- */

static bool count_one(void *context, struct text item) {
    (void)item;
    ++*(int *)context;
    return true;
}

/* It is told as a failure, in words that may themselves have had no memory. */
static enum operation_outcome outcome_of(bool done, bool right) {
    return !done ? OPERATION_FAILED : right ? OPERATION_DONE : OPERATION_WRONG;
}

static enum operation_outcome show(void *context) {
    struct library *library = context;
    int count = 0;
    struct buffer problem = {0};
    struct service_journal_filter decisions = {.kind = text_of("decision")};
    struct service_journal_listener listener = {&count, count_one, NULL};
    bool done = service_journal_show(library->journal, &decisions, true, &listener, &problem);
    buffer_free(&problem);
    return outcome_of(done, count == 3);
}

static enum operation_outcome verify(void *context) {
    struct library *library = context;
    struct buffer report = {0};
    struct buffer problem = {0};
    struct service_journal_listener listener = {NULL, NULL, NULL};
    enum service_verify verified =
        service_journal_verify(library->journal, 0, 0, text_of(""), &listener, &report, &problem);
    buffer_free(&report);
    buffer_free(&problem);
    return outcome_of(verified != SERVICE_VERIFY_COULD_NOT, verified == SERVICE_VERIFY_WHOLE);
}

static enum operation_outcome stats(void *context) {
    struct library *library = context;
    struct buffer report = {0};
    struct buffer problem = {0};
    struct service_journal_filter all = {0};
    struct service_journal_listener listener = {NULL, NULL, NULL};
    bool done = service_journal_stats(library->journal, &all, &listener, &report, &problem);
    bool right = report.length > 0 && !report.failed;
    buffer_free(&report);
    buffer_free(&problem);
    return outcome_of(done, right);
}

static bool holds(struct text bytes, struct text part) {
    for (size_t i = 0; i + part.length <= bytes.length; i++) {
        if (memcmp(bytes.at + i, part.at, part.length) == 0) {
            return true;
        }
    }
    return false;
}

static enum operation_outcome replay(void *context) {
    struct library *library = context;
    struct buffer report = {0};
    struct buffer problem = {0};
    struct service_journal_filter all = {0};
    struct service_journal_listener listener = {NULL, NULL, NULL};
    bool done = service_replay(library->service, text_of("knee"), library->journal, &all, &listener,
                               &report, &problem);
    /* "replayed": 3, "same": 3 */
    bool right = report.length > 0 && holds(buffer_text(&report), text_of("replayed\3\244same\3"));
    buffer_free(&report);
    buffer_free(&problem);
    return outcome_of(done, right);
}

static void each_allocation_may_fail(void **state) {
    static enum operation_outcome (*const operations[])(void *) = {show, verify, stats, replay};
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
        assert_true(failing_malloc_until_ok(operations[i], *state) > 0);
        assert_int_equal(operations[i](*state), OPERATION_DONE);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_allocation_may_fail, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
