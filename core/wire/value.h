/*
 * Reading a message: msgpack-c decodes a frame into a tree, and this header walks it without
 * letting msgpack.h out of the room.
 *
 *     struct message    owns the tree; reused from request to request, so that an ordinary request
 *                       takes nothing from malloc
 *     struct wire_value one value of the tree, made where it is looked at; text and containers
 * point into the message and the frame
 *
 * A value is valid as long as its message is not read again or freed, and the frame's bytes stay
 * where they are: texts are views of them.
 */
#ifndef SYNOVIA_WIRE_VALUE_H
#define SYNOVIA_WIRE_VALUE_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

enum wire_type {
    WIRE_NIL,
    WIRE_BOOLEAN,
    WIRE_INTEGER,      /* what int64_t holds */
    WIRE_HUGE_INTEGER, /* above INT64_MAX */
    WIRE_FLOAT,        /* float 32 or float 64; may be infinite or not a number */
    WIRE_TEXT,         /* str: not known to be UTF-8 until wire_text says so */
    WIRE_BINARY,
    WIRE_ARRAY,
    WIRE_MAP,
    WIRE_EXT,
};

struct wire_value {
    enum wire_type type;
    union {
        uint32_t count;  /* array: elements; map: pairs */
        int8_t ext_type; /* ext */
    };
    union {
        bool boolean;
        int64_t integer;
        uint64_t huge;
        double number;
        struct text bytes; /* text, binary, ext; never NULL */
        const void *items; /* array, map: for wire_items */
    };
};

struct message;

/* An empty message (its root is nil); NULL where memory ran out. */
struct message *message_new(void);
void message_free(struct message *message);

/*
 * Decodes one frame, exactly as long as frame_scan found it; what the message held before is gone.
 * False where memory ran out, or where the bytes are no frame that the scanner accepts: the root is
 * then nil.
 */
bool message_read(struct message *message, struct text frame);

struct wire_value message_root(const struct message *message);

/* The word for a type as messages to people use it: "nil", "a boolean", "a text", "a map" ... */
const char *wire_type_name(enum wire_type type);

/* The same for a value, which also says of a text that it is not UTF-8: the word for what was sent
 * where it was refused. */
const char *wire_value_name(const struct wire_value *value);

/* The text of a `str` that is well-formed UTF-8; false for anything else. */
bool wire_text(const struct wire_value *value, struct text *text);

/* The number of an integer or a float, rounded to the nearest double where it is greater than 2^53;
 * false for anything else. The number may be infinite or not a number where a float was. */
bool wire_number(const struct wire_value *value, double *number);

/*
 * Where a map is meant: an empty array is an empty map as well, because Lua (and so Neovim) has one
 * empty table for both. Nothing else changes.
 */
static inline void wire_read_as_map(struct wire_value *value) {
    if (value->type == WIRE_ARRAY && value->count == 0) {
        value->type = WIRE_MAP;
    }
}

/* A walk over an array or a map. */
struct wire_cursor {
    const void *next;
    uint32_t left; /* elements or pairs still to come */
    enum wire_type type;
};

/* The start of an array or a map; a walk over nothing for any other value. */
static inline struct wire_cursor wire_items(const struct wire_value *value) {
    bool container = value->type == WIRE_ARRAY || value->type == WIRE_MAP;
    struct wire_cursor cursor = {container ? value->items : NULL, container ? value->count : 0,
                                 value->type};
    return cursor;
}

/* The next element of an array; false at its end, and for a map. */
bool wire_next(struct wire_cursor *cursor, struct wire_value *element);

/* The next pair of a map, in the order sent (a key that was sent twice comes twice); false at its
 * end, and for an array. */
bool wire_next_pair(struct wire_cursor *cursor, struct wire_value *key, struct wire_value *value);

/* The value of the first such text key of a map; false where there is none (`value` is then
 * unchanged). Walks the map. */
bool wire_find(const struct wire_value *map, struct text key, struct wire_value *value);

#endif
