/*
 * The meaning of a program as formulas: for each node what the engine's walk (rules/evaluate.c)
 * makes of it, for every person at once.
 *
 *     condition     may be true, may be false                    unknown where both
 *     choice, line  one condition an option or line: it is possible; and "none is possible"
 *     number        the ends of an interval (formula_number.h)
 *     any of them   known: one value is possible
 *                   settle: it is not known, and a fact that may be asked could settle it
 *
 * People whose answers contradict each other are left out (the engine finds them `invalid`, and
 * never clears them); so are those who send "none" where it is no answer.
 */
#ifndef SYNOVIA_PROOF_FORMULA_MEANING_H
#define SYNOVIA_PROOF_FORMULA_MEANING_H

#include "proof/formula_number.h"
#include "proof/formula_person.h"
#include "rules/evaluate.h"

struct formula_cell {
    formula_id known, settle;
    formula_id *values; /* discrete: one a value; of a condition: may be false, may be true */
    size_t value_count;
    formula_id none;                /* discrete */
    struct formula_interval number; /* number */
};

struct meaning {
    struct formulas *formulas;
    struct person *person;
    struct arena *arena;
    const struct program *program;
    const uint32_t *facts;     /* of the program -> of the person */
    const uint32_t *functions; /* of the program -> symbol of the analyser, twice: value, failure */
    struct formula_cell *cells; /* one a node */
    formula_id *familiar;       /* one a node: a call whose inputs are a case that was learned */
    bool in_session;            /* rose_by and fell_by may be told */
};

/* What the cells of conditions are called. */
static inline formula_id meaning_yes(const struct meaning *meaning, node_id node) {
    return meaning->cells[node].values[1];
}
static inline formula_id meaning_no(const struct meaning *meaning, node_id node) {
    return meaning->cells[node].values[0];
}

/*
 * Fills the cells of all nodes. `meaning` has everything but `cells`; the program's facts have been
 * joined to the person. False where memory ran out.
 */
bool meaning_make(struct meaning *meaning);

/* ---- learning from the engine ----
 *
 * What the analyser takes to be anything (functions of authors, months and years) is told to it
 * case by case, as the engine finds it: for the case of `evaluation`, one more fact about each. */

void meaning_learn(struct meaning *meaning, const struct evaluation *evaluation);

/* Every call of a function has known inputs of a case that was learned, or inputs that are not
 * known: people for whom nothing is guessed. */
formula_id meaning_is_familiar(const struct meaning *meaning);
void meaning_learn_function(struct meaning *meaning, const struct evaluation *evaluation,
                            node_id id);
void meaning_learn_units(struct meaning *meaning, const struct evaluation *evaluation, node_id id);

/* ---- the parts ---- */

void meaning_fact(struct meaning *meaning, node_id id);
void meaning_answered(struct meaning *meaning, node_id id);
void meaning_function(struct meaning *meaning, node_id id);
void meaning_units(struct meaning *meaning, node_id id);

/* Room for the values of a discrete cell, all FALSE. False where memory ran out. */
bool meaning_values(struct meaning *meaning, node_id id, size_t count);

/* Sets a condition, and whether it is known. */
void meaning_condition(struct meaning *meaning, node_id id, formula_id yes, formula_id no);

#endif
