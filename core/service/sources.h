/*
 * The sources of a protocol as bytes, as the store keeps them by their digest, so that a session
 * can go on with the version that it started with when that has long been replaced.
 *
 *     MessagePack: [[path, text], ...]     the protocol's own file first
 */
#ifndef SYNOVIA_SERVICE_SOURCES_H
#define SYNOVIA_SERVICE_SOURCES_H

#include "base/buffer.h"
#include "script/load.h"

/* Appends the sources of what was loaded. */
void sources_write(struct buffer *out, const struct loaded *loaded);

/*
 * Loads a protocol from its sources. NULL where they are none, where they are no longer a protocol
 * without errors, or where their digest is another one; and where memory ran out. May run on
 * another thread than the service's.
 */
struct loaded *sources_load(struct text bytes, struct text digest, int32_t today);

#endif
