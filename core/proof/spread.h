/*
 * A program spread out, so that every place of the script is a node of its own.
 *
 * Equal terms of a program are one node: `pain:at_least(7)` in two rules is the same node, and who
 * changes it changes both rules. A mutant must change one place only. So each *root* (what a rule,
 * a line, a score's item, a gate ... rests on) gets its own copies of the terms below it. Facts and
 * what has a name (derived values, scores, results) stay shared: they are written once.
 *
 *         hot          old                      hot            old
 *          |            |                        |              |
 *         any          all         becomes      any            all
 *        /   \        /   \                    /   \          /   \
 *    fever    pain >= 7    age              fever pain>=7  pain>=7  age
 *                |                                   |        |
 *               pain                                 `- pain -'
 *
 * Beside them stand *spare* nodes, which nothing refers to until a mutant needs a negation there.
 * The spread program decides as the program does; the tests hold it to that.
 */
#ifndef SYNOVIA_PROOF_SPREAD_H
#define SYNOVIA_PROOF_SPREAD_H

#include "base/arena.h"
#include "base/limits.h"
#include "rules/program.h"

/* A spread program has at most so many nodes. */
enum { SPREAD_NODES = 16 * LIMIT_NODES };

enum root_use {
    USE_GATE,         /* facts[index] */
    USE_DERIVED,      /* derived[index] */
    USE_SCORE_ITEM,   /* scores[index].items[line] */
    USE_RULE,         /* rules[index] */
    USE_LINE,         /* the condition of results[index].lines[line] */
    USE_TECHNIQUE,    /* techniques[index] */
    USE_STEP_ONLY_IF, /* the step number `line` of techniques[index], see spread_step */
    USE_STEP_SKIP_IF,
    USE_FINISH_WHEN,
    USE_PROBE, /* of a test: never changed */
};

struct spread_root {
    enum root_use use;
    uint32_t index;
    uint32_t line;
    node_id node;  /* in the spread program */
    node_id spare; /* a node behind it for its negation; NODE_MISSING where it is no condition */
    struct source_position position; /* of the declaration */
};

/* What is known of a node of the spread program. */
struct spread_node {
    uint32_t root;    /* index of the root that it was copied for; UINT32_MAX: a fact or a spare */
    node_id original; /* in the program; NODE_MISSING for a spare */
    node_id parent;   /* the term that it stands in; NODE_MISSING for a root's own node */
    node_id spare;    /* a node before it, for the negation of one of its parts; or NODE_MISSING */
};

struct spread {
    struct program program;
    const struct program *original;
    const struct spread_node *nodes; /* one a node of the program */
    const struct spread_root *roots;
    size_t root_count;
    node_id never;        /* the condition that is false */
    size_t most_children; /* of any node */
};

/*
 * Spreads the program. Everything lives in the arena, and the program must outlive it. False where
 * memory ran out, or where the spread program would pass SPREAD_NODES (`spread->program`
 * has no nodes then).
 */
bool spread_make(struct spread *spread, const struct program *program, struct arena *arena);

/* Gives the program tables of its own in the arena, so that its roots may be set: false where
 * memory ran out. Nodes and children stay shared. */
bool spread_copy_tables(struct program *program, struct arena *arena);

/* Lets a root rest on `node` in a program with tables of its own. Of a line that is the table only:
 * the result's node has its children beside. */
void spread_set_root(struct program *program, const struct spread_root *root, node_id node);

/* Step number `number` of a technique, loops and the steps in them counted in their order; NULL
 * where there is none. */
const struct step *spread_step(const struct technique *technique, uint32_t number);

#endif
