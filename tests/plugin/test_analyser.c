/*
 * The contract of analysers (plugins/abi/analyser.h), held by plugins/prover: what each operation
 * means, that numbers are exact, and what becomes of formulas that are none.
 */
#include "abi/analyser.h"
#include "plugin/plugin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

struct bench {
    struct plugin *plugin;
    const struct synovia_analyser_routines *analyser;
    struct synovia_solver *solver;
    struct synovia_message message;
    uint32_t next;
};

static int open_bench(void **state) {
    static struct bench bench;
    struct arena arena;
    struct text error;
    struct plugin_places nowhere = {0};
    arena_init(&arena, 1024, 0);
    bench = (struct bench){0};
    bench.plugin = plugin_open(&nowhere, SYNOVIA_PROVER, SYNOVIA_KIND_ANALYSER, &arena, &error);
    arena_free(&arena);
    if (bench.plugin == NULL) {
        return 1;
    }
    bench.analyser = plugin_table(bench.plugin);
    bench.solver = bench.analyser->open(1, &bench.message);
    *state = &bench;
    return bench.solver == NULL;
}

static int close_bench(void **state) {
    struct bench *bench = *state;
    bench->analyser->close(bench->solver);
    plugin_close(bench->plugin);
    return 0;
}

/* ---- adding ---------------------------------------------------------------------------------- */

static uint32_t try_add(struct bench *bench, struct synovia_formula formula) {
    formula.size = sizeof formula;
    return bench->analyser->add(bench->solver, &formula, &bench->message);
}

static uint32_t add(struct bench *bench, struct synovia_formula formula) {
    assert_int_equal(try_add(bench, formula), SYNOVIA_ANALYSER_DONE);
    return bench->next++;
}

static uint32_t variable(struct bench *bench, uint32_t sort) {
    return add(bench, (struct synovia_formula){.op = SYNOVIA_OP_VARIABLE, .sort = sort});
}

static uint32_t number(struct bench *bench, uint32_t sort, const char *digits) {
    return add(bench, (struct synovia_formula){.op = SYNOVIA_OP_NUMBER,
                                               .sort = sort,
                                               .number = {digits, strlen(digits)}});
}

static uint32_t apply(struct bench *bench, uint32_t op, uint32_t sort, uint32_t a, uint32_t b) {
    const uint32_t children[] = {a, b};
    size_t count = op == SYNOVIA_OP_NOT || op == SYNOVIA_OP_NEGATE ? 1 : 2;
    return add(bench, (struct synovia_formula){
                          .op = op, .sort = sort, .children = children, .child_count = count});
}

static uint32_t check_with(struct bench *bench, uint32_t assumption) {
    return bench->analyser->check(bench->solver, &assumption, 1, 10000, &bench->message);
}

static void assert_valid(struct bench *bench, uint32_t formula) {
    uint32_t denied = apply(bench, SYNOVIA_OP_NOT, SYNOVIA_SORT_BOOL, formula, 0);
    assert_int_equal(check_with(bench, denied), SYNOVIA_ANALYSER_UNSAT);
    assert_int_equal(check_with(bench, formula), SYNOVIA_ANALYSER_SAT);
}

struct shown {
    struct synovia_formula_value value;
    char exact[64];
};

static void show(void *context, const struct synovia_formula_value *value) {
    struct shown *shown = context;
    shown->value = *value;
    memcpy(shown->exact, value->exact.at == NULL ? "" : value->exact.at, value->exact.length);
    shown->exact[value->exact.length] = '\0';
}

static struct shown value_of(struct bench *bench, uint32_t formula) {
    struct shown shown;
    memset(&shown, 0, sizeof shown);
    assert_int_equal(bench->analyser->value(bench->solver, formula, &shown, show, &bench->message),
                     SYNOVIA_ANALYSER_DONE);
    return shown;
}

/* ---- what it decides ------------------------------------------------------------------------- */

static void test_numbers_are_exact(void **state) {
    struct bench *bench = *state;
    uint32_t tenth = number(bench, SYNOVIA_SORT_REAL, "1/10");
    uint32_t fifth = number(bench, SYNOVIA_SORT_REAL, "2/10");
    uint32_t sum = apply(bench, SYNOVIA_OP_ADD, SYNOVIA_SORT_REAL, tenth, fifth);
    uint32_t three = number(bench, SYNOVIA_SORT_REAL, "3/10");
    assert_valid(bench, apply(bench, SYNOVIA_OP_EQUAL, SYNOVIA_SORT_BOOL, sum, three));
    struct shown shown = value_of(bench, sum);
    assert_string_equal(shown.exact, "3/10");
    assert_true(shown.value.number == 0.3);
}

static void test_whole_and_real_meet(void **state) {
    struct bench *bench = *state;
    uint32_t whole = variable(bench, SYNOVIA_SORT_INT);
    uint32_t half = number(bench, SYNOVIA_SORT_REAL, "1/2");
    uint32_t equal = apply(bench, SYNOVIA_OP_EQUAL, SYNOVIA_SORT_BOOL, whole, half);
    assert_int_equal(check_with(bench, equal), SYNOVIA_ANALYSER_UNSAT);
    uint32_t one = number(bench, SYNOVIA_SORT_INT, "1");
    uint32_t between = apply(bench, SYNOVIA_OP_AND, SYNOVIA_SORT_BOOL,
                             apply(bench, SYNOVIA_OP_LESS, SYNOVIA_SORT_BOOL, half, whole),
                             apply(bench, SYNOVIA_OP_AT_MOST, SYNOVIA_SORT_BOOL, whole, one));
    assert_int_equal(check_with(bench, between), SYNOVIA_ANALYSER_SAT);
    assert_string_equal(value_of(bench, whole).exact, "1");
}

static void test_products_of_variables(void **state) {
    struct bench *bench = *state;
    uint32_t x = variable(bench, SYNOVIA_SORT_REAL);
    uint32_t square = apply(bench, SYNOVIA_OP_MULTIPLY, SYNOVIA_SORT_REAL, x, x);
    uint32_t two = number(bench, SYNOVIA_SORT_REAL, "2");
    uint32_t zero = number(bench, SYNOVIA_SORT_REAL, "0");
    uint32_t negative = apply(bench, SYNOVIA_OP_LESS, SYNOVIA_SORT_BOOL, square, zero);
    assert_int_equal(check_with(bench, negative), SYNOVIA_ANALYSER_UNSAT);
    uint32_t root = apply(bench, SYNOVIA_OP_EQUAL, SYNOVIA_SORT_BOOL, square, two);
    assert_int_equal(check_with(bench, root), SYNOVIA_ANALYSER_SAT);
    struct shown shown = value_of(bench, x);
    assert_string_equal(shown.exact, "");
    assert_true(shown.value.number * shown.value.number > 1.999999999999 &&
                shown.value.number * shown.value.number < 2.000000000001);
}

static void test_a_function_is_one(void **state) {
    struct bench *bench = *state;
    uint32_t x = variable(bench, SYNOVIA_SORT_INT);
    uint32_t y = variable(bench, SYNOVIA_SORT_INT);
    uint32_t of_x = add(bench, (struct synovia_formula){.op = SYNOVIA_OP_APPLY,
                                                        .sort = SYNOVIA_SORT_REAL,
                                                        .function = 7,
                                                        .children = &x,
                                                        .child_count = 1});
    uint32_t of_y = add(bench, (struct synovia_formula){.op = SYNOVIA_OP_APPLY,
                                                        .sort = SYNOVIA_SORT_REAL,
                                                        .function = 7,
                                                        .children = &y,
                                                        .child_count = 1});
    uint32_t less = apply(bench, SYNOVIA_OP_LESS, SYNOVIA_SORT_BOOL, of_x, of_y);
    assert_int_equal(check_with(bench, less), SYNOVIA_ANALYSER_SAT);
    uint32_t same = apply(bench, SYNOVIA_OP_EQUAL, SYNOVIA_SORT_BOOL, x, y);
    assert_int_equal(bench->analyser->hold(bench->solver, same, &bench->message),
                     SYNOVIA_ANALYSER_DONE);
    assert_int_equal(check_with(bench, less), SYNOVIA_ANALYSER_UNSAT);
}

static void test_if_chooses(void **state) {
    struct bench *bench = *state;
    uint32_t b = variable(bench, SYNOVIA_SORT_BOOL);
    uint32_t one = number(bench, SYNOVIA_SORT_INT, "1");
    uint32_t half = number(bench, SYNOVIA_SORT_REAL, "1/2");
    const uint32_t children[] = {b, one, half};
    uint32_t chosen = add(bench, (struct synovia_formula){.op = SYNOVIA_OP_IF,
                                                          .sort = SYNOVIA_SORT_REAL,
                                                          .children = children,
                                                          .child_count = 3});
    uint32_t is_one = apply(bench, SYNOVIA_OP_EQUAL, SYNOVIA_SORT_BOOL, chosen, one);
    assert_valid(bench, apply(bench, SYNOVIA_OP_EQUAL, SYNOVIA_SORT_BOOL, b, is_one));
}

/* ---- what it refuses ------------------------------------------------------------------------- */

static void test_no_formulas(void **state) {
    struct bench *bench = *state;
    uint32_t b = variable(bench, SYNOVIA_SORT_BOOL);
    uint32_t x = variable(bench, SYNOVIA_SORT_REAL);
    const uint32_t mixed[] = {b, x};
    const uint32_t later[] = {99};
    const struct synovia_formula wrong[] = {
        {.op = 0, .sort = SYNOVIA_SORT_BOOL},
        {.op = 900, .sort = SYNOVIA_SORT_BOOL},
        {.op = SYNOVIA_OP_VARIABLE, .sort = 9},
        {.op = SYNOVIA_OP_NOT, .sort = SYNOVIA_SORT_BOOL},
        {.op = SYNOVIA_OP_NOT, .sort = SYNOVIA_SORT_BOOL, .children = later, .child_count = 1},
        {.op = SYNOVIA_OP_NOT, .sort = SYNOVIA_SORT_BOOL, .children = &x, .child_count = 1},
        {.op = SYNOVIA_OP_AND, .sort = SYNOVIA_SORT_BOOL, .children = mixed, .child_count = 2},
        {.op = SYNOVIA_OP_EQUAL, .sort = SYNOVIA_SORT_BOOL, .children = mixed, .child_count = 2},
        {.op = SYNOVIA_OP_LESS, .sort = SYNOVIA_SORT_BOOL, .children = mixed, .child_count = 2},
        {.op = SYNOVIA_OP_NUMBER, .sort = SYNOVIA_SORT_REAL, .number = {"ten", 3}},
        {.op = SYNOVIA_OP_NUMBER, .sort = SYNOVIA_SORT_REAL},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        bench->message.length = 0;
        assert_int_equal(try_add(bench, wrong[i]), SYNOVIA_ANALYSER_REFUSED);
        assert_true(bench->message.length > 0);
    }
    assert_int_equal(bench->analyser->hold(bench->solver, x, &bench->message),
                     SYNOVIA_ANALYSER_REFUSED);
    assert_int_equal(check_with(bench, x), SYNOVIA_ANALYSER_REFUSED);
    assert_int_equal(check_with(bench, b), SYNOVIA_ANALYSER_SAT); /* it goes on */
}

static void test_no_value_without_a_model(void **state) {
    struct bench *bench = *state;
    struct shown shown;
    uint32_t b = variable(bench, SYNOVIA_SORT_BOOL);
    assert_int_equal(bench->analyser->value(bench->solver, b, &shown, show, &bench->message),
                     SYNOVIA_ANALYSER_REFUSED);
}

/* ---- ending early ---------------------------------------------------------------------------- */

static void test_interrupted(void **state) {
    struct bench *bench = *state;
    uint32_t b = variable(bench, SYNOVIA_SORT_BOOL);
    bench->analyser->interrupt(bench->solver);
    assert_int_equal(check_with(bench, b), SYNOVIA_ANALYSER_CANCELLED);
    assert_int_equal(check_with(bench, b), SYNOVIA_ANALYSER_SAT);
}

/* x^3 + y^3 + z^3 = 42 in whole numbers: its smallest solution has seventeen digits. */
static void test_time_is_limited(void **state) {
    struct bench *bench = *state;
    uint32_t cubes[3];
    for (int i = 0; i < 3; i++) {
        uint32_t x = variable(bench, SYNOVIA_SORT_INT);
        uint32_t square = apply(bench, SYNOVIA_OP_MULTIPLY, SYNOVIA_SORT_INT, x, x);
        cubes[i] = apply(bench, SYNOVIA_OP_MULTIPLY, SYNOVIA_SORT_INT, square, x);
    }
    uint32_t two = apply(bench, SYNOVIA_OP_ADD, SYNOVIA_SORT_INT, cubes[0], cubes[1]);
    uint32_t sum = apply(bench, SYNOVIA_OP_ADD, SYNOVIA_SORT_INT, two, cubes[2]);
    uint32_t wanted = number(bench, SYNOVIA_SORT_INT, "42");
    uint32_t equal = apply(bench, SYNOVIA_OP_EQUAL, SYNOVIA_SORT_BOOL, sum, wanted);
    assert_int_equal(bench->analyser->check(bench->solver, &equal, 1, 100, &bench->message),
                     SYNOVIA_ANALYSER_UNKNOWN);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)
    const struct CMUnitTest tests[] = {
        TEST(test_numbers_are_exact),
        TEST(test_whole_and_real_meet),
        TEST(test_products_of_variables),
        TEST(test_a_function_is_one),
        TEST(test_if_chooses),
        TEST(test_no_formulas),
        TEST(test_no_value_without_a_model),
        TEST(test_interrupted),
        TEST(test_time_is_limited),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
