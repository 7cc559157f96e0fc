#include "plugin/sqlite_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

int sqlite_set_up(void **state) {
    struct sqlite_fixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    arena_init(&fixture->arena, 4096, 0);
    temporary_folder_make(&fixture->folder);
    temporary_folder_file(&fixture->folder, "store.db", fixture->path, sizeof fixture->path);
    disk_plug_in(&fixture->disk);
    struct text error;
    const struct plugin_places nowhere = {{NULL, 0}, {NULL, 0}};
    fixture->plugin =
        plugin_open(&nowhere, SQLITE_PLUGIN, SYNOVIA_KIND_STORE, &fixture->arena, &error);
    assert_non_null(fixture->plugin);
    fixture->routines = plugin_store(fixture->plugin);
    sqlite_reopen(fixture);
    *state = fixture;
    return 0;
}

int sqlite_tear_down(void **state) {
    struct sqlite_fixture *fixture = *state;
    disk_calm(&fixture->disk);
    sqlite_close(fixture);
    disk_unplug(&fixture->disk);
    plugin_close(fixture->plugin);
    temporary_folder_remove(&fixture->folder);
    arena_free(&fixture->arena);
    free(fixture);
    return 0;
}

int sqlite_open(struct sqlite_fixture *fixture, uint32_t flags) {
    enum { BUSY_MS = 30 };
    const struct synovia_store_options options = {sizeof options, said(fixture->path), flags,
                                                  BUSY_MS};
    fixture->message.length = 0;
    return fixture->routines->open(&options, &fixture->store, &fixture->message);
}

void sqlite_close(struct sqlite_fixture *fixture) {
    fixture->routines->close(fixture->store);
    fixture->store = NULL;
}

void sqlite_reopen(struct sqlite_fixture *fixture) {
    sqlite_close(fixture);
    int status = sqlite_open(fixture, 0);
    if (status != SYNOVIA_STORE_OK) {
        print_error("%s\n", sqlite_said(fixture));
    }
    assert_int_equal(status, SYNOVIA_STORE_OK);
}

uint64_t sqlite_head(struct sqlite_fixture *fixture) {
    struct synovia_head head = {.size = sizeof head};
    int status = fixture->routines->head(fixture->store, &head, &fixture->message);
    assert_int_equal(status, SYNOVIA_STORE_OK);
    return head.sequence;
}

int sqlite_append(struct sqlite_fixture *fixture, size_t count, uint32_t flags) {
    struct synovia_head head = {.size = sizeof head};
    fixture->message.length = 0;
    int status = fixture->routines->head(fixture->store, &head, &fixture->message);
    return status != SYNOVIA_STORE_OK
               ? status
               : write_made(fixture->routines, fixture->store, head.sequence + 1, count, flags,
                            &fixture->message);
}

/* Sequences without a gap, each record the made one. */
struct walk {
    uint64_t expected;
    uint64_t wrong; /* the first one that was wrong */
};

static int check_record(void *context, const struct synovia_record *record) {
    struct walk *walk = context;
    if (record->sequence != walk->expected || (!is_made(record) && !is_made_erased(record))) {
        walk->wrong = record->sequence;
        return 1;
    }
    walk->expected++;
    return 0;
}

void sqlite_assert_whole(struct sqlite_fixture *fixture) {
    struct walk walk = {1, 0};
    const struct synovia_query query = {.size = sizeof query};
    assert_int_equal(
        fixture->routines->read(fixture->store, &query, check_record, &walk, &fixture->message),
        SYNOVIA_STORE_OK);
    assert_int_equal(walk.wrong, 0);
    assert_int_equal(walk.expected, sqlite_head(fixture) + 1);
    assert_int_equal(fixture->routines->check(fixture->store, &fixture->message), SYNOVIA_STORE_OK);
}

const char *sqlite_said(struct sqlite_fixture *fixture) {
    fixture->message.text[fixture->message.length] = '\0';
    return fixture->message.text;
}

void sqlite_run(struct sqlite_fixture *fixture, const char *sql) {
    sqlite3 *database = NULL;
    assert_int_equal(sqlite3_open(fixture->path, &database), SQLITE_OK);
    char *error = NULL;
    int result = sqlite3_exec(database, sql, NULL, NULL, &error);
    if (result != SQLITE_OK) {
        print_error("%s: %s\n", sql, error);
    }
    sqlite3_free(error);
    sqlite3_close(database);
    assert_int_equal(result, SQLITE_OK);
}
