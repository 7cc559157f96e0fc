/* JSON to MessagePack: jansson parses, a walk over its tree writes. */
#include "wire/json.h"

#include "base/limits.h"
#include "wire/writer.h"

#include <jansson.h>
#include <stdio.h>

static bool fail(struct json_error *error, int line, int column, const char *message) {
    error->line = line;
    error->column = column;
    snprintf(error->message, sizeof error->message, "%s", message);
    return false;
}

/* A place in the text, kept while its bytes are walked. */
struct place {
    int line;
    int column;
};

static void step(struct place *place, char byte) {
    if (byte == '\n') {
        place->line++;
        place->column = 0;
    } else if (((unsigned char)byte & 0xc0) != 0x80) {
        place->column++; /* not for the later bytes of one UTF-8 character */
    }
}

/*
 * Refuses what is nested too deeply before jansson allocates a tree for it. Of JSON it knows only
 * where a string ends; whatever else is wrong is left to jansson to tell.
 */
static bool check_depth(struct text json, struct json_error *error) {
    struct place place = {1, 0};
    int depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < json.length; i++) {
        char byte = json.at[i];
        step(&place, byte);
        if (in_string && byte == '\\' && i + 1 < json.length) {
            step(&place, json.at[++i]);
        } else if (byte == '"') {
            in_string = !in_string;
        } else if (!in_string && (byte == '[' || byte == '{')) {
            depth++;
        } else if (!in_string && (byte == ']' || byte == '}')) {
            depth--;
        }
        if (depth > LIMIT_FRAME_DEPTH) {
            fail(error, place.line, place.column, "");
            snprintf(error->message, sizeof error->message,
                     "arrays and objects are nested more than %d deep", LIMIT_FRAME_DEPTH);
            return false;
        }
    }
    return true;
}

static void write_node(struct buffer *out, const json_t *node);

static void write_object(struct buffer *out, json_t *object) {
    writer_map(out, (uint32_t)json_object_size(object));
    void *entry = json_object_iter(object);
    while (entry != NULL) {
        writer_text(out, text_from(json_object_iter_key(entry), json_object_iter_key_len(entry)));
        write_node(out, json_object_iter_value(entry));
        entry = json_object_iter_next(object, entry);
    }
}

static void write_array(struct buffer *out, const json_t *array) {
    size_t count = json_array_size(array);
    writer_array(out, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        write_node(out, json_array_get(array, i));
    }
}

static void write_node(struct buffer *out, const json_t *node) {
    switch (json_typeof(node)) {
    case JSON_OBJECT:
        /* jansson iterates over an object that it may change; we do not change it. */
        write_object(out, (json_t *)(uintptr_t)node);
        break;
    case JSON_ARRAY:
        write_array(out, node);
        break;
    case JSON_STRING:
        writer_text(out, text_from(json_string_value(node), json_string_length(node)));
        break;
    case JSON_INTEGER:
        writer_integer(out, json_integer_value(node));
        break;
    case JSON_REAL:
        writer_float(out, json_real_value(node));
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        writer_boolean(out, json_is_true(node));
        break;
    case JSON_NULL:
        writer_nil(out);
        break;
    }
}

bool json_to_wire(struct text json, struct buffer *out, struct json_error *error) {
    *error = (struct json_error){0};
    if (json.length > LIMIT_FRAME_BYTES) {
        fail(error, 0, 0, "");
        snprintf(error->message, sizeof error->message,
                 "the JSON text has %zu bytes, and %d are allowed", json.length, LIMIT_FRAME_BYTES);
        return false;
    }
    if (text_is_empty(json)) {
        return fail(error, 0, 0, "the JSON text is empty");
    }
    if (!check_depth(json, error)) {
        return false;
    }
    json_error_t found = {0};
    json_t *root = json_loadb(json.at, json.length,
                              JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL, &found);
    if (root == NULL) {
        bool told = found.text[0] != '\0';
        return fail(error, told ? found.line : 0, told ? found.column : 0,
                    told ? found.text : "out of memory");
    }
    size_t start = out->length;
    write_node(out, root);
    json_decref(root);
    if (out->failed) {
        out->length = start;
        return fail(error, 0, 0, "out of memory");
    }
    return true;
}
