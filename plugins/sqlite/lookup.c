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

static int bad_source(struct synovia_store *store, struct synovia_message *message) {
    if (sqlite3_errcode(store->database) == SQLITE_NOMEM) {
        return failed(store->database, SQLITE_NOMEM, message);
    }
    synovia_say(message, "a source is not as it was written; the store is damaged: restore a "
                         "backup");
    return SYNOVIA_STORE_CORRUPT;
}

/* A row of `sessions`, with room for its texts. */
struct session_row {
    struct synovia_session session;
    struct unpacked id, digest;
};

/* Columns are of the kinds that write.c writes, and a next revision can be counted. */
static bool has_kinds(sqlite3_stmt *statement) {
    return sqlite3_column_type(statement, 1) == SQLITE_INTEGER &&
           sqlite3_column_type(statement, 3) == SQLITE_INTEGER &&
           sqlite3_column_type(statement, 4) == SQLITE_BLOB &&
           sqlite3_column_int64(statement, 1) > 0 && sqlite3_column_int64(statement, 1) < INT64_MAX;
}

/* False where the row is not what write.c writes, or memory ran out. */
static bool take_session(struct synovia_store *store, sqlite3_stmt *statement,
                         struct session_row *row) {
    struct synovia_session *session = &row->session;
    *session = (struct synovia_session){.size = sizeof *session};
    if (!column_unpacked(statement, 0, &row->id, &session->id) || !has_kinds(statement) ||
        !column_unpacked(statement, 2, &row->digest, &session->digest)) {
        return false;
    }
    session->revision = (uint64_t)sqlite3_column_int64(statement, 1);
    session->expires_ms = sqlite3_column_int64(statement, 3);
    session->state = column_bytes(statement, 4);
    return has_bytes(store->database, session->state);
}

/* Says which row it is that cannot be read; a status. */
static int bad_session(struct synovia_store *store, const struct session_row *row,
                       struct synovia_message *message) {
    if (sqlite3_errcode(store->database) == SQLITE_NOMEM) {
        return failed(store->database, SQLITE_NOMEM, message);
    }
    bool has_id = row->session.id.length > 0;
    synovia_say(message,
                "session %.*s is not kept as it was written: its row in the store is damaged",
                has_id ? (int)row->session.id.length : 1, has_id ? row->session.id.at : "?");
    return SYNOVIA_STORE_CORRUPT;
}

/* Shows the rows of a statement over `sessions`, at most `limit`; `*shown` counts them. A row that
 * cannot be read does not keep the others from being shown: it makes the status of the whole. */
static int show_sessions(struct synovia_store *store, sqlite3_stmt *statement, uint64_t limit,
                         uint64_t *shown, synovia_session_visitor *visit, void *context,
                         struct synovia_message *message) {
    int status = SYNOVIA_STORE_OK;
    int result = SQLITE_ROW;
    while (*shown < limit && (result = sqlite3_step(statement)) == SQLITE_ROW) {
        struct session_row row;
        if (!take_session(store, statement, &row)) {
            status = status == SYNOVIA_STORE_OK ? bad_session(store, &row, message) : status;
            if (status != SYNOVIA_STORE_CORRUPT) {
                return status;
            }
            continue;
        }
        *shown += 1;
        if (visit(context, &row.session) != 0) {
            return status;
        }
    }
    return result == SQLITE_DONE || result == SQLITE_ROW ? status
                                                         : failed(store->database, result, message);
}

int store_session(struct synovia_store *store, struct synovia_text id,
                  synovia_session_visitor *visit, void *context, struct synovia_message *message) {
    sqlite3_stmt *statement = store_statement(store, STATEMENT_SESSION);
    int result = bind_packed(statement, 1, id);
    uint64_t shown = 0;
    int status = result == SQLITE_OK
                     ? show_sessions(store, statement, 1, &shown, visit, context, message)
                     : failed(store->database, result, message);
    sqlite3_reset(statement);
    if (status == SYNOVIA_STORE_OK && shown == 0) {
        synovia_say(message, "there is no session %.*s", (int)id.length, id.at);
        return SYNOVIA_STORE_NOT_FOUND;
    }
    return status;
}

/* All sessions are also those whose time is damaged: behind numbers SQLite sorts texts, and behind
 * these bytes. */
static int bind_until(sqlite3_stmt *statement, int64_t until_ms) {
    static const unsigned char behind_all[] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    return until_ms == INT64_MAX
               ? sqlite3_bind_blob(statement, 1, behind_all, sizeof behind_all, SQLITE_STATIC)
               : sqlite3_bind_int64(statement, 1, until_ms);
}

int store_sessions(struct synovia_store *store, int64_t until_ms, uint64_t limit,
                   synovia_session_visitor *visit, void *context, struct synovia_message *message) {
    sqlite3_stmt *statement = store_statement(store, STATEMENT_SESSIONS);
    bind_until(statement, until_ms);
    uint64_t shown = 0;
    int status = show_sessions(store, statement, limit == 0 ? UINT64_MAX : limit, &shown, visit,
                               context, message);
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
        return bad_source(store, message);
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
