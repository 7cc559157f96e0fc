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
    const char *protocol; /* its id */
};

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

/* Shows a decision in the format asked for. */
void screen_show(const struct screen *screen, const json_t *decision);

/* ---- screen_text.c, screen_explain.c --------------------------------------------------------- */

/* A decision as a person reads it: the outcome first. */
void screen_text(const struct terminal *terminal, const json_t *decision);

/* The trees of an explained decision. */
void screen_explain(const struct terminal *terminal, const json_t *decision);

/* ---- the other two ways ---------------------------------------------------------------------- */

/* Asks a person at the terminal, question by question, until the decision is complete. */
enum exit_code screen_ask(const struct screen *screen);

/* Decides line by line from standard input to standard output (cli/batch.h). */
enum exit_code screen_batch(const struct screen *screen);

#endif
