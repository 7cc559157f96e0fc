/*
 * Coverage as one HTML file that loads nothing: for somebody who knows the protocol's subject, and
 * need not know its language. Conditions stand in words first.
 */
#include "cli/coverage_html.h"
#include "cli/coverage_style.h"
#include "cli/doc_style.h"
#include "cli/html.h"

#include <string.h>

/* ---- writing --------------------------------------------------------------------------------- */

static void put(struct buffer *out, const char *markup) {
    buffer_append_string(out, markup);
}

static void say(struct buffer *out, const char *words) {
    html_escape(out, text_of(words));
}

static bool is_kind(const json_t *item, const char *kind) {
    return strcmp(json_text(item, "kind"), kind) == 0;
}

static long seen(const json_t *item, const char *what) {
    return json_whole(json_object_get(item, "seen"), what);
}

/* Words of coverage_say.c, escaped; in `code` what stands between backquotes there. */
static void say_words(struct buffer *out, void (*words)(struct buffer *, const json_t *),
                      const json_t *item) {
    struct buffer plain = {0};
    bool in_code = false;
    words(&plain, item);
    for (size_t i = 0; i < plain.length; i++) {
        if (plain.at[i] == '`') {
            put(out, in_code ? "</code>" : "<code>");
            in_code = !in_code;
        } else {
            html_escape(out, text_from(plain.at + i, 1));
        }
    }
    put(out, in_code ? "</code>" : "");
    out->failed = out->failed || plain.failed;
    buffer_free(&plain);
}

/* A condition in words; where a name stands for much, the name says more. */
static const char *words_of(const json_t *item) {
    enum { MOST = 90 };
    const char *words = json_text(item, "words");
    return strlen(words) > MOST ? "" : words;
}

/* ---- the table ------------------------------------------------------------------------------- */

static void put_row(struct buffer *out, const json_t *row) {
    long percent = coverage_percent(row);
    long out_of_reach = json_whole(row, "out_of_reach");
    if (json_whole(row, "of") == 0 && out_of_reach == 0) {
        return;
    }
    put(out, "<tr><td>");
    for (const char *at = json_text(row, "what"); *at != 0; at++) {
        html_escape(out, text_from(at, *at != '`'));
    }
    if (out_of_reach > 0) {
        buffer_append_format(out,
                             " <span class=\"quiet\">(%ld more cannot be shown by anybody)</span>",
                             out_of_reach);
    }
    buffer_append_format(
        out,
        "</td><td class=\"figure\">%ld of %ld</td><td class=\"figure\">%ld&#160;%%</td>"
        "<td><span class=\"bar\"><span style=\"width: %ld%%\"></span></span></td></tr>\n",
        json_whole(row, "shown"), json_whole(row, "of"), percent, percent);
}

static void put_table(struct buffer *out, const json_t *file) {
    const json_t *rows = coverage_rows(file);
    put(out,
        "<table><thead><tr><th>What the examples should show</th><th class=\"figure\">shown</th>"
        "<th class=\"figure\"></th><th></th></tr></thead><tbody>\n");
    for (size_t i = 0; i < json_array_size(rows); i++) {
        put_row(out, json_array_get(rows, i));
    }
    put(out, "</tbody></table>\n");
}

/* ---- what is missing ------------------------------------------------------------------------- */

static void put_examples(struct buffer *out, const json_t *item) {
    const json_t *examples = json_object_get(item, "examples");
    bool decides = coverage_has_mark(item, "missing", "decides");
    for (size_t i = 0; i < json_array_size(examples); i++) {
        const json_t *example = json_array_get(examples, i);
        bool is_part = strcmp(json_text(example, "mark"), "decides") == 0;
        if (!decides || is_part) {
            struct buffer given = {0};
            coverage_say_given(&given, json_object_get(example, "given"));
            put(out, "<p class=\"quiet\">An example that would show it:</p><pre class=\"case\">");
            html_escape(out, buffer_text(&given));
            put(out, "</pre>\n");
            buffer_free(&given);
        }
    }
}

static void put_words(struct buffer *out, const json_t *item) {
    const char *words = words_of(item);
    if (words[0] != 0) {
        put(out, "<p>In words: ");
        say(out, words);
        put(out, "</p>\n");
    }
}

static void put_gap(struct buffer *out, const json_t *item) {
    put(out, "<section class=\"gap\"><h4>");
    say_words(out, coverage_say_item, item);
    put(out, ": <span class=\"missing\">");
    say_words(out, coverage_say_missing, item);
    put(out, "</span></h4>\n");
    put_words(out, item);
    put_examples(out, item);
    put(out, "<p class=\"quiet\">");
    say(out, json_text(item, "file"));
    buffer_append_format(out, ", line %ld</p></section>\n", json_whole(item, "line"));
}

static void put_gaps(struct buffer *out, const json_t *file, const json_t *items) {
    size_t count = 0;
    put(out, "<h3>What is missing</h3>\n");
    for (size_t i = 0; i < json_array_size(items); i++) {
        const json_t *item = json_array_get(items, i);
        if (coverage_is_lacking(file, item)) {
            put_gap(out, item);
            count++;
        }
    }
    put(out, count == 0 ? "<p>Nothing: the examples show all of it.</p>\n" : "");
}

static void put_out_of_reach(struct buffer *out, const json_t *items) {
    bool begun = false;
    for (size_t i = 0; i < json_array_size(items); i++) {
        const json_t *item = json_array_get(items, i);
        if (json_object_get(item, "out_of_reach") == NULL) {
            continue;
        }
        put(out, begun ? ""
                       : "<h3>What nobody can show</h3>\n<p>These hang together with what stands "
                         "beside them, so that no answers can tell them apart. They do not count; "
                         "perhaps they could be left out.</p>\n<ul>\n");
        begun = true;
        put(out, "<li>");
        say_words(out, coverage_say_item, item);
        put(out, ": ");
        say_words(out, coverage_say_out_of_reach, item);
        buffer_append_format(out, " <span class=\"quiet\">(line %ld)</span></li>\n",
                             json_whole(item, "line"));
    }
    put(out, begun ? "</ul>\n" : "");
}

/* ---- tables of what was seen ----------------------------------------------------------------- */

/* How often, or "never" where that is missing. */
static void put_figure(struct buffer *out, const json_t *item, const char *mark) {
    bool wanted = coverage_has_mark(item, "wanted", mark);
    bool missing = coverage_has_mark(item, "missing", mark);
    bool away = coverage_has_mark(item, "out_of_reach", mark);
    if (missing || away) {
        buffer_append_format(out, "<td class=\"figure %s\">%s</td>", missing ? "missing" : "away",
                             missing ? "never" : "cannot be");
    } else if (!wanted && seen(item, mark) == 0) {
        put(out, "<td class=\"figure\">&#8211;</td>");
    } else {
        buffer_append_format(out, "<td class=\"figure\">%ld</td>", seen(item, mark));
    }
}

struct chart {
    const char *kind;
    const char *title;
    const char *columns[4]; /* what, yes, no, unknown; "" for none */
};

/* An item as its chart names it, whose heading says what it is. */
static void say_row(struct buffer *out, const json_t *item) {
    const char *name = json_text(item, "name");
    const char *detail = json_text(item, "detail");
    bool at_most = strstr(detail, ": at_most") != NULL;
    buffer_append_string(out, name);
    if (is_kind(item, "gate")) {
        const char *words = words_of(item);
        buffer_append_format(out, ", asked where %s", words[0] != 0 ? words : detail);
    } else if (is_kind(item, "loop")) {
        buffer_append_format(out, ": %.*s, %s", (int)strcspn(detail, ":"), detail,
                             at_most ? "after its last round" : "before, as it may finish");
    } else if (detail[0] != 0) {
        buffer_append_format(out, ": %s", detail);
    }
}

static void put_chart_row(struct buffer *out, const struct chart *chart, const json_t *item) {
    put(out, "<tr><td>");
    say_words(out, say_row, item);
    put(out, "</td>");
    put_figure(out, item, "yes");
    if (chart->columns[2][0] != 0) {
        put_figure(out, item, "no");
    }
    if (chart->columns[3][0] != 0) {
        buffer_append_format(out, "<td class=\"figure\">%ld</td>", seen(item, "unknown"));
    }
    put(out, "</tr>\n");
}

static void put_chart(struct buffer *out, const struct chart *chart, const json_t *items) {
    bool begun = false;
    for (size_t i = 0; i < json_array_size(items); i++) {
        const json_t *item = json_array_get(items, i);
        if (!is_kind(item, chart->kind)) {
            continue;
        }
        if (!begun) {
            buffer_append_format(out, "<h3>%s</h3>\n<table><thead><tr><th>%s</th>", chart->title,
                                 chart->columns[0]);
            for (size_t k = 1; k < 4 && chart->columns[k][0] != 0; k++) {
                buffer_append_format(out, "<th class=\"figure\">%s</th>", chart->columns[k]);
            }
            put(out, "</tr></thead><tbody>\n");
        }
        begun = true;
        put_chart_row(out, chart, item);
    }
    put(out, begun ? "</tbody></table>\n" : "");
}

static void put_charts(struct buffer *out, const json_t *items) {
    static const struct chart charts[] = {
        {"rule", "Rules", {"rule", "fired", "quiet", "not known"}},
        {"line", "Results", {"line", "given", "another", "open"}},
        {"gate",
         "Questions that are not asked of everybody",
         {"gate", "open", "shut", "not known"}},
        {"step", "Steps", {"step", "shown", "left out", ""}},
        {"halt", "Halts", {"halt", "halted", "did not", ""}},
        {"loop", "Ends of loops", {"end", "came", "", ""}},
    };
    for (size_t i = 0; i < sizeof charts / sizeof charts[0]; i++) {
        put_chart(out, &charts[i], items);
    }
}

/* ---- conditions, part by part ---------------------------------------------------------------- */

static void put_decides(struct buffer *out, const json_t *item) {
    if (!coverage_has_mark(item, "wanted", "decides")) {
        put(out, "<td class=\"verdict\"></td>");
        return;
    }
    const char *verdict = coverage_has_mark(item, "missing", "decides")        ? "missing"
                          : coverage_has_mark(item, "out_of_reach", "decides") ? "away"
                                                                               : "shown";
    const char *words = verdict[0] == 'm'   ? "not shown"
                        : verdict[0] == 'a' ? "nobody can show it"
                                            : "\xe2\x9c\x93 shown";
    buffer_append_format(out, "<td class=\"verdict %s\">%s</td>", verdict, words);
}

static void put_part(struct buffer *out, const json_t *item) {
    enum { DEEPEST = 4 };
    long depth = json_whole(item, "depth");
    const char *joint = json_text(item, "joint");
    buffer_append_format(out, "<tr><td class=\"d%ld\">", depth > DEEPEST ? DEEPEST : depth);
    if (joint[0] != 0) {
        put(out, strcmp(joint, "all") == 0        ? "all of these:"
                 : strcmp(joint, "any") == 0      ? "any of these:"
                 : strcmp(joint, "none_of") == 0  ? "none of these:"
                 : strcmp(joint, "at_least") == 0 ? "enough of these:"
                                                  : "not this:");
    } else {
        say(out, words_of(item));
        put(out, "<code>");
        say(out, json_text(item, "detail"));
        put(out, "</code>");
    }
    put(out, "</td>");
    put_figure(out, item, "yes");
    put_figure(out, item, "no");
    buffer_append_format(out, "<td class=\"figure\">%ld</td>", seen(item, "unknown"));
    put_decides(out, item);
    put(out, "</tr>\n");
}

static void put_owner(struct buffer *out, const json_t *item) {
    const char *use = json_text(item, "use");
    put(out, "<h4>");
    if (strcmp(use, "free") == 0 && json_text(item, "name")[0] == 0) {
        buffer_append_format(out, "A condition of its own, line %ld", json_whole(item, "line"));
    } else if (strcmp(use, "first") == 0) {
        buffer_append_format(out, "A line of a list of numbers, line %ld",
                             json_whole(item, "line"));
    } else {
        say(out, json_text(item, "name"));
    }
    put(out, "</h4>\n<table class=\"parts\"><thead><tr><th>part</th><th class=\"figure\">true</th>"
             "<th class=\"figure\">false</th><th class=\"figure\">not known</th>"
             "<th class=\"verdict\">decides alone</th></tr></thead><tbody>\n");
}

/* Those that have parts; their items stand behind one another. */
static void put_conditions(struct buffer *out, const json_t *items) {
    bool begun = false;
    bool open = false;
    for (size_t i = 0; i < json_array_size(items); i++) {
        const json_t *item = json_array_get(items, i);
        bool is_part = is_kind(item, "condition") && json_whole(item, "depth") > 0;
        bool is_whole = is_kind(item, "condition") && !is_part && json_text(item, "joint")[0] != 0;
        if (open && !is_part) {
            put(out, "</tbody></table>\n");
            open = false;
        }
        if (is_whole) {
            put(out, begun ? ""
                           : "<h3>Conditions, part by part</h3>\n<p>A part decides alone where the "
                             "whole would not be settled without it. To show that, it takes one "
                             "example in which it is true and one in which it is false.</p>\n");
            put_owner(out, item);
            begun = open = true;
        }
        if (is_whole || (open && is_part)) {
            put_part(out, item);
        }
    }
    put(out, open ? "</tbody></table>\n" : "");
}

/* ---- a protocol ------------------------------------------------------------------------------ */

static void put_lead(struct buffer *out, const json_t *file) {
    long failed = json_whole(file, "failed");
    long skipped = json_whole(file, "skipped");
    buffer_append_format(
        out,
        "<p class=\"lead\">%ld examples were decided or walked through, of the tests "
        "beside the protocol.</p>\n",
        json_whole(json_object_get(file, "coverage"), "examples"));
    if (failed > 0) {
        buffer_append_format(
            out,
            "<p class=\"warning\">%ld test%s failed: what the examples show is not "
            "what their authors expected.</p>\n",
            failed, failed == 1 ? "" : "s");
    }
    if (skipped > 0) {
        buffer_append_format(out, "<p class=\"quiet\">%ld test%s could not be run.</p>\n", skipped,
                             skipped == 1 ? "" : "s");
    }
}

static void put_protocol(struct buffer *out, const json_t *file, bool first) {
    const json_t *items = coverage_items(file);
    json_t *ordered = coverage_in_order(items);
    const char *id = json_text(file, "protocol");
    buffer_append_format(out, "<h2%s>", first ? " class=\"first\"" : "");
    say(out, id[0] != 0 ? id : json_text(file, "path"));
    put(out, " ");
    say(out, json_text(file, "version"));
    put(out, "</h2>\n");
    if (items == NULL || ordered == NULL) {
        put(out, "<p class=\"warning\">There are no tests that could show anything.</p>\n");
        json_decref(ordered);
        return;
    }
    put_lead(out, file);
    put_table(out, file);
    put_gaps(out, file, ordered);
    put_out_of_reach(out, ordered);
    put_charts(out, items);
    put_conditions(out, items);
    put(out,
        "<h3 class=\"sheet\">The source</h3>\n<p class=\"quiet\">&#10003; all that begins on the "
        "line is shown, "
        "&#10007; something is not, &#8211; nobody can show it. Every condition is "
        "<mark class=\"shown\">marked</mark>, or <mark class=\"missing\">underlined</mark> where "
        "something is missing.</p>\n");
    coverage_html_source(out, ordered);
    json_decref(ordered);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void begin(struct buffer *out) {
    put(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
             "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
             "<meta http-equiv=\"Content-Security-Policy\" "
             "content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n"
             "<title>What the tests show</title>\n<style>\n");
    put(out, doc_style);
    put(out, coverage_style);
    put(out,
        "</style>\n</head>\n<body>\n<main>\n<h1>What the tests show</h1>\n"
        "<p>Each test of a protocol is an example: a person with known answers, and what must come "
        "of it. This page tells which rules, lines and conditions these examples have exercised, "
        "and which nobody would miss if they were wrong. It does not tell whether the protocol is "
        "right.</p>\n");
}

static void write_html(struct buffer *out, const json_t *files, bool colours) {
    (void)colours;
    begin(out);
    for (size_t i = 0; i < json_array_size(files); i++) {
        put_protocol(out, json_array_get(files, i), i == 0);
    }
    put(out, "</main>\n</body>\n</html>\n");
}

const struct coverage_form coverage_html = {"html", write_html};
