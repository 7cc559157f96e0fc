#include "proof/walk.h"

#include "base/digest.h"
#include "proof/cover.h"
#include "proof/stated.h"

enum { ARENA_BLOCK = 64 * 1024 };

/* A call on its way: what is reported, to which turn, and when. */
struct call {
    const struct given *given;
    uint32_t turn; /* 0: the start */
};

struct walker {
    const struct proof *proof;
    struct cover *cover; /* NULL where the test proves nothing */
    const struct test *test;
    const struct program *program;
    int32_t as_of;
    int64_t now_ms;
    struct arena *kept;   /* what the walk leaves */
    struct arena turn;    /* one call */
    struct buffer packed; /* the session after the last call, */
    struct buffer before; /* and before it */
    struct call call;     /* the last */
    struct guide guide;
    struct guide_answer answer;
    struct walked *walked;
    struct text *steps;
    size_t step_room;
    bool *told, *waited, *again;
};

/* ---- calls ----------------------------------------------------------------------------------- */

static bool take(struct intake *intake, const struct given *given) {
    for (size_t i = 0; i < given->fact_count; i++) {
        if (!intake_take(intake, given->facts[i].name, &given->facts[i].value)) {
            return false;
        }
    }
    return true;
}

static bool start(struct walker *walker, struct arena *arena) {
    struct intake *intake = arena_alloc(arena, sizeof *intake);
    return intake != NULL && intake_begin(intake, walker->program, walker->as_of, arena) &&
           take(intake, &walker->test->given) &&
           guide_start(&walker->guide, walker->test->technique, intake, walker->proof->functions,
                       walker->now_ms, &walker->answer);
}

static bool report(struct walker *walker, struct arena *arena) {
    struct intake *intake = arena_alloc(arena, sizeof *intake);
    struct text bytes = buffer_text(&walker->before);
    return intake != NULL &&
           guide_unpack(&walker->guide, walker->program, bytes, arena) == GUIDE_UNPACKED &&
           guide_begin_report(&walker->guide, intake) && take(intake, walker->call.given) &&
           guide_report(&walker->guide, walker->call.turn, intake, walker->proof->functions,
                        walker->now_ms, &walker->answer) != GUIDE_NO_MEMORY;
}

/* Makes the call that `walker->call` holds, to the session that `before` holds. */
static bool make_call(struct walker *walker, struct arena *arena) {
    return walker->call.turn == 0 ? start(walker, arena) : report(walker, arena);
}

static bool send(struct walker *walker, struct call call) {
    struct buffer packed = walker->before;
    walker->before = walker->packed;
    walker->packed = packed;
    walker->call = call;
    arena_reset(&walker->turn);
    if (!make_call(walker, &walker->turn)) {
        return false;
    }
    buffer_clear(&walker->packed);
    guide_pack(&walker->guide, &walker->packed);
    return !walker->packed.failed;
}

/* ---- what is noted --------------------------------------------------------------------------- */

static void cover_events(struct cover *cover, const struct guide_answer *answer) {
    for (size_t i = 0; i < answer->event_count; i++) {
        const struct guide_event *event = &answer->events[i];
        switch (event->kind) {
        case GUIDE_STEP_SHOWN:
        case GUIDE_STEP_LEFT_OUT:
            cover_step(cover, event->step, event->kind == GUIDE_STEP_LEFT_OUT);
            break;
        case GUIDE_LOOP_AT_MOST:
            cover_loop_end(cover, event->step, LOOP_ENDS_AT_MOST);
            break;
        case GUIDE_LOOP_FINISHED:
            cover_loop_end(cover, event->step, LOOP_ENDS_FINISH_WHEN);
            break;
        case GUIDE_LOOP_EMPTY:
            break;
        }
    }
}

static void cover_answer(struct cover *cover, const struct guide_answer *answer, bool first) {
    if (first) {
        cover_decision(cover, answer->screened);
    } else {
        cover_note(cover, answer->judged);
    }
    cover_events(cover, answer);
    for (size_t i = 0; i < answer->halt_count; i++) {
        cover_halt(cover, answer->halts[i].rule);
    }
}

static bool note_step(struct walker *walker) {
    struct walked *walked = walker->walked;
    if (walked->step_count == walker->step_room) {
        size_t room = 2 * walker->step_room + 16;
        struct text *steps = arena_alloc(walker->kept, room * sizeof *steps);
        if (steps == NULL) {
            return false;
        }
        if (walked->step_count > 0) {
            memcpy(steps, walker->steps, walked->step_count * sizeof *steps);
        }
        walker->steps = steps;
        walker->step_room = room;
        walked->steps = steps;
    }
    walked->at = guide_instance(&walker->answer.step, walker->kept);
    walked->at_id = walker->answer.step.step->id;
    walker->steps[walked->step_count++] = walked->at;
    return !walker->kept->failed;
}

/* ---- what the test says of an instance ------------------------------------------------------- */

static bool is_here(const struct walker *walker, struct text instance) {
    return text_equal(instance, walker->walked->at) || text_equal(instance, walker->walked->at_id);
}

/* The report for the instance, else for its step in every round, else the usual. */
static const struct given *report_here(struct walker *walker) {
    const struct test *test = walker->test;
    const struct given *found = &test->usual;
    bool exact = false;
    for (size_t i = 0; i < test->report_count && !exact; i++) {
        if (is_here(walker, test->reports[i].instance)) {
            exact = text_equal(test->reports[i].instance, walker->walked->at);
            found = &test->reports[i].whole;
            walker->told[i] = true;
        }
    }
    return found;
}

static void wait_here(struct walker *walker) {
    for (size_t i = 0; i < walker->test->wait_count; i++) {
        if (is_here(walker, walker->test->waits[i].instance)) {
            walker->now_ms += (int64_t)(walker->test->waits[i].seconds * 1000);
            walker->waited[i] = true;
        }
    }
}

static bool again_here(struct walker *walker) {
    bool again = false;
    for (size_t i = 0; i < walker->test->again.count; i++) {
        if (is_here(walker, walker->test->again.items[i])) {
            walker->again[i] = true;
            again = true;
        }
    }
    return again;
}

/* ---- a lost answer --------------------------------------------------------------------------- */

static uint64_t mix(uint64_t hash, uint64_t more) {
    uint64_t both[] = {hash, more};
    return hash64(text_from((const char *)both, sizeof both));
}

static uint64_t mix_facts(uint64_t hash, const uint32_t *facts, size_t count) {
    for (size_t i = 0; i < count; i++) {
        hash = mix(hash, facts[i]);
    }
    return mix(hash, count);
}

/* Of all that a front end would be told. */
static uint64_t fingerprint(const struct guide_answer *answer) {
    uint64_t hash = mix(answer->state, answer->turn);
    hash = mix(hash, answer->step.index);
    hash = mix(hash, answer->step.round);
    hash = mix(hash, (uint64_t)answer->expires_ms);
    hash = mix_facts(hash, answer->watch, answer->watch_count);
    hash = mix_facts(hash, answer->missing, answer->missing_count);
    for (size_t i = 0; i < answer->halt_count; i++) {
        hash = mix(hash, answer->halts[i].rule * 2U + answer->halts[i].certain);
    }
    return hash;
}

/* Sends the report again, a second later; the answer must be the same, the session too. */
static bool lose_answer(struct walker *walker) {
    uint64_t told = fingerprint(&walker->answer);
    struct text at = walker->walked->at;
    walker->now_ms += 1000;
    if (!send(walker, walker->call)) {
        return false;
    }
    if (fingerprint(&walker->answer) != told ||
        !text_equal(buffer_text(&walker->before), buffer_text(&walker->packed))) {
        walker->walked->lost = at;
    }
    return true;
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* One turn; `on` where another one follows. */
static bool walk_turn(struct walker *walker, bool *on) {
    uint32_t turn = walker->answer.turn;
    if (!note_step(walker)) {
        return false;
    }
    wait_here(walker);
    if (!send(walker, (struct call){report_here(walker), turn})) {
        return false;
    }
    cover_answer(walker->cover, &walker->answer, false);
    *on = walker->answer.state == GUIDE_STEP && walker->answer.turn != turn;
    return !again_here(walker) || lose_answer(walker);
}

/* The last call once more, into the arena that stays. */
static bool keep_last(struct walker *walker) {
    struct walked *walked = walker->walked;
    if (!make_call(walker, walker->kept)) {
        return false;
    }
    walked->answer = walker->answer;
    if (walked->answer.state == GUIDE_FINISHED) {
        walked->at = text_from(NULL, 0);
        walked->at_id = walked->at;
    }
    return true;
}

static bool walk(struct walker *walker) {
    if (!send(walker, (struct call){NULL, 0})) {
        return false;
    }
    cover_answer(walker->cover, &walker->answer, true);
    bool on = walker->answer.state == GUIDE_STEP;
    while (on) {
        if (!walk_turn(walker, &on)) {
            return false;
        }
    }
    return keep_last(walker);
}

bool walk_go(const struct proof *proof, const struct test *test, int32_t as_of, struct arena *arena,
             struct walked *walked) {
    struct walker walker = {
        .proof = proof,
        .cover = test->unconfirmed ? NULL : proof->cover,
        .test = test,
        .program = proof->suite->program,
        .as_of = as_of,
        .kept = arena,
        .walked = walked,
        .told = arena_calloc(arena, test->report_count + 1, sizeof(bool)),
        .waited = arena_calloc(arena, test->wait_count + 1, sizeof(bool)),
        .again = arena_calloc(arena, test->again.count + 1, sizeof(bool)),
    };
    *walked = (struct walked){.told = walker.told, .waited = walker.waited, .again = walker.again};
    arena_init(&walker.turn, ARENA_BLOCK, 0);
    bool done = !arena->failed && walk(&walker);
    arena_free(&walker.turn);
    buffer_free(&walker.packed);
    buffer_free(&walker.before);
    return done;
}

bool walk_run(const struct proof *proof, const struct test *test, struct arena *arena,
              struct test_result *result) {
    struct walked walked;
    result->as_of = test->given.has_as_of ? test->given.as_of : proof->options.today;
    result->has_given = true;
    result->given = stated_given(&test->given, arena);
    if (!walk_go(proof, test, result->as_of, arena, &walked) ||
        !walk_compare(&walked, test, proof->suite->program, arena, result)) {
        return false;
    }
    result->status = result->difference_count == 0 ? TEST_PASSED : TEST_FAILED;
    return result->status == TEST_PASSED ||
           walk_reason(&walked, test, proof->functions, arena, result);
}
