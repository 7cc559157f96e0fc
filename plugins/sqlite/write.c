/*
 * One batch, one transaction. What the caller may have got wrong is looked at before the lock is
 * taken; what another process may have written meanwhile, under it.
 */
#include "sqlite/pack.h"
#include "sqlite/status.h"
#include "sqlite/store.h"

#include <string.h>

static bool is_text(struct synovia_text text) {
    return text.length <= SYNOVIA_STORE_TEXT_BYTES && (text.length == 0 || text.at != NULL);
}

static bool is_bytes(struct synovia_bytes bytes) {
    return bytes.length <= SYNOVIA_STORE_BYTES && (bytes.length == 0 || bytes.at != NULL);
}

static bool is_record(const struct synovia_record *record) {
    return record->size >= sizeof *record && record->sequence <= INT64_MAX &&
           is_text(record->protocol) && is_text(record->digest) && is_text(record->session) &&
           is_text(record->ref) && is_text(record->key) && is_bytes(record->payload);
}

static bool is_session(const struct synovia_session *session) {
    return session->size >= sizeof *session && session->id.length > 0 && is_text(session->id) &&
           session->revision > 0 && session->revision <= INT64_MAX && is_text(session->digest) &&
           is_bytes(session->state);
}

static bool is_source(const struct synovia_source *source) {
    return source->size >= sizeof *source && source->digest.length > 0 && is_text(source->digest) &&
           is_bytes(source->bytes);
}

static int invalid(struct synovia_message *message, const char *what, size_t index) {
    synovia_say(message,
                "the %s %zu of the batch is not one: a size, a number or a length is out of bounds",
                what, index + 1);
    return SYNOVIA_STORE_INVALID;
}

int batch_judge(const struct synovia_batch *batch, struct synovia_message *message) {
    if (batch->size < sizeof *batch) {
        synovia_say(message, "the batch has %zu bytes, at least %zu are needed", batch->size,
                    sizeof *batch);
        return SYNOVIA_STORE_INVALID;
    }
    for (size_t i = 0; i < batch->record_count; i++) {
        if (!is_record(batch->records[i])) {
            return invalid(message, "record", i);
        }
    }
    for (size_t i = 0; i < batch->session_count; i++) {
        if (!is_session(batch->sessions[i])) {
            return invalid(message, "session", i);
        }
    }
    for (size_t i = 0; i < batch->gone_count; i++) {
        if (!is_text(batch->gone[i])) {
            return invalid(message, "session to delete", i);
        }
    }
    for (size_t i = 0; i < batch->source_count; i++) {
        if (!is_source(batch->sources[i])) {
            return invalid(message, "source", i);
        }
    }
    return SYNOVIA_STORE_OK;
}

static int bind_bytes(sqlite3_stmt *statement, int parameter, struct synovia_bytes bytes) {
    return bytes.length == 0 ? sqlite3_bind_zeroblob(statement, parameter, 0)
                             : sqlite3_bind_blob(statement, parameter, bytes.at, (int)bytes.length,
                                                 SQLITE_STATIC);
}

/* The first result that is not SQLITE_OK. */
static int either(int first, int second) {
    return first == SQLITE_OK ? second : first;
}

static int find_label(struct synovia_store *store, const struct synovia_record *record,
                      sqlite3_int64 *label) {
    sqlite3_stmt *statement = store_statement(store, STATEMENT_FIND_LABEL);
    int result = bind_packed(statement, 1, record->protocol);
    result = either(result, bind_packed(statement, 2, record->digest));
    *label = 0;
    if (result == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW) {
        *label = sqlite3_column_int64(statement, 0);
    }
    return either(result, sqlite3_reset(statement));
}

static int add_label(struct synovia_store *store, const struct synovia_record *record,
                     sqlite3_int64 *label) {
    sqlite3_stmt *statement = store_statement(store, STATEMENT_ADD_LABEL);
    int result = bind_packed(statement, 1, record->protocol);
    result = either(result, bind_packed(statement, 2, record->digest));
    result = result == SQLITE_OK ? store_run(statement) : result;
    *label = sqlite3_last_insert_rowid(store->database);
    return result;
}

static bool same_text(struct synovia_text a, struct synovia_text b) {
    return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

/* The label of a record; that of the record before it is mostly the same. */
static int label_of(struct synovia_store *store, const struct synovia_record *record,
                    const struct synovia_record *before, sqlite3_int64 *label) {
    if (before != NULL && same_text(before->protocol, record->protocol) &&
        same_text(before->digest, record->digest)) {
        return SQLITE_OK;
    }
    int result = find_label(store, record, label);
    return result == SQLITE_OK && *label == 0 ? add_label(store, record, label) : result;
}

static int add_record(struct synovia_store *store, const struct synovia_record *record,
                      sqlite3_int64 label) {
    sqlite3_stmt *s = store_statement(store, STATEMENT_ADD_RECORD);
    int result = sqlite3_bind_int64(s, 1, (sqlite3_int64)record->sequence);
    result = either(result, sqlite3_bind_int64(s, 2, record->time_ms));
    result = either(result, sqlite3_bind_int64(s, 3, record->kind));
    result = either(result, sqlite3_bind_int64(s, 4, record->flags));
    result = either(result, sqlite3_bind_int64(s, 5, label));
    result = either(result, bind_packed(s, 6, record->session));
    result = either(result, bind_packed(s, 7, record->ref));
    result = either(result, bind_packed(s, 8, record->key));
    result =
        either(result, sqlite3_bind_blob(s, 9, record->salt, SYNOVIA_SALT_BYTES, SQLITE_STATIC));
    result = either(result,
                    sqlite3_bind_blob(s, 10, record->body_hash, SYNOVIA_HASH_BYTES, SQLITE_STATIC));
    result =
        either(result, sqlite3_bind_blob(s, 11, record->hash, SYNOVIA_HASH_BYTES, SQLITE_STATIC));
    result = either(result, bind_bytes(s, 12, record->payload));
    return result == SQLITE_OK ? store_run(s) : result;
}

/* What the next record must follow. */
struct chain_end {
    uint64_t sequence;
    const uint8_t *hash;
};

static bool follows(const struct synovia_record *record, struct chain_end end,
                    struct synovia_message *message) {
    if (record->sequence != end.sequence + 1) {
        synovia_say(message, "record %llu does not follow the last one, %llu: read the head anew",
                    (unsigned long long)record->sequence, (unsigned long long)end.sequence);
        return false;
    }
    if (memcmp(record->previous, end.hash, SYNOVIA_HASH_BYTES) != 0) {
        synovia_say(message,
                    "record %llu does not carry the hash of the record before it: read the head "
                    "anew",
                    (unsigned long long)record->sequence);
        return false;
    }
    return true;
}

static int write_records(struct synovia_store *store, const struct synovia_batch *batch,
                         struct synovia_message *message) {
    struct synovia_head head = {.size = sizeof head};
    int status = batch->record_count == 0 ? SYNOVIA_STORE_OK : store_head(store, &head, message);
    if (status != SYNOVIA_STORE_OK) {
        return status;
    }
    struct chain_end end = {head.sequence, head.hash};
    const struct synovia_record *before = NULL;
    sqlite3_int64 label = 0;
    for (size_t i = 0; i < batch->record_count; i++) {
        const struct synovia_record *record = batch->records[i];
        if (!follows(record, end, message)) {
            return SYNOVIA_STORE_CONFLICT;
        }
        int result = label_of(store, record, before, &label);
        result = result == SQLITE_OK ? add_record(store, record, label) : result;
        if (result != SQLITE_OK) {
            return failed(store->database, result, message);
        }
        before = record;
        end = (struct chain_end){record->sequence, record->hash};
    }
    return SYNOVIA_STORE_OK;
}

static int put_session(struct synovia_store *store, const struct synovia_session *session,
                       struct synovia_message *message) {
    enum statement which =
        session->revision == 1 ? STATEMENT_ADD_SESSION : STATEMENT_CHANGE_SESSION;
    sqlite3_stmt *statement = store_statement(store, which);
    int result = bind_packed(statement, 1, session->id);
    result = either(result, sqlite3_bind_int64(statement, 2, (sqlite3_int64)session->revision));
    result = either(result, bind_packed(statement, 3, session->digest));
    result = either(result, sqlite3_bind_int64(statement, 4, session->expires_ms));
    result = either(result, bind_bytes(statement, 5, session->state));
    result = result == SQLITE_OK ? store_run(statement) : result;
    if (result != SQLITE_OK) {
        return failed(store->database, result, message);
    }
    if (sqlite3_changes(store->database) == 0) {
        synovia_say(message, "session %.*s does not have the revision before %llu: read it anew",
                    (int)session->id.length, session->id.at, (unsigned long long)session->revision);
        return SYNOVIA_STORE_CONFLICT;
    }
    return SYNOVIA_STORE_OK;
}

static int delete_session(struct synovia_store *store, struct synovia_text id) {
    sqlite3_stmt *statement = store_statement(store, STATEMENT_DELETE_SESSION);
    int result = bind_packed(statement, 1, id);
    return result == SQLITE_OK ? store_run(statement) : result;
}

static int add_source(struct synovia_store *store, const struct synovia_source *source) {
    sqlite3_stmt *statement = store_statement(store, STATEMENT_ADD_SOURCE);
    int result = bind_packed(statement, 1, source->digest);
    result = either(result, bind_bytes(statement, 2, source->bytes));
    return result == SQLITE_OK ? store_run(statement) : result;
}

int batch_write(struct synovia_store *store, const struct synovia_batch *batch,
                struct batch_done *done, struct synovia_message *message) {
    int status = write_records(store, batch, message);
    for (size_t i = 0; i < batch->session_count && status == SYNOVIA_STORE_OK; i++) {
        status = put_session(store, batch->sessions[i], message);
    }
    if (status != SYNOVIA_STORE_OK) {
        return status;
    }
    int result = SQLITE_OK;
    for (size_t i = 0; i < batch->gone_count && result == SQLITE_OK; i++) {
        result = delete_session(store, batch->gone[i]);
        done->deleted += result == SQLITE_OK ? (uint64_t)sqlite3_changes(store->database) : 0;
    }
    for (size_t i = 0; i < batch->source_count && result == SQLITE_OK; i++) {
        result = add_source(store, batch->sources[i]);
    }
    return result == SQLITE_OK ? SYNOVIA_STORE_OK : failed(store->database, result, message);
}

int store_write(struct synovia_store *store, const struct synovia_batch *batch,
                struct synovia_message *message) {
    int status = batch_judge(batch, message);
    if (status == SYNOVIA_STORE_OK) {
        status = store_begin(store, (batch->flags & SYNOVIA_BATCH_DURABLE) != 0, message);
    }
    if (status != SYNOVIA_STORE_OK) {
        return status;
    }
    struct batch_done done = {0};
    return store_end(store, batch_write(store, batch, &done, message), message);
}
