#include "proof/formula_person.h"

#include <math.h>

void person_init(struct person *person, struct formulas *formulas, int32_t as_of,
                 struct arena *arena) {
    *person = (struct person){.formulas = formulas, .arena = arena, .as_of = as_of};
    person->screening = formula_variable(formulas, SYNOVIA_SORT_BOOL);
}

/* ---- variables ------------------------------------------------------------------------------- */

static formula_id at_most_one(struct formulas *formulas, const formula_id *items, size_t count) {
    return formula_not(formulas, formula_at_least(formulas, items, count, 2));
}

static bool add_options(struct person *person, struct person_fact *made, const struct fact *fact) {
    struct formulas *formulas = person->formulas;
    size_t count = fact->type == VALUE_YES_NO ? 2 : fact->option_count;
    made->options = arena_calloc(person->arena, count + 1, sizeof *made->options);
    made->option_names = arena_calloc(person->arena, count + 1, sizeof *made->option_names);
    if (made->options == NULL || made->option_names == NULL) {
        return false;
    }
    made->option_count = count;
    for (size_t i = 0; i < count; i++) {
        bool no = fact->type == VALUE_YES_NO && i == 0;
        made->options[i] = no ? FORMULA_FALSE : formula_variable(formulas, SYNOVIA_SORT_BOOL);
        if (fact->type == VALUE_CHOICE) {
            made->option_names[i] = fact->options[i];
        }
    }
    if (fact->type == VALUE_YES_NO) {
        made->options[0] = formula_not(formulas, made->options[1]);
    }
    return true;
}

static bool make_fact(struct person *person, const struct fact *fact, struct person_fact *made) {
    struct formulas *formulas = person->formulas;
    *made = (struct person_fact){.name = fact->name, .type = fact->type};
    made->given = formula_variable(formulas, SYNOVIA_SORT_BOOL);
    made->none = formula_variable(formulas, SYNOVIA_SORT_BOOL);
    made->unanswerable = formula_variable(formulas, SYNOVIA_SORT_BOOL);
    formula_hold(
        formulas,
        at_most_one(formulas, (formula_id[]){made->given, made->none, made->unanswerable}, 3));
    if (fact->type == VALUE_YES_NO || fact->type == VALUE_CHOICE) {
        return add_options(person, made, fact);
    }
    made->whole = fact->whole || fact->type == VALUE_DATE;
    made->value = formula_variable(formulas, made->whole ? SYNOVIA_SORT_INT : SYNOVIA_SORT_REAL);
    return true;
}

/* ---- what a program allows ------------------------------------------------------------------- */

static void hold_if_given(struct person *person, const struct person_fact *made,
                          formula_id condition) {
    formula_hold(person->formulas, formula_implies(person->formulas, made->given, condition));
}

static void hold_range(struct person *person, const struct person_fact *made, double min,
                       double max) {
    struct formulas *formulas = person->formulas;
    if (isfinite(min)) {
        formula_id low = formula_number(formulas, min);
        hold_if_given(person, made, formula_at_most(formulas, low, made->value));
    }
    if (isfinite(max)) {
        formula_id high = formula_number(formulas, max);
        hold_if_given(person, made, formula_at_most(formulas, made->value, high));
    }
}

static void hold_number(struct person *person, const struct person_fact *made,
                        const struct fact *fact) {
    hold_range(person, made, fact->min, fact->max);
    if (fact->whole && !made->whole) {
        formula_id whole = formula_variable(person->formulas, SYNOVIA_SORT_INT);
        hold_if_given(person, made, formula_equal(person->formulas, made->value, whole));
    }
}

static void hold_options(struct person *person, const struct person_fact *made,
                         const struct fact *fact) {
    formula_id *own = arena_calloc(person->arena, fact->option_count + 1, sizeof *own);
    for (uint32_t i = 0; own != NULL && i < fact->option_count; i++) {
        own[i] = person_option(person, (uint32_t)(made - person->facts), fact, i);
    }
    if (own != NULL) {
        hold_if_given(person, made, formula_any(person->formulas, own, fact->option_count));
        formula_hold(person->formulas,
                     at_most_one(person->formulas, made->options, made->option_count));
    }
}

/* "none" is no answer where a choice has an option of that name. */
static bool takes_none(const struct fact *fact) {
    bool is_answer =
        fact->has_none || (fact->gate_kind != GATE_NONE && fact->otherwise.state == ANSWER_NONE);
    for (size_t i = 0; i < fact->option_count; i++) {
        is_answer = is_answer && !text_is(fact->options[i], "none");
    }
    return is_answer;
}

static void hold_states(struct person *person, const struct person_fact *made,
                        const struct fact *fact) {
    struct formulas *formulas = person->formulas;
    if (!takes_none(fact)) {
        formula_hold(formulas, formula_not(formulas, made->none));
    }
    if (!fact->screened) {
        formula_id said =
            formula_any(formulas, (formula_id[]){made->given, made->none, made->unanswerable}, 3);
        formula_hold(formulas,
                     formula_not(formulas, formula_and(formulas, person->screening, said)));
    }
}

static void hold_fact(struct person *person, const struct person_fact *made,
                      const struct fact *fact) {
    hold_states(person, made, fact);
    switch (fact->type) {
    case VALUE_YES_NO:
        return;
    case VALUE_CHOICE:
        hold_options(person, made, fact);
        return;
    case VALUE_NUMBER:
        hold_number(person, made, fact);
        return;
    case VALUE_DATE:
        hold_range(person, made, FIRST_DAY, fact->future ? LAST_DAY : person->as_of + 1);
        return;
    }
}

/* ---- joining --------------------------------------------------------------------------------- */

static size_t find(const struct person *person, const struct fact *fact) {
    size_t i = 0;
    while (i < person->fact_count && !(person->facts[i].type == fact->type &&
                                       text_equal(person->facts[i].name, fact->name))) {
        i++;
    }
    return i;
}

static bool make_room(struct person *person, size_t more) {
    if (person->fact_count + more <= person->fact_capacity) {
        return true;
    }
    struct person_fact *facts =
        arena_calloc(person->arena, person->fact_count + more, sizeof *facts);
    if (facts == NULL) {
        return false;
    }
    if (person->fact_count > 0) {
        memcpy(facts, person->facts, person->fact_count * sizeof *facts);
    }
    person->facts = facts;
    person->fact_capacity = person->fact_count + more;
    return true;
}

/* Options that only the newcomer has are added to the list. */
static bool join_options(struct person *person, struct person_fact *made, const struct fact *fact) {
    size_t most = made->option_count + fact->option_count;
    formula_id *options = arena_calloc(person->arena, most + 1, sizeof *options);
    struct text *names = arena_calloc(person->arena, most + 1, sizeof *names);
    if (options == NULL || names == NULL) {
        return false;
    }
    memcpy(options, made->options, made->option_count * sizeof *options);
    memcpy(names, made->option_names, made->option_count * sizeof *names);
    size_t before = made->option_count;
    made->options = options;
    made->option_names = names;
    for (size_t i = 0; i < fact->option_count; i++) {
        bool known = false;
        for (size_t k = 0; k < before; k++) {
            known = known || text_equal(names[k], fact->options[i]);
        }
        if (!known) {
            names[made->option_count] = fact->options[i];
            options[made->option_count++] = formula_variable(person->formulas, SYNOVIA_SORT_BOOL);
        }
    }
    return true;
}

static bool join_fact(struct person *person, const struct fact *fact, uint32_t *index) {
    *index = (uint32_t)find(person, fact);
    if (*index == person->fact_count) {
        if (!make_fact(person, fact, &person->facts[*index])) {
            return false;
        }
        person->fact_count++;
    } else if (fact->type == VALUE_CHOICE && !join_options(person, &person->facts[*index], fact)) {
        return false;
    }
    hold_fact(person, &person->facts[*index], fact);
    return !person->formulas->failed;
}

const uint32_t *person_join(struct person *person, const struct program *program) {
    uint32_t *map = arena_calloc(person->arena, program->fact_count + 1, sizeof *map);
    if (map == NULL || !make_room(person, program->fact_count)) {
        return NULL;
    }
    for (size_t i = 0; i < program->fact_count; i++) {
        if (!join_fact(person, &program->facts[i], &map[i])) {
            return NULL;
        }
    }
    return map;
}

bool person_vary(const struct person *person, uint32_t person_fact, const struct fact *fact,
                 struct person *varied) {
    *varied = *person;
    varied->facts = arena_calloc(person->arena, person->fact_count + 1, sizeof *varied->facts);
    if (varied->facts == NULL) {
        return false;
    }
    memcpy(varied->facts, person->facts, person->fact_count * sizeof *varied->facts);
    varied->fact_capacity = person->fact_count;
    if (!make_fact(varied, fact, &varied->facts[person_fact])) {
        return false;
    }
    hold_fact(varied, &varied->facts[person_fact], fact);
    return !person->formulas->failed;
}

/* ---- answers --------------------------------------------------------------------------------- */

formula_id person_option(const struct person *person, uint32_t person_fact, const struct fact *fact,
                         uint32_t option) {
    const struct person_fact *made = &person->facts[person_fact];
    if (fact->type == VALUE_YES_NO) {
        return made->options[option];
    }
    for (size_t i = 0; i < made->option_count; i++) {
        if (text_equal(made->option_names[i], fact->options[option])) {
            return made->options[i];
        }
    }
    return FORMULA_FALSE;
}

static formula_id has_value(const struct person *person, uint32_t person_fact,
                            const struct fact *fact, const struct answer *answer) {
    if (fact->type == VALUE_YES_NO || fact->type == VALUE_CHOICE) {
        return person_option(person, person_fact, fact, answer->option);
    }
    double value = fact->type == VALUE_DATE ? (double)answer->day : answer->number;
    return formula_equal(person->formulas, person->facts[person_fact].value,
                         formula_number(person->formulas, value));
}

formula_id person_has(const struct person *person, uint32_t person_fact, const struct fact *fact,
                      const struct answer *answer) {
    const struct person_fact *made = &person->facts[person_fact];
    struct formulas *formulas = person->formulas;
    switch (answer->state) {
    case ANSWER_GIVEN:
        return formula_and(formulas, made->given, has_value(person, person_fact, fact, answer));
    case ANSWER_NONE:
        return made->none;
    case ANSWER_UNANSWERABLE:
        return made->unanswerable;
    case ANSWER_ABSENT:
        break;
    }
    return formula_not(
        formulas,
        formula_any(formulas, (formula_id[]){made->given, made->none, made->unanswerable}, 3));
}
