/*
 * The files of an open store, and whether they are still where they were.
 *
 *     store.db        the database
 *     store.db-wal    the log: what was committed and is not in the database yet
 *     store.db-shm    its index: how much of the log counts; the locks are on it
 *
 * SQLite goes on with a log that was deleted, replaced or cut, and says nothing: what it commits
 * then is gone with the process. So these files are looked at under the lock of each transaction,
 * and again before a commit is promised.
 *
 * A log that is only gone from its folder is still whole in this process's hands. It is carried
 * over into the database then. That is sound only where nobody else has the database open, as
 * somebody else may have begun another log with the same index; so it is done under SQLite's
 * exclusive lock on the database itself, which every connection respects, whatever log and index it
 * has. And only where each frame that the index counts is there. Whoever holds the store opens it
 * anew.
 */
#ifndef SYNOVIA_SQLITE_PLACE_H
#define SYNOVIA_SQLITE_PLACE_H

#include "abi/store.h"

#include <limits.h>
#include <stdbool.h>
#include <sys/types.h>

struct file_identity {
    dev_t device;
    ino_t inode;
};

/* What is known of the files since the store was opened. */
struct place {
    struct file_identity database, log, index;
    off_t bytes; /* of the database, which never shrinks */
    char index_path[PATH_MAX + sizeof "-shm"];
};

/* Notes the files of a store that has just been opened, its log included. A status. */
int place_note(struct synovia_store *store, struct synovia_message *message);

/* What happened to a file. */
struct place_fault {
    const char *what; /* NULL: nothing */
    const char *path;
};

/* With the lock to write held: whether all three files are where they were, and no shorter than
 * what they hold. */
struct place_fault place_look(struct synovia_store *store);

/* Not within a transaction: saves what can be saved, and says what was found and what became of it.
 * Returns SYNOVIA_STORE_IO. */
int place_give_up(struct synovia_store *store, struct place_fault fault,
                  struct synovia_message *message);

/* Without a lock, after a commit or a sync: what was promised outlives this process, if need be
 * because the log was carried over into the database. A status. */
int place_promise(struct synovia_store *store, struct synovia_message *message);

/* Before the connection is closed: false where closing must not touch the database, as the log
 * cannot be trusted. */
bool place_leave(struct synovia_store *store);

#endif
