/* What is answered later: jobs, subscriptions and live reload, driven by hand as a loop would. */
#include "service/asking.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

/* A peer whose answers come later, and what was delivered to it as JSON lines. */
struct later {
    struct asking *asking;
    struct buffer delivered;
    struct buffer told; /* of reloads: a line "how file" each */
    char folder[64];
    char path[96];
};

static void deliver(void *context, struct text bytes) {
    struct later *later = context;
    service_json_from_wire(bytes, false, &later->delivered);
    buffer_append_string(&later->delivered, "\n");
}

static void told(void *context, enum service_reload how, struct text report) {
    struct later *later = context;
    buffer_append_format(&later->told, "%d ", how);
    service_json_from_wire(report, false, &later->told);
    buffer_append_string(&later->told, "\n");
}

static void write_protocol(const struct later *later, const char *version, const char *when) {
    FILE *file = fopen(later->path, "w");
    assert_non_null(file);
    fprintf(file,
            "protocol \"p\" { format = 1, version = \"%s\", title = \"P\" }\n"
            "local fever = yes_no \"fever\" { ask = \"?\" }\n"
            "red_flag \"f\" { when = %s, because = \"F\", source = \"T\",\n"
            "  refer = { to = \"x\", urgency = \"urgent\" } }\n",
            version, when);
    assert_int_equal(fclose(file), 0);
}

static int later_open(void **state) {
    struct later *later = calloc(1, sizeof *later);
    struct service_watcher watcher = {later, told};
    struct service_listener listener = {later, deliver};
    void *asking;
    asking_open(&asking);
    later->asking = asking;
    service_watch(later->asking->service, &watcher);
    service_peer_listen(later->asking->peer, &listener);
    snprintf(later->folder, sizeof later->folder, "/tmp/synovia-test-XXXXXX");
    assert_non_null(mkdtemp(later->folder));
    snprintf(later->path, sizeof later->path, "%s/p.lua", later->folder);
    write_protocol(later, "1.0.0", "fever");
    *state = later;
    return 0;
}

static int later_close(void **state) {
    struct later *later = *state;
    void *asking = later->asking;
    unlink(later->path);
    rmdir(later->folder);
    asking_close(&asking);
    buffer_free(&later->delivered);
    buffer_free(&later->told);
    free(later);
    return 0;
}

/* Sends one call; what is answered at once is dropped. */
static void send_call(struct later *later, const char *method, const char *params) {
    struct buffer bytes = {0};
    struct buffer out = {0};
    size_t length = 0;
    assert_true(service_write_call(text_of(method), text_of(params), &bytes));
    struct text rest = buffer_text(&bytes);
    while (rest.length > 0) {
        assert_int_equal(service_scan(later->asking->peer, rest, &length, &out), SERVICE_WHOLE);
        assert_true(service_answer(later->asking->peer, text_from(rest.at, length), &out));
        rest = text_from(rest.at + length, rest.length - length);
    }
    buffer_free(&bytes);
    buffer_free(&out);
}

static void run_jobs(struct later *later) {
    struct service *service = later->asking->service;
    struct service_job *job;
    while ((job = service_take_job(service)) != NULL) {
        service_run_job(job);
        service_end_job(service);
    }
}

static bool has(struct buffer *buffer, const char *part) {
    buffer_append(buffer, "", 1);
    buffer->length--;
    return strstr(buffer->at, part) != NULL;
}

/* ---- jobs ------------------------------------------------------------------------------------ */

#define MANY                                                                                       \
    "{\"protocol\":\"knee\",\"people\":[{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},"       \
    "{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}]}"

static void test_many_are_done_in_slices(void **state) {
    struct later *later = *state;
    struct service *service = later->asking->service;
    send_call(later, "screen_many", MANY);
    assert_int_equal(service_peer_owed(later->asking->peer), 1);
    assert_true(service_has_work(service));
    service_work(service);
    assert_int_equal(later->delivered.length, 0);
    service_work(service);
    assert_false(service_has_work(service));
    assert_int_equal(service_peer_owed(later->asking->peer), 0);
    assert_true(has(&later->delivered, "[1,1,null,[{\"decision\":"));
}

static void test_a_peer_may_have_only_so_many_under_way(void **state) {
    struct later *later = *state;
    for (int i = 0; i < 5; i++) {
        send_call(later, "screen_many", MANY);
    }
    assert_int_equal(service_peer_owed(later->asking->peer), 4);
}

static void test_jobs_of_a_peer_that_is_gone_are_dropped(void **state) {
    struct later *later = *state;
    struct service *service = later->asking->service;
    send_call(later, "screen_many", MANY);
    send_call(later, "check", "{\"source\":\"x\"}");
    send_call(later, "test", "{\"protocol\":\"knee\"}");
    struct service_job *job = service_take_job(service);
    assert_non_null(job);
    assert_null(service_take_job(service)); /* one at a time */
    service_peer_free(later->asking->peer);
    later->asking->peer = NULL;
    assert_false(service_has_work(service));
    service_run_job(job);
    service_end_job(service);
    assert_null(service_take_job(service));
    assert_int_equal(later->delivered.length, 0);
}

static void test_a_check_is_answered_by_a_job(void **state) {
    struct later *later = *state;
    send_call(later, "check", "{\"source\":\"local a = b\"}");
    run_jobs(later);
    assert_true(has(&later->delivered, "\"undeclared\""));
}

/* ---- reload ---------------------------------------------------------------------------------- */

static void reload(struct later *later) {
    buffer_clear(&later->told);
    buffer_clear(&later->delivered);
    assert_true(service_reload(later->asking->service, later->folder));
    run_jobs(later);
}

static void test_a_new_protocol_goes_live_and_is_told(void **state) {
    struct later *later = *state;
    send_call(later, "subscribe", "{\"topics\":[\"protocol.changed\"]}");
    assert_true(service_peer_is_subscribed(later->asking->peer));
    reload(later);
    assert_true(
        has(&later->delivered, "[2,\"protocol.changed\",[{\"id\":\"p\",\"version\":\"1.0.0\""));
    assert_int_equal(service_protocol_count(later->asking->service), 1); /* knee is elsewhere */
    assert_true(text_is(service_protocol_id(later->asking->service, 0), "p"));
}

static void test_what_has_not_changed_is_not_told(void **state) {
    struct later *later = *state;
    reload(later);
    reload(later);
    assert_int_equal(later->told.length, 0);
}

static void test_a_broken_change_leaves_the_old_one_live(void **state) {
    struct later *later = *state;
    reload(later);
    write_protocol(later, "1.1.0", "fevr");
    reload(later);
    assert_true(has(&later->told, "1 {\"load\""));
    assert_true(has(&later->told, "\"undeclared\""));
    assert_int_equal(service_protocol_count(later->asking->service), 1);
}

static void test_two_files_cannot_be_one_protocol(void **state) {
    struct later *later = *state;
    struct buffer report = {0};
    char other[96];
    reload(later);
    snprintf(other, sizeof other, "%s/q.lua", later->folder);
    assert_int_equal(rename(later->path, other), 0);
    write_protocol(later, "1.1.0", "fever");
    assert_int_equal(service_load_file(later->asking->service, other, &report), SERVICE_REJECTED);
    reload(later);
    assert_true(has(&later->told, "0 {\"load\"")); /* the file that was there first */
    assert_true(has(&later->told, "1 {\"load\""));
    assert_true(has(&later->told, "\"id-taken\""));
    assert_int_equal(service_protocol_count(later->asking->service), 1);
    buffer_free(&report);
    unlink(other);
}

static void test_a_file_that_is_gone_is_retired(void **state) {
    struct later *later = *state;
    reload(later);
    unlink(later->path);
    reload(later);
    assert_true(has(&later->told, "2 {\"load\""));
    assert_int_equal(service_protocol_count(later->asking->service), 0);
}

static void test_a_folder_that_is_gone_changes_nothing(void **state) {
    struct later *later = *state;
    assert_false(service_reload(later->asking->service, "/nowhere/at/all"));
    assert_int_equal(service_protocol_count(later->asking->service), 1);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, later_open, later_close)
    const struct CMUnitTest tests[] = {
        TEST(test_many_are_done_in_slices),
        TEST(test_a_peer_may_have_only_so_many_under_way),
        TEST(test_jobs_of_a_peer_that_is_gone_are_dropped),
        TEST(test_a_check_is_answered_by_a_job),
        TEST(test_a_new_protocol_goes_live_and_is_told),
        TEST(test_what_has_not_changed_is_not_told),
        TEST(test_a_broken_change_leaves_the_old_one_live),
        TEST(test_two_files_cannot_be_one_protocol),
        TEST(test_a_file_that_is_gone_is_retired),
        TEST(test_a_folder_that_is_gone_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
