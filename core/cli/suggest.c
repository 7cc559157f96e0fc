#include "cli/suggest.h"

#include "cli/append.h"
#include "cli/diagnostics_text.h"
#include "cli/files.h"
#include "cli/terminal.h"

static const char program[] = "synovia test";

/* All cases of a file, as they are pasted. */
static struct buffer join(const json_t *summary) {
    const json_t *suggestions = json_object_get(summary, "suggestions");
    struct buffer text = {0};
    for (size_t i = 0; i < json_array_size(suggestions); i++) {
        buffer_append_format(&text, "%s%s", i == 0 ? "" : "\n",
                             json_text(json_array_get(suggestions, i), "text"));
    }
    return text;
}

static void print_cases(const json_t *summary, const struct buffer *text) {
    long lacking = json_whole(summary, "lacking");
    long unplaced = json_whole(summary, "unplaced");
    printf("-- %s lacks %ld case%s at the boundaries.\n", json_text(summary, "test_file"), lacking,
           lacking == 1 ? "" : "s");
    if (unplaced > 0) {
        printf("-- Of %ld fact%s the tests know nobody to whom %s matter%s: name such a person "
               "with `facts`.\n",
               unplaced, unplaced == 1 ? "" : "s", unplaced == 1 ? "it" : "they",
               unplaced == 1 ? "s" : "");
    }
    printf("%s%.*s", lacking > 0 ? "\n" : "", (int)text->length, text->length > 0 ? text->at : "");
}

static enum exit_code tell(const char *path, const json_t *summary, bool json, bool writes) {
    struct buffer text = join(summary);
    enum exit_code code = EXIT_CODE_DONE;
    bool has_tests = json_object_get(summary, "suggestions") != NULL;
    if (json_whole(summary, "errors") > 0) {
        struct terminal terminal = terminal_on(stderr);
        diagnostics_print(&terminal, json_object_get(summary, "diagnostics"));
        code = EXIT_CODE_FAILED;
    } else if (!has_tests) {
        complain(program, "%s has no tests yet: `synovia new` shows how they begin", path);
        code = EXIT_CODE_FAILED;
    } else if (!json) {
        print_cases(summary, &text);
    }
    if (writes && text.length > 0) {
        code = append_tests(json_text(summary, "test_file"), buffer_text(&text),
                            (size_t)json_whole(summary, "lacking"));
    }
    buffer_free(&text);
    return code;
}

static enum exit_code suggest_file(struct service *service, const char *path, bool json,
                                   bool writes, json_t *files) {
    struct buffer wire = {0};
    json_t *summary = NULL;
    enum exit_code code = EXIT_CODE_COULD_NOT;
    switch (service_suggest_file(service, path, &wire)) {
    case SERVICE_LOADED:
    case SERVICE_REJECTED:
        summary = services_json(buffer_text(&wire));
        break;
    case SERVICE_UNREADABLE:
        files_complain_unreadable(program, path);
        buffer_free(&wire);
        return code;
    case SERVICE_NO_MEMORY:
        break;
    }
    if (summary == NULL) {
        files_complain_memory(program);
    } else {
        code = tell(path, summary, json, writes);
        json_object_set_new(summary, "path", json_string(path));
        json_array_append(files, summary);
    }
    json_decref(summary);
    buffer_free(&wire);
    return code;
}

enum exit_code suggest_all(struct service *service, char *const *paths, bool json, bool writes) {
    struct protocol_files files = {0};
    json_t *told = json_pack("{s:[]}", "files");
    enum exit_code code = files_gather(&files, program, paths);
    for (size_t i = 0; i < files.count; i++) {
        if (i > 0 && !json) {
            putchar('\n');
        }
        code = exit_code_worse(code, suggest_file(service, files.paths[i], json, writes,
                                                  json_object_get(told, "files")));
    }
    if (json) {
        json_dumpf(told, stdout, JSON_INDENT(2));
        putchar('\n');
    }
    json_decref(told);
    protocol_files_free(&files);
    return terminal_finish(program) ? code : EXIT_CODE_COULD_NOT;
}
