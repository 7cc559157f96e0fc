/* Cases at the boundaries that a protocol's tests lack, for the command line. */
#include "proof/suggest.h"
#include "service/folder.h"
#include "service/loading.h"
#include "service/report.h"
#include "service/service_private.h"
#include "wire/writer.h"

enum { ARENA_BLOCK = 256 * 1024 };

static void write_text(struct buffer *out, struct writer_list *map, const char *key,
                       struct text text) {
    writer_item(map);
    writer_string(out, key);
    writer_text(out, text);
}

static void write_number(struct buffer *out, struct writer_list *map, const char *key,
                         uint64_t number) {
    writer_item(map);
    writer_string(out, key);
    writer_unsigned(out, number);
}

static void write_case(struct buffer *out, const struct lua_case *line) {
    struct buffer name = {0};
    struct writer_list map = writer_open_map(out);
    lua_case_name(&name, line);
    write_text(out, &map, "given", buffer_text(&name));
    write_text(out, &map, "why", line->note);
    writer_close(out, &map);
    out->failed = out->failed || name.failed;
    buffer_free(&name);
}

static void write_cases(struct buffer *out, const struct lua_cases *cases) {
    struct buffer text = {0};
    struct writer_list map = writer_open_map(out);
    lua_cases_write(&text, cases);
    write_text(out, &map, "fact", cases->lines[0].program->facts[cases->lines[0].facts->fact].name);
    write_text(out, &map, "text", buffer_text(&text));
    writer_item(&map);
    writer_string(out, "cases");
    writer_array(out, (uint32_t)cases->count);
    for (size_t i = 0; i < cases->count; i++) {
        write_case(out, &cases->lines[i]);
    }
    writer_close(out, &map);
    out->failed = out->failed || text.failed;
    buffer_free(&text);
}

static void write_suggestions(struct buffer *out, struct writer_list *map,
                              const struct suggestions *suggestions) {
    write_number(out, map, "lacking", suggestions->case_count);
    write_number(out, map, "unplaced", suggestions->unplaced);
    writer_item(map);
    writer_string(out, "suggestions");
    writer_array(out, (uint32_t)suggestions->count);
    for (size_t i = 0; i < suggestions->count; i++) {
        write_cases(out, &suggestions->items[i]);
    }
}

static void write_test_file(struct buffer *out, struct writer_list *map, const struct suite *suite,
                            struct text folder) {
    writer_item(map);
    writer_string(out, "test_file");
    writer_text_header(out, folder.length + suite->file.length);
    buffer_append_text(out, folder);
    buffer_append_text(out, suite->file);
}

static bool run(const struct loading *loading, const struct loaded *loaded,
                struct buffer *summary) {
    struct text folder = folder_part(loading->path);
    const struct suite *suite = load_suite(loaded);
    const struct diagnostics *list = load_diagnostics(loaded);
    struct functions functions = load_functions(loaded);
    struct suggestions suggestions;
    struct arena arena;
    arena_init(&arena, ARENA_BLOCK, 0);
    bool done = suite == NULL || suggest(suite, &functions, loading->today, &arena, &suggestions);
    struct writer_list map = writer_open_map(summary);
    if (done && suite != NULL) {
        write_text(summary, &map, "protocol", suite->program->header.id);
        write_test_file(summary, &map, suite, folder);
        write_suggestions(summary, &map, &suggestions);
    }
    write_number(summary, &map, "errors", list->errors);
    writer_item(&map);
    writer_string(summary, "diagnostics");
    report_write_diagnostics(summary, list, folder);
    writer_close(summary, &map);
    arena_free(&arena);
    return done && !summary->failed;
}

enum service_load service_suggest_file(struct service *service, const char *path,
                                       struct buffer *summary) {
    struct loading loading = {.path = path, .today = service_today(service), .with_tests = true};
    struct loaded *loaded;
    enum service_load status = loading_file(&loading, &loaded);
    if (loaded == NULL) {
        return status;
    }
    bool done = run(&loading, loaded, summary);
    load_free(loaded);
    return done ? status : SERVICE_NO_MEMORY;
}
