#include "service/catalogue.h"

#include "base/near.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 8 };

void catalogue_free(struct catalogue *catalogue) {
    for (size_t i = 0; i < catalogue->count; i++) {
        served_release(catalogue->items[i]);
    }
    free(catalogue->items);
    *catalogue = (struct catalogue){0};
}

static struct text id_at(const struct catalogue *catalogue, size_t index) {
    return catalogue->items[index]->program->header.id;
}

/* The index of the first id that is not before this one. */
static size_t position(const struct catalogue *catalogue, struct text id) {
    size_t low = 0;
    size_t high = catalogue->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (text_compare(id_at(catalogue, middle), id) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool is_at(const struct catalogue *catalogue, size_t index, struct text id) {
    return index < catalogue->count && text_equal(id_at(catalogue, index), id);
}

struct served *catalogue_find(const struct catalogue *catalogue, struct text id) {
    size_t index = position(catalogue, id);
    return is_at(catalogue, index, id) ? catalogue->items[index] : NULL;
}

struct text catalogue_near(const struct catalogue *catalogue, struct text id) {
    struct near_search search;
    near_begin(&search, id);
    for (size_t i = 0; i < catalogue->count; i++) {
        near_offer(&search, id_at(catalogue, i));
    }
    return near_result(&search);
}

static bool make_room(struct catalogue *catalogue) {
    if (catalogue->count < catalogue->capacity) {
        return true;
    }
    size_t capacity = catalogue->capacity == 0 ? FIRST_CAPACITY : 2 * catalogue->capacity;
    struct served **items = realloc(catalogue->items, capacity * sizeof *items);
    if (items == NULL) {
        return false;
    }
    catalogue->items = items;
    catalogue->capacity = capacity;
    return true;
}

bool catalogue_put(struct catalogue *catalogue, struct served *served) {
    size_t index = position(catalogue, served->program->header.id);
    if (is_at(catalogue, index, served->program->header.id)) {
        served_release(catalogue->items[index]);
        catalogue->items[index] = served;
        return true;
    }
    if (!make_room(catalogue)) {
        return false;
    }
    struct served **at = catalogue->items + index;
    memmove(at + 1, at, (catalogue->count - index) * sizeof *at);
    *at = served;
    catalogue->count++;
    return true;
}

void catalogue_remove(struct catalogue *catalogue, struct text id) {
    size_t index = position(catalogue, id);
    if (!is_at(catalogue, index, id)) {
        return;
    }
    struct served **at = catalogue->items + index;
    served_release(*at);
    catalogue->count--;
    memmove(at, at + 1, (catalogue->count - index) * sizeof *at);
}
