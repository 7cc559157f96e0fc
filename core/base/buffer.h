/*
 * A growable run of bytes with a sticky error: write as often as you like, look at `failed` once at
 * the end. The buffer owns its memory.
 */
#ifndef SYNOVIA_BASE_BUFFER_H
#define SYNOVIA_BASE_BUFFER_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

struct buffer {
    char *at;
    size_t length;
    size_t capacity;
    bool failed; /* sticky: memory ran out; the bytes before it are kept, later ones dropped */
};

/* A zeroed struct buffer is an empty buffer. */
void buffer_init(struct buffer *buffer);
void buffer_free(struct buffer *buffer);

/* Forgets the bytes and the error, keeps the memory. */
void buffer_clear(struct buffer *buffer);

/* The slow path of buffer_reserve: grows the memory, or fails. */
bool buffer_grow(struct buffer *buffer, size_t more);

/* Makes room for `more` bytes behind the end; false (and `failed`) where memory ran out. */
static inline bool buffer_reserve(struct buffer *buffer, size_t more) {
    if (more <= buffer->capacity - buffer->length && !buffer->failed) {
        return true;
    }
    return buffer_grow(buffer, more);
}

static inline void buffer_append(struct buffer *buffer, const void *bytes, size_t count) {
    if (count > 0 && buffer_reserve(buffer, count)) {
        memcpy(buffer->at + buffer->length, bytes, count);
        buffer->length += count;
    }
}

void buffer_append_text(struct buffer *buffer, struct text text);
void buffer_append_string(struct buffer *buffer, const char *string);
void buffer_append_format(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Drops the first `count` bytes (at most all) and moves the rest down. */
void buffer_consume(struct buffer *buffer, size_t count);

static inline struct text buffer_text(const struct buffer *buffer) {
    return text_from(buffer->at, buffer->length);
}

#endif
