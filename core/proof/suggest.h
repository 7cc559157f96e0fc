/*
 * Cases at the boundaries that no example of a suite has: for each fact
 *
 *     a number    beside each limit that it is compared with (k - 1, k, k + 1 in its own step), and
 *                 both ends of its range
 *     a date      the days on which a limit in days, weeks, months or years is passed
 *     any fact    not asked yet, and asked but not to be answered
 *     a unit      the same value once in another unit that is accepted
 *
 * Each is told as a change of a set of facts that the tests have named, one for whom the fact makes
 * a difference, and with what the engine decides now: nobody has confirmed it.
 */
#ifndef SYNOVIA_PROOF_SUGGEST_H
#define SYNOVIA_PROOF_SUGGEST_H

#include "proof/lua_case.h"

struct suggestions {
    const struct lua_cases *items; /* one a fact, in the order of the script */
    size_t count;
    size_t case_count;
    size_t unplaced; /* facts for which the tests name nobody to whom they matter */
};

/* `today` is the day of sets of facts that name none, where no test names one. Everything lives in
 * the arena; false where memory ran out. */
bool suggest(const struct suite *suite, const struct functions *functions, int32_t today,
             struct arena *arena, struct suggestions *suggestions);

#endif
