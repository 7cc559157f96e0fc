/*
 * A person as variables: for each fact the state of its answer, and the value where it is given.
 *
 *     fact of the person     given  none  unanswerable   (none of the three: absent)
 *                            value, or one condition an option
 *
 * Programs that are looked at together share the facts that have the same name and type; a program
 * ignores the facts that it does not have. What a program's declarations allow is held: ranges,
 * whole numbers, options, dates that lie in the future. A value that only one of two programs
 * allows is therefore nobody's.
 */
#ifndef SYNOVIA_PROOF_FORMULA_PERSON_H
#define SYNOVIA_PROOF_FORMULA_PERSON_H

#include "base/arena.h"
#include "proof/formula.h"
#include "rules/program.h"

/* Days that can be written: 0001-01-01 to 9999-12-31 (base/date.h). */
enum { FIRST_DAY = -719162, LAST_DAY = 2932896 };

struct person_fact {
    struct text name;
    enum value_type type;
    formula_id given, none, unanswerable; /* at most one of them is true */
    formula_id value;                     /* number; date: the day number */
    bool whole;                           /* `value` is a whole number */
    struct text *option_names;            /* choice */
    formula_id *options;                  /* yes_no: no and yes; one is true where it is given */
    size_t option_count;
};

struct person {
    struct formulas *formulas;
    struct arena *arena; /* of the lists, and of the texts that are not a program's */
    struct person_fact *facts;
    size_t fact_count, fact_capacity;
    int32_t as_of;
    /* Assumed for a screening: what only sessions take is absent then. */
    formula_id screening;
};

void person_init(struct person *person, struct formulas *formulas, int32_t as_of,
                 struct arena *arena);

/*
 * Adds the facts of a program. Returns for each of them its index in `person->facts`; NULL where
 * memory ran out.
 */
const uint32_t *person_join(struct person *person, const struct program *program);

/* Another person, whose answers are those of `person` but for one fact, which may be anything that
 * `fact` allows. False where memory ran out. */
bool person_vary(const struct person *person, uint32_t person_fact, const struct fact *fact,
                 struct person *varied);

/* The person's condition that the fact has this option (yes_no: 0 or 1), where it is given. */
formula_id person_option(const struct person *person, uint32_t person_fact, const struct fact *fact,
                         uint32_t option);

/* The condition that this is the answer to the fact. */
formula_id person_has(const struct person *person, uint32_t person_fact, const struct fact *fact,
                      const struct answer *answer);

#endif
