/*
 * Where a plug-in that is called by name may lie, in this order:
 *
 *     1. the folders of SYNOVIA_PLUGINS, divided by colons, where it is set
 *     2. DIR/plugins           beside the program DIR/synovia: a build, an unpacked archive
 *     3. DIR/../lib/synovia    where DIR is a bin folder: an installed program
 *
 * The working directory is none of them: what is loaded must not depend on where somebody stood.
 * For the same reason a folder of SYNOVIA_PLUGINS that does not begin with a slash is passed over,
 * and the error says so.
 */
#ifndef SYNOVIA_PLUGIN_PLACES_H
#define SYNOVIA_PLUGIN_PLACES_H

#include "base/arena.h"

struct plugin_places {
    struct text listed;  /* as SYNOVIA_PLUGINS lists them; may be empty */
    struct text program; /* the folder of the program, without a slash at its end; may be empty */
};

/* The places of this process, from its environment and its executable; copied into the arena. What
 * cannot be told is left empty. */
struct plugin_places plugin_places_of_process(struct arena *arena);

/*
 * The path of the first file NAME.so among the places, in the arena. Empty where there is none;
 * `*error` then lists where it was looked for, or says that `name` is none. Both are empty where
 * memory ran out.
 */
struct text plugin_find(const struct plugin_places *places, struct text name, struct arena *arena,
                        struct text *error);

/* True for what may be a plug-in's name: 1 to SYNOVIA_PLUGIN_NAME_BYTES of a-z, 0-9, _ and -. */
bool plugin_is_name(struct text name);

#endif
