#include "cli/serve_journal.h"

#include "cli/files.h"
#include "cli/options.h"
#include "cli/state_folder.h"
#include "cli/terminal.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const durabilities[] = {
    [SERVICE_COMMIT] = "commit", [SERVICE_INTERVAL] = "interval", [SERVICE_NONE] = "none", NULL};

/* ---- options --------------------------------------------------------------------------------- */

static void add_mask(struct serve_journal *journal, const struct argp_state *state,
                     const char *name) {
    if (!text_is_identifier(text_of(name))) {
        argp_error(state,
                   "--mask is a list of names of facts such as age,weight, and \"%s\" is no name",
                   name);
    }
    if (journal->masked_count == SERVE_MASKS_MOST) {
        argp_error(state, "--mask names more than %d facts", SERVE_MASKS_MOST);
    }
    journal->masked[journal->masked_count++] = name;
}

/* "age,weight" */
static void add_masks(struct serve_journal *journal, const struct argp_state *state,
                      const char *argument) {
    if (journal->masks != NULL) {
        argp_error(state, "--mask is given twice; write one list: age,weight");
    }
    journal->masks = strdup(argument);
    if (journal->masks == NULL) {
        argp_failure(state, EXIT_CODE_COULD_NOT, 0, "out of memory");
    }
    for (char *name = journal->masks; name != NULL;) {
        char *comma = strchr(name, ',');
        if (comma != NULL) {
            *comma = '\0';
        }
        add_mask(journal, state, name);
        name = comma == NULL ? NULL : comma + 1;
    }
}

error_t serve_journal_parse(struct serve_journal *journal, int key, char *argument,
                            struct argp_state *state) {
    switch (key) {
    case SERVE_OPTION_STORE:
        journal->store = argument;
        return 0;
    case SERVE_OPTION_JOURNAL:
        journal->path = argument;
        return 0;
    case SERVE_OPTION_NO_JOURNAL:
        journal->is_off = true;
        return 0;
    case SERVE_OPTION_DURABILITY:
        journal->durability =
            (enum service_durability)options_choose(state, "durability", argument, durabilities);
        return 0;
    case SERVE_OPTION_MASK:
        add_masks(journal, state, argument);
        return 0;
    case ARGP_KEY_END:
        if (journal->is_off && journal->path != NULL) {
            argp_error(state, "--journal and --no-journal say opposite things");
        }
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* ---- start ----------------------------------------------------------------------------------- */

/* The store fails, or has come back. */
static void tell(void *context, const struct service_keeping_state *state) {
    const struct serve_journal *journal = context;
    const struct log_field field = {"message", text_of(state->reason)};
    if (state->is_available) {
        log_event(journal->log, LOG_INFO, "store-available", NULL, 0);
    } else {
        log_event(journal->log, LOG_ERROR, "store-unavailable", &field, 1);
    }
}

static bool keep_in(struct serve_journal *journal, struct service *service, const char *path,
                    struct buffer *problem) {
    struct service_keeping keeping = {
        .store = journal->store,
        .journal = path,
        .durability = journal->durability,
        .masked = journal->masked,
        .masked_count = journal->masked_count,
        .told = tell,
        .context = journal,
    };
    const struct log_field fields[] = {
        {"journal", text_of(path)},
        {"durability", text_of(durabilities[journal->durability])},
    };
    bool keeps = service_keep(service, &keeping, problem);
    if (keeps) {
        log_event(journal->log, LOG_INFO, "recording", fields, 2);
    }
    return keeps;
}

enum exit_code serve_journal_start(struct serve_journal *journal, struct service *service) {
    struct buffer path = {0};
    struct buffer problem = {0};
    if (journal->is_off) {
        const struct log_field field = {"message", text_of("nothing that is decided is recorded")};
        log_event(journal->log, LOG_WARNING, "no-journal", &field, 1);
        return EXIT_CODE_DONE;
    }
    bool keeps = journal->path != NULL ? keep_in(journal, service, journal->path, &problem)
                                       : state_folder_file(STATE_JOURNAL, true, &path, &problem) &&
                                             keep_in(journal, service, path.at, &problem);
    if (!keeps && problem.length == 0) {
        files_complain_memory(journal->program);
    } else if (!keeps) {
        complain(journal->program, "%.*s", (int)problem.length, problem.at);
    }
    buffer_free(&path);
    buffer_free(&problem);
    return keeps ? EXIT_CODE_DONE : EXIT_CODE_COULD_NOT;
}

void serve_journal_check_masks(const struct serve_journal *journal, const struct service *service) {
    for (size_t i = 0; i < journal->masked_count; i++) {
        struct text name = text_of(journal->masked[i]);
        const struct log_field fields[] = {
            {"fact", name},
            {"message", text_of("no protocol that is served has it, so nothing of it is masked")},
        };
        if (!service_has_fact(service, name)) {
            log_event(journal->log, LOG_WARNING, "mask-of-no-fact", fields, 2);
        }
    }
}

/* ---- end ------------------------------------------------------------------------------------- */

/* Where what is left cannot be written, answers have left without a record, which only `interval`
 * and `none` allow. */
void serve_journal_stop(struct serve_journal *journal, struct service *service) {
    char lost[32];
    uint64_t count = service_stop_keeping(service);
    snprintf(lost, sizeof lost, "%llu", (unsigned long long)count);
    const struct log_field field = {"records", text_of(lost)};
    if (count > 0) {
        log_event(journal->log, LOG_ERROR, "records-lost", &field, 1);
    }
}

void serve_journal_free(struct serve_journal *journal) {
    free(journal->masks);
    journal->masks = NULL;
}
