/*
 * Lines of `first` and `result`: a line that the lines before it leave nothing, and ranges of
 * `between` lines with numbers in between that nobody wrote a line for.
 *
 *     { 0, when = temp:between(30, 37) }, { 1, when = temp:between(38, 39) }, { 2 }
 *
 *     30 ============ 37 ....... 38 ====== 39        37.5 falls through to the last line
 */
#include "script/analysis.h"

#include "base/number.h"

#include <math.h>

/* The lines of a `first` or a result, alike. */
struct lines {
    const char *what;
    node_id node; /* which line is taken */
    const node_id *whens;
    size_t count;
    struct place (*place)(const struct analysis *analysis, const void *source, size_t line);
    const void *source;
};

/* ---- lines that are left nothing ------------------------------------------------------------- */

static void report_nothing_left(struct analysis *analysis, const struct lines *lines, size_t line) {
    bool last = line + 1 == lines->count;
    diagnostics_error(analysis->diagnostics, DIAGNOSTIC_LINE_LEFT_NOTHING,
                      lines->place(analysis, lines->source, line),
                      last ? "the lines before the last one of this %s leave it nobody"
                           : "the lines before this one of the %s leave it nobody",
                      lines->what);
    diagnostics_cure(analysis->diagnostics,
                     last ? "take the `when` of the line before it away, and the last line out"
                          : "lines are tried in order: move it up, correct it, or take it out");
}

static bool is_settled(const struct analysis *analysis, const struct lines *lines) {
    for (size_t i = 0; i + 1 < lines->count; i++) {
        if (analysis->settled[lines->whens[i]]) {
            return true;
        }
    }
    return false;
}

static void check_lines(struct analysis *analysis, const struct lines *lines) {
    for (size_t i = 1; i < lines->count; i++) {
        if (analysis_search(analysis, lines->node, (uint64_t)1 << i) == SEARCH_IMPOSSIBLE) {
            report_nothing_left(analysis, lines, i);
        }
    }
}

/* ---- gaps ------------------------------------------------------------------------------------ */

/* True where the number can only be whole, its parts being judged already. */
static bool is_whole(const struct analysis *analysis, const bool *whole, node_id id) {
    const struct node *node = analysis_node(analysis, id);
    const node_id *children = analysis_children(analysis, id);
    switch (node->op) {
    case NODE_NUMBER:
        return node->number == floor(node->number);
    case NODE_FACT_NUMBER:
        return analysis->program.facts[node->fact].whole;
    case NODE_DAYS_AGO:
    case NODE_WEEKS_AGO:
    case NODE_MONTHS_AGO:
    case NODE_YEARS_AGO:
    case NODE_DAYS_UNTIL:
        return true;
    case NODE_DIVIDE:
    case NODE_FUNCTION_NUMBER:
        return false;
    default:
        for (uint32_t i = 0; i < node->child_count; i++) {
            bool number = node_op_is_number(analysis_node(analysis, children[i])->op);
            if (number && !whole[children[i]]) {
                return false;
            }
        }
        return true;
    }
}

static const bool *find_whole(struct analysis *analysis) {
    bool *whole = arena_calloc(&analysis->arena, analysis->node_count + 1, sizeof *whole);
    for (node_id id = 0; whole != NULL && id < analysis->node_count; id++) {
        whole[id] = is_whole(analysis, whole, id);
    }
    return whole;
}

/* The lowest `between` over the number that begins above `after`; false where there is none. */
static bool next_range(const struct analysis *analysis, const struct lines *lines, node_id number,
                       double after, double *low, size_t *line) {
    bool found = false;
    for (size_t i = 0; i + 1 < lines->count; i++) {
        node_id other;
        double from;
        double to;
        if (analysis_between(analysis, lines->whens[i], &other, &from, &to) && other == number &&
            from > after && (!found || from < *low)) {
            *low = from;
            *line = i;
            found = true;
        }
    }
    return found;
}

/* True where some number strictly between the two falls through to the last line. */
static bool falls_through(struct analysis *analysis, const struct lines *lines, node_id number,
                          double above, double below) {
    struct builder *builder = analysis->declarations->builder;
    if (!analysis_may_build(analysis, number) || !analysis_may_build(analysis, lines->node)) {
        return false;
    }
    node_id parts[] = {
        build_less(builder, build_number(builder, above), number),
        build_less(builder, number, build_number(builder, below)),
        build_one_of(builder, lines->node, (uint64_t)1 << (lines->count - 1)),
    };
    node_id gap = build_all(builder, parts, 3);
    if (gap == NODE_MISSING) {
        return false;
    }
    analysis_refresh(analysis);
    return analysis_search(analysis, gap, MASK_TRUE) == SEARCH_FOUND;
}

static void report_gap(struct analysis *analysis, const struct lines *lines, size_t line,
                       node_id number, double above, double below) {
    char low[NUMBER_TEXT_SIZE];
    char high[NUMBER_TEXT_SIZE];
    struct text term = analysis_text(analysis, number);
    number_format(above, low);
    number_format(below, high);
    diagnostics_error(
        analysis->diagnostics, DIAGNOSTIC_RANGE_GAP, lines->place(analysis, lines->source, line),
        "`%.*s` is not whole, and between %s and %s no line of this %s is meant for it",
        (int)term.length, term.at, low, high, lines->what);
    diagnostics_cure(analysis->diagnostics,
                     "let the ranges touch (`between` takes the first line that holds), use "
                     "`:under(%s)`, or declare the number `whole`",
                     high);
}

static void check_gaps(struct analysis *analysis, const struct lines *lines, const bool *whole) {
    for (size_t i = 0; i + 1 < lines->count; i++) {
        node_id number;
        double low;
        double high;
        double next = 0;
        size_t line = 0;
        if (!analysis_between(analysis, lines->whens[i], &number, &low, &high) || whole[number] ||
            !next_range(analysis, lines, number, high, &next, &line)) {
            continue;
        }
        if (falls_through(analysis, lines, number, high, next)) {
            report_gap(analysis, lines, line, number, high, next);
        }
    }
}

/* ---- the pass -------------------------------------------------------------------------------- */

static void check(struct analysis *analysis, const struct lines *lines, const bool *whole) {
    if (lines->node == NODE_MISSING || is_settled(analysis, lines)) {
        return;
    }
    check_lines(analysis, lines);
    check_gaps(analysis, lines, whole);
}

static struct place place_of_first(const struct analysis *analysis, const void *source,
                                   size_t line) {
    (void)analysis;
    return ((const struct written_first *)source)->places[line];
}

/* A result's line is where its `when` stands; the last one is at the result itself. */
static struct place place_of_result(const struct analysis *analysis, const void *source,
                                    size_t line) {
    const struct result *result = source;
    const struct declarations *declarations = analysis->declarations;
    for (size_t i = 0; i < declarations->root_count; i++) {
        const struct root *root = &declarations->roots[i];
        if (root->role == ROOT_LINE && root->line == line &&
            &declarations->results[root->index] == result) {
            return root->place;
        }
    }
    return place_of(result->position);
}

/* The builder's children may move when terms are added, so the conditions are copied. */
static void check_result(struct analysis *analysis, const struct result *result,
                         const bool *whole) {
    node_id *whens = arena_calloc(&analysis->arena, result->line_count + 1, sizeof *whens);
    if (whens == NULL) {
        return;
    }
    for (size_t i = 0; i + 1 < result->line_count; i++) {
        whens[i] = result->lines[i].when;
    }
    check(analysis,
          &(struct lines){.what = "result",
                          .node = result->node,
                          .whens = whens,
                          .count = result->line_count,
                          .place = place_of_result,
                          .source = result},
          whole);
}

void analyse_lines(struct analysis *analysis) {
    const struct declarations *declarations = analysis->declarations;
    const bool *whole = find_whole(analysis);
    if (whole == NULL) {
        return;
    }
    for (size_t i = 0; i < declarations->first_count; i++) {
        const struct written_first *first = &declarations->firsts[i];
        check(analysis,
              &(struct lines){.what = "`first`",
                              .node = analysis->first_lines[i],
                              .whens = first->whens,
                              .count = first->line_count,
                              .place = place_of_first,
                              .source = first},
              whole);
    }
    for (size_t i = 0; i < declarations->result_count; i++) {
        check_result(analysis, &declarations->results[i], whole);
    }
}
