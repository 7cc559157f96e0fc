#include "script/fields.h"

#include "base/near.h"
#include "script/arguments.h"
#include "script/safe_library.h"
#include "script/written.h"

#include <lauxlib.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>

void fields_error(struct fields *fields, enum diagnostic_code code, struct place place,
                  const char *format, ...) {
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    diagnostics_error(fields->diagnostics, code, place, "%s", message);
    fields->wrong = true;
}

/* ---- places ---- */

static struct place node_place(const struct fields *fields, const struct syntax_node *node) {
    return node == NULL ? fields->place : syntax_start(fields->layout->tree, node);
}

static const struct syntax_node *field_node(const struct fields *fields, const char *key) {
    return fields->node == NULL ? NULL : layout_field(fields->layout, fields->node, key);
}

struct place fields_key_place(const struct fields *fields, const char *key) {
    return node_place(fields, field_node(fields, key));
}

static const struct syntax_node *key_value_node(const struct fields *fields, const char *key) {
    const struct syntax_node *field = field_node(fields, key);
    return field == NULL ? NULL : layout_field_value(field);
}

struct place fields_place(const struct fields *fields, const char *key) {
    return node_place(fields, key_value_node(fields, key));
}

const struct syntax_node *fields_item_node(const struct fields *fields, size_t item) {
    const struct syntax_node *field = layout_item(fields->node, (unsigned)item);
    return field == NULL ? NULL : layout_field_value(field);
}

struct place fields_item_place(const struct fields *fields, size_t item) {
    return node_place(fields, fields_item_node(fields, item));
}

/* ---- the table as a whole ---- */

/* `when` and `require` are each other's commonest slip: a rule has one of the two. */
static const char *contrary_key(const struct fields *fields, struct text name) {
    const char *other = text_is(name, "when") ? "require" : text_is(name, "require") ? "when" : "";
    return key_set_find(fields->keys, text_of(other)) == NULL ? NULL : other;
}

static void report_contrary_key(struct fields *fields, const char *name, const char *other) {
    fields_error(fields, DIAGNOSTIC_UNKNOWN_KEY, fields_key_place(fields, name),
                 "%s has no key `%s`", fields->what, name);
    if (strcmp(other, "require") == 0) {
        diagnostics_cure(fields->diagnostics,
                         "write `require`, and what must hold: it fires where that is false");
    } else {
        diagnostics_cure(fields->diagnostics,
                         "write `when`, and what must not be: it fires where that is true");
    }
}

static void report_unknown_key(struct fields *fields, struct text name) {
    const char *other = contrary_key(fields, name);
    if (other != NULL) {
        report_contrary_key(fields, name.at, other);
        return;
    }
    struct near_search search;
    near_begin(&search, name);
    const struct key *key = NULL;
    for (size_t n = 0; (key = key_set_at(fields->keys, n)) != NULL; n++) {
        near_offer(&search, text_of(key->name));
    }
    struct text near = near_result(&search);
    struct place place =
        memchr(name.at, 0, name.length) == NULL ? fields_key_place(fields, name.at) : fields->place;
    fields_error(fields, DIAGNOSTIC_UNKNOWN_KEY, place, "%s has no key `%.*s`", fields->what,
                 (int)name.length, name.at);
    if (!text_is_empty(near)) {
        diagnostics_cure(fields->diagnostics, "did you mean `%.*s`?", (int)near.length, near.at);
        return;
    }
    char all[400] = "";
    size_t end = 0;
    for (size_t n = 0; (key = key_set_at(fields->keys, n)) != NULL && end < sizeof all; n++) {
        end += (size_t)snprintf(all + end, sizeof all - end, "%s%s", n == 0 ? "" : ", ", key->name);
    }
    diagnostics_cure(fields->diagnostics, end == 0 ? "it takes no keys%s" : "its keys are %s", all);
}

/* `min = 0.5` where item `item` is the 5 of `min = 0,5`; empty where it is no such thing. */
static struct text decimal_at(const struct fields *fields, unsigned item) {
    const struct syntax_node *node = layout_item(fields->node, item);
    const struct syntax_node *before = node == NULL ? NULL : fields->node->child;
    while (before != NULL && before->next != node) {
        before = before->next;
    }
    return before == NULL ? text_of("")
                          : arguments_decimal(fields->state, fields->layout, before, node);
}

/* The key at -2: known, or reported. */
static void check_key(struct fields *fields) {
    lua_State *state = fields->state;
    if (lua_type(state, -2) == LUA_TSTRING) {
        struct text name = session_string(state, -2);
        if (key_set_find(fields->keys, name) == NULL) {
            report_unknown_key(fields, name);
        }
        return;
    }
    if (!lua_isinteger(state, -2)) {
        fields_error(fields, DIAGNOSTIC_UNKNOWN_KEY, fields->place,
                     "%s has a key that is neither a name nor a position", fields->what);
        return;
    }
    if (fields->keys->items == NULL) {
        lua_Integer item = lua_tointeger(state, -2);
        struct text found = term_describe(state, -1);
        struct place place = item > 0 ? fields_item_place(fields, (size_t)item) : fields->place;
        fields_error(fields, DIAGNOSTIC_UNKNOWN_KEY, place,
                     "%s takes keys only, but found %.*s without one", fields->what,
                     (int)found.length, found.at);
        struct text decimal = item > 0 ? decimal_at(fields, (unsigned)item) : text_of("");
        if (text_is_empty(decimal)) {
            diagnostics_cure(fields->diagnostics, "write `key = value`");
        } else {
            diagnostics_cure(fields->diagnostics, "a decimal is written with a point: `%.*s`",
                             (int)decimal.length, decimal.at);
        }
    }
}

/* The key was written as its contrary, which was reported. */
static bool has_contrary(const struct fields *fields, const char *name) {
    bool when = strcmp(name, "when") == 0;
    return (when && fields_has(fields, "require")) ||
           (strcmp(name, "require") == 0 && fields_has(fields, "when"));
}

static void check_missing(struct fields *fields, const struct key *key) {
    if (fields_has(fields, key->name)) {
        return;
    }
    if (field_node(fields, key->name) != NULL) {
        fields_error(fields, DIAGNOSTIC_NIL_VALUE, fields_place(fields, key->name),
                     "`%s` is nil here", key->name);
        diagnostics_cure(fields->diagnostics, "give it a value, or leave the key out");
    } else if (key->required && !has_contrary(fields, key->name)) {
        fields_error(fields, DIAGNOSTIC_MISSING_KEY, fields->place, "%s has no `%s`", fields->what,
                     key->name);
        diagnostics_cure(fields->diagnostics, "add `%s = ...`: %s", key->name, key->meaning);
    }
}

/* `{ when = a, when = b }`: Lua would take the last without a word. */
static void check_twice(struct fields *fields, const struct key *key) {
    unsigned found = 0;
    const struct syntax_node *last = field_node(fields, key->name);
    if (last == NULL) {
        return;
    }
    for (const struct syntax_node *field = fields->node->child; field != NULL;
         field = field->next) {
        const struct syntax_node *name = field->child;
        if (name != NULL && name->kind == SYNTAX_NAME_KEY && name->next != NULL &&
            text_is(syntax_text(fields->layout->tree, name), key->name)) {
            found++;
        }
    }
    if (found > 1) {
        fields_error(fields, DIAGNOSTIC_KEY_TWICE, syntax_start(fields->layout->tree, last),
                     "`%s` is written twice in %s", key->name, fields->what);
        diagnostics_cure(fields->diagnostics, "leave one of the two out");
    }
}

/* The items that the source shows: more than Lua counts where one of them is nil. */
static size_t written_items(const struct fields *fields) {
    size_t count = 0;
    while (layout_item(fields->node, (unsigned)count + 1) != NULL) {
        count++;
    }
    return count;
}

static void check_items(struct fields *fields) {
    fields->count = (size_t)lua_rawlen(fields->state, fields->table);
    size_t written = written_items(fields);
    if (written > fields->count) {
        fields->count = written;
    }
    for (size_t i = 1; i <= fields->count; i++) {
        if (lua_rawgeti(fields->state, fields->table, (lua_Integer)i) == LUA_TNIL) {
            fields_error(fields, DIAGNOSTIC_NIL_VALUE, fields_item_place(fields, i),
                         "item %zu of %s is nil", i, fields->what);
            diagnostics_cure(fields->diagnostics, "give it a value, or leave it out");
        }
        lua_pop(fields->state, 1);
    }
}

bool fields_open(lua_State *state, int index, const struct key_set *keys, const char *what,
                 const struct layout *layout, const struct syntax_node *node, struct place place,
                 struct fields *fields) {
    struct session *session = session_of(state);
    const struct term *term = term_at(state, index);
    bool has_source = node != NULL && layout != NULL && node->kind == SYNTAX_TABLE;
    *fields = (struct fields){.state = state,
                              .session = session,
                              .diagnostics = session->diagnostics,
                              .keys = keys,
                              .what = what,
                              .layout = layout,
                              .node = has_source ? node : NULL,
                              .place = place};
    budget_charge(state, 50);
    if (!lua_istable(state, index)) {
        fields->wrong = true;
        if (term == NULL || !term_is_silent(term)) {
            struct text found = term_describe(state, index);
            fields_error(fields, DIAGNOSTIC_WRONG_TYPE, place, "%s takes a table, but found %.*s",
                         what, (int)found.length, found.at);
            diagnostics_cure(session->diagnostics, "write it in braces: `{ ... }`");
        }
        return false;
    }
    luaL_checkstack(state, 20, "tables within tables");
    safe_library_push_table(state, index);
    fields->table = lua_gettop(state);
    lua_pushnil(state);
    while (lua_next(state, fields->table) != 0) {
        budget_charge(state, 4);
        check_key(fields);
        lua_pop(state, 1);
    }
    const struct key *key = NULL;
    for (size_t n = 0; (key = key_set_at(keys, n)) != NULL; n++) {
        check_missing(fields, key);
        check_twice(fields, key);
    }
    if (keys->items != NULL) {
        check_items(fields);
    }
    return true;
}

bool fields_open_inner(const struct fields *outer, const char *key, size_t item,
                       const struct key_set *keys, const char *what, struct fields *fields) {
    const struct syntax_node *node =
        key == NULL ? fields_item_node(outer, item) : key_value_node(outer, key);
    struct place place = key != NULL ? fields_place(outer, key) : fields_item_place(outer, item);
    return fields_open(outer->state, -1, keys, what, outer->layout,
                       node == NULL ? NULL : syntax_bare(node), place, fields);
}

/* ---- values ---- */

bool fields_push(const struct fields *fields, const char *key) {
    lua_pushstring(fields->state, key);
    if (lua_rawget(fields->state, fields->table) == LUA_TNIL) {
        lua_pop(fields->state, 1);
        return false;
    }
    return true;
}

void fields_push_item(const struct fields *fields, size_t item) {
    lua_rawgeti(fields->state, fields->table, (lua_Integer)item);
}

bool fields_has(const struct fields *fields, const char *key) {
    bool has = fields_push(fields, key);
    if (has) {
        lua_pop(fields->state, 1);
    }
    return has;
}

/* Reports that the value on top of the stack is not what the key takes, and pops it. */
static void wrong_type(struct fields *fields, const char *key, const char *wanted) {
    const struct term *term = term_at(fields->state, -1);
    if (term != NULL && term_is_silent(term)) {
        fields->wrong = true;
    } else {
        struct text found = term_describe(fields->state, -1);
        fields_error(fields, DIAGNOSTIC_WRONG_TYPE, fields_place(fields, key),
                     "`%s` takes %s, but found %.*s", key, wanted, (int)found.length, found.at);
        const struct key *known = key_set_find(fields->keys, text_of(key));
        diagnostics_cure(fields->diagnostics, "`%s` is %s", key,
                         known == NULL ? wanted : known->meaning);
    }
    lua_pop(fields->state, 1);
}

struct text fields_text(struct fields *fields, const char *key) {
    struct text nothing = text_of(NULL);
    if (!fields_push(fields, key)) {
        return nothing;
    }
    if (lua_type(fields->state, -1) != LUA_TSTRING) {
        wrong_type(fields, key, "a text in quotes");
        return nothing;
    }
    struct text text = session_string(fields->state, -1);
    lua_pop(fields->state, 1);
    if (text_is_empty(text)) {
        fields_error(fields, DIAGNOSTIC_BAD_TEXT, fields_place(fields, key), "`%s` is empty", key);
    }
    return text;
}

bool fields_number(struct fields *fields, const char *key, double *number) {
    if (!fields_push(fields, key)) {
        return false;
    }
    if (lua_type(fields->state, -1) != LUA_TNUMBER) {
        wrong_type(fields, key, "a number");
        return false;
    }
    double value = lua_tonumber(fields->state, -1);
    lua_pop(fields->state, 1);
    if (!isfinite(value)) {
        fields_error(fields, DIAGNOSTIC_BAD_VALUE, fields_place(fields, key),
                     "`%s` is not a finite number", key);
        return false;
    }
    *number = value;
    return true;
}

bool fields_flag(struct fields *fields, const char *key) {
    if (!fields_push(fields, key)) {
        return false;
    }
    if (!lua_isboolean(fields->state, -1)) {
        wrong_type(fields, key, "`true` or `false`");
        return false;
    }
    bool flag = lua_toboolean(fields->state, -1);
    lua_pop(fields->state, 1);
    return flag;
}

node_id fields_condition(struct fields *fields, const char *key) {
    fields->written = 0;
    if (!fields_push(fields, key)) {
        return NODE_MISSING;
    }
    char what[40];
    snprintf(what, sizeof what, "`%s`", key);
    struct place place = fields_place(fields, key);
    node_id node = term_condition(fields->state, -1, place, what);
    fields->written =
        written_taken(fields->state, -1, node, fields->layout, key_value_node(fields, key), place);
    lua_pop(fields->state, 1);
    fields->wrong = fields->wrong || node == NODE_MISSING;
    return node;
}

double fields_duration(struct fields *fields, const char *key, double otherwise) {
    if (!fields_push(fields, key)) {
        return otherwise;
    }
    const struct term *term = term_at(fields->state, -1);
    if (term == NULL || term->type != TERM_DURATION) {
        wrong_type(fields, key, "a span of time such as `seconds(10)` or `minutes(30)`");
        return otherwise;
    }
    double seconds = term->seconds;
    lua_pop(fields->state, 1);
    return seconds;
}
