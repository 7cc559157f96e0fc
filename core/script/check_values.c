/* Values that Lua drops without a word: `local limit = 94,5` and `return 0,5`. */
#include "script/check_private.h"

static unsigned count_of(const struct syntax_node *list) {
    unsigned count = 0;
    while (list != NULL && syntax_child(list, count) != NULL) {
        count++;
    }
    return count;
}

static void report(struct check *check, const struct syntax_node *values, unsigned taken,
                   const char *what) {
    const struct syntax_node *before = syntax_child(values, taken - 1);
    const struct syntax_node *first = syntax_child(values, taken);
    diagnostics_error(check->diagnostics, DIAGNOSTIC_BAD_VALUE, syntax_start(check->tree, first),
                      "%s: nothing takes this value", what);
    if (syntax_is_decimal_comma(check->tree, before, first)) {
        struct text left = syntax_text(check->tree, before);
        struct text right = syntax_text(check->tree, first);
        diagnostics_cure(check->diagnostics, "a decimal is written with a point: `%.*s.%.*s`",
                         (int)left.length, left.at, (int)right.length, right.at);
    } else {
        diagnostics_cure(check->diagnostics, "leave it out, or put all of them in braces");
    }
}

static void check_node(struct check *check, const struct syntax_node *node) {
    const struct syntax_node *values = syntax_child(node, 1);
    const struct syntax_node *function;
    switch (node->kind) {
    case SYNTAX_LOCAL:
    case SYNTAX_ASSIGN:
        if (count_of(values) > count_of(node->child)) {
            report(check, values, count_of(node->child), "there are more values than names");
        }
        break;
    case SYNTAX_RETURN:
        function = syntax_enclosing_function(node);
        if (function != NULL && count_of(node->child) > 1 &&
            syntax_function_role(check->tree, function) == FUNCTION_OF_DERIVE) {
            report(check, node->child, 1, "a function of `derive` returns one value");
        }
        break;
    default:
        break;
    }
}

static void visit(struct check *check, const struct syntax_node *node) {
    check_node(check, node);
    for (const struct syntax_node *child = node->child; child != NULL; child = child->next) {
        visit(check, child);
    }
}

void check_values(struct check *check) {
    visit(check, check->tree->root);
}
