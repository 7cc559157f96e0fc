#include "script/term.h"

#include "base/limits.h"
#include "base/near.h"

#include <lauxlib.h>
#include <math.h>
#include <stdio.h>

static const char term_metatable[] = "synovia.term";

void term_open(lua_State *state) {
    luaL_newmetatable(state, term_metatable);
    term_operators_open(state);
    lua_pop(state, 1);
}

void term_push(lua_State *state, const struct term *term) {
    struct term *copy = lua_newuserdatauv(state, sizeof *copy, 0);
    *copy = *term;
    luaL_setmetatable(state, term_metatable);
}

int term_push_poison(lua_State *state) {
    session_of(state)->declarations.incomplete = true;
    struct term poison = {.type = TERM_POISON, .node = NODE_MISSING};
    term_push(state, &poison);
    return 1;
}

/* A limit of the builder stays passed; it is reported once. */
static void report_limit(lua_State *state, struct session *session, struct place place) {
    enum builder_status status = builder_status(session->declarations.builder);
    if (status == BUILDER_NO_MEMORY) {
        session_no_memory(state);
    }
    if (session->full) {
        return;
    }
    session->full = true;
    if (status == BUILDER_TOO_DEEP) {
        diagnostics_error(session->diagnostics, DIAGNOSTIC_NESTED_TOO_DEEPLY, place,
                          "terms stand within one another more than %d deep", LIMIT_TERM_DEPTH);
        diagnostics_cure(session->diagnostics, "write a list, `any { ... }`, instead of a chain");
        return;
    }
    diagnostics_error(session->diagnostics, DIAGNOSTIC_TOO_MANY, place,
                      "the protocol has more than %d terms", LIMIT_NODES);
    diagnostics_cure(session->diagnostics, "split it into several protocols");
}

bool term_note(lua_State *state, node_id node, const struct unit *unit, bool may_be_none,
               struct place start) {
    struct session *session = session_of(state);
    if (node == NODE_MISSING) {
        report_limit(state, session, start);
        return false;
    }
    struct node_note note = {start, unit, may_be_none};
    if (!declarations_set_note(&session->declarations, node, note)) {
        session_no_memory(state);
    }
    return true;
}

int term_push_refused(lua_State *state, struct place place) {
    report_limit(state, session_of(state), place);
    return term_push_poison(state);
}

int term_push_built(lua_State *state, const struct term *term, struct place start) {
    if (!term_note(state, term->node, term->unit, term->may_be_none, start)) {
        return term_push_poison(state);
    }
    term_push(state, term);
    return 1;
}

int term_push_named(lua_State *state, const struct term *term, struct place start) {
    struct session *session = session_of(state);
    if (!term_note(state, term->node, term->unit, term->may_be_none, start)) {
        return term_push_poison(state);
    }
    struct named_term *named = session_alloc(state, 1, sizeof *named);
    struct term *copy = session_alloc(state, 1, sizeof *copy);
    *copy = *term;
    named->term = copy;
    named->next = session->terms;
    session->terms = named;
    term_push(state, term);
    return 1;
}

struct term *term_at(lua_State *state, int index) {
    return luaL_testudata(state, index, term_metatable);
}

bool term_is_silent(const struct term *term) {
    return term->type == TERM_POISON || term->type == TERM_PENDING;
}

/* ---- describing ---- */

static const char *type_words(const struct term *term) {
    switch (term->type) {
    case TERM_POISON:
    case TERM_PENDING:
        return "an unfinished declaration";
    case TERM_CONDITION:
        return "condition";
    case TERM_YES_NO:
        return "yes_no";
    case TERM_CHOICE:
        return "choice";
    case TERM_NUMBER:
        return "number";
    case TERM_DATE:
        return "date";
    case TERM_RESULT:
        return "result";
    case TERM_NONE:
        return "`none`";
    case TERM_ABSENT:
        return "`absent`";
    case TERM_UNANSWERABLE:
        return "`unanswerable`";
    case TERM_DURATION:
        return "a span of time";
    case TERM_STEP:
        return "a step";
    case TERM_RULE:
        return "the rule";
    case TERM_FACTS:
        return "a set of facts";
    }
    return "a term";
}

static struct text describe_term(struct arena *arena, const struct term *term) {
    const char *type = type_words(term);
    if (term->type == TERM_RULE) {
        return arena_format(arena, "the rule `%.*s`", (int)term->name.length, term->name.at);
    }
    if (term->type < TERM_CONDITION || term->type > TERM_RESULT) {
        return text_of(type);
    }
    if (!text_is_empty(term->name)) {
        return arena_format(arena, "the %s `%.*s`", type, (int)term->name.length, term->name.at);
    }
    return arena_format(arena, "a %s term", type);
}

struct text term_describe(lua_State *state, int index) {
    budget_charge(state, 50);
    struct arena *arena = session_of(state)->arena;
    const struct term *term = term_at(state, index);
    if (term != NULL) {
        return describe_term(arena, term);
    }
    switch (lua_type(state, index)) {
    case LUA_TNIL:
    case LUA_TNONE:
        return text_of("nil");
    case LUA_TBOOLEAN:
        return text_of(lua_toboolean(state, index) ? "true" : "false");
    case LUA_TNUMBER:
        return arena_format(arena, "the number %.14g", lua_tonumber(state, index));
    case LUA_TSTRING: {
        struct text text = session_string(state, index);
        return arena_format(arena, "the text \"%.*s\"%s",
                            (int)(text.length > 60 ? 60 : text.length), text.at,
                            text.length > 60 ? " ..." : "");
    }
    case LUA_TFUNCTION:
        return text_of("a function");
    default:
        return text_of("a table");
    }
}

/* ---- reading ---- */

/*
 * Lua has settled `age < 18` or `a or b` before we see what came of it; the checks of the source
 * have said so, and what came of it is not a second mistake.
 */
bool term_was_settled(const struct session *session, struct place place) {
    const struct diagnostics *diagnostics = session->diagnostics;
    for (size_t i = 0; i < diagnostics->count; i++) {
        const struct diagnostic *item = &diagnostics->items[i];
        bool settles = item->code == DIAGNOSTIC_OPERATOR_ON_TERM ||
                       item->code == DIAGNOSTIC_WORD_OUTSIDE_FUNCTION;
        if (settles && item->place.line == place.line && text_equal(item->place.file, place.file)) {
            return true;
        }
    }
    return false;
}

static void report_wrong_type(lua_State *state, int index, struct place place, const char *what,
                              const char *wanted) {
    struct text found = term_describe(state, index);
    diagnostics_error(session_of(state)->diagnostics, DIAGNOSTIC_WRONG_TYPE, place,
                      "%s takes %s, but found %.*s", what, wanted, (int)found.length, found.at);
}

/* What to write where a condition was meant. */
static void cure_condition(lua_State *state, int index) {
    struct diagnostics *diagnostics = session_of(state)->diagnostics;
    const struct term *term = term_at(state, index);
    if (lua_isfunction(state, index)) {
        diagnostics_cure(diagnostics, "call it: `age:over(65)`, `any { fever, chills }`");
        return;
    }
    if (lua_istable(state, index)) {
        diagnostics_cure(diagnostics, "say how they are joined: `any { ... }` or `all { ... }`");
        return;
    }
    if (term == NULL) {
        diagnostics_cure(diagnostics, "write a condition such as `fever` or `age:over(65)`");
        return;
    }
    struct text name = text_is_empty(term->name) ? text_of("term") : term->name;
    switch (term->type) {
    case TERM_RULE:
        diagnostics_cure(diagnostics, "name its condition first, `local low = ...`, and use that");
        break;
    case TERM_NUMBER:
        diagnostics_cure(diagnostics, "compare it: `%.*s:at_least(...)`", (int)name.length,
                         name.at);
        break;
    case TERM_CHOICE:
    case TERM_RESULT:
        diagnostics_cure(diagnostics, "say which value: `%.*s:is \"%.*s\"`", (int)name.length,
                         name.at, (int)(term->option_count > 0 ? term->options[0].length : 3),
                         term->option_count > 0 ? term->options[0].at : "...");
        break;
    case TERM_DATE:
        diagnostics_cure(diagnostics, "compare its age: `%.*s:days_ago():at_most(...)`",
                         (int)name.length, name.at);
        break;
    default:
        diagnostics_cure(diagnostics, "write a condition such as `fever` or `age:over(65)`");
        break;
    }
}

node_id term_condition(lua_State *state, int index, struct place place, const char *what) {
    struct session *session = session_of(state);
    const struct term *term = term_at(state, index);
    if (term != NULL && term_is_silent(term)) {
        session->declarations.incomplete = true;
        return NODE_MISSING;
    }
    if (term != NULL && term->type == TERM_CONDITION) {
        return term->node;
    }
    if (term != NULL && term->type == TERM_YES_NO) {
        if (!term->may_be_none) {
            return term->node;
        }
        node_id node = build_one_of(session->declarations.builder, term->node, MASK_TRUE);
        return term_note(state, node, NULL, false, place) ? node : NODE_MISSING;
    }
    session->declarations.incomplete = true;
    bool plain = lua_isboolean(state, index) || lua_type(state, index) == LUA_TSTRING;
    if (!plain || !term_was_settled(session, place)) {
        report_wrong_type(state, index, place, what, "a condition");
        cure_condition(state, index);
    }
    return NODE_MISSING;
}

/* What to write where a number was meant. */
static void cure_number(lua_State *state, int index, const struct term *term) {
    struct diagnostics *diagnostics = session_of(state)->diagnostics;
    if (term == NULL && lua_type(state, index) == LUA_TSTRING) {
        diagnostics_cure(diagnostics, "write the number without quotes");
    } else if (term != NULL && term->type == TERM_DATE) {
        diagnostics_cure(diagnostics, "count from it: `:days_ago()`, `:years_ago()`");
    } else if (term != NULL && (term->type == TERM_YES_NO || term->type == TERM_CONDITION)) {
        diagnostics_cure(diagnostics, "count conditions with `at_least(k, { ... })` or a `score`");
    } else if (term != NULL && (term->type == TERM_CHOICE || term->type == TERM_RESULT)) {
        diagnostics_cure(diagnostics,
                         "give each value a number with `first { { 2, when = ... } }`");
    } else {
        diagnostics_cure(diagnostics, "write a number or a number term");
    }
}

bool term_number(lua_State *state, int index, struct place place, const char *what,
                 struct number *number) {
    struct session *session = session_of(state);
    const struct term *term = term_at(state, index);
    if (term != NULL && (term_is_silent(term) || term->type == TERM_NUMBER)) {
        *number = (struct number){term->node, term->unit, term->may_be_none, false, 0};
        return term->type == TERM_NUMBER;
    }
    if (lua_type(state, index) != LUA_TNUMBER) {
        report_wrong_type(state, index, place, what, "a number or a number term");
        cure_number(state, index, term);
        return false;
    }
    double value = lua_tonumber(state, index);
    if (!isfinite(value)) {
        diagnostics_error(session->diagnostics, DIAGNOSTIC_BAD_VALUE, place,
                          "%s takes a finite number", what);
        return false;
    }
    *number = (struct number){build_number(session->declarations.builder, value), NULL, false, true,
                              value};
    return term_note(state, number->node, NULL, false, place);
}

bool term_option(lua_State *state, const struct term *term, int index, struct place place,
                 uint32_t *option) {
    struct diagnostics *diagnostics = session_of(state)->diagnostics;
    const char *kind = term->type == TERM_RESULT ? "line" : "option";
    if (lua_type(state, index) != LUA_TSTRING) {
        const struct term *other = term_at(state, index);
        if (other == NULL || !term_is_silent(other)) {
            struct text found = term_describe(state, index);
            diagnostics_error(diagnostics, DIAGNOSTIC_WRONG_TYPE, place,
                              "`%.*s` is compared with the name of one of its %ss, but found %.*s",
                              (int)term->name.length, term->name.at, kind, (int)found.length,
                              found.at);
        }
        return false;
    }
    struct text wanted = session_string(state, index);
    struct near_search search;
    near_begin(&search, wanted);
    for (size_t i = 0; i < term->option_count; i++) {
        if (text_equal(term->options[i], wanted)) {
            *option = (uint32_t)i;
            return true;
        }
        near_offer(&search, term->options[i]);
    }
    struct text near = near_result(&search);
    diagnostics_error(diagnostics, DIAGNOSTIC_BAD_VALUE, place, "`%.*s` has no %s \"%.*s\"",
                      (int)term->name.length, term->name.at, kind, (int)wanted.length, wanted.at);
    struct text all = term_list(state, term->options, term->option_count);
    if (text_is_empty(near)) {
        diagnostics_cure(diagnostics, "use one of %.*s", (int)all.length, all.at);
    } else {
        diagnostics_cure(diagnostics, "did you mean \"%.*s\"? It has %.*s", (int)near.length,
                         near.at, (int)all.length, all.at);
    }
    return false;
}

struct text term_list(lua_State *state, const struct text *items, size_t count) {
    size_t length = 1;
    for (size_t i = 0; i < count; i++) {
        length += items[i].length + 4;
    }
    char *at = session_alloc(state, length, 1);
    size_t end = 0;
    for (size_t i = 0; i < count; i++) {
        end += (size_t)snprintf(at + end, length - end, "%s\"%.*s\"", i == 0 ? "" : ", ",
                                (int)items[i].length, items[i].at);
    }
    return text_from(at, end);
}

/* ---- units ---- */

_Noreturn void term_units_failed(lua_State *state) {
    struct session *session = session_of(state);
    bool missing = false;
    if (units_failed(session->units, &missing) && missing) {
        luaL_error(state, "the units database of udunits2 was not found: install the package "
                          "libudunits2-data, or set UDUNITS2_XML_PATH");
    }
    session_no_memory(state);
}

static void report_units(struct session *session, const struct unit *a, const struct unit *b,
                         struct place place, const char *doing) {
    struct text first = unit_text(a);
    struct text second = unit_text(b);
    double scale = 1;
    double offset = 0;
    enum unit_fit fit = unit_compare(a, b, &scale, &offset);
    if (fit == UNIT_APART) {
        diagnostics_error(session->diagnostics, DIAGNOSTIC_UNIT_MISMATCH, place,
                          "a number in %.*s is %s one in %.*s, which is another quantity",
                          (int)first.length, first.at, doing, (int)second.length, second.at);
        diagnostics_cure(session->diagnostics, "check the units of the facts that they come from");
        return;
    }
    diagnostics_error(session->diagnostics, DIAGNOSTIC_UNIT_MISMATCH, place,
                      "a number in %.*s is %s one in %.*s: 1 %.*s is %.6g %.*s", (int)first.length,
                      first.at, doing, (int)second.length, second.at, (int)first.length, first.at,
                      scale + offset, (int)second.length, second.at);
    diagnostics_cure(session->diagnostics,
                     "declare both in the same unit; front ends may still send either, as "
                     "`{ value, unit }`");
}

bool term_units_agree(lua_State *state, const struct number *a, const struct number *b,
                      struct place place, const char *doing, const struct unit **unit) {
    *unit = a->unit != NULL ? a->unit : b->unit;
    if (a->unit == NULL || b->unit == NULL) {
        return true;
    }
    double scale = 1;
    double offset = 0;
    if (unit_compare(a->unit, b->unit, &scale, &offset) == UNIT_SAME) {
        return true;
    }
    report_units(session_of(state), a->unit, b->unit, place, doing);
    return false;
}
