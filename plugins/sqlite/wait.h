/*
 * Waiting for others who write. SQLite's own waiting grows to a tenth of a second at a time, and
 * who writes one batch behind the other takes the lock again long before: so we look often, and at
 * no fixed pace.
 */
#ifndef SYNOVIA_SQLITE_WAIT_H
#define SYNOVIA_SQLITE_WAIT_H

#include <sqlite3.h>
#include <stdint.h>

struct waiting {
    uint32_t most_ms; /* how long one call waits */
    int64_t until_ms; /* of the one under way, by the monotonic clock */
};

/* From now on the connection waits so; `waiting` must outlive it. */
void wait_set(sqlite3 *database, struct waiting *waiting, uint32_t most_ms);

/* Waits once: 1 to 5 ms. */
void wait_once(void);

#endif
