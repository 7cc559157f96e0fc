/*
 * The library `table`, with a price on every loop. It works on plain tables; of sealed ones it
 * reads only. There is no table.move: it would be the one way to write with another's key order.
 */
#include "script/safe_private.h"

#include "script/budget.h"
#include "script/safe_library.h"

#include <lauxlib.h>
#include <lualib.h>

/* Argument 1 as a table that may be changed. */
static void check_writable(lua_State *state) {
    luaL_checktype(state, 1, LUA_TTABLE);
    luaL_argcheck(state, !lua_getmetatable(state, 1), 1, "this table is read-only");
}

static int table_insert(lua_State *state) {
    check_writable(state);
    safe_charge_arguments(state);
    lua_Integer length = (lua_Integer)lua_rawlen(state, 1);
    int arguments = lua_gettop(state);
    if (arguments == 2) {
        lua_rawseti(state, 1, length + 1);
        return 0;
    }
    luaL_argcheck(state, arguments == 3, 1, "insert takes a table, perhaps a position, a value");
    lua_Integer position = luaL_checkinteger(state, 2);
    luaL_argcheck(state, position >= 1 && position <= length + 1, 2, "position out of bounds");
    budget_charge(state, (uint64_t)(length + 1 - position));
    for (lua_Integer at = length; at >= position; at--) {
        lua_rawgeti(state, 1, at);
        lua_rawseti(state, 1, at + 1);
    }
    lua_rawseti(state, 1, position);
    return 0;
}

static int table_remove(lua_State *state) {
    check_writable(state);
    safe_charge_arguments(state);
    lua_Integer length = (lua_Integer)lua_rawlen(state, 1);
    lua_Integer position = luaL_optinteger(state, 2, length);
    bool is_end = position == length || position == length + 1;
    luaL_argcheck(state, is_end || (position >= 1 && position < length), 2,
                  "position out of bounds");
    lua_rawgeti(state, 1, position);
    if (is_end) {
        lua_pushnil(state);
        lua_rawseti(state, 1, position);
        return 1;
    }
    budget_charge(state, (uint64_t)(length - position));
    for (lua_Integer at = position; at < length; at++) {
        lua_rawgeti(state, 1, at + 1);
        lua_rawseti(state, 1, at);
    }
    lua_pushnil(state);
    lua_rawseti(state, 1, length);
    return 1;
}

static void add_piece(lua_State *state, luaL_Buffer *buffer, int table, lua_Integer at) {
    int type = lua_rawgeti(state, table, at);
    if (type != LUA_TSTRING && type != LUA_TNUMBER) {
        luaL_error(state, "concat joins texts and numbers only; entry %I is %s", (LUAI_UACINT)at,
                   luaL_typename(state, -1));
    }
    luaL_addvalue(buffer);
}

/* The loop ends at the first gap at the latest, which is an error, so a huge range costs nothing.
 */
static int table_concat(lua_State *state) {
    size_t length;
    lua_settop(state, 4);
    safe_charge_arguments(state);
    const char *separator = luaL_optlstring(state, 2, "", &length);
    safe_library_push_table(state, 1);
    int table = lua_gettop(state);
    lua_Integer first = luaL_optinteger(state, 3, 1);
    lua_Integer last = luaL_optinteger(state, 4, (lua_Integer)lua_rawlen(state, table));
    luaL_Buffer buffer;
    luaL_buffinit(state, &buffer);
    for (lua_Integer at = first; at <= last; at++) {
        budget_charge(state, 1 + length / 64);
        add_piece(state, &buffer, table, at);
        if (at == last) {
            break; /* the largest integer has no successor */
        }
        luaL_addlstring(&buffer, separator, length);
    }
    luaL_pushresult(&buffer);
    return 1;
}

static int table_unpack(lua_State *state) {
    lua_settop(state, 3);
    safe_charge_arguments(state);
    safe_library_push_table(state, 1);
    int table = lua_gettop(state);
    lua_Integer first = luaL_optinteger(state, 2, 1);
    lua_Integer last = luaL_optinteger(state, 3, (lua_Integer)lua_rawlen(state, table));
    if (first > last) {
        return 0;
    }
    lua_Unsigned span = (lua_Unsigned)last - (lua_Unsigned)first;
    if (span >= SAFE_VALUES) {
        return luaL_error(state, "unpack gives at most %d values", (int)SAFE_VALUES);
    }
    luaL_checkstack(state, SAFE_VALUES, "unpack");
    int count = (int)span + 1;
    for (int i = 0; i < count; i++) {
        lua_rawgeti(state, table, (lua_Integer)((lua_Unsigned)first + (lua_Unsigned)i));
    }
    return count;
}

static int table_pack(lua_State *state) {
    int count = lua_gettop(state);
    lua_createtable(state, count, 1);
    lua_insert(state, 1);
    for (int i = count; i >= 1; i--) {
        lua_rawseti(state, 1, i);
    }
    lua_pushinteger(state, count);
    lua_setfield(state, 1, "n");
    return 1;
}

static int by_operator(lua_State *state, int left, int right) {
    return lua_compare(state, left, right, LUA_OPLT);
}

/* The author's comparison is argument 2. */
static int by_function(lua_State *state, int left, int right) {
    lua_pushvalue(state, 2);
    lua_pushvalue(state, left);
    lua_pushvalue(state, right);
    lua_call(state, 2, 1);
    int answer = lua_toboolean(state, -1);
    lua_pop(state, 1);
    return answer;
}

static int table_sort(lua_State *state) {
    check_writable(state);
    bool has_function = !lua_isnoneornil(state, 2);
    if (has_function) {
        luaL_checktype(state, 2, LUA_TFUNCTION);
    }
    lua_settop(state, 2);
    safe_sort(state, 1, (lua_Integer)lua_rawlen(state, 1),
              has_function ? by_function : by_operator);
    return 0;
}

void safe_table_push(lua_State *state) {
    static const luaL_Reg functions[] = {
        {"concat", table_concat},
        {"insert", table_insert},
        {"pack", table_pack},
        {"remove", table_remove},
        {"sort", table_sort},
        {"unpack", table_unpack},
        {NULL, NULL},
    };
    luaL_newlib(state, functions);
}
