/*
 * A prover: formulas about one or two programs, an analyser that decides them, and the engine that
 * has the last word.
 *
 *     query ──> analyser ──> UNSAT: proved, nobody is like that
 *                  │
 *                  └── SAT: a person ──> engine: is it so?  yes: found
 *                          ▲                    │
 *                          └── learn, block ◄───┘ no
 *
 * Nothing found is believed before the engine has confirmed it. What it does not confirm (a
 * function of an author that gives something else, a value within a billionth of a threshold) is
 * learned, and the search goes on, up to PROVER_TRIES people.
 */
#ifndef SYNOVIA_PROOF_PROVER_H
#define SYNOVIA_PROOF_PROVER_H

#include "proof/formula_decision.h"

#include <stdatomic.h>

enum { PROVER_TRIES = 64, PROVER_PROGRAMS = 4 };

/* A program that the prover knows. */
struct prover_program {
    const struct program *program;
    const struct functions *functions; /* or NULL */
    struct meaning meaning;
    struct formula_decision decision;
};

struct prover_options {
    const struct synovia_analyser_routines *analyser;
    int32_t as_of;
    bool in_session; /* rose_by and fell_by may be told */
    /* A clock that only goes forward, in milliseconds; NULL: only the analyser keeps time. */
    int64_t (*clock)(void *context);
    void *context;
    const atomic_bool *cancelled; /* set by another thread, looked at now and then; or NULL */
};

struct prover {
    struct prover_options options;
    struct formulas formulas;
    struct person person;
    struct arena arena;   /* of everything that stays */
    struct arena scratch; /* of one decision */
    struct synovia_solver *solver;
    /* Those with functions of their own; they are looked at until the prover is freed. */
    struct prover_program *known[PROVER_PROGRAMS];
    size_t known_count;
    formula_id unrefuted;   /* of the query under way: nobody whom the engine refuted */
    size_t told, told_held; /* formulas, and held ones, that the analyser has */
    uint32_t functions;     /* numbers given to functions so far */
    uint64_t checks;        /* asked of the analyser */
    uint64_t tries;         /* people tried by the engine */
    struct text problem;    /* why the analyser failed; empty: it did not */
    bool failed;            /* memory ran out */
    bool is_almost_proved;  /* the last query was undecided only for values in bands */
    atomic_bool cancelled;
};

/* False where memory ran out or the analyser gave no solver (`problem` tells). To be ended by
 * prover_free either way. */
bool prover_init(struct prover *prover, const struct prover_options *options);
void prover_free(struct prover *prover);

/*
 * Adds a program: its meaning and its decision as formulas. `same_functions`, where not NULL, is a
 * program added before whose functions are the same, by index. False where memory ran out.
 */
bool prover_add(struct prover *prover, const struct program *program,
                const struct functions *functions, const struct prover_program *same_functions,
                struct prover_program *added);

/*
 * Tries the functions of a program on the values of their facts, all of them where they are few, so
 * that little is left to guess. Called by prover_add. False where memory ran out.
 */
bool prover_learn_functions(struct prover *prover, struct prover_program *with);

/*
 * The same program for a second person, who answers every question like the first, but this one
 * fact as may be. False where memory ran out.
 */
bool prover_vary(struct prover *prover, const struct prover_program *base, uint32_t fact,
                 struct prover_program *varied);

enum prover_verdict {
    PROVER_IMPOSSIBLE, /* proved: nobody is like that */
    PROVER_FOUND,
    PROVER_UNDECIDED, /* not in the time, or beyond what the analyser can */
    PROVER_CANCELLED,
    PROVER_NO_MEMORY,
};

/* What the engine says of a person that the analyser found. */
enum prover_opinion { PROVER_CONFIRMED, PROVER_REFUTED, PROVER_OUT_OF_MEMORY };

struct prover_query {
    const formula_id *assumptions; /* a person who is like that */
    size_t count;
    const struct prover_program *varied; /* the second person that it is about; or NULL */
    bool in_session;                     /* facts that only sessions take may be said as well */
    /* Tries the model at hand: reads the answers (prover_answers) and asks the engine. */
    enum prover_opinion (*confirm)(void *context);
    void *context;
    uint32_t milliseconds; /* for the whole query; 0: no limit */
};

enum prover_verdict prover_ask(struct prover *prover, const struct prover_query *query);

/*
 * During a query's `confirm`: the answers of the person at hand for a program, one a fact, in the
 * arena of the call; NULL where memory ran out.
 */
struct answer *prover_answers(struct prover *prover, const struct prover_program *of,
                              struct arena *arena);

/* The value of a condition or a number for the person at hand. False where the analyser failed. */
bool prover_condition(struct prover *prover, formula_id condition, bool *yes);
bool prover_number(struct prover *prover, formula_id formula, double *number);

/*
 * The engine's decision about answers, in the scratch arena (reset before), and what it teaches.
 * NULL where memory ran out.
 */
const struct decision *prover_try(struct prover *prover, struct prover_program *with,
                                  const struct answer *answers);

/*
 * Leaves out of the query under way whoever the condition holds for, since the engine refuted them.
 * Of that query only: whom one question refutes may be the answer to the next.
 */
void prover_leave_out(struct prover *prover, formula_id people);

/* The same of the person with these answers. */
void prover_block(struct prover *prover, const struct prover_program *with,
                  const struct answer *answers);

/* The person answers so: given, none, unanswerable and absent, and every value. */
formula_id prover_is_person(struct prover *prover, const struct prover_program *with,
                            const struct answer *answers);

/* The same as prover_block of two people who differ in one fact: `fact` is `other` for the second.
 */
void prover_block_both(struct prover *prover, const struct prover_program *with,
                       const struct answer *answers, const struct prover_program *varied,
                       uint32_t fact, const struct answer *other);

/* From any thread: the query under way, and all later ones, end as CANCELLED. */
void prover_cancel(struct prover *prover);

/* The number of facts that somebody said something about is at most this: of the program, or where
 * `with` is NULL of all programs. */
formula_id prover_says_at_most(struct prover *prover, const struct prover_program *with,
                               size_t count);

#endif
