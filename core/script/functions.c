#include "script/functions.h"

#include "base/date.h"

#include <lauxlib.h>

/* The address is the registry key of the table of functions. */
static const char functions_key;

void functions_keep(lua_State *state, int index, uint32_t function) {
    index = lua_absindex(state, index);
    if (lua_rawgetp(state, LUA_REGISTRYINDEX, &functions_key) != LUA_TTABLE) {
        lua_pop(state, 1);
        lua_newtable(state);
        lua_pushvalue(state, -1);
        lua_rawsetp(state, LUA_REGISTRYINDEX, &functions_key);
    }
    lua_pushvalue(state, index);
    lua_rawseti(state, -2, (lua_Integer)function + 1);
    lua_pop(state, 1);
}

/* One call, on its way into the sandbox and back. */
struct call {
    const struct function *function;
    uint32_t index;
    const struct function_value *inputs;
    size_t count;
    struct arena *arena;
    struct function_value *output;
    struct text wrong; /* what was wrong with what it returned; empty: nothing */
};

static void push_input(lua_State *state, const struct function_value *input) {
    char day[DATE_TEXT_SIZE];
    if (input->none) {
        lua_pushnil(state);
        return;
    }
    switch (input->type) {
    case VALUE_YES_NO:
        lua_pushboolean(state, input->yes);
        break;
    case VALUE_NUMBER:
        lua_pushnumber(state, input->number);
        break;
    case VALUE_CHOICE:
        lua_pushlstring(state, input->choice.at, input->choice.length);
        break;
    case VALUE_DATE:
        date_format(input->day, day);
        lua_pushstring(state, day);
        break;
    }
}

/* Takes the value on top of the stack; false where it is of another type than the function's. */
static bool take_output(lua_State *state, struct call *call) {
    struct function_value *output = call->output;
    int found = lua_type(state, -1);
    size_t length = 0;
    const char *at = NULL;
    *output = (struct function_value){.type = call->function->type};
    switch (call->function->type) {
    case VALUE_YES_NO:
        output->yes = lua_toboolean(state, -1);
        return found == LUA_TBOOLEAN;
    case VALUE_NUMBER:
        output->number = lua_tonumber(state, -1);
        return found == LUA_TNUMBER;
    default:
        at = found == LUA_TSTRING ? lua_tolstring(state, -1, &length) : NULL;
        output->choice = arena_copy(call->arena, text_from(at, length));
        return found == LUA_TSTRING;
    }
}

static const char *type_wanted(enum value_type type) {
    switch (type) {
    case VALUE_YES_NO:
        return "true or false";
    case VALUE_NUMBER:
        return "a number";
    default:
        return "the name of an option";
    }
}

static void call_body(lua_State *state, void *data) {
    struct call *call = data;
    luaL_checkstack(state, (int)call->count + 2, "too many inputs");
    lua_rawgetp(state, LUA_REGISTRYINDEX, &functions_key);
    lua_rawgeti(state, -1, (lua_Integer)call->index + 1);
    for (size_t i = 0; i < call->count; i++) {
        push_input(state, &call->inputs[i]);
    }
    lua_call(state, (int)call->count, 1);
    if (!take_output(state, call)) {
        call->wrong = arena_format(call->arena, "it returned %s, not %s", luaL_typename(state, -1),
                                   type_wanted(call->function->type));
    }
}

static bool call_function(void *context, const struct program *program, uint32_t function,
                          const struct function_value *inputs, size_t count, struct arena *arena,
                          struct function_value *output, struct text *failure) {
    struct sandbox *sandbox = context;
    const struct function *declared = &program->functions[function];
    struct call call = {.function = declared,
                        .index = function,
                        .inputs = inputs,
                        .count = count,
                        .arena = arena,
                        .output = output};
    struct sandbox_failure why;
    enum sandbox_status status = sandbox_run(sandbox, BUDGET_CALL, call_body, &call, &why);
    if (status == SANDBOX_DONE && text_is_empty(call.wrong)) {
        return !arena->failed;
    }
    struct text message = status == SANDBOX_DONE ? call.wrong : text_of(why.message);
    *failure =
        arena_format(arena, "the function of `%.*s` failed: %.*s", (int)declared->name.length,
                     declared->name.at, (int)message.length, message.at);
    return false;
}

struct functions functions_host(struct sandbox *sandbox) {
    struct functions functions = {.context = sandbox, .call = call_function};
    return functions;
}
