#include "rules/program.h"
#include "rules/program_private.h"

#include <stdlib.h>

/* ---- the table of names ---------------------------------------------------------------------- */

/* The first and the last eight bytes of a name; shorter names are padded with zeroes. */
static void name_ends(struct text name, uint64_t *head, uint64_t *tail) {
    if (name.length >= sizeof *head) {
        memcpy(head, name.at, sizeof *head);
        memcpy(tail, name.at + name.length - sizeof *tail, sizeof *tail);
        return;
    }
    *head = 0;
    for (size_t i = 0; i < name.length; i++) {
        *head = *head << 8 | (unsigned char)name.at[i];
    }
    *tail = *head;
}

/*
 * Mixes the length with both ends. Names are short and differ there; a collision costs one more
 * comparison, never a wrong answer.
 */
uint32_t program_hash_name(struct text name) {
    uint64_t head;
    uint64_t tail;
    name_ends(name, &head, &tail);
    uint64_t mixed = (head ^ (uint64_t)name.length) * UINT64_C(0x9e3779b97f4a7c15);
    mixed ^= mixed >> 29;
    mixed = (mixed ^ tail) * UINT64_C(0xbf58476d1ce4e5b9);
    return (uint32_t)(mixed >> 32);
}

ptrdiff_t program_find_fact(const struct program *program, struct text name) {
    uint32_t hash = program_hash_name(name);
    for (uint32_t i = hash & program->fact_slot_mask;; i = (i + 1) & program->fact_slot_mask) {
        const struct fact_slot *slot = &program->fact_slots[i];
        if (slot->fact_plus_one == 0) {
            return -1;
        }
        uint32_t fact = slot->fact_plus_one - 1;
        if (slot->hash == hash && text_equal(program->facts[fact].name, name)) {
            return (ptrdiff_t)fact;
        }
    }
}

/* ---- nodes ----------------------------------------------------------------------------------- */

#define NODE(name, word, number)                                                                   \
    _Static_assert((NODE_##name >= NODE_NUMBER) == (number), "numbers stand last in the table");
SYNOVIA_NODES(NODE)
#undef NODE

const char *node_op_word(enum node_op op) {
    static const char *const words[] = {
#define NODE(name, word, number) word,
        SYNOVIA_NODES(NODE)
#undef NODE
    };
    return words[op];
}

/* ---- texts ----------------------------------------------------------------------------------- */

static const struct phrase_entry *entry_in(const struct phrase *phrase, struct text language) {
    for (size_t i = 0; i < phrase->count; i++) {
        if (text_equal_caseless(phrase->entries[i].language, language)) {
            return &phrase->entries[i];
        }
    }
    return NULL;
}

/* "de" of "de-AT". */
static struct text primary_language(struct text tag) {
    const char *dash = tag.length == 0 ? NULL : memchr(tag.at, '-', tag.length);
    return dash == NULL ? tag : text_from(tag.at, (size_t)(dash - tag.at));
}

struct text phrase_in(const struct phrase *phrase, struct text language,
                      const struct program *program) {
    if (phrase->count == 0) {
        return text_from(NULL, 0);
    }
    if (phrase->count == 1) {
        return phrase->entries[0].text;
    }
    const struct phrase_entry *entry = entry_in(phrase, language);
    if (entry == NULL) {
        entry = entry_in(phrase, primary_language(language));
    }
    if (entry == NULL) {
        entry = entry_in(phrase, program->header.language);
    }
    return entry != NULL ? entry->text : phrase->entries[0].text;
}

/* ---- lifetime -------------------------------------------------------------------------------- */

enum { STORE_BLOCK = 16 * 1024 };

struct store *store_new(void) {
    struct store *store = malloc(sizeof *store);
    if (store != NULL) {
        arena_init(&store->arena, STORE_BLOCK, 0);
        atomic_init(&store->count, 1);
    }
    return store;
}

void store_release(struct store *store) {
    if (store != NULL && atomic_fetch_sub(&store->count, 1) == 1) {
        arena_free(&store->arena);
        free(store);
    }
}

const struct program *program_keep(const struct program *program) {
    /* The count is the one mutable part; the owner was made by builder_freeze, never const. */
    struct program_owner *owner = (struct program_owner *)(uintptr_t)program;
    atomic_fetch_add(&owner->count, 1);
    return program;
}

void program_release(const struct program *program) {
    struct program_owner *owner = (struct program_owner *)(uintptr_t)program;
    if (owner != NULL && atomic_fetch_sub(&owner->count, 1) == 1) {
        store_release(owner->store);
        arena_free(&owner->arena);
        free(owner);
    }
}
