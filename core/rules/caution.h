/*
 * Which of two decisions for the same person is the more cautious one: what a changed protocol is
 * judged by, over recorded people (replay) and over all people (diff).
 *
 *     measure      less cautious where, after the change,
 *     ----------   ---------------------------------------------------------------
 *     outcome      the outcome is lower on the ladder (kinds.h)
 *     urgency      the person is referred less soon, or not at all
 *     rules        a rule that fired, certain or not ruled out, does not fire any more
 *     complete     the decision is complete where it was not: less is asked
 *     techniques   a technique is open to the person that was not (no < ask < yes)
 *
 * One thing lost is not outweighed by another gained: a decision that is lower by *either* outcome
 * or urgency is less cautious, even where the other rose, because somebody is stopped no more, or
 * seen later. The measures below them count only where outcome and urgency are the same, each only
 * where those above it show nothing; a rule lost counts before a rule won, so that a renamed rule
 * is reported.
 *
 * Two decisions of the same caution may still differ: in the line of a result without an outcome,
 * in a score, in texts.
 */
#ifndef SYNOVIA_RULES_CAUTION_H
#define SYNOVIA_RULES_CAUTION_H

#include "rules/decision.h"

/* A technique of the decision. One that a decision does not have is not compared. */
struct caution_technique {
    struct text id;
    enum availability available;
};

/* What of a decision counts. Read off a decision by caution_of, or off a recorded one by others. */
struct caution {
    enum outcome outcome;
    enum urgency urgency;
    bool complete;
    const struct text *fired; /* ids of the rules that fired, sorted by text_compare, no id twice */
    size_t fired_count;
    const struct caution_technique *techniques; /* sorted by id likewise */
    size_t technique_count;
};

enum caution_direction { CAUTION_SAME, CAUTION_LESS, CAUTION_MORE };

/* By what one is more cautious than the other; the first that shows it. */
enum caution_measure {
    CAUTION_BY_NOTHING, /* CAUTION_SAME */
    CAUTION_BY_OUTCOME,
    CAUTION_BY_URGENCY,
    CAUTION_BY_RULES,
    CAUTION_BY_COMPLETE,
    CAUTION_BY_TECHNIQUES,
};

struct caution_change {
    enum caution_direction direction; /* CAUTION_LESS: `after` is less cautious than `before` */
    enum caution_measure by;
};

struct caution_change caution_compare(const struct caution *before, const struct caution *after);

/* Reads a decision; the lists are in the arena, the ids in the program. False where memory ran out.
 */
bool caution_of(const struct decision *decision, struct arena *arena, struct caution *caution);

/* Sorts a list of ids and drops what is there twice; returns how many are left. */
size_t caution_sort(struct text *ids, size_t count);

/* True where the sorted list holds the id. */
bool caution_holds(const struct text *ids, size_t count, struct text id);

/* "same", "less", "more"; "outcome", "urgency", ... ("nothing"). */
const char *caution_direction_name(enum caution_direction direction);
const char *caution_measure_name(enum caution_measure measure);

#endif
