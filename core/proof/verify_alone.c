/* What one person shows. */
#include "proof/verify_private.h"

#include "proof/compare.h"
#include "proof/promise.h"

/* ---- what the engine says -------------------------------------------------------------------- */

static bool has_fired(const struct decision *decision, uint32_t rule, bool certain) {
    for (size_t i = 0; i < decision->reason_count; i++) {
        if (decision->reasons[i].rule == rule) {
            return decision->reasons[i].certain || !certain;
        }
    }
    return false;
}

static bool shows_fired(struct hunt *hunt, const struct answer *answers) {
    const struct decision *decision = hunt_decide(hunt, answers);
    return decision != NULL && decision->faults == NULL && has_fired(decision, hunt->index, true);
}

static bool shows_line(struct hunt *hunt, const struct answer *answers) {
    const struct decision *decision = hunt_decide(hunt, answers);
    return decision != NULL && decision->faults == NULL &&
           decision->results[hunt->index].state == RESULT_SETTLED &&
           decision->results[hunt->index].line == hunt->line;
}

static bool is_protective(const struct rule *rule) {
    return rule->kind != RULE_HALT && rule->kind != RULE_ADVISORY && rule->during_count == 0;
}

static bool shows_cleared_unsettled(struct hunt *hunt, const struct answer *answers) {
    const struct decision *decision = hunt_decide(hunt, answers);
    bool unsettled = false;
    if (decision == NULL || decision->outcome != OUTCOME_CLEAR) {
        return false;
    }
    for (uint32_t i = 0; i < decision->program->rule_count; i++) {
        const struct rule *rule = &decision->program->rules[i];
        bool may_fire = (decision->evaluation->cells[rule->fires].mask & MASK_TRUE) != 0;
        unsettled = unsettled || (is_protective(rule) && may_fire);
    }
    return unsettled;
}

static bool has_unanswerable(const struct program *program, const struct answer *answers) {
    for (size_t i = 0; i < program->fact_count; i++) {
        if (answers[i].state == ANSWER_UNANSWERABLE) {
            return true;
        }
    }
    return false;
}

static bool scope_holds(const struct decision *decision) {
    for (size_t i = 0; i < decision->program->result_count; i++) {
        if (decision->results[i].state == RESULT_WITHHELD) {
            return false;
        }
    }
    return true;
}

static bool shows_no_line(struct hunt *hunt, const struct answer *answers) {
    const struct decision *decision = hunt_decide(hunt, answers);
    return decision != NULL && decision->faults == NULL && decision->complete &&
           scope_holds(decision) && !has_unanswerable(decision->program, answers) &&
           decision->results[hunt->index].state != RESULT_SETTLED;
}

static struct text line_given(const struct decision *decision, uint32_t result) {
    const struct result_given *given = &decision->results[result];
    return given->state == RESULT_SETTLED
               ? decision->program->results[result].lines[given->line].name
               : text_from(NULL, 0);
}

/* `index` and `line` are the two results. */
static bool shows_contradiction(struct hunt *hunt, const struct answer *answers) {
    const struct decision *decision = hunt_decide(hunt, answers);
    if (decision == NULL || decision->faults != NULL) {
        return false;
    }
    struct text a = line_given(decision, hunt->index);
    struct text b = line_given(decision, hunt->line);
    return !text_is_empty(a) && !text_is_empty(b) && !text_equal(a, b);
}

static bool differs(struct hunt *hunt, const struct decision *decision,
                    const struct expectation *expect) {
    struct comparison comparison;
    if (!compare_decision(decision, expect, &hunt->verifying->scratch, &comparison)) {
        hunt->verifying->failed = true;
        return false;
    }
    return comparison.difference_count > 0;
}

static bool shows_met(struct hunt *hunt, const struct answer *answers) {
    const struct decision *decision = hunt_decide(hunt, answers);
    node_id probe = hunt->base->program->probes[hunt->test->probe];
    return decision != NULL && decision->faults == NULL &&
           decision->evaluation->cells[probe].mask == MASK_TRUE;
}

static bool shows_broken(struct hunt *hunt, const struct answer *answers) {
    const struct test *test = hunt->test;
    const struct decision *decision = hunt_decide(hunt, answers);
    node_id probe = hunt->base->program->probes[test->probe];
    if (decision == NULL || decision->faults != NULL ||
        decision->evaluation->cells[probe].mask != MASK_TRUE ||
        (!decision->complete && !promise_speaks_of_questions(test))) {
        return false;
    }
    return (test->has_expect && differs(hunt, decision, &test->expect)) ||
           (test->has_never && !differs(hunt, decision, &test->never));
}

/* ---- hunts ----------------------------------------------------------------------------------- */

static struct hunt hunt_for(struct verifying *verifying, formula_id goal,
                            bool (*shows)(struct hunt *, const struct answer *)) {
    return (struct hunt){
        .verifying = verifying,
        .prover = &verifying->prover,
        .base = &verifying->base,
        .goal = goal,
        .shows = shows,
    };
}

static void check_always(struct verifying *verifying, const struct test *test) {
    struct verify_finding finding = {
        .check = VERIFY_ALWAYS, .subject = test->name, .position = test->position};
    struct hunt hunt = hunt_for(verifying, promise_met_when(&verifying->base, test), shows_met);
    hunt.test = test;
    enum prover_verdict met = hunt_run(&hunt, false);
    if (met != PROVER_FOUND) {
        tell_somebody(verifying, met, finding, "nobody can meet `when`, so it promises nothing");
        return;
    }
    hunt.goal = promise_broken(&verifying->prover, &verifying->base, test);
    hunt.shows = shows_broken;
    enum prover_verdict broken = hunt_run(&hunt, true);
    finding.detail = text_of("the promise is broken for this person");
    tell_nobody(&hunt, broken, finding);
}

static void check_rule(struct verifying *verifying, uint32_t index) {
    const struct rule *rule = &verifying->program->rules[index];
    struct verify_finding finding = {
        .check = VERIFY_RULE, .subject = rule->id, .position = rule->position};
    struct hunt hunt =
        hunt_for(verifying, verifying->base.decision.rules[index].fired, shows_fired);
    hunt.index = index;
    tell_somebody(verifying, hunt_run(&hunt, false), finding,
                  "the rule is dead: whatever is answered, it never fires for certain");
}

static struct text line_subject(struct verifying *verifying, const struct result *result,
                                uint32_t line) {
    struct text name = result->lines[line].name;
    return arena_format(&verifying->prover.arena, "%.*s: %.*s", (int)result->name.length,
                        result->name.at, (int)name.length, name.at);
}

static void check_line(struct verifying *verifying, uint32_t index, uint32_t line) {
    const struct result *result = &verifying->program->results[index];
    struct verify_finding finding = {
        .check = VERIFY_LINE,
        .subject = line_subject(verifying, result, line),
        .position = result->position,
    };
    formula_id goal =
        formula_line_is(&verifying->base.meaning, &verifying->base.decision, index, line);
    struct hunt hunt = hunt_for(verifying, goal, shows_line);
    hunt.index = index;
    hunt.line = line;
    tell_somebody(verifying, hunt_run(&hunt, false), finding,
                  "the line is dead: whatever is answered, nobody gets it");
}

static void check_clear(struct verifying *verifying) {
    struct verify_finding finding = {
        .check = VERIFY_CLEAR,
        .subject = verifying->program->header.id,
        .detail = text_of("this person is cleared although a rule that bars them is not settled"),
    };
    struct formulas *formulas = &verifying->prover.formulas;
    const struct prover_program *base = &verifying->base;
    formula_id unsettled = FORMULA_FALSE;
    for (uint32_t i = 0; i < verifying->program->rule_count; i++) {
        const struct rule *rule = &verifying->program->rules[i];
        if (is_protective(rule)) {
            unsettled = formula_or(formulas, unsettled, meaning_yes(&base->meaning, rule->fires));
        }
    }
    formula_id clear = formula_outcome_is(&base->meaning, &base->decision, OUTCOME_CLEAR);
    struct hunt hunt =
        hunt_for(verifying, formula_and(formulas, clear, unsettled), shows_cleared_unsettled);
    tell_nobody(&hunt, hunt_run(&hunt, true), finding);
}

static formula_id nobody_unanswerable(struct verifying *verifying) {
    struct formulas *formulas = &verifying->prover.formulas;
    formula_id none = FORMULA_TRUE;
    for (size_t i = 0; i < verifying->prover.person.fact_count; i++) {
        formula_id cannot = verifying->prover.person.facts[i].unanswerable;
        none = formula_and(formulas, none, formula_not(formulas, cannot));
    }
    return none;
}

static void check_one_line(struct verifying *verifying, uint32_t index) {
    const struct result *result = &verifying->program->results[index];
    struct verify_finding finding = {
        .check = VERIFY_ONE_LINE,
        .subject = result->name,
        .position = result->position,
        .detail = text_of("this person has answered everything, and gets no line of the result"),
    };
    const struct formula_decision *decision = &verifying->base.decision;
    struct formulas *formulas = &verifying->prover.formulas;
    const formula_id parts[] = {decision->complete, decision->scope_holds,
                                nobody_unanswerable(verifying),
                                formula_not(formulas, decision->results[index].settled)};
    struct hunt hunt = hunt_for(verifying, formula_all(formulas, parts, 4), shows_no_line);
    hunt.index = index;
    tell_nobody(&hunt, hunt_run(&hunt, true), finding);
}

/* ---- results that answer the same question --------------------------------------------------- */

static bool same_title(const struct phrase *a, const struct phrase *b) {
    if (a->count == 0 || a->count != b->count) {
        return false;
    }
    for (size_t i = 0; i < a->count; i++) {
        if (!text_equal(a->entries[i].language, b->entries[i].language) ||
            !text_equal(a->entries[i].text, b->entries[i].text)) {
            return false;
        }
    }
    return true;
}

static void check_results(struct verifying *verifying, uint32_t a, uint32_t b) {
    const struct result *first = &verifying->program->results[a];
    const struct result *second = &verifying->program->results[b];
    struct formulas *formulas = &verifying->prover.formulas;
    const struct prover_program *base = &verifying->base;
    struct verify_finding finding = {
        .check = VERIFY_RESULTS,
        .subject = arena_format(&verifying->prover.arena, "%.*s, %.*s", (int)first->name.length,
                                first->name.at, (int)second->name.length, second->name.at),
        .position = second->position,
        .detail = text_of("the two results have the same title, and tell this person different "
                          "lines"),
    };
    formula_id goal = FORMULA_FALSE;
    for (uint32_t i = 0; i < first->line_count; i++) {
        for (uint32_t k = 0; k < second->line_count; k++) {
            if (!text_equal(first->lines[i].name, second->lines[k].name)) {
                formula_id x = formula_line_is(&base->meaning, &base->decision, a, i);
                formula_id y = formula_line_is(&base->meaning, &base->decision, b, k);
                goal = formula_or(formulas, goal, formula_and(formulas, x, y));
            }
        }
    }
    struct hunt hunt = hunt_for(verifying, goal, shows_contradiction);
    hunt.index = a;
    hunt.line = b;
    tell_nobody(&hunt, hunt_run(&hunt, true), finding);
}

static size_t each_pair_of_results(struct verifying *verifying, const struct program *program) {
    size_t count = 0;
    for (uint32_t a = 0; a < program->result_count; a++) {
        for (uint32_t b = a + 1; b < program->result_count; b++) {
            if (same_title(&program->results[a].title, &program->results[b].title)) {
                count++;
                if (verifying != NULL) {
                    check_results(verifying, a, b);
                }
            }
        }
    }
    return count;
}

/* ---- the whole ------------------------------------------------------------------------------- */

size_t verify_count_alone(const struct verifying *verifying) {
    const struct program *program = verifying->program;
    size_t count = 1 + program->result_count + each_pair_of_results(NULL, program);
    for (size_t i = 0; i < program->rule_count; i++) {
        count += program->rules[i].kind != RULE_HALT;
    }
    for (size_t i = 0; i < program->result_count; i++) {
        count += program->results[i].line_count;
    }
    for (size_t i = 0; verifying->suite != NULL && i < verifying->suite->test_count; i++) {
        count += verifying->suite->tests[i].kind == TEST_ALWAYS;
    }
    return count;
}

void verify_alone(struct verifying *verifying) {
    const struct program *program = verifying->program;
    for (size_t i = 0; verifying->suite != NULL && i < verifying->suite->test_count; i++) {
        if (verifying->suite->tests[i].kind == TEST_ALWAYS) {
            check_always(verifying, &verifying->suite->tests[i]);
        }
    }
    check_clear(verifying);
    for (uint32_t i = 0; i < program->result_count; i++) {
        check_one_line(verifying, i);
    }
    each_pair_of_results(verifying, program);
    for (uint32_t i = 0; i < program->rule_count; i++) {
        if (program->rules[i].kind != RULE_HALT) {
            check_rule(verifying, i);
        }
    }
    for (uint32_t i = 0; i < program->result_count; i++) {
        for (uint32_t line = 0; line < program->results[i].line_count; line++) {
            check_line(verifying, i, line);
        }
    }
}
