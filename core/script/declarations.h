/*
 * What a script has declared so far: the model that the words of the language fill while the
 * script runs, and that the whole-program analyses (script/analyse_*.c) read after it ran.
 *
 *     script --words--> declarations --> builder --freeze--> program
 *                            |
 *                            '--> analyses --> diagnostics
 *
 * The builder holds the logic; this model holds what a program does not keep because it matters to
 * authors only: where things were written, in which unit a term is, which condition was written as
 * `require` and which as `when`.
 *
 * The tables of facts, rules and so on are plain structs of rules/program.h, item i being item i of
 * the builder's table of the same name. A declaration that was too wrong to be understood is
 * missing from its table (its term is poisoned), and then `incomplete` is set: whoever reads the
 * model concludes nothing from something being absent ("nothing reaches this fact") while it is.
 * What is in a table is whole: every node id in it is valid, or NODE_MISSING where program.h allows
 * it.
 *
 * Everything lives in `arena` and goes with the load.
 */
#ifndef SYNOVIA_SCRIPT_DECLARATIONS_H
#define SYNOVIA_SCRIPT_DECLARATIONS_H

#include "base/arena.h"
#include "rules/builder.h"
#include "script/diagnostics.h"

struct unit;

/* What is known of a builder node beside its logic. */
struct node_note {
    struct place place;      /* where the term was first written; line 0: nowhere */
    const struct unit *unit; /* of a number; NULL: a bare number, which takes the unit it meets */
    bool may_be_none;        /* its value can be "there is no such value" */
};

/*
 * Where a term is used for good. Everything that a program does is below some root.
 *
 * ROOT(name, key of the script, true where the term's *falsehood* is what makes the outcome more
 * serious)
 */
#define SYNOVIA_ROOTS(ROOT)                                                                        \
    ROOT(WHEN, "when", false)           /* rules[index], not a halt */                             \
    ROOT(REQUIRE, "require", true)      /* rules[index] */                                         \
    ROOT(HALT, "when", false)           /* rules[index] */                                         \
    ROOT(LINE, "when", false)           /* results[index].lines[line] */                           \
    ROOT(GATE, "only_if", false)        /* facts[index]; only_if or ask_if */                      \
    ROOT(DERIVED, "derive", false)      /* derived[index] */                                       \
    ROOT(SCORE_ITEM, "score", false)    /* scores[index].items[line]: the points, a number */      \
    ROOT(TECHNIQUE, "only_if", true)    /* techniques[index] */                                    \
    ROOT(STEP_ONLY_IF, "only_if", true) /* a step of techniques[index] */                          \
    ROOT(STEP_SKIP_IF, "skip_if", false)                                                           \
    ROOT(FINISH_WHEN, "finish_when", false) /* of a loop of techniques[index] */

enum root_role {
#define ROOT(name, key, negative) ROOT_##name,
    SYNOVIA_ROOTS(ROOT)
#undef ROOT
};

struct root {
    enum root_role role;
    node_id node;            /* as written: for `require` before it is negated */
    struct place place;      /* of the value of the key */
    uint32_t index;          /* in the table that the role names */
    uint32_t line;           /* LINE, SCORE_ITEM; the number of a step in its technique */
    const struct step *step; /* STEP_*, FINISH_WHEN; NULL otherwise */
    uint32_t written;        /* the note of its condition (written.h); 0: none */
};

/* A `first`: what was written, line by line, so that gaps between the lines can be shown. */
struct written_first {
    node_id node;
    const node_id *whens;       /* line_count - 1 */
    const node_id *values;      /* line_count */
    const struct place *places; /* line_count: each line's table */
    size_t line_count;
};

/* A named thing of the script, for "declared twice" and "did you mean". */
enum name_space {
    NAME_VALUE, /* facts, values, scores and results */
    NAME_RULE,  /* rules and halts */
    NAME_TECHNIQUE,
    NAME_EDUCATION,
    NAME_GROUP,
    NAME_SPACE_COUNT,
};

struct declared_name {
    struct text name;
    struct place place;
};

struct name_list {
    struct declared_name *items;
    size_t count;
    size_t capacity;
};

struct declarations {
    struct arena *arena;
    struct builder *builder;
    struct diagnostics *diagnostics;
    int32_t today; /* day number, for review_by */
    bool incomplete;

    bool has_header;
    struct header header; /* without the digest */
    struct place header_place;
    struct place review_by_place; /* line 0: no review_by */

    struct node_note *notes; /* one a builder node */
    size_t note_count;
    size_t note_capacity;

    struct fact *facts;
    size_t fact_count, fact_capacity;
    struct derived *derived;
    size_t derived_count, derived_capacity;
    struct function *functions;
    size_t function_count, function_capacity;
    struct score *scores;
    size_t score_count, score_capacity;
    struct rule *rules;
    size_t rule_count, rule_capacity;
    struct result *results;
    size_t result_count, result_capacity;
    struct technique *techniques;
    size_t technique_count, technique_capacity;
    struct education *educations;
    size_t education_count, education_capacity;
    struct group *groups;
    size_t group_count, group_capacity;

    struct root *roots; /* in the order written */
    size_t root_count, root_capacity;
    struct written_first *firsts;
    size_t first_count, first_capacity;

    struct name_list names[NAME_SPACE_COUNT]; /* poisoned ones too */
};

/* A program's position as a place of a message, and back. */
static inline struct place place_of(struct source_position position) {
    struct place place = {position.file, position.line, position.column};
    return place;
}

static inline struct source_position position_of(struct place place) {
    struct source_position position = {place.file, place.line, place.column};
    return position;
}

/* The note of a node; one without position, unit or none for a node that has no note. */
struct node_note declarations_note(const struct declarations *declarations, node_id node);

/*
 * Sets the note of a node unless it has one already (equal terms are one node, and the first place
 * counts). False where memory ran out.
 */
bool declarations_set_note(struct declarations *declarations, node_id node, struct node_note note);

/* The key under which a root of this role is written, and whether its falsehood is the serious
 * side. */
const char *root_role_key(enum root_role role);
bool root_role_is_negative(enum root_role role);

/*
 * Makes room for one more item behind `count` items of `size` bytes: returns the items, moved in
 * the arena if needed, or NULL where memory ran out (the items are as before then).
 */
void *declarations_grow(struct arena *arena, void *items, size_t count, size_t *capacity,
                        size_t size);

#endif
