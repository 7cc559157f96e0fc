/*
 * Running the tests of a protocol that was loaded with them, and telling each. Rests on nothing but
 * its arguments, so that it may be done on another thread than the service's.
 */
#ifndef SYNOVIA_SERVICE_TESTING_H
#define SYNOVIA_SERVICE_TESTING_H

#include "script/load.h"
#include "service/service.h"

struct testing {
    const struct loaded *loaded; /* with tests asked for */
    int32_t today;               /* day number */
    struct text folder;          /* written before the names of files */
    struct text files;  /* as loading.h notes them: the summary's `files`; empty: it has none */
    struct text filter; /* only tests whose name contains it; empty: all */
    const struct test_listener *listener; /* or NULL */
    bool lists_tests;                     /* the summary has `tests` as well: each as it is told */
    bool covers; /* its `coverage` is the whole report, and what is missing was looked for */
    /* Told how far it is, in "tests" and then in "places" that were looked at; false: end at once,
     * with a summary of what was done. NULL: go on. */
    bool (*goes_on)(void *context, const char *what, size_t done, size_t of);
    int64_t (*ticks)(void *context); /* microseconds; NULL: tests are not timed */
    void *context;                   /* of `ticks` and `goes_on` */
};

struct test_counts {
    size_t passed, failed, skipped, unconfirmed;
};

/*
 * Runs them and appends the summary of service.h to `summary`. Where there is no suite (the tests
 * have errors, or are not there), nothing is run. False where memory ran out.
 */
bool testing_run(const struct testing *testing, struct test_counts *counts, struct buffer *summary);

#endif
