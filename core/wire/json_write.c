/* MessagePack to JSON, straight from the values of a message. */
#include "wire/json.h"

#include "base/number.h"
#include "wire/frame.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

struct json_writer {
    struct buffer *out;
    enum json_style style;
    struct json_error *error;
    int level; /* containers that are open */
};

static bool refuse(struct json_writer *writer, const char *what) {
    snprintf(writer->error->message, sizeof writer->error->message, "JSON has no form for %s",
             what);
    return false;
}

static void write_escape(struct buffer *out, char c) {
    static const char plain[] = "\"\\\b\f\n\r\t";
    static const char letters[] = "\"\\bfnrt";
    const char *known = memchr(plain, c, sizeof plain - 1);
    if (known != NULL) {
        char escape[] = {'\\', letters[known - plain]};
        buffer_append(out, escape, sizeof escape);
    } else {
        buffer_append_format(out, "\\u%04x", (unsigned)(unsigned char)c);
    }
}

static bool needs_escape(char c) {
    return (unsigned char)c < 0x20 || c == '"' || c == '\\' || c == 0x7f;
}

static bool write_text(struct json_writer *writer, struct text text) {
    if (!text_is_utf8(text)) {
        return refuse(writer, "a text that is not UTF-8");
    }
    buffer_append(writer->out, "\"", 1);
    size_t start = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (needs_escape(text.at[i])) {
            buffer_append(writer->out, text.at + start, i - start);
            write_escape(writer->out, text.at[i]);
            start = i + 1;
        }
    }
    buffer_append(writer->out, text.at + start, text.length - start);
    buffer_append(writer->out, "\"", 1);
    return true;
}

static void write_binary(struct buffer *out, struct text bytes) {
    buffer_append(out, "\"", 1);
    for (size_t i = 0; i < bytes.length; i++) {
        buffer_append_format(out, "%02x", (unsigned)(unsigned char)bytes.at[i]);
    }
    buffer_append(out, "\"", 1);
}

/* A float stays recognisable as one: 3.0, not 3. */
static bool write_float(struct json_writer *writer, double number) {
    char digits[NUMBER_TEXT_SIZE];
    if (!isfinite(number)) {
        return refuse(writer, "a number that is not finite");
    }
    struct text text = number_format(number, digits);
    buffer_append_text(writer->out, text);
    if (strcspn(digits, ".e") == text.length) {
        buffer_append_string(writer->out, ".0");
    }
    return true;
}

/* What stands before an element: a comma behind the one before it, and its own line when pretty. */
static void write_separator(struct json_writer *writer, bool first) {
    if (!first) {
        buffer_append(writer->out, ",", 1);
    }
    if (writer->style == JSON_PRETTY) {
        buffer_append_format(writer->out, "\n%*s", 2 * writer->level, "");
    }
}

static void write_end(struct json_writer *writer, uint32_t count, const char *bracket) {
    writer->level--;
    if (count > 0 && writer->style == JSON_PRETTY) {
        buffer_append_format(writer->out, "\n%*s", 2 * writer->level, "");
    }
    buffer_append(writer->out, bracket, 1);
}

static bool write_value(struct json_writer *writer, const struct wire_value *value);

static bool write_array(struct json_writer *writer, const struct wire_value *array) {
    struct wire_cursor cursor = wire_items(array);
    struct wire_value element;
    buffer_append(writer->out, "[", 1);
    writer->level++;
    for (bool first = true; wire_next(&cursor, &element); first = false) {
        write_separator(writer, first);
        if (!write_value(writer, &element)) {
            return false;
        }
    }
    write_end(writer, array->count, "]");
    return true;
}

static bool write_pair(struct json_writer *writer, const struct wire_value *key,
                       const struct wire_value *value) {
    if (key->type != WIRE_TEXT) {
        return refuse(writer, "a key that is no text");
    }
    if (!write_text(writer, key->bytes)) {
        return false;
    }
    buffer_append_string(writer->out, writer->style == JSON_PRETTY ? ": " : ":");
    return write_value(writer, value);
}

static bool write_map(struct json_writer *writer, const struct wire_value *map) {
    struct wire_cursor cursor = wire_items(map);
    struct wire_value key;
    struct wire_value value;
    buffer_append(writer->out, "{", 1);
    writer->level++;
    for (bool first = true; wire_next_pair(&cursor, &key, &value); first = false) {
        write_separator(writer, first);
        if (!write_pair(writer, &key, &value)) {
            return false;
        }
    }
    write_end(writer, map->count, "}");
    return true;
}

/* Recurses as deep as the message is nested, at most FRAME_DEPTH_MOST. */
static bool write_value(struct json_writer *writer, const struct wire_value *value) {
    switch (value->type) {
    case WIRE_NIL:
        buffer_append_string(writer->out, "null");
        return true;
    case WIRE_BOOLEAN:
        buffer_append_string(writer->out, value->boolean ? "true" : "false");
        return true;
    case WIRE_INTEGER:
        buffer_append_format(writer->out, "%" PRId64, value->integer);
        return true;
    case WIRE_HUGE_INTEGER:
        buffer_append_format(writer->out, "%" PRIu64, value->huge);
        return true;
    case WIRE_FLOAT:
        return write_float(writer, value->number);
    case WIRE_TEXT:
        return write_text(writer, value->bytes);
    case WIRE_BINARY:
        write_binary(writer->out, value->bytes);
        return true;
    case WIRE_ARRAY:
        return write_array(writer, value);
    case WIRE_MAP:
        return write_map(writer, value);
    case WIRE_EXT:
        break;
    }
    return refuse(writer, "a MessagePack extension value");
}

bool json_from_value(const struct wire_value *value, enum json_style style, struct buffer *out,
                     struct json_error *error) {
    struct json_writer writer = {out, style, error, 0};
    size_t start = out->length;
    *error = (struct json_error){0};
    bool written = write_value(&writer, value);
    if (out->failed) {
        snprintf(error->message, sizeof error->message, "out of memory");
        written = false;
    }
    if (!written) {
        out->length = start;
    }
    return written;
}

bool json_from_wire(struct text value, enum json_style style, struct buffer *out,
                    struct json_error *error) {
    struct frame_scanner scanner;
    frame_scanner_init(&scanner, frame_limits_of_responses());
    struct frame_result frame = frame_scan(&scanner, value);
    *error = (struct json_error){0};
    if (frame.status != FRAME_WHOLE || frame.length != value.length) {
        snprintf(error->message, sizeof error->message, "the bytes are not one MessagePack value");
        return false;
    }
    struct message *message = message_new();
    if (message == NULL || !message_read(message, value)) {
        message_free(message);
        snprintf(error->message, sizeof error->message, "out of memory");
        return false;
    }
    struct wire_value root = message_root(message);
    bool written = json_from_value(&root, style, out, error);
    message_free(message);
    return written;
}
