/* What tests say of a person: facts { ... }, :with { ... }, absent, unanswerable, none. */
#include "script/suite_private.h"

#include "base/date.h"
#include "script/safe_library.h"

#include <lauxlib.h>
#include <math.h>

static const struct program *program_of(lua_State *state) {
    return session_of(state)->tests->program;
}

/* ---- values ---- */

/* `{ value = 180, unit = "cm" }` or `{ 180, "cm" }`, on top of the stack. */
static bool read_quantity(lua_State *state, struct sent_value *value) {
    safe_library_push_table(state, -1);
    int table = lua_gettop(state);
    if (lua_getfield(state, table, "value") == LUA_TNIL) {
        lua_rawgeti(state, table, 1);
    }
    bool number = lua_type(state, -1) == LUA_TNUMBER;
    value->number = lua_tonumber(state, -1);
    if (lua_getfield(state, table, "unit") == LUA_TNIL) {
        lua_rawgeti(state, table, 2);
    }
    bool unit = lua_type(state, -1) == LUA_TSTRING;
    if (unit) {
        value->text = session_string(state, -1);
    }
    lua_settop(state, table - 1);
    value->kind = SENT_QUANTITY;
    return number && unit;
}

static void send_number(lua_State *state, struct sent_value *value) {
    value->kind = SENT_NUMBER;
    value->number = lua_tonumber(state, -1);
    if (isnan(value->number)) {
        value->kind = SENT_OTHER;
        value->text = text_of("NaN");
    }
}

/* The value on top of the stack as somebody would send it; false for `absent`. */
static bool read_value(lua_State *state, struct sent_value *value) {
    const struct term *term = term_at(state, -1);
    *value = (struct sent_value){.kind = SENT_OTHER};
    if (term != NULL) {
        value->kind = term->type == TERM_NONE           ? SENT_TEXT
                      : term->type == TERM_UNANSWERABLE ? SENT_NIL
                                                        : SENT_OTHER;
        value->text = term->type == TERM_NONE ? text_of("none") : text_of("a term");
        return term->type != TERM_ABSENT;
    }
    switch (lua_type(state, -1)) {
    case LUA_TBOOLEAN:
        value->kind = SENT_BOOL;
        value->yes = lua_toboolean(state, -1);
        break;
    case LUA_TNUMBER:
        send_number(state, value);
        break;
    case LUA_TSTRING:
        value->kind = SENT_TEXT;
        value->text = session_string(state, -1);
        break;
    case LUA_TTABLE:
        if (!read_quantity(state, value)) {
            *value = (struct sent_value){.kind = SENT_OTHER, .text = text_of("a map")};
        }
        break;
    default:
        value->text = text_of("a function");
        break;
    }
    return true;
}

/* ---- sets of facts ---- */

static ptrdiff_t position_in(const struct given *given, struct text name) {
    for (size_t i = 0; i < given->fact_count; i++) {
        if (text_equal(given->facts[i].name, name)) {
            return (ptrdiff_t)i;
        }
    }
    return -1;
}

/* Sets a fact in an array that has room, or removes it where `value` is NULL. A fact that is set
 * anew keeps its place in the order. */
static void set_fact(struct given_fact *facts, struct given *given, struct given_fact fact,
                     bool sent) {
    ptrdiff_t known = position_in(given, fact.name);
    if (sent && known >= 0) {
        facts[known] = fact;
    } else if (sent) {
        facts[given->fact_count++] = fact;
    } else if (known >= 0) {
        given->fact_count--;
        memmove(&facts[known], &facts[known + 1],
                (given->fact_count - (size_t)known) * sizeof *facts);
    }
}

/* A copy of what is given, with room for `more` facts. */
static struct given_fact *copy_facts(lua_State *state, struct given *given, size_t more) {
    struct given_fact *facts = session_alloc(state, given->fact_count + more, sizeof *facts);
    if (given->fact_count > 0) {
        memcpy(facts, given->facts, given->fact_count * sizeof *facts);
    }
    given->facts = facts;
    return facts;
}

static void read_as_of(struct fields *fields, struct given *given) {
    if (!fields_has(fields, "as_of")) {
        return;
    }
    struct text text = fields_text(fields, "as_of");
    given->has_as_of = date_parse(text, &given->as_of);
    if (!given->has_as_of && !text_is_empty(text)) {
        fields_error(fields, DIAGNOSTIC_BAD_VALUE, fields_place(fields, "as_of"),
                     "\"%.*s\" is not a day", (int)text.length, text.at);
        diagnostics_cure(fields->diagnostics, "write it as YYYY-MM-DD: \"2026-05-01\"");
    }
}

/* The opened table, on top of `base`. */
static struct given read_facts(struct fields *fields, const struct given *base) {
    lua_State *state = fields->state;
    const struct program *program = program_of(state);
    struct given given = {.facts = NULL};
    if (base != NULL) {
        given = *base;
    }
    read_as_of(fields, &given);
    struct given_fact *facts = copy_facts(state, &given, program->fact_count);
    for (size_t i = 0; i < program->fact_count; i++) {
        const char *name = fields->keys->keys[i].name;
        struct given_fact fact = {.name = program->facts[i].name};
        if (!fields_push(fields, name)) {
            continue;
        }
        bool sent = read_value(state, &fact.value);
        lua_pop(state, 1);
        fact.position = position_of(fields_place(fields, name));
        set_fact(facts, &given, fact, sent);
    }
    return given;
}

static struct key_set fact_key_set(lua_State *state) {
    struct key_set keys = {session_of(state)->tests->fact_keys, NULL, NULL};
    return keys;
}

/* The facts that the value on top of the stack is: a set, or a plain table. */
static struct given read_value_of(struct fields *fields, const char *key, size_t item,
                                  const struct given *base) {
    lua_State *state = fields->state;
    const struct term *term = term_at(state, -1);
    struct given given = {.facts = NULL};
    if (base != NULL) {
        given = *base;
    }
    if (term != NULL && term->type == TERM_FACTS) {
        if (base != NULL && base->fact_count > 0) {
            struct given_fact *facts = copy_facts(state, &given, term->given->fact_count);
            for (size_t i = 0; i < term->given->fact_count; i++) {
                set_fact(facts, &given, term->given->facts[i], true);
            }
            return given;
        }
        return *term->given;
    }
    struct key_set keys = fact_key_set(state);
    struct fields inner;
    if (fields_open_inner(fields, key, item, &keys, "a set of facts", &inner)) {
        given = read_facts(&inner, base);
        lua_pop(state, 1);
    }
    fields->wrong = fields->wrong || inner.wrong;
    return given;
}

struct given suite_read_given(struct fields *fields, const char *key, const struct given *base) {
    struct given given = {.facts = NULL};
    if (base != NULL) {
        given = *base;
    }
    if (fields_push(fields, key)) {
        given = read_value_of(fields, key, 0, base);
        lua_pop(fields->state, 1);
    }
    return given;
}

struct given suite_read_given_item(struct fields *fields, size_t item, const struct given *base) {
    fields_push_item(fields, item);
    struct given given = read_value_of(fields, NULL, item, base);
    lua_pop(fields->state, 1);
    return given;
}

void suite_need_as_of(struct fields *fields, const struct given *given) {
    if (fields->session->tests->has_dates && !given->has_as_of && !fields->wrong) {
        fields_error(fields, DIAGNOSTIC_MISSING_KEY, fields->place,
                     "the protocol has dates, but this test does not say on which day it is made");
        diagnostics_cure(fields->diagnostics, "add `as_of = \"2026-05-01\"` to its facts");
    }
}

/* ---- facts { ... } and :with { ... } ---- */

static int push_given(lua_State *state, const struct given *given) {
    struct given *copy = session_alloc(state, 1, sizeof *copy);
    *copy = *given;
    struct term term = {.type = TERM_FACTS, .node = NODE_MISSING, .given = copy};
    term_push(state, &term);
    return 1;
}

/* The table at `index`, the argument of `word`. */
static int read_set(lua_State *state, int index, const char *word, const struct given *base) {
    struct site site = site_of_call(state, word);
    struct key_set keys = fact_key_set(state);
    struct fields fields;
    if (!fields_open(state, index, &keys, "a set of facts", site.layout, site_table(&site),
                     site_place(&site), &fields)) {
        return term_push_poison(state);
    }
    struct given given = read_facts(&fields, base);
    suite_note_facts(state, &given, site_place(&site));
    return push_given(state, &given);
}

int word_facts(lua_State *state) {
    return read_set(state, 1, "facts", NULL);
}

static int with(lua_State *state) {
    const struct term *term = term_at(state, 1);
    bool too_many = lua_gettop(state) > 2;
    lua_settop(state, 2);
    if (too_many) {
        diagnostics_error(session_of(state)->diagnostics, DIAGNOSTIC_BAD_VALUE,
                          sandbox_place_of(sandbox_here(state, 1)),
                          "`:with` takes one table, but was given more values");
        diagnostics_cure(session_of(state)->diagnostics, "write `well:with { ... }`");
        return term_push_poison(state);
    }
    if (term == NULL || term->type != TERM_FACTS) {
        struct sandbox_place here = sandbox_here(state, 1);
        diagnostics_error(session_of(state)->diagnostics, DIAGNOSTIC_TERM_MISUSED,
                          sandbox_place_of(here), "`with` is called without a set of facts");
        diagnostics_cure(session_of(state)->diagnostics, "write a colon: `well:with { ... }`");
        return term_push_poison(state);
    }
    return read_set(state, 2, "with", term->given);
}

void suite_facts_open(lua_State *state) {
    luaL_getmetatable(state, "synovia.term");
    lua_getfield(state, -1, "facts");
    lua_pushcfunction(state, with);
    lua_setfield(state, -2, "with");
    lua_pop(state, 2);
}
