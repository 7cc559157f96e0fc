/*
 * Opening and closing. What is looked at does not grow with the store: the header of the file, its
 * layout, the last record. `check` reads everything.
 */
#include "sqlite/schema.h"
#include "sqlite/status.h"
#include "sqlite/store.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The path of the database, as SQLite may be given it: none of its names with another meaning
 * (":memory:", "file:...") can come out of it. */
struct path {
    char text[PATH_MAX];
};

static int path_of(struct synovia_text location, struct path *path,
                   struct synovia_message *message) {
    if (location.length == 0 || location.length > PATH_MAX - 3 ||
        memchr(location.at, '\0', location.length) != NULL) {
        synovia_say(message, "the store needs the path of a file, of 1 to %d bytes", PATH_MAX - 3);
        return SYNOVIA_STORE_INVALID;
    }
    snprintf(path->text, sizeof path->text, "%s%.*s", location.at[0] == '/' ? "" : "./",
             (int)location.length, location.at);
    return SYNOVIA_STORE_OK;
}

static int no_such_file(const char *path, struct synovia_message *message) {
    synovia_say(message, "there is no store: %s: %s", strerror(errno), path);
    return errno == ENOENT ? SYNOVIA_STORE_NOT_FOUND : SYNOVIA_STORE_IO;
}

/* What stands at the path, in words, where it is no plain file. */
static const char *kind_of_file(mode_t mode) {
    switch (mode & S_IFMT) {
    case S_IFDIR:
        return "a folder";
    case S_IFIFO:
        return "a pipe";
    case S_IFSOCK:
        return "a socket";
    default:
        return "a device";
    }
}

/* Looked at before anything is opened: opening a pipe waits until somebody writes into it. */
static int judge_file(const char *path, struct synovia_message *message) {
    struct stat found;
    if (stat(path, &found) != 0) {
        return no_such_file(path, message);
    }
    if (!S_ISREG(found.st_mode)) {
        synovia_say(message, "a store is a plain file, and this is %s; name another: %s",
                    kind_of_file(found.st_mode), path);
        return SYNOVIA_STORE_INVALID;
    }
    return SYNOVIA_STORE_OK;
}

/* Makes the file where it is not there and may be made: for its owner only, as it is about people;
 * the log and its index get the same permissions from SQLite. */
static int make_file(const char *path, uint32_t flags, struct synovia_message *message) {
    if ((flags & (SYNOVIA_OPEN_READ_ONLY | SYNOVIA_OPEN_EXISTING)) != 0) {
        return judge_file(path, message);
    }
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file >= 0) {
        close(file);
    } else if (errno != EEXIST) {
        int status = errno == EROFS || errno == EACCES ? SYNOVIA_STORE_READ_ONLY
                     : errno == ENOSPC                 ? SYNOVIA_STORE_FULL
                                                       : SYNOVIA_STORE_IO;
        synovia_say(message, "cannot make the store: %s: %s", strerror(errno), path);
        return status;
    }
    return judge_file(path, message);
}

static int run(struct synovia_store *store, const char *sql) {
    return sqlite3_exec(store->database, sql, NULL, NULL, NULL);
}

/* SQLite does not wait for this change as it does for others. */
static int use_log(struct synovia_store *store, uint32_t busy_ms) {
    enum { PAUSE_MS = 5 };
    int result = run(store, "PRAGMA journal_mode = WAL");
    for (uint32_t waited = 0; (result & 0xff) == SQLITE_BUSY && waited < busy_ms;
         waited += PAUSE_MS) {
        sqlite3_sleep(PAUSE_MS);
        result = run(store, "PRAGMA journal_mode = WAL");
    }
    return result;
}

/*
 * secure_delete: what is deleted or replaced is overwritten (forget.c). temp_store: nothing about
 * people goes to a temporary file. trusted_schema, cell_size_check: a damaged or planted schema
 * does no more than fail.
 */
static int configure(struct synovia_store *store) {
    return run(store, "PRAGMA secure_delete = ON;"
                      "PRAGMA temp_store = MEMORY;"
                      "PRAGMA trusted_schema = OFF;"
                      "PRAGMA cell_size_check = ON;"
                      "PRAGMA cache_size = -8192;"
                      "PRAGMA journal_size_limit = 67108864;"
                      "PRAGMA synchronous = FULL;");
}

/* Brings the layout up to date, with the log in use. */
static int prepare_to_write(struct synovia_store *store, uint32_t busy_ms) {
    int result = use_log(store, busy_ms);
    if (result == SQLITE_OK) {
        result = schema_upgrade(store->database, SCHEMA_VERSION);
    }
    store->is_full = true;
    sqlite3_wal_hook(store->database, store_after_commit, store);
    return result;
}

static int set_up(struct synovia_store *store, const struct synovia_store_options *options,
                  struct synovia_message *message) {
    store->read_only = (options->flags & SYNOVIA_OPEN_READ_ONLY) != 0;
    wait_set(store->database, &store->waiting, options->busy_ms);
    struct schema schema;
    int result = configure(store);
    if (result == SQLITE_OK) {
        result = schema_read(store->database, &schema);
    }
    if (result != SQLITE_OK) {
        return failed(store->database, result, message);
    }
    int status = schema_judge(&schema, store->read_only, message);
    if (status != SYNOVIA_STORE_OK) {
        return status;
    }
    if (!store->read_only && sqlite3_db_readonly(store->database, "main") == 1) {
        return failed(store->database, SQLITE_READONLY, message);
    }
    if (!store->read_only) {
        result = prepare_to_write(store, options->busy_ms);
    }
    if (result == SQLITE_OK) {
        result = store_prepare(store);
    }
    if (result != SQLITE_OK) {
        return failed(store->database, result, message);
    }
    struct synovia_head head = {.size = sizeof head};
    status = store_head(store, &head, message);
    return status == SYNOVIA_STORE_OK && !store->read_only ? place_note(store, message) : status;
}

static int open_database(struct synovia_store *store, const char *path,
                         const struct synovia_store_options *options,
                         struct synovia_message *message) {
    bool read_only = (options->flags & SYNOVIA_OPEN_READ_ONLY) != 0;
    int flags = (read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) | SQLITE_OPEN_NOMUTEX |
                SQLITE_OPEN_EXRESCODE;
    int result = sqlite3_open_v2(path, &store->database, flags, NULL);
    if (result != SQLITE_OK) {
        return failed(store->database, result, message);
    }
    return set_up(store, options, message);
}

int store_open(const struct synovia_store_options *options, struct synovia_store **opened,
               struct synovia_message *message) {
    *opened = NULL;
    struct path path;
    int status = path_of(options->location, &path, message);
    if (status == SYNOVIA_STORE_OK) {
        status = make_file(path.text, options->flags, message);
    }
    if (status != SYNOVIA_STORE_OK) {
        return status;
    }
    struct synovia_store *store = sqlite3_malloc(sizeof *store);
    if (store == NULL) {
        return failed(NULL, SQLITE_NOMEM, message);
    }
    memset(store, 0, sizeof *store);
    status = open_database(store, path.text, options, message);
    if (status == SYNOVIA_STORE_OK) {
        *opened = store;
    } else {
        store_close(store);
    }
    return status;
}

void store_close(struct synovia_store *store) {
    if (store != NULL) {
        store_leave(store);
        store_finalize(store);
        sqlite3_close(store->database);
        sqlite3_free(store);
    }
}
