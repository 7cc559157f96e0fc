#include "service/journal_groups.h"

#include "service/journal_reading.h"
#include "wire/writer.h"

#include <stdlib.h>

enum { ARENA_BLOCK = 8192 };

void groups_init(struct groups *groups) {
    *groups = (struct groups){.count = 0};
    arena_init(&groups->arena, ARENA_BLOCK, 0);
}

void groups_free(struct groups *groups) {
    free(groups->items);
    arena_free(&groups->arena);
}

static bool is_same(const struct difference_group *group, enum compared compared,
                    const struct difference *difference) {
    return group->compared == compared && group->difference.kind == difference->kind &&
           text_equal(group->difference.name, difference->name) &&
           text_equal(group->difference.before, difference->before) &&
           text_equal(group->difference.after, difference->after);
}

static struct difference_group *find_group(const struct groups *groups, enum compared compared,
                                           const struct difference *difference) {
    for (size_t i = 0; i < groups->count; i++) {
        if (is_same(&groups->items[i], compared, difference)) {
            return &groups->items[i];
        }
    }
    return NULL;
}

static struct difference_group *new_group(struct groups *groups, enum compared compared,
                                          const struct difference *difference) {
    if (groups->count == groups->capacity) {
        size_t capacity = groups->capacity == 0 ? 16 : 2 * groups->capacity;
        struct difference_group *items = realloc(groups->items, capacity * sizeof *items);
        if (items == NULL) {
            return NULL;
        }
        groups->items = items;
        groups->capacity = capacity;
    }
    struct difference_group *group = &groups->items[groups->count++];
    *group = (struct difference_group){
        .compared = compared,
        .difference = {difference->kind, arena_copy(&groups->arena, difference->name),
                       arena_copy(&groups->arena, difference->before),
                       arena_copy(&groups->arena, difference->after)},
    };
    return group;
}

bool groups_count(struct groups *groups, enum compared compared,
                  const struct difference *difference, uint64_t sequence) {
    struct difference_group *group = find_group(groups, compared, difference);
    if (group == NULL) {
        group = new_group(groups, compared, difference);
    }
    if (group == NULL || groups->arena.failed) {
        return false;
    }
    if (group->count < GROUP_EXAMPLES) {
        group->examples[group->count] = sequence;
    }
    group->count++;
    return true;
}

/* ---- writing --------------------------------------------------------------------------------- */

static int compare_groups(const void *a, const void *b) {
    const struct difference_group *left = *(const struct difference_group *const *)a;
    const struct difference_group *right = *(const struct difference_group *const *)b;
    if (left->compared != right->compared) {
        return left->compared < right->compared ? -1 : 1;
    }
    if (left->count != right->count) {
        return left->count > right->count ? -1 : 1;
    }
    return left < right ? -1 : left > right;
}

static void write_group(struct buffer *out, const struct difference_group *group) {
    uint64_t shown = group->count < GROUP_EXAMPLES ? group->count : GROUP_EXAMPLES;
    writer_map(out, 7);
    reading_write_pair(out, "direction", text_of(compared_name(group->compared)));
    reading_write_pair(out, "kind", text_of(difference_kind_name(group->difference.kind)));
    reading_write_pair(out, "name", group->difference.name);
    reading_write_pair(out, "before", group->difference.before);
    reading_write_pair(out, "after", group->difference.after);
    reading_write_count(out, "count", group->count);
    writer_string(out, "examples");
    writer_array(out, (uint32_t)shown);
    for (uint64_t i = 0; i < shown; i++) {
        writer_unsigned(out, group->examples[i]);
    }
}

void groups_write(const struct groups *groups, struct buffer *out) {
    const struct difference_group **order = calloc(groups->count + 1, sizeof *order);
    if (order == NULL) {
        out->failed = true;
        return;
    }
    for (size_t i = 0; i < groups->count; i++) {
        order[i] = &groups->items[i];
    }
    if (groups->count > 0) {
        qsort(order, groups->count, sizeof *order, compare_groups);
    }
    writer_array(out, (uint32_t)groups->count);
    for (size_t i = 0; i < groups->count; i++) {
        write_group(out, order[i]);
    }
    free(order);
}
