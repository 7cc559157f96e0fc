/* `synovia serve`: the protocols of a folder, served on sockets until a signal. */
#include "cli/files.h"
#include "cli/options.h"
#include "cli/serve_journal.h"
#include "cli/services.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "net/address.h"
#include "net/server.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum { MOST_LISTEN = 16, MOST_SECONDS = 86400 };

/* Keys of options without a letter. */
enum { OPTION_IDLE = 256, OPTION_FRAME };

static const char program[] = "synovia serve";

struct serving {
    const char *path; /* a folder of protocols, or one */
    const char *listen[MOST_LISTEN];
    size_t listen_count;
    enum log_form form;
    unsigned idle_seconds;
    unsigned frame_seconds;
    struct serve_journal journal;
    struct service *service;
    struct log log;
};

/* ---- protocols ------------------------------------------------------------------------------- */

static void log_diagnostic(struct log *log, const json_t *diagnostic) {
    struct buffer place = {0};
    bool is_error = strcmp(json_text(diagnostic, "severity"), "error") == 0;
    buffer_append_format(&place, "%s:%ld:%ld", json_text(diagnostic, "file"),
                         json_whole(diagnostic, "line"), json_whole(diagnostic, "column"));
    const struct log_field fields[] = {
        {"place", buffer_text(&place)},
        {"code", text_of(json_text(diagnostic, "code"))},
        {"message", text_of(json_text(diagnostic, "message"))},
        {"cure", text_of(json_text(diagnostic, "cure"))},
    };
    log_event(log, is_error ? LOG_ERROR : LOG_WARNING, "diagnostic", fields, 4);
    buffer_free(&place);
}

static void log_diagnostics(struct log *log, const json_t *report) {
    size_t index;
    const json_t *diagnostic;
    json_array_foreach(json_object_get(report, "diagnostics"), index, diagnostic) {
        log_diagnostic(log, diagnostic);
    }
}

static void log_report(struct log *log, struct text report, bool is_served) {
    json_t *json = services_json(report);
    log_diagnostics(log, json);
    const struct log_field fields[] = {
        {"file", text_of(json_text(json, "file"))},
        {"protocol", text_of(json_text(json, "protocol"))},
        {"version", text_of(json_text(json, "version"))},
        {"digest", text_of(json_text(json, "digest"))},
    };
    if (is_served) {
        log_event(log, LOG_INFO, "protocol-live", fields, 4);
    } else {
        log_event(log, LOG_ERROR, "protocol-not-served", fields, 1);
    }
    json_decref(json);
}

/* A protocol that does not check is not served, and the others are. */
static void load_file(struct serving *serving, const char *path) {
    struct buffer report = {0};
    enum service_load status = service_load_file(serving->service, path, &report);
    const struct log_field fields[] = {
        {"file", text_of(path)},
        {"message", text_of(status == SERVICE_NO_MEMORY ? "out of memory" : strerror(errno))},
    };
    if (status == SERVICE_UNREADABLE || status == SERVICE_NO_MEMORY) {
        log_event(&serving->log, LOG_ERROR, "protocol-not-served", fields, 2);
    } else {
        log_report(&serving->log, buffer_text(&report), status == SERVICE_LOADED);
    }
    buffer_free(&report);
}

/* A service that serves nothing would answer every request, and none as somebody hopes. */
static enum exit_code load_all(struct serving *serving) {
    char *paths[] = {(char *)(uintptr_t)serving->path, NULL};
    struct protocol_files files = {0};
    enum exit_code code = files_gather(&files, program, paths);
    for (size_t i = 0; i < files.count; i++) {
        load_file(serving, files.paths[i]);
    }
    if (code == EXIT_CODE_DONE && service_protocol_count(serving->service) == 0) {
        complain(program,
                 "none of the %zu protocol%s of %s can be served, and so nothing is listened on; "
                 "`synovia check %s` shows why",
                 files.count, files.count == 1 ? "" : "s", serving->path, serving->path);
        code = EXIT_CODE_FAILED;
    }
    protocol_files_free(&files);
    return code;
}

/* Told while the protocol that goes is still there. */
static void tell_last(struct serving *serving) {
    const struct log_field field = {"path", text_of(serving->path)};
    if (service_protocol_count(serving->service) <= 1) {
        log_event(&serving->log, LOG_ERROR, "nothing-served", &field, 1);
    }
}

/* What came of a file that changed while it was served. */
static void tell_reload(void *context, enum service_reload how, struct text report) {
    static const char *const events[] = {
        [SERVICE_RELOAD_LIVE] = "protocol-live",
        [SERVICE_RELOAD_KEPT] = "protocol-not-replaced",
        [SERVICE_RELOAD_RETIRED] = "protocol-retired",
        [SERVICE_RELOAD_UNLOADED] = "protocol-not-replaced",
    };
    struct serving *serving = context;
    char failed[sizeof "tests failed: " + 20];
    json_t *json = services_json(report);
    const json_t *load = json_object_get(json, "load");
    log_diagnostics(&serving->log, load);
    snprintf(failed, sizeof failed, "tests failed: %ld", json_whole(json, "failed"));
    const struct log_field fields[] = {
        {"file", text_of(json_text(load, "file"))},
        {"protocol", text_of(json_text(load, "protocol"))},
        {"version", text_of(json_text(load, "version"))},
        {"digest", text_of(json_text(load, "digest"))},
        {"message", text_of(failed)},
    };
    bool is_kept = how == SERVICE_RELOAD_KEPT;
    bool is_well = how == SERVICE_RELOAD_LIVE || how == SERVICE_RELOAD_RETIRED;
    log_event(&serving->log, is_well ? LOG_INFO : LOG_ERROR, events[how], fields,
              is_kept                      ? 5
              : how == SERVICE_RELOAD_LIVE ? 4
                                           : 1);
    if (how == SERVICE_RELOAD_RETIRED) {
        tell_last(serving);
    }
    json_decref(json);
}

/* ---- serving --------------------------------------------------------------------------------- */

/* On standard output, for whoever started the program and waits for it: an address a line, then
 * "ready". */
static void tell_ready(void *context, const char *address) {
    (void)context;
    if (address == NULL) {
        puts("ready");
    } else {
        printf("listening %s\n", address);
    }
    fflush(stdout);
}

static enum exit_code run(struct serving *serving) {
    serving->journal.log = &serving->log;
    enum exit_code code = serve_journal_start(&serving->journal, serving->service);
    code = code == EXIT_CODE_DONE ? load_all(serving) : code;
    if (code != EXIT_CODE_DONE) {
        return code;
    }
    serve_journal_check_masks(&serving->journal, serving->service);
    struct server_options options = {
        .service = serving->service,
        .log = &serving->log,
        .listen = serving->listen,
        .listen_count = serving->listen_count,
        .idle_seconds = serving->idle_seconds,
        .frame_seconds = serving->frame_seconds,
        .watch = serving->path,
        .ready = tell_ready,
    };
    struct service_watcher watcher = {serving, tell_reload};
    service_watch(serving->service, &watcher);
    enum server_end end = server_run(&options);
    serve_journal_stop(&serving->journal, serving->service);
    return end == SERVER_DRAINED ? EXIT_CODE_DONE : EXIT_CODE_COULD_NOT;
}

/* ---- options --------------------------------------------------------------------------------- */

static unsigned read_seconds(const struct argp_state *state, const char *option,
                             const char *argument) {
    char *end;
    errno = 0;
    long seconds = strtol(argument, &end, 10);
    if (errno != 0 || end == argument || *end != '\0' || seconds < 1 || seconds > MOST_SECONDS) {
        argp_error(state, "--%s is a number of seconds from 1 to %d, and not \"%s\"", option,
                   MOST_SECONDS, argument);
    }
    return (unsigned)seconds;
}

/* A wrong address is wrong usage, and said before anything is loaded. */
static void add_address(struct serving *serving, const struct argp_state *state,
                        const char *argument) {
    char problem[ADDRESS_PROBLEM_SIZE];
    struct address address;
    if (serving->listen_count == MOST_LISTEN) {
        argp_error(state, "--listen is given more than %d times", MOST_LISTEN);
    }
    if (!address_parse(&address, argument, problem)) {
        argp_error(state, "--listen: %s", problem);
    }
    serving->listen[serving->listen_count++] = argument;
}

static error_t parse(int key, char *argument, struct argp_state *state) {
    static const char *const forms[] = {"text", "json", NULL};
    struct serving *serving = state->input;
    switch (key) {
    case 'l':
        add_address(serving, state, argument);
        return 0;
    case 'g':
        serving->form = (enum log_form)options_choose(state, "log", argument, forms);
        return 0;
    case OPTION_IDLE:
        serving->idle_seconds = read_seconds(state, "idle", argument);
        return 0;
    case OPTION_FRAME:
        serving->frame_seconds = read_seconds(state, "half-sent", argument);
        return 0;
    case ARGP_KEY_ARG:
        if (state->arg_num > 0) {
            argp_error(state, "one folder of protocols");
        }
        serving->path = argument;
        return 0;
    default:
        return serve_journal_parse(&serving->journal, key, argument, state);
    }
}

enum exit_code verb_serve(int argc, char **argv) {
    static const struct argp_option options[] = {
        {"listen", 'l', "ADDRESS", 0, "where to listen (" ADDRESS_DEFAULT "); may be repeated", 0},
        {"log", 'g', "FORM", 0, "text (the default) or json, on standard error", 0},
        {"idle", OPTION_IDLE, "SECONDS", 0, "close a connection on which nothing is said (600)", 0},
        {"half-sent", OPTION_FRAME, "SECONDS", 0,
         "close a connection that has sent half a message (20)", 0},
        SERVE_JOURNAL_OPTIONS,
        {0},
    };
    static const struct argp argp = {
        options,
        parse,
        "[DIR]",
        "Serves the protocols of DIR (the working directory), until SIGTERM or SIGINT.\vADDRESS is "
        "tcp://host:port, tcp://[::1]:port (port 0: the system chooses) or unix:///path. Prints "
        "each address that it listens on, then \"ready\". The state directory is "
        "$XDG_STATE_HOME/synovia, else ~/.local/state/synovia.",
        NULL,
        NULL,
        NULL,
    };
    struct serving serving = {.path = ".", .journal = {.program = program}};
    options_parse(&argp, argc, argv, &serving);
    log_init(&serving.log, STDERR_FILENO, serving.form);
    serving.service = services_new();
    enum exit_code code = EXIT_CODE_COULD_NOT;
    if (serving.service == NULL) {
        files_complain_memory(program);
    } else {
        code = run(&serving);
    }
    service_free(serving.service);
    log_free(&serving.log);
    serve_journal_free(&serving.journal);
    return code;
}
