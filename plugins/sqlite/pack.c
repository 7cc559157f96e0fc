#include "sqlite/pack.h"

/* Shorter ones stay texts: nothing is gained, and a short ref is best read as it is. */
enum { SHORTEST_PACKED = 16 };

static int value_of(char digit) {
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

static bool is_packable(struct synovia_text text) {
    if (text.length < SHORTEST_PACKED || text.length % 2 != 0 ||
        text.length > SYNOVIA_STORE_TEXT_BYTES) {
        return false;
    }
    for (size_t i = 0; i < text.length; i++) {
        if (value_of(text.at[i]) < 0) {
            return false;
        }
    }
    return true;
}

int bind_packed(sqlite3_stmt *statement, int parameter, struct synovia_text text) {
    if (text.length == 0) {
        return sqlite3_bind_null(statement, parameter);
    }
    if (!is_packable(text)) {
        return sqlite3_bind_text(statement, parameter, text.at, (int)text.length, SQLITE_STATIC);
    }
    unsigned char bytes[SYNOVIA_STORE_TEXT_BYTES / 2];
    for (size_t i = 0; i < text.length / 2; i++) {
        bytes[i] = (unsigned char)(value_of(text.at[2 * i]) * 16 + value_of(text.at[2 * i + 1]));
    }
    return sqlite3_bind_blob(statement, parameter, bytes, (int)text.length / 2, SQLITE_TRANSIENT);
}

static bool unpack(const unsigned char *bytes, size_t length, struct unpacked *room,
                   struct synovia_text *text) {
    if (bytes == NULL || length > sizeof room->bytes / 2) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        room->bytes[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
        room->bytes[2 * i + 1] = "0123456789abcdef"[bytes[i] & 15];
    }
    *text = (struct synovia_text){room->bytes, 2 * length};
    return true;
}

bool column_unpacked(sqlite3_stmt *statement, int column, struct unpacked *room,
                     struct synovia_text *text) {
    *text = (struct synovia_text){NULL, 0};
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_NULL:
        return true;
    case SQLITE_BLOB: {
        const void *bytes = sqlite3_column_blob(statement, column);
        return unpack(bytes, (size_t)sqlite3_column_bytes(statement, column), room, text);
    }
    case SQLITE_TEXT: {
        const void *bytes = sqlite3_column_text(statement, column);
        *text = (struct synovia_text){bytes, (size_t)sqlite3_column_bytes(statement, column)};
        return bytes != NULL;
    }
    default:
        return false;
    }
}
