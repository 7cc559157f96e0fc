/* Facts: yes_no, choice, number, date. */
#include "script/declare_facts.h"

#include "base/limits.h"

#include <math.h>

/* ---- what all facts share ---- */

static void read_code(struct fields *list, size_t item, struct code *code) {
    static const struct key_set keys = {NULL, NULL, "a code system and a code"};
    struct fields fields;
    if (!fields_open_inner(list, NULL, item, &keys, "a code", &fields)) {
        list->wrong = true;
        return;
    }
    if (fields.count != 2) {
        fields_error(&fields, DIAGNOSTIC_BAD_VALUE, fields.place,
                     "a code is its system and the code in it");
        diagnostics_cure(fields.diagnostics,
                         "write `{ \"http://snomed.info/sct\", \"386661006\" }`");
        list->wrong = true;
    } else {
        code->system = fields_item_text(&fields, 1, "the system of a code");
        code->code = fields_item_text(&fields, 2, "a code");
    }
    lua_pop(list->state, 1);
}

/* `{ system, code }`, or a list of such. */
static void read_codes(struct fields *fields, struct fact *fact) {
    static const struct key_set keys = {NULL, NULL, "{ system, code }"};
    if (!fields_push(fields, "code")) {
        return;
    }
    struct fields list;
    if (fields_open_inner(fields, "code", 0, &keys, "`code`", &list)) {
        fields_push_item(&list, 1);
        bool single = lua_type(fields->state, -1) == LUA_TSTRING;
        lua_pop(fields->state, 1);
        size_t count = single ? 1 : list.count;
        struct code *codes = session_alloc(fields->state, count, sizeof *codes);
        if (single) {
            codes->system = fields_item_text(&list, 1, "the system of a code");
            codes->code = list.count == 2 ? fields_item_text(&list, 2, "a code") : text_of("");
            if (list.count != 2) {
                fields_error(&list, DIAGNOSTIC_BAD_VALUE, list.place,
                             "a code is its system and the code in it");
            }
        }
        for (size_t i = 0; !single && i < count; i++) {
            fields_push_item(&list, i + 1);
            read_code(&list, i + 1, &codes[i]);
            lua_pop(fields->state, 1);
        }
        fact->codes = codes;
        fact->code_count = count;
        lua_pop(fields->state, 1);
    }
    lua_pop(fields->state, 1);
}

static void read_group(struct fields *fields, struct fact *fact) {
    fact->group = fields_text(fields, "group");
    if (!text_is_empty(fact->group)) {
        struct reference reference = {.space = NAME_GROUP,
                                      .what = "group",
                                      .name = fact->group,
                                      .place = fields_place(fields, "group")};
        session_refer(fields->state, reference);
    }
}

static void read_common(struct fields *fields, struct fact *fact) {
    fact->ask = fields_phrase(fields, "ask");
    fact->help = fields_phrase(fields, "help");
    read_group(fields, fact);
    read_codes(fields, fact);
    fact->optional = fields_flag(fields, "optional");
    fact->live = fields_flag(fields, "live");
    fact->none_label = fields_phrase(fields, "none");
    fact->has_none = fields_has(fields, "none");
}

/* ---- gates ---- */

static void read_gate(struct fields *fields, struct fact *fact) {
    bool only_if = fields_has(fields, "only_if");
    bool ask_if = fields_has(fields, "ask_if");
    const char *key = only_if ? "only_if" : "ask_if";
    fact->gate = NODE_MISSING;
    if (only_if && ask_if) {
        fields_error(fields, DIAGNOSTIC_GATE, fields_place(fields, "ask_if"),
                     "%s has both `only_if` and `ask_if`", fields->what);
        diagnostics_cure(fields->diagnostics,
                         "keep `only_if` where there is no such fact otherwise, `ask_if` where it "
                         "need not be asked");
    }
    if (only_if || ask_if) {
        fact->gate_kind = only_if ? GATE_ONLY_IF : GATE_ASK_IF;
        fact->gate = fields_condition(fields, key);
        if (!fields_has(fields, "otherwise")) {
            fields_error(fields, DIAGNOSTIC_GATE, fields_place(fields, key),
                         "`%s` needs `otherwise`: the value where it does not hold", key);
            diagnostics_cure(fields->diagnostics,
                             "add `otherwise = none`, or the value that is meant");
        }
    } else if (fields_has(fields, "otherwise")) {
        fields_error(fields, DIAGNOSTIC_GATE, fields_place(fields, "otherwise"),
                     "`otherwise` stands without `only_if` or `ask_if`");
        diagnostics_cure(fields->diagnostics, "add the condition, or leave `otherwise` out");
    }
}

static void read_otherwise(struct fields *fields, struct fact *fact) {
    if (!fields_push(fields, "otherwise")) {
        return;
    }
    const struct term *term = term_at(fields->state, -1);
    if (term != NULL && term->type == TERM_NONE) {
        fact->otherwise.state = ANSWER_NONE;
    } else if (term != NULL && term_is_silent(term)) {
        fields->wrong = true;
    } else {
        fact->otherwise.state = ANSWER_GIVEN;
        fact_read_value(fields, "otherwise", fact);
    }
    lua_pop(fields->state, 1);
}

/* ---- the types ---- */

static void read_type(struct fields *fields, struct fact *fact, const struct unit **unit) {
    fact->min = -INFINITY;
    fact->max = INFINITY;
    switch (fact->type) {
    case VALUE_CHOICE:
        fact_read_options(fields, fact);
        break;
    case VALUE_NUMBER:
        fact_read_number(fields, fact, unit);
        break;
    case VALUE_DATE:
        fact->future = fields_flag(fields, "future");
        break;
    case VALUE_YES_NO:
        break;
    }
}

static enum value_type type_of_word(enum word_id word) {
    switch (word) {
    case WORD_CHOICE:
        return VALUE_CHOICE;
    case WORD_NUMBER:
        return VALUE_NUMBER;
    case WORD_DATE:
        return VALUE_DATE;
    default:
        return VALUE_YES_NO;
    }
}

static enum term_type term_type_of(enum value_type type) {
    switch (type) {
    case VALUE_CHOICE:
        return TERM_CHOICE;
    case VALUE_NUMBER:
        return TERM_NUMBER;
    case VALUE_DATE:
        return TERM_DATE;
    case VALUE_YES_NO:
        break;
    }
    return TERM_YES_NO;
}

/* Too many facts is said once, by the fact that is one too many. */
static bool is_one_too_many(struct fields *fields) {
    size_t count = fields->session->declarations.fact_count;
    if (count == LIMIT_FACTS) {
        fields_error(fields, DIAGNOSTIC_TOO_MANY, fields->place, "a protocol has at most %d facts",
                     LIMIT_FACTS);
    }
    return count >= LIMIT_FACTS;
}

/* Adds a fact that is right as far as can be told, and returns its term. */
static int add_fact(lua_State *state, struct fact *fact, const struct unit *unit,
                    struct root gate) {
    struct declarations *declarations = &session_of(state)->declarations;
    uint32_t index = builder_add_fact(declarations->builder, fact);
    if (index == UINT32_MAX) {
        return term_push_refused(state, place_of(fact->position));
    }
    fact->node = builder_fact(declarations->builder, index)->node;
    struct fact *slot = session_append(state, &declarations->facts, &declarations->fact_count,
                                       &declarations->fact_capacity, sizeof *declarations->facts);
    *slot = *fact;
    if (fact->gate != NODE_MISSING) {
        gate.index = index;
        session_root(state, gate);
    }
    struct term term = {.type = term_type_of(fact->type),
                        .node = fact->node,
                        .unit = unit,
                        .is_fact = true,
                        .index = index,
                        .name = fact->name,
                        .options = fact->options,
                        .option_count = fact->option_count};
    term.may_be_none = fact->has_none || fact->optional ||
                       (fact->gate != NODE_MISSING && fact->otherwise.state == ANSWER_NONE);
    return term_push_named(state, &term, place_of(fact->position));
}

int declare_fact(lua_State *state, struct pending *pending) {
    struct fact fact = {.name = pending->name,
                        .type = type_of_word(pending->word),
                        .position = position_of(pending->place)};
    const struct unit *unit = NULL;
    bool is_new = session_name(state, NAME_VALUE, pending->name, pending->place);
    struct fields fields;
    if (!words_open_table(state, pending, &fields)) {
        return term_push_poison(state);
    }
    read_common(&fields, &fact);
    read_type(&fields, &fact, &unit);
    read_gate(&fields, &fact);
    read_otherwise(&fields, &fact);
    /* What was refused in the table is repaired as far as it matters to those who use the term. */
    if (fact.gate == NODE_MISSING) {
        fact.gate_kind = GATE_NONE;
        fact.otherwise.state = ANSWER_ABSENT;
    }
    bool no_options = fact.type == VALUE_CHOICE && fact.option_count == 0;
    if (!is_new || no_options || is_one_too_many(&fields)) {
        return term_push_poison(state);
    }
    struct root gate = {.role = ROOT_GATE, .node = fact.gate, .written = fields.written};
    gate.place = fields_place(&fields, fact.gate_kind == GATE_ONLY_IF ? "only_if" : "ask_if");
    return add_fact(state, &fact, unit, gate);
}
