#include "proof/distinguish.h"

#include "base/number.h"
#include "proof/case.h"
#include "proof/observed.h"
#include "proof/pair.h"
#include "proof/stated.h"
#include "rules/space.h"

#include <math.h>

enum { SCRATCH_BLOCK = 64 * 1024 };

/* A set of facts of the tests, or nobody's. */
struct base {
    struct text name;
    struct answer *answers;
    bool has_as_of;
    int32_t as_of;
};

struct hunt {
    const struct distinguishing *of;
    const struct program *program; /* the original, spread */
    const struct mutant *mutant;
    struct pair pair;
    struct base *bases; /* the last one is empty */
    size_t base_count;
    struct arena work;    /* of this mutant */
    struct arena scratch; /* of one decision */
    int32_t as_of;        /* of the case at hand */
    bool failed;          /* memory ran out */
    uint64_t budget;      /* evaluations of one search */
    bool telling;         /* only differences that a clinician would name first count */

    /* The simplest so far. */
    const struct base *best;
    struct answer *answers;
    size_t changes;
};

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
static bool tells_apart(void *context, const struct answer *answers) {
    struct hunt *hunt = context;
    struct expectation all;
    struct comparison comparison;
    if (!compare_both(hunt, answers, &all, &comparison)) {
        return true;
    }
    return hunt->telling ? observed_is_telling(&comparison) : comparison.difference_count > 0;
}

static bool is_apart(struct hunt *hunt, const struct answer *answers) {
    return tells_apart(hunt, answers) && !hunt->failed;
}

/* ---- the simplest case ----------------------------------------------------------------------- */

static bool same_answer(const struct fact *fact, const struct answer *a, const struct answer *b) {
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
        count += !same_answer(&hunt->program->facts[i], &base->answers[i], &answers[i]);
    }
    return count;
}

/* Keeps the case where it changes less than the best so far. */
static void offer(struct hunt *hunt, const struct base *base, const struct answer *answers) {
    size_t changes = count_changes(hunt, base, answers);
    if (hunt->best != NULL && hunt->changes <= changes) {
        return;
    }
    hunt->best = base;
    hunt->changes = changes;
    memcpy(hunt->answers, answers, hunt->program->fact_count * sizeof *answers);
}

static void begin_base(struct hunt *hunt, const struct base *base) {
    hunt->as_of = base->has_as_of ? base->as_of : hunt->of->as_of;
}

/* Takes back each change that is not needed. */
static void simplify(struct hunt *hunt, const struct base *base, struct answer *answers) {
    for (size_t i = 0; i < hunt->program->fact_count && !hunt->failed; i++) {
        struct answer kept = answers[i];
        if (same_answer(&hunt->program->facts[i], &kept, &base->answers[i])) {
            continue;
        }
        answers[i] = base->answers[i];
        if (!is_apart(hunt, answers)) {
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
                    !same_answer(fact, &kept, &base->answers[i]);
        double scale = 1;
        for (int decimals = 0; free && decimals < 4; decimals++, scale *= 10) {
            answers[i].number = round(kept.number * scale) / scale;
            bool fits = answers[i].number >= fact->min && answers[i].number <= fact->max;
            free = !(fits && is_apart(hunt, answers));
        }
        if (free) {
            answers[i] = kept;
        }
    }
}

/* What was found, said as a change of each set of facts. */
static void offer_everywhere(struct hunt *hunt, const struct answer *found) {
    size_t count = hunt->program->fact_count;
    struct answer *answers = arena_calloc(&hunt->work, count + 1, sizeof *answers);
    for (size_t i = 0; answers != NULL && i < hunt->base_count && !hunt->failed; i++) {
        const struct base *base = &hunt->bases[i];
        begin_base(hunt, base);
        for (size_t k = 0; k < count; k++) {
            answers[k] = found[k].state == ANSWER_ABSENT ? base->answers[k] : found[k];
        }
        if (is_apart(hunt, answers)) {
            simplify(hunt, base, answers);
            round_numbers(hunt, base, answers);
            offer(hunt, base, answers);
        }
    }
    hunt->failed = hunt->failed || answers == NULL;
}

/* ---- values beside thresholds ---------------------------------------------------------------- */

struct trying {
    struct hunt *hunt;
    const struct base *base;
    struct answer *answers;
    uint32_t fact;
};

/* True where the value makes the difference; it is offered then. */
static bool try_answer(struct trying *trying, struct answer answer) {
    struct hunt *hunt = trying->hunt;
    struct answer kept = trying->answers[trying->fact];
    trying->answers[trying->fact] = answer;
    bool apart = is_apart(hunt, trying->answers);
    if (apart) {
        offer(hunt, trying->base, trying->answers);
    }
    trying->answers[trying->fact] = kept;
    return apart;
}

static bool try_number(struct trying *trying, double number) {
    const struct fact *fact = &trying->hunt->program->facts[trying->fact];
    return number >= fact->min && number <= fact->max &&
           try_answer(trying, (struct answer){.state = ANSWER_GIVEN, .number = number});
}

/* Every constant that the fact is compared with in either of the two. */
static bool try_thresholds(struct trying *trying) {
    const struct program *program = &trying->hunt->pair.program;
    for (node_id id = 0; id < program->node_count && !trying->hunt->failed; id++) {
        const struct node *node = &program->nodes[id];
        bool compares = node->op == NODE_LESS || node->op == NODE_AT_MOST || node->op == NODE_EQUAL;
        for (uint32_t i = 0; compares && i < 2; i++) {
            const struct node *measured = &program->nodes[node_children(program, node)[i]];
            const struct node *amount = &program->nodes[node_children(program, node)[1 - i]];
            if (measured->op == NODE_FACT_NUMBER && measured->fact == trying->fact &&
                amount->op == NODE_NUMBER && try_number(trying, amount->number)) {
                return true;
            }
        }
    }
    return false;
}

static bool try_options(struct trying *trying, uint32_t count) {
    for (uint32_t i = 0; i < count && !trying->hunt->failed; i++) {
        if (try_answer(trying, (struct answer){.state = ANSWER_GIVEN, .option = i})) {
            return true;
        }
    }
    return false;
}

static bool try_fact(struct trying *trying) {
    const struct fact *fact = &trying->hunt->program->facts[trying->fact];
    bool done = false;
    if (fact->live && !fact->screened) {
        return false;
    }
    if (fact->type == VALUE_NUMBER) {
        done = try_thresholds(trying);
    } else if (fact->type != VALUE_DATE) {
        done = try_options(trying, fact->type == VALUE_YES_NO ? 2 : (uint32_t)fact->option_count);
    }
    return done || (fact->has_none && try_answer(trying, (struct answer){.state = ANSWER_NONE}));
}

/* The named sets of facts as they are, or every one with one fact changed. True where somebody was
 * found. */
static bool try_near(struct hunt *hunt, bool change) {
    size_t count = hunt->program->fact_count;
    size_t bases = hunt->base_count - (change ? 0 : 1);
    for (size_t i = 0; i < bases && !hunt->failed; i++) {
        struct trying trying = {hunt, &hunt->bases[i], hunt->bases[i].answers, 0};
        begin_base(hunt, trying.base);
        if (!change && is_apart(hunt, trying.answers)) {
            offer(hunt, trying.base, trying.answers);
            return true;
        }
        /* The base's own answers are tried in a copy. */
        struct answer *answers = arena_calloc(&hunt->work, count + 1, sizeof *answers);
        if (answers == NULL) {
            hunt->failed = true;
            return false;
        }
        memcpy(answers, trying.base->answers, count * sizeof *answers);
        trying.answers = answers;
        for (; change && trying.fact < count && !hunt->failed; trying.fact++) {
            if (try_fact(&trying)) {
                return true;
            }
        }
    }
    return false;
}

/* ---- the space of inputs --------------------------------------------------------------------- */

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
        .test = tells_apart,
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
            offer_everywhere(hunt, found.answers);
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
        offer_everywhere(hunt, result.answers);
        *distinction = hunt->best != NULL      ? DISTINCT
                       : hunt->pair.of_session ? DISTINCT_IN_SESSIONS
                                               : UNDECIDED;
    }
    return !hunt->failed;
}

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
        if (!same_answer(fact, answer, &hunt->best->answers[i])) {
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
    begin_base(hunt, hunt->best);
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

/* A difference that a clinician would name first, or else any. */
static bool hunt_near(struct hunt *hunt) {
    bool found = false;
    for (int telling = 1; telling >= 0 && !found && !hunt->failed; telling--) {
        hunt->telling = telling == 1;
        found = try_near(hunt, false) || try_near(hunt, true);
    }
    hunt->telling = false;
    return found;
}

static bool is_of_sessions_only(const struct hunt *hunt) {
    enum mutant_kind kind = hunt->mutant->kind;
    return kind == MUTANT_HALT || kind == MUTANT_AT_MOST || kind == MUTANT_THROUGHOUT;
}

/* In the space of inputs. What only sessions could show stays open. */
static bool hunt_far(struct hunt *hunt, enum distinction *distinction) {
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
static bool hunt_on(struct hunt *hunt, enum distinction *distinction) {
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
        if (!hunt_far(hunt, distinction) ||
            (*distinction == UNDECIDED && !ask_prover(hunt, distinction))) {
            return false;
        }
        hunt->budget = hunt->of->budget;
    }
    return *distinction != UNDECIDED || hunt_far(hunt, distinction);
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
    return !hunt->failed && hunt_on(hunt, distinction);
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
