#define _XOPEN_SOURCE 700 /* nftw */
#include "support/temporary_folder.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void temporary_folder_make(struct temporary_folder *folder) {
    const char *where = getenv("TMPDIR");
    int length = snprintf(folder->path, sizeof folder->path, "%s/synovia-XXXXXX",
                          where == NULL || *where == '\0' ? "/tmp" : where);
    if (length < 0 || (size_t)length >= sizeof folder->path || mkdtemp(folder->path) == NULL) {
        perror(folder->path);
        abort();
    }
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *place) {
    (void)status;
    (void)type;
    (void)place;
    return remove(path);
}

void temporary_folder_remove(const struct temporary_folder *folder) {
    enum { OPEN_FOLDERS = 8 };
    nftw(folder->path, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
}

void temporary_folder_file(const struct temporary_folder *folder, const char *name, char *path,
                           size_t size) {
    snprintf(path, size, "%s/%s", folder->path, name);
}
