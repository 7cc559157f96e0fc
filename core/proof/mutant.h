/*
 * Mutants: the faults that an author could have made, one at a time.
 *
 * A place is what an author wrote once. A local that two rules use is one place, though each rule
 * has a copy of it in the spread program: the copies change together.
 *
 * A mutant is a small note of what differs (`struct mutant`), and is made of the spread program
 * (proof/spread.h) by changing one or two nodes in place, and back again:
 *
 *     mutants_list ──> struct mutant ──┐
 *                                      ├── mutant_apply ──> patch->program: decides as the mutant
 *     spread ── patch_open ──> patch ──┘   mutant_undo        ... and as the original again
 *
 * A patch belongs to one thread; the spread program and the list are shared.
 */
#ifndef SYNOVIA_PROOF_MUTANT_H
#define SYNOVIA_PROOF_MUTANT_H

#include "base/buffer.h"
#include "proof/spread.h"

/* MUTANT(NAME, "name on the wire", "what was changed") */
#define SYNOVIA_MUTANTS(MUTANT)                                                                    \
    MUTANT(THRESHOLD, "threshold", "a threshold moved")                                            \
    MUTANT(COMPARISON, "comparison", "over and at_least, or under and at_most, exchanged")         \
    MUTANT(PART, "part", "a part of any, all, at_least or one_of dropped")                         \
    MUTANT(JOINT, "joint", "any for all, or all for any")                                          \
    MUTANT(NEGATION, "negation", "a negation added or removed")                                    \
    MUTANT(RULE, "rule", "a rule removed")                                                         \
    MUTANT(KIND, "kind", "the kind of a rule lowered")                                             \
    MUTANT(URGENCY, "urgency", "the urgency of a referral lowered")                                \
    MUTANT(OUTCOME, "outcome", "the outcome of a line lowered")                                    \
    MUTANT(LINES, "lines", "two lines of a first or a result exchanged")                           \
    MUTANT(POINTS, "points", "points, or another number, changed")                                 \
    MUTANT(OTHERWISE, "otherwise", "what stands for a fact behind a gate changed")                 \
    MUTANT(HALT, "halt", "a halt removed")                                                         \
    MUTANT(AT_MOST, "at_most", "the rounds of a loop changed by one")                              \
    MUTANT(THROUGHOUT, "throughout", "a rule is not watched throughout")

enum mutant_kind {
#define MUTANT(name, wire, words) MUTANT_##name,
    SYNOVIA_MUTANTS(MUTANT)
#undef MUTANT
        MUTANT_KINDS
};

const char *mutant_kind_name(enum mutant_kind kind);
const char *mutant_kind_words(enum mutant_kind kind);

struct mutant {
    enum mutant_kind kind;
    uint32_t root;  /* of the spread program; UINT32_MAX for what is no term */
    node_id node;   /* that changes, or in which an edge changes; NODE_MISSING: the root itself */
    uint32_t part;  /* THRESHOLD, PART, NEGATION, LINES: which child, option or line */
    double number;  /* THRESHOLD, POINTS: what it becomes */
    uint32_t index; /* of the rule, fact, result or technique; AT_MOST: `line` is the step */
    uint32_t line;  /* of the result */
    uint32_t level; /* KIND, URGENCY, OUTCOME, AT_MOST: what it becomes */
    struct answer otherwise; /* OTHERWISE: what it becomes */
    struct source_position position;
    const struct mutant *also; /* the same place where it was copied to another root; or NULL */
};

struct mutants {
    const struct mutant *items; /* in the order of the script */
    size_t count;
};

/* All mutants of a spread program, in the arena. False where memory ran out. */
bool mutants_list(const struct spread *spread, struct arena *arena, struct mutants *mutants);

/* Where its place is read in the source; `position` of the list's mutants is that. */
struct source_position mutant_position(const struct spread *spread, const struct mutant *mutant);

/* Where the term that it changes was written, which for a local is not where it is used. False
 * where that is not known; then no other copy is known either. */
bool mutant_origin(const struct spread *spread, const struct mutant *mutant,
                   struct source_position *origin);

/* The smallest step that the number's decimals show: 1 for 38, 0.1 for 38.5. */
double number_shown_step(double number);

/* The sum without the traces of binary fractions, both being multiples of `step`: 1.5 + 0.1 is
 * 1.6. */
double number_moved(double number, double by, double step);

/* ---- making one ------------------------------------------------------------------------------ */

struct patch {
    struct program program; /* of the mutant that was applied last, or the original's */
    const struct spread *spread;
    struct node *nodes;
    node_id *children; /* the spread program's, and room for changed lists behind them */
    size_t child_count;
    struct fact *facts;
    struct rule *rules;
    struct result *results;
    struct technique *techniques;
    struct arena *arena;
};

/* A patch that is the original; it lives in the arena. False where memory ran out. */
bool patch_open(struct patch *patch, const struct spread *spread, struct arena *arena);

/* A place is copied to at most so many roots. More are left as they are. */
enum { MUTANT_COPIES = 64 };

void mutant_apply(struct patch *patch, const struct mutant *mutant);
void mutant_undo(struct patch *patch, const struct mutant *mutant);

/* ---- telling it ------------------------------------------------------------------------------ */

/*
 * What the script says at that place, and what the mutant would have it say, as the script writes
 * it: "worst_pain:at_least(7)", "worst_pain:over(7)". `after` is empty where it is left out. The
 * patch is the original before and after.
 */
void mutant_before_and_after(struct patch *patch, const struct mutant *mutant,
                             struct buffer *before, struct buffer *after);

/* The declaration that it stands in: "red flag severe-pain", "result imaging, line \"image\"". */
void mutant_place(const struct spread *spread, const struct mutant *mutant, struct buffer *out);

#endif
