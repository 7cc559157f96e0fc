#include "script/check_private.h"

#include "base/near.h"
#include "script/names.h"
#include "script/safe_library.h"

static struct text name_of(const struct check *check, const struct syntax_node *node) {
    return token_text(check->tree->tokens, node->token);
}

/* ---- names that nothing declares ---- */

static struct text nearest_name(const struct check *check, const struct free_name *name) {
    struct near_search search;
    near_begin(&search, name_of(check, name->node));
    for (const struct variable *each = name->chain; each != NULL; each = each->outer) {
        near_offer(&search, each->name);
    }
    for (size_t i = 0; i < check->vocabulary->count; i++) {
        near_offer(&search, check->vocabulary->words[i].name);
    }
    return near_result(&search);
}

/* True where `inner` stands somewhere within `outer`. */
static bool is_within(const struct syntax_node *inner, const struct syntax_node *outer) {
    while (inner != NULL && inner != outer) {
        inner = inner->parent;
    }
    return inner != NULL;
}

/* The block that a declaration holds for. */
static const struct syntax_node *block_around(const struct syntax_node *node) {
    while (node->kind != SYNTAX_BLOCK) {
        node = node->parent;
    }
    return node;
}

/* The declaration of a local of that name further down, whose block the name stands in; NULL where
 * there is none. `local x = x + 1` is not one for its own value. */
static const struct variable *declared_later(const struct check *check,
                                             const struct free_name *name) {
    struct text text = name_of(check, name->node);
    for (uint32_t at = name->node->token; at < check->tree->tokens->count; at++) {
        const struct variable *variable = check->scopes.of_token[at];
        if (variable == NULL || variable->declared->token != at ||
            !text_equal(variable->name, text)) {
            continue;
        }
        if (is_within(name->node, block_around(variable->declared))) {
            return variable;
        }
    }
    return NULL;
}

/* The `-` that a name stands beside, as `yes` and `no` do in `yes-no "x"`; else NULL. */
static const struct syntax_node *dash_beside(const struct check *check,
                                             const struct syntax_node *name) {
    const struct syntax_node *node = name->parent;
    while (node->kind == SYNTAX_CALL && node->first == name->token) {
        node = node->parent;
    }
    bool dash = node->kind == SYNTAX_BINARY && check_token(check, node) == TOKEN_MINUS;
    return dash ? node : NULL;
}

/* `yes-no` for `yes_no`: said once, at its first half. False where it is something else. */
static bool report_dash(struct check *check, const struct syntax_node *name) {
    const struct syntax_node *dash = dash_beside(check, name);
    if (dash == NULL || dash->token == 0) {
        return false;
    }
    const struct token_list *tokens = check->tree->tokens;
    struct text left = token_text(tokens, dash->token - 1);
    struct text right = token_text(tokens, dash->token + 1);
    struct text whole = arena_format(check->arena, "%.*s_%.*s", (int)left.length, left.at,
                                     (int)right.length, right.at);
    if (whole.at == NULL || vocabulary_find(check->vocabulary, whole) == NULL) {
        return false;
    }
    if (name->token == dash->token - 1) {
        diagnostics_error(check->diagnostics, DIAGNOSTIC_UNDECLARED,
                          syntax_place(check->tree, name), "`%.*s-%.*s` is not a word",
                          (int)left.length, left.at, (int)right.length, right.at);
        diagnostics_cure(check->diagnostics, "did you mean `%.*s`?", (int)whole.length, whole.at);
    }
    return true;
}

/* The word of `yes_no "fever" { ... }` that stands for itself, without `local fever =`; 0: none. */
static uint32_t declared_without_local(const struct check *check, struct text name) {
    const struct token_list *tokens = check->tree->tokens;
    for (uint32_t at = 1; at + 1 < tokens->count; at++) {
        struct text string = token_text(tokens, at);
        bool same = tokens->at[at].kind == TOKEN_STRING && string.length == name.length + 2 &&
                    memcmp(string.at + 1, name.at, name.length) == 0;
        const struct vocabulary_word *word =
            same ? vocabulary_find(check->vocabulary, token_text(tokens, at - 1)) : NULL;
        bool bound = at > 1 && tokens->at[at - 2].kind == TOKEN_ASSIGN;
        if (word != NULL && word->kind == WORD_MAKES_TERM && !bound) {
            return at - 1;
        }
    }
    return 0;
}

/* What most probably was meant, from what is told most surely to what is told least. */
static void cure_undeclared(struct check *check, const struct free_name *name, struct text text) {
    struct text meant = names_meant_by_word(text);
    struct text near = nearest_name(check, name);
    uint32_t word = declared_without_local(check, text);
    if (word != 0) {
        struct text declared = token_text(check->tree->tokens, word);
        diagnostics_cure(check->diagnostics,
                         "line %u declares it and gives it no name: write local %.*s = %.*s "
                         "\"%.*s\" ... there",
                         (unsigned)check->tree->tokens->at[word].line, (int)text.length, text.at,
                         (int)declared.length, declared.at, (int)text.length, text.at);
    } else if (!text_is_empty(meant)) {
        diagnostics_cure(check->diagnostics, "did you mean `%.*s`?", (int)meant.length, meant.at);
    } else if (text_is_empty(near)) {
        diagnostics_cure(check->diagnostics,
                         "declare it first, local %.*s = ..., or quote it if it is a text",
                         (int)text.length, text.at);
    } else {
        diagnostics_cure(check->diagnostics, "did you mean `%.*s`?", (int)near.length, near.at);
    }
}

static void report_undeclared(struct check *check, const struct free_name *name) {
    struct text text = name_of(check, name->node);
    if (report_dash(check, name->node)) {
        return;
    }
    diagnostics_error(check->diagnostics, DIAGNOSTIC_UNDECLARED,
                      syntax_place(check->tree, name->node), "nothing declares `%.*s`",
                      (int)text.length, text.at);
    cure_undeclared(check, name, text);
}

static void report_too_early(struct check *check, const struct free_name *name,
                             const struct variable *later) {
    struct place place = syntax_place(check->tree, later->declared);
    diagnostics_error(check->diagnostics, DIAGNOSTIC_USED_TOO_EARLY,
                      syntax_place(check->tree, name->node),
                      "`%.*s` is used before line %u declares it", (int)later->name.length,
                      later->name.at, (unsigned)place.line);
    diagnostics_cure(check->diagnostics, "move its declaration above this line");
}

static void report_assignment(struct check *check, const struct free_name *name) {
    struct text text = name_of(check, name->node);
    bool is_function = name->node->parent->kind == SYNTAX_FUNCTION_STATEMENT;
    diagnostics_error(
        check->diagnostics, DIAGNOSTIC_GLOBAL_ASSIGNED, syntax_place(check->tree, name->node),
        "`%.*s` is not a local variable, and nothing else may be set", (int)text.length, text.at);
    diagnostics_cure(check->diagnostics,
                     is_function ? "write local function %.*s(...)" : "write local %.*s = ...",
                     (int)text.length, text.at);
}

/* A word that makes terms has no meaning in a function that runs while somebody is screened. */
static void check_word_in_function(struct check *check, const struct free_name *name,
                                   const struct vocabulary_word *word) {
    if (word->kind == WORD_PLAIN || !syntax_in_derive(check->tree, name->node)) {
        return;
    }
    diagnostics_error(check->diagnostics, DIAGNOSTIC_TERM_IN_FUNCTION,
                      syntax_place(check->tree, name->node),
                      "`%.*s` stands for a term, and a function has values only",
                      (int)word->name.length, word->name.at);
    diagnostics_cure(check->diagnostics,
                     "make the term outside, and list it before the function as one of its inputs");
}

/* True where the script sets the name somewhere, which is reported there. */
static bool is_assigned(const struct check *check, struct text text) {
    for (const struct free_name *each = check->scopes.free_names; each != NULL; each = each->next) {
        if (each->assigned && text_equal(name_of(check, each->node), text)) {
            return true;
        }
    }
    return false;
}

static void check_free_name(struct check *check, const struct free_name *name) {
    struct text text = name_of(check, name->node);
    const struct vocabulary_word *word = vocabulary_find(check->vocabulary, text);
    const char *refusal = safe_library_refusal(text);
    const struct variable *later;
    if (name->assigned) {
        report_assignment(check, name);
    } else if (word != NULL) {
        check_word_in_function(check, name, word);
    } else if (refusal != NULL) {
        diagnostics_error(check->diagnostics, DIAGNOSTIC_NOT_IN_SANDBOX,
                          syntax_place(check->tree, name->node),
                          "`%.*s` is not part of the language", (int)text.length, text.at);
        diagnostics_cure(check->diagnostics, "%s", refusal);
    } else if ((later = declared_later(check, name)) != NULL) {
        report_too_early(check, name, later);
    } else if (!is_assigned(check, text)) {
        report_undeclared(check, name);
    }
}

/* ---- locals ---- */

/* Whether the word that a local hides is called by its name further on. */
static const struct syntax_node *called_as_word(const struct check *check,
                                                const struct syntax_node *node,
                                                const struct variable *variable) {
    bool is_use = node->kind == SYNTAX_CALL && node->child->kind == SYNTAX_NAME &&
                  scopes_variable(&check->scopes, node->child) == variable;
    if (is_use) {
        return node;
    }
    const struct syntax_node *found = NULL;
    for (const struct syntax_node *child = node->child; child != NULL && found == NULL;
         child = child->next) {
        found = called_as_word(check, child, variable);
    }
    return found;
}

static bool is_function_value(const struct variable *variable) {
    return variable->value != NULL &&
           (variable->value->kind == SYNTAX_FUNCTION || variable->value->kind == SYNTAX_CALL) &&
           !variable->is_term;
}

static void check_shadow(struct check *check, const struct variable *variable) {
    if (variable->in_derive || vocabulary_find(check->vocabulary, variable->name) == NULL) {
        return;
    }
    struct place place = syntax_place(check->tree, variable->declared);
    const struct syntax_node *call =
        is_function_value(variable)
            ? NULL
            : called_as_word(check, block_around(variable->declared), variable);
    if (call == NULL) {
        diagnostics_warning(check->diagnostics, DIAGNOSTIC_SHADOWED_WORD, place,
                            "`%.*s` is a word of the language, which this local hides",
                            (int)variable->name.length, variable->name.at);
    } else {
        diagnostics_error(check->diagnostics, DIAGNOSTIC_SHADOWED_WORD,
                          syntax_start(check->tree, call),
                          "`%.*s` is the local of line %u here, not the word of the language",
                          (int)variable->name.length, variable->name.at, (unsigned)place.line);
    }
    diagnostics_cure(check->diagnostics, "give the local another name");
}

/* Two terms of one name in one block: a line copied whose name was not changed. */
static void check_hidden_term(struct check *check, const struct variable *variable) {
    const struct variable *before = variable->outer;
    while (before != NULL && !text_equal(before->name, variable->name)) {
        before = before->outer;
    }
    if (before == NULL || !before->is_term || !variable->is_term ||
        block_around(before->declared) != block_around(variable->declared)) {
        return;
    }
    diagnostics_error(check->diagnostics, DIAGNOSTIC_DECLARED_TWICE,
                      syntax_place(check->tree, variable->declared),
                      "line %u gives the name `%.*s` to another term, which this one hides",
                      (unsigned)syntax_place(check->tree, before->declared).line,
                      (int)variable->name.length, variable->name.at);
    diagnostics_cure(check->diagnostics, "give one of the two another name");
}

static void check_locals(struct check *check) {
    if (check->scopes.too_many != NULL) {
        diagnostics_error(
            check->diagnostics, DIAGNOSTIC_TOO_MANY,
            syntax_place(check->tree, check->scopes.too_many),
            "Lua has room for 200 locals in a file or function, and this is one more");
        diagnostics_cure(check->diagnostics,
                         "keep a group of them in a table, local spine = { pain = yes_no \"pain\" "
                         "{ ... } }, or in an included file");
    }
    uint32_t count = check->tree->tokens->count;
    for (uint32_t at = 0; at < count && check->diagnostics->dropped == 0; at++) {
        const struct variable *variable = check->scopes.of_token[at];
        if (variable != NULL && variable->declared->token == at) {
            check_shadow(check, variable);
            check_hidden_term(check, variable);
        }
    }
}

void check_names(struct check *check) {
    const struct free_name *name = check->scopes.free_names;
    for (; name != NULL && check->diagnostics->dropped == 0; name = name->next) {
        check_free_name(check, name);
    }
    check_locals(check);
}
