/*
 * Where the program keeps what outlives it, as the XDG base directory specification has it:
 * $XDG_STATE_HOME/synovia, else ~/.local/state/synovia.
 */
#ifndef SYNOVIA_CLI_STATE_FOLDER_H
#define SYNOVIA_CLI_STATE_FOLDER_H

#include "base/buffer.h"

#include <stdbool.h>

/* The file of the journal where none is named. */
#define STATE_JOURNAL "synovia.db"

/*
 * Appends the path of a file of the state folder, with a zero byte behind it. `make`: the folder is
 * made where it is not there, for the user alone. False: `problem` has one sentence on why there is
 * no such folder and what to do (empty where memory ran out).
 */
bool state_folder_file(const char *name, bool make, struct buffer *path, struct buffer *problem);

#endif
