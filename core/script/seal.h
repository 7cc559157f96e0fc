/*
 * Read-only stand-ins for tables: an empty table whose metatable reads from the real one.
 *
 *     script ──► stand-in {} ── metatable { __index, __newindex, __len } ──► the real table
 *
 * A script has neither rawset nor getmetatable, so the real table is out of its reach. A field that
 * is not there is an error, with the nearest name: misspelling a field must not read as "nothing".
 */
#ifndef SYNOVIA_SCRIPT_SEAL_H
#define SYNOVIA_SCRIPT_SEAL_H

#include <lua.h>
#include <stdbool.h>

/* Replaces the table on top of the stack by its stand-in; `what` names it in messages. Tables in it
 * are left as they are (sandbox_seal does them too). */
void seal_top(lua_State *state, const char *what);

/* Pushes the real table of the stand-in at `index` and returns true; or pushes nothing. */
bool seal_push_real(lua_State *state, int index);

/* Pushes `__index` for a real table on top of the stack and pops that table: what stand-ins use,
 * and the metatable of strings. */
void seal_push_reader(lua_State *state, const char *what);

/* Raises the error for a name that a table does not have: why it is not there, or the nearest of
 * the text keys of the table at `index`. The name is the value at `key`. */
int seal_raise_missing(lua_State *state, int index, int key, const char *what);

#endif
