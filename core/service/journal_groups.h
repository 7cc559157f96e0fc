/*
 * Differences of many records, grouped by what changed and in which direction.
 */
#ifndef SYNOVIA_SERVICE_JOURNAL_GROUPS_H
#define SYNOVIA_SERVICE_JOURNAL_GROUPS_H

#include "base/buffer.h"
#include "service/journal_compare.h"

enum { GROUP_EXAMPLES = 3 };

struct difference_group {
    enum compared compared;
    struct difference difference; /* texts in the groups' arena */
    uint64_t count;
    uint64_t examples[GROUP_EXAMPLES]; /* sequences of the first records */
};

struct groups {
    struct arena arena;
    struct difference_group *items;
    size_t count;
    size_t capacity;
};

void groups_init(struct groups *groups);
void groups_free(struct groups *groups);

/* Counts a difference of a record; false where memory ran out. */
bool groups_count(struct groups *groups, enum compared compared,
                  const struct difference *difference, uint64_t sequence);

/* Appends [{ direction, kind, name, before, after, count, examples }]: less cautious first, then
 * more, then others; the frequent ones first. */
void groups_write(const struct groups *groups, struct buffer *out);

#endif
