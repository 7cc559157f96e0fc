/*
 * Telling what became of tests, in one of several forms. The verb calls, file by file:
 *
 *     file (path), test, test, ..., file_end (summary), and at the end of everything, end
 *
 * `test` and the summary are the maps of service_test_file. Mutation is told as one more test of
 * kind "mutation" (cli/mutate.h), which fails where its score is below what was asked for.
 */
#ifndef SYNOVIA_CLI_TELLER_H
#define SYNOVIA_CLI_TELLER_H

#include "cli/services.h"
#include "cli/terminal.h"

struct totals {
    long passed, failed, skipped, unconfirmed;
    long errors; /* in protocols and tests: they could not be run */
    double milliseconds;
};

struct teller {
    struct terminal terminal; /* standard output */
    const char *path;         /* of the protocol at hand */
    struct totals totals;     /* so far */
    struct totals file;       /* of the file at hand so far */
    long count;               /* tests so far */
    json_t *kept;             /* what the form has to keep for its end; may be NULL */
};

struct teller_form {
    const char *name;
    void (*begin)(struct teller *teller);
    void (*file)(struct teller *teller);
    void (*test)(struct teller *teller, const json_t *test);
    void (*file_end)(struct teller *teller, const json_t *summary);
    void (*end)(struct teller *teller);
};

extern const struct teller_form teller_text, teller_tap, teller_junit, teller_json;

/* "name, case 3": as people read it. Appends to `out`. */
void teller_name(struct buffer *out, const json_t *test);

bool teller_is(const json_t *test, const char *status);

/*
 * Why a test failed or was skipped, in lines, each begun by `indent`:
 *
 *     given     age = 55, fever = false (as_of 2026-05-01)
 *     expected  outcome clear
 *     got       outcome refer
 *     why       red flag hot fired: fever ...
 */
void teller_explain(struct buffer *out, const json_t *test, const char *indent);

/* "proved for everybody (12 cases)" of an `always`; nothing for other tests. */
void teller_how(struct buffer *out, const json_t *test);

/* What nobody notices, and the test that is missing, in lines: of the map of kind "mutation". */
void teller_survivors(struct buffer *out, const json_t *mutation, const char *indent);

/* "rule-never-fired" in words: "no example fires the rule x". */
void teller_gap(struct buffer *out, const json_t *gap);

#endif
