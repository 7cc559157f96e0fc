/*
 * Many durations, and the percentiles among them, in a fixed amount of memory.
 *
 * Values fall into slots that grow with them: 64 between a power of two and the next, so that no
 * percentile is told wrong by more than 1.6 %. The smallest 64 values have a slot each; the
 * greatest value is kept exactly.
 */
#ifndef SYNOVIA_BASE_HISTOGRAM_H
#define SYNOVIA_BASE_HISTOGRAM_H

#include <stdint.h>

enum { HISTOGRAM_SLOTS = 64 * 59 };

struct histogram {
    uint64_t counts[HISTOGRAM_SLOTS];
    uint64_t count;
    uint64_t greatest;
};

/* A zeroed struct is an empty histogram. */
void histogram_add(struct histogram *histogram, uint64_t value);

/* The least value that at least `share` (0 to 1) of all are not above, rounded up to its slot's
 * end; 0 where there is none. */
uint64_t histogram_percentile(const struct histogram *histogram, double share);

#endif
