/*
 * The tests of a protocol as plain data: what `x_test.lua` declared, ready to be run by whoever
 * judges (the `proof` room). No Lua is left in it.
 *
 * Names are resolved when the suite is loaded: rules, results, scores and techniques are indices
 * into `program`, and a name that the protocol does not have is a diagnostic, not a failing test.
 * Facts stay as somebody would send them, so that a test may also send what is refused.
 */
#ifndef SYNOVIA_SCRIPT_SUITE_H
#define SYNOVIA_SCRIPT_SUITE_H

#include "rules/decision.h"

/* A fact of `given`, `usual` or `report`, as if it came over the wire. */
struct given_fact {
    struct text name;
    struct sent_value value; /* `unanswerable` is nil, `none` is the text "none" */
    struct source_position position;
};

/* The facts of one input, in the order written; `absent` ones are not in it. */
struct given {
    const struct given_fact *facts;
    size_t fact_count;
    bool has_as_of;
    int32_t as_of; /* day number */
};

/* A set or a list of indices that was expected; `set` is false where the key was not written. */
struct expected_list {
    bool set;
    const uint32_t *items;
    size_t count;
};

struct expected_texts {
    bool set;
    const struct text *items;
    size_t count;
};

struct expected_result {
    uint32_t result; /* index in the program */
    bool absent;     /* true: no value is given (withheld, open or not settled) */
    uint32_t line;
};

struct expected_score {
    uint32_t score;
    double low, high; /* equal for a single number */
};

struct expected_technique {
    uint32_t technique;
    enum availability available;
};

struct expected_fault {
    struct text fact;
    bool any_code; /* true: only the fact was named */
    enum fault_code code;
};

/* What must hold of a decision; only what is set matters. */
struct expectation {
    struct source_position position;
    bool has_outcome;
    enum outcome outcome;
    bool has_urgency;
    enum urgency urgency; /* URGENCY_NONE for "none" */
    bool has_complete;
    bool complete;
    struct expected_list rules;      /* exactly the rules that fired */
    struct expected_list includes;   /* rules that fired among others */
    struct expected_list uncertain;  /* exactly the rules that fired without being certain */
    struct expected_list asks;       /* facts: exactly the questions, in order */
    struct expected_texts referrals; /* exactly who is to see the person, in any order */
    struct expected_texts advice;    /* exactly the rules and results that give advice, any order */
    const struct expected_result *results;
    size_t result_count;
    const struct expected_score *scores;
    size_t score_count;
    const struct expected_technique *techniques;
    size_t technique_count;
    bool has_faults; /* exactly these, in any order */
    const struct expected_fault *faults;
    size_t fault_count;
};

/* What must hold at the end of a walk. */
struct walk_expectation {
    struct source_position position;
    struct expected_list halted;    /* exactly the rules that halted */
    struct expected_list uncertain; /* exactly those of them that could not be ruled out */
    struct text at;                 /* the step or instance where the walk ended; empty: not set */
    bool has_finished;
    bool finished;
    bool has_not_cleared;
    bool not_cleared;
    bool has_expired;
    bool expired;
    struct expected_texts steps;   /* exactly the instances walked, in order */
    struct expected_texts missing; /* facts that a turn still lacked */
};

/* What is reported at one instance of a step ("arch#2"). */
struct walk_report {
    struct text instance;
    struct given given; /* as written, without what is `absent` */
    struct given whole; /* on top of `usual`, without what is `absent` */
};

/* The time that passes before the report at an instance. */
struct walk_wait {
    struct text instance;
    double seconds;
};

enum test_kind {
    TEST_EXAMPLE, /* `test`, and each line of `cases` */
    TEST_WALK,
    TEST_ALWAYS,
};

/* A set of facts to which the tests gave a name: `local well = facts { ... }`. */
struct named_facts {
    struct text name;
    struct given given;
};

struct test {
    enum test_kind kind;
    struct text name;
    bool unconfirmed;     /* nobody has said yet that what it expects is right */
    uint32_t case_number; /* from 1 within `cases`; 0 for a test of its own */
    struct source_position position;
    struct given given; /* not for TEST_ALWAYS */
    struct expectation expect;

    /* TEST_ALWAYS: whoever meets the probe must meet `expect` and must not meet all of `never`. */
    uint32_t probe; /* index in program.probes */
    bool has_expect, has_never;
    struct expectation never;

    /* TEST_WALK */
    uint32_t technique;
    struct given usual; /* reported at every turn, below what `reports` says for it */
    const struct walk_report *reports;
    size_t report_count;
    const struct walk_wait *waits;
    size_t wait_count;
    struct expected_texts again; /* instances whose report is sent twice: its answer was lost */
    struct walk_expectation walked;
};

/*
 * `program` is the protocol's program with the probes of `always` added: the same digest, facts,
 * rules and so on at the same indices. Everything lives with the `struct loaded` of load.h.
 */
struct suite {
    const struct program *program;
    struct text file; /* path of the tests, relative to the protocols folder */
    const struct test *tests;
    size_t test_count;
    const struct named_facts *bases; /* those that stand at the outermost level, as written */
    size_t base_count;
};

#endif
