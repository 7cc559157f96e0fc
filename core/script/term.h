/*
 * Terms as a script holds them: full userdata with a metatable, so that every operator and method
 * on them is ours to judge.
 *
 * A *poisoned* term stands for something that was declared wrongly. Everything that is built on it
 * is poisoned too, without another word: each error is reported once, and none is the consequence
 * of another.
 */
#ifndef SYNOVIA_SCRIPT_TERM_H
#define SYNOVIA_SCRIPT_TERM_H

#include "script/methods.h"
#include "script/session.h"
#include "script/site.h"

enum term_type {
    /* terms */
    TERM_POISON,
    TERM_CONDITION,
    TERM_YES_NO, /* a fact or value that is yes, no, or perhaps none */
    TERM_CHOICE,
    TERM_NUMBER,
    TERM_DATE,
    TERM_RESULT,
    /* what travels in the same userdata, but is no term */
    TERM_PENDING, /* `number "age"`, not yet given its table */
    TERM_NONE,
    TERM_ABSENT,
    TERM_UNANSWERABLE,
    TERM_DURATION,
    TERM_STEP,
    TERM_RULE,  /* a rule or halt */
    TERM_FACTS, /* of a test */
};

struct given;

struct term {
    enum term_type type;
    node_id node;
    const struct unit *unit; /* TERM_NUMBER; NULL: takes the unit of what it meets */
    bool may_be_none;
    bool is_fact;
    uint32_t index;             /* of the fact (is_fact) or the result */
    struct text name;           /* empty where it has none */
    const struct text *options; /* TERM_CHOICE, TERM_RESULT: its values */
    size_t option_count;
    uint32_t written;        /* the note of its making (written.h); 0: none */
    struct pending *pending; /* TERM_PENDING */
    struct step *step;       /* TERM_STEP */
    double seconds;          /* TERM_DURATION */
    struct given *given;     /* TERM_FACTS */
};

/* Makes the metatable of terms; within a body, once a state. */
void term_open(lua_State *state);

/* The metamethods of operators; called by term_open with the metatable on top. */
void term_operators_open(lua_State *state);

/* Pushes a copy as a new term. */
void term_push(lua_State *state, const struct term *term);

/* Pushes a poisoned term; the model is then no longer complete. Returns 1, for `return`. */
int term_push_poison(lua_State *state);

/* What the builder refused: reports the limit that was passed and pushes a poisoned term, or raises
 * where memory ran out. Returns 1. */
int term_push_refused(lua_State *state, struct place place);

/*
 * Pushes a term that was just built and notes where and in which unit. Where `term->node` is
 * NODE_MISSING (a limit of the builder), that is reported and a poisoned term pushed. Returns 1.
 */
int term_push_built(lua_State *state, const struct term *term, struct place start);

/* As term_push_built without the pushing: false where the node could not be built. */
bool term_note(lua_State *state, node_id node, const struct unit *unit, bool may_be_none,
               struct place start);

/* As term_push_built, for what has a name: the tests will see it. */
int term_push_named(lua_State *state, const struct term *term, struct place start);

/* The term at `index`, or NULL where there is something else. */
struct term *term_at(lua_State *state, int index);

/* True for terms about which something was reported already. */
bool term_is_silent(const struct term *term);

/* What the value at `index` is, for messages: "the text \"abc\"", "the choice `bearing`". Lives in
 * the session's arena. */
struct text term_describe(lua_State *state, int index);

/* True where the checks of the source have already reported an operator or word on this line that
 * Lua works out at once. */
bool term_was_settled(const struct session *session, struct place place);

/*
 * The condition at `index`, as a node. NODE_MISSING where there is none: reported at `place`,
 * unless the term is silent. `what` is who takes it: "`when`".
 */
node_id term_condition(lua_State *state, int index, struct place place, const char *what);

/* A number, or a term that is one. */
struct number {
    node_id node;
    const struct unit *unit;
    bool may_be_none;
    bool is_literal;
    double value; /* is_literal */
};

/* The number at `index`; false where there is none, reported as by term_condition. */
bool term_number(lua_State *state, int index, struct place place, const char *what,
                 struct number *number);

/*
 * The unit that two numbers share, through `unit`; false where they do not fit: reported at `place`
 * with both units and the factor between them. `doing` is "compared with", "added to" ...
 */
bool term_units_agree(lua_State *state, const struct number *a, const struct number *b,
                      struct place place, const char *doing, const struct unit **unit);

/* Reports that units could not be worked out at all (memory, udunits2's database) and raises. */
_Noreturn void term_units_failed(lua_State *state);

/* True where the value of an option or line was found; else reported with the nearest one. */
bool term_option(lua_State *state, const struct term *term, int index, struct place place,
                 uint32_t *option);

/* `"a", "b", "c"`, in the session's arena. */
struct text term_list(lua_State *state, const struct text *items, size_t count);

/* The C function of a method. */
int term_call_method(lua_State *state, enum method_id method);

#endif
