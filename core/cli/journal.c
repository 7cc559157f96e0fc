/* `synovia journal`: verify, show, export, stats, forget, backup. */
#include "cli/journal.h"

#include "base/near.h"
#include "cli/files.h"
#include "cli/options.h"
#include "cli/terminal.h"
#include "cli/verbs.h"

#include <time.h>
#include <unistd.h>

static const char program[] = "synovia journal";

enum { SHOWN_UNASKED = 20 };

struct journaling {
    struct journal_choice choice;
    const char *action;
    const char *operand; /* of backup: where to */
    const char *head;    /* of verify: noted earlier */
    bool packed;
};

static struct service_journal_listener listener_of(bool (*each)(void *context, struct text item),
                                                   void *context) {
    struct service_journal_listener listener = {context, each, journal_progress};
    return listener;
}

/* Prints a report in the form asked for and ends the output. */
static enum exit_code tell(const struct journaling *journaling, struct buffer *report,
                           void (*print)(const json_t *report), enum exit_code code) {
    bool done = true;
    if (journaling->choice.format == JOURNAL_JSON) {
        done = journal_print_json(buffer_text(report), true);
    } else {
        json_t *json = services_json(buffer_text(report));
        done = json != NULL;
        if (done) {
            print(json);
        }
        json_decref(json);
    }
    buffer_free(report);
    if (!done) {
        files_complain_memory(program);
        return EXIT_CODE_COULD_NOT;
    }
    return terminal_finish(program) ? code : EXIT_CODE_COULD_NOT;
}

/* ---- verify ---------------------------------------------------------------------------------- */

/* Bodies that nobody says to have erased. */
static long unaccounted(const json_t *report) {
    return json_whole(report, "from") == 1
               ? json_whole(report, "erased") - json_whole(report, "accounted")
               : 0;
}

static void print_verified(const json_t *report) {
    struct terminal terminal = terminal_on(stdout);
    const json_t *broken = json_object_get(report, "broken");
    if (broken != NULL) {
        terminal_print(&terminal, COLOUR_RED, "broken: ");
        printf("%s\n", json_text(broken, "message"));
    } else {
        terminal_print(&terminal, COLOUR_GREEN, "whole: ");
    }
    printf("%ld records%s from record %ld on", json_whole(report, "records"),
           broken == NULL ? "" : " are whole", json_whole(report, "from"));
    printf(", %ld erased, %ld with masked facts\n", json_whole(report, "erased"),
           json_whole(report, "masked"));
    if (broken == NULL && unaccounted(report) != 0) {
        terminal_print(&terminal, COLOUR_RED, "erased by others: ");
        printf("%ld bodies are erased, and records of forgetting account for %ld\n",
               json_whole(report, "erased"), json_whole(report, "accounted"));
    }
    if (json_object_get(report, "head") != NULL) {
        printf("head %s\n", json_text(report, "head"));
    }
}

static enum exit_code code_of_report(struct text report) {
    json_t *json = services_json(report);
    bool whole = json_is_true(json_object_get(json, "whole")) && unaccounted(json) == 0;
    json_decref(json);
    return whole ? EXIT_CODE_DONE : EXIT_CODE_FAILED;
}

static enum exit_code verify(struct journaling *journaling, struct service_journal *journal) {
    const struct service_journal_filter *filter = &journaling->choice.filter;
    struct service_journal_listener listener = listener_of(NULL, NULL);
    struct buffer report = {0};
    struct buffer problem = {0};
    enum service_verify verified =
        service_journal_verify(journal, filter->first, filter->last, text_of(journaling->head),
                               &listener, &report, &problem);
    journal_progress_end();
    if (verified == SERVICE_VERIFY_COULD_NOT) {
        buffer_free(&report);
        return journal_complain(&journaling->choice, &problem);
    }
    if (verified == SERVICE_VERIFY_BAD_HEAD) {
        complain(program,
                 "--head is the head that an earlier verify printed, NUMBER:HASH, and not \"%s\"",
                 journaling->head);
        return EXIT_CODE_USAGE;
    }
    return tell(journaling, &report, print_verified, code_of_report(buffer_text(&report)));
}

/* ---- show, export ---------------------------------------------------------------------------- */

static bool print_line(void *context, struct text item) {
    (void)context;
    return journal_print_json(item, false);
}

static bool print_record(void *context, struct text item) {
    json_t *record = services_json(item);
    (void)context;
    if (record != NULL) {
        journal_print_record(record);
    }
    json_decref(record);
    return record != NULL && !ferror(stdout);
}

static enum exit_code print_records(struct journaling *journaling, struct service_journal *journal,
                                    bool as_lines) {
    struct buffer problem = {0};
    struct service_journal_listener listener =
        listener_of(as_lines ? print_line : print_record, NULL);
    /* What is shown says itself how far it is. */
    listener.progress = isatty(fileno(stdout)) ? NULL : listener.progress;
    bool done = service_journal_show(journal, &journaling->choice.filter, journaling->packed,
                                     &listener, &problem);
    journal_progress_end();
    if (!done) {
        return journal_complain(&journaling->choice, &problem);
    }
    return terminal_finish(program) ? EXIT_CODE_DONE : EXIT_CODE_COULD_NOT;
}

static enum exit_code show(struct journaling *journaling, struct service_journal *journal) {
    if (!journaling->choice.is_narrowed) {
        journaling->choice.filter.newest = SHOWN_UNASKED;
    }
    return print_records(journaling, journal, journaling->choice.format == JOURNAL_JSON);
}

static enum exit_code export(struct journaling *journaling, struct service_journal *journal) {
    return print_records(journaling, journal, true);
}

/* ---- stats, forget, backup ------------------------------------------------------------------- */

static enum exit_code stats(struct journaling *journaling, struct service_journal *journal) {
    struct buffer report = {0};
    struct buffer problem = {0};
    struct service_journal_listener listener = listener_of(NULL, NULL);
    bool done =
        service_journal_stats(journal, &journaling->choice.filter, &listener, &report, &problem);
    journal_progress_end();
    if (!done) {
        buffer_free(&report);
        return journal_complain(&journaling->choice, &problem);
    }
    return tell(journaling, &report, journal_print_stats, EXIT_CODE_DONE);
}

static void print_forgotten(const json_t *report) {
    long records = json_whole(report, "records");
    long sessions = json_whole(report, "sessions");
    if (records == 0) {
        puts("nothing is recorded under this ref");
        return;
    }
    printf("%ld record%s erased, %ld session%s deleted\n", records, records == 1 ? "" : "s",
           sessions, sessions == 1 ? "" : "s");
    if (json_is_true(json_object_get(report, "lingering"))) {
        puts("somebody reads the journal just now, and a log keeps the old bytes until the next "
             "forget; run it again when the reader has ended");
    }
}

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static enum exit_code forget(struct journaling *journaling, struct service_journal *journal) {
    struct buffer report = {0};
    struct buffer problem = {0};
    if (!service_journal_forget(journal, journaling->choice.filter.ref, now(), &report, &problem)) {
        buffer_free(&report);
        return journal_complain(&journaling->choice, &problem);
    }
    return tell(journaling, &report, print_forgotten, EXIT_CODE_DONE);
}

static enum exit_code backup(struct journaling *journaling, struct service_journal *journal) {
    struct buffer problem = {0};
    if (!service_journal_backup(journal, journaling->operand, &problem)) {
        return journal_complain(&journaling->choice, &problem);
    }
    return EXIT_CODE_DONE;
}

/* ---- actions --------------------------------------------------------------------------------- */

struct action {
    const char *name;
    enum exit_code (*run)(struct journaling *journaling, struct service_journal *journal);
    bool changes;
};

static const struct action actions[] = {
    {"verify", verify, false}, {"show", show, false},    {"export", export, false},
    {"stats", stats, false},   {"forget", forget, true}, {"backup", backup, false},
};
enum { ACTIONS = sizeof actions / sizeof *actions };

static const struct action *find_action(const char *name) {
    for (size_t i = 0; i < ACTIONS; i++) {
        if (strcmp(actions[i].name, name) == 0) {
            return &actions[i];
        }
    }
    return NULL;
}

static void refuse_action(const struct argp_state *state, const char *name) {
    struct near_search search;
    near_begin(&search, text_of(name));
    for (size_t i = 0; i < ACTIONS; i++) {
        near_offer(&search, text_of(actions[i].name));
    }
    struct text near = near_result(&search);
    bool found = !text_is_empty(near);
    argp_error(state, "%s is none of verify, show, export, stats, forget and backup%s%.*s%s", name,
               found ? "; did you mean " : "", (int)near.length, found ? near.at : "",
               found ? "?" : "");
}

static void check_usage(const struct journaling *journaling, const struct argp_state *state) {
    const char *action = journaling->action;
    if (action == NULL) {
        argp_error(state, "say what to do: verify, show, export, stats, forget or backup");
        return;
    }
    if (find_action(action) == NULL) {
        refuse_action(state, action);
    }
    bool forgets = strcmp(action, "forget") == 0;
    bool backs_up = strcmp(action, "backup") == 0;
    if (forgets && text_is_empty(journaling->choice.filter.ref)) {
        argp_error(state, "forget needs the ref of the person: --ref REF");
    }
    if (backs_up && journaling->operand == NULL) {
        argp_error(state, "backup needs the name of a new file");
    }
    if (!backs_up && journaling->operand != NULL) {
        argp_error(state, "%s takes no file; name the journal with --journal", action);
    }
    if (journaling->head != NULL && strcmp(action, "verify") != 0) {
        argp_error(state, "--head belongs to verify");
    }
}

/* ---- options --------------------------------------------------------------------------------- */

enum { OPTION_HEAD = 0x100, OPTION_KIND, OPTION_PACKED };

static error_t parse(int key, char *argument, struct argp_state *state) {
    struct journaling *journaling = state->input;
    switch (key) {
    case OPTION_HEAD:
        journaling->head = argument;
        return 0;
    case OPTION_KIND:
        journaling->choice.filter.kind = text_of(argument);
        journaling->choice.is_narrowed = true;
        return 0;
    case OPTION_PACKED:
        journaling->packed = true;
        return 0;
    case ARGP_KEY_ARG:
        if (state->arg_num > 1) {
            argp_error(state, "one thing at a time");
        }
        *(state->arg_num == 0 ? &journaling->action : &journaling->operand) = argument;
        return 0;
    case ARGP_KEY_END:
        check_usage(journaling, state);
        return 0;
    default:
        return journal_choose(&journaling->choice, key, argument, state);
    }
}

static enum exit_code run(struct journaling *journaling) {
    const struct action *action = find_action(journaling->action);
    struct service_journal *journal = journal_choice_open(&journaling->choice, action->changes);
    if (journal == NULL) {
        return EXIT_CODE_COULD_NOT;
    }
    enum exit_code code = action->run(journaling, journal);
    service_journal_close(journal);
    return code;
}

enum exit_code verb_journal(int argc, char **argv) {
    static const struct argp_option options[] = {
        JOURNAL_OPTIONS,
        {"kind", OPTION_KIND, "KIND", 0,
         "records of this kind: decision, turn, feedback, protocol, refused, forgotten, outage", 0},
        {"head", OPTION_HEAD, "N:HASH", 0,
         "verify: the head that an earlier verify printed must still be met", 0},
        {"packed", OPTION_PACKED, NULL, 0,
         "export: with the bytes of which the hashes are computed", 0},
        {0},
    };
    static const struct argp argp = {
        options,
        parse,
        "verify\nshow\nexport\nstats\nforget --ref REF\nbackup FILE",
        "Looks at what a service has recorded, also while it runs.\v"
        "  verify   walk the chain of hashes; exit 1 and the place where it is broken\n"
        "  show     records as a person reads them (the newest 20 where nothing is chosen)\n"
        "  export   records as lines of JSON\n"
        "  stats    how often each rule fired, was not ruled out, was open, was overridden, by "
        "version, and which rules have stopped\n"
        "  forget   erase what is recorded of a ref; the chain still verifies\n"
        "  backup   copy the journal to a new file",
        NULL,
        NULL,
        NULL,
    };
    struct journaling journaling = {.choice = {.program = program}};
    options_parse(&argp, argc, argv, &journaling);
    return run(&journaling);
}
