/*
 * What the functions of a plug-in are, read from it once and judged, so that nobody else has to
 * look at sizes and lengths that somebody else wrote.
 */
#ifndef SYNOVIA_PLUGIN_FUNCTIONS_H
#define SYNOVIA_PLUGIN_FUNCTIONS_H

#include "abi/functions.h"
#include "plugin/plugin.h"

/* A function; the texts and `takes` are views into the plug-in. */
struct plugin_function {
    struct text name;
    uint32_t gives;        /* enum synovia_value_kind */
    const uint32_t *takes; /* the kind of each input */
    size_t take_count;
    const struct synovia_text *units; /* of each input; an empty one: any */
    struct text unit;                 /* of what it gives; empty: any */
};

/*
 * Reads them all, into the arena. False where one is not as abi/functions.h says: `*error` then
 * says which and why; it is empty where memory ran out.
 */
bool plugin_read_functions(const struct plugin *plugin, struct arena *arena,
                           const struct plugin_function **functions, size_t *count,
                           struct text *error);

#endif
