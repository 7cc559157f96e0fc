/*
 * From what SQLite says to what a store says: its status, and a sentence with the cure.
 */
#ifndef SYNOVIA_SQLITE_STATUS_H
#define SYNOVIA_SQLITE_STATUS_H

#include "abi/store.h"

#include <sqlite3.h>

/* The status for a result of SQLite, extended or not; `system_errno` as sqlite3_system_errno gives
 * it, which tells a full disk from other failures to write. */
int status_of(int result, int system_errno);

/* The status for the last failure of this connection, which `result` is; says in `message` what
 * happened, why and to which file. `database` may be NULL: then memory ran out. */
int failed(sqlite3 *database, int result, struct synovia_message *message);

#endif
