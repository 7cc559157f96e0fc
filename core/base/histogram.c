#include "base/histogram.h"

enum { SUB_BITS = 6, SUBS = 1 << SUB_BITS };

/* How many bits of the value its slot does not tell; 0 below 2 * SUBS. */
static unsigned shift_of(uint64_t value) {
    enum { TOLD_BITS = SUB_BITS + 1, ALL_BITS = 64 };
    unsigned zeros = value == 0 ? ALL_BITS : (unsigned)__builtin_clzll(value);
    return ALL_BITS - zeros <= TOLD_BITS ? 0 : ALL_BITS - zeros - TOLD_BITS;
}

/* shift 0 has the slots of the values below 2 * SUBS, each further one SUBS more. */
static unsigned slot_of(uint64_t value) {
    unsigned shift = shift_of(value);
    return shift * SUBS + (unsigned)(value >> shift);
}

static uint64_t end_of_slot(unsigned slot) {
    unsigned shift = slot < 2 * SUBS ? 0 : slot / SUBS - 1;
    uint64_t sub = slot - shift * SUBS;
    return ((sub + 1) << shift) - 1;
}

void histogram_add(struct histogram *histogram, uint64_t value) {
    histogram->counts[slot_of(value)]++;
    histogram->count++;
    if (value > histogram->greatest) {
        histogram->greatest = value;
    }
}

uint64_t histogram_percentile(const struct histogram *histogram, double share) {
    double wanted = share * (double)histogram->count;
    uint64_t seen = 0;
    for (unsigned slot = 0; slot < HISTOGRAM_SLOTS; slot++) {
        seen += histogram->counts[slot];
        if (seen > 0 && (double)seen >= wanted) {
            uint64_t end = end_of_slot(slot);
            return end < histogram->greatest ? end : histogram->greatest;
        }
    }
    return histogram->greatest;
}
