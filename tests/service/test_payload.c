/* What a record says, and what it leaves out where facts are masked. */
#include "base/date.h"
#include "service/payload.h"
#include "service/service.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

struct writing {
    struct buffer params;
    struct buffer answer;
    struct buffer facts;
    struct buffer out;
    struct buffer json;
    struct message *message;
    struct message *facts_message;
};

/* The payload as JSON, by JSON; `facts` NULL: as they were sent. */
static const char *write(struct writing *writing, const struct masks *masks, const char *params,
                         const char *facts, const char *answer, bool has_day) {
    struct wire_value one;
    int32_t day = 0;
    date_parse(text_of("2026-05-01"), &day);
    assert_true(service_json_to_wire(text_of(params), &writing->params));
    assert_true(service_json_to_wire(text_of(answer), &writing->answer));
    writing->message = message_new();
    writing->facts_message = message_new();
    assert_true(message_read(writing->message, buffer_text(&writing->params)));
    struct wire_value root = message_root(writing->message);
    if (facts != NULL) {
        assert_true(service_json_to_wire(text_of(facts), &writing->facts));
        assert_true(message_read(writing->facts_message, buffer_text(&writing->facts)));
        one = message_root(writing->facts_message);
    }
    struct payload payload = {
        .method = "m",
        .params = &root,
        .facts = facts == NULL ? NULL : &one,
        .as_of = has_day ? &day : NULL,
        .answer = buffer_text(&writing->answer),
    };
    payload_write(&writing->out, &payload, masks);
    assert_true(service_json_from_wire(buffer_text(&writing->out), false, &writing->json));
    buffer_append(&writing->json, "", 1);
    return writing->json.at;
}

static void end(struct writing *writing) {
    buffer_free(&writing->params);
    buffer_free(&writing->answer);
    buffer_free(&writing->facts);
    buffer_free(&writing->out);
    buffer_free(&writing->json);
    message_free(writing->message);
    message_free(writing->facts_message);
}

static void test_what_was_sent_and_answered(void **state) {
    struct masks masks = {.count = 0};
    struct writing writing = {0};
    (void)state;
    assert_string_equal(write(&writing, &masks, "{\"facts\":{\"age\":30},\"ref\":\"r\"}", NULL,
                              "{\"outcome\":\"clear\"}", true),
                        "{\"method\":\"m\",\"request\":{\"facts\":{\"age\":30},\"ref\":\"r\","
                        "\"as_of\":\"2026-05-01\"},\"answer\":{\"outcome\":\"clear\"},"
                        "\"engine\":\"" SYNOVIA_VERSION "\"}");
    end(&writing);
}

static void test_a_day_that_was_sent_stays(void **state) {
    struct masks masks = {.count = 0};
    struct writing writing = {0};
    (void)state;
    assert_string_equal(
        write(&writing, &masks, "{\"as_of\":\"2026-04-01\",\"facts\":{}}", NULL, "[]", true),
        "{\"method\":\"m\",\"request\":{\"as_of\":\"2026-04-01\",\"facts\":{}},"
        "\"answer\":[],\"engine\":\"" SYNOVIA_VERSION "\"}");
    end(&writing);
}

static void test_one_of_many_people(void **state) {
    struct masks masks = {.count = 0};
    struct writing writing = {0};
    (void)state;
    assert_string_equal(
        write(&writing, &masks, "{\"people\":[{\"a\":1},{\"a\":2}]}", "{\"a\":2}", "1", false),
        "{\"method\":\"m\",\"request\":{\"facts\":{\"a\":2}},\"answer\":1,"
        "\"engine\":\"" SYNOVIA_VERSION "\"}");
    end(&writing);
}

static void test_masked_facts_leave_their_names(void **state) {
    static const char *const names[] = {"age", "weight", "never-sent"};
    struct masks masks = {.count = 0};
    struct writing writing = {0};
    (void)state;
    assert_true(masks_set(&masks, names, 3));
    assert_string_equal(
        write(&writing, &masks, "{\"facts\":{\"age\":30,\"fever\":true}}", NULL,
              "{\"reasons\":[{\"rule\":\"r\",\"facts\":{\"fever\":true,\"weight\":80}}],"
              "\"questions\":[{\"fact\":\"age\",\"min\":0}],"
              "\"faults\":[{\"fact\":\"age\",\"code\":\"c\",\"message\":\"it is 300\","
              "\"sent\":300,\"near\":\"3\"},{\"fact\":\"fever\",\"sent\":1}],"
              "\"explain\":[{\"tree\":{\"text\":\"age\",\"value\":30}}]}",
              false),
        "{\"method\":\"m\",\"request\":{\"facts\":{\"age\":\"(masked)\",\"fever\":true}},"
        "\"answer\":{\"reasons\":[{\"rule\":\"r\",\"facts\":{\"fever\":true,"
        "\"weight\":\"(masked)\"}}],\"questions\":[{\"fact\":\"age\",\"min\":0}],"
        "\"faults\":[{\"fact\":\"age\",\"code\":\"c\",\"message\":\"(masked)\","
        "\"sent\":\"(masked)\",\"near\":\"(masked)\"},{\"fact\":\"fever\",\"sent\":1}],"
        "\"explain\":\"(masked)\"},\"engine\":\"" SYNOVIA_VERSION "\","
        "\"masked\":[\"age\",\"weight\"]}");
    end(&writing);
    masks_free(&masks);
}

static void test_only_so_many_facts_can_be_masked(void **state) {
    const char *names[MASKS_MOST + 1];
    struct masks masks = {.count = 0};
    (void)state;
    for (size_t i = 0; i <= MASKS_MOST; i++) {
        names[i] = "fact";
    }
    assert_true(masks_set(&masks, names, MASKS_MOST));
    masks_free(&masks);
    assert_false(masks_set(&masks, names, MASKS_MOST + 1));
    masks_free(&masks);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_was_sent_and_answered),
        cmocka_unit_test(test_a_day_that_was_sent_stays),
        cmocka_unit_test(test_one_of_many_people),
        cmocka_unit_test(test_masked_facts_leave_their_names),
        cmocka_unit_test(test_only_so_many_facts_can_be_masked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
