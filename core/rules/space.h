/*
 * Searching the space of inputs: is there anybody for whom this holds?
 *
 * A tree of partial answers. At each node the goal is evaluated with everything unsaid unknown;
 * where that already settles it, the whole branch is cut, and otherwise one fact that could still
 * settle it is given each of the values that can make a difference:
 *
 *            all { fever, age:over(65) }  ?
 *                     fever
 *              no /          \ yes
 *          false: cut        age
 *                    0 /   65 |    \ 120          65 and what lies on both sides of it
 *              false: cut   false   true: found
 *
 * Facts that a gate leaves out, or that settled terms hide, are never tried. A fact whose numbers
 * meet nothing but constants falls into cells between its thresholds, and one value stands for its
 * cell. Where numbers meet each other, boundary values are tried first to find somebody, then boxes
 * are split in halves to prove by interval arithmetic that there is nobody, then seeded random
 * picks are made until the budget is spent.
 *
 * A find is certain, and so is `SEARCH_IMPOSSIBLE` (up to the tolerance of comparisons, and to the
 * functions being deterministic). `SEARCH_NOT_FOUND` says nothing.
 */
#ifndef SYNOVIA_RULES_SPACE_H
#define SYNOVIA_RULES_SPACE_H

#include "rules/evaluate.h"

enum search_verdict {
    SEARCH_FOUND,      /* `answers` is a person for whom it holds */
    SEARCH_IMPOSSIBLE, /* proved: every case is covered */
    SEARCH_NOT_FOUND,  /* `tried` cases, not all there are */
    SEARCH_NO_MEMORY,
};

/*
 * Judges one case. `answers` has one item a fact of the program and is valid during the call; what
 * the goal and the roots do not rest on is absent.
 */
typedef bool (*search_test)(void *context, const struct answer *answers);

struct search {
    const struct program *program;
    int32_t as_of;
    const struct functions *functions; /* or NULL: derived functions stay unknown */

    /* What to look for: cases in which node `goal` has a value of the mask `wanted` for certain;
     * NODE_MISSING where every case is of interest. */
    node_id goal;
    uint64_t wanted;

    /* And among them, the first that `test` accepts; NULL: the first of all. It is called once the
     * goal and everything else that it looks at, the `roots`, are settled (or nothing can settle
     * them). */
    search_test test;
    const node_id *roots;
    size_t root_count;

    /* Cuts a branch: true where no case that completes these answers can pass `test`. Or NULL. */
    search_test hopeless;
    void *context;

    bool partial;    /* facts may also be absent or unanswerable, not only given or none */
    bool asked;      /* with `partial`: no fact that could settle something is absent */
    uint64_t budget; /* evaluations at the most; 0 is taken for 1 */
    uint64_t seed;   /* of the random picks: the same seed gives the same search */
};

struct search_result {
    enum search_verdict verdict;
    uint64_t tried;         /* evaluations made */
    uint64_t work;          /* nodes evaluated in all of them, and nodes looked through before */
    struct answer *answers; /* SEARCH_FOUND: one a fact, in the arena; NULL otherwise */
};

/* The goal and the roots must be nodes of the program. Nothing is left in the arena but the result
 * and working memory of the order of the program's size. */
struct search_result space_search(const struct search *search, struct arena *arena);

#endif
