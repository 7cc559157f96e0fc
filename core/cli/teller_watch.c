/*
 * Tests for whoever is writing them: all of a file's the first time, then only those that became
 * otherwise. Nothing is cleared or drawn over, so that a screen reader, a log and a scrolled-back
 * terminal show the same.
 *
 *     kept = { "knee.lua": { tests: { "a name, case 2": "failed" }, now: {...}, gaps, diagnostics,
 *                            files: [...], totals: [passed, failed, skipped, errors] } }
 */
#include "cli/test_watch.h"

#include <string.h>

static json_t *kept_of_file(struct teller *teller) {
    json_t *file = json_object_get(teller->kept, teller->path);
    if (file == NULL) {
        json_object_set_new(teller->kept, teller->path, json_object());
        file = json_object_get(teller->kept, teller->path);
    }
    return file;
}

static void begin(struct teller *teller) {
    teller->terminal = terminal_on(stdout);
    if (teller->kept == NULL) {
        teller->kept = json_object();
    }
}

static void file(struct teller *teller) {
    json_t *kept = kept_of_file(teller);
    json_object_set_new(kept, "now", json_object());
    json_object_del(kept, "told");
}

/* The path, above the first line that is told of it. */
static void tell_path(struct teller *teller, json_t *kept) {
    if (json_object_get(kept, "told") == NULL) {
        json_object_set_new(kept, "told", json_true());
        teller_text.file(teller);
    }
}

/* Tests of the same name are told apart by their number among them. */
static void name_test(struct buffer *name, const json_t *now, const json_t *test) {
    size_t first = 0;
    for (unsigned number = 1;; number++) {
        buffer_clear(name);
        teller_name(name, test);
        first = name->length;
        if (number > 1) {
            buffer_append_format(name, " (%u)", number);
        }
        buffer_append(name, "", 1);
        if (name->failed || first == 0 || json_object_get(now, name->at) == NULL) {
            return;
        }
    }
}

static void test(struct teller *teller, const json_t *test) {
    json_t *kept = kept_of_file(teller);
    json_t *now = json_object_get(kept, "now");
    const json_t *before = json_object_get(kept, "tests");
    struct buffer name = {0};
    name_test(&name, now, test);
    if (!name.failed) {
        const char *status = json_text(test, "status");
        json_object_set_new(now, name.at, json_string(status));
        if (before == NULL || strcmp(json_text(before, name.at), status) != 0) {
            tell_path(teller, kept);
            teller_text.test(teller, test);
        }
    }
    buffer_free(&name);
}

static void tell_gone(struct teller *teller, json_t *kept) {
    const json_t *now = json_object_get(kept, "now");
    json_t *before = json_object_get(kept, "tests");
    const char *name;
    json_t *status;
    json_object_foreach(before, name, status) {
        if (json_object_get(now, name) == NULL) {
            tell_path(teller, kept);
            terminal_print(&teller->terminal, COLOUR_DIM, "  gone  %s\n", name);
        }
    }
}

/* What the scripts and the coverage say, where it became otherwise. */
static void tell_rest(struct teller *teller, json_t *kept, const json_t *summary) {
    static const char *const keys[] = {"coverage", "diagnostics"};
    bool is_other = json_object_get(kept, "totals") == NULL;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        json_t *value = json_object_get(summary, keys[i]);
        is_other =
            is_other || (value != NULL && !json_equal(value, json_object_get(kept, keys[i])));
        json_object_set(kept, keys[i], value);
    }
    if (is_other) {
        tell_path(teller, kept);
        teller_text.file_end(teller, summary);
    } else if (json_object_get(kept, "told") != NULL) {
        fputc('\n', stdout);
    }
}

static void file_end(struct teller *teller, const json_t *summary) {
    json_t *kept = kept_of_file(teller);
    const struct totals *totals = &teller->file;
    bool has_run = totals->errors == 0;
    if (has_run) {
        tell_gone(teller, kept);
    }
    tell_rest(teller, kept, summary);
    if (has_run) { /* else the tests are as they were, once the scripts are in order again */
        json_object_set(kept, "tests", json_object_get(kept, "now"));
    }
    json_object_set(kept, "files", json_object_get(summary, "files"));
    json_object_set_new(kept, "totals",
                        json_pack("[iiii]", (int)totals->passed, (int)totals->failed,
                                  (int)totals->skipped, (int)totals->errors));
}

/* The line below everything counts all files, not only those that ran again. */
static void end(struct teller *teller) {
    long *sums[] = {&teller->totals.passed, &teller->totals.failed, &teller->totals.skipped,
                    &teller->totals.errors};
    const char *path;
    json_t *kept;
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++) {
        *sums[i] = 0;
    }
    json_object_foreach(teller->kept, path, kept) {
        const json_t *totals = json_object_get(kept, "totals");
        for (size_t i = 0; i < sizeof sums / sizeof *sums; i++) {
            *sums[i] += (long)json_integer_value(json_array_get(totals, i));
        }
    }
    teller_text.end(teller);
}

const struct teller_form teller_watch = {"watch", begin, file, test, file_end, end};
