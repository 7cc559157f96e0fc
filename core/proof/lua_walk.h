/*
 * A walk written in the language of tests, ready to paste:
 *
 *     walk "turn-slowly: left#1, hurts = true" {
 *       technique   = "turn-slowly",
 *       given       = well,
 *       usual       = { hurts = false, enough = false },
 *       report      = { ["left#1"] = { hurts = true } },
 *       unconfirmed = true,
 *       expect      = { halted = { "it-hurts" }, at = "left#1" },
 *     }
 */
#ifndef SYNOVIA_PROOF_LUA_WALK_H
#define SYNOVIA_PROOF_LUA_WALK_H

#include "proof/lua_case.h"

struct lua_walk {
    struct lua_case start; /* the facts at the start; its expectation does not count */
    uint32_t technique;
    struct given usual;
    struct text instance; /* where `report` is reported; empty: nothing else than usual */
    struct given_fact report;
    struct walk_expectation expect;
};

/* Appends the whole test, unconfirmed, under the note of `start`. */
void lua_walk_write(struct buffer *out, const struct lua_walk *written);

/* Appends its name, without quotes. */
void lua_walk_name(struct buffer *out, const struct lua_walk *written);

/* The walk as it will be read. Lives in the arena; false where memory ran out. */
bool lua_walk_test(const struct suite *suite, const struct lua_walk *written, struct arena *arena,
                   struct test *test);

#endif
