#include "script/declarations.h"

struct node_note declarations_note(const struct declarations *declarations, node_id node) {
    if (node < declarations->note_count) {
        return declarations->notes[node];
    }
    struct node_note nothing = {.unit = NULL};
    return nothing;
}

bool declarations_set_note(struct declarations *declarations, node_id node, struct node_note note) {
    while (declarations->note_count <= node) {
        void *notes =
            declarations_grow(declarations->arena, declarations->notes, declarations->note_count,
                              &declarations->note_capacity, sizeof *declarations->notes);
        if (notes == NULL) {
            return false;
        }
        declarations->notes = notes;
        declarations->notes[declarations->note_count++] = (struct node_note){.unit = NULL};
    }
    if (declarations->notes[node].place.line == 0) {
        declarations->notes[node] = note;
    }
    return true;
}

static const struct {
    const char *key;
    bool negative;
} roles[] = {
#define ROOT(name, key, negative) {key, negative},
    SYNOVIA_ROOTS(ROOT)
#undef ROOT
};

const char *root_role_key(enum root_role role) {
    return roles[role].key;
}

bool root_role_is_negative(enum root_role role) {
    return roles[role].negative;
}

void *declarations_grow(struct arena *arena, void *items, size_t count, size_t *capacity,
                        size_t size) {
    if (count < *capacity) {
        return items;
    }
    size_t more = *capacity == 0 ? 16 : *capacity * 2;
    void *moved = arena_calloc(arena, more, size);
    if (moved == NULL) {
        return NULL;
    }
    if (count > 0) {
        memcpy(moved, items, count * size);
    }
    *capacity = more;
    return moved;
}
