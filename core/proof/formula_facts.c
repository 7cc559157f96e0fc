/* Facts behind their gates (rules/gates.c). Contradictions and stray nones are held to be not
 * there. */
#include "proof/formula_meaning.h"

#include <math.h>

struct seen {
    struct formulas *formulas;
    const struct fact *fact;
    const struct person_fact *answer;
    uint32_t person_fact;
    formula_id gate_yes, gate_no; /* the gate may be true, may be false */
    formula_id sent;
};

static struct seen look_at(const struct meaning *meaning, uint32_t index) {
    const struct fact *fact = &meaning->program->facts[index];
    uint32_t person_fact = meaning->facts[index];
    struct seen seen = {
        .formulas = meaning->formulas,
        .fact = fact,
        .answer = &meaning->person->facts[person_fact],
        .person_fact = person_fact,
        .gate_yes = FORMULA_TRUE,
        .gate_no = FORMULA_FALSE,
    };
    if (fact->gate != NODE_MISSING) {
        seen.gate_yes = meaning_yes(meaning, fact->gate);
        seen.gate_no = meaning_no(meaning, fact->gate);
    }
    seen.sent = formula_or(meaning->formulas, seen.answer->given, seen.answer->none);
    return seen;
}

/* Nothing sent, and the gate may be true: the value may be anything. */
static formula_id may_be_anything(const struct seen *seen) {
    return formula_and(seen->formulas, formula_not(seen->formulas, seen->sent), seen->gate_yes);
}

/* Nothing sent, and the gate may be false: the value may be `otherwise`. */
static formula_id may_be_otherwise(const struct seen *seen) {
    return formula_and(seen->formulas, formula_not(seen->formulas, seen->sent), seen->gate_no);
}

/* ---- who is left out ------------------------------------------------------------------------- */

/* The answer sent is `otherwise`, as far as the engine tells numbers apart. */
static formula_id is_otherwise(const struct meaning *meaning, const struct seen *seen) {
    struct formulas *formulas = seen->formulas;
    const struct answer *otherwise = &seen->fact->otherwise;
    if (seen->fact->type != VALUE_NUMBER || otherwise->state != ANSWER_GIVEN) {
        return person_has(meaning->person, seen->person_fact, seen->fact, otherwise);
    }
    double band = 2 * NUMBER_TOLERANCE * fabs(otherwise->number);
    formula_id low = formula_number(formulas, otherwise->number - band);
    formula_id high = formula_number(formulas, otherwise->number + band);
    return formula_all(formulas,
                       (formula_id[]){seen->answer->given,
                                      formula_at_most(formulas, low, seen->answer->value),
                                      formula_at_most(formulas, seen->answer->value, high)},
                       3);
}

static void leave_out(const struct meaning *meaning, const struct seen *seen) {
    struct formulas *formulas = seen->formulas;
    formula_id certain = formula_not(formulas, seen->gate_no);
    if (!seen->fact->has_none) {
        formula_id stray = formula_and(formulas, seen->answer->none, certain);
        formula_hold(formulas, formula_not(formulas, stray));
    }
    if (seen->fact->gate_kind == GATE_ONLY_IF) {
        formula_id ruled_out = formula_not(formulas, seen->gate_yes);
        formula_id sent = formula_and(formulas, ruled_out, seen->sent);
        formula_hold(formulas, formula_implies(formulas, sent, is_otherwise(meaning, seen)));
    }
}

/* ---- what could settle it -------------------------------------------------------------------- */

static formula_id absent(const struct seen *seen) {
    formula_id said = formula_or(seen->formulas, seen->sent, seen->answer->unanswerable);
    return formula_not(seen->formulas, said);
}

/* rules/needs.c: behind a gate that is not known, what the gate needs; else the fact itself. */
static formula_id may_settle(const struct meaning *meaning, const struct seen *seen) {
    struct formulas *formulas = seen->formulas;
    const struct fact *fact = seen->fact;
    formula_id itself = fact->optional || !fact->screened ? FORMULA_FALSE : absent(seen);
    if (fact->gate == NODE_MISSING) {
        return itself;
    }
    return formula_or(formulas, meaning->cells[fact->gate].settle, itself);
}

static void finish(struct meaning *meaning, node_id id, const struct seen *seen) {
    struct formula_cell *cell = &meaning->cells[id];
    cell->settle = formula_and(seen->formulas, formula_not(seen->formulas, cell->known),
                               may_settle(meaning, seen));
}

/* ---- discrete facts -------------------------------------------------------------------------- */

static bool is_otherwise_option(const struct fact *fact, uint32_t option) {
    return fact->gate != NODE_MISSING && fact->otherwise.state == ANSWER_GIVEN &&
           fact->otherwise.option == option;
}

/* More than one value is left: nothing sent, and several that it may be. */
static formula_id discrete_unknown(const struct seen *seen, size_t options) {
    const struct fact *fact = seen->fact;
    struct formulas *formulas = seen->formulas;
    size_t anything = fact->optional ? 1 : options + fact->has_none;
    if (anything > 1) {
        return may_be_anything(seen);
    }
    bool otherwise_is_none = fact->otherwise.state == ANSWER_NONE;
    bool is_other = fact->optional ? !otherwise_is_none : otherwise_is_none;
    return is_other ? formula_and(formulas, may_be_anything(seen), may_be_otherwise(seen))
                    : FORMULA_FALSE;
}

static void discrete_fact(struct meaning *meaning, node_id id, const struct seen *seen) {
    struct formulas *formulas = seen->formulas;
    const struct fact *fact = seen->fact;
    size_t options = fact->type == VALUE_YES_NO ? 2 : fact->option_count;
    if (!meaning_values(meaning, id, options)) {
        return;
    }
    struct formula_cell *cell = &meaning->cells[id];
    formula_id anything = may_be_anything(seen);
    formula_id otherwise = may_be_otherwise(seen);
    for (uint32_t i = 0; i < options; i++) {
        formula_id option = person_option(meaning->person, seen->person_fact, fact, i);
        formula_id given = formula_and(formulas, seen->answer->given, option);
        formula_id free = fact->optional ? FORMULA_FALSE : anything;
        formula_id other = is_otherwise_option(fact, i) ? otherwise : FORMULA_FALSE;
        cell->values[i] = formula_any(formulas, (formula_id[]){given, free, other}, 3);
    }
    formula_id free_none = fact->has_none || fact->optional ? anything : FORMULA_FALSE;
    bool otherwise_is_none = fact->gate != NODE_MISSING && fact->otherwise.state == ANSWER_NONE;
    formula_id other_none = otherwise_is_none ? otherwise : FORMULA_FALSE;
    cell->none =
        formula_any(formulas, (formula_id[]){seen->answer->none, free_none, other_none}, 3);
    cell->known = formula_not(formulas, discrete_unknown(seen, options));
}

/* ---- numbers and dates ----------------------------------------------------------------------- */

static struct formula_interval given_interval(const struct seen *seen) {
    const struct fact *fact = seen->fact;
    if (fact->type == VALUE_DATE) {
        return interval_of_value(seen->formulas, seen->answer->value, FIRST_DAY, LAST_DAY, true);
    }
    return interval_of_value(seen->formulas, seen->answer->value, fact->min, fact->max,
                             fact->whole);
}

static struct formula_interval anything_interval(const struct seen *seen) {
    const struct fact *fact = seen->fact;
    if (fact->optional) {
        return interval_of_none();
    }
    bool is_date = fact->type == VALUE_DATE;
    struct formula_interval range = is_date
                                        ? interval_of_range(seen->formulas, FIRST_DAY, LAST_DAY)
                                        : interval_of_range(seen->formulas, fact->min, fact->max);
    if (is_date) { /* which the engine does not bound */
        range.low_open = range.high_open = FORMULA_TRUE;
    }
    if (fact->has_none) {
        range.none = FORMULA_TRUE;
        range.known = FORMULA_FALSE;
    }
    return range;
}

static struct formula_interval otherwise_interval(const struct seen *seen) {
    const struct answer *otherwise = &seen->fact->otherwise;
    if (otherwise->state == ANSWER_NONE) {
        return interval_of_none();
    }
    return interval_of_number(seen->formulas,
                              seen->fact->type == VALUE_DATE ? otherwise->day : otherwise->number);
}

static void number_fact(struct meaning *meaning, node_id id, const struct seen *seen) {
    struct formula_interval unsaid = anything_interval(seen);
    if (seen->fact->gate != NODE_MISSING) {
        unsaid = interval_when(seen->formulas, seen->gate_yes, seen->gate_no, unsaid,
                               otherwise_interval(seen));
    }
    formula_id none = seen->answer->none;
    struct formula_interval silent = interval_if(seen->formulas, none, interval_of_none(), unsaid);
    struct formula_cell *cell = &meaning->cells[id];
    cell->number = interval_if(seen->formulas, seen->answer->given, given_interval(seen), silent);
    cell->known = cell->number.known;
}

/* ---- the whole ------------------------------------------------------------------------------- */

void meaning_fact(struct meaning *meaning, node_id id) {
    struct seen seen = look_at(meaning, meaning->program->nodes[id].fact);
    leave_out(meaning, &seen);
    if (meaning->program->nodes[id].op == NODE_FACT_DISCRETE) {
        discrete_fact(meaning, id, &seen);
    } else {
        number_fact(meaning, id, &seen);
    }
    finish(meaning, id, &seen);
}

/* Given, none or filled in: true; unanswerable: false; absent, or behind a doubtful gate: not
 * known. */
void meaning_answered(struct meaning *meaning, node_id id) {
    struct formulas *formulas = meaning->formulas;
    struct seen seen = look_at(meaning, meaning->program->nodes[id].fact);
    formula_id open =
        seen.fact->optional ? FORMULA_FALSE : formula_not(formulas, seen.answer->unanswerable);
    formula_id yes = formula_any(formulas, (formula_id[]){seen.sent, seen.gate_no, open}, 3);
    meaning_condition(meaning, id, yes, may_be_anything(&seen));
    finish(meaning, id, &seen);
}
