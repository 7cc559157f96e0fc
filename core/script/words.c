#include "script/words.h"

#include "base/limits.h"
#include "script/arguments.h"

#include <lauxlib.h>

/* ---- names ---- */

/* [a-z0-9][a-z0-9_-]* */
static bool is_id(struct text name) {
    for (size_t i = 0; i < name.length; i++) {
        char c = name.at[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!plain && (i == 0 || (c != '-' && c != '_'))) {
            return false;
        }
    }
    return name.length > 0;
}

static bool is_keyword(struct text name) {
    static const char *const keywords[] = {
#define TOKEN(id, text) text,
        SYNOVIA_KEYWORDS(TOKEN)
#undef TOKEN
    };
    for (size_t i = 0; i < sizeof keywords / sizeof keywords[0]; i++) {
        if (text_is(name, keywords[i])) {
            return true;
        }
    }
    return false;
}

static bool is_word(struct text name) {
    for (int i = 0; i < WORD_COUNT; i++) {
        if (text_is(name, vocabulary_word((enum word_id)i).name)) {
            return true;
        }
    }
    return false;
}

/* Facts, values and results stand as variables in tests and functions. */
static bool names_a_value(enum word_id word) {
    return vocabulary_word(word).makes_term;
}

static bool names_a_test(enum word_id word) {
    return vocabulary_word(word).test_only;
}

static void judge_name(struct session *session, const struct pending *pending) {
    struct diagnostics *diagnostics = session->diagnostics;
    struct text name = pending->name;
    const char *word = vocabulary_word(pending->word).name;
    if (names_a_test(pending->word)) {
        if (text_is_empty(name)) {
            diagnostics_error(diagnostics, DIAGNOSTIC_BAD_NAME, pending->place,
                              "this `%s` has no name", word);
        }
        return;
    }
    if (name.length > LIMIT_NAME_BYTES) {
        diagnostics_error(diagnostics, DIAGNOSTIC_BAD_NAME, pending->place,
                          "a name has at most %d bytes, this one has %zu", LIMIT_NAME_BYTES,
                          name.length);
    } else if (!names_a_value(pending->word)) {
        if (!is_id(name)) {
            diagnostics_error(diagnostics, DIAGNOSTIC_BAD_NAME, pending->place,
                              "\"%.*s\" is not an id", (int)name.length, name.at);
            diagnostics_cure(diagnostics, "an id has small letters, digits, `-` and `_`, and "
                                          "begins with a letter or digit: `recent-fracture`");
        }
    } else if (!text_is_identifier(name)) {
        diagnostics_error(diagnostics, DIAGNOSTIC_BAD_NAME, pending->place,
                          "\"%.*s\" is not a name for a %s", (int)name.length, name.at, word);
        diagnostics_cure(diagnostics, "it has letters, digits and `_`, and begins with a letter: "
                                      "`pain_worst`");
    } else if (is_keyword(name) || is_word(name)) {
        diagnostics_error(diagnostics, DIAGNOSTIC_BAD_NAME, pending->place,
                          "`%.*s` is a word of the language and cannot name a %s", (int)name.length,
                          name.at, word);
        diagnostics_cure(diagnostics, "add to it: `%.*s_value`", (int)name.length, name.at);
    }
}

/* ---- word "name" ---- */

static void no_name(lua_State *state, const struct site *site, const char *word) {
    struct session *session = session_of(state);
    struct text found = term_describe(state, 1);
    const struct term *term = term_at(state, 1);
    if (term == NULL || !term_is_silent(term)) {
        diagnostics_error(session->diagnostics, DIAGNOSTIC_BAD_NAME, site_place(site),
                          "`%s` takes a name in quotes, but found %.*s", word, (int)found.length,
                          found.at);
        diagnostics_cure(session->diagnostics, "write `%s \"name\" { ... }`", word);
    }
}

static int named(lua_State *state) {
    struct session *session = session_of(state);
    enum word_id word = (enum word_id)lua_tointeger(state, lua_upvalueindex(1));
    const char *name = vocabulary_word(word).name;
    struct site site = site_of_call(state, name);
    if (lua_type(state, 1) != LUA_TSTRING) {
        no_name(state, &site, name);
        return term_push_poison(state);
    }
    if (!arguments_fit_word(state, &site, word, (unsigned)lua_gettop(state))) {
        return term_push_poison(state);
    }
    struct pending *pending = session_alloc(state, 1, sizeof *pending);
    pending->word = word;
    pending->name = session_string(state, 1);
    pending->place = site_place(&site);
    pending->layout = site.layout;
    pending->token = site.token;
    *session->last_pending = pending;
    session->last_pending = &pending->next;
    judge_name(session, pending);
    struct term term = {.type = TERM_PENDING, .node = NODE_MISSING, .pending = pending};
    term_push(state, &term);
    return 1;
}

/* ---- word "name" { ... } ---- */

const char *words_describe(lua_State *state, const struct pending *pending) {
    struct text text =
        arena_format(session_of(state)->arena, "`%s \"%.*s\"`", vocabulary_word(pending->word).name,
                     (int)pending->name.length, pending->name.at);
    if (text.at == NULL) {
        session_no_memory(state);
    }
    return text.at;
}

bool words_open_table(lua_State *state, const struct pending *pending, struct fields *fields) {
    const struct syntax_node *table = NULL;
    if (pending->layout != NULL) {
        const struct syntax_node *call =
            layout_call(pending->layout, pending->token, vocabulary_word(pending->word).name);
        table = call == NULL ? NULL : layout_arguments_table(call);
    }
    return fields_open(state, 2, vocabulary_keys(pending->word), words_describe(state, pending),
                       pending->layout, table, pending->place, fields);
}

static bool header_is_missing(struct session *session, const struct pending *pending) {
    struct declarations *declarations = &session->declarations;
    if (pending->word == WORD_PROTOCOL || declarations->has_header) {
        return false;
    }
    diagnostics_error(session->diagnostics, DIAGNOSTIC_HEADER_MISSING, pending->place,
                      "the `protocol` header comes before everything else");
    diagnostics_cure(
        session->diagnostics,
        "begin with `protocol \"id\" { format = 1, version = \"1.0.0\", title = ... }`");
    declarations->has_header = true; /* said once */
    return true;
}

static int declare(lua_State *state, struct pending *pending) {
    switch (pending->word) {
    case WORD_PROTOCOL:
        return declare_header(state, pending);
    case WORD_YES_NO:
    case WORD_CHOICE:
    case WORD_NUMBER:
    case WORD_DATE:
        return declare_fact(state, pending);
    case WORD_DERIVE:
        return declare_derive(state, pending);
    case WORD_SCORE:
        return declare_score(state, pending);
    case WORD_SCOPE:
    case WORD_CONTRAINDICATION:
    case WORD_RED_FLAG:
    case WORD_PRECONDITION:
    case WORD_ADVISORY:
    case WORD_HALT:
        return declare_rule(state, pending);
    case WORD_RESULT:
        return declare_result(state, pending);
    case WORD_TECHNIQUE:
        return declare_technique(state, pending);
    case WORD_STEP:
    case WORD_LOOP:
        return declare_step(state, pending);
    case WORD_EDUCATION:
        return declare_education(state, pending);
    default:
        return declare_test(state, pending);
    }
}

static int call_misused(lua_State *state, const struct term *term) {
    struct session *session = session_of(state);
    if (!term_is_silent(term)) {
        struct text found = term_describe(state, 1);
        struct sandbox_place here = sandbox_here(state, 1);
        diagnostics_error(session->diagnostics, DIAGNOSTIC_TERM_MISUSED, sandbox_place_of(here),
                          "%.*s is not a function", (int)found.length, found.at);
        diagnostics_cure(session->diagnostics, "write a method with a colon: `term:is(...)`");
    }
    return term_push_poison(state);
}

/* __call of terms: only what is pending takes a table, and only once. */
static int call(lua_State *state) {
    const struct term *term = term_at(state, 1);
    if (term == NULL || term->type != TERM_PENDING) {
        return call_misused(state, term);
    }
    struct session *session = session_of(state);
    struct pending *pending = term->pending;
    if (pending->finished) {
        diagnostics_error(session->diagnostics, DIAGNOSTIC_DECLARED_TWICE, pending->place,
                          "%s was given a table twice", words_describe(state, pending));
        return term_push_poison(state);
    }
    pending->finished = true;
    header_is_missing(session, pending);
    if (lua_gettop(state) > 2) {
        diagnostics_error(session->diagnostics, DIAGNOSTIC_BAD_VALUE, pending->place,
                          "%s takes one table, but was given more values",
                          words_describe(state, pending));
        diagnostics_cure(session->diagnostics, "write all of it in one pair of braces");
        return term_push_poison(state);
    }
    return declare(state, pending);
}

/* ---- words without a name ---- */

static int called(lua_State *state) {
    enum word_id word = (enum word_id)lua_tointeger(state, lua_upvalueindex(1));
    session_of(state);
    struct site site = site_of_call(state, vocabulary_word(word).name);
    if (!arguments_fit_word(state, &site, word, (unsigned)lua_gettop(state))) {
        return term_push_poison(state);
    }
    lua_settop(state, 2);
    switch (word) {
    case WORD_GROUPS:
        return word_groups(state);
    case WORD_ANY:
    case WORD_ALL:
    case WORD_NONE_OF:
    case WORD_AT_LEAST:
        return word_list(state, word);
    case WORD_FIRST:
        return word_first(state);
    case WORD_SECONDS:
    case WORD_MINUTES:
    case WORD_HOURS:
        return word_duration(state, word);
    case WORD_HELPER:
        return word_helper(state);
    case WORD_INCLUDE:
        return word_include(state);
    case WORD_USE:
        return word_use(state);
    case WORD_FACTS:
        return word_facts(state);
    default:
        return word_cases_from(state);
    }
}

bool words_is_word(lua_State *state, int index) {
    lua_CFunction function = lua_tocfunction(state, index);
    return function == named || function == called;
}

/* ---- opening ---- */

static void push_value(lua_State *state, enum word_id word) {
    struct term term = {.type = word == WORD_NONE     ? TERM_NONE
                                : word == WORD_ABSENT ? TERM_ABSENT
                                                      : TERM_UNANSWERABLE,
                        .node = NODE_MISSING};
    term_push(state, &term);
}

static void push_word(lua_State *state, enum word_id id, enum word_form form) {
    if (form == FORM_VALUE) {
        push_value(state, id);
        return;
    }
    lua_pushinteger(state, id);
    lua_pushcclosure(state, form == FORM_NAMED ? named : called, 1);
}

/* What a test file may use of the protocol's words: what joins conditions, but nothing that
 * declares. */
static bool is_for_tests(enum word_id id) {
    struct word word = vocabulary_word(id);
    return word.test_only || (word.form != FORM_NAMED && id != WORD_GROUPS && id != WORD_INCLUDE &&
                              id != WORD_USE && id != WORD_HELPER);
}

void words_open(lua_State *state, bool tests) {
    if (!tests) {
        term_open(state);
        luaL_getmetatable(state, "synovia.term");
        lua_pushcfunction(state, call);
        lua_setfield(state, -2, "__call");
        lua_pop(state, 1);
    }
    for (int i = 0; i < WORD_COUNT; i++) {
        enum word_id id = (enum word_id)i;
        struct word word = vocabulary_word(id);
        if (word.test_only == tests) {
            push_word(state, id, word.form);
            sandbox_define(state, word.name);
        }
    }
}

size_t words_vocabulary(bool tests, struct vocabulary_word *words) {
    size_t count = 0;
    for (int i = 0; i < WORD_COUNT; i++) {
        enum word_id id = (enum word_id)i;
        struct word word = vocabulary_word(id);
        if (tests ? is_for_tests(id) : !word.test_only) {
            words[count].name = text_of(word.name);
            words[count].kind = word.makes_term ? WORD_MAKES_TERM : WORD_PLAIN;
            count++;
        }
    }
    return count;
}
