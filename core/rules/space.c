/*
 * The search in three passes over one kind of tree (space.h):
 *
 *     PASS_CELLS   each undecided fact gets the values of its cells. Without a find this is a
 * proof, unless a fact without cells was reached. PASS_BOXES   only then: such a fact's range is
 * split in halves until interval arithmetic settles the goal. Proves, and gives up at the first box
 * that stays unsettled. PASS_PICKS   only without a proof: random ways down the tree.
 *
 * What is decided is written into the slice's facts: a decided fact is not `screened`, so that it
 * is among nobody's needs; a box is the range of its fact; left unsaid, an optional fact is
 * optional again and thereby none.
 */
#include "rules/space.h"

#include "rules/needs.h"
#include "rules/space_slice.h"
#include "rules/space_values.h"

#include <math.h>

enum pass { PASS_CELLS, PASS_BOXES, PASS_PICKS };

enum walk_end {
    WALK_DONE, /* everything below was tried */
    WALK_FOUND,
    WALK_BUDGET,
    WALK_UNSETTLED, /* PASS_BOXES: no proof this way */
    WALK_NO_MEMORY,
};

struct walk {
    const struct search *search;
    const struct program *whole;
    struct slice slice;
    struct fact_values *values;
    struct answer *answers; /* of the case at hand; PASS_BOXES: boxed facts are absent */
    bool *boxed;
    unsigned *halvings;   /* of a fact's box */
    struct arena scratch; /* of one evaluation */
    node_id goal;         /* in the slice */
    node_id *roots;       /* in the slice */
    enum pass pass;
    uint64_t tried;
    uint64_t limit; /* of this pass */
    uint64_t random;
    bool loose; /* some branch ended without being settled: what was tried is no proof */
};

enum { BOX_HALVINGS = 6 };

/* ---- random numbers: splitmix64 (Steele, Lea, Flood 2014) -------------------------------------
 */

static uint64_t random_next(struct walk *walk) {
    uint64_t z = (walk->random += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

static size_t random_below(struct walk *walk, size_t bound) {
    return (size_t)(random_next(walk) % bound);
}

/* ---- looking at one case --------------------------------------------------------------------- */

enum look { LOOK_CUT, LOOK_FOUND, LOOK_ON, LOOK_NO_MEMORY };

static bool look_evaluate(struct walk *walk, struct evaluation *evaluation) {
    arena_reset(&walk->scratch);
    struct intake intake = {
        .program = &walk->slice.program,
        .arena = &walk->scratch,
        .as_of = walk->search->as_of,
        .answers = walk->answers,
    };
    intake.last_fault = &intake.faults;
    walk->tried++;
    return evaluate(evaluation, &intake, walk->search->functions, walk->slice.program.node_count);
}

/* A fact with cells before one without, then the widest box, then the one with the fewest values.
 */
static bool is_better(const struct walk *walk, ptrdiff_t a, ptrdiff_t b) {
    if (b < 0 || walk->values[a].exact != walk->values[b].exact) {
        return b < 0 || walk->values[a].exact;
    }
    if (walk->halvings[a] != walk->halvings[b]) {
        return walk->halvings[a] < walk->halvings[b];
    }
    return walk->values[a].count < walk->values[b].count;
}

/* The best of the facts that could settle a node, and of `best`. */
static ptrdiff_t pick_from(const struct walk *walk, const uint64_t *needs, ptrdiff_t best) {
    for (uint32_t i = 0; needs != NULL && i < walk->slice.program.fact_count; i++) {
        if (set_has(needs, i) && is_better(walk, i, best)) {
            best = i;
        }
    }
    return best;
}

static ptrdiff_t pick_fact(const struct walk *walk, const struct evaluation *evaluation) {
    if (walk->goal != NODE_MISSING) {
        ptrdiff_t fact = pick_from(walk, evaluation_needs(evaluation, walk->goal), -1);
        if (fact >= 0) {
            return fact;
        }
    }
    ptrdiff_t best = -1;
    for (size_t i = 0; i < walk->search->root_count; i++) {
        best = pick_from(walk, evaluation_needs(evaluation, walk->roots[i]), best);
    }
    return best;
}

/* A point of each box stands for all of it once everything is settled. */
static void fill_boxes(struct walk *walk) {
    for (size_t i = 0; i < walk->slice.program.fact_count; i++) {
        const struct fact *fact = &walk->slice.facts[i];
        if (walk->boxed[i]) {
            double middle = fact->min + (fact->max - fact->min) / 2;
            walk->answers[i].state = ANSWER_GIVEN;
            walk->answers[i].number = fact->whole ? floor(middle) : middle;
        }
    }
}

static void empty_boxes(struct walk *walk) {
    for (size_t i = 0; i < walk->slice.program.fact_count; i++) {
        if (walk->boxed[i]) {
            walk->answers[i] = (struct answer){.state = ANSWER_ABSENT};
        }
    }
}

/* Nothing is left to decide: is this the case that is looked for? A goal that stays open among
 * given facts (a function that failed) proves nothing; among partial ones it is simply not met. */
static enum look judge(struct walk *walk, bool met) {
    const struct search *search = walk->search;
    if (!met) {
        walk->loose = walk->loose || !search->partial;
        return LOOK_CUT;
    }
    fill_boxes(walk);
    if (search->test == NULL || search->test(search->context, walk->answers)) {
        return LOOK_FOUND;
    }
    empty_boxes(walk);
    return LOOK_CUT;
}

/* Evaluates the case; LOOK_ON sets `next` to the fact to decide. */
static enum look look(struct walk *walk, ptrdiff_t *next) {
    const struct search *search = walk->search;
    struct evaluation evaluation;
    if (!look_evaluate(walk, &evaluation)) {
        return LOOK_NO_MEMORY;
    }
    bool met = true;
    if (walk->goal != NODE_MISSING) {
        uint64_t possible = evaluation.cells[walk->goal].mask;
        if ((possible & search->wanted) == 0) {
            return LOOK_CUT;
        }
        met = (possible & ~search->wanted) == 0;
    }
    if (met && search->test == NULL) {
        return judge(walk, true);
    }
    if (!met && evaluation_needs(&evaluation, walk->goal) == NULL) {
        return judge(walk, false);
    }
    if (search->hopeless != NULL && search->hopeless(search->context, walk->answers)) {
        return LOOK_CUT;
    }
    *next = pick_fact(walk, &evaluation);
    return *next < 0 ? judge(walk, met) : LOOK_ON;
}

/* ---- deciding a fact ------------------------------------------------------------------------- */

static enum walk_end walk_on(struct walk *walk);

static enum walk_end walk_with(struct walk *walk, size_t fact, struct answer answer) {
    walk->answers[fact] = answer;
    return walk_on(walk);
}

/* The states without a value. An optional fact left unsaid is none; `answered` tells the two apart.
 */
static enum walk_end walk_states(struct walk *walk, size_t index) {
    const struct fact *whole = &walk->whole->facts[index];
    struct fact *fact = &walk->slice.facts[index];
    enum walk_end end = WALK_DONE;
    if (whole->has_none) {
        end = walk_with(walk, index, (struct answer){.state = ANSWER_NONE});
    }
    if (end == WALK_DONE && whole->optional) {
        fact->optional = true;
        end = walk_with(walk, index, (struct answer){.state = ANSWER_ABSENT});
        fact->optional = false;
    } else if (end == WALK_DONE && walk->search->partial) {
        end = walk_with(walk, index, (struct answer){.state = ANSWER_UNANSWERABLE});
        if (end == WALK_DONE && !walk->search->asked) {
            end = walk_with(walk, index, (struct answer){.state = ANSWER_ABSENT});
        }
    }
    return end;
}

static enum walk_end walk_cells(struct walk *walk, size_t index) {
    const struct fact_values *values = &walk->values[index];
    walk->loose = walk->loose || !values->exact;
    for (size_t i = 0; i < values->count; i++) {
        enum walk_end end = walk_with(walk, index, values->answers[i]);
        if (end != WALK_DONE) {
            return end;
        }
    }
    return walk_states(walk, index);
}

/* ---- boxes ----------------------------------------------------------------------------------- */

/* Walks on with the fact's range narrowed; it stays undecided, and may be split again. */
static enum walk_end walk_box(struct walk *walk, size_t index, double low, double high) {
    struct fact *fact = &walk->slice.facts[index];
    struct fact before = *fact;
    fact->min = low;
    fact->max = high;
    fact->has_none = false;
    fact->screened = true;
    enum walk_end end = WALK_DONE;
    if (low <= high) {
        walk->answers[index] = (struct answer){.state = ANSWER_ABSENT};
        end = walk_on(walk);
    }
    *fact = before;
    return end;
}

static enum walk_end split_box(struct walk *walk, size_t index) {
    const struct fact *fact = &walk->slice.facts[index];
    if (fact->type != VALUE_NUMBER || !isfinite(fact->max - fact->min) ||
        walk->halvings[index] == BOX_HALVINGS) {
        return WALK_UNSETTLED;
    }
    double middle = fact->min + (fact->max - fact->min) / 2;
    double low = fact->whole ? floor(middle) : middle;
    walk->halvings[index]++;
    enum walk_end end = walk_box(walk, index, fact->min, low);
    if (end == WALK_DONE) {
        end = walk_box(walk, index, fact->whole ? low + 1 : low, fact->max);
    }
    walk->halvings[index]--;
    return end;
}

/* The first time: the states without a value, decided; then the whole range as one box. */
static enum walk_end walk_boxes(struct walk *walk, size_t index) {
    if (walk->boxed[index]) {
        return split_box(walk, index);
    }
    enum walk_end end = walk_states(walk, index);
    if (end != WALK_DONE) {
        return end;
    }
    struct fact *fact = &walk->slice.facts[index];
    walk->boxed[index] = true;
    end = walk_box(walk, index, fact->min, fact->max);
    walk->boxed[index] = end == WALK_FOUND;
    return end;
}

/* ---- picks ----------------------------------------------------------------------------------- */

/* Somewhere in the range, with few digits so that a person can read it. */
static struct answer pick_number(struct walk *walk, const struct fact *fact) {
    double share = (double)(random_next(walk) >> 11) * 0x1p-53;
    double low = isfinite(fact->min) ? fact->min : -1000;
    double high = isfinite(fact->max) ? fact->max : low + 2000;
    double value = low + share * (high - low);
    double digits = fact->whole || high - low > 1000 ? 1 : 100;
    double rounded = floor(value * digits + 0.5) / digits;
    bool fits = rounded >= fact->min && rounded <= fact->max;
    return (struct answer){.state = ANSWER_GIVEN, .number = fits ? rounded : low};
}

static enum walk_end walk_pick(struct walk *walk, size_t index) {
    const struct fact *whole = &walk->whole->facts[index];
    const struct fact_values *values = &walk->values[index];
    if (walk->search->partial || whole->has_none || whole->optional) {
        if (random_below(walk, 4) == 0) {
            return walk_states(walk, index);
        }
    }
    bool anywhere = whole->type == VALUE_NUMBER && !values->exact && random_below(walk, 2) == 0;
    if (anywhere || values->count == 0) {
        return walk_with(walk, index, pick_number(walk, whole));
    }
    return walk_with(walk, index, values->answers[random_below(walk, values->count)]);
}

/* ---- the tree -------------------------------------------------------------------------------- */

static enum walk_end walk_on(struct walk *walk) {
    ptrdiff_t next = -1;
    if (walk->tried >= walk->limit) {
        return WALK_BUDGET;
    }
    switch (look(walk, &next)) {
    case LOOK_CUT:
        return walk->pass == PASS_BOXES && walk->loose ? WALK_UNSETTLED : WALK_DONE;
    case LOOK_FOUND:
        return WALK_FOUND;
    case LOOK_NO_MEMORY:
        return WALK_NO_MEMORY;
    case LOOK_ON:
        break;
    }
    size_t index = (size_t)next;
    struct fact *fact = &walk->slice.facts[index];
    fact->screened = false;
    enum walk_end end;
    if (walk->pass == PASS_PICKS) {
        end = walk_pick(walk, index);
    } else if (walk->pass == PASS_BOXES && !walk->values[index].exact) {
        end = walk_boxes(walk, index);
    } else {
        end = walk_cells(walk, index);
    }
    if (end != WALK_FOUND) {
        fact->screened = true;
        walk->answers[index] = (struct answer){.state = ANSWER_ABSENT};
    }
    return end;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static bool walk_begin(struct walk *walk, const struct search *search, struct arena *arena) {
    size_t count = search->root_count + 1;
    node_id *roots = arena_calloc(arena, count, sizeof *roots);
    if (roots == NULL) {
        return false;
    }
    if (search->root_count > 0) {
        memcpy(roots, search->roots, search->root_count * sizeof *roots);
    }
    roots[search->root_count] = search->goal;
    if (!slice_make(&walk->slice, search->program, roots, count, arena)) {
        return false;
    }
    for (size_t i = 0; i < search->root_count; i++) {
        roots[i] = walk->slice.map[roots[i]];
    }
    walk->roots = roots;
    walk->goal = search->goal == NODE_MISSING ? NODE_MISSING : walk->slice.map[search->goal];
    walk->values = space_values(&walk->slice, search->as_of, arena);
    walk->answers = arena_calloc(arena, search->program->fact_count + 1, sizeof *walk->answers);
    walk->boxed = arena_calloc(arena, search->program->fact_count + 1, sizeof *walk->boxed);
    walk->halvings = arena_calloc(arena, search->program->fact_count + 1, sizeof *walk->halvings);
    return walk->values != NULL && walk->answers != NULL && walk->boxed != NULL &&
           walk->halvings != NULL;
}

static enum walk_end walk_pass(struct walk *walk, enum pass pass, uint64_t limit) {
    walk->pass = pass;
    walk->limit = limit;
    walk->loose = false;
    return walk_on(walk);
}

static enum walk_end walk_picks(struct walk *walk, uint64_t budget) {
    enum walk_end end = WALK_DONE;
    while (end == WALK_DONE && walk->tried < budget) {
        end = walk_pass(walk, PASS_PICKS, budget);
    }
    return end;
}

/* The cells, and where they are neither a find nor a proof, the other two passes. */
static enum walk_end walk_all(struct walk *walk, uint64_t budget, bool *proved) {
    enum walk_end end = walk_pass(walk, PASS_CELLS, budget - budget / 4);
    *proved = end == WALK_DONE && !walk->loose;
    if (end == WALK_FOUND || end == WALK_NO_MEMORY || *proved) {
        return end;
    }
    if (walk->loose) {
        end = walk_pass(walk, PASS_BOXES, walk->tried + (budget - walk->tried) / 2);
        *proved = end == WALK_DONE;
        if (end == WALK_FOUND || end == WALK_NO_MEMORY || *proved) {
            return end;
        }
    }
    return walk_picks(walk, budget);
}

/* One block of what a branch needs for its evaluations. */
enum { SCRATCH_BYTES = 16 * 1024 };

struct search_result space_search(const struct search *search, struct arena *arena) {
    struct search_result result = {.verdict = SEARCH_NO_MEMORY};
    struct walk walk = {.search = search, .whole = search->program, .random = search->seed};
    if (!walk_begin(&walk, search, arena)) {
        return result;
    }
    arena_init(&walk.scratch, SCRATCH_BYTES, 0);
    bool proved = false;
    enum walk_end end = walk_all(&walk, search->budget == 0 ? 1 : search->budget, &proved);
    arena_free(&walk.scratch);
    result.tried = walk.tried;
    result.work = search->program->node_count + walk.tried * walk.slice.program.node_count;
    if (end == WALK_FOUND) {
        result.verdict = SEARCH_FOUND;
        result.answers = walk.answers;
    } else if (end != WALK_NO_MEMORY) {
        result.verdict = proved ? SEARCH_IMPOSSIBLE : SEARCH_NOT_FOUND;
    }
    return result;
}
