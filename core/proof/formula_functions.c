/*
 * Functions of authors: anything that its type allows, but the same for the same inputs, and what
 * the engine has seen it give. A function may also fail, and is then unknown.
 */
#include "proof/formula_meaning.h"

#include "rules/names.h"

#include <math.h>

/* ---- inputs ---------------------------------------------------------------------------------- */

/* The value of a known discrete node as a number: which option; none is -1. */
static formula_id which(struct formulas *formulas, const struct formula_cell *cell) {
    formula_id value = formula_number(formulas, -1);
    for (size_t i = cell->value_count; i-- > 0;) {
        value = formula_if(formulas, cell->values[i], formula_number(formulas, (double)i), value);
    }
    return value;
}

struct inputs {
    formula_id *items; /* two a number that may be none: the number, and whether it is there */
    size_t count;
    formula_id known;
};

static bool gather(const struct meaning *meaning, node_id id, struct inputs *inputs) {
    struct formulas *formulas = meaning->formulas;
    const struct node *node = &meaning->program->nodes[id];
    *inputs = (struct inputs){.known = FORMULA_TRUE};
    inputs->items =
        arena_calloc(meaning->arena, 2 * (size_t)node->child_count + 1, sizeof *inputs->items);
    for (uint32_t i = 0; inputs->items != NULL && i < node->child_count; i++) {
        node_id child = node_children(meaning->program, node)[i];
        const struct formula_cell *cell = &meaning->cells[child];
        inputs->known = formula_and(formulas, inputs->known, cell->known);
        if (!node_op_is_number(meaning->program->nodes[child].op)) {
            inputs->items[inputs->count++] = which(formulas, cell);
            continue;
        }
        formula_id zero = formula_number(formulas, 0);
        bool never = cell->number.number == FORMULA_FALSE;
        inputs->items[inputs->count++] =
            never ? zero : formula_if(formulas, cell->number.number, cell->number.low, zero);
        inputs->items[inputs->count++] =
            formula_if(formulas, cell->number.number, formula_number(formulas, 1), zero);
    }
    if (inputs->items != NULL && inputs->count == 0) { /* a symbol has arguments */
        inputs->items[inputs->count++] = formula_number(formulas, 0);
    }
    return inputs->items != NULL;
}

/* ---- symbols --------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t hash, uint64_t value) {
    hash = (hash ^ value) * 0x9e3779b97f4a7c15U;
    return hash ^ (hash >> 29);
}

static uint64_t mix_text(uint64_t hash, struct text text) {
    for (size_t i = 0; i < text.length; i++) {
        hash = mix(hash, (unsigned char)text.at[i]);
    }
    return mix(hash, text.length);
}

/* What a number stands for as an input: which texts, which type. */
static uint64_t mix_meaning(uint64_t hash, const struct program *program, node_id id) {
    const struct node *node = &program->nodes[id];
    hash = mix(hash, node_op_is_number(node->op) ? 1 + (node->op == NODE_FACT_DATE) : 0);
    for (uint32_t i = 0; !node_op_is_number(node->op) && i < 64; i++) {
        hash = mix_text(hash, node_option_name(program, id, i));
    }
    return hash;
}

/*
 * The function's value, or whether it fails: the same symbol for the same function and inputs that
 * mean the same, so that equal numbers are equal inputs.
 */
static uint32_t symbol(const struct meaning *meaning, node_id id, const struct inputs *inputs,
                       bool fails) {
    const struct node *node = &meaning->program->nodes[id];
    uint64_t hash = mix(mix(1, meaning->functions[node->function]), fails);
    for (uint32_t i = 0; i < node->child_count; i++) {
        hash = mix_meaning(hash, meaning->program, node_children(meaning->program, node)[i]);
    }
    for (size_t i = 0; i < inputs->count; i++) {
        hash = mix(hash, meaning->formulas->nodes[inputs->items[i]].sort);
    }
    return formula_symbol(meaning->formulas, hash);
}

static formula_id apply(const struct meaning *meaning, node_id id, const struct inputs *inputs,
                        enum synovia_sort sort, bool fails) {
    uint32_t name = symbol(meaning, id, inputs, fails);
    return formula_apply(meaning->formulas, sort, name, inputs->items, inputs->count);
}

static enum synovia_sort sort_of(const struct function *function) {
    switch (function->type) {
    case VALUE_YES_NO:
        return SYNOVIA_SORT_BOOL;
    case VALUE_CHOICE:
        return SYNOVIA_SORT_INT;
    default:
        return SYNOVIA_SORT_REAL;
    }
}

static const struct function *function_of(const struct meaning *meaning, node_id id) {
    return &meaning->program->functions[meaning->program->nodes[id].function];
}

/* ---- the node -------------------------------------------------------------------------------- */

static void hold_between(struct formulas *formulas, formula_id value, double low, double high) {
    if (isfinite(low)) {
        formula_hold(formulas, formula_at_most(formulas, formula_number(formulas, low), value));
    }
    if (isfinite(high)) {
        formula_hold(formulas, formula_at_most(formulas, value, formula_number(formulas, high)));
    }
}

static void choice(struct meaning *meaning, node_id id, formula_id value, formula_id told) {
    struct formulas *formulas = meaning->formulas;
    size_t count = function_of(meaning, id)->option_count;
    if (!meaning_values(meaning, id, count)) {
        return;
    }
    struct formula_cell *cell = &meaning->cells[id];
    hold_between(formulas, value, 0, (double)count - 1);
    for (size_t i = 0; i < count; i++) {
        formula_id is = formula_equal(formulas, value, formula_number(formulas, (double)i));
        cell->values[i] = formula_implies(formulas, told, is);
    }
    cell->none = FORMULA_FALSE;
    cell->known = count == 1 ? FORMULA_TRUE : told;
}

void meaning_function(struct meaning *meaning, node_id id) {
    struct formulas *formulas = meaning->formulas;
    const struct function *function = function_of(meaning, id);
    struct inputs inputs;
    if (!gather(meaning, id, &inputs)) {
        return;
    }
    formula_id value = apply(meaning, id, &inputs, sort_of(function), false);
    formula_id fails = apply(meaning, id, &inputs, SYNOVIA_SORT_BOOL, true);
    formula_id told = formula_and(formulas, inputs.known, formula_not(formulas, fails));
    meaning->familiar[id] = formula_not(formulas, inputs.known);
    if (function->type == VALUE_YES_NO) {
        meaning_condition(meaning, id, formula_implies(formulas, told, value),
                          formula_implies(formulas, told, formula_not(formulas, value)));
    } else if (function->type == VALUE_CHOICE) {
        choice(meaning, id, value, told);
    } else {
        hold_between(formulas, value, function->min, function->max);
        meaning->cells[id].number = interval_if(
            formulas, told, interval_of_value(formulas, value, function->min, function->max, false),
            interval_of_range(formulas, function->min, function->max));
        meaning->cells[id].known = meaning->cells[id].number.known;
    }
}

/* ---- learning -------------------------------------------------------------------------------- */

static double lowest_bit(uint64_t mask) {
    double bit = 0;
    for (; (mask & 1) == 0; mask >>= 1) {
        bit++;
    }
    return bit;
}

static formula_id is_number(struct formulas *formulas, formula_id formula, double number) {
    return formula_equal(formulas, formula, formula_number(formulas, number));
}

/* That the inputs are those of this case; false where one of them is not known in it. */
static bool case_of(const struct meaning *meaning, const struct evaluation *evaluation, node_id id,
                    const struct inputs *inputs, formula_id *is_case) {
    struct formulas *formulas = meaning->formulas;
    const struct node *node = &meaning->program->nodes[id];
    size_t at = 0;
    *is_case = inputs->known;
    for (uint32_t i = 0; i < node->child_count; i++) {
        node_id child = node_children(meaning->program, node)[i];
        const union cell *cell = &evaluation->cells[child];
        if (!evaluation_known(evaluation, child)) {
            return false;
        }
        if (!node_op_is_number(meaning->program->nodes[child].op)) {
            double value = cell->mask == MASK_NONE ? -1 : lowest_bit(cell->mask);
            *is_case =
                formula_and(formulas, *is_case, is_number(formulas, inputs->items[at++], value));
            continue;
        }
        bool there = cell->number.may_be_number;
        double value = there ? cell->number.low : 0;
        formula_id same = is_number(formulas, inputs->items[at++], value);
        formula_id as_there = is_number(formulas, inputs->items[at++], there);
        *is_case = formula_all(formulas, (formula_id[]){*is_case, same, as_there}, 3);
    }
    return true;
}

void meaning_learn_function(struct meaning *meaning, const struct evaluation *evaluation,
                            node_id id) {
    struct formulas *formulas = meaning->formulas;
    const struct function *function = function_of(meaning, id);
    struct inputs inputs;
    formula_id is_case;
    if (!gather(meaning, id, &inputs) || !case_of(meaning, evaluation, id, &inputs, &is_case)) {
        return;
    }
    formula_id value = apply(meaning, id, &inputs, sort_of(function), false);
    formula_id fails = apply(meaning, id, &inputs, SYNOVIA_SORT_BOOL, true);
    formula_id found = fails;
    if (evaluation_known(evaluation, id)) {
        const union cell *cell = &evaluation->cells[id];
        found = function->type == VALUE_YES_NO
                    ? (cell->mask == MASK_TRUE ? value : formula_not(formulas, value))
                : function->type == VALUE_CHOICE
                    ? is_number(formulas, value, lowest_bit(cell->mask))
                    : is_number(formulas, value, cell->number.low);
        found = formula_and(formulas, found, formula_not(formulas, fails));
    }
    formula_hold(formulas, formula_implies(formulas, is_case, found));
    meaning->familiar[id] = formula_or(formulas, meaning->familiar[id], is_case);
}

static bool is_call(enum node_op op) {
    return op == NODE_FUNCTION_DISCRETE || op == NODE_FUNCTION_NUMBER;
}

formula_id meaning_is_familiar(const struct meaning *meaning) {
    formula_id all = FORMULA_TRUE;
    for (node_id id = 0; id < meaning->program->node_count; id++) {
        if (is_call(meaning->program->nodes[id].op)) {
            all = formula_and(meaning->formulas, all, meaning->familiar[id]);
        }
    }
    return all;
}

void meaning_learn(struct meaning *meaning, const struct evaluation *evaluation) {
    for (node_id id = 0; id < evaluation->node_count; id++) {
        switch (meaning->program->nodes[id].op) {
        case NODE_FUNCTION_DISCRETE:
        case NODE_FUNCTION_NUMBER:
            meaning_learn_function(meaning, evaluation, id);
            break;
        case NODE_WEEKS_AGO:
        case NODE_MONTHS_AGO:
        case NODE_YEARS_AGO:
            meaning_learn_units(meaning, evaluation, id);
            break;
        default:
            break;
        }
    }
}
