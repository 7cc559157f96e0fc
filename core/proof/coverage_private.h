/*
 * Making the report, in two parts: coverage.c lists the items with what is shown of them,
 * coverage_search.c looks for what is missing.
 */
#ifndef SYNOVIA_PROOF_COVERAGE_PRIVATE_H
#define SYNOVIA_PROOF_COVERAGE_PRIVATE_H

#include "proof/coverage.h"

/* What an item is about, to search for what it lacks. */
struct subject {
    node_id node;     /* its value; NODE_MISSING: nothing to search */
    uint64_t yes, no; /* the masks of MARK_YES and MARK_NO */
    bool is_line;     /* `line` of the node must be chosen, instead of a mask */
    uint32_t line;
    const struct patterns *patterns; /* MARK_DECIDES: leaf `leaf` of this condition */
    size_t leaf;
};

struct making {
    const struct proof *proof;
    const struct cover *cover;
    const struct program *program;
    const struct coverage_options *options;
    struct arena *arena;
    struct cover_item *items;
    struct subject *subjects;
    size_t count;
};

/* Marks as bits. */
enum { YES = 1U << MARK_YES, NO = 1U << MARK_NO, DECIDES = 1U << MARK_DECIDES };

/* Whether each pattern shows the leaf deciding: 0, or its value. NULL where memory ran out. */
truth *coverage_deciding(const struct patterns *patterns, size_t leaf, struct arena *arena);

/* Looks for every missing mark of the items: sets `out_of_reach` and `hints`. False where memory
 * ran out; `complete` stays false where the caller ended it before. */
bool coverage_search(struct making *making, bool *complete);

#endif
