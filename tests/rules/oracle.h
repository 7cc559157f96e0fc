/*
 * The oracle: what a protocol means, told in the plainest way, from the design and not from the
 * engine. It knows no "unknown". It looks at one *world* at a time: everything that was sent, and
 * for each fact that the person cannot tell a value that it might have. In a world every term has a
 * value, or is none.
 *
 * What is not known then means: true in some worlds and false in others.
 */
#ifndef SYNOVIA_TESTS_RULES_ORACLE_H
#define SYNOVIA_TESTS_RULES_ORACLE_H

#include "rules/evaluate.h"

enum { ORACLE_RULES = 8, ORACLE_RESULTS = 4, ORACLE_NODES = 512 };

struct oracle_value {
    bool none;
    double number;
    double magnitude; /* the largest met on the way to the number */
    uint32_t option;  /* discrete: 0 or 1, the option, or the line */
};

struct oracle_world {
    const struct program *program;
    int32_t as_of;
    const struct answer *sent;   /* nothing absent but behind gates that are false, and optional */
    const struct answer *hidden; /* the value of each fact that is unanswerable */

    /* Filled by oracle_look: */
    struct oracle_value values[ORACLE_NODES];
    bool looked_at[ORACLE_NODES];
    bool impossible; /* what was sent cannot be true in this world */
};

/* Gives every term its value. False where the world is impossible. */
bool oracle_look(struct oracle_world *world);

/* What the protocol says in this world. */
struct oracle_verdict {
    bool fired[ORACLE_RULES];
    bool in_scope;
    uint32_t lines[ORACLE_RESULTS];
    enum outcome outcome;
    enum urgency urgency;
};

struct oracle_verdict oracle_judge(const struct oracle_world *world);

/* True where the engine's cell allows the oracle's value. */
bool oracle_is_allowed(const struct program *program, node_id node,
                       const struct oracle_value *value, const union cell *cell);

#endif
