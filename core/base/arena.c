#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* The header of a block; its memory follows. The alignment keeps that memory aligned as well. */
struct arena_block {
    _Alignas(max_align_t) struct arena_block *older;
    size_t size; /* bytes that follow, a multiple of ARENA_ALIGNMENT */
};

static char *block_memory(struct arena_block *block) {
    return (char *)(block + 1);
}

/* Makes the block the one that allocations come from, all of it free. */
static void use_block(struct arena *arena, struct arena_block *block) {
    arena->newest = block;
    arena->at = block == NULL ? NULL : block_memory(block);
    arena->end = block == NULL ? NULL : block_memory(block) + block->size;
}

void arena_init(struct arena *arena, size_t block_size, size_t limit) {
    *arena = (struct arena){.block_size = block_size, .limit = limit};
}

/* Frees the block and all that are older. */
static void free_chain(struct arena *arena, struct arena_block *block) {
    while (block != NULL) {
        struct arena_block *older = block->older;
        arena->held -= sizeof *block + block->size;
        free(block);
        block = older;
    }
}

void arena_free(struct arena *arena) {
    free_chain(arena, arena->newest);
    use_block(arena, NULL);
    arena->failed = false;
}

void arena_reset(struct arena *arena) {
    if (arena->newest != NULL) {
        free_chain(arena, arena->newest->older);
        arena->newest->older = NULL;
    }
    use_block(arena, arena->newest);
    arena->failed = false;
}

/* Bytes of memory that a new block for `size` bytes may have; 0 where the limit refuses it. */
static size_t size_of_new_block(const struct arena *arena, size_t size) {
    size_t wanted = size > arena->block_size ? size : arena->block_size;
    wanted = (wanted + ARENA_ALIGNMENT - 1) & ~(size_t)(ARENA_ALIGNMENT - 1);
    if (arena->limit == 0) {
        return wanted;
    }
    size_t taken = arena->held + sizeof(struct arena_block);
    size_t left = taken >= arena->limit ? 0 : arena->limit - taken;
    left &= ~(size_t)(ARENA_ALIGNMENT - 1);
    if (wanted > left) {
        wanted = left;
    }
    return wanted < size ? 0 : wanted;
}

void *arena_alloc_slowly(struct arena *arena, size_t size) {
    size = size == 0 ? 1 : size;
    if (size <= (size_t)(arena->end - arena->at)) {
        return arena_alloc(arena, size);
    }
    size_t block_size = size > SIZE_MAX / 2 ? 0 : size_of_new_block(arena, size);
    struct arena_block *block = block_size == 0 ? NULL : malloc(sizeof *block + block_size);
    if (block == NULL) {
        arena->failed = true;
        return NULL;
    }
    arena->held += sizeof *block + block_size;
    block->size = block_size;
    if (size > arena->block_size && arena->newest != NULL) {
        /* One big piece must not cost the room that is left: its block goes behind the newest. */
        block->older = arena->newest->older;
        arena->newest->older = block;
        return block_memory(block);
    }
    block->older = arena->newest;
    use_block(arena, block);
    return arena_alloc(arena, size);
}

void *arena_calloc(struct arena *arena, size_t count, size_t size) {
    if (size != 0 && count > SIZE_MAX / size) {
        arena->failed = true;
        return NULL;
    }
    void *memory = arena_alloc(arena, count * size);
    return memory == NULL ? NULL : memset(memory, 0, count * size);
}

struct text arena_copy(struct arena *arena, struct text source) {
    char *copy = arena_alloc(arena, source.length + 1);
    if (copy == NULL) {
        return text_from(NULL, 0);
    }
    if (source.length > 0) {
        memcpy(copy, source.at, source.length);
    }
    copy[source.length] = '\0';
    return text_from(copy, source.length);
}

struct text arena_format(struct arena *arena, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *out = length < 0 ? NULL : arena_alloc(arena, (size_t)length + 1);
    if (out == NULL) {
        arena->failed = true;
        return text_from(NULL, 0);
    }
    va_start(arguments, format);
    vsnprintf(out, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return text_from(out, (size_t)length);
}
