/*
 * What must hold of every session, tried on random techniques and random reports:
 *
 *     what is not known never adds movement    a report with some facts unanswerable, or left out,
 *                                              leads no further than the same report with them
 *     halts are monotone                       whoever says more is halted by no fewer rules
 *     bytes change nothing                     a session that is packed and unpacked before every
 *                                              call goes the way of one that never is
 *     the same twice is the same               a report sent again changes nothing
 *     a late report stops or leaves no trace
 *
 *     SYNOVIA_SEED=n          repeats a run (the seed is printed)
 *     SYNOVIA_GUIDE_RUNS=n    tries n programs instead of the usual number
 */
#include "guide/chance.h"
#include "guide/guiding.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

enum { USUAL_RUNS = 3000, MOST_TURNS = 60 };

struct tally {
    unsigned long programs, turns, halted, finished, left_out, stayed, further;
};

/* ---- one call on packed bytes ---------------------------------------------------------------- */

/* A session as bytes, and the last answer in words. */
struct kept {
    struct buffer bytes;
    char *said;
    struct guide_answer answer; /* its pointers do not live on: flags and numbers only */
    struct guide_place place;
    bool protects; /* the step shown is there for protection */
    bool watched[CHANCE_FACTS];
    bool arrived; /* nothing was reported since it came to its place */
    bool refused;
    bool halts[8]; /* one a rule */
};

static void kept_free(struct kept *kept) {
    buffer_free(&kept->bytes);
    free(kept->said);
    *kept = (struct kept){.said = NULL};
}

static struct kept keep(const struct program *program, const struct guide *guide,
                        const struct guide_answer *answer, struct arena *arena) {
    struct guiding telling = {.program = program, .arena = *arena};
    struct kept kept = {.answer = *answer, .place = guide->place, .arrived = !guide->reported};
    guide_pack(guide, &kept.bytes);
    assert_false(kept.bytes.failed);
    const char *said = guiding_tell(&telling, answer);
    *arena = telling.arena;
    kept.said = malloc(strlen(said) + 1);
    assert_non_null(kept.said);
    memcpy(kept.said, said, strlen(said) + 1);
    buffer_free(&telling.said);
    kept.protects = chance_protects(&answer->step);
    for (size_t i = 0; i < answer->watch_count; i++) {
        kept.watched[answer->watch[i]] = true;
    }
    for (size_t i = 0; i < answer->halt_count; i++) {
        kept.halts[answer->halts[i].rule] = true;
    }
    return kept;
}

static struct kept start(const struct program *program, const struct chance_said *said) {
    struct arena arena;
    struct intake intake;
    struct guide guide;
    struct guide_answer answer;
    arena_init(&arena, 4096, 0);
    assert_true(intake_begin(&intake, program, 20000, &arena));
    chance_take(&intake, said);
    assert_true(guide_start(&guide, 0, &intake, NULL, 1000, &answer));
    struct kept kept = keep(program, &guide, &answer, &arena);
    arena_free(&arena);
    return kept;
}

static struct kept report(const struct program *program, const struct kept *before, uint32_t turn,
                          const struct chance_said *said) {
    struct arena arena;
    struct intake intake;
    struct guide guide;
    struct guide_answer answer;
    arena_init(&arena, 4096, 0);
    assert_int_equal(guide_unpack(&guide, program, buffer_text(&before->bytes), &arena),
                     GUIDE_UNPACKED);
    assert_true(guide_begin_report(&guide, &intake));
    chance_take(&intake, said);
    enum guide_outcome outcome = guide_report(&guide, turn, &intake, NULL, 1000, &answer);
    assert_int_not_equal(outcome, GUIDE_NO_MEMORY);
    struct kept kept = keep(program, &guide, &answer, &arena);
    kept.refused = outcome == GUIDE_WRONG_TURN;
    arena_free(&arena);
    return kept;
}

static bool same_bytes(const struct kept *a, const struct kept *b) {
    return text_equal(buffer_text(&a->bytes), buffer_text(&b->bytes));
}

/* ---- what is not known never adds movement --------------------------------------------------- */

/* Some of what was said is unanswerable, or not said: only what is watched, in a fresh turn (what
 * was said before of anything else goes on to count, and what is not watched need not be said). */
static struct chance_said forget(struct chance *chance, const struct chance_said *said,
                                 const struct kept *before) {
    struct chance_said less = *said;
    bool leaves_out = before != NULL && before->arrived && chance_percent(chance, 30);
    for (size_t i = 0; i < CHANCE_FACTS; i++) {
        if (less.seen[i] && chance_percent(chance, 35)) {
            less.seen[i] = !leaves_out || !before->watched[i];
            less.answers[i] = (struct answer){.state = ANSWER_UNANSWERABLE};
        }
    }
    return less;
}

static int order(struct guide_place a, struct guide_place b) {
    if (a.step != b.step) {
        return a.step < b.step ? -1 : 1;
    }
    if (a.round != b.round) {
        return a.round < b.round ? -1 : 1;
    }
    return a.inner == b.inner ? 0 : a.inner < b.inner ? -1 : 1;
}

static bool went_on(const struct kept *before, const struct kept *after) {
    return after->answer.state == GUIDE_FINISHED ||
           (after->answer.state == GUIDE_STEP &&
            (before == NULL || after->answer.turn != before->answer.turn));
}

/* The turn was done, and what came next is halted before it is shown. */
static bool halted_on_arrival(const struct kept *after) {
    return after->answer.state == GUIDE_HALTED && after->arrived;
}

/* Whether `less` goes no further than `more`: it stays or stops, or leaves out more, or shows a
 * step that protects. Leaving a step out also leaves out the halts that are in force only there. */
static bool no_further(const struct kept *before, const struct kept *more,
                       const struct kept *less) {
    bool contradicts = more->answer.faults != NULL; /* says too much rather than more */
    if (!went_on(before, less) || less->protects || contradicts) {
        return true;
    }
    if (!went_on(before, more) && !halted_on_arrival(more)) {
        return false;
    }
    return order(less->place, more->place) >= 0;
}

static void check_movement(struct chance *chance, const struct program *program,
                           const struct kept *before, const struct chance_said *said,
                           const struct kept *after, struct tally *tally) {
    struct chance_said less = forget(chance, said, before);
    struct kept other = report(program, before, before->answer.turn, &less);
    tally->stayed += !went_on(before, &other);
    tally->further += went_on(before, &other);
    if (!no_further(before, after, &other)) {
        chance_print(program);
        print_error("known:   %s\nunknown: %s\n", after->said, other.said);
        fail_msg("not knowing led further");
    }
    kept_free(&other);
}

/* ---- the others ------------------------------------------------------------------------------ */

static bool is_live(size_t fact) {
    return fact >= CHANCE_HURTS || fact == CHANCE_CALM;
}

/* What halts when only a part is said halts when the whole is. A part, that is what is live in a
 * fresh turn: anything else was known before, and saying it anew takes it back. A value behind a
 * gate says something of the gate as well, and so stays where that cannot be answered. */
static void check_halts(struct chance *chance, const struct program *program,
                        const struct kept *before, const struct chance_said *said,
                        const struct kept *after) {
    struct chance_said part = *said;
    for (size_t i = 0; i < CHANCE_FACTS; i++) {
        bool gate_open = said->answers[CHANCE_X].state == ANSWER_UNANSWERABLE;
        bool stays = !before->arrived || !is_live(i) || (i == CHANCE_WITHIN && gate_open);
        part.seen[i] = part.seen[i] && (stays || chance_percent(chance, 50));
    }
    struct kept partly = report(program, before, before->answer.turn, &part);
    bool halted = partly.answer.state == GUIDE_HALTED && !halted_on_arrival(&partly);
    for (size_t i = 0; halted && i < 8; i++) {
        if (partly.halts[i] && !after->halts[i]) {
            chance_print(program);
            print_error("partly: %s\nwhole:  %s\n", partly.said, after->said);
            fail_msg("saying more halted less");
        }
    }
    kept_free(&partly);
}

static void check_again(const struct program *program, const struct kept *before,
                        const struct chance_said *said, const struct kept *after) {
    struct kept again = report(program, after, before->answer.turn, said);
    char expected[4096];
    bool turned =
        after->answer.turn != before->answer.turn || guide_state_is_over(after->answer.state);
    snprintf(expected, sizeof expected, "%s%s", after->said, turned ? " | again" : "");
    assert_string_equal(again.said, expected);
    assert_true(same_bytes(&again, after));
    kept_free(&again);
}

static void check_late(struct chance *chance, const struct program *program,
                       const struct kept *before) {
    struct chance_said said = chance_say(chance, chance_percent(chance, 50));
    struct kept late = report(program, before, before->answer.turn + 1, &said);
    bool stopped = guide_state_is_over(late.answer.state);
    if (!guide_state_is_over(before->answer.state)) {
        assert_true(stopped != late.refused);
    }
    assert_true(stopped || same_bytes(&late, before));
    kept_free(&late);
}

/* ---- a session ------------------------------------------------------------------------------- */

/* The same session in one arena, never packed. */
struct living {
    struct arena arena;
    struct guide guide;
};

static void living_start(struct living *living, const struct program *program,
                         const struct chance_said *said, const struct kept *packed) {
    struct intake intake;
    struct guide_answer answer;
    arena_init(&living->arena, 4096, 0);
    assert_true(intake_begin(&intake, program, 20000, &living->arena));
    chance_take(&intake, said);
    assert_true(guide_start(&living->guide, 0, &intake, NULL, 1000, &answer));
    struct kept kept = keep(program, &living->guide, &answer, &living->arena);
    assert_string_equal(kept.said, packed->said);
    assert_true(same_bytes(&kept, packed));
    kept_free(&kept);
}

static void living_report(struct living *living, const struct chance_said *said,
                          const struct kept *packed) {
    struct intake intake;
    struct guide_answer answer;
    assert_true(guide_begin_report(&living->guide, &intake));
    chance_take(&intake, said);
    assert_int_equal(guide_report(&living->guide, living->guide.turn, &intake, NULL, 1000, &answer),
                     GUIDE_ANSWERED);
    struct kept kept = keep(living->guide.program, &living->guide, &answer, &living->arena);
    assert_string_equal(kept.said, packed->said);
    assert_true(same_bytes(&kept, packed));
    kept_free(&kept);
}

static struct kept one_turn(struct chance *chance, const struct program *program,
                            const struct kept *before, struct tally *tally, struct living *living) {
    struct chance_said said = chance_say(chance, !chance_percent(chance, 10));
    if (chance_percent(chance, 10)) {
        said = forget(chance, &said, before);
    }
    struct kept after = report(program, before, before->answer.turn, &said);
    tally->turns++;
    check_movement(chance, program, before, &said, &after, tally);
    check_halts(chance, program, before, &said, &after);
    check_again(program, before, &said, &after);
    check_late(chance, program, before);
    living_report(living, &said, &after);
    return after;
}

static void try_session(struct chance *chance, const struct program *program, struct tally *tally) {
    struct chance_said said = chance_say(chance, false);
    static const uint32_t unscreened[] = {CHANCE_HURTS, CHANCE_X, CHANCE_Y, CHANCE_WITHIN,
                                          CHANCE_PAIN};
    for (size_t i = 0; i < sizeof unscreened / sizeof *unscreened; i++) {
        said.seen[unscreened[i]] =
            said.seen[unscreened[i]] && program->facts[unscreened[i]].screened;
    }
    struct chance_said less = forget(chance, &said, NULL);
    struct kept now = start(program, &said);
    struct kept unknown = start(program, &less);
    if (!no_further(NULL, &now, &unknown)) {
        chance_print(program);
        fail_msg("start\nknown:   %s\nunknown: %s\n", now.said, unknown.said);
    }
    kept_free(&unknown);
    struct living living;
    living_start(&living, program, &said, &now);
    for (int turn = 0; turn < MOST_TURNS && !guide_state_is_over(now.answer.state); turn++) {
        struct kept next = one_turn(chance, program, &now, tally, &living);
        kept_free(&now);
        now = next;
    }
    tally->halted += now.answer.state == GUIDE_HALTED;
    tally->finished += now.answer.state == GUIDE_FINISHED;
    arena_free(&living.arena);
    kept_free(&now);
}

/* ---- whole runs with the same answers throughout --------------------------------------------- */

/*
 * Of plain programs. A step that is left out may be the one that would have halted, where a halt is
 * in force there only; and a step that protects is a turn more, in which facts are reported that
 * nobody could know at the start.
 */

/* Walks on with the same answers; gives the number of steps. */
static unsigned walk(const struct program *program, const struct chance_said *first,
                     const struct chance_said *then, bool tells) {
    struct kept now = start(program, first);
    if (tells) {
        print_error("  %s\n", now.said);
    }
    unsigned steps = 0;
    bool on = true;
    while (on && now.answer.state == GUIDE_STEP) {
        steps++;
        struct kept next = report(program, &now, now.answer.turn, then);
        on = next.answer.turn != now.answer.turn;
        kept_free(&now);
        now = next;
        if (tells) {
            print_error("  %s\n", now.said);
        }
    }
    kept_free(&now);
    return steps;
}

static void drop_live(const struct program *program, struct chance_said *said) {
    for (size_t i = 0; i < CHANCE_FACTS; i++) {
        said->seen[i] = said->seen[i] && program->facts[i].screened;
    }
}

static void try_constant(struct chance *chance, const struct program *program,
                         struct tally *tally) {
    struct chance_said known = chance_say(chance, false);
    struct chance_said unknown = known;
    for (size_t i = 0; i < CHANCE_FACTS; i++) {
        if (chance_percent(chance, 25)) {
            unknown.answers[i] = (struct answer){.state = ANSWER_UNANSWERABLE};
        }
    }
    struct chance_said known_first = known;
    struct chance_said unknown_first = unknown;
    drop_live(program, &known_first);
    drop_live(program, &unknown_first);
    unsigned more = walk(program, &known_first, &known, false);
    unsigned less = walk(program, &unknown_first, &unknown, false);
    tally->left_out += less < more;
    if (less > more) {
        chance_print(program);
        walk(program, &known_first, &known, true);
        walk(program, &unknown_first, &unknown, true);
        fail_msg("not knowing led %u steps far, knowing %u", less, more);
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

static uint64_t from_environment(const char *name, uint64_t usual) {
    const char *value = getenv(name);
    return value == NULL ? usual : strtoull(value, NULL, 10);
}

static void sessions_keep_their_promises(void **state) {
    (void)state;
    uint64_t seed = from_environment("SYNOVIA_SEED", (uint64_t)time(NULL));
    uint64_t runs = from_environment("SYNOVIA_GUIDE_RUNS", USUAL_RUNS);
    struct tally tally = {0};
    printf("guide: SYNOVIA_SEED=%llu\n", (unsigned long long)seed);
    for (uint64_t run = 0; run < runs; run++) {
        struct chance chance = {seed + run * 1000003};
        bool plain = chance_percent(&chance, 50);
        const struct program *program = chance_program(&chance, plain);
        tally.programs++;
        for (int i = 0; i < 3; i++) {
            try_session(&chance, program, &tally);
            if (plain) {
                try_constant(&chance, program, &tally);
            }
        }
        program_release(program);
    }
    printf("guide: %lu programs, %lu turns, %lu halted, %lu finished; not known: %lu stayed, "
           "%lu went on, %lu whole runs were shorter\n",
           tally.programs, tally.turns, tally.halted, tally.finished, tally.stayed, tally.further,
           tally.left_out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sessions_keep_their_promises),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
