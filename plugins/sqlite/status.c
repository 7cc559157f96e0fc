#include "sqlite/status.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

/* What an operator reads first; SQLite's own words follow. */
static const char *sentence_of(int status) {
    switch (status) {
    case SYNOVIA_STORE_FULL:
        return "no room is left for the store; free some on its disk";
    case SYNOVIA_STORE_READ_ONLY:
        return "the store may not be written; look at the permissions of the file, of its folder "
               "and of the file system";
    case SYNOVIA_STORE_BUSY:
        return "another process holds the store; it is tried again";
    case SYNOVIA_STORE_CORRUPT:
        return "the store is damaged, or is not what it should be; restore a backup";
    case SYNOVIA_STORE_NO_MEMORY:
        return "memory ran out";
    case SYNOVIA_STORE_INVALID:
        return "too large for the store";
    default:
        return "the store cannot be read or written";
    }
}

static bool is_full_disk(int system_errno) {
    return system_errno == ENOSPC || system_errno == EDQUOT || system_errno == EFBIG;
}

int status_of(int result, int system_errno) {
    switch (result & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return SYNOVIA_STORE_OK;
    case SQLITE_FULL:
        return SYNOVIA_STORE_FULL;
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return SYNOVIA_STORE_READ_ONLY;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
        return SYNOVIA_STORE_BUSY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
    case SQLITE_ERROR: /* our SQL is fixed: the tables are not what it expects */
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
        return SYNOVIA_STORE_CORRUPT;
    case SQLITE_NOMEM:
        return SYNOVIA_STORE_NO_MEMORY;
    case SQLITE_TOOBIG:
        return SYNOVIA_STORE_INVALID;
    case SQLITE_IOERR:
        if (result == SQLITE_IOERR_NOMEM) {
            return SYNOVIA_STORE_NO_MEMORY;
        }
        return is_full_disk(system_errno) ? SYNOVIA_STORE_FULL : SYNOVIA_STORE_IO;
    default:
        return SYNOVIA_STORE_IO;
    }
}

int failed(sqlite3 *database, int result, struct synovia_message *message) {
    if (database == NULL) {
        synovia_say(message, "memory ran out");
        return SYNOVIA_STORE_NO_MEMORY;
    }
    int system_errno = sqlite3_system_errno(database);
    int status = status_of(result, system_errno);
    /* errmsg is about the last call; where that was another one, say what the result means. */
    bool is_last = sqlite3_extended_errcode(database) == result;
    const char *words = is_last ? sqlite3_errmsg(database) : sqlite3_errstr(result);
    bool is_system = (result & 0xff) == SQLITE_IOERR || (result & 0xff) == SQLITE_CANTOPEN;
    const char *name = sqlite3_db_filename(database, "main");
    synovia_say(message, "%s (%s%s%s, %d): %s", sentence_of(status), words,
                is_system && system_errno != 0 ? ", " : "",
                is_system && system_errno != 0 ? strerror(system_errno) : "", result,
                name == NULL ? "" : name);
    return status;
}
