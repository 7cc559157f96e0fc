#include "script/scopes.h"

enum { LOCALS_OF_FUNCTION = 200 }; /* Lua's own limit, LUAI_MAXVARS */

struct walk {
    struct scopes *scopes;
    const struct variable *chain;
    const struct syntax_node *function;
    bool in_derive;
    unsigned locals; /* variables in scope of the function */
    struct free_name **free_tail;
};

/* ---- terms ---- */

static bool is_term_name(const struct scopes *scopes, const struct syntax_node *name, bool called) {
    const struct variable *variable = scopes_variable(scopes, name);
    if (variable != NULL) {
        return variable->is_term && variable->assigned == NO_TOKEN;
    }
    const struct vocabulary_word *word =
        vocabulary_find(scopes->vocabulary, token_text(scopes->tree->tokens, name->token));
    return word != NULL && word->kind == (called ? WORD_MAKES_TERM : WORD_IS_TERM);
}

/* A chain of calls and methods, `number "age" { ... }` or `age:over(3)`. What a local is called
 * with is not known, so a call of a local is none; an index of a term neither. */
static bool is_term_chain(const struct scopes *scopes, const struct syntax_node *node) {
    bool called = false;
    while (node->kind == SYNTAX_CALL || node->kind == SYNTAX_METHOD || node->kind == SYNTAX_PAREN) {
        called = called || node->kind == SYNTAX_CALL;
        node = node->child;
    }
    if (node->kind != SYNTAX_NAME) {
        return false;
    }
    if (called && scopes_variable(scopes, node) != NULL) {
        return false;
    }
    return is_term_name(scopes, node, called);
}

static bool gives_term(enum token_kind operator) {
    switch (operator) {
    case TOKEN_PLUS:
    case TOKEN_MINUS:
    case TOKEN_TIMES:
    case TOKEN_DIVIDE:
    case TOKEN_AMPERSAND:
    case TOKEN_BAR:
    case TOKEN_TILDE:
        return true;
    default:
        return false;
    }
}

bool scopes_is_term(const struct scopes *scopes, const struct syntax_node *expression) {
    const struct syntax_node *node = syntax_bare(expression);
    switch (node->kind) {
    case SYNTAX_NAME:
    case SYNTAX_CALL:
    case SYNTAX_METHOD:
        return is_term_chain(scopes, node);
    case SYNTAX_UNARY:
        return gives_term(scopes->tree->tokens->at[node->token].kind) &&
               scopes_is_term(scopes, node->child);
    case SYNTAX_BINARY:
        return gives_term(scopes->tree->tokens->at[node->token].kind) &&
               (scopes_is_term(scopes, node->child) || scopes_is_term(scopes, node->child->next));
    default:
        return false;
    }
}

/* ---- names ---- */

const struct variable *scopes_variable(const struct scopes *scopes,
                                       const struct syntax_node *name) {
    return scopes->of_token[name->token];
}

static const struct variable *find(const struct variable *chain, struct text name) {
    while (chain != NULL && !text_equal(chain->name, name)) {
        chain = chain->outer;
    }
    return chain;
}

static void add_free_name(struct walk *walk, const struct syntax_node *node, bool assigned) {
    struct free_name *name = arena_calloc(walk->scopes->arena, 1, sizeof *name);
    if (name == NULL) {
        return;
    }
    *name = (struct free_name){.node = node, .chain = walk->chain, .assigned = assigned};
    *walk->free_tail = name;
    walk->free_tail = &name->next;
}

/* The variable that a NAME is; those are kept by token, where they may be changed. */
static struct variable *resolve(struct walk *walk, const struct syntax_node *node) {
    struct scopes *scopes = walk->scopes;
    const struct variable *found = find(walk->chain, token_text(scopes->tree->tokens, node->token));
    if (found == NULL) {
        return NULL;
    }
    struct variable *variable = scopes->of_token[found->declared->token];
    scopes->of_token[node->token] = variable;
    return variable;
}

static void use_name(struct walk *walk, const struct syntax_node *node) {
    if (resolve(walk, node) == NULL) {
        add_free_name(walk, node, false);
    }
}

static void assign_name(struct walk *walk, const struct syntax_node *node) {
    struct variable *variable = resolve(walk, node);
    if (variable == NULL) {
        add_free_name(walk, node, true);
    } else if (variable->assigned == NO_TOKEN) {
        variable->assigned = node->token;
    }
}

static void declare(struct walk *walk, const struct syntax_node *name,
                    const struct syntax_node *value) {
    struct scopes *scopes = walk->scopes;
    struct variable *variable = arena_calloc(scopes->arena, 1, sizeof *variable);
    if (variable == NULL || scopes->too_many != NULL) {
        return;
    }
    if (++walk->locals > LOCALS_OF_FUNCTION) {
        scopes->too_many = name;
        return;
    }
    *variable = (struct variable){
        .name = token_text(scopes->tree->tokens, name->token),
        .declared = name,
        .value = value,
        .function = walk->function,
        .outer = walk->chain,
        .is_term = value != NULL && scopes_is_term(scopes, value),
        .in_derive = walk->in_derive,
        .assigned = NO_TOKEN,
    };
    scopes->of_token[name->token] = variable;
    walk->chain = variable;
}

/* ---- the walk ---- */

static void visit(struct walk *walk, const struct syntax_node *node);

static void visit_children(struct walk *walk, const struct syntax_node *node) {
    for (const struct syntax_node *child = node->child; child != NULL; child = child->next) {
        visit(walk, child);
    }
}

/* Visits a block; what it declares ends with it. */
static void visit_scope(struct walk *walk, const struct syntax_node *node) {
    const struct variable *chain = walk->chain;
    unsigned locals = walk->locals;
    visit_children(walk, node);
    walk->chain = chain;
    walk->locals = locals;
}

/* The values are read before the names are there: local x = x is the outer x. */
static void visit_local(struct walk *walk, const struct syntax_node *node) {
    const struct syntax_node *names = node->child;
    const struct syntax_node *value = names->next->child;
    visit_children(walk, names->next);
    for (const struct syntax_node *name = names->child; name != NULL; name = name->next) {
        declare(walk, name, value);
        value = value == NULL ? NULL : value->next;
    }
}

static void visit_function(struct walk *walk, const struct syntax_node *node) {
    struct walk inner = *walk;
    enum function_role role = syntax_function_role(walk->scopes->tree, node);
    inner.function = node;
    inner.locals = 0;
    inner.in_derive = walk->in_derive || role != FUNCTION_OF_SCRIPT;
    for (const struct syntax_node *name = node->child->child; name != NULL; name = name->next) {
        declare(&inner, name, NULL);
    }
    visit_scope(&inner, node->child->next);
    walk->free_tail = inner.free_tail;
}

static void visit_for(struct walk *walk, const struct syntax_node *node) {
    const struct syntax_node *values = node->child->next;
    const struct variable *chain = walk->chain;
    unsigned locals = walk->locals;
    visit_children(walk, values);
    walk->locals += 4; /* Lua keeps the state of the loop in locals of its own */
    for (const struct syntax_node *name = node->child->child; name != NULL; name = name->next) {
        declare(walk, name, NULL);
    }
    visit_scope(walk, values->next);
    walk->chain = chain;
    walk->locals = locals;
}

/* The condition of `until` sees what the block declares. */
static void visit_repeat(struct walk *walk, const struct syntax_node *node) {
    const struct variable *chain = walk->chain;
    unsigned locals = walk->locals;
    visit_children(walk, node->child);
    visit(walk, node->child->next);
    walk->chain = chain;
    walk->locals = locals;
}

static void visit_targets(struct walk *walk, const struct syntax_node *targets) {
    for (const struct syntax_node *each = targets->child; each != NULL; each = each->next) {
        if (each->kind == SYNTAX_NAME) {
            assign_name(walk, each);
        } else {
            visit(walk, each);
        }
    }
}

static void visit(struct walk *walk, const struct syntax_node *node) {
    if (walk->scopes->too_many != NULL || walk->scopes->arena->failed) {
        return;
    }
    switch (node->kind) {
    case SYNTAX_NAME:
        use_name(walk, node);
        return;
    case SYNTAX_LOCAL:
        visit_local(walk, node);
        return;
    case SYNTAX_LOCAL_FUNCTION:
        declare(walk, node->child, node->child->next);
        visit(walk, node->child->next);
        return;
    case SYNTAX_FUNCTION_STATEMENT:
        if (node->child->kind == SYNTAX_NAME) {
            assign_name(walk, node->child);
        } else {
            visit(walk, node->child);
        }
        visit(walk, node->child->next);
        return;
    case SYNTAX_FUNCTION:
        visit_function(walk, node);
        return;
    case SYNTAX_FOR_NUMBER:
    case SYNTAX_FOR_EACH:
        visit_for(walk, node);
        return;
    case SYNTAX_REPEAT:
        visit_repeat(walk, node);
        return;
    case SYNTAX_TARGETS:
        visit_targets(walk, node);
        return;
    case SYNTAX_BLOCK:
        visit_scope(walk, node);
        return;
    default:
        visit_children(walk, node);
        return;
    }
}

bool scopes_resolve(struct arena *arena, const struct syntax_tree *tree,
                    const struct vocabulary *vocabulary, struct scopes *scopes) {
    *scopes = (struct scopes){.arena = arena, .tree = tree, .vocabulary = vocabulary};
    scopes->of_token = arena_calloc(arena, tree->tokens->count, sizeof(struct variable *));
    if (scopes->of_token == NULL) {
        return false;
    }
    struct walk walk = {.scopes = scopes, .free_tail = &scopes->free_names};
    visit(&walk, tree->root);
    return !arena->failed;
}
