/*
 * Judges what a plug-in says of itself, before any of its routines is called.
 *
 * Every size is looked at before what it covers is, and each text's length before the text; what a
 * hostile shared object could do it could have done while it was loaded, so this guards against
 * mistakes: another version, another kind, a file that is something else.
 */
#ifndef SYNOVIA_PLUGIN_HANDSHAKE_H
#define SYNOVIA_PLUGIN_HANDSHAKE_H

#include "abi/plugin.h"
#include "base/arena.h"
#include "plugin/kinds.h"

/* True where the description is that of a plug-in of this kind that this program can use; otherwise
 * `*error` says why not, beginning with `path`. */
bool plugin_is_usable(const struct synovia_plugin *said, const struct plugin_kind *kind,
                      const char *path, struct arena *arena, struct text *error);

/*
 * Fills in `to`, a zeroed table of this program's size, from the table of a plug-in that is usable:
 * its size, and each routine that lies wholly within `from`. What the plug-in does not have is
 * NULL.
 */
void plugin_copy_routines(void *to, const void *from, const struct plugin_kind *kind);

#endif
