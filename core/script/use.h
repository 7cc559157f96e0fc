/*
 * The functions of libraries within a protocol: what `use` gives the script, and what `derive` asks
 * about a function that it was given.
 */
#ifndef SYNOVIA_SCRIPT_USE_H
#define SYNOVIA_SCRIPT_USE_H

#include "script/library.h"

#include <lua.h>

/* A library in use by a protocol, in the order of first use. */
struct used_library {
    struct used_library *next;
    const struct library *library;
    int value; /* registry reference of its table */
};

/* The library's function at `index` of the stack, and its name with the library's ("body.surface")
 * where `name` is not NULL; or NULL where the value is anything else. */
const struct library_function *use_function(lua_State *state, int index, const char **name);

#endif
