/*
 * What a derive function may hold: constants and helpers. A function must depend on its inputs
 * only, or the same facts would not give the same decision; and a term has no value that it could
 * read.
 */
#include "script/words.h"

#include <string.h>

static const char helpers_key;

void capture_add_helper(lua_State *state, int index) {
    index = lua_absindex(state, index);
    if (lua_rawgetp(state, LUA_REGISTRYINDEX, &helpers_key) != LUA_TTABLE) {
        lua_pop(state, 1);
        lua_newtable(state);
        lua_pushvalue(state, -1);
        lua_rawsetp(state, LUA_REGISTRYINDEX, &helpers_key);
    }
    lua_pushvalue(state, index);
    lua_pushboolean(state, true);
    lua_rawset(state, -3);
    lua_pop(state, 1);
}

static bool is_helper(lua_State *state, int index) {
    index = lua_absindex(state, index);
    if (lua_rawgetp(state, LUA_REGISTRYINDEX, &helpers_key) != LUA_TTABLE) {
        lua_pop(state, 1);
        return false;
    }
    lua_pushvalue(state, index);
    bool known = lua_rawget(state, -2) != LUA_TNIL;
    lua_pop(state, 2);
    return known;
}

static void report(lua_State *state, struct place place, const char *name, const char *what,
                   const char *cure) {
    struct diagnostics *diagnostics = session_of(state)->diagnostics;
    diagnostics_error(diagnostics, DIAGNOSTIC_CAPTURED_VALUE, place,
                      "this function uses `%s`, %s; it must depend on its inputs only", name, what);
    diagnostics_cure(diagnostics, "%s", cure);
}

static bool judge_function(lua_State *state, int index, struct place place, const char *name) {
    if (lua_iscfunction(state, index)) {
        if (!words_is_word(state, index)) {
            return true;
        }
        report(state, place, name, "a word that declares", "use the word outside of the function");
        return false;
    }
    if (is_helper(state, index)) {
        return true; /* judged when it was made */
    }
    report(state, place, name, "a function that is no helper",
           "write `local name = helper(function(...) ... end)`");
    return false;
}

/* The value of an upvalue, on top of the stack. */
static bool judge_value(lua_State *state, struct place place, const char *name) {
    const struct term *term = term_at(state, -1);
    switch (lua_type(state, -1)) {
    case LUA_TNIL:
    case LUA_TBOOLEAN:
    case LUA_TNUMBER:
    case LUA_TSTRING:
        return true;
    case LUA_TFUNCTION:
        return judge_function(state, -1, place, name);
    case LUA_TUSERDATA:
        if (term != NULL && term_is_silent(term)) {
            return false;
        }
        report(state, place, name, "a term, whose value is not known while the script is loaded",
               "add it to the inputs, before the function, and name a parameter for it");
        return false;
    default:
        report(state, place, name, "a table, which could change between two calls",
               "write its values into the function, or make each a local of its own");
        return false;
    }
}

bool capture_check(lua_State *state, int index, struct place place) {
    index = lua_absindex(state, index);
    bool pure = true;
    if (lua_iscfunction(state, index)) {
        return judge_function(state, index, place, "function");
    }
    for (int i = 1;; i++) {
        const char *name = lua_getupvalue(state, index, i);
        if (name == NULL) {
            return pure;
        }
        bool environment = strcmp(name, "_ENV") == 0;
        pure = (environment || judge_value(state, place, name)) && pure;
        lua_pop(state, 1);
    }
}

/* What stands in for a helper: while the script is loaded it would be given terms, and `a or b` of
 * two terms is plainly the first. */
static int call_helper(lua_State *state) {
    struct session *session = session_find(state);
    if (session != NULL) {
        diagnostics_error(session->diagnostics, DIAGNOSTIC_TERM_MISUSED,
                          sandbox_place_of(sandbox_here(state, 1)),
                          "a helper is called while the script is loaded, when nobody has answered "
                          "yet");
        diagnostics_cure(session->diagnostics,
                         "call it in a function given to `derive` or `helper`; terms are joined "
                         "by `any`, `all`, `~` and `first`");
        return term_push_poison(state);
    }
    lua_pushvalue(state, lua_upvalueindex(1));
    lua_insert(state, 1);
    lua_call(state, lua_gettop(state) - 1, LUA_MULTRET);
    return lua_gettop(state);
}

int word_helper(lua_State *state) {
    struct site site = site_of_call(state, "helper");
    if (!lua_isfunction(state, 1) || lua_iscfunction(state, 1)) {
        struct text found = term_describe(state, 1);
        diagnostics_error(session_of(state)->diagnostics, DIAGNOSTIC_WRONG_TYPE,
                          site_argument(&site, 0), "`helper` takes a function, but found %.*s",
                          (int)found.length, found.at);
        diagnostics_cure(session_of(state)->diagnostics,
                         "write `helper(function(a, b) return a + b end)`");
        return term_push_poison(state);
    }
    /* What a bad helper holds was reported here, not once more where it is used. */
    capture_check(state, 1, site_argument(&site, 0));
    lua_settop(state, 1);
    lua_pushcclosure(state, call_helper, 1);
    capture_add_helper(state, -1);
    return 1;
}
