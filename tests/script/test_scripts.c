/*
 * Runs every script of tests/scripts/bad and tests/scripts/ok as a test of its own. What a script
 * is expected to be told stands in it:
 *
 *     -- expect error 7:15 code: part of the message or of its cure
 *     -- expect warning shared/signs.lua:3:1 code: a place in an included file
 *
 * Nothing may be missing and nothing more may be said. A script of ok/ has no errors and becomes a
 * program; one of bad/ expects something.
 */
#include "base/date.h"
#include "script/load.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MAX_SCRIPTS = 600, MAX_EXPECTED = 40, PATH_BYTES = 512, NAME_BYTES = 128 };

struct script {
    const char *folder; /* "bad" or "ok" */
    char name[NAME_BYTES];
    char title[NAME_BYTES + 8]; /* "bad/name.lua" */
};

struct scripts {
    struct script items[MAX_SCRIPTS];
    size_t count;
};

/* ---- reading files --------------------------------------------------------------------------- */

static bool read_whole(const char *path, struct buffer *out) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return false;
    }
    char block[4096];
    size_t got;
    while ((got = fread(block, 1, sizeof block, file)) > 0) {
        buffer_append(out, block, got);
    }
    fclose(file);
    return !out->failed;
}

/* The reader that the load is given; its context is the folder's name. */
static enum read_status read_source(void *context, struct text path, struct buffer *out) {
    char full[PATH_BYTES];
    snprintf(full, sizeof full, SYNOVIA_SOURCE_DIR "/tests/scripts/%s/%.*s", (const char *)context,
             (int)path.length, path.at);
    return read_whole(full, out) ? READ_OK : READ_MISSING;
}

/* ---- expectations ---------------------------------------------------------------------------- */

/* "error 7:15 code: part"; the part may be missing. */
struct expected {
    char head[PATH_BYTES]; /* up to the code, as format_head writes it */
    char part[PATH_BYTES];
    bool met;
};

struct expectations {
    struct expected items[MAX_EXPECTED];
    size_t count;
};

static void take_line(struct expectations *all, const char *line, size_t length) {
    static const char mark[] = "-- expect ";
    if (length < sizeof mark - 1 || memcmp(line, mark, sizeof mark - 1) != 0) {
        return;
    }
    assert_true(all->count < MAX_EXPECTED);
    struct expected *expected = &all->items[all->count++];
    *expected = (struct expected){.met = false};
    char text[PATH_BYTES];
    snprintf(text, sizeof text, "%.*s", (int)(length - (sizeof mark - 1)), line + sizeof mark - 1);
    char *part = strstr(text, ": ");
    if (part != NULL) {
        *part = '\0';
        snprintf(expected->part, sizeof expected->part, "%s", part + 2);
    }
    snprintf(expected->head, sizeof expected->head, "%s", text);
}

static void read_expectations(const struct script *script, struct expectations *all) {
    char path[PATH_BYTES];
    struct buffer text;
    buffer_init(&text);
    snprintf(path, sizeof path, SYNOVIA_SOURCE_DIR "/tests/scripts/%s", script->title);
    assert_true(read_whole(path, &text));
    for (size_t at = 0; at < text.length;) {
        const char *end = memchr(text.at + at, '\n', text.length - at);
        size_t length = end == NULL ? text.length - at : (size_t)(end - (text.at + at));
        take_line(all, text.at + at, length);
        at += length + 1;
    }
    buffer_free(&text);
}

/* ---- comparing ------------------------------------------------------------------------------- */

static void format_head(const struct script *script, const struct diagnostic *found, char *out,
                        size_t size) {
    bool other_file = !text_is(found->place.file, script->name);
    snprintf(out, size, "%s %.*s%s%u:%u %s", severity_text(found->severity),
             other_file ? (int)found->place.file.length : 0, found->place.file.at,
             other_file ? ":" : "", found->place.line, found->place.column,
             diagnostic_code_text(found->code));
}

static bool contains(struct text whole, const char *part) {
    size_t length = strlen(part);
    for (size_t i = 0; i + length <= whole.length; i++) {
        if (memcmp(whole.at + i, part, length) == 0) {
            return true;
        }
    }
    return length == 0;
}

static bool meet(struct expectations *all, const char *head, const struct diagnostic *found) {
    for (size_t i = 0; i < all->count; i++) {
        struct expected *expected = &all->items[i];
        if (!expected->met && strcmp(expected->head, head) == 0 &&
            (contains(found->message, expected->part) || contains(found->cure, expected->part))) {
            expected->met = true;
            return true;
        }
    }
    return false;
}

/* Prints the differences; returns how many there are. */
static size_t compare(const struct script *script, const struct diagnostics *found,
                      struct expectations *all) {
    size_t differences = 0;
    for (size_t i = 0; i < found->count; i++) {
        const struct diagnostic *diagnostic = &found->items[i];
        char head[PATH_BYTES];
        format_head(script, diagnostic, head, sizeof head);
        if (!meet(all, head, diagnostic)) {
            print_error("%s: not expected: -- expect %s: %.*s\n    cure: %.*s\n", script->title,
                        head, (int)diagnostic->message.length, diagnostic->message.at,
                        (int)diagnostic->cure.length, diagnostic->cure.at);
            differences++;
        }
    }
    for (size_t i = 0; i < all->count; i++) {
        if (!all->items[i].met) {
            print_error("%s: missing: -- expect %s: %s\n", script->title, all->items[i].head,
                        all->items[i].part);
            differences++;
        }
    }
    return differences;
}

static void check_script(void **state) {
    struct script *script = *state;
    struct expectations expectations = {.count = 0};
    read_expectations(script, &expectations);
    bool ok = strcmp(script->folder, "ok") == 0;
    struct load_request request = {
        .reader = {.context = (void *)(uintptr_t)script->folder, .read = read_source},
        .path = text_of(script->name),
    };
    assert_true(date_parse(text_of("2026-06-01"), &request.today));
    struct loaded *loaded = load_protocol(&request);
    assert_non_null(loaded);
    const struct diagnostics *found = load_diagnostics(loaded);
    size_t differences = compare(script, found, &expectations);
    bool errors = diagnostics_has_errors(found);
    bool program = load_program(loaded) != NULL;
    load_free(loaded);
    assert_int_equal(differences, 0);
    assert_int_equal(program, !errors);
    if (ok) {
        assert_false(errors);
    } else {
        assert_true(expectations.count > 0);
    }
}

/* ---- finding scripts ------------------------------------------------------------------------- */

static int by_title(const void *a, const void *b) {
    return strcmp(((const struct script *)a)->title, ((const struct script *)b)->title);
}

static bool find_scripts(struct scripts *scripts, const char *folder) {
    char path[PATH_BYTES];
    snprintf(path, sizeof path, SYNOVIA_SOURCE_DIR "/tests/scripts/%s", folder);
    DIR *open = opendir(path);
    if (open == NULL) {
        return false;
    }
    struct dirent *entry;
    while ((entry = readdir(open)) != NULL && scripts->count < MAX_SCRIPTS) {
        size_t length = strlen(entry->d_name);
        if (length < 5 || length >= NAME_BYTES || strcmp(entry->d_name + length - 4, ".lua") != 0) {
            continue;
        }
        struct script *script = &scripts->items[scripts->count++];
        script->folder = folder;
        memcpy(script->name, entry->d_name, length + 1);
        snprintf(script->title, sizeof script->title, "%s/%.*s", folder, (int)length,
                 entry->d_name);
    }
    closedir(open);
    return true;
}

int main(int argc, char **argv) {
    static struct scripts scripts;
    static struct CMUnitTest tests[MAX_SCRIPTS];
    if (!find_scripts(&scripts, "bad") || !find_scripts(&scripts, "ok")) {
        fprintf(stderr, "tests/scripts/bad or tests/scripts/ok cannot be read\n");
        return 1;
    }
    qsort(scripts.items, scripts.count, sizeof scripts.items[0], by_title);
    for (size_t i = 0; i < scripts.count; i++) {
        tests[i] = (struct CMUnitTest){.name = scripts.items[i].title,
                                       .test_func = check_script,
                                       .initial_state = &scripts.items[i]};
    }
    if (argc > 1) {
        cmocka_set_test_filter(argv[1]); /* a part of the titles, with `*` */
    }
    return _cmocka_run_group_tests("scripts", tests, scripts.count, NULL, NULL);
}
