/* `synovia verify`: proves what must hold of protocols for every person. */
#include "cli/files.h"
#include "cli/options.h"
#include "cli/services.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "cli/verify_text.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

struct verifying {
    char *const *paths;
    bool as_json;
    uint32_t milliseconds;
    struct service *service;
    struct terminal terminal;
    json_t *files; /* as_json: what is printed at the end */
    json_t *findings;
    bool shows_progress;
    bool no_memory;
    long refuted, undecided;
};

/* ---- hearing --------------------------------------------------------------------------------- */

static void hear(void *context, struct text wire) {
    struct verifying *verifying = context;
    json_t *finding = services_json(wire);
    if (finding == NULL || json_array_append_new(verifying->findings, finding) != 0) {
        verifying->no_memory = true;
    }
}

static void progress(void *context, size_t done, size_t of) {
    const struct verifying *verifying = context;
    if (verifying->shows_progress) {
        fprintf(stderr, "\r%zu of %zu properties", done, of);
        fputs(done == of ? "\r\033[K" : "", stderr);
    }
}

/* ---- one file -------------------------------------------------------------------------------- */

static enum exit_code code_of(struct verifying *verifying, const json_t *summary) {
    const char *problem = json_text(summary, "problem");
    if (*problem != '\0') {
        complain("synovia verify", "%s", problem);
        return EXIT_CODE_COULD_NOT;
    }
    verifying->refuted += json_whole(summary, "refuted");
    verifying->undecided += json_whole(summary, "undecided");
    return json_whole(summary, "errors") > 0 ? EXIT_CODE_FAILED : EXIT_CODE_DONE;
}

static void show(struct verifying *verifying, const char *path, json_t *summary) {
    if (verifying->as_json) {
        json_object_set_new(summary, "path", json_string(path));
        json_object_set(summary, "findings", verifying->findings);
        json_array_append(verifying->files, summary);
    } else {
        verify_text_file(&verifying->terminal, path, verifying->findings, summary);
    }
}

static enum exit_code finish_file(struct verifying *verifying, const char *path, struct text wire) {
    json_t *summary = services_json(wire);
    if (summary == NULL || verifying->no_memory) {
        json_decref(summary);
        files_complain_memory("synovia verify");
        return EXIT_CODE_COULD_NOT;
    }
    show(verifying, path, summary);
    enum exit_code code = code_of(verifying, summary);
    json_decref(summary);
    return code;
}

static enum exit_code verify_file(struct verifying *verifying, const char *path) {
    struct verify_hearing hearing = {verifying, hear, progress};
    struct buffer summary = {0};
    enum exit_code code = EXIT_CODE_COULD_NOT;
    verifying->findings = json_array();
    errno = 0;
    switch (service_verify_file(verifying->service, path, verifying->milliseconds, &hearing,
                                &summary)) {
    case SERVICE_LOADED:
    case SERVICE_REJECTED:
        code = finish_file(verifying, path, buffer_text(&summary));
        break;
    case SERVICE_UNREADABLE:
        files_complain_unreadable("synovia verify", path);
        break;
    case SERVICE_NO_MEMORY:
        files_complain_memory("synovia verify");
        break;
    }
    json_decref(verifying->findings);
    buffer_free(&summary);
    return code;
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* Refuted before undecided: who is told of a counterexample need not be told to wait. */
static enum exit_code verdict(const struct verifying *verifying, enum exit_code code) {
    if (code == EXIT_CODE_COULD_NOT) {
        return code;
    }
    if (verifying->refuted > 0 || code == EXIT_CODE_FAILED) {
        return EXIT_CODE_FAILED;
    }
    return verifying->undecided > 0 ? EXIT_CODE_COULD_NOT : EXIT_CODE_DONE;
}

static enum exit_code verify_all(struct verifying *verifying) {
    struct protocol_files files = {0};
    enum exit_code code = files_gather(&files, "synovia verify", verifying->paths);
    verifying->files = json_array();
    for (size_t i = 0; i < files.count; i++) {
        code = exit_code_worse(code, verify_file(verifying, files.paths[i]));
        fflush(stdout);
    }
    protocol_files_free(&files);
    if (verifying->as_json) {
        json_t *all = json_pack("{s:O, s:i, s:i}", "files", verifying->files, "refuted",
                                (int)verifying->refuted, "undecided", (int)verifying->undecided);
        json_dumpf(all, stdout, JSON_INDENT(2));
        putchar('\n');
        json_decref(all);
    }
    json_decref(verifying->files);
    return terminal_finish("synovia verify") ? verdict(verifying, code) : EXIT_CODE_COULD_NOT;
}

/* ---- options --------------------------------------------------------------------------------- */

enum { MOST_SECONDS = 86400 };

static uint32_t seconds_of(const struct argp_state *state, const char *argument) {
    char *end;
    double seconds = strtod(argument, &end);
    if (*argument == '\0' || *end != '\0' || !(seconds > 0) || seconds > MOST_SECONDS) {
        argp_error(state, "--time is a number of seconds over 0 and up to %d, and not \"%s\"",
                   MOST_SECONDS, argument);
    }
    return (uint32_t)(seconds * 1000);
}

static error_t parse(int key, char *argument, struct argp_state *state) {
    static const char *const formats[] = {"text", "json", NULL};
    struct verifying *verifying = state->input;
    switch (key) {
    case 'f':
        verifying->as_json = options_choose(state, "format", argument, formats) == 1;
        return 0;
    case 't':
        verifying->milliseconds = seconds_of(state, argument);
        return 0;
    case ARGP_KEY_ARGS:
        verifying->paths = state->argv + state->next;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "a path is missing: a protocol, or a folder of protocols");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

enum exit_code verb_verify(int argc, char **argv) {
    static const struct argp_option options[] = {
        {"format", 'f', "FORMAT", 0, "text (the default) or json", 0},
        {"time", 't', "SECONDS", 0, "the most that one file may take; 60 by default", 0},
        {0},
    };
    static const struct argp argp = {
        options,
        parse,
        "PATH...",
        "Proves what must hold of protocols for every person: the `always` of their tests, and "
        "what "
        "nobody has to ask for.\vEach property is proved, refuted by the smallest person that can "
        "be found, or undecided in the time. A folder stands for the protocols in it. Exit code 1 "
        "where something is refuted or a script has errors, 3 where nothing is refuted but "
        "something undecided, or nothing could be verified.",
        NULL,
        NULL,
        NULL,
    };
    struct verifying verifying = {.terminal = terminal_on(stdout)};
    options_parse(&argp, argc, argv, &verifying);
    verifying.shows_progress = isatty(STDERR_FILENO) && !verifying.as_json;
    verifying.service = services_new();
    if (verifying.service == NULL) {
        files_complain_memory("synovia verify");
        return EXIT_CODE_COULD_NOT;
    }
    enum exit_code code = verify_all(&verifying);
    service_free(verifying.service);
    return code;
}
