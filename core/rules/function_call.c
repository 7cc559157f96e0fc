#include "rules/function_call.h"

#include "rules/interval.h"

#include <math.h>

/* ---- inputs ---------------------------------------------------------------------------------- */

static uint32_t lowest_bit(uint64_t mask) {
    uint32_t bit = 0;
    while ((mask >> bit & 1) == 0) {
        bit++;
    }
    return bit;
}

static struct text line_name(const struct program *program, node_id node, uint32_t line) {
    for (size_t i = 0; i < program->result_count; i++) {
        if (program->results[i].node == node) {
            return program->results[i].lines[line].name;
        }
    }
    return text_from(NULL, 0);
}

static void choose(struct function_value *value, struct text choice) {
    value->type = VALUE_CHOICE;
    value->choice = choice;
}

static struct function_value discrete_input(const struct evaluation *evaluation, node_id id) {
    const struct program *program = evaluation->program;
    const struct node *node = &program->nodes[id];
    uint64_t mask = evaluation->cells[id].mask;
    struct function_value value = {.type = VALUE_YES_NO, .none = mask == MASK_NONE};
    uint32_t bit = lowest_bit(mask);
    if (node->op == NODE_LINES) {
        choose(&value, line_name(program, id, bit));
    } else if (node->op == NODE_FACT_DISCRETE && program->facts[node->fact].type == VALUE_CHOICE) {
        choose(&value, value.none ? text_of("none") : program->facts[node->fact].options[bit]);
    } else if (node->op == NODE_FUNCTION_DISCRETE &&
               program->functions[node->function].type == VALUE_CHOICE) {
        choose(&value, program->functions[node->function].options[bit]);
    } else {
        value.yes = mask == MASK_TRUE;
    }
    return value;
}

static struct function_value input_of(const struct evaluation *evaluation, node_id id) {
    const struct node *node = &evaluation->program->nodes[id];
    if (!node_op_is_number(node->op)) {
        return discrete_input(evaluation, id);
    }
    const struct interval *number = &evaluation->cells[id].number;
    struct function_value value = {.type = VALUE_NUMBER, .none = !number->may_be_number};
    if (node->op == NODE_FACT_DATE) {
        value.type = VALUE_DATE;
        value.day = (int32_t)number->low;
    } else {
        value.number = number->low;
    }
    return value;
}

/* ---- output ---------------------------------------------------------------------------------- */

static union cell anything(const struct function *function) {
    union cell cell;
    if (function->type == VALUE_NUMBER) {
        cell.number = interval_range(function->min, function->max);
    } else if (function->type == VALUE_YES_NO) {
        cell.mask = MASK_UNKNOWN;
    } else {
        cell.mask = ((uint64_t)1 << function->option_count) - 1;
    }
    return cell;
}

static struct text accept_number(const struct function *function, double number, union cell *cell,
                                 struct arena *arena) {
    if (!isfinite(number)) {
        return text_of("the function returned a number that is not finite");
    }
    if (number < function->min || number > function->max) {
        return arena_format(arena, "the function returned %.17g, outside %.17g to %.17g", number,
                            function->min, function->max);
    }
    cell->number = interval_point(number);
    return text_from(NULL, 0);
}

static struct text accept_choice(const struct function *function, struct text choice,
                                 union cell *cell, struct arena *arena) {
    for (size_t i = 0; i < function->option_count; i++) {
        if (text_equal(function->options[i], choice)) {
            cell->mask = (uint64_t)1 << i;
            return text_from(NULL, 0);
        }
    }
    return arena_format(arena, "the function returned \"%.*s\", which is not one of its options",
                        (int)choice.length, choice.at);
}

/* Takes the value into the cell, or returns what is wrong with it. */
static struct text accept(const struct function *function, const struct function_value *output,
                          union cell *cell, struct arena *arena) {
    switch (function->type) {
    case VALUE_NUMBER:
        return accept_number(function, output->number, cell, arena);
    case VALUE_YES_NO:
        cell->mask = output->yes ? MASK_TRUE : MASK_FALSE;
        return text_from(NULL, 0);
    default:
        return accept_choice(function, output->choice, cell, arena);
    }
}

/* ---- the call -------------------------------------------------------------------------------- */

static struct text call(struct evaluation *evaluation, const struct node *node,
                        const struct function_value *inputs, union cell *cell) {
    struct function_value output = {.none = false};
    struct text failure = {NULL, 0};
    if (evaluation->functions == NULL) {
        return text_of("no functions can be called here");
    }
    if (!evaluation->functions->call(evaluation->functions->context, evaluation->program,
                                     node->function, inputs, node->child_count, evaluation->arena,
                                     &output, &failure)) {
        return text_is_empty(failure) ? text_of("the function failed") : failure;
    }
    return accept(&evaluation->program->functions[node->function], &output, cell,
                  evaluation->arena);
}

bool function_call_node(struct evaluation *evaluation, node_id id) {
    const struct node *node = &evaluation->program->nodes[id];
    const node_id *children = node_children(evaluation->program, node);
    union cell *cell = &evaluation->cells[id];
    *cell = anything(&evaluation->program->functions[node->function]);
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (!evaluation_known(evaluation, children[i])) {
            return true;
        }
    }
    struct function_value *inputs =
        arena_calloc(evaluation->arena, node->child_count + 1, sizeof *inputs);
    if (inputs == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        inputs[i] = input_of(evaluation, children[i]);
    }
    struct text failure = call(evaluation, node, inputs, cell);
    return text_is_empty(failure) || evaluation_fail(evaluation, id, failure);
}
