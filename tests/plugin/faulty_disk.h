/*
 * A disk that fails when it is told to, and forgets what was not synced when its power is cut: a
 * file system of SQLite's (a VFS) in front of the real one.
 *
 *     SQLite ──► faulty disk ──► real file           what every process sees
 *                    └─────────► platter             what would be left after a power cut:
 *                                                    what was written before a sync that worked
 *
 * A sync that fails drops what it should have written, and the next sync succeeds: so the kernel
 * does it (a page that could not be written counts as clean), and who does not know it loses data.
 */
#ifndef SYNOVIA_TESTS_FAULTY_DISK_H
#define SYNOVIA_TESTS_FAULTY_DISK_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

/* What may be made to fail, together where several are named. */
enum disk_operation {
    DISK_OPEN = 1,
    DISK_READ = 2,
    DISK_WRITE = 4,
    DISK_SYNC = 8,
    DISK_TRUNCATE = 16,
    DISK_INDEX = 32, /* the log's index in shared memory */
    DISK_LOCK = 64,
    DISK_ANY = 127
};

struct platter;

struct faulty_disk {
    sqlite3_vfs vfs;
    sqlite3_vfs *real;
    struct platter *platters;
    /* The plan: the `countdown`-th of `operations` gives `result`; 0: nothing fails. */
    long countdown;
    unsigned operations;
    int result;
    bool stays;     /* all later ones fail as well, until disk_calm */
    bool failed;    /* something failed since disk_fail */
    bool read_only; /* databases can be opened for reading only */
    /* What was done since disk_calm. */
    long reads, writes, syncs, log_syncs, database_syncs;
};

/* Registers it as SQLite's default, and takes it away again. It must not move meanwhile. */
void disk_plug_in(struct faulty_disk *disk);
void disk_unplug(struct faulty_disk *disk);

/* From now on the countdown-th of these operations fails with a result of SQLite. */
void disk_fail(struct faulty_disk *disk, unsigned operations, long countdown, int result,
               bool stays);

/* Nothing fails any more, and the counts begin anew. True where something failed. */
bool disk_calm(struct faulty_disk *disk);

/* Every file becomes what was synced of it. All connections must be closed. */
void disk_cut_power(struct faulty_disk *disk);

#endif
