/*
 * Loading a protocol from its file. Rests on nothing but its arguments, so that it may be done on
 * another thread than the service's, one load at a time.
 */
#ifndef SYNOVIA_SERVICE_LOADING_H
#define SYNOVIA_SERVICE_LOADING_H

#include "script/load.h"
#include "service/service.h"

struct loading {
    const char *path;
    int32_t today;   /* day number */
    bool with_tests; /* load the tests beside it as well */
    /* Gets the path of every file that was asked for, within the folder and whether or not it was
     * there, each ended by a zero byte; may be NULL. */
    struct buffer *files;
};

/*
 * Loads the file; the folder that it lies in is the protocols folder. SERVICE_LOADED: it has a
 * program, SERVICE_REJECTED: it has errors; both leave the result in `loaded`, for load_free.
 * Otherwise `loaded` is NULL.
 */
enum service_load loading_file(const struct loading *loading, struct loaded **loaded);

#endif
