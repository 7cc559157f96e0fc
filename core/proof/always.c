#include "proof/always.h"

#include "proof/case.h"
#include "proof/compare.h"
#include "proof/foresee.h"
#include "proof/judge.h"
#include "proof/stated.h"
#include "rules/space.h"

enum { SCRATCH_BLOCK = 64 * 1024 };

struct always {
    const struct proof *proof;
    const struct test *test;
    const struct program *program;
    struct program undecided; /* the same with optional facts that are unknown while unsaid */
    node_id probe;
    struct arena scratch; /* of one decision */
    bool failed;          /* memory ran out */
};

/* ---- judging one case ------------------------------------------------------------------------ */

static bool speaks_of_progress(const struct expectation *expect) {
    return expect->has_complete || expect->asks.set;
}

static bool speaks_of_questions(const struct test *test) {
    return (test->has_expect && speaks_of_progress(&test->expect)) ||
           (test->has_never && speaks_of_progress(&test->never));
}

static bool differs(struct always *always, const struct decision *decision,
                    const struct expectation *expect) {
    struct comparison comparison;
    if (!compare_decision(decision, expect, &always->scratch, &comparison)) {
        always->failed = true;
        return true;
    }
    return comparison.difference_count > 0;
}

static const struct decision *decide_case(struct always *always, const struct program *program,
                                          const struct answer *answers) {
    arena_reset(&always->scratch);
    const struct decision *decision = case_of_answers(program, answers, always->proof->always_as_of,
                                                      always->proof->functions, &always->scratch);
    always->failed = always->failed || decision == NULL;
    return decision;
}

/* True where somebody who meets `when` breaks the promise; and where memory ran out, so that the
 * search ends. */
static bool breaks(void *context, const struct answer *answers) {
    struct always *always = context;
    const struct test *test = always->test;
    const struct decision *decision = decide_case(always, always->program, answers);
    if (decision == NULL) {
        return true;
    }
    if (decision->evaluation->cells[always->probe].mask != MASK_TRUE ||
        (!decision->complete && !speaks_of_questions(test))) {
        return false;
    }
    return (test->has_expect && differs(always, decision, &test->expect)) ||
           (test->has_never && !differs(always, decision, &test->never));
}

/* True where the promise holds for every completion of these answers. */
static bool holds_from_here(void *context, const struct answer *answers) {
    struct always *always = context;
    const struct test *test = always->test;
    const struct decision *decision = decide_case(always, &always->undecided, answers);
    if (decision == NULL) {
        return true;
    }
    return (!test->has_expect || foresee(decision, &test->expect) == FORECAST_ALWAYS) &&
           (!test->has_never || foresee(decision, &test->never) == FORECAST_NEVER);
}

/* ---- what the promise rests on --------------------------------------------------------------- */

static bool looks_at_every_rule(const struct expectation *expect) {
    return expect->rules.set || expect->includes.set || expect->uncertain.set || expect->asks.set ||
           expect->advice.set || expect->technique_count > 0;
}

static bool bears_on(const struct rule *rule, bool every_rule) {
    bool counts = rule->kind != RULE_ADVISORY && rule->during_count == 0;
    return rule->kind != RULE_HALT && (counts || every_rule);
}

/* The nodes that must be settled before a case can be judged. Room for all that there are. */
static size_t gather_roots(const struct always *always, node_id *roots) {
    const struct program *program = always->program;
    bool every_rule =
        looks_at_every_rule(&always->test->expect) || looks_at_every_rule(&always->test->never);
    size_t count = 0;
    for (size_t i = 0; i < program->rule_count; i++) {
        if (bears_on(&program->rules[i], every_rule)) {
            roots[count++] = program->rules[i].fires;
        }
    }
    for (size_t i = 0; i < program->result_count; i++) {
        roots[count++] = program->results[i].node;
    }
    for (size_t i = 0; i < program->score_count; i++) {
        if (always->test->expect.score_count > 0 || always->test->never.score_count > 0) {
            roots[count++] = program->scores[i].node;
        }
    }
    for (size_t i = 0; every_rule && i < program->technique_count; i++) {
        if (program->techniques[i].only_if != NODE_MISSING) {
            roots[count++] = program->techniques[i].only_if;
        }
    }
    return count;
}

static bool begin(struct always *always, struct arena *arena, struct search *search) {
    const struct program *program = always->program;
    size_t room = program->rule_count + program->result_count + program->score_count +
                  program->technique_count + 1;
    node_id *roots = arena_calloc(arena, room, sizeof *roots);
    struct fact *facts = arena_calloc(arena, program->fact_count + 1, sizeof *facts);
    if (roots == NULL || facts == NULL) {
        return false;
    }
    memcpy(facts, program->facts, program->fact_count * sizeof *facts);
    for (size_t i = 0; i < program->fact_count; i++) {
        facts[i].optional = false;
    }
    always->undecided = *program;
    always->undecided.facts = facts;
    *search = (struct search){
        .program = program,
        .as_of = always->proof->always_as_of,
        .functions = always->proof->functions,
        .goal = always->probe,
        .wanted = MASK_TRUE,
        .roots = roots,
        .root_count = gather_roots(always, roots),
        .context = always,
        .budget = always->proof->options.budget,
        .seed = 1,
    };
    return true;
}

/* ---- searching ------------------------------------------------------------------------------- */

/* Somebody who meets `when` at all: among those who answer everything, else among the others. */
static enum search_verdict look_for_anybody(struct search search, struct arena *arena,
                                            uint64_t *cases) {
    search.root_count = 0;
    struct search_result found = space_search(&search, arena);
    *cases += found.tried;
    if (found.verdict == SEARCH_IMPOSSIBLE || found.verdict == SEARCH_NOT_FOUND) {
        search.partial = true;
        found = space_search(&search, arena);
        *cases += found.tried;
    }
    return found.verdict;
}

static struct search_result look_for_failure(const struct always *always, struct search search,
                                             bool partial, struct arena *arena,
                                             struct test_result *result) {
    search.test = breaks;
    search.hopeless = holds_from_here;
    search.partial = partial;
    search.asked = !speaks_of_questions(always->test);
    struct search_result found = space_search(&search, arena);
    result->search.cases += found.tried;
    if (always->failed) {
        found.verdict = SEARCH_NO_MEMORY;
    }
    return found;
}

/* Drops every answer without which the promise is broken all the same. */
static bool make_small(struct always *always, struct answer *answers) {
    for (size_t i = 0; i < always->program->fact_count; i++) {
        struct answer kept = answers[i];
        if (kept.state == ANSWER_ABSENT) {
            continue;
        }
        answers[i] = (struct answer){.state = ANSWER_ABSENT};
        if (!breaks(always, answers)) {
            answers[i] = kept;
        }
    }
    return !always->failed;
}

static bool tell_failure(struct always *always, struct answer *answers, struct arena *arena,
                         struct test_result *result) {
    if (!make_small(always, answers)) {
        return false;
    }
    const struct decision *decision = case_of_answers(
        always->program, answers, always->proof->always_as_of, always->proof->functions, arena);
    if (decision == NULL) {
        return false;
    }
    result->status = TEST_FAILED;
    result->has_given = true;
    result->given = stated_answers(always->program, answers, arena);
    return judge_promise(decision, always->test, always->probe, always->proof->functions, arena,
                         result);
}

static bool search_failures(struct always *always, const struct search *search, struct arena *arena,
                            struct test_result *result) {
    result->search.done = true;
    for (int partial = 0; partial <= 1; partial++) {
        struct search_result found = look_for_failure(always, *search, partial == 1, arena, result);
        if (found.verdict == SEARCH_NO_MEMORY) {
            return false;
        }
        if (found.verdict == SEARCH_FOUND) {
            return tell_failure(always, found.answers, arena, result);
        }
        bool proved = found.verdict == SEARCH_IMPOSSIBLE;
        *(partial == 0 ? &result->search.every_answer : &result->search.everybody) = proved;
    }
    return true;
}

static bool search_all(struct always *always, struct arena *arena, struct test_result *result) {
    struct search search;
    if (!begin(always, arena, &search)) {
        return false;
    }
    switch (look_for_anybody(search, arena, &result->search.cases)) {
    case SEARCH_FOUND:
        return search_failures(always, &search, arena, result);
    case SEARCH_IMPOSSIBLE:
        result->remark = REMARK_NOBODY_MEETS;
        break;
    case SEARCH_NOT_FOUND:
        result->remark = REMARK_NOBODY_FOUND;
        break;
    case SEARCH_NO_MEMORY:
        return false;
    }
    result->status = TEST_FAILED;
    return true;
}

bool always_run(const struct proof *proof, const struct test *test, struct arena *arena,
                struct test_result *result) {
    struct always always = {
        .proof = proof,
        .test = test,
        .program = proof->suite->program,
        .probe = proof->suite->program->probes[test->probe],
    };
    arena_init(&always.scratch, SCRATCH_BLOCK, 0);
    result->as_of = proof->always_as_of;
    bool done = search_all(&always, arena, result);
    arena_free(&always.scratch);
    return done;
}
