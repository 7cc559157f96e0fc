/*
 * The SQLite store under test: the plug-in, a folder for its file, and a disk that can fail.
 */
#ifndef SYNOVIA_TESTS_SQLITE_FIXTURE_H
#define SYNOVIA_TESTS_SQLITE_FIXTURE_H

#include "plugin/faulty_disk.h"
#include "plugin/made_records.h"
#include "plugin/plugin.h"
#include "support/temporary_folder.h"

struct sqlite_fixture {
    struct arena arena;
    struct plugin *plugin;
    const struct synovia_store_routines *routines;
    struct temporary_folder folder;
    struct faulty_disk disk;
    char path[128]; /* of the database */
    struct synovia_store *store;
    struct synovia_message message; /* of the last call, with a zero byte behind it */
};

/* For cmocka: a fixture with a new store open; and its end. */
int sqlite_set_up(void **state);
int sqlite_tear_down(void **state);

/* Opens `store` with flags of SYNOVIA_OPEN_...; the status. */
int sqlite_open(struct sqlite_fixture *fixture, uint32_t flags);

/* Closes `store`. */
void sqlite_close(struct sqlite_fixture *fixture);

/* Opens, ends the test where that fails. */
void sqlite_reopen(struct sqlite_fixture *fixture);

/* Writes made records behind the head; the status. */
int sqlite_append(struct sqlite_fixture *fixture, size_t count, uint32_t flags);

/* The head's sequence; ends the test where it cannot be read. */
uint64_t sqlite_head(struct sqlite_fixture *fixture);

/* Reads everything: the records are 1 to the head, each is the made one, and the file is whole. */
void sqlite_assert_whole(struct sqlite_fixture *fixture);

/* The message of the last failure, as a C string. */
const char *sqlite_said(struct sqlite_fixture *fixture);

/* Runs SQL on the file through a connection of its own; ends the test where that fails. */
void sqlite_run(struct sqlite_fixture *fixture, const char *sql);

#endif
