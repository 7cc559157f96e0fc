/* The methods of terms: `age:over(65)`, `bearing:is "cannot"`, `surgery:weeks_ago()`. */
#include "script/arguments.h"
#include "script/fields.h"
#include "script/written.h"

#include "base/near.h"

#include <lauxlib.h>

/* One call of a method. */
struct call {
    lua_State *state;
    struct session *session;
    struct builder *builder;
    struct site site;
    const struct term *term; /* self */
    const char *name;        /* of the method */
    const char *what;        /* "`age:over`", for messages */
};

static int push_condition(const struct call *call, node_id node) {
    struct term term = {.type = TERM_CONDITION, .node = node};
    written_made(call->state, &term, &call->site, JOINT_NONE, 0, NULL, 0);
    return term_push_built(call->state, &term, site_start(&call->site));
}

static int push_number(const struct call *call, node_id node, const struct unit *unit,
                       bool may_be_none) {
    struct term term = {
        .type = TERM_NUMBER, .node = node, .unit = unit, .may_be_none = may_be_none};
    return term_push_built(call->state, &term, site_start(&call->site));
}

static int misfit(const struct call *call, enum method_id method) {
    struct text found = term_describe(call->state, 1);
    const struct method *row = &vocabulary_methods()[method];
    diagnostics_error(call->session->diagnostics, DIAGNOSTIC_METHOD_MISFIT, site_place(&call->site),
                      "`:%s` is for %s, not for %.*s", row->name, row->fits, (int)found.length,
                      found.at);
    switch (call->term->type) {
    case TERM_CONDITION:
        diagnostics_cure(call->session->diagnostics,
                         "a condition stands for itself; write `~` before it for its contrary");
        break;
    case TERM_YES_NO:
        diagnostics_cure(call->session->diagnostics,
                         "a yes_no is a condition itself; write `~` before it for its contrary");
        break;
    case TERM_CHOICE:
    case TERM_RESULT:
        diagnostics_cure(call->session->diagnostics, "use `:is`, `:is_not` or `:one_of`");
        break;
    case TERM_DATE:
        diagnostics_cure(call->session->diagnostics,
                         "count from it first: `:days_ago()`, `:weeks_ago()`, `:years_ago()`");
        break;
    default:
        diagnostics_cure(call->session->diagnostics,
                         "use `:over`, `:under`, `:at_least`, `:at_most`, `:between` or `:is`");
        break;
    }
    return term_push_poison(call->state);
}

/* ---- numbers ---- */

static struct number self_number(const struct call *call) {
    struct number number = {call->term->node, call->term->unit, call->term->may_be_none, false, 0};
    return number;
}

/* The number that argument `index` holds, in a unit that fits the term's. */
static bool other_number(const struct call *call, int index, struct number *other) {
    struct place place = site_argument(&call->site, (unsigned)index - 2);
    struct number self = self_number(call);
    const struct unit *unit = NULL;
    return term_number(call->state, index, place, call->what, other) &&
           term_units_agree(call->state, other, &self, place, "compared with", &unit);
}

static int compare(const struct call *call, enum method_id method) {
    struct number other;
    if (!other_number(call, 2, &other)) {
        return term_push_poison(call->state);
    }
    node_id self = call->term->node;
    switch (method) {
    case METHOD_OVER:
        return push_condition(call, build_less(call->builder, other.node, self));
    case METHOD_UNDER:
        return push_condition(call, build_less(call->builder, self, other.node));
    case METHOD_AT_LEAST:
        return push_condition(call, build_at_most(call->builder, other.node, self));
    default:
        return push_condition(call, build_at_most(call->builder, self, other.node));
    }
}

static int between(const struct call *call) {
    struct number low;
    struct number high;
    bool low_fits = other_number(call, 2, &low);
    bool high_fits = other_number(call, 3, &high);
    if (!low_fits || !high_fits) {
        return term_push_poison(call->state);
    }
    if (low.is_literal && high.is_literal && low.value > high.value) {
        diagnostics_error(call->session->diagnostics, DIAGNOSTIC_BAD_RANGE,
                          site_argument(&call->site, 0),
                          "`:between(%.14g, %.14g)` holds for nobody: the lower end comes first",
                          low.value, high.value);
        diagnostics_cure(call->session->diagnostics, "write `:between(%.14g, %.14g)`", high.value,
                         low.value);
        return term_push_poison(call->state);
    }
    node_id self = call->term->node;
    node_id ends[] = {build_at_most(call->builder, low.node, self),
                      build_at_most(call->builder, self, high.node)};
    if (!term_note(call->state, ends[0], NULL, false, site_start(&call->site)) ||
        !term_note(call->state, ends[1], NULL, false, site_start(&call->site))) {
        return term_push_poison(call->state);
    }
    return push_condition(call, build_all(call->builder, ends, 2));
}

static int if_none(const struct call *call) {
    struct number value;
    if (!other_number(call, 2, &value)) {
        return term_push_poison(call->state);
    }
    if (!value.is_literal) {
        diagnostics_error(call->session->diagnostics, DIAGNOSTIC_WRONG_TYPE,
                          site_argument(&call->site, 0), "`:if_none` takes a plain number");
        diagnostics_cure(call->session->diagnostics,
                         "for another term use `first { { other, when = x:is_none() }, { x } }`");
        return term_push_poison(call->state);
    }
    return push_number(call, build_if_none(call->builder, call->term->node, value.value),
                       call->term->unit, false);
}

/* `:rose_by(n)` and `:fell_by(n)`. */
static int changed_by(const struct call *call, enum method_id method) {
    struct number by;
    if (!other_number(call, 2, &by)) {
        return term_push_poison(call->state);
    }
    if (!by.is_literal || by.value <= 0) {
        diagnostics_error(call->session->diagnostics, DIAGNOSTIC_BAD_VALUE,
                          site_argument(&call->site, 0), "`:%s` takes a plain number above 0",
                          call->name);
        return term_push_poison(call->state);
    }
    node_id node = method == METHOD_ROSE_BY
                       ? build_rose_by(call->builder, call->term->node, by.value)
                       : build_fell_by(call->builder, call->term->node, by.value);
    return push_condition(call, node);
}

/* ---- values ---- */

/* The mask of the value at `index`; false where the term has no such value (reported). */
static bool value_mask(const struct call *call, int index, struct place place, uint64_t *mask) {
    if (call->term->type == TERM_YES_NO) {
        if (!lua_isboolean(call->state, index)) {
            struct text found = term_describe(call->state, index);
            diagnostics_error(call->session->diagnostics, DIAGNOSTIC_WRONG_TYPE, place,
                              "a yes_no is `true` or `false`, but found %.*s", (int)found.length,
                              found.at);
            diagnostics_cure(call->session->diagnostics,
                             "a yes_no is a condition itself: write it alone, or `~` before it");
            return false;
        }
        *mask = lua_toboolean(call->state, index) ? MASK_TRUE : MASK_FALSE;
        return true;
    }
    uint32_t option = 0;
    if (!term_option(call->state, call->term, index, place, &option)) {
        return false;
    }
    *mask = (uint64_t)1 << option;
    return true;
}

static int is(const struct call *call, enum method_id method) {
    node_id node = NODE_MISSING;
    if (call->term->type == TERM_NUMBER) {
        struct number other;
        if (!other_number(call, 2, &other)) {
            return term_push_poison(call->state);
        }
        node = build_equal(call->builder, call->term->node, other.node);
    } else {
        uint64_t mask = 0;
        if (!value_mask(call, 2, site_argument(&call->site, 0), &mask)) {
            return term_push_poison(call->state);
        }
        node = build_one_of(call->builder, call->term->node, mask);
    }
    if (method == METHOD_IS) {
        return push_condition(call, node);
    }
    if (!term_note(call->state, node, NULL, false, site_start(&call->site))) {
        return term_push_poison(call->state);
    }
    return push_condition(call, build_not(call->builder, node));
}

static node_id equals_item(const struct call *call, struct fields *list, size_t item) {
    struct number self = self_number(call);
    struct number other;
    const struct unit *unit = NULL;
    struct place place = fields_item_place(list, item);
    if (!term_number(call->state, -1, place, call->what, &other) ||
        !term_units_agree(call->state, &other, &self, place, "compared with", &unit)) {
        return NODE_MISSING;
    }
    node_id node = build_equal(call->builder, call->term->node, other.node);
    return term_note(call->state, node, NULL, false, place) ? node : NODE_MISSING;
}

static int one_of_numbers(const struct call *call, struct fields *list) {
    node_id *nodes = session_alloc(call->state, list->count, sizeof *nodes);
    for (size_t i = 0; i < list->count; i++) {
        fields_push_item(list, i + 1);
        nodes[i] = equals_item(call, list, i + 1);
        list->wrong = list->wrong || nodes[i] == NODE_MISSING;
        lua_pop(call->state, 1);
    }
    if (list->wrong) {
        return term_push_poison(call->state);
    }
    return push_condition(call, build_any(call->builder, nodes, list->count));
}

static int one_of_values(const struct call *call, struct fields *list) {
    uint64_t all = 0;
    for (size_t i = 1; i <= list->count; i++) {
        uint64_t mask = 0;
        fields_push_item(list, i);
        if (lua_isnil(call->state, -1) ||
            !value_mask(call, lua_gettop(call->state), fields_item_place(list, i), &mask)) {
            list->wrong = true;
        }
        all |= mask;
        lua_pop(call->state, 1);
    }
    if (list->wrong) {
        return term_push_poison(call->state);
    }
    return push_condition(call, build_one_of(call->builder, call->term->node, all));
}

static int one_of(const struct call *call) {
    static const struct key_set values = {NULL, NULL, "values"};
    struct fields list;
    if (!fields_open(call->state, 2, &values, call->what, call->site.layout,
                     site_table(&call->site), site_argument(&call->site, 0), &list)) {
        return term_push_poison(call->state);
    }
    if (list.count == 0) {
        fields_error(&list, DIAGNOSTIC_EMPTY_LIST, list.place,
                     "`:one_of` takes at least one value");
        diagnostics_cure(list.diagnostics, "list the values: `:one_of { ... }`");
    }
    if (list.count == 0 || list.wrong) {
        return term_push_poison(call->state);
    }
    return call->term->type == TERM_NUMBER ? one_of_numbers(call, &list)
                                           : one_of_values(call, &list);
}

/* ---- states ---- */

static int is_none(const struct call *call) {
    if (!call->term->may_be_none) {
        struct text found = term_describe(call->state, 1);
        diagnostics_error(call->session->diagnostics, DIAGNOSTIC_METHOD_MISFIT,
                          site_place(&call->site), "%.*s is never none", (int)found.length,
                          found.at);
        diagnostics_cure(call->session->diagnostics,
                         "leave `:is_none()` out, or declare the fact with `none = \"label\"`");
        return term_push_poison(call->state);
    }
    return push_condition(call, build_is_none(call->builder, call->term->node));
}

static int answered(const struct call *call) {
    if (!call->term->is_fact) {
        return misfit(call, METHOD_ANSWERED);
    }
    return push_condition(call, build_answered(call->builder, call->term->index));
}

/* ---- dates ---- */

static const struct unit *unit_of(const struct call *call, const char *code) {
    budget_charge(call->state, UNIT_PRICE);
    const struct unit *unit = units_find(call->session->units, text_of(code), NULL);
    if (unit == NULL) {
        term_units_failed(call->state);
    }
    return unit;
}

static int ago(const struct call *call, enum node_op op, const char *code) {
    const struct unit *unit = unit_of(call, code);
    return push_number(call, build_unary(call->builder, op, call->term->node), unit,
                       call->term->may_be_none);
}

static int days_until(const struct call *call) {
    const struct term *other = term_at(call->state, 2);
    if (other == NULL || other->type != TERM_DATE) {
        if (other == NULL || !term_is_silent(other)) {
            struct text found = term_describe(call->state, 2);
            diagnostics_error(call->session->diagnostics, DIAGNOSTIC_WRONG_TYPE,
                              site_argument(&call->site, 0),
                              "`:days_until` takes another date term, but found %.*s",
                              (int)found.length, found.at);
        }
        return term_push_poison(call->state);
    }
    const struct unit *unit = unit_of(call, "d");
    node_id node = build_binary(call->builder, NODE_DAYS_UNTIL, call->term->node, other->node);
    return push_number(call, node, unit, call->term->may_be_none || other->may_be_none);
}

/* ---- dispatch ---- */

static int call_of_value(const struct call *call, enum method_id method) {
    enum term_type type = call->term->type;
    if (type != TERM_YES_NO && type != TERM_CHOICE && type != TERM_RESULT && type != TERM_NUMBER) {
        return misfit(call, method);
    }
    return method == METHOD_ONE_OF ? one_of(call) : is(call, method);
}

static int call_of_number(const struct call *call, enum method_id method) {
    if (call->term->type != TERM_NUMBER) {
        return misfit(call, method);
    }
    switch (method) {
    case METHOD_BETWEEN:
        return between(call);
    case METHOD_IF_NONE:
        return if_none(call);
    case METHOD_ROSE_BY:
    case METHOD_FELL_BY:
        return changed_by(call, method);
    default:
        return compare(call, method);
    }
}

static int call_of_date(const struct call *call, enum method_id method) {
    if (call->term->type != TERM_DATE) {
        return misfit(call, method);
    }
    switch (method) {
    case METHOD_DAYS_AGO:
        return ago(call, NODE_DAYS_AGO, "d");
    case METHOD_WEEKS_AGO:
        return ago(call, NODE_WEEKS_AGO, "wk");
    case METHOD_MONTHS_AGO:
        return ago(call, NODE_MONTHS_AGO, "mo");
    case METHOD_YEARS_AGO:
        return ago(call, NODE_YEARS_AGO, "a");
    default:
        return days_until(call);
    }
}

/* `term.over(3)` instead of `term:over(3)`, or the method of something else. */
static int not_a_method_call(lua_State *state, struct session *session, const struct site *site,
                             const char *name) {
    diagnostics_error(session->diagnostics, DIAGNOSTIC_TERM_MISUSED, site_place(site),
                      "`%s` is called without a term", name);
    diagnostics_cure(session->diagnostics, "write a colon: `term:%s(...)`", name);
    return term_push_poison(state);
}

int term_call_method(lua_State *state, enum method_id method) {
    struct session *session = session_of(state);
    const char *name = vocabulary_methods()[method].name;
    struct call call = {
        state, session, session->declarations.builder, site_of_call(state, name), term_at(state, 1),
        name,  NULL};
    if (call.term == NULL) {
        return not_a_method_call(state, session, &call.site, name);
    }
    if (term_is_silent(call.term)) {
        return term_push_poison(state);
    }
    struct text what = arena_format(session->arena, "`:%s`", name);
    call.what = what.at == NULL ? name : what.at;
    if (!arguments_fit_method(state, &call.site, method, (unsigned)lua_gettop(state) - 1)) {
        return term_push_poison(state);
    }
    switch (method) {
    case METHOD_IS:
    case METHOD_IS_NOT:
    case METHOD_ONE_OF:
        return call_of_value(&call, method);
    case METHOD_IS_NONE:
        return call.term->type == TERM_CONDITION ? misfit(&call, method) : is_none(&call);
    case METHOD_ANSWERED:
        return answered(&call);
    case METHOD_DAYS_AGO:
    case METHOD_WEEKS_AGO:
    case METHOD_MONTHS_AGO:
    case METHOD_YEARS_AGO:
    case METHOD_DAYS_UNTIL:
        return call_of_date(&call, method);
    default:
        return call_of_number(&call, method);
    }
}
