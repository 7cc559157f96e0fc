/*
 * What became of one test, as plain data: whoever shows it (text, TAP, JUnit, the wire) chooses the
 * form. Everything lives in the arena that the test was run in, or in the suite.
 */
#ifndef SYNOVIA_PROOF_REPORT_H
#define SYNOVIA_PROOF_REPORT_H

#include "rules/intake.h"
#include "script/suite.h"

enum test_status {
    TEST_PASSED,
    TEST_FAILED,
    TEST_SKIPPED,
    TEST_UNCONFIRMED, /* nobody has said that what it expects is right, so it proves nothing */
};

/* Why a test failed or was skipped, where it is not for its differences alone.
 *
 * REMARK(NAME, "what a person reads") */
#define SYNOVIA_REMARKS(REMARK)                                                                    \
    REMARK(NONE, "")                                                                               \
    REMARK(NOBODY_MEETS, "nobody can meet `when`, so this test would hold whatever the rules say") \
    REMARK(NOBODY_FOUND, "nobody was found who meets `when`, so nothing was tested")               \
    REMARK(UNCONFIRMED, "nobody has confirmed yet that this is what it should be")                 \
    REMARK(UNCONFIRMED_OTHER,                                                                      \
           "nobody has confirmed what is expected here, and the protocol decides otherwise now")

enum test_remark {
#define REMARK(name, words) REMARK_##name,
    SYNOVIA_REMARKS(REMARK)
#undef REMARK
};

const char *test_remark_words(enum test_remark remark);
const char *test_status_name(enum test_status status); /* "passed" ... */
const char *test_kind_name(const struct test *test);   /* "test", "case", "walk", "always" */

/* A fact with its value, as somebody would send it. */
struct stated_fact {
    struct text name;
    bool absent;    /* nothing was said: `value` does not count */
    bool filled_in; /* nobody said it: its gate is false, and this is its `otherwise` */
    struct sent_value value;
};

struct stated_facts {
    const struct stated_fact *items;
    size_t count;
};

/* What a difference is about; the name is the key of `expect`. */
#define SYNOVIA_ASPECTS(ASPECT)                                                                    \
    ASPECT(OUTCOME, "outcome")                                                                     \
    ASPECT(URGENCY, "urgency")                                                                     \
    ASPECT(COMPLETE, "complete")                                                                   \
    ASPECT(RULES, "rules")                                                                         \
    ASPECT(INCLUDES, "includes")                                                                   \
    ASPECT(UNCERTAIN, "uncertain")                                                                 \
    ASPECT(ASKS, "asks")                                                                           \
    ASPECT(RESULTS, "results")                                                                     \
    ASPECT(SCORES, "scores")                                                                       \
    ASPECT(REFERRALS, "referrals")                                                                 \
    ASPECT(ADVICE, "advice")                                                                       \
    ASPECT(TECHNIQUES, "techniques")                                                               \
    ASPECT(FAULTS, "faults")                                                                       \
    ASPECT(HALTED, "halted")                                                                       \
    ASPECT(AT, "at")                                                                               \
    ASPECT(FINISHED, "finished")                                                                   \
    ASPECT(NOT_CLEARED, "not_cleared")                                                             \
    ASPECT(EXPIRED, "expired")                                                                     \
    ASPECT(STEPS, "steps")                                                                         \
    ASPECT(MISSING, "missing")                                                                     \
    ASPECT(REACHES, "reaches") /* steps that a walk says something of, and never came to */        \
    ASPECT(AGAIN, "again")     /* the same report got another answer */

enum aspect {
#define ASPECT(name, key) ASPECT_##name,
    SYNOVIA_ASPECTS(ASPECT)
#undef ASPECT
        ASPECT_COUNT
};

const char *aspect_name(enum aspect aspect);

/* One word ("refer"), or a list of them; a single one without items stands for "no value". */
struct said {
    bool list;
    const struct text *items;
    size_t count;
};

struct difference {
    enum aspect aspect;
    bool never;       /* `never` was met: `expected` is what must not be */
    struct text name; /* of the result, score or technique; else empty */
    struct said expected;
    struct said got;
};

/* How a rule stands in the decision that was judged. */
enum standing { STANDING_FIRED, STANDING_NOT_RULED_OUT, STANDING_OPEN, STANDING_QUIET };

const char *standing_name(enum standing standing); /* "fired", "not ruled out", "open", "quiet" */

enum reasoning_kind {
    WHY_RULE,
    WHY_RESULT,    /* `line` tells which line is meant */
    WHY_SCORE,     /* an item of it: `line` is its label */
    WHY_TECHNIQUE, /* its only_if */
    WHY_FAULT,     /* a value that was refused: `name` is the fact */
    WHY_FAILURE,   /* a derive function that failed: `name` is the function */
};

/* Why a part of the decision is as it is. */
struct reasoning {
    enum reasoning_kind kind;
    struct text name;
    struct text line;
    enum standing standing;      /* WHY_RULE */
    struct text condition;       /* as the script would write it; empty where there is none */
    struct text message;         /* WHY_FAULT, WHY_FAILURE; WHY_SCORE: the points */
    struct stated_facts facts;   /* what it rests on */
    struct stated_facts changes; /* each of them alone would keep a fired rule from firing */
    struct source_position position;
};

/* How an `always` was searched. */
struct test_search {
    bool done;         /* false: the test is no `always`, or was not judged */
    bool every_answer; /* proved for everybody who answers every question asked */
    bool everybody;    /* and also where some of the questions cannot be answered */
    uint64_t cases;    /* evaluations made */
};

struct test_result {
    const struct test *test;
    enum test_status status;
    enum test_remark remark;
    bool has_given;            /* false for an `always` without a counterexample */
    struct stated_facts given; /* what was judged; for an `always` the smallest counterexample */
    int32_t as_of;             /* day number */
    const struct difference *differences;
    size_t difference_count;
    const struct reasoning *why;
    size_t why_count;
    size_t why_left_out; /* further reasonings that would have made the list too long to read */
    struct test_search search;
};

#endif
