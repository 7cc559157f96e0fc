#include "sqlite/schema.h"

#include <stddef.h>

static const char *const steps[SCHEMA_VERSION] = {
    /* 1: the beginning */
    "CREATE TABLE labels ("
    "  id INTEGER PRIMARY KEY,"
    "  protocol, digest,"
    "  UNIQUE (protocol, digest)"
    ");"
    "CREATE TABLE records ("
    "  sequence INTEGER PRIMARY KEY,"
    "  time_ms INTEGER NOT NULL,"
    "  kind INTEGER NOT NULL,"
    "  flags INTEGER NOT NULL,"
    "  label INTEGER NOT NULL REFERENCES labels (id),"
    "  session, ref, key,"
    "  salt BLOB NOT NULL,"
    "  body_hash BLOB NOT NULL,"
    "  hash BLOB NOT NULL,"
    "  payload BLOB NOT NULL"
    ");"
    "CREATE INDEX records_session ON records (session)"
    "  WHERE session IS NOT NULL AND flags & 1 = 0;"
    "CREATE TABLE sessions ("
    "  id NOT NULL UNIQUE,"
    "  revision INTEGER NOT NULL,"
    "  digest,"
    "  expires_ms INTEGER NOT NULL,"
    "  state BLOB NOT NULL"
    ");"
    "CREATE INDEX sessions_expiry ON sessions (expires_ms);"
    "CREATE TABLE sources (digest NOT NULL UNIQUE, bytes BLOB NOT NULL);"
    "PRAGMA application_id = 1398361686;"
    "PRAGMA user_version = 1;",

    /* 2: the few protocols, refused reloads and feedbacks are found among a million decisions */
    "CREATE INDEX records_kind ON records (kind);"
    "PRAGMA user_version = 2;",
};

static int read_integer(sqlite3 *database, const char *sql, int *value) {
    sqlite3_stmt *statement = NULL;
    int result = sqlite3_prepare_v2(database, sql, -1, &statement, NULL);
    if (result == SQLITE_OK) {
        result = sqlite3_step(statement);
        *value = sqlite3_column_int(statement, 0);
    }
    int last = sqlite3_finalize(statement);
    return result == SQLITE_ROW ? last : result;
}

int schema_read(sqlite3 *database, struct schema *schema) {
    int result = read_integer(database, "PRAGMA application_id", &schema->application_id);
    if (result == SQLITE_OK) {
        result = read_integer(database, "PRAGMA user_version", &schema->version);
    }
    if (result == SQLITE_OK) {
        result = read_integer(database, "SELECT count(*) FROM sqlite_schema", &schema->objects);
    }
    return result;
}

int schema_judge(const struct schema *schema, int read_only, struct synovia_message *message) {
    if (schema->application_id == 0 && schema->version == 0 && schema->objects == 0) {
        if (read_only) {
            synovia_say(message, "there is nothing in this store yet");
            return SYNOVIA_STORE_NOT_FOUND;
        }
        return SYNOVIA_STORE_OK;
    }
    if (schema->application_id != APPLICATION_ID) {
        synovia_say(message,
                    "this is an SQLite database of something else (application id %d, a store of "
                    "Synovia has %d); name another file",
                    schema->application_id, APPLICATION_ID);
        return SYNOVIA_STORE_INVALID;
    }
    if (schema->version > SCHEMA_VERSION) {
        synovia_say(message,
                    "the store has layout %d, and this plug-in knows layouts up to %d: use the "
                    "newer plug-in that wrote it",
                    schema->version, SCHEMA_VERSION);
        return SYNOVIA_STORE_TOO_NEW;
    }
    if (read_only && schema->version < SCHEMA_READABLE_FROM) {
        synovia_say(message,
                    "the store has layout %d, and only layouts from %d on can be read as they are: "
                    "open it for writing once",
                    schema->version, SCHEMA_READABLE_FROM);
        return SYNOVIA_STORE_UNSUPPORTED;
    }
    return SYNOVIA_STORE_OK;
}

/* Another process may be taking the same step: the version is read anew under the write lock. */
static int take_step(sqlite3 *database, int step) {
    int result = sqlite3_exec(database, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    if (result != SQLITE_OK) {
        return result;
    }
    int version = 0;
    result = read_integer(database, "PRAGMA user_version", &version);
    if (result == SQLITE_OK && version == step) {
        result = sqlite3_exec(database, steps[step], NULL, NULL, NULL);
    }
    if (result == SQLITE_OK) {
        result = sqlite3_exec(database, "COMMIT", NULL, NULL, NULL);
    }
    if (sqlite3_get_autocommit(database) == 0) {
        sqlite3_exec(database, "ROLLBACK", NULL, NULL, NULL);
    }
    return result;
}

int schema_upgrade(sqlite3 *database, int version) {
    int result = SQLITE_OK;
    for (int step = 0; step < version && result == SQLITE_OK; step++) {
        int now = 0;
        result = read_integer(database, "PRAGMA user_version", &now);
        if (result == SQLITE_OK && now == step) {
            result = take_step(database, step);
        }
    }
    return result;
}
