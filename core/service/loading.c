#include "service/loading.h"

#include "service/folder.h"
#include "service/libraries.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* The folder that the file lies in. */
static bool open_folder_of(struct folder *folder, const char *path) {
    struct buffer name = {0};
    buffer_append_text(&name, folder_part(path));
    buffer_append(&name, ".", sizeof ".");
    bool opened = !name.failed && folder_open(folder, name.at);
    buffer_free(&name);
    return opened;
}

/* A reader that notes what it is asked for. */
struct noting {
    struct source_reader reader;
    struct buffer *files;
};

static bool is_noted(const struct buffer *files, struct text path) {
    for (size_t at = 0; at < files->length; at += strlen(files->at + at) + 1) {
        if (text_is(path, files->at + at)) {
            return true;
        }
    }
    return false;
}

static enum read_status read_noting(void *context, struct text path, struct buffer *out) {
    struct noting *noting = context;
    if (noting->files != NULL && !is_noted(noting->files, path)) {
        buffer_append_text(noting->files, path);
        buffer_append(noting->files, "", 1);
    }
    return noting->reader.read(noting->reader.context, path, out);
}

/* A shortage while the script ran is told as a diagnostic, and is not the script's fault. */
static bool ran_short(const struct diagnostics *list) {
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].code == DIAGNOSTIC_NO_MEMORY) {
            return true;
        }
    }
    return list->failed;
}

/* Without an error, only memory can have kept a protocol from becoming a program. */
static enum service_load judge(struct loaded **loaded) {
    const struct diagnostics *list = *loaded == NULL ? NULL : load_diagnostics(*loaded);
    bool has_program = *loaded != NULL && load_program(*loaded) != NULL;
    if (list == NULL || ran_short(list) || (!has_program && list->errors == 0)) {
        load_free(*loaded);
        *loaded = NULL;
        return SERVICE_NO_MEMORY;
    }
    return has_program ? SERVICE_LOADED : SERVICE_REJECTED;
}

enum service_load loading_file(const struct loading *loading, struct loaded **loaded) {
    struct folder folder;
    *loaded = NULL;
    if (access(loading->path, R_OK) != 0) {
        return errno == ENOMEM ? SERVICE_NO_MEMORY : SERVICE_UNREADABLE;
    }
    if (!open_folder_of(&folder, loading->path)) {
        return SERVICE_NO_MEMORY;
    }
    struct noting noting = {folder_reader(&folder), loading->files};
    struct load_request request = {
        .reader = {.context = &noting, .read = read_noting},
        .libraries = libraries_installed(),
        .path = file_part(loading->path),
        .today = loading->today,
        .expect_tests = true,
        .load_tests = loading->with_tests,
    };
    *loaded = load_protocol(&request);
    folder_close(&folder);
    return judge(loaded);
}
