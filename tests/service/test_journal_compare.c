/* Recorded answers held against answers of now: what differs, in which direction, and why. */
#include "service/journal_compare.h"
#include "service/service.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { ARENA_BLOCK = 4096 };

struct reading_one {
    struct buffer wire;
    struct message *message;
    struct told told;
    bool is_decision;
};

static struct reading_one read_answer(const char *json, struct arena *arena) {
    struct reading_one reading = {.message = message_new()};
    assert_true(service_json_to_wire(text_of(json), &reading.wire));
    assert_true(message_read(reading.message, buffer_text(&reading.wire)));
    struct wire_value root = message_root(reading.message);
    reading.is_decision = told_read_answer(&root, arena, &reading.told);
    return reading;
}

static void free_answer(struct reading_one *reading) {
    message_free(reading->message);
    buffer_free(&reading->wire);
}

static void append_differences(struct buffer *out, const struct comparison *comparison) {
    buffer_append_string(out, compared_name(comparison->compared));
    for (size_t i = 0; i < comparison->count; i++) {
        const struct difference *difference = &comparison->differences[i];
        buffer_append_format(out, " | %s %.*s %.*s>%.*s", difference_kind_name(difference->kind),
                             (int)difference->name.length, difference->name.at,
                             (int)difference->before.length, difference->before.at,
                             (int)difference->after.length, difference->after.at);
    }
    buffer_append(out, "", 1);
}

#define CLEAR "{\"outcome\": \"clear\", \"urgency\": null, \"complete\": true, \"reasons\": []}"
#define REFER(reasons)                                                                             \
    "{\"outcome\": \"refer\", \"urgency\": \"urgent\", \"complete\": true, \"reasons\": [" reasons \
    "]}"
#define RULE(id) "{\"rule\": \"" id "\", \"certain\": true}"
#define RESULT(line)                                                                               \
    "{\"outcome\": \"clear\", \"complete\": true, \"results\": {\"place\": {\"value\": \"" line    \
    "\"}}}"
#define TECHNIQUE(available)                                                                       \
    "{\"outcome\": \"clear\", \"complete\": true, \"techniques\": [{\"id\": \"walk\", "            \
    "\"available\": \"" available "\"}]}"

static void differences_are_explained(void **state) {
    (void)state;
    static const struct {
        const char *before, *after, *expected;
    } rows[] = {
        {CLEAR, CLEAR, "same"},
        {REFER(RULE("a")), REFER(RULE("a")), "same"},
        {REFER(RULE("a")), CLEAR, "less | lost a >"},
        {CLEAR, REFER(RULE("a")), "more | won a >"},
        {REFER(RULE("a")), REFER(RULE("b")), "less | lost a > | won b >"},
        {REFER(""), "{\"outcome\": \"refer\", \"urgency\": \"routine\", \"complete\": true}",
         "less | outcome urgency urgent>routine"},
        {"{\"outcome\": \"ask\", \"complete\": false}", CLEAR, "less | outcome outcome ask>clear"},
        {"{\"outcome\": \"clear\", \"complete\": false}", CLEAR,
         "less | complete questions asks on>complete"},
        {RESULT("image"), RESULT("none"), "other | result place image>none"},
        {RESULT("image"), CLEAR, "other | result place image>"},
        {TECHNIQUE("no"), TECHNIQUE("yes"), "less | technique walk no>yes"},
        {REFER(RULE("a")),
         "{\"outcome\": \"invalid\", \"urgency\": \"urgent\", \"faults\": [{\"fact\": \"age\", "
         "\"code\": \"out-of-range\"}]}",
         "more | fault age >out-of-range"},
        /* people who were shown the steps: advisories and what was left to ask are not known */
        {"{\"technique\": \"walk\", \"steps\": []}",
         "{\"outcome\": \"clear\", \"complete\": true, \"urgency\": \"routine\", \"reasons\": "
         "[" RULE("advisory") "], \"techniques\": [{\"id\": \"walk\", \"available\": \"yes\"}]}",
         "same"},
        {"{\"session\": \"s\", \"state\": \"step\", \"technique\": \"walk\"}", TECHNIQUE("no"),
         "more | technique walk yes>no"},
        {"{\"session\": \"s\", \"state\": \"step\", \"technique\": \"walk\"}", REFER(RULE("a")),
         "more | outcome outcome clear>refer"},
        {"{\"state\": \"not_cleared\", \"decision\": " REFER(RULE("a")) "}", CLEAR,
         "less | lost a >"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena arena;
        struct comparison comparison;
        struct buffer out = {0};
        arena_init(&arena, ARENA_BLOCK, 0);
        struct reading_one before = read_answer(rows[i].before, &arena);
        struct reading_one after = read_answer(rows[i].after, &arena);
        assert_true(before.is_decision && after.is_decision);
        assert_true(compare_told(&before.told, &after.told, &arena, &comparison));
        append_differences(&out, &comparison);
        assert_string_equal(out.at, rows[i].expected);
        buffer_free(&out);
        free_answer(&before);
        free_answer(&after);
        arena_free(&arena);
    }
}

static void what_is_no_decision_is_not_taken_for_one(void **state) {
    (void)state;
    static const char *const rows[] = {"{}", "3", "{\"outcome\": \"fine\"}",
                                       "{\"state\": \"finished\"}", "{\"decision\": 3}"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena arena;
        arena_init(&arena, ARENA_BLOCK, 0);
        struct reading_one reading = read_answer(rows[i], &arena);
        assert_false(reading.is_decision);
        assert_false(arena.failed);
        free_answer(&reading);
        arena_free(&arena);
    }
}

/* Somebody may have written into the journal what no service writes. */
static void a_name_that_is_no_text_is_passed_over(void **state) {
    (void)state;
    static const char forged[] = "\x82\xa7outcome\xa5"
                                 "clear\xa7results\x81\x07\x81\xa5value\xa1x";
    struct arena arena;
    struct comparison comparison;
    struct message *message = message_new();
    struct told before;
    arena_init(&arena, ARENA_BLOCK, 0);
    assert_true(message_read(message, text_from(forged, sizeof forged - 1)));
    struct wire_value root = message_root(message);
    assert_true(told_read_answer(&root, &arena, &before));
    struct reading_one after = read_answer("{\"outcome\": \"clear\"}", &arena);
    assert_true(compare_told(&before, &after.told, &arena, &comparison));
    assert_int_equal(comparison.compared, COMPARED_SAME);
    free_answer(&after);
    message_free(message);
    arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(differences_are_explained),
        cmocka_unit_test(what_is_no_decision_is_not_taken_for_one),
        cmocka_unit_test(a_name_that_is_no_text_is_passed_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
