/*
 * What a function for derive or helper may rest on.
 *
 * It is called long after the script has run, in no particular order. A local of the script that
 * changes would have its last value then, whatever it was where the function is written; and one
 * that the function itself changes would carry something from one person to the next.
 */
#include "script/check_private.h"

static bool is_within(const struct syntax_node *inner, const struct syntax_node *outer) {
    while (inner != NULL && inner != outer) {
        inner = inner->parent;
    }
    return inner != NULL;
}

static void refuse_changing(struct check *check, const struct syntax_node *use,
                            const struct variable *variable) {
    struct place changed = token_place(check->tree->tokens, variable->assigned);
    diagnostics_error(check->diagnostics, DIAGNOSTIC_CAPTURED_VARIABLE,
                      syntax_place(check->tree, use),
                      "this function rests on `%.*s`, which line %u changes",
                      (int)variable->name.length, variable->name.at, (unsigned)changed.line);
    diagnostics_cure(check->diagnostics,
                     "what differs from person to person is an input: list it before the function "
                     "and name a parameter for it; what does not is set once, by local %.*s = ...",
                     (int)variable->name.length, variable->name.at);
}

/* Reports each changing variable of the script that is used within `function`, once. The last
 * variable reported is passed along, which suffices to say `count = count + 1` only once. */
static const struct variable *visit_uses(struct check *check, const struct syntax_node *function,
                                         const struct syntax_node *node,
                                         const struct variable *reported) {
    if (node->kind == SYNTAX_NAME) {
        const struct variable *variable = scopes_variable(&check->scopes, node);
        bool captured = variable != NULL && !is_within(variable->declared, function);
        if (captured && variable->assigned != NO_TOKEN && variable != reported) {
            refuse_changing(check, node, variable);
            return variable;
        }
    }
    for (const struct syntax_node *child = node->child; child != NULL; child = child->next) {
        reported = visit_uses(check, function, child, reported);
    }
    return reported;
}

/* An entry of derive "name" { ... } that is a local which was set to a plain function. */
static void check_entry(struct check *check, const struct syntax_node *entry) {
    const struct syntax_node *value = syntax_bare(entry);
    if (value->kind != SYNTAX_NAME) {
        return;
    }
    const struct variable *variable = scopes_variable(&check->scopes, value);
    if (variable == NULL || variable->value == NULL || variable->value->kind != SYNTAX_FUNCTION) {
        return;
    }
    diagnostics_error(check->diagnostics, DIAGNOSTIC_FUNCTION_ELSEWHERE,
                      syntax_place(check->tree, value),
                      "the function of a derive is written in the derive, and `%.*s` is not",
                      (int)variable->name.length, variable->name.at);
    diagnostics_cure(check->diagnostics,
                     "write function(...) ... end here; what several share is local %.*s = "
                     "helper(function(...) ... end), called in it",
                     (int)variable->name.length, variable->name.at);
}

static void check_derive(struct check *check, const struct syntax_node *table) {
    for (const struct syntax_node *field = table->child; field != NULL; field = field->next) {
        if (field->child->next == NULL) {
            check_entry(check, field->child);
        }
    }
}

/* True for `derive "name" { ... }`. */
static bool is_derive(const struct check *check, const struct syntax_node *node) {
    return node->kind == SYNTAX_CALL && node->child->kind == SYNTAX_CALL &&
           syntax_is_name(check->tree, node->child->child, "derive");
}

static void visit(struct check *check, const struct syntax_node *node) {
    if (is_derive(check, node)) {
        const struct syntax_node *argument = node->child->next->child;
        if (argument != NULL && argument->kind == SYNTAX_TABLE) {
            check_derive(check, argument);
        }
    }
    if (node->kind == SYNTAX_FUNCTION &&
        syntax_function_role(check->tree, node) != FUNCTION_OF_SCRIPT) {
        visit_uses(check, node, node, NULL);
        return;
    }
    for (const struct syntax_node *child = node->child; child != NULL; child = child->next) {
        visit(check, child);
    }
}

void check_captures(struct check *check) {
    if (check->scopes.too_many == NULL) {
        visit(check, check->tree->root);
    }
}
