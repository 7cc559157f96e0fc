#include "cli/test_watch.h"

#include "cli/files.h"
#include "net/file_watch.h"

#include <string.h>
#include <sys/stat.h>

static const char program[] = "synovia test";

struct watching {
    const struct test_watch *watch;
    struct file_watch *files;
    struct buffer changed; /* paths, each ended by a zero byte */
    json_t *codes;         /* exit code by path of the protocol */
};

/* ---- which protocols a change touches -------------------------------------------------------- */

static bool has_changed(const struct watching *watching, const char *file) {
    const struct buffer *changed = &watching->changed;
    for (size_t at = 0; at < changed->length; at += strlen(changed->at + at) + 1) {
        if (changed->at[at] == '\0' || strcmp(changed->at + at, file) == 0) {
            return true;
        }
    }
    return false;
}

/* True where what is kept of a protocol names the file among those that it rests on. */
static bool rests_on(const json_t *kept, const char *file) {
    const json_t *files = json_object_get(kept, "files");
    for (size_t i = 0; i < json_array_size(files); i++) {
        if (strcmp(json_string_value(json_array_get(files, i)), file) == 0) {
            return true;
        }
    }
    return false;
}

/* True where it has not run yet, or rests on what has changed. */
static bool is_touched(const struct watching *watching, const char *path) {
    const json_t *kept = json_object_get(watching->watch->teller->kept, path);
    const json_t *files = json_object_get(kept, "files");
    bool touched = files == NULL || has_changed(watching, path);
    for (size_t i = 0; i < json_array_size(files); i++) {
        touched = touched || has_changed(watching, json_string_value(json_array_get(files, i)));
    }
    return touched;
}

/* ---- running --------------------------------------------------------------------------------- */

static bool is_listed(const struct protocol_files *files, const char *path) {
    for (size_t i = 0; i < files->count; i++) {
        if (strcmp(files->paths[i], path) == 0) {
            return true;
        }
    }
    return false;
}

/* Protocols whose file is gone are forgotten. */
static bool forget_gone(struct watching *watching, const struct protocol_files *files) {
    json_t *kept = watching->watch->teller->kept;
    const char *path;
    void *next;
    json_t *value;
    bool any = false;
    json_object_foreach_safe(kept, next, path, value) {
        if (!is_listed(files, path)) {
            printf("%s is gone\n", path);
            json_object_del(watching->codes, path);
            json_object_del(kept, path);
            any = true;
        }
    }
    return any;
}

static bool is_rested_on(const struct watching *watching, const char *file) {
    const char *path;
    json_t *kept;
    json_object_foreach(watching->watch->teller->kept, path, kept) {
        if (rests_on(kept, file)) {
            return true;
        }
    }
    return false;
}

static void tell_saved(const struct watching *watching) {
    const struct buffer *changed = &watching->changed;
    for (size_t at = 0; at < changed->length; at += strlen(changed->at + at) + 1) {
        if (is_rested_on(watching, changed->at + at)) {
            printf("%s was saved\n", changed->at + at);
        }
    }
}

static void watch_file(struct watching *watching, const char *file) {
    const char *problem = "";
    if (!file_watch_add(watching->files, file, &problem)) {
        complain(program, "the folder of %s cannot be watched: %s", file, problem);
    }
}

/* A folder is watched as that of what lies in it. */
static void watch_path(struct watching *watching, const char *path) {
    struct buffer within = {0};
    struct stat about;
    bool is_folder = stat(path, &about) == 0 && S_ISDIR(about.st_mode);
    buffer_append_format(&within, "%s%s", path, is_folder ? "/." : "");
    watch_file(watching, within.failed ? path : within.at);
    buffer_free(&within);
}

/* All folders in which something lies that the tests rest on, or may come to. */
static void watch_folders(struct watching *watching) {
    const char *path;
    json_t *kept;
    for (size_t i = 0; watching->watch->paths[i] != NULL; i++) {
        watch_path(watching, watching->watch->paths[i]);
    }
    json_object_foreach(watching->watch->teller->kept, path, kept) {
        const json_t *files = json_object_get(kept, "files");
        for (size_t i = 0; i < json_array_size(files); i++) {
            watch_file(watching, json_string_value(json_array_get(files, i)));
        }
    }
}

/* Runs what is touched; tells the sums where anything was. */
static void run_touched(struct watching *watching) {
    const struct test_watch *watch = watching->watch;
    struct protocol_files files = {0};
    enum exit_code code = files_gather(&files, program, watch->paths);
    bool any = false;
    watch->teller->totals.milliseconds = 0;
    tell_saved(watching);
    for (size_t i = 0; i < files.count; i++) {
        if (is_touched(watching, files.paths[i])) {
            json_object_set_new(watching->codes, files.paths[i],
                                json_integer(watch->run(watch->context, files.paths[i])));
            any = true;
        }
    }
    any = forget_gone(watching, &files) || any;
    json_object_set_new(watching->codes, "", json_integer(code));
    watch_folders(watching);
    file_watch_catch(watching->files, true);
    if (any) {
        teller_watch.end(watch->teller);
    }
    fflush(stdout);
    protocol_files_free(&files);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static enum exit_code worst(const struct watching *watching) {
    enum exit_code code = EXIT_CODE_DONE;
    const char *path;
    json_t *value;
    json_object_foreach(watching->codes, path, value) {
        code = exit_code_worse(code, (enum exit_code)json_integer_value(value));
    }
    return code;
}

enum exit_code test_watch(const struct test_watch *watch) {
    struct watching watching = {.watch = watch, .files = file_watch_new(), .codes = json_object()};
    enum file_watch_end end = FILE_WATCH_CHANGED;
    if (watching.files == NULL || watching.codes == NULL) {
        json_decref(watching.codes);
        file_watch_free(watching.files);
        files_complain_memory(program);
        return EXIT_CODE_COULD_NOT;
    }
    teller_watch.begin(watch->teller);
    watch_folders(&watching); /* before the first run: what is saved meanwhile is not missed */
    run_touched(&watching);
    puts("Waiting for a file to be saved; Ctrl-C ends.");
    while (end == FILE_WATCH_CHANGED && terminal_finish(program)) {
        end = file_watch_wait(watching.files, &watching.changed);
        if (end == FILE_WATCH_CHANGED) {
            file_watch_catch(watching.files, false);
            run_touched(&watching);
        }
    }
    enum exit_code code = end == FILE_WATCH_NO_MEMORY ? EXIT_CODE_COULD_NOT : worst(&watching);
    file_watch_free(watching.files);
    buffer_free(&watching.changed);
    json_decref(watching.codes);
    return code;
}
