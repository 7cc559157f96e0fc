/* Memory running out while mutants are made, judged and told, and while cases are suggested: it is
 * said, and nothing is left. */
#include "proof/mutate.h"
#include "proof/suggest.h"
#include "script/loading.h"
#include "support/failing_malloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char text[] =
    "protocol 'p' { format = 1, version = '1.0.0', title = 'P',\n"
    "  refer = { to = 'physician', urgency = 'routine' } }\n"
    "local age = number 'age' { ask = 'A?', min = 0, max = 120, whole = true }\n"
    "local fever = yes_no 'fever' { ask = 'F?' }\n"
    "red_flag 'old' { when = any { age:over(65), age:over(90) }, because = 'B.', source = 'S' }\n"
    "result 'r' { { 'x', when = fever, outcome = 'defer', because = 'B.' }, { 'y' } }\n"
    "local hurts = yes_no 'hurts' { ask = 'H?', live = true }\n"
    "technique 't' { title = 'T', idle = minutes(30), step 's' { 'Do.' } }\n"
    "halt 'pain' { when = hurts, because = 'B.', advice = 'A.', source = 'S' }\n";

static const char tests[] =
    "local well = facts { age = 30, fever = false }\n"
    "test 't' { given = well:with { fever = true }, expect = { outcome = 'defer' } }\n";

/* One whole run: some mutants are killed, some survive, one is equivalent. */
static enum operation_outcome run_once(void *context) {
    const struct loaded *loaded = context;
    struct mutate_options options = {.threads = 1};
    struct mutation mutation;
    struct arena arena;
    struct buffer written = {0};
    size_t walks = 0;
    arena_init(&arena, 1024, 0);
    bool done = mutate(load_suite(loaded), &options, &arena, &mutation);
    bool right =
        !done || (mutation.counts[VERDICT_KILLED] > 0 && mutation.counts[VERDICT_SURVIVED] > 0 &&
                  mutation.counts[VERDICT_EQUIVALENT] > 0);
    for (size_t i = 0; done && i < mutation.mutants.count; i++) {
        if (mutation.outcomes[i].missing != NULL) {
            lua_case_write(&written, mutation.outcomes[i].missing);
        }
        if (mutation.outcomes[i].missing_walk != NULL) {
            lua_walk_write(&written, mutation.outcomes[i].missing_walk);
            walks++;
        }
    }
    right = right && (!done || walks > 0);
    if (done) {
        mutation_free(&mutation);
    }
    done = done && !written.failed;
    buffer_free(&written);
    arena_free(&arena);
    return !right ? OPERATION_WRONG : done ? OPERATION_DONE : OPERATION_FAILED;
}

static void test_each_allocation_fails_in_turn(void **state) {
    struct file files[] = {{"p.lua", text}, {"p_test.lua", tests}, {NULL, NULL}};
    struct loaded *loaded = loading_files(files);
    (void)state;
    assert_non_null(load_suite(loaded));
    assert_true(failing_malloc_until_ok(run_once, loaded) > 0);
    load_free(loaded);
}

static enum operation_outcome suggest_once(void *context) {
    const struct loaded *loaded = context;
    struct suggestions suggestions;
    struct arena arena;
    struct buffer written = {0};
    arena_init(&arena, 1024, 0);
    bool done = suggest(load_suite(loaded), NULL, 0, &arena, &suggestions);
    bool right = !done || suggestions.case_count == 12;
    for (size_t i = 0; done && i < suggestions.count; i++) {
        lua_cases_write(&written, &suggestions.items[i]);
    }
    done = done && !written.failed;
    buffer_free(&written);
    arena_free(&arena);
    return !right ? OPERATION_WRONG : done ? OPERATION_DONE : OPERATION_FAILED;
}

static void test_suggesting(void **state) {
    struct file files[] = {{"p.lua", text}, {"p_test.lua", tests}, {NULL, NULL}};
    struct loaded *loaded = loading_files(files);
    (void)state;
    assert_true(failing_malloc_until_ok(suggest_once, loaded) > 0);
    load_free(loaded);
}

int main(void) {
    const struct CMUnitTest all[] = {
        cmocka_unit_test(test_each_allocation_fails_in_turn),
        cmocka_unit_test(test_suggesting),
    };
    return cmocka_run_group_tests(all, NULL, NULL);
}
