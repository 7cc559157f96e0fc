/*
 * How the store is laid out, and how an older layout becomes the newest.
 *
 *     labels   id → protocol, digest           few; records name them by number
 *     records  sequence → everything else      the journal; the payload last, so that the rest is
 *                                              read without it
 *     sessions id → revision, state
 *     sources  digest → bytes
 *
 * There is no index by ref or by key. Their values come in no order, so that each record would
 * touch a page of its own; and pages of an index keep, in the room between their cells, what was
 * moved to other pages, which no forget can reach. A million records are looked through in a second
 * or two. Ids of sessions mean nothing to anybody, and are looked up at every forget.
 *
 * The layout is a list of steps, each a transaction that ends with user_version = its number. A new
 * store takes them all, an older one those that it lacks: there is one way to get to a layout, and
 * every start of a new store walks it. A step is never changed once it was released.
 */
#ifndef SYNOVIA_SQLITE_SCHEMA_H
#define SYNOVIA_SQLITE_SCHEMA_H

#include "abi/store.h"

#include <sqlite3.h>

enum {
    SCHEMA_VERSION = 2,         /* the newest, which this plug-in writes */
    SCHEMA_READABLE_FROM = 1,   /* the oldest that it can read without changing it */
    APPLICATION_ID = 0x53594e56 /* "SYNV", in the header of the file */
};

/* What stands in a file. */
struct schema {
    int application_id; /* 0 in a file that no application claimed */
    int version;        /* 0 before the first step */
    int objects;        /* tables and indexes */
};

/* Reads it. A result of SQLite. */
int schema_read(sqlite3 *database, struct schema *schema);

/* Whether this plug-in may use what stands there; a status and a message. A file with nothing in it
 * is fine for writing, and NOT_FOUND where it is only to be read. */
int schema_judge(const struct schema *schema, int read_only, struct synovia_message *message);

/* Takes the steps that are missing, those up to `version` only. A result of SQLite; what succeeded
 * before a step that failed stays. */
int schema_upgrade(sqlite3 *database, int version);

#endif
