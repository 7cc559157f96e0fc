/*
 * What `synovia serve` keeps: the options about it, and the journal's start and end in the log.
 */
#ifndef SYNOVIA_CLI_SERVE_JOURNAL_H
#define SYNOVIA_CLI_SERVE_JOURNAL_H

#include "cli/exits.h"
#include "net/log.h"
#include "service/service.h"

#include <argp.h>

enum { SERVE_MASKS_MOST = 64 };

struct serve_journal {
    const char *program; /* for messages: "synovia serve" */
    const char *store;   /* NULL: the default */
    const char *path;    /* NULL: in the state folder */
    bool is_off;         /* nothing is kept */
    enum service_durability durability;
    char *masks; /* the list of --mask, cut into names; owned */
    const char *masked[SERVE_MASKS_MOST];
    size_t masked_count;
    struct log *log; /* outlives the service */
};

/* The options that serve_journal_parse reads, as rows of an argp table. */
enum {
    SERVE_OPTION_STORE = 0x200,
    SERVE_OPTION_JOURNAL,
    SERVE_OPTION_NO_JOURNAL,
    SERVE_OPTION_DURABILITY,
    SERVE_OPTION_MASK
};
#define SERVE_JOURNAL_OPTIONS                                                                       \
    {"journal",                                                                                     \
     SERVE_OPTION_JOURNAL,                                                                          \
     "FILE",                                                                                        \
     0,                                                                                             \
     "where decisions and sessions are recorded (synovia.db in the state directory)",               \
     0},                                                                                            \
        {"durability",                                                                              \
         SERVE_OPTION_DURABILITY,                                                                   \
         "HOW",                                                                                     \
         0,                                                                                         \
         "commit (the default): no answer before its record is on disk; interval: within a "        \
         "second; none: when the system sees fit",                                                  \
         0},                                                                                        \
        {"mask",                                                                                    \
         SERVE_OPTION_MASK,                                                                         \
         "FACT,...",                                                                                \
         0,                                                                                         \
         "record that these facts were sent, not their values",                                     \
         0},                                                                                        \
        {"store", SERVE_OPTION_STORE, "NAME", 0, "the store plug-in, by name or path (sqlite)", 0}, \
    {                                                                                               \
        "no-journal", SERVE_OPTION_NO_JOURNAL, NULL, 0,                                             \
            "record nothing, keep sessions in memory only", 0                                       \
    }

/* Takes one of these options, or ARGP_KEY_END; ARGP_ERR_UNKNOWN for any other key. */
error_t serve_journal_parse(struct serve_journal *journal, int key, char *argument,
                            struct argp_state *state);

/* Opens the journal, before protocols are loaded. Complains where it cannot. */
enum exit_code serve_journal_start(struct serve_journal *journal, struct service *service);

/* Warns of masked facts that no protocol has: a name that is misspelt masks nothing. */
void serve_journal_check_masks(const struct serve_journal *journal, const struct service *service);

/* Writes what is left, and closes the journal. */
void serve_journal_stop(struct serve_journal *journal, struct service *service);

void serve_journal_free(struct serve_journal *journal);

#endif
