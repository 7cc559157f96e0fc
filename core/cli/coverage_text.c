/*
 * Coverage in a terminal: a table, then each place that lacks something, as the source has it:
 *
 *     protocols/fever.lua  12 examples
 *       rules fire and are quiet             3 of   4   75 %
 *
 *       protocols/fever.lua:12:16:
 *         the part `temp:at_least(38)`: never shown to decide alone
 *         12 |   when = any { fever, temp:at_least(38) },
 *            |                       ~~~~~~~~~~~~~~~~~
 *            would show it: { fever = false, temp = 38 }
 */
#include "cli/coverage.h"
#include "cli/source_lines.h"

#include <string.h>

struct page {
    struct buffer *out;
    bool colours;
    struct source_lines source;
    const char *source_path; /* of `source`; "" before the first */
};

enum { WIDTH = 80, GUTTER = 6 };

static void put(struct page *page, enum colour colour, const char *words) {
    static const char *const codes[] = {"",         "\033[1m",  "\033[2m",
                                        "\033[31m", "\033[32m", "\033[33m"};
    bool coloured = page->colours && colour != COLOUR_PLAIN;
    buffer_append_string(page->out, coloured ? codes[colour] : "");
    buffer_append_string(page->out, words);
    buffer_append_string(page->out, coloured ? "\033[0m" : "");
}

/* ---- the table ------------------------------------------------------------------------------- */

static void put_row(struct page *page, const json_t *row) {
    char figures[80];
    long of = json_whole(row, "of");
    long percent = coverage_percent(row);
    long out_of_reach = json_whole(row, "out_of_reach");
    if (of == 0 && out_of_reach == 0) {
        return;
    }
    snprintf(figures, sizeof figures, "%5ld of %5ld %4ld %%", json_whole(row, "shown"), of,
             percent);
    buffer_append_format(page->out, "  %-40s", json_text(row, "what"));
    put(page, percent == 100 ? COLOUR_GREEN : COLOUR_YELLOW, figures);
    if (out_of_reach > 0) {
        buffer_append_format(page->out, "  %ld out of reach", out_of_reach);
    }
    buffer_append_string(page->out, "\n");
}

static void put_table(struct page *page, const json_t *file) {
    const json_t *rows = coverage_rows(file);
    for (size_t i = 0; i < json_array_size(rows); i++) {
        put_row(page, json_array_get(rows, i));
    }
}

/* ---- the source ------------------------------------------------------------------------------ */

static void open_source(struct page *page, const char *path) {
    if (strcmp(path, page->source_path) != 0) {
        source_lines_free(&page->source);
        source_lines_read(&page->source, path);
        page->source_path = path;
    }
}

/* A line of the source, or as much of it as fits, with something on it underlined. */
struct excerpt {
    struct text line;
    size_t from, to;    /* what is underlined: bytes of the line */
    size_t first, last; /* what is shown of it */
};

static bool begins_character(char byte) {
    return ((unsigned char)byte & 0xc0U) != 0x80U;
}

/* A long line is shown from a little before what is underlined. */
static struct excerpt excerpt_of(const json_t *item, struct text line) {
    enum { SHOWN = WIDTH - GUTTER - 6, BEFORE = 12 };
    struct excerpt excerpt = {.line = line, .last = line.length};
    bool ends_here = json_whole(item, "end_line") == json_whole(item, "line");
    excerpt.from = source_column_offset(line, json_whole(item, "column"));
    excerpt.to =
        ends_here ? source_column_offset(line, json_whole(item, "end_column")) : line.length;
    if (line.length > SHOWN && excerpt.to > SHOWN) {
        excerpt.first = excerpt.from > BEFORE ? excerpt.from - BEFORE : 0;
    }
    if (excerpt.last - excerpt.first > SHOWN) {
        excerpt.last = excerpt.first + SHOWN;
    }
    while (excerpt.first < line.length && !begins_character(line.at[excerpt.first])) {
        excerpt.first++;
    }
    while (excerpt.last < line.length && !begins_character(line.at[excerpt.last])) {
        excerpt.last++;
    }
    excerpt.to = excerpt.to < excerpt.last ? excerpt.to : excerpt.last;
    return excerpt;
}

/* Tabs stay tabs, so that what stands below stands below. */
static void put_underline(struct page *page, const struct excerpt *excerpt) {
    struct buffer mark = {0};
    buffer_append_format(page->out, "  %*s | ", GUTTER, "");
    for (size_t i = excerpt->first; i < excerpt->from; i++) {
        char byte = excerpt->line.at[i];
        buffer_append_string(page->out, !begins_character(byte) ? "" : byte == '\t' ? "\t" : " ");
    }
    for (size_t i = excerpt->from; i < excerpt->to; i++) {
        buffer_append_string(&mark, begins_character(excerpt->line.at[i]) ? "~" : "");
    }
    buffer_append_string(&mark, excerpt->to > excerpt->from ? "" : "^");
    buffer_append(&mark, "", 1);
    put(page, COLOUR_YELLOW, mark.failed ? "" : mark.at);
    buffer_append_string(page->out, "\n");
    buffer_free(&mark);
}

static void put_source(struct page *page, const json_t *item) {
    long number = json_whole(item, "line");
    open_source(page, json_text(item, "file"));
    struct text line = source_line(&page->source, number);
    if (line.at == NULL) {
        return;
    }
    struct excerpt excerpt = excerpt_of(item, line);
    buffer_append_format(page->out, "  %*ld | %.*s\n", GUTTER, number,
                         (int)(excerpt.last - excerpt.first), line.at + excerpt.first);
    put_underline(page, &excerpt);
}

/* The bytes up to where a line may be broken: a space, of a case only one behind a comma or brace.
 */
static size_t piece(const char *words, bool is_case) {
    size_t length = strcspn(words, " ");
    while (is_case && words[length] == ' ' && length > 0 &&
           strchr(",{:", words[length - 1]) == NULL) {
        length += 1 + strcspn(words + length + 1, " ");
    }
    return length;
}

/* Broken before the edge; a piece that is longer than a line stays whole. */
static void put_broken(struct page *page, const char *indent, const char *words, bool is_case) {
    const char *start = words;
    size_t column = WIDTH;
    while (*words != 0) {
        size_t length = piece(words, is_case);
        if (column + 1 + length > WIDTH) {
            buffer_append_format(page->out, "%s%s", words == start ? "" : "\n", indent);
            column = strlen(indent);
        } else {
            buffer_append_string(page->out, " ");
            column++;
        }
        buffer_append(page->out, words, length);
        column += length;
        words += length + (words[length] == ' ');
    }
    buffer_append_string(page->out, "\n");
}

static void put_example(struct page *page, const json_t *example) {
    struct buffer words = {0};
    buffer_append_string(&words, "would show it: ");
    coverage_say_given(&words, json_object_get(example, "given"));
    buffer_append(&words, "", 1);
    put_broken(page, "           ", words.failed ? "" : words.at, true);
    buffer_free(&words);
}

/* One example a value of a part; a part's own "true" and "false" come with those. */
static void put_examples(struct page *page, const json_t *item) {
    const json_t *examples = json_object_get(item, "examples");
    bool decides = coverage_has_mark(item, "missing", "decides");
    for (size_t i = 0; i < json_array_size(examples); i++) {
        const json_t *example = json_array_get(examples, i);
        if (!decides || strcmp(json_text(example, "mark"), "decides") == 0) {
            put_example(page, example);
        }
    }
}

static void put_item(struct page *page, const json_t *item) {
    struct buffer words = {0};
    coverage_say_item(&words, item);
    buffer_append_string(&words, ": ");
    coverage_say_missing(&words, item);
    buffer_append(&words, "", 1);
    buffer_append_format(page->out, "\n  %s:%ld:%ld:\n", json_text(item, "file"),
                         json_whole(item, "line"), json_whole(item, "column"));
    put_broken(page, "    ", words.failed ? "" : words.at, false);
    buffer_free(&words);
    put_source(page, item);
    put_examples(page, item);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void put_file(struct page *page, const json_t *file) {
    char examples[64];
    json_t *items = coverage_in_order(coverage_items(file));
    bool has_tests = coverage_rows(file) != NULL;
    size_t lacking = 0;
    put(page, COLOUR_BOLD, json_text(file, "path"));
    snprintf(examples, sizeof examples, ": %ld examples\n",
             json_whole(json_object_get(file, "coverage"), "examples"));
    buffer_append_string(page->out, has_tests ? examples : ": no tests that could show anything\n");
    put_table(page, file);
    for (size_t i = 0; i < json_array_size(items); i++) {
        if (coverage_is_lacking(file, json_array_get(items, i))) {
            put_item(page, json_array_get(items, i));
            lacking++;
        }
    }
    buffer_append_string(page->out, lacking == 0 && has_tests ? "  nothing is missing\n\n" : "\n");
    json_decref(items);
}

static void write_text(struct buffer *out, const json_t *files, bool colours) {
    struct page page = {.out = out, .colours = colours, .source_path = ""};
    for (size_t i = 0; i < json_array_size(files); i++) {
        put_file(&page, json_array_get(files, i));
    }
    source_lines_free(&page.source);
}

const struct coverage_form coverage_text = {"text", write_text};
