#include "loading.h"

#include "base/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

const char loading_header[] =
    "protocol 'p' { format = 1, version = '1.0.0', title = 'P',\n"
    "    refer = { to = 'physician', urgency = 'routine' } }\n"
    "local age = number 'age' { ask = 'Age?', min = 0, max = 120, unit = 'a', whole = true }\n"
    "local fever = yes_no 'fever' { ask = 'Fever?' }\n"
    "local bearing = choice 'bearing' { ask = 'Walking?', options = { 'normal', 'limping', "
    "'cannot' } "
    "}\n"
    "local surgery = date 'surgery' { ask = 'Operated?', none = 'Never' }\n";

static enum read_status read_file(void *context, struct text path, struct buffer *out) {
    for (const struct file *file = context; file->path != NULL; file++) {
        if (text_is(path, file->path)) {
            buffer_append_string(out, file->text);
            return out->failed ? READ_NO_MEMORY : READ_OK;
        }
    }
    return READ_MISSING;
}

struct loaded *loading_with(const struct file *files, struct library_finder libraries) {
    struct load_request request = {
        .reader = {.context = (void *)(uintptr_t)files, .read = read_file},
        .libraries = libraries,
        .path = text_of("p.lua"),
        .load_tests = true,
    };
    date_parse(text_of("2026-06-01"), &request.today);
    return load_protocol(&request);
}

struct loaded *loading_files_of(const struct file *files) {
    struct library_finder none = {.open = NULL};
    return loading_with(files, none);
}

struct loaded *loading_files(const struct file *files) {
    struct loaded *loaded = loading_files_of(files);
    assert_non_null(loaded);
    return loaded;
}

struct loaded *loading_of(const char *text, const char *tests) {
    struct buffer whole;
    buffer_init(&whole);
    buffer_append_string(&whole, loading_header);
    buffer_append(&whole, text, strlen(text) + 1);
    assert_false(whole.failed);
    struct file files[] = {
        {"p.lua", whole.at}, {tests == NULL ? NULL : "p_test.lua", tests}, {NULL, NULL}};
    struct loaded *loaded = loading_files(files);
    buffer_free(&whole);
    return loaded;
}

struct buffer loading_said(const struct loaded *loaded) {
    const struct diagnostics *found = load_diagnostics(loaded);
    struct buffer said;
    buffer_init(&said);
    for (size_t i = 0; i < found->count; i++) {
        const struct diagnostic *item = &found->items[i];
        bool test = text_is(item->place.file, "p_test.lua");
        uint32_t before = test ? 0 : LOADING_HEADER_LINES;
        buffer_append_format(&said, "%s%u:%u %s: %.*s\n", test ? "test " : "",
                             item->place.line - before, item->place.column,
                             diagnostic_code_text(item->code), (int)item->message.length,
                             item->message.at);
    }
    buffer_append(&said, "", 1);
    return said;
}

void loading_assert_said(const char *text, const char *tests, const char *expected) {
    struct loaded *loaded = loading_of(text, tests);
    struct buffer said = loading_said(loaded);
    load_free(loaded);
    assert_string_equal(said.at, expected);
    buffer_free(&said);
}

struct loaded *loading_good(const char *text, const char *tests) {
    struct loaded *loaded = loading_of(text, tests);
    if (diagnostics_has_errors(load_diagnostics(loaded))) {
        struct buffer said = loading_said(loaded);
        print_error("%s", said.at);
        buffer_free(&said);
        load_free(loaded);
        fail_msg("there are errors");
    }
    return loaded;
}
