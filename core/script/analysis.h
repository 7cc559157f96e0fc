/*
 * What the passes of the whole-program checks share: the declarations seen as a program, walks over
 * it, searches in it and its words for messages.
 */
#ifndef SYNOVIA_SCRIPT_ANALYSIS_H
#define SYNOVIA_SCRIPT_ANALYSIS_H

#include "rules/space.h"
#include "script/declarations.h"

struct analysis {
    const struct declarations *declarations;
    struct diagnostics *diagnostics;
    struct arena arena;     /* of the analyses; freed at their end */
    struct program program; /* a view: its nodes are the builder's, with the builder's ids */
    size_t node_count;      /* nodes of the script; the analyses add more behind them */
    bool *used;             /* one a node: below some root (derived values apart), gates included */
    node_id *first_lines;   /* one a written `first`: its lines as those of a result */
    bool asks_answered;     /* `answered` is used somewhere */
    bool *settled;          /* one a node: reported as never true or never false */
    const union cell *widest; /* one a node: every value that it may have, whatever is said */
    uint64_t work;            /* of the searches so far, in nodes evaluated */
};

/* ---- the passes; each stands in a file of its own ---- */

void analyse_reach(struct analysis *analysis);
void analyse_decided(struct analysis *analysis);
void analyse_lines(struct analysis *analysis);
void analyse_optional(struct analysis *analysis);
void analyse_none(struct analysis *analysis);
void analyse_live(struct analysis *analysis);
void analyse_rules(struct analysis *analysis);

/* ---- what they share (analysis.c) ---- */

/* The view of what is declared so far, with lines for every `first`. False where memory ran out. */
bool analysis_begin(struct analysis *analysis, struct declarations *declarations);
void analysis_end(struct analysis *analysis);

/* True where a few terms may be built on top of this one without passing a limit of the builder,
 * which would be taken for the script's fault. */
bool analysis_may_build(const struct analysis *analysis, node_id node);

/* Takes a fresh view after terms were added to the builder. */
void analysis_refresh(struct analysis *analysis);

const struct node *analysis_node(const struct analysis *analysis, node_id node);
const node_id *analysis_children(const struct analysis *analysis, node_id node);

/* Where the term was written; line 0 where it was not (a part that a method made by itself). */
struct place analysis_place(const struct analysis *analysis, node_id node);

bool node_is_fact(const struct node *node);       /* the value of a fact */
bool node_is_comparison(const struct node *node); /* LESS, AT_MOST, EQUAL */

/* `low <= x and x <= high`, as `between` builds it; sets what it is about. */
bool analysis_between(const struct analysis *analysis, node_id node, node_id *number, double *low,
                      double *high);

/* A fresh mark for each node, and for each fact; all false. NULL where memory ran out (noted). */
bool *analysis_node_marks(struct analysis *analysis);
bool *analysis_fact_marks(struct analysis *analysis);

/* Marks the node and all below it, what gates rest on where `gates`; clears other marks. */
void analysis_below(const struct analysis *analysis, node_id node, bool gates, bool *below);

/* Marks the facts below the node beside those that are marked already. */
void analysis_facts(struct analysis *analysis, node_id node, bool gates, bool *facts);

/* Is there anybody for whom the node has a value of the mask? A proof or a find, or neither; also
 * neither once all searches together have done more work than a check may take. */
enum search_verdict analysis_search(struct analysis *analysis, node_id node, uint64_t wanted);

/* The term as a script would write it, for messages; short. */
struct text analysis_text(struct analysis *analysis, node_id node);

/* "`age` is 0 to 120 a; `days` is 0 to 60 d, or none": what the facts of a condition may be. */
struct text analysis_ranges(struct analysis *analysis, node_id node);

#endif
