/* Words about coverage, shared by its forms. */
#include "cli/coverage.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const json_t *coverage_rows(const json_t *file) {
    return json_object_get(json_object_get(file, "coverage"), "rows");
}

const json_t *coverage_items(const json_t *file) {
    return json_object_get(json_object_get(file, "coverage"), "items");
}

long coverage_percent(const json_t *row) {
    long of = json_whole(row, "of");
    return of == 0 ? 100 : json_whole(row, "shown") * 100 / of;
}

bool coverage_has_mark(const json_t *item, const char *key, const char *mark) {
    const json_t *marks = json_object_get(item, key);
    for (size_t i = 0; i < json_array_size(marks); i++) {
        if (strcmp(json_string_value(json_array_get(marks, i)), mark) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_kind(const json_t *item, const char *kind) {
    return strcmp(json_text(item, "kind"), kind) == 0;
}

/* The rule, halt or gate whose condition this is. */
static bool owns(const json_t *owner, const json_t *condition) {
    const char *use = json_text(condition, "use");
    bool rule = strcmp(use, "rule") == 0 && (is_kind(owner, "rule") || is_kind(owner, "halt"));
    bool gate = strcmp(use, "gate") == 0 && is_kind(owner, "gate");
    return (rule || gate) && strcmp(json_text(owner, "name"), json_text(condition, "name")) == 0;
}

bool coverage_is_lacking(const json_t *file, const json_t *item) {
    const json_t *items = coverage_items(file);
    if (json_array_size(json_object_get(item, "missing")) == 0) {
        return false;
    }
    for (size_t i = 0; is_kind(item, "condition") && i < json_array_size(items); i++) {
        const json_t *other = json_array_get(items, i);
        if (owns(other, item) && json_array_size(json_object_get(other, "missing")) > 0) {
            return false;
        }
    }
    return true;
}

void coverage_say_item(struct buffer *out, const json_t *item) {
    const char *name = json_text(item, "name");
    const char *detail = json_text(item, "detail");
    if (is_kind(item, "line")) {
        buffer_append_format(out, "the line \"%s\" of %s", detail, name);
    } else if (is_kind(item, "first")) {
        buffer_append_format(out, "%s of this `first`", detail);
    } else if (is_kind(item, "condition")) {
        bool part = json_whole(item, "depth") > 0;
        buffer_append_format(out, "the %s `%s`", part ? "part" : "condition", detail);
    } else if (is_kind(item, "gate")) {
        buffer_append_format(out, "the gate of %s, `%s`", name, detail);
    } else if (is_kind(item, "step")) {
        buffer_append_format(out, "the step %s of %s", detail, name);
    } else if (is_kind(item, "loop")) {
        const char *colon = strchr(detail, ':');
        int length = colon == NULL ? 0 : (int)(colon - detail);
        buffer_append_format(out, "the loop %.*s of %s", length, detail, name);
    } else {
        buffer_append_format(out, "the %s %s", json_text(item, "kind"), name);
    }
}

/* What is said of a missing mark, by kind: { kind, yes, no }. */
static const char *const lacks[][3] = {
    {"rule", "no example makes it fire", "no example keeps it quiet"},
    {"line", "no example is given it", ""},
    {"first", "no example comes to it", ""},
    {"condition", "never true", "never false"},
    {"gate", "never open", "never shut"},
    {"step", "no walk shows it", "no walk leaves it out"},
    {"halt", "no walk is halted by it", "no walk is watched by it without being halted"},
    {"loop", "", ""},
};

static const char *const *lacks_of(const json_t *item) {
    size_t i = 0;
    while (i + 1 < sizeof lacks / sizeof lacks[0] && !is_kind(item, lacks[i][0])) {
        i++;
    }
    return lacks[i];
}

static void say_loop_end(struct buffer *out, const json_t *item) {
    bool at_most = strstr(json_text(item, "detail"), ": at_most") != NULL;
    buffer_append_string(out, at_most ? "no walk ends it after its last round (`at_most`)"
                                      : "no walk ends it before, by `finish_when`");
}

void coverage_say_missing(struct buffer *out, const json_t *item) {
    const char *const *words = lacks_of(item);
    bool yes = coverage_has_mark(item, "missing", "yes");
    bool no = coverage_has_mark(item, "missing", "no");
    bool decides = coverage_has_mark(item, "missing", "decides");
    if (is_kind(item, "loop")) {
        say_loop_end(out, item);
        return;
    }
    buffer_append_string(out, yes ? words[1] : "");
    buffer_append_string(out, yes && no ? ", and " : "");
    buffer_append_string(out, no ? words[2] : "");
    if (decides) {
        buffer_append_string(out, yes || no ? ", and so never shown to decide alone"
                                            : "never shown to decide alone");
    }
}

void coverage_say_out_of_reach(struct buffer *out, const json_t *item) {
    bool yes = coverage_has_mark(item, "out_of_reach", "yes");
    bool no = coverage_has_mark(item, "out_of_reach", "no");
    if (yes || no) {
        buffer_append_format(out, "no answers can make it %s", yes ? "true" : "false");
    } else if (coverage_has_mark(item, "out_of_reach", "decides")) {
        buffer_append_string(out, "no answers can make it decide alone");
    }
}

/* ---- cases ----------------------------------------------------------------------------------- */

static void say_value(struct buffer *out, const json_t *value) {
    if (json_is_null(value)) {
        buffer_append_string(out, "unanswerable");
    } else if (json_is_boolean(value)) {
        buffer_append_string(out, json_is_true(value) ? "true" : "false");
    } else if (json_is_integer(value)) {
        buffer_append_format(out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    } else if (json_is_real(value)) {
        buffer_append_format(out, "%.15g", json_real_value(value));
    } else if (json_is_string(value) && strcmp(json_string_value(value), "none") == 0) {
        buffer_append_string(out, "none");
    } else {
        buffer_append_format(out, "\"%s\"", json_is_string(value) ? json_string_value(value) : "");
    }
}

void coverage_say_given(struct buffer *out, const json_t *given) {
    const char *name;
    json_t *value;
    bool first = true;
    if (json_object_size(given) == 0) {
        buffer_append_string(out, "{}");
        return;
    }
    json_object_foreach((json_t *)given, name, value) {
        buffer_append_format(out, "%s%s = ", first ? "{ " : ", ", name);
        say_value(out, value);
        first = false;
    }
    buffer_append_string(out, " }");
}

/* ---- order ----------------------------------------------------------------------------------- */

struct placed {
    const json_t *item;
    size_t index;
};

static int compare_places(const void *a, const void *b) {
    const struct placed *first = a;
    const struct placed *second = b;
    int files = strcmp(json_text(first->item, "file"), json_text(second->item, "file"));
    long lines = json_whole(first->item, "line") - json_whole(second->item, "line");
    long columns = json_whole(first->item, "column") - json_whole(second->item, "column");
    long order = files != 0 ? files : lines != 0 ? lines : columns;
    if (order != 0) {
        return order < 0 ? -1 : 1;
    }
    return first->index < second->index ? -1 : 1;
}

json_t *coverage_in_order(const json_t *items) {
    size_t count = json_array_size(items);
    json_t *ordered = json_array();
    struct placed *placed = calloc(count + 1, sizeof *placed);
    if (placed == NULL || ordered == NULL) {
        free(placed);
        json_decref(ordered);
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        placed[i] = (struct placed){json_array_get(items, i), i};
    }
    qsort(placed, count, sizeof *placed, compare_places);
    for (size_t i = 0; i < count; i++) {
        json_array_append(ordered, (json_t *)placed[i].item);
    }
    free(placed);
    return ordered;
}
