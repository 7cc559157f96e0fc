#include "proof/proof.h"

#include "proof/always.h"
#include "proof/case.h"
#include "proof/cover.h"
#include "proof/judge.h"
#include "proof/stated.h"
#include "proof/walk.h"

/* ---- words ----------------------------------------------------------------------------------- */

const char *test_remark_words(enum test_remark remark) {
    static const char *const words[] = {
#define REMARK(name, words) words,
        SYNOVIA_REMARKS(REMARK)
#undef REMARK
    };
    return words[remark];
}

const char *test_status_name(enum test_status status) {
    static const char *const names[] = {"passed", "failed", "skipped", "unconfirmed"};
    return names[status];
}

const char *test_kind_name(const struct test *test) {
    switch (test->kind) {
    case TEST_WALK:
        return "walk";
    case TEST_ALWAYS:
        return "always";
    default:
        return test->case_number > 0 ? "case" : "test";
    }
}

const char *aspect_name(enum aspect aspect) {
    static const char *const names[] = {
#define ASPECT(name, key) key,
        SYNOVIA_ASPECTS(ASPECT)
#undef ASPECT
    };
    return names[aspect];
}

const char *standing_name(enum standing standing) {
    static const char *const names[] = {"fired", "not ruled out", "open", "quiet"};
    return names[standing];
}

/* ---- running --------------------------------------------------------------------------------- */

/* One day for every `always` of the suite, the same on every day that it is run. */
static int32_t first_as_of(const struct suite *suite, int32_t otherwise) {
    for (size_t i = 0; i < suite->test_count; i++) {
        if (suite->tests[i].given.has_as_of) {
            return suite->tests[i].given.as_of;
        }
    }
    return otherwise;
}

bool proof_begin(struct proof *proof, const struct suite *suite, const struct functions *functions,
                 const struct proof_options *options, struct arena *arena) {
    *proof = (struct proof){
        .suite = suite,
        .functions = functions,
        .options = *options,
        .always_as_of = first_as_of(suite, options->today),
        .cover = options->covers ? cover_new(suite->program, arena) : NULL,
    };
    if (proof->options.budget == 0) {
        proof->options.budget = PROOF_BUDGET;
    }
    return !arena->failed;
}

static bool run_example(struct proof *proof, const struct test *test, struct arena *arena,
                        struct test_result *result) {
    result->as_of = test->given.has_as_of ? test->given.as_of : proof->options.today;
    const struct decision *decision =
        case_of_given(proof->suite->program, &test->given, result->as_of, proof->functions, arena);
    if (decision == NULL) {
        return false;
    }
    cover_decision(proof->cover, decision);
    result->has_given = true;
    result->given = stated_given(&test->given, arena);
    return judge_example(decision, test, proof->functions, arena, result);
}

/* What nobody has confirmed neither passes nor fails, and shows nothing. */
static void hold_back(struct test_result *result) {
    bool other = result->status == TEST_FAILED;
    result->remark = other ? REMARK_UNCONFIRMED_OTHER : REMARK_UNCONFIRMED;
    result->status = TEST_UNCONFIRMED;
}

static bool run_test(struct proof *proof, const struct test *test, struct arena *arena,
                     struct test_result *result) {
    switch (test->kind) {
    case TEST_EXAMPLE:
        return run_example(proof, test, arena, result) && !arena->failed;
    case TEST_ALWAYS:
        return always_run(proof, test, arena, result) && !arena->failed;
    case TEST_WALK:
        return walk_run(proof, test, arena, result) && !arena->failed;
    }
    return false;
}

bool proof_run(struct proof *proof, size_t index, struct arena *arena, struct test_result *result) {
    const struct test *test = &proof->suite->tests[index];
    *result = (struct test_result){.test = test};
    struct proof unseen = *proof;
    unseen.cover = NULL;
    bool done = run_test(test->unconfirmed ? &unseen : proof, test, arena, result);
    if (done && test->unconfirmed) {
        hold_back(result);
    }
    return done;
}
