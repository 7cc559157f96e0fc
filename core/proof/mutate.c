/*
 * The threads take mutants from one counter. Each runs the tests in an order of its own, the one
 * that killed last first: a fault and its neighbours are mostly found by the same test.
 */
#include "proof/mutate.h"

#include "proof/always.h"
#include "proof/case.h"
#include "proof/compare.h"
#include "proof/distinguish.h"
#include "proof/distinguish_walk.h"
#include "proof/walk.h"

#include <pthread.h>
#include <stdatomic.h>

enum { THREAD_BLOCK = 64 * 1024 };

struct crew;

struct worker {
    struct crew *crew;
    const struct functions *functions;
    struct patch patch;
    struct suite suite;         /* with the patch's program */
    struct proof proof;         /* of the promises */
    uint32_t *order;            /* tests, likely killers first */
    struct equivalence *prover; /* opened when it is first needed */
    struct arena *lasting;
    struct arena scratch; /* of one test */
    pthread_t thread;
    bool is_running;
    bool reports; /* on the calling thread */
};

struct crew {
    const struct suite *suite;
    const struct mutate_options *options;
    struct mutation *mutation;
    struct mutant_outcome *outcomes;
    int32_t as_of; /* of what names no day */
    uint32_t *order;
    size_t test_count; /* in the order: those that pass on the original */
    atomic_size_t next, done;
    atomic_bool failed;
};

const char *mutant_verdict_name(enum mutant_verdict verdict) {
    static const char *const names[] = {
#define VERDICT(name, wire) wire,
        SYNOVIA_VERDICTS(VERDICT)
#undef VERDICT
    };
    return names[verdict];
}

/* ---- one test -------------------------------------------------------------------------------- */

enum trial { TRIAL_PASSED, TRIAL_FAILED, TRIAL_NO_MEMORY };

static enum trial try_example(struct worker *worker, const struct test *test) {
    struct comparison comparison;
    int32_t as_of = test->given.has_as_of ? test->given.as_of : worker->crew->options->today;
    const struct decision *decision = case_of_given(worker->suite.program, &test->given, as_of,
                                                    worker->functions, &worker->scratch);
    if (decision == NULL ||
        !compare_decision(decision, &test->expect, &worker->scratch, &comparison)) {
        return TRIAL_NO_MEMORY;
    }
    return comparison.difference_count > 0 ? TRIAL_FAILED : TRIAL_PASSED;
}

static enum trial try_walk(struct worker *worker, const struct test *test) {
    struct walked walked;
    struct test_result result = {.test = test};
    int32_t as_of = test->given.has_as_of ? test->given.as_of : worker->crew->options->today;
    if (!walk_go(&worker->proof, test, as_of, &worker->scratch, &walked) ||
        !walk_compare(&walked, test, worker->suite.program, &worker->scratch, &result)) {
        return TRIAL_NO_MEMORY;
    }
    return result.difference_count > 0 ? TRIAL_FAILED : TRIAL_PASSED;
}

static enum trial try_promise(struct worker *worker, const struct test *test) {
    struct test_result result = {.test = test};
    if (!always_run(&worker->proof, test, &worker->scratch, &result)) {
        return TRIAL_NO_MEMORY;
    }
    return result.status == TEST_FAILED ? TRIAL_FAILED : TRIAL_PASSED;
}

/* Runs the test on the program as the patch has it. */
static enum trial try_test(struct worker *worker, uint32_t index) {
    const struct test *test = &worker->crew->suite->tests[index];
    enum trial trial = TRIAL_PASSED;
    arena_reset(&worker->scratch);
    switch (test->kind) {
    case TEST_EXAMPLE:
        trial = try_example(worker, test);
        break;
    case TEST_WALK:
        trial = try_walk(worker, test);
        break;
    case TEST_ALWAYS:
        trial = try_promise(worker, test);
        break;
    }
    return worker->scratch.failed ? TRIAL_NO_MEMORY : trial;
}

/* ---- one mutant ------------------------------------------------------------------------------ */

/* The killer moves to the front of its kind: the others take longer, or were before it. */
static void move_to_front(struct worker *worker, size_t at) {
    uint32_t killer = worker->order[at];
    const struct test *tests = worker->crew->suite->tests;
    size_t front = at;
    while (front > 0 && tests[worker->order[front - 1]].kind == tests[killer].kind) {
        worker->order[front] = worker->order[front - 1];
        front--;
    }
    worker->order[front] = killer;
}

/* Looks for a test that fails; unconfirmed ones are kept for the end. */
static bool look_for_killer(struct worker *worker, bool unconfirmed, struct mutant_outcome *outcome,
                            bool *found) {
    *found = false;
    for (size_t i = 0; i < worker->crew->test_count; i++) {
        uint32_t index = worker->order[i];
        if (worker->crew->suite->tests[index].unconfirmed != unconfirmed) {
            continue;
        }
        enum trial trial = try_test(worker, index);
        if (trial == TRIAL_NO_MEMORY) {
            return false;
        }
        if (trial == TRIAL_FAILED) {
            outcome->killer = index;
            /* Which unconfirmed one waits is told, and so must not depend on what came before. */
            if (!unconfirmed) {
                move_to_front(worker, i);
            }
            *found = true;
            return true;
        }
    }
    return true;
}

/* NULL where there is no analyser, or it cannot be used: then it is done without. */
static struct equivalence *prover_of(struct worker *worker) {
    const struct mutate_options *options = worker->crew->options;
    if (worker->prover == NULL && options->analyser != NULL) {
        struct equivalence_options proving = {
            .analyser = options->analyser,
            .as_of = worker->crew->as_of,
            .functions = worker->functions,
        };
        worker->prover = equivalence_new(&worker->crew->mutation->spread.program, &proving);
    }
    return worker->prover;
}

/* What no screening shows, a walk may. */
static bool look_for_walk(struct worker *worker, const struct distinguishing *distinguishing,
                          struct mutant_outcome *outcome) {
    struct lua_walk *missing = arena_calloc(worker->lasting, 1, sizeof *missing);
    bool is_found;
    if (missing == NULL || !distinguish_walk(distinguishing, worker->lasting, &is_found, missing)) {
        return false;
    }
    if (is_found) {
        outcome->verdict = VERDICT_SURVIVED;
        outcome->missing_walk = missing;
    }
    return true;
}

static bool look_for_anybody(struct worker *worker, const struct mutant *mutant,
                             struct mutant_outcome *outcome) {
    static const enum mutant_verdict verdicts[] = {
        [DISTINCT] = VERDICT_SURVIVED,
        [DISTINCT_IN_SESSIONS] = VERDICT_SURVIVED,
        [EQUIVALENT] = VERDICT_EQUIVALENT,
        [UNDECIDED] = VERDICT_UNDECIDED,
    };
    struct distinguishing distinguishing = {
        .suite = worker->crew->suite,
        .functions = worker->functions,
        .patch = &worker->patch,
        .as_of = worker->crew->as_of,
        .budget = worker->proof.options.budget,
        .prover = prover_of(worker),
        .milliseconds = worker->crew->options->milliseconds == 0
                            ? MUTATE_MILLISECONDS
                            : worker->crew->options->milliseconds,
    };
    struct lua_case *missing = arena_calloc(worker->lasting, 1, sizeof *missing);
    enum distinction distinction;
    if (missing == NULL ||
        !distinguish(&distinguishing, mutant, worker->lasting, &distinction, missing)) {
        return false;
    }
    outcome->verdict = verdicts[distinction];
    outcome->missing = distinction == DISTINCT ? missing : NULL;
    bool may_show = distinction == DISTINCT_IN_SESSIONS || distinction == UNDECIDED;
    return !may_show || look_for_walk(worker, &distinguishing, outcome);
}

static bool judge_applied(struct worker *worker, const struct mutant *mutant,
                          struct mutant_outcome *outcome) {
    bool found;
    if (!look_for_killer(worker, false, outcome, &found)) {
        return false;
    }
    if (found) {
        outcome->verdict = VERDICT_KILLED;
        return true;
    }
    if (!look_for_killer(worker, true, outcome, &found)) {
        return false;
    }
    outcome->verdict = VERDICT_SURVIVED;
    outcome->has_unconfirmed = found;
    return found || look_for_anybody(worker, mutant, outcome);
}

static void judge_mutant(struct worker *worker, size_t index) {
    const struct mutant *mutant = &worker->crew->mutation->mutants.items[index];
    mutant_apply(&worker->patch, mutant);
    if (!judge_applied(worker, mutant, &worker->crew->outcomes[index])) {
        atomic_store(&worker->crew->failed, true);
    }
    mutant_undo(&worker->patch, mutant);
}

/* ---- threads --------------------------------------------------------------------------------- */

static void report(const struct worker *worker, size_t done) {
    const struct mutate_options *options = worker->crew->options;
    if (worker->reports && options->progress != NULL) {
        options->progress(options->context, done, worker->crew->mutation->mutants.count);
    }
}

static void *work(void *context) {
    struct worker *worker = context;
    struct crew *crew = worker->crew;
    size_t count = crew->mutation->mutants.count;
    for (;;) {
        size_t index = atomic_fetch_add(&crew->next, 1);
        if (index >= count || atomic_load(&crew->failed)) {
            return NULL;
        }
        judge_mutant(worker, index);
        report(worker, atomic_fetch_add(&crew->done, 1) + 1);
    }
}

static bool worker_open(struct worker *worker, struct crew *crew, size_t number) {
    const struct mutate_options *options = crew->options;
    worker->crew = crew;
    worker->functions = options->functions == NULL ? NULL : &options->functions[number];
    worker->lasting = &crew->mutation->arenas[number];
    worker->reports = number == 0;
    arena_init(&worker->scratch, THREAD_BLOCK, 0);
    if (!patch_open(&worker->patch, &crew->mutation->spread, worker->lasting)) {
        return false;
    }
    worker->suite = *crew->suite;
    worker->suite.program = &worker->patch.program;
    size_t bytes = (crew->suite->test_count + 1) * sizeof *worker->order;
    worker->order = arena_alloc(worker->lasting, bytes);
    struct proof_options proving = {
        .today = options->today,
        .budget = options->budget == 0 ? MUTATE_BUDGET : options->budget,
    };
    if (worker->order == NULL || !proof_begin(&worker->proof, &worker->suite, worker->functions,
                                              &proving, worker->lasting)) {
        return false;
    }
    memcpy(worker->order, crew->order, bytes);
    return true;
}

/* A thread that cannot be started is done without: the others take its mutants. */
static void run_crew(struct worker *workers, size_t count) {
    for (size_t i = 1; i < count; i++) {
        workers[i].is_running = pthread_create(&workers[i].thread, NULL, work, &workers[i]) == 0;
    }
    work(&workers[0]);
    for (size_t i = 1; i < count; i++) {
        if (workers[i].is_running) {
            pthread_join(workers[i].thread, NULL);
        }
    }
}

/* ---- the order of the tests ------------------------------------------------------------------ */

/* Examples before walks, and promises last; without those that fail on the original. */
static bool order_tests(struct crew *crew, struct worker *worker) {
    static const enum test_kind kinds[] = {TEST_EXAMPLE, TEST_WALK, TEST_ALWAYS};
    for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++) {
        for (uint32_t i = 0; i < crew->suite->test_count; i++) {
            if (crew->suite->tests[i].kind != kinds[kind]) {
                continue;
            }
            enum trial trial = try_test(worker, i);
            if (trial == TRIAL_NO_MEMORY) {
                return false;
            }
            if (trial == TRIAL_FAILED) {
                crew->mutation->failing_tests++;
            } else {
                crew->order[crew->test_count++] = i;
            }
        }
    }
    return true;
}

/* ---- telling the survivors ------------------------------------------------------------------- */

static struct text take(struct buffer *words, struct arena *arena) {
    struct text taken = arena_copy(arena, buffer_text(words));
    buffer_clear(words);
    return taken;
}

static bool say_outcome(struct worker *worker, const struct mutant *mutant,
                        struct mutant_outcome *outcome) {
    struct buffer before = {0};
    struct buffer after = {0};
    struct buffer place = {0};
    mutant_before_and_after(&worker->patch, mutant, &before, &after);
    mutant_place(worker->patch.spread, mutant, &place);
    bool done = !before.failed && !after.failed && !place.failed;
    outcome->before = take(&before, worker->lasting);
    outcome->after = take(&after, worker->lasting);
    outcome->place = take(&place, worker->lasting);
    buffer_free(&before);
    buffer_free(&after);
    buffer_free(&place);
    return done && !worker->lasting->failed;
}

/* What a missing test, or walk, gives and expects, as it will be read. */
static bool test_of(const struct worker *worker, const struct mutant_outcome *outcome,
                    struct arena *arena, struct test *test) {
    const struct suite *suite = worker->crew->suite;
    if (outcome->missing_walk != NULL) {
        return lua_walk_test(suite, outcome->missing_walk, arena, test);
    }
    *test = (struct test){.kind = TEST_EXAMPLE, .expect = outcome->missing->expect};
    return lua_case_given(suite, outcome->missing, arena, &test->given);
}

/* True where a test that is missing for another mutant notices the one that is applied. */
static bool is_noticed_by(struct worker *worker, const struct mutant_outcome *other,
                          bool *noticed) {
    struct test test;
    arena_reset(&worker->scratch);
    if (!test_of(worker, other, &worker->scratch, &test)) {
        return false;
    }
    enum trial trial =
        test.kind == TEST_WALK ? try_walk(worker, &test) : try_example(worker, &test);
    *noticed = trial == TRIAL_FAILED;
    return trial != TRIAL_NO_MEMORY;
}

static bool has_proposal(const struct mutant_outcome *outcome) {
    return outcome->missing != NULL || outcome->missing_walk != NULL;
}

/* A test that is proposed already and kills this one too is proposed once. */
static bool share_test(struct worker *worker, size_t index) {
    struct mutant_outcome *outcomes = worker->crew->outcomes;
    const struct mutant *mutant = &worker->crew->mutation->mutants.items[index];
    bool done = true;
    bool noticed = false;
    mutant_apply(&worker->patch, mutant);
    for (size_t i = 0; i < index && done && !noticed; i++) {
        if (has_proposal(&outcomes[i]) && !outcomes[i].is_shared) {
            done = is_noticed_by(worker, &outcomes[i], &noticed);
            if (done && noticed) {
                outcomes[index].missing = outcomes[i].missing;
                outcomes[index].missing_walk = outcomes[i].missing_walk;
                outcomes[index].is_shared = true;
            }
        }
    }
    mutant_undo(&worker->patch, mutant);
    return done;
}

static struct text note_of(const struct mutant *mutant, const struct mutant_outcome *outcome,
                           struct arena *arena) {
    struct text file = mutant->position.file;
    struct text after = outcome->after;
    const char *what = text_is_empty(after) ? "is left out" : "becomes ";
    return arena_format(arena,
                        "Not confirmed by anybody: is this decision right? Then remove "
                        "`unconfirmed`.\nNo other test notices if %.*s\n%s%.*s\n(%.*s:%u, %.*s)",
                        (int)outcome->before.length, outcome->before.at, what, (int)after.length,
                        after.at, (int)file.length, file.at, mutant->position.line,
                        (int)outcome->place.length, outcome->place.at);
}

static bool tell_all(struct crew *crew, struct worker *worker) {
    for (size_t i = 0; i < crew->mutation->mutants.count; i++) {
        const struct mutant *mutant = &crew->mutation->mutants.items[i];
        struct mutant_outcome *outcome = &crew->outcomes[i];
        if (outcome->verdict == VERDICT_KILLED) {
            continue;
        }
        if (!say_outcome(worker, mutant, outcome)) {
            return false;
        }
        if (!has_proposal(outcome)) {
            continue;
        }
        struct lua_case *proposed = outcome->missing_walk != NULL
                                        ? &((struct lua_walk *)outcome->missing_walk)->start
                                        : (struct lua_case *)outcome->missing;
        proposed->note = note_of(mutant, outcome, worker->lasting);
        if (!share_test(worker, i)) {
            return false;
        }
    }
    return !worker->lasting->failed;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static bool open_all(struct crew *crew, struct worker *workers) {
    struct mutation *mutation = crew->mutation;
    for (size_t i = 0; i < mutation->threads; i++) {
        if (!worker_open(&workers[i], crew, i)) {
            return false;
        }
    }
    if (!order_tests(crew, &workers[0])) {
        return false;
    }
    for (size_t i = 0; i < mutation->threads; i++) {
        memcpy(workers[i].order, crew->order, crew->test_count * sizeof *crew->order);
    }
    return true;
}

static bool run(struct crew *crew, struct worker *workers) {
    bool done = open_all(crew, workers);
    if (done) {
        run_crew(workers, crew->mutation->threads);
        done = !atomic_load(&crew->failed) && tell_all(crew, &workers[0]);
    }
    for (size_t i = 0; i < crew->mutation->threads; i++) {
        equivalence_free(workers[i].prover);
        arena_free(&workers[i].scratch);
    }
    return done;
}

static void count(struct mutation *mutation) {
    for (size_t i = 0; i < mutation->mutants.count; i++) {
        mutation->counts[mutation->outcomes[i].verdict]++;
    }
}

static int32_t first_as_of(const struct suite *suite, int32_t today) {
    for (size_t i = 0; i < suite->test_count; i++) {
        if (suite->tests[i].given.has_as_of) {
            return suite->tests[i].given.as_of;
        }
    }
    return today;
}

static bool prepare(struct crew *crew, struct arena *arena) {
    struct mutation *mutation = crew->mutation;
    const struct mutate_options *options = crew->options;
    size_t threads = options->threads == 0 ? 1 : options->threads;
    if (!spread_make(&mutation->spread, crew->suite->program, arena) ||
        !mutants_list(&mutation->spread, arena, &mutation->mutants)) {
        return false;
    }
    mutation->threads = threads < MUTATE_THREADS ? threads : MUTATE_THREADS;
    mutation->arenas = arena_calloc(arena, mutation->threads, sizeof *mutation->arenas);
    crew->outcomes = arena_calloc(arena, mutation->mutants.count + 1, sizeof *crew->outcomes);
    crew->order = arena_calloc(arena, crew->suite->test_count + 1, sizeof *crew->order);
    mutation->outcomes = crew->outcomes;
    for (size_t i = 0; mutation->arenas != NULL && i < mutation->threads; i++) {
        arena_init(&mutation->arenas[i], THREAD_BLOCK, 0);
    }
    return !arena->failed;
}

bool mutate(const struct suite *suite, const struct mutate_options *options, struct arena *arena,
            struct mutation *mutation) {
    struct crew crew = {
        .suite = suite,
        .options = options,
        .mutation = mutation,
        .as_of = first_as_of(suite, options->today),
    };
    *mutation = (struct mutation){.threads = 0};
    atomic_init(&crew.next, 0);
    atomic_init(&crew.done, 0);
    atomic_init(&crew.failed, false);
    bool done = prepare(&crew, arena);
    struct worker *workers = done ? arena_calloc(arena, mutation->threads, sizeof *workers) : NULL;
    done = workers != NULL && run(&crew, workers);
    if (done) {
        count(mutation);
    } else {
        mutation_free(mutation);
    }
    return done;
}

void mutation_free(struct mutation *mutation) {
    for (size_t i = 0; mutation->arenas != NULL && i < mutation->threads; i++) {
        arena_free(&mutation->arenas[i]);
    }
    mutation->arenas = NULL;
}

double mutation_score(const struct mutation *mutation) {
    size_t killed = mutation->counts[VERDICT_KILLED];
    size_t all = killed + mutation->counts[VERDICT_SURVIVED] + mutation->counts[VERDICT_UNDECIDED];
    return all == 0 ? 100 : 100 * (double)killed / (double)all;
}
