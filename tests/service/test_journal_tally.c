/* Counting how rules fared, and when a rule counts as stopped. */
#include "service/journal_tally.h"
#include "service/service.h"
#include "support/failing_malloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { PAYLOAD = 600 };

/* ---- taking records -------------------------------------------------------------------------- */

struct counting {
    struct tally tally;
    uint64_t sequence;
};

static void take(struct counting *counting, int kind, const char *digest, const char *json) {
    struct buffer wire = {0};
    struct message *message = message_new();
    struct journal_record record = {.sequence = ++counting->sequence,
                                    .kind = kind,
                                    .protocol = text_of("knee"),
                                    .digest = text_of(digest)};
    assert_true(service_json_to_wire(text_of(json), &wire));
    assert_true(message_read(message, buffer_text(&wire)));
    struct wire_value payload = message_root(message);
    tally_take(&counting->tally, &record, &payload);
    message_free(message);
    buffer_free(&wire);
}

static void take_in_session(struct counting *counting, const char *session, const char *key,
                            const char *json) {
    struct buffer wire = {0};
    struct message *message = message_new();
    struct journal_record record = {.sequence = ++counting->sequence,
                                    .kind = JOURNAL_TURN,
                                    .session = text_of(session),
                                    .key = text_of(key),
                                    .protocol = text_of("knee"),
                                    .digest = text_of("d1")};
    assert_true(service_json_to_wire(text_of(json), &wire));
    assert_true(message_read(message, buffer_text(&wire)));
    struct wire_value payload = message_root(message);
    tally_take(&counting->tally, &record, &payload);
    message_free(message);
    buffer_free(&wire);
}

/* Decisions in which the rule fired, or did not. */
static void decide(struct counting *counting, const char *version, int count, bool fired) {
    char json[PAYLOAD];
    snprintf(json, sizeof json,
             "{\"answer\": {\"outcome\": \"%s\", \"protocol\": {\"version\": \"%s\"}, \"reasons\": "
             "[%s], \"open\": []}}",
             fired ? "refer" : "clear", version,
             fired ? "{\"rule\": \"hot\", \"kind\": \"red_flag\", \"certain\": true}" : "");
    for (int i = 0; i < count; i++) {
        take(counting, JOURNAL_DECISION, version, json);
    }
}

static const char *written(struct counting *counting, struct buffer *json) {
    struct buffer wire = {0};
    tally_write(&counting->tally, &wire);
    buffer_clear(json);
    assert_true(service_json_from_wire(buffer_text(&wire), false, json));
    buffer_append(json, "", 1);
    buffer_free(&wire);
    return json->at;
}

static void expect(struct counting *counting, const char *part) {
    struct buffer json = {0};
    if (strstr(written(counting, &json), part) == NULL) {
        print_error("%s\nlacks %s\n", json.at, part);
        fail();
    }
    buffer_free(&json);
}

static void expect_not(struct counting *counting, const char *part) {
    struct buffer json = {0};
    assert_null(strstr(written(counting, &json), part));
    buffer_free(&json);
}

/* ---- counts ---------------------------------------------------------------------------------- */

static void everything_is_counted_under_its_version(void **state) {
    struct counting counting = {.sequence = 0};
    (void)state;
    tally_init(&counting.tally);
    take(&counting, JOURNAL_PROTOCOL, "d1", "{\"version\": \"1.0.0\"}");
    take(&counting, JOURNAL_DECISION, "d1",
         "{\"answer\": {\"outcome\": \"refer\", \"reasons\": [{\"rule\": \"b\", \"kind\": "
         "\"red_flag\", \"certain\": false}, {\"rule\": \"a\", \"kind\": \"scope\", \"certain\": "
         "true}], \"open\": [{\"rule\": \"c\", \"kind\": \"red_flag\"}]}}");
    take(&counting, JOURNAL_DECISION, "d2", "{\"answer\": {\"outcome\": \"clear\"}}");
    take(&counting, JOURNAL_TURN, "d1",
         "{\"answer\": {\"state\": \"halted\", \"halts\": [{\"rule\": \"sharp\", \"certain\": "
         "true}]}}");
    take(&counting, JOURNAL_TURN, "d1",
         "{\"answer\": {\"state\": \"not_cleared\", \"decision\": {\"outcome\": \"stop\", "
         "\"reasons\": [{\"rule\": \"a\", \"certain\": true}]}}}");
    take(&counting, JOURNAL_FEEDBACK, "d1", "{\"rule\": \"a\", \"response\": \"overridden\"}");
    take(&counting, JOURNAL_FEEDBACK, "d1", "{\"rule\": \"a\", \"response\": \"accepted\"}");
    take(&counting, JOURNAL_FEEDBACK, "d1", "{\"rule\": \"place\", \"response\": \"overridden\"}");
    take(&counting, JOURNAL_DECISION, "d1", "{\"no\": \"answer\"}");
    take(&counting, JOURNAL_OUTAGE, "", "{}");
    expect(&counting, "\"records\":10,\"erased\":0,\"unreadable\":1,");
    expect(&counting, "\"version\":\"1.0.0\",\"digest\":\"d1\",\"from\":1,\"to\":9,\"decisions\":2,"
                      "\"masked\":0,\"outcomes\":{\"refer\":1,\"stop\":1}");
    expect(&counting, "{\"rule\":\"a\",\"fired\":2,\"not_ruled_out\":0,\"open\":0,\"accepted\":1,"
                      "\"overridden\":1,\"kind\":\"scope\"}");
    expect(&counting, "{\"rule\":\"b\",\"fired\":0,\"not_ruled_out\":1,");
    expect(&counting, "{\"rule\":\"c\",\"fired\":0,\"not_ruled_out\":0,\"open\":1,");
    expect(&counting, "{\"rule\":\"sharp\",\"fired\":1,");
    expect(&counting, "{\"rule\":\"place\",\"fired\":0,\"not_ruled_out\":0,\"open\":0,"
                      "\"accepted\":0,\"overridden\":1}");
    expect(&counting, "\"digest\":\"d2\",\"from\":3,\"to\":3,\"decisions\":1,\"masked\":0,"
                      "\"outcomes\":{\"clear\":1},\"rules\":[]");
    tally_free(&counting.tally);
}

/* Late reports to a session that is over tell its halts and its decision again. */
static void a_rule_counts_once_a_session(void **state) {
    struct counting counting = {.sequence = 0};
    (void)state;
    tally_init(&counting.tally);
    for (int i = 0; i < 300; i++) {
        char session[16];
        snprintf(session, sizeof session, "s%d", i % 100);
        take_in_session(&counting, session, "k",
                        "{\"answer\": {\"state\": \"not_cleared\", \"halts\": [{\"rule\": "
                        "\"sharp\"}], \"decision\": {\"outcome\": \"defer\", \"reasons\": "
                        "[{\"rule\": \"calm\"}]}}}");
    }
    expect(&counting, "\"decisions\":100,");
    expect(&counting, "{\"rule\":\"sharp\",\"fired\":100,");
    expect(&counting, "{\"rule\":\"calm\",\"fired\":100,");
    tally_free(&counting.tally);
}

/* ---- stopped --------------------------------------------------------------------------------- */

/* One in ten fires: after 69 more without, fewer than 7 were to be expected; after 70, 7. */
static void a_rule_that_falls_silent_is_told_of(void **state) {
    struct counting counting = {.sequence = 0};
    (void)state;
    tally_init(&counting.tally);
    for (int i = 0; i < 10; i++) {
        decide(&counting, "1.0.0", 9, false);
        decide(&counting, "1.0.0", 1, true);
    }
    decide(&counting, "1.0.0", 69, false);
    expect_not(&counting, "stopped");
    decide(&counting, "1.0.0", 1, false);
    expect(&counting, "\"stopped\":{\"since\":\"it last fired in this version\",\"decisions\":70,"
                      "\"expected\":7}");
    decide(&counting, "1.0.0", 1, true);
    expect_not(&counting, "stopped");
    tally_free(&counting.tally);
}

static void a_rule_that_a_new_version_lost_is_told_of(void **state) {
    struct counting counting = {.sequence = 0};
    (void)state;
    tally_init(&counting.tally);
    decide(&counting, "1.0.0", 27, false);
    decide(&counting, "1.0.0", 3, true);
    decide(&counting, "2.0.0", 69, false);
    expect_not(&counting, "stopped");
    decide(&counting, "2.0.0", 1, false);
    expect(&counting, "{\"rule\":\"hot\",\"fired\":0,\"not_ruled_out\":0,\"open\":0,\"accepted\":0,"
                      "\"overridden\":0,\"kind\":\"red_flag\",\"stopped\":{\"version\":\"1.0.0\","
                      "\"decisions\":70,\"expected\":7}}");
    decide(&counting, "2.0.0", 1, true);
    expect_not(&counting, "stopped");
    tally_free(&counting.tally);
}

/* Twice is too seldom to know a rate. */
static void a_rule_that_hardly_ever_fired_is_not_missed(void **state) {
    struct counting counting = {.sequence = 0};
    (void)state;
    tally_init(&counting.tally);
    decide(&counting, "1.0.0", 18, false);
    decide(&counting, "1.0.0", 2, true);
    decide(&counting, "2.0.0", 500, false);
    expect_not(&counting, "stopped");
    tally_free(&counting.tally);
}

/* ---- memory ---------------------------------------------------------------------------------- */

static enum operation_outcome count_with_little_memory(void *context) {
    struct tally tally;
    struct buffer out = {0};
    tally_init(&tally);
    for (uint64_t i = 1; i <= 10; i++) {
        char digest[20];
        snprintf(digest, sizeof digest, "d%d", (int)i);
        struct journal_record record = {
            .sequence = i, .kind = JOURNAL_DECISION, .digest = text_of(digest)};
        tally_take(&tally, &record, context);
    }
    tally_write(&tally, &out);
    bool failed = tally.failed || out.failed;
    tally_free(&tally);
    buffer_free(&out);
    return failed ? OPERATION_FAILED : OPERATION_DONE;
}

static void each_allocation_may_fail(void **state) {
    struct buffer wire = {0};
    struct message *message = message_new();
    (void)state;
    assert_true(service_json_to_wire(
        text_of("{\"answer\": {\"outcome\": \"refer\", \"protocol\": {\"version\": \"1\"}, "
                "\"reasons\": [{\"rule\": \"hot\", \"kind\": \"red_flag\"}]}}"),
        &wire));
    assert_true(message_read(message, buffer_text(&wire)));
    struct wire_value payload = message_root(message);
    assert_true(failing_malloc_until_ok(count_with_little_memory, &payload) > 5);
    message_free(message);
    buffer_free(&wire);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_is_counted_under_its_version),
        cmocka_unit_test(a_rule_counts_once_a_session),
        cmocka_unit_test(a_rule_that_falls_silent_is_told_of),
        cmocka_unit_test(a_rule_that_a_new_version_lost_is_told_of),
        cmocka_unit_test(a_rule_that_hardly_ever_fired_is_not_missed),
        cmocka_unit_test(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
