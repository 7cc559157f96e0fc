#include "cli/coverage.h"

#include "cli/files.h"

#include <errno.h>
#include <string.h>

static const char program[] = "synovia test";

/* ---- tests that fail ------------------------------------------------------------------------- */

static void say_nothing(struct teller *teller) {
    (void)teller;
}

static void tell_failure(struct teller *teller, const json_t *test) {
    struct buffer name = {0};
    (void)teller;
    if (teller_is(test, "failed")) {
        teller_name(&name, test);
        complain(program, "%s:%ld: failed: %.*s", json_text(test, "file"), json_whole(test, "line"),
                 (int)name.length, name.length > 0 ? name.at : "");
    }
    buffer_free(&name);
}

static void tell_errors(struct teller *teller, const json_t *summary) {
    long errors = json_whole(summary, "errors");
    if (errors > 0) {
        complain(program, "%s: %ld error%s: `synovia check` shows %s", teller->path, errors,
                 errors == 1 ? "" : "s", errors == 1 ? "it" : "them");
    }
}

const struct teller_form teller_failures = {"failures",   say_nothing, say_nothing,
                                            tell_failure, tell_errors, say_nothing};

/* ---- json ------------------------------------------------------------------------------------ */

static int append_bytes(const char *bytes, size_t count, void *out) {
    buffer_append(out, bytes, count);
    return ((struct buffer *)out)->failed ? -1 : 0;
}

static void write_json(struct buffer *out, const json_t *files, bool colours) {
    (void)colours;
    json_t *whole = json_pack("{s:O}", "files", files);
    if (whole == NULL || json_dump_callback(whole, append_bytes, out, JSON_INDENT(2)) != 0) {
        out->failed = true;
    }
    json_decref(whole);
    buffer_append_string(out, "\n");
}

const struct coverage_form coverage_json = {"json", write_json};

/* ---- taking ---------------------------------------------------------------------------------- */

bool coverage_take(struct covering *covering, const char *path, const json_t *summary) {
    json_t *file = json_copy((json_t *)summary);
    if (covering->files == NULL) {
        covering->files = json_array();
    }
    return file != NULL && json_object_set_new(file, "path", json_string(path)) == 0 &&
           json_array_append_new(covering->files, file) == 0;
}

/* ---- the threshold --------------------------------------------------------------------------- */

static bool is_below(const struct covering *covering, const json_t *row) {
    return (double)json_whole(row, "shown") * 100 <
           covering->threshold * (double)json_whole(row, "of");
}

/* The text has said what is missing already. */
static void tell_missing(const struct covering *covering, const json_t *file) {
    const json_t *items = coverage_items(file);
    for (size_t i = 0; covering->form != &coverage_text && i < json_array_size(items); i++) {
        const json_t *item = json_array_get(items, i);
        struct buffer words = {0};
        if (coverage_is_lacking(file, item)) {
            coverage_say_item(&words, item);
            buffer_append_string(&words, ": ");
            coverage_say_missing(&words, item);
            complain(program, "%s:%ld:%ld: %.*s", json_text(item, "file"), json_whole(item, "line"),
                     json_whole(item, "column"), (int)words.length,
                     words.length > 0 ? words.at : "");
        }
        buffer_free(&words);
    }
}

static bool judge_file(const struct covering *covering, const json_t *file) {
    const json_t *rows = coverage_rows(file);
    bool enough = true;
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);
        if (is_below(covering, row)) {
            complain(program, "%s: %s: %ld of %ld is below %g %%", json_text(file, "path"),
                     json_text(row, "what"), json_whole(row, "shown"), json_whole(row, "of"),
                     covering->threshold);
            enough = false;
        }
    }
    if (rows == NULL) {
        complain(program, "%s: it has no tests that could show anything", json_text(file, "path"));
    } else if (!enough) {
        tell_missing(covering, file);
    }
    return enough && rows != NULL;
}

static enum exit_code judge(const struct covering *covering) {
    bool enough = true;
    for (size_t i = 0; covering->threshold >= 0 && i < json_array_size(covering->files); i++) {
        enough = judge_file(covering, json_array_get(covering->files, i)) && enough;
    }
    return enough ? EXIT_CODE_DONE : EXIT_CODE_FAILED;
}

/* ---- writing --------------------------------------------------------------------------------- */

static enum exit_code write_file(const char *path, const struct buffer *report) {
    FILE *file = fopen(path, "w");
    bool done = file != NULL && fwrite(report->at, 1, report->length, file) == report->length;
    bool closed = file == NULL || fclose(file) == 0;
    if (file == NULL || !done || !closed) {
        complain(program, "cannot write %s: %s", path, strerror(errno));
        return EXIT_CODE_COULD_NOT;
    }
    return EXIT_CODE_DONE;
}

static enum exit_code write_report(const struct covering *covering) {
    struct buffer report = {0};
    bool colours = covering->output == NULL && terminal_on(stdout).colours;
    enum exit_code code = EXIT_CODE_DONE;
    covering->form->write(&report, covering->files, colours);
    if (report.failed) {
        files_complain_memory(program);
        code = EXIT_CODE_COULD_NOT;
    } else if (covering->output != NULL) {
        code = write_file(covering->output, &report);
    } else {
        fwrite(report.at, 1, report.length, stdout);
        fflush(stdout);
    }
    buffer_free(&report);
    return code;
}

enum exit_code coverage_finish(struct covering *covering) {
    if (covering->files == NULL) {
        covering->files = json_array();
    }
    enum exit_code written = write_report(covering);
    enum exit_code judged = judge(covering);
    json_decref(covering->files);
    covering->files = NULL;
    return exit_code_worse(written, judged);
}
