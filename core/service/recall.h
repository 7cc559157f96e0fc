/*
 * What the last decisions were made by, so that feedback can be held against the right version of
 * a protocol. It forgets: a newer decision takes the place of an older one, and a version that
 * nobody uses any more is gone.
 */
#ifndef SYNOVIA_SERVICE_RECALL_H
#define SYNOVIA_SERVICE_RECALL_H

#include "base/digest.h"

#include <stdint.h>

struct recalled {
    char id[HASH128_HEX_SIZE];
    uint32_t edition; /* editions.h; 0: free */
};

/* A zeroed one remembers nothing. */
struct recall {
    struct recalled *slots; /* owned; NULL until the first decision, or where there is no memory */
};

void recall_free(struct recall *recall);

/* Remembers a decision by its id (decision_id). */
void recall_put(struct recall *recall, const char *id, uint32_t edition);

/* The edition that decided, or 0 where it is not remembered. */
uint32_t recall_find(const struct recall *recall, struct text id);

#endif
