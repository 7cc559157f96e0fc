/*
 * Where in the author's text a C function of the vocabulary was called from.
 */
#ifndef SYNOVIA_SCRIPT_SITE_H
#define SYNOVIA_SCRIPT_SITE_H

#include "script/diagnostics.h"
#include "script/layout.h"

#include <lua.h>

struct site {
    const struct layout *layout; /* NULL where it is not known */
    uint32_t token;
    const struct syntax_node *node; /* the call or operation; NULL where it is not known */
};

/* The call of the word or method `name` that is running. */
struct site site_of_call(lua_State *state, const char *name);

/* The operation (`a & b`) whose metamethod is running. */
struct site site_of_operator(lua_State *state);

/* The word, the method's name or the operator. */
struct place site_place(const struct site *site);

/* Where the whole expression begins. */
struct place site_start(const struct site *site);

/* The n-th argument (from 0) of a call, or operand of an operation; site_place where unknown. */
struct place site_argument(const struct site *site, unsigned n);

/* The expression of that argument or operand, or NULL. */
const struct syntax_node *site_argument_node(const struct site *site, unsigned n);

/* The table constructor among the arguments, or NULL. */
const struct syntax_node *site_table(const struct site *site);

#endif
