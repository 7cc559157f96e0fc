#include "script/sandbox_trace.h"

#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>

void trace_chunk_name(unsigned number, char out[SANDBOX_CHUNK_BYTES]) {
    snprintf(out, SANDBOX_CHUNK_BYTES, "=#%u", number);
}

struct sandbox_place trace_place(const struct sandbox_layouts *layouts, const char *chunk,
                                 int line) {
    struct sandbox_place nowhere = {.layout = NULL};
    if (chunk[0] != '#' || line < 1) {
        return nowhere;
    }
    unsigned long number = strtoul(chunk + 1, NULL, 10);
    if (number >= layouts->count) {
        return nowhere;
    }
    const struct layout *layout = layouts->at[number];
    return (struct sandbox_place){layout, layout_token(layout, line)};
}

/* ---- messages ---- */

/* Copies a message, cut at a whole character where it is too long. */
static void copy_message(struct sandbox_failure *failure, struct text text) {
    size_t length =
        text.length < SANDBOX_MESSAGE_BYTES - 1 ? text.length : SANDBOX_MESSAGE_BYTES - 1;
    while (length > 0 && length < text.length && ((unsigned char)text.at[length] & 0xC0) == 0x80) {
        length--;
    }
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text.at[i];
        failure->message[i] = c < ' ' ? ' ' : (char)c;
    }
    failure->message[length] = '\0';
    if (!text_is_utf8(text_from(failure->message, length))) {
        snprintf(failure->message, sizeof failure->message, "%s",
                 "the script raised an error whose text is not UTF-8");
    }
}

/* Takes "#7:123: " off a message and gives the place that it names. */
static struct sandbox_place take_position(const struct sandbox_layouts *layouts,
                                          struct text *message) {
    struct sandbox_place nowhere = {.layout = NULL};
    char *end;
    if (message->length == 0 || message->at[0] != '#') {
        return nowhere;
    }
    strtoul(message->at + 1, &end, 10);
    if (end == message->at + 1 || *end != ':') {
        return nowhere;
    }
    char *behind;
    long line = strtol(end + 1, &behind, 10);
    if (behind == end + 1 || behind[0] != ':' || behind[1] != ' ') {
        return nowhere;
    }
    struct sandbox_place place = trace_place(layouts, message->at, (int)line);
    if (place.layout != NULL) {
        size_t prefix = (size_t)(behind + 2 - message->at);
        *message = text_from(message->at + prefix, message->length - prefix);
    }
    return place;
}

/* The name between the first `before` and the `behind` that follows; empty where there is none. */
static struct text between(const char *message, const char *before, char behind) {
    const char *start = strstr(message, before);
    const char *end = start == NULL ? NULL : strchr(start + strlen(before), behind);
    if (end == NULL) {
        return text_of(NULL);
    }
    start += strlen(before);
    return text_from(start, (size_t)(end - start));
}

/* What a message is about: `x` in "... a nil value (local 'x')", "no field `x`", "`math.x` is". */
static struct text culprit_of(const char *message) {
    const char *kind = strstr(message, " value (");
    struct text name = between(message, "`", '`');
    if (kind != NULL) {
        name = between(kind, "'", '\'');
    }
    for (size_t i = name.length; i > 0; i--) {
        if (name.at[i - 1] == '.') {
            return text_from(name.at + i, name.length - i);
        }
    }
    return name;
}

/* Lua names the token at which it has noticed, which may be a few behind the name that is to blame:
 * in `keep(1, t.x.y)` the parenthesis, for `x`. */
static struct sandbox_place blame(struct sandbox_place place, const char *message) {
    enum { LOOK_BACK = 4 };
    struct text name = culprit_of(message);
    for (uint32_t back = 0; place.layout != NULL && back <= LOOK_BACK && back <= place.token;
         back++) {
        if (!text_is_empty(name) &&
            text_equal(token_text(place.layout->tokens, place.token - back), name)) {
            place.token -= back;
            return place;
        }
    }
    return place;
}

/* The message of an error value, whatever its type. */
static struct sandbox_place describe_value(lua_State *state, int index,
                                           const struct sandbox_layouts *layouts,
                                           struct sandbox_failure *failure) {
    struct sandbox_place place = {.layout = NULL};
    if (lua_type(state, index) == LUA_TSTRING) {
        size_t length;
        const char *at = lua_tolstring(state, index, &length);
        struct text message = text_from(at, length);
        place = take_position(layouts, &message);
        if (text_is(message, "stack overflow") || text_is(message, "C stack overflow")) {
            message = text_of("the functions call one another too deeply");
        }
        copy_message(failure, message);
    } else if (lua_type(state, index) == LUA_TNUMBER) {
        snprintf(failure->message, sizeof failure->message, "%.14g", lua_tonumber(state, index));
    } else {
        snprintf(failure->message, sizeof failure->message,
                 "the script raised an error with %s in place of a text",
                 lua_type(state, index) == LUA_TNIL ? "nothing" : luaL_typename(state, index));
    }
    return place;
}

/* ---- frames ---- */

static void add_place(struct sandbox_failure *failure, struct sandbox_place place) {
    if (place.layout != NULL && failure->depth < SANDBOX_TRACE) {
        failure->trace[failure->depth++] = place;
    }
}

static bool same_place(struct sandbox_place a, struct sandbox_place b) {
    return a.layout == b.layout && a.token == b.token;
}

void trace_describe(lua_State *state, int index, const struct sandbox_layouts *layouts,
                    struct sandbox_failure *failure) {
    lua_Debug frame;
    failure->depth = 0;
    struct sandbox_place named = describe_value(state, index, layouts, failure);
    add_place(failure, blame(named, failure->message));
    bool first = true;
    for (int level = 0; failure->depth < SANDBOX_TRACE && lua_getstack(state, level, &frame);
         level++) {
        lua_getinfo(state, "Sl", &frame);
        struct sandbox_place place = trace_place(layouts, frame.short_src, frame.currentline);
        bool repeated = first && named.layout != NULL && same_place(named, place);
        if (place.layout != NULL) {
            first = false;
        }
        if (!repeated) {
            add_place(failure, place);
        }
    }
}

void trace_describe_status(enum sandbox_status status, struct sandbox_failure *failure) {
    switch (status) {
    case SANDBOX_INSTRUCTIONS:
        snprintf(failure->message, sizeof failure->message,
                 "the script runs for too long and was stopped");
        return;
    case SANDBOX_MEMORY:
        snprintf(failure->message, sizeof failure->message,
                 "the script takes too much memory and was stopped");
        return;
    case SANDBOX_HOST_MEMORY:
        snprintf(failure->message, sizeof failure->message, "this machine is out of memory");
        return;
    default:
        return;
    }
}
