/* Texts for people, lists of names, and referrals, out of the tables of declarations. */
#include "script/fields.h"

#include "base/limits.h"
#include "base/near.h"
#include "script/languages.h"
#include "script/safe_library.h"

#include <stdio.h>

/* ---- texts by language ---- */

bool fields_is_language(struct text tag) {
    size_t part = 0;
    bool first = true;
    for (size_t i = 0; i <= tag.length; i++) {
        char c = i < tag.length ? tag.at[i] : '-';
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (c == '-') {
            if (part < (first ? 2U : 1U) || part > 8) {
                return false;
            }
            part = 0;
            first = false;
        } else if (letter || (!first && c >= '0' && c <= '9')) {
            part++;
        } else {
            return false;
        }
    }
    return true;
}

static bool text_is_blank(struct text text) {
    for (size_t i = 0; i < text.length; i++) {
        if (strchr(" \t\r\n", text.at[i]) == NULL) {
            return false;
        }
    }
    return true;
}

/* What a terminal would obey rather than show. */
static void refuse_controls(struct fields *fields, struct text text, struct place place,
                            const char *what) {
    for (size_t i = 0; i < text.length; i++) {
        unsigned code;
        if (text.at[i] != '\r' &&
            text_control_length(text_from(text.at + i, text.length - i), &code) > 0) {
            fields_error(fields, DIAGNOSTIC_BAD_TEXT, place, "%s has a control character (code %u)",
                         what, code);
            diagnostics_cure(fields->diagnostics, "leave it out; `\\n` begins a new line");
            return;
        }
    }
}

/* The string on top of the stack, judged as a text for people. */
static struct text checked_text(struct fields *fields, struct place place, const char *what) {
    struct text text = session_string(fields->state, -1);
    if (text_is_blank(text)) {
        fields_error(fields, DIAGNOSTIC_BAD_TEXT, place, "%s is empty", what);
        diagnostics_cure(fields->diagnostics, "write what the person is to read");
    } else if (text.length > LIMIT_TEXT_BYTES) {
        fields_error(fields, DIAGNOSTIC_BAD_TEXT, place, "%s is longer than %d bytes", what,
                     LIMIT_TEXT_BYTES);
    } else if (!text_is_utf8(text)) {
        fields_error(fields, DIAGNOSTIC_BAD_TEXT, place, "%s is not UTF-8", what);
    } else {
        refuse_controls(fields, text, place, what);
    }
    return text;
}

/* One `tag = "text"`, the key at -2 and the value at -1. */
static void read_entry(struct fields *fields, struct place place, const char *what,
                       struct phrase_entry *entry) {
    lua_State *state = fields->state;
    if (lua_type(state, -2) != LUA_TSTRING || lua_type(state, -1) != LUA_TSTRING) {
        fields_error(fields, DIAGNOSTIC_BAD_TEXT, place, "%s is not a text by language", what);
        diagnostics_cure(fields->diagnostics,
                         "write a text in quotes, or `{ en = \"...\", de = \"...\" }`");
        return;
    }
    entry->language = session_string(state, -2);
    entry->text = checked_text(fields, place, what);
    if (!fields_is_language(entry->language)) {
        fields_error(fields, DIAGNOSTIC_BAD_TEXT, place, "`%.*s` is not a language tag of BCP 47",
                     (int)entry->language.length, entry->language.at);
        diagnostics_cure(fields->diagnostics, "write `en`, `de`, `[\"pt-BR\"]` ...");
    }
}

/* By tag, whose case counts only where it is all that differs. */
static int compare_entries(const struct phrase_entry *a, const struct phrase_entry *b) {
    int order = text_compare_caseless(a->language, b->language);
    return order != 0 ? order : text_compare(a->language, b->language);
}

/* Tags in their order, so that the order of a hash table is never seen. */
static void sort_entries(struct phrase_entry *entries, size_t count) {
    for (size_t i = 1; i < count; i++) {
        struct phrase_entry entry = entries[i];
        size_t at = i;
        while (at > 0 && compare_entries(&entries[at - 1], &entry) > 0) {
            entries[at] = entries[at - 1];
            at--;
        }
        entries[at] = entry;
    }
}

/* `de` and `DE` are one language (BCP 47). */
static void refuse_twice(struct fields *fields, struct place place, const char *what,
                         const struct phrase_entry *entries, size_t count) {
    for (size_t i = 1; i < count; i++) {
        struct text before = entries[i - 1].language;
        struct text tag = entries[i].language;
        if (text_equal_caseless(before, tag)) {
            fields_error(fields, DIAGNOSTIC_BAD_TEXT, place,
                         "%s has the language `%.*s` twice: as `%.*s` too", what, (int)tag.length,
                         tag.at, (int)before.length, before.at);
            diagnostics_cure(fields->diagnostics, "leave one of the two out");
        }
    }
}

static struct phrase read_by_language(struct fields *fields, struct place place, const char *what) {
    lua_State *state = fields->state;
    struct phrase phrase = {.entries = NULL};
    size_t count = 0;
    safe_library_push_table(state, -1);
    lua_pushnil(state);
    while (lua_next(state, -2) != 0) {
        count++;
        lua_pop(state, 1);
    }
    struct phrase_entry *entries = session_alloc(state, count, sizeof *entries);
    lua_pushnil(state);
    while (lua_next(state, -2) != 0) {
        read_entry(fields, place, what, &entries[phrase.count++]);
        lua_pop(state, 1);
    }
    lua_pop(state, 1);
    if (count == 0) {
        fields_error(fields, DIAGNOSTIC_BAD_TEXT, place, "%s is empty", what);
    }
    sort_entries(entries, count);
    refuse_twice(fields, place, what, entries, count);
    phrase.entries = entries;
    return phrase;
}

/* The phrase that the value on top of the stack is; pops it. */
static struct phrase read_phrase(struct fields *fields, struct place place, const char *what) {
    lua_State *state = fields->state;
    struct phrase phrase = {.entries = NULL};
    const struct term *term = term_at(state, -1);
    if (lua_type(state, -1) == LUA_TSTRING) {
        struct phrase_entry *entry = session_alloc(state, 1, sizeof *entry);
        struct text language = fields->session->declarations.header.language;
        entry->language = text_is_empty(language) ? text_of("en") : language;
        entry->text = checked_text(fields, place, what);
        phrase.entries = entry;
        phrase.count = 1;
    } else if (lua_istable(state, -1)) {
        phrase = read_by_language(fields, place, what);
    } else if (term != NULL && term_is_silent(term)) {
        fields->wrong = true;
    } else {
        struct text found = term_describe(state, -1);
        fields_error(fields, DIAGNOSTIC_WRONG_TYPE, place, "%s is a text, but found %.*s", what,
                     (int)found.length, found.at);
        diagnostics_cure(fields->diagnostics,
                         "write a text in quotes, or `{ en = \"...\", de = \"...\" }`");
    }
    lua_pop(state, 1);
    if (phrase.count > 0 && !fields->wrong) {
        languages_note(state, phrase, place);
    }
    return phrase;
}

struct phrase fields_phrase(struct fields *fields, const char *key) {
    struct phrase nothing = {.entries = NULL};
    if (!fields_push(fields, key)) {
        return nothing;
    }
    char what[40];
    snprintf(what, sizeof what, "`%s`", key);
    return read_phrase(fields, fields_place(fields, key), what);
}

struct phrase fields_item_phrase(struct fields *fields, size_t item) {
    fields_push_item(fields, item);
    return read_phrase(fields, fields_item_place(fields, item), "this");
}

/* ---- strings ---- */

struct text fields_item_text(struct fields *fields, size_t item, const char *wanted) {
    struct text text = text_of(NULL);
    fields_push_item(fields, item);
    if (lua_type(fields->state, -1) == LUA_TSTRING) {
        text = session_string(fields->state, -1);
    }
    const struct term *term = term_at(fields->state, -1);
    bool silent = lua_isnil(fields->state, -1) || (term != NULL && term_is_silent(term));
    if (text_is_empty(text) && silent) {
        fields->wrong = true;
    } else if (text_is_empty(text)) {
        struct text found = term_describe(fields->state, -1);
        fields_error(fields, DIAGNOSTIC_WRONG_TYPE, fields_item_place(fields, item),
                     "%s is %s, but found %.*s", fields->what, wanted, (int)found.length, found.at);
    }
    lua_pop(fields->state, 1);
    return text;
}

const struct text *fields_texts(struct fields *fields, const char *key, const char *what,
                                size_t *count) {
    *count = 0;
    if (!fields_push(fields, key)) {
        return NULL;
    }
    struct key_set items = {NULL, NULL, what};
    struct fields list;
    struct text *texts = NULL;
    char name[40];
    snprintf(name, sizeof name, "`%s`", key);
    if (fields_open_inner(fields, key, 0, &items, name, &list)) {
        texts = session_alloc(fields->state, list.count, sizeof *texts);
        for (size_t i = 0; i < list.count; i++) {
            texts[i] = fields_item_text(&list, i + 1, what);
        }
        *count = list.count;
        lua_pop(fields->state, 1);
    }
    lua_pop(fields->state, 1);
    fields->wrong = fields->wrong || list.wrong;
    return texts;
}

/* ---- referrals ---- */

bool urgency_of_name(struct text name, enum urgency *urgency) {
    for (enum urgency each = URGENCY_ROUTINE; each <= URGENCY_IMMEDIATE; each++) {
        if (text_is(name, urgency_name(each))) {
            *urgency = each;
            return true;
        }
    }
    return false;
}

bool outcome_of_name(struct text name, enum outcome *outcome) {
    for (enum outcome each = OUTCOME_CLEAR; each <= OUTCOME_INVALID; each++) {
        if (text_is(name, outcome_name(each))) {
            *outcome = each;
            return true;
        }
    }
    return false;
}

static enum urgency read_urgency(struct fields *fields) {
    struct text name = fields_text(fields, "urgency");
    enum urgency urgency = URGENCY_NONE;
    if (text_is_empty(name) || urgency_of_name(name, &urgency)) {
        return urgency;
    }
    struct near_search search;
    near_begin(&search, name);
    for (enum urgency each = URGENCY_ROUTINE; each <= URGENCY_IMMEDIATE; each++) {
        near_offer(&search, text_of(urgency_name(each)));
    }
    struct text near = near_result(&search);
    fields_error(fields, DIAGNOSTIC_REFERRAL, fields_place(fields, "urgency"),
                 "\"%.*s\" is not an urgency", (int)name.length, name.at);
    if (text_is_empty(near)) {
        diagnostics_cure(fields->diagnostics, "write \"routine\", \"urgent\" or \"immediate\"");
    } else {
        diagnostics_cure(fields->diagnostics, "did you mean \"%.*s\"?", (int)near.length, near.at);
    }
    return URGENCY_NONE;
}

/* A table without items is one text by language; with items it is a list of texts. */
static bool is_list(lua_State *state) {
    if (!lua_istable(state, -1)) {
        return false;
    }
    safe_library_push_table(state, -1);
    lua_pushnil(state);
    bool list = true;
    if (lua_next(state, -2) != 0) {
        list = lua_type(state, -2) == LUA_TNUMBER;
        lua_pop(state, 2);
    }
    lua_pop(state, 1);
    return list;
}

static void read_to_list(struct fields *fields, struct referral *referral) {
    static const struct key_set people = {NULL, NULL, "who should see the person"};
    struct fields list;
    if (fields_open_inner(fields, "to", 0, &people, "`to`", &list)) {
        struct phrase *to = session_alloc(fields->state, list.count, sizeof *to);
        for (size_t i = 0; i < list.count; i++) {
            to[i] = fields_item_phrase(&list, i + 1);
        }
        if (list.count == 0) {
            fields_error(&list, DIAGNOSTIC_EMPTY_LIST, list.place, "`to` names nobody");
            diagnostics_cure(list.diagnostics, "write `to = \"physician\"`");
        }
        referral->to = to;
        referral->to_count = list.count;
        lua_pop(fields->state, 1);
    }
    fields->wrong = fields->wrong || list.wrong;
}

static void read_to(struct fields *fields, struct referral *referral) {
    if (!fields_push(fields, "to")) {
        return;
    }
    if (is_list(fields->state)) {
        read_to_list(fields, referral);
        lua_pop(fields->state, 1);
        return;
    }
    struct phrase *to = session_alloc(fields->state, 1, sizeof *to);
    *to = read_phrase(fields, fields_place(fields, "to"), "`to`");
    referral->to = to;
    referral->to_count = 1;
}

/* `refer = "physician"`: the text on top of the stack, which is popped. */
static void refer_is_a_text(struct fields *fields, const char *key) {
    struct text found = term_describe(fields->state, -1);
    struct text to = session_string(fields->state, -1);
    fields_error(fields, DIAGNOSTIC_WRONG_TYPE, fields_place(fields, key),
                 "a referral takes a table, but found %.*s", (int)found.length, found.at);
    diagnostics_cure(
        fields->diagnostics,
        "write `%s = { to = \"%.*s\", urgency = \"urgent\" }`, or routine or immediate", key,
        (int)to.length, to.at);
    lua_pop(fields->state, 1);
}

struct referral fields_referral(struct fields *fields, const char *key) {
    struct referral referral = {.urgency = URGENCY_NONE};
    if (!fields_push(fields, key)) {
        return referral;
    }
    if (lua_type(fields->state, -1) == LUA_TSTRING) {
        refer_is_a_text(fields, key);
        return referral;
    }
    struct fields inner;
    if (fields_open_inner(fields, key, 0, vocabulary_inner(INNER_REFER), "a referral", &inner)) {
        read_to(&inner, &referral);
        referral.urgency = read_urgency(&inner);
        lua_pop(fields->state, 1);
    }
    lua_pop(fields->state, 1);
    if (inner.wrong) {
        fields->wrong = true;
        referral.urgency = URGENCY_NONE;
    }
    return referral;
}
