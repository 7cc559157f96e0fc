/*
 * A page for review, written once and shown in two forms:
 *
 *     doc_header.c   ┐                        ┌ doc_markdown.c   text for diffs and mail
 *     doc_questions.c│  marks, names, texts   │
 *     doc_rules.c    ├──────> struct page ───>┤
 *     doc_guidance.c │                        │
 *     doc_examples.c ┘                        └ doc_html.c       one file for screen and paper
 *
 * The parts know what a protocol is and nothing of tags; a form knows its tags and how to make any
 * text harmless in it, and nothing of protocols. Every text of a protocol goes through page_say or
 * page_quote, so that no protocol can write markup of its own.
 */
#ifndef SYNOVIA_CLI_DOC_PAGE_H
#define SYNOVIA_CLI_DOC_PAGE_H

#include "base/buffer.h"

#include <jansson.h>
#include <stdbool.h>

/* What may be opened and closed around texts; they nest as one would expect. */
enum mark {
    MARK_PARAGRAPH,
    MARK_LEAD,    /* a paragraph that says the main thing */
    MARK_NOTE,    /* a paragraph in small print */
    MARK_WARNING, /* a paragraph that nobody may overlook */
    MARK_STRONG,
    MARK_QUIET, /* words in small print */
    MARK_CODE,
    MARK_BADGE,  /* one word of a closed list: an outcome, an urgency */
    MARK_CARD,   /* what belongs together and stays on one sheet of paper */
    MARK_FIELDS, /* pairs of a label and what it says: page_field */
    MARK_FIELD,  /* opened by page_field */
    MARK_STEPS,  /* a numbered list */
    MARK_LIST,
    MARK_ITEM,
    MARK_TABLE, /* opened by page_table */
    MARK_ROW,
    MARK_CELL,
    MARK_COUNT,
};

struct page;

/* A part of the page, for the list of contents; ended by one without an anchor. */
struct page_section {
    const char *anchor;
    const char *title;
};

/* A form of the page. */
struct page_form {
    const char *open[MARK_COUNT];
    const char *close[MARK_COUNT];
    const char *line_break;
    void (*begin)(struct page *page, const char *title);
    void (*end)(struct page *page);
    void (*escape)(struct page *page, struct text text);
    void (*heading)(struct page *page, int level, const char *anchor, struct text text);
    void (*anchored)(struct page *page, enum mark mark, const char *kind, const char *id);
    void (*field)(struct page *page, const char *label);
    void (*table)(struct page *page, const char *kind, const char *const *headings);
    void (*spanning)(struct page *page, size_t rows);
    void (*covered)(struct page *page);
    void (*name)(struct page *page, const char *kind, struct text id, const char *hint);
    void (*link)(struct page *page, const char *url, const char *words);
    void (*list_item)(struct page *page);
    void (*picture)(struct page *page, struct text svg, const char *words);
    void (*contents)(struct page *page, const struct page_section *sections); /* or NULL */
};

struct page {
    struct buffer *out;
    const struct page_form *form;
    const json_t *protocol; /* what the method `protocol` says of it */
    const char *language;   /* of the protocol's texts; NULL: that of the page, English */
    struct buffer behind;   /* what the form keeps for the end of the page */
    int depth;              /* lists within lists */
    bool numbered;          /* the innermost list */
    bool cells;             /* within a table */
    bool code;              /* within MARK_CODE */
};

extern const struct page_form page_markdown;
extern const struct page_form page_html;

void page_open(struct page *page, enum mark mark);
void page_close(struct page *page, enum mark mark);

/* Our own words, or a plain text of the protocol. */
void page_say(struct page *page, const char *words);
void page_format(struct page *page, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A text that the protocol's author wrote for people, in the protocol's language. */
void page_quote(struct page *page, const char *words);

/* words between the two marks, and nothing where there are none. */
void page_marked(struct page *page, enum mark mark, const char *words);

/* A heading with an anchor (kind-id, or the kind alone); level 2 to 4. */
void page_heading(struct page *page, int level, const char *kind, const char *id,
                  const char *words);

/* A card, an item or a row of a kind, which names can lead to (anchor kind-id) where it has an id.
 */
void page_anchored(struct page *page, enum mark mark, const char *kind, const char *id);

void page_field(struct page *page, const char *label);
void page_field_end(struct page *page);
void page_field_text(struct page *page, const char *label, const char *words); /* not where empty */

/* A table of a kind ("questions", "chart", "lines", "examples"), by which its columns are laid out.
 * The headings are ended by NULL. page_close(page, MARK_TABLE) ends the table. */
void page_table(struct page *page, const char *kind, const char *const *headings);

/* A cell that stands for so many rows, and in the rows below it its place. */
void page_spanning(struct page *page, size_t rows);
void page_covered(struct page *page);

void page_break(struct page *page);

/* A link to what has the id, as kind: "fact", "rule", "result", "technique" ... */
void page_name(struct page *page, const char *kind, const char *id);

/* A link to another page where the address is one of the web, and else its text. */
void page_link(struct page *page, const char *url);

/* A condition in words (rules/words.h): names lead to their questions, options are told by their
 * labels, units by their names. */
void page_sentence(struct page *page, const char *words);

/* ---- looking into the protocol --------------------------------------------------------------- */

/* The array at a key of the protocol; an empty walk where it has none. */
const json_t *page_list(const struct page *page, const char *key);

/* The fact of that name, or NULL. */
const json_t *page_fact(const struct page *page, struct text name);

/* The kind of link to a name of a sentence: "fact", "value", "score", "result", or NULL. */
const char *page_kind(const struct page *page, struct text name);

/* The label of an option of a choice, or the option itself. */
const char *page_label(const json_t *fact, const char *option);

/* A unit as people write it: "years" for "a". The code itself where no better word is known. */
const char *page_unit(const char *code);

#endif
