/* `synovia screen`: one decision, a person asked at the terminal, or a batch. */
#include "cli/screen.h"

#include "cli/files.h"
#include "cli/options.h"
#include "cli/verbs.h"

#include <stdlib.h>
#include <unistd.h>

static const char program[] = "synovia screen";

/* ---- one person ------------------------------------------------------------------------------ */

void screen_show(const struct screen *screen, const json_t *decision, const json_t *given) {
    if (screen->format == SCREEN_JSON) {
        json_dumpf(decision, stdout, JSON_INDENT(2));
        putchar('\n');
        return;
    }
    struct terminal terminal = terminal_on(stdout);
    json_t *protocol = screen_describe(screen);
    struct screen_view view = {&terminal, decision, protocol, given};
    screen_text(&view);
    if (screen->explain) {
        screen_explain(&view);
    }
    json_decref(protocol);
}

/* "-" is standard input. */
static bool read_file(const char *path, struct buffer *out) {
    enum { PIECE = 16 * 1024 };
    bool standard = strcmp(path, "-") == 0;
    FILE *file = standard ? stdin : fopen(path, "r");
    if (file == NULL) {
        files_complain_unreadable(program, path);
        return false;
    }
    while (!out->failed && !feof(file) && !ferror(file) && buffer_reserve(out, PIECE)) {
        out->length += fread(out->at + out->length, 1, PIECE, file);
    }
    bool read = !ferror(file) && !out->failed;
    if (!read) {
        files_complain_unreadable(program, path);
    }
    if (!standard) {
        fclose(file);
    }
    return read;
}

/* The facts are held to be JSON here, so that a mistake is told with its place in what was written.
 */
static json_t *read_facts(struct text facts) {
    json_error_t error;
    json_t *value =
        json_loadb(facts.at == NULL ? "" : facts.at, facts.length, JSON_REJECT_DUPLICATES, &error);
    if (value == NULL) {
        complain(program,
                 "the facts are not JSON: line %d, column %d: %s. Names and texts stand between "
                 "double quotes: {\"fever\": true, \"age\": 40}",
                 error.line, error.column, error.text);
    } else if (!json_is_object(value)) {
        complain(program, "the facts must be a JSON object, such as {\"fever\": true}");
        json_decref(value);
        value = NULL;
    }
    return value;
}

static enum exit_code decide_one(const struct screen *screen, struct text facts) {
    enum exit_code code = EXIT_CODE_DONE;
    json_t *given = read_facts(facts);
    if (given == NULL) {
        return EXIT_CODE_USAGE;
    }
    json_t *decision = screen_decide(screen, facts, &code);
    if (decision != NULL) {
        screen_show(screen, decision, given);
        json_decref(decision);
    }
    json_decref(given);
    return code;
}

static enum exit_code screen_facts(const struct screen *screen) {
    if (screen->facts[0] != '@') {
        return decide_one(screen, text_of(screen->facts));
    }
    struct buffer facts = {0};
    enum exit_code code = EXIT_CODE_COULD_NOT;
    if (read_file(screen->facts + 1, &facts)) {
        code = decide_one(screen, buffer_text(&facts));
    }
    buffer_free(&facts);
    return code;
}

static enum exit_code decide_as_asked(const struct screen *screen) {
    if (screen->batch) {
        return screen_batch(screen);
    }
    return screen->facts != NULL ? screen_facts(screen) : screen_ask(screen);
}

static enum exit_code run(struct screen *screen) {
    enum exit_code code = screen_open(screen);
    if (code == EXIT_CODE_DONE) {
        code = decide_as_asked(screen);
    }
    screen_close(screen);
    return terminal_finish(program) ? code : EXIT_CODE_COULD_NOT;
}

/* ---- options --------------------------------------------------------------------------------- */

enum { OPTION_FACTS = 256, OPTION_AS_OF, OPTION_LANG, OPTION_BATCH, OPTION_INPUT };

static void check_together(const struct screen *screen, const struct argp_state *state) {
    if (screen->path == NULL) {
        argp_error(state, "a protocol is missing");
    } else if (screen->batch && screen->facts != NULL) {
        argp_error(state, "--batch reads its facts from standard input: leave out --facts");
    } else if (screen->input != BATCH_DETECT && !screen->batch) {
        argp_error(state, "--input goes with --batch");
    } else if (!screen->batch && screen->facts == NULL && !isatty(STDIN_FILENO)) {
        argp_error(state, "no facts: give --facts, or --batch with lines on standard input, or run "
                          "it on a terminal to be asked");
    }
}

static error_t parse(int key, char *argument, struct argp_state *state) {
    static const char *const formats[] = {"text", "json", NULL};
    static const char *const inputs[] = {"detect", "csv", "ndjson", NULL};
    struct screen *screen = state->input;
    switch (key) {
    case OPTION_FACTS:
        screen->facts = argument;
        return 0;
    case 'f':
        screen->format = (enum screen_format)options_choose(state, "format", argument, formats);
        return 0;
    case 'x':
        screen->explain = true;
        return 0;
    case OPTION_AS_OF:
        screen->as_of = argument;
        return 0;
    case OPTION_LANG:
        screen->lang = argument;
        return 0;
    case OPTION_BATCH:
        screen->batch = true;
        return 0;
    case OPTION_INPUT:
        screen->input = (enum batch_input)options_choose(state, "input", argument, inputs);
        return 0;
    case ARGP_KEY_ARG:
        if (screen->path != NULL) {
            argp_error(state, "one protocol at a time");
        }
        screen->path = argument;
        return 0;
    case ARGP_KEY_END:
        check_together(screen, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

enum exit_code verb_screen(int argc, char **argv) {
    static const struct argp_option options[] = {
        {"facts", OPTION_FACTS, "JSON|@FILE", 0,
         "what is known of the person, such as '{\"fever\": true}'; null for what they cannot "
         "answer; @- reads standard input",
         0},
        {"format", 'f', "FORMAT", 0, "text (the default) or json", 0},
        {"explain", 'x', NULL, 0, "with every rule's condition as a tree, and what would change it",
         0},
        {"as-of", OPTION_AS_OF, "DATE", 0, "the day to count from; today in UTC by default", 0},
        {"lang", OPTION_LANG, "TAG", 0, "language of the texts, such as de-AT", 0},
        {"batch", OPTION_BATCH, NULL, 0,
         "many people: lines on standard input, one decision a line as NDJSON", 0},
        {"input", OPTION_INPUT, "FORM", 0, "of a batch: csv or ndjson; else the first line tells",
         0},
        {0},
    };
    static const struct argp argp = {
        options,
        parse,
        "PROTOCOL",
        "Decides for one person, or for many. Without --facts it asks, question by question.\vA "
        "batch is NDJSON, { \"facts\": {...}, \"ref\": \"...\", \"as_of\": \"...\" } a line, or "
        "CSV with a column for each fact, ref and as_of: empty is not asked yet, ? is cannot be "
        "answered. A line that cannot be read is told as { line, error }, the rest is done, and "
        "the exit code is 1.",
        NULL,
        NULL,
        NULL,
    };
    struct screen screen = {.program = program};
    options_parse(&argp, argc, argv, &screen);
    return run(&screen);
}
