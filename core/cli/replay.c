/* `synovia replay`: every recorded decision answered again by another version of the protocol. */
#include "cli/files.h"
#include "cli/journal.h"
#include "cli/options.h"
#include "cli/terminal.h"
#include "cli/verbs.h"

static const char program[] = "synovia replay";

struct replay {
    struct journal_choice choice;
    const char *path;
    bool lists;
};

/* ---- what differs ---------------------------------------------------------------------------- */

static const char *direction_words(const char *direction) {
    return strcmp(direction, "less") == 0   ? "less cautious"
           : strcmp(direction, "more") == 0 ? "more cautious"
                                            : "otherwise";
}

static enum colour direction_colour(const char *direction) {
    return strcmp(direction, "less") == 0 ? COLOUR_RED : COLOUR_YELLOW;
}

static const char *or_open(const char *line) {
    return line[0] == '\0' ? "open" : line;
}

/* "joint-infection does not fire any more". */
static void print_difference(const json_t *difference) {
    const char *kind = json_text(difference, "kind");
    const char *name = json_text(difference, "name");
    const char *before = or_open(json_text(difference, "before"));
    const char *after = or_open(json_text(difference, "after"));
    if (strcmp(kind, "lost") == 0) {
        printf("%s does not fire any more", name);
    } else if (strcmp(kind, "won") == 0) {
        printf("%s fires now", name);
    } else if (strcmp(kind, "fault") == 0) {
        printf("%s is refused now: %s", name, after);
    } else {
        printf("%s: %s, is now %s", name, before, after);
    }
}

static void print_group(const json_t *group) {
    size_t i;
    const json_t *example;
    printf("  %6ld  ", json_whole(group, "count"));
    print_difference(group);
    json_array_foreach(json_object_get(group, "examples"), i, example) {
        printf("%s%lld", i == 0 ? "  (record " : ", ", (long long)json_integer_value(example));
    }
    puts(")");
}

static void print_verdict(const json_t *verdict) {
    const char *urgency = json_text(verdict, "urgency");
    printf("%s", json_text(verdict, "outcome"));
    if (strcmp(urgency, "none") != 0) {
        printf(" %s", urgency);
    }
}

/* One decision that differs, on one line. */
static void print_item(const json_t *item) {
    struct terminal terminal = terminal_on(stdout);
    const char *direction = json_text(item, "direction");
    const char *ref = json_text(item, "ref");
    size_t i;
    const json_t *difference;
    printf("%ld  ", json_whole(item, "sequence"));
    terminal_print(&terminal, direction_colour(direction), "%s", direction_words(direction));
    printf("%s%s  ", ref[0] == '\0' ? "" : "  ref ", ref);
    print_verdict(json_object_get(item, "before"));
    printf(", is now ");
    print_verdict(json_object_get(item, "after"));
    json_array_foreach(json_object_get(item, "differences"), i, difference) {
        printf("%s", i == 0 ? ": " : "; ");
        print_difference(difference);
    }
    putchar('\n');
}

static bool hear(void *context, struct text item) {
    const struct replay *replay = context;
    if (replay->choice.format == JOURNAL_JSON) {
        return journal_print_json(item, false);
    }
    json_t *json = services_json(item);
    if (json != NULL) {
        print_item(json);
    }
    json_decref(json);
    return json != NULL && !ferror(stdout);
}

/* ---- the report ------------------------------------------------------------------------------ */

static void print_groups(const struct terminal *terminal, const json_t *report,
                         const char *direction) {
    size_t i;
    const json_t *group;
    long count = json_whole(report, direction);
    if (count == 0) {
        return;
    }
    terminal_print(terminal, direction_colour(direction), "%s: %ld decision%s\n",
                   direction_words(direction), count, count == 1 ? "" : "s");
    json_array_foreach(json_object_get(report, "groups"), i, group) {
        if (strcmp(json_text(group, "direction"), direction) == 0) {
            print_group(group);
        }
    }
}

/* True while nothing was printed. */
static bool print_count(const json_t *report, const char *key, const char *words, bool is_first) {
    long count = json_whole(report, key);
    if (count > 0) {
        printf("%s%s %ld", is_first ? "not replayed: " : ", ", words, count);
    }
    return is_first && count == 0;
}

static void print_not_replayed(const json_t *report) {
    bool is_first = print_count(report, "masked", "with masked facts", true);
    is_first = print_count(report, "erased", "erased", is_first);
    is_first = print_count(report, "unreadable", "unreadable", is_first);
    is_first = print_count(report, "turns", "later turns of sessions", is_first);
    if (!is_first) {
        putchar('\n');
    }
}

static void print_report(const json_t *report) {
    struct terminal terminal = terminal_on(stdout);
    print_groups(&terminal, report, "less");
    print_groups(&terminal, report, "more");
    print_groups(&terminal, report, "other");
    printf("%s %s: %ld recorded decisions replayed, %ld the same, %ld less cautious, %ld more "
           "cautious",
           json_text(report, "protocol"), json_text(report, "version"),
           json_whole(report, "replayed"), json_whole(report, "same"), json_whole(report, "less"),
           json_whole(report, "more"));
    if (json_whole(report, "other") > 0) {
        printf(", %ld otherwise", json_whole(report, "other"));
    }
    putchar('\n');
    print_not_replayed(report);
}

static enum exit_code tell(const struct replay *replay, struct text report) {
    json_t *json = services_json(report);
    if (json == NULL) {
        files_complain_memory(program);
        return EXIT_CODE_COULD_NOT;
    }
    if (replay->choice.format == JOURNAL_JSON) {
        journal_print_json(report, !replay->lists);
    } else {
        print_report(json);
    }
    enum exit_code code = json_whole(json, "less") > 0 ? EXIT_CODE_FAILED : EXIT_CODE_DONE;
    json_decref(json);
    return terminal_finish(program) ? code : EXIT_CODE_COULD_NOT;
}

/* ---- the way there --------------------------------------------------------------------------- */

static enum exit_code run_on(const struct replay *replay, struct service *service,
                             struct service_journal *journal) {
    struct buffer report = {0};
    struct buffer problem = {0};
    struct service_journal_listener listener = {
        .context = (void *)(uintptr_t)replay,
        .each = replay->lists ? hear : NULL,
        .progress = journal_progress,
    };
    bool done = service_replay(service, service_protocol_id(service, 0), journal,
                               &replay->choice.filter, &listener, &report, &problem);
    journal_progress_end();
    enum exit_code code = EXIT_CODE_COULD_NOT;
    if (done) {
        code = tell(replay, buffer_text(&report));
    } else {
        journal_complain(&replay->choice, &problem);
    }
    buffer_free(&report);
    return code;
}

/* A protocol that has errors answers nobody. */
static enum exit_code load(const struct replay *replay, struct service *service) {
    struct buffer report = {0};
    enum service_load status = service_load_file(service, replay->path, &report);
    enum exit_code code = EXIT_CODE_DONE;
    if (status == SERVICE_UNREADABLE) {
        files_complain_unreadable(program, replay->path);
        code = EXIT_CODE_COULD_NOT;
    } else if (status == SERVICE_NO_MEMORY) {
        files_complain_memory(program);
        code = EXIT_CODE_COULD_NOT;
    } else if (status == SERVICE_REJECTED) {
        complain(program, "%s has errors, so nobody can be judged by it; see `synovia check %s`",
                 replay->path, replay->path);
        code = EXIT_CODE_COULD_NOT;
    }
    buffer_free(&report);
    return code;
}

static enum exit_code run(const struct replay *replay) {
    struct service *service = services_new();
    if (service == NULL) {
        files_complain_memory(program);
        return EXIT_CODE_COULD_NOT;
    }
    enum exit_code code = load(replay, service);
    struct service_journal *journal =
        code == EXIT_CODE_DONE ? journal_choice_open(&replay->choice, false) : NULL;
    if (code == EXIT_CODE_DONE) {
        code = journal == NULL ? EXIT_CODE_COULD_NOT : run_on(replay, service, journal);
    }
    service_journal_close(journal);
    service_free(service);
    return code;
}

static error_t parse(int key, char *argument, struct argp_state *state) {
    struct replay *replay = state->input;
    switch (key) {
    case 'l':
        replay->lists = true;
        return 0;
    case ARGP_KEY_ARG:
        if (state->arg_num > 0) {
            argp_error(state, "one protocol");
        }
        replay->path = argument;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "a protocol is missing: the file of the version to replay with");
        return 0;
    default:
        return journal_choose(&replay->choice, key, argument, state);
    }
}

enum exit_code verb_replay(int argc, char **argv) {
    static const struct argp_option options[] = {
        JOURNAL_OPTIONS,
        {"list", 'l', NULL, 0, "each decision that differs (as lines of JSON with --format json)",
         0},
        {0},
    };
    static const struct argp argp = {
        options,
        parse,
        "PATH",
        "Answers every recorded decision of the protocol again by the version at PATH, with the "
        "facts and the day as recorded, and shows what differs, less cautious first.\vExit code 1 "
        "where any decision became less cautious: a lower outcome, a later referral or none, a "
        "rule that does not fire any more, a technique that is open now. A record may stand in "
        "several groups.",
        NULL,
        NULL,
        NULL,
    };
    struct replay replay = {.choice = {.program = program}};
    options_parse(&argp, argc, argv, &replay);
    return run(&replay);
}
