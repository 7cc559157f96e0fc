/* `synovia guide`: asks a person, decides, and guides them through a technique. */
#include "cli/guide.h"

#include "cli/files.h"
#include "cli/options.h"
#include "cli/verbs.h"

#include <stdlib.h>
#include <string.h>

static const char program[] = "synovia guide";

/* Where the way goes on. */
enum next { NEXT_ASK, NEXT_CHOOSE, NEXT_END };

/* ---- the techniques -------------------------------------------------------------------------- */

static bool is_open(const json_t *technique) {
    return strcmp(json_text(technique, "available"), "yes") == 0;
}

/* The n-th technique (from 1) that is open to the person, as the protocol describes it; NULL where
 * there are fewer. */
static const json_t *open_technique(const struct guide *guide, unsigned long number) {
    const json_t *techniques = json_object_get(guide->interview.decision, "techniques");
    const struct screen_view view = {.protocol = guide->protocol};
    for (size_t i = 0; i < json_array_size(techniques); i++) {
        const json_t *technique = json_array_get(techniques, i);
        if (is_open(technique) && --number == 0) {
            return screen_find(&view, "techniques", "id", json_text(technique, "id"));
        }
    }
    return NULL;
}

static void show_technique(const struct talk *talk, const json_t *technique, unsigned long number) {
    FILE *out = talk->terminal.out;
    const json_t *needs = json_object_get(technique, "needs");
    fprintf(out, "    %lu  %s\n", number, json_text(technique, "title"));
    for (size_t i = 0; i < json_array_size(needs); i++) {
        fprintf(out, "%s%s%s", i == 0 ? "       You need: " : ", ",
                json_string_value(json_array_get(needs, i)),
                i + 1 == json_array_size(needs) ? ".\n" : "");
    }
}

/* Shows what may be chosen; returns how many there are. */
static unsigned long show_techniques(const struct guide *guide) {
    unsigned long count = 0;
    const json_t *technique;
    while ((technique = open_technique(guide, count + 1)) != NULL) {
        if (count == 0) {
            fputc('\n', guide->talk.terminal.out);
            terminal_print(&guide->talk.terminal, COLOUR_BOLD, "What would you like to do?\n");
        }
        show_technique(&guide->talk, technique, ++count);
    }
    return count;
}

static void show_choices(FILE *out, unsigned long count) {
    fputs("  [1", out);
    if (count > 1) {
        fprintf(out, " to %lu", count);
    }
    fputs(", b back, q quit] ", out);
}

static const json_t *read_choice(const struct guide *guide) {
    char *end;
    const char *typed = guide->talk.line.at;
    unsigned long number = strtoul(typed, &end, 10);
    return *end == '\0' && number > 0 ? open_technique(guide, number) : NULL;
}

/* Lets the person choose, and guides them. */
static enum next choose(struct guide *guide, enum exit_code *code) {
    unsigned long count = show_techniques(guide);
    struct talk *talk = &guide->talk;
    if (count == 0) {
        fputs("\nNo technique is open to you now.\n", talk->terminal.out);
        return NEXT_END;
    }
    for (;;) {
        show_choices(talk->terminal.out, count);
        if (talk_line(talk) != INPUT_LINE || strcmp(talk->line.at, "q") == 0) {
            return NEXT_END;
        }
        if (strcmp(talk->line.at, "b") == 0) {
            return interview_back(&guide->interview, code) ? NEXT_ASK : NEXT_END;
        }
        const json_t *technique = read_choice(guide);
        if (technique != NULL) {
            guide_turns(guide, technique, code);
            return NEXT_END;
        }
        fputs("  That is none of these.\n", talk->terminal.out);
    }
}

/* ---- the whole way --------------------------------------------------------------------------- */

static void greet(const struct guide *guide) {
    FILE *out = guide->talk.terminal.out;
    terminal_print(&guide->talk.terminal, COLOUR_BOLD, "%s\n", json_text(guide->protocol, "title"));
    fputs(
        "Answer and press Enter. You may say that you don't know (?), go back (b) and quit (q) at "
        "any question.\n",
        out);
}

static enum next ask(struct guide *guide, enum exit_code *code) {
    enum interview_end end = interview_ask(&guide->interview, code);
    if (end == INTERVIEW_FAILED) {
        return NEXT_END;
    }
    guide_say_decision(guide, guide->interview.decision);
    return end == INTERVIEW_DONE ? NEXT_CHOOSE : NEXT_END;
}

static enum exit_code walk(struct guide *guide) {
    enum exit_code code = EXIT_CODE_DONE;
    enum next next = NEXT_ASK;
    greet(guide);
    if (!interview_begin(&guide->interview, json_object(), &code)) {
        return code;
    }
    while (next != NEXT_END) {
        next = next == NEXT_ASK ? ask(guide, &code) : choose(guide, &code);
    }
    return code;
}

static enum exit_code run(struct guide *guide) {
    enum exit_code code = screen_open(&guide->screen);
    if (code != EXIT_CODE_DONE) {
        return code;
    }
    guide->protocol = screen_describe(&guide->screen);
    if (guide->protocol == NULL) {
        files_complain_memory(program);
        return EXIT_CODE_COULD_NOT;
    }
    talk_open(&guide->talk, stdout, guide->is_plain);
    guide->interview = (struct interview){.screen = &guide->screen, .talk = &guide->talk};
    code = walk(guide);
    interview_end(&guide->interview);
    struct input input = guide->talk.input;
    talk_close(&guide->talk);
    json_decref(guide->protocol);
    input_raise(&input);
    return terminal_finish(program) ? code : EXIT_CODE_COULD_NOT;
}

/* ---- options --------------------------------------------------------------------------------- */

enum { OPTION_LANG = 256, OPTION_AS_OF, OPTION_PLAIN };

static error_t parse(int key, char *argument, struct argp_state *state) {
    struct guide *guide = state->input;
    switch (key) {
    case OPTION_LANG:
        guide->screen.lang = argument;
        return 0;
    case OPTION_AS_OF:
        guide->screen.as_of = argument;
        return 0;
    case OPTION_PLAIN:
        guide->is_plain = true;
        return 0;
    case ARGP_KEY_ARG:
        if (guide->screen.path != NULL) {
            argp_error(state, "one protocol at a time");
        }
        guide->screen.path = argument;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "a protocol is missing");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

enum exit_code verb_guide(int argc, char **argv) {
    static const struct argp_option options[] = {
        {"plain", OPTION_PLAIN, NULL, 0,
         "for a screen reader: no colour, nothing drawn over, a hold counted in lines", 0},
        {"lang", OPTION_LANG, "TAG", 0, "language of the protocol's texts, such as de-AT", 0},
        {"as-of", OPTION_AS_OF, "DATE", 0, "the day to count from; today in UTC by default", 0},
        {0},
    };
    static const struct argp argp = {
        options,
        parse,
        "PROTOCOL",
        "Asks a person, decides, and guides them through a technique, step by step.\vAt any "
        "question: ? I don't know, b back, q quit. A hold is counted down, and any key stops it. "
        "What is said here is kept nowhere. Where the input is no terminal, its end quits.",
        NULL,
        NULL,
        NULL,
    };
    struct guide guide = {.screen = {.program = program}};
    options_parse(&argp, argc, argv, &guide);
    enum exit_code code = run(&guide);
    screen_close(&guide.screen);
    return code;
}
