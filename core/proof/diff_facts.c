/* What was declared otherwise: facts that only one version has, and values that only one accepts.
 */
#include "proof/diff_private.h"

#include "base/limits.h"
#include "base/number.h"

#include <stdio.h>

static void note(struct diffing *diffing, const struct fact *fact, struct text what) {
    struct diff_change change = {
        .kind = DIFF_FACT, .direction = DIFF_OTHER, .subject = fact->name, .what = what};
    diff_note(diffing, change);
}

static void compare_range(struct diffing *diffing, const struct fact *a, const struct fact *b) {
    char ends[4][NUMBER_TEXT_SIZE];
    if (a->min == b->min && a->max == b->max) {
        return;
    }
    number_format(a->min, ends[0]);
    number_format(a->max, ends[1]);
    number_format(b->min, ends[2]);
    number_format(b->max, ends[3]);
    note(diffing, b,
         arena_format(&diffing->arena, "accepted %s to %s, accepts %s to %s", ends[0], ends[1],
                      ends[2], ends[3]));
}

static bool has_option(const struct fact *fact, struct text option) {
    for (size_t i = 0; i < fact->option_count; i++) {
        if (text_equal(fact->options[i], option)) {
            return true;
        }
    }
    return false;
}

static void compare_options(struct diffing *diffing, const struct fact *a, const struct fact *b,
                            const char *format) {
    for (size_t i = 0; i < a->option_count; i++) {
        struct text option = a->options[i];
        if (!has_option(b, option)) {
            note(diffing, a, arena_format(&diffing->arena, format, (int)option.length, option.at));
        }
    }
}

static bool same_answer(const struct fact *fact, const struct answer *a, const struct answer *b) {
    if (a->state != b->state || a->state != ANSWER_GIVEN) {
        return a->state == b->state;
    }
    return fact->type == VALUE_NUMBER ? a->number == b->number
           : fact->type == VALUE_DATE ? a->day == b->day
                                      : a->option == b->option;
}

static void compare_gates(struct diffing *diffing, const struct fact *a, const struct fact *b) {
    if (a->gate_kind != b->gate_kind) {
        static const char *const words[] = {"always", "only where its only_if holds",
                                            "where its ask_if holds"};
        note(diffing, b,
             arena_format(&diffing->arena, "was asked %s, is asked %s", words[a->gate_kind],
                          words[b->gate_kind]));
    } else if (a->gate_kind != GATE_NONE && !same_answer(a, &a->otherwise, &b->otherwise)) {
        note(diffing, b, text_of("has another `otherwise`"));
    }
}

static void compare_answers(struct diffing *diffing, const struct fact *a, const struct fact *b) {
    if (a->has_none != b->has_none) {
        note(diffing, b,
             text_of(b->has_none ? "accepts \"none\" now" : "accepts no \"none\" any more"));
    }
    if (a->optional != b->optional) {
        note(diffing, b,
             text_of(b->optional ? "is optional now: nobody is asked for it"
                                 : "is asked now: it was optional"));
    }
    if (a->whole != b->whole) {
        note(diffing, b,
             text_of(b->whole ? "accepts whole numbers only" : "accepts fractions now"));
    }
    if (a->screened != b->screened) {
        note(diffing, b,
             text_of(b->screened ? "is part of a screening now"
                                 : "is no part of a screening any more"));
    }
}

static const char *unit_name(const struct fact *fact, char name[LIMIT_NAME_BYTES + 1]) {
    snprintf(name, LIMIT_NAME_BYTES + 1, "%.*s", (int)fact->unit.length, fact->unit.at);
    return text_is_empty(fact->unit) ? "no unit" : name;
}

/* People are compared by the numbers that are sent. Where the same number means something else, no
 * comparison of theirs can be trusted, and so it counts as the worse: somebody has to look. */
static void compare_units(struct diffing *diffing, const struct fact *a, const struct fact *b) {
    char names[2][LIMIT_NAME_BYTES + 1];
    if (!text_equal(a->unit, b->unit)) {
        struct diff_change change = {
            .kind = DIFF_FACT,
            .direction = DIFF_LESS,
            .subject = b->name,
            .what = arena_format(&diffing->arena,
                                 "was in %s, is in %s: the same number means something else, and "
                                 "people are compared by their numbers",
                                 unit_name(a, names[0]), unit_name(b, names[1])),
        };
        diff_note(diffing, change);
    }
}

static void compare_fact(struct diffing *diffing, const struct fact *a, const struct fact *b) {
    if (a->type != b->type) {
        note(diffing, b,
             arena_format(&diffing->arena, "was a %s, is a %s", value_type_name(a->type),
                          value_type_name(b->type)));
        return;
    }
    if (a->type == VALUE_NUMBER) {
        compare_range(diffing, a, b);
    }
    compare_options(diffing, a, b, "has no option \"%.*s\" any more");
    compare_options(diffing, b, a, "has the new option \"%.*s\"");
    compare_gates(diffing, a, b);
    compare_answers(diffing, a, b);
    compare_units(diffing, a, b);
}

void diff_facts(struct diffing *diffing) {
    const struct program *a = diffing->sides[0]->program;
    const struct program *b = diffing->sides[1]->program;
    arena_reset(&diffing->arena);
    for (size_t i = 0; i < a->fact_count; i++) {
        ptrdiff_t other = program_find_fact(b, a->facts[i].name);
        if (other < 0) {
            note(diffing, &a->facts[i], text_of("is gone"));
        } else {
            compare_fact(diffing, &a->facts[i], &b->facts[other]);
        }
    }
    for (size_t i = 0; i < b->fact_count; i++) {
        if (program_find_fact(a, b->facts[i].name) < 0) {
            note(diffing, &b->facts[i], text_of("is new"));
        }
    }
}
