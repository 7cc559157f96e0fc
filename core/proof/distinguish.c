#include "proof/distinguish.h"

#include "proof/case.h"
#include "proof/hunt.h"
#include "proof/observed.h"
#include "proof/stated.h"

enum { SCRATCH_BLOCK = 64 * 1024 };

/* ---- the sets of facts ----------------------------------------------------------------------- */

/* The answers that a set of facts gives; NULL where it has faults or memory ran out. */
static struct answer *answers_of(struct hunt *hunt, const struct given *given) {
    struct intake intake;
    if (!intake_begin(&intake, hunt->program, hunt->of->as_of, &hunt->work)) {
        return NULL;
    }
    for (size_t i = 0; i < given->fact_count; i++) {
        if (!intake_take(&intake, given->facts[i].name, &given->facts[i].value)) {
            return NULL;
        }
    }
    return intake.faults == NULL ? intake.answers : NULL;
}

static bool gather_bases(struct hunt *hunt) {
    const struct suite *suite = hunt->of->suite;
    hunt->bases = arena_calloc(&hunt->work, suite->base_count + 1, sizeof *hunt->bases);
    for (size_t i = 0; hunt->bases != NULL && i < suite->base_count; i++) {
        const struct named_facts *named = &suite->bases[i];
        struct answer *answers = answers_of(hunt, &named->given);
        if (answers != NULL) {
            hunt->bases[hunt->base_count++] =
                (struct base){named->name, answers, named->given.has_as_of, named->given.as_of};
        }
    }
    if (hunt->bases != NULL) {
        hunt->bases[hunt->base_count++].answers =
            arena_calloc(&hunt->work, hunt->program->fact_count + 1, sizeof(struct answer));
    }
    hunt->answers = arena_calloc(&hunt->work, hunt->program->fact_count + 1, sizeof *hunt->answers);
    return !hunt->work.failed;
}

/* ---- writing what was found ------------------------------------------------------------------ */

static bool write_facts(const struct hunt *hunt, struct arena *arena, struct lua_case *found) {
    struct lua_fact *facts = arena_calloc(arena, hunt->changes + 1, sizeof *facts);
    for (uint32_t i = 0; facts != NULL && i < hunt->program->fact_count; i++) {
        const struct fact *fact = &hunt->program->facts[i];
        const struct answer *answer = &hunt->answers[i];
        if (!hunt_same_answer(fact, answer, &hunt->best->answers[i])) {
            facts[found->fact_count++] = (struct lua_fact){
                i, answer->state == ANSWER_ABSENT, stated_answer(fact, answer, arena).value};
        }
    }
    found->facts = facts;
    return facts != NULL;
}

/* Decides once more, in the arena that the case lives in. */
static bool write_found(struct hunt *hunt, struct arena *arena, struct lua_case *found) {
    struct expectation all;
    struct comparison comparison;
    hunt_begin_base(hunt, hunt->best);
    *found = (struct lua_case){
        .program = hunt->of->suite->program,
        .base = hunt->best->name,
        .writes_as_of = !hunt->best->has_as_of && lua_case_needs_day(hunt->program),
        .as_of = hunt->as_of,
    };
    const struct decision *original =
        case_of_answers(hunt->program, hunt->answers, hunt->as_of, hunt->of->functions, arena);
    const struct decision *mutant = original == NULL
                                        ? NULL
                                        : case_of_answers(&hunt->of->patch->program, hunt->answers,
                                                          hunt->as_of, hunt->of->functions, arena);
    return mutant != NULL && observed(original, arena, &all) &&
           compare_decision(mutant, &all, arena, &comparison) &&
           observed_part(&all, hunt->program, &comparison, arena, &found->expect) &&
           write_facts(hunt, arena, found);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static bool is_of_sessions_only(const struct hunt *hunt) {
    enum mutant_kind kind = hunt->mutant->kind;
    return kind == MUTANT_HALT || kind == MUTANT_AT_MOST || kind == MUTANT_THROUGHOUT;
}

static bool hunt_all(struct hunt *hunt, enum distinction *distinction) {
    if (!gather_bases(hunt) ||
        !pair_make(&hunt->pair, hunt->of->patch, hunt->mutant, &hunt->work)) {
        return false;
    }
    if (is_of_sessions_only(hunt)) {
        *distinction = DISTINCT_IN_SESSIONS;
        return true;
    }
    *distinction = DISTINCT;
    if (hunt_near(hunt)) {
        return !hunt->failed;
    }
    return !hunt->failed && hunt_far(hunt, distinction);
}

bool distinguish(const struct distinguishing *distinguishing, const struct mutant *mutant,
                 struct arena *arena, enum distinction *distinction, struct lua_case *found) {
    struct hunt hunt = {
        .of = distinguishing,
        .program = &distinguishing->patch->spread->program,
        .mutant = mutant,
        .budget = distinguishing->budget,
    };
    arena_init(&hunt.work, SCRATCH_BLOCK, 0);
    arena_init(&hunt.scratch, SCRATCH_BLOCK, 0);
    bool done = hunt_all(&hunt, distinction);
    if (done && *distinction == DISTINCT) {
        done = write_found(&hunt, arena, found) && !arena->failed;
    }
    arena_free(&hunt.work);
    arena_free(&hunt.scratch);
    return done;
}
