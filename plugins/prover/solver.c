#include "prover/solver.h"

#include <stdlib.h>
#include <string.h>

/* ---- errors ---------------------------------------------------------------------------------- */

/* Z3 would end the process; we look at the code after each step instead. */
static void keep_quiet(Z3_context context, Z3_error_code code) {
    (void)context, (void)code;
}

uint32_t solver_judge(struct synovia_solver *solver, struct synovia_message *message) {
    Z3_error_code code = Z3_get_error_code(solver->context);
    if (code == Z3_OK) {
        return SYNOVIA_ANALYSER_DONE;
    }
    synovia_say(message, "Z3: %s", Z3_get_error_msg(solver->context, code));
    return code == Z3_MEMOUT_FAIL ? SYNOVIA_ANALYSER_NO_MEMORY : SYNOVIA_ANALYSER_FAILED;
}

uint32_t solver_refuse(struct synovia_message *message, const char *problem) {
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
    if (solver_judge(solver, message) != SYNOVIA_ANALYSER_DONE) {
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

/* ---- conditions --------------------------------------------------------------------------------
 */

static bool is_condition(const struct synovia_solver *solver, uint32_t formula) {
    return formula < solver->count && solver_is_of(solver, solver->formulas[formula], Z3_BOOL_SORT);
}

static uint32_t solver_hold(struct synovia_solver *solver, uint32_t formula,
                            struct synovia_message *message) {
    if (!is_condition(solver, formula)) {
        return solver_refuse(message, "only a condition that was added can be held");
    }
    Z3_solver_assert(solver->context, solver->solver, solver->formulas[formula]);
    return solver_judge(solver, message);
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
    uint32_t status = solver_judge(solver, message);
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
    status = solver_judge(solver, message);
    return status == SYNOVIA_ANALYSER_DONE ? SYNOVIA_ANALYSER_SAT : status;
}

static uint32_t solver_check(struct synovia_solver *solver, const uint32_t *assumptions,
                             size_t count, uint32_t milliseconds, struct synovia_message *message) {
    forget_model(solver);
    for (size_t i = 0; i < count; i++) {
        if (!is_condition(solver, assumptions[i])) {
            return solver_refuse(message, "only a condition that was added can be assumed");
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
        return solver_refuse(message, "there is no model, or no such formula, to show a value of");
    }
    Z3_ast value = NULL;
    bool found =
        Z3_model_eval(solver->context, solver->model, solver->formulas[formula], true, &value);
    uint32_t status = solver_judge(solver, message);
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
    status = solver_judge(solver, message);
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
