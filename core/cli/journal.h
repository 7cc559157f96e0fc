/*
 * What the verbs that read a journal share: which journal, which records, and how far it is.
 */
#ifndef SYNOVIA_CLI_JOURNAL_H
#define SYNOVIA_CLI_JOURNAL_H

#include "cli/exits.h"
#include "cli/services.h"

#include <argp.h>
#include <stdbool.h>

enum journal_format { JOURNAL_TEXT, JOURNAL_JSON };

struct journal_choice {
    const char *program; /* for messages: "synovia journal" */
    const char *store;   /* a plug-in's name or path; NULL: the default */
    const char *path;    /* NULL: in the state folder */
    struct service_journal_filter filter;
    bool is_narrowed; /* some option chose among the records */
    enum journal_format format;
};

/* The options that journal_choose reads, as rows of an argp table. */
enum {
    JOURNAL_OPTION_JOURNAL = 0x200,
    JOURNAL_OPTION_STORE,
    JOURNAL_OPTION_REF,
    JOURNAL_OPTION_SESSION,
    JOURNAL_OPTION_PROTOCOL,
    JOURNAL_OPTION_SINCE,
    JOURNAL_OPTION_UNTIL,
    JOURNAL_OPTION_FROM,
    JOURNAL_OPTION_TO,
    JOURNAL_OPTION_LAST,
};
#define JOURNAL_OPTIONS                                                                            \
    {"journal",                                                                                    \
     JOURNAL_OPTION_JOURNAL,                                                                       \
     "FILE",                                                                                       \
     0,                                                                                            \
     "the journal (synovia.db in the state directory)",                                            \
     0},                                                                                           \
        {"store", JOURNAL_OPTION_STORE, "NAME", 0, "its store plug-in, by name or path (sqlite)",  \
         0},                                                                                       \
        {"format", 'f', "FORM", 0, "text (the default) or json", 0},                               \
        {"ref", JOURNAL_OPTION_REF, "REF", 0, "records with this ref", 0},                         \
        {"session", JOURNAL_OPTION_SESSION, "ID", 0, "records of this session", 0},                \
        {"protocol", JOURNAL_OPTION_PROTOCOL, "ID", 0, "records of this protocol", 0},             \
        {"since",                                                                                  \
         JOURNAL_OPTION_SINCE,                                                                     \
         "TIME",                                                                                   \
         0,                                                                                        \
         "records from this day or time (UTC) on: 2026-05-01, 2026-05-01T13:30",                   \
         0},                                                                                       \
        {"until",                                                                                  \
         JOURNAL_OPTION_UNTIL,                                                                     \
         "TIME",                                                                                   \
         0,                                                                                        \
         "records up to the end of this day, or before this time",                                 \
         0},                                                                                       \
        {"from", JOURNAL_OPTION_FROM, "N", 0, "records from this number on", 0},                   \
        {"to", JOURNAL_OPTION_TO, "N", 0, "records up to this number", 0}, {                       \
        "last", JOURNAL_OPTION_LAST, "N", 0, "of these, the newest N", 0                           \
    }

/* Takes one of these options; ARGP_ERR_UNKNOWN for another key. */
error_t journal_choose(struct journal_choice *choice, int key, char *argument,
                       struct argp_state *state);

/* Opens the journal that was chosen; NULL where it was complained about why not. */
struct service_journal *journal_choice_open(const struct journal_choice *choice, bool changes);

/* The name of the journal's file into `path` (zero-terminated); false where it was complained. */
bool journal_choice_path(const struct journal_choice *choice, struct buffer *path);

/* Complains about what a function of the service says went wrong. */
enum exit_code journal_complain(const struct journal_choice *choice, struct buffer *problem);

/* Says on a terminal how far it is; for service_journal_listener. */
void journal_progress(void *context, uint64_t done, uint64_t of);

/* Takes back what journal_progress wrote. */
void journal_progress_end(void);

/* Prints a MessagePack value as JSON on a line of its own, or pretty; false where that failed. */
bool journal_print_json(struct text wire, bool pretty);

/* ---- journal_show.c, journal_stats.c --------------------------------------------------------- */

/* One record as a person reads it. */
void journal_print_record(const json_t *record);

/* What service_journal_stats reports, as tables. */
void journal_print_stats(const json_t *report);

#endif
