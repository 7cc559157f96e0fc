/*
 * A slice: the part of a program that some nodes rest on, as a small program of its own with facts
 * that a search may change (what is undecided is unknown, even where the fact is optional).
 */
#ifndef SYNOVIA_RULES_SPACE_SLICE_H
#define SYNOVIA_RULES_SPACE_SLICE_H

#include "base/arena.h"
#include "rules/program.h"

struct slice {
    struct program program; /* only nodes, children, facts, results and functions are of use */
    struct fact *facts;     /* program.facts, writable; facts outside of the slice have no node */
    node_id *map;           /* node of the whole program -> node of the slice, or NODE_MISSING */
};

/* Everything lives in the arena, which must not outlive `program`. False where memory ran out. */
bool slice_make(struct slice *slice, const struct program *program, const node_id *roots,
                size_t root_count, struct arena *arena);

#endif
