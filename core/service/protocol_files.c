#include "service/protocol_files.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool ends_with(const char *name, const char *end) {
    size_t length = strlen(name);
    size_t part = strlen(end);
    return length > part && strcmp(name + length - part, end) == 0;
}

static bool is_protocol_name(const char *name) {
    return name[0] != '.' && ends_with(name, ".lua") && !ends_with(name, "_test.lua");
}

/* Takes over the path, and frees it where memory ran out. */
static bool append(struct protocol_files *files, char *path) {
    if (path != NULL && files->count == files->capacity) {
        size_t capacity = files->capacity == 0 ? 16 : files->capacity * 2;
        char **grown = realloc(files->paths, capacity * sizeof *grown);
        if (grown == NULL) {
            free(path);
            return false;
        }
        files->paths = grown;
        files->capacity = capacity;
    }
    if (path == NULL) {
        return false;
    }
    files->paths[files->count++] = path;
    return true;
}

static void shorten(struct protocol_files *files, size_t count) {
    while (files->count > count) {
        free(files->paths[--files->count]);
    }
}

void protocol_files_free(struct protocol_files *files) {
    shorten(files, 0);
    free(files->paths);
    *files = (struct protocol_files){0};
}

static char *joined(const char *folder, const char *name) {
    size_t length = strlen(folder);
    const char *slash = length > 0 && folder[length - 1] == '/' ? "" : "/";
    size_t size = length + strlen(name) + 2;
    char *path = malloc(size);
    if (path != NULL) {
        snprintf(path, size, "%s%s%s", folder, slash, name);
    }
    return path;
}

static int compare_paths(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static enum protocol_files_status add_folder(struct protocol_files *files, const char *path) {
    DIR *folder = opendir(path);
    if (folder == NULL) {
        return errno == ENOMEM ? PROTOCOL_FILES_NO_MEMORY : PROTOCOL_FILES_UNREADABLE;
    }
    size_t before = files->count;
    bool kept = true;
    struct dirent *entry;
    while (kept && (entry = readdir(folder)) != NULL) {
        if (is_protocol_name(entry->d_name)) {
            kept = append(files, joined(path, entry->d_name));
        }
    }
    closedir(folder);
    if (!kept) {
        shorten(files, before);
        return PROTOCOL_FILES_NO_MEMORY;
    }
    if (files->count == before) {
        return PROTOCOL_FILES_EMPTY;
    }
    qsort(files->paths + before, files->count - before, sizeof *files->paths, compare_paths);
    return PROTOCOL_FILES_FOUND;
}

/* "x.lua" of "x_test.lua", where there is such a file; else a copy of the path itself. NULL where
 * memory ran out. */
static char *protocol_of(const char *path) {
    static const char tests[] = "_test.lua";
    static const char ending[] = ".lua";
    char *protocol = strdup(path);
    if (protocol == NULL || !ends_with(path, tests)) {
        return protocol;
    }
    memcpy(protocol + strlen(path) - (sizeof tests - 1), ending, sizeof ending);
    if (access(protocol, F_OK) == 0) {
        return protocol;
    }
    free(protocol);
    return strdup(path);
}

static bool is_listed(const struct protocol_files *files, const char *path) {
    for (size_t i = 0; i < files->count; i++) {
        if (strcmp(files->paths[i], path) == 0) {
            return true;
        }
    }
    return false;
}

static enum protocol_files_status add_file(struct protocol_files *files, const char *path) {
    char *protocol = protocol_of(path);
    if (protocol != NULL && is_listed(files, protocol)) {
        free(protocol);
        return PROTOCOL_FILES_FOUND;
    }
    return append(files, protocol) ? PROTOCOL_FILES_FOUND : PROTOCOL_FILES_NO_MEMORY;
}

enum protocol_files_status protocol_files_add(struct protocol_files *files, const char *path) {
    struct stat about;
    if (stat(path, &about) != 0) {
        return PROTOCOL_FILES_UNREADABLE;
    }
    if (S_ISDIR(about.st_mode)) {
        return add_folder(files, path);
    }
    return add_file(files, path);
}
