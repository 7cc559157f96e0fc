#include "proof/example.h"

#include "proof/case.h"
#include "proof/lua_case.h"
#include "proof/observed.h"
#include "proof/stated.h"

static void list_rules(const struct decision *decision, struct arena *arena,
                       struct verify_person *person) {
    struct text *rules = arena_calloc(arena, decision->reason_count + 1, sizeof *rules);
    for (size_t i = 0; rules != NULL && i < decision->reason_count; i++) {
        rules[person->rule_count++] = decision->program->rules[decision->reasons[i].rule].id;
    }
    person->rules = rules;
}

static const struct lua_fact *lua_facts(const struct program *program,
                                        const struct stated_facts *given, struct arena *arena) {
    struct lua_fact *facts = arena_calloc(arena, given->count + 1, sizeof *facts);
    for (size_t i = 0; facts != NULL && i < given->count; i++) {
        facts[i].fact = (uint32_t)program_find_fact(program, given->items[i].name);
        facts[i].value = given->items[i].value;
    }
    return facts;
}

/* Outcome, urgency and rules: what a clinician looks at first. */
static void expect_part(const struct expectation *all, struct expectation *part) {
    *part = (struct expectation){
        .has_outcome = true,
        .outcome = all->outcome,
        .has_urgency = true,
        .urgency = all->urgency,
        .rules = all->rules,
        .results = all->results,
        .result_count = all->result_count,
    };
}

static bool has_date(const struct program *program) {
    bool dates = false;
    for (size_t i = 0; i < program->fact_count; i++) {
        dates = dates || program->facts[i].type == VALUE_DATE;
    }
    return dates;
}

static bool write_test(const struct decision *decision, int32_t as_of, struct text name,
                       struct text note, struct arena *arena, struct verify_person *person) {
    struct expectation all;
    struct buffer test = {0};
    struct lua_case written = {
        .program = decision->program,
        .facts = lua_facts(decision->program, &person->given, arena),
        .fact_count = person->given.count,
        .writes_as_of = has_date(decision->program),
        .as_of = as_of,
        .name = name,
        .note = note,
    };
    if (!observed(decision, arena, &all) || written.facts == NULL) {
        return false;
    }
    expect_part(&all, &written.expect);
    lua_case_write(&test, &written);
    person->test = arena_copy(arena, buffer_text(&test));
    bool done = !test.failed && !arena->failed;
    buffer_free(&test);
    return done;
}

bool example_describe(const struct program *program, const struct functions *functions,
                      const struct answer *answers, int32_t as_of, struct text name,
                      struct text note, struct arena *arena, struct verify_person *person) {
    const struct decision *decision = case_of_answers(program, answers, as_of, functions, arena);
    if (decision == NULL) {
        return false;
    }
    *person = (struct verify_person){
        .given = stated_answers(program, answers, arena),
        .outcome = decision->outcome,
        .urgency = decision->urgency,
        .complete = decision->complete,
    };
    list_rules(decision, arena, person);
    return write_test(decision, as_of, name, note, arena, person) && !arena->failed;
}
