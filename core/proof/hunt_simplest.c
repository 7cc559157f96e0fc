/* One case, and the simplest of those that tell the two apart. */
#include "proof/hunt.h"

#include "proof/case.h"
#include "proof/observed.h"

#include <math.h>

/* ---- one case -------------------------------------------------------------------------------- */

static const struct decision *decide_with(struct hunt *hunt, const struct program *program,
                                          const struct answer *answers) {
    const struct decision *decision =
        case_of_answers(program, answers, hunt->as_of, hunt->of->functions, &hunt->scratch);
    hunt->failed = hunt->failed || decision == NULL;
    return decision;
}

/* Decides with both; false where memory ran out. */
static bool compare_both(struct hunt *hunt, const struct answer *answers, struct expectation *all,
                         struct comparison *comparison) {
    arena_reset(&hunt->scratch);
    const struct decision *original = decide_with(hunt, hunt->program, answers);
    const struct decision *mutant =
        original == NULL ? NULL : decide_with(hunt, &hunt->of->patch->program, answers);
    bool done = mutant != NULL && observed(original, &hunt->scratch, all) &&
                compare_decision(mutant, all, &hunt->scratch, comparison);
    hunt->failed = hunt->failed || !done;
    return done;
}

/* True where the two differ; and where memory ran out, so that a search ends. */
bool hunt_tells_apart(void *context, const struct answer *answers) {
    struct hunt *hunt = context;
    struct expectation all;
    struct comparison comparison;
    if (!compare_both(hunt, answers, &all, &comparison)) {
        return true;
    }
    return hunt->telling ? observed_is_telling(&comparison) : comparison.difference_count > 0;
}

bool hunt_is_apart(struct hunt *hunt, const struct answer *answers) {
    return hunt_tells_apart(hunt, answers) && !hunt->failed;
}

/* ---- the simplest case ----------------------------------------------------------------------- */

bool hunt_same_answer(const struct fact *fact, const struct answer *a, const struct answer *b) {
    if (a->state != b->state || a->state != ANSWER_GIVEN) {
        return a->state == b->state;
    }
    switch (fact->type) {
    case VALUE_NUMBER:
        return a->number == b->number;
    case VALUE_DATE:
        return a->day == b->day;
    default:
        return a->option == b->option;
    }
}

static size_t count_changes(const struct hunt *hunt, const struct base *base,
                            const struct answer *answers) {
    size_t count = 0;
    for (size_t i = 0; i < hunt->program->fact_count; i++) {
        count += !hunt_same_answer(&hunt->program->facts[i], &base->answers[i], &answers[i]);
    }
    return count;
}

/* Keeps the case where it changes less than the best so far. */
void hunt_offer(struct hunt *hunt, const struct base *base, const struct answer *answers) {
    size_t changes = count_changes(hunt, base, answers);
    if (hunt->best != NULL && hunt->changes <= changes) {
        return;
    }
    hunt->best = base;
    hunt->changes = changes;
    memcpy(hunt->answers, answers, hunt->program->fact_count * sizeof *answers);
}

void hunt_begin_base(struct hunt *hunt, const struct base *base) {
    hunt->as_of = base->has_as_of ? base->as_of : hunt->of->as_of;
}

/* Takes back each change that is not needed. */
static void simplify(struct hunt *hunt, const struct base *base, struct answer *answers) {
    for (size_t i = 0; i < hunt->program->fact_count && !hunt->failed; i++) {
        struct answer kept = answers[i];
        if (hunt_same_answer(&hunt->program->facts[i], &kept, &base->answers[i])) {
            continue;
        }
        answers[i] = base->answers[i];
        if (!hunt_is_apart(hunt, answers)) {
            answers[i] = kept;
        }
    }
}

/* As few decimals as make the difference all the same. */
static void round_numbers(struct hunt *hunt, const struct base *base, struct answer *answers) {
    for (size_t i = 0; i < hunt->program->fact_count && !hunt->failed; i++) {
        const struct fact *fact = &hunt->program->facts[i];
        struct answer kept = answers[i];
        bool free = fact->type == VALUE_NUMBER && kept.state == ANSWER_GIVEN &&
                    !hunt_same_answer(fact, &kept, &base->answers[i]);
        double scale = 1;
        for (int decimals = 0; free && decimals < 4; decimals++, scale *= 10) {
            answers[i].number = round(kept.number * scale) / scale;
            bool fits = answers[i].number >= fact->min && answers[i].number <= fact->max;
            free = !(fits && hunt_is_apart(hunt, answers));
        }
        if (free) {
            answers[i] = kept;
        }
    }
}

/* What was found, said as a change of each set of facts. */
void hunt_offer_everywhere(struct hunt *hunt, const struct answer *found) {
    size_t count = hunt->program->fact_count;
    struct answer *answers = arena_calloc(&hunt->work, count + 1, sizeof *answers);
    for (size_t i = 0; answers != NULL && i < hunt->base_count && !hunt->failed; i++) {
        const struct base *base = &hunt->bases[i];
        hunt_begin_base(hunt, base);
        for (size_t k = 0; k < count; k++) {
            answers[k] = found[k].state == ANSWER_ABSENT ? base->answers[k] : found[k];
        }
        if (hunt_is_apart(hunt, answers)) {
            simplify(hunt, base, answers);
            round_numbers(hunt, base, answers);
            hunt_offer(hunt, base, answers);
        }
    }
    hunt->failed = hunt->failed || answers == NULL;
}
