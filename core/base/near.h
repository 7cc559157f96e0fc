/*
 * The nearest name: what somebody probably meant.
 */
#ifndef SYNOVIA_BASE_NEAR_H
#define SYNOVIA_BASE_NEAR_H

#include "base/text.h"

#include <stddef.h>

/*
 * Optimal string alignment distance (insert, delete, replace, swap of neighbours), ASCII case and
 * '-' against '_' counting a half step less than a replacement would: distance in half steps.
 * Names over 64 bytes are compared by their first 64.
 */
unsigned near_distance(struct text a, struct text b);

/*
 * A search for the nearest of several candidates, offered one by one. A candidate counts as near
 * only within a third of the name's length (at least one edit); the first of equals wins.
 */
struct near_search {
    struct text name;
    struct text best;
    unsigned best_distance; /* half steps; a candidate must come below it */
};

void near_begin(struct near_search *search, struct text name);
void near_offer(struct near_search *search, struct text candidate);

/* The nearest candidate, or an empty view where none is near. */
struct text near_result(const struct near_search *search);

#endif
