/* screen: the decision as the wire carries it. */
#include "service/asking.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* One look at an answer: the value at a path. */
struct look {
    const char *path;
    const char *value;
};

static void look_at(struct asking *asking, const char *method, const char *params,
                    const struct look *looks, size_t count) {
    json_t *answer = asking_result(asking, method, params);
    for (size_t i = 0; i < count; i++) {
        const char *found = asking_at(asking, answer, looks[i].path);
        if (strcmp(found, looks[i].value) != 0) {
            print_error("%s of %s\n", looks[i].path, params);
        }
        assert_string_equal(found, looks[i].value);
    }
    json_decref(answer);
}

#define SCREEN(facts, more) "{\"protocol\":\"knee\",\"facts\":{" facts "}" more "}"
#define WELL "\"age\":30,\"fever\":false,\"walking\":\"normal\",\"surgery\":\"none\""
#define HOT "\"age\":30,\"fever\":true,\"walking\":\"cannot\",\"surgery\":\"none\",\"days\":1"

static void test_a_cleared_person(void **state) {
    static const struct look looks[] = {
        {"protocol.id", "\"knee\""},
        {"protocol.version", "\"1.2.0\""},
        {"as_of", "\"2026-05-01\""},
        {"outcome", "\"clear\""},
        {"urgency", "null"},
        {"complete", "true"},
        {"reasons", "[]"},
        {"open", "[]"},
        {"questions", "[]"},
        {"referrals", "[]"},
        {"advice", "[{\"rule\":\"picture\",\"advice\":\"Come back if it gets worse.\","
                   "\"because\":\"X-ray\"}]"},
        {"results.picture",
         "{\"title\":\"X-ray\",\"value\":\"spared\",\"possible\":[\"spared\"],\"certain\":true,"
         "\"advice\":\"Come back if it gets worse.\"}"},
        {"scores.points.value", "0"},
        {"scores.points.items.0", "{\"label\":\"Fever\",\"low\":0,\"high\":0}"},
        {"techniques",
         "[{\"id\":\"bend\",\"title\":\"Bending\",\"available\":\"yes\",\"needs\":[]}]"},
        {"faults", "[]"},
        {"failures", "[]"},
        {"explain", ""},
        {"ref", ""},
    };
    look_at(*state, "screen", SCREEN(WELL, ""), looks, sizeof looks / sizeof *looks);
}

static void test_a_red_flag(void **state) {
    static const struct look looks[] = {
        {"outcome", "\"refer\""},
        {"urgency", "\"immediate\""},
        {"complete", "true"},
        {"reasons.0",
         "{\"rule\":\"hot\",\"kind\":\"red_flag\",\"because\":\"A fever and no step.\","
         "\"certain\":true,\"source\":\"T3\",\"facts\":{\"fever\":true,\"walking\":\"cannot\"},"
         "\"see\":[\"joints\"]}"},
        {"reasons.1.rule", "\"rested\""},
        {"reasons.1.facts", "{\"days\":1}"},
        {"referrals.0", "{\"to\":[\"emergency department\",\"physician\"],\"urgency\":"
                        "\"immediate\",\"because\":\"A fever and no step.\",\"rule\":\"hot\","
                        "\"certain\":true}"},
        {"referrals.1.rule", "\"picture\""},
        {"referrals.1.because", "\"Three points.\""},
        {"advice.0", "{\"rule\":\"rested\",\"advice\":\"Wait for two days.\",\"because\":\"The "
                     "fever is fresh.\"}"},
        {"results.picture.value", "\"taken\""},
        {"techniques.0.available", "\"no\""},
    };
    look_at(*state, "screen", SCREEN(HOT, ""), looks, sizeof looks / sizeof *looks);
}

static void test_what_is_open_and_asked(void **state) {
    static const struct look looks[] = {
        {"outcome", "\"ask\""},
        {"complete", "false"},
        {"results", "{}"},
        {"open.0", "{\"rule\":\"adults\",\"kind\":\"scope\",\"needs\":[\"age\"]}"},
        {"questions.0",
         "{\"fact\":\"age\",\"type\":\"number\",\"ask\":\"How old are you?\",\"group\":\"person\","
         "\"min\":0,\"max\":120,\"unit\":\"a\",\"whole\":true,\"for\":[\"adults\"]}"},
        {"questions.1.help", "\"38.0 degrees Celsius or more.\""},
        {"questions.2.options", "[\"normal\",\"limping\",\"cannot\"]"},
        {"questions.2.labels", "{\"cannot\":\"Cannot take four steps\"}"},
        {"questions.3.none", "\"Never had one\""},
        {"scores.points.value", ""},
        {"scores.points.low", "0"},
        {"scores.points.high", "3"},
    };
    look_at(*state, "screen", SCREEN("", ""), looks, sizeof looks / sizeof *looks);
}

static void test_unanswerable_counts_and_says_so(void **state) {
    static const struct look looks[] = {
        {"outcome", "\"stop\""},
        {"urgency", "\"urgent\""},
        {"reasons.0.rule", "\"fresh-surgery\""},
        {"reasons.0.certain", "false"},
        {"reasons.0.facts", "{\"surgery\":null}"},
        {"referrals.0.certain", "false"},
    };
    look_at(*state, "screen",
            SCREEN("\"age\":30,\"fever\":false,\"walking\":\"normal\",\"surgery\":null", ""), looks,
            sizeof looks / sizeof *looks);
}

static void test_dates_are_texts(void **state) {
    static const struct look looks[] = {
        {"reasons.0.facts", "{\"surgery\":\"2026-04-20\"}"},
        {"as_of", "\"2026-05-02\""},
    };
    look_at(*state, "screen",
            SCREEN("\"age\":30,\"fever\":false,\"walking\":\"normal\",\"surgery\":\"2026-04-20\"",
                   ",\"as_of\":\"2026-05-02\""),
            looks, sizeof looks / sizeof *looks);
}

static void test_faults_say_what_was_sent_and_hide_nothing(void **state) {
    static const struct look looks[] = {
        {"outcome", "\"invalid\""},
        {"urgency", "\"immediate\""},
        {"faults.0.fact", "\"weight\""},
        {"faults.0.code", "\"unit-mismatch\""},
        {"faults.0.sent", "{\"value\":80,\"unit\":\"cm\"}"},
        {"faults.0.allowed", "\"a number from 1 to 400 kg\""},
        {"faults.1.fact", "\"weigth\""},
        {"faults.1.code", "\"unknown-fact\""},
        {"faults.1.sent", "80"},
        {"faults.1.near", "\"weight\""},
        {"faults.1.allowed", ""},
    };
    look_at(*state, "screen",
            SCREEN(HOT ",\"weigth\":80,\"weight\":{\"value\":80,\"unit\":\"cm\"}", ""), looks,
            sizeof looks / sizeof *looks);
}

static void test_values_that_are_none_of_the_kinds(void **state) {
    static const struct {
        const char *facts;
        const char *sent;
    } rows[] = {
        {"\"age\":\"30\"", "\"30\""},
        {"\"age\":[30]", "\"an array\""},
        {"\"age\":{\"value\":30}", "\"a map that is not { value, unit }\""},
        {"\"age\":{\"value\":30,\"unit\":\"a\",\"x\":1}", "\"a map that is not { value, unit }\""},
        {"\"age\":true", "true"},
        {"\"age\":121", "121"},
        {"\"age\":30.5", "30.5"},
        {"\"pain\":true", "true"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char params[256];
        snprintf(params, sizeof params, "{\"protocol\":\"knee\",\"facts\":{%s}}", rows[i].facts);
        const struct look looks[] = {
            {"outcome", "\"invalid\""},
            {"faults.0.sent", rows[i].sent},
            {"faults.1", ""},
        };
        look_at(*state, "screen", params, looks, 3);
    }
}

static void test_languages(void **state) {
    struct asking *asking = *state;
    static const struct look german[] = {{"questions.0.ask", "\"Wie alt sind Sie?\""},
                                         {"questions.2.ask", "\"How do you walk?\""}};
    static const struct look english[] = {{"questions.0.ask", "\"How old are you?\""}};
    look_at(asking, "screen", SCREEN("", ",\"lang\":\"de-AT\""), german, 2);
    look_at(asking, "screen", SCREEN("", ",\"lang\":\"fr\""), english, 1);
    json_decref(asking_result(asking, "hello", "{\"lang\":\"de\"}"));
    look_at(asking, "screen", SCREEN("", ""), german, 2);
    look_at(asking, "screen", SCREEN("", ",\"lang\":\"en\""), english, 1);
}

static void test_a_ref_comes_back_as_it_was_sent(void **state) {
    static const struct look text[] = {{"ref", "\"line 7\""}};
    static const struct look number[] = {{"ref", "7"}};
    look_at(*state, "screen", SCREEN(WELL, ",\"ref\":\"line 7\""), text, 1);
    look_at(*state, "screen", SCREEN(WELL, ",\"ref\":7"), number, 1);
}

static void test_explained(void **state) {
    static const struct look looks[] = {
        {"explain.0.rule", "\"adults\""},
        {"explain.0.change", ""},
        {"explain.2.rule", "\"hot\""},
        {"explain.2.tree.text", "\"all { fever, walking:is \\\"cannot\\\" }\""},
        {"explain.2.tree.value", "true"},
        {"explain.2.tree.children.0", "{\"text\":\"fever\",\"value\":true}"},
        {"explain.2.tree.children.1.children.0", "{\"text\":\"walking\",\"value\":\"cannot\"}"},
        {"explain.2.change", "[{\"fact\":\"fever\",\"value\":false},"
                             "{\"fact\":\"walking\",\"value\":\"normal\"}]"},
        {"explain.5.rule", "\"picture\""},
        {"explain.5.tree.value", "\"taken\""},
        {"explain.6", ""}, /* halts belong to sessions */
    };
    look_at(*state, "screen",
            SCREEN("\"age\":30,\"fever\":true,\"walking\":\"cannot\"", ",\"explain\":true"), looks,
            sizeof looks / sizeof *looks);
}

static void test_unknown_values_in_an_explanation(void **state) {
    static const struct look looks[] = {
        {"explain.1.tree.value", "null"},
        {"explain.1.tree.children.0.value", "{\"low\":0,\"high\":null}"},
        {"explain.4.tree.children.0", "{\"text\":\"weight\",\"value\":\"none\"}"},
    };
    look_at(*state, "screen", SCREEN("", ",\"explain\":true"), looks, sizeof looks / sizeof *looks);
}

/* ---- promises -------------------------------------------------------------------------------- */

static const char *const keys_in_order[] = {
    "decision", "protocol",   "as_of",     "outcome",   "urgency", "complete",
    "reasons",  "open",       "questions", "referrals", "advice",  "results",
    "scores",   "techniques", "faults",    "failures",  "explain", "ref",
};

static void test_the_keys_come_in_the_order_of_the_design(void **state) {
    struct asking *asking = *state;
    json_t *decision =
        asking_result(asking, "screen", SCREEN(WELL, ",\"explain\":true,\"ref\":\"r\""));
    const char *key;
    json_t *value;
    size_t index = 0;
    json_object_foreach(decision, key, value) {
        assert_true(index < sizeof keys_in_order / sizeof *keys_in_order);
        assert_string_equal(key, keys_in_order[index++]);
    }
    assert_int_equal(index, sizeof keys_in_order / sizeof *keys_in_order);
    json_decref(decision);
}

static void test_the_order_of_facts_does_not_count(void **state) {
    struct asking *asking = *state;
    json_t *one = asking_result(asking, "screen",
                                SCREEN("\"age\":30,\"fever\":true,\"walking\":\"cannot\"", ""));
    json_t *other = asking_result(asking, "screen",
                                  SCREEN("\"walking\":\"cannot\",\"age\":30.0,\"fever\":true", ""));
    assert_true(json_equal(one, other));
    json_decref(one);
    json_decref(other);
}

static void test_a_decision_is_told_apart_from_another(void **state) {
    struct asking *asking = *state;
    json_t *one = asking_result(asking, "screen", SCREEN(WELL, ""));
    json_t *next_day = asking_result(asking, "screen", SCREEN(WELL, ",\"as_of\":\"2026-05-02\""));
    json_t *older = asking_result(asking, "screen", SCREEN(HOT, ""));
    assert_false(json_equal(json_object_get(one, "decision"), json_object_get(older, "decision")));
    assert_false(
        json_equal(json_object_get(one, "decision"), json_object_get(next_day, "decision")));
    json_decref(one);
    json_decref(next_day);
    json_decref(older);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, asking_open, asking_close)
    const struct CMUnitTest tests[] = {
        TEST(test_a_cleared_person),
        TEST(test_a_red_flag),
        TEST(test_what_is_open_and_asked),
        TEST(test_unanswerable_counts_and_says_so),
        TEST(test_dates_are_texts),
        TEST(test_faults_say_what_was_sent_and_hide_nothing),
        TEST(test_values_that_are_none_of_the_kinds),
        TEST(test_languages),
        TEST(test_a_ref_comes_back_as_it_was_sent),
        TEST(test_explained),
        TEST(test_unknown_values_in_an_explanation),
        TEST(test_the_keys_come_in_the_order_of_the_design),
        TEST(test_the_order_of_facts_does_not_count),
        TEST(test_a_decision_is_told_apart_from_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
