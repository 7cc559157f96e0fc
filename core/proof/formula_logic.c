/* Conditions, made as simple as can be seen from one step away. */
#include "proof/formula_private.h"

#include <stdlib.h>

static formula_id make(struct formulas *formulas, enum synovia_formula_op op,
                       const formula_id *children, size_t count) {
    struct formula_node node = {.op = (unsigned char)op, .sort = SYNOVIA_SORT_BOOL};
    return formula_intern(formulas, node, children, count);
}

formula_id formula_not(struct formulas *formulas, formula_id a) {
    if (a == FORMULA_TRUE || a == FORMULA_FALSE) {
        return a == FORMULA_TRUE ? FORMULA_FALSE : FORMULA_TRUE;
    }
    if (!formulas->failed && formulas->nodes[a].op == SYNOVIA_OP_NOT) {
        return formula_children(formulas, a)[0];
    }
    return make(formulas, SYNOVIA_OP_NOT, &a, 1);
}

/* ---- all and any ----------------------------------------------------------------------------- */

static int by_id(const void *left, const void *right) {
    formula_id a = *(const formula_id *)left;
    formula_id b = *(const formula_id *)right;
    return (a > b) - (a < b);
}

static bool is_negation(const struct formulas *formulas, formula_id id, formula_id of) {
    return formulas->nodes[id].op == SYNOVIA_OP_NOT && formula_children(formulas, id)[0] == of;
}

/* True where one item is the negation of another; a negation stands behind what it negates. */
static bool has_opposites(const struct formulas *formulas, const formula_id *items, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (formulas->nodes[items[i]].op != SYNOVIA_OP_NOT) {
            continue;
        }
        formula_id negated = formula_children(formulas, items[i])[0];
        if (bsearch(&negated, items, count, sizeof *items, by_id) != NULL) {
            return true;
        }
    }
    return false;
}

/* Sorted, each once, without `neutral`; returns the number left. */
static size_t tidy(formula_id *items, size_t count, formula_id neutral) {
    qsort(items, count, sizeof *items, by_id);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        bool again = kept > 0 && items[kept - 1] == items[i];
        if (items[i] != neutral && !again) {
            items[kept++] = items[i];
        }
    }
    return kept;
}

/* `neutral` adds nothing, `final` decides all. */
static formula_id combine(struct formulas *formulas, enum synovia_formula_op op, formula_id *items,
                          size_t count, formula_id neutral, formula_id final) {
    if (formulas->failed) {
        return FORMULA_FALSE;
    }
    count = tidy(items, count, neutral);
    bool decided = count > 0 && (items[0] == final || (count > 1 && items[1] == final));
    if (decided || has_opposites(formulas, items, count)) {
        return final;
    }
    if (count <= 1) {
        return count == 0 ? neutral : items[0];
    }
    return make(formulas, op, items, count);
}

static formula_id combine_many(struct formulas *formulas, enum synovia_formula_op op,
                               const formula_id *items, size_t count, formula_id neutral,
                               formula_id final) {
    formula_id *copy = malloc((count + 1) * sizeof *copy);
    if (copy == NULL) {
        formulas->failed = true;
        return FORMULA_FALSE;
    }
    if (count > 0) {
        memcpy(copy, items, count * sizeof *items);
    }
    formula_id combined = combine(formulas, op, copy, count, neutral, final);
    free(copy);
    return combined;
}

formula_id formula_and(struct formulas *formulas, formula_id a, formula_id b) {
    formula_id items[] = {a, b};
    return combine(formulas, SYNOVIA_OP_AND, items, 2, FORMULA_TRUE, FORMULA_FALSE);
}

formula_id formula_or(struct formulas *formulas, formula_id a, formula_id b) {
    formula_id items[] = {a, b};
    return combine(formulas, SYNOVIA_OP_OR, items, 2, FORMULA_FALSE, FORMULA_TRUE);
}

formula_id formula_all(struct formulas *formulas, const formula_id *items, size_t count) {
    return combine_many(formulas, SYNOVIA_OP_AND, items, count, FORMULA_TRUE, FORMULA_FALSE);
}

formula_id formula_any(struct formulas *formulas, const formula_id *items, size_t count) {
    return combine_many(formulas, SYNOVIA_OP_OR, items, count, FORMULA_FALSE, FORMULA_TRUE);
}

formula_id formula_implies(struct formulas *formulas, formula_id a, formula_id b) {
    return formula_or(formulas, formula_not(formulas, a), b);
}

formula_id formula_same(struct formulas *formulas, formula_id a, formula_id b) {
    if (a == b || formulas->failed) {
        return FORMULA_TRUE;
    }
    if (a <= FORMULA_TRUE || b <= FORMULA_TRUE) {
        formula_id constant = a <= FORMULA_TRUE ? a : b;
        formula_id other = a <= FORMULA_TRUE ? b : a;
        return constant == FORMULA_TRUE ? other : formula_not(formulas, other);
    }
    if (is_negation(formulas, a, b) || is_negation(formulas, b, a)) {
        return FORMULA_FALSE;
    }
    formula_id items[] = {a < b ? a : b, a < b ? b : a};
    return make(formulas, SYNOVIA_OP_EQUAL, items, 2);
}

formula_id formula_if(struct formulas *formulas, formula_id condition, formula_id a, formula_id b) {
    if (a == b || condition == FORMULA_TRUE || formulas->failed) {
        return a;
    }
    if (condition == FORMULA_FALSE) {
        return b;
    }
    if (formulas->nodes[condition].op == SYNOVIA_OP_NOT) {
        return formula_if(formulas, formula_children(formulas, condition)[0], b, a);
    }
    if (formulas->nodes[a].sort == SYNOVIA_SORT_BOOL) {
        return formula_and(formulas, formula_implies(formulas, condition, a),
                           formula_or(formulas, condition, b));
    }
    bool whole =
        formulas->nodes[a].sort == SYNOVIA_SORT_INT && formulas->nodes[b].sort == SYNOVIA_SORT_INT;
    struct formula_node node = {.op = SYNOVIA_OP_IF,
                                .sort = whole ? SYNOVIA_SORT_INT : SYNOVIA_SORT_REAL};
    return formula_intern(formulas, node, (formula_id[]){condition, a, b}, 3);
}

/* ---- counting -------------------------------------------------------------------------------- */

/*
 * One row an item, from the last to the first: row[k] says that k or more of the items from here on
 * are true. An item more makes row[k] true where it was, or where the item is and row[k - 1] was.
 */
formula_id formula_at_least(struct formulas *formulas, const formula_id *items, size_t count,
                            size_t least) {
    if (least > count) {
        return FORMULA_FALSE;
    }
    formula_id *row = calloc(least + 1, sizeof *row); /* FORMULA_FALSE is 0 */
    if (row == NULL) {
        formulas->failed = true;
        return FORMULA_FALSE;
    }
    row[0] = FORMULA_TRUE;
    for (size_t i = count; i-- > 0;) {
        for (size_t k = least; k > 0; k--) {
            row[k] = formula_or(formulas, row[k], formula_and(formulas, items[i], row[k - 1]));
        }
    }
    formula_id enough = row[least];
    free(row);
    return enough;
}
