#include "proof/distinguish_walk.h"

#include "proof/stated.h"
#include "proof/walk.h"

enum { SCRATCH_BLOCK = 64 * 1024 };

struct wander {
    const struct distinguishing *of;
    const struct program *program; /* the original, spread */
    struct suite suites[2];        /* of the original, of the mutant */
    struct proof proofs[2];
    struct arena scratch; /* of one candidate */
    struct arena *arena;
    struct lua_walk walk; /* the candidate */
    bool failed;
};

/* ---- walking --------------------------------------------------------------------------------- */

static bool go(struct wander *wander, size_t which, const struct test *test,
               struct walked *walked) {
    bool done =
        walk_go(&wander->proofs[which], test, wander->walk.start.as_of, &wander->scratch, walked);
    wander->failed = wander->failed || !done;
    return done;
}

/* Walks the candidate with the original. */
static bool walk_original(struct wander *wander, struct test *test, struct walked *walked) {
    arena_reset(&wander->scratch);
    if (!lua_walk_test(wander->of->suite, &wander->walk, &wander->scratch, test)) {
        wander->failed = true;
        return false;
    }
    return go(wander, 0, test, walked);
}

static struct expected_list halted(struct wander *wander, const struct guide_answer *answer) {
    uint32_t *rules = arena_calloc(wander->arena, answer->halt_count + 1, sizeof *rules);
    struct expected_list list = {true, rules, rules == NULL ? 0 : answer->halt_count};
    for (size_t i = 0; i < list.count; i++) {
        rules[i] = answer->halts[i].rule;
    }
    return list;
}

static struct expected_texts missing(struct wander *wander, const struct guide_answer *answer) {
    struct text *names = arena_calloc(wander->arena, answer->missing_count + 1, sizeof *names);
    struct expected_texts texts = {true, names, names == NULL ? 0 : answer->missing_count};
    for (size_t i = 0; i < texts.count; i++) {
        names[i] = wander->program->facts[answer->missing[i]].name;
    }
    return texts;
}

static struct expected_texts steps(struct wander *wander, const struct walked *walked) {
    struct text *names = arena_calloc(wander->arena, walked->step_count + 1, sizeof *names);
    struct expected_texts texts = {true, names, names == NULL ? 0 : walked->step_count};
    for (size_t i = 0; i < texts.count; i++) {
        names[i] = arena_copy(wander->arena, walked->steps[i]);
    }
    return texts;
}

/* What a test need not say: the steps of a walk that ended early stand in `at`. */
static void shorten(struct walk_expectation *expect) {
    if (!expect->has_finished || !expect->finished) {
        expect->steps.set = false;
        expect->has_finished = false;
    }
}

/* How the walk ended, as a test says it. */
static struct walk_expectation expectation_of(struct wander *wander, const struct walked *walked) {
    enum guide_state state = walked->answer.state;
    struct walk_expectation expect = {
        .has_finished = true,
        .finished = state == GUIDE_FINISHED,
        .halted = halted(wander, &walked->answer),
        .at = arena_copy(wander->arena, walked->at),
        .steps = steps(wander, walked),
    };
    if (state == GUIDE_NOT_CLEARED || state == GUIDE_ASKING) {
        expect.has_not_cleared = true;
        expect.not_cleared = true;
    }
    if (state == GUIDE_STEP) {
        expect.missing = missing(wander, &walked->answer);
    }
    shorten(&expect);
    return expect;
}

/* True where the candidate ends otherwise with the mutant; its expectation is set then. */
static bool tells_apart(struct wander *wander) {
    struct test test;
    struct walked walked;
    struct walked mutant;
    struct test_result result = {.test = &test};
    if (!walk_original(wander, &test, &walked)) {
        return false;
    }
    test.walked = expectation_of(wander, &walked);
    wander->walk.expect = test.walked;
    wander->failed = wander->failed || wander->arena->failed;
    if (wander->failed || !go(wander, 1, &test, &mutant)) {
        return false;
    }
    if (!walk_compare(&mutant, &test, wander->suites[1].program, &wander->scratch, &result)) {
        wander->failed = true;
        return false;
    }
    return result.difference_count > 0;
}

/* ---- what is usual --------------------------------------------------------------------------- */

static const struct given *usual_of_tests(const struct wander *wander) {
    const struct suite *suite = wander->of->suite;
    for (size_t i = 0; i < suite->test_count; i++) {
        const struct test *test = &suite->tests[i];
        if (test->kind == TEST_WALK && test->technique == wander->walk.technique &&
            test->walked.has_finished && test->walked.finished) {
            return &test->usual;
        }
    }
    return NULL;
}

/* Constant number `number` that the fact is compared with; false where there are no more. */
static bool limit_of(const struct program *program, const struct fact *fact, size_t number,
                     double *limit) {
    for (node_id id = 0; id < program->node_count; id++) {
        const struct node *node = &program->nodes[id];
        bool compares = node->op == NODE_LESS || node->op == NODE_AT_MOST || node->op == NODE_EQUAL;
        for (uint32_t side = 0; compares && side < 2; side++) {
            const struct node *amount = &program->nodes[node_children(program, node)[side]];
            bool measured = node_children(program, node)[1 - side] == fact->node;
            if (measured && amount->op == NODE_NUMBER && number-- == 0) {
                *limit = amount->number;
                return true;
            }
        }
    }
    return false;
}

/* The ends of the range, then the limits of the original and of the mutant. */
static bool number_of(const struct wander *wander, const struct fact *fact, size_t number,
                      double *value) {
    double limit = 0;
    size_t limits = 0;
    if (number < 2) {
        *value = number == 0 ? fact->min : fact->max;
        return true;
    }
    while (limit_of(wander->program, fact, limits, &limit)) {
        limits++;
    }
    const struct program *mutant = &wander->of->patch->program;
    bool of_original = number - 2 < limits;
    return of_original ? limit_of(wander->program, fact, number - 2, value)
                       : limit_of(mutant, fact, number - 2 - limits, value);
}

/* Number `number` of the values that are tried for a fact; false where there are no more. */
static bool value_of(const struct wander *wander, const struct fact *fact, size_t number,
                     struct sent_value *value) {
    *value = (struct sent_value){.kind = SENT_BOOL, .yes = number == 1};
    switch (fact->type) {
    case VALUE_YES_NO:
        return number < 2;
    case VALUE_CHOICE:
        value->kind = SENT_TEXT;
        value->text = number < fact->option_count ? fact->options[number] : text_from(NULL, 0);
        return number < fact->option_count;
    case VALUE_NUMBER:
        value->kind = SENT_NUMBER;
        return number_of(wander, fact, number, &value->number);
    case VALUE_DATE:
        return false;
    }
    return false;
}

/* How far the walk comes with what is usual now: by the steps shown and its end, and at the same
 * place by how little halts it. 0 where it does not begin. */
static size_t distance(struct wander *wander) {
    enum { MOST_HALTS = 4096 };
    struct test test;
    struct walked walked;
    if (!walk_original(wander, &test, &walked)) {
        return 0;
    }
    if (walked.step_count == 0) {
        return 0;
    }
    size_t way = 2 * walked.step_count + (walked.answer.state == GUIDE_FINISHED);
    return way * MOST_HALTS - walked.answer.halt_count;
}

/* Value after value of each live fact, kept where the walk comes further. */
static bool guess_usual(struct wander *wander) {
    const struct program *program = wander->program;
    struct given_fact *facts = arena_calloc(wander->arena, program->fact_count + 1, sizeof *facts);
    wander->walk.usual = (struct given){.facts = facts};
    for (size_t i = 0; facts != NULL && i < program->fact_count; i++) {
        struct given_fact *fact = &facts[wander->walk.usual.fact_count];
        if (program->facts[i].live && value_of(wander, &program->facts[i], 0, &fact->value)) {
            fact->name = program->facts[i].name;
            wander->walk.usual.fact_count++;
        }
    }
    size_t best = facts == NULL ? 0 : distance(wander);
    for (size_t i = 0; i < wander->walk.usual.fact_count && !wander->failed; i++) {
        ptrdiff_t index = program_find_fact(program, facts[i].name);
        struct sent_value kept = facts[i].value;
        for (size_t n = 1; value_of(wander, &program->facts[index], n, &facts[i].value); n++) {
            size_t far = distance(wander);
            if (far > best) {
                best = far;
                kept = facts[i].value;
            }
        }
        facts[i].value = kept;
    }
    wander->failed = wander->failed || facts == NULL;
    return best > 0 && !wander->failed;
}

/* A set of facts with which the technique begins. */
static bool find_start(struct wander *wander) {
    const struct suite *suite = wander->of->suite;
    for (size_t i = 0; i < suite->base_count && !wander->failed; i++) {
        const struct named_facts *base = &suite->bases[i];
        const struct given *usual = usual_of_tests(wander);
        wander->walk.start.base = base->name;
        wander->walk.start.as_of = base->given.has_as_of ? base->given.as_of : wander->of->as_of;
        if (usual != NULL) {
            wander->walk.usual = *usual;
        }
        if (usual != NULL ? distance(wander) > 0 : guess_usual(wander)) {
            return true;
        }
    }
    return false;
}

/* ---- candidates ------------------------------------------------------------------------------ */

static bool try_values(struct wander *wander, const struct fact *fact) {
    wander->walk.report.name = fact->name;
    for (size_t n = 0; value_of(wander, fact, n, &wander->walk.report.value) && !wander->failed;
         n++) {
        if (tells_apart(wander)) {
            return true;
        }
    }
    wander->walk.report.value = (struct sent_value){.kind = SENT_NIL};
    return !wander->failed && tells_apart(wander);
}

/* At one step after the other, one live fact otherwise. */
static bool try_reports(struct wander *wander) {
    const struct program *program = wander->program;
    struct test test;
    struct walked walked;
    if (!walk_original(wander, &test, &walked)) {
        return false;
    }
    struct expected_texts shown = steps(wander, &walked);
    for (size_t i = 0; i < shown.count && !wander->failed; i++) {
        wander->walk.instance = shown.items[i];
        for (size_t k = 0; k < program->fact_count && !wander->failed; k++) {
            if (program->facts[k].live && try_values(wander, &program->facts[k])) {
                return true;
            }
        }
    }
    wander->walk.instance = text_from(NULL, 0);
    return false;
}

/* For a person of whom one fact is otherwise. */
static bool try_starts(struct wander *wander) {
    const struct program *program = wander->program;
    struct lua_fact *fact = arena_calloc(wander->arena, 1, sizeof *fact);
    wander->walk.start.facts = fact;
    wander->walk.start.fact_count = 1;
    for (uint32_t i = 0; fact != NULL && i < program->fact_count && !wander->failed; i++) {
        fact->fact = i;
        for (size_t n = 0;
             !program->facts[i].live && value_of(wander, &program->facts[i], n, &fact->value);
             n++) {
            if (tells_apart(wander)) {
                return true;
            }
        }
    }
    wander->walk.start.fact_count = 0;
    wander->failed = wander->failed || fact == NULL;
    return false;
}

static bool try_technique(struct wander *wander, uint32_t technique) {
    wander->walk = (struct lua_walk){
        .start = {.program = wander->of->suite->program},
        .technique = technique,
    };
    return find_start(wander) && (tells_apart(wander) || try_reports(wander) || try_starts(wander));
}

/* ---- the whole ------------------------------------------------------------------------------- */

static bool wander_open(struct wander *wander) {
    const struct program *programs[] = {wander->program, &wander->of->patch->program};
    struct proof_options options = {.today = wander->of->as_of};
    for (size_t i = 0; i < 2; i++) {
        wander->suites[i] = *wander->of->suite;
        wander->suites[i].program = programs[i];
        if (!proof_begin(&wander->proofs[i], &wander->suites[i], wander->of->functions, &options,
                         wander->arena)) {
            return false;
        }
    }
    return true;
}

bool distinguish_walk(const struct distinguishing *distinguishing, struct arena *arena,
                      bool *is_found, struct lua_walk *found) {
    struct wander wander = {
        .of = distinguishing,
        .program = &distinguishing->patch->spread->program,
        .arena = arena,
    };
    *is_found = false;
    arena_init(&wander.scratch, SCRATCH_BLOCK, 0);
    bool done = wander_open(&wander);
    for (uint32_t i = 0; done && i < wander.program->technique_count && !*is_found; i++) {
        *is_found = try_technique(&wander, i);
        done = !wander.failed;
    }
    arena_free(&wander.scratch);
    *found = wander.walk;
    return done && !arena->failed;
}
