/* The parts of a fact's table that depend on its type. */
#include "script/declare_facts.h"

#include "base/date.h"
#include "base/limits.h"
#include "base/near.h"
#include "base/ucum.h"
#include "script/safe_library.h"

#include <math.h>

/* ---- choices ---- */

static ptrdiff_t find_option(const struct text *options, size_t count, struct text name) {
    for (size_t i = 0; i < count; i++) {
        if (text_equal(options[i], name)) {
            return (ptrdiff_t)i;
        }
    }
    return -1;
}

static void judge_options(struct fields *fields, const struct text *options, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (options[i].length > LIMIT_NAME_BYTES) {
            fields_error(fields, DIAGNOSTIC_BAD_NAME, fields_place(fields, "options"),
                         "an option has at most %d bytes", LIMIT_NAME_BYTES);
        }
        if (!text_is_empty(options[i]) && find_option(options, i, options[i]) >= 0) {
            fields_error(fields, DIAGNOSTIC_DECLARED_TWICE, fields_place(fields, "options"),
                         "the option \"%.*s\" is in the list twice", (int)options[i].length,
                         options[i].at);
            diagnostics_cure(fields->diagnostics, "leave one of the two out");
        }
    }
}

const struct text *fact_read_option_list(struct fields *fields, size_t *count) {
    const struct text *options = fields_texts(fields, "options", "an option", count);
    struct place place = fields_place(fields, "options");
    if (options != NULL || fields_has(fields, "options")) {
        if (*count == 0 && !fields->wrong) {
            fields_error(fields, DIAGNOSTIC_EMPTY_LIST, place, "`options` is empty");
            diagnostics_cure(fields->diagnostics,
                             "list them: `options = { \"no\", \"a little\" }`");
        }
        if (*count > LIMIT_OPTIONS) {
            fields_error(fields, DIAGNOSTIC_TOO_MANY, place, "a choice has at most %d options",
                         LIMIT_OPTIONS);
            *count = LIMIT_OPTIONS;
        }
    }
    judge_options(fields, options, *count);
    return options;
}

/* The keys of `labels` are the options. */
static struct key *label_keys(lua_State *state, const struct fact *fact) {
    struct key *keys = session_alloc(state, fact->option_count + 1, sizeof *keys);
    for (size_t i = 0; i < fact->option_count; i++) {
        struct text copy = session_copy(state, fact->options[i]);
        keys[i] = (struct key){copy.at, KEY_TEXT, false, "the text of this option"};
    }
    return keys;
}

static void read_labels(struct fields *fields, struct fact *fact) {
    lua_State *state = fields->state;
    struct phrase *labels = session_alloc(state, fact->option_count, sizeof *labels);
    fact->labels = labels;
    if (fact->option_count == 0 || !fields_push(fields, "labels")) {
        return;
    }
    struct key_set keys = {label_keys(state, fact), NULL, NULL};
    struct fields inner;
    if (fields_open_inner(fields, "labels", 0, &keys, "`labels`", &inner)) {
        for (size_t i = 0; i < fact->option_count; i++) {
            labels[i] = fields_phrase(&inner, keys.keys[i].name);
        }
        lua_pop(state, 1);
    }
    lua_pop(state, 1);
}

void fact_read_options(struct fields *fields, struct fact *fact) {
    fact->options = fact_read_option_list(fields, &fact->option_count);
    read_labels(fields, fact);
    if (fact->has_none && find_option(fact->options, fact->option_count, text_of("none")) >= 0) {
        fields_error(fields, DIAGNOSTIC_BAD_VALUE, fields_place(fields, "none"),
                     "%s has an option \"none\" already, which a `none` label would mean too",
                     fields->what);
        diagnostics_cure(fields->diagnostics, "leave `none` out, or rename the option");
    }
}

/* ---- numbers ---- */

static void report_unknown_unit(struct fields *fields, struct place place, struct text code,
                                struct text wrong) {
    const char *meant = ucum_suggest(code);
    if (meant == NULL) {
        meant = ucum_suggest(wrong);
    }
    fields_error(fields, DIAGNOSTIC_UNKNOWN_UNIT, place,
                 "\"%.*s\" is not a unit that is known here", (int)code.length, code.at);
    if (meant != NULL) {
        diagnostics_cure(fields->diagnostics, "did you mean \"%s\"? Units are codes of UCUM",
                         meant);
    } else {
        diagnostics_cure(fields->diagnostics,
                         "units are codes of UCUM: \"kg\", \"mm[Hg]\", \"/min\"");
    }
}

const struct unit *fact_read_unit(struct fields *fields, struct text *code) {
    struct units *units = fields->session->units;
    budget_charge(fields->state, UNIT_PRICE);
    *code = fields_text(fields, "unit");
    struct text wrong = text_of(NULL);
    const struct unit *unit =
        text_is_empty(*code) ? units_one(units) : units_find(units, *code, &wrong);
    if (unit == NULL && units_failed(units, NULL)) {
        term_units_failed(fields->state);
    }
    if (unit == NULL) {
        report_unknown_unit(fields, fields_place(fields, "unit"), *code, wrong);
        *code = text_of(NULL);
    }
    return unit;
}

static void read_range(struct fields *fields, struct fact *fact) {
    fields_number(fields, "min", &fact->min);
    fields_number(fields, "max", &fact->max);
    if (fact->min > fact->max) {
        fields_error(fields, DIAGNOSTIC_BAD_RANGE, fields_place(fields, "max"),
                     "`max` is %.14g, below `min`, which is %.14g", fact->max, fact->min);
        diagnostics_cure(fields->diagnostics, "exchange the two");
        fact->min = -INFINITY;
        fact->max = INFINITY;
    }
}

/* The ends of a range of whole numbers are whole. */
static void judge_whole(struct fields *fields, const struct fact *fact) {
    static const char *const keys[] = {"min", "max"};
    const double ends[] = {fact->min, fact->max};
    for (size_t i = 0; fact->whole && i < 2; i++) {
        if (isfinite(ends[i]) && floor(ends[i]) != ends[i]) {
            fields_error(fields, DIAGNOSTIC_BAD_RANGE, fields_place(fields, keys[i]),
                         "`%s` is %.14g, but the fact is `whole`", keys[i], ends[i]);
            diagnostics_cure(fields->diagnostics, "write a whole number, or leave `whole` out");
        }
    }
}

static void report_convertible(struct fields *fields, struct text code, double scale) {
    fields_error(fields, DIAGNOSTIC_BAD_VALUE, fields_place(fields, code.at),
                 "\"%.*s\" needs no factor: the units say that it is %.9g", (int)code.length,
                 code.at, scale);
    diagnostics_cure(fields->diagnostics, "leave it out of `also`");
}

/* `["mg/dL"] = 1 / 2.8`, the key at -2 and the factor at -1. */
static bool read_factor(struct fields *fields, const struct unit *own,
                        struct unit_conversion *conversion) {
    lua_State *state = fields->state;
    if (lua_type(state, -2) != LUA_TSTRING || lua_type(state, -1) != LUA_TNUMBER) {
        fields_error(fields, DIAGNOSTIC_WRONG_TYPE, fields->place,
                     "`also` takes units and factors");
        diagnostics_cure(fields->diagnostics, "write `also = { [\"mg/dL\"] = 1 / 2.8 }`");
        return false;
    }
    struct text code = session_string(state, -2);
    struct text wrong = text_of(NULL);
    const struct unit *unit = units_find(fields->session->units, code, &wrong);
    if (unit == NULL && units_failed(fields->session->units, NULL)) {
        term_units_failed(state);
    }
    if (unit == NULL) {
        report_unknown_unit(fields, fields_key_place(fields, code.at), code, wrong);
        return false;
    }
    conversion->unit = code;
    conversion->scale = lua_tonumber(state, -1);
    double scale = 1;
    double offset = 0;
    if (!isfinite(conversion->scale) || conversion->scale <= 0) {
        fields_error(fields, DIAGNOSTIC_BAD_VALUE, fields_place(fields, code.at),
                     "a factor is a number above 0");
        return false;
    }
    if (own != NULL && unit_compare(unit, own, &scale, &offset) != UNIT_APART &&
        unit_converts(own)) {
        report_convertible(fields, code, scale);
        return false;
    }
    return true;
}

static void sort_conversions(struct unit_conversion *items, size_t count) {
    for (size_t i = 1; i < count; i++) {
        struct unit_conversion item = items[i];
        size_t at = i;
        while (at > 0 && text_compare(items[at - 1].unit, item.unit) > 0) {
            items[at] = items[at - 1];
            at--;
        }
        items[at] = item;
    }
}

/* The factors of `also`, behind the `count` conversions that the units give. */
static size_t read_also(struct fields *fields, const struct unit *own,
                        struct unit_conversion *conversions, size_t room) {
    static const struct key_set keys = {NULL, NULL, NULL};
    lua_State *state = fields->state;
    size_t count = 0;
    if (!fields_push(fields, "also")) {
        return 0;
    }
    if (!lua_istable(state, -1)) {
        struct fields inner;
        fields_open_inner(fields, "also", 0, &keys, "`also`", &inner);
        lua_pop(state, 1);
        return 0;
    }
    struct fields inner = *fields;
    const struct syntax_node *field =
        fields->node == NULL ? NULL : layout_field(fields->layout, fields->node, "also");
    inner.node = field == NULL ? NULL : syntax_bare(layout_field_value(field));
    inner.place = fields_place(fields, "also");
    safe_library_push_table(state, -1);
    inner.table = lua_gettop(state);
    lua_pushnil(state);
    while (lua_next(state, inner.table) != 0) {
        if (count < room && read_factor(&inner, own, &conversions[count])) {
            count++;
        }
        lua_pop(state, 1);
    }
    lua_pop(state, 2);
    fields->wrong = fields->wrong || inner.wrong;
    sort_conversions(conversions, count);
    return count;
}

void fact_read_number(struct fields *fields, struct fact *fact, const struct unit **unit) {
    enum { ALSO_MOST = 16 };
    *unit = fact_read_unit(fields, &fact->unit);
    read_range(fields, fact);
    fact->whole = fields_flag(fields, "whole");
    judge_whole(fields, fact);
    fact->unit_required = fields_flag(fields, "unit_required");
    if (fact->unit_required && !fields_has(fields, "unit")) {
        fields_error(fields, DIAGNOSTIC_MISSING_KEY, fields_place(fields, "unit_required"),
                     "`unit_required` stands without a `unit`");
    }
    const struct unit_conversion *known = NULL;
    size_t count = 0;
    if (*unit != NULL && !text_is_empty(fact->unit) &&
        !units_conversions(fields->session->units, *unit, &known, &count)) {
        term_units_failed(fields->state);
    }
    struct unit_conversion *all = session_alloc(fields->state, count + ALSO_MOST, sizeof *all);
    if (count > 0) {
        memcpy(all, known, count * sizeof *all);
    }
    fact->units = all;
    fact->unit_count = count + read_also(fields, *unit, all + count, ALSO_MOST);
}

/* ---- values ---- */

static void report_value(struct fields *fields, const char *key, const char *wanted) {
    struct text found = term_describe(fields->state, -1);
    fields_error(fields, DIAGNOSTIC_BAD_VALUE, fields_place(fields, key),
                 "`%s` takes %s or `none`, but found %.*s", key, wanted, (int)found.length,
                 found.at);
    diagnostics_cure(fields->diagnostics, "write what is meant where the condition does not hold");
}

static void read_choice_value(struct fields *fields, const char *key, struct fact *fact) {
    struct term term = {.type = TERM_CHOICE,
                        .name = fact->name,
                        .options = fact->options,
                        .option_count = fact->option_count};
    struct place place = fields_place(fields, key);
    if (!term_option(fields->state, &term, lua_gettop(fields->state), place,
                     &fact->otherwise.option)) {
        fields->wrong = true;
    }
}

static void read_number_value(struct fields *fields, const char *key, struct fact *fact) {
    double value = lua_tonumber(fields->state, -1);
    if (lua_type(fields->state, -1) != LUA_TNUMBER || !isfinite(value)) {
        report_value(fields, key, "a number");
    } else if (value < fact->min || value > fact->max) {
        fields_error(fields, DIAGNOSTIC_BAD_RANGE, fields_place(fields, key),
                     "%.14g is outside of the fact's range, %.14g to %.14g", value, fact->min,
                     fact->max);
        diagnostics_cure(fields->diagnostics, "write a value within the range, or `none`");
    } else if (fact->whole && floor(value) != value) {
        fields_error(fields, DIAGNOSTIC_BAD_VALUE, fields_place(fields, key),
                     "%.14g is not whole, as the fact is", value);
        diagnostics_cure(fields->diagnostics, "write a whole number, or `none`");
    }
    fact->otherwise.number = value;
}

void fact_read_value(struct fields *fields, const char *key, struct fact *fact) {
    lua_State *state = fields->state;
    struct text text = text_of(NULL);
    switch (fact->type) {
    case VALUE_YES_NO:
        if (!lua_isboolean(state, -1)) {
            report_value(fields, key, "`true`, `false`");
        }
        fact->otherwise.option = lua_toboolean(state, -1) ? 1 : 0;
        break;
    case VALUE_CHOICE:
        read_choice_value(fields, key, fact);
        break;
    case VALUE_NUMBER:
        read_number_value(fields, key, fact);
        break;
    case VALUE_DATE:
        if (lua_type(state, -1) == LUA_TSTRING) {
            text = session_string(state, -1);
        }
        if (!date_parse(text, &fact->otherwise.day)) {
            report_value(fields, key, "a day as \"YYYY-MM-DD\"");
        }
        break;
    }
}
