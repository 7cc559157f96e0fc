/* The operators on terms, and what a term must not be used for. */
#include "script/term.h"

#include "base/near.h"
#include "script/names.h"
#include "script/written.h"

#include <lauxlib.h>

/* ---- conditions: & | ~ ---- */

/* The note of the condition on the stack at `index`, an operand of the operation. */
static written_id take_operand(lua_State *state, int index, node_id node, const struct site *site) {
    unsigned n = (unsigned)index - 1;
    return written_taken(state, index, node, site->layout, site_argument_node(site, n),
                         site_argument(site, n));
}

static int join(lua_State *state, bool all, const char *what) {
    struct session *session = session_of(state);
    struct site site = site_of_operator(state);
    node_id sides[2];
    written_id written[2];
    for (int i = 0; i < 2; i++) {
        sides[i] = term_condition(state, i + 1, site_argument(&site, (unsigned)i), what);
        written[i] = take_operand(state, i + 1, sides[i], &site);
    }
    if (sides[0] == NODE_MISSING || sides[1] == NODE_MISSING) {
        return term_push_poison(state);
    }
    struct builder *builder = session->declarations.builder;
    struct term term = {.type = TERM_CONDITION,
                        .node = all ? build_all(builder, sides, 2) : build_any(builder, sides, 2)};
    if (written[0] != 0) {
        written_made(state, &term, &site, all ? JOINT_ALL : JOINT_ANY, 0, written, 2);
    }
    return term_push_built(state, &term, site_start(&site));
}

static int operator_and(lua_State *state) {
    return join(state, true, "`&`");
}

static int operator_or(lua_State *state) {
    return join(state, false, "`|`");
}

static int operator_not(lua_State *state) {
    struct session *session = session_of(state);
    struct site site = site_of_operator(state);
    node_id node = term_condition(state, 1, site_argument(&site, 0), "`~`");
    if (node == NODE_MISSING) {
        return term_push_poison(state);
    }
    struct term term = {.type = TERM_CONDITION,
                        .node = build_not(session->declarations.builder, node)};
    written_id part = take_operand(state, 1, node, &site);
    bool is_plain = written_is_plain(state, part); /* then `~fever` is one condition, not two */
    written_made(state, &term, &site, is_plain ? JOINT_NONE : JOINT_NOT, 0, &part,
                 is_plain ? 0 : 1);
    return term_push_built(state, &term, site_place(&site));
}

/* ---- numbers: + - * / and unary minus ---- */

struct operands {
    struct site site;
    struct number a, b;
};

static bool read_operands(lua_State *state, const char *what, struct operands *operands) {
    operands->site = site_of_operator(state);
    bool a = term_number(state, 1, site_argument(&operands->site, 0), what, &operands->a);
    bool b = term_number(state, 2, site_argument(&operands->site, 1), what, &operands->b);
    return a && b;
}

static int push_number(lua_State *state, const struct operands *operands, node_id node,
                       const struct unit *unit) {
    struct term term = {.type = TERM_NUMBER,
                        .node = node,
                        .unit = unit,
                        .may_be_none = operands->a.may_be_none || operands->b.may_be_none};
    return term_push_built(state, &term, site_start(&operands->site));
}

static int operator_add(lua_State *state) {
    struct operands operands;
    const struct unit *unit = NULL;
    if (!read_operands(state, "`+`", &operands) ||
        !term_units_agree(state, &operands.a, &operands.b, site_place(&operands.site), "added to",
                          &unit)) {
        return term_push_poison(state);
    }
    node_id numbers[] = {operands.a.node, operands.b.node};
    return push_number(state, &operands,
                       build_sum(session_of(state)->declarations.builder, numbers, 2), unit);
}

static int operator_subtract(lua_State *state) {
    struct operands operands;
    const struct unit *unit = NULL;
    if (!read_operands(state, "`-`", &operands) ||
        !term_units_agree(state, &operands.b, &operands.a, site_place(&operands.site),
                          "subtracted from", &unit)) {
        return term_push_poison(state);
    }
    node_id node = build_binary(session_of(state)->declarations.builder, NODE_SUBTRACT,
                                operands.a.node, operands.b.node);
    return push_number(state, &operands, node, unit);
}

/* A temperature in Cel has an arbitrary zero: twice 20 Cel is not 40 Cel of anything. */
static bool has_no_zero(lua_State *state, const struct operands *operands) {
    const struct unit *units[] = {operands->a.unit, operands->b.unit};
    for (int i = 0; i < 2; i++) {
        if (units[i] != NULL && unit_has_offset(units[i])) {
            struct text text = unit_text(units[i]);
            diagnostics_error(session_of(state)->diagnostics, DIAGNOSTIC_UNIT_MISMATCH,
                              site_place(&operands->site),
                              "%.*s has an arbitrary zero and cannot be multiplied or divided",
                              (int)text.length, text.at);
            diagnostics_cure(session_of(state)->diagnostics,
                             "compare it or subtract from it; front ends may send another unit");
            return true;
        }
    }
    return false;
}

/* A unit costs more than an instruction does. */
static const struct unit *checked_unit(lua_State *state, const struct unit *unit) {
    budget_charge(state, UNIT_PRICE);
    if (unit == NULL) {
        term_units_failed(state);
    }
    return unit;
}

static int operator_multiply(lua_State *state) {
    struct operands operands;
    if (!read_operands(state, "`*`", &operands) || has_no_zero(state, &operands)) {
        return term_push_poison(state);
    }
    struct session *session = session_of(state);
    const struct unit *unit = operands.a.unit != NULL ? operands.a.unit : operands.b.unit;
    if (operands.a.unit != NULL && operands.b.unit != NULL) {
        unit =
            checked_unit(state, units_multiply(session->units, operands.a.unit, operands.b.unit));
    }
    node_id node = build_binary(session->declarations.builder, NODE_MULTIPLY, operands.a.node,
                                operands.b.node);
    return push_number(state, &operands, node, unit);
}

static int operator_divide(lua_State *state) {
    struct operands operands;
    if (!read_operands(state, "`/`", &operands) || has_no_zero(state, &operands)) {
        return term_push_poison(state);
    }
    struct session *session = session_of(state);
    if (operands.b.is_literal && operands.b.value == 0) {
        diagnostics_error(session->diagnostics, DIAGNOSTIC_BAD_VALUE,
                          site_argument(&operands.site, 1), "division by 0");
        return term_push_poison(state);
    }
    const struct unit *unit = operands.a.unit;
    if (operands.b.unit != NULL) {
        const struct unit *above =
            unit != NULL ? unit : checked_unit(state, units_one(session->units));
        unit = checked_unit(state, units_divide(session->units, above, operands.b.unit));
    }
    node_id node =
        build_binary(session->declarations.builder, NODE_DIVIDE, operands.a.node, operands.b.node);
    return push_number(state, &operands, node, unit);
}

static int operator_negate(lua_State *state) {
    struct operands operands = {.site = site_of_operator(state)};
    if (!term_number(state, 1, site_argument(&operands.site, 0), "`-`", &operands.a)) {
        return term_push_poison(state);
    }
    node_id node =
        build_unary(session_of(state)->declarations.builder, NODE_NEGATE, operands.a.node);
    return push_number(state, &operands, node, operands.a.unit);
}

/* ---- what a term is not for ---- */

/* The silent term among the operands, if there is one. */
static bool is_reported_already(lua_State *state) {
    for (int i = 1; i <= 2; i++) {
        const struct term *term = term_at(state, i);
        if (term != NULL && term_is_silent(term)) {
            return true;
        }
    }
    return false;
}

static void report_misuse(lua_State *state, struct place place, const char *what,
                          const char *cure) {
    struct session *session = session_of(state);
    session->declarations.incomplete = true;
    if (!is_reported_already(state) && !term_was_settled(session, place)) {
        diagnostics_error(session->diagnostics, DIAGNOSTIC_TERM_MISUSED, place, "%s", what);
        diagnostics_cure(session->diagnostics, "%s", cure);
    }
}

static int misused_compare(lua_State *state) {
    struct site site = site_of_operator(state);
    report_misuse(state, site_place(&site), "a term has no value yet that could be compared here",
                  "use `:over`, `:under`, `:at_least`, `:at_most`, `:is` or `:is_not`");
    lua_pushboolean(state, false);
    return 1;
}

static int misused_join(lua_State *state) {
    struct site site = site_of_operator(state);
    report_misuse(state, site_place(&site), "a term has no text that `..` could join",
                  "write the text without the term");
    lua_pushliteral(state, "");
    return 1;
}

static int misused_operator(lua_State *state) {
    struct site site = site_of_operator(state);
    report_misuse(state, site_place(&site), "terms do not have this operator",
                  "numbers have + - * / and conditions have & | ~; for more use `derive` with a "
                  "function");
    return term_push_poison(state);
}

static int misused_length(lua_State *state) {
    struct site site = site_of_operator(state);
    report_misuse(state, site_place(&site), "a term has no length",
                  "for how many of a list hold, use `at_least(k, { ... })`");
    lua_pushinteger(state, 0);
    return 1;
}

static int misused_assignment(lua_State *state) {
    struct sandbox_place here = sandbox_here(state, 1);
    report_misuse(state, sandbox_place_of(here), "a term cannot be changed",
                  "write the key in the table of its declaration");
    return 0;
}

static int shown(lua_State *state) {
    struct text text = term_describe(state, 1);
    lua_pushlstring(state, text.at, text.length);
    return 1;
}

/* ---- methods by name ---- */

static int call_method(lua_State *state) {
    return term_call_method(state, (enum method_id)lua_tointeger(state, lua_upvalueindex(1)));
}

static int call_unknown_method(lua_State *state) {
    return term_push_poison(state);
}

static const char *methods_of(const struct term *term) {
    switch (term->type) {
    case TERM_NUMBER:
        return "a number has :over :under :at_least :at_most :between :is :is_not :one_of "
               ":rose_by :fell_by, :is_none and :if_none where it can be none, a fact :answered";
    case TERM_CHOICE:
    case TERM_RESULT:
        return "a choice or result has :is :is_not :one_of, :is_none where it can be none, a fact "
               ":answered";
    case TERM_DATE:
        return "a date has :days_ago :weeks_ago :months_ago :years_ago :days_until, :is_none "
               "where it can be none, a fact :answered";
    default:
        return "a condition stands for itself; a yes_no fact has :is :is_not :answered";
    }
}

static void report_unknown_method(lua_State *state, const struct term *term, struct text name) {
    struct session *session = session_of(state);
    struct sandbox_place here = sandbox_here(state, 1);
    if (here.layout != NULL && memchr(name.at, 0, name.length) == NULL) {
        here.token = layout_near_name(here.layout, here.token, name.at);
    }
    struct near_search search;
    near_begin(&search, name);
    for (const struct method *method = vocabulary_methods(); method->name != NULL; method++) {
        near_offer(&search, text_of(method->name));
    }
    if (term->type == TERM_FACTS) {
        near_begin(&search, name);
        near_offer(&search, text_of("with"));
    }
    struct text near = near_result(&search);
    struct text meant = term->type == TERM_FACTS ? text_of("") : names_meant_by_method(name);
    near = text_is_empty(meant) ? near : meant;
    struct text found = term_describe(state, 1);
    diagnostics_error(session->diagnostics, DIAGNOSTIC_UNKNOWN_METHOD, sandbox_place_of(here),
                      "%.*s has no `:%.*s`", (int)found.length, found.at, (int)name.length,
                      name.at);
    if (!text_is_empty(near)) {
        diagnostics_cure(session->diagnostics, "did you mean `:%.*s`?", (int)near.length, near.at);
    } else {
        diagnostics_cure(session->diagnostics, "%s", methods_of(term));
    }
}

/* __index: stack: term, key. Upvalue 1: the table of methods. */
static int index_term(lua_State *state) {
    const struct term *term = term_at(state, 1);
    if (term != NULL && term->type == TERM_FACTS && lua_type(state, 2) == LUA_TSTRING) {
        lua_pushvalue(state, 2);
        lua_rawget(state, lua_upvalueindex(2));
        if (!lua_isnil(state, -1)) {
            return 1;
        }
    }
    if (lua_type(state, 2) == LUA_TSTRING) {
        lua_pushvalue(state, 2);
        if (lua_rawget(state, lua_upvalueindex(1)) != LUA_TNIL) {
            return 1;
        }
    }
    session_of(state)->declarations.incomplete = true;
    if (term == NULL || !term_is_silent(term)) {
        if (lua_type(state, 2) == LUA_TSTRING) {
            report_unknown_method(state, term, session_string(state, 2));
        } else {
            report_misuse(state, sandbox_place_of(sandbox_here(state, 1)),
                          "a term has no items that could be indexed", "use one of its methods");
        }
    }
    lua_pushcfunction(state, call_unknown_method);
    return 1;
}

void term_operators_open(lua_State *state) {
    static const luaL_Reg operators[] = {
        {"__band", operator_and},     {"__bor", operator_or},
        {"__bnot", operator_not},     {"__add", operator_add},
        {"__sub", operator_subtract}, {"__mul", operator_multiply},
        {"__div", operator_divide},   {"__unm", operator_negate},
        {"__lt", misused_compare},    {"__le", misused_compare},
        {"__eq", misused_compare},    {"__concat", misused_join},
        {"__mod", misused_operator},  {"__pow", misused_operator},
        {"__idiv", misused_operator}, {"__bxor", misused_operator},
        {"__shl", misused_operator},  {"__shr", misused_operator},
        {"__len", misused_length},    {"__newindex", misused_assignment},
        {"__tostring", shown},        {NULL, NULL},
    };
    luaL_setfuncs(state, operators, 0);
    lua_newtable(state);
    for (int i = 0; i < METHOD_COUNT; i++) {
        lua_pushinteger(state, i);
        lua_pushcclosure(state, call_method, 1);
        lua_setfield(state, -2, vocabulary_methods()[i].name);
    }
    lua_newtable(state); /* methods of a test's facts: see suite_facts.c */
    lua_pushvalue(state, -1);
    lua_setfield(state, -4, "facts");
    lua_pushcclosure(state, index_term, 2);
    lua_setfield(state, -2, "__index");
}
