/* What joins conditions into one: any, all, none_of, at_least. */
#include "script/words.h"
#include "script/written.h"

#include <stdio.h>

/* The conditions that are joined. */
struct list {
    node_id *nodes;
    written_id *written;
    size_t count;
};

/* Reads the table at `index`; false where one of the conditions is wrong or none is there. */
static bool read_list(lua_State *state, int index, enum word_id word, const struct site *site,
                      struct list *list) {
    const char *name = vocabulary_word(word).name;
    char what[40];
    snprintf(what, sizeof what, "`%s`", name);
    struct fields fields;
    if (!fields_open(state, index, vocabulary_keys(word), what, site->layout, site_table(site),
                     site_place(site), &fields)) {
        return false;
    }
    if (fields.count == 0) {
        fields_error(&fields, DIAGNOSTIC_EMPTY_LIST, fields.place, "%s has no conditions", what);
        diagnostics_cure(fields.diagnostics, "list at least one: `%s { fever, chills }`", name);
    }
    list->count = fields.count;
    list->nodes = session_alloc(state, fields.count + 1, sizeof *list->nodes);
    list->written = session_alloc(state, fields.count + 1, sizeof *list->written);
    for (size_t i = 0; i < fields.count; i++) {
        budget_charge(state, 4);
        fields_push_item(&fields, i + 1);
        bool is_nil = lua_isnil(state, -1);
        struct place place = fields_item_place(&fields, i + 1);
        list->nodes[i] = is_nil ? NODE_MISSING : term_condition(state, -1, place, what);
        list->written[i] = written_taken(state, -1, list->nodes[i], fields.layout,
                                         fields_item_node(&fields, i + 1), place);
        fields.wrong = fields.wrong || list->nodes[i] == NODE_MISSING;
        lua_pop(state, 1);
    }
    return !fields.wrong;
}

/* Pushes what was built of the list and notes what it is made of. */
static int push_joined(lua_State *state, const struct site *site, struct term *term,
                       enum joint joint, uint32_t k, const struct list *list) {
    if (list->written[0] != 0) {
        written_made(state, term, site, joint, k, list->written, list->count);
    }
    return term_push_built(state, term, site_start(site));
}

/* The k of `at_least(k, { ... })`; 0 where it is wrong. */
static uint32_t read_count(lua_State *state, const struct site *site, size_t count) {
    struct diagnostics *diagnostics = session_of(state)->diagnostics;
    int is_whole = 0;
    lua_Integer k = lua_tointegerx(state, 1, &is_whole);
    if (lua_type(state, 1) != LUA_TNUMBER || !is_whole) {
        struct text found = term_describe(state, 1);
        diagnostics_error(diagnostics, DIAGNOSTIC_WRONG_TYPE, site_argument(site, 0),
                          "`at_least` takes a whole number first, but found %.*s",
                          (int)found.length, found.at);
        diagnostics_cure(diagnostics, "write `at_least(2, { a, b, c })`");
        return 0;
    }
    if (k < 1 || (size_t)k > count) {
        diagnostics_error(diagnostics, DIAGNOSTIC_BAD_RANGE, site_argument(site, 0),
                          "at least %lld of %zu conditions is %s", (long long)k, count,
                          k < 1 ? "always true" : "never true");
        diagnostics_cure(diagnostics, "write a number from 1 to %zu", count);
        return 0;
    }
    return (uint32_t)k;
}

static int word_at_least(lua_State *state, const struct site *site) {
    struct list list = {.count = 0};
    bool is_right = read_list(state, 2, WORD_AT_LEAST, site, &list);
    uint32_t k = is_right ? read_count(state, site, list.count) : 0;
    if (k == 0) {
        return term_push_poison(state);
    }
    struct builder *builder = session_of(state)->declarations.builder;
    struct term term = {.type = TERM_CONDITION,
                        .node = build_at_least(builder, k, list.nodes, list.count)};
    return push_joined(state, site, &term, JOINT_AT_LEAST, k, &list);
}

int word_list(lua_State *state, enum word_id word) {
    struct site site = site_of_call(state, vocabulary_word(word).name);
    if (word == WORD_AT_LEAST) {
        return word_at_least(state, &site);
    }
    struct list list = {.count = 0};
    if (!read_list(state, 1, word, &site, &list)) {
        return term_push_poison(state);
    }
    struct builder *builder = session_of(state)->declarations.builder;
    struct term term = {.type = TERM_CONDITION};
    term.node = word == WORD_ALL ? build_all(builder, list.nodes, list.count)
                                 : build_any(builder, list.nodes, list.count);
    if (word == WORD_NONE_OF) {
        if (!term_note(state, term.node, NULL, false, site_start(&site))) {
            return term_push_poison(state);
        }
        term.node = build_not(builder, term.node);
    }
    enum joint joint = word == WORD_ALL       ? JOINT_ALL
                       : word == WORD_NONE_OF ? JOINT_NONE_OF
                                              : JOINT_ANY;
    return push_joined(state, &site, &term, joint, 0, &list);
}
