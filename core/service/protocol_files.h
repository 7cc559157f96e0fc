/*
 * Which protocols a path stands for: a file is itself, and x_test.lua is the x.lua beside it; a
 * folder is every *.lua in it that is no *_test.lua, in the order of their names. Folders within
 * are left alone: they hold what protocols include. A protocol that is listed already is not listed
 * again, so that what a shell makes of a pattern means what was meant.
 */
#ifndef SYNOVIA_SERVICE_PROTOCOL_FILES_H
#define SYNOVIA_SERVICE_PROTOCOL_FILES_H

#include <stddef.h>

struct protocol_files {
    char **paths; /* owned, each zero-terminated */
    size_t count;
    size_t capacity;
};

enum protocol_files_status {
    PROTOCOL_FILES_FOUND,
    PROTOCOL_FILES_EMPTY,      /* a folder without protocols */
    PROTOCOL_FILES_UNREADABLE, /* errno says why */
    PROTOCOL_FILES_NO_MEMORY,
};

/* A zeroed struct is an empty list. Appends what `path` stands for; on anything but FOUND the list
 * is as long as before. */
enum protocol_files_status protocol_files_add(struct protocol_files *files, const char *path);

void protocol_files_free(struct protocol_files *files);

#endif
