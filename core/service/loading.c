#include "service/loading.h"

#include "service/folder.h"

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

static enum service_load judge(struct loaded **loaded) {
    if (*loaded == NULL || load_diagnostics(*loaded)->failed) {
        load_free(*loaded);
        *loaded = NULL;
        return SERVICE_NO_MEMORY;
    }
    return load_program(*loaded) == NULL ? SERVICE_REJECTED : SERVICE_LOADED;
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
    struct load_request request = {
        .reader = folder_reader(&folder),
        .path = file_part(loading->path),
        .today = loading->today,
        .expect_tests = true,
        .load_tests = loading->with_tests,
    };
    *loaded = load_protocol(&request);
    folder_close(&folder);
    return judge(loaded);
}
