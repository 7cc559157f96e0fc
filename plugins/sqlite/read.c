/*
 * Records, as a query names them. One SELECT is one consistent view; writers go on beside it, but
 * the log cannot be emptied meanwhile.
 */
#include "sqlite/pack.h"
#include "sqlite/status.h"
#include "sqlite/store.h"

#include <string.h>

enum column {
    COLUMN_SEQUENCE,
    COLUMN_TIME,
    COLUMN_KIND,
    COLUMN_FLAGS,
    COLUMN_PROTOCOL,
    COLUMN_DIGEST,
    COLUMN_SESSION,
    COLUMN_REF,
    COLUMN_KEY,
    COLUMN_SALT,
    COLUMN_BODY_HASH,
    COLUMN_HASH,
    COLUMN_PAYLOAD
};

enum parameter {
    PARAMETER_FIRST = 1,
    PARAMETER_LAST,
    PARAMETER_SESSION,
    PARAMETER_REF,
    PARAMETER_KEY,
    PARAMETER_DIGEST,
    PARAMETER_KIND,
    PARAMETER_LIMIT
};

/* The SQL for what the query narrows by; only that stands in it, so that an index is used. What was
 * erased has no session, ref or key, and does not stand in their indexes. NULL where memory ran
 * out; freed with sqlite3_free. */
static char *select_of(const struct synovia_query *query) {
    bool is_bare = (query->flags & SYNOVIA_QUERY_NO_PAYLOAD) != 0;
    bool is_downwards = (query->flags & SYNOVIA_QUERY_NEWEST_FIRST) != 0;
    return sqlite3_mprintf(
        "SELECT r.sequence, time_ms, kind, flags, l.protocol, l.digest, session, ref, key,"
        " salt, body_hash, hash, %s"
        " FROM records r LEFT JOIN labels l ON l.id = r.label"
        " WHERE r.sequence BETWEEN ?1 AND ?2%s%s%s%s%s ORDER BY r.sequence %s LIMIT ?8",
        is_bare ? "NULL" : "payload",
        query->session.length > 0 ? " AND session = ?3 AND flags & 1 = 0" : "",
        query->ref.length > 0 ? " AND ref = ?4 AND flags & 1 = 0" : "",
        query->key.length > 0 ? " AND key = ?5 AND flags & 1 = 0" : "",
        query->digest.length > 0 ? " AND label IN (SELECT id FROM labels WHERE digest = ?6)" : "",
        query->kind != 0 ? " AND kind = ?7" : "", is_downwards ? "DESC" : "ASC");
}

static sqlite3_int64 bounded(uint64_t number) {
    return number > INT64_MAX ? INT64_MAX : (sqlite3_int64)number;
}

/* Parameters that stand nowhere in the SQL may be bound all the same, as ?8 always does. */
static int bind_query(sqlite3_stmt *statement, const struct synovia_query *query) {
    const struct {
        enum parameter parameter;
        struct synovia_text text;
    } texts[] = {{PARAMETER_SESSION, query->session},
                 {PARAMETER_REF, query->ref},
                 {PARAMETER_KEY, query->key},
                 {PARAMETER_DIGEST, query->digest}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        int result = bind_packed(statement, (int)texts[i].parameter, texts[i].text);
        if (result != SQLITE_OK) {
            return result;
        }
    }
    /* Numbers below 1 are of no record: a row that was put there is met, and refused. */
    sqlite3_bind_int64(statement, PARAMETER_FIRST,
                       query->first == 0 ? INT64_MIN : bounded(query->first));
    sqlite3_bind_int64(statement, PARAMETER_LAST,
                       query->last == 0 ? INT64_MAX : bounded(query->last));
    sqlite3_bind_int64(statement, PARAMETER_KIND, query->kind);
    return sqlite3_bind_int64(statement, PARAMETER_LIMIT,
                              query->limit == 0 ? -1 : bounded(query->limit));
}

/* A reading under way. */
struct reading {
    struct synovia_store *store;
    sqlite3_stmt *statement;
    struct synovia_record record; /* the one that is shown */
    struct unpacked protocol, digest, session, ref, key;
    uint64_t before;                  /* the sequence shown before this one; 0: none */
    uint8_t hash[SYNOVIA_HASH_BYTES]; /* and its hash */
};

static bool take_fixed(sqlite3_stmt *statement, int column, uint8_t *bytes, size_t length) {
    const void *at = sqlite3_column_blob(statement, column);
    if (at == NULL || (size_t)sqlite3_column_bytes(statement, column) != length) {
        return false;
    }
    memcpy(bytes, at, length);
    return true;
}

static bool take_hashes(struct reading *reading) {
    sqlite3_stmt *s = reading->statement;
    struct synovia_record *record = &reading->record;
    return take_fixed(s, COLUMN_SALT, record->salt, sizeof record->salt) &&
           take_fixed(s, COLUMN_BODY_HASH, record->body_hash, sizeof record->body_hash) &&
           take_fixed(s, COLUMN_HASH, record->hash, sizeof record->hash);
}

static bool take_label(struct reading *reading) {
    sqlite3_stmt *s = reading->statement;
    struct synovia_record *record = &reading->record;
    return column_unpacked(s, COLUMN_PROTOCOL, &reading->protocol, &record->protocol) &&
           column_unpacked(s, COLUMN_DIGEST, &reading->digest, &record->digest);
}

/* A column that a forget has erased: nothing, or zeros of the length that it had. */
static bool is_blank(sqlite3_stmt *statement, int column) {
    if (sqlite3_column_type(statement, column) == SQLITE_NULL) {
        return true;
    }
    const unsigned char *at = sqlite3_column_blob(statement, column);
    int length = sqlite3_column_bytes(statement, column);
    for (int i = 0; i < length; i++) {
        if (at == NULL || at[i] != 0) {
            return false;
        }
    }
    return true;
}

static bool is_erased(sqlite3_stmt *statement) {
    return is_blank(statement, COLUMN_SESSION) && is_blank(statement, COLUMN_REF) &&
           is_blank(statement, COLUMN_KEY) && is_blank(statement, COLUMN_SALT) &&
           is_blank(statement, COLUMN_PAYLOAD);
}

/* What a forget erases. It stands there as zeros of its length, and is shown empty. A row that only
 * says to be erased is damaged: it would keep from a forget what it was to erase. */
static bool take_body(struct reading *reading) {
    sqlite3_stmt *s = reading->statement;
    struct synovia_record *record = &reading->record;
    if ((record->flags & SYNOVIA_RECORD_ERASED) != 0) {
        if (!is_erased(s)) {
            return false;
        }
        record->session = record->ref = record->key = (struct synovia_text){NULL, 0};
        record->payload = (struct synovia_bytes){NULL, 0};
        return true;
    }
    record->payload.at = sqlite3_column_blob(s, COLUMN_PAYLOAD);
    record->payload.length = (size_t)sqlite3_column_bytes(s, COLUMN_PAYLOAD);
    return column_unpacked(s, COLUMN_SESSION, &reading->session, &record->session) &&
           column_unpacked(s, COLUMN_REF, &reading->ref, &record->ref) &&
           column_unpacked(s, COLUMN_KEY, &reading->key, &record->key);
}

/* The hash of the record before; zeros where that is not there, which the journal then finds. */
static void take_previous(struct reading *reading) {
    struct synovia_record *record = &reading->record;
    memset(record->previous, 0, sizeof record->previous);
    if (reading->before != 0 && reading->before + 1 == record->sequence) {
        memcpy(record->previous, reading->hash, sizeof record->previous);
    } else if (record->sequence > 1) {
        store_hash(reading->store, record->sequence - 1, record->previous);
    }
    reading->before = record->sequence;
    memcpy(reading->hash, record->hash, sizeof reading->hash);
}

static bool is_number(sqlite3_stmt *statement, int column, sqlite3_int64 least,
                      sqlite3_int64 most) {
    sqlite3_int64 value = sqlite3_column_int64(statement, column);
    return sqlite3_column_type(statement, column) == SQLITE_INTEGER && value >= least &&
           value <= most;
}

/* False where the row is not what write.c writes. */
static bool take_record(struct reading *reading) {
    sqlite3_stmt *s = reading->statement;
    struct synovia_record *record = &reading->record;
    record->size = sizeof *record;
    if (!is_number(s, COLUMN_SEQUENCE, 1, INT64_MAX) ||
        !is_number(s, COLUMN_TIME, INT64_MIN, INT64_MAX) ||
        !is_number(s, COLUMN_KIND, 0, UINT32_MAX) || !is_number(s, COLUMN_FLAGS, 0, UINT32_MAX)) {
        return false;
    }
    record->sequence = (uint64_t)sqlite3_column_int64(s, COLUMN_SEQUENCE);
    record->time_ms = sqlite3_column_int64(s, COLUMN_TIME);
    record->kind = (uint32_t)sqlite3_column_int64(s, COLUMN_KIND);
    record->flags = (uint32_t)sqlite3_column_int64(s, COLUMN_FLAGS);
    if (!take_label(reading) || !take_body(reading) || !take_hashes(reading)) {
        return false;
    }
    take_previous(reading);
    return true;
}

/* What a row that cannot be taken means: that memory ran out, or that it is damaged. */
static int bad_row(struct reading *reading, struct synovia_message *message) {
    if (sqlite3_errcode(reading->store->database) == SQLITE_NOMEM) {
        return failed(reading->store->database, SQLITE_NOMEM, message);
    }
    synovia_say(message,
                "record %lld is not as it was written; the store is damaged: restore a "
                "backup",
                (long long)sqlite3_column_int64(reading->statement, COLUMN_SEQUENCE));
    return SYNOVIA_STORE_CORRUPT;
}

static int show_rows(struct reading *reading, synovia_record_visitor *visit, void *context,
                     struct synovia_message *message) {
    for (;;) {
        int result = sqlite3_step(reading->statement);
        if (result == SQLITE_DONE) {
            return SYNOVIA_STORE_OK;
        }
        if (result != SQLITE_ROW) {
            return failed(reading->store->database, result, message);
        }
        if (!take_record(reading)) {
            return bad_row(reading, message);
        }
        if (visit(context, &reading->record) != 0) {
            return SYNOVIA_STORE_OK;
        }
    }
}

int store_read(struct synovia_store *store, const struct synovia_query *query,
               synovia_record_visitor *visit, void *context, struct synovia_message *message) {
    char *sql = select_of(query);
    if (sql == NULL) {
        return failed(NULL, SQLITE_NOMEM, message);
    }
    struct reading reading = {.store = store};
    int result = sqlite3_prepare_v2(store->database, sql, -1, &reading.statement, NULL);
    sqlite3_free(sql);
    if (result == SQLITE_OK) {
        result = bind_query(reading.statement, query);
    }
    int status = result == SQLITE_OK ? show_rows(&reading, visit, context, message)
                                     : failed(store->database, result, message);
    sqlite3_finalize(reading.statement);
    return status;
}
