/*
 * Taking in what a caller sent: each value is checked against its fact's declaration, nothing is
 * coerced, and everything wrong is reported at once.
 */
#ifndef SYNOVIA_RULES_INTAKE_H
#define SYNOVIA_RULES_INTAKE_H

#include "base/arena.h"
#include "rules/program.h"

enum sent_kind {
    SENT_NIL, /* unanswerable */
    SENT_BOOL,
    SENT_NUMBER, /* an integer or a float */
    SENT_TEXT,
    SENT_QUANTITY, /* { value, unit } */
    SENT_OTHER,    /* anything else: an array, a map, binary, NaN ... */
};

/* A value as somebody sent it, whatever the format was. */
struct sent_value {
    enum sent_kind kind;
    bool yes;         /* SENT_BOOL */
    double number;    /* SENT_NUMBER, SENT_QUANTITY */
    struct text text; /* SENT_TEXT: the text; SENT_QUANTITY: the unit; SENT_OTHER: what it is, in
                         words ("an array", "NaN") */
};

/* FAULT(name, "code on the wire", meaning) */
#define SYNOVIA_FAULTS(FAULT)                                                                      \
    FAULT(UNKNOWN_FACT, "unknown-fact", "the protocol has no fact of this name")                   \
    FAULT(DUPLICATE, "duplicate", "the same fact was sent twice")                                  \
    FAULT(WRONG_TYPE, "wrong-type", "a value of another type than the fact's")                     \
    FAULT(OUT_OF_RANGE, "out-of-range", "a number below min or above max")                         \
    FAULT(NOT_WHOLE, "not-whole", "a fraction where only whole numbers are meant")                 \
    FAULT(NOT_AN_OPTION, "not-an-option", "not in the choice's list")                              \
    FAULT(BAD_DATE, "bad-date", "not a day that exists, written YYYY-MM-DD")                       \
    FAULT(FUTURE_DATE, "future-date", "a day after as_of")                                         \
    FAULT(UNKNOWN_UNIT, "unknown-unit", "not a unit that is known here")                           \
    FAULT(UNIT_MISMATCH, "unit-mismatch", "a unit of another quantity than the fact's")            \
    FAULT(UNIT_REQUIRED, "unit-required", "a bare number where the unit must be said")             \
    FAULT(CONTRADICTION, "contradiction", "a value where the facts say that there is none")        \
    FAULT(LIVE, "live", "a fact that is watched in sessions, sent to a screening")                 \
    FAULT(START, "start", "a session was started with faults: correct them, and start anew")

enum fault_code {
#define FAULT(name, code, meaning) FAULT_##name,
    SYNOVIA_FAULTS(FAULT)
#undef FAULT
        FAULT_CODE_COUNT
};

const char *fault_code_name(enum fault_code code);
const char *fault_code_meaning(enum fault_code code);

struct fault {
    struct fault *next;
    struct text fact; /* as it was sent */
    ptrdiff_t index;  /* of the fact in the program, or -1 */
    enum fault_code code;
    struct text message; /* what was found, what is allowed, the cure; in English */
    struct sent_value sent;
    struct text near; /* nearest name, option or unit; empty: none */
};

/*
 * What a caller said about one person. `answers` has one item a fact of the program. The intake
 * lives in the arena; texts of sent values are not copied and must outlive it.
 */
struct intake {
    const struct program *program;
    struct arena *arena;
    int32_t as_of;   /* day number */
    bool in_session; /* of a session on its way: every live fact is taken, and nothing is owed for
                        its start any more */
    struct answer *answers;
    bool *seen;
    struct fault *faults; /* in the order found, until they are sorted */
    struct fault **last_fault;
};

/* Starts with every fact absent. False where memory ran out (the arena's `failed` is set). */
bool intake_begin(struct intake *intake, const struct program *program, int32_t as_of,
                  struct arena *arena);

/*
 * Takes one fact. A value that is refused adds a fault and leaves the fact absent; live facts are
 * refused where the program's `screened` is false, but for a session's. False only where memory ran
 * out.
 */
bool intake_take(struct intake *intake, struct text name, const struct sent_value *sent);

/* Adds a fault; used by evaluation for contradictions. False where memory ran out. */
bool intake_fault(struct intake *intake, const struct fault *fault);

/*
 * After the last fact, and before anybody reads the faults: known facts in the order of the
 * declarations, then unknown ones by name, the first few with the name that was probably meant.
 * False where memory ran out.
 */
bool intake_finish(struct intake *intake);

/* What the fact allows, in words: "one of normal, limping, cannot", "a number from 0 to 120 a". */
struct text intake_allowed(const struct fact *fact, struct arena *arena);

#endif
