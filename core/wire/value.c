#include "wire/value.h"

#include "wire/frame.h"

#include <msgpack.h>
#include <stdlib.h>

enum { ZONE_CHUNK_BYTES = 16384 }; /* room for the tree of an ordinary request */

struct message {
    msgpack_zone zone;
    msgpack_object root;
};

struct message *message_new(void) {
    struct message *message = calloc(1, sizeof *message);
    if (message != NULL && !msgpack_zone_init(&message->zone, ZONE_CHUNK_BYTES)) {
        free(message);
        return NULL;
    }
    return message;
}

void message_free(struct message *message) {
    if (message != NULL) {
        msgpack_zone_destroy(&message->zone);
        free(message);
    }
}

bool message_read(struct message *message, struct text frame) {
    static const msgpack_object nil = {.type = MSGPACK_OBJECT_NIL};
    size_t offset = 0;
    message->root = nil;
    msgpack_zone_clear(&message->zone);
    msgpack_unpack_return result =
        msgpack_unpack(frame.at, frame.length, &offset, &message->zone, &message->root);
    if (result == MSGPACK_UNPACK_SUCCESS) {
        return true;
    }
    message->root = nil;
    return false;
}

/* msgpack-c gives an empty str a null pointer, to which nobody may add even 0. */
static inline struct text bytes_of(const char *at, uint32_t length) {
    return text_from(at == NULL ? "" : at, length);
}

/* One value of the tree in the house's form. It is small on purpose: this runs for every value. */
static inline struct wire_value value_of(const msgpack_object *object) {
    struct wire_value value = {.type = WIRE_NIL};
    switch (object->type) {
    case MSGPACK_OBJECT_NIL:
        break;
    case MSGPACK_OBJECT_BOOLEAN:
        value.type = WIRE_BOOLEAN;
        value.boolean = object->via.boolean;
        break;
    case MSGPACK_OBJECT_POSITIVE_INTEGER:
        value.type = object->via.u64 > INT64_MAX ? WIRE_HUGE_INTEGER : WIRE_INTEGER;
        value.huge = object->via.u64;
        break;
    case MSGPACK_OBJECT_NEGATIVE_INTEGER:
        value.type = WIRE_INTEGER;
        value.integer = object->via.i64;
        break;
    case MSGPACK_OBJECT_FLOAT32:
    case MSGPACK_OBJECT_FLOAT64:
        value.type = WIRE_FLOAT;
        value.number = object->via.f64;
        break;
    case MSGPACK_OBJECT_STR:
        value.type = WIRE_TEXT;
        value.bytes = bytes_of(object->via.str.ptr, object->via.str.size);
        break;
    case MSGPACK_OBJECT_BIN:
        value.type = WIRE_BINARY;
        value.bytes = bytes_of(object->via.bin.ptr, object->via.bin.size);
        break;
    case MSGPACK_OBJECT_EXT:
        value.type = WIRE_EXT;
        value.ext_type = object->via.ext.type;
        value.bytes = bytes_of(object->via.ext.ptr, object->via.ext.size);
        break;
    case MSGPACK_OBJECT_ARRAY:
        value.type = WIRE_ARRAY;
        value.count = object->via.array.size;
        value.items = object->via.array.ptr;
        break;
    case MSGPACK_OBJECT_MAP:
        value.type = WIRE_MAP;
        value.count = object->via.map.size;
        value.items = object->via.map.ptr;
        break;
    }
    return value;
}

struct wire_value message_root(const struct message *message) {
    return value_of(&message->root);
}

const char *wire_type_name(enum wire_type type) {
    static const char *const names[] = {
        [WIRE_NIL] = "nil",
        [WIRE_BOOLEAN] = "a boolean",
        [WIRE_INTEGER] = "an integer",
        [WIRE_HUGE_INTEGER] = "an integer",
        [WIRE_FLOAT] = "a number",
        [WIRE_TEXT] = "a text",
        [WIRE_BINARY] = "binary data",
        [WIRE_ARRAY] = "an array",
        [WIRE_MAP] = "a map",
        [WIRE_EXT] = "an extension value",
    };
    return names[type];
}

const char *wire_value_name(const struct wire_value *value) {
    bool is_broken = value->type == WIRE_TEXT && !text_is_utf8(value->bytes);
    return is_broken ? "a text that is not UTF-8" : wire_type_name(value->type);
}

bool wire_text(const struct wire_value *value, struct text *text) {
    if (value->type != WIRE_TEXT || !text_is_utf8(value->bytes)) {
        return false;
    }
    *text = value->bytes;
    return true;
}

bool wire_number(const struct wire_value *value, double *number) {
    switch (value->type) {
    case WIRE_INTEGER:
        *number = (double)value->integer;
        return true;
    case WIRE_HUGE_INTEGER:
        *number = (double)value->huge;
        return true;
    case WIRE_FLOAT:
        *number = value->number;
        return true;
    default:
        return false;
    }
}

bool wire_next(struct wire_cursor *cursor, struct wire_value *element) {
    if (cursor->left == 0 || cursor->type != WIRE_ARRAY) {
        return false;
    }
    const msgpack_object *object = cursor->next;
    *element = value_of(object);
    cursor->next = object + 1;
    cursor->left--;
    return true;
}

bool wire_next_pair(struct wire_cursor *cursor, struct wire_value *key, struct wire_value *value) {
    if (cursor->left == 0 || cursor->type != WIRE_MAP) {
        return false;
    }
    const msgpack_object_kv *pair = cursor->next;
    *key = value_of(&pair->key);
    *value = value_of(&pair->val);
    cursor->next = pair + 1;
    cursor->left--;
    return true;
}

bool wire_find(const struct wire_value *map, struct text key, struct wire_value *value) {
    struct wire_cursor cursor = wire_items(map);
    struct wire_value name;
    struct wire_value candidate;
    while (wire_next_pair(&cursor, &name, &candidate)) {
        if (name.type == WIRE_TEXT && text_equal(name.bytes, key)) {
            *value = candidate;
            return true;
        }
    }
    return false;
}
