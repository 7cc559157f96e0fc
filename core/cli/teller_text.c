/* Tests for people: one line each, and what is to be known of those that failed. */
#include "cli/diagnostics_text.h"
#include "cli/teller.h"

#include <string.h>

static void begin(struct teller *teller) {
    teller->terminal = terminal_on(stdout);
}

static void file(struct teller *teller) {
    terminal_print(&teller->terminal, COLOUR_BOLD, "%s\n", teller->path);
}

static void print_status(struct teller *teller, const json_t *test) {
    if (teller_is(test, "passed")) {
        terminal_print(&teller->terminal, COLOUR_GREEN, "  ok    ");
    } else if (teller_is(test, "failed")) {
        terminal_print(&teller->terminal, COLOUR_RED, "  FAIL  ");
    } else if (teller_is(test, "unconfirmed")) {
        terminal_print(&teller->terminal, COLOUR_YELLOW, "  ?     ");
    } else {
        terminal_print(&teller->terminal, COLOUR_YELLOW, "  skip  ");
    }
}

/* "  1.2 ms; proved for everybody": what took no time says nothing of it. */
static void print_remarks(struct teller *teller, const json_t *test) {
    enum { TENTHS_PER_MILLISECOND = 10 };
    struct buffer how = {0};
    double milliseconds = json_number_value(json_object_get(test, "milliseconds"));
    bool timed = milliseconds * TENTHS_PER_MILLISECOND >= 1;
    teller_how(&how, test);
    if (timed) {
        terminal_print(&teller->terminal, COLOUR_DIM, "  %.1f ms", milliseconds);
    }
    if (how.length > 0) {
        terminal_print(&teller->terminal, COLOUR_DIM, "%s%.*s", timed ? "; " : "  ",
                       (int)how.length, how.at);
    }
    buffer_free(&how);
}

/* The same for all that are skipped, and so it is told once a file. */
static void print_skipped(struct teller *teller, const json_t *test) {
    if (teller->file.skipped == 1) {
        printf("        %s\n", json_text(test, "remark"));
    }
}

static void print_survivors(const json_t *mutation) {
    struct buffer lines = {0};
    teller_survivors(&lines, mutation, "");
    printf("%.*s", (int)lines.length, lines.length > 0 ? lines.at : "");
    buffer_free(&lines);
}

static void test(struct teller *teller, const json_t *test) {
    struct buffer line = {0};
    bool always = strcmp(json_text(test, "kind"), "always") == 0;
    bool mutation = strcmp(json_text(test, "kind"), "mutation") == 0;
    if (mutation) {
        print_survivors(test);
    }
    teller_name(&line, test);
    print_status(teller, test);
    fputs(always ? "always: " : "", stdout);
    terminal_say(stdout, buffer_text(&line));
    print_remarks(teller, test);
    fputc('\n', stdout);
    if (teller_is(test, "skipped")) {
        print_skipped(teller, test);
    }
    if (teller_is(test, "unconfirmed")) {
        printf("        %s\n", json_text(test, "remark"));
    }
    if (teller_is(test, "failed") && !mutation) {
        terminal_print(&teller->terminal, COLOUR_DIM, "        %s:%ld\n", json_text(test, "file"),
                       json_whole(test, "line"));
        /* The line as it is written: of a list of cases, what sets this one apart. */
        diagnostics_print_source(&teller->terminal, json_text(test, "file"),
                                 json_whole(test, "line"), 0);
        buffer_clear(&line);
        teller_explain(&line, test, "        ");
        terminal_say(stdout, buffer_text(&line));
    }
    buffer_free(&line);
}

static void print_gaps(struct teller *teller, const json_t *summary) {
    const json_t *gaps = json_object_get(json_object_get(summary, "coverage"), "gaps");
    for (size_t i = 0; i < json_array_size(gaps); i++) {
        const json_t *gap = json_array_get(gaps, i);
        struct buffer words = {0};
        teller_gap(&words, gap);
        printf("  %s:%ld: ", json_text(gap, "file"), json_whole(gap, "at_line"));
        terminal_print(&teller->terminal, COLOUR_YELLOW, "warning:");
        printf(" %.*s\n", (int)words.length, words.length > 0 ? words.at : "");
        buffer_free(&words);
    }
}

/* What was found in the scripts: errors as `check` shows them, warnings only by their number. */
static void print_diagnostics(struct teller *teller, const json_t *diagnostics) {
    json_t *errors = json_array();
    size_t warnings = 0;
    for (size_t i = 0; i < json_array_size(diagnostics); i++) {
        json_t *diagnostic = json_array_get(diagnostics, i);
        if (strcmp(json_text(diagnostic, "severity"), "error") == 0) {
            json_array_append(errors, diagnostic);
        } else {
            warnings++;
        }
    }
    diagnostics_print(&teller->terminal, errors);
    if (warnings > 0) {
        printf("  %zu warning%s in the script: `synovia check %s` shows %s\n", warnings,
               warnings == 1 ? "" : "s", teller->path, warnings == 1 ? "it" : "them");
    }
    json_decref(errors);
}

static void file_end(struct teller *teller, const json_t *summary) {
    print_gaps(teller, summary);
    print_diagnostics(teller, json_object_get(summary, "diagnostics"));
    if (teller->file.passed + teller->file.failed + teller->file.skipped +
                teller->file.unconfirmed ==
            0 &&
        teller->file.errors == 0) {
        puts("  no tests");
    }
    fputc('\n', stdout);
}

static void end(struct teller *teller) {
    const struct totals *totals = &teller->totals;
    bool bad = totals->failed > 0 || totals->errors > 0;
    terminal_print(&teller->terminal, bad ? COLOUR_RED : COLOUR_GREEN, "%ld passed, %ld failed",
                   totals->passed, totals->failed);
    printf(", %ld skipped", totals->skipped);
    if (totals->unconfirmed > 0) {
        terminal_print(&teller->terminal, COLOUR_YELLOW, ", %ld unconfirmed", totals->unconfirmed);
    }
    if (totals->errors > 0) {
        terminal_print(&teller->terminal, COLOUR_RED, ", %ld error%s in scripts", totals->errors,
                       totals->errors == 1 ? "" : "s");
    }
    printf(" (%.2f s)\n", totals->milliseconds / 1000);
}

const struct teller_form teller_text = {"text", begin, file, test, file_end, end};
