#include "script/syntax.h"

const struct syntax_node *syntax_child(const struct syntax_node *node, unsigned n) {
    const struct syntax_node *child = node->child;
    while (child != NULL && n > 0) {
        child = child->next;
        n--;
    }
    return child;
}

bool syntax_is_decimal_comma(const struct syntax_tree *tree, const struct syntax_node *before,
                             const struct syntax_node *behind) {
    const struct token *left = &tree->tokens->at[before->last];
    const struct token *right = &tree->tokens->at[behind->first];
    return behind->first == before->last + 2 && left->kind == TOKEN_NUMBER &&
           right->kind == TOKEN_NUMBER && left->offset + left->length + 1 == right->offset;
}

struct text syntax_text(const struct syntax_tree *tree, const struct syntax_node *node) {
    return token_range_text(tree->tokens, node->first, node->last);
}

struct place syntax_start(const struct syntax_tree *tree, const struct syntax_node *node) {
    return token_place(tree->tokens, node->first);
}

struct place syntax_place(const struct syntax_tree *tree, const struct syntax_node *node) {
    return token_place(tree->tokens, node->token);
}

const struct syntax_node *syntax_bare(const struct syntax_node *node) {
    while (node->kind == SYNTAX_PAREN) {
        node = node->child;
    }
    return node;
}

bool syntax_is_name(const struct syntax_tree *tree, const struct syntax_node *node,
                    const char *name) {
    return node->kind == SYNTAX_NAME && text_is(token_text(tree->tokens, node->token), name);
}

const struct syntax_node *syntax_chain_base(const struct syntax_node *node) {
    while (node->kind == SYNTAX_CALL || node->kind == SYNTAX_METHOD || node->kind == SYNTAX_INDEX ||
           node->kind == SYNTAX_PAREN) {
        node = node->child;
    }
    return node->kind == SYNTAX_NAME ? node : NULL;
}

/* The call whose arguments `node` is among, where `word` is what is called: `word(node)`. */
static const struct syntax_node *call_around(const struct syntax_node *node) {
    const struct syntax_node *arguments = node->parent;
    if (arguments == NULL || arguments->kind != SYNTAX_VALUES) {
        return NULL;
    }
    const struct syntax_node *call = arguments->parent;
    return call->kind == SYNTAX_CALL ? call : NULL;
}

static bool is_helper_argument(const struct syntax_tree *tree, const struct syntax_node *node) {
    const struct syntax_node *call = call_around(node);
    return call != NULL && syntax_is_name(tree, call->child, "helper");
}

/* True for an entry of the table of `derive "name" { ... }`. */
static bool is_derive_entry(const struct syntax_tree *tree, const struct syntax_node *node) {
    const struct syntax_node *field = node->parent;
    if (field == NULL || field->kind != SYNTAX_FIELD) {
        return false;
    }
    const struct syntax_node *call = call_around(field->parent);
    return call != NULL && call->child->kind == SYNTAX_CALL &&
           syntax_is_name(tree, call->child->child, "derive");
}

enum function_role syntax_function_role(const struct syntax_tree *tree,
                                        const struct syntax_node *function) {
    if (is_derive_entry(tree, function)) {
        return FUNCTION_OF_DERIVE;
    }
    if (is_helper_argument(tree, function)) {
        return FUNCTION_OF_HELPER;
    }
    return syntax_in_derive(tree, function) ? FUNCTION_WITHIN : FUNCTION_OF_SCRIPT;
}

const struct syntax_node *syntax_enclosing_function(const struct syntax_node *node) {
    do {
        node = node->parent;
    } while (node != NULL && node->kind != SYNTAX_FUNCTION);
    return node;
}

bool syntax_in_derive(const struct syntax_tree *tree, const struct syntax_node *node) {
    const struct syntax_node *function = syntax_enclosing_function(node);
    while (function != NULL) {
        if (is_derive_entry(tree, function) || is_helper_argument(tree, function)) {
            return true;
        }
        function = syntax_enclosing_function(function);
    }
    return false;
}
