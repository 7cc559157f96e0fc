/* Functions of authors, tried before anything is asked: on every case where there are few, and else
 * on some. */
#include "proof/prover.h"

#include "proof/case.h"

#include <math.h>

enum { FEW_CASES = 1000, FEW_VALUES = 200, SOME_VALUES = 3 };

/* ---- values ---------------------------------------------------------------------------------- */

static bool is_counted(const struct fact *fact) {
    return fact->type == VALUE_NUMBER && fact->whole && fact->max - fact->min < FEW_VALUES;
}

/* How many values of the fact are tried, none among them. */
static size_t value_count(const struct fact *fact) {
    size_t none = fact->has_none;
    switch (fact->type) {
    case VALUE_YES_NO:
        return 2 + none;
    case VALUE_CHOICE:
        return fact->option_count + none;
    case VALUE_NUMBER:
        return none + (is_counted(fact) ? (size_t)(floor(fact->max) - ceil(fact->min)) + 1
                                        : (size_t)SOME_VALUES);
    case VALUE_DATE:
        break;
    }
    return SOME_VALUES + none;
}

/* An end of the range, or its middle. */
static double some_number(const struct fact *fact, size_t index) {
    double low = isfinite(fact->min) ? fact->min : 0;
    double high = isfinite(fact->max) ? fact->max : low + 1000;
    double value = index == 0 ? low : index == 1 ? high : low + (high - low) / 2;
    return fact->whole ? floor(value) : value;
}

static struct answer value_at(const struct fact *fact, size_t index, int32_t as_of) {
    static const int32_t days[SOME_VALUES] = {0, 400, 20000};
    struct answer answer = {.state = ANSWER_GIVEN};
    if (fact->has_none && index + 1 == value_count(fact)) {
        answer.state = ANSWER_NONE;
    } else if (fact->type == VALUE_NUMBER) {
        answer.number =
            is_counted(fact) ? ceil(fact->min) + (double)index : some_number(fact, index);
    } else if (fact->type == VALUE_DATE) {
        answer.day = as_of - days[index];
    } else {
        answer.option = (uint32_t)index;
    }
    return answer;
}

/* ---- calls ----------------------------------------------------------------------------------- */

static const struct fact *input_of(const struct program *program, node_id id, uint32_t input) {
    const struct node *node = &program->nodes[id];
    const struct node *child = &program->nodes[node_children(program, node)[input]];
    return node_op_is_fact(child->op) ? &program->facts[child->fact] : NULL;
}

/* The number of cases of a call whose inputs are facts; 0: it is none, or there are too many. */
static size_t case_count(const struct program *program, node_id id) {
    size_t cases = 1;
    for (uint32_t i = 0; i < program->nodes[id].child_count && cases > 0; i++) {
        const struct fact *fact = input_of(program, id, i);
        cases *= fact == NULL ? 0 : value_count(fact);
        cases = cases > FEW_CASES ? 0 : cases;
    }
    return cases;
}

static void answer_case(const struct program *program, node_id id, size_t number, int32_t as_of,
                        struct answer *answers) {
    memset(answers, 0, program->fact_count * sizeof *answers);
    for (uint32_t i = 0; i < program->nodes[id].child_count; i++) {
        const struct fact *fact = input_of(program, id, i);
        size_t values = value_count(fact);
        answers[fact - program->facts] = value_at(fact, number % values, as_of);
        number /= values;
    }
}

static void learn_call(struct prover *prover, struct prover_program *with, node_id id,
                       struct answer *answers) {
    size_t cases = case_count(with->program, id);
    for (size_t number = 0; number < cases && !prover->failed; number++) {
        answer_case(with->program, id, number, prover->options.as_of, answers);
        arena_reset(&prover->scratch);
        const struct decision *decision = case_of_answers(
            with->program, answers, prover->options.as_of, with->functions, &prover->scratch);
        if (decision == NULL) {
            prover->failed = true;
        } else if (id < decision->evaluation->node_count) {
            meaning_learn_function(&with->meaning, decision->evaluation, id);
        }
    }
}

bool prover_learn_functions(struct prover *prover, struct prover_program *with) {
    const struct program *program = with->program;
    struct answer *answers = arena_calloc(&prover->arena, program->fact_count + 1, sizeof *answers);
    for (node_id id = 0; answers != NULL && id < program->screen_nodes; id++) {
        enum node_op op = program->nodes[id].op;
        if (with->functions != NULL &&
            (op == NODE_FUNCTION_DISCRETE || op == NODE_FUNCTION_NUMBER)) {
            learn_call(prover, with, id, answers);
        }
    }
    return answers != NULL && !prover->failed;
}
