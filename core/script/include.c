/* Other files of the protocols folder. */
#include "script/words.h"

#include "base/limits.h"
#include "script/source.h"

#include <lauxlib.h>

/* ---- paths ---- */

/* Relative, with plain parts: no `..`, `.`, empty part, drive or backslash. */
static bool is_inside(struct text path) {
    size_t start = 0;
    if (text_is_empty(path) || memchr(path.at, '\\', path.length) != NULL ||
        memchr(path.at, ':', path.length) != NULL || memchr(path.at, 0, path.length) != NULL) {
        return false;
    }
    for (size_t i = 0; i <= path.length; i++) {
        if (i < path.length && path.at[i] != '/') {
            continue;
        }
        struct text part = text_from(path.at + start, i - start);
        if (text_is_empty(part) || text_is(part, ".") || text_is(part, "..")) {
            return false;
        }
        start = i + 1;
    }
    return true;
}

static const char *why_not_read(enum read_status status) {
    switch (status) {
    case READ_MISSING:
        return "there is no such file in the protocols folder";
    case READ_REFUSED:
        return "it may not be read: it is outside of the protocols folder, or not readable";
    case READ_TOO_LARGE:
        return "it is too large";
    default:
        return "it could not be read";
    }
}

/* ---- reading ---- */

static struct loaded_file *find_file(const struct session *session, struct text path) {
    for (struct loaded_file *file = session->files; file != NULL; file = file->next) {
        if (text_equal(file->path, path)) {
            return file;
        }
    }
    return NULL;
}

/* The bytes of a file, copied into the arena; the buffer is freed before anything can raise. */
static enum read_status read_bytes(struct session *session, struct text path, struct text *bytes) {
    struct buffer buffer;
    buffer_init(&buffer);
    enum read_status status = session->reader->read(session->reader->context, path, &buffer);
    if (status == READ_OK && buffer.failed) {
        status = READ_NO_MEMORY;
    }
    if (status == READ_OK) {
        *bytes = arena_copy(session->arena, buffer_text(&buffer));
        status = session->arena->failed ? READ_NO_MEMORY : READ_OK;
    }
    buffer_free(&buffer);
    return status;
}

bool session_read_bytes(struct session *session, struct text path, struct place place,
                        struct text *bytes) {
    enum read_status status = READ_REFUSED;
    if (is_inside(path)) {
        status = read_bytes(session, path, bytes);
    }
    if (status == READ_OK && session->byte_count + bytes->length > LIMIT_SOURCE_BYTES) {
        status = READ_TOO_LARGE;
    }
    if (status == READ_NO_MEMORY) {
        session->diagnostics->failed = true;
    } else if (status == READ_TOO_LARGE) {
        diagnostics_error(session->diagnostics, DIAGNOSTIC_SOURCE_TOO_LARGE, place,
                          "\"%.*s\" makes the protocol longer than %d bytes", (int)path.length,
                          path.at, LIMIT_SOURCE_BYTES);
    } else if (status != READ_OK) {
        diagnostics_error(session->diagnostics, DIAGNOSTIC_INCLUDE, place, "\"%.*s\": %s",
                          (int)path.length, path.at, why_not_read(status));
        diagnostics_cure(session->diagnostics,
                         "paths begin in the protocols folder: \"shared/flags.lua\"");
    }
    return status == READ_OK;
}

struct loaded_file *session_read_file(struct session *session, struct text path,
                                      struct place place) {
    struct text bytes = text_of(NULL);
    if (!session_read_bytes(session, path, place, &bytes)) {
        return NULL;
    }
    struct loaded_file *file = arena_calloc(session->arena, 1, sizeof *file);
    if (file == NULL) {
        session->diagnostics->failed = true;
        return NULL;
    }
    file->path = arena_copy(session->arena, path); /* the protocol's own is the caller's */
    file->bytes = bytes;
    if (session->arena->failed) {
        session->diagnostics->failed = true;
        return NULL;
    }
    file->value = LUA_NOREF;
    session->byte_count += bytes.length;
    session->file_count++;
    *session->last_file = file;
    session->last_file = &file->next;
    size_t errors = session->diagnostics->errors;
    file->source =
        source_read(session->arena, path, bytes, &session->vocabulary, session->diagnostics);
    if (session->diagnostics->errors > errors) {
        session->declarations.incomplete = true;
    }
    return file;
}

/* ---- include ---- */

static bool may_include(struct session *session, struct text path, struct place place) {
    struct diagnostics *diagnostics = session->diagnostics;
    if (!is_inside(path)) {
        diagnostics_error(diagnostics, DIAGNOSTIC_INCLUDE, place,
                          "\"%.*s\" is not a path within the protocols folder", (int)path.length,
                          path.at);
        diagnostics_cure(diagnostics,
                         "write it from that folder on, without `..`: \"shared/flags.lua\"");
        return false;
    }
    const struct loaded_file *file = find_file(session, path);
    if (file != NULL && file->running) {
        diagnostics_error(diagnostics, DIAGNOSTIC_INCLUDE, place,
                          "\"%.*s\" includes itself, or is included by what it includes",
                          (int)path.length, path.at);
        diagnostics_cure(diagnostics, "move what both need into a third file");
        return false;
    }
    if (file == NULL && session->file_count >= LIMIT_SOURCE_FILES) {
        diagnostics_error(diagnostics, DIAGNOSTIC_TOO_MANY, place,
                          "a protocol consists of at most %d files", LIMIT_SOURCE_FILES);
        return false;
    }
    return true;
}

/* Runs the chunk of a file and keeps what it returns, sealed. */
static void run_file(lua_State *state, struct loaded_file *file) {
    file->running = true;
    luaL_checkstack(state, 10, "files within files");
    sandbox_load(state, &file->source->layout);
    lua_call(state, 0, 1);
    sandbox_seal(state, -1, file->path.at);
    file->value = luaL_ref(state, LUA_REGISTRYINDEX);
    file->running = false;
}

int word_include(lua_State *state) {
    struct session *session = session_of(state);
    struct site site = site_of_call(state, "include");
    struct place place = site_argument(&site, 0);
    if (lua_type(state, 1) != LUA_TSTRING) {
        struct text found = term_describe(state, 1);
        diagnostics_error(session->diagnostics, DIAGNOSTIC_WRONG_TYPE, place,
                          "`include` takes a path in quotes, but found %.*s", (int)found.length,
                          found.at);
        return term_push_poison(state);
    }
    struct text path = session_string(state, 1);
    if (!may_include(session, path, place)) {
        return term_push_poison(state);
    }
    struct loaded_file *file = find_file(session, path);
    if (file == NULL) {
        file = session_read_file(session, path, place);
        if (session->diagnostics->failed) {
            session_no_memory(state);
        }
    }
    if (file == NULL || file->source == NULL) {
        return term_push_poison(state);
    }
    if (file->value == LUA_NOREF) {
        run_file(state, file);
    }
    lua_rawgeti(state, LUA_REGISTRYINDEX, file->value);
    return 1;
}
