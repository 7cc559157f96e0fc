/*
 * Erasing for privacy. The row of a record keeps its length, so that it is overwritten where it
 * stands; secure_delete, which is always on, zeroes what sessions leave behind; and the log, which
 * still has the pages of before, is emptied.
 */
#include "sqlite/pack.h"
#include "sqlite/status.h"
#include "sqlite/store.h"

static int erase(struct synovia_store *store, enum statement which, struct synovia_text ref,
                 uint64_t *rows) {
    sqlite3_stmt *statement = store_statement(store, which);
    int result = bind_packed(statement, 1, ref);
    result = result == SQLITE_OK ? store_run(statement) : result;
    *rows = result == SQLITE_OK ? (uint64_t)sqlite3_changes64(store->database) : 0;
    return result;
}

static int erase_all(struct synovia_store *store, struct synovia_text ref,
                     const struct synovia_batch *with, struct synovia_forgotten *forgotten,
                     struct synovia_message *message) {
    int result = erase(store, STATEMENT_ERASE, ref, &forgotten->payloads);
    if (result == SQLITE_OK) {
        result = erase(store, STATEMENT_ERASE_SESSIONS, ref, &forgotten->sessions);
    }
    if (result != SQLITE_OK) {
        return failed(store->database, result, message);
    }
    return with == NULL ? SYNOVIA_STORE_OK : batch_write(store, with, message);
}

/* True where the log is empty now. */
static bool empty_log(struct synovia_store *store) {
    return sqlite3_wal_checkpoint_v2(store->database, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL,
                                     NULL) == SQLITE_OK;
}

int store_forget(struct synovia_store *store, struct synovia_text ref,
                 const struct synovia_batch *with, struct synovia_forgotten *forgotten,
                 struct synovia_message *message) {
    forgotten->payloads = 0;
    forgotten->sessions = 0;
    forgotten->lingering = 0;
    if (ref.length == 0 || ref.length > SYNOVIA_STORE_TEXT_BYTES) {
        synovia_say(message, "a ref of 1 to %d bytes says what to forget",
                    SYNOVIA_STORE_TEXT_BYTES);
        return SYNOVIA_STORE_INVALID;
    }
    int status = with == NULL ? SYNOVIA_STORE_OK : batch_judge(with, message);
    if (status == SYNOVIA_STORE_OK) {
        status = store_begin(store, true, message);
    }
    if (status != SYNOVIA_STORE_OK) {
        return status;
    }
    status = store_end(store, erase_all(store, ref, with, forgotten, message), message);
    if (status == SYNOVIA_STORE_OK) {
        forgotten->lingering = empty_log(store) ? 0 : 1;
    } else {
        forgotten->payloads = 0;
        forgotten->sessions = 0;
    }
    return status;
}
