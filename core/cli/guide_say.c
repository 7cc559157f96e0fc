#include "cli/guide.h"

#include <string.h>

static const struct terminal *terminal_of(const struct talk *talk) {
    return &talk->terminal;
}

static FILE *out_of(const struct talk *talk) {
    return talk->terminal.out;
}

static void say_line(const struct talk *talk, const char *before, const char *words) {
    if (words[0] != '\0') {
        fprintf(out_of(talk), "  %s%s\n", before, words);
    }
}

/* ---- steps ----------------------------------------------------------------------------------- */

static void say_place(const struct talk *talk, const json_t *step) {
    const json_t *loop = json_object_get(step, "loop");
    terminal_print(terminal_of(talk), COLOUR_BOLD, "\nStep %ld of %ld", json_whole(step, "index"),
                   json_whole(step, "of"));
    if (loop != NULL) {
        terminal_print(terminal_of(talk), COLOUR_BOLD, ", round %ld of at most %ld",
                       json_whole(loop, "round"), json_whole(loop, "at_most"));
    }
    fputc('\n', out_of(talk));
}

void guide_say_step(const struct talk *talk, const json_t *step) {
    say_place(talk, step);
    say_line(talk, "", json_text(step, "say"));
    say_line(talk, "Take care: ", json_text(step, "caution"));
    say_line(talk, "Figure: ", json_text(step, "figure"));
}

/* ---- halts ----------------------------------------------------------------------------------- */

static void say_referral(const struct talk *talk, const json_t *referral) {
    const json_t *to = json_object_get(referral, "to");
    if (referral == NULL) {
        return;
    }
    fputs("  Who should see you: ", out_of(talk));
    screen_say_names(out_of(talk), to);
    fprintf(out_of(talk), " (%s)\n", json_text(referral, "urgency"));
}

/* "acute_pain_now = true", or that nobody could say. */
static void say_facts(const struct talk *talk, const json_t *halt) {
    struct buffer words = {0};
    json_say_pairs(&words, json_object_get(halt, "facts"));
    bool certain = !json_is_false(json_object_get(halt, "certain"));
    if (words.length > 0) {
        terminal_print(terminal_of(talk), COLOUR_DIM, "  (%.*s%s)\n", (int)words.length, words.at,
                       certain ? "" : "; it could not be ruled out");
    }
    buffer_free(&words);
}

static void say_halt(const struct talk *talk, const json_t *halt) {
    terminal_print(terminal_of(talk), COLOUR_BOLD, "  %s\n", json_text(halt, "because"));
    say_line(talk, "What to do now: ", json_text(halt, "advice"));
    say_referral(talk, json_object_get(halt, "referral"));
    say_facts(talk, halt);
}

void guide_say_halts(const struct talk *talk, const json_t *answer) {
    const json_t *halts = json_object_get(answer, "halts");
    terminal_print(terminal_of(talk), COLOUR_RED, "\n*** STOP ***\n");
    for (size_t i = 0; i < json_array_size(halts); i++) {
        say_halt(talk, json_array_get(halts, i));
    }
    fputs("The session is over.\n", out_of(talk));
}

/* ---- ends ------------------------------------------------------------------------------------ */

void guide_say_finished(const struct talk *talk, const json_t *answer) {
    terminal_print(terminal_of(talk), COLOUR_GREEN, "\nFinished.\n");
    say_line(talk, "", json_text(answer, "after"));
}

void guide_say_left(const struct guide *guide, const json_t *technique, const json_t *step) {
    const struct talk *talk = &guide->talk;
    terminal_print(terminal_of(talk), COLOUR_BOLD, "\nYou are leaving at step %ld of %ld.\n",
                   json_whole(step, "index"), json_whole(step, "of"));
    fputs("  Do not go on without guidance. Come back slowly to a comfortable position, and rest.\n"
          "  If something hurts or feels wrong, let a professional see you.\n",
          out_of(talk));
    say_line(talk, "", json_text(technique, "after"));
    fputs("  Who wants to begin again is asked again: what held today may not hold tomorrow.\n",
          out_of(talk));
}

void guide_say_decision(const struct guide *guide, const json_t *decision) {
    struct screen_view view = {&guide->talk.terminal, decision, guide->protocol,
                               guide->interview.facts};
    fputc('\n', out_of(&guide->talk));
    screen_text(&view);
}
