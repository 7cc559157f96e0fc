/*
 * Judging one decision by one test: differences, and why they are there.
 */
#ifndef SYNOVIA_PROOF_JUDGE_H
#define SYNOVIA_PROOF_JUDGE_H

#include "proof/report.h"
#include "rules/decision.h"

/* Of an example: sets status, differences and why. False where memory ran out. */
bool judge_example(const struct decision *decision, const struct test *test,
                   const struct functions *functions, struct arena *arena,
                   struct test_result *result);

/* Of an `always` whose promise this decision breaks: sets differences and why. `probe` is the node
 * of its `when`. False where memory ran out. */
bool judge_promise(const struct decision *decision, const struct test *test, node_id probe,
                   const struct functions *functions, struct arena *arena,
                   struct test_result *result);

#endif
