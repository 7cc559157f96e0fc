/* `synovia check`: what is wrong with protocols, and what to write instead. */
#include "cli/diagnostics_text.h"
#include "cli/files.h"
#include "cli/options.h"
#include "cli/verbs.h"

#include <errno.h>

enum check_format { CHECK_TEXT, CHECK_JSON };

struct checking {
    enum check_format format;
    char *const *paths;
    struct service *service;
    struct terminal terminal;
    long errors, warnings, files;
    json_t *reports; /* CHECK_JSON */
};

/* ---- one file -------------------------------------------------------------------------------- */

/* Takes over the report. */
static void tell(struct checking *checking, json_t *report) {
    checking->files++;
    checking->errors += json_whole(report, "errors");
    checking->warnings += json_whole(report, "warnings");
    if (checking->format == CHECK_JSON) {
        json_array_append_new(checking->reports, report);
        return;
    }
    diagnostics_print(&checking->terminal, json_object_get(report, "diagnostics"));
    json_decref(report);
}

static enum exit_code check_file(struct checking *checking, const char *path) {
    struct buffer wire = {0};
    enum exit_code code = EXIT_CODE_DONE;
    errno = 0;
    switch (service_check_file(checking->service, path, &wire)) {
    case SERVICE_UNREADABLE:
        files_complain_unreadable("synovia check", path);
        code = EXIT_CODE_COULD_NOT;
        break;
    case SERVICE_NO_MEMORY:
        files_complain_memory("synovia check");
        code = EXIT_CODE_COULD_NOT;
        break;
    case SERVICE_LOADED:
    case SERVICE_REJECTED: {
        json_t *report = services_json(buffer_text(&wire));
        if (report == NULL) {
            files_complain_memory("synovia check");
            code = EXIT_CODE_COULD_NOT;
        } else {
            code = json_whole(report, "errors") > 0 ? EXIT_CODE_FAILED : EXIT_CODE_DONE;
            tell(checking, report);
        }
        break;
    }
    }
    buffer_free(&wire);
    return code;
}

/* ---- the end --------------------------------------------------------------------------------- */

static void finish_text(struct checking *checking) {
    terminal_print(&checking->terminal, COLOUR_BOLD, "%ld protocol%s checked", checking->files,
                   checking->files == 1 ? "" : "s");
    fputs(": ", stdout);
    diagnostics_print_counts(&checking->terminal, checking->errors, checking->warnings);
    fputc('\n', stdout);
}

static void finish_json(struct checking *checking) {
    json_t *whole =
        json_pack("{s:o, s:I, s:I}", "files", checking->reports, "errors",
                  (json_int_t)checking->errors, "warnings", (json_int_t)checking->warnings);
    json_dumpf(whole, stdout, JSON_INDENT(2));
    fputc('\n', stdout);
    json_decref(whole);
}

static enum exit_code check_all(struct checking *checking) {
    struct protocol_files files = {0};
    enum exit_code code = files_gather(&files, "synovia check", checking->paths);
    for (size_t i = 0; i < files.count; i++) {
        code = exit_code_worse(code, check_file(checking, files.paths[i]));
    }
    if (checking->format == CHECK_JSON) {
        finish_json(checking);
    } else if (files.count > 0) {
        finish_text(checking);
    }
    protocol_files_free(&files);
    return terminal_finish("synovia check") ? code : EXIT_CODE_COULD_NOT;
}

/* ---- options --------------------------------------------------------------------------------- */

static error_t parse(int key, char *argument, struct argp_state *state) {
    static const char *const formats[] = {"text", "json", NULL};
    struct checking *checking = state->input;
    switch (key) {
    case 'f':
        checking->format = (enum check_format)options_choose(state, "format", argument, formats);
        return 0;
    case ARGP_KEY_ARGS:
        checking->paths = state->argv + state->next;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "a path is missing: a protocol, or a folder of protocols");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

enum exit_code verb_check(int argc, char **argv) {
    static const struct argp_option options[] = {
        {"format", 'f', "FORMAT", 0, "text (the default) or json", 0},
        {0},
    };
    static const struct argp argp = {
        options,
        parse,
        "PATH...",
        "Finds what is wrong with protocols and with the tests beside them, and says what to write "
        "instead.\vA folder stands for the protocols in it, folders within left aside. Exit code 1 "
        "where there are errors.",
        NULL,
        NULL,
        NULL,
    };
    struct checking checking = {.terminal = terminal_on(stdout)};
    options_parse(&argp, argc, argv, &checking);
    checking.service = services_new();
    checking.reports = json_array();
    if (checking.service == NULL || checking.reports == NULL) {
        files_complain_memory("synovia check");
        return EXIT_CODE_COULD_NOT;
    }
    enum exit_code code = check_all(&checking);
    if (checking.format != CHECK_JSON) {
        json_decref(checking.reports);
    }
    service_free(checking.service);
    return code;
}
