/* Values, scores and the answers that the protocol owes, line by line. */
#include "cli/doc_parts.h"
#include "cli/services.h"

#include <string.h>

/* ---- charts of points ------------------------------------------------------------------------ */

struct chart {
    struct page *page;
    const char *label; /* stands before the first row; NULL: the chart has no such column */
    size_t rows;
    bool begun;
};

static size_t count_rows(const json_t *lines) {
    size_t rows = 0;
    size_t index;
    json_t *line;
    json_array_foreach(lines, index, line) {
        const json_t *inner = json_object_get(line, "lines");
        rows += inner == NULL ? 1 : count_rows(inner);
    }
    return rows;
}

static void put_label(struct chart *chart) {
    if (chart->label == NULL) {
        return;
    }
    if (chart->begun) {
        page_covered(chart->page);
        return;
    }
    page_spanning(chart->page, chart->rows);
    page_open(chart->page, MARK_STRONG);
    page_quote(chart->page, chart->label);
    page_close(chart->page, MARK_STRONG);
    page_close(chart->page, MARK_CELL);
    chart->begun = true;
}

static void say_condition(struct page *page, const json_t *line) {
    const char *words = json_text(line, "when_words");
    if (words[0] == '\0') {
        page_say(page, "otherwise");
    } else {
        page_sentence(page, words);
    }
}

/* `outer` is the line that this one stands within, or NULL. */
static void put_row(struct chart *chart, const json_t *outer, const json_t *line) {
    struct page *page = chart->page;
    page_open(page, MARK_ROW);
    put_label(chart);
    page_open(page, MARK_CELL);
    page_marked(page, MARK_STRONG, json_text(line, "points"));
    page_close(page, MARK_CELL);
    page_open(page, MARK_CELL);
    bool twice = outer != NULL && json_object_get(outer, "when_words") == NULL &&
                 json_object_get(line, "when_words") == NULL;
    if (outer != NULL && !twice) {
        say_condition(page, outer);
        page_say(page, ": ");
    }
    say_condition(page, line);
    page_close(page, MARK_CELL);
    page_close(page, MARK_ROW);
}

static void put_lines(struct chart *chart, const json_t *lines) {
    size_t index, place;
    json_t *line, *part;
    json_array_foreach(lines, index, line) {
        const json_t *inner = json_object_get(line, "lines");
        if (inner == NULL) {
            put_row(chart, NULL, line);
        }
        json_array_foreach(inner, place, part) {
            put_row(chart, line, part);
        }
    }
}

/* ---- scores ---------------------------------------------------------------------------------- */

/* { 2, when = ... } is told by one line: where it does not hold, the item adds nothing. */
static bool is_all_or_nothing(const json_t *lines) {
    const json_t *first = json_array_get(lines, 0);
    const json_t *last = json_array_get(lines, 1);
    return json_array_size(lines) == 2 && json_object_get(first, "lines") == NULL &&
           json_object_get(last, "lines") == NULL && strcmp(json_text(last, "points"), "0") == 0;
}

static void put_item(struct page *page, const json_t *item) {
    const json_t *lines = json_object_get(item, "lines");
    const char *label = json_text(item, "label");
    struct chart chart = {page, label[0] == '\0' ? "–" : label, 1, false};
    if (is_all_or_nothing(lines)) {
        put_row(&chart, NULL, json_array_get(lines, 0));
        return;
    }
    if (lines != NULL) {
        chart.rows = count_rows(lines);
        put_lines(&chart, lines);
        return;
    }
    page_open(page, MARK_ROW);
    put_label(&chart);
    page_open(page, MARK_CELL);
    page_marked(page, MARK_STRONG, json_text(item, "points"));
    page_close(page, MARK_CELL);
    page_open(page, MARK_CELL);
    page_say(page, "always");
    page_close(page, MARK_CELL);
    page_close(page, MARK_ROW);
}

static void put_score(struct page *page, const json_t *score) {
    static const char *const headings[] = {"Item", "Points", "Where", NULL};
    const char *title = json_text(score, "title");
    const char *name = json_text(score, "name");
    size_t index;
    json_t *item;
    page_heading(page, 3, "score", name, title[0] == '\0' ? name : title);
    page_open(page, MARK_NOTE);
    page_say(page, "The sum ");
    page_marked(page, MARK_CODE, name);
    page_say(page, ". Within an item, the first line that holds counts; where none holds, "
                   "it adds nothing.");
    page_close(page, MARK_NOTE);
    page_table(page, "chart", headings);
    json_array_foreach(json_object_get(score, "items"), index, item) {
        put_item(page, item);
    }
    page_close(page, MARK_TABLE);
}

/* ---- values ---------------------------------------------------------------------------------- */

static void put_value_chart(struct page *page, const json_t *lines) {
    static const char *const headings[] = {"Value", "Where", NULL};
    struct chart chart = {page, NULL, count_rows(lines), false};
    page_table(page, "values", headings);
    put_lines(&chart, lines);
    page_close(page, MARK_TABLE);
}

static void put_function(struct page *page, const char *plug_in, const json_t *inputs) {
    size_t index;
    json_t *input;
    if (plug_in[0] == '\0') {
        page_say(page, "Worked out by a function of the script from ");
    } else {
        page_say(page, "Worked out by a plug-in's function, ");
        page_marked(page, MARK_CODE, plug_in);
        page_say(page, ", from ");
    }
    json_array_foreach(inputs, index, input) {
        page_say(page, index == 0 ? "" : ", ");
        page_sentence(page, json_string_value(input));
    }
    page_say(page, ".");
}

static void put_value(struct page *page, const json_t *value) {
    const char *words = json_text(value, "words");
    const json_t *lines = json_object_get(value, "lines");
    const char *name = json_text(value, "name");
    const char *term = json_text(value, "term");
    const json_t *inputs = json_object_get(value, "inputs");
    page_heading(page, 3, "value", name, name);
    if (lines != NULL) {
        put_value_chart(page, lines);
        return;
    }
    page_open(page, MARK_PARAGRAPH);
    if (inputs != NULL) {
        put_function(page, json_text(value, "function"), inputs);
    } else if (words[0] != '\0') {
        page_say(page, "Holds where ");
        page_sentence(page, words);
        page_say(page, ".");
    } else {
        page_say(page, "Worked out as ");
        page_marked(page, MARK_CODE, term);
        page_say(page, json_object_get(value, "unit") == NULL ? "" : " in ");
        page_say(page, page_unit(json_text(value, "unit")));
        page_say(page, ".");
    }
    page_close(page, MARK_PARAGRAPH);
}

void doc_put_values(struct page *page) {
    size_t index;
    json_t *item;
    if (doc_count(page, "scores") + doc_count(page, "values") == 0) {
        return;
    }
    page_heading(page, 2, "values", "", "Scores and values");
    json_array_foreach(page_list(page, "values"), index, item) {
        put_value(page, item);
    }
    json_array_foreach(page_list(page, "scores"), index, item) {
        put_score(page, item);
    }
}

/* ---- results --------------------------------------------------------------------------------- */

static void put_consequence(struct page *page, const json_t *line) {
    const json_t *refer = json_object_get(line, "refer");
    const char *outcome = json_text(line, "outcome");
    const char *advice = json_text(line, "advice");
    page_marked(page, MARK_BADGE, outcome[0] == '\0' ? "clear" : outcome);
    if (refer != NULL) {
        page_break(page);
        doc_say_referral(page, refer);
    }
    if (advice[0] != '\0') {
        page_break(page);
        page_say(page, "Advice: ");
        page_quote(page, advice);
    }
}

static void put_line(struct page *page, const json_t *line) {
    const char *because = json_text(line, "because");
    page_open(page, MARK_ROW);
    page_open(page, MARK_CELL);
    page_marked(page, MARK_STRONG, json_text(line, "name"));
    page_close(page, MARK_CELL);
    page_open(page, MARK_CELL);
    say_condition(page, line);
    if (because[0] != '\0') {
        page_break(page);
        page_open(page, MARK_QUIET);
        page_quote(page, because);
        page_close(page, MARK_QUIET);
    }
    page_close(page, MARK_CELL);
    page_open(page, MARK_CELL);
    put_consequence(page, line);
    page_close(page, MARK_CELL);
    page_close(page, MARK_ROW);
}

void doc_put_results(struct page *page) {
    static const char *const headings[] = {"Line", "Where", "Then", NULL};
    size_t index, place;
    json_t *result, *line;
    if (doc_count(page, "results") == 0) {
        return;
    }
    page_heading(page, 2, "results", "", "Results");
    page_marked(page, MARK_PARAGRAPH,
                "The lines are tried in order, and the first that holds is "
                "the answer. Clear means that this line by itself keeps "
                "nobody back.");
    json_array_foreach(page_list(page, "results"), index, result) {
        const char *title = json_text(result, "title");
        const char *name = json_text(result, "name");
        page_heading(page, 3, "result", name, title[0] == '\0' ? name : title);
        page_table(page, "lines", headings);
        json_array_foreach(json_object_get(result, "lines"), place, line) {
            put_line(page, line);
        }
        page_close(page, MARK_TABLE);
    }
}
