#include "wire/writer.h"

#include <math.h>
#include <msgpack.h>

static int append(void *data, const char *bytes, size_t count) {
    struct buffer *out = data;
    buffer_append(out, bytes, count);
    return 0; /* the buffer keeps the error */
}

/* A packer is two pointers; made anew in each function, the compiler sees through the callback. */
static inline msgpack_packer packer_of(struct buffer *out) {
    msgpack_packer packer = {out, append};
    return packer;
}

void writer_nil(struct buffer *out) {
    msgpack_packer packer = packer_of(out);
    msgpack_pack_nil(&packer);
}

void writer_boolean(struct buffer *out, bool value) {
    msgpack_packer packer = packer_of(out);
    if (value) {
        msgpack_pack_true(&packer);
    } else {
        msgpack_pack_false(&packer);
    }
}

void writer_integer(struct buffer *out, int64_t value) {
    msgpack_packer packer = packer_of(out);
    msgpack_pack_int64(&packer, value);
}

void writer_unsigned(struct buffer *out, uint64_t value) {
    msgpack_packer packer = packer_of(out);
    msgpack_pack_uint64(&packer, value);
}

void writer_float(struct buffer *out, double value) {
    msgpack_packer packer = packer_of(out);
    msgpack_pack_double(&packer, value);
}

void writer_number(struct buffer *out, double value) {
    static const double exact_integers = 9007199254740992.0; /* 2^53 */
    if (!isfinite(value)) {
        writer_nil(out);
    } else if (fabs(value) < exact_integers && trunc(value) == value) {
        writer_integer(out, (int64_t)value);
    } else {
        writer_float(out, value);
    }
}

void writer_text_header(struct buffer *out, size_t length) {
    msgpack_packer packer = packer_of(out);
    if (length > UINT32_MAX) {
        out->failed = true;
        return;
    }
    msgpack_pack_str(&packer, length);
}

/* Keys and names fit the shortest header, one byte with the length in it: one step for both. */
static void write_short_text(struct buffer *out, struct text text) {
    if (buffer_reserve(out, 1 + text.length)) {
        out->at[out->length] = (char)(0xa0 | text.length);
        memcpy(out->at + out->length + 1, text.at, text.length);
        out->length += 1 + text.length;
    }
}

void writer_text(struct buffer *out, struct text text) {
    if (text.length > 0 && text.length < 32) {
        write_short_text(out, text);
        return;
    }
    writer_text_header(out, text.length);
    buffer_append_text(out, text);
}

void writer_binary(struct buffer *out, struct text bytes) {
    msgpack_packer packer = packer_of(out);
    if (bytes.length > UINT32_MAX) {
        out->failed = true;
        return;
    }
    msgpack_pack_bin(&packer, bytes.length);
    buffer_append_text(out, bytes);
}

void writer_array(struct buffer *out, uint32_t count) {
    msgpack_packer packer = packer_of(out);
    msgpack_pack_array(&packer, count);
}

void writer_map(struct buffer *out, uint32_t count) {
    msgpack_packer packer = packer_of(out);
    msgpack_pack_map(&packer, count);
}

static void write_container(struct buffer *out, const struct wire_value *value) {
    struct wire_cursor cursor = wire_items(value);
    struct wire_value key;
    struct wire_value item;
    if (value->type == WIRE_ARRAY) {
        writer_array(out, value->count);
        while (wire_next(&cursor, &item)) {
            writer_value(out, &item);
        }
        return;
    }
    writer_map(out, value->count);
    while (wire_next_pair(&cursor, &key, &item)) {
        writer_value(out, &key);
        writer_value(out, &item);
    }
}

static void write_ext(struct buffer *out, const struct wire_value *value) {
    msgpack_packer packer = packer_of(out);
    msgpack_pack_ext(&packer, value->bytes.length, value->ext_type);
    buffer_append_text(out, value->bytes);
}

/* Recurses as deep as the message is nested, which the frame scanner has limited. */
void writer_value(struct buffer *out, const struct wire_value *value) {
    switch (value->type) {
    case WIRE_NIL:
        writer_nil(out);
        break;
    case WIRE_BOOLEAN:
        writer_boolean(out, value->boolean);
        break;
    case WIRE_INTEGER:
        writer_integer(out, value->integer);
        break;
    case WIRE_HUGE_INTEGER:
        writer_unsigned(out, value->huge);
        break;
    case WIRE_FLOAT:
        writer_float(out, value->number);
        break;
    case WIRE_TEXT:
        writer_text(out, value->bytes);
        break;
    case WIRE_BINARY:
        writer_binary(out, value->bytes);
        break;
    case WIRE_EXT:
        write_ext(out, value);
        break;
    case WIRE_ARRAY:
    case WIRE_MAP:
        write_container(out, value);
        break;
    }
}

/* Length bytes of an open container: two, or four where it has more than 65535 elements. */
enum { SHORT_BYTES = 2, LONG_BYTES = 4 };
enum { ARRAY_16 = 0xdc, MAP_16 = 0xde };

static struct writer_list open_list(struct buffer *out, unsigned char first) {
    struct writer_list list = {.header = out->length};
    unsigned char header[1 + SHORT_BYTES] = {first};
    buffer_append(out, header, sizeof header);
    return list;
}

struct writer_list writer_open_array(struct buffer *out) {
    return open_list(out, ARRAY_16);
}

struct writer_list writer_open_map(struct buffer *out) {
    return open_list(out, MAP_16);
}

/* Makes a header of the 32-bit form out of one of the 16-bit form. */
static void lengthen(struct buffer *out, size_t header) {
    size_t grown = LONG_BYTES - SHORT_BYTES;
    size_t content = header + 1 + SHORT_BYTES;
    if (buffer_reserve(out, grown)) {
        memmove(out->at + content + grown, out->at + content, out->length - content);
        out->at[header]++; /* the 32-bit form is the next byte */
        out->length += grown;
    }
}

void writer_close(struct buffer *out, const struct writer_list *list) {
    unsigned bytes = list->count > UINT16_MAX ? LONG_BYTES : SHORT_BYTES;
    if (bytes == LONG_BYTES && !out->failed) {
        lengthen(out, list->header);
    }
    if (out->failed) {
        return; /* the header may not be there */
    }
    for (unsigned i = 0; i < bytes; i++) {
        unsigned shift = 8 * (bytes - 1 - i);
        out->at[list->header + 1 + i] = (char)(list->count >> shift & 0xff);
    }
}
