/*
 * The functions of installed plug-ins, as protocols `use` them.
 *
 * A plug-in is loaded anew for every protocol that uses it and stays as long as that does; the
 * system maps the same file once. A plug-in that is replaced by another file (as installing does)
 * is taken at the next load of the protocol; its digest, and so the protocol's, is another then.
 */
#ifndef SYNOVIA_SERVICE_LIBRARIES_H
#define SYNOVIA_SERVICE_LIBRARIES_H

#include "script/library.h"

/* Finds plug-ins of the kind functions by name in the places of this process (plugin/places.h);
 * never by path, as a protocol may come from anywhere. May be used on several threads. */
struct library_finder libraries_installed(void);

#endif
