/*
 * Why, as a tree: each term of a rule's condition with what it came to.
 *
 *     joint-infection
 *     └─ yes  fever | temp:at_least(38)
 *        ├─ yes  fever
 *        └─ ?    temp:at_least(38)
 *     would not fire with any one of: fever = false
 */
#include "cli/screen.h"

#include <string.h>

enum { PREFIX_SIZE = 256 };

static const char *verdict(const json_t *value) {
    return json_is_true(value) ? "yes" : json_is_false(value) ? "no" : "?";
}

static enum colour colour_of(const json_t *value) {
    return json_is_true(value) ? COLOUR_GREEN : json_is_false(value) ? COLOUR_DIM : COLOUR_YELLOW;
}

static void print_node(const struct terminal *terminal, const json_t *node) {
    const json_t *value = json_object_get(node, "value");
    if (value == NULL || json_is_boolean(value) || json_is_null(value)) {
        terminal_print(terminal, colour_of(value), "%-3s", verdict(value));
        fprintf(terminal->out, "  %s\n", json_text(node, "text"));
        return;
    }
    struct buffer words = {0};
    json_say(&words, value);
    fprintf(terminal->out, "%s = ", json_text(node, "text"));
    terminal_print(terminal, COLOUR_BOLD, "%.*s\n", (int)words.length,
                   words.length > 0 ? words.at : "");
    buffer_free(&words);
}

/* A constant says nothing that its parent's text does not say. */
static bool is_worth_showing(const json_t *node) {
    const char *text = json_text(node, "text");
    bool number = text[0] != 0 && text[strspn(text, "-+0123456789.e")] == 0;
    return !number;
}

static size_t last_shown(const json_t *children) {
    size_t last = json_array_size(children);
    while (last > 0 && !is_worth_showing(json_array_get(children, last - 1))) {
        last--;
    }
    return last;
}

static void print_branch(const struct terminal *terminal, const json_t *node, const char *prefix,
                         bool last) {
    char below[PREFIX_SIZE];
    const json_t *children = json_object_get(node, "children");
    size_t end = last_shown(children);
    fprintf(terminal->out, "%s%s", prefix, last ? "└─ " : "├─ ");
    print_node(terminal, node);
    if (snprintf(below, sizeof below, "%s%s", prefix, last ? "   " : "│  ") >= PREFIX_SIZE) {
        return;
    }
    for (size_t i = 0; i < end; i++) {
        const json_t *child = json_array_get(children, i);
        if (is_worth_showing(child)) {
            print_branch(terminal, child, below, i + 1 == end);
        }
    }
}

static void print_changes(const struct terminal *terminal, const json_t *rule) {
    const json_t *changes = json_object_get(rule, "change");
    for (size_t i = 0; i < json_array_size(changes); i++) {
        const json_t *change = json_array_get(changes, i);
        struct buffer value = {0};
        json_say(&value, json_object_get(change, "value"));
        fprintf(terminal->out, "%s%s = %.*s", i == 0 ? "  would not fire with any one of: " : ", ",
                json_text(change, "fact"), (int)value.length, value.length > 0 ? value.at : "");
        buffer_free(&value);
    }
    fputs(json_array_size(changes) > 0 ? "\n" : "", terminal->out);
}

void screen_explain(const struct terminal *terminal, const json_t *decision) {
    const json_t *rules = json_object_get(decision, "explain");
    terminal_print(terminal, COLOUR_BOLD, "\nEvery rule\n");
    for (size_t i = 0; i < json_array_size(rules); i++) {
        const json_t *rule = json_array_get(rules, i);
        terminal_print(terminal, COLOUR_BOLD, "  %s\n", json_text(rule, "rule"));
        print_branch(terminal, json_object_get(rule, "tree"), "  ", true);
        print_changes(terminal, rule);
    }
}
