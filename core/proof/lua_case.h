/*
 * A test written in the language of tests, ready to paste:
 *
 *     test "worst_pain = 7" {
 *       given  = well:with { worst_pain = 7 },
 *       unconfirmed = true,
 *       expect = { outcome = "refer", urgency = "immediate", rules = { "severe-pain" } },
 *     }
 *
 * Where the tests have a named set of facts near, only what differs from it is written.
 */
#ifndef SYNOVIA_PROOF_LUA_CASE_H
#define SYNOVIA_PROOF_LUA_CASE_H

#include "base/arena.h"
#include "base/buffer.h"
#include "script/suite.h"

/* One fact as it is written, where it differs from the base. */
struct lua_fact {
    uint32_t fact;
    bool absent; /* taken away from the base */
    struct sent_value value;
};

struct lua_case {
    const struct program *program;
    struct text base; /* name of a set of facts of the tests; empty: none */
    const struct lua_fact *facts;
    size_t fact_count;
    bool writes_as_of; /* where no base says it */
    int32_t as_of;
    struct expectation expect;
    struct text name; /* of the test; empty: what is given, in short */
    struct text note; /* what the comment above it says; lines are ended by '\n' */
};

/* True where tests of the program must say on which day they are made. */
bool lua_case_needs_day(const struct program *program);

/* What the case gives, as it will be read once it is written. Lives in the arena; false where
 * memory ran out. */
bool lua_case_given(const struct suite *suite, const struct lua_case *written, struct arena *arena,
                    struct given *given);

/* Several that differ a little, as `cases`. */
struct lua_cases {
    struct text name;
    struct text base;  /* of all lines; empty: none */
    bool writes_as_of; /* where no base says it */
    int32_t as_of;
    const struct lua_case *lines; /* a note is one line */
    size_t count;
};

/* Appends them, each line unconfirmed. */
void lua_cases_write(struct buffer *out, const struct lua_cases *cases);

/* Appends the whole test, unconfirmed. */
void lua_case_write(struct buffer *out, const struct lua_case *written);

/* Appends what is given in short: "worst_pain = 7, fever = true", or the base's name. */
void lua_case_name(struct buffer *out, const struct lua_case *written);

/* Appends an expectation: `{ outcome = "refer", rules = { "hot" } }`. */
void lua_expectation(struct buffer *out, const struct program *program,
                     const struct expectation *expect);

#endif
