#include "base/buffer.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { FIRST_CAPACITY = 256 }; /* bytes */

void buffer_init(struct buffer *buffer) {
    *buffer = (struct buffer){0};
}

void buffer_free(struct buffer *buffer) {
    free(buffer->at);
    buffer_init(buffer);
}

void buffer_clear(struct buffer *buffer) {
    buffer->length = 0;
    buffer->failed = false;
}

bool buffer_grow(struct buffer *buffer, size_t more) {
    if (buffer->failed || more > SIZE_MAX / 2 - buffer->length) {
        buffer->failed = true;
        return false;
    }
    size_t capacity = buffer->capacity == 0 ? FIRST_CAPACITY : buffer->capacity;
    while (capacity < buffer->length + more) {
        capacity *= 2;
    }
    char *grown = realloc(buffer->at, capacity);
    if (grown == NULL) {
        buffer->failed = true;
        return false;
    }
    buffer->at = grown;
    buffer->capacity = capacity;
    return true;
}

void buffer_append_text(struct buffer *buffer, struct text text) {
    buffer_append(buffer, text.at, text.length);
}

void buffer_append_string(struct buffer *buffer, const char *string) {
    buffer_append_text(buffer, text_of(string));
}

void buffer_append_format(struct buffer *buffer, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0) {
        buffer->failed = true;
        return;
    }
    size_t with_zero = (size_t)length + 1;
    if (!buffer_reserve(buffer, with_zero)) {
        return;
    }
    va_start(arguments, format);
    vsnprintf(buffer->at + buffer->length, with_zero, format, arguments);
    va_end(arguments);
    buffer->length += (size_t)length;
}

void buffer_consume(struct buffer *buffer, size_t count) {
    if (count >= buffer->length) {
        buffer->length = 0;
        return;
    }
    buffer->length -= count;
    memmove(buffer->at, buffer->at + count, buffer->length);
}
