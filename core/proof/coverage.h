/*
 * What the examples of a suite show of its protocol, and what they do not: the report.
 *
 * An item is a place in the source. What is wanted of it, its *marks*:
 *
 *     a rule            that it fires; that it is quiet
 *     a result's line   that it is given
 *     a `first` line    that it is chosen
 *     a condition       that it holds; that it does not; as a part of another, that it decides
 *                       alone (proof/decides.h)
 *     a gate            that it opens; that it stays shut
 *     a step            that it is shown; where it may be left out, that it is
 *     a halt            that it halts; that it is watched and does not
 *     a loop's end      that a walk comes to it
 *
 * How often each was *unknown* is counted and shown, but not wanted: an example that leaves things
 * unsaid shows much at once, and no number of them shows more.
 *
 * Some marks nobody can earn: of `any { age:under(10), age:under(20) }` the first part never makes
 * the difference. Each missing mark is looked for in the space of inputs (rules/space.h): where it
 * is proved that no input has it, it is out of reach and not counted; where an input is found, that
 * is the example to write. What only a session evaluates is not looked for.
 */
#ifndef SYNOVIA_PROOF_COVERAGE_H
#define SYNOVIA_PROOF_COVERAGE_H

#include "proof/cover.h"
#include "proof/proof.h"

/* ROW(NAME, "key on the wire", "what one of it is", "what a person reads"): the rows of the table.
 */
#define SYNOVIA_COVER_ROWS(ROW)                                                                    \
    ROW(RULES, "rules", "rule", "rules fire and are quiet")                                        \
    ROW(LINES, "lines", "line", "lines of results are given")                                      \
    ROW(FIRSTS, "firsts", "first", "lines of `first` are chosen")                                  \
    ROW(CONDITIONS, "conditions", "condition", "conditions hold and do not hold")                  \
    ROW(PARTS, "parts", "part", "parts of conditions decide alone")                                \
    ROW(GATES, "gates", "gate", "gates open and stay shut")                                        \
    ROW(STEPS, "steps", "step", "steps are shown, or left out")                                    \
    ROW(HALTS, "halts", "halt", "halts stop, and are watched in vain")                             \
    ROW(LOOPS, "loops", "loop", "loops come to their ends")

enum cover_row {
#define ROW(name, key, kind, words) COVER_##name,
    SYNOVIA_COVER_ROWS(ROW)
#undef ROW
        COVER_ROW_COUNT,
};

const char *cover_row_key(enum cover_row row);
const char *cover_row_kind(enum cover_row row);
const char *cover_row_words(enum cover_row row);

enum cover_mark {
    MARK_YES,     /* fires, is given, is chosen, holds, opens, is shown, halts, comes to its end */
    MARK_NO,      /* is quiet, does not hold, stays shut, is left out */
    MARK_DECIDES, /* a part: decides alone */
    COVER_MARK_COUNT,
};

/* A case that would earn a missing mark; for MARK_DECIDES one or two, for the values of the part
 * that no example shows deciding. */
struct cover_hint {
    enum cover_mark mark;
    bool value; /* MARK_DECIDES: of the part in this case */
    struct stated_facts given;
    struct cover_hint *next;
};

struct cover_item {
    enum cover_row kind;  /* never COVER_PARTS: a part is a condition */
    struct text name;     /* of the rule, result, fact or technique; of a condition: its owner's,
                           or its own local name; may be empty */
    struct text detail;   /* the line, the step ("arch"), the condition as written; of a loop's end
                             "at_most" or "finish_when" behind the loop: "segments: at_most" */
    enum written_use use; /* a condition: what for; of a part: WRITTEN_PART */
    enum joint joint;     /* a condition */
    node_id node;         /* a condition's, of the suite's program; else NODE_MISSING */
    uint32_t depth;       /* a condition: how many others it is a part of */
    struct source_position position;
    uint32_t end_line, end_column; /* behind a condition; else as position */
    struct seen seen;
    unsigned wanted; /* bits 1 << mark */
    unsigned shown;
    unsigned out_of_reach;    /* proved: no input shows it */
    struct cover_hint *hints; /* in the order of the marks */
};

struct cover_total {
    size_t shown, of, out_of_reach; /* marks; `of` without those out of reach */
};

struct coverage {
    const struct program *program;  /* the suite's */
    const struct cover_item *items; /* rules, lines, conditions ..., each in the script's order */
    size_t item_count;
    struct cover_total totals[COVER_ROW_COUNT];
    uint32_t examples;
    bool complete; /* every missing mark was looked for */
};

struct coverage_options {
    bool searches;   /* look for what is missing */
    uint64_t budget; /* evaluations of each search; 0 for COVERAGE_BUDGET */
    bool (*goes_on)(void *context, size_t done,
                    size_t of); /* asked before each search; NULL: yes */
    void *context;
};

enum { COVERAGE_BUDGET = 4000 };

/* The report on the tests that the proof has run so far. Everything lives in the arena. False where
 * memory ran out, now or while the tests ran. */
bool coverage_of(const struct proof *proof, const struct coverage_options *options,
                 struct arena *arena, struct coverage *coverage);

/* The marks of an item that no example shows and that are not out of reach. */
static inline unsigned cover_missing(const struct cover_item *item) {
    return item->wanted & ~item->shown & ~item->out_of_reach;
}

#endif
