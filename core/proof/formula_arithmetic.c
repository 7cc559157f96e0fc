/* Numbers. What is computed here at once is computed exactly, or left to the analyser. */
#include "proof/formula_private.h"

#include <math.h>

static bool is_whole(const struct formulas *formulas, formula_id id) {
    return formulas->nodes[id].sort == SYNOVIA_SORT_INT;
}

static formula_id make(struct formulas *formulas, enum synovia_formula_op op, formula_id a,
                       formula_id b) {
    bool whole = is_whole(formulas, a) && is_whole(formulas, b) && op != SYNOVIA_OP_DIVIDE;
    struct formula_node node = {.op = (unsigned char)op,
                                .sort = whole ? SYNOVIA_SORT_INT : SYNOVIA_SORT_REAL};
    return formula_intern(formulas, node, (formula_id[]){a, b}, 2);
}

/* Both are whole numbers, small enough for exact sums and products. */
static bool are_small(const struct formulas *formulas, formula_id a, formula_id b, double *x,
                      double *y) {
    enum { SMALL = 1 << 26 };
    return formula_is_number(formulas, a, x) && formula_is_number(formulas, b, y) &&
           is_whole(formulas, a) && is_whole(formulas, b) && fabs(*x) <= SMALL && fabs(*y) <= SMALL;
}

static bool is(const struct formulas *formulas, formula_id id, double number) {
    double found;
    return formula_is_number(formulas, id, &found) && found == number;
}

formula_id formula_add(struct formulas *formulas, formula_id a, formula_id b) {
    double x, y;
    if (formulas->failed) {
        return FORMULA_FALSE;
    }
    if (are_small(formulas, a, b, &x, &y)) {
        return formula_number(formulas, x + y);
    }
    if (is(formulas, a, 0) || is(formulas, b, 0)) {
        return is(formulas, a, 0) ? b : a;
    }
    return make(formulas, SYNOVIA_OP_ADD, a < b ? a : b, a < b ? b : a);
}

formula_id formula_negate(struct formulas *formulas, formula_id a) {
    double x;
    if (formulas->failed) {
        return FORMULA_FALSE;
    }
    if (formula_is_number(formulas, a, &x)) {
        return formula_number(formulas, -x);
    }
    if (formulas->nodes[a].op == SYNOVIA_OP_NEGATE) {
        return formula_children(formulas, a)[0];
    }
    struct formula_node node = {.op = SYNOVIA_OP_NEGATE, .sort = formulas->nodes[a].sort};
    return formula_intern(formulas, node, &a, 1);
}

formula_id formula_subtract(struct formulas *formulas, formula_id a, formula_id b) {
    double x, y;
    if (formulas->failed) {
        return FORMULA_FALSE;
    }
    if (are_small(formulas, a, b, &x, &y)) {
        return formula_number(formulas, x - y);
    }
    return is(formulas, b, 0) ? a : make(formulas, SYNOVIA_OP_SUBTRACT, a, b);
}

formula_id formula_multiply(struct formulas *formulas, formula_id a, formula_id b) {
    double x, y;
    if (formulas->failed) {
        return FORMULA_FALSE;
    }
    if (are_small(formulas, a, b, &x, &y)) {
        return formula_number(formulas, x * y);
    }
    if (is(formulas, a, 1) || is(formulas, b, 1)) {
        return is(formulas, a, 1) ? b : a;
    }
    if (is(formulas, a, 0) || is(formulas, b, 0)) {
        return formula_number(formulas, 0);
    }
    return make(formulas, SYNOVIA_OP_MULTIPLY, a < b ? a : b, a < b ? b : a);
}

formula_id formula_divide(struct formulas *formulas, formula_id a, formula_id b) {
    if (formulas->failed || is(formulas, b, 1)) {
        return a;
    }
    return make(formulas, SYNOVIA_OP_DIVIDE, a, b);
}

/* ---- comparing ------------------------------------------------------------------------------- */

/* Both branches of an `if` compared with a number are mostly decided at once: a comparison moves
 * inside it. */
static bool may_move_inside(const struct formulas *formulas, formula_id id, formula_id other) {
    double number;
    return formulas->nodes[id].op == SYNOVIA_OP_IF && formula_is_number(formulas, other, &number);
}

/* Branches share parts, so what was compared once is remembered. `id` is the side that is an `if`;
 * depth is that of the formula. */
static formula_id move_inside(struct formulas *formulas, formula_id id, formula_id other,
                              bool on_the_left) {
    uint64_t key = (uint64_t)(on_the_left ? id : other) << 32 | (on_the_left ? other : id);
    formula_id known;
    if (formula_recall(formulas, key, &known)) {
        return known;
    }
    formula_id condition = formula_children(formulas, id)[0];
    formula_id a = formula_children(formulas, id)[1];
    formula_id b = formula_children(formulas, id)[2];
    formula_id first = on_the_left ? formula_less(formulas, a, other) //
                                   : formula_less(formulas, other, a);
    formula_id second =
        on_the_left ? formula_less(formulas, b, other) : formula_less(formulas, other, b);
    formula_id less = formula_if(formulas, condition, first, second);
    formula_remember(formulas, key, less);
    return less;
}

formula_id formula_less(struct formulas *formulas, formula_id a, formula_id b) {
    double x, y;
    if (formulas->failed || a == b) {
        return FORMULA_FALSE;
    }
    if (formula_is_number(formulas, a, &x) && formula_is_number(formulas, b, &y)) {
        return formula_bool(x < y); /* shortest decimals are in the order of their doubles */
    }
    if (may_move_inside(formulas, a, b)) {
        return move_inside(formulas, a, b, true);
    }
    if (may_move_inside(formulas, b, a)) {
        return move_inside(formulas, b, a, false);
    }
    struct formula_node node = {.op = SYNOVIA_OP_LESS, .sort = SYNOVIA_SORT_BOOL};
    return formula_intern(formulas, node, (formula_id[]){a, b}, 2);
}

formula_id formula_at_most(struct formulas *formulas, formula_id a, formula_id b) {
    return formula_not(formulas, formula_less(formulas, b, a));
}

formula_id formula_equal(struct formulas *formulas, formula_id a, formula_id b) {
    return formula_and(formulas, formula_at_most(formulas, a, b), formula_at_most(formulas, b, a));
}

formula_id formula_lesser(struct formulas *formulas, formula_id a, formula_id b) {
    return formula_if(formulas, formula_less(formulas, b, a), b, a);
}

formula_id formula_greater(struct formulas *formulas, formula_id a, formula_id b) {
    return formula_if(formulas, formula_less(formulas, a, b), b, a);
}
