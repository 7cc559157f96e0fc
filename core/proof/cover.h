/*
 * What the examples of a suite show, counted while they run.
 *
 * For every rule, line, condition, step, halt and loop end: how often it was seen true, false and
 * unknown; and for every condition that has parts the patterns of its parts, each once however many
 * examples have it, from which the end tells whether each part decides alone (proof/decides.h).
 *
 *     test, case ── decision ── cover_decision ──┐
 *     walk ── the start, each turn ── cover_note ├──> struct cover ── coverage_of (coverage.h)
 *          └─ steps, halts, loops ── cover_... ──┘
 *
 * Coverage is about the source: an item is a place where something is written, not a node. An
 * `always` is no example and counts for nothing here: it says what holds for everybody, and a rule
 * that only a promise speaks of has never been looked at.
 *
 * Every function takes NULL for the cover, and does nothing then: whoever runs tests for another
 * reason does not pay for coverage. Memory that runs out is kept in the arena's `failed` and told
 * at the end.
 */
#ifndef SYNOVIA_PROOF_COVER_H
#define SYNOVIA_PROOF_COVER_H

#include "proof/decides.h"
#include "rules/decision.h"

/* How often something was seen; for a rule "true" is fired for certain, for a line chosen, for a
 * step shown, for a halt halted; "false" is quiet, not chosen, left out, quiet. */
struct seen {
    uint32_t yes, no, unknown;
};

/* The patterns of one condition, each once. */
struct patterns {
    struct tree tree;
    truth *items; /* leaf_count each */
    size_t count, capacity;
    uint32_t *slots; /* open addressing: pattern + 1, or 0 */
    uint32_t slot_mask;
};

enum loop_end { LOOP_ENDS_AT_MOST, LOOP_ENDS_FINISH_WHEN };

/* A step or loop of a technique, with where it stands in the cover. */
struct covered_step {
    uint32_t technique;
    const struct step *step;
    bool in_loop;
    struct seen seen;
    uint32_t ends[2]; /* a loop: how often it ended by each loop_end */
};

struct cover {
    const struct program *program;
    struct arena *arena;
    uint32_t examples;      /* decisions and walks noted */
    struct seen *rules;     /* one a rule; halts too */
    struct seen *lines;     /* of results, one behind the other */
    struct seen *firsts;    /* one an item of program.lines; those of results stay empty */
    struct seen *written;   /* one an item of program.written */
    struct patterns *trees; /* one a condition that is no part */
    size_t tree_count;
    struct covered_step *steps; /* of all techniques, in the order written, loops before theirs */
    size_t step_count;
};

/* A cover of nothing yet, in the arena; NULL where memory ran out. */
struct cover *cover_new(const struct program *program, struct arena *arena);

/* Notes an example's decision: its rules, its lines, and its evaluation. */
void cover_decision(struct cover *cover, const struct decision *decision);

/* Notes the conditions of one evaluation of the program, or of its first nodes: a turn of a walk.
 */
void cover_note(struct cover *cover, const struct evaluation *evaluation);

/* ---- what a walk shows; steps and loops are those of the cover's program ---- */

void cover_step(struct cover *cover, const struct step *step, bool left_out);
void cover_loop_end(struct cover *cover, const struct step *loop, enum loop_end end);

/* A rule that halted: a halt, or one that is watched throughout. */
void cover_halt(struct cover *cover, uint32_t rule);

#endif
