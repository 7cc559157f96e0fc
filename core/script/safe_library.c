#include "script/safe_library.h"

#include "script/budget.h"
#include "script/safe_private.h"
#include "script/sandbox.h"
#include "script/seal.h"

#include <lauxlib.h>
#include <lualib.h>

/* ---- what is not here ---- */

static const struct {
    const char *name;
    const char *instead;
} refusals[] = {
    {"print", "a protocol has nobody to print to; `synovia screen --explain` shows what it finds"},
    {"load", "write the text into the script itself"},
    {"loadstring", "write the text into the script itself"},
    {"loadfile", "use include \"file.lua\""},
    {"dofile", "use include \"file.lua\""},
    {"require", "use include \"file.lua\""},
    {"package", "use include \"file.lua\""},
    {"pcall", "mend what fails; an error of a function is shown with its place"},
    {"xpcall", "mend what fails; an error of a function is shown with its place"},
    {"coroutine", "write a loop"},
    {"next", "use pairs, which has a fixed order"},
    {"setmetatable", "terms have all the operators that there are"},
    {"getmetatable", "terms have all the operators that there are"},
    {"rawget", "read the field: table.name"},
    {"rawset", "set the field: table.name = value"},
    {"rawequal", "use `==` in a function"},
    {"rawlen", "use #table"},
    {"collectgarbage", "memory is looked after"},
    {"io", "a protocol reads no files; what it needs to know is a fact"},
    {"os", "a protocol has no clock; a date is a fact, and date:days_ago() counts from `as_of`"},
    {"debug", "`synovia check` and `synovia test` show what goes on"},
    {"utf8", "texts are shown as they are written"},
    {"_G", "name what you use"},
    {"_ENV", "name what you use"},
    {"_VERSION", "protocols declare `format = 1`"},
    {"math.random", "the same facts must give the same decision"},
    {"math.randomseed", "the same facts must give the same decision"},
    {"string.find", "patterns take unbounded time; a choice compares whole words"},
    {"string.match", "patterns take unbounded time; a choice compares whole words"},
    {"string.gmatch", "patterns take unbounded time; write the list into the script"},
    {"string.gsub", "patterns take unbounded time; join texts with `..`"},
    {"string.dump", "functions stay text"},
    {"string.pack", "there are no bytes to pack"},
    {"string.unpack", "there are no bytes to unpack"},
    {"string.packsize", "there are no bytes to pack"},
    {"table.move", "write a for loop"},
};

const char *safe_library_refusal(struct text name) {
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        if (text_is(name, refusals[i].name)) {
            return refusals[i].instead;
        }
    }
    return NULL;
}

/* ---- texts and tables of arguments ---- */

void safe_library_push_text(lua_State *state, int index) {
    index = lua_absindex(state, index);
    switch (lua_type(state, index)) {
    case LUA_TNUMBER:
    case LUA_TSTRING:
        lua_pushvalue(state, index);
        lua_tostring(state, -1);
        return;
    case LUA_TBOOLEAN:
        lua_pushstring(state, lua_toboolean(state, index) ? "true" : "false");
        return;
    default:
        break;
    }
    if (luaL_callmeta(state, index, "__tostring")) {
        if (lua_type(state, -1) != LUA_TSTRING) {
            luaL_error(state, "__tostring must give a text");
        }
        return;
    }
    if (luaL_getmetafield(state, index, "__name") == LUA_TSTRING) {
        return;
    }
    lua_pushstring(state, luaL_typename(state, index));
}

void safe_library_push_table(lua_State *state, int index) {
    index = lua_absindex(state, index);
    if (seal_push_real(state, index)) {
        return;
    }
    bool is_plain = lua_type(state, index) == LUA_TTABLE;
    if (is_plain && lua_getmetatable(state, index)) {
        is_plain = false;
    }
    if (!is_plain) {
        safe_library_push_text(state, index);
        luaL_error(state, "a table { ... } was expected, not `%s`", lua_tostring(state, -1));
    }
    lua_pushvalue(state, index);
}

/* ---- basic functions ---- */

static int base_type(lua_State *state) {
    luaL_checkany(state, 1);
    lua_pushstring(state, luaL_typename(state, 1));
    return 1;
}

static int base_tostring(lua_State *state) {
    luaL_checkany(state, 1);
    safe_library_push_text(state, 1);
    return 1;
}

/* Raises the value on top. A text gets a position before it, which the message handler takes off
 * again: Lua takes the bare text "not enough memory" for its own error of that name. */
static int raise_value(lua_State *state) {
    if (lua_type(state, -1) == LUA_TSTRING) {
        luaL_where(state, 1);
        lua_insert(state, -2);
        lua_concat(state, 2);
    }
    return lua_error(state);
}

static int base_error(lua_State *state) {
    lua_settop(state, 1);
    return raise_value(state);
}

static int base_assert(lua_State *state) {
    luaL_checkany(state, 1);
    if (lua_toboolean(state, 1)) {
        return lua_gettop(state);
    }
    if (lua_isnoneornil(state, 2)) {
        return luaL_error(state, "an assertion does not hold");
    }
    lua_settop(state, 2);
    return raise_value(state);
}

/* ---- putting it together ---- */

void safe_push_original(lua_State *state, lua_CFunction open) {
    lua_pushcfunction(state, open);
    lua_call(state, 0, 1);
}

void safe_charge_arguments(lua_State *state) {
    uint64_t bytes = 0;
    for (int i = 1; i <= lua_gettop(state); i++) {
        bytes += lua_type(state, i) == LUA_TSTRING ? lua_rawlen(state, i) : 0;
    }
    budget_charge(state, 1 + bytes / 8);
}

/* Upvalue: a function of Lua's own library; called in place, so that its messages name it. */
static int call_charged(lua_State *state) {
    safe_charge_arguments(state);
    return lua_tocfunction(state, lua_upvalueindex(1))(state);
}

/* Wraps the value on top of the stack, where it is a function. */
static void wrap_charged(lua_State *state) {
    if (lua_iscfunction(state, -1)) {
        lua_pushcclosure(state, call_charged, 1);
    }
}

void safe_copy_fields(lua_State *state, const char *const *names) {
    for (size_t i = 0; names[i] != NULL; i++) {
        lua_getfield(state, -1, names[i]);
        wrap_charged(state);
        lua_setfield(state, -3, names[i]);
    }
}

void safe_math_push(lua_State *state) {
    static const char *const kept[] = {
        "abs",  "acos", "asin", "atan",       "ceil",       "cos",  "deg", "exp",  "floor",
        "fmod", "huge", "log",  "maxinteger", "mininteger", "max",  "min", "modf", "pi",
        "rad",  "sin",  "sqrt", "tan",        "tointeger",  "type", "ult", NULL,
    };
    lua_newtable(state);
    safe_push_original(state, luaopen_math);
    safe_copy_fields(state, kept);
    lua_pop(state, 1);
}

/* Strings look up their methods in the sealed library, and nowhere else. */
static void set_string_metatable(lua_State *state) {
    lua_pushliteral(state, "");
    lua_createtable(state, 0, 1);
    safe_text_push(state);
    seal_push_reader(state, "string");
    lua_setfield(state, -2, "__index");
    lua_setmetatable(state, -2);
    lua_pop(state, 1);
}

static void define_functions(lua_State *state) {
    static const luaL_Reg functions[] = {
        {"assert", base_assert},
        {"error", base_error},
        {"ipairs", safe_ipairs},
        {"pairs", safe_pairs},
        {"type", base_type},
        {"tostring", base_tostring},
        {NULL, NULL},
    };
    for (const luaL_Reg *each = functions; each->name != NULL; each++) {
        lua_pushcfunction(state, each->func);
        sandbox_define(state, each->name);
    }
}

/* luaopen_base fills the state's own globals, which are then dropped: nothing else refers to them.
 */
static void define_originals(lua_State *state) {
    safe_push_original(state, luaopen_base);
    lua_getfield(state, -1, "select");
    sandbox_define(state, "select");
    lua_getfield(state, -1, "tonumber");
    wrap_charged(state);
    sandbox_define(state, "tonumber");
    lua_pop(state, 1);
    lua_newtable(state);
    lua_rawseti(state, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
}

static void define_library(lua_State *state, const char *name, void (*push)(lua_State *)) {
    push(state);
    seal_top(state, name);
    sandbox_define(state, name);
}

void safe_library_open(lua_State *state) {
    define_functions(state);
    define_originals(state);
    define_library(state, "math", safe_math_push);
    define_library(state, "string", safe_text_push);
    define_library(state, "table", safe_table_push);
    set_string_metatable(state);
}

const struct vocabulary_word *safe_library_words(size_t *count) {
    static const struct vocabulary_word words[] = {
        {{"assert", 6}, WORD_PLAIN},   {{"error", 5}, WORD_PLAIN}, {{"ipairs", 6}, WORD_PLAIN},
        {{"math", 4}, WORD_PLAIN},     {{"pairs", 5}, WORD_PLAIN}, {{"select", 6}, WORD_PLAIN},
        {{"string", 6}, WORD_PLAIN},   {{"table", 5}, WORD_PLAIN}, {{"tonumber", 8}, WORD_PLAIN},
        {{"tostring", 8}, WORD_PLAIN}, {{"type", 4}, WORD_PLAIN},
    };
    *count = sizeof words / sizeof *words;
    return words;
}
