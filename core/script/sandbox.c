#include "script/sandbox.h"

#include "script/safe_library.h"
#include "script/sandbox_trace.h"
#include "script/seal.h"

#include "base/near.h"

#include <lauxlib.h>
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>

enum { COLLECT_AFTER = 64 << 10 }; /* bytes that calls may leave behind before some are collected */

struct sandbox {
    lua_State *state;
    struct budget budget;
    unsigned runs; /* runs within one another */
    size_t litter; /* bytes that calls have added since the last collection */
    struct sandbox_layouts layouts;
    struct sandbox_failure caught; /* what the message handler found */
};

/* Their addresses are registry keys. */
static const char globals_key;     /* the table of globals; scripts read it through a stand-in */
static const char environment_key; /* that stand-in: _ENV of every chunk */
static const char anchor_key;      /* texts that Lua must not need memory for */

struct sandbox *sandbox_of(lua_State *state) {
    return *(struct sandbox **)lua_getextraspace(state);
}

/* ---- running ---- */

struct run {
    sandbox_body *body;
    void *data;
};

static int run_body(lua_State *state) {
    const struct run *run = lua_touserdata(state, 1);
    lua_settop(state, 0);
    run->body(state, run->data);
    return 0;
}

static int handle_message(lua_State *state) {
    struct sandbox *sandbox = sandbox_of(state);
    trace_describe(state, 1, &sandbox->layouts, &sandbox->caught);
    return 1;
}

static enum sandbox_status status_of(const struct sandbox *sandbox, int result) {
    if (sandbox->budget.exhausted != BUDGET_LEFT) {
        return sandbox->budget.exhausted == BUDGET_NO_MEMORY ? SANDBOX_MEMORY
                                                             : SANDBOX_INSTRUCTIONS;
    }
    if (result == LUA_OK) {
        return SANDBOX_DONE;
    }
    return sandbox->budget.host_failed ? SANDBOX_HOST_MEMORY : SANDBOX_ERROR;
}

/* Lua calls no message handler where memory ran out; the allocator has noted the place. */
static void complete_failure(struct sandbox *sandbox, enum sandbox_status status, int result) {
    struct sandbox_failure *caught = &sandbox->caught;
    caught->status = status;
    if (result == LUA_ERRMEM) {
        struct sandbox_place place =
            trace_place(&sandbox->layouts, sandbox->budget.refused_chunk,
                        status == SANDBOX_MEMORY ? sandbox->budget.refused_line : 0);
        caught->trace[0] = place;
        caught->depth = place.layout == NULL ? 0 : 1;
    }
    if (result == LUA_ERRERR) {
        snprintf(caught->message, sizeof caught->message,
                 "the functions call one another too deeply");
    }
    trace_describe_status(status, caught);
}

/* Calls the body protected; the stack is as before afterwards. */
static enum sandbox_status run_protected(struct sandbox *sandbox, struct run *run,
                                         struct sandbox_failure *failure) {
    lua_State *state = sandbox->state;
    int top = lua_gettop(state);
    int result = LUA_ERRMEM;
    sandbox->caught = (struct sandbox_failure){.depth = 0};
    if (lua_checkstack(state, 3)) {
        lua_pushcfunction(state, handle_message);
        lua_pushcfunction(state, run_body);
        lua_pushlightuserdata(state, run);
        result = lua_pcall(state, 1, 0, top + 1);
        lua_settop(state, top);
    }
    enum sandbox_status status = status_of(sandbox, result);
    if (status != SANDBOX_DONE) {
        complete_failure(sandbox, status, result);
    }
    if (status != SANDBOX_DONE && failure != NULL) {
        *failure = sandbox->caught;
    }
    return status;
}

/* Collects what calls have left behind in proportion, so that no single one pays for all. */
static void collect(struct sandbox *sandbox, size_t held_before) {
    if (sandbox->budget.held > held_before) {
        sandbox->litter += sandbox->budget.held - held_before;
    }
    if (sandbox->litter >= COLLECT_AFTER) {
        lua_gc(sandbox->state, LUA_GCSTEP, (int)(sandbox->litter >> 10));
        sandbox->litter = 0;
    }
}

enum sandbox_status sandbox_run(struct sandbox *sandbox, enum budget_kind kind, sandbox_body *body,
                                void *data, struct sandbox_failure *failure) {
    struct run run = {body, data};
    if (sandbox->runs > 0) {
        return run_protected(sandbox, &run, failure);
    }
    size_t held_before = sandbox->budget.held;
    sandbox->runs++;
    budget_begin(&sandbox->budget, kind);
    if (kind == BUDGET_CALL) {
        lua_gc(sandbox->state, LUA_GCSTOP);
    }
    enum sandbox_status status = run_protected(sandbox, &run, failure);
    budget_end(&sandbox->budget);
    if (kind == BUDGET_CALL) {
        lua_gc(sandbox->state, LUA_GCRESTART);
        collect(sandbox, held_before);
    }
    sandbox->runs--;
    return status;
}

/* ---- opening and closing ---- */

/* The default for a global that is not there: upvalue 1 is the table of globals. */
static int raise_undeclared(lua_State *state) {
    lua_settop(state, 1);
    struct text name = text_of(lua_tostring(state, 1));
    const char *refusal = safe_library_refusal(name);
    if (refusal != NULL) {
        return luaL_error(state, "`%s` is not part of the language: %s", name.at, refusal);
    }
    struct near_search search;
    near_begin(&search, name);
    lua_rawgetp(state, LUA_REGISTRYINDEX, &globals_key);
    lua_pushnil(state);
    while (lua_next(state, 2) != 0) {
        lua_pop(state, 1);
        near_offer(&search, text_of(lua_tostring(state, -1)));
    }
    struct text near = near_result(&search);
    if (text_is_empty(near)) {
        return luaL_error(state, "nothing declares `%s`", name.at);
    }
    lua_pushlstring(state, near.at, near.length);
    return luaL_error(state, "nothing declares `%s`; the nearest name is `%s`", name.at,
                      lua_tostring(state, -1));
}

static int refuse_global(lua_State *state) {
    safe_library_push_text(state, 2);
    return luaL_error(state, "`%s` is not a local: write local %s = ...", lua_tostring(state, -1),
                      lua_tostring(state, -1));
}

/* __index of the globals(table, name); upvalue: what to call with the name. */
static int read_missing(lua_State *state) {
    lua_pushvalue(state, lua_upvalueindex(1));
    lua_pushvalue(state, 2);
    lua_call(state, 1, 1);
    return 1;
}

void sandbox_define_missing(lua_State *state, lua_CFunction missing) {
    lua_rawgetp(state, LUA_REGISTRYINDEX, &globals_key);
    lua_createtable(state, 0, 1);
    lua_pushcfunction(state, missing);
    lua_pushcclosure(state, read_missing, 1);
    lua_setfield(state, -2, "__index");
    lua_setmetatable(state, -2);
    lua_pop(state, 1);
}

void sandbox_define(lua_State *state, const char *name) {
    lua_rawgetp(state, LUA_REGISTRYINDEX, &globals_key);
    lua_insert(state, -2);
    lua_pushstring(state, name);
    lua_insert(state, -2);
    lua_rawset(state, -3);
    lua_pop(state, 1);
}

/* environment {} -> metatable { __index = globals, __newindex = refuse_global } */
static void make_environment(lua_State *state) {
    lua_newtable(state);
    lua_pushvalue(state, -1);
    lua_rawsetp(state, LUA_REGISTRYINDEX, &globals_key);
    lua_newtable(state);
    lua_createtable(state, 0, 2);
    lua_pushvalue(state, -3);
    lua_setfield(state, -2, "__index");
    lua_pushcfunction(state, refuse_global);
    lua_setfield(state, -2, "__newindex");
    lua_setmetatable(state, -2);
    lua_rawsetp(state, LUA_REGISTRYINDEX, &environment_key);
    lua_pop(state, 1);
    sandbox_define_missing(state, raise_undeclared);
}

/* Lua makes this text when errors pile up, outside of any protected call: it must exist by then. */
static void anchor_texts(lua_State *state) {
    lua_pushliteral(state, "error in error handling");
    lua_rawsetp(state, LUA_REGISTRYINDEX, &anchor_key);
}

static void set_up(lua_State *state, void *data) {
    (void)data;
    anchor_texts(state);
    make_environment(state);
    safe_library_open(state);
}

struct sandbox *sandbox_open(void) {
    struct sandbox *sandbox = calloc(1, sizeof *sandbox);
    if (sandbox == NULL) {
        return NULL;
    }
    sandbox->state = lua_newstate(budget_allocate, &sandbox->budget);
    if (sandbox->state == NULL) {
        free(sandbox);
        return NULL;
    }
    *(struct sandbox **)lua_getextraspace(sandbox->state) = sandbox;
    sandbox->budget.state = sandbox->state;
    if (sandbox_run(sandbox, BUDGET_SETUP, set_up, NULL, NULL) != SANDBOX_DONE) {
        sandbox_close(sandbox);
        return NULL;
    }
    return sandbox;
}

void sandbox_close(struct sandbox *sandbox) {
    if (sandbox != NULL) {
        lua_close(sandbox->state);
        free(sandbox);
    }
}

/* ---- chunks ---- */

struct chunk_reader {
    struct text code;
};

static const char *read_chunk(lua_State *state, void *data, size_t *size) {
    (void)state;
    struct chunk_reader *reader = data;
    const char *at = reader->code.at;
    *size = reader->code.length;
    reader->code = text_of(NULL);
    return at;
}

/* Compiling is not running: what the compiler takes is bounded by the source, and does not make the
 * script's own instructions dearer. */
static int compile(struct sandbox *sandbox, const struct layout *layout, const char *name) {
    struct chunk_reader reader = {layout->code};
    bool counting = sandbox->budget.counting;
    sandbox->budget.counting = false;
    int result = lua_load(sandbox->state, read_chunk, &reader, name, "t");
    sandbox->budget.counting = counting;
    return result;
}

void sandbox_load(lua_State *state, const struct layout *layout) {
    struct sandbox *sandbox = sandbox_of(state);
    char name[SANDBOX_CHUNK_BYTES];
    if (sandbox->layouts.count == SANDBOX_LAYOUTS) {
        luaL_error(state, "a protocol may have %d files at most", (int)SANDBOX_LAYOUTS);
    }
    trace_chunk_name(sandbox->layouts.count, name);
    sandbox->layouts.at[sandbox->layouts.count++] = layout;
    int result = compile(sandbox, layout, name);
    budget_charge(state, 0); /* raises what ran out meanwhile */
    if (result != LUA_OK) {
        lua_error(state);
    }
    lua_rawgetp(state, LUA_REGISTRYINDEX, &environment_key);
    lua_setupvalue(state, -2, 1);
}

/* ---- places ---- */

struct sandbox_place sandbox_here(lua_State *state, int level) {
    lua_Debug frame;
    struct sandbox_place place = {.layout = NULL};
    for (; place.layout == NULL && lua_getstack(state, level, &frame); level++) {
        lua_getinfo(state, "Sl", &frame);
        place = trace_place(&sandbox_of(state)->layouts, frame.short_src, frame.currentline);
    }
    return place;
}

/* Where a Lua function is defined, as Lua tells it. */
static struct sandbox_place defined_at(lua_State *state, int index, int *line) {
    lua_Debug about;
    lua_pushvalue(state, index);
    lua_getinfo(state, ">S", &about);
    *line = about.linedefined;
    return trace_place(&sandbox_of(state)->layouts, about.short_src, about.linedefined);
}

const struct syntax_node *sandbox_function_node(lua_State *state, int index) {
    int line;
    if (lua_type(state, index) != LUA_TFUNCTION) {
        return NULL;
    }
    struct sandbox_place place = defined_at(state, index, &line);
    return place.layout == NULL ? NULL : layout_function(place.layout, line);
}

struct sandbox_place sandbox_function_place(lua_State *state, int index) {
    int line;
    const struct syntax_node *node = sandbox_function_node(state, index);
    if (node == NULL) {
        return (struct sandbox_place){.layout = NULL};
    }
    return (struct sandbox_place){defined_at(state, index, &line).layout, node->token};
}

struct place sandbox_place_of(struct sandbox_place where) {
    if (where.layout == NULL) {
        return (struct place){.line = 0};
    }
    return layout_place(where.layout, where.token);
}

/* ---- reports ---- */

static enum diagnostic_code code_of(enum sandbox_status status) {
    switch (status) {
    case SANDBOX_INSTRUCTIONS:
        return DIAGNOSTIC_BUDGET_INSTRUCTIONS;
    case SANDBOX_MEMORY:
        return DIAGNOSTIC_BUDGET_MEMORY;
    case SANDBOX_HOST_MEMORY:
        return DIAGNOSTIC_NO_MEMORY;
    default:
        return DIAGNOSTIC_SCRIPT_ERROR;
    }
}

static void cure_of(const struct sandbox_failure *failure, struct diagnostics *diagnostics) {
    if (failure->status == SANDBOX_INSTRUCTIONS) {
        diagnostics_cure(diagnostics, "is there a loop that never ends, or one over far too much?");
    } else if (failure->status == SANDBOX_MEMORY) {
        diagnostics_cure(diagnostics, "is there a text or a table that grows in a loop?");
    } else if (failure->status == SANDBOX_ERROR && failure->depth > 1) {
        struct place caller = sandbox_place_of(failure->trace[1]);
        diagnostics_cure(diagnostics, "it was called from %.*s:%u:%u", (int)caller.file.length,
                         caller.file.at, (unsigned)caller.line, (unsigned)caller.column);
    }
}

void sandbox_report(const struct sandbox_failure *failure, struct place fallback,
                    struct diagnostics *diagnostics) {
    if (failure->status == SANDBOX_DONE) {
        return;
    }
    struct place place = failure->depth > 0 ? sandbox_place_of(failure->trace[0]) : fallback;
    diagnostics_error(diagnostics, code_of(failure->status), place, "%s", failure->message);
    cure_of(failure, diagnostics);
}
