/*
 * Is there anybody whom a mutant decides otherwise, and who is the simplest such person?
 *
 * Looked for in three places, the easy ones first:
 *
 *     1. the sets of facts that the tests name, as they are and with one fact changed to a value
 *        beside a threshold;
 *     2. the space of all inputs (rules/space.h). Original and mutant are laid side by side in one
 *        program, which shares what is the same in both, and the search looks for inputs for which
 *        some rule, line or score of theirs differs:
 *
 *              original   hot      hot'   mutant
 *                       /    \    /    \              goal: hot and not hot', or hot' and not hot
 *                  pain >= 7  fever  pain > 7
 *
 *     3. the same among people who cannot answer some of the questions.
 *
 *     4. by a prover (proof/equivalence.h), where there is one.
 *
 * A find is always confirmed by deciding with both. Where a search covers all cases, or the prover
 * says so, nobody can tell the two apart: the mutant is equivalent. Otherwise it is undecided.
 */
#ifndef SYNOVIA_PROOF_DISTINGUISH_H
#define SYNOVIA_PROOF_DISTINGUISH_H

#include "proof/equivalence.h"
#include "proof/lua_case.h"
#include "proof/mutant.h"
#include "script/suite.h"

enum distinction {
    DISTINCT,             /* somebody was found */
    DISTINCT_IN_SESSIONS, /* no screening tells them apart, but a session may */
    EQUIVALENT,           /* proved: there is nobody */
    UNDECIDED,            /* nobody was found, and not every case was tried */
};

struct distinguishing {
    const struct suite *suite;
    const struct functions *functions;
    struct patch *patch; /* with the mutant applied */
    int32_t as_of;       /* where no set of facts says it */
    uint64_t budget;     /* evaluations of one search */
    /* Asked where the searches find nobody and prove nothing; NULL: there is none. It compares with
     * the original. */
    struct equivalence *prover;
    uint32_t milliseconds; /* of one question to the prover */
};

/*
 * Looks for the person; `found` (where DISTINCT) is the case that tells the two apart, with what
 * the original decides. It lives in `arena`. False where memory ran out.
 */
bool distinguish(const struct distinguishing *distinguishing, const struct mutant *mutant,
                 struct arena *arena, enum distinction *distinction, struct lua_case *found);

#endif
