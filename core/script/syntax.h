/*
 * The shape of a script: tokens to a tree, the whole grammar of Lua 5.4.
 *
 *     local bmi = weight / (height * height)
 *
 *     BLOCK
 *       LOCAL                       token: `local`
 *         NAMES                     one NAME for each variable
 *         VALUES
 *           BINARY                  token: `/`
 *             NAME                  token: `weight`
 *             PAREN
 *               BINARY              token: `*`
 *                 NAME  NAME
 *
 * Every node knows the tokens that it spans, so that a message can quote the author's own words.
 * All nodes look alike; which children a kind has stands beside it. The height of a tree is bounded
 * (see syntax_parse), so walking it by recursion is sound.
 */
#ifndef SYNOVIA_SCRIPT_SYNTAX_H
#define SYNOVIA_SCRIPT_SYNTAX_H

#include "base/arena.h"
#include "script/diagnostics.h"
#include "script/lexer.h"

#include <stdbool.h>
#include <stdint.h>

enum syntax_kind {
    /* statements; `token` is their first word unless said otherwise */
    SYNTAX_BLOCK,          /* statements */
    SYNTAX_LOCAL,          /* NAMES, VALUES */
    SYNTAX_ASSIGN,         /* TARGETS (NAME or INDEX), VALUES; token: `=` */
    SYNTAX_CALL_STATEMENT, /* CALL or METHOD */
    SYNTAX_DO,             /* BLOCK */
    SYNTAX_WHILE,          /* condition, BLOCK */
    SYNTAX_REPEAT,         /* BLOCK, condition */
    SYNTAX_IF,         /* condition, BLOCK, and where there is more: an IF (elseif) or a BLOCK */
    SYNTAX_FOR_NUMBER, /* NAMES (one), VALUES (two or three), BLOCK */
    SYNTAX_FOR_EACH,   /* NAMES, VALUES, BLOCK */
    SYNTAX_FUNCTION_STATEMENT, /* NAME or INDEX chain, FUNCTION */
    SYNTAX_LOCAL_FUNCTION,     /* NAME, FUNCTION */
    SYNTAX_RETURN,             /* VALUES */
    SYNTAX_BREAK,
    /* lists */
    SYNTAX_NAMES,   /* NAMEs that are declared here */
    SYNTAX_VALUES,  /* expressions; also the arguments of a call */
    SYNTAX_TARGETS, /* what an assignment assigns to */
    /* expressions */
    SYNTAX_LITERAL,  /* nil, false, true, a number, a string, `...`; token: the literal */
    SYNTAX_NAME,     /* token: the name */
    SYNTAX_INDEX,    /* object, key (for `a.b` a NAME_KEY); token: `.` or `[` */
    SYNTAX_NAME_KEY, /* the `b` of `a.b`, or the `min` of `{ min = 0 }`; not a variable */
    SYNTAX_CALL,     /* callee, VALUES; token: the first token of the arguments */
    SYNTAX_METHOD,   /* object, VALUES; token: the method's name */
    SYNTAX_FUNCTION, /* NAMES (parameters), BLOCK; token: `function` */
    SYNTAX_UNARY,    /* operand; token: the operator */
    SYNTAX_BINARY,   /* left, right; token: the operator */
    SYNTAX_PAREN,    /* the expression within */
    SYNTAX_TABLE,    /* FIELDs; token: `{` */
    SYNTAX_FIELD,    /* value, or key (NAME_KEY or expression) and value; token: the first token */
};

struct syntax_node {
    enum syntax_kind kind;
    uint32_t token; /* the token that the node is about */
    uint32_t first; /* the tokens that it spans, both included; an empty BLOCK or list has */
    uint32_t last;  /* last = first - 1 */
    uint32_t height;
    struct syntax_node *parent; /* NULL for the root */
    struct syntax_node *child;  /* the first child */
    struct syntax_node *next;   /* the next child of the same parent */
};

struct syntax_tree {
    const struct token_list *tokens;
    struct syntax_node *root; /* a BLOCK */
};

/*
 * Parses `tokens` into a tree in the arena. A missing comma is reported and the parse goes on as if
 * it stood there; at any other mistake it stops. `goto` and labels are such a mistake: nothing in a
 * protocol needs them, and Lua's compiler takes quadratic time over many.
 *
 * Nesting is bounded by LIMIT_SOURCE_DEPTH, which is below what Lua's own compiler bears, and the
 * height of the tree by 8 * LIMIT_SOURCE_DEPTH (long chains of operators, calls and elseif).
 *
 * True: a tree of the whole source (there may still be reported missing commas). False: an error
 * was reported or memory ran out; `tree` must not be used.
 */
bool syntax_parse(struct arena *arena, const struct token_list *tokens,
                  struct diagnostics *diagnostics, struct syntax_tree *tree);

/* The n-th child (from 0), or NULL. */
const struct syntax_node *syntax_child(const struct syntax_node *node, unsigned n);

/* True where two nodes are numerals with nothing but a comma between them, `94,5`: a decimal, for
 * most of the world's authors. */
bool syntax_is_decimal_comma(const struct syntax_tree *tree, const struct syntax_node *before,
                             const struct syntax_node *behind);

/* The source text that a node spans. */
struct text syntax_text(const struct syntax_tree *tree, const struct syntax_node *node);

/* Where a node begins; where the token stands that it is about. */
struct place syntax_start(const struct syntax_tree *tree, const struct syntax_node *node);
struct place syntax_place(const struct syntax_tree *tree, const struct syntax_node *node);

/* An expression without the parentheses around it. */
const struct syntax_node *syntax_bare(const struct syntax_node *node);

/* True where the node is the variable `name`. */
bool syntax_is_name(const struct syntax_tree *tree, const struct syntax_node *node,
                    const char *name);

/* The variable that a chain of calls, methods and indexes begins with (`number` in
 * `number "age" { ... }`, `age` in `age:over(3)`), or NULL where it begins with something else. */
const struct syntax_node *syntax_chain_base(const struct syntax_node *node);

/*
 * The role of a function literal: given to `derive "name" { ... }` or to `helper(...)`, written
 * inside such a function, or anything else (then it is a macro of the declarations: it runs while
 * the script is loaded).
 */
enum function_role { FUNCTION_OF_DERIVE, FUNCTION_OF_HELPER, FUNCTION_WITHIN, FUNCTION_OF_SCRIPT };
enum function_role syntax_function_role(const struct syntax_tree *tree,
                                        const struct syntax_node *function);

/* The node's nearest enclosing function literal, or NULL on the level of the file. */
const struct syntax_node *syntax_enclosing_function(const struct syntax_node *node);

/* True inside a function that is given to derive or helper, however deep. */
bool syntax_in_derive(const struct syntax_tree *tree, const struct syntax_node *node);

#endif
