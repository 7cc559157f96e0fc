/*
 * The checks that check_script runs one after the other, and what they share.
 */
#ifndef SYNOVIA_SCRIPT_CHECK_PRIVATE_H
#define SYNOVIA_SCRIPT_CHECK_PRIVATE_H

#include "script/check.h"
#include "script/scopes.h"

struct check {
    struct arena *arena;
    const struct syntax_tree *tree;
    const struct vocabulary *vocabulary;
    struct diagnostics *diagnostics;
    struct scopes scopes;
};

/* Names: undeclared, used too early, assigned without `local`, hiding a word, too many. */
void check_names(struct check *check);

/* and, or, not, if, while, repeat outside of functions for derive and helper. */
void check_words(struct check *check);

/* Comparisons and `..` on terms, likewise outside. */
void check_operators(struct check *check);

/* What functions for derive and helper rest on. */
void check_captures(struct check *check);

/* Values of `local`, `=` and `return` that nothing takes. */
void check_values(struct check *check);

enum { EXCERPT_BYTES = 64 };

/* An expression in the author's words, on one line and cut where it is long. */
struct text check_excerpt(struct check *check, const struct syntax_node *node);

/* What to write in place of an expression of and, or, not and comparisons: `any { a, b:over(3) }`.
 */
struct text check_rewrite(struct check *check, const struct syntax_node *node);

/* The kind of a node's token: which operator, which literal. */
enum token_kind check_token(const struct check *check, const struct syntax_node *node);

#endif
