/*
 * A small protocol and suites for it, so that the tests of proof need no script:
 *
 *     scope "adults"            age at least 16
 *     red_flag "hot"            fever                      immediate
 *     contraindication "old"    age over 80                urgent
 *     precondition "calm"       not calm                   with advice
 *     result "picture"          "taken" where age is at least 55 (refers, routine), else "spared"
 *     score "points"            2 for a fever
 */
#ifndef SYNOVIA_TESTS_PROOF_SMALL_H
#define SYNOVIA_TESTS_PROOF_SMALL_H

#include "proof/proof.h"
#include "rules/kit.h"

enum { SMALL_ADULTS, SMALL_HOT, SMALL_OLD, SMALL_CALM }; /* rules */
enum { SMALL_TAKEN, SMALL_SPARED };                      /* lines of "picture" */
enum { SMALL_FEVER, SMALL_AGE, SMALL_CALM_FACT };        /* facts */

struct small {
    struct kit kit; /* first, so that the state is a kit too */
    node_id fever, age, calm;
    struct suite suite;
    struct proof proof;
    struct arena lasting;
    struct arena arena; /* of the last result */
    struct test_result result;
};

int small_open(void **state);
int small_close(void **state);

/* Freezes the program and begins a proof of these tests. */
void small_prove(struct small *small, const struct test *tests, size_t count);

/* Runs one test; fails the test at hand where memory ran out. */
const struct test_result *small_run(struct small *small, size_t index);

/* What `name=value` texts give, separated by spaces; a value is `true`, `false`, a number, or `?`
 * for one that cannot be answered. Lives as long as the state. */
struct given small_giving(struct small *small, const char *facts);

/* "outcome: clear / refer; rules: {} / { hot }", expected before got; valid until the next call. */
const char *small_differences(struct small *small);

/* "hot fired [fever] fever=true -> fever=false; ..."; valid until the next call. */
const char *small_why(struct small *small);

/* "fever=true age=?" */
const char *small_given(struct small *small);

#endif
