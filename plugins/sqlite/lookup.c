/* Sessions and sources, which are looked up by what they are called. */
#include "sqlite/pack.h"
#include "sqlite/status.h"
#include "sqlite/store.h"

static struct synovia_bytes column_bytes(sqlite3_stmt *statement, int column) {
    const void *at = sqlite3_column_blob(statement, column);
    return (struct synovia_bytes){at, (size_t)sqlite3_column_bytes(statement, column)};
}

/* True where a column of a BLOB that is not empty could be had. */
static bool has_bytes(sqlite3 *database, struct synovia_bytes bytes) {
    return bytes.at != NULL || (bytes.length == 0 && sqlite3_errcode(database) != SQLITE_NOMEM);
}

static int bad_row(struct synovia_store *store, const char *what, struct synovia_message *message) {
    if (sqlite3_errcode(store->database) == SQLITE_NOMEM) {
        return failed(store->database, SQLITE_NOMEM, message);
    }
    synovia_say(message, "a %s is not as it was written; the store is damaged: restore a backup",
                what);
    return SYNOVIA_STORE_CORRUPT;
}

/* Shows the rows of a statement over `sessions`; `*shown` counts them. A status. */
static int show_sessions(struct synovia_store *store, sqlite3_stmt *statement, uint64_t *shown,
                         synovia_session_visitor *visit, void *context,
                         struct synovia_message *message) {
    int result;
    while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
        struct unpacked id, digest;
        struct synovia_session session = {.size = sizeof session};
        session.revision = (uint64_t)sqlite3_column_int64(statement, 1);
        session.expires_ms = sqlite3_column_int64(statement, 3);
        session.state = column_bytes(statement, 4);
        if (!column_unpacked(statement, 0, &id, &session.id) ||
            !column_unpacked(statement, 2, &digest, &session.digest) ||
            !has_bytes(store->database, session.state)) {
            return bad_row(store, "session", message);
        }
        *shown += 1;
        if (visit(context, &session) != 0) {
            return SYNOVIA_STORE_OK;
        }
    }
    return result == SQLITE_DONE ? SYNOVIA_STORE_OK : failed(store->database, result, message);
}

int store_session(struct synovia_store *store, struct synovia_text id,
                  synovia_session_visitor *visit, void *context, struct synovia_message *message) {
    sqlite3_stmt *statement = store_statement(store, STATEMENT_SESSION);
    int result = bind_packed(statement, 1, id);
    uint64_t shown = 0;
    int status = result == SQLITE_OK
                     ? show_sessions(store, statement, &shown, visit, context, message)
                     : failed(store->database, result, message);
    sqlite3_reset(statement);
    if (status == SYNOVIA_STORE_OK && shown == 0) {
        synovia_say(message, "there is no session %.*s", (int)id.length, id.at);
        return SYNOVIA_STORE_NOT_FOUND;
    }
    return status;
}

int store_sessions(struct synovia_store *store, int64_t until_ms, uint64_t limit,
                   synovia_session_visitor *visit, void *context, struct synovia_message *message) {
    sqlite3_stmt *statement = store_statement(store, STATEMENT_SESSIONS);
    sqlite3_bind_int64(statement, 1, until_ms);
    sqlite3_bind_int64(statement, 2, limit == 0 || limit > INT64_MAX ? -1 : (sqlite3_int64)limit);
    uint64_t shown = 0;
    int status = show_sessions(store, statement, &shown, visit, context, message);
    sqlite3_reset(statement);
    return status;
}

static int show_source(struct synovia_store *store, sqlite3_stmt *statement,
                       synovia_bytes_visitor *visit, void *context,
                       struct synovia_message *message) {
    int result = sqlite3_step(statement);
    if (result == SQLITE_DONE) {
        synovia_say(message, "there are no sources under this digest");
        return SYNOVIA_STORE_NOT_FOUND;
    }
    if (result != SQLITE_ROW) {
        return failed(store->database, result, message);
    }
    struct synovia_bytes bytes = column_bytes(statement, 0);
    if (!has_bytes(store->database, bytes)) {
        return bad_row(store, "source", message);
    }
    visit(context, bytes);
    return SYNOVIA_STORE_OK;
}

int store_source(struct synovia_store *store, struct synovia_text digest,
                 synovia_bytes_visitor *visit, void *context, struct synovia_message *message) {
    sqlite3_stmt *statement = store_statement(store, STATEMENT_SOURCE);
    int result = bind_packed(statement, 1, digest);
    int status = result == SQLITE_OK ? show_source(store, statement, visit, context, message)
                                     : failed(store->database, result, message);
    sqlite3_reset(statement);
    return status;
}
