/*
 * Two decisions about one person as the wire has them, held against each other: what was recorded,
 * and what another version of the protocol answers.
 */
#ifndef SYNOVIA_SERVICE_JOURNAL_COMPARE_H
#define SYNOVIA_SERVICE_JOURNAL_COMPARE_H

#include "rules/caution.h"
#include "wire/value.h"

/* A decision, read off the wire; texts are views of the message. */
struct told {
    struct caution caution;
    struct wire_value decision; /* the map; nil where the person was cleared and shown the steps */
};

/* Reads a decision. False where the value is none, or memory ran out (the arena says so). */
bool told_read(const struct wire_value *decision, struct arena *arena, struct told *told);

/*
 * Reads the answer of a method that may have answered otherwise than with a decision: the steps of
 * a technique, or a session at its first step, are told to people who are cleared; what else was
 * said to them is not in such an answer, and counts as nothing changed. False where the answer
 * holds no decision of either form.
 */
bool told_read_answer(const struct wire_value *answer, struct arena *arena, struct told *told);

enum difference_kind {
    DIFFERENCE_FAULT,     /* `name`: a fact; `after`: the fault's code */
    DIFFERENCE_LOST,      /* `name`: a rule that fired and does not */
    DIFFERENCE_WON,       /* `name`: a rule that fires and did not */
    DIFFERENCE_RESULT,    /* `name`: a result; its lines before and after, "" where it was open */
    DIFFERENCE_TECHNIQUE, /* `name`: a technique; "yes", "no", "ask" */
    DIFFERENCE_OUTCOME,   /* the outcomes */
    DIFFERENCE_COMPLETE,  /* "complete", "asks on" */
};

struct difference {
    enum difference_kind kind;
    struct text name;
    struct text before;
    struct text after;
};

enum compared { COMPARED_SAME, COMPARED_LESS, COMPARED_MORE, COMPARED_OTHER };

struct comparison {
    enum compared compared;
    enum caution_measure by;
    struct difference *differences; /* what explains it, in the arena */
    size_t count;
};

/* False where memory ran out. */
bool compare_told(const struct told *before, const struct told *after, struct arena *arena,
                  struct comparison *comparison);

const char *difference_kind_name(enum difference_kind kind);
const char *compared_name(enum compared compared); /* "same", "less", "more", "other" */

#endif
