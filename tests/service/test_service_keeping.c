/* What is kept before it is answered: held answers, their order, peers that go, a store that fails.
 * The store is the sqlite plug-in on a disk with moods (tests/end_to_end/moody). */
#include "base/limits.h"
#include "service/asking.h"
#include "service/keeping_private.h"
#include "service/service_private.h"
#include "support/failing_malloc.h"
#include "support/temporary_folder.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define STRETCH_PATH SYNOVIA_SOURCE_DIR "/tests/service/protocols/stretch.lua"

/* The journal's thread rings, the test waits. */
struct bell {
    pthread_mutex_t lock;
    pthread_cond_t rang;
    bool has_rung;
};

static void ring(void *context) {
    struct bell *bell = context;
    pthread_mutex_lock(&bell->lock);
    bell->has_rung = true;
    pthread_cond_signal(&bell->rang);
    pthread_mutex_unlock(&bell->lock);
}

static void await(struct bell *bell) {
    pthread_mutex_lock(&bell->lock);
    while (!bell->has_rung) {
        pthread_cond_wait(&bell->rang, &bell->lock);
    }
    bell->has_rung = false;
    pthread_mutex_unlock(&bell->lock);
}

/* A service that keeps a journal, and a peer whose answers come later, as JSON lines. */
struct kept {
    struct asking asking;
    struct temporary_folder folder;
    char journal[128];
    struct bell bell;
    struct buffer delivered;
    struct buffer at_once;
    struct buffer told; /* "available " and "unavailable ", as they came */
};

static void deliver(void *context, struct text bytes) {
    struct kept *kept = context;
    service_json_from_wire(bytes, false, &kept->delivered);
    buffer_append_string(&kept->delivered, "\n");
}

static void told(void *context, const struct service_keeping_state *state) {
    struct kept *kept = context;
    buffer_append_string(&kept->told, state->is_available ? "available " : "unavailable ");
}

static void open_service(struct kept *kept, enum service_durability durability) {
    struct service_options options = asking_options();
    struct service_keeping keeping = {.store = MOODY_STORE,
                                      .journal = kept->journal,
                                      .durability = durability,
                                      .told = told,
                                      .context = kept};
    struct service_waker waker = {&kept->bell, ring};
    struct service_listener listener = {kept, deliver};
    struct buffer report = {0};
    kept->asking.service = service_new(&options);
    assert_non_null(kept->asking.service);
    if (!service_keep(kept->asking.service, &keeping, &report)) {
        fail_msg("%.*s", (int)report.length, report.at);
    }
    service_set_waker(kept->asking.service, &waker);
    assert_int_equal(service_load_file(kept->asking.service, STRETCH_PATH, &report),
                     SERVICE_LOADED);
    kept->asking.peer = service_peer_new(kept->asking.service);
    service_peer_listen(kept->asking.peer, &listener);
    buffer_free(&report);
}

static void close_service(struct kept *kept) {
    service_peer_free(kept->asking.peer);
    service_free(kept->asking.service);
    kept->asking.peer = NULL;
}

static void set_mood(const struct kept *kept, const char *text) {
    char path[160];
    snprintf(path, sizeof path, "%s.mood", kept->journal);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static int open_with(void **state, enum service_durability durability, const char *mood) {
    struct kept *kept = calloc(1, sizeof *kept);
    assert_non_null(kept);
    temporary_folder_make(&kept->folder);
    temporary_folder_file(&kept->folder, "journal.db", kept->journal, sizeof kept->journal);
    pthread_mutex_init(&kept->bell.lock, NULL);
    pthread_cond_init(&kept->bell.rang, NULL);
    set_mood(kept, mood);
    open_service(kept, durability);
    *state = kept;
    return 0;
}

static int open_commit(void **state) {
    return open_with(state, SERVICE_COMMIT, "");
}

/* On the real disk: the faulty one cannot do without memory. */
static int open_real(void **state) {
    return open_with(state, SERVICE_COMMIT, "slow 1");
}

static int open_none(void **state) {
    return open_with(state, SERVICE_NONE, "");
}

static int kept_close(void **state) {
    struct kept *kept = *state;
    close_service(kept);
    temporary_folder_remove(&kept->folder);
    pthread_cond_destroy(&kept->bell.rang);
    pthread_mutex_destroy(&kept->bell.lock);
    buffer_free(&kept->delivered);
    buffer_free(&kept->at_once);
    buffer_free(&kept->told);
    buffer_free(&kept->asking.out);
    free(kept);
    return 0;
}

/* Sends one call, without the hello that service_write_call puts before it. */
static void ask(struct kept *kept, const char *method, const char *params) {
    struct buffer bytes = {0};
    size_t length = 0;
    assert_true(service_write_call(text_of(method), text_of(params), &bytes));
    struct text rest = buffer_text(&bytes);
    struct buffer ignored = {0};
    for (int i = 0; rest.length > 0; i++) {
        struct buffer *out = i == 0 ? &ignored : &kept->at_once;
        assert_int_equal(service_scan(kept->asking.peer, rest, &length, out), SERVICE_WHOLE);
        assert_true(service_answer(kept->asking.peer, text_from(rest.at, length), out));
        rest = text_from(rest.at + length, rest.length - length);
    }
    buffer_free(&ignored);
    buffer_free(&bytes);
}

static void run_jobs(struct service *service) {
    struct service_job *job;
    while ((job = service_take_job(service)) != NULL) {
        service_run_job(job);
        service_end_job(service);
    }
}

/* Settles until the peer is owed nothing. */
static void settle(struct kept *kept) {
    while (service_peer_owed(kept->asking.peer) > 0) {
        await(&kept->bell);
        service_settle(kept->asking.service);
        run_jobs(kept->asking.service);
    }
}

static const char *text_in(struct buffer *buffer) {
    buffer_append(buffer, "", 1);
    buffer->length--;
    return buffer->at;
}

static unsigned count_of(struct buffer *buffer, const char *part) {
    unsigned count = 0;
    for (const char *at = text_in(buffer); (at = strstr(at, part)) != NULL; at++) {
        count++;
    }
    return count;
}

#define SCREEN "{\"protocol\":\"stretch\",\"facts\":{\"numb\":false,\"calm\":true},\"ref\":%d}"
#define START                                                                                      \
    "{\"protocol\":\"stretch\",\"technique\":\"reach\",\"facts\":{\"numb\":false,\"calm\":true}}"

static void screen(struct kept *kept, int ref) {
    char params[200];
    snprintf(params, sizeof params, SCREEN, ref);
    ask(kept, "screen", params);
}

/* ---- held ------------------------------------------------------------------------------------ */

static void test_an_answer_waits_for_its_record(void **state) {
    struct kept *kept = *state;
    screen(kept, 1);
    assert_int_equal(kept->at_once.length, 0);
    assert_int_equal(kept->delivered.length, 0);
    assert_int_equal(service_peer_owed(kept->asking.peer), 1);
    settle(kept);
    assert_int_equal(count_of(&kept->delivered, "\"outcome\":\"clear\""), 1);
}

static void test_what_is_not_recorded_does_not_wait(void **state) {
    struct kept *kept = *state;
    ask(kept, "hello", "{}");
    assert_true(kept->at_once.length > 0);
    assert_int_equal(service_peer_owed(kept->asking.peer), 0);
}

static void test_an_error_does_not_wait(void **state) {
    struct kept *kept = *state;
    ask(kept, "screen", "{\"protocol\":\"strech\",\"facts\":{}}");
    assert_true(kept->at_once.length > 0);
    assert_int_equal(service_peer_owed(kept->asking.peer), 0);
}

static void test_answers_come_in_the_order_of_their_records(void **state) {
    struct kept *kept = *state;
    char part[20];
    for (int i = 1; i <= 50; i++) {
        screen(kept, i);
    }
    settle(kept);
    const char *at = text_in(&kept->delivered);
    for (int i = 1; i <= 50; i++) {
        snprintf(part, sizeof part, "\"ref\":%d}", i);
        at = strstr(at, part);
        assert_non_null(at);
    }
}

static void test_without_waiting_answers_leave_at_once(void **state) {
    struct kept *kept = *state; /* none */
    screen(kept, 1);
    assert_true(kept->at_once.length > 0);
    assert_int_equal(service_peer_owed(kept->asking.peer), 0);
}

static void test_many_people_are_one_answer_and_many_records(void **state) {
    struct kept *kept = *state;
    ask(kept, "screen_many",
        "{\"protocol\":\"stretch\",\"people\":[{\"numb\":true},{\"numb\":false},{}]}");
    while (service_has_work(kept->asking.service)) {
        service_work(kept->asking.service);
    }
    settle(kept);
    assert_int_equal(count_of(&kept->delivered, "\"outcome\""), 3);
    assert_int_equal(count_of(&kept->delivered, "\n"), 1);
}

/* So many people at once that the limit is met in a few calls. */
static void ask_for_many(struct kept *kept) {
    struct buffer params = {0};
    buffer_append_string(&params, "{\"protocol\":\"stretch\",\"explain\":true,\"people\":[{}");
    for (int i = 0; i < 400; i++) {
        buffer_append_string(&params, ",{\"numb\":false,\"calm\":true}");
    }
    buffer_append_string(&params, "]}");
    ask(kept, "screen_many", text_in(&params));
    while (service_has_work(kept->asking.service)) {
        service_work(kept->asking.service);
    }
    buffer_free(&params);
}

/* Until the journal's own queue is empty, so that it is not what is full. */
static void await_journal(struct kept *kept) {
    struct journal_status status;
    journal_status(kept->asking.service->keeping->journal, &status);
    while (status.queued > 0) {
        await(&kept->bell);
        journal_status(kept->asking.service->keeping->journal, &status);
    }
}

static void test_answers_that_wait_have_a_limit(void **state) {
    struct kept *kept = *state;
    const struct held_answers *held = &kept->asking.service->keeping->held;
    size_t before = 0;
    while (!service_is_full(kept->asking.service)) {
        before = held->bytes;
        ask_for_many(kept);
        await_journal(kept);
    }
    assert_true(before <= LIMIT_HELD_BYTES);
    assert_true(held->bytes > LIMIT_HELD_BYTES);
    kept->bell.has_rung = true; /* all of it was heard already */
    settle(kept);
    assert_false(service_is_full(kept->asking.service));
}

static void test_a_peer_that_goes_leaves_its_record(void **state) {
    struct kept *kept = *state;
    screen(kept, 1);
    service_peer_free(kept->asking.peer);
    kept->asking.peer = service_peer_new(kept->asking.service);
    await(&kept->bell);
    service_settle(kept->asking.service);
    assert_int_equal(kept->delivered.length, 0);
}

/* A peer to which nobody listens waits where it asks: the command line, and JSON in process. */
static void test_a_call_in_process_waits_for_the_disk(void **state) {
    struct kept *kept = *state;
    service_peer_free(kept->asking.peer);
    kept->asking.peer = service_peer_new(kept->asking.service);
    json_t *answer = asking_result(&kept->asking, "session.start", START);
    assert_string_equal(asking_at(&kept->asking, answer, "turn"), "1");
    json_t *hello = asking_result(&kept->asking, "hello", "");
    assert_string_equal(asking_at(&kept->asking, hello, "journal"),
                        "{\"state\":\"kept\",\"durability\":\"commit\"}");
    json_decref(answer);
    json_decref(hello);
}

/* ---- sessions -------------------------------------------------------------------------------- */

/* The id of the session in the first answer that was delivered. */
static void id_of(struct kept *kept, char id[33]) {
    const char *at = strstr(text_in(&kept->delivered), "\"session\":\"");
    assert_non_null(at);
    snprintf(id, 33, "%.32s", at + sizeof "\"session\":\"" - 1);
}

static void report(struct kept *kept, const char *id, int turn, const char *facts) {
    char params[200];
    snprintf(params, sizeof params, "{\"session\":\"%s\",\"turn\":%d,\"facts\":%s}", id, turn,
             facts);
    ask(kept, "session.report", params);
}

static void get(struct kept *kept, const char *id) {
    char params[100];
    snprintf(params, sizeof params, "{\"session\":\"%s\"}", id);
    ask(kept, "session.get", params);
}

static void test_what_is_not_on_disk_is_shown_to_nobody(void **state) {
    struct kept *kept = *state;
    char id[33];
    ask(kept, "session.start", START);
    settle(kept);
    id_of(kept, id);
    report(kept, id, 1, "{\"hurts\":false}");
    get(kept, id);
    assert_int_equal(kept->at_once.length, 0);
    assert_int_equal(service_peer_owed(kept->asking.peer), 2);
    settle(kept);
    assert_int_equal(count_of(&kept->delivered, "\"turn\":2"), 2);
}

static void test_a_session_is_found_in_the_store(void **state) {
    struct kept *kept = *state;
    char id[33];
    ask(kept, "session.start", START);
    settle(kept);
    id_of(kept, id);
    close_service(kept);
    open_service(kept, SERVICE_COMMIT);
    buffer_clear(&kept->delivered);
    get(kept, id);
    get(kept, id); /* waits for the same look */
    get(kept, "ffffffffffffffffffffffffffffffff");
    settle(kept);
    assert_int_equal(count_of(&kept->delivered, "\"turn\":1"), 2);
    assert_int_equal(count_of(&kept->delivered, "unknown-session"), 1);
}

/* ---- a store that fails ---------------------------------------------------------------------- */

static void await_store(struct kept *kept) {
    struct service_keeping_state state;
    for (;;) {
        service_settle(kept->asking.service);
        service_keeping_state(kept->asking.service, &state);
        if (state.is_available) {
            return;
        }
        await(&kept->bell);
    }
}

/* All writes of the disk fail: 4 of enum disk_operation, SQLITE_FULL. */
#define FULL "fail 4 1 13 1"

static void test_a_full_disk_is_answered_and_ends(void **state) {
    struct kept *kept = *state;
    screen(kept, 1);
    settle(kept);
    set_mood(kept, FULL);
    screen(kept, 2);
    settle(kept);
    assert_int_equal(count_of(&kept->delivered, "store_unavailable"), 1);
    assert_string_equal(text_in(&kept->told), "unavailable ");
    set_mood(kept, "");
    await_store(kept);
    assert_string_equal(text_in(&kept->told), "unavailable available ");
    screen(kept, 3);
    settle(kept);
    assert_int_equal(count_of(&kept->delivered, "\"outcome\":\"clear\""), 2);
}

static void test_a_turn_that_is_not_recorded_was_not_taken(void **state) {
    struct kept *kept = *state;
    char id[33];
    ask(kept, "session.start", START);
    settle(kept);
    id_of(kept, id);
    set_mood(kept, FULL);
    report(kept, id, 1, "{\"hurts\":false}");
    report(kept, id, 2, "{\"hurts\":false}"); /* rests on the one before */
    settle(kept);
    /* The second may have been refused at once. */
    assert_int_equal(count_of(&kept->delivered, "\"turn\":2"), 0);
    assert_true(count_of(&kept->delivered, "store_unavailable") >= 1);
    set_mood(kept, "");
    await_store(kept);
    buffer_clear(&kept->delivered);
    get(kept, id);
    settle(kept);
    assert_int_equal(count_of(&kept->delivered, "\"turn\":1"), 1);
}

static void test_a_halt_that_is_not_recorded_halts(void **state) {
    struct kept *kept = *state;
    char id[33];
    ask(kept, "session.start", START);
    settle(kept);
    id_of(kept, id);
    set_mood(kept, FULL);
    buffer_clear(&kept->delivered);
    report(kept, id, 1, "{\"hurts\":true}");
    settle(kept);
    assert_int_equal(count_of(&kept->delivered, "store_unavailable"), 1);
    assert_int_equal(count_of(&kept->delivered, "stop now"), 1);
    set_mood(kept, "");
    await_store(kept);
    buffer_clear(&kept->delivered);
    report(kept, id, 1, "{\"hurts\":false}");
    get(kept, id);
    settle(kept);
    assert_int_equal(count_of(&kept->delivered, "\"state\":\"halted\""), 2);
    assert_int_equal(count_of(&kept->delivered, "\"state\":\"step\""), 0);
}

/* ---- memory ---------------------------------------------------------------------------------- */

/* With any allocation failing (now and then the journal's thread meets it), each request is
 * answered: as it should be, or with an error; and the next one is answered again. */
static void test_memory_that_runs_out_is_answered(void **state) {
    struct kept *kept = *state;
    unsigned answered = 0;
    screen(kept, 0); /* the journal's thread has started: a sanitizer cannot without memory */
    settle(kept);
    for (long countdown = 1; countdown <= 12; countdown++) {
        buffer_clear(&kept->delivered);
        buffer_clear(&kept->at_once);
        struct buffer frame = {0};
        char params[200];
        snprintf(params, sizeof params, SCREEN, (int)countdown);
        assert_true(service_write_call(text_of("screen"), text_of(params), &frame));
        size_t hello = 0;
        struct buffer ignored = {0};
        service_scan(kept->asking.peer, buffer_text(&frame), &hello, &ignored);
        struct text call = text_from(frame.at + hello, frame.length - hello);
        failing_malloc_arm(countdown);
        service_answer(kept->asking.peer, call, &kept->at_once);
        failing_malloc_disarm();
        settle(kept);
        assert_true(kept->delivered.length + kept->at_once.length > 0);
        answered += count_of(&kept->delivered, "\"outcome\":\"clear\"");
        await_store(kept);
        buffer_free(&ignored);
        buffer_free(&frame);
    }
    assert_true(answered > 0);
    screen(kept, 1000);
    settle(kept);
    assert_int_equal(count_of(&kept->delivered, "\"ref\":1000}"), 1);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_commit, kept_close)
    const struct CMUnitTest tests[] = {
        TEST(test_an_answer_waits_for_its_record),
        TEST(test_what_is_not_recorded_does_not_wait),
        TEST(test_an_error_does_not_wait),
        TEST(test_answers_come_in_the_order_of_their_records),
        cmocka_unit_test_setup_teardown(test_without_waiting_answers_leave_at_once, open_none,
                                        kept_close),
        TEST(test_many_people_are_one_answer_and_many_records),
        TEST(test_answers_that_wait_have_a_limit),
        TEST(test_a_peer_that_goes_leaves_its_record),
        TEST(test_a_call_in_process_waits_for_the_disk),
        TEST(test_what_is_not_on_disk_is_shown_to_nobody),
        TEST(test_a_session_is_found_in_the_store),
        TEST(test_a_full_disk_is_answered_and_ends),
        TEST(test_a_turn_that_is_not_recorded_was_not_taken),
        TEST(test_a_halt_that_is_not_recorded_halts),
        cmocka_unit_test_setup_teardown(test_memory_that_runs_out_is_answered, open_real,
                                        kept_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
