/*
 * Searching the space of inputs: is there anybody for whom a condition is true?
 *
 * Each fact below the condition contributes the values that can make a difference: every option,
 * every answer state, and for numbers the declared ends, every constant that the number is compared
 * with and its neighbours on both sides. Where all facts meet only constants (no arithmetic between
 * facts, no function), each value stands for all of its cell, and trying the whole product is a
 * proof. Otherwise, or where the product passes the budget, the search is by boundary values and
 * seeded random picks: a find is certain, a miss is not.
 */
#ifndef SYNOVIA_RULES_SPACE_H
#define SYNOVIA_RULES_SPACE_H

#include "rules/decision.h"

enum search_verdict {
    SEARCH_FOUND,      /* `answers` is a person for whom it holds */
    SEARCH_IMPOSSIBLE, /* proved: every case was tried */
    SEARCH_NOT_FOUND,  /* tried `tried` cases, not all there are */
    SEARCH_NO_MEMORY,
};

/* Judges one complete or partial set of answers. */
typedef bool (*search_test)(void *context, const struct answer *answers);

struct search {
    const struct program *program;
    const node_id *roots; /* the facts below these nodes are varied; the others stay absent */
    size_t root_count;
    bool partial;    /* also absent and unanswerable facts, not only given ones and none */
    uint64_t budget; /* cases to try at the most */
    uint64_t seed;   /* of the random picks */
    search_test test;
    void *context;
};

struct search_result {
    enum search_verdict verdict;
    bool exhaustive;       /* the whole product was tried, and its values stand for all */
    uint64_t tried;
    struct answer *answers; /* SEARCH_FOUND: one a fact, in the arena */
};

struct search_result space_search(const struct search *search, struct arena *arena);

#endif
