/*
 * The functions that authors gave to `derive`, as the engine calls them: one trampoline, each call
 * in the sandbox under a budget of its own.
 */
#ifndef SYNOVIA_SCRIPT_FUNCTIONS_H
#define SYNOVIA_SCRIPT_FUNCTIONS_H

#include "rules/evaluate.h"
#include "script/sandbox.h"

/*
 * The host whose context is a sandbox in which functions_keep was called. Inputs reach a function
 * as booleans, floats (never integers, which would wrap around), strings (a choice, a result's
 * line, a date as YYYY-MM-DD) and nil (none).
 */
struct functions functions_host(struct sandbox *sandbox);

/* Keeps the function at `index` of the stack as function number `function` of the program; within a
 * body. */
void functions_keep(lua_State *state, int index, uint32_t function);

#endif
