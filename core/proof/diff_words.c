/*
 * The interval of an example in words: of one number, all values around the example's for which,
 * everything else staying, the same is to be shown. Found by the engine, not by formulas.
 */
#include "proof/diff_private.h"

#include "base/number.h"
#include "rules/caution.h"

#include <math.h>

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

static double last_real(const struct search_for *search, uint32_t fact, double shows, double fails,
                        bool *in) {
    for (int i = 0; i < 60; i++) {
        double middle = shows + (fails - shows) / 2;
        *(shows_at(search, fact, middle) ? &shows : &fails) = middle;
    }
    double written = written_between(search, shows, fails);
    *in = isnan(written) || shows_at(search, fact, written);
    return isnan(written) ? shows : written;
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
    return !(span->low_open && span->high_open);
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
        if (!find_span(&span)) {
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
