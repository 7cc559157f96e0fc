#include "cli/source_lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void read_bytes(struct buffer *bytes, const char *path) {
    enum { CHUNK = 64 * 1024 };
    FILE *file = fopen(path, "rb");
    while (file != NULL && buffer_reserve(bytes, CHUNK)) {
        size_t count = fread(bytes->at + bytes->length, 1, CHUNK, file);
        bytes->length += count;
        if (count == 0) {
            break;
        }
    }
    if (file != NULL) {
        fclose(file);
    }
}

void source_lines_read(struct source_lines *lines, const char *path) {
    *lines = (struct source_lines){.count = 0};
    read_bytes(&lines->bytes, path);
    size_t ends = 0;
    for (size_t i = 0; i < lines->bytes.length; i++) {
        ends += lines->bytes.at[i] == '\n';
    }
    lines->starts = calloc(ends + 3, sizeof *lines->starts);
    if (lines->starts == NULL || lines->bytes.length == 0) {
        return;
    }
    for (size_t i = 0; i < lines->bytes.length; i++) {
        if (lines->bytes.at[i] == '\n') {
            lines->starts[++lines->count] = i + 1;
        }
    }
    if (lines->starts[lines->count] < lines->bytes.length) {
        lines->starts[++lines->count] = lines->bytes.length + 1; /* the last line has no end */
    }
}

void source_lines_free(struct source_lines *lines) {
    buffer_free(&lines->bytes);
    free(lines->starts);
}

struct text source_line(const struct source_lines *lines, long number) {
    if (number < 1 || (size_t)number > lines->count) {
        return text_from(NULL, 0);
    }
    size_t start = lines->starts[number - 1];
    size_t length = lines->starts[number] - 1 - start;
    while (length > 0 && lines->bytes.at[start + length - 1] == '\r') {
        length--;
    }
    return text_from(lines->bytes.at + start, length);
}

size_t source_column_offset(struct text line, long column) {
    size_t at = 0;
    for (long i = 1; i < column && at < line.length; i++) {
        do {
            at++;
        } while (at < line.length && ((unsigned char)line.at[at] & 0xc0U) == 0x80U);
    }
    return at;
}
