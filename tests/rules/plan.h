/*
 * A plan: a random small program and what is sent to it, as plain data that can be built, printed
 * and taken apart piece by piece while a failure is made smaller.
 *
 * Terms are numbered; a term's children have lower numbers, and a fact's gate looks at earlier
 * facts only, so any piece may be replaced by a part of itself.
 */
#ifndef SYNOVIA_TESTS_RULES_PLAN_H
#define SYNOVIA_TESTS_RULES_PLAN_H

#include "rules/builder.h"

#include <stdio.h>

enum {
    PLAN_FACTS = 6,
    PLAN_TERMS = 160,
    PLAN_CHILDREN = 4,
    PLAN_RULES = 6,
    PLAN_RESULTS = 2,
    PLAN_LINES = 4,
    PLAN_ITEMS = 3,
    PLAN_OPTIONS = 3,
    PLAN_VALUES = 5, /* most values of one fact, none included */
    PLAN_AS_OF = 20000,
};

/* ---- random numbers (splitmix64) ---- */

struct random {
    uint64_t state;
};

uint64_t random_bits(struct random *random);
uint32_t random_below(struct random *random, uint32_t limit);
bool random_chance(struct random *random, uint32_t percent);

/* ---- the data ---- */

struct plan_fact {
    enum value_type type;
    bool tenths; /* numbers 0.1, 0.7 and 0.8 instead of 1, 2, 3 */
    bool has_none;
    bool optional;
    enum gate_kind gate_kind;
    int gate; /* term */
    struct answer otherwise;
};

/* `op` as in the program. Leaves name a fact or a result; DIVIDE divides by `number`, or by its
 * second child where that is a fact without 0. */
struct plan_term {
    enum node_op op;
    int children[PLAN_CHILDREN * 2];
    int child_count;
    int index; /* fact, or result of LINES, or function */
    double number;
    uint64_t mask;
};

struct plan_rule {
    enum rule_kind kind;
    enum urgency urgency;
    bool during; /* the technique */
    int when;
};

struct plan_result {
    int line_count;
    int whens[PLAN_LINES - 1];
    enum outcome outcomes[PLAN_LINES];
    enum urgency urgencies[PLAN_LINES];
};

struct plan {
    struct plan_fact facts[PLAN_FACTS];
    int fact_count;
    struct plan_term terms[PLAN_TERMS];
    int term_count;
    struct plan_rule rules[PLAN_RULES];
    int rule_count;
    struct plan_result results[PLAN_RESULTS];
    int result_count;
    int items[PLAN_ITEMS]; /* of the one score: number terms */
    int item_count;
    bool has_technique;
    int technique_only_if;             /* term */
    struct answer answers[PLAN_FACTS]; /* what is sent */
};

/* ---- making and using ---- */

/* A random program; nothing is sent yet. */
void plan_random(struct plan *plan, struct random *random);

/* Sends random facts: some absent, some unanswerable. */
void plan_random_answers(struct plan *plan, struct random *random);

/* The program. NULL where memory ran out. */
const struct program *plan_build(const struct plan *plan);

/* The values that a fact may have, none among them; returns their number. */
int plan_values(const struct fact *fact, struct answer values[PLAN_VALUES]);

/* The functions that the programs call, and the same function for the oracle: what it gives for
 * inputs that have these codes. */
extern const struct functions plan_functions;
int plan_function_code(uint32_t function, const int *codes, size_t count);
enum { PLAN_CODE_NONE = 7 };

/* Prints the program as the script would declare it, and what is sent. */
void plan_print(FILE *out, const struct plan *plan);
void plan_print_answers(FILE *out, const struct program *program, const struct answer *answers);

/*
 * The number of ways to make the plan smaller, and the `way`-th of them applied. False where that
 * way changes nothing.
 */
int plan_ways(const struct plan *plan);
bool plan_reduce(struct plan *plan, int way);

#endif
