/*
 * What is wrong with a script, and what to write instead: a list that gathers everything in one go.
 *
 *     knee.lua:12:9: error: `or` does not join conditions [word-outside-function]
 *         cure: write `any { fever, chills }` or `fever | chills`
 *
 * Whoever checks reports as it goes; nobody looks at a result code until the end. Reporting never
 * fails loudly: where memory runs out, `failed` stays set and later reports do nothing, and such a
 * list must never be read as "no errors" (diagnostics_has_errors is then true).
 */
#ifndef SYNOVIA_SCRIPT_DIAGNOSTICS_H
#define SYNOVIA_SCRIPT_DIAGNOSTICS_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"
#include "script/diagnostic_codes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum severity { SEVERITY_ERROR, SEVERITY_WARNING };

/* A place in a source file. Lines and columns count from 1, columns in UTF-8 code points; line 0
 * stands for the file as a whole. */
struct place {
    struct text file;
    uint32_t line;
    uint32_t column;
};

struct diagnostic {
    enum severity severity;
    enum diagnostic_code code;
    struct place place;
    struct text message; /* what is wrong: one line, no full stop */
    struct text cure;    /* what to write instead; may be empty */
};

struct diagnostics {
    struct arena arena; /* owns every text of the list */
    struct diagnostic *items;
    size_t count;            /* at most LIMIT_DIAGNOSTICS and one */
    size_t dropped;          /* reports beyond the limit */
    size_t errors;           /* errors among all reports, dropped ones included */
    struct diagnostic *last; /* what diagnostics_cure adds to; NULL after a dropped report */
    bool failed;             /* sticky: memory ran out */
};

/* Sets up an empty list; allocates nothing yet. */
void diagnostics_init(struct diagnostics *list);
void diagnostics_free(struct diagnostics *list);

/* Reports an error or a warning; the texts are copied. A second report of the same code at the same
 * place is dropped silently: the first is kept. */
void diagnostics_error(struct diagnostics *list, enum diagnostic_code code, struct place place,
                       const char *format, ...) __attribute__((format(printf, 4, 5)));
void diagnostics_warning(struct diagnostics *list, enum diagnostic_code code, struct place place,
                         const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Gives the report just made its cure. Does nothing where that report was dropped. */
void diagnostics_cure(struct diagnostics *list, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* True where there is an error, or where memory ran out and so one may be missing. */
bool diagnostics_has_errors(const struct diagnostics *list);

/* Sorts by file, line and column (stable), and says at the end how many were left out. Call once,
 * after the last report. */
void diagnostics_finish(struct diagnostics *list);

/* Appends the list as text: a line for each diagnostic and an indented one for its cure. */
void diagnostics_write(const struct diagnostics *list, struct buffer *out);

/* Appends one diagnostic in the same form. */
void diagnostic_write(const struct diagnostic *diagnostic, struct buffer *out);

/* "kebab-code" of a code and its one-line meaning; for the guide, tests and JSON. */
const char *diagnostic_code_text(enum diagnostic_code code);
const char *diagnostic_code_meaning(enum diagnostic_code code);

/* "error" or "warning". */
const char *severity_text(enum severity severity);

#endif
