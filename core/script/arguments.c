#include "script/arguments.h"

#include "script/session.h"

/* ---- what is taken ---- */

/* Counted from the names in "(low, high)", so that the table of methods says it once. */
unsigned arguments_of_method(enum method_id method) {
    const char *names = vocabulary_methods()[method].arguments;
    if (strcmp(names, "()") == 0) {
        return 0;
    }
    return strchr(names, ',') == NULL ? 1 : 2;
}

unsigned arguments_of_word(enum word_id word) {
    return word == WORD_AT_LEAST ? 2 : 1;
}

/* How a word without a name is written. */
static const char *usage_of_word(enum word_id word) {
    switch (word) {
    case WORD_AT_LEAST:
        return "(2, { a, b, c })";
    case WORD_SECONDS:
    case WORD_MINUTES:
    case WORD_HOURS:
        return "(10)";
    case WORD_HELPER:
        return "(function(x) ... end)";
    case WORD_INCLUDE:
        return " \"shared/flags.lua\"";
    case WORD_CASES_FROM:
        return " \"cases.csv\"";
    case WORD_USE:
        return " \"name\"";
    default:
        return vocabulary_word(word).form == FORM_NAMED ? " \"name\" { ... }" : " { ... }";
    }
}

/* ---- decimal commas ---- */

static struct text formatted(lua_State *state, struct text text) {
    if (text.at == NULL) {
        session_no_memory(state);
    }
    return text;
}

struct text arguments_decimal(lua_State *state, const struct layout *layout,
                              const struct syntax_node *before, const struct syntax_node *behind) {
    if (!syntax_is_decimal_comma(layout->tree, before, behind)) {
        return text_of("");
    }
    struct text left = layout_text(layout, before);
    struct text right = layout_text(layout, behind);
    return formatted(state, arena_format(session_of(state)->arena, "%.*s.%.*s", (int)left.length,
                                         left.at, (int)right.length, right.at));
}

/* The values of a call with points where commas stand in what looks like a decimal; `count` is how
 * many values that makes. */
static struct text with_points(lua_State *state, const struct site *site, unsigned *count) {
    struct arena *arena = session_of(state)->arena;
    struct text all = text_of("");
    const struct syntax_node *values = site->node == NULL ? NULL : syntax_child(site->node, 1);
    const struct syntax_node *before = NULL; /* NULL: nothing, or the end of a decimal */
    const struct syntax_node *each = values == NULL ? NULL : values->child;
    *count = 0;
    for (; each != NULL; each = each->next) {
        bool joined = before != NULL && syntax_is_decimal_comma(site->layout->tree, before, each);
        const char *between = joined ? "." : *count > 0 ? ", " : "";
        struct text text = layout_text(site->layout, each);
        all = formatted(state, arena_format(arena, "%.*s%s%.*s", (int)all.length, all.at, between,
                                            (int)text.length, text.at));
        before = joined ? NULL : each;
        *count += joined ? 0 : 1;
    }
    return all;
}

/* ---- reports ---- */

static const char *counted(unsigned count) {
    static const char *const words[] = {"none", "one", "two", "three", "four"};
    return count < sizeof words / sizeof words[0] ? words[count] : "many";
}

/* A call: what it is called, how it is written, and how many values that takes. */
struct taking {
    const char *mark; /* ":" before a method */
    const char *name;
    const char *usage; /* behind the name */
    unsigned wanted;
};

static void cure(lua_State *state, const struct site *site, const struct taking *taking,
                 bool too_many) {
    struct diagnostics *diagnostics = session_of(state)->diagnostics;
    unsigned count = 0;
    struct text points = with_points(state, site, &count);
    if (too_many && count == taking->wanted) {
        diagnostics_cure(diagnostics, "a decimal is written with a point: `%s%s(%.*s)`",
                         taking->mark, taking->name, (int)points.length, points.at);
    } else if (too_many && taking->wanted > 0 && strpbrk(taking->usage, " {") == NULL) {
        diagnostics_cure(diagnostics,
                         "write `%s%s%s`; a decimal is written with a point, as in 94.5",
                         taking->mark, taking->name, taking->usage);
    } else {
        diagnostics_cure(diagnostics, "write `%s%s%s`", taking->mark, taking->name, taking->usage);
    }
}

static bool fit(lua_State *state, const struct site *site, const struct taking *taking,
                unsigned given) {
    if (given == taking->wanted) {
        return true;
    }
    bool too_many = given > taking->wanted;
    diagnostics_error(session_of(state)->diagnostics,
                      too_many ? DIAGNOSTIC_BAD_VALUE : DIAGNOSTIC_WRONG_TYPE, site_place(site),
                      "`%s%s` takes %s value%s, but was given %s", taking->mark, taking->name,
                      taking->wanted == 0 ? "no" : counted(taking->wanted),
                      taking->wanted == 1 ? "" : "s", counted(given));
    cure(state, site, taking, too_many);
    session_of(state)->declarations.incomplete = true;
    return false;
}

bool arguments_fit_method(lua_State *state, const struct site *site, enum method_id method,
                          unsigned given) {
    const struct method *row = &vocabulary_methods()[method];
    const char *usage = method == METHOD_ONE_OF ? " { value, value }" : row->arguments;
    struct taking taking = {":", row->name, usage, arguments_of_method(method)};
    return fit(state, site, &taking, given);
}

bool arguments_fit_word(lua_State *state, const struct site *site, enum word_id word,
                        unsigned given) {
    struct taking taking = {"", vocabulary_word(word).name, usage_of_word(word),
                            arguments_of_word(word)};
    return fit(state, site, &taking, given);
}
