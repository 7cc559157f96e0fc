/* A protocol's source, each condition marked by what the examples show of it. */
#include "cli/coverage_html.h"
#include "cli/html.h"
#include "cli/source_lines.h"

#include <string.h>

const char *coverage_html_class(const json_t *item) {
    if (json_array_size(json_object_get(item, "missing")) > 0) {
        return "missing";
    }
    return json_object_get(item, "out_of_reach") != NULL ? "away" : "shown";
}

struct listing {
    struct buffer *out;
    const json_t *items; /* in the order of the source */
    const char *path;
    struct source_lines source;
    size_t next; /* the first item that has not been passed */
};

static const json_t *item_at(const struct listing *listing, size_t index) {
    const json_t *item = json_array_get(listing->items, index);
    bool here = item != NULL && strcmp(json_text(item, "file"), listing->path) == 0;
    return here ? item : NULL;
}

/* A whole is marked by its parts; a rule, a line, a step in the margin. */
static bool is_marked(const json_t *item) {
    return strcmp(json_text(item, "kind"), "condition") == 0 && json_text(item, "joint")[0] == 0;
}

/* The worst of what is said of one place: a function of the script is written once and used often.
 */
static const char *class_of_place(const struct listing *listing, size_t index) {
    const json_t *item = item_at(listing, index);
    const char *worst = coverage_html_class(item);
    const json_t *other;
    for (size_t i = index + 1; (other = item_at(listing, i)) != NULL; i++) {
        if (json_whole(other, "line") != json_whole(item, "line") ||
            json_whole(other, "column") != json_whole(item, "column")) {
            break;
        }
        const char *name = coverage_html_class(other);
        if (is_marked(other) && (strcmp(name, "missing") == 0 || strcmp(worst, "shown") == 0)) {
            worst = name;
        }
    }
    return worst;
}

/* Where the item ends on its first line. */
static size_t end_on_line(const json_t *item, struct text line) {
    return json_whole(item, "end_line") == json_whole(item, "line")
               ? source_column_offset(line, json_whole(item, "end_column"))
               : line.length;
}

static void put_marked(const struct listing *listing, struct text line, long number) {
    size_t at = 0;
    const json_t *item;
    for (size_t i = listing->next; (item = item_at(listing, i)) != NULL; i++) {
        size_t from = source_column_offset(line, json_whole(item, "column"));
        size_t to = end_on_line(item, line);
        if (json_whole(item, "line") != number) {
            break;
        }
        if (!is_marked(item) || from < at || to <= from) {
            continue;
        }
        html_escape(listing->out, text_from(line.at + at, from - at));
        buffer_append_format(listing->out, "<mark class=\"%s\">", class_of_place(listing, i));
        html_escape(listing->out, text_from(line.at + from, to - from));
        buffer_append_string(listing->out, "</mark>");
        at = to;
    }
    html_escape(listing->out, text_from(line.at + at, line.length - at));
}

/* What the margin says of a line: the worst of all that begins on it. */
static const char *class_of_line(const struct listing *listing, long number) {
    const char *worst = "";
    const json_t *item;
    for (size_t i = listing->next; (item = item_at(listing, i)) != NULL; i++) {
        if (json_whole(item, "line") != number) {
            break;
        }
        const char *name = coverage_html_class(item);
        bool is_worse = worst[0] == 0 || strcmp(name, "missing") == 0 ||
                        (strcmp(name, "away") == 0 && strcmp(worst, "shown") == 0);
        worst = is_worse ? name : worst;
    }
    return worst;
}

static void put_line(struct listing *listing, long number) {
    struct text line = source_line(&listing->source, number);
    const char *name = class_of_line(listing, number);
    bool lacks = strcmp(name, "missing") == 0;
    buffer_append_format(listing->out,
                         "<tr%s><td class=\"number\">%ld</td><td class=\"mark %s\">%s</td><td>",
                         lacks ? " class=\"lacks\"" : "", number, name,
                         lacks                        ? "\xe2\x9c\x97"
                         : strcmp(name, "shown") == 0 ? "\xe2\x9c\x93"
                         : name[0] != 0               ? "\xe2\x80\x93"
                                                      : "");
    put_marked(listing, line, number);
    buffer_append_string(listing->out, "</td></tr>\n");
    const json_t *item;
    while ((item = item_at(listing, listing->next)) != NULL && json_whole(item, "line") <= number) {
        listing->next++;
    }
}

static void put_file(struct listing *listing) {
    source_lines_read(&listing->source, listing->path);
    buffer_append_string(listing->out, "<h4>");
    html_escape(listing->out, text_of(listing->path));
    buffer_append_string(listing->out, "</h4>\n<table class=\"source\"><tbody>\n");
    for (size_t i = 1; i <= listing->source.count; i++) {
        put_line(listing, (long)i);
    }
    buffer_append_string(listing->out, "</tbody></table>\n");
    while (item_at(listing, listing->next) != NULL) { /* the file became shorter */
        listing->next++;
    }
    source_lines_free(&listing->source);
}

void coverage_html_source(struct buffer *out, const json_t *items) {
    struct listing listing = {.out = out, .items = items};
    while (listing.next < json_array_size(items)) {
        listing.path = json_text(json_array_get(items, listing.next), "file");
        put_file(&listing);
    }
}
