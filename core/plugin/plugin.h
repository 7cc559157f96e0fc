/*
 * Plug-ins: found by name, loaded, checked, and their routines handed on.
 *
 *     name ──► places ──► file ──► dlopen ──► handshake ──► routines
 *     sqlite   where it   .so                 compare       complete: what an older plug-in does
 *              may lie                        and refuse    not have is NULL
 *
 * This is the only room that opens shared objects. It knows which routines a kind must have, and
 * not what they do.
 */
#ifndef SYNOVIA_PLUGIN_PLUGIN_H
#define SYNOVIA_PLUGIN_PLUGIN_H

#include "abi/store.h"
#include "base/arena.h"
#include "plugin/places.h"

/* A loaded plug-in. Its shared object stays mapped until plugin_close. */
struct plugin;

/* What a plug-in says of itself; views into the plug-in, valid until it is closed. */
struct plugin_about {
    struct text path; /* the file that was loaded */
    struct text kind; /* "store" */
    struct text name;
    struct text version; /* the plug-in's own */
    struct text about;   /* one line */
};

/*
 * Loads the plug-in `name` of a kind (SYNOVIA_KIND_...). A name with a slash in it is the path of a
 * file; any other is looked for in `places`. NULL where that failed: `*error` then says in the
 * arena what was found, what is allowed and the cure (it is empty only where memory ran out), and
 * nothing stays loaded.
 */
struct plugin *plugin_open(const struct plugin_places *places, const char *name, uint32_t kind,
                           struct arena *arena, struct text *error);

/* Unmaps the shared object; nothing that came from it may be used any more. NULL is ignored. */
void plugin_close(struct plugin *plugin);

struct plugin_about plugin_about(const struct plugin *plugin);

/*
 * The table of a plug-in of that kind, as this program knows it, whatever the size of the plug-in's
 * own: a `const struct synovia_store_routines *` for a store, and so on by kind. Every routine that
 * the kind requires is there; an optional one may be NULL. Valid until the plug-in is closed.
 */
const void *plugin_table(const struct plugin *plugin);

/* plugin_table of a store. */
const struct synovia_store_routines *plugin_store(const struct plugin *plugin);

#endif
