#include "script/seal.h"

#include "base/limits.h"
#include "base/near.h"
#include "script/safe_library.h"
#include "script/sandbox.h"

#include <lauxlib.h>
#include <stdio.h>

/* Its address is the key under which a stand-in's metatable holds the real table. */
static const char real_key;

/* ---- reading what is not there ---- */

static struct text nearest_key(lua_State *state, int index, struct text name) {
    struct near_search search;
    near_begin(&search, name);
    index = lua_absindex(state, index);
    lua_pushnil(state);
    while (lua_next(state, index) != 0) {
        lua_pop(state, 1);
        if (lua_type(state, -1) == LUA_TSTRING) {
            size_t length;
            const char *at = lua_tolstring(state, -1, &length);
            near_offer(&search, text_from(at, length));
        }
    }
    return near_result(&search);
}

static struct text text_at(lua_State *state, int index) {
    size_t length;
    const char *at = lua_tolstring(state, index, &length);
    return text_from(at, length);
}

int seal_raise_missing(lua_State *state, int index, int key, const char *what) {
    index = lua_absindex(state, index);
    key = lua_absindex(state, key);
    if (lua_type(state, key) != LUA_TSTRING) {
        safe_library_push_text(state, key);
        return luaL_error(state, "%s has no entry [%s]", what, lua_tostring(state, -1));
    }
    struct text name = text_at(state, key);
    char full[2 * LIMIT_NAME_BYTES + 2];
    snprintf(full, sizeof full, "%s.%s", what, name.at);
    const char *refusal = safe_library_refusal(text_of(full));
    if (refusal != NULL) {
        return luaL_error(state, "`%s` is not part of the language: %s", full, refusal);
    }
    struct text near = nearest_key(state, index, name);
    if (text_is_empty(near)) {
        return luaL_error(state, "%s has no field `%s`", what, name.at);
    }
    lua_pushlstring(state, near.at, near.length);
    return luaL_error(state, "%s has no field `%s`; the nearest is `%s`", what, name.at,
                      lua_tostring(state, -1));
}

/* __index(stand-in, key); upvalues: the real table, its name. */
static int read_field(lua_State *state) {
    lua_pushvalue(state, 2);
    if (lua_rawget(state, lua_upvalueindex(1)) != LUA_TNIL) {
        return 1;
    }
    lua_pushvalue(state, lua_upvalueindex(1));
    return seal_raise_missing(state, -1, 2, lua_tostring(state, lua_upvalueindex(2)));
}

/* __newindex(stand-in, key, value); upvalue: its name. */
static int refuse_write(lua_State *state) {
    safe_library_push_text(state, 2);
    return luaL_error(state, "%s is read-only: `%s` cannot be set",
                      lua_tostring(state, lua_upvalueindex(1)), lua_tostring(state, -1));
}

/* __len(stand-in); upvalue: the real table. */
static int read_length(lua_State *state) {
    lua_pushinteger(state, (lua_Integer)lua_rawlen(state, lua_upvalueindex(1)));
    return 1;
}

/* ---- stand-ins ---- */

void seal_push_reader(lua_State *state, const char *what) {
    lua_pushstring(state, what);
    lua_pushcclosure(state, read_field, 2); /* real -> __index */
}

void seal_top(lua_State *state, const char *what) {
    luaL_checkstack(state, 6, "sealing a table");
    lua_newtable(state);
    lua_createtable(state, 0, 4); /* real stand-in meta */
    lua_pushvalue(state, -3);
    lua_rawsetp(state, -2, &real_key);
    lua_pushvalue(state, -3);
    seal_push_reader(state, what);
    lua_setfield(state, -2, "__index");
    lua_pushstring(state, what);
    lua_pushcclosure(state, refuse_write, 1);
    lua_setfield(state, -2, "__newindex");
    lua_pushvalue(state, -3);
    lua_pushcclosure(state, read_length, 1);
    lua_setfield(state, -2, "__len");
    lua_setmetatable(state, -2);
    lua_remove(state, -2); /* stand-in */
}

bool seal_push_real(lua_State *state, int index) {
    if (lua_type(state, index) != LUA_TTABLE || !lua_getmetatable(state, index)) {
        return false;
    }
    if (lua_rawgetp(state, -1, &real_key) == LUA_TTABLE) {
        lua_remove(state, -2);
        return true;
    }
    lua_pop(state, 2);
    return false;
}

/* ---- whole trees of tables ---- */

/* Seals the table on top and everything in it. `seen`, a table at that index, maps real tables to
 * their stand-ins, so that shared and cyclic ones stay what they are. */
static void seal_deep(lua_State *state, int seen, const char *what, int depth) {
    int real = lua_gettop(state);
    if (depth > LIMIT_SOURCE_DEPTH) {
        luaL_error(state, "%s: tables more than %d levels within one another", what,
                   (int)LIMIT_SOURCE_DEPTH);
    }
    lua_pushvalue(state, real);
    if (lua_rawget(state, seen) == LUA_TTABLE) {
        lua_remove(state, real);
        return;
    }
    lua_pop(state, 1);
    lua_pushvalue(state, real);
    seal_top(state, what); /* real stand-in */
    lua_pushvalue(state, real);
    lua_pushvalue(state, -2);
    lua_rawset(state, seen);
    lua_pushnil(state);
    while (lua_next(state, real) != 0) { /* real stand-in key value */
        bool plain = lua_type(state, -1) == LUA_TTABLE && !lua_getmetatable(state, -1);
        if (!plain) {
            lua_settop(state, real + 2);
            continue;
        }
        seal_deep(state, seen, what, depth + 1);
        lua_pushvalue(state, -2);
        lua_insert(state, -2);
        lua_rawset(state, real); /* real stand-in key */
    }
    lua_remove(state, real);
}

void sandbox_seal(lua_State *state, int index, const char *what) {
    index = lua_absindex(state, index);
    luaL_checkstack(state, 4 * LIMIT_SOURCE_DEPTH, "sealing tables");
    if (lua_type(state, index) != LUA_TTABLE) {
        return;
    }
    if (lua_getmetatable(state, index)) {
        lua_pop(state, 1); /* sealed before, or a term */
        return;
    }
    lua_newtable(state);
    int seen = lua_gettop(state);
    lua_pushvalue(state, index);
    seal_deep(state, seen, what, 1);
    lua_replace(state, index);
    lua_pop(state, 1);
}
