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

/* Input `index`, counted from 0; what is no term was reported before. */
static void judge_input(struct fields *fields, size_t index, enum value_type taken,
                        const char *name) {
    fields_push_item(fields, index + 1);
    const struct term *term = term_at(fields->state, -1);
    if (term != NULL && term->type <= TERM_RESULT && !term_is_silent(term) &&
        signature_type_of(term) != taken) {
        struct text found = term_describe(fields->state, -1);
        fields_error(fields, DIAGNOSTIC_WRONG_TYPE, fields_item_place(fields, index + 1),
                     "input %zu of `%s` is %s, but found %.*s", index + 1, name, type_names[taken],
                     (int)found.length, found.at);
    }
    lua_pop(fields->state, 1);
}

static void judge_library_function(struct fields *fields, size_t inputs,
                                   const struct function *declared,
                                   const struct library_function *function, const char *name) {
    struct place place = fields_item_place(fields, fields->count);
    if (function->take_count != inputs) {
        fields_error(fields, DIAGNOSTIC_BAD_VALUE, place, "`%s` takes %zu input%s, but %s has %zu",
                     name, function->take_count, function->take_count == 1 ? "" : "s", fields->what,
                     inputs);
        diagnostics_cure(fields->diagnostics, "name what it takes, in its order");
        return;
    }
    for (size_t i = 0; i < inputs; i++) {
        judge_input(fields, i, function->takes[i], name);
    }
    if (declared != NULL && declared->type != function->gives) {
        fields_error(fields, DIAGNOSTIC_WRONG_TYPE, fields_place(fields, "type"),
                     "`%s` gives %s, not %s", name, type_names[function->gives],
                     type_names[declared->type]);
    }
}

void signature_judge(struct fields *fields, size_t inputs, const struct function *declared) {
    const char *name = NULL;
    const struct library_function *function = use_function(fields->state, -1, &name);
    if (function == NULL) {
        judge_parameters(fields, inputs);
    } else {
        judge_library_function(fields, inputs, declared, function, name);
    }
}
