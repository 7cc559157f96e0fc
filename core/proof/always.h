/*
 * `always`: a promise about everybody, held against the space of inputs.
 *
 *     1. Is there anybody who meets `when`?        nobody: the test fails, it promises nothing
 *     2. Does the promise fail for somebody who answers every question?
 *     3. Or for somebody who cannot answer some of them?
 *     4. A find is made as small as it gets: each answer that the failure does not need is dropped.
 *
 * Searches cut a branch as soon as the promise is settled for all of it (proof/foresee.h). For that
 * they decide with the optional facts unknown, as facts that have not been tried yet.
 */
#ifndef SYNOVIA_PROOF_ALWAYS_H
#define SYNOVIA_PROOF_ALWAYS_H

#include "proof/proof.h"

/* Judges a TEST_ALWAYS; the same promises as proof_run. */
bool always_run(const struct proof *proof, const struct test *test, struct arena *arena,
                struct test_result *result);

#endif
