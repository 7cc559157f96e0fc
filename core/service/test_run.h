/*
 * The tests of one loaded protocol, run one by one: so that the command line can show each as it
 * comes, and the service can answer others in between.
 *
 *     test_run_begin;  while (test_run_next(...) == TEST_RUN_TOLD) ...;  test_run_summary;
 *     test_run_end
 */
#ifndef SYNOVIA_SERVICE_TEST_RUN_H
#define SYNOVIA_SERVICE_TEST_RUN_H

#include "proof/proof.h"
#include "script/load.h"

struct test_run {
    const struct loaded *loaded;
    const struct suite *suite; /* NULL where the protocol has no tests, or errors */
    struct functions functions;
    struct text folder; /* written before the names of files; may be empty */
    struct text filter; /* only tests whose name contains it; may be empty */
    struct proof proof;
    struct arena lasting;
    struct arena arena; /* of one test */
    size_t next;
    size_t counts[TEST_SKIPPED + 1]; /* by status */
};

enum test_run_step {
    TEST_RUN_TOLD,  /* one more test was run, and its result appended */
    TEST_RUN_ENDED, /* there are no more */
    TEST_RUN_NO_MEMORY,
};

/*
 * `loaded` (with its tests), the folder and the filter must outlive the run. False where memory ran
 * out; test_run_end is called all the same.
 */
bool test_run_begin(struct test_run *run, const struct loaded *loaded, int32_t today,
                    struct text folder, struct text filter);

/* Runs the next test that the filter lets through and appends its map (service/test_report.h). */
enum test_run_step test_run_next(struct test_run *run, struct buffer *out);

/*
 * Appends { protocol?, passed, failed, skipped, errors, warnings, diagnostics, gaps? }. `gaps`
 * tells what no example shows; it is left out under a filter and where there are no tests. False
 * where memory ran out.
 */
bool test_run_summary(struct test_run *run, struct buffer *out);

void test_run_end(struct test_run *run);

#endif
