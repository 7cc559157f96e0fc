/* test, cases, walk, always: each becomes plain data in the draft. */
#include "script/suite_private.h"

#include "script/safe_library.h"

struct test *suite_add(lua_State *state, enum test_kind kind, struct text name,
                       struct place place) {
    struct suite_draft *draft = session_of(state)->tests;
    struct test *test = session_append(state, &draft->tests, &draft->test_count,
                                       &draft->test_capacity, sizeof *draft->tests);
    test->kind = kind;
    test->name = name;
    test->position = position_of(place);
    return test;
}

/* ---- test ---- */

static void declare_example(lua_State *state, const struct pending *pending,
                            struct fields *fields) {
    struct expectation expect = {.has_outcome = false};
    struct given given = suite_read_given(fields, "given", NULL);
    suite_read_expect_key(fields, "expect", &expect);
    suite_need_as_of(fields, &given);
    struct test *test = suite_add(state, TEST_EXAMPLE, pending->name, pending->place);
    test->given = given;
    test->expect = expect;
    test->unconfirmed = fields_flag(fields, "unconfirmed");
}

/* ---- cases ---- */

/* Item `item`: `{ { fact = value }, outcome = ... }`. */
static void read_case(struct fields *fields, size_t item, const struct given *base,
                      const struct pending *pending) {
    lua_State *state = fields->state;
    struct fields line;
    fields_push_item(fields, item);
    if (lua_isnil(state, -1) ||
        !fields_open_inner(fields, NULL, item, vocabulary_inner(INNER_CASE), "a case", &line)) {
        fields->wrong = true;
        lua_pop(state, 1);
        return;
    }
    struct given given = *base;
    struct expectation expect = {.has_outcome = false};
    if (line.count == 1) {
        given = suite_read_given_item(&line, 1, base);
    } else {
        fields_error(&line, DIAGNOSTIC_BAD_VALUE, line.place,
                     "a case has one table of facts, and beside it what is expected");
        diagnostics_cure(line.diagnostics, "write `{ { age = 54 }, outcome = \"clear\" }`");
    }
    suite_read_expectation(&line, &expect);
    suite_need_as_of(&line, &given);
    struct test *test = suite_add(state, TEST_EXAMPLE, pending->name, line.place);
    test->case_number = (uint32_t)item;
    test->given = given;
    test->expect = expect;
    test->unconfirmed = fields_flag(&line, "unconfirmed");
    fields->wrong = fields->wrong || line.wrong;
    lua_pop(state, 2);
}

static void declare_cases(const struct pending *pending, struct fields *fields) {
    struct given base = suite_read_given(fields, "given", NULL);
    if (fields->count == 0) {
        fields_error(fields, DIAGNOSTIC_EMPTY_LIST, fields->place, "%s has no cases", fields->what);
        diagnostics_cure(fields->diagnostics, "add `{ { age = 54 }, outcome = \"clear\" }`");
    }
    for (size_t i = 1; i <= fields->count; i++) {
        read_case(fields, i, &base, pending);
    }
}

/* ---- walk ---- */

static void sort_reports(struct walk_report *reports, size_t count) {
    for (size_t i = 1; i < count; i++) {
        struct walk_report report = reports[i];
        size_t at = i;
        while (at > 0 && text_compare(reports[at - 1].instance, report.instance) > 0) {
            reports[at] = reports[at - 1];
            at--;
        }
        reports[at] = report;
    }
}

/* The texts among the keys of the table on top of the stack, as keys that may be written there. */
static struct key *keys_of_table(lua_State *state, enum key_kind kind, size_t *count) {
    *count = 0;
    safe_library_push_table(state, -1);
    lua_pushnil(state);
    while (lua_next(state, -2) != 0) {
        *count += lua_type(state, -2) == LUA_TSTRING;
        lua_pop(state, 1);
    }
    struct key *keys = session_alloc(state, *count + 1, sizeof *keys);
    size_t at = 0;
    lua_pushnil(state);
    while (lua_next(state, -2) != 0) {
        if (lua_type(state, -2) == LUA_TSTRING) {
            keys[at].name = session_string(state, -2).at;
            keys[at++].kind = kind;
        }
        lua_pop(state, 1);
    }
    lua_pop(state, 1);
    return keys;
}

/* A table by instance: `report = { ["reach#1"] = ... }`. */
struct instances {
    struct key_set keys;
    struct fields inner;
    size_t count;
};

/* False where there is none; else close_instances follows. */
static bool open_instances(struct fields *fields, const char *key, const char *what,
                           enum key_kind kind, const struct technique *technique,
                           struct instances *instances) {
    *instances = (struct instances){.count = 0};
    if (!fields_push(fields, key)) {
        return false;
    }
    if (lua_istable(fields->state, -1)) {
        instances->keys.keys = keys_of_table(fields->state, kind, &instances->count);
    }
    if (!fields_open_inner(fields, key, 0, &instances->keys, what, &instances->inner)) {
        fields->wrong = true;
        lua_pop(fields->state, 1);
        return false;
    }
    for (size_t i = 0; i < instances->count; i++) {
        const char *name = instances->keys.keys[i].name;
        suite_is_instance(&instances->inner, technique, text_of(name),
                          fields_key_place(&instances->inner, name));
    }
    return true;
}

static void close_instances(struct fields *fields, const struct instances *instances) {
    lua_pop(fields->state, 2);
    fields->wrong = fields->wrong || instances->inner.wrong;
}

/* `report = { ["reach#1"] = { hurts = true } }`. */
static void read_reports(struct fields *fields, const struct technique *technique,
                         struct test *test) {
    struct instances instances;
    if (!open_instances(fields, "report", "`report`", KEY_TABLE, technique, &instances)) {
        return;
    }
    struct walk_report *reports = session_alloc(fields->state, instances.count, sizeof *reports);
    for (size_t i = 0; i < instances.count; i++) {
        const char *name = instances.keys.keys[i].name;
        reports[i].instance = text_of(name);
        reports[i].given = suite_read_given(&instances.inner, name, NULL);
        reports[i].whole = suite_read_given(&instances.inner, name, &test->usual);
    }
    sort_reports(reports, instances.count);
    test->reports = reports;
    test->report_count = instances.count;
    close_instances(fields, &instances);
}

/* `wait = { ["reach#1"] = minutes(5) }`. */
static void read_waits(struct fields *fields, const struct technique *technique,
                       struct test *test) {
    struct instances instances;
    if (!open_instances(fields, "wait", "`wait`", KEY_DURATION, technique, &instances)) {
        return;
    }
    struct walk_wait *waits = session_alloc(fields->state, instances.count, sizeof *waits);
    for (size_t i = 0; i < instances.count; i++) {
        const char *name = instances.keys.keys[i].name;
        waits[i].instance = text_of(name);
        waits[i].seconds = fields_duration(&instances.inner, name, 0);
    }
    test->waits = waits;
    test->wait_count = instances.count;
    close_instances(fields, &instances);
}

static void read_again(struct fields *fields, const struct technique *technique,
                       struct test *test) {
    test->again.set = fields_has(fields, "again");
    test->again.items = fields_texts(fields, "again", "a step", &test->again.count);
    for (size_t i = 0; i < test->again.count; i++) {
        suite_is_instance(fields, technique, test->again.items[i], fields_place(fields, "again"));
    }
}

static void declare_walk(lua_State *state, const struct pending *pending, struct fields *fields) {
    const struct program *program = session_of(state)->tests->program;
    struct test walk = {.kind = TEST_WALK};
    struct text id = fields_text(fields, "technique");
    ptrdiff_t found = text_is_empty(id)
                          ? -1
                          : suite_find_technique(fields, id, fields_place(fields, "technique"));
    const struct technique *technique = found < 0 ? NULL : &program->techniques[found];
    walk.technique = found < 0 ? 0 : (uint32_t)found;
    walk.given = suite_read_given(fields, "given", NULL);
    walk.usual = suite_read_given(fields, "usual", NULL);
    read_reports(fields, technique, &walk);
    read_waits(fields, technique, &walk);
    read_again(fields, technique, &walk);
    suite_read_walk_expectation(fields, technique, &walk.walked);
    walk.unconfirmed = fields_flag(fields, "unconfirmed");
    suite_need_as_of(fields, &walk.given);
    struct test *test = suite_add(state, TEST_WALK, pending->name, pending->place);
    walk.name = test->name;
    walk.position = test->position;
    *test = walk;
}

/* ---- always ---- */

static void declare_always(lua_State *state, const struct pending *pending, struct fields *fields) {
    struct declarations *declarations = &fields->session->declarations;
    struct test always = {.kind = TEST_ALWAYS};
    node_id when = fields_condition(fields, "when");
    always.has_expect = suite_read_expect_key(fields, "expect", &always.expect);
    always.has_never = suite_read_expect_key(fields, "never", &always.never);
    always.unconfirmed = fields_flag(fields, "unconfirmed");
    if (!fields_has(fields, "expect") && !fields_has(fields, "never")) {
        fields_error(fields, DIAGNOSTIC_MISSING_KEY, fields->place, "%s promises nothing",
                     fields->what);
        diagnostics_cure(fields->diagnostics, "add `never = { outcome = \"clear\" }` or `expect`");
    }
    if (when == NODE_MISSING || fields->wrong) {
        return;
    }
    always.probe = builder_add_probe(declarations->builder, when);
    struct test *test = suite_add(state, TEST_ALWAYS, pending->name, pending->place);
    always.name = test->name;
    always.position = test->position;
    *test = always;
}

int declare_test(lua_State *state, struct pending *pending) {
    struct fields fields;
    if (session_of(state)->tests == NULL || !words_open_table(state, pending, &fields)) {
        return 0;
    }
    switch (pending->word) {
    case WORD_CASES:
        declare_cases(pending, &fields);
        break;
    case WORD_WALK:
        declare_walk(state, pending, &fields);
        break;
    case WORD_ALWAYS:
        declare_always(state, pending, &fields);
        break;
    default:
        declare_example(state, pending, &fields);
        break;
    }
    return 0;
}
