/*
 * Which variable each name of a script is.
 *
 * The walk keeps the variables in scope as a chain, newest first. The chain is never changed, only
 * grown at its head, so each unknown name can keep the chain that it saw, for the nearest name.
 */
#ifndef SYNOVIA_SCRIPT_SCOPES_H
#define SYNOVIA_SCRIPT_SCOPES_H

#include "base/arena.h"
#include "script/check.h"
#include "script/syntax.h"

#include <stdbool.h>
#include <stdint.h>

enum { NO_TOKEN = UINT32_MAX };

struct variable {
    struct text name;
    const struct syntax_node *declared; /* its NAME where it is declared */
    const struct syntax_node *value; /* what it is set to there; NULL for parameters, for loops */
    const struct syntax_node *function; /* the function that it belongs to; NULL: the file */
    const struct variable *outer;       /* the chain from here */
    bool is_term;                       /* evidently a term where it is declared */
    bool in_derive;                     /* declared inside a function of derive or helper */
    uint32_t assigned; /* the token of the first assignment behind its declaration, or NO_TOKEN */
};

/* A name that is no variable: a word of the vocabulary or a mistake. */
struct free_name {
    const struct syntax_node *node;
    const struct variable *chain; /* the variables in scope there */
    bool assigned;                /* the name stands left of `=` or behind `function` */
    struct free_name *next;
};

struct scopes {
    struct arena *arena;
    const struct syntax_tree *tree;
    const struct vocabulary *vocabulary;
    struct variable **of_token;         /* by the token of a NAME; NULL where it is no variable */
    struct free_name *free_names;       /* in the order of the source */
    const struct syntax_node *too_many; /* the first local that Lua has no room for, or NULL; the
                                           walk has stopped there */
};

/* Resolves every name of a tree. False where the arena ran out. */
bool scopes_resolve(struct arena *arena, const struct syntax_tree *tree,
                    const struct vocabulary *vocabulary, struct scopes *scopes);

/* The variable that a NAME is, or NULL. */
const struct variable *scopes_variable(const struct scopes *scopes, const struct syntax_node *name);

/* True for an expression that is a term whatever its facts are: a call of a word that makes terms,
 * a method of one, an operator on one, or a variable that is set to one and never changes. */
bool scopes_is_term(const struct scopes *scopes, const struct syntax_node *expression);

#endif
