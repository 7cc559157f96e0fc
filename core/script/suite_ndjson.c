/*
 * cases_from "file.ndjson": a line is an example, the line of a batch with what is expected of it.
 *
 *     {"ref": "a1", "as_of": "2026-05-01", "facts": {"age": 54, "fever": null},
 *      "expect": {"outcome": "refer", "rules": ["hot"], "scores": {"risk": [2, 3]}}}
 *
 * Each line becomes the table that `test` would take, and is read as one: the keys of `expect` and
 * what is said about mistakes are the same. Null is unanswerable among the facts, and no value
 * among the results.
 */
#include "script/suite_private.h"

#include "base/date.h"
#include "base/json_tree.h"
#include "script/budget.h"

#include <lauxlib.h>
#include <stdio.h>

static const struct key line_keys[] = {
    {"facts", KEY_TABLE, true, "{ \"name\": value }, null where it cannot be answered"},
    {"expect", KEY_TABLE, true, "what the decision must be"},
    {"as_of", KEY_STRING, false, "the day to count from"},
    {"name", KEY_STRING, false, "what the case is called"},
    {"ref", KEY_VALUE, false, "the same, as a batch has it"},
    {NULL, KEY_VALUE, false, NULL},
};
static const struct key_set line_key_set = {line_keys, NULL, NULL};

/* ---- JSON as Lua values ---- */

/* Pushes the value; null as a term of the type `null`. */
static void push_tree(lua_State *state, const struct json_tree *tree, enum term_type null) {
    struct term nothing = {.type = null, .node = NODE_MISSING};
    luaL_checkstack(state, 4, "values within values");
    budget_charge(state, 1 + tree->text.length);
    switch (tree->kind) {
    case JSON_TREE_NULL:
        term_push(state, &nothing);
        break;
    case JSON_TREE_YES_NO:
        lua_pushboolean(state, tree->yes);
        break;
    case JSON_TREE_NUMBER:
        lua_pushnumber(state, tree->number);
        break;
    case JSON_TREE_TEXT:
        lua_pushlstring(state, tree->text.at, tree->text.length);
        break;
    case JSON_TREE_LIST:
    case JSON_TREE_OBJECT:
        lua_newtable(state);
        for (size_t i = 0; i < tree->count; i++) {
            push_tree(state, &tree->inner[i], null);
            if (tree->kind == JSON_TREE_LIST) {
                lua_rawseti(state, -2, (lua_Integer)i + 1);
            } else {
                lua_setfield(state, -2, tree->inner[i].name.at);
            }
        }
        break;
    }
}

/* The table of a line. */
static void push_line(lua_State *state, const struct json_tree *line) {
    lua_newtable(state);
    for (size_t i = 0; i < line->count; i++) {
        const struct json_tree *member = &line->inner[i];
        bool facts = text_is(member->name, "facts");
        push_tree(state, member, facts ? TERM_UNANSWERABLE : TERM_ABSENT);
        lua_setfield(state, -2, member->name.at);
    }
}

/* ---- lines ---- */

static void read_as_of(struct fields *line, struct given *given) {
    struct text text = fields_text(line, "as_of");
    if (text_is_empty(text)) {
        return;
    }
    given->has_as_of = date_parse(text, &given->as_of);
    if (!given->has_as_of) {
        fields_error(line, DIAGNOSTIC_BAD_VALUE, line->place, "\"%.*s\" is not a day",
                     (int)text.length, text.at);
        diagnostics_cure(line->diagnostics, "write it as YYYY-MM-DD: \"2026-05-01\"");
    }
}

/* A name is a text; a batch's ref may also be a whole number. */
static struct text read_name(struct fields *line, struct text otherwise) {
    if (fields_has(line, "name")) {
        return fields_text(line, "name");
    }
    if (!fields_push(line, "ref")) {
        return otherwise;
    }
    struct text name = otherwise;
    if (lua_type(line->state, -1) == LUA_TSTRING) {
        name = session_string(line->state, -1);
    } else if (lua_type(line->state, -1) == LUA_TNUMBER) {
        name = arena_format(line->session->arena, "%.0f", lua_tonumber(line->state, -1));
    }
    lua_pop(line->state, 1);
    return name;
}

/* The table of the line is on top of the stack. */
static void read_case(struct fields *report, struct text path, struct place place,
                      uint32_t number) {
    struct test test = {.kind = TEST_EXAMPLE, .case_number = number};
    struct fields line;
    if (!fields_open(report->state, -1, &line_key_set, "a line", NULL, NULL, place, &line)) {
        return;
    }
    test.given = suite_read_given(&line, "facts", NULL);
    read_as_of(&line, &test.given);
    suite_read_expect_key(&line, "expect", &test.expect);
    test.name = read_name(&line, path);
    lua_pop(report->state, 1);
    suite_add_case(&line, &test, place);
    report->wrong = report->wrong || line.wrong;
}

static void read_line(struct fields *report, struct text path, struct place place,
                      struct text bytes, uint32_t number) {
    struct json_tree tree;
    struct json_tree_problem problem;
    enum json_tree_status status = json_tree_read(bytes, report->session->arena, &tree, &problem);
    if (status == JSON_TREE_NO_MEMORY) {
        session_no_memory(report->state);
    }
    if (status == JSON_TREE_BAD) {
        place.column = problem.column;
        fields_error(report, DIAGNOSTIC_BAD_VALUE, place, "this line is not JSON: %s",
                     problem.message);
    } else if (tree.kind != JSON_TREE_OBJECT) {
        fields_error(report, DIAGNOSTIC_BAD_VALUE, place, "a line is a JSON object");
        diagnostics_cure(report->diagnostics, "write {\"facts\": {...}, \"expect\": {...}}");
    } else {
        push_line(report->state, &tree);
        read_case(report, path, place, number);
        lua_pop(report->state, 1);
    }
}

static bool is_blank(struct text line) {
    for (size_t i = 0; i < line.length; i++) {
        if (line.at[i] != ' ' && line.at[i] != '\t' && line.at[i] != '\r') {
            return false;
        }
    }
    return true;
}

void suite_read_ndjson(struct fields *report, struct text path, struct text bytes) {
    bool marked = bytes.length >= 3 && memcmp(bytes.at, "\xef\xbb\xbf", 3) == 0;
    uint32_t number = 0;
    size_t start = marked ? 3 : 0;
    for (uint32_t at_line = 1; start < bytes.length; at_line++) {
        const char *end = memchr(bytes.at + start, '\n', bytes.length - start);
        size_t length = end == NULL ? bytes.length - start : (size_t)(end - bytes.at) - start;
        struct text line = text_from(bytes.at + start, length);
        budget_charge(report->state, length);
        if (!is_blank(line)) {
            read_line(report, path, (struct place){path, at_line, 1}, line, ++number);
        }
        start += length + 1;
    }
    if (number == 0) {
        fields_error(report, DIAGNOSTIC_EMPTY_LIST, (struct place){path, 1, 1},
                     "the file has no line of cases");
    }
}
