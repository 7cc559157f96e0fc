/* Sessions in process, without a journal: what is answered, refused, kept and forgotten. What a
 * session is has its own suites (tests/guide); here it is on the wire. */
#include "service/asking.h"
#include "support/failing_malloc.h"

#include "base/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define STRETCH_PATH SYNOVIA_SOURCE_DIR "/tests/service/protocols/stretch.lua"

#define START                                                                                      \
    "{\"protocol\":\"stretch\",\"technique\":\"reach\",\"facts\":{\"numb\":false,\"calm\":true}}"

/* A service whose time the test sets and whose randomness may run dry. */
struct guided {
    struct asking asking;
    int64_t now;
    unsigned given;
    bool is_dry;
};

static int32_t today(void *context) {
    const struct guided *guided = context;
    return date_of_unix_time(guided->now / 1000);
}

static int64_t now(void *context) {
    const struct guided *guided = context;
    return guided->now;
}

static bool random_bytes(void *context, void *bytes, size_t count) {
    struct guided *guided = context;
    memset(bytes, (int)++guided->given, count);
    return !guided->is_dry;
}

static int guided_open(void **state) {
    struct guided *guided = calloc(1, sizeof *guided);
    struct buffer report = {0};
    assert_non_null(guided);
    guided->now = 1777629600000; /* 2026-05-01T10:00:00Z */
    struct service_options options = {
        .today = today, .now = now, .random = random_bytes, .sessions = 3, .context = guided};
    guided->asking.service = service_new(&options);
    assert_int_equal(service_load_file(guided->asking.service, STRETCH_PATH, &report),
                     SERVICE_LOADED);
    guided->asking.peer = service_peer_new(guided->asking.service);
    buffer_free(&report);
    *state = guided;
    return 0;
}

static int guided_close(void **state) {
    struct guided *guided = *state;
    service_peer_free(guided->asking.peer);
    service_free(guided->asking.service);
    buffer_free(&guided->asking.out);
    free(guided);
    return 0;
}

static void assert_at(struct guided *guided, const json_t *root, const char *path,
                      const char *value) {
    assert_string_equal(asking_at(&guided->asking, root, path), value);
}

/* The n-th session that was started: its id is one byte sixteen times. */
static const char *params_of(unsigned number, const char *more) {
    static char params[300];
    char id[33];
    for (int i = 0; i < 16; i++) {
        snprintf(id + (ptrdiff_t)2 * i, 3, "%02x", number);
    }
    snprintf(params, sizeof params, "{\"session\":\"%s\"%s}", id, more);
    return params;
}

static json_t *report(struct guided *guided, unsigned number, const char *more) {
    return asking_result(&guided->asking, "session.report", params_of(number, more));
}

static void start(struct guided *guided) {
    json_decref(asking_result(&guided->asking, "session.start", START));
}

/* ---- answers --------------------------------------------------------------------------------- */

static void test_a_start(void **state) {
    struct guided *guided = *state;
    json_t *answer = asking_result(
        &guided->asking, "session.start",
        "{\"protocol\":\"stretch\",\"technique\":\"reach\",\"ref\":7,\"facts\":{\"numb\":false,"
        "\"calm\":true}}");
    assert_at(guided, answer, "session", "\"01010101010101010101010101010101\"");
    assert_at(guided, answer, "protocol.version", "\"1.0.0\"");
    assert_at(guided, answer, "turn", "1");
    assert_at(guided, answer, "state", "\"step\"");
    assert_at(guided, answer, "step",
              "{\"id\":\"stand\",\"instance\":\"stand\",\"say\":\"Stand upright.\",\"index\":1,"
              "\"of\":2}");
    assert_at(guided, answer, "watch", "[\"hurts\"]");
    assert_at(guided, answer, "questions",
              "[{\"fact\":\"hurts\",\"type\":\"yes_no\",\"ask\":\"Does it hurt now?\","
              "\"for\":[\"hurts\"]}]");
    assert_at(guided, answer, "expires_at", "\"2026-05-01T10:10:00Z\"");
    assert_at(guided, answer, "ref", "7");
    json_decref(answer);
}

/* The form may have been drawn from another version than the one that is live. */
static void test_a_start_of_the_version_asked_for(void **state) {
    struct guided *guided = *state;
    json_t *answer = asking_result(&guided->asking, "session.start", START);
    char params[400];
    snprintf(params, sizeof params,
             "{\"digest\":%s,\"protocol\":\"stretch\",\"technique\":\"reach\",\"facts\":"
             "{\"numb\":false,\"calm\":true}}",
             asking_at(&guided->asking, answer, "protocol.digest"));
    json_decref(answer);
    static const char *const methods[] = {"session.start", "sequence"};
    for (size_t i = 0; i < 2; i++) {
        json_decref(asking_result(&guided->asking, methods[i], params));
        assert_string_equal(
            asking_refusal(&guided->asking, methods[i],
                           "{\"digest\":\"0a\",\"protocol\":\"stretch\",\"technique\":"
                           "\"reach\",\"facts\":{\"numb\":false,\"calm\":true}}"),
            "digest-mismatch");
    }
}

/* What was refused may have been what matters: there is no step behind it, and it is told where
 * faults are told anyway. */
static void test_a_start_with_a_fault(void **state) {
    struct guided *guided = *state;
    json_t *answer =
        asking_result(&guided->asking, "session.start",
                      "{\"protocol\":\"stretch\",\"technique\":\"reach\",\"facts\":{\"numb\":false,"
                      "\"calm\":true,\"hurts\":true}}");
    assert_at(guided, answer, "state", "\"not_cleared\"");
    assert_at(guided, answer, "decision.outcome", "\"invalid\"");
    assert_at(guided, answer, "decision.faults.0.fact", "\"hurts\"");
    assert_at(guided, answer, "faults.0.fact", "\"hurts\"");
    assert_at(guided, answer, "faults.0.code", "\"live\"");
    json_decref(answer);
    answer = report(guided, 1, ",\"turn\":1,\"facts\":{}");
    assert_at(guided, answer, "state", "\"not_cleared\"");
    assert_at(guided, answer, "decision.outcome", "\"invalid\"");
    json_decref(answer);
    answer = asking_result(&guided->asking, "session.get", params_of(1, ""));
    assert_at(guided, answer, "state", "\"not_cleared\"");
    assert_at(guided, answer, "decision.outcome", "\"invalid\"");
    assert_at(guided, answer, "faults.0.code", "\"start\"");
    json_decref(answer);
}

static void test_a_red_flag_after_the_end(void **state) {
    struct guided *guided = *state;
    json_decref(asking_result(&guided->asking, "session.start",
                              "{\"protocol\":\"stretch\",\"technique\":\"reach\",\"facts\":"
                              "{\"numb\":false,\"calm\":false}}"));
    json_t *answer = report(guided, 1, ",\"turn\":1,\"facts\":{\"numb\":true}");
    assert_at(guided, answer, "state", "\"not_cleared\"");
    assert_at(guided, answer, "decision.urgency", "\"urgent\"");
    assert_at(guided, answer, "halts.0.rule", "\"numb\"");
    assert_at(guided, answer, "halts.0.source", "\"T1\"");
    assert_at(guided, answer, "halts.0.referral",
              "{\"to\":[\"physician\"],\"urgency\":\"urgent\"}");
    assert_at(guided, answer, "halts.1", "");
    json_decref(answer);
}

static void test_a_loop_on_the_wire(void **state) {
    struct guided *guided = *state;
    start(guided);
    json_t *answer = report(guided, 1, ",\"turn\":1,\"facts\":{\"hurts\":false}");
    assert_at(guided, answer, "step.instance", "\"up#1\"");
    assert_at(guided, answer, "step.hold_seconds", "5");
    assert_at(guided, answer, "step.loop", "{\"id\":\"rounds\",\"round\":1,\"at_most\":3}");
    json_decref(answer);
}

static void test_what_is_missing_and_what_is_wrong(void **state) {
    struct guided *guided = *state;
    start(guided);
    json_t *answer = report(guided, 1, ",\"turn\":1,\"facts\":{\"calm\":\"yes\",\"enough\":true}");
    assert_at(guided, answer, "turn", "1");
    assert_at(guided, answer, "missing", "[\"calm\",\"hurts\"]");
    assert_at(guided, answer, "questions.1.ask", "\"Does it hurt now?\"");
    assert_at(guided, answer, "faults.0.code", "\"wrong-type\"");
    json_decref(answer);
}

static void test_a_halt_says_all_that_is_needed(void **state) {
    struct guided *guided = *state;
    start(guided);
    json_t *answer = report(guided, 1, ",\"turn\":1,\"facts\":{\"hurts\":null,\"numb\":true}");
    assert_at(guided, answer, "state", "\"halted\"");
    assert_at(guided, answer, "halts.0.rule", "\"numb\"");
    assert_at(guided, answer, "halts.0.referral",
              "{\"to\":[\"physician\"],\"urgency\":\"urgent\"}");
    assert_at(guided, answer, "halts.0.facts", "{\"numb\":true}");
    assert_at(guided, answer, "halts.1.certain", "false");
    assert_at(guided, answer, "halts.1.facts", "{\"hurts\":null}");
    assert_at(guided, answer, "halts.1.at", "\"stand\"");
    assert_at(guided, answer, "expires_at", "");
    json_decref(answer);
}

static void test_an_end(void **state) {
    struct guided *guided = *state;
    start(guided);
    json_t *answer = asking_result(&guided->asking, "session.end", params_of(1, ""));
    assert_at(guided, answer, "state", "\"ended\"");
    json_decref(answer);
    answer = report(guided, 1, ",\"turn\":1,\"facts\":{\"hurts\":true}");
    assert_at(guided, answer, "state", "\"ended\"");
    assert_at(guided, answer, "halts.0.rule", "\"hurts\"");
    json_decref(answer);
}

/* ---- refusals -------------------------------------------------------------------------------- */

static void test_another_turn_is_told_the_one_awaited(void **state) {
    struct guided *guided = *state;
    start(guided);
    const char *message = asking_message(&guided->asking, "session.report",
                                         params_of(1, ",\"turn\":4,\"facts\":{\"hurts\":false}"));
    assert_non_null(strstr(message, "turn 4 was reported, and the session is at turn 1"));
}

static void test_refusals(void **state) {
    struct guided *guided = *state;
    struct asking *asking = &guided->asking;
    assert_string_equal(asking_refusal(asking, "session.get", params_of(9, "")), "unknown-session");
    assert_string_equal(asking_refusal(asking, "session.get", "{\"session\":\"../x\"}"),
                        "unknown-session");
    assert_string_equal(asking_refusal(asking, "session.end", params_of(9, "")), "unknown-session");
    assert_string_equal(
        asking_refusal(asking, "session.report", params_of(9, ",\"turn\":1,\"facts\":{}")),
        "unknown-session");
    assert_string_equal(
        asking_refusal(asking, "session.report", params_of(9, ",\"turn\":-1,\"facts\":{}")),
        "bad-params");
    assert_string_equal(
        asking_refusal(asking, "session.report", params_of(9, ",\"turn\":1.5,\"facts\":{}")),
        "bad-params");
    assert_string_equal(asking_refusal(asking, "session.start",
                                       "{\"protocol\":\"stretch\",\"technique\":\"fly\",\"facts\":"
                                       "{}}"),
                        "unknown-technique");
    assert_string_equal(asking_refusal(asking, "feedback",
                                       "{\"decision\":\"00000000000000000000000000000000\","
                                       "\"rule\":\"numb\",\"response\":\"accepted\"}"),
                        "store_unavailable");
}

static void test_without_randomness_nobody_is_started(void **state) {
    struct guided *guided = *state;
    guided->is_dry = true;
    assert_string_equal(asking_refusal(&guided->asking, "session.start", START), "no-randomness");
}

/* ---- what is held in memory ------------------------------------------------------------------ */

static void test_only_so_many_sessions(void **state) {
    struct guided *guided = *state;
    for (int i = 0; i < 3; i++) {
        start(guided);
    }
    assert_string_equal(asking_refusal(&guided->asking, "session.start", START),
                        "too-many-sessions");
    /* Those that have expired make room. */
    guided->now += 11 * 60 * 1000;
    start(guided);
    assert_string_equal(asking_refusal(&guided->asking, "session.get", params_of(1, "")),
                        "unknown-session");
}

static void test_an_expired_session_says_so_for_an_hour(void **state) {
    struct guided *guided = *state;
    start(guided);
    guided->now += 11 * 60 * 1000;
    service_sweep(guided->asking.service);
    json_t *answer = asking_result(&guided->asking, "session.get", params_of(1, ""));
    assert_at(guided, answer, "state", "\"expired\"");
    json_decref(answer);
    guided->now += 80 * 60 * 1000;
    service_sweep(guided->asking.service);
    assert_string_equal(asking_refusal(&guided->asking, "session.get", params_of(1, "")),
                        "unknown-session");
}

/* ---- memory that runs out -------------------------------------------------------------------- */

struct attempt {
    struct guided *guided;
    struct buffer frames[3]; /* hello was answered; a start, a report, a get */
    struct buffer out;
};

static void write_frame(struct buffer *frame, const char *method, const char *params) {
    struct buffer both = {0};
    assert_true(service_write_call(text_of(method), text_of(params), &both));
    struct service_peer *peer = NULL;
    size_t length = 0;
    struct service_options options = asking_options();
    struct service *service = service_new(&options);
    struct buffer out = {0};
    peer = service_peer_new(service);
    assert_int_equal(service_scan(peer, buffer_text(&both), &length, &out), SERVICE_WHOLE);
    buffer_append(frame, both.at + length, both.length - length);
    service_peer_free(peer);
    service_free(service);
    buffer_free(&both);
    buffer_free(&out);
}

static bool has(const struct buffer *out, const char *part) {
    size_t length = strlen(part);
    for (size_t i = 0; i + length <= out->length; i++) {
        if (memcmp(out->at + i, part, length) == 0) {
            return true;
        }
    }
    return false;
}

/* Every answer is what it should be, or says that memory ran out. */
static enum operation_outcome attempt_session(void *context) {
    static const char *const parts[] = {"stand", "up#1", "up#1"};
    struct attempt *attempt = context;
    struct guided *guided = attempt->guided;
    enum operation_outcome outcome = OPERATION_DONE;
    guided->given = 0; /* the same session again */
    for (size_t i = 0; i < 3 && outcome == OPERATION_DONE; i++) {
        buffer_free(&attempt->out);
        bool stays =
            service_answer(guided->asking.peer, buffer_text(&attempt->frames[i]), &attempt->out);
        bool ran_out = !stays || has(&attempt->out, "out-of-memory");
        bool is_right = has(&attempt->out, parts[i]);
        outcome = ran_out ? OPERATION_FAILED : is_right ? OPERATION_DONE : OPERATION_WRONG;
    }
    return outcome;
}

static void test_a_session_until_memory_suffices(void **state) {
    struct guided *guided = *state;
    struct attempt attempt = {.guided = guided};
    write_frame(&attempt.frames[0], "session.start", START);
    write_frame(&attempt.frames[1], "session.report",
                params_of(1, ",\"turn\":1,\"facts\":{\"hurts\":false}"));
    write_frame(&attempt.frames[2], "session.get", params_of(1, ""));
    assert_in_range(failing_malloc_until_ok(attempt_session, &attempt), 5, 1000);
    for (size_t i = 0; i < 3; i++) {
        buffer_free(&attempt.frames[i]);
    }
    buffer_free(&attempt.out);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, guided_open, guided_close)
    const struct CMUnitTest tests[] = {
        TEST(test_a_start),
        TEST(test_a_start_of_the_version_asked_for),
        TEST(test_a_start_with_a_fault),
        TEST(test_a_red_flag_after_the_end),
        TEST(test_a_loop_on_the_wire),
        TEST(test_what_is_missing_and_what_is_wrong),
        TEST(test_a_halt_says_all_that_is_needed),
        TEST(test_an_end),
        TEST(test_another_turn_is_told_the_one_awaited),
        TEST(test_refusals),
        TEST(test_without_randomness_nobody_is_started),
        TEST(test_only_so_many_sessions),
        TEST(test_an_expired_session_says_so_for_an_hour),
        TEST(test_a_session_until_memory_suffices),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
