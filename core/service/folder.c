/* realpath is not in POSIX's base. */
#define _XOPEN_SOURCE 700

#include "service/folder.h"

#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

bool folder_open(struct folder *folder, const char *path) {
    folder->path = realpath(path, NULL);
    return folder->path != NULL;
}

void folder_close(struct folder *folder) {
    free(folder->path);
    folder->path = NULL;
}

struct text folder_part(const char *path) {
    const char *slash = strrchr(path, '/');
    return text_from(path, slash == NULL ? 0 : (size_t)(slash + 1 - path));
}

struct text file_part(const char *path) {
    return text_of(path + folder_part(path).length);
}

static enum read_status status_of_errno(void) {
    switch (errno) {
    case ENOENT:
    case ENOTDIR:
        return READ_MISSING;
    case ENOMEM:
        return READ_NO_MEMORY;
    case EACCES:
    case ELOOP:
        return READ_REFUSED;
    default:
        return READ_FAILED;
    }
}

/* Where the file really is, followed through links; NULL where it is not in the folder. */
static char *resolve(const struct folder *folder, struct text path, enum read_status *status) {
    struct buffer joined = {0};
    buffer_append_format(&joined, "%s/", folder->path);
    buffer_append_text(&joined, path);
    buffer_append(&joined, "", 1);
    char *real = joined.failed ? NULL : realpath(joined.at, NULL);
    *status = joined.failed ? READ_NO_MEMORY : real == NULL ? status_of_errno() : READ_OK;
    buffer_free(&joined);
    size_t length = strlen(folder->path);
    bool at_root = length == 1;
    if (real != NULL && !at_root &&
        (strncmp(real, folder->path, length) != 0 || real[length] != '/')) {
        free(real);
        *status = READ_REFUSED;
        return NULL;
    }
    return real;
}

static enum read_status read_descriptor(int descriptor, struct buffer *out) {
    enum { PIECE = 16 * 1024 };
    struct stat about;
    if (fstat(descriptor, &about) != 0 || !S_ISREG(about.st_mode)) {
        return READ_REFUSED;
    }
    for (;;) {
        if (!buffer_reserve(out, PIECE)) {
            return READ_NO_MEMORY;
        }
        ssize_t got = read(descriptor, out->at + out->length, PIECE);
        if (got <= 0) {
            return got == 0 ? READ_OK : READ_FAILED;
        }
        out->length += (size_t)got;
        if (out->length > LIMIT_SOURCE_BYTES) {
            return READ_TOO_LARGE;
        }
    }
}

/* O_NONBLOCK: to open a pipe must not wait for somebody to write into it. */
static enum read_status read_file(void *context, struct text path, struct buffer *out) {
    enum read_status status;
    char *real = resolve(context, path, &status);
    if (real == NULL) {
        return status;
    }
    int descriptor = open(real, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    status = descriptor < 0 ? status_of_errno() : read_descriptor(descriptor, out);
    if (descriptor >= 0) {
        close(descriptor);
    }
    free(real);
    return status;
}

struct source_reader folder_reader(struct folder *folder) {
    struct source_reader reader = {folder, read_file};
    return reader;
}
