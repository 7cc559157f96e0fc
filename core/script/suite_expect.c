/* What tests expect of a decision, and of a walk. */
#include "script/suite_private.h"

#include "base/near.h"

#include <stdio.h>

static const struct program *program_of(const struct fields *fields) {
    return fields->session->tests->program;
}

/* ---- names ---- */

static void report_unknown(struct fields *fields, const char *what, struct text name,
                           struct place place, const struct near_search *search) {
    struct text near = near_result(search);
    fields_error(fields, DIAGNOSTIC_UNKNOWN_REFERENCE, place, "the protocol has no %s `%.*s`", what,
                 (int)name.length, name.at);
    if (!text_is_empty(near)) {
        diagnostics_cure(fields->diagnostics, "did you mean `%.*s`?", (int)near.length, near.at);
    }
}

ptrdiff_t suite_find_rule(struct fields *fields, struct text id, struct place place) {
    const struct program *program = program_of(fields);
    struct near_search search;
    near_begin(&search, id);
    for (size_t i = 0; i < program->rule_count; i++) {
        if (text_equal(program->rules[i].id, id)) {
            return (ptrdiff_t)i;
        }
        near_offer(&search, program->rules[i].id);
    }
    report_unknown(fields, "rule", id, place, &search);
    return -1;
}

ptrdiff_t suite_find_fact(struct fields *fields, struct text name, struct place place) {
    const struct program *program = program_of(fields);
    ptrdiff_t found = program_find_fact(program, name);
    if (found < 0) {
        struct near_search search;
        near_begin(&search, name);
        for (size_t i = 0; i < program->fact_count; i++) {
            near_offer(&search, program->facts[i].name);
        }
        report_unknown(fields, "fact", name, place, &search);
    }
    return found;
}

ptrdiff_t suite_find_technique(struct fields *fields, struct text id, struct place place) {
    const struct program *program = program_of(fields);
    struct near_search search;
    near_begin(&search, id);
    for (size_t i = 0; i < program->technique_count; i++) {
        if (text_equal(program->techniques[i].id, id)) {
            return (ptrdiff_t)i;
        }
        near_offer(&search, program->techniques[i].id);
    }
    report_unknown(fields, "technique", id, place, &search);
    return -1;
}

static bool offer_steps(const struct step *steps, size_t count, struct text id,
                        struct near_search *search) {
    for (size_t i = 0; i < count; i++) {
        if (text_equal(steps[i].id, id) ||
            offer_steps(steps[i].steps, steps[i].step_count, id, search)) {
            return true;
        }
        near_offer(search, steps[i].id);
    }
    return false;
}

bool suite_is_instance(struct fields *fields, const struct technique *technique, struct text text,
                       struct place place) {
    const char *mark = text.length == 0 ? NULL : memchr(text.at, '#', text.length);
    struct text id = mark == NULL ? text : text_from(text.at, (size_t)(mark - text.at));
    struct near_search search;
    near_begin(&search, id);
    if (technique == NULL || offer_steps(technique->steps, technique->step_count, id, &search)) {
        return true;
    }
    report_unknown(fields, "step", id, place, &search);
    return false;
}

/* ---- lists ---- */

typedef ptrdiff_t find_name(struct fields *fields, struct text name, struct place place);

static struct expected_list read_list(struct fields *fields, const char *key, const char *what,
                                      find_name *find) {
    struct expected_list list = {.set = fields_has(fields, key)};
    size_t count = 0;
    const struct text *names = fields_texts(fields, key, what, &count);
    uint32_t *items = session_alloc(fields->state, count, sizeof *items);
    for (size_t i = 0; i < count; i++) {
        ptrdiff_t found =
            text_is_empty(names[i]) ? -1 : find(fields, names[i], fields_place(fields, key));
        if (found >= 0) {
            items[list.count++] = (uint32_t)found;
        }
    }
    list.items = items;
    return list;
}

static struct expected_texts read_texts(struct fields *fields, const char *key, const char *what) {
    struct expected_texts list = {.set = fields_has(fields, key)};
    list.items = fields_texts(fields, key, what, &list.count);
    return list;
}

/* Advice comes from rules and from results. */
static void judge_advice(struct fields *fields, const struct expected_texts *advice) {
    const struct program *program = program_of(fields);
    for (size_t i = 0; i < advice->count; i++) {
        bool known = false;
        for (size_t j = 0; j < program->result_count; j++) {
            known = known || text_equal(program->results[j].name, advice->items[i]);
        }
        if (!known && !text_is_empty(advice->items[i])) {
            suite_find_rule(fields, advice->items[i], fields_place(fields, "advice"));
        }
    }
}

/* ---- single values ---- */

static void read_outcome(struct fields *fields, struct expectation *expect) {
    struct text name = fields_text(fields, "outcome");
    if (text_is_empty(name)) {
        return;
    }
    expect->has_outcome = outcome_of_name(name, &expect->outcome);
    if (!expect->has_outcome) {
        struct near_search search;
        near_begin(&search, name);
        for (enum outcome each = OUTCOME_CLEAR; each <= OUTCOME_INVALID; each++) {
            near_offer(&search, text_of(outcome_name(each)));
        }
        struct text near = near_result(&search);
        fields_error(fields, DIAGNOSTIC_BAD_VALUE, fields_place(fields, "outcome"),
                     "\"%.*s\" is not an outcome", (int)name.length, name.at);
        diagnostics_cure(fields->diagnostics, "%s%.*s",
                         text_is_empty(near)
                             ? "write \"clear\", \"defer\", \"ask\", \"refer\", \"stop\" or "
                               "\"invalid\""
                             : "did you mean ",
                         (int)near.length, near.at);
    }
}

bool suite_urgency(struct text name, enum urgency *urgency) {
    *urgency = URGENCY_NONE;
    return text_is(name, "none") || urgency_of_name(name, urgency);
}

static void read_urgency(struct fields *fields, struct expectation *expect) {
    if (!fields_push(fields, "urgency")) {
        return;
    }
    const struct term *term = term_at(fields->state, -1);
    bool none = term != NULL && term->type == TERM_NONE;
    lua_pop(fields->state, 1);
    struct text name = none ? text_of("none") : fields_text(fields, "urgency");
    expect->has_urgency = suite_urgency(name, &expect->urgency);
    if (!expect->has_urgency && !text_is_empty(name)) {
        fields_error(fields, DIAGNOSTIC_BAD_VALUE, fields_place(fields, "urgency"),
                     "\"%.*s\" is not an urgency", (int)name.length, name.at);
        diagnostics_cure(fields->diagnostics,
                         "write \"routine\", \"urgent\", \"immediate\" or none");
    }
}

/* ---- results, scores, techniques ---- */

/* Opens the table under a key whose keys are names of the program. */
static bool open_names(struct fields *fields, const char *key, const struct key *keys,
                       struct key_set *set, struct fields *inner) {
    char what[40];
    snprintf(what, sizeof what, "`%s`", key);
    *set = (struct key_set){keys, NULL, NULL};
    if (!fields_push(fields, key)) {
        return false;
    }
    if (!fields_open_inner(fields, key, 0, set, what, inner)) {
        lua_pop(fields->state, 1);
        fields->wrong = true;
        return false;
    }
    inner->what = key;
    return true;
}

static void close_names(struct fields *fields, const struct fields *inner) {
    lua_pop(fields->state, 2);
    fields->wrong = fields->wrong || inner->wrong;
}

static void read_result(struct fields *inner, uint32_t index, struct expected_result *expected) {
    lua_State *state = inner->state;
    const struct result *result = &program_of(inner)->results[index];
    const struct term *given = term_at(state, -1);
    expected->result = index;
    expected->absent = given != NULL && given->type == TERM_ABSENT;
    if (expected->absent) {
        return;
    }
    struct text *lines = session_alloc(state, result->line_count, sizeof *lines);
    for (size_t i = 0; i < result->line_count; i++) {
        lines[i] = result->lines[i].name;
    }
    struct term term = {.type = TERM_RESULT,
                        .name = result->name,
                        .options = lines,
                        .option_count = result->line_count};
    if (!term_option(state, &term, lua_gettop(state),
                     fields_place(inner, inner->keys->keys[index].name), &expected->line)) {
        inner->wrong = true;
    }
}

static void read_results(struct fields *fields, struct expectation *expect) {
    const struct program *program = program_of(fields);
    struct key_set keys;
    struct fields inner;
    if (!open_names(fields, "results", fields->session->tests->result_keys, &keys, &inner)) {
        return;
    }
    struct expected_result *results =
        session_alloc(fields->state, program->result_count, sizeof *results);
    for (uint32_t i = 0; i < program->result_count; i++) {
        if (fields_push(&inner, keys.keys[i].name)) {
            read_result(&inner, i, &results[expect->result_count++]);
            lua_pop(fields->state, 1);
        }
    }
    expect->results = results;
    close_names(fields, &inner);
}

/* A number, or `{ low, high }`. */
static void read_score(struct fields *inner, const char *name, struct expected_score *expected) {
    lua_State *state = inner->state;
    if (lua_type(state, -1) == LUA_TNUMBER) {
        expected->low = lua_tonumber(state, -1);
        expected->high = expected->low;
        return;
    }
    bool range = false;
    if (lua_istable(state, -1)) {
        lua_rawgeti(state, -1, 1);
        lua_rawgeti(state, -2, 2);
        range = lua_type(state, -1) == LUA_TNUMBER && lua_type(state, -2) == LUA_TNUMBER;
        expected->low = lua_tonumber(state, -2);
        expected->high = lua_tonumber(state, -1);
        lua_pop(state, 2);
    }
    if (!range) {
        struct text found = term_describe(state, -1);
        fields_error(inner, DIAGNOSTIC_WRONG_TYPE, fields_place(inner, name),
                     "a score is a number or `{ low, high }`, but found %.*s", (int)found.length,
                     found.at);
    }
}

static void read_scores(struct fields *fields, struct expectation *expect) {
    const struct program *program = program_of(fields);
    struct key_set keys;
    struct fields inner;
    if (!open_names(fields, "scores", fields->session->tests->score_keys, &keys, &inner)) {
        return;
    }
    struct expected_score *scores =
        session_alloc(fields->state, program->score_count, sizeof *scores);
    for (uint32_t i = 0; i < program->score_count; i++) {
        if (fields_push(&inner, keys.keys[i].name)) {
            struct expected_score *score = &scores[expect->score_count++];
            score->score = i;
            read_score(&inner, keys.keys[i].name, score);
            lua_pop(fields->state, 1);
        }
    }
    expect->scores = scores;
    close_names(fields, &inner);
}

static void read_availability(struct fields *inner, const char *name,
                              struct expected_technique *expected) {
    struct text word = fields_text(inner, name);
    if (text_is(word, "yes")) {
        expected->available = AVAILABLE_YES;
    } else if (text_is(word, "ask")) {
        expected->available = AVAILABLE_ASK;
    } else if (!text_is(word, "no") && !text_is_empty(word)) {
        fields_error(inner, DIAGNOSTIC_BAD_VALUE, fields_place(inner, name),
                     "a technique is \"yes\", \"no\" or \"ask\", not \"%.*s\"", (int)word.length,
                     word.at);
    }
}

static void read_techniques(struct fields *fields, struct expectation *expect) {
    const struct program *program = program_of(fields);
    struct key_set keys;
    struct fields inner;
    if (!open_names(fields, "techniques", fields->session->tests->technique_keys, &keys, &inner)) {
        return;
    }
    struct expected_technique *techniques =
        session_alloc(fields->state, program->technique_count, sizeof *techniques);
    for (uint32_t i = 0; i < program->technique_count; i++) {
        if (fields_has(&inner, keys.keys[i].name)) {
            struct expected_technique *technique = &techniques[expect->technique_count++];
            technique->technique = i;
            read_availability(&inner, keys.keys[i].name, technique);
        }
    }
    expect->techniques = techniques;
    close_names(fields, &inner);
}

/* ---- faults ---- */

static void read_fault_code(struct fields *inner, const char *name, struct expected_fault *fault) {
    struct text code = fields_text(inner, name);
    struct near_search search;
    near_begin(&search, code);
    for (enum fault_code each = 0; each < FAULT_CODE_COUNT; each++) {
        if (text_is(code, fault_code_name(each))) {
            fault->code = each;
            return;
        }
        near_offer(&search, text_of(fault_code_name(each)));
    }
    if (!text_is_empty(code)) {
        report_unknown(inner, "fault", code, fields_place(inner, name), &search);
    }
}

/* `{ "age", fever = "wrong-type" }`. */
static void read_faults(struct fields *fields, struct expectation *expect) {
    const struct program *program = program_of(fields);
    struct key_set keys = {fields->session->tests->fact_keys, NULL, "names of facts"};
    struct fields inner;
    expect->has_faults = fields_push(fields, "faults");
    if (!expect->has_faults) {
        return;
    }
    if (fields_open_inner(fields, "faults", 0, &keys, "`faults`", &inner)) {
        struct expected_fault *faults =
            session_alloc(fields->state, inner.count + program->fact_count, sizeof *faults);
        for (size_t i = 1; i <= inner.count; i++) {
            struct text name = fields_item_text(&inner, i, "the name of a fact");
            suite_find_fact(&inner, name, fields_item_place(&inner, i));
            faults[expect->fault_count++] = (struct expected_fault){.fact = name, .any_code = true};
        }
        for (size_t i = 0; i < program->fact_count; i++) {
            if (fields_has(&inner, keys.keys[i].name)) {
                struct expected_fault *fault = &faults[expect->fault_count++];
                fault->fact = program->facts[i].name;
                read_fault_code(&inner, keys.keys[i].name, fault);
            }
        }
        expect->faults = faults;
        lua_pop(fields->state, 1);
    }
    fields->wrong = fields->wrong || inner.wrong;
    lua_pop(fields->state, 1);
}

/* ---- the whole ---- */

void suite_read_expectation(struct fields *fields, struct expectation *expect) {
    expect->position = position_of(fields->place);
    read_outcome(fields, expect);
    read_urgency(fields, expect);
    expect->has_complete = fields_has(fields, "complete");
    expect->complete = fields_flag(fields, "complete");
    expect->rules = read_list(fields, "rules", "the id of a rule", suite_find_rule);
    expect->includes = read_list(fields, "includes", "the id of a rule", suite_find_rule);
    expect->uncertain = read_list(fields, "uncertain", "the id of a rule", suite_find_rule);
    expect->asks = read_list(fields, "asks", "the name of a fact", suite_find_fact);
    expect->referrals = read_texts(fields, "referrals", "who is to see the person");
    expect->advice = read_texts(fields, "advice", "a rule or result that gives advice");
    judge_advice(fields, &expect->advice);
    read_results(fields, expect);
    read_scores(fields, expect);
    read_techniques(fields, expect);
    read_faults(fields, expect);
}

static bool has_keys(const struct fields *fields) {
    const struct key *key = NULL;
    for (size_t n = 0; (key = key_set_at(fields->keys, n)) != NULL; n++) {
        if (fields_has(fields, key->name)) {
            return true;
        }
    }
    return false;
}

bool suite_read_expect_key(struct fields *fields, const char *key, struct expectation *expect) {
    char what[40];
    snprintf(what, sizeof what, "`%s`", key);
    if (!fields_push(fields, key)) {
        return false;
    }
    struct fields inner;
    if (fields_open_inner(fields, key, 0, vocabulary_inner(INNER_EXPECT), what, &inner)) {
        suite_read_expectation(&inner, expect);
        if (!has_keys(&inner) && !inner.wrong) {
            fields_error(&inner, DIAGNOSTIC_EMPTY_LIST, inner.place, "%s expects nothing", what);
            diagnostics_cure(inner.diagnostics, "say what matters: `outcome = \"clear\"`");
        }
        lua_pop(fields->state, 1);
    }
    lua_pop(fields->state, 1);
    fields->wrong = fields->wrong || inner.wrong;
    return !inner.wrong;
}

void suite_read_walk_expectation(struct fields *fields, const struct technique *technique,
                                 struct walk_expectation *expect) {
    struct fields inner;
    if (!fields_push(fields, "expect")) {
        return;
    }
    if (fields_open_inner(fields, "expect", 0, vocabulary_inner(INNER_WALK_EXPECT), "`expect`",
                          &inner)) {
        expect->position = position_of(inner.place);
        expect->halted = read_list(&inner, "halted", "the id of a rule", suite_find_rule);
        expect->uncertain = read_list(&inner, "uncertain", "the id of a rule", suite_find_rule);
        expect->at = fields_text(&inner, "at");
        expect->has_finished = fields_has(&inner, "finished");
        expect->finished = fields_flag(&inner, "finished");
        expect->has_not_cleared = fields_has(&inner, "not_cleared");
        expect->not_cleared = fields_flag(&inner, "not_cleared");
        expect->has_expired = fields_has(&inner, "expired");
        expect->expired = fields_flag(&inner, "expired");
        expect->steps = read_texts(&inner, "steps", "a step");
        expect->missing = read_texts(&inner, "missing", "the name of a fact");
        for (size_t i = 0; i < expect->steps.count; i++) {
            suite_is_instance(&inner, technique, expect->steps.items[i],
                              fields_place(&inner, "steps"));
        }
        for (size_t i = 0; i < expect->missing.count; i++) {
            suite_find_fact(&inner, expect->missing.items[i], fields_place(&inner, "missing"));
        }
        if (!text_is_empty(expect->at)) {
            suite_is_instance(&inner, technique, expect->at, fields_place(&inner, "at"));
        }
        lua_pop(fields->state, 1);
    }
    lua_pop(fields->state, 1);
    fields->wrong = fields->wrong || inner.wrong;
}
