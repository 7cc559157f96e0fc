/*
 * Coverage as a tracefile of LCOV: for genhtml, and for services that show coverage beside a
 * change.
 *
 *     FN, FNDA   a rule, a line of a result, a step, a halt: how often it fired, was given ...
 *     BRDA       a condition: true, false; a part: also "decides alone", 1 or 0
 *     DA         a line of the source: how often something on it was evaluated
 *
 * What is out of reach is left out. Functions need names of their own: "rule fever".
 */
#include "cli/coverage.h"

#include <string.h>

struct tracefile {
    struct buffer *out;
    const json_t *items; /* in the order of the source */
    const char *file;
};

static bool is_branch(const json_t *item) {
    return strcmp(json_text(item, "kind"), "condition") == 0;
}

/* Lines of `first` are no functions; a gate is its condition. */
static bool is_function(const json_t *item) {
    const char *kind = json_text(item, "kind");
    return !is_branch(item) && strcmp(kind, "gate") != 0 && strcmp(kind, "first") != 0;
}

static bool is_here(const struct tracefile *trace, const json_t *item) {
    return strcmp(json_text(item, "file"), trace->file) == 0;
}

static long seen(const json_t *item, const char *what) {
    return json_whole(json_object_get(item, "seen"), what);
}

/* ---- functions ------------------------------------------------------------------------------- */

/* A comma ends a field. */
static void put_name(struct buffer *out, const json_t *item) {
    const char *detail = json_text(item, "detail");
    struct buffer name = {0};
    buffer_append_format(&name, "%s %s%s%s", json_text(item, "kind"), json_text(item, "name"),
                         detail[0] != 0 ? " " : "", detail);
    for (size_t i = 0; i < name.length; i++) {
        bool plain = name.at[i] != ',' && name.at[i] != '\n';
        buffer_append(out, plain ? &name.at[i] : " ", 1);
    }
    out->failed = out->failed || name.failed;
    buffer_free(&name);
}

static void put_functions(const struct tracefile *trace) {
    long found = 0;
    long hit = 0;
    for (size_t i = 0; i < json_array_size(trace->items); i++) {
        const json_t *item = json_array_get(trace->items, i);
        if (is_here(trace, item) && is_function(item)) {
            buffer_append_format(trace->out, "FN:%ld,", json_whole(item, "line"));
            put_name(trace->out, item);
            buffer_append_format(trace->out, "\nFNDA:%ld,", seen(item, "yes"));
            put_name(trace->out, item);
            buffer_append_string(trace->out, "\n");
            found++;
            hit += seen(item, "yes") > 0;
        }
    }
    buffer_append_format(trace->out, "FNF:%ld\nFNH:%ld\n", found, hit);
}

/* ---- branches -------------------------------------------------------------------------------- */

struct branches {
    long found, hit, block;
};

/* `taken` counts where anything was evaluated at all. */
static void put_branch(const struct tracefile *trace, const json_t *item, const char *mark,
                       long number, long taken, struct branches *branches) {
    if (!coverage_has_mark(item, "wanted", mark) || coverage_has_mark(item, "out_of_reach", mark)) {
        return;
    }
    bool evaluated = seen(item, "yes") + seen(item, "no") + seen(item, "unknown") > 0;
    buffer_append_format(trace->out, "BRDA:%ld,%ld,%ld,", json_whole(item, "line"), branches->block,
                         number);
    if (evaluated) {
        buffer_append_format(trace->out, "%ld\n", taken);
    } else {
        buffer_append_string(trace->out, "-\n");
    }
    branches->found++;
    branches->hit += taken > 0;
}

static void put_branches(const struct tracefile *trace) {
    struct branches branches = {0};
    for (size_t i = 0; i < json_array_size(trace->items); i++) {
        const json_t *item = json_array_get(trace->items, i);
        if (is_here(trace, item) && is_branch(item)) {
            bool decides = !coverage_has_mark(item, "missing", "decides");
            put_branch(trace, item, "yes", 0, seen(item, "yes"), &branches);
            put_branch(trace, item, "no", 1, seen(item, "no"), &branches);
            put_branch(trace, item, "decides", 2, decides, &branches);
            branches.block++;
        }
    }
    buffer_append_format(trace->out, "BRF:%ld\nBRH:%ld\n", branches.found, branches.hit);
}

/* ---- lines ----------------------------------------------------------------------------------- */

/* Of all that begins on a line, the least that was seen of any: a line is hit where everything on
 * it was. */
static void put_lines(const struct tracefile *trace) {
    long found = 0;
    long hit = 0;
    long line = 0;
    long least = 0;
    for (size_t i = 0; i <= json_array_size(trace->items); i++) { /* one more ends the last line */
        const json_t *item = json_array_get(trace->items, i);
        bool here = item != NULL && is_here(trace, item);
        long at = here ? json_whole(item, "line") : 0;
        if (line > 0 && at != line) {
            buffer_append_format(trace->out, "DA:%ld,%ld\n", line, least);
            found++;
            hit += least > 0;
            line = 0;
        }
        if (here) {
            bool both = is_branch(item) || coverage_has_mark(item, "wanted", "no");
            long count = seen(item, "yes") + (both ? seen(item, "no") : 0);
            least = line == 0 || count < least ? count : least;
            line = at;
        }
    }
    buffer_append_format(trace->out, "LF:%ld\nLH:%ld\n", found, hit);
}

/* ---- files ----------------------------------------------------------------------------------- */

static void put_file(struct tracefile *trace, const char *test) {
    buffer_append_format(trace->out, "TN:%s\nSF:%s\n", test, trace->file);
    put_functions(trace);
    put_branches(trace);
    put_lines(trace);
    buffer_append_string(trace->out, "end_of_record\n");
}

/* A test's name in a tracefile has letters, digits and underscores only. */
static void put_test_name(struct buffer *out, const char *protocol) {
    for (; *protocol != 0; protocol++) {
        buffer_append(out, *protocol == '-' ? "_" : protocol, 1);
    }
    buffer_append(out, "", 1);
}

static void write_lcov(struct buffer *out, const json_t *files, bool colours) {
    (void)colours;
    for (size_t i = 0; i < json_array_size(files); i++) {
        const json_t *file = json_array_get(files, i);
        struct buffer test = {0};
        json_t *items = coverage_in_order(coverage_items(file));
        struct tracefile trace = {out, items, ""};
        put_test_name(&test, json_text(file, "protocol"));
        for (size_t k = 0; k < json_array_size(items); k++) {
            const char *path = json_text(json_array_get(items, k), "file");
            if (strcmp(path, trace.file) != 0) {
                trace.file = path;
                put_file(&trace, test.failed ? "" : test.at);
            }
        }
        out->failed = out->failed || items == NULL || test.failed;
        buffer_free(&test);
        json_decref(items);
    }
}

const struct coverage_form coverage_lcov = {"lcov", write_lcov};
