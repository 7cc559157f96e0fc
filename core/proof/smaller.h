/*
 * Making an example small: the fewest answers, and plain values, with the engine as the judge.
 */
#ifndef SYNOVIA_PROOF_SMALLER_H
#define SYNOVIA_PROOF_SMALLER_H

#include "rules/program.h"

/* True where these answers still show what is to be shown. */
typedef bool smaller_test(void *context, const struct answer *answers);

/*
 * Drops every answer without which the test still holds, then makes the values that are left plain:
 * "no" before "yes", the first option, whole numbers near the end of the range, dates near as_of.
 * `answers` passes the test when called, and when it returns.
 */
void smaller_answers(const struct program *program, int32_t as_of, struct answer *answers,
                     smaller_test *test, void *context);

/* How many facts something is said about. */
size_t smaller_count(const struct program *program, const struct answer *answers);

#endif
