/*
 * Values as a person reads them: numbers with their units and no more digits than anybody measures.
 * What other programs read (JSON) is never rounded.
 */
#include "cli/doc_page.h"
#include "cli/screen.h"

#include <math.h>
#include <string.h>

const json_t *screen_find(const struct screen_view *view, const char *list, const char *key,
                          const char *name) {
    const json_t *items = json_object_get(view->protocol, list);
    for (size_t i = 0; i < json_array_size(items); i++) {
        const json_t *item = json_array_get(items, i);
        if (strcmp(json_text(item, key), name) == 0) {
            return item;
        }
    }
    return NULL;
}

const char *screen_title(const struct screen_view *view, const char *list, const char *name) {
    const char *title = json_text(screen_find(view, list, "name", name), "title");
    return title[0] == 0 ? name : title;
}

const char *screen_unit(const struct screen_view *view, const char *name) {
    const char *unit = json_text(screen_find(view, "facts", "name", name), "unit");
    return unit[0] != 0 ? unit : json_text(screen_find(view, "values", "name", name), "unit");
}

/* Six digits, but never fewer than the whole part has. */
static void say_number(FILE *out, double number) {
    if (fabs(number) >= 1e6 && fabs(number) < 1e15) {
        fprintf(out, "%.0f", number);
    } else {
        fprintf(out, "%.6g", number);
    }
}

static void say_plain(FILE *out, const json_t *value) {
    struct buffer words = {0};
    if (json_is_number(value)) {
        say_number(out, json_number_value(value));
        return;
    }
    json_say(&words, value);
    fprintf(out, "%.*s", (int)words.length, words.length > 0 ? words.at : "");
    buffer_free(&words);
}

/* An end that is not a number is endless. */
static void say_range(FILE *out, const json_t *low, const json_t *high) {
    if (json_is_number(low) && json_is_number(high)) {
        say_plain(out, low);
        if (!json_equal((json_t *)low, (json_t *)high)) {
            fputs(" to ", out);
            say_plain(out, high);
        }
    } else if (json_is_number(low)) {
        say_plain(out, low);
        fputs(" or more", out);
    } else if (json_is_number(high)) {
        say_plain(out, high);
        fputs(" or less", out);
    } else {
        fputs("any number", out);
    }
}

void screen_say(FILE *out, const json_t *value, const char *unit) {
    const json_t *low = json_object_get(value, "low");
    const json_t *quantity = json_object_get(value, "value");
    bool number = json_is_number(value) || low != NULL;
    if (quantity != NULL) {
        screen_say(out, quantity, json_text(value, "unit"));
        return;
    }
    if (low != NULL) {
        say_range(out, low, json_object_get(value, "high"));
    } else {
        say_plain(out, value);
    }
    if (number && unit[0] != 0) {
        fprintf(out, " %s", page_unit(unit));
    }
}

void screen_say_names(FILE *out, const json_t *names) {
    for (size_t i = 0; i < json_array_size(names); i++) {
        fprintf(out, "%s%s", i == 0 ? "" : ", ", json_string_value(json_array_get(names, i)));
    }
}

void screen_say_facts(const struct screen_view *view, const json_t *facts) {
    const char *name;
    json_t *value;
    size_t written = 0;
    json_object_foreach((json_t *)facts, name, value) {
        fprintf(view->terminal->out, "%s%s = ", written++ == 0 ? "" : ", ", name);
        screen_say(view->terminal->out, value, screen_unit(view, name));
    }
}
