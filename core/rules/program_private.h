/*
 * How a program is held: its tables in an arena of its own, its texts in a store that it shares
 * with the builder which made it. For builder_freeze and program.c only.
 */
#ifndef SYNOVIA_RULES_PROGRAM_PRIVATE_H
#define SYNOVIA_RULES_PROGRAM_PRIVATE_H

#include "base/arena.h"
#include "rules/program.h"

#include <stdatomic.h>

/* Texts and declared arrays, shared by a builder and the programs frozen from it. */
struct store {
    struct arena arena;
    atomic_uint count;
};

struct store *store_new(void);
void store_release(struct store *store);

struct fact_slot {
    uint32_t hash;
    uint32_t fact_plus_one; /* 0: free */
};

struct program_owner {
    struct program program; /* first, so that a program is its owner */
    struct arena arena;
    struct store *store;
    atomic_uint count;
};

/* Hash of a fact's name, for the slots. */
uint32_t program_hash_name(struct text name);

/* Fills program->languages from the texts; where memory runs out the arena's `failed` is set. */
void program_collect_languages(struct program *program, struct arena *arena);

#endif
