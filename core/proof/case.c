#include "proof/case.h"

const struct decision *case_of_given(const struct program *program, const struct given *given,
                                     int32_t as_of, const struct functions *functions,
                                     struct arena *arena) {
    struct intake *intake = arena_alloc(arena, sizeof *intake);
    if (intake == NULL || !intake_begin(intake, program, as_of, arena)) {
        return NULL;
    }
    for (size_t i = 0; i < given->fact_count; i++) {
        if (!intake_take(intake, given->facts[i].name, &given->facts[i].value)) {
            return NULL;
        }
    }
    return decide(intake, functions);
}

const struct decision *case_of_answers(const struct program *program, const struct answer *answers,
                                       int32_t as_of, const struct functions *functions,
                                       struct arena *arena) {
    struct intake *intake = arena_alloc(arena, sizeof *intake);
    if (intake == NULL || !intake_begin(intake, program, as_of, arena)) {
        return NULL;
    }
    for (size_t i = 0; i < program->fact_count; i++) {
        intake->answers[i] = answers[i];
        intake->seen[i] = answers[i].state != ANSWER_ABSENT;
    }
    return decide(intake, functions);
}
