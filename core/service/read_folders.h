/*
 * The folders that protocols were read from, or would have been: what a server watches beside the
 * folder of the protocols, because an include or a table of cases may lie deeper.
 */
#ifndef SYNOVIA_SERVICE_READ_FOLDERS_H
#define SYNOVIA_SERVICE_READ_FOLDERS_H

#include "base/buffer.h"

/*
 * Adds to `folders` (paths, each ended by a zero byte, each once) those of the files that loading
 * `path` asked for (loading.h). A folder is written without a slash at its end, the working
 * directory as ".". Where memory runs out, the list stays as it is: nothing but a reload comes
 * later.
 */
void read_folders_note(struct buffer *folders, const char *path, const struct buffer *files);

#endif
