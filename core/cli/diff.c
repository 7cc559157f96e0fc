/* `synovia diff`: which people two versions of a protocol treat differently. */
#include "cli/accept.h"
#include "cli/diff_text.h"
#include "cli/files.h"
#include "cli/git_version.h"
#include "cli/journal.h"
#include "cli/options.h"
#include "cli/services.h"
#include "cli/terminal.h"
#include "cli/verbs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char program[] = "synovia diff";

struct diffing {
    const char *names[2];
    size_t name_count;
    struct git_version git[2];
    struct service_version versions[2];
    bool as_json;
    uint32_t milliseconds;
    const char *accept_path;
    struct accept accept;
    const char *journal_path;
    struct service *service;
    struct terminal terminal;
    json_t *changes;
    bool shows_progress;
    bool no_memory;
};

/* ---- hearing --------------------------------------------------------------------------------- */

static void hear(void *context, struct text wire) {
    struct diffing *diffing = context;
    json_t *change = services_json(wire);
    if (change == NULL || json_array_append_new(diffing->changes, change) != 0) {
        diffing->no_memory = true;
    }
}

static void progress(void *context, size_t done, size_t of) {
    const struct diffing *diffing = context;
    if (diffing->shows_progress) {
        fprintf(stderr, "\r%zu of %zu questions", done, of);
    }
}

/* ---- what is accepted ------------------------------------------------------------------------ */

static bool is_less(const json_t *change) {
    return strcmp(json_text(change, "direction"), "less") == 0;
}

/* Returns how many less cautious changes nobody accepted; tells stale lines. */
static long judge(struct diffing *diffing) {
    long unaccepted = 0;
    size_t index;
    json_t *change;
    json_array_foreach(diffing->changes, index, change) {
        bool undecided = json_is_true(json_object_get(change, "undecided"));
        if (!is_less(change) || undecided) {
            continue;
        }
        bool accepted = accept_covers(&diffing->accept, json_text(change, "kind"),
                                      json_text(change, "subject"));
        json_object_set_new(change, "accepted", json_boolean(accepted));
        unaccepted += !accepted;
    }
    for (size_t i = 0; i < diffing->accept.count; i++) {
        const struct accept_line *line = &diffing->accept.lines[i];
        if (!line->used) {
            complain(program, "%s:%ld: stale: nothing less cautious is called \"%.*s\"",
                     diffing->accept_path, line->number, (int)line->text.length, line->text.at);
        }
    }
    if (unaccepted > 0 && diffing->accept_path != NULL) {
        complain(program, "%ld less cautious %s not named by %s", unaccepted,
                 unaccepted == 1 ? "change is" : "changes are", diffing->accept_path);
    }
    return unaccepted;
}

/* ---- recorded decisions ---------------------------------------------------------------------- */

/* The new version answers every recorded decision of the protocol again. */
static bool replay(struct diffing *diffing, json_t *summary) {
    struct journal_choice choice = {.program = program, .path = diffing->journal_path};
    struct service_journal_listener listener = {0};
    struct buffer report = {0};
    struct buffer problem = {0};
    bool served =
        service_load_file(diffing->service, diffing->versions[1].path, &report) == SERVICE_LOADED;
    struct service_journal *journal = served ? journal_choice_open(&choice, false) : NULL;
    buffer_clear(&report);
    bool done = journal != NULL &&
                service_replay(diffing->service, service_protocol_id(diffing->service, 0), journal,
                               &choice.filter, &listener, &report, &problem);
    json_t *recorded = done ? services_json(buffer_text(&report)) : NULL;
    if (recorded != NULL) {
        json_object_set_new(summary, "recorded", recorded);
    } else if (journal != NULL) {
        journal_complain(&choice, &problem);
    }
    service_journal_close(journal);
    buffer_free(&report);
    return recorded != NULL;
}

static void print_recorded(const json_t *summary) {
    const json_t *recorded = json_object_get(summary, "recorded");
    if (recorded != NULL) {
        printf("  recorded decisions: %ld of %ld would change: %ld less cautious, %ld more "
               "cautious, %ld otherwise\n",
               json_whole(recorded, "replayed") - json_whole(recorded, "same"),
               json_whole(recorded, "replayed"), json_whole(recorded, "less"),
               json_whole(recorded, "more"), json_whole(recorded, "other"));
    }
}

/* ---- the end --------------------------------------------------------------------------------- */

static long errors_of(const json_t *summary) {
    return json_whole(json_object_get(summary, "before"), "errors") +
           json_whole(json_object_get(summary, "after"), "errors");
}

static void show(struct diffing *diffing, json_t *summary) {
    if (diffing->as_json) {
        json_object_set(summary, "changes", diffing->changes);
        json_dumpf(summary, stdout, JSON_INDENT(2));
        putchar('\n');
    } else {
        diff_text(&diffing->terminal, diffing->names, diffing->changes, summary);
        print_recorded(summary);
    }
}

static enum exit_code code_of(const json_t *summary, long unaccepted, bool replayed) {
    const char *problem = json_text(summary, "problem");
    if (*problem != '\0') {
        complain(program, "%s", problem);
        return EXIT_CODE_COULD_NOT;
    }
    if (errors_of(summary) > 0) {
        complain(program, "a version that has errors cannot be compared");
        return EXIT_CODE_COULD_NOT;
    }
    /* What was recorded counts even where the comparison saw nothing of it. */
    long recorded = json_whole(json_object_get(summary, "recorded"), "less");
    if (unaccepted > 0 || (recorded > 0 && json_whole(summary, "less") == 0)) {
        return EXIT_CODE_FAILED;
    }
    return json_whole(summary, "undecided") > 0 || !replayed ? EXIT_CODE_COULD_NOT : EXIT_CODE_DONE;
}

static enum exit_code finish(struct diffing *diffing, struct text wire) {
    json_t *summary = services_json(wire);
    if (summary == NULL || diffing->no_memory) {
        json_decref(summary);
        files_complain_memory(program);
        return EXIT_CODE_COULD_NOT;
    }
    long unaccepted = judge(diffing);
    bool compared = errors_of(summary) == 0 && *json_text(summary, "problem") == '\0';
    bool replayed = diffing->journal_path == NULL || !compared || replay(diffing, summary);
    show(diffing, summary);
    enum exit_code code = code_of(summary, unaccepted, replayed);
    json_decref(summary);
    return terminal_finish(program) ? code : EXIT_CODE_COULD_NOT;
}

static enum exit_code compare(struct diffing *diffing) {
    struct verify_hearing hearing = {diffing, hear, progress};
    struct buffer summary = {0};
    enum exit_code code = EXIT_CODE_COULD_NOT;
    errno = 0;
    enum service_load status =
        service_diff_versions(diffing->service, &diffing->versions[0], &diffing->versions[1],
                              diffing->milliseconds, &hearing, &summary);
    if (diffing->shows_progress) {
        fputs("\r\033[K", stderr);
    }
    if (status == SERVICE_UNREADABLE) {
        bool first = diffing->versions[0].read == NULL && access(diffing->names[0], R_OK) != 0;
        files_complain_unreadable(program, diffing->names[first ? 0 : 1]);
    } else if (status == SERVICE_NO_MEMORY) {
        files_complain_memory(program);
    } else {
        code = finish(diffing, buffer_text(&summary));
    }
    buffer_free(&summary);
    return code;
}

/* ---- the two versions ------------------------------------------------------------------------ */

static enum exit_code open_version(struct diffing *diffing, size_t index) {
    const char *name = diffing->names[index];
    if (!git_version_is(name)) {
        diffing->versions[index] = (struct service_version){.path = name};
        return EXIT_CODE_DONE;
    }
    if (!git_version_open(&diffing->git[index], name)) {
        files_complain_memory(program);
        return EXIT_CODE_COULD_NOT;
    }
    diffing->versions[index] = git_version_reader(&diffing->git[index]);
    struct buffer shown = {0};
    char *arguments[] = {(char *)"git", (char *)"show", (char *)name, NULL};
    int code = git_run(arguments, &shown);
    buffer_free(&shown);
    if (code != 0) {
        complain(program, "git has no %s%s", name,
                 code < 0 ? ", or there is no git" : ": the revision, or the path in it, is wrong");
    }
    return code == 0 ? EXIT_CODE_DONE : EXIT_CODE_COULD_NOT;
}

static enum exit_code run(struct diffing *diffing) {
    enum exit_code code = EXIT_CODE_DONE;
    if (diffing->accept_path != NULL && !accept_read(&diffing->accept, diffing->accept_path)) {
        files_complain_unreadable(program, diffing->accept_path);
        return EXIT_CODE_COULD_NOT;
    }
    for (size_t i = 0; i < 2; i++) {
        code = exit_code_worse(code, open_version(diffing, i));
    }
    if (code != EXIT_CODE_DONE) {
        return code;
    }
    diffing->service = services_new();
    diffing->changes = json_array();
    code = EXIT_CODE_COULD_NOT;
    if (diffing->service == NULL || diffing->changes == NULL) {
        files_complain_memory(program);
    } else {
        code = compare(diffing);
    }
    json_decref(diffing->changes);
    service_free(diffing->service);
    return code;
}

/* ---- options --------------------------------------------------------------------------------- */

enum { MOST_SECONDS = 86400, OPTION_JOURNAL = 0x300, OPTION_ACCEPT };

static uint32_t seconds_of(const struct argp_state *state, const char *argument) {
    char *end;
    double seconds = strtod(argument, &end);
    if (*argument == '\0' || *end != '\0' || !(seconds > 0) || seconds > MOST_SECONDS) {
        argp_error(state, "--time is a number of seconds over 0 and up to %d, and not \"%s\"",
                   MOST_SECONDS, argument);
    }
    return (uint32_t)(seconds * 1000);
}

static void end_of_arguments(const struct diffing *diffing, const struct argp_state *state) {
    if (diffing->name_count < 2) {
        argp_error(state, "two versions are needed, the old and the new: files, or REVISION:PATH");
    }
    if (diffing->journal_path != NULL && git_version_is(diffing->names[1])) {
        argp_error(state, "with --journal the new version is a file, and not a revision of git");
    }
}

static error_t parse(int key, char *argument, struct argp_state *state) {
    static const char *const formats[] = {"text", "json", NULL};
    struct diffing *diffing = state->input;
    switch (key) {
    case 'f':
        diffing->as_json = options_choose(state, "format", argument, formats) == 1;
        return 0;
    case 't':
        diffing->milliseconds = seconds_of(state, argument);
        return 0;
    case OPTION_ACCEPT:
        diffing->accept_path = argument;
        return 0;
    case OPTION_JOURNAL:
        diffing->journal_path = argument;
        return 0;
    case ARGP_KEY_ARG:
        if (diffing->name_count == 2) {
            argp_error(state, "two versions, and not more");
        }
        diffing->names[diffing->name_count++] = argument;
        return 0;
    case ARGP_KEY_END:
        end_of_arguments(diffing, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

enum exit_code verb_diff(int argc, char **argv) {
    static const struct argp_option options[] = {
        {"format", 'f', "FORMAT", 0, "text (the default) or json", 0},
        {"time", 't', "SECONDS", 0, "the most that it may take; 60 by default", 0},
        {"accept", OPTION_ACCEPT, "FILE", 0,
         "less cautious changes that are meant: a line each, \"rule severe-pain\"", 0},
        {"journal", OPTION_JOURNAL, "FILE", 0,
         "a journal: how many of its recorded decisions would change", 0},
        {0},
    };
    static const struct argp argp = {
        options,
        parse,
        "OLD NEW",
        "Shows which people the new version of a protocol treats differently, the less cautious "
        "first, each with the smallest person that can be found.\vA version is a file, or a "
        "revision of git: main:protocols/x.lua. Exit code 1 where anything became less cautious "
        "and is not accepted, 3 where nothing did but something could not be decided, or the two "
        "could not be compared.",
        NULL,
        NULL,
        NULL,
    };
    struct diffing diffing = {.terminal = terminal_on(stdout)};
    options_parse(&argp, argc, argv, &diffing);
    diffing.shows_progress = isatty(STDERR_FILENO) && !diffing.as_json;
    enum exit_code code = run(&diffing);
    accept_free(&diffing.accept);
    git_version_close(&diffing.git[0]);
    git_version_close(&diffing.git[1]);
    return code;
}
