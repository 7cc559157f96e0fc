/*
 * The part of Lua's library that a protocol has: pairs and ipairs in a fixed order, select, type,
 * tostring without addresses, tonumber, error, assert, table, math without randomness, string
 * without patterns. Each function's running time is bounded by what it charges the budget, and none
 * depends on an address, a clock, a hash order or the locale.
 */
#ifndef SYNOVIA_SCRIPT_SAFE_LIBRARY_H
#define SYNOVIA_SCRIPT_SAFE_LIBRARY_H

#include "base/text.h"
#include "script/check.h"

#include <lua.h>
#include <stddef.h>

/* Defines the library's globals and the metatable of strings; raises an error where memory runs
 * out. Called by sandbox_open. */
void safe_library_open(lua_State *state);

/* The global names that the library defines, for the vocabulary that the checks are given. */
const struct vocabulary_word *safe_library_words(size_t *count);

/* Why a name of standard Lua ("print", "string.find") is not here and what to use instead; NULL for
 * other names. */
const char *safe_library_refusal(struct text name);

/* Pushes the text that `tostring` gives: never an address. Raises what __tostring raises. */
void safe_library_push_text(lua_State *state, int index);

/* Pushes the table that may be read in place of the one at `index`: itself, or what a sealed one
 * stands for. Anything else is an error that names argument `argument`. */
void safe_library_push_table(lua_State *state, int index);

#endif
