/*
 * Proving a protocol by its tests.
 *
 *     suite ── proof_begin ──> struct proof ── proof_run, test by test ──> test_result
 *                                          └── proof_coverage, at the end ──> gaps
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

struct proof_options {
    /* `as_of` (a day number) of tests that name none; for an `always` it counts only where no test
     * of the suite names one. */
    int32_t today;
    uint64_t budget; /* evaluations of one search at the most; 0 for PROOF_BUDGET */
};

struct proof {
    const struct suite *suite;
    const struct functions *functions;
    struct proof_options options;
    int32_t always_as_of;
    /* What the examples have shown so far: one item a rule, one mask of lines a result. */
    bool *fired;
    bool *quiet;
    uint64_t *lines;
    size_t examples;
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

/* What the examples run so far do not show. False where memory ran out. */
bool proof_coverage(const struct proof *proof, struct arena *arena, struct coverage *coverage);

#endif
