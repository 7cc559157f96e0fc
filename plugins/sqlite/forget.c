/*
 * Erasing for privacy. Bytes may stay behind in three places:
 *
 *   records    The row keeps its length, so that it is overwritten where it stands.
 *   sessions   Rows grow, shrink and go; secure_delete, always on, zeroes what a row leaves and the
 *              pages that become free, but not copies between the cells of a page whose rows were
 *              moved. So the table is written anew; it holds only sessions that are under way.
 *   the log    It has the pages as they were before, and is emptied.
 */
#include "sqlite/status.h"
#include "sqlite/store.h"

/* Erases one record; `*erased` counts it where it was not erased before. A result of SQLite. */
static int erase(struct synovia_store *store, uint64_t sequence, uint64_t *erased) {
    sqlite3_stmt *statement = store_statement(store, STATEMENT_ERASE);
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)sequence);
    int result = store_run(statement);
    if (result == SQLITE_OK) {
        *erased += (uint64_t)sqlite3_changes(store->database);
    }
    return result;
}

/* Through memory, as temporary tables are here. A result of SQLite. */
static int write_sessions_anew(struct synovia_store *store) {
    return sqlite3_exec(store->database,
                        "CREATE TEMPORARY TABLE kept AS SELECT * FROM main.sessions;"
                        "DELETE FROM main.sessions;"
                        "INSERT INTO main.sessions SELECT * FROM kept ORDER BY expires_ms;"
                        "DROP TABLE kept",
                        NULL, NULL, NULL);
}

/* Within a transaction: first all that is erased, then what is written with it. A status. */
static int erase_all(struct synovia_store *store, const uint64_t *sequences, size_t count,
                     const struct synovia_batch *with, struct synovia_forgotten *forgotten,
                     struct synovia_message *message) {
    for (size_t i = 0; i < count; i++) {
        int result = erase(store, sequences[i], &forgotten->records);
        if (result != SQLITE_OK) {
            return failed(store->database, result, message);
        }
    }
    struct batch_done done = {0};
    int status = with == NULL ? SYNOVIA_STORE_OK : batch_write(store, with, &done, message);
    forgotten->sessions = done.deleted;
    if (status == SYNOVIA_STORE_OK) {
        int result = write_sessions_anew(store);
        status = result == SQLITE_OK ? status : failed(store->database, result, message);
    }
    return status;
}

/* True where the log is empty now. */
static bool empty_log(struct synovia_store *store) {
    return sqlite3_wal_checkpoint_v2(store->database, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL,
                                     NULL) == SQLITE_OK;
}

int store_forget(struct synovia_store *store, const uint64_t *sequences, size_t count,
                 const struct synovia_batch *with, struct synovia_forgotten *forgotten,
                 struct synovia_message *message) {
    struct synovia_forgotten counted = {.size = sizeof counted};
    int status = with == NULL ? SYNOVIA_STORE_OK : batch_judge(with, message);
    if (status == SYNOVIA_STORE_OK) {
        status = store_begin(store, true, message);
        if (status == SYNOVIA_STORE_OK) {
            status = erase_all(store, sequences, count, with, &counted, message);
            status = store_end(store, status, message);
        }
    }
    forgotten->records = status == SYNOVIA_STORE_OK ? counted.records : 0;
    forgotten->sessions = status == SYNOVIA_STORE_OK ? counted.sessions : 0;
    forgotten->lingering = status == SYNOVIA_STORE_OK && !empty_log(store) ? 1 : 0;
    return status;
}
