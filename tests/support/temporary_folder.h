/*
 * A folder for one test, gone with all that is in it when the test ends.
 */
#ifndef SYNOVIA_TESTS_TEMPORARY_FOLDER_H
#define SYNOVIA_TESTS_TEMPORARY_FOLDER_H

#include <stddef.h>

struct temporary_folder {
    char path[64];
};

/* Makes it below TMPDIR or /tmp; ends the test program where that fails. */
void temporary_folder_make(struct temporary_folder *folder);

/* Deletes it and everything in it. */
void temporary_folder_remove(const struct temporary_folder *folder);

/* The path of a file in it, zero-terminated, into `path` of `size` bytes. */
void temporary_folder_file(const struct temporary_folder *folder, const char *name, char *path,
                           size_t size);

#endif
