#include "plugin/faulty_disk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* One file as the disk has it. `image` is what is safe; `dirty` marks what was written since. */
struct platter {
    struct platter *next;
    char path[512];
    unsigned char *image;
    unsigned char *dirty;
    size_t image_size;
    size_t room; /* bytes of image and dirty */
};

struct faulty_file {
    sqlite3_file base;
    struct faulty_disk *disk;
    struct platter *platter; /* NULL for a temporary file */
    bool is_log;
    sqlite3_file *real; /* behind this struct */
};

static struct faulty_disk *disk_of(sqlite3_vfs *vfs) {
    return (struct faulty_disk *)vfs->pAppData;
}

static sqlite3_file *real_of(sqlite3_file *file) {
    return ((struct faulty_file *)file)->real;
}

/* True where this operation is to fail. */
static bool must_fail(struct faulty_disk *disk, enum disk_operation operation) {
    if (disk->countdown == 0 || (disk->operations & operation) == 0) {
        return false;
    }
    if (disk->countdown > 1) {
        disk->countdown--;
        return false;
    }
    disk->countdown = disk->stays ? 1 : 0;
    disk->failed = true;
    return true;
}

/* ---- platters ---- */

static void must(bool holds) {
    if (!holds) {
        abort();
    }
}

static void grow(struct platter *platter, size_t size) {
    if (size > platter->room) {
        size_t room = size * 2;
        platter->image = realloc(platter->image, room);
        platter->dirty = realloc(platter->dirty, room);
        must(platter->image != NULL && platter->dirty != NULL);
        memset(platter->image + platter->room, 0, room - platter->room);
        memset(platter->dirty + platter->room, 0, room - platter->room);
        platter->room = room;
    }
}

/* What is in the file when it is first seen counts as safe. */
static struct platter *make_platter(struct faulty_disk *disk, const char *path) {
    struct platter *platter = calloc(1, sizeof *platter);
    must(platter != NULL);
    snprintf(platter->path, sizeof platter->path, "%s", path);
    FILE *file = fopen(path, "rb");
    if (file != NULL) {
        fseek(file, 0, SEEK_END);
        platter->image_size = (size_t)ftell(file);
        rewind(file);
        grow(platter, platter->image_size + 1);
        size_t got = fread(platter->image, 1, platter->image_size, file);
        must(got == platter->image_size);
        fclose(file);
    }
    platter->next = disk->platters;
    disk->platters = platter;
    return platter;
}

static struct platter *platter_of(struct faulty_disk *disk, const char *path) {
    for (struct platter *platter = disk->platters; platter != NULL; platter = platter->next) {
        if (strcmp(platter->path, path) == 0) {
            return platter;
        }
    }
    return make_platter(disk, path);
}

static void free_platters(struct faulty_disk *disk, const char *path) {
    struct platter **link = &disk->platters;
    while (*link != NULL) {
        struct platter *platter = *link;
        if (path == NULL || strcmp(platter->path, path) == 0) {
            *link = platter->next;
            free(platter->image);
            free(platter->dirty);
            free(platter);
        } else {
            link = &platter->next;
        }
    }
}

/* A sync that works: what is dirty becomes safe. */
static void persist(struct faulty_file *file) {
    struct platter *platter = file->platter;
    sqlite3_int64 size = 0;
    file->real->pMethods->xFileSize(file->real, &size);
    grow(platter, (size_t)size + 1);
    unsigned char *now = malloc((size_t)size + 1);
    must(now != NULL);
    file->real->pMethods->xRead(file->real, now, (int)size, 0);
    for (size_t i = 0; i < (size_t)size; i++) {
        platter->image[i] = platter->dirty[i] != 0 ? now[i] : platter->image[i];
    }
    free(now);
    platter->image_size = (size_t)size;
    memset(platter->dirty, 0, platter->room);
}

/* ---- a file's methods ---- */

static int faulty_close(sqlite3_file *file) {
    return real_of(file)->pMethods->xClose(real_of(file));
}

static int faulty_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
    struct faulty_disk *disk = ((struct faulty_file *)file)->disk;
    disk->reads++;
    if (must_fail(disk, DISK_READ)) {
        return disk->result;
    }
    return real_of(file)->pMethods->xRead(real_of(file), bytes, count, offset);
}

static int faulty_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
    struct faulty_file *faulty = (struct faulty_file *)file;
    faulty->disk->writes++;
    if (must_fail(faulty->disk, DISK_WRITE)) {
        /* A write that fails may have got half of the way. */
        real_of(file)->pMethods->xWrite(real_of(file), bytes, count / 2, offset);
        return faulty->disk->result;
    }
    if (faulty->platter != NULL) {
        grow(faulty->platter, (size_t)offset + (size_t)count);
        memset(faulty->platter->dirty + offset, 1, (size_t)count);
    }
    return real_of(file)->pMethods->xWrite(real_of(file), bytes, count, offset);
}

static int faulty_truncate(sqlite3_file *file, sqlite3_int64 size) {
    struct faulty_disk *disk = ((struct faulty_file *)file)->disk;
    if (must_fail(disk, DISK_TRUNCATE)) {
        return disk->result;
    }
    return real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static int faulty_sync(sqlite3_file *file, int flags) {
    struct faulty_file *faulty = (struct faulty_file *)file;
    struct faulty_disk *disk = faulty->disk;
    disk->syncs++;
    disk->log_syncs += faulty->is_log;
    disk->database_syncs += !faulty->is_log;
    if (must_fail(disk, DISK_SYNC)) {
        if (faulty->platter != NULL && faulty->platter->room > 0) {
            memset(faulty->platter->dirty, 0, faulty->platter->room);
        }
        return disk->result;
    }
    if (faulty->platter != NULL) {
        persist(faulty);
    }
    (void)flags; /* the files are as good as synced: nobody cuts the real power */
    return SQLITE_OK;
}

static int faulty_file_size(sqlite3_file *file, sqlite3_int64 *size) {
    return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int faulty_lock(sqlite3_file *file, int level) {
    struct faulty_disk *disk = ((struct faulty_file *)file)->disk;
    return must_fail(disk, DISK_LOCK) ? disk->result
                                      : real_of(file)->pMethods->xLock(real_of(file), level);
}

static int faulty_unlock(sqlite3_file *file, int level) {
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int faulty_check_reserved(sqlite3_file *file, int *reserved) {
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), reserved);
}

static int faulty_control(sqlite3_file *file, int operation, void *argument) {
    return real_of(file)->pMethods->xFileControl(real_of(file), operation, argument);
}

static int faulty_sector_size(sqlite3_file *file) {
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int faulty_characteristics(sqlite3_file *file) {
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static int faulty_index_map(sqlite3_file *file, int page, int size, int extend,
                            void volatile **mapped) {
    struct faulty_disk *disk = ((struct faulty_file *)file)->disk;
    if (must_fail(disk, DISK_INDEX)) {
        *mapped = NULL;
        return disk->result;
    }
    return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, mapped);
}

static int faulty_index_lock(sqlite3_file *file, int offset, int count, int flags) {
    struct faulty_disk *disk = ((struct faulty_file *)file)->disk;
    if ((flags & SQLITE_SHM_LOCK) != 0 && must_fail(disk, DISK_LOCK)) {
        return disk->result;
    }
    return real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
}

static void faulty_index_barrier(sqlite3_file *file) {
    real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int faulty_index_unmap(sqlite3_file *file, int delete) {
    return real_of(file)->pMethods->xShmUnmap(real_of(file), delete);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = faulty_close,
    .xRead = faulty_read,
    .xWrite = faulty_write,
    .xTruncate = faulty_truncate,
    .xSync = faulty_sync,
    .xFileSize = faulty_file_size,
    .xLock = faulty_lock,
    .xUnlock = faulty_unlock,
    .xCheckReservedLock = faulty_check_reserved,
    .xFileControl = faulty_control,
    .xSectorSize = faulty_sector_size,
    .xDeviceCharacteristics = faulty_characteristics,
    .xShmMap = faulty_index_map,
    .xShmLock = faulty_index_lock,
    .xShmBarrier = faulty_index_barrier,
    .xShmUnmap = faulty_index_unmap,
};

/* ---- the file system's methods ---- */

static int faulty_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags,
                       int *out_flags) {
    struct faulty_disk *disk = disk_of(vfs);
    struct faulty_file *faulty = (struct faulty_file *)file;
    faulty->base.pMethods = NULL;
    if (must_fail(disk, DISK_OPEN)) {
        return disk->result;
    }
    if (disk->read_only && (flags & SQLITE_OPEN_MAIN_DB) != 0) {
        flags &= ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
        flags |= SQLITE_OPEN_READONLY;
    }
    faulty->disk = disk;
    faulty->is_log = (flags & SQLITE_OPEN_WAL) != 0;
    faulty->platter = name == NULL ? NULL : platter_of(disk, name);
    faulty->real = (sqlite3_file *)(faulty + 1);
    int result = disk->real->xOpen(disk->real, name, faulty->real, flags, out_flags);
    if (result == SQLITE_OK) {
        faulty->base.pMethods = &methods;
    }
    return result;
}

static int faulty_delete(sqlite3_vfs *vfs, const char *name, int sync_folder) {
    struct faulty_disk *disk = disk_of(vfs);
    int result = disk->real->xDelete(disk->real, name, sync_folder);
    free_platters(disk, name);
    return result;
}

static int faulty_access(sqlite3_vfs *vfs, const char *name, int flags, int *result) {
    return disk_of(vfs)->real->xAccess(disk_of(vfs)->real, name, flags, result);
}

static int faulty_full_path(sqlite3_vfs *vfs, const char *name, int size, char *path) {
    return disk_of(vfs)->real->xFullPathname(disk_of(vfs)->real, name, size, path);
}

void disk_plug_in(struct faulty_disk *disk) {
    memset(disk, 0, sizeof *disk);
    disk->real = sqlite3_vfs_find(NULL);
    disk->vfs = *disk->real;
    disk->vfs.zName = "faulty";
    disk->vfs.pNext = NULL;
    disk->vfs.pAppData = disk;
    disk->vfs.szOsFile = (int)sizeof(struct faulty_file) + disk->real->szOsFile;
    disk->vfs.xOpen = faulty_open;
    disk->vfs.xDelete = faulty_delete;
    disk->vfs.xAccess = faulty_access;
    disk->vfs.xFullPathname = faulty_full_path;
    sqlite3_vfs_register(&disk->vfs, 1);
}

void disk_unplug(struct faulty_disk *disk) {
    sqlite3_vfs_unregister(&disk->vfs);
    sqlite3_vfs_register(disk->real, 1);
    free_platters(disk, NULL);
}

void disk_fail(struct faulty_disk *disk, unsigned operations, long countdown, int result,
               bool stays) {
    disk->operations = operations;
    disk->countdown = countdown;
    disk->result = result;
    disk->stays = stays;
    disk->failed = false;
}

bool disk_calm(struct faulty_disk *disk) {
    bool failed = disk->failed;
    disk->countdown = 0;
    disk->failed = false;
    disk->reads = disk->writes = disk->syncs = disk->log_syncs = disk->database_syncs = 0;
    return failed;
}

void disk_cut_power(struct faulty_disk *disk) {
    for (struct platter *platter = disk->platters; platter != NULL; platter = platter->next) {
        FILE *file = fopen(platter->path, "wb");
        must(file != NULL);
        if (platter->image_size > 0) {
            fwrite(platter->image, 1, platter->image_size, file);
        }
        fclose(file);
        char index[600];
        snprintf(index, sizeof index, "%s-shm", platter->path);
        unlink(index);
    }
    free_platters(disk, NULL);
}
