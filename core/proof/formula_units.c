/*
 * Days, weeks, months and years ago. Days and weeks are arithmetic. Months and years follow the
 * calendar: a variable that is near the days divided by their mean length, and exact at the
 * thresholds that matter: those of the comparisons, and those that the engine's cases show.
 *
 *     months_ago(D) >= k   if and only if   D <= the last day that is k months ago
 */
#include "proof/formula_meaning.h"

#include "base/date.h"

#include <math.h>

static int32_t completed(enum node_op op, int32_t from, int32_t to) {
    switch (op) {
    case NODE_WEEKS_AGO:
        return date_completed_weeks(from, to);
    case NODE_MONTHS_AGO:
        return date_completed_months(from, to);
    default:
        return date_completed_years(from, to);
    }
}

/* The last day from which `units` or more are completed until `as_of`; before FIRST_DAY: none. */
static int32_t last_day(enum node_op op, int32_t units, int32_t as_of) {
    int32_t low = FIRST_DAY - 1;
    int32_t high = LAST_DAY;
    while (low < high) {
        int32_t middle = low + (high - low + 1) / 2;
        if (completed(op, middle, as_of) >= units) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

static void hold_threshold(const struct meaning *meaning, enum node_op op, formula_id day,
                           formula_id units, int32_t threshold) {
    struct formulas *formulas = meaning->formulas;
    int32_t last = last_day(op, threshold, meaning->person->as_of);
    formula_id reached = formula_at_most(formulas, formula_number(formulas, threshold), units);
    formula_id early = formula_at_most(formulas, day, formula_number(formulas, last));
    formula_hold(formulas, formula_same(formulas, reached, early));
}

/* ---- the calendar, roughly ------------------------------------------------------------------- */

static void hold_weeks(struct formulas *formulas, formula_id days, formula_id weeks) {
    formula_id seven = formula_multiply(formulas, weeks, formula_number(formulas, 7));
    formula_id rest = formula_subtract(formulas, days, seven);
    formula_id six = formula_number(formulas, 6);
    formula_id none = formula_number(formulas, 0);
    formula_id up = formula_and(formulas, formula_at_most(formulas, none, rest),
                                formula_at_most(formulas, rest, six));
    formula_id down =
        formula_and(formulas, formula_at_most(formulas, formula_negate(formulas, six), rest),
                    formula_at_most(formulas, rest, none));
    formula_id past = formula_at_most(formulas, none, days);
    formula_hold(formulas, formula_if(formulas, past, up, down));
}

/* Months and years of the Gregorian calendar have these lengths in the mean; a completed one lies
 * nowhere farther from it than one of them and some leap days. */
static void hold_mean(struct formulas *formulas, enum node_op op, formula_id days,
                      formula_id units) {
    double mean = op == NODE_MONTHS_AGO ? 30.436875 : 365.2425;
    formula_id length = formula_multiply(formulas, units, formula_number(formulas, mean));
    formula_id apart = formula_subtract(formulas, days, length);
    double most = mean + 50;
    formula_hold(formulas, formula_at_most(formulas, formula_number(formulas, -most), apart));
    formula_hold(formulas, formula_at_most(formulas, apart, formula_number(formulas, most)));
}

/* Comparisons of the node with plain numbers tell where it has to be exact. */
static void hold_compared(const struct meaning *meaning, node_id id, formula_id day,
                          formula_id units) {
    const struct program *program = meaning->program;
    for (node_id other = id + 1; other < program->node_count; other++) {
        const struct node *node = &program->nodes[other];
        if (node->op != NODE_LESS && node->op != NODE_AT_MOST && node->op != NODE_EQUAL) {
            continue;
        }
        const node_id *children = node_children(program, node);
        node_id limit = children[0] == id ? children[1] : children[0];
        bool meets = (children[0] == id) != (children[1] == id);
        if (meets && program->nodes[limit].op == NODE_NUMBER &&
            fabs(program->nodes[limit].number) < 200000) {
            int32_t threshold = (int32_t)floor(program->nodes[limit].number);
            enum node_op op = program->nodes[id].op;
            hold_threshold(meaning, op, day, units, threshold);
            hold_threshold(meaning, op, day, units, threshold + 1);
        }
    }
}

/* ---- the node -------------------------------------------------------------------------------- */

static formula_id units_of(const struct meaning *meaning, node_id id, formula_id day) {
    struct formulas *formulas = meaning->formulas;
    enum node_op op = meaning->program->nodes[id].op;
    formula_id as_of = formula_number(formulas, meaning->person->as_of);
    formula_id days = formula_subtract(formulas, as_of, day);
    if (op == NODE_DAYS_AGO) {
        return days;
    }
    formula_id units = formula_unknown(formulas, SYNOVIA_SORT_INT, UNKNOWN_UNITS + op, &day, 1);
    if (op == NODE_WEEKS_AGO) {
        hold_weeks(formulas, days, units);
    } else {
        hold_mean(formulas, op, days, units);
        hold_compared(meaning, id, day, units);
    }
    return units;
}

static const struct fact *dated_fact(const struct meaning *meaning, node_id id) {
    const struct program *program = meaning->program;
    node_id date = node_children(program, &program->nodes[id])[0];
    return &program->facts[program->nodes[date].fact];
}

void meaning_units(struct meaning *meaning, node_id id) {
    struct formulas *formulas = meaning->formulas;
    node_id below = node_children(meaning->program, &meaning->program->nodes[id])[0];
    const struct formula_interval *date = &meaning->cells[below].number;
    if (date->number == FORMULA_FALSE) {
        meaning->cells[id].number = interval_of_none();
        return;
    }
    bool future = dated_fact(meaning, id)->future;
    formula_id none_yet = formula_number(formulas, 0);
    formula_id units = units_of(meaning, id, date->low);
    if (!future) { /* a day ahead counts as today */
        units = formula_if(formulas, formula_less(formulas, units, none_yet), none_yet, units);
    }
    formula_id anywhere = date->low_open;
    struct formula_interval ago =
        interval_of_value(formulas, formula_if(formulas, anywhere, none_yet, units),
                          future ? FIRST_DAY - LAST_DAY : 0, LAST_DAY - FIRST_DAY, true);
    ago.number = date->number;
    ago.none = date->none;
    ago.known = date->known;
    ago.low_open = formula_and(formulas, anywhere, formula_bool(future));
    ago.high_open = anywhere;
    meaning->cells[id].number = ago;
}

void meaning_learn_units(struct meaning *meaning, const struct evaluation *evaluation, node_id id) {
    const struct program *program = meaning->program;
    enum node_op op = program->nodes[id].op;
    node_id below = node_children(program, &program->nodes[id])[0];
    const struct interval *date = &evaluation->cells[below].number;
    if (op == NODE_DAYS_AGO || op == NODE_WEEKS_AGO || !date->may_be_number ||
        date->low != date->high) {
        return;
    }
    formula_id day = meaning->cells[below].number.low;
    formula_id units = units_of(meaning, id, day);
    int32_t found = completed(op, (int32_t)date->low, meaning->person->as_of);
    hold_threshold(meaning, op, day, units, found);
    hold_threshold(meaning, op, day, units, found + 1);
}
