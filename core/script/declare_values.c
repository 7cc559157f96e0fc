/* Values: derive in its two forms, first, score. */
#include "script/declare_facts.h"

#include "base/limits.h"
#include "script/signature.h"
#include "script/use.h"

#include <math.h>

/* ---- derive "name" { expression, unit = ... } ---- */

static int add_derived(lua_State *state, struct derived *derived, const struct term *term,
                       struct place place) {
    struct declarations *declarations = &session_of(state)->declarations;
    if (!term_note(state, term->node, term->unit, term->may_be_none, place)) {
        return term_push_poison(state);
    }
    derived->node = term->node;
    uint32_t index = builder_add_derived(declarations->builder, derived);
    struct derived *slot =
        session_append(state, &declarations->derived, &declarations->derived_count,
                       &declarations->derived_capacity, sizeof *declarations->derived);
    *slot = *derived;
    struct root root = {.role = ROOT_DERIVED, .node = term->node, .place = place, .index = index};
    session_root(state, root);
    struct term named = *term;
    named.name = derived->name;
    named.is_fact = false;
    return term_push_named(state, &named, place);
}

/* The declared unit against the one that the expression comes to. */
static bool unit_is_declared(struct fields *fields, struct number *number) {
    struct text code = text_of(NULL);
    const struct unit *declared = fact_read_unit(fields, &code);
    if (text_is_empty(code) || declared == NULL) {
        return declared != NULL || !fields_has(fields, "unit");
    }
    double scale = 1;
    double offset = 0;
    enum unit_fit fit =
        number->unit == NULL ? UNIT_SAME : unit_compare(number->unit, declared, &scale, &offset);
    if (fit != UNIT_SAME) {
        struct text found = unit_text(number->unit);
        struct place place = fields_place(fields, "unit");
        if (fit == UNIT_SCALED) {
            fields_error(fields, DIAGNOSTIC_UNIT_MISMATCH, place,
                         "the expression is in %.*s, not in %.*s: 1 %.*s is %.6g %.*s",
                         (int)found.length, found.at, (int)code.length, code.at, (int)found.length,
                         found.at, scale + offset, (int)code.length, code.at);
            diagnostics_cure(
                fields->diagnostics,
                "declare the facts in the units that `%.*s` is made of; front ends may "
                "still send others, as `{ value, unit }`",
                (int)code.length, code.at);
        } else {
            fields_error(fields, DIAGNOSTIC_UNIT_MISMATCH, place,
                         "the expression is in %.*s, which is another quantity than %.*s",
                         (int)found.length, found.at, (int)code.length, code.at);
            diagnostics_cure(fields->diagnostics,
                             "check the expression, or write `unit = \"%.*s\"`", (int)found.length,
                             found.at);
        }
        return false;
    }
    number->unit = declared;
    return true;
}

static void refuse_function_keys(struct fields *fields) {
    static const char *const keys[] = {"type", "options", "min", "max"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (fields_has(fields, keys[i])) {
            fields_error(fields, DIAGNOSTIC_UNKNOWN_KEY, fields_key_place(fields, keys[i]),
                         "`%s` is for a `derive` with a function; an expression shows its own",
                         keys[i]);
            diagnostics_cure(fields->diagnostics, "leave it out");
        }
    }
}

/* The item on top of the stack is a number or a number term. */
static int derive_number(struct fields *fields, struct derived *derived) {
    lua_State *state = fields->state;
    struct place place = fields_item_place(fields, 1);
    struct number number;
    if (!term_number(state, -1, place, fields->what, &number)) {
        return term_push_poison(state);
    }
    struct text code = fields_text(fields, "unit");
    if (!unit_is_declared(fields, &number)) {
        return term_push_poison(state);
    }
    derived->type = VALUE_NUMBER;
    derived->unit = !text_is_empty(code)  ? code
                    : number.unit != NULL ? unit_text(number.unit)
                                          : text_of(NULL);
    if (text_is(derived->unit, "1")) {
        derived->unit = text_of(NULL);
    }
    struct term term = {.type = TERM_NUMBER,
                        .node = number.node,
                        .unit = number.unit,
                        .may_be_none = number.may_be_none};
    return add_derived(state, derived, &term, place);
}

static int derive_expression(struct fields *fields, struct derived *derived, bool is_new) {
    lua_State *state = fields->state;
    refuse_function_keys(fields);
    fields_push_item(fields, 1);
    const struct term *term = term_at(state, -1);
    bool is_number =
        lua_type(state, -1) == LUA_TNUMBER || (term != NULL && term->type == TERM_NUMBER);
    if (is_number) {
        return is_new ? derive_number(fields, derived) : term_push_poison(state);
    }
    if (term == NULL || term->type > TERM_RESULT) {
        if (!lua_isnil(state, -1)) {
            struct text found = term_describe(state, -1);
            fields_error(fields, DIAGNOSTIC_WRONG_TYPE, fields_item_place(fields, 1),
                         "%s takes a term, or inputs and a function, but found %.*s", fields->what,
                         (int)found.length, found.at);
        }
        return term_push_poison(state);
    }
    if (fields_has(fields, "unit")) {
        fields_error(fields, DIAGNOSTIC_UNKNOWN_KEY, fields_key_place(fields, "unit"),
                     "only numbers have a unit");
        diagnostics_cure(fields->diagnostics, "leave `unit` out");
    }
    if (term_is_silent(term) || !is_new) {
        return term_push_poison(state);
    }
    derived->type = signature_type_of(term);
    return add_derived(state, derived, term, fields_item_place(fields, 1));
}

/* ---- derive "name" { inputs ..., type = ..., function } ---- */

static bool read_function_type(struct fields *fields, struct function *function) {
    static const struct text types[] = {{"yes_no", 6}, {"number", 6}, {"choice", 6}};
    static const enum value_type values[] = {VALUE_YES_NO, VALUE_NUMBER, VALUE_CHOICE};
    struct text name = fields_text(fields, "type");
    if (text_is_empty(name)) {
        if (!fields_has(fields, "type")) {
            fields_error(fields, DIAGNOSTIC_MISSING_KEY, fields->place,
                         "%s has a function, but no `type`", fields->what);
            diagnostics_cure(fields->diagnostics,
                             "add what it gives: `type = \"yes_no\"`, \"number\" or \"choice\"");
        }
        return false;
    }
    for (size_t i = 0; i < 3; i++) {
        if (text_equal(name, types[i])) {
            function->type = values[i];
            return true;
        }
    }
    struct term term = {
        .type = TERM_CHOICE, .name = text_of("type"), .options = types, .option_count = 3};
    uint32_t option = 0;
    fields_push(fields, "type");
    term_option(fields->state, &term, lua_gettop(fields->state), fields_place(fields, "type"),
                &option);
    lua_pop(fields->state, 1);
    fields->wrong = true;
    return false;
}

static void read_function_keys(struct fields *fields, struct function *function) {
    function->min = -INFINITY;
    function->max = INFINITY;
    if (function->type == VALUE_CHOICE) {
        function->options = fact_read_option_list(fields, &function->option_count);
        if (function->option_count == 0 && !fields->wrong) {
            fields_error(fields, DIAGNOSTIC_MISSING_KEY, fields->place,
                         "%s gives a choice, but has no `options`", fields->what);
            diagnostics_cure(fields->diagnostics,
                             "add `options = { ... }`: all that the function may return");
        }
    } else if (fields_has(fields, "options")) {
        fields_error(fields, DIAGNOSTIC_UNKNOWN_KEY, fields_key_place(fields, "options"),
                     "`options` are of a function whose type is \"choice\"");
    }
    if (function->type == VALUE_NUMBER) {
        fields_number(fields, "min", &function->min);
        fields_number(fields, "max", &function->max);
        if (function->min > function->max) {
            fields_error(fields, DIAGNOSTIC_BAD_RANGE, fields_place(fields, "max"),
                         "`max` is below `min`");
        }
    }
}

/* The inputs are the items before the function. */
static node_id *read_inputs(struct fields *fields, size_t *count) {
    lua_State *state = fields->state;
    *count = fields->count - 1;
    node_id *nodes = session_alloc(state, fields->count, sizeof *nodes);
    if (*count == 0) {
        fields_error(fields, DIAGNOSTIC_EMPTY_LIST, fields->place,
                     "%s has a function without inputs", fields->what);
        diagnostics_cure(fields->diagnostics,
                         "name what it is worked out from: `derive \"x\" { age, type = ..., "
                         "function(age) ... end }`");
    }
    for (size_t i = 0; i < *count; i++) {
        fields_push_item(fields, i + 1);
        const struct term *term = term_at(state, -1);
        nodes[i] = NODE_MISSING;
        if (term != NULL && term->type <= TERM_RESULT) {
            nodes[i] = term->node;
            fields->wrong = fields->wrong || term_is_silent(term);
        } else if (!lua_isnil(state, -1) && (term == NULL || !term_is_silent(term))) {
            struct text found = term_describe(state, -1);
            fields_error(fields, DIAGNOSTIC_WRONG_TYPE, fields_item_place(fields, i + 1),
                         "an input of %s is a term, but found %.*s", fields->what,
                         (int)found.length, found.at);
        }
        fields->wrong = fields->wrong || nodes[i] == NODE_MISSING;
        lua_pop(state, 1);
    }
    return nodes;
}

static int add_function(struct fields *fields, struct function *function, struct derived *derived,
                        const node_id *inputs, size_t count, const struct unit *unit) {
    lua_State *state = fields->state;
    struct declarations *declarations = &fields->session->declarations;
    uint32_t index = builder_add_function(declarations->builder, function);
    if (index == UINT32_MAX) {
        return term_push_refused(state, fields->place);
    }
    functions_keep(state, -1, index);
    struct function *slot =
        session_append(state, &declarations->functions, &declarations->function_count,
                       &declarations->function_capacity, sizeof *declarations->functions);
    *slot = *function;
    struct term term = {.type = function->type == VALUE_NUMBER   ? TERM_NUMBER
                                : function->type == VALUE_CHOICE ? TERM_CHOICE
                                                                 : TERM_YES_NO,
                        .node = build_function(declarations->builder, index, inputs, count),
                        .unit = unit,
                        .options = function->options,
                        .option_count = function->option_count};
    derived->type = function->type;
    return add_derived(state, derived, &term, fields->place);
}

static int derive_function(struct fields *fields, struct derived *derived, bool is_new) {
    lua_State *state = fields->state;
    struct function function = {.name = derived->name, .position = derived->position};
    size_t count = 0;
    const struct unit *unit = NULL;
    node_id *inputs = read_inputs(fields, &count);
    bool typed = read_function_type(fields, &function);
    if (typed) {
        read_function_keys(fields, &function);
    }
    if (typed && function.type == VALUE_NUMBER) {
        unit = fact_read_unit(fields, &derived->unit);
    }
    fields_push_item(fields, fields->count);
    signature_judge(fields, count, typed ? &function : NULL, unit);
    const char *given_by = NULL;
    use_function(state, -1, &given_by);
    function.given_by = session_copy(state, text_of(given_by));
    bool pure = capture_check(state, -1, fields_item_place(fields, fields->count));
    bool broken_choice = function.type == VALUE_CHOICE && function.option_count == 0;
    if (!pure || !typed || fields->wrong || !is_new || broken_choice) {
        return term_push_poison(state);
    }
    return add_function(fields, &function, derived, inputs, count, unit);
}

int declare_derive(lua_State *state, struct pending *pending) {
    bool is_new = session_name(state, NAME_VALUE, pending->name, pending->place);
    struct derived derived = {.name = pending->name, .position = position_of(pending->place)};
    struct fields fields;
    if (!words_open_table(state, pending, &fields)) {
        return term_push_poison(state);
    }
    if (fields.count == 0) {
        fields_error(&fields, DIAGNOSTIC_EMPTY_LIST, fields.place, "%s has no expression",
                     fields.what);
        diagnostics_cure(fields.diagnostics, "write `derive \"bmi\" { weight / (height * height), "
                                             "unit = \"kg/m2\" }`");
        return term_push_poison(state);
    }
    fields_push_item(&fields, fields.count);
    bool is_function = lua_isfunction(state, -1);
    lua_pop(state, 1);
    if (is_function) {
        return derive_function(&fields, &derived, is_new);
    }
    if (fields.count > 1) {
        fields_error(&fields, DIAGNOSTIC_BAD_VALUE, fields_item_place(&fields, 2),
                     "%s has %zu expressions and no function", fields.what, fields.count);
        diagnostics_cure(fields.diagnostics,
                         "keep one, or end the list with a function of all of them");
        return term_push_poison(state);
    }
    return derive_expression(&fields, &derived, is_new);
}
