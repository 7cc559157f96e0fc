/*
 * One protocol as it is served. It never changes; a newer version is another one, and whoever is in
 * the middle of something keeps the old one by its count.
 */
#ifndef SYNOVIA_SERVICE_SERVED_H
#define SYNOVIA_SERVICE_SERVED_H

#include "script/load.h"

#include <stdint.h>

struct served {
    size_t count;
    struct loaded *loaded; /* owned */
    const struct program *program;
    struct functions functions; /* of the script's derive functions */
    char *path;                 /* the file that it was loaded from; owned */
    int64_t live_since;         /* POSIX time in milliseconds */
    bool is_noted;              /* that it went live is recorded, and its sources are kept */
    uint32_t number;            /* of its edition (editions.h), from 1 */
    struct served *next;        /* of the editions */
    struct served **link;       /* what points to it there; NULL: it is in no list */
};

/* Takes over `loaded`, which has a program. NULL where memory ran out; `loaded` is then untouched.
 */
struct served *served_new(struct loaded *loaded, const char *path, int64_t live_since);

struct served *served_keep(struct served *served);

/* Gives back one count; the last frees it. NULL is allowed. */
void served_release(struct served *served);

#endif
