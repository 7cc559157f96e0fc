/*
 * The library `string`: what works on a text from end to end. Patterns are out, because matching
 * one can take exponential time; pack, unpack and dump, because nobody here has bytes to pack.
 */
#include "script/safe_private.h"

#include "script/budget.h"
#include "script/safe_library.h"

#include <lauxlib.h>
#include <lualib.h>
#include <stdint.h>
#include <string.h>

/* The bytes of `count` copies with separators between; raises where that is beyond any memory. */
static size_t repeated_length(lua_State *state, size_t text, size_t separator, lua_Integer count) {
    size_t each = text + separator;
    if (each > 0 && (lua_Unsigned)count > (SIZE_MAX / 4) / each) {
        budget_need(state, SIZE_MAX / 4);
    }
    return each * (size_t)count - separator;
}

/* An empty result is found by its length, not by looping over nothing. */
static int string_rep(lua_State *state) {
    size_t length;
    size_t separator_length;
    safe_charge_arguments(state);
    const char *text = luaL_checklstring(state, 1, &length);
    lua_Integer count = luaL_checkinteger(state, 2);
    const char *separator = luaL_optlstring(state, 3, "", &separator_length);
    size_t total = count <= 0 ? 0 : repeated_length(state, length, separator_length, count);
    if (total == 0) {
        lua_pushliteral(state, "");
        return 1;
    }
    budget_need(state, 2 * total);
    budget_charge(state, (uint64_t)count / 8);
    luaL_Buffer buffer;
    char *at = luaL_buffinitsize(state, &buffer, total);
    while (count-- > 0) {
        memcpy(at, text, length);
        at += length;
        if (count > 0 && separator_length > 0) {
            memcpy(at, separator, separator_length);
            at += separator_length;
        }
    }
    luaL_pushresultsize(&buffer, total);
    return 1;
}

/* Upvalue: Lua's own string.byte. */
static int string_byte(lua_State *state) {
    size_t length;
    safe_charge_arguments(state);
    luaL_checklstring(state, 1, &length);
    lua_Integer first = luaL_optinteger(state, 2, 1);
    lua_Integer last = luaL_optinteger(state, 3, first);
    lua_Integer from = first < 0 ? (lua_Integer)length + first + 1 : first;
    lua_Integer to = last < 0 ? (lua_Integer)length + last + 1 : last;
    from = from < 1 ? 1 : from;
    to = to > (lua_Integer)length ? (lua_Integer)length : to;
    if (to - from >= SAFE_VALUES) {
        return luaL_error(state, "byte gives at most %d values", (int)SAFE_VALUES);
    }
    return lua_tocfunction(state, lua_upvalueindex(1))(state);
}

/* Makes argument `argument` of a %s a text, so that format finds no address to print. */
static void replace_by_text(lua_State *state, int argument) {
    int type = lua_type(state, argument);
    if (type != LUA_TSTRING && type != LUA_TNUMBER && type != LUA_TNONE) {
        safe_library_push_text(state, argument);
        lua_replace(state, argument);
    }
}

/* What printing 1e300 with 99 decimals takes, in instructions. */
enum { CONVERSION_PRICE = 300 };

/* Upvalue: Lua's own string.format, which bounds widths to 99. */
static int string_format(lua_State *state) {
    const char *at = luaL_checkstring(state, 1);
    int argument = 1;
    safe_charge_arguments(state);
    while ((at = strchr(at, '%')) != NULL) {
        at++;
        at += strspn(at, "-+ #0123456789.");
        if (*at == '%' || *at == '\0') {
            at += *at == '%';
            continue;
        }
        argument++;
        budget_charge(state, CONVERSION_PRICE);
        if (*at == 'p') {
            return luaL_error(state, "format has no `%%p`: addresses differ from run to run");
        }
        if (*at == 's') {
            replace_by_text(state, argument);
        }
    }
    return lua_tocfunction(state, lua_upvalueindex(1))(state);
}

/* Wraps the field `name` of the table at the top in `wrapper`, and sets it in the one below. */
static void wrap(lua_State *state, const char *name, lua_CFunction wrapper) {
    lua_getfield(state, -1, name);
    lua_pushcclosure(state, wrapper, 1);
    lua_setfield(state, -3, name);
}

void safe_text_push(lua_State *state) {
    static const char *const kept[] = {"char", "len", "lower", "reverse", "sub", "upper", NULL};
    lua_newtable(state);
    safe_push_original(state, luaopen_string);
    safe_copy_fields(state, kept);
    wrap(state, "byte", string_byte);
    wrap(state, "format", string_format);
    lua_pop(state, 1);
    lua_pushcfunction(state, string_rep);
    lua_setfield(state, -2, "rep");
}
