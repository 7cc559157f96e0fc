/* Far from the sets of facts: in the space of inputs, and by the prover. */
#include "proof/hunt.h"

#include "rules/space.h"

/* What the rest of a decision rests on: the scopes, or everything. */
static size_t gather_roots(const struct hunt *hunt, bool everything, node_id *roots) {
    const struct program *program = hunt->program;
    size_t count = 0;
    for (size_t i = 0; i < program->rule_count; i++) {
        const struct rule *rule = &program->rules[i];
        if (rule->kind == RULE_SCOPE || (everything && rule->kind != RULE_HALT)) {
            roots[count++] = rule->fires;
        }
    }
    for (size_t i = 0; everything && i < program->result_count; i++) {
        roots[count++] = program->results[i].node;
    }
    for (size_t i = 0; everything && i < program->score_count; i++) {
        roots[count++] = program->scores[i].node;
    }
    for (size_t i = 0; everything && i < program->technique_count; i++) {
        if (program->techniques[i].only_if != NODE_MISSING) {
            roots[count++] = program->techniques[i].only_if;
        }
    }
    return count;
}

static bool evaluate_pair(struct hunt *hunt, const struct program *program,
                          const struct answer *answers, struct evaluation *evaluation) {
    arena_reset(&hunt->scratch);
    struct intake *intake = arena_alloc(&hunt->scratch, sizeof *intake);
    if (intake == NULL || !intake_begin(intake, program, hunt->as_of, &hunt->scratch)) {
        hunt->failed = true;
        return false;
    }
    memcpy(intake->answers, answers, program->fact_count * sizeof *answers);
    if (!evaluate(evaluation, intake, hunt->of->functions, program->node_count)) {
        hunt->failed = true;
        return false;
    }
    return true;
}

/* True where original and mutant are alike for every completion of these answers. */
static bool is_alike_from_here(void *context, const struct answer *answers) {
    struct hunt *hunt = context;
    struct program program = hunt->pair.program;
    struct evaluation evaluation;
    program.facts = hunt->pair.undecided;
    return !evaluate_pair(hunt, &program, answers, &evaluation) ||
           evaluation.cells[hunt->pair.differs].mask == MASK_FALSE;
}

static struct search_result search_space(struct hunt *hunt, bool partial, bool everything) {
    const struct program *program = hunt->program;
    size_t room = program->rule_count + program->result_count + program->score_count +
                  program->technique_count + 1;
    node_id *roots = arena_calloc(&hunt->work, room + 1, sizeof *roots);
    struct search_result none = {.verdict = SEARCH_NO_MEMORY};
    if (roots == NULL) {
        return none;
    }
    struct search search = {
        .program = &hunt->pair.program,
        .as_of = hunt->of->as_of,
        .functions = hunt->of->functions,
        .goal = partial ? NODE_MISSING : hunt->pair.differs,
        .wanted = MASK_TRUE,
        .test = hunt_tells_apart,
        .roots = roots,
        .root_count = gather_roots(hunt, everything, roots),
        .context = hunt,
        .partial = partial,
        .asked = true,
        .budget = hunt->budget,
        .seed = 1,
    };
    if (partial && hunt->pair.differs != NODE_MISSING) {
        search.hopeless = is_alike_from_here;
        roots[search.root_count++] = hunt->pair.differs;
    }
    hunt->as_of = hunt->of->as_of;
    struct search_result found = space_search(&search, &hunt->work);
    if (hunt->failed) {
        found.verdict = SEARCH_NO_MEMORY;
    }
    return found;
}

/* True where a condition close to the change has another value in the mutant, be it unknown. */
static bool differs_locally(void *context, const struct answer *answers) {
    struct hunt *hunt = context;
    struct evaluation evaluation;
    if (!evaluate_pair(hunt, &hunt->pair.program, answers, &evaluation)) {
        return true;
    }
    for (size_t i = 0; i < hunt->pair.local_count; i++) {
        const struct local_pair *local = &hunt->pair.locals[i];
        if (evaluation.cells[local->original].mask != evaluation.cells[local->mutant].mask) {
            return true;
        }
    }
    return false;
}

/*
 * Where the conditions next to the change are the same for everybody, so is the decision: a small
 * search, because it looks at few facts. True where that is proved.
 */
static bool is_alike_locally(struct hunt *hunt) {
    struct search search = {
        .program = &hunt->pair.program,
        .as_of = hunt->of->as_of,
        .functions = hunt->of->functions,
        .goal = hunt->pair.locally,
        .wanted = MASK_TRUE,
        .context = hunt,
        .asked = true,
        .budget = hunt->budget,
        .seed = 1,
    };
    if (hunt->pair.local_count == 0 ||
        space_search(&search, &hunt->work).verdict != SEARCH_IMPOSSIBLE) {
        return false;
    }
    node_id root = hunt->pair.locally;
    search.goal = NODE_MISSING;
    search.partial = true;
    search.test = differs_locally;
    search.roots = &root;
    search.root_count = 1;
    hunt->as_of = hunt->of->as_of;
    return space_search(&search, &hunt->work).verdict == SEARCH_IMPOSSIBLE && !hunt->failed;
}

struct pass {
    bool partial;    /* also people who cannot answer some of it */
    bool everything; /* every part of the decision is settled before it is judged */
};

/*
 * First whoever stands out as soon as the two differ at all, however much is still open. Where the
 * difference may be hidden by what is open, everything has to be settled, which takes longer.
 */
static bool search_all(struct hunt *hunt, enum distinction *distinction) {
    static const struct pass passes[] = {
        {false, false}, {true, false}, {false, true}, {true, true}};
    bool hidden = hunt->pair.of_gate || hunt->pair.of_technique || hunt->pair.changes_no_term ||
                  hunt->pair.differs == NODE_MISSING;
    bool proved = true;
    for (size_t i = 0; i < sizeof passes / sizeof *passes; i++) {
        const struct pass *pass = &passes[i];
        if (pass->everything && !hidden) {
            break;
        }
        struct search_result found = search_space(hunt, pass->partial, pass->everything);
        if (found.verdict == SEARCH_NO_MEMORY) {
            return false;
        }
        if (found.verdict == SEARCH_FOUND) {
            *distinction = DISTINCT;
            hunt_offer_everywhere(hunt, found.answers);
            return !hunt->failed;
        }
        bool looked_at_all = found.verdict == SEARCH_IMPOSSIBLE;
        proved = proved && (looked_at_all || (hidden && !pass->everything));
    }
    *distinction = proved ? EQUIVALENT : UNDECIDED;
    return true;
}

/*
 * The prover's person is tried like any other; one whom the engine decides alike proves nothing.
 * Where no screening differs, but the conditions of a session do, a session may tell.
 */
static bool ask_prover(struct hunt *hunt, enum distinction *distinction) {
    uint32_t parts = PART_ALL & ~(hunt->pair.of_session ? 0U : (uint32_t)PART_SESSION);
    struct equivalence_result result = equivalence_compare(
        hunt->of->prover, &hunt->of->patch->program, parts, hunt->of->milliseconds, &hunt->work);
    if (result.verdict == EQUIVALENCE_NO_MEMORY) {
        return false;
    }
    if (result.verdict == EQUIVALENCE_SAME) {
        *distinction = EQUIVALENT;
    } else if (result.verdict == EQUIVALENCE_DIFFERENT) {
        hunt_offer_everywhere(hunt, result.answers);
        *distinction = hunt->best != NULL      ? DISTINCT
                       : hunt->pair.of_session ? DISTINCT_IN_SESSIONS
                                               : UNDECIDED;
    }
    return !hunt->failed;
}

/* ---- one after the other --------------------------------------------------------------------- */

/* In the space of inputs. What only sessions could show stays open. */
static bool look_far(struct hunt *hunt, enum distinction *distinction) {
    bool shows = !hunt->pair.changes_no_term || hunt->pair.differs != NODE_MISSING;
    *distinction = EQUIVALENT;
    if (shows && !search_all(hunt, distinction)) {
        return false;
    }
    if (*distinction == EQUIVALENT && hunt->pair.of_session) {
        *distinction = UNDECIDED;
    }
    return true;
}

/* A prover is quicker than a long search, and a short one is quicker than a prover. */
bool hunt_far(struct hunt *hunt, enum distinction *distinction) {
    enum { SHORT = 20 };
    if (is_alike_locally(hunt)) {
        *distinction = EQUIVALENT;
        return true;
    }
    *distinction = UNDECIDED;
    if (hunt->failed) {
        return false;
    }
    if (hunt->of->prover != NULL) {
        hunt->budget = hunt->of->budget / SHORT;
        if (!look_far(hunt, distinction) ||
            (*distinction == UNDECIDED && !ask_prover(hunt, distinction))) {
            return false;
        }
        hunt->budget = hunt->of->budget;
    }
    return *distinction != UNDECIDED || look_far(hunt, distinction);
}
