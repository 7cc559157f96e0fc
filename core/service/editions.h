/*
 * Every version of a protocol that somebody still uses: those that are live, and older ones that
 * sessions are pinned to. A list of what exists, which keeps nothing alive.
 */
#ifndef SYNOVIA_SERVICE_EDITIONS_H
#define SYNOVIA_SERVICE_EDITIONS_H

#include "service/served.h"

struct editions {
    struct served *first;
    uint32_t given; /* numbers given so far */
};

/* The list takes note of it until its last count is given back. */
void editions_add(struct editions *editions, struct served *served);

/* The version with that digest, or NULL; not counted. */
struct served *editions_find(const struct editions *editions, struct text digest);

/* The version with that number, or NULL; not counted. */
struct served *editions_numbered(const struct editions *editions, uint32_t number);

#endif
