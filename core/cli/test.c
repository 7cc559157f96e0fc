/* `synovia test`: runs the tests beside protocols. */
#include "cli/files.h"
#include "cli/options.h"
#include "cli/teller.h"
#include "cli/test_watch.h"
#include "cli/verbs.h"

#include <errno.h>

struct testing {
    const struct teller_form *form;
    const char *filter;
    char *const *paths;
    struct service *service;
    struct teller teller;
    bool no_memory;
    bool watch;
};

/* ---- one file -------------------------------------------------------------------------------- */

static void count(struct totals *totals, const json_t *test) {
    totals->passed += teller_is(test, "passed");
    totals->failed += teller_is(test, "failed");
    totals->skipped += teller_is(test, "skipped");
    totals->milliseconds += json_number_value(json_object_get(test, "milliseconds"));
}

static void hear(void *context, struct text wire) {
    struct testing *testing = context;
    json_t *test = services_json(wire);
    if (test == NULL) {
        testing->no_memory = true;
        return;
    }
    testing->teller.count++;
    count(&testing->teller.file, test);
    count(&testing->teller.totals, test);
    testing->form->test(&testing->teller, test);
    json_decref(test);
}

static enum exit_code finish_file(struct testing *testing, struct text wire) {
    json_t *summary = services_json(wire);
    if (summary == NULL || testing->no_memory) {
        json_decref(summary);
        files_complain_memory("synovia test");
        return EXIT_CODE_COULD_NOT;
    }
    testing->teller.file.errors = json_whole(summary, "errors");
    testing->teller.totals.errors += testing->teller.file.errors;
    testing->form->file_end(&testing->teller, summary);
    json_decref(summary);
    bool bad = testing->teller.file.errors > 0 || testing->teller.file.failed > 0;
    return bad ? EXIT_CODE_FAILED : EXIT_CODE_DONE;
}

static enum exit_code test_file(struct testing *testing, const char *path) {
    struct test_listener listener = {testing, hear};
    struct buffer summary = {0};
    enum exit_code code = EXIT_CODE_COULD_NOT;
    testing->teller.path = path;
    testing->teller.file = (struct totals){0};
    testing->form->file(&testing->teller);
    errno = 0;
    switch (
        service_test_file(testing->service, path, text_of(testing->filter), &listener, &summary)) {
    case SERVICE_LOADED:
    case SERVICE_REJECTED:
        code = finish_file(testing, buffer_text(&summary));
        break;
    case SERVICE_UNREADABLE:
        files_complain_unreadable("synovia test", path);
        break;
    case SERVICE_NO_MEMORY:
        files_complain_memory("synovia test");
        break;
    }
    buffer_free(&summary);
    return code;
}

static enum exit_code test_all(struct testing *testing) {
    struct protocol_files files = {0};
    enum exit_code code = files_gather(&files, "synovia test", testing->paths);
    testing->form->begin(&testing->teller);
    for (size_t i = 0; i < files.count; i++) {
        code = exit_code_worse(code, test_file(testing, files.paths[i]));
        fflush(stdout);
    }
    testing->form->end(&testing->teller);
    protocol_files_free(&files);
    if (testing->filter[0] != '\0' && testing->teller.count == 0 && code == EXIT_CODE_DONE) {
        complain("synovia test", "no test has a name that contains \"%s\"", testing->filter);
        code = EXIT_CODE_FAILED;
    }
    return terminal_finish("synovia test") ? code : EXIT_CODE_COULD_NOT;
}

static enum exit_code run_again(void *context, const char *path) {
    return test_file(context, path);
}

static enum exit_code watch_all(struct testing *testing) {
    struct test_watch watch = {&testing->teller, testing->paths, run_again, testing};
    testing->form = &teller_watch;
    return test_watch(&watch);
}

/* ---- options --------------------------------------------------------------------------------- */

static const struct teller_form *choose_form(const struct argp_state *state, const char *name) {
    static const struct teller_form *const forms[] = {&teller_text, &teller_tap, &teller_junit,
                                                      &teller_json};
    static const char *const names[] = {"text", "tap", "junit", "json", NULL};
    return forms[options_choose(state, "format", name, names)];
}

static error_t parse(int key, char *argument, struct argp_state *state) {
    struct testing *testing = state->input;
    switch (key) {
    case 'f':
        testing->form = choose_form(state, argument);
        return 0;
    case 'F':
        testing->filter = argument;
        return 0;
    case 'w':
        testing->watch = true;
        return 0;
    case ARGP_KEY_END:
        if (testing->watch && testing->form != &teller_text) {
            argp_error(state, "--watch goes with --format text");
        }
        return 0;
    case ARGP_KEY_ARGS:
        testing->paths = state->argv + state->next;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "a path is missing: a protocol, or a folder of protocols");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

enum exit_code verb_test(int argc, char **argv) {
    static const struct argp_option options[] = {
        {"format", 'f', "FORMAT", 0, "text (the default), tap, junit or json", 0},
        {"filter", 'F', "TEXT", 0, "only the tests whose name contains TEXT", 0},
        {"watch", 'w', NULL, 0,
         "stay, and run again what a saved file touches; only what became otherwise is told", 0},
        {0},
    };
    static const struct argp argp = {
        options,
        parse,
        "PATH...",
        "Runs the tests beside protocols: x_test.lua for x.lua.\vA folder stands for the protocols "
        "in it. Exit code 1 where a test fails, a script has errors, or no test has the name asked "
        "for.",
        NULL,
        NULL,
        NULL,
    };
    struct testing testing = {.form = &teller_text, .filter = ""};
    options_parse(&argp, argc, argv, &testing);
    testing.service = services_new();
    if (testing.service == NULL) {
        files_complain_memory("synovia test");
        return EXIT_CODE_COULD_NOT;
    }
    enum exit_code code = testing.watch ? watch_all(&testing) : test_all(&testing);
    json_decref(testing.teller.kept);
    service_free(testing.service);
    return code;
}
