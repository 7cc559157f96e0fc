/*
 * Sessions as bytes: they come back as they were, are small, and whatever else is read is refused
 * or harmless.
 */
#include "guide/chance.h"
#include "guide/guide_private.h"
#include "guide/guiding.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char everything[] =
    "local tired = yes_no 'tired' { ask = 'Tired?', live = true }\n"
    "local weight = number 'weight' { ask = 'W?', min = -400, max = 400 }\n"
    "local count = number 'count' { ask = 'C?', min = 0, max = 9, whole = true }\n"
    "local side = choice 'side' { ask = 'S?', options = { 'left', 'right', 'both' } }\n"
    "local surgery = date 'surgery' { ask = 'O?', none = 'Never' }\n"
    "local pain = number 'pain' { ask = 'P?', min = 0, max = 10, live = true }\n"
    "advisory 'all' { when = any { weight:over(1), count:over(1), side:is 'left',\n"
    "  surgery:days_ago():over(1) }, because = 'B', advice = 'A', source = 'S' }\n"
    "halt 'worse' { when = pain:rose_by(2), because = 'B', source = 'S' }\n"
    "technique 'walk' { title = 'T', step 'sit' { 'S.' },\n"
    "  loop 'repeats' { at_most = 2, finish_when = tired, step 'reach' { 'R.' } } }\n";

#define START                                                                                      \
    "start walk well=true tingling=false weight=-70.1 count=3 side=both surgery=2020-02-29 "       \
    "pain=2.5"

/* ---- as they were ---------------------------------------------------------------------------- */

static void every_kind_of_answer_comes_back(void **state) {
    (void)state;
    struct guiding guiding;
    guiding_open(&guiding, everything);
    guiding_say(&guiding, START);
    guiding_say(&guiding, "report 1 weight=?");
    struct guide guide;
    struct text bytes = buffer_text(&guiding.packed);
    assert_int_equal(guide_unpack(&guide, guiding.program, bytes, &guiding.arena), GUIDE_UNPACKED);
    const struct answer *answers = guide.answers;
    assert_int_equal(answers[0].option, 1);
    assert_int_equal(answers[1].option, 0);
    assert_int_equal(answers[4].state, ANSWER_UNANSWERABLE);
    assert_true(guide.start[4].number == -70.1);
    assert_true(answers[5].number == 3);
    assert_int_equal(answers[6].option, 2);
    assert_int_equal(answers[7].day, 18321);
    assert_int_equal(answers[8].state, ANSWER_ABSENT);
    assert_true(guide.start[8].number == 2.5);
    guiding_close(&guiding);
}

static void none_comes_back_and_small_is_small(void **state) {
    (void)state;
    struct guiding guiding;
    guiding_open(&guiding, everything);
    guiding_say(&guiding, "start walk well=true tingling=false weight=70 count=3 side=both "
                          "surgery=none pain=2");
    assert_true(guiding.packed.length <= 60);
    assert_int_equal(guiding.guide.answers[7].state, ANSWER_NONE);
    guiding_close(&guiding);
}

/* ---- anything else --------------------------------------------------------------------------- */

static enum guide_unpacking unpack(struct guiding *guiding, struct text bytes) {
    arena_reset(&guiding->arena);
    return guide_unpack(&guiding->guide, guiding->program, bytes, &guiding->arena);
}

static void a_bit_that_flips_is_noticed(void **state) {
    (void)state;
    struct guiding guiding;
    guiding_open(&guiding, everything);
    guiding_say(&guiding, START);
    guiding_say(&guiding, "report 1 hurts=false pain=3");
    struct buffer bytes = guiding.packed;
    for (size_t bit = 0; bit < 8 * bytes.length; bit++) {
        bytes.at[bit / 8] = (char)(bytes.at[bit / 8] ^ 1 << bit % 8);
        assert_int_equal(unpack(&guiding, buffer_text(&bytes)), GUIDE_CORRUPT);
        bytes.at[bit / 8] = (char)(bytes.at[bit / 8] ^ 1 << bit % 8);
    }
    for (size_t length = 0; length < bytes.length; length++) {
        assert_int_equal(unpack(&guiding, text_from(bytes.at, length)), GUIDE_CORRUPT);
    }
    assert_int_equal(unpack(&guiding, buffer_text(&bytes)), GUIDE_UNPACKED);
    guiding_close(&guiding);
}

static void another_protocols_session_is_refused(void **state) {
    (void)state;
    struct guiding guiding;
    struct guiding other;
    guiding_open(&guiding, everything);
    guiding_open(&other, "technique 'walk' { title = 'T', step 'sit' { 'S.' } }\n");
    guiding_say(&guiding, START);
    assert_int_equal(unpack(&other, buffer_text(&guiding.packed)), GUIDE_CORRUPT);
    guiding_close(&guiding);
    guiding_close(&other);
}

/* As `packed`, with a few bytes that are anything, and the checksum made right. */
static void forge(struct chance *chance, const struct program *program, const struct buffer *packed,
                  struct buffer *forged) {
    size_t body = packed->length - 8;
    buffer_clear(forged);
    buffer_append(forged, packed->at, packed->length);
    assert_false(forged->failed);
    for (uint32_t i = 0; i < 1 + chance_below(chance, 4); i++) {
        forged->at[1 + chance_below(chance, (uint32_t)body - 1)] = (char)chance_below(chance, 256);
    }
    uint64_t sum = guide_checksum(program, text_from(forged->at, body));
    for (size_t i = 0; i < 8; i++) {
        forged->at[body + i] = (char)(sum >> 8 * i);
    }
}

/* What is read can be gone on with; the sanitizers watch. */
static bool try_forged(struct guiding *guiding, struct text bytes) {
    if (unpack(guiding, bytes) != GUIDE_UNPACKED) {
        return false;
    }
    struct intake intake;
    struct guide_answer answer;
    assert_true(guide_begin_report(&guiding->guide, &intake));
    guiding_take(&intake, "hurts=false tired=false pain=3");
    assert_int_not_equal(guide_report(&guiding->guide, guiding->guide.turn, &intake,
                                      &guiding->functions, guiding->now_ms, &answer),
                         GUIDE_NO_MEMORY);
    guiding_tell(guiding, &answer);
    return true;
}

static void forged_bytes_are_refused_or_harmless(void **state) {
    (void)state;
    struct guiding guiding;
    struct chance chance = {20261122};
    struct buffer forged = {0};
    size_t taken = 0;
    guiding_open(&guiding, everything);
    guiding_say(&guiding, START);
    guiding_say(&guiding, "report 1 hurts=false pain=3");
    for (int i = 0; i < 5000; i++) {
        forge(&chance, guiding.program, &guiding.packed, &forged);
        taken += try_forged(&guiding, buffer_text(&forged));
    }
    assert_true(taken > 100);
    assert_true(taken < 4500);
    buffer_free(&forged);
    guiding_close(&guiding);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_answer_comes_back),
        cmocka_unit_test(none_comes_back_and_small_is_small),
        cmocka_unit_test(a_bit_that_flips_is_noticed),
        cmocka_unit_test(another_protocols_session_is_refused),
        cmocka_unit_test(forged_bytes_are_refused_or_harmless),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
