/* Results: the answers that a protocol owes. */
#include "script/words.h"
#include "script/written.h"

#include "base/limits.h"
#include "base/near.h"

struct reading {
    struct result_line *lines;
    struct place *places;
    struct place *when_places;
    written_id *written; /* the notes of the conditions */
};

/* `outcome = "defer" | "refer" | "stop"`; clear where there is none. */
static enum outcome read_outcome(struct fields *fields) {
    static const enum outcome allowed[] = {OUTCOME_DEFER, OUTCOME_REFER, OUTCOME_STOP};
    struct text name = fields_text(fields, "outcome");
    if (text_is_empty(name)) {
        return OUTCOME_CLEAR;
    }
    struct near_search search;
    near_begin(&search, name);
    for (size_t i = 0; i < 3; i++) {
        if (text_is(name, outcome_name(allowed[i]))) {
            return allowed[i];
        }
        near_offer(&search, text_of(outcome_name(allowed[i])));
    }
    struct text near = near_result(&search);
    fields_error(fields, DIAGNOSTIC_BAD_VALUE, fields_place(fields, "outcome"),
                 "\"%.*s\" is not an outcome that a line may set", (int)name.length, name.at);
    if (text_is_empty(near)) {
        diagnostics_cure(fields->diagnostics, "write \"defer\", \"refer\" or \"stop\"");
    } else {
        diagnostics_cure(fields->diagnostics, "did you mean \"%.*s\"?", (int)near.length, near.at);
    }
    return OUTCOME_CLEAR;
}

/* A line that names somebody refers; one that refers and names nobody takes the protocol's. */
static void read_referral(struct fields *fields, struct result_line *line) {
    line->outcome = read_outcome(fields);
    line->referral = fields_referral(fields, "refer");
    if (fields_has(fields, "refer")) {
        if (line->outcome < OUTCOME_REFER) {
            line->outcome = OUTCOME_REFER;
        }
        return;
    }
    if (line->outcome == OUTCOME_REFER) {
        line->referral = fields->session->declarations.header.refer;
        if (line->referral.urgency == URGENCY_NONE && !fields->session->bad_refer) {
            fields_error(fields, DIAGNOSTIC_REFERRAL, fields_place(fields, "outcome"),
                         "this line refers, but neither it nor the protocol names anybody");
            diagnostics_cure(fields->diagnostics,
                             "add `refer = { to = \"physician\", urgency = \"routine\" }`");
        }
    }
}

static bool is_name_taken(const struct result_line *lines, size_t count, struct text name) {
    for (size_t i = 0; i < count; i++) {
        if (text_equal(lines[i].name, name)) {
            return true;
        }
    }
    return false;
}

static void read_name(struct fields *fields, struct result_line *lines, size_t line) {
    if (fields->count != 1) {
        fields_error(fields, DIAGNOSTIC_BAD_VALUE, fields->place,
                     "a line of a result has one name");
        diagnostics_cure(fields->diagnostics, "write `{ \"image\", when = condition }`");
        return;
    }
    struct text name = fields_item_text(fields, 1, "the name of a line in quotes");
    struct place place = fields_item_place(fields, 1);
    if (name.length > LIMIT_NAME_BYTES) {
        fields_error(fields, DIAGNOSTIC_BAD_NAME, place, "a name has at most %d bytes",
                     LIMIT_NAME_BYTES);
    }
    if (!text_is_empty(name) && is_name_taken(lines, line, name)) {
        fields_error(fields, DIAGNOSTIC_DECLARED_TWICE, place,
                     "the result has a line \"%.*s\" already", (int)name.length, name.at);
        diagnostics_cure(fields->diagnostics, "join the two with `any { ... }`");
    }
    lines[line].name = name;
}

static void judge_when(struct fields *fields, bool last, bool has_when) {
    if (last && has_when) {
        fields_error(fields, DIAGNOSTIC_LINE_ORDER, fields_place(fields, "when"),
                     "the last line of a result has a `when`: where no line holds there is no "
                     "answer");
        diagnostics_cure(fields->diagnostics, "leave the last `when` out, or add a line for the "
                                              "rest");
    } else if (!last && !has_when) {
        fields_error(fields, DIAGNOSTIC_LINE_ORDER, fields->place,
                     "a line without `when` always holds: the lines behind it are never reached");
        diagnostics_cure(fields->diagnostics, "give it a `when`, or make it the last line");
    }
}

static void read_line(struct fields *list, size_t item, struct reading *reading) {
    struct result_line *line = &reading->lines[item - 1];
    struct fields fields;
    line->when = NODE_MISSING;
    if (lua_isnil(list->state, -1) ||
        !fields_open_inner(list, NULL, item, vocabulary_inner(INNER_RESULT_LINE),
                           "a line of a result", &fields)) {
        list->wrong = true;
        return;
    }
    reading->places[item - 1] = fields.place;
    reading->when_places[item - 1] = fields_place(&fields, "when");
    read_name(&fields, reading->lines, item - 1);
    line->when = fields_condition(&fields, "when");
    reading->written[item - 1] = fields.written;
    line->because = fields_phrase(&fields, "because");
    line->advice = fields_phrase(&fields, "advice");
    read_referral(&fields, line);
    judge_when(&fields, item == list->count, fields_has(&fields, "when"));
    list->wrong = list->wrong || fields.wrong;
    lua_pop(list->state, 1);
}

static void add_roots(struct fields *fields, const struct reading *reading, uint32_t index,
                      node_id node) {
    for (size_t i = 0; i < fields->count; i++) {
        written_line(fields->state, &(struct written_line){
                                        .index = index,
                                        .line = (uint32_t)i,
                                        .node = node,
                                        .position = position_of(reading->places[i]),
                                    });
        if (reading->lines[i].when != NODE_MISSING) {
            struct root root = {.role = ROOT_LINE,
                                .node = reading->lines[i].when,
                                .place = reading->when_places[i],
                                .index = index,
                                .line = (uint32_t)i,
                                .written = reading->written[i]};
            session_root(fields->state, root);
        }
    }
}

static int add_result(struct fields *fields, struct result *result, const struct reading *reading) {
    lua_State *state = fields->state;
    struct declarations *declarations = &fields->session->declarations;
    node_id *whens = session_alloc(state, fields->count, sizeof *whens);
    struct text *names = session_alloc(state, fields->count, sizeof *names);
    for (size_t i = 0; i < fields->count; i++) {
        whens[i] = reading->lines[i].when;
        names[i] = reading->lines[i].name;
    }
    struct term term = {.type = TERM_RESULT,
                        .node = build_lines(declarations->builder, whens, fields->count),
                        .name = result->name,
                        .options = names,
                        .option_count = fields->count};
    if (term.node == NODE_MISSING) {
        return term_push_built(state, &term, fields->place);
    }
    result->lines = reading->lines;
    result->line_count = fields->count;
    result->node = term.node;
    term.index = builder_add_result(declarations->builder, result);
    struct result *slot =
        session_append(state, &declarations->results, &declarations->result_count,
                       &declarations->result_capacity, sizeof *declarations->results);
    *slot = *result;
    add_roots(fields, reading, term.index, term.node);
    return term_push_named(state, &term, fields->place);
}

int declare_result(lua_State *state, struct pending *pending) {
    bool is_new = session_name(state, NAME_VALUE, pending->name, pending->place);
    struct result result = {.name = pending->name, .position = position_of(pending->place)};
    struct fields fields;
    if (!words_open_table(state, pending, &fields)) {
        return term_push_poison(state);
    }
    result.title = fields_phrase(&fields, "title");
    if (fields.count == 0) {
        fields_error(&fields, DIAGNOSTIC_EMPTY_LIST, fields.place, "%s has no lines", fields.what);
        diagnostics_cure(fields.diagnostics,
                         "write `{ \"image\", when = condition }, { \"no imaging\" }`");
    } else if (fields.count > LIMIT_OPTIONS) {
        fields_error(&fields, DIAGNOSTIC_TOO_MANY, fields.place, "a result has at most %d lines",
                     LIMIT_OPTIONS);
    }
    struct reading reading = {
        .lines = session_alloc(state, fields.count, sizeof *reading.lines),
        .places = session_alloc(state, fields.count, sizeof *reading.places),
        .when_places = session_alloc(state, fields.count, sizeof *reading.when_places),
        .written = session_alloc(state, fields.count, sizeof *reading.written)};
    for (size_t i = 1; i <= fields.count; i++) {
        fields_push_item(&fields, i);
        read_line(&fields, i, &reading);
        lua_pop(state, 1);
    }
    if (fields.wrong || !is_new) {
        return term_push_poison(state);
    }
    return add_result(&fields, &result, &reading);
}
