#include "cli/doc_page.h"

#include "cli/services.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void page_open(struct page *page, enum mark mark) {
    if (mark == MARK_ITEM) {
        page->form->list_item(page);
    } else {
        buffer_append_string(page->out, page->form->open[mark]);
    }
    if (mark == MARK_LIST || mark == MARK_STEPS) {
        page->depth++;
        page->numbered = mark == MARK_STEPS;
    }
    page->code = page->code || mark == MARK_CODE;
}

void page_close(struct page *page, enum mark mark) {
    page->depth -= mark == MARK_LIST || mark == MARK_STEPS;
    page->cells = page->cells && mark != MARK_TABLE;
    page->code = page->code && mark != MARK_CODE;
    buffer_append_string(page->out, page->form->close[mark]);
}

/* ---- texts ----------------------------------------------------------------------------------- */

void page_say(struct page *page, const char *words) {
    page->form->escape(page, text_of(words));
}

void page_format(struct page *page, const char *format, ...) {
    enum { WORDS_SIZE = 300 };
    char words[WORDS_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    page_say(page, words);
}

void page_quote(struct page *page, const char *words) {
    if (page->language == NULL || page->form != &page_html) {
        page_say(page, words);
        return;
    }
    buffer_append_string(page->out, "<span lang=\"");
    page_say(page, page->language);
    buffer_append_string(page->out, "\">");
    page_say(page, words);
    buffer_append_string(page->out, "</span>");
}

void page_marked(struct page *page, enum mark mark, const char *words) {
    if (words[0] != '\0') {
        page_open(page, mark);
        page_say(page, words);
        page_close(page, mark);
    }
}

void page_break(struct page *page) {
    buffer_append_string(page->out, page->form->line_break);
}

/* ---- parts of the page ----------------------------------------------------------------------- */

/* "kind-id" of letters that an anchor may have; ids are names of the language, and so are short. */
static void make_anchor(char *anchor, size_t size, const char *kind, const char *id) {
    snprintf(anchor, size, "%s%s%s", kind, id[0] == '\0' ? "" : "-", id);
    for (char *at = anchor; *at != '\0'; at++) {
        if (strchr("/# \"'<>&", *at) != NULL) {
            *at = '-';
        }
    }
}

enum { ANCHOR_SIZE = 200 };

void page_heading(struct page *page, int level, const char *kind, const char *id,
                  const char *words) {
    char anchor[ANCHOR_SIZE];
    make_anchor(anchor, sizeof anchor, kind, id);
    page->form->heading(page, level, anchor, text_of(words));
}

void page_anchored(struct page *page, enum mark mark, const char *kind, const char *id) {
    char anchor[ANCHOR_SIZE] = "";
    if (id[0] != '\0') {
        make_anchor(anchor, sizeof anchor, kind, id);
    }
    page->form->anchored(page, mark, kind, anchor);
}

void page_field(struct page *page, const char *label) {
    page->form->field(page, label);
}

void page_field_end(struct page *page) {
    page_close(page, MARK_FIELD);
}

void page_field_text(struct page *page, const char *label, const char *words) {
    if (words[0] != '\0') {
        page_field(page, label);
        page_quote(page, words);
        page_field_end(page);
    }
}

void page_table(struct page *page, const char *kind, const char *const *headings) {
    page->cells = true;
    page->form->table(page, kind, headings);
}

void page_spanning(struct page *page, size_t rows) {
    page->form->spanning(page, rows);
}

void page_covered(struct page *page) {
    page->form->covered(page);
}

void page_name(struct page *page, const char *kind, const char *id) {
    struct text name = text_of(id);
    const json_t *fact = strcmp(kind, "fact") == 0 ? page_fact(page, name) : NULL;
    page->form->name(page, kind, name, json_text(fact, "ask"));
}

void page_link(struct page *page, const char *url) {
    bool web = strncmp(url, "https://", 8) == 0 || strncmp(url, "http://", 7) == 0;
    if (web) {
        page->form->link(page, url, url);
    } else {
        page_say(page, url);
    }
}

/* ---- looking into the protocol --------------------------------------------------------------- */

const json_t *page_list(const struct page *page, const char *key) {
    return json_object_get(page->protocol, key);
}

static const json_t *find(const struct page *page, const char *list, struct text name) {
    size_t index;
    json_t *item;
    json_array_foreach((json_t *)page_list(page, list), index, item) {
        if (text_is(name, json_text(item, "name"))) {
            return item;
        }
    }
    return NULL;
}

const json_t *page_fact(const struct page *page, struct text name) {
    return find(page, "facts", name);
}

const char *page_kind(const struct page *page, struct text name) {
    static const char *const lists[][2] = {
        {"facts", "fact"}, {"values", "value"}, {"scores", "score"}, {"results", "result"}};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (find(page, lists[i][0], name) != NULL) {
            return lists[i][1];
        }
    }
    return NULL;
}

const char *page_label(const json_t *fact, const char *option) {
    const char *label = json_text(json_object_get(fact, "labels"), option);
    return label[0] == '\0' ? option : label;
}

const char *page_unit(const char *code) {
    static const struct {
        const char *code;
        const char *words;
    } units[] = {
        {"a", "years"},
        {"mo", "months"},
        {"wk", "weeks"},
        {"d", "days"},
        {"h", "hours"},
        {"min", "minutes"},
        {"s", "seconds"},
        {"Cel", "°C"},
        {"[degF]", "°F"},
        {"mm[Hg]", "mmHg"},
        {"cm[H2O]", "cmH₂O"},
        {"/min", "per minute"},
        {"/h", "per hour"},
        {"/d", "per day"},
        {"kg/m2", "kg/m²"},
        {"m2", "m²"},
        {"[lb_av]", "pounds"},
        {"[oz_av]", "ounces"},
        {"[in_i]", "inches"},
        {"[ft_i]", "feet"},
        {"[stone_av]", "stones"},
        {"deg", "°"},
        {"ug", "µg"},
        {"ug/L", "µg/L"},
        {"umol/L", "µmol/L"},
        {"10*9/L", "×10⁹ per litre"},
        {"[IU]/L", "IU/L"},
        {"[IU]", "IU"},
        {"1", ""},
    };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strcmp(units[i].code, code) == 0) {
            return units[i].words;
        }
    }
    return code;
}
