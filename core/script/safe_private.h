/*
 * The parts that safe_library_open puts together.
 */
#ifndef SYNOVIA_SCRIPT_SAFE_PRIVATE_H
#define SYNOVIA_SCRIPT_SAFE_PRIVATE_H

#include <lua.h>

/* The most values that one function gives back: more would flood the stack, and each call with them
 * would copy them all. */
enum { SAFE_VALUES = 250 };

/* Each pushes one table of functions, not sealed. */
void safe_table_push(lua_State *state);
void safe_text_push(lua_State *state);
void safe_math_push(lua_State *state);

/* pairs and ipairs, as Lua functions. */
int safe_pairs(lua_State *state);
int safe_ipairs(lua_State *state);

/* Charges a running library function for the length of its text arguments. */
void safe_charge_arguments(lua_State *state);

/* Pushes a plain table that holds what `open`, one of Lua's own libraries, defines. */
void safe_push_original(lua_State *state, lua_CFunction open);

/* Copies the named fields (a list that NULL ends) of the table at the top to the one below it.
 * Functions are wrapped so that a call is charged for the texts that it is given: reading a number
 * from a text, say, takes as long as the text is. */
void safe_copy_fields(lua_State *state, const char *const *names);

/* Whether the element at `left` belongs before the one at `right`. */
typedef int safe_less(lua_State *state, int left, int right);

/*
 * Sorts elements 1 to `count` of the plain table at `table` by merging: stable, never more than
 * count * log2(count) comparisons whatever they answer, and the same on every machine. (Lua's own
 * sort picks its pivots by the clock.) Each comparison is charged.
 */
void safe_sort(lua_State *state, int table, lua_Integer count, safe_less *less);

#endif
