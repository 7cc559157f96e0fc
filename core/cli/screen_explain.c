/*
 * Why, as a tree: each term of a rule's condition with what it came to.
 *
 *     joint-infection
 *     └─ yes  fever | temp:at_least(38)
 *        ├─ yes  fever
 *        └─ ?    temp:at_least(38)
 *     would not fire with any one of: fever = false
 *
 * A term that has a name is shown by it, a score by its title with the labels of its items below,
 * and within a second rule without what is below it.
 */
#include "cli/screen.h"

#include <string.h>

enum { PREFIX_SIZE = 256, LONGEST_TEXT = 100 };

/* What is being printed, and the named terms that were printed with all that is below them. */
struct explaining {
    const struct screen_view *view;
    FILE *out;
    json_t *shown;
};

static const char *verdict(const json_t *value) {
    return json_is_true(value) ? "yes" : json_is_false(value) ? "no" : "?";
}

static enum colour colour_of(const json_t *value) {
    return json_is_true(value) ? COLOUR_GREEN : json_is_false(value) ? COLOUR_DIM : COLOUR_YELLOW;
}

/* ---- one term -------------------------------------------------------------------------------- */

/* A long formula is cut at a blank: its parts stand below it. */
static void print_text(FILE *out, const char *text) {
    size_t length = strlen(text);
    if (length <= LONGEST_TEXT) {
        fputs(text, out);
        return;
    }
    length = LONGEST_TEXT;
    while (length > 1 && text[length] != ' ') {
        length--;
    }
    fprintf(out, "%.*s ...", (int)length, text);
}

static const char *name_of(const struct explaining *explaining, const json_t *node) {
    const char *name = json_text(node, "name");
    if (screen_find(explaining->view, "scores", "name", name) != NULL) {
        return screen_title(explaining->view, "scores", name);
    }
    return screen_title(explaining->view, "results", name);
}

/* `label` is what the score calls this item, or "". */
static void print_node(const struct explaining *explaining, const json_t *node, const char *label) {
    const json_t *value = json_object_get(node, "value");
    const char *name = label[0] != 0 ? label : name_of(explaining, node);
    const char *text = name[0] != 0 ? name : json_text(node, "text");
    if (value == NULL || json_is_boolean(value) || json_is_null(value)) {
        terminal_print(explaining->view->terminal, colour_of(value), "%-3s  ", verdict(value));
        print_text(explaining->out, text);
        fputc('\n', explaining->out);
        return;
    }
    const char *unit = screen_unit(explaining->view, json_text(node, name[0] ? "name" : "text"));
    print_text(explaining->out, text);
    fputs(" = ", explaining->out);
    screen_say(explaining->out, value, unit);
    fputc('\n', explaining->out);
}

/* ---- a tree ---------------------------------------------------------------------------------- */

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

/* The items of a score stand below it in their order; NULL where the node is no score, or was
 * simplified to fewer terms. */
static const json_t *items_of(const struct explaining *explaining, const json_t *node) {
    const json_t *scores = json_object_get(explaining->view->decision, "scores");
    const json_t *score = json_object_get(scores, json_text(node, "name"));
    const json_t *items = json_object_get(score, "items");
    size_t children = json_array_size(json_object_get(node, "children"));
    return json_array_size(items) == children ? items : NULL;
}

/* True the first time that a named term is met. */
static bool is_new(const struct explaining *explaining, const json_t *node) {
    const char *name = json_text(node, "name");
    bool known = name[0] != 0 && json_object_get(explaining->shown, name) != NULL;
    if (name[0] != 0) {
        json_object_set_new(explaining->shown, name, json_true());
    }
    return !known;
}

static void print_branch(const struct explaining *explaining, const json_t *node, const char *label,
                         const char *prefix, bool last, bool root) {
    char below[PREFIX_SIZE];
    const json_t *children = json_object_get(node, "children");
    const json_t *items = items_of(explaining, node);
    size_t end = last_shown(children);
    fprintf(explaining->out, "%s%s", prefix, last ? "└─ " : "├─ ");
    print_node(explaining, node, label);
    if ((!is_new(explaining, node) && !root) ||
        snprintf(below, sizeof below, "%s%s", prefix, last ? "   " : "│  ") >= PREFIX_SIZE) {
        return;
    }
    for (size_t i = 0; i < end; i++) {
        const json_t *child = json_array_get(children, i);
        if (is_worth_showing(child)) {
            print_branch(explaining, child, json_text(json_array_get(items, i), "label"), below,
                         i + 1 == end, false);
        }
    }
}

/* ---- a rule ---------------------------------------------------------------------------------- */

static void print_changes(const struct explaining *explaining, const json_t *rule) {
    const json_t *changes = json_object_get(rule, "change");
    for (size_t i = 0; i < json_array_size(changes); i++) {
        const json_t *change = json_array_get(changes, i);
        const char *fact = json_text(change, "fact");
        fprintf(explaining->out, "%s%s = ", i == 0 ? "  would not fire with any one of: " : ", ",
                fact);
        screen_say(explaining->out, json_object_get(change, "value"),
                   screen_unit(explaining->view, fact));
    }
    fputs(json_array_size(changes) > 0 ? "\n" : "", explaining->out);
}

/* A `require` is shown as it was written, and not as the negation on which the rule fires. */
static void print_tree(const struct explaining *explaining, const json_t *rule) {
    const char *id = json_text(rule, "rule");
    const char *kind = json_text(screen_find(explaining->view, "rules", "id", id), "kind");
    const json_t *tree = json_object_get(rule, "tree");
    const json_t *children = json_object_get(tree, "children");
    bool requires = strcmp(kind, "scope") == 0 || strcmp(kind, "precondition") == 0;
    bool negated = json_text(tree, "text")[0] == '~' && json_array_size(children) == 1;
    if (requires && negated) {
        terminal_print(explaining->view->terminal, COLOUR_BOLD, "  %s", id);
        fputs(" requires\n", explaining->out);
        print_branch(explaining, json_array_get(children, 0), "", "  ", true, true);
    } else {
        terminal_print(explaining->view->terminal, COLOUR_BOLD, "  %s\n", id);
        print_branch(explaining, tree, "", "  ", true, true);
    }
    print_changes(explaining, rule);
}

void screen_explain(const struct screen_view *view) {
    struct explaining explaining = {view, view->terminal->out, json_object()};
    const json_t *rules = json_object_get(view->decision, "explain");
    terminal_print(view->terminal, COLOUR_BOLD, "\nEvery rule\n");
    for (size_t i = 0; i < json_array_size(rules); i++) {
        print_tree(&explaining, json_array_get(rules, i));
    }
    json_decref(explaining.shown);
}
