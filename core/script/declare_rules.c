/* Rules and halts. */
#include "script/words.h"

#include "base/limits.h"

static enum rule_kind kind_of_word(enum word_id word) {
    switch (word) {
    case WORD_SCOPE:
        return RULE_SCOPE;
    case WORD_CONTRAINDICATION:
        return RULE_CONTRAINDICATION;
    case WORD_RED_FLAG:
        return RULE_RED_FLAG;
    case WORD_PRECONDITION:
        return RULE_PRECONDITION;
    case WORD_ADVISORY:
        return RULE_ADVISORY;
    default:
        return RULE_HALT;
    }
}

/* ---- see, during ---- */

static void refer_to_education(lua_State *state, struct text id, struct place place) {
    struct reference reference = {
        .space = NAME_EDUCATION, .what = "education", .name = id, .place = place};
    session_refer(state, reference);
}

static struct place item_place(const struct fields *fields, const char *key, size_t item) {
    if (fields->node == NULL) {
        return fields->place;
    }
    const struct syntax_node *field = layout_field(fields->layout, fields->node, key);
    const struct syntax_node *list = field == NULL ? NULL : syntax_bare(layout_field_value(field));
    bool is_table = list != NULL && list->kind == SYNTAX_TABLE;
    const struct syntax_node *node = is_table ? layout_item(list, (unsigned)item) : NULL;
    return node == NULL ? fields_place(fields, key) : syntax_start(fields->layout->tree, node);
}

static void read_see(struct fields *fields, struct rule *rule) {
    rule->see = fields_texts(fields, "see", "the id of an education", &rule->see_count);
    for (size_t i = 0; i < rule->see_count; i++) {
        refer_to_education(fields->state, rule->see[i], item_place(fields, "see", i + 1));
    }
}

/* "technique", or "technique/step" where a halt says so. */
static void read_place(struct fields *fields, struct text text, struct place where, bool halt,
                       struct technique_place *place) {
    const char *slash = memchr(text.at, '/', text.length);
    place->technique = text;
    place->step = text_of("");
    if (slash != NULL && !halt) {
        fields_error(fields, DIAGNOSTIC_BAD_VALUE, where,
                     "only a halt may name a step; this rule bars a whole technique");
        diagnostics_cure(fields->diagnostics, "write \"%.*s\"", (int)(slash - text.at), text.at);
    }
    if (slash != NULL) {
        size_t before = (size_t)(slash - text.at);
        place->technique = text_from(text.at, before);
        place->step = text_from(slash + 1, text.length - before - 1);
    }
    struct reference reference = {.space = NAME_TECHNIQUE,
                                  .what = "technique",
                                  .name = place->technique,
                                  .step = place->step,
                                  .place = where};
    session_refer(fields->state, reference);
}

static void read_during(struct fields *fields, struct rule *rule) {
    size_t count = 0;
    const struct text *names = fields_texts(fields, "during", "the id of a technique", &count);
    struct technique_place *places = session_alloc(fields->state, count, sizeof *places);
    for (size_t i = 0; i < count; i++) {
        if (!text_is_empty(names[i])) {
            read_place(fields, names[i], item_place(fields, "during", i + 1),
                       rule->kind == RULE_HALT, &places[i]);
        }
    }
    if (count == 0 && names == NULL && fields_has(fields, "during") && !fields->wrong) {
        fields_error(fields, DIAGNOSTIC_EMPTY_LIST, fields_place(fields, "during"),
                     "`during` names no technique");
        diagnostics_cure(fields->diagnostics, "leave it out where the rule is for all of them");
    }
    rule->during = places;
    rule->during_count = count;
}

/* ---- refer ---- */

static bool must_refer(const struct rule *rule) {
    bool kind = rule->kind == RULE_SCOPE || rule->kind == RULE_CONTRAINDICATION ||
                rule->kind == RULE_RED_FLAG;
    return kind && rule->during_count == 0;
}

static void read_refer(struct fields *fields, struct rule *rule) {
    bool named = fields_has(fields, "refer");
    bool bars = fields_has(fields, "during") && rule->kind != RULE_HALT;
    rule->referral = fields_referral(fields, "refer");
    if (named && bars) {
        fields_error(fields, DIAGNOSTIC_REFERRAL, fields_place(fields, "refer"),
                     "a rule with `during` bars techniques only and refers nobody");
        diagnostics_cure(fields->diagnostics, "leave `refer` out, or make it a rule without "
                                              "`during`");
    }
    if (rule->kind == RULE_ADVISORY && rule->referral.urgency > URGENCY_ROUTINE) {
        fields_error(fields, DIAGNOSTIC_REFERRAL, fields_place(fields, "refer"),
                     "an advisory refers as \"routine\" only");
        diagnostics_cure(fields->diagnostics,
                         "make it a red_flag where somebody must be seen sooner");
    }
    if (!named && !bars && must_refer(rule)) {
        rule->referral = fields->session->declarations.header.refer;
        if (rule->referral.urgency == URGENCY_NONE && !fields->session->bad_refer) {
            fields_error(fields, DIAGNOSTIC_REFERRAL, fields->place,
                         "%s must refer, but neither it nor the protocol names anybody",
                         fields->what);
            diagnostics_cure(
                fields->diagnostics,
                "add `refer = { to = \"physician\", urgency = \"routine\" }` here or to "
                "the header");
        }
    }
}

/* ---- when, require ---- */

static bool has_require(enum rule_kind kind) {
    return kind == RULE_SCOPE || kind == RULE_PRECONDITION;
}

/* The node that is true where the rule fires; NODE_MISSING where the condition is wrong. */
static node_id read_fires(struct fields *fields, struct rule *rule, struct root *root) {
    bool require = has_require(rule->kind);
    const char *key = require ? "require" : "when";
    root->role = rule->kind == RULE_HALT ? ROOT_HALT : require ? ROOT_REQUIRE : ROOT_WHEN;
    root->node = fields_condition(fields, key);
    root->written = fields->written;
    root->place = fields_place(fields, key);
    if (root->node == NODE_MISSING || !require) {
        return root->node;
    }
    node_id fires = build_not(fields->session->declarations.builder, root->node);
    return term_note(fields->state, fires, NULL, false, root->place) ? fires : NODE_MISSING;
}

static void add_rule(struct fields *fields, const struct rule *rule, struct root *root) {
    struct declarations *declarations = &fields->session->declarations;
    uint32_t index = builder_add_rule(declarations->builder, rule);
    if (index == UINT32_MAX) {
        return;
    }
    struct rule *slot =
        session_append(fields->state, &declarations->rules, &declarations->rule_count,
                       &declarations->rule_capacity, sizeof *declarations->rules);
    *slot = *rule;
    root->index = index;
    session_root(fields->state, *root);
}

static void judge_advice(struct fields *fields, const struct rule *rule) {
    if (rule->kind == RULE_ADVISORY && !fields_has(fields, "advice") &&
        !fields_has(fields, "refer")) {
        fields_error(fields, DIAGNOSTIC_MISSING_KEY, fields->place, "%s advises nothing",
                     fields->what);
        diagnostics_cure(fields->diagnostics, "add `advice = ...`: what the person should do");
    }
}

/* A rule is no term; it is returned so that using it as one can be told by its name. */
static int push_rule(lua_State *state, const struct rule *rule) {
    struct term term = {.type = TERM_RULE, .node = NODE_MISSING, .name = rule->id};
    term_push(state, &term);
    return 1;
}

int declare_rule(lua_State *state, struct pending *pending) {
    struct session *session = session_of(state);
    bool is_new = session_name(state, NAME_RULE, pending->name, pending->place);
    struct rule rule = {.id = pending->name,
                        .kind = kind_of_word(pending->word),
                        .position = position_of(pending->place)};
    struct root root = {.node = NODE_MISSING};
    struct fields fields;
    if (!words_open_table(state, pending, &fields)) {
        session->declarations.incomplete = true;
        return 0;
    }
    rule.fires = read_fires(&fields, &rule, &root);
    rule.because = fields_phrase(&fields, "because");
    rule.advice = fields_phrase(&fields, "advice");
    rule.source = fields_text(&fields, "source");
    rule.throughout = fields_has(&fields, "throughout") &&
                      key_set_find(fields.keys, text_of("throughout")) != NULL &&
                      fields_flag(&fields, "throughout");
    read_see(&fields, &rule);
    read_during(&fields, &rule);
    read_refer(&fields, &rule);
    judge_advice(&fields, &rule);
    bool room = session->declarations.rule_count < LIMIT_DECLARATIONS;
    if (!room) {
        fields_error(&fields, DIAGNOSTIC_TOO_MANY, fields.place, "a protocol has at most %d rules",
                     LIMIT_DECLARATIONS);
    }
    if (rule.fires == NODE_MISSING || !is_new || !room) {
        session->declarations.incomplete = true;
        return push_rule(state, &rule);
    }
    add_rule(&fields, &rule, &root);
    return push_rule(state, &rule);
}
