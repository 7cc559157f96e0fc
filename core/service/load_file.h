/*
 * One protocol file, loaded from the folder that it lies in.
 */
#ifndef SYNOVIA_SERVICE_LOAD_FILE_H
#define SYNOVIA_SERVICE_LOAD_FILE_H

#include "script/load.h"
#include "service/service_private.h"

/* Loads the file, with its tests where asked for; NULL where it cannot be read or memory ran out
 * (`status` says which). The caller frees it with load_free. */
struct loaded *load_path(const struct service *service, const char *path, bool load_tests,
                         enum service_load *status);

/* Whether it may be served: SERVICE_LOADED, SERVICE_REJECTED or SERVICE_NO_MEMORY. */
enum service_load load_judge(const struct loaded *loaded);

#endif
