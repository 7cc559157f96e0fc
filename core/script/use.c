/*
 * `use "name"`. Each function of a library becomes a C function whose upvalues are the library, the
 * function's index and its name; a script can only call it, or hand it to `derive`.
 */
#include "script/use.h"

#include "base/date.h"
#include "script/words.h"

#include <lauxlib.h>
#include <string.h>

enum { UPVALUE_LIBRARY = 1, UPVALUE_INDEX = 2, UPVALUE_NAME = 3, CALL_COST = 100 };

/* ---- calling ---- */

static const char *const type_names[] = {
    [VALUE_YES_NO] = "true or false",
    [VALUE_CHOICE] = "a text",
    [VALUE_NUMBER] = "a number",
    [VALUE_DATE] = "a date",
};

/* The argument at `index` as an input; raises where it is of another type. */
static struct function_value take_input(lua_State *state, int index, enum value_type type,
                                        const char *name) {
    struct function_value value = {.type = type, .none = lua_isnil(state, index)};
    int found = lua_type(state, index);
    size_t length = 0;
    if (value.none) {
        return value;
    }
    if (type == VALUE_YES_NO && found == LUA_TBOOLEAN) {
        value.yes = lua_toboolean(state, index);
    } else if (type == VALUE_NUMBER && found == LUA_TNUMBER) {
        value.number = lua_tonumber(state, index);
    } else if (type != VALUE_YES_NO && type != VALUE_NUMBER && found == LUA_TSTRING) {
        value.choice.at = lua_tolstring(state, index, &length);
        value.choice.length = length;
    } else {
        luaL_error(state, "input %d of `%s` is %s, but found %s", index, name, type_names[type],
                   luaL_typename(state, index));
    }
    return value;
}

static int push_output(lua_State *state, const struct function_value *output) {
    switch (output->type) {
    case VALUE_YES_NO:
        lua_pushboolean(state, output->yes);
        break;
    case VALUE_NUMBER:
        lua_pushnumber(state, output->number);
        break;
    default:
        lua_pushlstring(state, output->choice.at, output->choice.length);
        break;
    }
    return 1;
}

/* While the script is loaded nobody has answered yet, and terms have no value. */
static bool is_too_early(lua_State *state, const char *name) {
    struct session *session = session_find(state);
    if (session == NULL) {
        return false;
    }
    diagnostics_error(
        session->diagnostics, DIAGNOSTIC_TERM_MISUSED, sandbox_place_of(sandbox_here(state, 1)),
        "`%s` is called while the script is loaded, when nobody has answered yet", name);
    diagnostics_cure(session->diagnostics,
                     "give it to `derive` behind its inputs: `derive \"x\" { a, b, type = ..., "
                     "%s }`",
                     name);
    return true;
}

static int call_library(lua_State *state) {
    const struct library *library = lua_touserdata(state, lua_upvalueindex(UPVALUE_LIBRARY));
    size_t index = (size_t)lua_tointeger(state, lua_upvalueindex(UPVALUE_INDEX));
    const char *name = lua_tostring(state, lua_upvalueindex(UPVALUE_NAME));
    if (is_too_early(state, name)) {
        return term_push_poison(state);
    }
    const struct library_function *function = &library->functions[index];
    size_t given = (size_t)lua_gettop(state);
    if (given != function->take_count) {
        return luaL_error(state, "`%s` takes %d input%s, but found %d", name,
                          (int)function->take_count, function->take_count == 1 ? "" : "s",
                          (int)given);
    }
    budget_charge(state, CALL_COST);
    struct function_value inputs[LIBRARY_INPUTS];
    for (size_t i = 0; i < given; i++) {
        inputs[i] = take_input(state, (int)i + 1, function->takes[i], name);
    }
    struct function_value output = {.type = function->gives};
    char message[LIBRARY_MESSAGE_BYTES] = "";
    if (!library->call(library, index, inputs, given, &output, message)) {
        return luaL_error(state, "`%s` failed: %s", name, message);
    }
    return push_output(state, &output);
}

/* ---- binding ---- */

/* The upvalue `upvalue` of the function at `index`, popped: what it points to stays with the
 * function. */
static const void *upvalue_pointer(lua_State *state, int index, int upvalue) {
    lua_getupvalue(state, index, upvalue);
    const void *pointer =
        upvalue == UPVALUE_NAME ? (const void *)lua_tostring(state, -1) : lua_touserdata(state, -1);
    lua_pop(state, 1);
    return pointer;
}

const struct library_function *use_function(lua_State *state, int index, const char **name) {
    index = lua_absindex(state, index);
    if (lua_tocfunction(state, index) != call_library) {
        return NULL;
    }
    const struct library *library = upvalue_pointer(state, index, UPVALUE_LIBRARY);
    lua_getupvalue(state, index, UPVALUE_INDEX);
    size_t function = (size_t)lua_tointeger(state, -1);
    lua_pop(state, 1);
    if (name != NULL) {
        *name = upvalue_pointer(state, index, UPVALUE_NAME);
    }
    return &library->functions[function];
}

static struct used_library *find_used(struct session *session, struct text name) {
    for (struct used_library *used = session->libraries; used != NULL; used = used->next) {
        if (text_equal(used->library->name, name)) {
            return used;
        }
    }
    return NULL;
}

/* Pushes the table of the functions, sealed, and keeps it. */
static void push_table(lua_State *state, struct used_library *used) {
    const struct library *library = used->library;
    const char *what = lua_pushfstring(state, "the plug-in `%s`", library->name.at);
    lua_createtable(state, 0, (int)library->function_count);
    for (size_t i = 0; i < library->function_count; i++) {
        lua_pushlstring(state, library->functions[i].name.at, library->functions[i].name.length);
        lua_pushlightuserdata(state, (void *)library); /* read only */
        lua_pushinteger(state, (lua_Integer)i);
        lua_pushfstring(state, "%s.%s", library->name.at, lua_tostring(state, -3));
        lua_pushcclosure(state, call_library, UPVALUE_NAME);
        lua_rawset(state, -3);
    }
    sandbox_seal(state, -1, what);
    lua_pushvalue(state, -1);
    used->value = luaL_ref(state, LUA_REGISTRYINDEX);
}

static void report_missing(struct session *session, struct text name, struct text error,
                           struct place place) {
    if (text_is_empty(error)) {
        diagnostics_error(session->diagnostics, DIAGNOSTIC_PLUG_IN, place,
                          "no plug-in `%.*s` is installed", (int)name.length, name.at);
    } else {
        diagnostics_error(session->diagnostics, DIAGNOSTIC_PLUG_IN, place, "%.*s",
                          (int)error.length, error.at);
    }
    diagnostics_cure(session->diagnostics, "install it, or write the function into the protocol");
}

/* The library, opened and noted in the session; NULL where there is none (reported). */
static struct used_library *open_library(lua_State *state, struct text name, struct place place) {
    struct session *session = session_of(state);
    struct used_library *used = session_alloc(state, 1, sizeof *used);
    struct text error = text_of("");
    if (session->finder != NULL && session->finder->open != NULL) {
        used->library =
            session->finder->open(session->finder->context, name, session->arena, &error);
        if (used->library == NULL && text_is_empty(error)) {
            session_no_memory(state);
        }
    }
    if (used->library == NULL) {
        report_missing(session, name, error, place);
        return NULL;
    }
    used->value = LUA_NOREF;
    *session->last_library = used;
    session->last_library = &used->next;
    return used;
}

int word_use(lua_State *state) {
    struct session *session = session_of(state);
    struct site site = site_of_call(state, "use");
    struct place place = site_argument(&site, 0);
    struct text name = lua_type(state, 1) == LUA_TSTRING ? session_string(state, 1) : text_of("");
    if (text_is_empty(name)) {
        struct text found = term_describe(state, 1);
        diagnostics_error(session->diagnostics, DIAGNOSTIC_WRONG_TYPE, place,
                          "`use` takes the name of a plug-in in quotes, but found %.*s",
                          (int)found.length, found.at);
        return term_push_poison(state);
    }
    struct used_library *used = find_used(session, name);
    if (used == NULL) {
        used = open_library(state, name, place);
    }
    if (used == NULL) {
        return term_push_poison(state);
    }
    if (used->value == LUA_NOREF) {
        push_table(state, used);
    } else {
        lua_rawgeti(state, LUA_REGISTRYINDEX, used->value);
    }
    return 1;
}
