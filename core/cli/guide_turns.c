/*
 * The turns of a session at the terminal:
 *
 *     step ──Enter──> (hold) ──> the first live fact ──report──> halted: at once
 *      ^                                  │
 *      └──────── next step <── all told ──┘ the next live fact
 *
 * Every answer is reported by itself, as soon as it is there: pain stops the session before
 * anything else is asked.
 */
#include "cli/guide.h"

#include <string.h>

struct turns {
    struct guide *guide;
    const json_t *technique;
    json_t *answer; /* the last one */
    json_t *step;   /* of the last turn that had one; owned */
    enum exit_code *code;
};

static const char *state_of(const struct turns *turns) {
    return json_text(turns->answer, "state");
}

static bool is_in(const struct turns *turns, const char *state) {
    return strcmp(state_of(turns), state) == 0;
}

/* ---- calls ----------------------------------------------------------------------------------- */

/* Keeps the answer; false where there is none. */
static bool call(struct turns *turns, const char *method, json_t *params) {
    json_t *answer = screen_call(&turns->guide->screen, method, params, turns->code);
    if (answer == NULL) {
        return false;
    }
    json_decref(turns->answer);
    turns->answer = answer;
    json_t *step = json_object_get(answer, "step");
    if (step != NULL) {
        json_decref(turns->step);
        turns->step = json_incref(step);
    }
    return true;
}

static bool start(struct turns *turns) {
    const struct screen *screen = &turns->guide->screen;
    json_t *params =
        json_pack("{s:s, s:O, s:O}", "protocol", screen->protocol, "technique",
                  json_object_get(turns->technique, "id"), "facts", turns->guide->interview.facts);
    if (screen->as_of != NULL) {
        json_object_set_new(params, "as_of", json_string(screen->as_of));
    }
    if (screen->lang != NULL) {
        json_object_set_new(params, "lang", json_string(screen->lang));
    }
    return call(turns, "session.start", params);
}

/* Takes `facts` over. */
static bool report(struct turns *turns, json_t *facts) {
    return call(turns, "session.report",
                json_pack("{s:O, s:O, s:o}", "session", json_object_get(turns->answer, "session"),
                          "turn", json_object_get(turns->answer, "turn"), "facts", facts));
}

static void end_session(struct turns *turns, const char *because) {
    if (is_in(turns, "step") || is_in(turns, "asking")) {
        call(turns, "session.end",
             json_pack("{s:O, s:s}", "session", json_object_get(turns->answer, "session"),
                       "because", because));
    }
}

/* ---- what is to be told ---------------------------------------------------------------------- */

/* The question that is to be asked next, as a new reference; NULL where none is. */
static json_t *next_question(const struct turns *turns) {
    const json_t *asked = json_object_get(turns->answer, "questions");
    const json_t *watch = json_object_get(turns->answer, "watch");
    if (json_array_size(asked) > 0) {
        return json_incref(json_array_get(asked, 0));
    }
    const struct screen_view view = {.protocol = turns->guide->protocol};
    const char *name = json_string_value(json_array_get(watch, 0));
    const json_t *fact = name == NULL ? NULL : screen_find(&view, "facts", "name", name);
    return fact == NULL ? NULL : question_of_fact(fact);
}

/* A value that the service refuses is told; the turn stands. */
static void tell_faults(const struct turns *turns) {
    const json_t *faults = json_object_get(turns->answer, "faults");
    for (size_t i = 0; i < json_array_size(faults); i++) {
        FILE *out = turns->guide->talk.terminal.out;
        fputs("  ", out);
        terminal_say(out, text_of(json_text(json_array_get(faults, i), "message")));
        fputc('\n', out);
    }
}

/* Asks one live fact and reports it. Without one to ask, the turn is reported as done. */
static enum turns_end tell_one(struct turns *turns) {
    json_t *question = next_question(turns);
    json_t *facts = json_object();
    json_t *answer = NULL;
    if (question != NULL) {
        enum question_end end = question_ask(&turns->guide->talk, question, false, &answer);
        if (end != QUESTION_ANSWERED) {
            json_decref(question);
            json_decref(facts);
            return end == QUESTION_QUIT ? TURNS_QUIT : TURNS_INTERRUPTED;
        }
        json_object_set_new(facts, json_text(question, "fact"), answer);
    }
    json_decref(question);
    bool done = report(turns, facts);
    if (done) {
        tell_faults(turns);
    }
    return done ? TURNS_OVER : TURNS_FAILED;
}

/* Until the turn is another one, or the session is over. */
static enum turns_end tell_all(struct turns *turns) {
    long turn = json_whole(turns->answer, "turn");
    enum turns_end end = TURNS_OVER;
    while (end == TURNS_OVER && (is_in(turns, "step") || is_in(turns, "asking")) &&
           json_whole(turns->answer, "turn") == turn) {
        end = tell_one(turns);
    }
    return end;
}

/* ---- a step ---------------------------------------------------------------------------------- */

static void prompt_for(const struct turns *turns, double hold) {
    FILE *out = turns->guide->talk.terminal.out;
    if (hold > 0) {
        fprintf(out, "  [Enter begins the hold of %g seconds, s something is wrong, q leave] ",
                hold);
    } else {
        fputs("  [Enter when it is done, s something is wrong, q leave] ", out);
    }
}

/* Waits until the person is ready; `goes` becomes whether the step is to be done. */
static enum turns_end wait_for_person(struct turns *turns, double hold, bool *goes) {
    struct talk *talk = &turns->guide->talk;
    for (;;) {
        prompt_for(turns, hold);
        enum input_event event = talk_line(talk);
        const char *typed = talk->line.at;
        if (event != INPUT_LINE) {
            return event == INPUT_END ? TURNS_QUIT : TURNS_INTERRUPTED;
        }
        if (typed[0] == '\0' || strcmp(typed, "s") == 0) {
            *goes = typed[0] == '\0';
            return TURNS_OVER;
        }
        if (strcmp(typed, "q") == 0) {
            return TURNS_QUIT;
        }
        fputs(strcmp(typed, "b") == 0 ? "  There is no way back: what was reported has counted.\n"
                                      : "  Press Enter, or type s or q.\n",
              talk->terminal.out);
    }
}

static enum turns_end do_step(struct turns *turns) {
    double hold = json_number_value(json_object_get(turns->step, "hold_seconds"));
    bool goes = false;
    guide_say_step(&turns->guide->talk, turns->step);
    enum turns_end end = wait_for_person(turns, hold, &goes);
    if (end == TURNS_OVER && goes && hold > 0 &&
        guide_hold(&turns->guide->talk, hold) == HOLD_INTERRUPTED) {
        end = TURNS_INTERRUPTED;
    }
    return end == TURNS_OVER ? tell_all(turns) : end;
}

/* ---- the session ----------------------------------------------------------------------------- */

static void say_end(const struct turns *turns) {
    const struct guide *guide = turns->guide;
    if (json_array_size(json_object_get(turns->answer, "halts")) > 0) {
        guide_say_halts(&guide->talk, turns->answer);
    }
    if (is_in(turns, "finished")) {
        guide_say_finished(&guide->talk, turns->answer);
    } else if (is_in(turns, "expired")) {
        fputs("\nThe pause was too long: the session is over. Begin again with the questions.\n",
              guide->talk.terminal.out);
    } else if (is_in(turns, "not_cleared")) {
        guide_say_decision(guide, json_object_get(turns->answer, "decision"));
    }
}

static enum turns_end run(struct turns *turns) {
    enum turns_end end = start(turns) ? TURNS_OVER : TURNS_FAILED;
    while (end == TURNS_OVER && (is_in(turns, "step") || is_in(turns, "asking"))) {
        end = is_in(turns, "step") ? do_step(turns) : tell_all(turns);
    }
    if (end == TURNS_OVER) {
        say_end(turns);
    } else if (end != TURNS_FAILED) {
        end_session(turns, "left");
        if (turns->step != NULL) {
            guide_say_left(turns->guide, turns->technique, turns->step);
        }
    }
    return end;
}

enum turns_end guide_turns(struct guide *guide, const json_t *technique, enum exit_code *code) {
    struct turns turns = {.guide = guide, .technique = technique, .code = code};
    enum turns_end end = run(&turns);
    json_decref(turns.answer);
    json_decref(turns.step);
    return end;
}
