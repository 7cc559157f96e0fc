/*
 * The page as one HTML file that loads nothing: style and picture are part of it, and its own
 * policy forbids the rest. It is well-formed XML as well, so that a program can read it.
 */
#include "cli/doc_page.h"
#include "cli/doc_style.h"
#include "cli/html.h"

#include <string.h>

static void put(struct page *page, const char *string) {
    buffer_append_string(page->out, string);
}

static void escape(struct page *page, struct text text) {
    html_escape(page->out, text);
}

static void attribute(struct page *page, const char *key, const char *value) {
    buffer_append_format(page->out, " %s=\"", key);
    escape(page, text_of(value));
    put(page, "\"");
}

static void begin(struct page *page, const char *title) {
    put(page, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
              "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
              "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
              "<meta http-equiv=\"Content-Security-Policy\" "
              "content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n<title>");
    escape(page, text_of(title));
    put(page, "</title>\n<style>\n");
    put(page, doc_style);
    put(page, "</style>\n</head>\n<body>\n<main>\n<h1>");
    page_quote(page, title);
    put(page, "</h1>\n");
}

static void end(struct page *page) {
    put(page, "</main>\n</body>\n</html>\n");
}

static void heading(struct page *page, int level, const char *anchor, struct text text) {
    buffer_append_format(page->out, "<h%d", level);
    attribute(page, "id", anchor);
    put(page, ">");
    escape(page, text);
    buffer_append_format(page->out, "</h%d>\n", level);
}

static void anchored(struct page *page, enum mark mark, const char *kind, const char *anchor) {
    const char *tag = mark == MARK_ITEM ? "li" : mark == MARK_ROW ? "tr" : "section";
    buffer_append_format(page->out, "<%s", tag);
    attribute(page, "class", kind);
    if (anchor[0] != '\0') {
        attribute(page, "id", anchor);
    }
    put(page, ">");
}

static void field(struct page *page, const char *label) {
    put(page, "<div><dt>");
    escape(page, text_of(label));
    put(page, "</dt><dd>");
}

static void table(struct page *page, const char *kind, const char *const *headings) {
    put(page, "<table");
    attribute(page, "class", kind);
    put(page, ">\n<thead><tr>");
    for (size_t i = 0; headings[i] != NULL; i++) {
        put(page, "<th scope=\"col\">");
        escape(page, text_of(headings[i]));
        put(page, "</th>");
    }
    put(page, "</tr></thead>\n<tbody>\n");
}

static void spanning(struct page *page, size_t rows) {
    buffer_append_format(page->out, "<td rowspan=\"%zu\">", rows);
}

static void covered(struct page *page) {
    (void)page;
}

/* A name of the script reads more easily with spaces. */
static void put_words(struct page *page, struct text id) {
    for (size_t i = 0; i < id.length; i++) {
        escape(page, text_from(id.at[i] == '_' ? " " : id.at + i, 1));
    }
}

static void name(struct page *page, const char *kind, struct text id, const char *hint) {
    buffer_append_format(page->out, "<a class=\"name\" href=\"#%s-", kind);
    escape(page, id);
    put(page, "\"");
    if (hint[0] != '\0') {
        attribute(page, "title", hint);
    }
    put(page, ">");
    if (strcmp(kind, "rule") == 0) {
        escape(page, id);
    } else {
        put_words(page, id);
    }
    put(page, "</a>");
}

static void link(struct page *page, const char *url, const char *words) {
    put(page, "<a rel=\"noreferrer\"");
    attribute(page, "href", url);
    put(page, ">");
    escape(page, text_of(words));
    put(page, "</a>");
}

static void list_item(struct page *page) {
    put(page, "<li>");
}

static void contents(struct page *page, const struct page_section *sections) {
    put(page, "<nav aria-label=\"Contents\"><ul>");
    for (size_t i = 0; sections[i].anchor != NULL; i++) {
        buffer_append_format(page->out, "<li><a href=\"#%s\">", sections[i].anchor);
        escape(page, text_of(sections[i].title));
        put(page, "</a></li>");
    }
    put(page, "</ul></nav>\n");
}

static void picture(struct page *page, struct text svg, const char *words) {
    put(page, "<figure class=\"flow\">\n<svg role=\"img\"");
    attribute(page, "aria-label", words);
    /* Behind "<svg": its own attributes and everything in it. */
    buffer_append_text(page->out, text_from(svg.at + 4, svg.length - 4));
    put(page, "<figcaption>");
    escape(page, text_of(words));
    put(page, "</figcaption>\n</figure>\n");
}

const struct page_form page_html = {
    .open =
        {
            [MARK_PARAGRAPH] = "<p>",
            [MARK_LEAD] = "<p class=\"lead\">",
            [MARK_NOTE] = "<p class=\"quiet\">",
            [MARK_WARNING] = "<p class=\"warning\" role=\"note\">",
            [MARK_STRONG] = "<strong>",
            [MARK_QUIET] = "<span class=\"quiet\">",
            [MARK_CODE] = "<code>",
            [MARK_BADGE] = "<span class=\"badge\">",
            [MARK_CARD] = "<section>",
            [MARK_FIELDS] = "<dl>",
            [MARK_FIELD] = "",
            [MARK_STEPS] = "<ol>",
            [MARK_LIST] = "<ul>",
            [MARK_ITEM] = "<li>",
            [MARK_TABLE] = "",
            [MARK_ROW] = "<tr>",
            [MARK_CELL] = "<td>",
        },
    .close =
        {
            [MARK_PARAGRAPH] = "</p>\n",
            [MARK_LEAD] = "</p>\n",
            [MARK_NOTE] = "</p>\n",
            [MARK_WARNING] = "</p>\n",
            [MARK_STRONG] = "</strong>",
            [MARK_QUIET] = "</span>",
            [MARK_CODE] = "</code>",
            [MARK_BADGE] = "</span>",
            [MARK_CARD] = "</section>\n",
            [MARK_FIELDS] = "</dl>\n",
            [MARK_FIELD] = "</dd></div>\n",
            [MARK_STEPS] = "</ol>\n",
            [MARK_LIST] = "</ul>\n",
            [MARK_ITEM] = "</li>\n",
            [MARK_TABLE] = "</tbody>\n</table>\n",
            [MARK_ROW] = "</tr>\n",
            [MARK_CELL] = "</td>",
        },
    .line_break = "<br/>",
    .begin = begin,
    .end = end,
    .escape = escape,
    .heading = heading,
    .anchored = anchored,
    .field = field,
    .table = table,
    .spanning = spanning,
    .covered = covered,
    .name = name,
    .link = link,
    .list_item = list_item,
    .picture = picture,
    .contents = contents,
};
