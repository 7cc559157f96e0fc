/*
 * A program: what a protocol's script declared, frozen. Immutable and free of Lua, so any number of
 * threads may read one program at the same time.
 *
 * Two halves. The *declarations* (facts, rules, results, ...) carry the names and the texts. The
 * *nodes* carry the logic: every term of the script is a node, equal terms are one node
 * (hash-consing), and a node's children always have lower ids than the node itself. Evaluation is
 * therefore a single walk over an array:
 *
 *      id:   0        1         2            3            4              5
 *          fever    temp      38      1 at_least 2     any(0,3)     not(4) ...
 *          [------ facts and constants ------][------ terms on top of them ------]
 *
 * The nodes that a screening needs stand first (`screen_nodes` of them); those that only sessions
 * need (halts, steps, loops) stand behind.
 *
 * Everything a program points to lives in its own arena and goes with it.
 */
#ifndef SYNOVIA_RULES_PROGRAM_H
#define SYNOVIA_RULES_PROGRAM_H

#include "base/text.h"
#include "rules/kinds.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- texts ----------------------------------------------------------------------------------- */

struct phrase_entry {
    struct text language; /* BCP 47 tag */
    struct text text;
};

/* A text that a person reads, in one or several languages; count 0 where there is none. */
struct phrase {
    const struct phrase_entry *entries;
    size_t count;
};

/* Where a declaration stands; line and column count from 1, line 0 where it is not from a file. */
struct source_position {
    struct text file;
    uint32_t line;
    uint32_t column;
};

/* ---- nodes ----------------------------------------------------------------------------------- */

typedef uint32_t node_id;
enum { NODE_MISSING = UINT32_MAX }; /* "no such node": a gate that is not there, and so on */

/*
 * What a node computes. Discrete nodes yield a mask of the values still possible: for conditions
 * MASK_FALSE | MASK_TRUE, for a choice one bit an option, for a result one bit a line, and
 * MASK_NONE where "there is no such value" is possible. Number nodes yield an interval.
 *
 * NODE(name, "as the script writes it", yields a number)
 */
#define SYNOVIA_NODES(NODE)                                                                        \
    NODE(FALSE, "false", false)                                                                    \
    NODE(TRUE, "true", false)                                                                      \
    NODE(FACT_DISCRETE, "fact", false)       /* fact */                                            \
    NODE(ONE_OF, "one_of", false)            /* (discrete) mask: value in mask; none: false */     \
    NODE(IS_NONE, "is_none", false)          /* (any) */                                           \
    NODE(ANSWERED, "answered", false)        /* fact */                                            \
    NODE(NOT, "~", false)                    /* (condition) */                                     \
    NODE(ALL, "all", false)                  /* (condition ...) */                                 \
    NODE(ANY, "any", false)                  /* (condition ...) */                                 \
    NODE(AT_LEAST_COUNT, "at_least", false)  /* (condition ...) count */                           \
    NODE(LESS, "under", false)               /* (number, number) strictly, within tolerance */     \
    NODE(AT_MOST, "at_most", false)          /* (number, number) */                                \
    NODE(EQUAL, "is", false)                 /* (number, number) */                                \
    NODE(LINES, "result", false)             /* (when ...): index of the first that holds */       \
    NODE(FUNCTION_DISCRETE, "derive", false) /* (any ...) function */                              \
    NODE(ROSE_BY, "rose_by", false)          /* (number) number */                                 \
    NODE(FELL_BY, "fell_by", false)          /* (number) number */                                 \
    NODE(NUMBER, "number", true)             /* number */                                          \
    NODE(FACT_NUMBER, "fact", true)          /* fact */                                            \
    NODE(FACT_DATE, "fact", true)            /* fact: the day number (base/date.h) */              \
    NODE(ADD, "+", true)                     /* (number ...) */                                    \
    NODE(SUBTRACT, "-", true)                /* (number, number) */                                \
    NODE(MULTIPLY, "*", true)                /* (number, number) */                                \
    NODE(DIVIDE, "/", true)                  /* (number, number) */                                \
    NODE(NEGATE, "-", true)                  /* (number) */                                        \
    NODE(IF_NONE, "if_none", true)           /* (number) number */                                 \
    NODE(FIRST, "first", true)               /* (when, number, when, number, ..., number) */       \
    NODE(DAYS_AGO, "days_ago", true)         /* (date) */                                          \
    NODE(WEEKS_AGO, "weeks_ago", true)       /* (date) */                                          \
    NODE(MONTHS_AGO, "months_ago", true)     /* (date) */                                          \
    NODE(YEARS_AGO, "years_ago", true)       /* (date) */                                          \
    NODE(DAYS_UNTIL, "days_until", true)     /* (date from, date to): days from first to second */ \
    NODE(FUNCTION_NUMBER, "derive", true)    /* (any ...) function */

enum node_op {
#define NODE(name, word, number) NODE_##name,
    SYNOVIA_NODES(NODE)
#undef NODE
};

#define MASK_FALSE ((uint64_t)1)
#define MASK_TRUE ((uint64_t)2)
#define MASK_UNKNOWN (MASK_FALSE | MASK_TRUE)
#define MASK_NONE ((uint64_t)1 << 63)

struct node {
    enum node_op op;
    uint32_t first_child; /* index into program.children */
    uint32_t child_count;
    uint32_t depth; /* terms below it on the longest way, gates included; <= LIMIT_TERM_DEPTH */
    union {
        double number;     /* NUMBER, IF_NONE, ROSE_BY, FELL_BY */
        uint64_t mask;     /* ONE_OF */
        uint32_t fact;     /* FACT_*, ANSWERED: index into program.facts */
        uint32_t function; /* FUNCTION_*: index into program.functions */
        uint32_t count;    /* AT_LEAST_COUNT; LINES: the result's index */
    };
};

/* ---- facts ----------------------------------------------------------------------------------- */

enum answer_state {
    ANSWER_ABSENT,       /* not asked yet */
    ANSWER_GIVEN,        /* a value */
    ANSWER_NONE,         /* "there is no such value" */
    ANSWER_UNANSWERABLE, /* asked; the person cannot say */
};

/* The state of one fact. The value counts only for ANSWER_GIVEN. */
struct answer {
    enum answer_state state;
    union {
        uint32_t option; /* choice: index; yes_no: 0 or 1 */
        double number;   /* in the fact's own unit */
        int32_t day;     /* day number, base/date.h */
    };
};

enum gate_kind { GATE_NONE, GATE_ONLY_IF, GATE_ASK_IF };

/* Another unit in which a number may be sent: value_in_own_unit = sent * scale + offset. */
struct unit_conversion {
    struct text unit; /* UCUM */
    double scale;
    double offset;
};

struct code {
    struct text system;
    struct text code;
};

struct fact {
    struct text name;
    enum value_type type;
    struct phrase ask;
    struct phrase help;
    struct text group; /* id; empty: none */
    const struct code *codes;
    size_t code_count;

    const struct text *options;  /* choice */
    const struct phrase *labels; /* one an option; a phrase without entries where there is none */
    size_t option_count;

    double min, max;  /* number, inclusive; -INFINITY and INFINITY where not declared */
    struct text unit; /* UCUM; empty: a bare number */
    bool whole;
    bool unit_required;                  /* a bare number is refused */
    const struct unit_conversion *units; /* other units accepted, the own one not among them */
    size_t unit_count;

    bool future;   /* date: may lie after as_of */
    bool has_none; /* "none" is an answer */
    struct phrase none_label;
    bool optional; /* used where known, never asked; otherwise none */
    bool live;
    bool screened; /* asked and accepted by a screening: not live, or a `throughout` rule or a
                      rose_by/fell_by rests on it. Set by builder_freeze. */
    enum gate_kind gate_kind;
    node_id gate;            /* condition; NODE_MISSING where there is no gate */
    struct answer otherwise; /* given or none; where there is a gate */

    node_id node; /* the fact's own node */
    struct source_position position;
};

/* ---- values ---------------------------------------------------------------------------------- */

/* A function that an author or a plug-in gave to `derive`. */
struct function {
    struct text name;           /* the derived value's name */
    enum value_type type;       /* of what it returns: yes_no, choice or number */
    struct text given_by;       /* "body.surface": a plug-in's function; empty: the script's own */
    const struct text *options; /* choice */
    size_t option_count;
    double min, max; /* number: what it may return; infinite where not declared */
    struct source_position position;
};

/* A named value of `derive`, so that explanations and tests can name it. */
struct derived {
    struct text name;
    enum value_type type; /* yes_no (a condition), choice or number */
    struct text unit;
    node_id node;
    struct source_position position;
};

struct score_item {
    struct phrase label;
    node_id node; /* the points: a number that is 0 where the item's `when` is false */
};

struct score {
    struct text name;
    struct phrase title;
    const struct score_item *items;
    size_t item_count;
    node_id node; /* the sum */
    struct source_position position;
};

/* ---- rules and results ----------------------------------------------------------------------- */

struct referral {
    const struct phrase *to;
    size_t to_count;
    enum urgency urgency; /* URGENCY_NONE: no referral */
};

/* A technique, or one step of it. */
struct technique_place {
    struct text technique;
    struct text step; /* empty: the whole technique */
};

struct rule {
    struct text id;
    enum rule_kind kind;
    node_id fires; /* true where the rule fires: `when`, or not `require` */
    struct phrase because;
    struct phrase advice;
    struct referral referral;
    struct text source;
    const struct text *see; /* education ids */
    size_t see_count;
    const struct technique_place *during; /* empty: everywhere */
    size_t during_count;
    bool throughout;
    bool rests_on_result; /* some result is below `fires`. Set by builder_freeze. */
    struct source_position position;
};

struct result_line {
    struct text name;
    node_id when; /* NODE_MISSING on the last line */
    enum outcome outcome;
    struct referral referral;
    struct phrase because;
    struct phrase advice;
};

struct result {
    struct text name;
    struct phrase title;
    const struct result_line *lines;
    size_t line_count;
    node_id node; /* NODE_LINES */
    struct source_position position;
};

/* ---- guidance -------------------------------------------------------------------------------- */

enum step_kind { STEP_SINGLE, STEP_LOOP };

struct step {
    enum step_kind kind;
    struct text id;
    struct text source;
    node_id only_if; /* or NODE_MISSING */
    node_id skip_if; /* or NODE_MISSING */
    struct source_position position;
    /* STEP_SINGLE */
    struct phrase say;
    struct phrase caution;
    double hold_seconds; /* 0: none */
    struct text figure;
    /* STEP_LOOP */
    uint32_t at_most;
    node_id finish_when; /* or NODE_MISSING */
    const struct step *steps;
    size_t step_count;
};

struct technique {
    struct text id;
    struct phrase title;
    const struct phrase *needs;
    size_t need_count;
    node_id only_if;     /* or NODE_MISSING */
    double idle_seconds; /* after which a session expires */
    struct phrase after;
    struct text source;
    const struct step *steps;
    size_t step_count;
    struct source_position position;
};

struct education {
    struct text id;
    struct phrase title;
    struct phrase text;
    struct text source;
};

/* ---- the source ------------------------------------------------------------------------------ */

/* How a condition is joined of parts. */
enum joint {
    JOINT_NONE, /* of none: a comparison, a fact, a name, or one of these with a `~` before it */
    JOINT_ALL,  /* also `&` */
    JOINT_ANY,  /* also `|` */
    JOINT_NONE_OF,
    JOINT_AT_LEAST,
    JOINT_NOT, /* `~` before a condition that has parts */
};

/* What a condition was written for. */
enum written_use {
    WRITTEN_PART,         /* it is a part of the one before it */
    WRITTEN_FREE,         /* for a name, a function of the script, or the input of a derive */
    WRITTEN_RULE,         /* `when` or `require` of rules[index]; a halt's too */
    WRITTEN_LINE,         /* `when` of line `line` of results[index] */
    WRITTEN_FIRST,        /* `when` of line `line` of the `first` number `index` of the script */
    WRITTEN_SCORE,        /* `when` of item `line` of scores[index] */
    WRITTEN_GATE,         /* `only_if` or `ask_if` of facts[index] */
    WRITTEN_TECHNIQUE,    /* `only_if` of techniques[index] */
    WRITTEN_STEP_ONLY_IF, /* of step `line` of techniques[index], counted with the loops and */
    WRITTEN_STEP_SKIP_IF, /* their steps, in the order written */
    WRITTEN_FINISH_WHEN,
};

/*
 * A condition as it stands in the source. Equal terms are one node, but each place where one is
 * written is an item here, and a name that stands for a term is an item where it is used. The parts
 * stand behind their whole, each followed by its own:
 *
 *     any { fever, all { tired, ~rested } }        0 any, span 5
 *                                                  1   fever, span 1
 *                                                  2   all, span 3
 *                                                  3     tired, span 1
 *                                                  4     ~rested, span 1
 *
 * `require` stands here as written; the rule fires where it is false.
 */
struct written {
    enum written_use use;
    enum joint joint;
    uint32_t index, line; /* as `use` says */
    uint32_t count;       /* JOINT_AT_LEAST: how many must hold */
    uint32_t span;        /* items from this one to the last of its parts */
    node_id node;
    struct text text; /* the author's words on one line, evenly spaced; a long one is cut short */
    struct text name; /* WRITTEN_FREE: the local name that it is given; empty where there is none */
    struct source_position position;
    uint32_t end_line, end_column; /* behind its last character */
};

/* A line of a result, or of a `first`, where it stands in the source. */
struct written_line {
    bool of_first;
    uint32_t index; /* of the result; or the number of the `first`, as in WRITTEN_FIRST */
    uint32_t line;
    node_id node; /* LINES or FIRST */
    struct source_position position;
};

/* ---- the header and the whole ---------------------------------------------------------------- */

struct group {
    struct text id;
    struct phrase title;
};

struct source_reference {
    struct text title;
    struct text url; /* empty: none */
};

/* A plug-in whose functions a protocol uses: a part of what the protocol is. */
struct plug_in_reference {
    struct text name;
    struct text digest; /* 64 hexadecimal digits, SHA-256 of its file */
};

struct header {
    struct text id;
    struct text version; /* SemVer */
    struct phrase title;
    struct text language; /* BCP 47; of the plain strings */
    const struct source_reference *sources;
    size_t source_count;
    const struct text *authors;
    size_t author_count;
    struct text reviewed_by;                  /* empty: nobody yet */
    struct text reviewed_on;                  /* YYYY-MM-DD */
    struct text review_by;                    /* YYYY-MM-DD; empty: none */
    struct referral refer;                    /* where a rule must refer and names nobody */
    struct text digest;                       /* 64 hexadecimal digits of SHA-256 */
    const struct plug_in_reference *plug_ins; /* whose functions it uses, in the order of use */
    size_t plug_in_count;
};

struct fact_slot; /* of the name table; see program.c */

struct program {
    struct header header;

    const struct node *nodes;
    size_t node_count;
    size_t screen_nodes; /* the nodes before this one suffice for a screening */
    const node_id *children;
    size_t child_count;

    const struct fact *facts;
    size_t fact_count;
    const struct derived *derived;
    size_t derived_count;
    const struct function *functions;
    size_t function_count;
    const struct score *scores;
    size_t score_count;
    const struct rule *rules; /* halts among them; in the order of the script */
    size_t rule_count;
    const struct result *results;
    size_t result_count;
    const struct technique *techniques;
    size_t technique_count;
    const struct education *educations;
    size_t education_count;
    const struct group *groups;
    size_t group_count;
    const struct text *languages; /* every tag that some text has */
    size_t language_count;
    bool measures_change;  /* some halt or step has rose_by or fell_by */
    const node_id *probes; /* extra conditions to evaluate (builder_add_probe) */
    size_t probe_count;
    const struct written *written; /* every condition as it was written, in the order of loading */
    size_t written_count;
    const struct written_line *lines; /* those of results and of `first`, likewise */
    size_t line_count;

    const struct fact_slot *fact_slots;
    uint32_t fact_slot_mask;
};

/* Index of the fact of that name, or -1. Constant time, no allocation. */
ptrdiff_t program_find_fact(const struct program *program, struct text name);

/* The children of a node. */
static inline const node_id *node_children(const struct program *program, const struct node *node) {
    return program->children + node->first_child;
}

/* True where the node yields an interval, false where it yields a mask: the table lists the
 * discrete operations first (program.c holds it to that). */
static inline bool node_op_is_number(enum node_op op) {
    return op >= NODE_NUMBER;
}

/* True for FACT_DISCRETE, FACT_NUMBER and FACT_DATE: nodes that stand above their fact's gate. */
static inline bool node_op_is_fact(enum node_op op) {
    return op == NODE_FACT_DISCRETE || op == NODE_FACT_NUMBER || op == NODE_FACT_DATE;
}

/* The word that the script writes for the operation. */
const char *node_op_word(enum node_op op);

/*
 * The text in the asked-for language: the tag itself, then its primary language, then the
 * protocol's own language, then the first there is. Empty where the phrase has no entries.
 */
struct text phrase_in(const struct phrase *phrase, struct text language,
                      const struct program *program);

/* Counting: programs are shared by the requests, sessions and threads that use them. */
const struct program *program_keep(const struct program *program);

/* Gives back one count; the last frees the program. NULL is allowed. */
void program_release(const struct program *program);

#endif
