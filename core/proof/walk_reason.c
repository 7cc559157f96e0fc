/*
 * Why a walk ended as it did: its last turn as a decision whose reasons are the rules that halted,
 * so that it is explained like any other.
 */
#include "proof/concern.h"
#include "proof/reasoning.h"
#include "proof/walk.h"

/* The reasons of the screening, and the halts that are none of them. */
static bool add_halts(struct decision *decision, const struct guide_answer *answer,
                      struct arena *arena) {
    size_t most = decision->reason_count + answer->halt_count;
    struct reason *reasons = arena_calloc(arena, most + 1, sizeof *reasons);
    if (reasons == NULL) {
        return false;
    }
    for (size_t i = 0; i < decision->reason_count; i++) {
        reasons[i] = decision->reasons[i];
    }
    for (size_t i = 0; i < answer->halt_count; i++) {
        const struct guide_halt *halt = &answer->halts[i];
        if (decision->program->rules[halt->rule].kind == RULE_HALT) {
            reasons[decision->reason_count++] = (struct reason){halt->rule, halt->certain};
        }
    }
    decision->reasons = reasons;
    return true;
}

static bool lists(const struct expected_list *list, uint32_t rule) {
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i] == rule) {
            return true;
        }
    }
    return false;
}

/* What halted or kept the person from being cleared, and what was expected to. */
static void mark(struct concern *concern, const struct guide_answer *answer,
                 const struct decision *decision, const struct walk_expectation *expect) {
    bool refused = answer->state == GUIDE_NOT_CLEARED || answer->state == GUIDE_ASKING;
    for (size_t i = 0; i < answer->halt_count; i++) {
        concern->rules[answer->halts[i].rule] = true;
    }
    for (uint32_t i = 0; i < decision->program->rule_count; i++) {
        concern->rules[i] = concern->rules[i] || lists(&expect->halted, i);
    }
    for (size_t i = 0; refused && i < decision->reason_count; i++) {
        concern->rules[decision->reasons[i].rule] = true;
    }
    for (size_t i = 0; refused && i < decision->open_count; i++) {
        concern->rules[decision->open[i].rule] = true;
    }
    concern->techniques[answer->technique] = answer->state == GUIDE_NOT_CLEARED;
    concern->faults = true;
}

bool walk_reason(const struct walked *walked, const struct test *test,
                 const struct functions *functions, struct arena *arena,
                 struct test_result *result) {
    const struct guide_answer *answer = &walked->answer;
    const struct program *program = answer->screened->program;
    struct decision decision = *answer->screened;
    struct concern concern = {
        .rules = arena_calloc(arena, program->rule_count + 1, sizeof(bool)),
        .results = arena_calloc(arena, program->result_count + 1, sizeof(bool)),
        .scores = arena_calloc(arena, program->score_count + 1, sizeof(bool)),
        .techniques = arena_calloc(arena, program->technique_count + 1, sizeof(bool)),
    };
    decision.evaluation = answer->judged;
    decision.faults = answer->faults;
    decision.failures = answer->failures;
    if (arena->failed || !add_halts(&decision, answer, arena)) {
        return false;
    }
    mark(&concern, answer, &decision, &test->walked);
    return reasoning_add(&decision, &concern, functions, arena, result);
}
