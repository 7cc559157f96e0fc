#include "script/safe_private.h"

#include "script/budget.h"

#include <lauxlib.h>

/* Two tables take turns as source and target. */
struct merge {
    int from;
    int to;
    safe_less *less;
};

static int right_is_less(lua_State *state, const struct merge *merge, lua_Integer left,
                         lua_Integer right) {
    lua_rawgeti(state, merge->from, right);
    lua_rawgeti(state, merge->from, left);
    int answer = merge->less(state, lua_absindex(state, -2), lua_absindex(state, -1));
    lua_pop(state, 2);
    return answer;
}

/* Merges [low, middle) and [middle, high); of equals, the left one goes first. */
static void merge_runs(lua_State *state, const struct merge *merge, lua_Integer low,
                       lua_Integer middle, lua_Integer high) {
    lua_Integer left = low;
    lua_Integer right = middle;
    for (lua_Integer at = low; at < high; at++) {
        budget_charge(state, 2);
        bool take_right =
            left >= middle || (right < high && right_is_less(state, merge, left, right));
        lua_rawgeti(state, merge->from, take_right ? right++ : left++);
        lua_rawseti(state, merge->to, at);
    }
}

static lua_Integer at_most(lua_Integer value, lua_Integer most) {
    return value < most ? value : most;
}

void safe_sort(lua_State *state, int table, lua_Integer count, safe_less *less) {
    luaL_checkstack(state, 10, "sorting");
    budget_charge(state, (uint64_t)count);
    table = lua_absindex(state, table);
    lua_newtable(state);
    lua_newtable(state);
    struct merge merge = {lua_gettop(state) - 1, lua_gettop(state), less};
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(state, table, i);
        lua_rawseti(state, merge.from, i);
    }
    for (lua_Integer width = 1; width < count; width *= 2) {
        for (lua_Integer low = 1; low <= count; low += 2 * width) {
            merge_runs(state, &merge, low, at_most(low + width, count + 1),
                       at_most(low + 2 * width, count + 1));
        }
        merge = (struct merge){merge.to, merge.from, less};
    }
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(state, merge.from, i);
        lua_rawseti(state, table, i);
    }
    lua_pop(state, 2);
}
