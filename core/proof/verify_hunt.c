#include "proof/case.h"
#include "proof/smaller.h"
#include "proof/verify_private.h"

/* ---- deciding -------------------------------------------------------------------------------- */

static const struct decision *decide_for(struct hunt *hunt, const struct answer *answers) {
    struct verifying *verifying = hunt->verifying;
    const struct decision *decision =
        case_of_answers(hunt->base->program, answers, verifying->options->as_of,
                        verifying->functions, &verifying->scratch);
    verifying->failed = verifying->failed || decision == NULL;
    return decision;
}

const struct decision *hunt_decide(struct hunt *hunt, const struct answer *answers) {
    arena_reset(&hunt->verifying->scratch);
    return decide_for(hunt, answers);
}

bool hunt_decide_both(struct hunt *hunt, const struct answer *answers,
                      const struct decision **first, const struct decision **second) {
    size_t count = hunt->base->program->fact_count;
    *first = hunt_decide(hunt, answers);
    struct answer *others = arena_calloc(&hunt->verifying->scratch, count + 1, sizeof *others);
    if (*first == NULL || others == NULL) {
        return false;
    }
    memcpy(others, answers, count * sizeof *others);
    others[hunt->fact] = hunt->other;
    *second = decide_for(hunt, others);
    return *second != NULL;
}

/* ---- confirming ------------------------------------------------------------------------------ */

/* What the engine decides is learned, for what the formulas leave open. */
static bool learn(struct hunt *hunt, struct answer *answers) {
    if (hunt->in_session) {
        return true;
    }
    if (prover_try(hunt->prover, hunt->base, answers) == NULL) {
        return false;
    }
    if (hunt->varied == NULL) {
        return true;
    }
    struct answer kept = answers[hunt->fact];
    answers[hunt->fact] = hunt->other;
    bool done = prover_try(hunt->prover, hunt->varied, answers) != NULL;
    answers[hunt->fact] = kept;
    return done;
}

static enum prover_opinion confirm(void *context) {
    struct hunt *hunt = context;
    struct verifying *verifying = hunt->verifying;
    struct answer *answers = prover_answers(hunt->prover, hunt->base, &verifying->arena);
    if (answers != NULL && hunt->varied != NULL) {
        const struct answer *others = prover_answers(hunt->prover, hunt->varied, &verifying->arena);
        hunt->other = others == NULL ? hunt->other : others[hunt->fact];
    }
    if (answers == NULL || !learn(hunt, answers)) {
        return PROVER_OUT_OF_MEMORY;
    }
    if (hunt->shows(hunt, answers)) {
        hunt->answers = answers;
        return PROVER_CONFIRMED;
    }
    if (hunt->varied == NULL) {
        prover_block(hunt->prover, hunt->base, answers);
    } else {
        prover_block_both(hunt->prover, hunt->base, answers, hunt->varied, hunt->fact,
                          &hunt->other);
    }
    return verifying->failed ? PROVER_OUT_OF_MEMORY : PROVER_REFUTED;
}

static enum prover_verdict ask(struct hunt *hunt, formula_id also, uint32_t milliseconds) {
    const formula_id assumptions[] = {hunt->goal, also};
    struct prover_query query = {
        .assumptions = assumptions,
        .count = 2,
        .varied = hunt->varied,
        .in_session = hunt->in_session,
        .confirm = confirm,
        .context = hunt,
        .milliseconds = milliseconds,
    };
    return prover_ask(hunt->prover, &query);
}

/* ---- making small ---------------------------------------------------------------------------- */

static bool still_shows(void *context, const struct answer *answers) {
    struct hunt *hunt = context;
    return hunt->shows(hunt, answers);
}

static void shrink(struct hunt *hunt) {
    smaller_answers(hunt->base->program, hunt->verifying->options->as_of, hunt->answers,
                    still_shows, hunt);
}

/* Is there somebody of whom less has to be said? */
static void look_for_fewer(struct hunt *hunt) {
    enum { ROUNDS = 12, MILLISECONDS = 2000 };
    for (int i = 0; i < ROUNDS && verify_goes_on(hunt->verifying); i++) {
        struct hunt kept = *hunt;
        size_t count = smaller_count(hunt->base->program, hunt->answers);
        if (count <= 1) {
            return;
        }
        formula_id fewer = prover_says_at_most(hunt->prover, hunt->base, count - 1);
        uint32_t share = verify_share(hunt->verifying);
        if (ask(hunt, fewer, share < MILLISECONDS ? share : MILLISECONDS) != PROVER_FOUND) {
            *hunt = kept;
            return;
        }
        shrink(hunt);
    }
}

enum prover_verdict hunt_run(struct hunt *hunt, bool small) {
    arena_reset(&hunt->verifying->arena);
    enum prover_verdict verdict = hunt->goal == FORMULA_FALSE
                                      ? PROVER_IMPOSSIBLE
                                      : ask(hunt, FORMULA_TRUE, verify_share(hunt->verifying));
    if (verdict == PROVER_FOUND && small) {
        shrink(hunt);
        look_for_fewer(hunt);
    }
    hunt->verifying->failed = hunt->verifying->failed || verdict == PROVER_NO_MEMORY;
    return verdict;
}
