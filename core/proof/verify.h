/*
 * Verifying a protocol: what must hold of it for every person, proved, refuted by a person, or said
 * to be undecided.
 *
 *     protocol ──> formulas ──> one query a property ──> analyser ──> engine ──> finding
 *
 * Every `always` of its tests, and what nobody has to ask for (SYNOVIA_VERIFY_CHECKS). A property
 * that says "there is somebody" (no rule is dead) is shown by finding one; one that says "nobody"
 * (nobody is cleared with a red flag unsettled) by a proof that there is none. A person who refutes
 * it is made as small as can be: the fewest answers there can be, and plain values.
 *
 * Proofs are about people whose answers do not contradict each other, on the day `as_of`.
 */
#ifndef SYNOVIA_PROOF_VERIFY_H
#define SYNOVIA_PROOF_VERIFY_H

#include "abi/analyser.h"
#include "proof/report.h"
#include "rules/decision.h"

#include <stdatomic.h>

/* CHECK(NAME, "its name", "what holds where it is proved") */
#define SYNOVIA_VERIFY_CHECKS(CHECK)                                                               \
    CHECK(ALWAYS, "always", "a promise of the tests holds for everybody")                          \
    CHECK(RULE, "rule", "some person makes the rule fire: it is not dead")                         \
    CHECK(LINE, "line", "some person gets the line: it is not dead")                               \
    CHECK(STEP, "step", "some person is led through the step: it is not dead")                     \
    CHECK(OPTION, "option", "for some person it matters that this option is chosen")               \
    CHECK(QUESTION, "question", "for some person the answer to the question matters")              \
    CHECK(RESULTS, "results", "results that answer the same question never contradict each other") \
    CHECK(RED_FLAG, "red-flag",                                                                    \
          "a yes to what a red flag asks never lowers outcome or urgency, compared with a no")     \
    CHECK(UNANSWERABLE, "unanswerable",                                                            \
          "who cannot answer is never better off than with any "                                   \
          "answer")                                                                                \
    CHECK(CLEAR, "clear",                                                                          \
          "nobody is cleared while a scope, contraindication, red flag or precondition is "        \
          "unsettled")                                                                             \
    CHECK(ONE_LINE, "one-line", "who answers everything that is asked gets one line of the result")

enum verify_check {
#define CHECK(name, word, meaning) VERIFY_##name,
    SYNOVIA_VERIFY_CHECKS(CHECK)
#undef CHECK
        VERIFY_CHECK_COUNT
};

const char *verify_check_name(enum verify_check check);
const char *verify_check_meaning(enum verify_check check);

enum verify_status { VERIFY_PROVED, VERIFY_REFUTED, VERIFY_UNDECIDED };

const char *verify_status_name(enum verify_status status); /* "proved" ... */

/* A person of a finding, and how the engine decides about them. */
struct verify_person {
    struct stated_facts given;
    enum outcome outcome;
    enum urgency urgency;
    bool complete;
    const struct text *rules; /* ids of those that fired */
    size_t rule_count;
    struct text
        test; /* the person as a test to paste, with what is decided now as its expectation */
};

struct verify_finding {
    enum verify_check check;
    enum verify_status status;
    struct text subject; /* what it is about: a rule, "result: line", a fact, an `always` ... */
    struct text detail;  /* one sentence for REFUTED and UNDECIDED; empty otherwise */
    struct source_position position;
    /* REFUTED: who shows it; none where the finding is that there is nobody. Two where two are
     * compared, who differ in one answer. */
    struct verify_person people[2];
    size_t person_count;
    /* VERIFY_ALWAYS, refuted: the parts of the promise that are broken. */
    const struct difference *differences;
    size_t difference_count;
};

struct verify_options {
    const struct synovia_analyser_routines *analyser;
    int32_t as_of;
    uint32_t milliseconds; /* for everything; 0: VERIFY_MILLISECONDS */
    /* A clock that only goes forward, in microseconds. */
    int64_t (*ticks)(void *context);
    void *context;
};

enum { VERIFY_MILLISECONDS = 60000 };

/* Who hears of each finding; what it points to goes when the call returns. */
struct verify_listener {
    void *context;
    void (*told)(void *context, const struct verify_finding *finding);
    void (*progress)(void *context, size_t done, size_t of); /* or NULL */
};

struct verify_summary {
    size_t proved, refuted, undecided;
    bool cancelled;
    struct text problem; /* the analyser failed: why; else empty. Lives in the arena of the call. */
};

/*
 * Verifies a program. `suite` may be NULL: then there is no `always`; otherwise `program` must be
 * the suite's. `cancelled` (may be NULL) may be set by another thread. False where memory ran out.
 */
bool verify_program(const struct program *program, const struct suite *suite,
                    const struct functions *functions, const struct verify_options *options,
                    const atomic_bool *cancelled, const struct verify_listener *listener,
                    struct arena *arena, struct verify_summary *summary);

#endif
