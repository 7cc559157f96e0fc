/*
 * The vocabulary as annotations that the lua-language-server reads: a class for the table of each
 * word, a class of terms with the methods and the operators, and a global for each word.
 */
#include "reference/reference.h"

#include "script/vocabulary.h"

static void put(struct buffer *out, const char *words) {
    buffer_append_string(out, words);
}

/* ---- the tables of the words ----------------------------------------------------------------- */

/* The class of a key's table where it has one. */
static const char *class_of_table(const char *key) {
    static const char *const classes[][2] = {
        {"refer", "synovia.refer"},
        {"reviewed", "synovia.reviewed"},
        {"sources", "synovia.source[]"},
        {"options", "string[]"},
        {"needs", "synovia.text[]"},
        {"see", "string[]"},
        {"during", "string[]"},
        {"authors", "string[]"},
        {"labels", "table<string, synovia.text>"},
        {"also", "table<string, number>"},
        {"expect", "synovia.expect"},
        {"never", "synovia.expect"},
    };
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        if (strcmp(key, classes[i][0]) == 0) {
            return classes[i][1];
        }
    }
    return "table";
}

static const char *type_of(const struct key *key) {
    static const char *const types[] = {
        [KEY_TEXT] = "synovia.text",
        [KEY_STRING] = "string",
        [KEY_NUMBER] = "number",
        [KEY_FLAG] = "boolean",
        [KEY_CONDITION] = "synovia.term",
        [KEY_DURATION] = "synovia.duration",
        [KEY_TABLE] = "table",
        [KEY_VALUE] = "any",
    };
    return key->kind == KEY_TABLE ? class_of_table(key->name) : types[key->kind];
}

static void put_class(struct buffer *out, const char *name, const struct key_set *set) {
    const struct key *key;
    buffer_append_format(out, "---@class (exact) synovia.%s\n", name);
    for (size_t n = 0; (key = key_set_at(set, n)) != NULL; n++) {
        bool walk = strcmp(name, "walk") == 0 && strcmp(key->name, "expect") == 0;
        buffer_append_format(out, "---@field %s%s %s # %s\n", key->name, key->required ? "" : "?",
                             walk ? "synovia.walk_expect" : type_of(key), key->meaning);
    }
    if (set->items != NULL) {
        buffer_append_format(out, "---@field [integer] any # %s\n", set->items);
    }
    put(out, "\n");
}

static bool has_table(const struct key_set *set) {
    return key_set_at(set, 0) != NULL || set->items != NULL;
}

static void put_classes(struct buffer *out) {
    static const struct {
        enum inner_table table;
        const char *name;
    } inner[] = {
        {INNER_REVIEWED, "reviewed"}, {INNER_SOURCE, "source"},           {INNER_REFER, "refer"},
        {INNER_EXPECT, "expect"},     {INNER_WALK_EXPECT, "walk_expect"},
    };
    for (int id = 0; id < WORD_COUNT; id++) {
        const struct key_set *set = vocabulary_keys((enum word_id)id);
        if (has_table(set)) {
            put_class(out, vocabulary_word((enum word_id)id).name, set);
        }
    }
    for (size_t i = 0; i < sizeof inner / sizeof *inner; i++) {
        put_class(out, inner[i].name, vocabulary_inner(inner[i].table));
    }
}

/* ---- terms ----------------------------------------------------------------------------------- */

/* "(low, high)" as parameters; a bare table is one parameter of its own. */
static void put_method(struct buffer *out, const struct method *method) {
    bool table = method->arguments[0] == '{';
    const char *names = table ? "values)" : method->arguments + 1;
    buffer_append_format(out, "---%s (%s)\n", method->meaning, method->fits);
    for (const char *at = names; *at != ')';) {
        size_t length = strcspn(at, ",)");
        buffer_append_format(out, "---@param %.*s %s\n", (int)length, at, table ? "any[]" : "any");
        at += length;
        at += strspn(at, ", ");
    }
    buffer_append_format(out, "---@return synovia.term\nfunction term:%s(%s end\n\n", method->name,
                         names);
}

static void put_terms(struct buffer *out) {
    static const char *const operators[] = {"band", "bor", "add", "sub", "mul", "div"};
    put(out, "---A fact, a value, a score, a result or a condition.\n---@class synovia.term\n");
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        buffer_append_format(out, "---@operator %s(any): synovia.term\n", operators[i]);
    }
    put(out, "---@operator bnot: synovia.term\n---@operator unm: synovia.term\n"
             "local term = {}\n\n");
    for (const struct method *method = vocabulary_methods(); method->name != NULL; method++) {
        put_method(out, method);
    }
}

/* ---- words ----------------------------------------------------------------------------------- */

static const char *what_it_gives(enum word_id id) {
    switch (id) {
    case WORD_STEP:
    case WORD_LOOP:
        return "synovia.place";
    case WORD_SECONDS:
    case WORD_MINUTES:
    case WORD_HOURS:
        return "synovia.duration";
    case WORD_FACTS:
        return "synovia.facts";
    case WORD_HELPER:
        return "function";
    case WORD_INCLUDE:
    case WORD_USE:
        return "any";
    default:
        return vocabulary_word(id).makes_term ? "synovia.term" : NULL;
    }
}

/* name "id" { ... }: a function that gives a function. */
static void put_named(struct buffer *out, enum word_id id) {
    struct word word = vocabulary_word(id);
    const char *gives = what_it_gives(id);
    buffer_append_format(out, "---@param id string\n---@return fun(declaration: %s%s)%s%s\n",
                         has_table(vocabulary_keys(id)) ? "synovia." : "",
                         has_table(vocabulary_keys(id)) ? word.name : "table",
                         gives == NULL ? "" : ": ", gives == NULL ? "" : gives);
    buffer_append_format(out, "function %s(id) end\n\n", word.name);
}

/* What a word of the form word(...) or word { ... } takes. */
static void put_parameters(struct buffer *out, enum word_id id, const char **names) {
    switch (id) {
    case WORD_AT_LEAST:
        put(out, "---@param count integer\n---@param conditions synovia.term[]\n");
        *names = "count, conditions";
        return;
    case WORD_ANY:
    case WORD_ALL:
    case WORD_NONE_OF:
        put(out, "---@param conditions synovia.term[]\n");
        *names = "conditions";
        return;
    case WORD_SECONDS:
    case WORD_MINUTES:
    case WORD_HOURS:
        put(out, "---@param count number\n");
        *names = "count";
        return;
    case WORD_HELPER:
        put(out, "---@param body function\n");
        *names = "body";
        return;
    case WORD_INCLUDE:
    case WORD_USE:
    case WORD_CASES_FROM:
        put(out, "---@param name string\n");
        *names = "name";
        return;
    default:
        put(out, "---@param list table\n");
        *names = "list";
    }
}

static void put_call(struct buffer *out, enum word_id id) {
    const char *names;
    const char *gives = what_it_gives(id);
    put_parameters(out, id, &names);
    if (gives != NULL) {
        buffer_append_format(out, "---@return %s\n", gives);
    }
    buffer_append_format(out, "function %s(%s) end\n\n", vocabulary_word(id).name, names);
}

static void put_word(struct buffer *out, enum word_id id) {
    struct word word = vocabulary_word(id);
    buffer_append_format(out, "---%s%s\n", word.meaning, word.test_only ? " (in tests)" : "");
    switch (word.form) {
    case FORM_NAMED:
        put_named(out, id);
        return;
    case FORM_CALL:
        put_call(out, id);
        return;
    case FORM_VALUE:
        buffer_append_format(out, "---@type synovia.special\n%s = {}\n\n", word.name);
        return;
    }
}

void reference_annotations(struct buffer *out) {
    put(out, "---@meta synovia\n"
             "-- The vocabulary of protocols and their tests, for editors with the\n"
             "-- lua-language-server. Generated from core/script/vocabulary.c by `./dev tables`;\n"
             "-- no protocol, and never run.\n\n"
             "---A text that a person reads: a string, or a table by language.\n"
             "---@alias synovia.text string|table<string, string>\n\n"
             "---A span of time.\n---@class synovia.duration\n\n"
             "---A step or a loop of a technique.\n---@class synovia.place\n\n"
             "---`none`, `absent` or `unanswerable`.\n---@class synovia.special\n\n"
             "---What is known of a person.\n---@class synovia.facts\nlocal facts_of = {}\n\n"
             "---The same person, with these facts changed.\n---@param changes table\n"
             "---@return synovia.facts\nfunction facts_of:with(changes) end\n\n");
    put_terms(out);
    put_classes(out);
    for (int id = 0; id < WORD_COUNT; id++) {
        put_word(out, (enum word_id)id);
    }
    out->length--; /* one empty line too many at the end */
}
