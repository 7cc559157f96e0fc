/*
 * One load:
 *
 *     read, check, run the script ─► finish ─► analyse ─► digest ─► freeze ─► the tests, likewise
 *
 * Each step reports what it finds and the next goes on, so that an author sees everything at once;
 * only a load without errors gives a program.
 */
#include "script/load.h"

#include "base/digest.h"
#include "base/limits.h"
#include "script/analyse.h"
#include "script/functions.h"
#include "script/languages.h"
#include "script/safe_library.h"
#include "script/source.h"
#include "script/suite_load.h"
#include "script/words.h"
#include "script/written.h"

#include <lauxlib.h>
#include <stdlib.h>

struct loaded {
    struct arena arena;
    struct diagnostics diagnostics;
    struct sandbox *sandbox; /* NULL where no function needs it */
    const struct program *program;
    const struct suite *suite;
    const struct loaded_file *files; /* of the protocol; those of the tests stand behind */
    size_t file_count;
    const struct used_library *libraries; /* closed with the result */
};

/* ---- running files ---- */

struct run {
    struct session *session;
    const struct source *source;
    bool tests;
};

/* A name that nothing declares: the checks have said so, and the script goes on without it. */
static int read_undeclared(lua_State *state) {
    struct session *session = session_find(state);
    if (session == NULL || session->diagnostics->errors == 0) {
        return luaL_error(state, "`%s` is not declared", lua_tostring(state, 1));
    }
    return term_push_poison(state);
}

static void prepare_body(lua_State *state, void *data) {
    struct run *run = data;
    session_bind(state, run->session);
    words_open(state, run->tests);
    sandbox_define_missing(state, read_undeclared);
    if (run->tests) {
        suite_open(state);
    }
}

static void run_body(lua_State *state, void *data) {
    const struct run *run = data;
    sandbox_load(state, &run->source->layout);
    lua_call(state, 0, 0);
}

static void end_body(lua_State *state, void *data) {
    (void)data;
    session_bind(state, NULL);
}

/* The vocabulary for the checks: words, library, and for tests what the protocol declared. */
static bool make_vocabulary(struct session *session, bool tests) {
    size_t library_count = 0;
    const struct vocabulary_word *library = safe_library_words(&library_count);
    const struct name_list *values = &session->declarations.names[NAME_VALUE];
    size_t most = WORD_COUNT + library_count + values->count;
    struct vocabulary_word *words = arena_calloc(session->arena, most, sizeof *words);
    if (words == NULL) {
        session->diagnostics->failed = true;
        return false;
    }
    size_t count = words_vocabulary(tests, words);
    memcpy(words + count, library, library_count * sizeof *words);
    count += library_count;
    for (size_t i = 0; tests && i < values->count; i++) {
        words[count].name = values->items[i].name;
        words[count++].kind = WORD_IS_TERM;
    }
    session->vocabulary.words = words;
    session->vocabulary.count = count;
    return true;
}

/* Setting a global ends the script; the checks of the source have said so before it ran. */
static bool assigns_globals(const struct diagnostics *diagnostics) {
    for (size_t i = 0; i < diagnostics->count; i++) {
        if (diagnostics->items[i].code == DIAGNOSTIC_GLOBAL_ASSIGNED) {
            return true;
        }
    }
    return false;
}

/* Runs one file; false where it did not reach its end. */
static bool run_file(struct session *session, struct loaded_file *file, bool tests) {
    struct run run = {session, file->source, tests};
    struct place whole = {file->path, 0, 0};
    struct sandbox_failure failure;
    enum sandbox_status status =
        sandbox_run(session->sandbox, BUDGET_SETUP, prepare_body, &run, &failure);
    if (status == SANDBOX_DONE) {
        file->running = true;
        status = sandbox_run(session->sandbox, BUDGET_LOAD, run_body, &run, &failure);
        file->running = false;
    }
    bool told = status == SANDBOX_ERROR && assigns_globals(session->diagnostics);
    if (status != SANDBOX_DONE && !told && !session->diagnostics->failed) {
        sandbox_report(&failure, whole, session->diagnostics);
    }
    return status == SANDBOX_DONE;
}

/* ---- the protocol ---- */

static void check_header(struct session *session, struct text path) {
    if (!session->declarations.has_header) {
        struct place start = {path, 1, 1};
        diagnostics_error(session->diagnostics, DIAGNOSTIC_HEADER_MISSING, start,
                          "the file declares no protocol");
        diagnostics_cure(session->diagnostics,
                         "begin with `protocol \"id\" { format = 1, version = "
                         "\"1.0.0\", title = ... }`");
    }
}

static void run_protocol(struct session *session, const struct load_request *request) {
    struct place whole = {request->path, 0, 0};
    if (!make_vocabulary(session, false)) {
        return;
    }
    struct loaded_file *file = session_read_file(session, request->path, whole);
    if (file == NULL || file->source == NULL) {
        return;
    }
    bool done = run_file(session, file, false);
    session->declarations.incomplete = session->declarations.incomplete || !done;
    if (done) {
        check_header(session, request->path);
        session_finish(session);
        languages_judge(session);
    }
    /* Where memory ran out, declarations may name what the builder could not take. */
    if (!session->diagnostics->failed &&
        builder_status(session->declarations.builder) != BUILDER_NO_MEMORY) {
        analyse(&session->declarations);
    }
}

/* The plug-ins in use stand in the header; a failure is the arena's. */
static void name_plug_ins(struct session *session) {
    struct header *header = &session->declarations.header;
    size_t count = 0;
    for (const struct used_library *used = session->libraries; used != NULL; used = used->next) {
        count++;
    }
    struct plug_in_reference *plug_ins = arena_calloc(session->arena, count, sizeof *plug_ins);
    const struct used_library *used = session->libraries;
    for (size_t i = 0; plug_ins != NULL && i < count; i++, used = used->next) {
        plug_ins[i].name = used->library->name;
        plug_ins[i].digest = text_of(used->library->digest);
    }
    header->plug_ins = plug_ins;
    header->plug_in_count = plug_ins == NULL ? 0 : count;
}

/* SHA-256 of the one file, or of the listing that sha256sum prints of all, with the shared objects
 * of the plug-ins in use behind the files. */
static bool set_digest(struct session *session) {
    struct header *header = &session->declarations.header;
    char hex[SHA256_HEX_SIZE];
    sha256_hex(session->files->bytes, hex);
    if (session->files->next != NULL || session->libraries != NULL) {
        struct buffer listing;
        buffer_init(&listing);
        for (const struct loaded_file *file = session->files; file != NULL; file = file->next) {
            sha256_hex(file->bytes, hex);
            buffer_append_format(&listing, "%s  %.*s\n", hex, (int)file->path.length,
                                 file->path.at);
        }
        for (const struct used_library *used = session->libraries; used != NULL;
             used = used->next) {
            buffer_append_format(&listing, "%s  %.*s.so\n", used->library->digest,
                                 (int)used->library->name.length, used->library->name.at);
        }
        bool failed = listing.failed;
        sha256_hex(buffer_text(&listing), hex);
        buffer_free(&listing);
        if (failed) {
            return false;
        }
    }
    header->digest = arena_copy(session->arena, text_of(hex));
    name_plug_ins(session);
    builder_set_header(session->declarations.builder, header);
    return !session->arena->failed;
}

static const struct program *freeze(struct session *session) {
    if (diagnostics_has_errors(session->diagnostics)) {
        return NULL;
    }
    const struct program *program = set_digest(session) && written_finish(session)
                                        ? builder_freeze(session->declarations.builder, NULL)
                                        : NULL;
    session->diagnostics->failed = session->diagnostics->failed || program == NULL;
    return program;
}

/* ---- the tests ---- */

bool load_test_path(struct text path, struct arena *arena, struct text *test_path) {
    struct text ending = text_of(".lua");
    if (path.length <= ending.length ||
        !text_equal(text_from(path.at + path.length - ending.length, ending.length), ending)) {
        return false;
    }
    *test_path = arena_format(arena, "%.*s_test.lua", (int)(path.length - ending.length), path.at);
    return !arena->failed;
}

static void warn_about_tests(struct session *session, struct text path, struct text test_path) {
    struct place whole = {path, 0, 0};
    diagnostics_warning(session->diagnostics, DIAGNOSTIC_NO_TESTS, whole,
                        "there are no tests beside it");
    diagnostics_cure(session->diagnostics, "write \"%.*s\"", (int)test_path.length, test_path.at);
}

static bool is_there(const struct load_request *request, struct text path) {
    struct buffer buffer;
    buffer_init(&buffer);
    enum read_status status = request->reader.read(request->reader.context, path, &buffer);
    buffer_free(&buffer);
    return status != READ_MISSING;
}

static void run_tests(struct session *session, const struct load_request *request,
                      struct loaded *loaded) {
    struct text path = text_of(NULL);
    if (!load_test_path(request->path, session->arena, &path) || !is_there(request, path)) {
        if (request->expect_tests && path.at != NULL) {
            warn_about_tests(session, request->path, path);
        }
        return;
    }
    if (!request->load_tests || loaded->program == NULL || !make_vocabulary(session, true)) {
        return;
    }
    struct place whole = {path, 0, 0};
    session->byte_count = 0;
    session->tests = suite_draft_new(session, loaded->program);
    struct loaded_file *file =
        session->tests == NULL ? NULL : session_read_file(session, path, whole);
    if (file != NULL && file->source != NULL && run_file(session, file, true)) {
        session_finish(session);
        loaded->suite = suite_finish(session, path);
    }
}

/* ---- the whole ---- */

static bool open_session(struct session *session, struct loaded *loaded,
                         const struct load_request *request) {
    *session = (struct session){.arena = &loaded->arena,
                                .diagnostics = &loaded->diagnostics,
                                .reader = &request->reader,
                                .finder = &request->libraries};
    session->last_library = &session->libraries;
    session->last_pending = &session->pendings;
    session->last_reference = &session->references;
    session->last_file = &session->files;
    session->declarations = (struct declarations){.arena = &loaded->arena,
                                                  .diagnostics = &loaded->diagnostics,
                                                  .today = request->today,
                                                  .builder = builder_new()};
    session->sandbox = sandbox_open();
    session->units = units_open(&loaded->arena);
    return session->declarations.builder != NULL && session->sandbox != NULL &&
           session->units != NULL;
}

/* What the load itself needed goes; the Lua state stays where functions live in it. */
static void close_session(struct session *session, struct loaded *loaded) {
    bool has_functions = loaded->program != NULL && loaded->program->function_count > 0;
    if (session->sandbox != NULL && has_functions) {
        sandbox_run(session->sandbox, BUDGET_SETUP, end_body, NULL, NULL);
        loaded->sandbox = session->sandbox;
    } else {
        sandbox_close(session->sandbox);
    }
    loaded->libraries = session->libraries;
    units_close(session->units);
    builder_free(session->declarations.builder);
}

struct loaded *load_protocol(const struct load_request *request) {
    enum { BLOCK = 64 << 10, MOST = 256 << 20 };
    struct loaded *loaded = calloc(1, sizeof *loaded);
    if (loaded == NULL) {
        return NULL;
    }
    arena_init(&loaded->arena, BLOCK, MOST);
    diagnostics_init(&loaded->diagnostics);
    struct session session;
    if (open_session(&session, loaded, request)) {
        run_protocol(&session, request);
        loaded->program = freeze(&session);
        loaded->files = session.files;
        loaded->file_count = session.file_count;
        run_tests(&session, request, loaded);
    } else {
        loaded->diagnostics.failed = true;
    }
    loaded->diagnostics.failed = loaded->diagnostics.failed || loaded->arena.failed;
    diagnostics_finish(&loaded->diagnostics);
    close_session(&session, loaded);
    return loaded;
}

void load_free(struct loaded *loaded) {
    if (loaded == NULL) {
        return;
    }
    if (loaded->suite != NULL) {
        program_release(loaded->suite->program);
    }
    program_release(loaded->program);
    sandbox_close(loaded->sandbox);
    for (const struct used_library *used = loaded->libraries; used != NULL; used = used->next) {
        used->library->close(used->library);
    }
    diagnostics_free(&loaded->diagnostics);
    arena_free(&loaded->arena);
    free(loaded);
}

const struct program *load_program(const struct loaded *loaded) {
    return loaded->program;
}

const struct suite *load_suite(const struct loaded *loaded) {
    return loaded->suite;
}

size_t load_source_count(const struct loaded *loaded) {
    return loaded->file_count;
}

struct load_source load_source(const struct loaded *loaded, size_t index) {
    const struct loaded_file *file = loaded->files;
    for (size_t i = 0; i < index; i++) {
        file = file->next;
    }
    struct load_source source = {file->path, file->bytes};
    return source;
}

const struct diagnostics *load_diagnostics(const struct loaded *loaded) {
    return &loaded->diagnostics;
}

struct functions load_functions(const struct loaded *loaded) {
    struct functions none = {.context = NULL};
    return loaded->sandbox == NULL ? none : functions_host(loaded->sandbox);
}
