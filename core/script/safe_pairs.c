/*
 * pairs and ipairs in a fixed order.
 *
 * Lua's own order follows hashes, which differ from run to run. Here: 1, 2, 3, ... up to the first
 * gap, then the other numbers by size, then texts by their bytes, then false and true. The keys are
 * gathered before the first round, so that a loop may change what it goes over.
 */
#include "script/safe_private.h"

#include "base/text.h"
#include "script/budget.h"
#include "script/safe_library.h"

#include <lauxlib.h>

/* Sorted by Lua's own numbering: booleans are 1, numbers 3, texts 4; booleans go last. */
static int rank(lua_State *state, int index) {
    int type = lua_type(state, index);
    return type == LUA_TBOOLEAN ? LUA_TSTRING + 1 : type;
}

static struct text text_at(lua_State *state, int index) {
    size_t length;
    const char *at = lua_tolstring(state, index, &length);
    return text_from(at, length);
}

static int key_less(lua_State *state, int left, int right) {
    int left_rank = rank(state, left);
    int right_rank = rank(state, right);
    if (left_rank != right_rank) {
        return left_rank < right_rank;
    }
    if (left_rank == LUA_TSTRING) {
        return text_compare(text_at(state, left), text_at(state, right)) < 0;
    }
    if (left_rank == LUA_TNUMBER) {
        return lua_compare(state, left, right, LUA_OPLT);
    }
    return lua_toboolean(state, left) < lua_toboolean(state, right);
}

/* The entries 1, 2, ... up to the first gap. */
static lua_Integer count_items(lua_State *state, int table) {
    lua_Integer count = 0;
    while (lua_rawgeti(state, table, count + 1) != LUA_TNIL) {
        budget_charge(state, 1);
        lua_pop(state, 1);
        count++;
    }
    lua_pop(state, 1);
    return count;
}

static bool is_item(lua_State *state, int key, lua_Integer items) {
    return lua_isinteger(state, key) && lua_tointeger(state, key) >= 1 &&
           lua_tointeger(state, key) <= items;
}

/* Pushes a list of the keys of `table` but its items, sorted. */
static void push_keys(lua_State *state, int table, lua_Integer items) {
    lua_Integer count = 0;
    lua_newtable(state);
    int keys = lua_gettop(state);
    lua_pushnil(state);
    while (lua_next(state, table) != 0) {
        budget_charge(state, 1);
        lua_pop(state, 1);
        int type = lua_type(state, -1);
        if (type != LUA_TNUMBER && type != LUA_TSTRING && type != LUA_TBOOLEAN) {
            luaL_error(state, "pairs has no order for keys that are neither texts nor numbers");
        }
        if (!is_item(state, -1, items)) {
            lua_pushvalue(state, -1);
            lua_rawseti(state, keys, ++count);
        }
    }
    safe_sort(state, keys, count, key_less);
}

/* The next round of pairs; upvalues: the table, its keys, its items, the round. Entries that the
 * loop has removed meanwhile are passed over. */
static int next_pair(lua_State *state) {
    lua_Integer items = lua_tointeger(state, lua_upvalueindex(3));
    lua_Integer at = lua_tointeger(state, lua_upvalueindex(4));
    for (;;) {
        budget_charge(state, 1);
        lua_settop(state, 0);
        at++;
        if (at <= items) {
            lua_pushinteger(state, at);
        } else if (lua_rawgeti(state, lua_upvalueindex(2), at - items) == LUA_TNIL) {
            return 1;
        }
        lua_pushvalue(state, 1);
        if (lua_rawget(state, lua_upvalueindex(1)) != LUA_TNIL) {
            break;
        }
    }
    lua_pushinteger(state, at);
    lua_replace(state, lua_upvalueindex(4));
    return 2;
}

int safe_pairs(lua_State *state) {
    luaL_checkany(state, 1);
    safe_library_push_table(state, 1);
    int table = lua_gettop(state);
    lua_Integer items = count_items(state, table);
    push_keys(state, table, items);
    lua_pushinteger(state, items);
    lua_pushinteger(state, 0);
    lua_pushcclosure(state, next_pair, 4);
    return 1;
}

/* The next round of ipairs; upvalues: the table, the round. */
static int next_item(lua_State *state) {
    lua_Integer at = lua_tointeger(state, lua_upvalueindex(2)) + 1;
    lua_pushinteger(state, at);
    lua_copy(state, -1, lua_upvalueindex(2));
    if (lua_rawgeti(state, lua_upvalueindex(1), at) == LUA_TNIL) {
        return 1; /* the nil on top ends the loop */
    }
    return 2;
}

/* The table stays in the closure: handed to the loop, a sealed one would be open. */
int safe_ipairs(lua_State *state) {
    luaL_checkany(state, 1);
    safe_library_push_table(state, 1);
    lua_pushinteger(state, 0);
    lua_pushcclosure(state, next_item, 2);
    return 1;
}
