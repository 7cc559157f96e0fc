/*
 * Mutation: does some test notice, whatever fault is made in the protocol?
 *
 *     suite ── mutate ──> one verdict a mutant:
 *
 *        killed       a test fails                             counts, and is what should be
 *        survived     no test fails, but somebody is decided   counts against the tests; comes with
 *                     otherwise                                the test that is missing
 *        undecided    no test fails, and nobody was found      counts against them too
 *        equivalent   proved: nobody is decided otherwise      does not count
 *
 * A test that nobody has confirmed yet kills nothing: what only such tests notice has survived.
 * Tests that fail on the protocol itself are left out.
 *
 * Mutants are worked on by threads, each with a patch of its own and with functions of its own (a
 * protocol's functions belong to one thread at a time). The verdicts do not depend on how many
 * there are.
 */
#ifndef SYNOVIA_PROOF_MUTATE_H
#define SYNOVIA_PROOF_MUTATE_H

#include "proof/lua_walk.h"
#include "proof/mutant.h"
#include "proof/proof.h"

/* VERDICT(NAME, "name") */
#define SYNOVIA_VERDICTS(VERDICT)                                                                  \
    VERDICT(KILLED, "killed")                                                                      \
    VERDICT(SURVIVED, "survived")                                                                  \
    VERDICT(UNDECIDED, "undecided")                                                                \
    VERDICT(EQUIVALENT, "equivalent")

enum mutant_verdict {
#define VERDICT(name, wire) VERDICT_##name,
    SYNOVIA_VERDICTS(VERDICT)
#undef VERDICT
        VERDICT_COUNT
};

const char *mutant_verdict_name(enum mutant_verdict verdict);

enum { MUTATE_BUDGET = 20000, MUTATE_THREADS = 64, MUTATE_MILLISECONDS = 5000 };

struct synovia_analyser_routines;

struct mutate_options {
    int32_t today;   /* day number: `as_of` of tests that name none */
    uint64_t budget; /* evaluations of one search at the most; 0 for MUTATE_BUDGET */
    /* One host of the protocol's functions a thread: as many threads are used as there are hosts,
     * at most MUTATE_THREADS, and one where there is none. */
    const struct functions *functions;
    size_t threads;
    /* An analyser plug-in, which decides what searches leave undecided; or NULL. */
    const struct synovia_analyser_routines *analyser;
    uint32_t milliseconds; /* of one question to it; 0 for MUTATE_MILLISECONDS */
    /* Called on the calling thread from time to time; or NULL. */
    void (*progress)(void *context, size_t done, size_t of);
    void *context;
};

/* What became of a mutant. */
struct mutant_outcome {
    enum mutant_verdict verdict;
    uint32_t killer;      /* KILLED: index of the test that failed */
    bool has_unconfirmed; /* SURVIVED: an unconfirmed test waits that would kill it: `killer` */
    /* SURVIVED, and no such test waits: the test to add, or the walk where no screening could tell.
     * Both NULL where none was found. */
    const struct lua_case *missing;
    const struct lua_walk *missing_walk;
    bool is_shared; /* the missing test is that of an earlier mutant, which kills this one too */
    /* Of what was not killed, in the words of the script: what stands there, what the mutant has
     * instead, and where: "worst_pain:at_least(7)", "worst_pain:over(7)", "red flag severe". */
    struct text before, after, place;
};

struct mutation {
    struct spread spread;
    struct mutants mutants;
    const struct mutant_outcome *outcomes; /* one a mutant */
    size_t counts[VERDICT_COUNT];
    size_t failing_tests; /* that fail on the protocol itself, and so were left out */
    size_t threads;
    struct arena *arenas; /* of the threads, in which the missing tests live */
};

/*
 * Runs the suite's tests against every mutant. The result lives in `arena` and in arenas of its
 * own, which mutation_free gives back. False where memory ran out (nothing is to be freed then).
 */
bool mutate(const struct suite *suite, const struct mutate_options *options, struct arena *arena,
            struct mutation *mutation);

void mutation_free(struct mutation *mutation);

/* Killed of those that count, in per cent; 100 where none counts. */
double mutation_score(const struct mutation *mutation);

#endif
