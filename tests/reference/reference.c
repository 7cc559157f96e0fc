#include "reference/reference.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char begin_mark[] = "<!-- generated: ";
static const char end_mark[] = "<!-- end -->";

/* ---- files ----------------------------------------------------------------------------------- */

enum { PATH_SIZE = 1000 };

static bool read_file(const char *path, struct buffer *out) {
    enum { CHUNK = 4096 };
    char chunk[CHUNK];
    size_t count;
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return false;
    }
    while ((count = fread(chunk, 1, sizeof chunk, file)) > 0) {
        buffer_append(out, chunk, count);
    }
    fclose(file);
    return !out->failed;
}

static bool write_file(const char *path, struct text content) {
    FILE *file = fopen(path, "wb");
    if (file == NULL) {
        perror(path);
        return false;
    }
    bool written = fwrite(content.at, 1, content.length, file) == content.length;
    return fclose(file) == 0 && written;
}

/* ---- documents with marked tables ------------------------------------------------------------ */

/* Where `mark` begins at or behind `from`; the length where it does not. */
static size_t find(struct text text, size_t from, const char *mark) {
    size_t length = strlen(mark);
    for (size_t at = from; at + length <= text.length; at++) {
        if (memcmp(text.at + at, mark, length) == 0) {
            return at;
        }
    }
    return text.length;
}

static bool put_table(struct buffer *out, const char *path, struct text name) {
    buffer_append_string(out, "\n");
    if (reference_table(out, name)) {
        return true;
    }
    fprintf(stderr, "%s: there is no table \"%.*s\" to generate\n", path, (int)name.length,
            name.at);
    return false;
}

/* The document with its tables as they are to be. False (and a message) where a mark is wrong. */
static bool fill(struct buffer *out, const char *path, struct text document) {
    size_t at = 0;
    for (;;) {
        size_t mark = find(document, at, begin_mark);
        buffer_append_text(out, text_from(document.at + at, mark - at));
        if (mark == document.length) {
            return true;
        }
        size_t name = mark + strlen(begin_mark);
        size_t close = find(document, name, " -->");
        at = find(document, close, end_mark);
        if (at == document.length) {
            fprintf(stderr, "%s: a generated table without %s\n", path, end_mark);
            return false;
        }
        buffer_append_text(out, text_from(document.at + mark, close + 4 - mark));
        if (!put_table(out, path, text_from(document.at + name, close - name))) {
            return false;
        }
    }
}

/* ---- checking and writing -------------------------------------------------------------------- */

static bool settle(bool writes, const char *path, struct text wanted, struct text found) {
    if (text_equal(wanted, found)) {
        return true;
    }
    if (writes) {
        printf("%s: written\n", path);
        return write_file(path, wanted);
    }
    fprintf(stderr, "%s is not as the program's tables have it; run `./dev tables`\n", path);
    return false;
}

static bool settle_annotations(bool writes, const char *root) {
    char path[PATH_SIZE];
    struct buffer wanted = {0};
    struct buffer found = {0};
    snprintf(path, sizeof path, "%s/protocols/library/synovia.lua", root);
    reference_annotations(&wanted);
    read_file(path, &found);
    bool settled = settle(writes, path, buffer_text(&wanted), buffer_text(&found));
    buffer_free(&wanted);
    buffer_free(&found);
    return settled;
}

static bool settle_document(bool writes, const char *root, const char *name) {
    char path[PATH_SIZE];
    struct buffer wanted = {0};
    struct buffer found = {0};
    snprintf(path, sizeof path, "%s/%s", root, name);
    bool settled = read_file(path, &found);
    if (!settled) {
        perror(path);
    } else {
        settled = fill(&wanted, path, buffer_text(&found)) &&
                  settle(writes, path, buffer_text(&wanted), buffer_text(&found));
    }
    buffer_free(&wanted);
    buffer_free(&found);
    return settled;
}

int main(int argc, char **argv) {
    bool writes = argc == 3 && strcmp(argv[1], "write") == 0;
    if (!writes && (argc != 3 || strcmp(argv[1], "check") != 0)) {
        fprintf(stderr, "usage: %s write|check ROOT\n", argv[0]);
        return 2;
    }
    static const char *const documents[] = {"protocols/README.md"};
    bool settled = settle_annotations(writes, argv[2]);
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        settled = settle_document(writes, argv[2], documents[i]) && settled;
    }
    return settled ? EXIT_SUCCESS : EXIT_FAILURE;
}
