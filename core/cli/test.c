/* `synovia test`: runs the tests beside protocols. */
#include "cli/coverage.h"
#include "cli/files.h"
#include "cli/mutate.h"
#include "cli/options.h"
#include "cli/suggest.h"
#include "cli/teller.h"
#include "cli/test_watch.h"
#include "cli/verbs.h"

#include <errno.h>
#include <stdlib.h>

struct testing {
    const struct teller_form *form;
    struct covering covering;
    const char *filter;
    char *const *paths;
    struct service *service;
    struct teller teller;
    struct mutate_wishes mutating;
    bool suggests;
    bool no_memory;
    bool watch;
};

/* ---- one file -------------------------------------------------------------------------------- */

static void count(struct totals *totals, const json_t *test) {
    totals->passed += teller_is(test, "passed");
    totals->failed += teller_is(test, "failed");
    totals->skipped += teller_is(test, "skipped");
    totals->unconfirmed += teller_is(test, "unconfirmed");
    totals->milliseconds += json_number_value(json_object_get(test, "milliseconds"));
}

static void tell(struct testing *testing, const json_t *test) {
    testing->teller.count++;
    count(&testing->teller.file, test);
    count(&testing->teller.totals, test);
    testing->form->test(&testing->teller, test);
}

static void hear(void *context, struct text wire) {
    struct testing *testing = context;
    json_t *test = services_json(wire);
    if (test == NULL) {
        testing->no_memory = true;
        return;
    }
    tell(testing, test);
    json_decref(test);
}

/* Told behind the tests, as one more of them. */
static enum exit_code tell_mutation(struct testing *testing, const char *path) {
    json_t *told = NULL;
    enum exit_code code = EXIT_CODE_DONE;
    if (testing->mutating.wanted) {
        code = mutate_file(testing->service, path, &testing->mutating, &told);
    }
    if (told != NULL) {
        tell(testing, told);
    }
    json_decref(told);
    return code;
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
    bool kept = testing->covering.form == NULL ||
                coverage_take(&testing->covering, testing->teller.path, summary);
    json_decref(summary);
    if (!kept) {
        files_complain_memory("synovia test");
        return EXIT_CODE_COULD_NOT;
    }
    bool bad = testing->teller.file.errors > 0 || testing->teller.file.failed > 0;
    return bad ? EXIT_CODE_FAILED : EXIT_CODE_DONE;
}

static enum service_load run_file(struct testing *testing, const char *path,
                                  struct buffer *summary) {
    struct test_listener listener = {testing, hear};
    return testing->covering.form != NULL
               ? service_cover_file(testing->service, path, &listener, summary)
               : service_test_file(testing->service, path, text_of(testing->filter), &listener,
                                   summary);
}

static enum exit_code test_file(struct testing *testing, const char *path) {
    struct buffer summary = {0};
    enum exit_code code = EXIT_CODE_COULD_NOT;
    testing->teller.path = path;
    testing->teller.file = (struct totals){0};
    testing->form->file(&testing->teller);
    errno = 0;
    switch (run_file(testing, path, &summary)) {
    case SERVICE_LOADED:
    case SERVICE_REJECTED:
        code = tell_mutation(testing, path);
        code = exit_code_worse(code, finish_file(testing, buffer_text(&summary)));
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
    if (testing->covering.form != NULL) {
        code = exit_code_worse(code, coverage_finish(&testing->covering));
    }
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

static const struct coverage_form *choose_coverage(const struct argp_state *state,
                                                   const char *name) {
    static const struct coverage_form *const forms[] = {&coverage_text, &coverage_html,
                                                        &coverage_lcov, &coverage_json};
    static const char *const names[] = {"text", "html", "lcov", "json", NULL};
    return name == NULL ? &coverage_text : forms[options_choose(state, "coverage", name, names)];
}

static double choose_threshold(const struct argp_state *state, const char *argument) {
    char *end;
    double per_cent = strtod(argument, &end);
    if (end == argument || *end != 0 || !(per_cent >= 0 && per_cent <= 100)) {
        argp_error(state, "--threshold is a number of per cent from 0 to 100, and not \"%s\"",
                   argument);
    }
    return per_cent;
}

/* What belongs together; the report stands for the listing where both would go to one place. */
static void settle(struct testing *testing, const struct argp_state *state) {
    struct covering *covering = &testing->covering;
    struct mutate_wishes *mutating = &testing->mutating;
    bool wanted = covering->output != NULL || (covering->threshold >= 0 && !mutating->wanted);
    if (covering->form == NULL && wanted) {
        covering->form = &coverage_text;
    }
    mutating->threshold = covering->threshold < 0 ? 0 : covering->threshold;
    if (covering->form != NULL && testing->filter[0] != 0) {
        argp_error(state, "--coverage is of all tests: leave --filter out");
    }
    if (testing->watch && (testing->form != &teller_text || covering->form != NULL)) {
        argp_error(state, "--watch goes with --format text, and not with --coverage");
    }
    if (mutating->writes && !mutating->wanted && !testing->suggests) {
        argp_error(state, "--write goes with --mutate and with --suggest");
    }
    bool text_or_json = testing->form == &teller_text || testing->form == &teller_json;
    if (testing->suggests && (testing->watch || testing->filter[0] != 0 || mutating->wanted ||
                              covering->form != NULL || !text_or_json)) {
        argp_error(state, "--suggest runs no tests: only --write and --format text or json go "
                          "with it");
    }
    if (mutating->wanted && (testing->watch || testing->filter[0] != 0)) {
        argp_error(state, "--mutate is of all tests, once: leave --watch and --filter out");
    }
    if (covering->form != NULL && covering->output == NULL && !mutating->wanted) {
        testing->form = &teller_failures;
    }
}

static error_t parse(int key, char *argument, struct argp_state *state) {
    struct testing *testing = state->input;
    switch (key) {
    case 'f':
        testing->form = choose_form(state, argument);
        return 0;
    case 'm':
        testing->mutating.wanted = true;
        return 0;
    case 's':
        testing->suggests = true;
        return 0;
    case 'W':
        testing->mutating.writes = true;
        return 0;
    case 'F':
        testing->filter = argument;
        return 0;
    case 'w':
        testing->watch = true;
        return 0;
    case 'c':
        testing->covering.form = choose_coverage(state, argument);
        return 0;
    case 'o':
        testing->covering.output = argument;
        return 0;
    case 't':
        testing->covering.threshold = choose_threshold(state, argument);
        return 0;
    case ARGP_KEY_END:
        settle(testing, state);
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
        {"coverage", 'c', "FORM", OPTION_ARG_OPTIONAL,
         "what the examples show of the protocol: text (the default), html, lcov or json", 0},
        {"output", 'o', "FILE", 0, "write the coverage to FILE, and list the tests as well", 0},
        {"threshold", 't', "N", 0,
         "fail where less than N per cent is covered; with --mutate, where less is noticed", 0},
        {"mutate", 'm', NULL, 0, "seed faults, and show those that no test notices", 0},
        {"write", 'W', NULL, 0,
         "append the tests that --mutate or --suggest shows, unconfirmed, to the file of tests", 0},
        {"suggest", 's', NULL, 0, "show cases at the boundaries that the tests lack", 0},
        {0},
    };
    static const struct argp argp = {
        options,
        parse,
        "PATH...",
        "Runs the tests beside protocols: x_test.lua for x.lua.\vA folder stands for the protocols "
        "in it. Exit code 1 where a test fails, a script has errors, no test has the name asked "
        "for, or what was asked for is below the threshold.",
        NULL,
        NULL,
        NULL,
    };
    struct testing testing = {.form = &teller_text, .filter = "", .covering.threshold = -1};
    options_parse(&argp, argc, argv, &testing);
    testing.service = services_new();
    if (testing.service == NULL) {
        files_complain_memory("synovia test");
        return EXIT_CODE_COULD_NOT;
    }
    enum exit_code code;
    if (testing.suggests) {
        code = suggest_all(testing.service, testing.paths, testing.form == &teller_json,
                           testing.mutating.writes);
    } else {
        code = testing.watch ? watch_all(&testing) : test_all(&testing);
    }
    json_decref(testing.teller.kept);
    service_free(testing.service);
    return code;
}
