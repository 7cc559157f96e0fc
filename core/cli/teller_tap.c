/* Tests in TAP 14 (https://testanything.org): one point each, what failed as a YAML block. */
#include "cli/teller.h"

#include <string.h>

static void begin(struct teller *teller) {
    (void)teller;
    puts("TAP version 14");
}

static void file(struct teller *teller) {
    printf("# %s\n", teller->path);
}

/* '#' and '\' have a meaning in a description. */
static void print_escaped(const struct buffer *text) {
    for (size_t i = 0; i < text->length; i++) {
        if (text->at[i] == '#' || text->at[i] == '\\') {
            putchar('\\');
        }
        putchar(text->at[i] == '\n' ? ' ' : text->at[i]);
    }
}

/* The explanation as a YAML literal block: its lines need no escaping. */
static void print_block(const json_t *test) {
    struct buffer lines = {0};
    teller_explain(&lines, test, "    ");
    printf("  ---\n  at: %s:%ld\n  message: |\n%.*s  ...\n", json_text(test, "file"),
           json_whole(test, "line"), (int)lines.length, lines.length > 0 ? lines.at : "");
    buffer_free(&lines);
}

static void test(struct teller *teller, const json_t *test) {
    struct buffer name = {0};
    bool failed = teller_is(test, "failed");
    bool unconfirmed = teller_is(test, "unconfirmed");
    teller_name(&name, test);
    printf("%s %ld - ", failed || unconfirmed ? "not ok" : "ok", teller->count);
    print_escaped(&name);
    if (teller_is(test, "skipped")) {
        printf(" # SKIP %s", json_text(test, "remark"));
    }
    if (unconfirmed) {
        printf(" # TODO %s", json_text(test, "remark"));
    }
    putchar('\n');
    printf("# time: %.3f ms\n", json_number_value(json_object_get(test, "milliseconds")));
    if (failed) {
        print_block(test);
    }
    buffer_free(&name);
}

/* A script that does not check has no tests to run: that is a failed point of its own. */
static void file_end(struct teller *teller, const json_t *summary) {
    const json_t *diagnostics = json_object_get(summary, "diagnostics");
    if (teller->file.errors > 0) {
        printf("not ok %ld - %s has errors\n", ++teller->count, teller->path);
    }
    for (size_t i = 0; i < json_array_size(diagnostics); i++) {
        const json_t *one = json_array_get(diagnostics, i);
        printf("# %s:%ld:%ld: %s: %s\n", json_text(one, "file"), json_whole(one, "line"),
               json_whole(one, "column"), json_text(one, "severity"), json_text(one, "message"));
    }
}

static void end(struct teller *teller) {
    printf("1..%ld\n", teller->count);
}

const struct teller_form teller_tap = {"tap", begin, file, test, file_end, end};
