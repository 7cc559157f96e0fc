#include "service/sources.h"

#include "service/libraries.h"
#include "wire/value.h"
#include "wire/writer.h"

void sources_write(struct buffer *out, const struct loaded *loaded) {
    size_t count = load_source_count(loaded);
    writer_array(out, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        struct load_source source = load_source(loaded, i);
        writer_array(out, 2);
        writer_text(out, source.path);
        writer_text(out, source.bytes);
    }
}

/* [path, text] */
static bool read_pair(const struct wire_value *pair, struct text *path, struct text *bytes) {
    struct wire_cursor cursor = wire_items(pair);
    struct wire_value first;
    struct wire_value second;
    if (!wire_next(&cursor, &first) || !wire_next(&cursor, &second) || first.type != WIRE_TEXT ||
        second.type != WIRE_TEXT) {
        return false;
    }
    *path = first.bytes;
    *bytes = second.bytes;
    return true;
}

static enum read_status read_source(void *context, struct text path, struct buffer *out) {
    struct wire_value root = message_root(context);
    struct wire_cursor cursor = wire_items(&root);
    struct wire_value pair;
    struct text found;
    struct text bytes;
    while (wire_next(&cursor, &pair)) {
        if (read_pair(&pair, &found, &bytes) && text_equal(found, path)) {
            buffer_append_text(out, bytes);
            return out->failed ? READ_NO_MEMORY : READ_OK;
        }
    }
    return READ_MISSING;
}

static struct text first_path(const struct message *message) {
    struct wire_value root = message_root(message);
    struct wire_cursor cursor = wire_items(&root);
    struct wire_value pair;
    struct text path = text_of(NULL);
    struct text bytes;
    if (wire_next(&cursor, &pair)) {
        read_pair(&pair, &path, &bytes);
    }
    return path;
}

struct loaded *sources_load(struct text bytes, struct text digest, int32_t today) {
    struct message *message = message_new();
    if (message == NULL || !message_read(message, bytes)) {
        message_free(message);
        return NULL;
    }
    struct load_request request = {
        .reader = {message, read_source},
        .libraries = libraries_installed(),
        .path = first_path(message),
        .today = today,
    };
    struct loaded *loaded = load_protocol(&request);
    const struct program *program = loaded == NULL ? NULL : load_program(loaded);
    if (program == NULL || !text_equal(program->header.digest, digest)) {
        load_free(loaded);
        loaded = NULL;
    }
    message_free(message);
    return loaded;
}
