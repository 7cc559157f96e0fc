/*
 * A Lua state that a hostile script can neither leave, nor hold up, nor fill up.
 *
 *     sandbox_run ── protected call ── your body ── lua_call ── the script
 *          ^                                                        |
 *          └──── status, message, places ◄── message handler ◄── error
 *
 * A state is made for one protocol and shared with nobody. All work on it happens in a body that
 * sandbox_run calls: there, Lua may raise errors freely, and none leaves sandbox_run. A body owns
 * nothing that needs freeing when it raises (use an arena, or what `data` points to).
 *
 * A sandbox belongs to one thread at a time.
 */
#ifndef SYNOVIA_SCRIPT_SANDBOX_H
#define SYNOVIA_SCRIPT_SANDBOX_H

#include "base/text.h"
#include "script/budget.h"
#include "script/diagnostics.h"
#include "script/layout.h"

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sandbox;

enum sandbox_status {
    SANDBOX_DONE,
    SANDBOX_ERROR,        /* the script, or a body, raised an error */
    SANDBOX_INSTRUCTIONS, /* the instruction budget ran out */
    SANDBOX_MEMORY,       /* the memory budget ran out */
    SANDBOX_HOST_MEMORY,  /* malloc failed: not the script's fault */
};

/* A place of the script: a token of one of its layouts; `layout` is NULL where it is not known. */
struct sandbox_place {
    const struct layout *layout;
    uint32_t token;
};

enum { SANDBOX_MESSAGE_BYTES = 512, SANDBOX_TRACE = 8 };

/* Why a run failed. Holds no Lua value, and stays valid after the next run. */
struct sandbox_failure {
    enum sandbox_status status;
    char message[SANDBOX_MESSAGE_BYTES];       /* UTF-8, zero-terminated, without a position */
    struct sandbox_place trace[SANDBOX_TRACE]; /* innermost first */
    unsigned depth;                            /* places in `trace` */
};

/* A body: runs protected, with an empty stack of its own; what it returns is ignored. */
typedef void sandbox_body(lua_State *state, void *data);

/* A new state with the safe library in its environment. NULL where memory ran out. */
struct sandbox *sandbox_open(void);

/* Closes it; NULL is fine. No body may be running. */
void sandbox_close(struct sandbox *sandbox);

/* The sandbox that a state belongs to; for the C functions of the vocabulary. */
struct sandbox *sandbox_of(lua_State *state);

/*
 * Calls `body` under a budget. A run inside a run (a body that calls sandbox_run) spends the budget
 * of the outermost one and cannot hide that it ran out. On anything but SANDBOX_DONE `failure` (may
 * be NULL) is filled in; the state is usable afterwards in every case.
 */
enum sandbox_status sandbox_run(struct sandbox *sandbox, enum budget_kind kind, sandbox_body *body,
                                void *data, struct sandbox_failure *failure);

/* Reports a failed run as a diagnostic: at its innermost place, or at `fallback` where none is
 * known. The code follows from the status. */
void sandbox_report(const struct sandbox_failure *failure, struct place fallback,
                    struct diagnostics *diagnostics);

/* ---- within a body ---- */

/* Pops a value and makes it the global `name` of the script. */
void sandbox_define(lua_State *state, const char *name);

/* What reading an undeclared global does: the C function is called with the name as its only
 * argument and its result is the value. By default it is an error that names the nearest global. */
void sandbox_define_missing(lua_State *state, lua_CFunction missing);

/*
 * Pushes the chunk of a layout, compiled (text only) and bound to the environment; raises an error
 * where Lua refuses it. The layout must live as long as the sandbox.
 */
void sandbox_load(lua_State *state, const struct layout *layout);

/* Replaces the table at `index` and every table in it by read-only stand-ins. Reading a field that
 * is not there is an error that names `what` and the nearest field. Values other than tables are
 * left alone; pairs, ipairs, # and the table library see through it. */
void sandbox_seal(lua_State *state, int index, const char *what);

/* Where the script is now: the innermost place at or above `level` callers (1: whoever called the
 * running C function). `layout` is NULL where no script is running. */
struct sandbox_place sandbox_here(lua_State *state, int level);

/* Where the Lua function at `index` begins; `layout` is NULL for C functions and other values. */
struct sandbox_place sandbox_function_place(lua_State *state, int index);
const struct syntax_node *sandbox_function_node(lua_State *state, int index);

/* The place of a sandbox_place in the author's file; line 0 of an empty file name where unknown. */
struct place sandbox_place_of(struct sandbox_place where);

#endif
