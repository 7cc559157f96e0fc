/*
 * A copy of the whole store while others write, a full check of it, and what there is to say.
 *
 * The copy is made under a name of its own and gets the one asked for when it is whole and on disk.
 * It is no WAL database: it is one file, which can be read from a medium that cannot be written.
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

static int cannot(struct synovia_message *message, const char *what, const char *path) {
    int status = errno == ENOSPC || errno == EDQUOT ? SYNOVIA_STORE_FULL : SYNOVIA_STORE_IO;
    synovia_say(message, "cannot %s: %s: %s", what, strerror(errno), path);
    return status;
}

/* All pages in one step are one view of the store; writers go on in the log meanwhile. */
static int copy_pages(sqlite3 *from, sqlite3 *to, struct synovia_message *message) {
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
    int result = backup == NULL ? sqlite3_extended_errcode(to) : sqlite3_backup_step(backup, -1);
    sqlite3_backup_finish(backup);
    if (result == SQLITE_DONE) {
        result = sqlite3_exec(to, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
    }
    return result == SQLITE_OK ? SYNOVIA_STORE_OK : failed(to, result, message);
}

static int copy_to(struct synovia_store *store, const char *path, struct synovia_message *message) {
    sqlite3 *to = NULL;
    int result = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    int status = result == SQLITE_OK ? copy_pages(store->database, to, message)
                                     : failed(to, result, message);
    sqlite3_close(to);
    return status;
}

/* The file must be new, and only its owner may read it: it is about people. */
static int make_file(const char *path, struct synovia_message *message) {
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0 && errno == EEXIST) {
        synovia_say(message, "there is a file already, name another: %s", path);
        return SYNOVIA_STORE_INVALID;
    }
    if (file < 0) {
        return cannot(message, "make the copy", path);
    }
    close(file);
    return SYNOVIA_STORE_OK;
}

/* A name is on disk when its folder is. */
static bool sync_folder(const char *path) {
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    int length = slash == NULL ? 1 : (int)(slash - path) + 1;
    snprintf(folder, sizeof folder, "%.*s", length, slash == NULL ? "." : path);
    int opened = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0) {
        return false;
    }
    bool done = fsync(opened) == 0;
    return close(opened) == 0 && done;
}

static int name_copy(const char *part, const char *path, struct synovia_message *message) {
    if (access(path, F_OK) == 0) {
        synovia_say(message, "there is a file already, name another: %s", path);
        return SYNOVIA_STORE_INVALID;
    }
    if (rename(part, path) != 0) {
        return cannot(message, "name the copy", path);
    }
    return sync_folder(path) ? SYNOVIA_STORE_OK : cannot(message, "sync the folder of", path);
}

int store_backup(struct synovia_store *store, struct synovia_text path,
                 struct synovia_message *message) {
    static const char ending[] = ".part";
    char whole[PATH_MAX], part[PATH_MAX + sizeof ending];
    if (path.length == 0 || path.length >= sizeof whole ||
        memchr(path.at, '\0', path.length) != NULL) {
        synovia_say(message, "the copy needs a path of 1 to %d bytes", PATH_MAX - 1);
        return SYNOVIA_STORE_INVALID;
    }
    snprintf(whole, sizeof whole, "%.*s", (int)path.length, path.at);
    snprintf(part, sizeof part, "%s%s", whole, ending);
    if (access(whole, F_OK) == 0) {
        synovia_say(message, "there is a file already, name another: %s", whole);
        return SYNOVIA_STORE_INVALID;
    }
    int status = make_file(part, message);
    if (status != SYNOVIA_STORE_OK) {
        return status;
    }
    status = copy_to(store, part, message);
    if (status == SYNOVIA_STORE_OK) {
        status = name_copy(part, whole, message);
    }
    if (status != SYNOVIA_STORE_OK) {
        unlink(part);
    }
    return status;
}

int store_check(struct synovia_store *store, struct synovia_message *message) {
    sqlite3_stmt *statement = NULL;
    int result =
        sqlite3_prepare_v2(store->database, "PRAGMA integrity_check(1)", -1, &statement, NULL);
    int status = SYNOVIA_STORE_OK;
    if (result == SQLITE_OK && (result = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *found = (const char *)sqlite3_column_text(statement, 0);
        if (found != NULL && strcmp(found, "ok") != 0) {
            synovia_say(message, "the store is damaged, restore a backup: %s", found);
            status = SYNOVIA_STORE_CORRUPT;
        }
        result = found == NULL ? SQLITE_NOMEM : SQLITE_OK;
    }
    sqlite3_finalize(statement);
    return result == SQLITE_OK ? status : failed(store->database, result, message);
}

static uint64_t size_of_file(const char *path) {
    struct stat status;
    return path != NULL && stat(path, &status) == 0 ? (uint64_t)status.st_size : 0;
}

int store_info(struct synovia_store *store, struct synovia_store_info *info,
               struct synovia_message *message) {
    struct schema schema;
    int result = schema_read(store->database, &schema);
    if (result != SQLITE_OK) {
        return failed(store->database, result, message);
    }
    const char *name = sqlite3_db_filename(store->database, "main");
    info->schema = (uint32_t)schema.version;
    info->bytes = size_of_file(name) + size_of_file(sqlite3_filename_wal(name));
    snprintf(info->engine, sizeof info->engine, "SQLite %s", sqlite3_libversion());
    return SYNOVIA_STORE_OK;
}
