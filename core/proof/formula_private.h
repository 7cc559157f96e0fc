/* Between the files that build formulas: formula.c, formula_logic.c, formula_arithmetic.c. */
#ifndef SYNOVIA_PROOF_FORMULA_PRIVATE_H
#define SYNOVIA_PROOF_FORMULA_PRIVATE_H

#include "proof/formula.h"

/* Whole numbers below this are computed exactly in doubles: 2^53. */
#define FORMULA_EXACT 9007199254740992.0

/* The formula equal to this one, or a new one. `children` must not point into the table. */
formula_id formula_intern(struct formulas *formulas, struct formula_node node,
                          const formula_id *children, size_t count);

/* What a comparison of two formulas came to, by their ids in one word; false: not known yet. */
bool formula_recall(const struct formulas *formulas, uint64_t key, formula_id *known);
void formula_remember(struct formulas *formulas, uint64_t key, formula_id known);

#endif
