/*
 * Proving a protocol by its tests.
 *
 *     suite ── proof_begin ──> struct proof ── proof_run, test by test ──> test_result
 *                                          └── coverage_of, at the end ──> what they show
 *
 * One test at a time, so that whoever runs them can answer other requests in between, measure, and
 * leave some out. An example (`test`, a line of `cases`) is given through the same intake as a
 * caller's facts and judged by the same `decide`. An `always` is searched (rules/space.h): for a
 * person who meets `when` and for whom the promise does not hold.
 *
 * Whom an `always` speaks of: everybody whose decision is complete, be every question answered or
 * some of them unanswerable. A decision that still asks something is on its way to one of these,
 * and does not count unless the promise itself speaks of `complete` or `asks`.
 */
#ifndef SYNOVIA_PROOF_PROOF_H
#define SYNOVIA_PROOF_PROOF_H

#include "base/arena.h"
#include "proof/report.h"

enum { PROOF_BUDGET = 50000 }; /* evaluations of one search, unless asked for otherwise */

struct cover;

struct proof_options {
    /* `as_of` (a day number) of tests that name none; for an `always` it counts only where no test
     * of the suite names one. */
    int32_t today;
    uint64_t budget; /* evaluations of one search at the most; 0 for PROOF_BUDGET */
    bool covers;     /* note what the examples show (cover.h), for coverage_of (coverage.h) */
};

struct proof {
    const struct suite *suite;
    const struct functions *functions;
    struct proof_options options;
    int32_t always_as_of;
    struct cover *cover; /* what the examples have shown so far; NULL: nobody asks */
};

/* `suite`, `functions` and `arena` must outlive the proof. False where memory ran out. */
bool proof_begin(struct proof *proof, const struct suite *suite, const struct functions *functions,
                 const struct proof_options *options, struct arena *arena);

/*
 * Runs test `index` of the suite. The result and what it points to live in `arena`, which may be
 * reset as soon as the result has been told. False where memory ran out; the result then says
 * nothing, and the proof may go on.
 */
bool proof_run(struct proof *proof, size_t index, struct arena *arena, struct test_result *result);

#endif
