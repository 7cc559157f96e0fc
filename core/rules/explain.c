/*
 * Writing a node as the script would: names for what has a name, the words of the language for the
 * rest. Terms share parts, so the text of a node can be far longer than the program: it is cut,
 * with an ellipsis, at EXPLAIN_BYTES.
 */
#include "rules/explain.h"

#include "base/number.h"
#include "rules/names.h"

enum { EXPLAIN_BYTES = 2000 };

struct writing {
    struct buffer *out;
    const struct program *program;
    node_id root;
    size_t end; /* length of `out` at which the text is cut */
};

static void write_node(struct writing *writing, node_id id);

static const struct node *node_at(const struct writing *writing, node_id id) {
    return &writing->program->nodes[id];
}

static void write(struct writing *writing, const char *string) {
    buffer_append_string(writing->out, string);
}

static void write_text(struct writing *writing, struct text text) {
    buffer_append_text(writing->out, text);
}

static void write_number(struct writing *writing, double number) {
    char digits[NUMBER_TEXT_SIZE];
    write_text(writing, number_format(number, digits));
}

/* ---- parts ----------------------------------------------------------------------------------- */

static bool is_arithmetic(enum node_op op) {
    return op == NODE_ADD || op == NODE_SUBTRACT || op == NODE_MULTIPLY || op == NODE_DIVIDE ||
           op == NODE_NEGATE;
}

/* A part of arithmetic, or what a method is called on: in brackets where it is itself arithmetic.
 */
static void write_operand(struct writing *writing, node_id id) {
    bool named = !text_is_empty(node_name(writing->program, id));
    bool brackets = !named && (is_arithmetic(node_at(writing, id)->op) ||
                               node_at(writing, id)->op == NODE_NUMBER);
    bool number = node_at(writing, id)->op == NODE_NUMBER;
    write(writing, brackets && !number ? "(" : "");
    write_node(writing, id);
    write(writing, brackets && !number ? ")" : "");
}

static void write_list(struct writing *writing, const char *word, const struct node *node) {
    const node_id *children = node_children(writing->program, node);
    write(writing, word);
    write(writing, " { ");
    for (uint32_t i = 0; i < node->child_count && writing->out->length < writing->end; i++) {
        write(writing, i == 0 ? "" : ", ");
        write_node(writing, children[i]);
    }
    write(writing, " }");
}

static void write_infix(struct writing *writing, const struct node *node) {
    const node_id *children = node_children(writing->program, node);
    for (uint32_t i = 0; i < node->child_count && writing->out->length < writing->end; i++) {
        if (i > 0) {
            write(writing, " ");
            write(writing, node_op_word(node->op));
            write(writing, " ");
        }
        write_operand(writing, children[i]);
    }
}

static void write_method(struct writing *writing, node_id on, const char *method) {
    write_operand(writing, on);
    write(writing, ":");
    write(writing, method);
}

static void write_comparison(struct writing *writing, node_id a, node_id b, const char *forward,
                             const char *backward) {
    bool swap = node_at(writing, a)->op == NODE_NUMBER && node_at(writing, b)->op != NODE_NUMBER;
    write_method(writing, swap ? b : a, swap ? backward : forward);
    write(writing, "(");
    write_node(writing, swap ? a : b);
    write(writing, ")");
}

static void write_one_of(struct writing *writing, const struct node *node, bool negated) {
    node_id on = node_children(writing->program, node)[0];
    if (node_is_condition(writing->program, on)) {
        write(writing, negated ? "~" : "");
        write_operand(writing, on);
        write(writing, node->mask == MASK_TRUE ? "" : ":is(false)");
        return;
    }
    uint64_t mask = node->mask;
    bool single = (mask & (mask - 1)) == 0;
    write(writing, negated && !single ? "~" : "");
    write_method(writing, on, !single ? "one_of { " : negated ? "is_not " : "is ");
    for (uint32_t bit = 0, written = 0; bit < 63; bit++) {
        if (mask >> bit & 1) {
            write(writing, written++ == 0 ? "\"" : ", \"");
            write_text(writing, node_option_name(writing->program, on, bit));
            write(writing, "\"");
        }
    }
    write(writing, single ? "" : " }");
}

static bool write_between(struct writing *writing, node_id id) {
    node_id number;
    double low;
    double high;
    if (!node_is_between(writing->program, id, &number, &low, &high)) {
        return false;
    }
    write_method(writing, number, "between(");
    write_number(writing, low);
    write(writing, ", ");
    write_number(writing, high);
    write(writing, ")");
    return true;
}

static void write_not(struct writing *writing, node_id child) {
    const struct node *below = node_at(writing, child);
    bool named = !text_is_empty(node_name(writing->program, child));
    if (!named && below->op == NODE_NOT) {
        write_node(writing, node_children(writing->program, below)[0]);
    } else if (!named && below->op == NODE_ANY) {
        write_list(writing, "none_of", below);
    } else if (!named && below->op == NODE_ONE_OF) {
        write_one_of(writing, below, true);
    } else {
        write(writing, "~");
        write_node(writing, child);
    }
}

static void write_first(struct writing *writing, const struct node *node) {
    const node_id *children = node_children(writing->program, node);
    write(writing, "first { ");
    for (uint32_t i = 0; i + 1 < node->child_count && writing->out->length < writing->end; i += 2) {
        write(writing, "{ ");
        write_node(writing, children[i + 1]);
        write(writing, ", when = ");
        write_node(writing, children[i]);
        write(writing, " }, ");
    }
    write(writing, "{ ");
    write_node(writing, children[node->child_count - 1]);
    write(writing, " } }");
}

static void write_with_number(struct writing *writing, const struct node *node) {
    write_method(writing, node_children(writing->program, node)[0], node_op_word(node->op));
    write(writing, "(");
    write_number(writing, node->number);
    write(writing, ")");
}

/* ---- one node -------------------------------------------------------------------------------- */

static void write_unnamed(struct writing *writing, node_id id) {
    const struct program *program = writing->program;
    const struct node *node = &program->nodes[id];
    const node_id *children = node_children(program, node);
    switch (node->op) {
    case NODE_FALSE:
    case NODE_TRUE:
        write(writing, node_op_word(node->op));
        return;
    case NODE_FACT_DISCRETE:
    case NODE_FACT_NUMBER:
    case NODE_FACT_DATE:
        write_text(writing, program->facts[node->fact].name);
        return;
    case NODE_ONE_OF:
        write_one_of(writing, node, false);
        return;
    case NODE_NOT:
        write_not(writing, children[0]);
        return;
    case NODE_ALL:
        if (!write_between(writing, id)) {
            write_list(writing, "all", node);
        }
        return;
    case NODE_ANY:
        write_list(writing, "any", node);
        return;
    case NODE_AT_LEAST_COUNT:
        write(writing, "at_least(");
        write_number(writing, node->count);
        write_list(writing, ",", node);
        write(writing, ")");
        return;
    case NODE_LESS:
        write_comparison(writing, children[0], children[1], "under", "over");
        return;
    case NODE_AT_MOST:
        write_comparison(writing, children[0], children[1], "at_most", "at_least");
        return;
    case NODE_EQUAL:
        write_comparison(writing, children[0], children[1], "is", "is");
        return;
    case NODE_LINES:
        write(writing, "result");
        return;
    case NODE_NUMBER:
        write_number(writing, node->number);
        return;
    case NODE_ADD:
    case NODE_SUBTRACT:
    case NODE_MULTIPLY:
    case NODE_DIVIDE:
        write_infix(writing, node);
        return;
    case NODE_NEGATE:
        write(writing, "-");
        write_operand(writing, children[0]);
        return;
    case NODE_IF_NONE:
    case NODE_ROSE_BY:
    case NODE_FELL_BY:
        write_with_number(writing, node);
        return;
    case NODE_FIRST:
        write_first(writing, node);
        return;
    case NODE_ANSWERED:
        write_text(writing, program->facts[node->fact].name);
        write(writing, ":answered()");
        return;
    case NODE_DAYS_UNTIL:
        write_method(writing, children[0], "days_until(");
        write_node(writing, children[1]);
        write(writing, ")");
        return;
    case NODE_IS_NONE:
    case NODE_DAYS_AGO:
    case NODE_WEEKS_AGO:
    case NODE_MONTHS_AGO:
    case NODE_YEARS_AGO:
        write_method(writing, children[0], node_op_word(node->op));
        write(writing, "()");
        return;
    case NODE_FUNCTION_DISCRETE:
    case NODE_FUNCTION_NUMBER:
        write_text(writing, program->functions[node->function].name);
        return;
    }
}

static void write_node(struct writing *writing, node_id id) {
    if (writing->out->length >= writing->end) {
        return;
    }
    struct text name = id == writing->root ? text_from(NULL, 0) : node_name(writing->program, id);
    if (!text_is_empty(name)) {
        write_text(writing, name);
    } else {
        write_unnamed(writing, id);
    }
}

void explain_node(struct buffer *out, const struct program *program, node_id node) {
    struct writing writing = {out, program, node, out->length + EXPLAIN_BYTES};
    write_node(&writing, node);
    if (out->length >= writing.end) {
        buffer_append_string(out, " ...");
    }
}
