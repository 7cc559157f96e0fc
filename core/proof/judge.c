#include "proof/judge.h"

#include "proof/compare.h"
#include "proof/reasoning.h"

static void take_differences(struct test_result *result, const struct comparison *comparison) {
    result->differences = comparison->differences;
    result->difference_count = comparison->difference_count;
}

bool judge_example(const struct decision *decision, const struct test *test,
                   const struct functions *functions, struct arena *arena,
                   struct test_result *result) {
    struct comparison comparison;
    if (!compare_decision(decision, &test->expect, arena, &comparison)) {
        return false;
    }
    if (comparison.difference_count == 0) {
        result->status = TEST_PASSED;
        return true;
    }
    struct concern concern;
    result->status = TEST_FAILED;
    take_differences(result, &comparison);
    return concern_of_differences(decision, &test->expect, comparison.differences,
                                  comparison.difference_count, arena, &concern) &&
           reasoning_add(decision, &concern, functions, arena, result);
}

bool judge_promise(const struct decision *decision, const struct test *test, node_id probe,
                   const struct functions *functions, struct arena *arena,
                   struct test_result *result) {
    struct comparison comparison = {NULL, 0};
    const struct expectation *judged = &test->expect;
    if (test->has_expect && !compare_decision(decision, judged, arena, &comparison)) {
        return false;
    }
    if (comparison.difference_count == 0) {
        judged = &test->never;
        if (!compare_never(decision, judged, arena, &comparison)) {
            return false;
        }
    }
    struct concern concern;
    take_differences(result, &comparison);
    return concern_of_differences(decision, judged, comparison.differences,
                                  comparison.difference_count, arena, &concern) &&
           concern_add_kin(decision, probe, arena, &concern) &&
           reasoning_add(decision, &concern, functions, arena, result);
}
