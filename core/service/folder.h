/*
 * A folder of protocol files, as the loader reads it: nothing outside of it, whatever symbolic
 * links say, and nothing but ordinary files.
 */
#ifndef SYNOVIA_SERVICE_FOLDER_H
#define SYNOVIA_SERVICE_FOLDER_H

#include "script/load.h"

struct folder {
    char *path; /* absolute, without symbolic links; owned */
};

/* False where there is no such folder or memory ran out; `folder` is then empty. */
bool folder_open(struct folder *folder, const char *path);
void folder_close(struct folder *folder);

/* Reads files of the folder; valid as long as the folder is open. */
struct source_reader folder_reader(struct folder *folder);

/*
 * Splits the path of a file as a person wrote it: "protocols/knee.lua" into "protocols/" and
 * "knee.lua". The first part is empty where the file lies in the working directory.
 */
struct text folder_part(const char *path);
struct text file_part(const char *path);

#endif
