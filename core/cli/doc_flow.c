/*
 * The flow as a graph: down the left side what is judged, a box a kind of rule with a row a rule;
 * on the right side what comes of it, one box for each outcome, addressee and urgency.
 *
 *     25 questions
 *          |
 *     +--------------------+
 *     | contraindications  |          +--------------------------+
 *     |   osteoporosis     |--------->| stop                     |
 *     |   recent fracture  |--+       | licensed provider, urgent|
 *     +--------------------+  |       +--------------------------+
 *          | none fires       +------> ...
 *       results, then clear
 *
 * All rules are judged together; the order from top to bottom is that of the page.
 */
#include "cli/doc_flow.h"

#include "cli/doc_parts.h"
#include "cli/services.h"
#include "cli/terminal.h"

#include <stdio.h>
#include <string.h>

enum { LINE_BYTES = 30 };

struct drawing {
    struct buffer *out;
    const struct page *page;
    const char *above; /* the node that the next one stands below */
    json_t *ends;      /* the texts of the outcome boxes so far */
};

static void put(struct drawing *drawing, const char *string) {
    buffer_append_string(drawing->out, string);
}

/* Within a label of the HTML kind. */
static void put_escaped(struct drawing *drawing, char byte) {
    switch (byte) {
    case '<':
        put(drawing, "&lt;");
        return;
    case '>':
        put(drawing, "&gt;");
        return;
    case '&':
        put(drawing, "&amp;");
        return;
    case '"':
        put(drawing, "&quot;");
        return;
    default:
        if ((unsigned char)byte >= 0x20) {
            buffer_append(drawing->out, &byte, 1);
        }
    }
}

/* Broken into lines, aligned to the left. */
static void put_label(struct drawing *drawing, const char *words) {
    size_t column = 0;
    for (const char *at = words; *at != '\0'; at++) {
        size_t word = strcspn(at + 1, " ");
        if (*at == '\n' || (*at == ' ' && column + word >= LINE_BYTES)) {
            put(drawing, "<br align=\"left\"/>");
            column = 0;
        } else {
            put_escaped(drawing, *at);
            column++;
        }
    }
    put(drawing, "<br align=\"left\"/>");
}

/* ---- outcomes -------------------------------------------------------------------------------- */

static size_t end_of(struct drawing *drawing, const char *words) {
    size_t index;
    json_t *end;
    json_array_foreach(drawing->ends, index, end) {
        if (strcmp(json_string_value(end), words) == 0) {
            return index;
        }
    }
    json_array_append_new(drawing->ends, json_string(words));
    return index;
}

static void append_referral(struct buffer *words, const json_t *refer) {
    size_t index;
    json_t *to;
    json_array_foreach(json_object_get(refer, "to"), index, to) {
        buffer_append_string(words, index == 0 ? "\n" : ";\n");
        buffer_append_string(words, json_string_value(to));
    }
    if (refer != NULL) {
        buffer_append_format(words, "\n%s", json_text(refer, "urgency"));
    }
}

/* An edge from row `from` of a box to the box of what comes of it. */
static void put_edge(struct drawing *drawing, const char *box, size_t from, const char *outcome,
                     const json_t *refer) {
    struct buffer words = {0};
    buffer_append_string(&words, outcome);
    append_referral(&words, refer);
    buffer_append(&words, "", 1);
    if (!words.failed) {
        buffer_append_format(drawing->out, "%s:r%zu:e -> end%zu:w;\n", box, from,
                             end_of(drawing, words.at));
    }
    buffer_free(&words);
}

static void put_ends(struct drawing *drawing) {
    size_t index;
    json_t *end;
    json_array_foreach(drawing->ends, index, end) {
        const char *words = json_string_value(end);
        size_t first = strcspn(words, "\n");
        buffer_append_format(drawing->out,
                             "end%zu [class=\"outcome\" label=<<table border=\"1\" "
                             "cellborder=\"0\" cellspacing=\"0\" cellpadding=\"5\"><tr>"
                             "<td align=\"left\" balign=\"left\"><b>%.*s</b>",
                             index, (int)first, words);
        put(drawing, "<br align=\"left\"/>");
        if (words[first] != '\0') {
            put_label(drawing, words + first + 1);
        }
        put(drawing, "</td></tr></table>>];\n");
    }
}

/* ---- boxes ----------------------------------------------------------------------------------- */

static void begin_box(struct drawing *drawing, const char *box, const char *title) {
    buffer_append_format(drawing->out,
                         "%s [label=<<table border=\"1\" cellborder=\"0\" "
                         "cellspacing=\"0\" cellpadding=\"4\">"
                         "<tr><td align=\"left\"><b>",
                         box);
    for (const char *at = title; *at != '\0'; at++) {
        put_escaped(drawing, *at);
    }
    put(drawing, "</b></td></tr>");
}

static void put_box_row(struct drawing *drawing, size_t row, const char *anchor,
                        const char *words) {
    buffer_append_format(drawing->out, "<tr><td port=\"r%zu\" align=\"left\" balign=\"left\"", row);
    if (anchor != NULL) {
        buffer_append_format(drawing->out, " href=\"#%s-%s\" tooltip=\"%s\"", anchor, words, words);
    }
    put(drawing, ">");
    put_label(drawing, words);
    put(drawing, "</td></tr>");
}

/* The boxes of the left side stand in one rank, and so below one another. */
static void end_box(struct drawing *drawing, const char *box) {
    put(drawing, "</table>>];\n");
    if (drawing->above != NULL) {
        buffer_append_format(drawing->out, "{ rank=same; %s -> %s [weight=10]; }\n", drawing->above,
                             box);
    }
    drawing->above = box;
}

static const char *outcome_of(const char *kind) {
    static const char *const outcomes[][2] = {
        {"scope", "refer"},        {"contraindication", "stop"}, {"red_flag", "refer"},
        {"precondition", "defer"}, {"halt", "session ends"},
    };
    for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++) {
        if (strcmp(outcomes[i][0], kind) == 0) {
            return outcomes[i][1];
        }
    }
    return NULL;
}

/* A rule of one technique bars that only, and is told in its place. */
static bool is_of_kind(const json_t *rule, const char *kind) {
    bool barring = json_object_get(rule, "during") != NULL && strcmp(kind, "halt") != 0;
    return strcmp(json_text(rule, "kind"), kind) == 0 && !barring;
}

static void put_kind(struct drawing *drawing, const struct doc_kind *kind) {
    const char *outcome = outcome_of(kind->kind);
    struct buffer edges = {0};
    struct drawing apart = *drawing;
    size_t index, rows = 0;
    json_t *rule;
    apart.out = &edges;
    json_array_foreach(page_list(drawing->page, "rules"), index, rule) {
        if (outcome == NULL || !is_of_kind(rule, kind->kind)) {
            continue;
        }
        if (rows++ == 0) {
            begin_box(drawing, kind->kind, kind->title);
        }
        put_box_row(drawing, index, "rule", json_text(rule, "id"));
        put_edge(&apart, kind->kind, index, outcome, json_object_get(rule, "refer"));
    }
    if (rows > 0) {
        end_box(drawing, kind->kind);
    }
    buffer_append_text(drawing->out, buffer_text(&edges));
    buffer_free(&edges);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void put_results(struct drawing *drawing) {
    struct buffer edges = {0};
    struct drawing apart = *drawing;
    size_t index, place, row = 0;
    json_t *result, *line;
    apart.out = &edges;
    if (json_array_size(page_list(drawing->page, "results")) == 0) {
        return;
    }
    begin_box(drawing, "results", "Results");
    json_array_foreach(page_list(drawing->page, "results"), index, result) {
        json_array_foreach(json_object_get(result, "lines"), place, line) {
            struct buffer words = {0};
            const char *outcome = json_text(line, "outcome");
            buffer_append_format(&words, "%s: %s%c", json_text(result, "name"),
                                 json_text(line, "name"), '\0');
            put_box_row(drawing, row, NULL, words.failed ? "" : words.at);
            put_edge(&apart, "results", row++, outcome[0] == '\0' ? "clear" : outcome,
                     json_object_get(line, "refer"));
            buffer_free(&words);
        }
    }
    end_box(drawing, "results");
    buffer_append_text(drawing->out, buffer_text(&edges));
    buffer_free(&edges);
}

static void put_techniques(struct drawing *drawing) {
    size_t index;
    json_t *technique;
    if (json_array_size(page_list(drawing->page, "techniques")) == 0) {
        return;
    }
    begin_box(drawing, "techniques", "Clear: the techniques");
    json_array_foreach(page_list(drawing->page, "techniques"), index, technique) {
        put_box_row(drawing, index, "technique", json_text(technique, "id"));
    }
    end_box(drawing, "techniques");
}

static void put_start(struct drawing *drawing) {
    char title[40];
    snprintf(title, sizeof title, "%zu questions",
             json_array_size(page_list(drawing->page, "facts")));
    begin_box(drawing, "questions", title);
    end_box(drawing, "questions");
}

static void put_spine(struct drawing *drawing) {
    const struct doc_kind *kinds = doc_kinds();
    const struct doc_kind *halt = NULL;
    put_start(drawing);
    for (const struct doc_kind *kind = kinds; kind->kind != NULL; kind++) {
        if (strcmp(kind->kind, "halt") == 0) {
            halt = kind;
        } else {
            put_kind(drawing, kind);
        }
    }
    put_results(drawing);
    put_techniques(drawing);
    if (halt != NULL) {
        put_kind(drawing, halt);
    }
}

void doc_flow_graph(struct buffer *out, const struct page *page) {
    struct drawing drawing = {out, page, NULL, json_array()};
    put(&drawing, "digraph flow {\nrankdir=LR; nodesep=0.3; ranksep=1.6; bgcolor=transparent;\n"
                  "node [shape=plain fontname=\"Arial\" fontsize=12];\nedge [arrowsize=0.7];\n");
    out->failed = out->failed || drawing.ends == NULL;
    put_spine(&drawing);
    put_ends(&drawing);
    put(&drawing, "}\n");
    json_decref(drawing.ends);
}

void doc_put_flow(struct page *page) {
    struct buffer graph = {0};
    struct buffer svg = {0};
    enum doc_drawn drawn = DOC_NOT_DRAWN;
    doc_flow_graph(&graph, page);
    if (!graph.failed) {
        drawn = doc_draw(buffer_text(&graph), &svg);
    }
    if (drawn == DOC_DRAWN) {
        page_heading(page, 2, "flow", "", "At a glance");
        page->form->picture(page, buffer_text(&svg),
                            "What is judged, and what comes of it. All rules are judged together, "
                            "and the most serious outcome counts. The parts below say the same in "
                            "words.");
    } else if (drawn == DOC_NOT_INSTALLED) {
        complain("synovia doc", "the page has no picture of the flow: Graphviz is not installed "
                                "(on Debian: apt-get install graphviz)");
    } else {
        complain("synovia doc", "the page has no picture of the flow: Graphviz could not draw it");
    }
    buffer_free(&graph);
    buffer_free(&svg);
}
