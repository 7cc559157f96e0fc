/*
 * The page as Markdown (CommonMark with the tables of GitHub), to be read as it stands as well.
 * The picture stands at the end of the page, as data that a viewer shows where it is named.
 */
#include "cli/doc_page.h"

#include <ctype.h>
#include <string.h>

static void put(struct page *page, const char *string) {
    buffer_append_string(page->out, string);
}

/* ---- harmless texts -------------------------------------------------------------------------- */

/* Within code nothing is markup but its end and, in a table, the bar between two cells. */
static void put_code_byte(struct page *page, char byte) {
    if (byte == '`') {
        put(page, "'");
    } else if (byte == '|' && page->cells) {
        put(page, "\\|");
    } else {
        buffer_append(page->out, byte == '\n' ? " " : &byte, 1);
    }
}

static bool at_line_start(const struct page *page) {
    return page->out->length == 0 || page->out->at[page->out->length - 1] == '\n';
}

static void put_byte(struct page *page, char byte) {
    bool starts_block = strchr("-+=~", byte) != NULL && at_line_start(page);
    if (byte == '\n') {
        put(page, at_line_start(page) ? "" : page->depth > 0 || page->cells ? " " : "\n\n");
    } else if (byte != '\0' && (strchr("\\`*_[]<>|#&", byte) != NULL || starts_block)) {
        put(page, "\\");
        buffer_append(page->out, &byte, 1);
    } else {
        buffer_append(page->out, &byte, 1);
    }
}

/* "1. " at the start of a line would begin a list. */
static size_t put_number(struct page *page, struct text text) {
    size_t digits = 0;
    while (digits < text.length && isdigit((unsigned char)text.at[digits])) {
        digits++;
    }
    bool list = digits > 0 && digits < text.length && strchr(".)", text.at[digits]) != NULL;
    if (!list || !at_line_start(page)) {
        return 0;
    }
    buffer_append(page->out, text.at, digits);
    put(page, "\\");
    buffer_append(page->out, text.at + digits, 1);
    return digits + 1;
}

static void escape(struct page *page, struct text text) {
    if (page->code) {
        for (size_t i = 0; i < text.length; i++) {
            put_code_byte(page, text.at[i]);
        }
        return;
    }
    for (size_t i = put_number(page, text); i < text.length; i++) {
        put_byte(page, text.at[i]);
    }
}

/* ---- parts ----------------------------------------------------------------------------------- */

static void begin(struct page *page, const char *title) {
    put(page, "# ");
    escape(page, text_of(title));
    put(page, "\n\n");
}

static void end(struct page *page) {
    buffer_append_text(page->out, buffer_text(&page->behind));
}

/* One empty line above what comes now. */
static void leave_a_line(struct page *page) {
    const struct buffer *out = page->out;
    bool empty = out->length >= 2 && memcmp(out->at + out->length - 2, "\n\n", 2) == 0;
    put(page, empty ? "" : at_line_start(page) ? "\n" : "\n\n");
}

static void heading(struct page *page, int level, const char *anchor, struct text text) {
    (void)anchor;
    leave_a_line(page);
    for (int i = 0; i < level; i++) {
        put(page, "#");
    }
    put(page, " ");
    escape(page, text);
    put(page, "\n\n");
}

static void anchored(struct page *page, enum mark mark, const char *kind, const char *anchor) {
    (void)kind;
    (void)anchor;
    page_open(page, mark);
}

static void field(struct page *page, const char *label) {
    put(page, "- **");
    put(page, label);
    put(page, ":** ");
}

static void table(struct page *page, const char *kind, const char *const *headings) {
    (void)kind;
    leave_a_line(page);
    put(page, "|");
    for (size_t i = 0; headings[i] != NULL; i++) {
        put(page, " ");
        escape(page, text_of(headings[i]));
        put(page, " |");
    }
    put(page, "\n|");
    for (size_t i = 0; headings[i] != NULL; i++) {
        put(page, " --- |");
    }
    put(page, "\n");
}

static void spanning(struct page *page, size_t rows) {
    (void)rows;
    page_open(page, MARK_CELL);
}

static void covered(struct page *page) {
    put(page, " |");
}

static void name(struct page *page, const char *kind, struct text id, const char *hint) {
    (void)kind;
    (void)hint;
    put(page, "`");
    buffer_append_text(page->out, id);
    put(page, "`");
}

static void link(struct page *page, const char *url, const char *words) {
    (void)words;
    put(page, "<");
    for (const char *at = url; *at != '\0'; at++) {
        if (strchr("<> \n", *at) == NULL) {
            buffer_append(page->out, at, 1);
        }
    }
    put(page, ">");
}

static void list_item(struct page *page) {
    put(page, "\n");
    for (int i = 1; i < page->depth; i++) {
        put(page, "   ");
    }
    put(page, page->numbered ? "1. " : "- ");
}

/* ---- the picture ----------------------------------------------------------------------------- */

static void put_base64(struct buffer *out, struct text bytes) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < bytes.length; i += 3) {
        size_t count = bytes.length - i < 3 ? bytes.length - i : 3;
        unsigned value = 0;
        for (size_t j = 0; j < 3; j++) {
            value = value << 8 | (j < count ? (unsigned char)bytes.at[i + j] : 0u);
        }
        char four[4];
        for (size_t j = 0; j < 4; j++) {
            four[j] = j <= count ? digits[value >> (18 - 6 * j) & 63] : '=';
        }
        buffer_append(out, four, sizeof four);
    }
}

static void picture(struct page *page, struct text svg, const char *words) {
    put(page, "![");
    escape(page, text_of(words));
    put(page, "][flow]\n\n");
    buffer_append_string(&page->behind, "\n[flow]: data:image/svg+xml;base64,");
    put_base64(&page->behind, svg);
    buffer_append_string(&page->behind, "\n");
}

const struct page_form page_markdown = {
    .open =
        {
            [MARK_PARAGRAPH] = "",
            [MARK_LEAD] = "",
            [MARK_NOTE] = "",
            [MARK_WARNING] = "> **",
            [MARK_STRONG] = "**",
            [MARK_QUIET] = "",
            [MARK_CODE] = "`",
            [MARK_BADGE] = "**",
            [MARK_CARD] = "",
            [MARK_FIELDS] = "",
            [MARK_FIELD] = "",
            [MARK_STEPS] = "",
            [MARK_LIST] = "",
            [MARK_ITEM] = "",
            [MARK_TABLE] = "",
            [MARK_ROW] = "|",
            [MARK_CELL] = " ",
        },
    .close =
        {
            [MARK_PARAGRAPH] = "\n\n",
            [MARK_LEAD] = "\n\n",
            [MARK_NOTE] = "\n\n",
            [MARK_WARNING] = "**\n\n",
            [MARK_STRONG] = "**",
            [MARK_QUIET] = "",
            [MARK_CODE] = "`",
            [MARK_BADGE] = "**",
            [MARK_CARD] = "",
            [MARK_FIELDS] = "\n",
            [MARK_FIELD] = "\n",
            [MARK_STEPS] = "\n\n",
            [MARK_LIST] = "\n\n",
            [MARK_ITEM] = "",
            [MARK_TABLE] = "\n",
            [MARK_ROW] = "\n",
            [MARK_CELL] = " |",
        },
    .line_break = "<br>",
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
};
