/*
 * The interval of an example in words: of one number, all values around the example's for which,
 * everything else staying, the same is to be shown. Found by the engine, not by formulas.
 */
#include "proof/diff_private.h"

#include "base/number.h"
#include "rules/caution.h"

#include <math.h>
#include <stdlib.h>

/* ---- which numbers --------------------------------------------------------------------------- */

static int by_id(const void *left, const void *right) {
    formula_id a = *(const formula_id *)left;
    formula_id b = *(const formula_id *)right;
    return (a > b) - (a < b);
}

static bool is_comparison(enum node_op op) {
    return op == NODE_LESS || op == NODE_AT_MOST || op == NODE_EQUAL;
}

/* What the comparisons of a side come to, sorted; equal ones of two sides are one formula. */
static formula_id *comparisons(struct diffing *diffing, int side, size_t *count) {
    const struct program *program = diffing->sides[side]->program;
    formula_id *ids = arena_calloc(&diffing->prover.arena, program->node_count + 1, sizeof *ids);
    *count = 0;
    for (node_id id = 0; ids != NULL && id < program->node_count; id++) {
        if (is_comparison(program->nodes[id].op)) {
            ids[(*count)++] = meaning_yes(&diffing->known[side].meaning, id);
        }
    }
    if (*count > 0) {
        qsort(ids, *count, sizeof *ids, by_id);
    }
    return ids;
}

/* Depth is bounded by LIMIT_TERM_DEPTH; conditions below a number (of a `first`) are not looked at.
 */
static void touch(struct diffing *diffing, int side, node_id id) {
    const struct program *program = diffing->sides[side]->program;
    const struct node *node = &program->nodes[id];
    for (size_t i = 0; node->op == NODE_FACT_NUMBER && i < diffing->both.fact_count; i++) {
        diffing->touched[i] = diffing->touched[i] || diffing->place[side][i] == node->fact;
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        node_id child = node_children(program, node)[i];
        if (node_op_is_number(program->nodes[child].op)) {
            touch(diffing, side, child);
        }
    }
}

/* The plain number that a call of a function is compared with; false: it is no such comparison. */
static bool compares_call(const struct program *program, node_id id, struct text *function,
                          double *limit) {
    const node_id *children = node_children(program, &program->nodes[id]);
    const struct node *a = &program->nodes[children[0]];
    const struct node *b = &program->nodes[children[1]];
    const struct node *call = a->op == NODE_FUNCTION_NUMBER ? a : b;
    const struct node *number = call == a ? b : a;
    if (call->op != NODE_FUNCTION_NUMBER || number->op != NODE_NUMBER) {
        return false;
    }
    *function = program->functions[call->function].name;
    *limit = number->number;
    return true;
}

/* The functions of two versions are two to the prover; to a reader they go by their names. */
static bool has_same_call(const struct program *program, node_id id, const struct program *other) {
    struct text function, found;
    double limit, there;
    bool same = false;
    if (!compares_call(program, id, &function, &limit)) {
        return false;
    }
    for (node_id i = 0; !same && i < other->node_count; i++) {
        same = other->nodes[i].op == program->nodes[id].op &&
               compares_call(other, i, &found, &there) && text_equal(function, found) &&
               limit == there;
    }
    return same;
}

static void touch_comparisons(struct diffing *diffing, int side, const formula_id *others,
                              size_t other_count) {
    const struct program *program = diffing->sides[side]->program;
    for (node_id id = 0; id < program->node_count; id++) {
        if (!is_comparison(program->nodes[id].op)) {
            continue;
        }
        formula_id own = meaning_yes(&diffing->known[side].meaning, id);
        bool shared = own <= FORMULA_TRUE ||
                      bsearch(&own, others, other_count, sizeof own, by_id) != NULL ||
                      has_same_call(program, id, diffing->sides[1 - side]->program);
        if (!shared) {
            touch(diffing, side, id);
        }
    }
}

/* Conditions among them, down to the numbers that they compare. */
static void touch_all(struct diffing *diffing, int side, node_id id) {
    const struct node *node = &diffing->sides[side]->program->nodes[id];
    touch(diffing, side, id);
    for (uint32_t i = 0; i < node->child_count; i++) {
        touch_all(diffing, side, node_children(diffing->sides[side]->program, node)[i]);
    }
}

/* Where another value is filled in, the numbers that decide whether it is. */
static void touch_gates(struct diffing *diffing) {
    for (size_t i = 0; i < diffing->both.fact_count; i++) {
        if (diffing->place[0][i] == UINT32_MAX || diffing->place[1][i] == UINT32_MAX) {
            continue;
        }
        const struct fact *a = &diffing->sides[0]->program->facts[diffing->place[0][i]];
        const struct fact *b = &diffing->sides[1]->program->facts[diffing->place[1][i]];
        bool gated = a->gate != NODE_MISSING && b->gate != NODE_MISSING;
        bool other = a->type == VALUE_NUMBER ? a->otherwise.number != b->otherwise.number
                                             : a->otherwise.option != b->otherwise.option;
        if (gated && (other || a->otherwise.state != b->otherwise.state)) {
            touch_all(diffing, 0, a->gate);
        }
    }
}

bool diff_find_touched(struct diffing *diffing) {
    size_t counts[2];
    formula_id *ids[2] = {comparisons(diffing, 0, &counts[0]), comparisons(diffing, 1, &counts[1])};
    diffing->touched = arena_calloc(&diffing->prover.arena, diffing->both.fact_count + 1,
                                    sizeof *diffing->touched);
    if (ids[0] == NULL || ids[1] == NULL || diffing->touched == NULL) {
        return false;
    }
    touch_comparisons(diffing, 0, ids[1], counts[1]);
    touch_comparisons(diffing, 1, ids[0], counts[0]);
    touch_gates(diffing);
    return true;
}

struct span {
    const struct search_for *search;
    uint32_t fact;
    double low, high;
    bool low_in, high_in;     /* the end belongs to it */
    bool low_open, high_open; /* it goes on to the end of the range */
};

static bool shows_at(const struct search_for *search, uint32_t fact, double value) {
    struct both_say say = {{NULL, NULL}, {NULL, NULL}};
    struct answer kept = search->answers[fact];
    search->answers[fact] = (struct answer){.state = ANSWER_GIVEN, .number = value};
    bool shown = diff_both_say(search, search->answers, &say) && search->shows(search, &say);
    search->answers[fact] = kept;
    return shown;
}

/* ---- where it ends --------------------------------------------------------------------------- */

/* The last whole value that shows it, between one that does and one that does not. */
static double last_whole(const struct search_for *search, uint32_t fact, double shows,
                         double fails) {
    while (fabs(shows - fails) > 1) {
        double middle = floor((shows + fails) / 2);
        *(shows_at(search, fact, middle) ? &shows : &fails) = middle;
    }
    return shows;
}

/* A number that the protocols write, between the two; NAN where there is none. */
static double written_between(const struct search_for *search, double a, double b) {
    double low = fmin(a, b) - 1e-9 * fabs(a);
    double high = fmax(a, b) + 1e-9 * fabs(a);
    for (int side = 0; side < 2; side++) {
        const struct program *program = search->diffing->sides[side]->program;
        for (size_t i = 0; i < program->node_count; i++) {
            const struct node *node = &program->nodes[i];
            if (node->op == NODE_NUMBER && node->number >= low && node->number <= high) {
                return node->number;
            }
        }
    }
    return NAN;
}

/* NAN where it is no number that a script writes: what a formula comes to is no interval to read.
 */
static double last_real(const struct search_for *search, uint32_t fact, double shows, double fails,
                        bool *in) {
    for (int i = 0; i < 60; i++) {
        double middle = shows + (fails - shows) / 2;
        *(shows_at(search, fact, middle) ? &shows : &fails) = middle;
    }
    double written = written_between(search, shows, fails);
    *in = !isnan(written) && shows_at(search, fact, written);
    return written;
}

static void find_end(struct span *span, double limit, double *end, bool *in, bool *open) {
    const struct fact *fact = &span->search->diffing->both.facts[span->fact];
    double value = span->search->answers[span->fact].number;
    *end = limit;
    *in = true;
    *open = isinf(limit) || shows_at(span->search, span->fact, limit);
    if (*open) {
        return;
    }
    *end = fact->whole ? last_whole(span->search, span->fact, value, limit)
                       : last_real(span->search, span->fact, value, limit, in);
}

static bool find_span(struct span *span) {
    const struct fact *fact = &span->search->diffing->both.facts[span->fact];
    if (fact->type != VALUE_NUMBER || span->search->answers[span->fact].state != ANSWER_GIVEN) {
        return false;
    }
    find_end(span, fact->min, &span->low, &span->low_in, &span->low_open);
    find_end(span, fact->max, &span->high, &span->high_in, &span->high_open);
    return !(span->low_open && span->high_open) && !isnan(span->low) && !isnan(span->high);
}

/* ---- in words -------------------------------------------------------------------------------- */

static struct text say_span(const struct span *span, struct arena *arena) {
    char low[NUMBER_TEXT_SIZE];
    char high[NUMBER_TEXT_SIZE];
    struct text name = span->search->diffing->both.facts[span->fact].name;
    number_format(span->low, low);
    number_format(span->high, high);
    int length = (int)name.length;
    if (span->low == span->high) {
        return arena_format(arena, "%.*s %s", length, name.at, low);
    }
    if (span->high_open) {
        return arena_format(arena, "%.*s %s%s%s", length, name.at, span->low_in ? "" : "over ", low,
                            span->low_in ? " or more" : "");
    }
    if (span->low_open) {
        return arena_format(arena, "%.*s %s%s%s", length, name.at, span->high_in ? "" : "under ",
                            high, span->high_in ? " or less" : "");
    }
    return arena_format(arena, "%.*s %s%s %s%s", length, name.at, span->low_in ? "" : "over ", low,
                        span->high_in ? "to " : "to under ", high);
}

static struct text line_words(const struct decision *decision, uint32_t result) {
    if (result == UINT32_MAX || decision->results[result].state != RESULT_SETTLED) {
        return text_of("nothing");
    }
    return decision->program->results[result].lines[decision->results[result].line].name;
}

static struct text state_words(const struct search_for *search, const struct both_say *say,
                               int side) {
    const struct decision *decision = say->decisions[side];
    uint32_t index = search->index[side];
    switch (search->kind) {
    case DIFF_OUTCOME:
        return text_of(outcome_name(decision->outcome));
    case DIFF_URGENCY:
        return text_of(urgency_name(decision->urgency));
    case DIFF_RESULT:
        return line_words(decision, index);
    default:
        return text_of("");
    }
}

struct text diff_words(const struct search_for *search, const struct both_say *say) {
    struct arena *arena = &search->diffing->arena;
    struct text states[2] = {{NULL, 0}, {NULL, 0}};
    for (int side = 0; side < 2 && !search->in_session; side++) {
        states[side] = arena_copy(arena, state_words(search, say, side));
    }
    for (uint32_t i = 0; i < search->diffing->both.fact_count; i++) {
        struct span span = {.search = search, .fact = i};
        if (!search->diffing->touched[i] || !find_span(&span)) {
            continue;
        }
        struct text where = say_span(&span, arena);
        if (search->kind == DIFF_RULE && !search->wanted) {
            return arena_format(arena, "%.*s %s", (int)where.length, where.at,
                                search->direction == DIFF_LESS ? "fired it, and does not any more"
                                                               : "fires it now");
        }
        if (text_is_empty(states[0])) {
            return where;
        }
        return arena_format(arena, "%.*s was %.*s, is %.*s", (int)where.length, where.at,
                            (int)states[0].length, states[0].at, (int)states[1].length,
                            states[1].at);
    }
    return text_from(NULL, 0);
}
