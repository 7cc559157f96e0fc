/*
 * Tests as JUnit XML, as continuous integration reads it. A suite's counts stand before its cases,
 * so the cases of one file are kept until its end.
 */
#include "cli/teller.h"

#include <string.h>

/* Markup as entities. Of the control characters XML 1.0 knows only tab and line end; the others
 * become U+FFFD. */
static void append_escaped(struct buffer *out, const char *text, size_t length) {
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        switch (c) {
        case '&':
            buffer_append_string(out, "&amp;");
            break;
        case '<':
            buffer_append_string(out, "&lt;");
            break;
        case '>':
            buffer_append_string(out, "&gt;");
            break;
        case '"':
            buffer_append_string(out, "&quot;");
            break;
        default:
            if (c < 0x20 && c != '\t' && c != '\n') {
                buffer_append_string(out, "\xEF\xBF\xBD");
            } else {
                buffer_append(out, &text[i], 1);
            }
        }
    }
}

static void append_string(struct buffer *out, const char *text) {
    append_escaped(out, text, strlen(text));
}

static void append_attribute(struct buffer *out, const char *name, const char *value) {
    buffer_append_format(out, " %s=\"", name);
    append_string(out, value);
    buffer_append_string(out, "\"");
}

static void append_seconds(struct buffer *out, double milliseconds) {
    buffer_append_format(out, " time=\"%.6f\"", milliseconds / 1000);
}

static void begin(struct teller *teller) {
    teller->kept = json_array();
    puts("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"synovia\">");
}

static void file(struct teller *teller) {
    json_array_clear(teller->kept);
}

static void append_failure(struct buffer *out, const json_t *test) {
    struct buffer lines = {0};
    teller_explain(&lines, test, "");
    buffer_append_string(out, "      <failure message=\"other than expected\">");
    append_escaped(out, lines.at, lines.length);
    buffer_append_string(out, "</failure>\n");
    buffer_free(&lines);
}

static void append_case(struct buffer *out, const struct teller *teller, const json_t *test) {
    struct buffer name = {0};
    teller_name(&name, test);
    buffer_append(&name, "", 1);
    buffer_append_string(out, "    <testcase");
    append_attribute(out, "name", name.failed ? "" : name.at);
    append_attribute(out, "classname", teller->path);
    append_attribute(out, "file", json_text(test, "file"));
    buffer_append_format(out, " line=\"%ld\"", json_whole(test, "line"));
    append_seconds(out, json_number_value(json_object_get(test, "milliseconds")));
    buffer_append_string(out, ">\n");
    if (teller_is(test, "failed")) {
        append_failure(out, test);
    } else if (teller_is(test, "skipped") || teller_is(test, "unconfirmed")) {
        buffer_append_string(out, "      <skipped");
        append_attribute(out, "message", json_text(test, "remark"));
        buffer_append_string(out, "/>\n");
    }
    buffer_append_string(out, "    </testcase>\n");
    buffer_free(&name);
}

static void test(struct teller *teller, const json_t *test) {
    json_array_append_new(teller->kept, json_deep_copy(test));
}

/* What the scripts themselves have wrong is one case in error. */
static void append_errors(struct buffer *out, const struct teller *teller, const json_t *summary) {
    const json_t *diagnostics = json_object_get(summary, "diagnostics");
    buffer_append_string(out, "    <testcase name=\"the scripts are well formed\"");
    append_attribute(out, "classname", teller->path);
    buffer_append_string(out, " time=\"0\">\n      <error message=\"the scripts have errors\">");
    for (size_t i = 0; i < json_array_size(diagnostics); i++) {
        const json_t *one = json_array_get(diagnostics, i);
        append_string(out, json_text(one, "file"));
        buffer_append_format(out, ":%ld:%ld: ", json_whole(one, "line"), json_whole(one, "column"));
        append_string(out, json_text(one, "message"));
        buffer_append_string(out, "\n");
    }
    buffer_append_string(out, "</error>\n    </testcase>\n");
}

static void file_end(struct teller *teller, const json_t *summary) {
    struct buffer out = {0};
    const struct totals *file = &teller->file;
    long errors = file->errors > 0 ? 1 : 0;
    buffer_append_string(&out, "  <testsuite");
    append_attribute(&out, "name", teller->path);
    buffer_append_format(&out, " tests=\"%ld\" failures=\"%ld\" errors=\"%ld\" skipped=\"%ld\"",
                         file->passed + file->failed + file->skipped + file->unconfirmed + errors,
                         file->failed, errors, file->skipped + file->unconfirmed);
    append_seconds(&out, file->milliseconds);
    buffer_append_string(&out, ">\n");
    for (size_t i = 0; i < json_array_size(teller->kept); i++) {
        append_case(&out, teller, json_array_get(teller->kept, i));
    }
    if (errors > 0) {
        append_errors(&out, teller, summary);
    }
    buffer_append_string(&out, "  </testsuite>\n");
    fwrite(out.at, 1, out.length, stdout);
    buffer_free(&out);
}

static void end(struct teller *teller) {
    (void)teller;
    puts("</testsuites>");
}

const struct teller_form teller_junit = {"junit", begin, file, test, file_end, end};
