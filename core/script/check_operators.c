#include "script/check_private.h"

static bool is_comparison(enum token_kind kind) {
    switch (kind) {
    case TOKEN_LESS:
    case TOKEN_MORE:
    case TOKEN_AT_MOST:
    case TOKEN_AT_LEAST:
    case TOKEN_EQUAL:
    case TOKEN_NOT_EQUAL:
        return true;
    default:
        return false;
    }
}

static void refuse_comparison(struct check *check, const struct syntax_node *node) {
    struct text instead = check_rewrite(check, node);
    diagnostics_error(check->diagnostics, DIAGNOSTIC_OPERATOR_ON_TERM,
                      syntax_place(check->tree, node),
                      "`%s` compares here and now, and a term has no value before somebody has "
                      "answered",
                      token_kind_text(check_token(check, node)));
    diagnostics_cure(check->diagnostics, "write %.*s", (int)instead.length, instead.at);
}

static void refuse_concatenation(struct check *check, const struct syntax_node *node) {
    diagnostics_error(check->diagnostics, DIAGNOSTIC_OPERATOR_ON_TERM,
                      syntax_place(check->tree, node),
                      "`..` joins texts, and a term has no value before somebody has answered");
    diagnostics_cure(check->diagnostics,
                     "leave the term out of the text: a decision names the facts that it rests on");
}

static void check_binary(struct check *check, const struct syntax_node *node) {
    enum token_kind operator= check_token(check, node);
    bool compares = is_comparison(operator);
    if (!compares && operator!= TOKEN_CONCAT) {
        return;
    }
    if (!scopes_is_term(&check->scopes, node->child) &&
        !scopes_is_term(&check->scopes, node->child->next)) {
        return;
    }
    if (compares) {
        refuse_comparison(check, node);
    } else {
        refuse_concatenation(check, node);
    }
}

static void visit(struct check *check, const struct syntax_node *node) {
    if (node->kind == SYNTAX_FUNCTION &&
        syntax_function_role(check->tree, node) != FUNCTION_OF_SCRIPT) {
        return;
    }
    if (node->kind == SYNTAX_BINARY) {
        check_binary(check, node);
    }
    for (const struct syntax_node *child = node->child; child != NULL; child = child->next) {
        visit(check, child);
    }
}

void check_operators(struct check *check) {
    if (check->scopes.too_many == NULL) {
        visit(check, check->tree->root);
    }
}
