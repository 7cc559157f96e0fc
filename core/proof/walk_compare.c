/* A walk held against what its test expects, part by part; what is not mentioned does not matter.
 */
#include "proof/walk.h"

struct comparing {
    const struct walked *walked;
    const struct walk_expectation *expect;
    const struct program *program;
    struct arena *arena;
    struct difference *differences; /* room for one an aspect */
    size_t count;
};

/* ---- saying ---------------------------------------------------------------------------------- */

struct saying {
    struct text *items;
    size_t count;
};

static struct saying saying_of(const struct comparing *comparing, size_t room) {
    return (struct saying){arena_calloc(comparing->arena, room + 1, sizeof(struct text)), 0};
}

static void say(struct saying *saying, struct text text) {
    if (saying->items != NULL) {
        saying->items[saying->count++] = text;
    }
}

static struct said as_list(const struct saying *saying) {
    return (struct said){true, saying->items, saying->count};
}

static struct said one(const struct comparing *comparing, struct text text) {
    struct saying saying = saying_of(comparing, 1);
    say(&saying, text);
    return (struct said){false, saying.items, saying.count};
}

static struct said word(const struct comparing *comparing, const char *text) {
    return one(comparing, text_of(text));
}

static void differ(struct comparing *comparing, enum aspect aspect, struct said expected,
                   struct said got) {
    comparing->differences[comparing->count++] =
        (struct difference){.aspect = aspect, .expected = expected, .got = got};
}

static bool says(const struct saying *saying, struct text text) {
    for (size_t i = 0; i < saying->count; i++) {
        if (text_equal(saying->items[i], text)) {
            return true;
        }
    }
    return false;
}

static bool same_items(const struct saying *a, const struct saying *b) {
    bool same = a->count == b->count;
    for (size_t i = 0; i < a->count; i++) {
        same = same && says(b, a->items[i]);
    }
    return same;
}

static bool same_order(const struct saying *a, const struct saying *b) {
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++) {
        same = text_equal(a->items[i], b->items[i]);
    }
    return same;
}

/* "halted at arch#2", "stopped at arch#2" (the turn stands), "expired": how it ended, in words. */
static struct text ending(const struct comparing *comparing) {
    const struct walked *walked = comparing->walked;
    struct text at = walked->at;
    bool stands = walked->answer.state == GUIDE_STEP;
    const char *state = stands ? "stopped" : guide_state_name(walked->answer.state);
    if (text_is_empty(at)) {
        return text_of(state);
    }
    return arena_format(comparing->arena, "%s at %.*s", state, (int)at.length, at.at);
}

/* ---- rules ----------------------------------------------------------------------------------- */

static struct saying halted_rules(const struct comparing *comparing, bool only_uncertain) {
    const struct guide_answer *answer = &comparing->walked->answer;
    struct saying saying = saying_of(comparing, answer->halt_count);
    for (size_t i = 0; i < answer->halt_count; i++) {
        if (!only_uncertain || !answer->halts[i].certain) {
            say(&saying, comparing->program->rules[answer->halts[i].rule].id);
        }
    }
    return saying;
}

static void compare_rules(struct comparing *comparing, const struct expected_list *list,
                          enum aspect aspect) {
    struct saying expected = saying_of(comparing, list->count);
    for (size_t i = 0; i < list->count; i++) {
        say(&expected, comparing->program->rules[list->items[i]].id);
    }
    struct saying got = halted_rules(comparing, aspect == ASPECT_UNCERTAIN);
    if (list->set && !same_items(&expected, &got)) {
        differ(comparing, aspect, as_list(&expected), as_list(&got));
    }
}

/* ---- where and how it ended ------------------------------------------------------------------ */

static void compare_place(struct comparing *comparing) {
    const struct walked *walked = comparing->walked;
    struct text at = comparing->expect->at;
    if (!text_is_empty(at) && !text_equal(at, walked->at) && !text_equal(at, walked->at_id)) {
        differ(comparing, ASPECT_AT, one(comparing, at), one(comparing, ending(comparing)));
    }
}

static void compare_flag(struct comparing *comparing, enum aspect aspect, bool is_expected,
                         bool expected, bool got) {
    if (is_expected && expected != got) {
        struct text how = ending(comparing);
        struct text words = arena_format(comparing->arena, "%s: %.*s", got ? "true" : "false",
                                         (int)how.length, how.at);
        differ(comparing, aspect, word(comparing, expected ? "true" : "false"),
               one(comparing, words));
    }
}

static void compare_ending(struct comparing *comparing) {
    const struct walk_expectation *expect = comparing->expect;
    enum guide_state state = comparing->walked->answer.state;
    compare_place(comparing);
    compare_flag(comparing, ASPECT_FINISHED, expect->has_finished, expect->finished,
                 state == GUIDE_FINISHED);
    compare_flag(comparing, ASPECT_NOT_CLEARED, expect->has_not_cleared, expect->not_cleared,
                 state == GUIDE_NOT_CLEARED || state == GUIDE_ASKING);
    compare_flag(comparing, ASPECT_EXPIRED, expect->has_expired, expect->expired,
                 state == GUIDE_EXPIRED);
}

/* ---- steps, missing facts -------------------------------------------------------------------- */

static struct saying saying_texts(const struct comparing *comparing, const struct text *items,
                                  size_t count) {
    struct saying saying = saying_of(comparing, count);
    for (size_t i = 0; i < count; i++) {
        say(&saying, items[i]);
    }
    return saying;
}

static void compare_steps(struct comparing *comparing) {
    const struct expected_texts *steps = &comparing->expect->steps;
    struct saying expected = saying_texts(comparing, steps->items, steps->count);
    struct saying got =
        saying_texts(comparing, comparing->walked->steps, comparing->walked->step_count);
    if (steps->set && !same_order(&expected, &got)) {
        differ(comparing, ASPECT_STEPS, as_list(&expected), as_list(&got));
    }
}

/* What is asked where the screening still asks. */
static struct saying missing_facts(const struct comparing *comparing) {
    const struct guide_answer *answer = &comparing->walked->answer;
    const struct fact *facts = comparing->program->facts;
    bool asking = answer->state == GUIDE_ASKING;
    struct saying saying = saying_of(comparing, answer->missing_count + answer->question_count);
    for (size_t i = 0; i < answer->missing_count; i++) {
        say(&saying, facts[answer->missing[i]].name);
    }
    for (size_t i = 0; asking && i < answer->question_count; i++) {
        say(&saying, facts[answer->questions[i].fact].name);
    }
    return saying;
}

static void compare_missing(struct comparing *comparing) {
    const struct expected_texts *missing = &comparing->expect->missing;
    struct saying expected = saying_texts(comparing, missing->items, missing->count);
    struct saying got = missing_facts(comparing);
    if (missing->set && !same_items(&expected, &got)) {
        differ(comparing, ASPECT_MISSING, as_list(&expected), as_list(&got));
    }
}

/* ---- what the walk never came to ------------------------------------------------------------- */

static void compare_reached(struct comparing *comparing, const struct test *test) {
    const struct walked *walked = comparing->walked;
    struct saying unmet =
        saying_of(comparing, test->report_count + test->wait_count + test->again.count);
    for (size_t i = 0; i < test->report_count; i++) {
        if (!walked->told[i]) {
            say(&unmet, test->reports[i].instance);
        }
    }
    for (size_t i = 0; i < test->wait_count; i++) {
        if (!walked->waited[i]) {
            say(&unmet, test->waits[i].instance);
        }
    }
    for (size_t i = 0; i < test->again.count; i++) {
        if (!walked->again[i]) {
            say(&unmet, test->again.items[i]);
        }
    }
    if (unmet.count > 0) {
        differ(comparing, ASPECT_REACHES, as_list(&unmet), one(comparing, ending(comparing)));
    }
}

static void compare_lost(struct comparing *comparing) {
    struct text lost = comparing->walked->lost;
    if (!text_is_empty(lost)) {
        differ(comparing, ASPECT_AGAIN, word(comparing, "the same answer"),
               one(comparing, arena_format(comparing->arena, "another answer at %.*s",
                                           (int)lost.length, lost.at)));
    }
}

bool walk_compare(const struct walked *walked, const struct test *test,
                  const struct program *program, struct arena *arena, struct test_result *result) {
    struct comparing comparing = {
        .walked = walked,
        .expect = &test->walked,
        .program = program,
        .arena = arena,
        .differences = arena_calloc(arena, ASPECT_COUNT, sizeof(struct difference)),
    };
    if (comparing.differences == NULL) {
        return false;
    }
    compare_rules(&comparing, &test->walked.halted, ASPECT_HALTED);
    compare_rules(&comparing, &test->walked.uncertain, ASPECT_UNCERTAIN);
    compare_ending(&comparing);
    compare_steps(&comparing);
    compare_missing(&comparing);
    compare_reached(&comparing, test);
    compare_lost(&comparing);
    result->differences = comparing.differences;
    result->difference_count = comparing.count;
    return !arena->failed;
}
