/* What the protocol is, on what it rests, and who has reviewed it. */
#include "cli/doc_parts.h"
#include "cli/services.h"

size_t doc_count(const struct page *page, const char *key) {
    return json_array_size(page_list(page, key));
}

/* ---- the review ------------------------------------------------------------------------------ */

static void put_review(struct page *page) {
    const json_t *reviewed = json_object_get(page->protocol, "reviewed");
    const char *review_by = json_text(page->protocol, "review_by");
    page_open(page, reviewed == NULL ? MARK_WARNING : MARK_LEAD);
    if (reviewed == NULL) {
        page_say(page, "Nobody has reviewed this protocol yet: it names no reviewer.");
    } else {
        page_say(page, "Reviewed by ");
        page_say(page, json_text(reviewed, "by"));
        page_say(page, " on ");
        page_say(page, json_text(reviewed, "on"));
        page_say(page, ".");
    }
    if (review_by[0] != '\0') {
        page_say(page, " To be reviewed again by ");
        page_say(page, review_by);
        page_say(page, ".");
    }
    page_close(page, reviewed == NULL ? MARK_WARNING : MARK_LEAD);
}

/* ---- fields ---------------------------------------------------------------------------------- */

static void put_plain(struct page *page, const char *label, const char *words) {
    if (words[0] != '\0') {
        page_field(page, label);
        page_say(page, words);
        page_field_end(page);
    }
}

static void put_code(struct page *page, const char *label, const char *code) {
    page_field(page, label);
    page_marked(page, MARK_CODE, code);
    page_field_end(page);
}

static void put_texts(struct page *page, const char *label, const json_t *texts) {
    size_t index;
    json_t *text;
    if (json_array_size(texts) == 0) {
        return;
    }
    page_field(page, label);
    json_array_foreach(texts, index, text) {
        page_say(page, index == 0 ? "" : ", ");
        page_say(page, json_string_value(text));
    }
    page_field_end(page);
}

static void put_source(struct page *page, const json_t *source) {
    const char *url = json_text(source, "url");
    page_say(page, json_text(source, "title"));
    if (url[0] != '\0') {
        page_say(page, ", ");
        page_link(page, url);
    }
}

static void put_sources(struct page *page) {
    const json_t *sources = page_list(page, "sources");
    size_t index;
    json_t *source;
    page_field(page, "Sources");
    if (json_array_size(sources) == 0) {
        page_say(page, "none named");
    }
    json_array_foreach(sources, index, source) {
        if (index > 0) {
            page_break(page);
        }
        put_source(page, source);
    }
    page_field_end(page);
}

static void say_count(struct page *page, const char *key, const char *one, const char *many) {
    size_t count = doc_count(page, key);
    if (count > 0) {
        page_format(page, ", %zu %s", count, count == 1 ? one : many);
    }
}

/* What the protocol rests on and does not say itself. */
static void put_plug_ins(struct page *page) {
    size_t index;
    json_t *plug_in;
    json_array_foreach(page_list(page, "plug_ins"), index, plug_in) {
        page_field(page, "Uses the plug-in");
        page_marked(page, MARK_CODE, json_text(plug_in, "name"));
        page_say(page, ", whose file has the digest ");
        page_marked(page, MARK_CODE, json_text(plug_in, "digest"));
        page_field_end(page);
    }
}

static void put_size(struct page *page) {
    page_field(page, "Contains");
    page_format(page, "%zu questions", doc_count(page, "facts"));
    say_count(page, "rules", "rule", "rules");
    say_count(page, "scores", "score", "scores");
    say_count(page, "results", "result", "results");
    say_count(page, "techniques", "technique", "techniques");
    say_count(page, "education", "text that explains", "texts that explain");
    page_field_end(page);
}

void doc_put_header(struct page *page) {
    const json_t *refer = json_object_get(page->protocol, "refer");
    put_review(page);
    page_open(page, MARK_FIELDS);
    put_code(page, "Protocol", json_text(page->protocol, "id"));
    put_plain(page, "Version", json_text(page->protocol, "version"));
    put_code(page, "Digest", json_text(page->protocol, "digest"));
    put_sources(page);
    put_texts(page, "Authors", page_list(page, "authors"));
    put_texts(page, "Languages", page_list(page, "languages"));
    put_plug_ins(page);
    if (refer != NULL) {
        page_field(page, "Unless a rule says otherwise");
        doc_say_referral(page, refer);
        page_field_end(page);
    }
    put_size(page);
    page_close(page, MARK_FIELDS);
}

/* ---- the end --------------------------------------------------------------------------------- */

void doc_put_signature(struct page *page) {
    static const char *const lines[] = {"☐ agreed   ☐ agreed with changes   ☐ not agreed", ""};
    page_heading(page, 2, "signature", "", "Review");
    page_open(page, MARK_PARAGRAPH);
    page_say(page, "This page shows version ");
    page_say(page, json_text(page->protocol, "version"));
    page_say(page, " with the digest that stands at its head. A change of the protocol changes the "
                   "digest.");
    page_close(page, MARK_PARAGRAPH);
    page_open(page, MARK_FIELDS);
    put_plain(page, "Judgement", lines[0]);
    put_plain(page, "Name", "______________________________");
    put_plain(page, "Date", "______________________________");
    put_plain(page, "Remarks", "______________________________");
    page_close(page, MARK_FIELDS);
}
