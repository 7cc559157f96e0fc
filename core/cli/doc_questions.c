/* The facts as the form that a person is asked by. */
#include "cli/doc_parts.h"
#include "cli/services.h"

#include <string.h>

/* ---- how a question is answered -------------------------------------------------------------- */

static void put_options(struct page *page, const json_t *fact) {
    size_t index;
    json_t *option;
    json_array_foreach(json_object_get(fact, "options"), index, option) {
        const char *name = json_string_value(option);
        const char *label = page_label(fact, name);
        if (index > 0) {
            page_break(page);
        }
        page_say(page, "○ ");
        page_quote(page, label);
        if (strcmp(label, name) != 0) {
            page_say(page, " ");
            page_open(page, MARK_QUIET);
            page_marked(page, MARK_CODE, name);
            page_close(page, MARK_QUIET);
        }
    }
}

static void say_number(struct page *page, const json_t *number) {
    struct buffer text = {0};
    json_say(&text, number);
    page->form->escape(page, buffer_text(&text));
    buffer_free(&text);
}

static void say_range(struct page *page, const json_t *fact) {
    const json_t *min = json_object_get(fact, "min");
    const json_t *max = json_object_get(fact, "max");
    if (min != NULL && max != NULL) {
        say_number(page, min);
        page_say(page, " to ");
        say_number(page, max);
    } else if (min != NULL || max != NULL) {
        say_number(page, min != NULL ? min : max);
        page_say(page, min != NULL ? " or more" : " or less");
    }
}

static void put_number(struct page *page, const json_t *fact) {
    const char *unit = json_text(fact, "unit");
    page_say(page, "________ ");
    page_say(page, page_unit(unit));
    page_break(page);
    page_open(page, MARK_QUIET);
    say_range(page, fact);
    page_say(page, json_is_true(json_object_get(fact, "whole")) ? ", whole numbers" : "");
    page_say(page, json_is_true(json_object_get(fact, "unit_required")) ? ", with its unit" : "");
    page_close(page, MARK_QUIET);
}

static void put_answers(struct page *page, const json_t *fact) {
    const char *type = json_text(fact, "type");
    const char *none = json_text(fact, "none");
    if (strcmp(type, "yes_no") == 0) {
        page_say(page, "○\u00a0yes   ○\u00a0no");
    } else if (strcmp(type, "choice") == 0) {
        put_options(page, fact);
    } else if (strcmp(type, "number") == 0) {
        put_number(page, fact);
    } else {
        bool future = json_is_true(json_object_get(fact, "future"));
        page_say(page, future ? "a day: ____-__-__" : "a day, not in the future: ____-__-__");
    }
    if (none[0] != '\0') {
        page_break(page);
        page_say(page, "○ ");
        page_quote(page, none);
    }
}

/* ---- when it is asked ------------------------------------------------------------------------ */

static void say_gate(struct page *page, const json_t *fact) {
    bool only_if = json_object_get(fact, "only_if") != NULL;
    page_say(page, only_if ? "Only where " : "Need be asked only where ");
    page_sentence(page, json_text(fact, "gate_words"));
    page_say(page, "; otherwise ");
    page_say(page, only_if ? "it is " : "it counts as ");
    doc_say_value(page, fact, json_object_get(fact, "otherwise"));
    page_say(page, ". ");
}

static void put_when(struct page *page, const json_t *fact) {
    bool live = json_is_true(json_object_get(fact, "live"));
    bool optional = json_is_true(json_object_get(fact, "optional"));
    bool screened = json_is_true(json_object_get(fact, "screened"));
    bool gated = json_object_get(fact, "gate_words") != NULL;
    if (gated) {
        say_gate(page, fact);
    }
    if (live) {
        page_say(page, screened ? "Before the start, and at every turn." : "While moving.");
    } else if (optional) {
        page_say(page, "Never asked; used where it is known.");
    } else if (!gated) {
        page_say(page, "Whenever it can matter.");
    }
}

/* ---- the form -------------------------------------------------------------------------------- */

static void put_codes(struct page *page, const json_t *fact) {
    size_t index;
    json_t *code;
    json_array_foreach(json_object_get(fact, "code"), index, code) {
        page_say(page, ", ");
        page_say(page, json_string_value(json_array_get(code, 0)));
        page_say(page, " ");
        page_say(page, json_string_value(json_array_get(code, 1)));
    }
}

static void put_question(struct page *page, const json_t *fact) {
    page_anchored(page, MARK_ROW, "fact", json_text(fact, "name"));
    page_open(page, MARK_CELL);
    page_open(page, MARK_STRONG);
    page_quote(page, json_text(fact, "ask"));
    page_close(page, MARK_STRONG);
    page_break(page);
    if (json_object_get(fact, "help") != NULL) {
        page_quote(page, json_text(fact, "help"));
        page_break(page);
    }
    page_open(page, MARK_QUIET);
    page_marked(page, MARK_CODE, json_text(fact, "name"));
    put_codes(page, fact);
    page_close(page, MARK_QUIET);
    page_close(page, MARK_CELL);
    page_open(page, MARK_CELL);
    put_answers(page, fact);
    page_close(page, MARK_CELL);
    page_open(page, MARK_CELL);
    put_when(page, fact);
    page_close(page, MARK_CELL);
    page_close(page, MARK_ROW);
}

static bool is_declared_group(const struct page *page, const char *group) {
    size_t index;
    json_t *item;
    json_array_foreach(page_list(page, "groups"), index, item) {
        if (strcmp(json_text(item, "id"), group) == 0) {
            return true;
        }
    }
    return false;
}

/* A fact without a group, or with one that `groups` leaves out, belongs to the rest: "". */
static bool is_in(const struct page *page, const json_t *fact, const char *group) {
    const char *own = json_text(fact, "group");
    return group[0] == '\0' ? !is_declared_group(page, own) : strcmp(own, group) == 0;
}

static void put_group(struct page *page, const char *group, const char *title) {
    static const char *const headings[] = {"Question", "Answer", "When it is asked", NULL};
    bool open = false;
    size_t index;
    json_t *fact;
    json_array_foreach(page_list(page, "facts"), index, fact) {
        if (!is_in(page, fact, group)) {
            continue;
        }
        if (!open) {
            page_heading(page, 3, "group", group, title);
            page_table(page, "questions", headings);
            open = true;
        }
        put_question(page, fact);
    }
    if (open) {
        page_close(page, MARK_TABLE);
    }
}

void doc_put_questions(struct page *page) {
    size_t index;
    json_t *group;
    size_t groups = doc_count(page, "groups");
    page_heading(page, 2, "questions", "", "Questions");
    page_open(page, MARK_PARAGRAPH);
    page_say(page, "A question is asked only while its answer can still change the decision. "
                   "Everyone may also answer that they cannot say; nobody is cleared by that.");
    page_close(page, MARK_PARAGRAPH);
    json_array_foreach(page_list(page, "groups"), index, group) {
        put_group(page, json_text(group, "id"), json_text(group, "title"));
    }
    put_group(page, "", groups == 0 ? "All questions" : "Further questions");
}
