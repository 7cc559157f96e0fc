/*
 * The protocols that are live, sorted by id. To look one up allocates nothing.
 */
#ifndef SYNOVIA_SERVICE_CATALOGUE_H
#define SYNOVIA_SERVICE_CATALOGUE_H

#include "service/served.h"

struct catalogue {
    struct served **items;
    size_t count;
    size_t capacity;
};

/* A zeroed catalogue is empty. */
void catalogue_free(struct catalogue *catalogue);

/* The protocol of that id, or NULL. Not counted: keep it if it is to outlive the catalogue. */
struct served *catalogue_find(const struct catalogue *catalogue, struct text id);

/* The nearest id to one that is not there; empty where none is near. */
struct text catalogue_near(const struct catalogue *catalogue, struct text id);

/* Puts in the protocol, in place of one of the same id, and takes over the caller's count. False
 * where memory ran out: the catalogue is unchanged and the count still the caller's. */
bool catalogue_put(struct catalogue *catalogue, struct served *served);

/* Takes out the protocol of that id, where there is one. */
void catalogue_remove(struct catalogue *catalogue, struct text id);

#endif
