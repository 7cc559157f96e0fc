#include "rules/names.h"

struct text node_name(const struct program *program, node_id id) {
    for (size_t i = 0; i < program->derived_count; i++) {
        if (program->derived[i].node == id) {
            return program->derived[i].name;
        }
    }
    for (size_t i = 0; i < program->score_count; i++) {
        if (program->scores[i].node == id) {
            return program->scores[i].name;
        }
    }
    for (size_t i = 0; i < program->result_count; i++) {
        if (program->results[i].node == id) {
            return program->results[i].name;
        }
    }
    return text_from(NULL, 0);
}

struct text node_option_name(const struct program *program, node_id id, uint32_t bit) {
    const struct node *node = &program->nodes[id];
    if (node->op == NODE_FACT_DISCRETE && bit < program->facts[node->fact].option_count) {
        return program->facts[node->fact].options[bit];
    }
    if (node->op == NODE_FUNCTION_DISCRETE &&
        bit < program->functions[node->function].option_count) {
        return program->functions[node->function].options[bit];
    }
    for (size_t i = 0; node->op == NODE_LINES && i < program->result_count; i++) {
        if (program->results[i].node == id && bit < program->results[i].line_count) {
            return program->results[i].lines[bit].name;
        }
    }
    return text_from(NULL, 0);
}

bool node_is_condition(const struct program *program, node_id id) {
    const struct node *node = &program->nodes[id];
    switch (node->op) {
    case NODE_FACT_DISCRETE:
        return program->facts[node->fact].type == VALUE_YES_NO;
    case NODE_FUNCTION_DISCRETE:
        return program->functions[node->function].type == VALUE_YES_NO;
    default:
        return node->op != NODE_LINES && !node_op_is_number(node->op);
    }
}

struct text node_unit(const struct program *program, node_id id) {
    const struct node *node = &program->nodes[id];
    if (node->op == NODE_FACT_NUMBER) {
        return program->facts[node->fact].unit;
    }
    for (size_t i = 0; i < program->derived_count; i++) {
        if (program->derived[i].node == id) {
            return program->derived[i].unit;
        }
    }
    return text_from(NULL, 0);
}

bool node_is_between(const struct program *program, node_id id, node_id *number, double *low,
                     double *high) {
    const struct node *nodes = program->nodes;
    const node_id *sides = node_children(program, &nodes[id]);
    if (nodes[id].op != NODE_ALL || nodes[id].child_count != 2 ||
        nodes[sides[0]].op != NODE_AT_MOST || nodes[sides[1]].op != NODE_AT_MOST) {
        return false;
    }
    const node_id *below = node_children(program, &nodes[sides[0]]);
    const node_id *above = node_children(program, &nodes[sides[1]]);
    if (below[1] != above[0] || nodes[below[0]].op != NODE_NUMBER ||
        nodes[above[1]].op != NODE_NUMBER) {
        return false;
    }
    *number = below[1];
    *low = nodes[below[0]].number;
    *high = nodes[above[1]].number;
    return true;
}
