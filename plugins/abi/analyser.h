/*
 * Analysers: plug-ins that decide formulas for the prover (kind SYNOVIA_KIND_ANALYSER).
 *
 * An analyser knows no protocol. It is handed formulas, a few of them are held to be true, and it
 * is asked whether there are values of the variables for which all of them are:
 *
 *     open ──> add, add, add ──> hold ──> check(assumptions) ──> SAT ──> value of any formula
 *                 ^                 ^          │
 *                 └── more, at any time ───────┘           UNSAT, UNKNOWN, CANCELLED
 *
 * Formulas are a graph: each is added once, after its children, and is called by a number from 0
 * upwards in the order of adding. Numbers are exact: 0.1 is one tenth. What the formulas mean for a
 * person (answers, gates, what is not known) is none of an analyser's business.
 *
 * A solver belongs to one thread at a time; only `interrupt` may be called from another one.
 * Solvers share nothing, so that several threads may each have one.
 */
#ifndef SYNOVIA_ABI_ANALYSER_H
#define SYNOVIA_ABI_ANALYSER_H

#include "abi/plugin.h"

enum { SYNOVIA_ANALYSER_ABI_MAJOR = 1, SYNOVIA_ANALYSER_ABI_MINOR = 0 };

/* What the value of a formula is. Where an operation mixes whole and real numbers, the whole ones
 * are taken as real. */
enum synovia_sort {
    SYNOVIA_SORT_BOOL = 1,
    SYNOVIA_SORT_INT = 2,  /* whole numbers without bounds */
    SYNOVIA_SORT_REAL = 3, /* real numbers: exact, not floating */
};

/*
 * What a formula computes from its children.
 *
 * OP(name, number, children, what it is); n: any number of children from 1
 */
#define SYNOVIA_FORMULA_OPS(OP)                                                                    \
    OP(FALSE, 1, 0, "false")                                                                       \
    OP(TRUE, 2, 0, "true")                                                                         \
    OP(NUMBER, 3, 0, "the number in `number`, INT or REAL")                                        \
    OP(VARIABLE, 4, 0, "anything of its sort; each formula of this kind is a variable of its own") \
    OP(NOT, 5, 1, "BOOL")                                                                          \
    OP(AND, 6, n, "BOOL")                                                                          \
    OP(OR, 7, n, "BOOL")                                                                           \
    OP(IF, 8, 3, "the second where the first is true, else the third")                             \
    OP(EQUAL, 9, 2, "of two BOOL, or of two numbers")                                              \
    OP(LESS, 10, 2, "strictly")                                                                    \
    OP(AT_MOST, 11, 2, "less or equal")                                                            \
    OP(ADD, 12, n, "numbers")                                                                      \
    OP(SUBTRACT, 13, 2, "numbers")                                                                 \
    OP(MULTIPLY, 14, 2, "numbers, of which both may be variables")                                 \
    OP(DIVIDE, 15, 2, "REAL; by 0 it is anything, but the same for the same dividend")             \
    OP(NEGATE, 16, 1, "a number")                                                                  \
    OP(APPLY, 17, n,                                                                               \
       "the uninterpreted function `function`: the same for the same arguments; "                  \
       "every use has arguments and a value of the same sorts")

enum synovia_formula_op {
#define OP(name, number, children, what) SYNOVIA_OP_##name = number,
    SYNOVIA_FORMULA_OPS(OP)
#undef OP
};

struct synovia_formula {
    size_t size;
    uint32_t op;   /* enum synovia_formula_op */
    uint32_t sort; /* enum synovia_sort, of its value */
    const uint32_t *children;
    size_t child_count;
    struct synovia_text number; /* NUMBER: decimal digits, perhaps with a sign and a divisor: "3",
                                   "-1/10"; whole for INT */
    uint32_t function;          /* APPLY: any number that stands for the function */
};

enum synovia_analyser_status {
    SYNOVIA_ANALYSER_DONE = 0, /* add, hold, value: it was done */
    SYNOVIA_ANALYSER_SAT = 1,
    SYNOVIA_ANALYSER_UNSAT = 2,
    SYNOVIA_ANALYSER_UNKNOWN = 3,   /* not within the time, or beyond what the analyser can */
    SYNOVIA_ANALYSER_CANCELLED = 4, /* `interrupt` came */
    SYNOVIA_ANALYSER_REFUSED = 5,   /* a formula that is none: the message says what is wrong */
    SYNOVIA_ANALYSER_NO_MEMORY = 6, /* the solver is of no more use, but to be closed */
    SYNOVIA_ANALYSER_FAILED = 7,    /* the message says why */
};

/* A value as `value` shows it; it goes when the visitor returns. */
struct synovia_formula_value {
    size_t size;
    uint32_t sort;
    uint32_t yes;              /* BOOL: 0 or 1 */
    double number;             /* the nearest double */
    struct synovia_text exact; /* "3", "-1/10"; empty for a number that is no fraction */
};

/* A solver of the plug-in. */
struct synovia_solver;

/* The table behind synovia_plugin.table. All routines are there from version 1.0 on. */
struct synovia_analyser_routines {
    size_t size;

    /* A new solver without formulas; NULL where memory ran out or it cannot be made (the message
     * then says why). `seed` chooses among ways to search; the same seed searches the same way. */
    struct synovia_solver *(*open)(uint32_t seed, struct synovia_message *message);

    /* Adds one formula; its number is how many were added before it. Children are numbers of
     * earlier ones, of the sorts that the operation takes. DONE, REFUSED (nothing was added),
     * NO_MEMORY or FAILED. */
    uint32_t (*add)(struct synovia_solver *solver, const struct synovia_formula *formula,
                    struct synovia_message *message);

    /* Holds a BOOL to be true in every check from now on. DONE, REFUSED, NO_MEMORY or FAILED. */
    uint32_t (*hold)(struct synovia_solver *solver, uint32_t formula,
                     struct synovia_message *message);

    /* Looks for values for which everything held and all the assumptions (BOOL) are true. Ends as
     * UNKNOWN about `milliseconds` after the call; 0: no limit. SAT, UNSAT, UNKNOWN, CANCELLED,
     * REFUSED, NO_MEMORY or FAILED. */
    uint32_t (*check)(struct synovia_solver *solver, const uint32_t *assumptions, size_t count,
                      uint32_t milliseconds, struct synovia_message *message);

    /* After a check that was SAT, until the next: shows the value of any formula, also of one that
     * was added since. DONE, REFUSED (there was no SAT), NO_MEMORY or FAILED. */
    uint32_t (*value)(struct synovia_solver *solver, uint32_t formula, void *context,
                      void (*show)(void *context, const struct synovia_formula_value *value),
                      struct synovia_message *message);

    /* From any thread: the check that is under way, or else the next one, ends as CANCELLED. */
    void (*interrupt)(struct synovia_solver *solver);

    /* Frees the solver; NULL is allowed. */
    void (*close)(struct synovia_solver *solver);
};

#endif
