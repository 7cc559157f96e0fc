/* Each rule as a sentence in words, with its reason, its referral and its source. */
#include "cli/doc_parts.h"
#include "cli/services.h"

#include <string.h>

const struct doc_kind *doc_kinds(void) {
    static const struct doc_kind kinds[] = {
        {"scope", "Who it is for",
         "Where one of these does not hold, the protocol is not for the person: they are referred, "
         "and no result is given."},
        {"contraindication", "Contraindications",
         "Where one of these holds, it must not be performed: the outcome is stop."},
        {"red_flag", "Red flags",
         "Where one of these holds, a professional must see the person first: the outcome is "
         "refer."},
        {"precondition", "Preconditions", "Where one of these does not hold, not now: defer."},
        {"advisory", "Advice", "These add advice and change neither outcome nor urgency."},
        {"halt", "Halts", "These end a session at once."},
        {NULL, NULL, NULL},
    };
    return kinds;
}

static const char *lead_of(const char *kind, bool narrowed) {
    if (strcmp(kind, "scope") == 0) {
        return "For those of whom this holds: ";
    }
    if (strcmp(kind, "precondition") == 0) {
        return narrowed ? "These techniques need: " : "It needs: ";
    }
    return strcmp(kind, "halt") == 0 ? "Stops where " : "Fires where ";
}

static void put_sentence(struct page *page, const json_t *rule) {
    const char *require = json_text(rule, "require_words");
    const char *kind = json_text(rule, "kind");
    page_open(page, MARK_LEAD);
    page_say(page, lead_of(kind, json_object_get(rule, "during") != NULL));
    page_sentence(page, require[0] == '\0' ? json_text(rule, "fires_when_words") : require);
    page_say(page, ".");
    page_close(page, MARK_LEAD);
}

static void put_during(struct page *page, const json_t *rule) {
    const json_t *during = json_object_get(rule, "during");
    size_t index;
    json_t *place;
    if (during != NULL) {
        page_field(page, "Only for");
        json_array_foreach(during, index, place) {
            page_say(page, index == 0 ? "" : ", ");
            page_say(page, json_string_value(place));
        }
        page_field_end(page);
    }
    if (json_is_true(json_object_get(rule, "throughout"))) {
        page_field_text(page, "Judged", "at the start and at every turn of a session");
    }
}

static void put_fields(struct page *page, const json_t *rule) {
    const json_t *refer = json_object_get(rule, "refer");
    const json_t *see = json_object_get(rule, "see");
    page_open(page, MARK_FIELDS);
    page_field_text(page, "Because", json_text(rule, "because"));
    page_field_text(page, "Advice", json_text(rule, "advice"));
    if (refer != NULL) {
        page_field(page, "Referral");
        doc_say_referral(page, refer);
        page_field_end(page);
    }
    put_during(page, rule);
    if (see != NULL) {
        page_field(page, "Explained in");
        doc_say_names(page, "education", see);
        page_field_end(page);
    }
    page_field(page, "Source");
    page_say(page,
             json_object_get(rule, "source") == NULL ? "none named" : json_text(rule, "source"));
    page_field_end(page);
    page_close(page, MARK_FIELDS);
}

static void put_rule(struct page *page, const json_t *rule) {
    const char *id = json_text(rule, "id");
    page_anchored(page, MARK_CARD, json_text(rule, "kind"), "");
    page_heading(page, 4, "rule", id, id);
    put_sentence(page, rule);
    put_fields(page, rule);
    page_close(page, MARK_CARD);
}

static void put_kind(struct page *page, const struct doc_kind *kind) {
    bool open = false;
    size_t index;
    json_t *rule;
    json_array_foreach(page_list(page, "rules"), index, rule) {
        if (strcmp(json_text(rule, "kind"), kind->kind) != 0) {
            continue;
        }
        if (!open) {
            page_heading(page, 3, "kind", kind->kind, kind->title);
            page_marked(page, MARK_PARAGRAPH, kind->effect);
            open = true;
        }
        put_rule(page, rule);
    }
}

void doc_put_rules(struct page *page) {
    if (doc_count(page, "rules") == 0) {
        return;
    }
    page_heading(page, 2, "rules", "", "Rules");
    page_open(page, MARK_PARAGRAPH);
    page_say(page,
             "All rules are judged together, and the most serious outcome counts. What is not "
             "known never counts as no: a rule that cannot be ruled out counts as fired.");
    page_close(page, MARK_PARAGRAPH);
    for (const struct doc_kind *kind = doc_kinds(); kind->kind != NULL; kind++) {
        put_kind(page, kind);
    }
}
