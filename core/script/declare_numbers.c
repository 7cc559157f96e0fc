/* Numbers by cases: first and score. */
#include "script/words.h"

#include "base/limits.h"
#include "script/arguments.h"
#include "script/written.h"

#include <string.h>

/* ---- lines ---- */

/* One line of a `first`, or one item of a score. */
struct line {
    node_id when; /* NODE_MISSING: always */
    written_id written;
    struct number number;
    struct phrase label;
    struct place place;
    struct place number_place;
};

/* An item without a label is called what its author wrote: its condition, or else its number. */
static struct phrase label_from_source(const struct fields *fields) {
    struct phrase label = {.entries = NULL};
    const struct syntax_node *field =
        fields->node == NULL ? NULL : layout_field(fields->layout, fields->node, "when");
    if (field == NULL && fields->node != NULL) {
        field = layout_item(fields->node, 1);
    }
    if (field != NULL) {
        struct phrase_entry *entry = session_alloc(fields->state, 1, sizeof *entry);
        entry->language = fields->session->declarations.header.language;
        entry->text = layout_text(fields->layout, layout_field_value(field));
        label.entries = entry;
        label.count = 1;
    }
    return label;
}

/* A line without its number, or with several. */
static void report_count(struct fields *fields, enum inner_table table, const char *what) {
    const char *number = table == INNER_SCORE_ITEM ? "points" : "number";
    const struct syntax_node *first = layout_item(fields->node, 1);
    const struct syntax_node *second = layout_item(fields->node, 2);
    struct text decimal = text_of("");
    if (fields->count == 0) {
        fields_error(fields, DIAGNOSTIC_BAD_VALUE, fields->place, "%s has no %s", what, number);
    } else {
        fields_error(fields, DIAGNOSTIC_BAD_VALUE, fields->place, "%s has one number, not %zu",
                     what, fields->count);
    }
    if (first != NULL && second != NULL) {
        decimal = arguments_decimal(fields->state, fields->layout, first, second);
    }
    if (text_is_empty(decimal)) {
        diagnostics_cure(fields->diagnostics, "begin with the %s: `{ 2, when = condition }`",
                         number);
    } else {
        diagnostics_cure(fields->diagnostics, "a decimal is written with a point: `%.*s`",
                         (int)decimal.length, decimal.at);
    }
}

/* The line on top of the stack, item `item` of `list`; false where it is wrong. */
static bool read_line(struct fields *list, size_t item, enum inner_table table, const char *what,
                      struct line *line) {
    struct fields fields;
    line->when = NODE_MISSING;
    if (lua_isnil(list->state, -1) ||
        !fields_open_inner(list, NULL, item, vocabulary_inner(table), what, &fields)) {
        return false;
    }
    line->place = fields.place;
    if (fields.count != 1) {
        report_count(&fields, table, what);
    } else {
        line->number_place = fields_item_place(&fields, 1);
        fields_push_item(&fields, 1);
        if (!lua_isnil(list->state, -1) &&
            !term_number(list->state, -1, line->number_place, what, &line->number)) {
            fields.wrong = true;
        }
        lua_pop(list->state, 1);
    }
    line->when = fields_condition(&fields, "when");
    line->written = fields.written;
    if (table == INNER_SCORE_ITEM) {
        line->label = fields_has(&fields, "label") ? fields_phrase(&fields, "label")
                                                   : label_from_source(&fields);
    }
    lua_pop(list->state, 1);
    return !fields.wrong;
}

/* All lines; NULL where one of them is wrong. */
static struct line *read_lines(struct fields *list, enum inner_table table, const char *what) {
    struct line *lines = session_alloc(list->state, list->count + 1, sizeof *lines);
    for (size_t i = 0; i < list->count; i++) {
        fields_push_item(list, i + 1);
        list->wrong = !read_line(list, i + 1, table, what, &lines[i]) || list->wrong;
        lua_pop(list->state, 1);
    }
    if (list->count > LIMIT_OPTIONS) {
        fields_error(list, DIAGNOSTIC_TOO_MANY, list->place, "%s has at most %d lines", list->what,
                     LIMIT_OPTIONS);
    }
    return list->wrong ? NULL : lines;
}

/* ---- first ---- */

static void judge_order(struct fields *list, const struct line *lines) {
    for (size_t i = 0; i < list->count; i++) {
        bool last = i + 1 == list->count;
        if (!last && lines[i].when == NODE_MISSING) {
            fields_error(
                list, DIAGNOSTIC_LINE_ORDER, lines[i].place,
                "a line without `when` always holds: the lines behind it are never reached");
            diagnostics_cure(list->diagnostics, "give it a `when`, or make it the last line");
        } else if (last && lines[i].when != NODE_MISSING) {
            fields_error(list, DIAGNOSTIC_LINE_ORDER, lines[i].place,
                         "the last line of `first` has a `when`: where no line holds there is no "
                         "number");
            diagnostics_cure(list->diagnostics, "add a last line without `when`: `{ 0 }`");
        }
    }
}

static bool first_units(lua_State *state, const struct line *lines, size_t count,
                        struct term *term) {
    struct number before = {.unit = NULL};
    for (size_t i = 0; i < count; i++) {
        const struct unit *shared = NULL;
        if (!term_units_agree(state, &lines[i].number, &before, lines[i].number_place,
                              "in one `first` with", &shared)) {
            return false;
        }
        before.unit = shared;
        term->may_be_none = term->may_be_none || lines[i].number.may_be_none;
    }
    term->unit = before.unit;
    return true;
}

/* Notes where the lines stand. A single line is no choice: its number stands for itself. */
static void note_lines(lua_State *state, const struct line *lines, size_t count, node_id node) {
    uint32_t index = session_of(state)->first_count++;
    for (size_t i = 0; count > 1 && i < count; i++) {
        written_line(state, &(struct written_line){
                                .of_first = true,
                                .index = index,
                                .line = (uint32_t)i,
                                .node = node,
                                .position = position_of(lines[i].place),
                            });
        written_used(state, lines[i].written, WRITTEN_FIRST, index, (uint32_t)i);
    }
}

static int push_first(lua_State *state, const struct line *lines, size_t count,
                      struct place start) {
    struct declarations *declarations = &session_of(state)->declarations;
    struct term term = {.type = TERM_NUMBER};
    if (!first_units(state, lines, count, &term)) {
        return term_push_poison(state);
    }
    struct written_first first = {.line_count = count};
    node_id *whens = session_alloc(state, count, sizeof *whens);
    node_id *values = session_alloc(state, count, sizeof *values);
    struct place *places = session_alloc(state, count, sizeof *places);
    for (size_t i = 0; i < count; i++) {
        whens[i] = lines[i].when;
        values[i] = lines[i].number.node;
        places[i] = lines[i].place;
    }
    term.node = count == 1 ? values[0] : build_first(declarations->builder, whens, values, count);
    first.node = term.node;
    first.whens = whens;
    first.values = values;
    first.places = places;
    if (term.node != NODE_MISSING) {
        struct written_first *slot =
            session_append(state, &declarations->firsts, &declarations->first_count,
                           &declarations->first_capacity, sizeof *declarations->firsts);
        *slot = first;
        note_lines(state, lines, count, term.node);
    }
    return term_push_built(state, &term, start);
}

int word_first(lua_State *state) {
    struct site site = site_of_call(state, "first");
    struct fields list;
    if (!fields_open(state, 1, vocabulary_keys(WORD_FIRST), "`first`", site.layout,
                     site_table(&site), site_place(&site), &list)) {
        return term_push_poison(state);
    }
    if (list.count == 0) {
        fields_error(&list, DIAGNOSTIC_EMPTY_LIST, list.place, "`first` has no lines");
        diagnostics_cure(list.diagnostics, "write `first { { 1, when = condition }, { 0 } }`");
    }
    struct line *lines = read_lines(&list, INNER_FIRST_LINE, "a line of `first`");
    if (lines != NULL) {
        judge_order(&list, lines);
    }
    if (list.wrong || lines == NULL) {
        return term_push_poison(state);
    }
    return push_first(state, lines, list.count, site_start(&site));
}

/* ---- score ---- */

/* The points of an item: 0 where its `when` does not hold. */
static node_id build_points(lua_State *state, const struct line *line) {
    struct builder *builder = session_of(state)->declarations.builder;
    if (line->when == NODE_MISSING) {
        return line->number.node;
    }
    node_id values[] = {line->number.node, build_number(builder, 0)};
    if (!term_note(state, values[1], NULL, false, line->place)) {
        return NODE_MISSING;
    }
    node_id node = build_first(builder, &line->when, values, 2);
    return term_note(state, node, NULL, line->number.may_be_none, line->place) ? node
                                                                               : NODE_MISSING;
}

static bool is_without_unit(struct fields *fields, const struct line *line) {
    const struct unit *one = units_one(fields->session->units);
    double scale = 1;
    double offset = 0;
    if (one == NULL) {
        term_units_failed(fields->state);
    }
    if (line->number.unit == NULL ||
        unit_compare(line->number.unit, one, &scale, &offset) == UNIT_SAME) {
        return true;
    }
    struct text text = unit_text(line->number.unit);
    fields_error(fields, DIAGNOSTIC_UNIT_MISMATCH, line->number_place,
                 "points have no unit, but this number is in %.*s", (int)text.length, text.at);
    diagnostics_cure(fields->diagnostics, "turn it into points with `first`");
    return false;
}

static int add_score(struct fields *fields, struct score *score, const struct line *lines) {
    lua_State *state = fields->state;
    struct declarations *declarations = &fields->session->declarations;
    size_t count = fields->count;
    struct score_item *items = session_alloc(state, count, sizeof *items);
    node_id *nodes = session_alloc(state, count, sizeof *nodes);
    struct term term = {.type = TERM_NUMBER, .name = score->name};
    term.unit = units_one(fields->session->units);
    for (size_t i = 0; i < count; i++) {
        nodes[i] = build_points(state, &lines[i]);
        if (nodes[i] == NODE_MISSING) {
            return term_push_poison(state);
        }
        items[i].label = lines[i].label;
        items[i].node = nodes[i];
        term.may_be_none = term.may_be_none || lines[i].number.may_be_none;
        struct root root = {.role = ROOT_SCORE_ITEM,
                            .node = nodes[i],
                            .place = lines[i].place,
                            .index = (uint32_t)declarations->score_count,
                            .line = (uint32_t)i,
                            .written = lines[i].written};
        session_root(state, root);
    }
    term.node = build_sum(declarations->builder, nodes, count);
    if (term.node == NODE_MISSING) {
        return term_push_built(state, &term, fields->place);
    }
    score->items = items;
    score->item_count = count;
    score->node = term.node;
    builder_add_score(declarations->builder, score);
    struct score *slot =
        session_append(state, &declarations->scores, &declarations->score_count,
                       &declarations->score_capacity, sizeof *declarations->scores);
    *slot = *score;
    return term_push_named(state, &term, fields->place);
}

int declare_score(lua_State *state, struct pending *pending) {
    bool is_new = session_name(state, NAME_VALUE, pending->name, pending->place);
    struct score score = {.name = pending->name, .position = position_of(pending->place)};
    struct fields fields;
    if (!words_open_table(state, pending, &fields)) {
        return term_push_poison(state);
    }
    score.title = fields_phrase(&fields, "title");
    if (fields.count == 0) {
        fields_error(&fields, DIAGNOSTIC_EMPTY_LIST, fields.place, "%s has no items", fields.what);
        diagnostics_cure(fields.diagnostics,
                         "add `{ 1, when = condition, label = \"what it is for\" }`");
    }
    struct line *lines = read_lines(&fields, INNER_SCORE_ITEM, "an item of a score");
    for (size_t i = 0; lines != NULL && i < fields.count; i++) {
        is_without_unit(&fields, &lines[i]);
    }
    if (lines == NULL || fields.wrong || !is_new) {
        return term_push_poison(state);
    }
    return add_score(&fields, &score, lines);
}
