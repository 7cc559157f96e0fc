#include "sqlite/place.h"

#include "sqlite/store.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* ---- files ---- */

static const char *database_path(struct synovia_store *store) {
    return sqlite3_db_filename(store->database, "main");
}

static const char *log_path(struct synovia_store *store) {
    return sqlite3_filename_wal(database_path(store));
}

static bool identify(const char *path, struct file_identity *identity, off_t *bytes) {
    struct stat found;
    if (stat(path, &found) != 0) {
        return false;
    }
    *identity = (struct file_identity){found.st_dev, found.st_ino};
    *bytes = found.st_size;
    return true;
}

static bool is_there(const char *path, const struct file_identity *noted, off_t *bytes) {
    struct file_identity found;
    return identify(path, &found, bytes) && found.device == noted->device &&
           found.inode == noted->inode;
}

int place_note(struct synovia_store *store, struct synovia_message *message) {
    struct place *place = &store->place;
    off_t bytes;
    snprintf(place->index_path, sizeof place->index_path, "%s-shm", database_path(store));
    if (identify(log_path(store), &place->log, &bytes) &&
        identify(place->index_path, &place->index, &bytes) &&
        identify(database_path(store), &place->database, &place->bytes)) {
        return SYNOVIA_STORE_OK;
    }
    store->place.log.inode = 0;
    synovia_say(message, "the store's log was taken away while it was opened: %s", log_path(store));
    return SYNOVIA_STORE_IO;
}

static bool has_log(struct synovia_store *store) {
    off_t bytes;
    return is_there(log_path(store), &store->place.log, &bytes) &&
           is_there(store->place.index_path, &store->place.index, &bytes);
}

/* ---- the log, as its index counts it ---- */

/* The beginning of the index (SQLite, "WAL-mode File Format", section 2.1), in the machine's own
 * order of bytes. */
struct index_header {
    uint32_t version, unused, change;
    uint8_t is_set, has_big_sums;
    uint16_t page_size; /* 1: 65536 */
    uint32_t frames;    /* that count */
    uint32_t pages;
    uint32_t sum[2]; /* of all frames up to the last */
    uint8_t salt[8]; /* as each frame has it */
    uint32_t check[2];
};
_Static_assert(sizeof(struct index_header) == 48, "as SQLite lays it out");

enum { INDEX_REGION = 32768, LOG_HEADER = 32, FRAME_HEADER = 24 };

static sqlite3_file *file_of(struct synovia_store *store, int which) {
    sqlite3_file *file = NULL;
    sqlite3_file_control(store->database, "main", which, &file);
    return file != NULL && file->pMethods != NULL ? file : NULL;
}

static bool read_index(struct synovia_store *store, struct index_header *header) {
    sqlite3_file *file = file_of(store, SQLITE_FCNTL_FILE_POINTER);
    void volatile *region = NULL;
    if (file == NULL || file->pMethods->iVersion < 2 ||
        file->pMethods->xShmMap(file, 0, INDEX_REGION, 0, &region) != SQLITE_OK || region == NULL) {
        return false;
    }
    memcpy(header, (const void *)region, sizeof *header);
    return true;
}

static sqlite3_int64 frame_at(const struct index_header *header, uint32_t frame) {
    sqlite3_int64 page = header->page_size == 1 ? 65536 : header->page_size;
    return LOG_HEADER + (sqlite3_int64)frame * (page + FRAME_HEADER);
}

/* True where the log that is open has the bytes that its index counts. */
static bool is_long_enough(struct synovia_store *store) {
    struct index_header header;
    sqlite3_file *log = file_of(store, SQLITE_FCNTL_JOURNAL_POINTER);
    sqlite3_int64 bytes = 0;
    return read_index(store, &header) && log != NULL &&
           log->pMethods->xFileSize(log, &bytes) == SQLITE_OK &&
           (header.frames == 0 || bytes >= frame_at(&header, header.frames));
}

static uint32_t big_endian(const uint8_t bytes[4]) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* True where each frame that counts is of this log, and the last carries the sum of them all. */
static bool is_complete(struct synovia_store *store) {
    struct index_header header;
    sqlite3_file *log = file_of(store, SQLITE_FCNTL_JOURNAL_POINTER);
    uint8_t frame[FRAME_HEADER] = {0};
    if (log == NULL || !is_long_enough(store) || !read_index(store, &header)) {
        return false;
    }
    for (uint32_t i = 0; i < header.frames; i++) {
        if (log->pMethods->xRead(log, frame, sizeof frame, frame_at(&header, i)) != SQLITE_OK ||
            memcmp(frame + 8, header.salt, sizeof header.salt) != 0) {
            return false;
        }
    }
    return header.frames == 0 ||
           (big_endian(frame + 16) == header.sum[0] && big_endian(frame + 20) == header.sum[1]);
}

/* ---- looking ---- */

static struct place_fault fault_of_database(struct synovia_store *store) {
    struct place *place = &store->place;
    const char *path = database_path(store);
    off_t bytes;
    if (!is_there(path, &place->database, &bytes)) {
        return (struct place_fault){"the file of the store was moved or deleted", path};
    }
    if (bytes < place->bytes) {
        return (struct place_fault){"the file of the store was cut", path};
    }
    place->bytes = bytes;
    return (struct place_fault){NULL, path};
}

struct place_fault place_look(struct synovia_store *store) {
    struct place *place = &store->place;
    off_t bytes;
    struct place_fault fault = fault_of_database(store);
    if (fault.what != NULL) {
        return fault;
    }
    if (!is_there(log_path(store), &place->log, &bytes)) {
        return (struct place_fault){"the log of the store was moved or deleted", log_path(store)};
    }
    if (!is_there(place->index_path, &place->index, &bytes)) {
        return (struct place_fault){"the index of the store's log was moved or deleted",
                                    place->index_path};
    }
    if (!is_long_enough(store)) {
        return (struct place_fault){"the log of the store was cut", log_path(store)};
    }
    return (struct place_fault){NULL, NULL};
}

/* ---- saving ---- */

/* Carries the log over into the database, which is synced. False where that would not be sound, or
 * failed. */
static bool place_save(struct synovia_store *store) {
    sqlite3_file *file = file_of(store, SQLITE_FCNTL_FILE_POINTER);
    off_t bytes;
    if (file == NULL || !is_there(database_path(store), &store->place.database, &bytes) ||
        bytes < store->place.bytes) {
        return false;
    }
    bool saved = file->pMethods->xLock(file, SQLITE_LOCK_EXCLUSIVE) == SQLITE_OK &&
                 is_complete(store) &&
                 sqlite3_wal_checkpoint_v2(store->database, "main", SQLITE_CHECKPOINT_TRUNCATE,
                                           NULL, NULL) == SQLITE_OK;
    /* Also where the lock was not given: trying for it keeps others waiting. */
    file->pMethods->xUnlock(file, SQLITE_LOCK_SHARED);
    return saved;
}

int place_give_up(struct synovia_store *store, struct place_fault fault,
                  struct synovia_message *message) {
    bool saved = place_save(store);
    synovia_say(message, "%s while it was open; %s: %s", fault.what,
                saved ? "what it held is saved in the database, and the store is to be opened anew"
                      : "what was written last may be lost: stop what writes to the store, and "
                        "keep its files as they are",
                fault.path);
    return SYNOVIA_STORE_IO;
}

int place_promise(struct synovia_store *store, struct synovia_message *message) {
    if (has_log(store) || place_save(store)) {
        return SYNOVIA_STORE_OK;
    }
    struct place_fault fault = {"the log of the store was moved or deleted", log_path(store)};
    return place_give_up(store, fault, message);
}

bool place_leave(struct synovia_store *store) {
    bool is_noted = store->place.log.inode != 0;
    return !is_noted || (has_log(store) ? is_long_enough(store) : place_save(store));
}
