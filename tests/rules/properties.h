/*
 * The properties: what must hold of one decision, of a decision and the worlds that it speaks of,
 * and of a decision and a later one that knows more. Each returns false and fills the complaint
 * where it does not hold.
 */
#ifndef SYNOVIA_TESTS_RULES_PROPERTIES_H
#define SYNOVIA_TESTS_RULES_PROPERTIES_H

#include "rules/desk.h"
#include "rules/oracle.h"

/* ---- one decision ---- */

/* Outcome and urgency are the highest of what the decision names, and `ask` where it must. */
bool holds_together(struct complaint *complaint, const struct decision *decision);

/* Only absent facts are asked, each reached through unknown terms only, in the order of ranks. */
bool asks_rightly(struct complaint *complaint, const struct decision *decision);

/* The same facts in another order give the same id and the same questions. */
bool forgets_the_order(struct complaint *complaint, const struct program *program,
                       const struct answer *answers);

/* ---- a decision and its worlds ---- */

/* What all the possible worlds of one set of complete facts have in common. */
struct outlook {
    uint64_t worlds;
    bool fires_somewhere[ORACLE_RULES];
    bool fires_everywhere[ORACLE_RULES];
    uint64_t lines[ORACLE_RESULTS];
    bool in_scope_everywhere;
    enum outcome worst_outcome;
    enum urgency worst_urgency;
};

void outlook_begin(struct outlook *outlook);
void outlook_add(struct outlook *outlook, const struct program *program,
                 const struct oracle_verdict *verdict);

/* Every cell of the decision allows what the world has. */
bool allows(struct complaint *complaint, const struct decision *decision,
            const struct oracle_world *world);

/* Nothing is left to ask, and the decision says of no world what is not so there; `exact`: there is
 * one world only, and the decision is that world's verdict. */
bool agrees(struct complaint *complaint, const struct decision *decision,
            const struct outlook *outlook, bool exact);

/* ---- a decision and a later one, which knows more ---- */

bool takes_nothing_back(struct complaint *complaint, const struct decision *before,
                        const struct decision *after);

/* The same outcome, urgency and results. */
bool is_the_same(struct complaint *complaint, const struct decision *before,
                 const struct decision *after);

#endif
