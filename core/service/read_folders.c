#include "service/read_folders.h"

#include "service/folder.h"

static bool is_noted(const struct buffer *folders, const char *path) {
    for (size_t at = 0; at < folders->length; at += strlen(folders->at + at) + 1) {
        if (strcmp(folders->at + at, path) == 0) {
            return true;
        }
    }
    return false;
}

static void note(struct buffer *folders, const char *path) {
    size_t length = folders->length;
    if (is_noted(folders, path)) {
        return;
    }
    buffer_append(folders, path, strlen(path) + 1);
    if (folders->failed) {
        folders->length = length;
        folders->failed = false;
    }
}

/* "protocols/" and "shared/flags.lua" are in "protocols/shared". */
static void join(struct buffer *joined, struct text folder, const char *file) {
    buffer_clear(joined);
    buffer_append_text(joined, folder);
    buffer_append_text(joined, folder_part(file));
    while (joined->length > 1 && joined->at[joined->length - 1] == '/') {
        joined->length--;
    }
    if (joined->length == 0) {
        buffer_append_string(joined, ".");
    }
    buffer_append(joined, "", 1);
}

void read_folders_note(struct buffer *folders, const char *path, const struct buffer *files) {
    struct buffer joined = {0};
    for (size_t at = 0; at < files->length; at += strlen(files->at + at) + 1) {
        join(&joined, folder_part(path), files->at + at);
        if (!joined.failed) {
            note(folders, joined.at);
        }
    }
    buffer_free(&joined);
}
