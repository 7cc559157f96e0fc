/*
 * Evaluation: what the nodes of a program come to for one person.
 *
 * One walk over the node array gives each node the set of values still possible (a *cell*): a mask
 * for discrete nodes (Kleene's three values are the masks false, true and both), an interval for
 * numbers (Moore's interval arithmetic, perhaps with none). A second walk, only where something is
 * unknown, gives each unknown node its *needs*: the facts that may be asked now and could settle
 * it.
 *
 * Pure: no clock, locale, state or allocation but from the arena. The same inputs give the same
 * cells on every machine.
 */
#ifndef SYNOVIA_RULES_EVALUATE_H
#define SYNOVIA_RULES_EVALUATE_H

#include "base/arena.h"
#include "rules/intake.h"
#include "rules/program.h"

/* Numbers that differ by less than this part of the largest magnitude in their expressions are
 * equal. */
#define NUMBER_TOLERANCE 1e-9

/* The possible values of a number node. */
struct interval {
    double low, high;       /* low <= high; may be infinite; no NaN */
    double least_magnitude; /* the largest magnitude met in the expression is this or more, */
    double inner_magnitude; /* and not more than the greater of this and the value's own */
    bool may_be_number;     /* false: certainly none */
    bool may_be_none;
};

union cell {
    uint64_t mask;
    struct interval number;
};

/* What a derive function is given and gives back. */
struct function_value {
    enum value_type type;
    bool none;
    union {
        bool yes;
        double number;
        struct text choice; /* the option, or the line of a result */
        int32_t day;
    };
};

/*
 * Calls function `function` of the program with known inputs. Returns true and fills `output` (its
 * type is the function's; a text must live in the arena or longer), or returns false and fills
 * `failure` with one sentence. Must be deterministic and must not longjmp out.
 */
struct functions {
    void *context;
    bool (*call)(void *context, const struct program *program, uint32_t function,
                 const struct function_value *inputs, size_t count, struct arena *arena,
                 struct function_value *output, struct text *failure);
};

/* A function or an arithmetic node that failed: its value is unknown. */
struct failure {
    struct failure *next;
    node_id node;
    struct text message;
};

/* Which of the two values of a contradiction a walk takes; both, but for `fired_either`. */
enum contradiction_side { SIDE_BOTH, SIDE_GIVEN, SIDE_OTHERWISE };

struct evaluation {
    const struct program *program;
    struct arena *arena;
    const struct answer *answers;
    const struct evaluation *start; /* of the answers at the start of the session, or NULL */
    bool in_session;                /* live facts can be told, all of them */
    const struct functions *functions;
    int32_t as_of;
    size_t node_count; /* nodes evaluated */
    union cell *cells; /* one a node */
    size_t words;      /* 64-bit words of a set of facts */
    uint64_t *needs;   /* node_count * words, or NULL where everything is known */
    bool contradicted; /* some fact was given against its `otherwise` */
    enum contradiction_side side;
    bool *fired_either;       /* one a node, or NULL: in a contradiction, conditions that hold
                                 under one of the two values */
    struct failure *failures; /* in node order */
    struct failure **last_failure;
};

/*
 * Evaluates the first `node_count` nodes (program->screen_nodes for a screening). Contradictions
 * are added to `intake` as faults. False only where memory ran out.
 */
bool evaluate(struct evaluation *evaluation, struct intake *intake,
              const struct functions *functions, size_t node_count);

/*
 * As `evaluate`, of all nodes and within a session: every live fact may be told, and rose_by and
 * fell_by measure from `start`, an evaluation of program->screen_nodes or more (NULL: from nothing,
 * and so they are unknown).
 */
bool evaluate_session(struct evaluation *evaluation, struct intake *intake,
                      const struct functions *functions, const struct evaluation *start);

/* True where the node has exactly one possible value. */
bool evaluation_known(const struct evaluation *evaluation, node_id node);

/*
 * The set of facts that may be asked now and could settle the node: `words` words. NULL where the
 * node is known or nothing can settle it.
 */
const uint64_t *evaluation_needs(const struct evaluation *evaluation, node_id node);

/* The facts that the node's value rests on: those below the nodes that decided it. `words` words in
 * the arena; NULL where memory ran out. */
const uint64_t *evaluation_grounds(const struct evaluation *evaluation, node_id node);

/* Notes that the node failed; false where memory ran out. */
bool evaluation_fail(struct evaluation *evaluation, node_id node, struct text message);

#endif
