/* What several parts of the page tell in the same words. */
#include "cli/doc_parts.h"
#include "cli/services.h"

#include <string.h>

void doc_say_referral(struct page *page, const json_t *refer) {
    size_t index;
    json_t *to;
    page_say(page, "Refer to ");
    json_array_foreach(json_object_get(refer, "to"), index, to) {
        page_say(page, index == 0 ? "" : "; ");
        page_quote(page, json_string_value(to));
    }
    page_say(page, " ");
    page_marked(page, MARK_BADGE, json_text(refer, "urgency"));
}

void doc_say_names(struct page *page, const char *kind, const json_t *ids) {
    size_t index;
    json_t *id;
    json_array_foreach(ids, index, id) {
        page_say(page, index == 0 ? "" : ", ");
        page_name(page, kind, json_string_value(id));
    }
}

static void say_json(struct page *page, const json_t *value) {
    struct buffer text = {0};
    json_say(&text, value);
    page->form->escape(page, buffer_text(&text));
    page->out->failed = page->out->failed || text.failed;
    buffer_free(&text);
}

static void say_quantity(struct page *page, const char *unit, const json_t *number) {
    say_json(page, number);
    if (unit[0] != '\0') {
        page_say(page, " ");
        page_say(page, page_unit(unit));
    }
}

static void say_text(struct page *page, const json_t *fact, const char *text) {
    const char *none = json_text(fact, "none");
    bool choice = strcmp(json_text(fact, "type"), "choice") == 0;
    if (strcmp(text, "none") == 0 && none[0] != '\0') {
        page_say(page, "none: ");
        page_quote(page, none);
    } else if (choice) {
        page_say(page, "“");
        page_quote(page, page_label(fact, text));
        page_say(page, "”");
    } else {
        page_say(page, text);
    }
}

void doc_say_value(struct page *page, const json_t *fact, const json_t *value) {
    if (value == NULL) {
        page_say(page, "not asked yet");
    } else if (json_is_null(value)) {
        page_say(page, "cannot say");
    } else if (json_is_boolean(value)) {
        page_say(page, json_is_true(value) ? "yes" : "no");
    } else if (json_is_number(value)) {
        say_quantity(page, json_text(fact, "unit"), value);
    } else if (json_is_string(value)) {
        say_text(page, fact, json_string_value(value));
    } else if (json_is_object(value)) {
        say_quantity(page, json_text(value, "unit"), json_object_get(value, "value"));
    } else {
        say_json(page, value);
    }
}
