/*
 * An open store: a connection, its statements, and what is not known to be on disk.
 *
 *     write(durable)      COMMIT ── frames ──► WAL ── fsync ──►        synchronous = FULL
 *     write               COMMIT ── frames ──► WAL                     synchronous = NORMAL
 *     sync                                     WAL ── fsync ──►
 *     every few MB, and   checkpoint           WAL ── fsync ──► pages ──► database ── fsync ──►
 *     when the last one closes
 *
 * In WAL mode a commit appends the changed pages to the log. With FULL the log is synced at each
 * commit, with NORMAL only before a checkpoint; either way a sync of the log takes all the commits
 * before it along, which is what makes `durable` hold for those as well.
 *
 * When a sync fails, the kernel may take the pages that it could not write for clean, and let the
 * next sync succeed. So after a failed sync the store is `unsure`: before it promises anything
 * again, it writes the log over itself and syncs that. Until then there is no checkpoint: one would
 * bring the database ahead of a log that has holes on disk, and after a power cut the old rest of
 * the log would be laid over newer pages.
 */
#ifndef SYNOVIA_SQLITE_STORE_H
#define SYNOVIA_SQLITE_STORE_H

#include "abi/store.h"
#include "sqlite/place.h"
#include "sqlite/wait.h"

#include <sqlite3.h>
#include <stdbool.h>

/* The prepared statements, made when the store is opened; store.c has their SQL. */
enum statement {
    STATEMENT_BEGIN,
    STATEMENT_COMMIT,
    STATEMENT_ROLLBACK,
    STATEMENT_HEAD,
    STATEMENT_HASH,
    STATEMENT_FIND_LABEL,
    STATEMENT_ADD_LABEL,
    STATEMENT_ADD_RECORD,
    STATEMENT_ADD_SESSION,
    STATEMENT_CHANGE_SESSION,
    STATEMENT_DELETE_SESSION,
    STATEMENT_ADD_SOURCE,
    STATEMENT_SESSION,
    STATEMENT_SESSIONS,
    STATEMENT_SOURCE,
    STATEMENT_ERASE,
    STATEMENTS
};

struct synovia_store {
    sqlite3 *database;
    sqlite3_stmt *statements[STATEMENTS];
    bool read_only;
    bool is_full; /* synchronous is FULL now, not NORMAL */
    bool unsure;  /* a sync failed, and the log was not written anew since */
    struct place place;
    struct waiting waiting;
};

/* A result of SQLite; the statements that were made are finalised with the store. */
int store_prepare(struct synovia_store *store);
void store_finalize(struct synovia_store *store);

/* The statement, reset and with nothing bound. */
sqlite3_stmt *store_statement(struct synovia_store *store, enum statement which);

/* Steps a statement that returns no row, and resets it. SQLITE_OK or what failed. */
int store_run(sqlite3_stmt *statement);

/* One transaction that writes: store_begin takes the lock to write. After store_begin has failed
 * there is nothing to end; otherwise store_end commits where `status` is OK, else rolls back, and
 * returns the status of the whole. */
int store_begin(struct synovia_store *store, bool durable, struct synovia_message *message);
int store_end(struct synovia_store *store, int status, struct synovia_message *message);

/* Before the connection is closed: makes sure, or sees to it that closing does not checkpoint. */
void store_leave(struct synovia_store *store);

/* Checkpoints every few megabytes of log; registered with sqlite3_wal_hook. */
int store_after_commit(void *store, sqlite3 *database, const char *name, int pages);

/* The head, also within a transaction. A status. */
int store_head(struct synovia_store *store, struct synovia_head *head,
               struct synovia_message *message);

/* The hash of one record; false where it is not there or is none. */
bool store_hash(struct synovia_store *store, uint64_t sequence, uint8_t hash[SYNOVIA_HASH_BYTES]);

/* The routines of the table, each as in abi/store.h. */
int store_open(const struct synovia_store_options *options, struct synovia_store **store,
               struct synovia_message *message);
void store_close(struct synovia_store *store);
int store_write(struct synovia_store *store, const struct synovia_batch *batch,
                struct synovia_message *message);
int store_sync(struct synovia_store *store, struct synovia_message *message);
int store_read(struct synovia_store *store, const struct synovia_query *query,
               synovia_record_visitor *visit, void *context, struct synovia_message *message);
int store_session(struct synovia_store *store, struct synovia_text id,
                  synovia_session_visitor *visit, void *context, struct synovia_message *message);
int store_sessions(struct synovia_store *store, int64_t until_ms, uint64_t limit,
                   synovia_session_visitor *visit, void *context, struct synovia_message *message);
int store_source(struct synovia_store *store, struct synovia_text digest,
                 synovia_bytes_visitor *visit, void *context, struct synovia_message *message);
int store_forget(struct synovia_store *store, const uint64_t *sequences, size_t count,
                 const struct synovia_batch *with, struct synovia_forgotten *forgotten,
                 struct synovia_message *message);
int store_backup(struct synovia_store *store, struct synovia_text path,
                 struct synovia_message *message);
int store_check(struct synovia_store *store, struct synovia_message *message);
int store_info(struct synovia_store *store, struct synovia_store_info *info,
               struct synovia_message *message);

/* What a batch did that is not plain from it. */
struct batch_done {
    uint64_t deleted; /* sessions that were there */
};

/* Judges a batch before anything of it is written, and writes it within a transaction. Statuses. */
int batch_judge(const struct synovia_batch *batch, struct synovia_message *message);
int batch_write(struct synovia_store *store, const struct synovia_batch *batch,
                struct batch_done *done, struct synovia_message *message);

#endif
