#include "script/check_private.h"

static void visit(struct check *check, const struct syntax_node *node);

static void visit_children(struct check *check, const struct syntax_node *node) {
    for (const struct syntax_node *child = node->child; child != NULL; child = child->next) {
        visit(check, child);
    }
}

static bool is_joined(const struct check *check, const struct syntax_node *node) {
    enum token_kind kind = check_token(check, node);
    return (node->kind == SYNTAX_BINARY && (kind == TOKEN_AND || kind == TOKEN_OR)) ||
           (node->kind == SYNTAX_UNARY && kind == TOKEN_NOT);
}

/* Visits what and, or and not join, but not these again: one message for one expression. */
static void visit_operands(struct check *check, const struct syntax_node *node) {
    const struct syntax_node *bare = syntax_bare(node);
    if (!is_joined(check, bare)) {
        visit(check, bare);
        return;
    }
    for (const struct syntax_node *child = bare->child; child != NULL; child = child->next) {
        visit_operands(check, child);
    }
}

static void refuse_joined(struct check *check, const struct syntax_node *node) {
    struct text instead = check_rewrite(check, node);
    diagnostics_error(check->diagnostics, DIAGNOSTIC_WORD_OUTSIDE_FUNCTION,
                      syntax_place(check->tree, node),
                      "`%s` does not work on conditions: Lua would settle it here and now, before "
                      "anybody has answered",
                      token_kind_text(check_token(check, node)));
    diagnostics_cure(check->diagnostics, "write %.*s", (int)instead.length, instead.at);
}

static const char *cure_of(const struct syntax_node *node) {
    if (syntax_enclosing_function(node) != NULL) {
        return "write the function in the derive itself, or as local name = helper(function(...) "
               "... end); a rule's condition goes into `when`";
    }
    switch (node->kind) {
    case SYNTAX_IF:
        return "put the condition into `when`, `only_if` or first { { value, when = condition }, "
               "{ otherwise } }";
    default:
        return "write a `for` loop over what you know while writing";
    }
}

static void refuse_statement(struct check *check, const struct syntax_node *node) {
    diagnostics_error(check->diagnostics, DIAGNOSTIC_WORD_OUTSIDE_FUNCTION,
                      syntax_place(check->tree, node),
                      "`%s` does not work on conditions: the script is run once, before anybody "
                      "has answered",
                      token_kind_text(check_token(check, node)));
    diagnostics_cure(check->diagnostics, "%s", cure_of(node));
}

static void visit(struct check *check, const struct syntax_node *node) {
    if (node->kind == SYNTAX_FUNCTION &&
        syntax_function_role(check->tree, node) != FUNCTION_OF_SCRIPT) {
        return;
    }
    if (is_joined(check, node)) {
        refuse_joined(check, node);
        visit_operands(check, node);
        return;
    }
    bool is_elseif = node->kind == SYNTAX_IF && node->parent->kind == SYNTAX_IF;
    if ((node->kind == SYNTAX_IF && !is_elseif) || node->kind == SYNTAX_WHILE ||
        node->kind == SYNTAX_REPEAT) {
        refuse_statement(check, node);
    }
    visit_children(check, node);
}

void check_words(struct check *check) {
    visit(check, check->tree->root);
}
