/* Guidance: techniques with their steps and loops, spans of time, and educations. */
#include "script/words.h"

#include "base/limits.h"

#include <math.h>
#include <stdio.h>

/* ---- spans of time ---- */

int word_duration(lua_State *state, enum word_id word) {
    static const double seconds[] = {1, 60, 3600};
    const char *name = vocabulary_word(word).name;
    struct site site = site_of_call(state, name);
    struct diagnostics *diagnostics = session_of(state)->diagnostics;
    double value = lua_tonumber(state, 1);
    struct term term = {.type = TERM_DURATION, .node = NODE_MISSING};
    if (lua_type(state, 1) != LUA_TNUMBER) {
        struct text found = term_describe(state, 1);
        diagnostics_error(diagnostics, DIAGNOSTIC_WRONG_TYPE, site_argument(&site, 0),
                          "`%s` takes a number, but found %.*s", name, (int)found.length, found.at);
        return term_push_poison(state);
    }
    if (!(value > 0) || !isfinite(value)) {
        diagnostics_error(diagnostics, DIAGNOSTIC_BAD_VALUE, site_argument(&site, 0),
                          "a span of time is longer than 0");
        return term_push_poison(state);
    }
    term.seconds = value * seconds[word - WORD_SECONDS];
    term_push(state, &term);
    return 1;
}

/* ---- steps and loops ---- */

static void read_gates(struct fields *fields, struct pending *pending, struct step *step) {
    step->only_if = fields_condition(fields, "only_if");
    pending->written_only_if = fields->written;
    step->skip_if = fields_condition(fields, "skip_if");
    pending->written_skip_if = fields->written;
    pending->only_if = fields_place(fields, "only_if");
    pending->skip_if = fields_place(fields, "skip_if");
    pending->finish_when = fields_place(fields, "finish_when");
    step->source = fields_text(fields, "source");
}

static void read_single(struct fields *fields, struct step *step) {
    step->kind = STEP_SINGLE;
    step->finish_when = NODE_MISSING;
    if (fields->count == 1) {
        step->say = fields_item_phrase(fields, 1);
    } else {
        fields_error(fields, DIAGNOSTIC_MISSING_KEY, fields->place,
                     "%s has one text that says what to do, not %zu", fields->what, fields->count);
        diagnostics_cure(fields->diagnostics, "write `step \"sit\" { \"Sit upright.\" }`");
    }
    step->caution = fields_phrase(fields, "caution");
    step->hold_seconds = fields_duration(fields, "hold", 0);
    step->figure = fields_text(fields, "figure");
}

/* The steps among the items of a technique or a loop. */
static const struct step *read_steps(struct fields *fields, bool in_loop, size_t *count) {
    lua_State *state = fields->state;
    struct step *steps = session_alloc(state, fields->count, sizeof *steps);
    *count = 0;
    for (size_t i = 1; i <= fields->count; i++) {
        fields_push_item(fields, i);
        const struct term *term = term_at(state, -1);
        if (term != NULL && term->type == TERM_STEP) {
            if (in_loop && term->step->kind == STEP_LOOP) {
                fields_error(fields, DIAGNOSTIC_BAD_VALUE, fields_item_place(fields, i),
                             "a loop cannot stand in a loop");
                diagnostics_cure(fields->diagnostics, "write the steps of the inner one out");
            }
            term->pending->used = true;
            steps[(*count)++] = *term->step;
        } else if (term != NULL && term_is_silent(term)) {
            fields->wrong = true;
        } else if (!lua_isnil(state, -1)) {
            struct text found = term_describe(state, -1);
            fields_error(fields, DIAGNOSTIC_WRONG_TYPE, fields_item_place(fields, i),
                         "%s is made of steps, but found %.*s", fields->what, (int)found.length,
                         found.at);
            diagnostics_cure(fields->diagnostics, "write `step \"id\" { \"What to do.\" }`");
        }
        lua_pop(state, 1);
    }
    if (*count == 0 && !fields->wrong) {
        fields_error(fields, DIAGNOSTIC_EMPTY_LIST, fields->place, "%s has no steps", fields->what);
        diagnostics_cure(fields->diagnostics, "write `step \"id\" { \"What to do.\" }`");
    }
    return steps;
}

static void read_loop(struct fields *fields, struct pending *pending, struct step *step) {
    enum { MOST_ROUNDS = 1000 };
    double at_most = 1;
    step->kind = STEP_LOOP;
    if (fields_number(fields, "at_most", &at_most) &&
        (at_most < 1 || at_most > MOST_ROUNDS || floor(at_most) != at_most)) {
        fields_error(fields, DIAGNOSTIC_BAD_VALUE, fields_place(fields, "at_most"),
                     "`at_most` is a whole number of rounds from 1 to %d, not %.14g", MOST_ROUNDS,
                     at_most);
        diagnostics_cure(fields->diagnostics, "write the most rounds that anybody should do");
        at_most = 1;
    }
    step->at_most = (uint32_t)at_most;
    step->finish_when = fields_condition(fields, "finish_when");
    pending->written_finish_when = fields->written;
    step->steps = read_steps(fields, true, &step->step_count);
}

int declare_step(lua_State *state, struct pending *pending) {
    struct step *step = session_alloc(state, 1, sizeof *step);
    step->id = pending->name;
    step->position = position_of(pending->place);
    struct fields fields;
    if (!words_open_table(state, pending, &fields)) {
        pending->used = true; /* enough was said about it */
        return term_push_poison(state);
    }
    read_gates(&fields, pending, step);
    if (pending->word == WORD_LOOP) {
        read_loop(&fields, pending, step);
    } else {
        read_single(&fields, step);
    }
    if (fields.wrong) {
        pending->used = true;
        return term_push_poison(state);
    }
    struct term term = {.type = TERM_STEP, .node = NODE_MISSING, .step = step, .pending = pending};
    term_push(state, &term);
    return 1;
}

/* ---- techniques ---- */

static void add_step_root(lua_State *state, struct root root) {
    if (root.node != NODE_MISSING) {
        session_root(state, root);
    }
}

/* The declaration of a step, by its place. */
static const struct pending *find_written(const struct session *session, const struct step *step) {
    const struct pending *pending = session->pendings;
    while (pending->next != NULL && (pending->place.line != step->position.line ||
                                     pending->place.column != step->position.column ||
                                     !text_equal(pending->name, step->id) ||
                                     !text_equal(pending->place.file, step->position.file))) {
        pending = pending->next;
    }
    return pending;
}

/* `number` counts the steps of the technique. */
static void add_step_roots(lua_State *state, const struct step *steps, size_t count,
                           uint32_t technique, uint32_t *number) {
    for (size_t i = 0; i < count; i++) {
        const struct step *step = &steps[i];
        const struct pending *pending = find_written(session_of(state), step);
        struct root root = {.index = technique, .line = (*number)++, .step = step};
        budget_charge(state, 200);
        root.role = ROOT_STEP_ONLY_IF;
        root.node = step->only_if;
        root.place = pending->only_if;
        root.written = pending->written_only_if;
        add_step_root(state, root);
        root.role = ROOT_STEP_SKIP_IF;
        root.node = step->skip_if;
        root.place = pending->skip_if;
        root.written = pending->written_skip_if;
        add_step_root(state, root);
        if (step->kind == STEP_LOOP) {
            root.role = ROOT_FINISH_WHEN;
            root.node = step->finish_when;
            root.place = pending->finish_when;
            root.written = pending->written_finish_when;
            add_step_root(state, root);
            add_step_roots(state, step->steps, step->step_count, technique, number);
        }
    }
}

/* One name space for the steps of a technique, those of its loops among them. */
static void judge_step_ids(struct fields *fields, const struct step *steps, size_t count,
                           struct name_list *names) {
    for (size_t i = 0; i < count; i++) {
        budget_charge(fields->state, names->count);
        for (size_t j = 0; j < names->count; j++) {
            const struct declared_name *first = &names->items[j];
            if (text_equal(first->name, steps[i].id)) {
                fields_error(fields, DIAGNOSTIC_DECLARED_TWICE, place_of(steps[i].position),
                             "the technique has a step `%.*s` already, at line %u",
                             (int)steps[i].id.length, steps[i].id.at, first->place.line);
                diagnostics_cure(fields->diagnostics, "give one of the two another id");
            }
        }
        struct declared_name *slot = session_append(fields->state, &names->items, &names->count,
                                                    &names->capacity, sizeof *names->items);
        slot->name = steps[i].id;
        slot->place = place_of(steps[i].position);
        judge_step_ids(fields, steps[i].steps, steps[i].step_count, names);
    }
}

static void read_needs(struct fields *fields, struct technique *technique) {
    static const struct key_set keys = {NULL, NULL, "what must be at hand"};
    if (!fields_push(fields, "needs")) {
        return;
    }
    struct fields list;
    if (fields_open_inner(fields, "needs", 0, &keys, "`needs`", &list)) {
        struct phrase *needs = session_alloc(fields->state, list.count, sizeof *needs);
        for (size_t i = 0; i < list.count; i++) {
            needs[i] = fields_item_phrase(&list, i + 1);
        }
        technique->needs = needs;
        technique->need_count = list.count;
        lua_pop(fields->state, 1);
    }
    lua_pop(fields->state, 1);
    fields->wrong = fields->wrong || list.wrong;
}

/* `written` is the note of its `only_if`. */
static void add_technique(struct fields *fields, const struct technique *technique,
                          uint32_t written) {
    struct declarations *declarations = &fields->session->declarations;
    lua_State *state = fields->state;
    uint32_t index = builder_add_technique(declarations->builder, technique);
    struct technique *slot =
        session_append(state, &declarations->techniques, &declarations->technique_count,
                       &declarations->technique_capacity, sizeof *declarations->techniques);
    *slot = *technique;
    if (technique->only_if != NODE_MISSING) {
        struct root root = {.role = ROOT_TECHNIQUE,
                            .node = technique->only_if,
                            .place = fields_place(fields, "only_if"),
                            .index = index,
                            .written = written};
        session_root(state, root);
    }
    uint32_t number = 0;
    add_step_roots(state, technique->steps, technique->step_count, index, &number);
}

int declare_technique(lua_State *state, struct pending *pending) {
    enum { IDLE_SECONDS = 30 * 60 };
    struct session *session = session_of(state);
    bool is_new = session_name(state, NAME_TECHNIQUE, pending->name, pending->place);
    struct technique technique = {.id = pending->name, .position = position_of(pending->place)};
    struct fields fields;
    if (!words_open_table(state, pending, &fields)) {
        session->declarations.incomplete = true;
        return 0;
    }
    technique.title = fields_phrase(&fields, "title");
    read_needs(&fields, &technique);
    technique.only_if = fields_condition(&fields, "only_if");
    uint32_t written = fields.written;
    technique.idle_seconds = fields_duration(&fields, "idle", IDLE_SECONDS);
    technique.after = fields_phrase(&fields, "after");
    technique.source = fields_text(&fields, "source");
    technique.steps = read_steps(&fields, false, &technique.step_count);
    struct name_list names = {.items = NULL};
    judge_step_ids(&fields, technique.steps, technique.step_count, &names);
    if (fields.wrong || !is_new) {
        session->declarations.incomplete = true;
        return 0;
    }
    add_technique(&fields, &technique, written);
    return 0;
}

/* ---- educations ---- */

int declare_education(lua_State *state, struct pending *pending) {
    struct declarations *declarations = &session_of(state)->declarations;
    bool is_new = session_name(state, NAME_EDUCATION, pending->name, pending->place);
    struct education education = {.id = pending->name};
    struct fields fields;
    if (!words_open_table(state, pending, &fields)) {
        declarations->incomplete = true;
        return 0;
    }
    education.title = fields_phrase(&fields, "title");
    education.text = fields_phrase(&fields, "text");
    education.source = fields_text(&fields, "source");
    if (fields.wrong || !is_new) {
        declarations->incomplete = true;
        return 0;
    }
    builder_add_education(declarations->builder, &education);
    struct education *slot =
        session_append(state, &declarations->educations, &declarations->education_count,
                       &declarations->education_capacity, sizeof *declarations->educations);
    *slot = education;
    return 0;
}
