/* Memory running out: each allocation fails in turn, and the call that met it says so. */
#include "guide/guiding.h"
#include "support/failing_malloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char technique[] =
    "local pain = number 'pain' { ask = 'P?', min = 0, max = 10, live = true }\n"
    "local steady = yes_no 'steady' { ask = 'S?', live = true, only_if = hurts,\n"
    "  otherwise = false }\n"
    "halt 'worse' { when = any { pain:rose_by(2), steady }, because = 'B', source = 'S' }\n"
    "technique 'walk' { title = 'T', step 'sit' { 'S.' },\n"
    "  loop 'repeats' { at_most = 2, step 'reach' { 'R.' } } }\n";

/* Taking facts asserts, and so is done by hand. */
static bool take(struct intake *intake, uint32_t fact, struct answer answer) {
    intake->seen[fact] = true;
    intake->answers[fact] = answer;
    return true;
}

static struct answer yes(bool value) {
    return (struct answer){.state = ANSWER_GIVEN, .option = value};
}

enum { WELL, TINGLING, HURTS, PAIN };

static bool start(struct guide *guide, const struct program *program, bool well,
                  struct arena *arena, struct guide_answer *answer) {
    struct intake intake;
    struct answer pain = {.state = ANSWER_GIVEN, .number = 2};
    return intake_begin(&intake, program, 20000, arena) && take(&intake, WELL, yes(well)) &&
           take(&intake, TINGLING, yes(false)) && take(&intake, PAIN, pain) &&
           guide_start(guide, 0, &intake, NULL, 0, answer);
}

static bool report(struct guide *guide, uint64_t turn, bool hurts, struct guide_answer *answer,
                   enum guide_outcome *outcome) {
    struct intake intake;
    struct answer pain = {.state = ANSWER_GIVEN, .number = 3};
    if (!guide_begin_report(guide, &intake) || !take(&intake, HURTS, yes(hurts)) ||
        !take(&intake, PAIN, pain)) {
        return false;
    }
    *outcome = guide_report(guide, turn, &intake, NULL, 0, answer);
    return *outcome != GUIDE_NO_MEMORY;
}

/* A whole session: started, packed, unpacked, reported to, refused, again, halted, told too late.
 */
static bool live(const struct program *program, struct arena *arena, struct buffer *bytes,
                 bool *right) {
    struct guide guide;
    struct guide_answer answer;
    enum guide_outcome outcome;
    if (!start(&guide, program, true, arena, &answer)) {
        return false;
    }
    guide_pack(&guide, bytes);
    if (bytes->failed) {
        return false;
    }
    enum guide_unpacking unpacked = guide_unpack(&guide, program, buffer_text(bytes), arena);
    if (unpacked == GUIDE_UNPACK_NO_MEMORY || !report(&guide, 1, false, &answer, &outcome)) {
        return false;
    }
    *right = unpacked == GUIDE_UNPACKED && answer.state == GUIDE_STEP && answer.turn == 2;
    if (!report(&guide, 1, false, &answer, &outcome)) {
        return false;
    }
    *right = *right && answer.again;
    if (!report(&guide, 7, false, &answer, &outcome)) {
        return false;
    }
    *right = *right && outcome == GUIDE_WRONG_TURN;
    if (!report(&guide, 2, true, &answer, &outcome)) {
        return false;
    }
    *right = *right && answer.state == GUIDE_HALTED && answer.halt_count == 1;
    return report(&guide, 3, true, &answer, &outcome) && guide_end(&guide, NULL, 0, &answer);
}

static enum operation_outcome live_once(void *context) {
    struct arena arena;
    struct buffer bytes = {0};
    bool right = true;
    arena_init(&arena, 256, 0);
    bool done = live(context, &arena, &bytes, &right);
    arena_free(&arena);
    buffer_free(&bytes);
    return !right ? OPERATION_WRONG : done ? OPERATION_DONE : OPERATION_FAILED;
}

static enum operation_outcome refuse_once(void *context) {
    struct arena arena;
    struct guide guide;
    struct guide_answer answer;
    arena_init(&arena, 256, 0);
    bool done =
        start(&guide, context, false, &arena, &answer) && guide_get(&guide, NULL, 0, &answer);
    bool right = !done || answer.state == GUIDE_NOT_CLEARED;
    arena_free(&arena);
    return !right ? OPERATION_WRONG : done ? OPERATION_DONE : OPERATION_FAILED;
}

static void check(enum operation_outcome (*operation)(void *context)) {
    struct guiding guiding;
    guiding_open(&guiding, technique);
    assert_true(failing_malloc_until_ok(operation, (void *)(uintptr_t)guiding.program) > 3);
    guiding_close(&guiding);
}

static void a_session_says_that_memory_ran_out(void **state) {
    (void)state;
    check(live_once);
}

static void so_does_one_that_is_not_cleared(void **state) {
    (void)state;
    check(refuse_once);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_session_says_that_memory_ran_out),
        cmocka_unit_test(so_does_one_that_is_not_cleared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
