/* Techniques step by step with the halts in force, and the texts that explain. */
#include "cli/doc_parts.h"
#include "cli/services.h"

#include <stdio.h>
#include <string.h>

/* ---- halts in force -------------------------------------------------------------------------- */

static bool names_place(const json_t *during, const char *place) {
    size_t index;
    json_t *item;
    json_array_foreach(during, index, item) {
        if (strcmp(json_string_value(item), place) == 0) {
            return true;
        }
    }
    return false;
}

/* A halt without `during` is in force everywhere, as is a rule judged throughout. */
static bool is_in_force(const json_t *rule, const char *place, bool everywhere) {
    const json_t *during = json_object_get(rule, "during");
    bool halt = strcmp(json_text(rule, "kind"), "halt") == 0;
    bool throughout = json_is_true(json_object_get(rule, "throughout"));
    if (!halt && !throughout) {
        return false;
    }
    return during == NULL ? everywhere : names_place(during, place);
}

/* The halts of a technique ("towel-roller") or of one step ("towel-roller/arch"). */
static size_t say_halts(struct page *page, const char *lead, const char *place, bool everywhere) {
    size_t told = 0;
    size_t index;
    json_t *rule;
    json_array_foreach(page_list(page, "rules"), index, rule) {
        if (is_in_force(rule, place, everywhere)) {
            page_say(page, told++ == 0 ? lead : ", ");
            page_name(page, "rule", json_text(rule, "id"));
        }
    }
    return told;
}

/* ---- steps ----------------------------------------------------------------------------------- */

static void put_steps(struct page *page, const char *technique, const json_t *steps);

static void say_conditions(struct page *page, const json_t *step) {
    const char *only_if = json_text(step, "only_if_words");
    const char *skip_if = json_text(step, "skip_if_words");
    if (only_if[0] != '\0') {
        page_say(page, " Only where ");
        page_sentence(page, only_if);
        page_say(page, ".");
    }
    if (skip_if[0] != '\0') {
        page_say(page, " Left out only where ");
        page_sentence(page, skip_if);
        page_say(page, ".");
    }
}

static void put_caution(struct page *page, const json_t *step) {
    const char *caution = json_text(step, "caution");
    if (caution[0] != '\0') {
        page_break(page);
        page_marked(page, MARK_STRONG, "Caution:");
        page_say(page, " ");
        page_quote(page, caution);
    }
}

static void put_small_print(struct page *page, const char *technique, const json_t *step) {
    enum { PLACE_SIZE = 200 };
    char place[PLACE_SIZE];
    const char *source = json_text(step, "source");
    const char *figure = json_text(step, "figure");
    const json_t *hold = json_object_get(step, "hold_seconds");
    snprintf(place, sizeof place, "%s/%s", technique, json_text(step, "id"));
    page_break(page);
    page_open(page, MARK_QUIET);
    page_marked(page, MARK_CODE, json_text(step, "id"));
    if (hold != NULL) {
        page_format(page, "; held for %g seconds", json_number_value(hold));
    }
    say_halts(page, "; also halts: ", place, false);
    page_say(page, figure[0] == '\0' ? "" : "; figure: ");
    page_say(page, figure);
    page_say(page, source[0] == '\0' ? "" : "; source: ");
    page_say(page, source);
    page_close(page, MARK_QUIET);
}

static void put_single(struct page *page, const char *technique, const json_t *step) {
    page_quote(page, json_text(step, "say"));
    say_conditions(page, step);
    put_caution(page, step);
    put_small_print(page, technique, step);
}

static void put_loop(struct page *page, const char *technique, const json_t *loop) {
    const char *finish = json_text(loop, "finish_when_words");
    page_open(page, MARK_STRONG);
    page_format(page, "Repeat, %ld rounds at the most.", json_whole(loop, "at_most"));
    page_close(page, MARK_STRONG);
    if (finish[0] != '\0') {
        page_say(page, " After each round it ends where ");
        page_sentence(page, finish);
        page_say(page, ", or where that is not known.");
    }
    say_conditions(page, loop);
    put_small_print(page, technique, loop);
    put_steps(page, technique, json_object_get(loop, "steps"));
}

static void put_steps(struct page *page, const char *technique, const json_t *steps) {
    size_t index;
    json_t *step;
    page_open(page, MARK_STEPS);
    json_array_foreach(steps, index, step) {
        page_open(page, MARK_ITEM);
        if (strcmp(json_text(step, "kind"), "loop") == 0) {
            put_loop(page, technique, step);
        } else {
            put_single(page, technique, step);
        }
        page_close(page, MARK_ITEM);
    }
    page_close(page, MARK_STEPS);
}

/* ---- techniques ------------------------------------------------------------------------------ */

static void put_needs(struct page *page, const json_t *technique) {
    const json_t *needs = json_object_get(technique, "needs");
    size_t index;
    json_t *need;
    if (json_array_size(needs) == 0) {
        return;
    }
    page_field(page, "Needs");
    json_array_foreach(needs, index, need) {
        page_say(page, index == 0 ? "" : "; ");
        page_quote(page, json_string_value(need));
    }
    page_field_end(page);
}

static bool bars(const json_t *rule, const char *id) {
    return strcmp(json_text(rule, "kind"), "halt") != 0 &&
           names_place(json_object_get(rule, "during"), id);
}

static void put_for_whom(struct page *page, const json_t *technique) {
    const char *id = json_text(technique, "id");
    const char *only_if = json_text(technique, "only_if_words");
    size_t index, told = 0;
    json_t *rule;
    page_field(page, "For whom");
    page_say(page, "those who are cleared");
    if (only_if[0] != '\0') {
        page_say(page, ", and only where ");
        page_sentence(page, only_if);
    }
    json_array_foreach(page_list(page, "rules"), index, rule) {
        if (bars(rule, id)) {
            page_say(page, told++ == 0 ? "; barred by " : ", ");
            page_name(page, "rule", json_text(rule, "id"));
        }
    }
    page_field_end(page);
}

static void put_technique(struct page *page, const json_t *technique) {
    const char *id = json_text(technique, "id");
    const char *after = json_text(technique, "after");
    page_heading(page, 3, "technique", id, json_text(technique, "title"));
    page_open(page, MARK_FIELDS);
    page_field(page, "Technique");
    page_marked(page, MARK_CODE, id);
    page_field_end(page);
    put_needs(page, technique);
    put_for_whom(page, technique);
    page_field(page, "Halts at any step");
    if (say_halts(page, "", id, true) == 0) {
        page_say(page, "none");
    }
    page_field_end(page);
    page_field(page, "Ends by itself");
    page_format(page, "when nothing was reported for %g minutes",
                json_number_value(json_object_get(technique, "idle_seconds")) / 60);
    page_field_end(page);
    page_field_text(page, "Source", json_text(technique, "source"));
    page_close(page, MARK_FIELDS);
    put_steps(page, id, json_object_get(technique, "steps"));
    if (after[0] != '\0') {
        page_open(page, MARK_PARAGRAPH);
        page_marked(page, MARK_STRONG, "Afterwards:");
        page_say(page, " ");
        page_quote(page, after);
        page_close(page, MARK_PARAGRAPH);
    }
}

void doc_put_techniques(struct page *page) {
    size_t index;
    json_t *technique;
    if (doc_count(page, "techniques") == 0) {
        return;
    }
    page_heading(page, 2, "techniques", "", "Techniques");
    page_marked(page, MARK_PARAGRAPH,
                "A step whose condition is not known is left out, a loop whose end is not known "
                "ends, and a halt that cannot be judged halts.");
    json_array_foreach(page_list(page, "techniques"), index, technique) {
        put_technique(page, technique);
    }
}

/* ---- education ------------------------------------------------------------------------------- */

void doc_put_education(struct page *page) {
    size_t index;
    json_t *education;
    if (doc_count(page, "education") == 0) {
        return;
    }
    page_heading(page, 2, "education", "", "What people are told");
    json_array_foreach(page_list(page, "education"), index, education) {
        const char *id = json_text(education, "id");
        const char *source = json_text(education, "source");
        page_heading(page, 3, "education", id, json_text(education, "title"));
        page_open(page, MARK_PARAGRAPH);
        page_quote(page, json_text(education, "text"));
        page_close(page, MARK_PARAGRAPH);
        page_open(page, MARK_NOTE);
        page_marked(page, MARK_CODE, id);
        page_say(page, source[0] == '\0' ? "" : ", source: ");
        page_say(page, source);
        page_close(page, MARK_NOTE);
    }
}
