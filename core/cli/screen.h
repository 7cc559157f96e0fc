/*
 * The parts of `synovia screen`: one protocol loaded into a service, and one way to ask it.
 */
#ifndef SYNOVIA_CLI_SCREEN_H
#define SYNOVIA_CLI_SCREEN_H

#include "cli/exits.h"
#include "cli/services.h"
#include "cli/terminal.h"

enum screen_format { SCREEN_TEXT, SCREEN_JSON };
enum batch_input { BATCH_DETECT, BATCH_CSV, BATCH_NDJSON };

struct screen {
    const char *program; /* for messages: "synovia screen" */
    const char *path;
    const char *facts; /* JSON, or @ and the name of a file; NULL: not given */
    const char *as_of; /* or NULL */
    const char *lang;  /* or NULL */
    bool explain;
    bool batch;
    enum screen_format format;
    enum batch_input input;

    struct service *service;
    struct service_peer *peer;
    char *protocol; /* its id */
};

/* ---- screen_service.c ------------------------------------------------------------------------ */

/* Loads the protocol of `path` into a service of its own; what is wrong was complained about. Close
 * in any case. */
enum exit_code screen_open(struct screen *screen);
void screen_close(struct screen *screen);

/* The answer of a method, as a new reference; NULL where it is an error: `code` is then set, and
 * the reason was complained about. Takes `params` over. */
json_t *screen_call(const struct screen *screen, const char *method, json_t *params,
                    enum exit_code *code);

/* Appends the start of the params of `screen`: `{"protocol":"x","lang":"de","explain":true`, to be
 * continued. `as_of` is among them only where `with_as_of` is set and it was given. */
void screen_params(const struct screen *screen, bool with_as_of, struct buffer *out);

/* Appends a text as JSON, in quotes. */
void screen_quote(struct buffer *out, struct text text);

/*
 * One decision for the facts (a JSON object as text), as a new reference; NULL where the service
 * refused: `code` is then set, and the reason was complained about.
 */
json_t *screen_decide(const struct screen *screen, struct text facts, enum exit_code *code);

/* All that the service tells of the protocol, as a new reference; NULL where that failed. */
json_t *screen_describe(const struct screen *screen);

/* Shows a decision in the format asked for; `given` are the facts that it was made of. */
void screen_show(const struct screen *screen, const json_t *decision, const json_t *given);

/* ---- screen_text.c, screen_explain.c --------------------------------------------------------- */

/* What a person is shown. Nothing of it is owned; `protocol` and `given` may be NULL, and then
 * units, titles and the names of unanswered facts are left out. */
struct screen_view {
    const struct terminal *terminal;
    const json_t *decision;
    const json_t *protocol; /* as `protocol` tells it */
    const json_t *given;    /* value by name of the fact */
};

/* A decision as a person reads it: the outcome first. */
void screen_text(const struct screen_view *view);

/* The trees of an explained decision. */
void screen_explain(const struct screen_view *view);

/* ---- screen_say.c ---------------------------------------------------------------------------- */

/* The map in that list of the protocol whose `key` is `name`, or NULL. */
const json_t *screen_find(const struct screen_view *view, const char *list, const char *key,
                          const char *name);

/* The title of a score or result ("scores", "results"), or the name where it has none. */
const char *screen_title(const struct screen_view *view, const char *list, const char *name);

/* The UCUM code of a fact or value, "" where it has none. */
const char *screen_unit(const struct screen_view *view, const char *name);

/* A value, range or quantity: six significant digits, the unit (a UCUM code, may be "") in words.
 */
void screen_say(FILE *out, const json_t *value, const char *unit);

/* "physician, physiotherapist". */
void screen_say_names(FILE *out, const json_t *names);

/* "fever = true, temperature = 38.5 Cel". */
void screen_say_facts(const struct screen_view *view, const json_t *facts);

/* ---- the other two ways ---------------------------------------------------------------------- */

/* Asks a person at the terminal, question by question, until the decision is complete. */
enum exit_code screen_ask(const struct screen *screen);

/* Decides line by line from standard input to standard output (cli/batch.h). */
enum exit_code screen_batch(const struct screen *screen);

#endif
