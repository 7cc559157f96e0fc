/*
 * An arena: memory that is handed out by moving a pointer and given back all at once.
 *
 *     [ block ]<--[ block ]<--[ newest block ]
 *                                  ^at       ^end
 *
 * An allocation only moves `at` forward; nothing is freed singly; arena_reset keeps the newest
 * block, so that a request like the one before it takes nothing from malloc.
 *
 * A request owns one arena, a program another. An arena belongs to one thread at a time.
 */
#ifndef SYNOVIA_BASE_ARENA_H
#define SYNOVIA_BASE_ARENA_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *newest;
    char *at;          /* first free byte of the newest block, aligned for any type */
    char *end;         /* end of the newest block */
    size_t block_size; /* bytes of an ordinary block */
    size_t limit;      /* most bytes that may be held in blocks; 0: no limit */
    size_t held;       /* bytes held in blocks now */
    bool failed;       /* sticky: an allocation failed or passed the limit */
};

enum { ARENA_ALIGNMENT = _Alignof(max_align_t) };

/* Sets up an empty arena; allocates nothing yet. `limit` 0 means none. */
void arena_init(struct arena *arena, size_t block_size, size_t limit);

/* Frees everything. The arena may be used again as if just set up. */
void arena_free(struct arena *arena);

/* Forgets everything handed out and keeps the newest block for the next request; clears `failed`.
 */
void arena_reset(struct arena *arena);

/* The slow path of arena_alloc: the newest block is full, or `size` is 0. */
void *arena_alloc_slowly(struct arena *arena, size_t size);

/*
 * Memory for `size` bytes, aligned for any type, not cleared. Returns NULL where memory or the
 * limit ran out; `failed` then stays set until arena_reset, and what was handed out before stays
 * valid.
 */
static inline void *arena_alloc(struct arena *arena, size_t size) {
    /* What is left is a multiple of the alignment, so that what fits unrounded fits rounded; 0
     * wraps around and takes the slow path. */
    if (size - 1 >= (size_t)(arena->end - arena->at)) {
        return arena_alloc_slowly(arena, size);
    }
    void *memory = arena->at;
    arena->at += (size + ARENA_ALIGNMENT - 1) & ~(size_t)(ARENA_ALIGNMENT - 1);
    return memory;
}

/* As arena_alloc for `count` items of `size` bytes, cleared to zero; NULL also on overflow. */
void *arena_calloc(struct arena *arena, size_t count, size_t size);

/* A copy of the bytes in the arena, with a zero byte behind them; an empty view where memory ran
 * out (`failed` tells the two apart). */
struct text arena_copy(struct arena *arena, struct text source);

/* printf into the arena, zero-terminated; an empty view where memory ran out. */
struct text arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
