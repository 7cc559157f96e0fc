#include "cli/accept.h"

#include <errno.h>
#include <stdlib.h>

static bool read_file(struct buffer *out, const char *path) {
    char piece[4096];
    size_t got;
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return false;
    }
    while ((got = fread(piece, 1, sizeof piece, file)) > 0) {
        buffer_append(out, piece, got);
    }
    bool read = !ferror(file) && !out->failed;
    fclose(file);
    return read;
}

/* Without the comment and the blanks around; blanks within are one. */
static struct text tidy(char *at, size_t length) {
    size_t kept = 0;
    for (size_t i = 0; i < length && at[i] != '#'; i++) {
        bool blank = at[i] == ' ' || at[i] == '\t' || at[i] == '\r';
        if (!blank) {
            at[kept++] = at[i];
        } else if (kept > 0 && at[kept - 1] != ' ') {
            at[kept++] = ' ';
        }
    }
    while (kept > 0 && at[kept - 1] == ' ') {
        kept--;
    }
    return text_from(at, kept);
}

static size_t count_lines(const struct buffer *file) {
    size_t count = 1;
    for (size_t i = 0; i < file->length; i++) {
        count += file->at[i] == '\n';
    }
    return count;
}

bool accept_read(struct accept *accept, const char *path) {
    *accept = (struct accept){0};
    errno = 0;
    if (!read_file(&accept->file, path)) {
        return false;
    }
    accept->lines = calloc(count_lines(&accept->file), sizeof *accept->lines);
    if (accept->lines == NULL) {
        return false;
    }
    size_t begin = 0;
    for (long number = 1; begin < accept->file.length; number++) {
        char *at = accept->file.at + begin;
        const char *end = memchr(at, '\n', accept->file.length - begin);
        size_t length = end == NULL ? accept->file.length - begin : (size_t)(end - at);
        struct text text = tidy(at, length);
        if (!text_is_empty(text)) {
            accept->lines[accept->count++] = (struct accept_line){.text = text, .number = number};
        }
        begin += length + 1;
    }
    return true;
}

void accept_free(struct accept *accept) {
    buffer_free(&accept->file);
    free(accept->lines);
    *accept = (struct accept){0};
}

bool accept_covers(struct accept *accept, const char *kind, const char *subject) {
    size_t kind_length = strlen(kind);
    bool covered = false;
    for (size_t i = 0; i < accept->count; i++) {
        struct text line = accept->lines[i].text;
        struct text rest = text_from(line.at + kind_length, line.length - kind_length);
        if (line.length < kind_length || memcmp(line.at, kind, kind_length) != 0) {
            continue;
        }
        bool bare = rest.length == 0 && *subject == '\0';
        bool named = rest.length > 1 && rest.at[0] == ' ' &&
                     text_is(text_from(rest.at + 1, rest.length - 1), subject);
        if (bare || named) {
            accept->lines[i].used = covered = true;
        }
    }
    return covered;
}
