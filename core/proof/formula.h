/*
 * Formulas: a graph of conditions and exact numbers, built bottom-up and handed to an analyser.
 *
 *     struct formulas     0: false   1: true   2: variable a   3: variable b   4: and(2, 3)  ...
 *                          ▲ children have lower ids than the formulas above them
 *
 * Equal formulas are one formula, and what can be seen to be true, false or a plain number is made
 * that at once, so that two programs that say the same in the same way come to the same ids. The
 * order of the ids is the order of adding, here and in the analyser (abi/analyser.h).
 *
 * A number is meant as its shortest decimal: 0.1 is one tenth. Errors are sticky: where memory ran
 * out, `failed` is set and ids mean nothing.
 */
#ifndef SYNOVIA_PROOF_FORMULA_H
#define SYNOVIA_PROOF_FORMULA_H

#include "abi/analyser.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint32_t formula_id;

enum { FORMULA_FALSE = 0, FORMULA_TRUE = 1 };

struct formula_node {
    unsigned char op;   /* enum synovia_formula_op */
    unsigned char sort; /* enum synovia_sort */
    uint32_t first_child;
    uint32_t child_count; /* for a variable: its key */
    uint32_t tag;         /* VARIABLE and APPLY: which one */
    double number;        /* NUMBER */
};

/* A comparison that was worked out before. */
struct formula_memory {
    uint64_t key; /* 0: empty */
    formula_id known;
};

struct formulas {
    struct formula_node *nodes;
    size_t count, capacity;
    formula_id *children;
    size_t child_count, child_capacity;
    uint32_t *slots; /* hash table of ids plus one */
    size_t slot_count;
    struct formula_memory *memory; /* hash table */
    size_t memory_count, memory_size;
    formula_id *held; /* to be true in any case */
    size_t held_count, held_capacity;
    uint64_t *symbols; /* the keys of formula_symbol */
    size_t symbol_count, symbol_capacity;
    uint32_t next_tag;
    /* A condition that may be assumed: no value lies in a band where a comparison is left open
     * (formula_number.h). */
    formula_id clear_of_bands;
    bool failed;
};

void formulas_init(struct formulas *formulas);
void formulas_free(struct formulas *formulas);

/* Holds a condition to be true from now on. */
void formula_hold(struct formulas *formulas, formula_id condition);

static inline const formula_id *formula_children(const struct formulas *formulas, formula_id id) {
    return formulas->children + formulas->nodes[id].first_child;
}

/* ---- leaves ---- */

static inline formula_id formula_bool(bool value) {
    return value ? FORMULA_TRUE : FORMULA_FALSE;
}

formula_id formula_number(struct formulas *formulas, double number); /* finite */

/* A variable that no other formula has. */
formula_id formula_variable(struct formulas *formulas, enum synovia_sort sort);

/* A variable that stands for something unknown about other formulas: the same `what` about the same
 * formulas is the same variable. */
formula_id formula_unknown(struct formulas *formulas, enum synovia_sort sort, uint32_t what,
                           const formula_id *about, size_t count);

/* ---- conditions ---- */

formula_id formula_not(struct formulas *formulas, formula_id a);
formula_id formula_and(struct formulas *formulas, formula_id a, formula_id b);
formula_id formula_or(struct formulas *formulas, formula_id a, formula_id b);
formula_id formula_all(struct formulas *formulas, const formula_id *items, size_t count);
formula_id formula_any(struct formulas *formulas, const formula_id *items, size_t count);
formula_id formula_implies(struct formulas *formulas, formula_id a, formula_id b);
formula_id formula_same(struct formulas *formulas, formula_id a, formula_id b); /* of conditions */

/* At least `least` of the conditions are true. */
formula_id formula_at_least(struct formulas *formulas, const formula_id *items, size_t count,
                            size_t least);

/* ---- either ---- */

formula_id formula_if(struct formulas *formulas, formula_id condition, formula_id a, formula_id b);

/* ---- numbers ---- */

bool formula_is_number(const struct formulas *formulas, formula_id id, double *number);
formula_id formula_add(struct formulas *formulas, formula_id a, formula_id b);
formula_id formula_subtract(struct formulas *formulas, formula_id a, formula_id b);
formula_id formula_multiply(struct formulas *formulas, formula_id a, formula_id b);
formula_id formula_divide(struct formulas *formulas, formula_id a, formula_id b);
formula_id formula_negate(struct formulas *formulas, formula_id a);
formula_id formula_less(struct formulas *formulas, formula_id a, formula_id b);
formula_id formula_at_most(struct formulas *formulas, formula_id a, formula_id b);
formula_id formula_equal(struct formulas *formulas, formula_id a, formula_id b);
formula_id formula_lesser(struct formulas *formulas, formula_id a, formula_id b);
formula_id formula_greater(struct formulas *formulas, formula_id a, formula_id b);

/* The number of a function's symbol, by whatever tells one function from another. */
uint32_t formula_symbol(struct formulas *formulas, uint64_t key);

/* The value of an uninterpreted function. */
formula_id formula_apply(struct formulas *formulas, enum synovia_sort sort, uint32_t function,
                         const formula_id *arguments, size_t count);

/* Writes the shortest decimal of a number as digits and a divisor: "-1/10"; a view of `out`. */
enum { FORMULA_NUMBER_SIZE = 700 };
struct text formula_fraction(double number, char out[FORMULA_NUMBER_SIZE]);

#endif
