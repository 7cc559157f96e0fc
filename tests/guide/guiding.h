/*
 * Sessions in few lines, so that tests read as transcripts. Each row is a call and the answer to
 * it:
 *
 *     { "start walk well=true",    "1 step sit 1/4 | watch: hurts" },
 *     { "report 1 hurts=false",    "2 step reach#1 2/4 loop 1/3 | watch: hurts tired" },
 *     { "report 2",                "2 step reach#1 2/4 loop 1/3 | watch: hurts tired | missing: .."
 * },
 *
 * Calls: `start TECHNIQUE facts`, `report TURN facts`, `get`, `end`, `wait SECONDS` (then `get`).
 * Facts as in tests/rules/kit.h: `name=value`, `?` for one that cannot be answered, `@` for a value
 * that nothing accepts.
 *
 * An answer is "TURN state", the step with its index and round where there is one, and then what is
 * not empty of:
 *
 *     watch: a b          missing: a b      ask: a b (for rule, technique)
 *                                           not told: what is watched is asked
 *     halts: x y? (a=true b=?)              the facts of the first one
 *     outcome: refer      of the decision   faults: a out-of-range
 *     again               the report had been given before
 *     refused             the report named another turn
 *
 * Between two calls the session is packed, and unpacked into an arena of its own; and what the call
 * answered is what `get` answers, as far as `get` can know it.
 */
#ifndef SYNOVIA_TESTS_GUIDE_GUIDING_H
#define SYNOVIA_TESTS_GUIDE_GUIDING_H

#include "guide/guide.h"
#include "script/load.h"

struct guiding {
    struct loaded *loaded;
    const struct program *program;
    struct functions functions;
    struct arena arena; /* of the call at hand */
    struct buffer packed;
    struct buffer said;
    struct guide guide;
    struct guide_answer answer;
    int64_t now_ms;
};

/* The header of a protocol and then `text`, in the language of protocols; fails the test where it
 * has errors. */
void guiding_open(struct guiding *guiding, const char *text);
void guiding_close(struct guiding *guiding);

/* One call. The answer as one line, valid until the next. */
const char *guiding_say(struct guiding *guiding, const char *call);

/* Any answer as that line; of the guiding only `program`, `arena` and `said` count. */
const char *guiding_tell(struct guiding *guiding, const struct guide_answer *answer);

struct guiding_row {
    const char *call;
    const char *answer;
};

/* Each row in turn; of a fresh protocol that has `text` behind its header. */
void guiding_check(const char *text, const struct guiding_row *rows, size_t count);

/* Gives the facts to an intake. */
void guiding_take(struct intake *intake, const char *facts);

#endif
