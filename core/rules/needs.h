/*
 * Needs: for each unknown node, the facts that may be asked now and could settle it.
 *
 * Children stand before their parents, so one pass upwards suffices: a node that is known needs
 * nothing, an unknown one what its unknown children need. A fact needs itself; behind a gate that
 * is unknown it needs what the gate needs, and where nothing can settle the gate it is asked as
 * though the gate were true.
 */
#ifndef SYNOVIA_RULES_NEEDS_H
#define SYNOVIA_RULES_NEEDS_H

#include "rules/evaluate.h"

/* Fills evaluation->needs where any node is unknown. False where memory ran out. */
bool needs_collect(struct evaluation *evaluation);

/* Sets of facts, `words` words each. */
static inline bool set_has(const uint64_t *set, uint32_t fact) {
    return (set[fact / 64] >> (fact % 64) & 1) != 0;
}

static inline void set_add(uint64_t *set, uint32_t fact) {
    set[fact / 64] |= (uint64_t)1 << (fact % 64);
}

bool set_is_empty(const uint64_t *set, size_t words);
void set_join(uint64_t *into, const uint64_t *from, size_t words);

#endif
