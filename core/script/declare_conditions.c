/* What joins conditions into one: any, all, none_of, at_least. */
#include "script/words.h"

#include <stdio.h>

/* The list of conditions in the table at `index`; NULL where one of them is wrong or none is there.
 */
static node_id *read_list(lua_State *state, int index, enum word_id word, const struct site *site,
                          size_t *count) {
    const char *name = vocabulary_word(word).name;
    char what[40];
    snprintf(what, sizeof what, "`%s`", name);
    struct fields fields;
    if (!fields_open(state, index, vocabulary_keys(word), what, site->layout, site_table(site),
                     site_place(site), &fields)) {
        return NULL;
    }
    if (fields.count == 0) {
        fields_error(&fields, DIAGNOSTIC_EMPTY_LIST, fields.place, "%s has no conditions", what);
        diagnostics_cure(fields.diagnostics, "list at least one: `%s { fever, chills }`", name);
    }
    node_id *nodes = session_alloc(state, fields.count + 1, sizeof *nodes);
    for (size_t i = 0; i < fields.count; i++) {
        budget_charge(state, 4);
        fields_push_item(&fields, i + 1);
        bool is_nil = lua_isnil(state, -1);
        nodes[i] = is_nil ? NODE_MISSING
                          : term_condition(state, -1, fields_item_place(&fields, i + 1), what);
        fields.wrong = fields.wrong || nodes[i] == NODE_MISSING;
        lua_pop(state, 1);
    }
    *count = fields.count;
    return fields.wrong ? NULL : nodes;
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
    size_t count = 0;
    node_id *nodes = read_list(state, 2, WORD_AT_LEAST, site, &count);
    uint32_t k = nodes == NULL ? 0 : read_count(state, site, count);
    if (k == 0) {
        return term_push_poison(state);
    }
    struct builder *builder = session_of(state)->declarations.builder;
    struct term term = {.type = TERM_CONDITION, .node = build_at_least(builder, k, nodes, count)};
    return term_push_built(state, &term, site_start(site));
}

int word_list(lua_State *state, enum word_id word) {
    struct site site = site_of_call(state, vocabulary_word(word).name);
    if (word == WORD_AT_LEAST) {
        return word_at_least(state, &site);
    }
    size_t count = 0;
    node_id *nodes = read_list(state, 1, word, &site, &count);
    if (nodes == NULL) {
        return term_push_poison(state);
    }
    struct builder *builder = session_of(state)->declarations.builder;
    struct term term = {.type = TERM_CONDITION};
    term.node =
        word == WORD_ALL ? build_all(builder, nodes, count) : build_any(builder, nodes, count);
    if (word == WORD_NONE_OF) {
        if (!term_note(state, term.node, NULL, false, site_start(&site))) {
            return term_push_poison(state);
        }
        term.node = build_not(builder, term.node);
    }
    return term_push_built(state, &term, site_start(&site));
}
