/* Each formula as a Z3 term. */
#include "prover/solver.h"

#include <stdlib.h>
#include <string.h>

static Z3_sort sort_of(const struct synovia_solver *solver, uint32_t sort) {
    switch (sort) {
    case SYNOVIA_SORT_BOOL:
        return Z3_mk_bool_sort(solver->context);
    case SYNOVIA_SORT_INT:
        return Z3_mk_int_sort(solver->context);
    default:
        return Z3_mk_real_sort(solver->context);
    }
}

bool solver_is_of(const struct synovia_solver *solver, Z3_ast ast, Z3_sort_kind kind) {
    return Z3_get_sort_kind(solver->context, Z3_get_sort(solver->context, ast)) == kind;
}

/* The children as Z3 wants them: where whole and real numbers meet, all real. */
struct operands {
    Z3_ast *at;
    unsigned count;
};

static void make_real(const struct synovia_solver *solver, struct operands *operands, bool always) {
    bool real = always;
    for (unsigned i = 0; i < operands->count; i++) {
        real = real || solver_is_of(solver, operands->at[i], Z3_REAL_SORT);
    }
    for (unsigned i = 0; real && i < operands->count; i++) {
        if (solver_is_of(solver, operands->at[i], Z3_INT_SORT)) {
            operands->at[i] = Z3_mk_int2real(solver->context, operands->at[i]);
        }
    }
}

static Z3_ast make_number(const struct synovia_solver *solver,
                          const struct synovia_formula *formula) {
    char digits[512];
    if (formula->number.length == 0 || formula->number.length >= sizeof digits) {
        return NULL;
    }
    memcpy(digits, formula->number.at, formula->number.length);
    digits[formula->number.length] = '\0';
    return Z3_mk_numeral(solver->context, digits, sort_of(solver, formula->sort));
}

static Z3_ast make_application(const struct synovia_solver *solver,
                               const struct synovia_formula *formula, struct operands operands) {
    Z3_sort *domain = calloc(operands.count + 1, sizeof *domain);
    if (domain == NULL) {
        return NULL;
    }
    for (unsigned i = 0; i < operands.count; i++) {
        domain[i] = Z3_get_sort(solver->context, operands.at[i]);
    }
    Z3_symbol name = Z3_mk_int_symbol(solver->context, (int)(formula->function & 0x3fffffff));
    Z3_func_decl function = Z3_mk_func_decl(solver->context, name, operands.count, domain,
                                            sort_of(solver, formula->sort));
    free(domain);
    return Z3_mk_app(solver->context, function, operands.count, operands.at);
}

/* The children are checked already: their number, and that they are there. */
static Z3_ast make(const struct synovia_solver *solver, const struct synovia_formula *formula,
                   struct operands operands) {
    Z3_context context = solver->context;
    Z3_ast *at = operands.at;
    switch (formula->op) {
    case SYNOVIA_OP_FALSE:
        return Z3_mk_false(context);
    case SYNOVIA_OP_TRUE:
        return Z3_mk_true(context);
    case SYNOVIA_OP_NUMBER:
        return make_number(solver, formula);
    case SYNOVIA_OP_VARIABLE:
        return Z3_mk_fresh_const(context, "v", sort_of(solver, formula->sort));
    case SYNOVIA_OP_NOT:
        return Z3_mk_not(context, at[0]);
    case SYNOVIA_OP_AND:
        return Z3_mk_and(context, operands.count, at);
    case SYNOVIA_OP_OR:
        return Z3_mk_or(context, operands.count, at);
    case SYNOVIA_OP_IF: {
        struct operands branches = {at + 1, 2};
        make_real(solver, &branches, formula->sort == SYNOVIA_SORT_REAL);
        return Z3_mk_ite(context, at[0], at[1], at[2]);
    }
    case SYNOVIA_OP_APPLY:
        return make_application(solver, formula, operands);
    default:
        break;
    }
    make_real(solver, &operands, formula->sort == SYNOVIA_SORT_REAL);
    switch (formula->op) {
    case SYNOVIA_OP_EQUAL:
        return Z3_mk_eq(context, at[0], at[1]);
    case SYNOVIA_OP_LESS:
        return Z3_mk_lt(context, at[0], at[1]);
    case SYNOVIA_OP_AT_MOST:
        return Z3_mk_le(context, at[0], at[1]);
    case SYNOVIA_OP_ADD:
        return Z3_mk_add(context, operands.count, at);
    case SYNOVIA_OP_SUBTRACT:
        return Z3_mk_sub(context, 2, at);
    case SYNOVIA_OP_MULTIPLY:
        return Z3_mk_mul(context, 2, at);
    case SYNOVIA_OP_DIVIDE:
        return Z3_mk_div(context, at[0], at[1]);
    default:
        return Z3_mk_unary_minus(context, at[0]);
    }
}

/* ---- what is asked of a formula -------------------------------------------------------------- */

enum { ANY_NUMBER = 255 };

static bool count_fits(uint32_t op, size_t count) {
    enum { n = ANY_NUMBER };
    static const unsigned char counts[] = {
#define OP(name, number, children, what) [number] = (children),
        SYNOVIA_FORMULA_OPS(OP)
#undef OP
    };
    if (op >= sizeof counts || op == 0) {
        return false;
    }
    return counts[op] == ANY_NUMBER ? count >= 1 : count == counts[op];
}

/* Z3 judges the other sorts; these it takes silently or asserts. */
static bool sorts_fit(const struct synovia_solver *solver, const struct synovia_formula *formula,
                      struct operands operands) {
    bool logic = formula->op == SYNOVIA_OP_NOT || formula->op == SYNOVIA_OP_AND ||
                 formula->op == SYNOVIA_OP_OR;
    bool free = formula->op == SYNOVIA_OP_APPLY || formula->op == SYNOVIA_OP_EQUAL ||
                formula->op == SYNOVIA_OP_IF;
    for (unsigned i = 0; i < operands.count; i++) {
        bool is_bool = solver_is_of(solver, operands.at[i], Z3_BOOL_SORT);
        if (!free && is_bool != logic) {
            return false;
        }
    }
    if (formula->op == SYNOVIA_OP_IF && !solver_is_of(solver, operands.at[0], Z3_BOOL_SORT)) {
        return false;
    }
    bool pair = formula->op == SYNOVIA_OP_EQUAL || formula->op == SYNOVIA_OP_IF;
    return !pair || solver_is_of(solver, operands.at[operands.count - 1], Z3_BOOL_SORT) ==
                        solver_is_of(solver, operands.at[operands.count - 2], Z3_BOOL_SORT);
}

static bool grow(struct synovia_solver *solver) {
    if (solver->count < solver->capacity) {
        return true;
    }
    size_t capacity = solver->capacity == 0 ? 1024 : 2 * solver->capacity;
    Z3_ast *formulas = realloc(solver->formulas, capacity * sizeof *formulas);
    if (formulas == NULL) {
        return false;
    }
    solver->formulas = formulas;
    Z3_ast *switches = realloc(solver->switches, capacity * sizeof *switches);
    if (switches == NULL) {
        return false;
    }
    solver->switches = switches;
    solver->capacity = capacity;
    return true;
}

static uint32_t add_with(struct synovia_solver *solver, const struct synovia_formula *formula,
                         struct operands operands, struct synovia_message *message) {
    for (unsigned i = 0; i < operands.count; i++) {
        if (formula->children[i] >= solver->count) {
            return solver_refuse(message, "a child of the formula has not been added yet");
        }
        operands.at[i] = solver->formulas[formula->children[i]];
    }
    if (!sorts_fit(solver, formula, operands)) {
        return solver_refuse(message,
                             "a child of the formula is of another sort than the operation takes");
    }
    Z3_ast made = make(solver, formula, operands);
    if (made == NULL || Z3_get_error_code(solver->context) != Z3_OK) {
        uint32_t status = solver_judge(solver, message);
        return status == SYNOVIA_ANALYSER_DONE || status == SYNOVIA_ANALYSER_FAILED
                   ? solver_refuse(message, "the formula cannot be read, or its sorts do not fit")
                   : status;
    }
    solver->formulas[solver->count] = made;
    solver->switches[solver->count] = NULL;
    solver->count++;
    return SYNOVIA_ANALYSER_DONE;
}

uint32_t solver_add(struct synovia_solver *solver, const struct synovia_formula *formula,
                    struct synovia_message *message) {
    bool known_sort = formula->sort >= SYNOVIA_SORT_BOOL && formula->sort <= SYNOVIA_SORT_REAL;
    if (!count_fits(formula->op, formula->child_count) || !known_sort) {
        return solver_refuse(message,
                             "the operation is not known, or takes another number of children");
    }
    struct operands operands = {calloc(formula->child_count + 1, sizeof *operands.at),
                                (unsigned)formula->child_count};
    if (operands.at == NULL || !grow(solver)) {
        free(operands.at);
        synovia_say(message, "memory ran out");
        return SYNOVIA_ANALYSER_NO_MEMORY;
    }
    uint32_t status = add_with(solver, formula, operands, message);
    free(operands.at);
    return status;
}
