/*
 * Texts in columns. Ids and digests are mostly lower-case hexadecimal: such a text is kept as a
 * BLOB of half its length, every other as TEXT, and an empty one as NULL, so that the type of what
 * stands in a column says which it was and each text has exactly one form.
 */
#ifndef SYNOVIA_SQLITE_PACK_H
#define SYNOVIA_SQLITE_PACK_H

#include "abi/store.h"

#include <sqlite3.h>
#include <stdbool.h>

/* Binds a text; `text` must stay until the statement is reset. SQLITE_OK, or SQLITE_NOMEM. */
int bind_packed(sqlite3_stmt *statement, int parameter, struct synovia_text text);

/* Where an unpacked text is written. */
struct unpacked {
    char bytes[SYNOVIA_STORE_TEXT_BYTES];
};

/* Reads a text from a column; a view of the column or of `room`, valid until the next step. False
 * where the column holds what bind_packed never writes, or memory ran out. */
bool column_unpacked(sqlite3_stmt *statement, int column, struct unpacked *room,
                     struct synovia_text *text);

#endif
