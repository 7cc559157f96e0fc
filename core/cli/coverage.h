/*
 * `synovia test --coverage`: what the examples show of the protocols, in one of several forms.
 *
 *     verb test ── coverage_take (summary of each file) ──> struct covering
 *                                                               │ coverage_finish
 *                  text: a table, and the places that lack something    ├──> standard output,
 *                  html: one file for a browser and for paper           │    or --output FILE
 *                  lcov: for viewers and services of continuous         │
 *                        integration                                    │
 *                  json: as the service tells it                        ┘
 *
 * Without --output the report stands for the listing of the tests: only those that fail are told,
 * on standard error.
 */
#ifndef SYNOVIA_CLI_COVERAGE_H
#define SYNOVIA_CLI_COVERAGE_H

#include "cli/exits.h"
#include "cli/teller.h"

/* Writes the whole report. `files` is a list of { path, ... } with the maps of service_cover_file;
 * colours only where `colours`. */
struct coverage_form {
    const char *name;
    void (*write)(struct buffer *out, const json_t *files, bool colours);
};

extern const struct coverage_form coverage_text, coverage_html, coverage_lcov, coverage_json;

struct covering {
    const struct coverage_form *form; /* NULL: no coverage */
    const char *output;               /* a file; NULL: standard output */
    double threshold;                 /* per cent; below 0: none */
    json_t *files;                    /* what was taken so far */
};

/* Tells of failed tests only, on standard error. */
extern const struct teller_form teller_failures;

/* Keeps a file's summary. False where memory ran out. */
bool coverage_take(struct covering *covering, const char *path, const json_t *summary);

/* Writes the report and holds it against the threshold: EXIT_CODE_FAILED below it (what is missing
 * is told), EXIT_CODE_COULD_NOT where it could not be written. Frees what was taken. */
enum exit_code coverage_finish(struct covering *covering);

/* ---- words, shared by the forms; all append ---- */

/* What is there to count. */
const json_t *coverage_rows(const json_t *file);
const json_t *coverage_items(const json_t *file);

/* In whole per cent, rounded down, so that 100 means all; 100 of nothing. */
long coverage_percent(const json_t *row);

/* True where the item lacks something that no other item tells better (the condition of a rule that
 * never fires). */
bool coverage_is_lacking(const json_t *file, const json_t *item);

bool coverage_has_mark(const json_t *item, const char *key, const char *mark);

/* "the rule `fever`", "the part `temp:at_least(38)`" */
void coverage_say_item(struct buffer *out, const json_t *item);

/* "no example makes it fire", "never false, and never shown to decide alone" */
void coverage_say_missing(struct buffer *out, const json_t *item);

/* Why some mark is out of reach: "no answers can make it decide alone"; nothing where none is. */
void coverage_say_out_of_reach(struct buffer *out, const json_t *item);

/* `{ fever = true, weight = unanswerable }`: as a test gives it. */
void coverage_say_given(struct buffer *out, const json_t *given);

/* Items in the order in which they stand in their files; a new list. NULL where memory ran out. */
json_t *coverage_in_order(const json_t *items);

#endif
