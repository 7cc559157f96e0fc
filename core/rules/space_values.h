/*
 * The values of a fact that can make a difference.
 *
 * A number that is only ever compared with constants (perhaps after arithmetic with constants)
 * falls into cells: its thresholds and the stretches between them. One value stands for its whole
 * cell.
 *
 *     age:under(18), age:over(65)    0 ---- 18 ---- 41.5 ---- 65 ---- 120
 *                                    |cell  |  cell  |   cell  |  cell |
 *
 * Dates do the same through their completed days, weeks, months or years before `as_of`.
 */
#ifndef SYNOVIA_RULES_SPACE_VALUES_H
#define SYNOVIA_RULES_SPACE_VALUES_H

#include "rules/space_slice.h"

struct fact_values {
    struct answer *answers; /* given values only, no state without a value */
    size_t count;
    bool exact; /* each value stands for its cell, and every cell has one */
};

/* One item a fact of the slice's program, in the arena; facts outside of the slice have no values.
 * NULL where memory ran out. */
struct fact_values *space_values(const struct slice *slice, int32_t as_of, struct arena *arena);

#endif
