#include "prover/solver.h"

#include <z3.h>

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct synovia_solver {
    Z3_context context;
    Z3_solver solver;
    Z3_model model; /* of the last check, where that was SAT; else NULL */
    Z3_ast *formulas;
    Z3_ast
        *switches; /* one a formula: a variable that implies it, made when it is assumed; or NULL */
    size_t count;
    size_t capacity;
    atomic_bool cancelled;
};

/* ---- errors ---------------------------------------------------------------------------------- */

/* Z3 would end the process; we look at the code after each step instead. */
static void keep_quiet(Z3_context context, Z3_error_code code) {
    (void)context, (void)code;
}

/* What became of the Z3 calls since the last look. */
static uint32_t judge(struct synovia_solver *solver, struct synovia_message *message) {
    Z3_error_code code = Z3_get_error_code(solver->context);
    if (code == Z3_OK) {
        return SYNOVIA_ANALYSER_DONE;
    }
    synovia_say(message, "Z3: %s", Z3_get_error_msg(solver->context, code));
    return code == Z3_MEMOUT_FAIL ? SYNOVIA_ANALYSER_NO_MEMORY : SYNOVIA_ANALYSER_FAILED;
}

static uint32_t refuse(struct synovia_message *message, const char *problem) {
    synovia_say(message, "%s", problem);
    return SYNOVIA_ANALYSER_REFUSED;
}

/* ---- opening and closing --------------------------------------------------------------------- */

static Z3_context new_context(void) {
    Z3_config config = Z3_mk_config();
    if (config == NULL) {
        return NULL;
    }
    Z3_set_param_value(config, "model", "true");
    Z3_context context = Z3_mk_context(config);
    Z3_del_config(config);
    if (context != NULL) {
        Z3_set_error_handler(context, keep_quiet);
    }
    return context;
}

static void set_number(struct synovia_solver *solver, const char *name, unsigned value) {
    Z3_params params = Z3_mk_params(solver->context);
    Z3_params_inc_ref(solver->context, params);
    Z3_params_set_uint(solver->context, params, Z3_mk_string_symbol(solver->context, name), value);
    Z3_solver_set_params(solver->context, solver->solver, params);
    Z3_params_dec_ref(solver->context, params);
}

static struct synovia_solver *solver_open(uint32_t seed, struct synovia_message *message) {
    struct synovia_solver *solver = calloc(1, sizeof *solver);
    if (solver == NULL) {
        synovia_say(message, "memory ran out");
        return NULL;
    }
    atomic_init(&solver->cancelled, false);
    solver->context = new_context();
    if (solver->context == NULL) {
        synovia_say(message, "Z3 gave no context");
        free(solver);
        return NULL;
    }
    solver->solver = Z3_mk_solver(solver->context);
    if (solver->solver != NULL) {
        Z3_solver_inc_ref(solver->context, solver->solver);
        set_number(solver, "random_seed", seed);
    }
    if (judge(solver, message) != SYNOVIA_ANALYSER_DONE) {
        solver_routines.close(solver);
        return NULL;
    }
    return solver;
}

static void forget_model(struct synovia_solver *solver) {
    if (solver->model != NULL) {
        Z3_model_dec_ref(solver->context, solver->model);
        solver->model = NULL;
    }
}

static void solver_close(struct synovia_solver *solver) {
    if (solver == NULL) {
        return;
    }
    forget_model(solver);
    if (solver->solver != NULL) {
        Z3_solver_dec_ref(solver->context, solver->solver);
    }
    Z3_del_context(solver->context);
    free(solver->formulas);
    free(solver->switches);
    free(solver);
}

/* ---- formulas -------------------------------------------------------------------------------- */

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

static bool is_of(const struct synovia_solver *solver, Z3_ast ast, Z3_sort_kind kind) {
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
        real = real || is_of(solver, operands->at[i], Z3_REAL_SORT);
    }
    for (unsigned i = 0; real && i < operands->count; i++) {
        if (is_of(solver, operands->at[i], Z3_INT_SORT)) {
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
        bool is_bool = is_of(solver, operands.at[i], Z3_BOOL_SORT);
        if (!free && is_bool != logic) {
            return false;
        }
    }
    if (formula->op == SYNOVIA_OP_IF && !is_of(solver, operands.at[0], Z3_BOOL_SORT)) {
        return false;
    }
    bool pair = formula->op == SYNOVIA_OP_EQUAL || formula->op == SYNOVIA_OP_IF;
    return !pair || is_of(solver, operands.at[operands.count - 1], Z3_BOOL_SORT) ==
                        is_of(solver, operands.at[operands.count - 2], Z3_BOOL_SORT);
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
            return refuse(message, "a child of the formula has not been added yet");
        }
        operands.at[i] = solver->formulas[formula->children[i]];
    }
    if (!sorts_fit(solver, formula, operands)) {
        return refuse(message,
                      "a child of the formula is of another sort than the operation takes");
    }
    Z3_ast made = make(solver, formula, operands);
    if (made == NULL || Z3_get_error_code(solver->context) != Z3_OK) {
        uint32_t status = judge(solver, message);
        return status == SYNOVIA_ANALYSER_DONE || status == SYNOVIA_ANALYSER_FAILED
                   ? refuse(message, "the formula cannot be read, or its sorts do not fit")
                   : status;
    }
    solver->formulas[solver->count] = made;
    solver->switches[solver->count] = NULL;
    solver->count++;
    return SYNOVIA_ANALYSER_DONE;
}

static uint32_t solver_add(struct synovia_solver *solver, const struct synovia_formula *formula,
                           struct synovia_message *message) {
    bool known_sort = formula->sort >= SYNOVIA_SORT_BOOL && formula->sort <= SYNOVIA_SORT_REAL;
    if (!count_fits(formula->op, formula->child_count) || !known_sort) {
        return refuse(message, "the operation is not known, or takes another number of children");
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

static bool is_condition(const struct synovia_solver *solver, uint32_t formula) {
    return formula < solver->count && is_of(solver, solver->formulas[formula], Z3_BOOL_SORT);
}

static uint32_t solver_hold(struct synovia_solver *solver, uint32_t formula,
                            struct synovia_message *message) {
    if (!is_condition(solver, formula)) {
        return refuse(message, "only a condition that was added can be held");
    }
    Z3_solver_assert(solver->context, solver->solver, solver->formulas[formula]);
    return judge(solver, message);
}

/* ---- checking -------------------------------------------------------------------------------- */

/* Z3 assumes variables only: each formula that is assumed gets one that implies it. */
static Z3_ast switch_of(struct synovia_solver *solver, uint32_t formula) {
    if (solver->switches[formula] == NULL) {
        Z3_context context = solver->context;
        Z3_ast on = Z3_mk_fresh_const(context, "s", Z3_mk_bool_sort(context));
        Z3_solver_assert(context, solver->solver,
                         Z3_mk_implies(context, on, solver->formulas[formula]));
        solver->switches[formula] = on;
    }
    return solver->switches[formula];
}

static uint32_t look(struct synovia_solver *solver, const Z3_ast *assumed, size_t count,
                     struct synovia_message *message) {
    Z3_lbool found =
        Z3_solver_check_assumptions(solver->context, solver->solver, (unsigned)count, assumed);
    if (atomic_exchange(&solver->cancelled, false)) {
        return SYNOVIA_ANALYSER_CANCELLED;
    }
    uint32_t status = judge(solver, message);
    if (status != SYNOVIA_ANALYSER_DONE) {
        return status;
    }
    if (found == Z3_L_FALSE) {
        return SYNOVIA_ANALYSER_UNSAT;
    }
    if (found == Z3_L_UNDEF) {
        synovia_say(message, "%s", Z3_solver_get_reason_unknown(solver->context, solver->solver));
        return SYNOVIA_ANALYSER_UNKNOWN;
    }
    solver->model = Z3_solver_get_model(solver->context, solver->solver);
    if (solver->model != NULL) {
        Z3_model_inc_ref(solver->context, solver->model);
    }
    status = judge(solver, message);
    return status == SYNOVIA_ANALYSER_DONE ? SYNOVIA_ANALYSER_SAT : status;
}

static uint32_t solver_check(struct synovia_solver *solver, const uint32_t *assumptions,
                             size_t count, uint32_t milliseconds, struct synovia_message *message) {
    forget_model(solver);
    for (size_t i = 0; i < count; i++) {
        if (!is_condition(solver, assumptions[i])) {
            return refuse(message, "only a condition that was added can be assumed");
        }
    }
    if (atomic_exchange(&solver->cancelled, false)) {
        return SYNOVIA_ANALYSER_CANCELLED;
    }
    Z3_ast *assumed = calloc(count + 1, sizeof *assumed);
    if (assumed == NULL) {
        synovia_say(message, "memory ran out");
        return SYNOVIA_ANALYSER_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        assumed[i] = switch_of(solver, assumptions[i]);
    }
    set_number(solver, "timeout", milliseconds == 0 ? UINT32_MAX : milliseconds);
    uint32_t status = look(solver, assumed, count, message);
    free(assumed);
    return status;
}

static void solver_interrupt(struct synovia_solver *solver) {
    atomic_store(&solver->cancelled, true);
    Z3_interrupt(solver->context);
}

/* ---- values ---------------------------------------------------------------------------------- */

static uint32_t sort_number(const struct synovia_solver *solver, Z3_ast value) {
    switch (Z3_get_sort_kind(solver->context, Z3_get_sort(solver->context, value))) {
    case Z3_BOOL_SORT:
        return SYNOVIA_SORT_BOOL;
    case Z3_INT_SORT:
        return SYNOVIA_SORT_INT;
    default:
        return SYNOVIA_SORT_REAL;
    }
}

/* Decimal text with so many digits behind the point that the nearest double is met. */
static double nearest(const struct synovia_solver *solver, Z3_ast value) {
    enum { DIGITS = 40 };
    return strtod(Z3_get_numeral_decimal_string(solver->context, value, DIGITS), NULL);
}

static uint32_t solver_value(struct synovia_solver *solver, uint32_t formula, void *context,
                             void (*show)(void *, const struct synovia_formula_value *),
                             struct synovia_message *message) {
    if (solver->model == NULL || formula >= solver->count) {
        return refuse(message, "there is no model, or no such formula, to show a value of");
    }
    Z3_ast value = NULL;
    bool found =
        Z3_model_eval(solver->context, solver->model, solver->formulas[formula], true, &value);
    uint32_t status = judge(solver, message);
    if (!found || status != SYNOVIA_ANALYSER_DONE) {
        return status == SYNOVIA_ANALYSER_DONE ? SYNOVIA_ANALYSER_FAILED : status;
    }
    struct synovia_formula_value shown = {.size = sizeof shown, .sort = sort_number(solver, value)};
    if (shown.sort == SYNOVIA_SORT_BOOL) {
        shown.yes = Z3_get_bool_value(solver->context, value) == Z3_L_TRUE;
    } else {
        shown.number = nearest(solver, value);
        if (Z3_is_numeral_ast(solver->context, value)) {
            const char *exact = Z3_get_numeral_string(solver->context, value);
            shown.exact = (struct synovia_text){exact, strlen(exact)};
        }
    }
    status = judge(solver, message);
    if (status == SYNOVIA_ANALYSER_DONE) {
        show(context, &shown);
    }
    return status;
}

const struct synovia_analyser_routines solver_routines = {
    .size = sizeof solver_routines,
    .open = solver_open,
    .add = solver_add,
    .hold = solver_hold,
    .check = solver_check,
    .value = solver_value,
    .interrupt = solver_interrupt,
    .close = solver_close,
};
