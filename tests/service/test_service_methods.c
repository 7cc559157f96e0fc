/* hello, protocols, protocol and check; and what every method refuses. */
#include "service/asking.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void assert_at(struct asking *asking, const json_t *root, const char *path,
                      const char *value) {
    assert_string_equal(asking_at(asking, root, path), value);
}

static void test_hello(void **state) {
    struct asking *asking = *state;
    json_t *hello = asking_result(asking, "hello", "{\"client\":\"a test\"}");
    assert_at(asking, hello, "server", "\"synovia\"");
    assert_at(asking, hello, "version", "\"" SYNOVIA_VERSION "\"");
    assert_at(asking, hello, "api", "1");
    assert_at(asking, hello, "limits.frame_bytes", "1048576");
    assert_at(asking, hello, "methods.0", "\"hello\"");
    json_decref(hello);
}

static void test_protocols(void **state) {
    struct asking *asking = *state;
    json_t *list = asking_result(asking, "protocols", "");
    assert_int_equal(json_array_size(list), 1);
    assert_at(asking, list, "0.id", "\"knee\"");
    assert_at(asking, list, "0.version", "\"1.2.0\"");
    assert_at(asking, list, "0.title", "\"A stiff knee\"");
    assert_at(asking, list, "0.live_since", "\"2026-05-01T09:00:00Z\"");
    json_decref(list);
}

/* ---- protocol -------------------------------------------------------------------------------- */

struct look {
    const char *path;
    const char *value;
};

static const struct look of_knee[] = {
    {"id", "\"knee\""},
    {"title", "\"Ein steifes Knie\""},
    {"languages", "[\"en\",\"de\"]"},
    {"sources", "[{\"title\":\"Made up for tests\",\"url\":\"https://example.org/knee\"}]"},
    {"authors", "[\"A. Tester\"]"},
    {"reviewed", "{\"by\":\"B. Reader\",\"on\":\"2026-01-02\"}"},
    {"review_by", "\"2030-01-01\""},
    {"refer", "{\"to\":[\"physician\"],\"urgency\":\"routine\"}"},
    {"groups", "[{\"id\":\"person\",\"title\":\"Die Person\"}]"},
    {"facts.0.name", "\"age\""},
    {"facts.0.ask", "\"Wie alt sind Sie?\""},
    {"facts.0.screened", "true"},
    {"facts.1.code", "[[\"http://snomed.info/sct\",\"386661006\"]]"},
    {"facts.2.labels", "{\"cannot\":\"Cannot take four steps\"}"},
    {"facts.3.none", "\"Never had one\""},
    {"facts.4.optional", "true"},
    {"facts.5.only_if", "\"fever\""},
    {"facts.5.otherwise", "\"none\""},
    {"facts.6.live", "true"},
    {"facts.6.screened", "false"},
    {"values.0.name", "\"limps\""},
    {"values.0.term", "\"walking:is_not \\\"normal\\\"\""},
    {"scores.0.items.0.label", "\"Fever\""},
    {"rules.0.id", "\"adults\""},
    {"rules.0.fires_when", "\"~age:at_least(18)\""},
    {"rules.2.because", "\"Fieber und kein Schritt.\""},
    {"rules.2.refer",
     "{\"to\":[\"emergency department\",\"physician\"],\"urgency\":\"immediate\"}"},
    {"rules.2.see", "[\"joints\"]"},
    {"rules.3.advice", "\"Wait for two days.\""},
    {"rules.5.kind", "\"halt\""},
    {"rules.5.during", "[\"bend\"]"},
    {"results.0.lines.0.when", "\"points:at_least(3)\""},
    {"results.0.lines.0.outcome", "\"refer\""},
    {"results.0.lines.1", "{\"name\":\"spared\",\"advice\":\"Come back if it gets worse.\"}"},
    {"techniques.0.needs", "[\"a chair\"]"},
    {"techniques.0.only_if", "\"walking:is_not \\\"cannot\\\"\""},
    {"techniques.0.idle_seconds", "600"},
    {"techniques.0.steps.0", "{\"kind\":\"step\",\"id\":\"sit\",\"say\":\"Sit down.\","
                             "\"caution\":\"Slowly.\"}"},
    {"techniques.0.steps.1.kind", "\"loop\""},
    {"techniques.0.steps.1.at_most", "3"},
    {"techniques.0.steps.1.finish_when", "\"pain\""},
    {"techniques.0.steps.1.steps.0.hold_seconds", "5"},
    {"techniques.0.steps.1.steps.0.only_if", "\"age:under(80)\""},
    {"techniques.0.after", "\"Walk around.\""},
    {"education.0", "{\"id\":\"joints\",\"title\":\"Joints\",\"text\":\"A joint may pop.\","
                    "\"source\":\"T7\"}"},
};

static void test_protocol(void **state) {
    struct asking *asking = *state;
    json_t *knee = asking_result(asking, "protocol", "{\"protocol\":\"knee\",\"lang\":\"de\"}");
    for (size_t i = 0; i < sizeof of_knee / sizeof *of_knee; i++) {
        assert_at(asking, knee, of_knee[i].path, of_knee[i].value);
    }
    json_decref(knee);
}

/* ---- check ----------------------------------------------------------------------------------- */

static void test_check_finds_everything_at_once(void **state) {
    struct asking *asking = *state;
    json_t *report = asking_result(
        asking, "check",
        "{\"name\":\"a.lua\",\"source\":\"protocol \\\"a\\\" { format = 1, version = "
        "\\\"1.0.0\\\", "
        "title = \\\"A\\\" }\\nlocal b = yes_no \\\"b\\\" { aks = \\\"?\\\" }\\nlocal c = d\\n\"}");
    assert_at(asking, report, "file", "\"a.lua\"");
    assert_at(asking, report, "protocol", "");
    assert_true(json_integer_value(json_object_get(report, "errors")) >= 2);
    assert_at(asking, report, "diagnostics.0.severity", "\"error\"");
    assert_at(asking, report, "diagnostics.0.line", "2");
    json_decref(report);
}

static void test_check_serves_nothing(void **state) {
    struct asking *asking = *state;
    json_decref(asking_result(asking, "check", "{\"source\":\"protocol \\\"a\\\" { }\"}"));
    assert_int_equal(service_protocol_count(asking->service), 1);
}

static void test_check_reads_no_files(void **state) {
    struct asking *asking = *state;
    json_t *report = asking_result(asking, "check",
                                   "{\"source\":\"include \\\"knee.lua\\\"\",\"name\":\"a.lua\"}");
    assert_true(json_integer_value(json_object_get(report, "errors")) > 0);
    json_decref(report);
}

/* ---- sequence, many, tests ------------------------------------------------------------------- */

#define WELL "{\"age\":30,\"fever\":false,\"walking\":\"normal\",\"surgery\":\"none\"}"

static void test_a_sequence_keeps_loops_and_leaves_out_steps(void **state) {
    struct asking *asking = *state;
    json_t *sequence = asking_result(
        asking, "sequence", "{\"protocol\":\"knee\",\"technique\":\"bend\",\"facts\":" WELL "}");
    assert_at(asking, sequence, "technique", "\"bend\"");
    assert_at(asking, sequence, "needs", "[\"a chair\"]");
    assert_at(asking, sequence, "steps.0",
              "{\"id\":\"sit\",\"say\":\"Sit down.\",\"caution\":\"Slowly.\"}");
    assert_at(asking, sequence, "steps.1.loop", "\"rounds\"");
    assert_at(asking, sequence, "steps.1.at_most", "3");
    assert_at(asking, sequence, "steps.1.steps.0.hold_seconds", "5");
    assert_at(asking, sequence, "after", "\"Walk around.\"");
    json_decref(sequence);
    sequence = asking_result(asking, "sequence",
                             "{\"protocol\":\"knee\",\"technique\":\"bend\",\"facts\":{\"age\":80,"
                             "\"fever\":false,\"walking\":\"normal\",\"surgery\":\"none\"}}");
    assert_at(asking, sequence, "steps.1.steps.0.id", "\"back\"");
    json_decref(sequence);
}

static void test_who_is_not_cleared_gets_the_decision(void **state) {
    struct asking *asking = *state;
    json_t *decision = asking_result(asking, "sequence",
                                     "{\"protocol\":\"knee\",\"technique\":\"bend\",\"facts\":{}}");
    assert_at(asking, decision, "outcome", "\"ask\"");
    assert_at(asking, decision, "steps", "");
    json_decref(decision);
}

static void test_many_are_decided_as_one_by_one(void **state) {
    struct asking *asking = *state;
    json_t *one = asking_result(asking, "screen", "{\"protocol\":\"knee\",\"facts\":" WELL "}");
    json_t *many =
        asking_result(asking, "screen_many", "{\"protocol\":\"knee\",\"people\":[{}," WELL ",{}]}");
    assert_int_equal(json_array_size(many), 3);
    assert_true(json_equal(json_array_get(many, 1), one));
    assert_true(json_equal(json_array_get(many, 0), json_array_get(many, 2)));
    json_decref(one);
    json_decref(many);
    many = asking_result(asking, "screen_many", "{\"protocol\":\"knee\",\"people\":[]}");
    assert_int_equal(json_array_size(many), 0);
    json_decref(many);
}

static void test_the_tests_of_a_protocol(void **state) {
    struct asking *asking = *state;
    json_t *tests = asking_result(asking, "test", "{\"protocol\":\"knee\"}");
    assert_at(asking, tests, "passed", "2");
    assert_at(asking, tests, "failed", "0");
    assert_at(asking, tests, "tests.1.name", "\"a fever and no step is an emergency\"");
    assert_at(asking, tests, "coverage.rules", "5");
    json_decref(tests);
}

static void test_what_the_tests_of_a_protocol_show(void **state) {
    struct asking *asking = *state;
    json_t *shown = asking_result(asking, "coverage", "{\"protocol\":\"knee\"}");
    assert_at(asking, shown, "passed", "2");
    assert_null(json_object_get(shown, "tests"));
    assert_at(asking, shown, "coverage.complete", "true");
    assert_at(asking, shown, "coverage.rows.0.row", "\"rules\"");
    assert_at(asking, shown, "coverage.items.0.kind", "\"rule\"");
    json_decref(shown);
}

/* ---- refusals -------------------------------------------------------------------------------- */

struct refusal {
    const char *method;
    const char *params;
    const char *code;
    const char *says; /* a part of the message */
};

static const struct refusal refusals[] = {
    {"screem", "{}", "unknown-method", "did you mean \"screen\"?"},
    {"zzzzzz", "{}", "unknown-method", "there is no method \"zzzzzz\""},
    {"screen", "[1]", "bad-params", "params must be an array with one map"},
    {"screen", "{", "bad-params", "line 1"},
    {"screen", "{}", "bad-params", "protocol is missing"},
    {"screen", "{\"protocol\":\"knee\"}", "bad-params", "facts is missing"},
    {"screen", "{\"protocol\":7,\"facts\":{}}", "bad-params",
     "protocol must be a text and was sent as an integer"},
    {"screen", "{\"protocol\":\"\",\"facts\":{}}", "bad-params", "empty"},
    {"screen", "{\"protocol\":\"knee\",\"facts\":[1]}", "bad-params", "facts must be a map"},
    {"screen", "{\"protocol\":\"knee\",\"fact\":{}}", "bad-params", "did you mean \"facts\"?"},
    {"screen", "{\"protocol\":\"knee\",\"facts\":{},\"xyzzy\":1}", "bad-params",
     "takes no key \"xyzzy\""},
    {"screen", "{\"protocol\":\"knee\",\"facts\":{},\"explain\":1}", "bad-params",
     "explain must be true or false"},
    {"screen", "{\"protocol\":\"knee\",\"facts\":{},\"ref\":[]}", "bad-params", "ref must be"},
    {"screen", "{\"protocol\":\"knee\",\"facts\":{},\"as_of\":\"2026-02-30\"}", "bad-params",
     "a day that exists"},
    {"screen", "{\"protocol\":\"knee\",\"facts\":{},\"as_of\":\"2026-05-03\"}", "bad-params",
     "2026-05-02 is the latest"},
    {"screen", "{\"protocol\":\"kneee\",\"facts\":{}}", "unknown-protocol",
     "did you mean \"knee\"?"},
    {"screen", "{\"protocol\":\"elbow-1\",\"facts\":{}}", "unknown-protocol", "protocols lists"},
    {"screen", "{\"protocol\":\"knee\",\"facts\":{},\"digest\":\"abc\"}", "digest-mismatch",
     "the digest asked for is abc"},
    {"protocol", "{\"protocol\":\"elbow-1\"}", "unknown-protocol", "elbow-1"},
    {"protocols", "{\"id\":1}", "bad-params", "takes no key \"id\""},
    {"hello", "{\"errors\":\"maps\"}", "bad-params", "\"array\" or \"map\""},
    {"check", "{}", "bad-params", "source is missing"},
    {"sequence", "{\"protocol\":\"knee\",\"technique\":\"bent\",\"facts\":{}}", "unknown-technique",
     "did you mean \"bend\"?"},
    {"screen_many", "{\"protocol\":\"knee\",\"people\":[{},7]}", "bad-params",
     "and one is an integer"},
    {"screen_many", "{\"protocol\":\"knee\",\"people\":{}}", "bad-params",
     "people must be an array"},
    {"subscribe", "{\"topics\":[\"weather\"]}", "bad-params", "the only topic is"},
    {"test", "{\"protocol\":\"elbow-1\"}", "unknown-protocol", "elbow-1"},
    {"coverage", "{\"protocol\":\"elbow-1\"}", "unknown-protocol", "elbow-1"},
    {"verify", "{\"protocol\":\"elbow-1\"}", "unknown-protocol", "elbow-1"},
    {"verify", "{\"protocol\":\"knee\",\"seconds\":0}", "bad-params", "from 1 to 600"},
    {"verify", "{\"protocol\":\"knee\",\"seconds\":601}", "bad-params", "from 1 to 600"},
    /* There is no plug-in beside this program. */
    {"verify", "{\"protocol\":\"knee\",\"seconds\":600}", "no-analyser", "prover"},
    {"diff", "{\"protocol\":\"knee\"}", "bad-params", "source is missing"},
};

static void test_refusals(void **state) {
    struct asking *asking = *state;
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        const struct refusal *row = &refusals[i];
        assert_string_equal(asking_refusal(asking, row->method, row->params), row->code);
        const char *message = asking_message(asking, row->method, row->params);
        if (strstr(message, row->says) == NULL) {
            fail_msg("%s %s: %s", row->method, row->params, message);
        }
    }
}

static void test_a_digest_that_is_live_is_served(void **state) {
    struct asking *asking = *state;
    char params[256];
    json_t *list = asking_result(asking, "protocols", "");
    snprintf(params, sizeof params, "{\"protocol\":\"knee\",\"facts\":{},\"digest\":\"%s\"}",
             json_string_value(json_object_get(json_array_get(list, 0), "digest")));
    json_decref(asking_result(asking, "screen", params));
    json_decref(list);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, asking_open, asking_close)
    const struct CMUnitTest tests[] = {
        TEST(test_hello),
        TEST(test_protocols),
        TEST(test_protocol),
        TEST(test_check_finds_everything_at_once),
        TEST(test_check_serves_nothing),
        TEST(test_check_reads_no_files),
        TEST(test_a_sequence_keeps_loops_and_leaves_out_steps),
        TEST(test_who_is_not_cleared_gets_the_decision),
        TEST(test_many_are_decided_as_one_by_one),
        TEST(test_the_tests_of_a_protocol),
        TEST(test_what_the_tests_of_a_protocol_show),
        TEST(test_refusals),
        TEST(test_a_digest_that_is_live_is_served),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
