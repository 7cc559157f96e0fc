#include "sqlite/store.h"

#include "sqlite/status.h"

#include <string.h>

/* Pages of log after which it is carried over: 16 MB. Fewer would sync the database more often,
 * more would make a crash's recovery and the log longer. */
enum { CHECKPOINT_PAGES = 4096 };

static const char *const sql[STATEMENTS] = {
    [STATEMENT_BEGIN] = "BEGIN IMMEDIATE",
    [STATEMENT_COMMIT] = "COMMIT",
    [STATEMENT_ROLLBACK] = "ROLLBACK",
    [STATEMENT_HEAD] = "SELECT sequence, hash FROM records ORDER BY sequence DESC LIMIT 1",
    [STATEMENT_HASH] = "SELECT hash FROM records WHERE sequence = ?1",
    [STATEMENT_FIND_LABEL] = "SELECT id FROM labels WHERE protocol IS ?1 AND digest IS ?2",
    [STATEMENT_ADD_LABEL] = "INSERT INTO labels (protocol, digest) VALUES (?1, ?2)",
    [STATEMENT_ADD_RECORD] =
        "INSERT INTO records (sequence, time_ms, kind, flags, label, session, ref, key, salt,"
        " body_hash, hash, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    [STATEMENT_ADD_SESSION] = "INSERT INTO sessions (id, revision, digest, expires_ms, state)"
                              " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (id) DO NOTHING",
    [STATEMENT_CHANGE_SESSION] =
        "UPDATE sessions SET revision = ?2, digest = ?3, expires_ms = ?4, state = ?5"
        " WHERE id = ?1 AND revision = ?2 - 1",
    [STATEMENT_DELETE_SESSION] = "DELETE FROM sessions WHERE id = ?1",
    [STATEMENT_ADD_SOURCE] =
        "INSERT INTO sources (digest, bytes) VALUES (?1, ?2) ON CONFLICT (digest) DO NOTHING",
    [STATEMENT_SESSION] =
        "SELECT id, revision, digest, expires_ms, state FROM sessions WHERE id = ?1",
    [STATEMENT_SESSIONS] =
        "SELECT id, revision, digest, expires_ms, state FROM sessions WHERE expires_ms <= ?1"
        " ORDER BY expires_ms",
    [STATEMENT_SOURCE] = "SELECT bytes FROM sources WHERE digest = ?1",
    /* Zeros of the same length: the row is overwritten where it stands, and no copy of it is left
     * over. (length counts the characters of a TEXT, and the bytes of a BLOB.) */
    [STATEMENT_ERASE] = "UPDATE records SET flags = flags | 1,"
                        " session = zeroblob(length(CAST(session AS BLOB))),"
                        " ref = zeroblob(length(CAST(ref AS BLOB))),"
                        " key = zeroblob(length(CAST(key AS BLOB))),"
                        " salt = zeroblob(length(salt)), payload = zeroblob(length(payload))"
                        " WHERE sequence = ?1 AND flags & 1 = 0",
};

int store_prepare(struct synovia_store *store) {
    for (int i = 0; i < STATEMENTS; i++) {
        int result = sqlite3_prepare_v3(store->database, sql[i], -1, SQLITE_PREPARE_PERSISTENT,
                                        &store->statements[i], NULL);
        if (result != SQLITE_OK) {
            return result;
        }
    }
    return SQLITE_OK;
}

void store_finalize(struct synovia_store *store) {
    for (int i = 0; i < STATEMENTS; i++) {
        sqlite3_finalize(store->statements[i]);
        store->statements[i] = NULL;
    }
}

sqlite3_stmt *store_statement(struct synovia_store *store, enum statement which) {
    sqlite3_reset(store->statements[which]);
    sqlite3_clear_bindings(store->statements[which]);
    return store->statements[which];
}

int store_run(sqlite3_stmt *statement) {
    int result = sqlite3_step(statement);
    int last = sqlite3_reset(statement);
    return result == SQLITE_DONE || result == SQLITE_ROW ? last : result;
}

/* True where a failure may have been one of a sync; also a full disk shows only then on some file
 * systems. */
static bool may_be_unsynced(int result) {
    return (result & 0xff) == SQLITE_IOERR;
}

static int set_synchronous(struct synovia_store *store, bool full) {
    if (store->is_full == full) {
        return SQLITE_OK;
    }
    int result = sqlite3_exec(store->database,
                              full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL",
                              NULL, NULL, NULL);
    if (result == SQLITE_OK) {
        store->is_full = full;
    }
    return result;
}

/* SQLite goes on writing to a file that was deleted or moved away; nobody would find it again. */
static bool has_moved(struct synovia_store *store) {
    int moved = 0;
    int result = sqlite3_file_control(store->database, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    return result == SQLITE_OK && moved != 0;
}

/* The log's file; NULL where there is none yet. */
static sqlite3_file *log_of(struct synovia_store *store) {
    sqlite3_file *log = NULL;
    sqlite3_file_control(store->database, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    return log != NULL && log->pMethods != NULL ? log : NULL;
}

/* Writes the log over itself, so that the kernel takes it for changed. A result of SQLite. */
static int rewrite_log(sqlite3_file *log) {
    enum { CHUNK = 1 << 16 };
    void *bytes = sqlite3_malloc(CHUNK);
    sqlite3_int64 size = 0;
    int result = bytes == NULL ? SQLITE_NOMEM : log->pMethods->xFileSize(log, &size);
    for (sqlite3_int64 at = 0; at < size && result == SQLITE_OK; at += CHUNK) {
        int count = size - at < CHUNK ? (int)(size - at) : CHUNK;
        result = log->pMethods->xRead(log, bytes, count, at);
        if (result == SQLITE_OK) {
            result = log->pMethods->xWrite(log, bytes, count, at);
        }
    }
    sqlite3_free(bytes);
    return result;
}

/* After a failed sync only, with the lock to write held: what the kernel may have dropped is
 * written anew. A result of SQLite. */
static int make_sure(struct synovia_store *store) {
    sqlite3_file *log = store->unsure ? log_of(store) : NULL;
    if (log == NULL) {
        return SQLITE_OK;
    }
    int result = rewrite_log(log);
    if (result == SQLITE_OK) {
        result = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
    }
    store->unsure = result != SQLITE_OK;
    return result;
}

int store_begin(struct synovia_store *store, bool durable, struct synovia_message *message) {
    if (store->read_only) {
        synovia_say(message, "the store was opened for reading only");
        return SYNOVIA_STORE_READ_ONLY;
    }
    if (has_moved(store)) {
        synovia_say(message,
                    "the file of the store was moved or deleted while it was open; put it back, or "
                    "open the store anew: %s",
                    sqlite3_db_filename(store->database, "main"));
        return SYNOVIA_STORE_IO;
    }
    int result = set_synchronous(store, durable);
    if (result == SQLITE_OK) {
        result = store_run(store_statement(store, STATEMENT_BEGIN));
    }
    if (result != SQLITE_OK) {
        return failed(store->database, result, message);
    }
    struct place_fault fault = place_look(store);
    if (fault.what != NULL) {
        store_run(store_statement(store, STATEMENT_ROLLBACK));
        return place_give_up(store, fault, message);
    }
    result = durable ? make_sure(store) : SQLITE_OK;
    if (result == SQLITE_OK) {
        return SYNOVIA_STORE_OK;
    }
    int status = failed(store->database, result, message);
    return store_end(store, status, message);
}

int store_end(struct synovia_store *store, int status, struct synovia_message *message) {
    if (status == SYNOVIA_STORE_OK) {
        int result = store_run(store_statement(store, STATEMENT_COMMIT));
        if (result != SQLITE_OK) {
            status = failed(store->database, result, message);
            store->unsure = store->unsure || may_be_unsynced(result);
        } else {
            status = place_promise(store, message);
        }
    }
    /* SQLite may have rolled back by itself. */
    if (sqlite3_get_autocommit(store->database) == 0) {
        store_run(store_statement(store, STATEMENT_ROLLBACK));
    }
    return status;
}

int store_after_commit(void *context, sqlite3 *database, const char *name, int pages) {
    struct synovia_store *store = context;
    if (pages >= CHECKPOINT_PAGES && !store->unsure) {
        int result =
            sqlite3_wal_checkpoint_v2(database, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
        store->unsure = may_be_unsynced(result);
    }
    return SQLITE_OK; /* the commit itself has succeeded */
}

/* Nobody is to write while the log is written anew. */
static int make_sure_alone(struct synovia_store *store) {
    int result = store_run(store_statement(store, STATEMENT_BEGIN));
    if (result == SQLITE_OK) {
        result = make_sure(store);
        store_run(store_statement(store, STATEMENT_ROLLBACK));
    }
    return result;
}

/* The log has everything that is not in the database yet. */
int store_sync(struct synovia_store *store, struct synovia_message *message) {
    if (store->read_only) {
        return SYNOVIA_STORE_OK;
    }
    sqlite3_file *log = log_of(store);
    int result = SQLITE_OK;
    if (store->unsure) {
        result = make_sure_alone(store);
    } else if (log != NULL) {
        result = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
        store->unsure = result != SQLITE_OK;
    }
    return result == SQLITE_OK ? place_promise(store, message)
                               : failed(store->database, result, message);
}

void store_leave(struct synovia_store *store) {
    bool is_sure = !store->unsure || make_sure_alone(store) == SQLITE_OK;
    if (!place_leave(store) || !is_sure) {
        sqlite3_db_config(store->database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    }
}

static bool take_hash(sqlite3_stmt *statement, int column, uint8_t hash[SYNOVIA_HASH_BYTES]) {
    const void *bytes = sqlite3_column_blob(statement, column);
    if (bytes == NULL || sqlite3_column_bytes(statement, column) != SYNOVIA_HASH_BYTES) {
        return false;
    }
    memcpy(hash, bytes, SYNOVIA_HASH_BYTES);
    return true;
}

int store_head(struct synovia_store *store, struct synovia_head *head,
               struct synovia_message *message) {
    head->sequence = 0;
    memset(head->hash, 0, sizeof head->hash);
    sqlite3_stmt *statement = store_statement(store, STATEMENT_HEAD);
    int result = sqlite3_step(statement);
    bool whole = true;
    if (result == SQLITE_ROW) {
        head->sequence = (uint64_t)sqlite3_column_int64(statement, 0);
        whole = take_hash(statement, 1, head->hash);
    }
    int last = sqlite3_reset(statement);
    if (last != SQLITE_OK) {
        return failed(store->database, last, message);
    }
    if (!whole) {
        synovia_say(message, "record %llu has no hash; the store is damaged: restore a backup",
                    (unsigned long long)head->sequence);
        return SYNOVIA_STORE_CORRUPT;
    }
    return SYNOVIA_STORE_OK;
}

bool store_hash(struct synovia_store *store, uint64_t sequence, uint8_t hash[SYNOVIA_HASH_BYTES]) {
    sqlite3_stmt *statement = store_statement(store, STATEMENT_HASH);
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)sequence);
    bool found = sqlite3_step(statement) == SQLITE_ROW && take_hash(statement, 0, hash);
    sqlite3_reset(statement);
    return found;
}
