#include "script/signature.h"

#include "script/use.h"

enum value_type signature_type_of(const struct term *term) {
    switch (term->type) {
    case TERM_NUMBER:
        return VALUE_NUMBER;
    case TERM_CHOICE:
    case TERM_RESULT:
        return VALUE_CHOICE;
    case TERM_DATE:
        return VALUE_DATE;
    default:
        return VALUE_YES_NO;
    }
}

/* A function with more or fewer parameters than inputs was written for other ones. */
static void judge_parameters(struct fields *fields, size_t inputs) {
    lua_State *state = fields->state;
    lua_Debug about;
    lua_pushvalue(state, -1);
    if (lua_getinfo(state, ">u", &about) == 0 || about.isvararg || about.nparams == inputs) {
        return;
    }
    fields_error(fields, DIAGNOSTIC_BAD_VALUE, fields_item_place(fields, fields->count),
                 "the function has %d parameters, but %s has %zu inputs", about.nparams,
                 fields->what, inputs);
    diagnostics_cure(fields->diagnostics, "name one parameter for each input, in the same order");
}

static const char *const type_names[] = {
    [VALUE_YES_NO] = "a yes_no",
    [VALUE_CHOICE] = "a choice",
    [VALUE_NUMBER] = "a number",
    [VALUE_DATE] = "a date",
};

/* The unit that the function names; NULL where it names none, or one that is none (reported). */
static const struct unit *named_unit(struct fields *fields, struct text code, const char *name) {
    struct text wrong = text_of(NULL);
    if (text_is_empty(code)) {
        return NULL;
    }
    budget_charge(fields->state, UNIT_PRICE);
    const struct unit *unit = units_find(fields->session->units, code, &wrong);
    if (unit == NULL && units_failed(fields->session->units, NULL)) {
        term_units_failed(fields->state);
    }
    if (unit == NULL) {
        fields_error(fields, DIAGNOSTIC_PLUG_IN, fields_item_place(fields, fields->count),
                     "`%s` speaks of the unit `%.*s`, which is not known here", name,
                     (int)code.length, code.at);
    }
    return unit;
}

static bool fits(const struct unit *found, const struct unit *wanted) {
    double scale = 1;
    double offset = 0;
    return found == NULL || wanted == NULL ||
           unit_compare(found, wanted, &scale, &offset) == UNIT_SAME;
}

static void judge_input_unit(struct fields *fields, size_t index, const struct term *term,
                             struct text wanted, const char *name) {
    if (fits(term->unit, named_unit(fields, wanted, name))) {
        return;
    }
    struct text found = unit_text(term->unit);
    fields_error(fields, DIAGNOSTIC_UNIT_MISMATCH, fields_item_place(fields, index + 1),
                 "input %zu of `%s` is in %.*s, but found one in %.*s", index + 1, name,
                 (int)wanted.length, wanted.at, (int)found.length, found.at);
    diagnostics_cure(fields->diagnostics,
                     "declare the fact in %.*s; front ends may still send others, as "
                     "`{ value, unit }`",
                     (int)wanted.length, wanted.at);
}

/* Input `index`, counted from 0; what is no term was reported before. */
static void judge_input(struct fields *fields, size_t index,
                        const struct library_function *function, const char *name) {
    fields_push_item(fields, index + 1);
    const struct term *term = term_at(fields->state, -1);
    if (term == NULL || term->type > TERM_RESULT || term_is_silent(term)) {
        lua_pop(fields->state, 1);
        return;
    }
    if (signature_type_of(term) != function->takes[index]) {
        struct text found = term_describe(fields->state, -1);
        fields_error(fields, DIAGNOSTIC_WRONG_TYPE, fields_item_place(fields, index + 1),
                     "input %zu of `%s` is %s, but found %.*s", index + 1, name,
                     type_names[function->takes[index]], (int)found.length, found.at);
    } else if (term->type == TERM_NUMBER) {
        judge_input_unit(fields, index, term, function->units[index], name);
    }
    lua_pop(fields->state, 1);
}

static void judge_output(struct fields *fields, const struct function *declared,
                         const struct unit *unit, const struct library_function *function,
                         const char *name) {
    if (declared->type != function->gives) {
        fields_error(fields, DIAGNOSTIC_WRONG_TYPE, fields_place(fields, "type"),
                     "`%s` gives %s, not %s", name, type_names[function->gives],
                     type_names[declared->type]);
    } else if (declared->type == VALUE_NUMBER &&
               !fits(unit, named_unit(fields, function->unit, name))) {
        bool is_said = fields_has(fields, "unit");
        fields_error(fields, DIAGNOSTIC_UNIT_MISMATCH,
                     is_said ? fields_place(fields, "unit") : fields->place,
                     "`%s` gives a number in %.*s", name, (int)function->unit.length,
                     function->unit.at);
        diagnostics_cure(fields->diagnostics, "write `unit = \"%.*s\"`", (int)function->unit.length,
                         function->unit.at);
    }
}

static void judge_library_function(struct fields *fields, size_t inputs,
                                   const struct function *declared, const struct unit *unit,
                                   const struct library_function *function, const char *name) {
    if (function->take_count != inputs) {
        fields_error(fields, DIAGNOSTIC_BAD_VALUE, fields_item_place(fields, fields->count),
                     "`%s` takes %zu input%s, but %s has %zu", name, function->take_count,
                     function->take_count == 1 ? "" : "s", fields->what, inputs);
        diagnostics_cure(fields->diagnostics, "name what it takes, in its order");
        return;
    }
    for (size_t i = 0; i < inputs; i++) {
        judge_input(fields, i, function, name);
    }
    if (declared != NULL) {
        judge_output(fields, declared, unit, function, name);
    }
}

void signature_judge(struct fields *fields, size_t inputs, const struct function *declared,
                     const struct unit *unit) {
    const char *name = NULL;
    const struct library_function *function = use_function(fields->state, -1, &name);
    if (function == NULL) {
        judge_parameters(fields, inputs);
    } else {
        judge_library_function(fields, inputs, declared, unit, function, name);
    }
}
