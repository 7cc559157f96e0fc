#include "script/sandboxed.h"

#include "script/safe_library.h"

#include <lauxlib.h>
#include <stdio.h>

static const char kept_key;     /* its address: where the registry holds the struct kept */
static const char function_key; /* and where the function of keep_function */

static int keep(lua_State *state) {
    lua_rawgetp(state, LUA_REGISTRYINDEX, &kept_key);
    struct kept *kept = lua_touserdata(state, -1);
    lua_pop(state, 1);
    size_t length = 0;
    for (int i = 1; i <= lua_gettop(state) && length < sizeof kept->text; i++) {
        safe_library_push_text(state, i);
        length += (size_t)snprintf(kept->text + length, sizeof kept->text - length, "%s%s",
                                   i == 1 ? "" : " ", lua_tostring(state, -1));
        lua_pop(state, 1);
    }
    kept->count++;
    return 0;
}

static int keep_function(lua_State *state) {
    luaL_checktype(state, 1, LUA_TFUNCTION);
    lua_settop(state, 1);
    lua_rawsetp(state, LUA_REGISTRYINDEX, &function_key);
    return 0;
}

static int seal(lua_State *state) {
    sandbox_seal(state, 1, "shared/flags.lua");
    lua_settop(state, 1);
    return 1;
}

static void run_script(lua_State *state, void *data) {
    struct sandboxed *sandboxed = data;
    lua_pushlightuserdata(state, &sandboxed->kept);
    lua_rawsetp(state, LUA_REGISTRYINDEX, &kept_key);
    lua_pushcfunction(state, keep);
    sandbox_define(state, "keep");
    lua_pushcfunction(state, keep_function);
    sandbox_define(state, "keep_function");
    lua_pushcfunction(state, seal);
    sandbox_define(state, "seal");
    sandbox_load(state, &sandboxed->reading.source->layout);
    lua_call(state, 0, 0);
}

static void call_function(lua_State *state, void *data) {
    (void)data;
    lua_rawgetp(state, LUA_REGISTRYINDEX, &function_key);
    lua_call(state, 0, 0);
}

static void write_report(struct sandboxed *sandboxed) {
    sandboxed->report[0] = '\0';
    if (sandboxed->status == SANDBOX_DONE) {
        return;
    }
    struct place place = {.line = 0};
    if (sandboxed->failure.depth > 0) {
        place = sandbox_place_of(sandboxed->failure.trace[0]);
    }
    snprintf(sandboxed->report, sizeof sandboxed->report, "%u:%u %s", (unsigned)place.line,
             (unsigned)place.column, sandboxed->failure.message);
}

static void report_reading(struct sandboxed *sandboxed) {
    const struct diagnostic *first = sandboxed->reading.diagnostics.items;
    sandboxed->status = SANDBOX_ERROR;
    if (sandboxed->reading.diagnostics.failed) {
        return;
    }
    snprintf(sandboxed->report, sizeof sandboxed->report, "%u:%u %.*s", (unsigned)first->place.line,
             (unsigned)first->place.column, (int)first->message.length, first->message.at);
}

void sandboxed_run(struct sandboxed *sandboxed, const char *script) {
    *sandboxed = (struct sandboxed){.reading = reading_of(script)};
    if (sandboxed->reading.source == NULL) {
        report_reading(sandboxed);
        return;
    }
    sandboxed->sandbox = sandbox_open();
    if (sandboxed->sandbox == NULL) {
        sandboxed->status = SANDBOX_HOST_MEMORY;
        return;
    }
    sandboxed->status =
        sandbox_run(sandboxed->sandbox, BUDGET_LOAD, run_script, sandboxed, &sandboxed->failure);
    write_report(sandboxed);
}

void sandboxed_call(struct sandboxed *sandboxed) {
    sandboxed->status =
        sandbox_run(sandboxed->sandbox, BUDGET_CALL, call_function, NULL, &sandboxed->failure);
    write_report(sandboxed);
}

void sandboxed_free(struct sandboxed *sandboxed) {
    sandbox_close(sandboxed->sandbox);
    reading_free(&sandboxed->reading);
}
