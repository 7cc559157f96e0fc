/*
 * The meaning, proved as far as trying goes: the engine against the oracle, on random programs and
 * facts.
 *
 *     SYNOVIA_SEED=n          repeats a run (the seed is printed)
 *     SYNOVIA_ORACLE_RUNS=n   tries n programs instead of the usual number
 *
 * A failure is made as small as it can be, and printed as a script with what was sent.
 */
#include "rules/trial.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

enum { USUAL_RUNS = 2000, FACT_SETS = 4 };

static uint64_t from_environment(const char *name, uint64_t usual) {
    const char *value = getenv(name);
    return value == NULL ? usual : strtoull(value, NULL, 10);
}

static void report(struct plan *plan, uint64_t seed, struct complaint *complaint) {
    trial_shrink(plan, seed, complaint);
    fprintf(stderr, "%s\n", complaint->text);
    plan_print(stderr, plan);
}

/* One program under several sets of facts, from hardly anything said to everything. */
static bool try_program(uint64_t seed, struct tally *tally) {
    struct random random = {seed};
    struct plan plan;
    struct complaint complaint;
    plan_random(&plan, &random);
    tally->programs++;
    for (int i = 0; i < FACT_SETS; i++) {
        plan_random_answers(&plan, &random);
        uint64_t trial_seed = random_bits(&random);
        if (!trial_run(&plan, trial_seed, tally, &complaint)) {
            report(&plan, trial_seed, &complaint);
            return false;
        }
    }
    return true;
}

static void the_engine_means_what_the_oracle_says(void **state) {
    (void)state;
    uint64_t seed = from_environment("SYNOVIA_SEED", (uint64_t)time(NULL));
    uint64_t runs = from_environment("SYNOVIA_ORACLE_RUNS", USUAL_RUNS);
    struct tally tally = {0};
    printf("oracle: SYNOVIA_SEED=%llu\n", (unsigned long long)seed);
    bool holds = true;
    struct random seeds = {seed};
    for (uint64_t run = 0; holds && run < runs; run++) {
        holds = try_program(random_bits(&seeds), &tally);
    }
    printf("oracle: %llu programs, %llu sets of facts, %llu completions, %llu worlds, "
           "%llu questions answered\n",
           (unsigned long long)tally.programs, (unsigned long long)tally.fact_sets,
           (unsigned long long)tally.completions, (unsigned long long)tally.worlds,
           (unsigned long long)tally.questions);
    assert_true(holds);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_engine_means_what_the_oracle_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
