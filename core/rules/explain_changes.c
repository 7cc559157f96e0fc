/*
 * What would change a fired rule: candidates for one fact at a time, nearest first, each tried by
 * evaluating the whole program again.
 */
#include "base/date.h"
#include "rules/explain.h"
#include "rules/needs.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_CANDIDATES = 256, TRIAL_BLOCK = 64 * 1024 };

struct candidates {
    struct answer answers[MOST_CANDIDATES];
    size_t count;
};

static void add(struct candidates *candidates, struct answer answer) {
    if (candidates->count < MOST_CANDIDATES) {
        candidates->answers[candidates->count++] = answer;
    }
}

static void add_option(struct candidates *candidates, uint32_t option) {
    add(candidates, (struct answer){.state = ANSWER_GIVEN, .option = option});
}

/* ---- candidates ------------------------------------------------------------------------------ */

static void add_number(struct candidates *candidates, const struct fact *fact, double number) {
    if (number >= fact->min && number <= fact->max && (!fact->whole || number == floor(number))) {
        add(candidates, (struct answer){.state = ANSWER_GIVEN, .number = number});
    }
}

/* On the threshold, and one step to either side of it. */
static void add_threshold(struct candidates *candidates, const struct fact *fact, double number) {
    double step = fact->whole ? 1 : 0.1;
    add_number(candidates, fact, number);
    add_number(candidates, fact, number - step);
    add_number(candidates, fact, number + step);
}

static double days_of(enum node_op op) {
    switch (op) {
    case NODE_WEEKS_AGO:
        return 7;
    case NODE_MONTHS_AGO:
        return 31;
    case NODE_YEARS_AGO:
        return 366;
    default:
        return 1;
    }
}

static void add_days(struct candidates *candidates, const struct decision *decision,
                     enum node_op op, double units) {
    for (int delta = -1; delta <= 1; delta++) {
        double ago = (units + delta) * days_of(op);
        if (ago >= 0 && ago < 3e6 && decision->as_of - ago > -700000) {
            int32_t day = (int32_t)(decision->as_of - ago);
            add(candidates, (struct answer){.state = ANSWER_GIVEN, .day = day});
        }
    }
}

/* The other side of a comparison of the fact, or of its age where it is a date. */
static void add_compared(struct candidates *candidates, const struct decision *decision,
                         uint32_t fact, node_id measured, node_id constant) {
    const struct program *program = decision->program;
    const struct node *node = &program->nodes[measured];
    if (program->nodes[constant].op != NODE_NUMBER) {
        return;
    }
    double number = program->nodes[constant].number;
    if (node->op == NODE_FACT_NUMBER && node->fact == fact) {
        add_threshold(candidates, &program->facts[fact], number);
    } else if (node->child_count == 1 &&
               program->nodes[node_children(program, node)[0]].op == NODE_FACT_DATE &&
               program->nodes[node_children(program, node)[0]].fact == fact) {
        add_days(candidates, decision, node->op, number);
    }
}

static void add_thresholds(struct candidates *candidates, const struct decision *decision,
                           uint32_t fact) {
    const struct program *program = decision->program;
    for (node_id id = 0; id < decision->evaluation->node_count; id++) {
        const struct node *node = &program->nodes[id];
        if (node->op == NODE_LESS || node->op == NODE_AT_MOST || node->op == NODE_EQUAL) {
            const node_id *sides = node_children(program, node);
            add_compared(candidates, decision, fact, sides[0], sides[1]);
            add_compared(candidates, decision, fact, sides[1], sides[0]);
        }
    }
    const struct fact *declared = &program->facts[fact];
    if (declared->type == VALUE_NUMBER) {
        add_number(candidates, declared, declared->min);
        add_number(candidates, declared, declared->max);
    }
}

static void gather(struct candidates *candidates, const struct decision *decision, uint32_t fact) {
    const struct fact *declared = &decision->program->facts[fact];
    size_t options = declared->type == VALUE_YES_NO   ? 2
                     : declared->type == VALUE_CHOICE ? declared->option_count
                                                      : 0;
    for (uint32_t i = 0; i < options; i++) {
        add_option(candidates, i);
    }
    if (options == 0) {
        add_thresholds(candidates, decision, fact);
    }
    if (declared->has_none) {
        add(candidates, (struct answer){.state = ANSWER_NONE});
    }
}

/* ---- nearest first --------------------------------------------------------------------------- */

static double distance(const struct fact *fact, const struct answer *from,
                       const struct answer *to) {
    if (from->state != ANSWER_GIVEN || to->state != ANSWER_GIVEN) {
        return INFINITY;
    }
    if (fact->type == VALUE_NUMBER) {
        return fabs(from->number - to->number);
    }
    return fact->type == VALUE_DATE ? fabs((double)from->day - to->day) : 0;
}

/* Insertion sort: few candidates, and equal ones must keep their order. */
static void sort_by_distance(struct candidates *candidates, const struct fact *fact,
                             const struct answer *from) {
    for (size_t i = 1; i < candidates->count; i++) {
        struct answer moved = candidates->answers[i];
        size_t at = i;
        while (at > 0 &&
               distance(fact, from, &candidates->answers[at - 1]) > distance(fact, from, &moved)) {
            candidates->answers[at] = candidates->answers[at - 1];
            at--;
        }
        candidates->answers[at] = moved;
    }
}

/* ---- trying ---------------------------------------------------------------------------------- */

enum trial { TRIAL_QUIET, TRIAL_FIRES, TRIAL_NO_MEMORY };

static enum trial try(const struct decision *decision, uint32_t rule, struct change change,
                      const struct functions *functions, struct arena *arena) {
    const struct program *program = decision->program;
    struct intake intake;
    struct evaluation evaluation;
    arena_reset(arena);
    if (!intake_begin(&intake, program, decision->as_of, arena)) {
        return TRIAL_NO_MEMORY;
    }
    memcpy(intake.answers, decision->intake->answers, program->fact_count * sizeof *intake.answers);
    intake.answers[change.fact] = change.answer;
    const struct evaluation *was = decision->evaluation;
    bool done = was->in_session ? evaluate_session(&evaluation, &intake, functions, was->start)
                                : evaluate(&evaluation, &intake, functions, was->node_count);
    if (!done) {
        return TRIAL_NO_MEMORY;
    }
    bool quiet =
        intake.faults == NULL && evaluation.cells[program->rules[rule].fires].mask == MASK_FALSE;
    return quiet ? TRIAL_QUIET : TRIAL_FIRES;
}

/* The nearest candidate that keeps the rule quiet; TRIAL_FIRES where there is none. */
static enum trial find(const struct decision *decision, uint32_t rule, struct change *change,
                       const struct functions *functions, struct arena *arena) {
    struct candidates candidates = {.count = 0};
    gather(&candidates, decision, change->fact);
    sort_by_distance(&candidates, &decision->program->facts[change->fact],
                     &decision->intake->answers[change->fact]);
    enum trial trial = TRIAL_FIRES;
    for (size_t i = 0; i < candidates.count && trial == TRIAL_FIRES; i++) {
        change->answer = candidates.answers[i];
        trial = try(decision, rule, *change, functions, arena);
    }
    return trial;
}

ptrdiff_t explain_changes(const struct decision *decision, uint32_t rule,
                          const struct functions *functions, const struct change **changes) {
    const struct program *program = decision->program;
    const uint64_t *grounds = decision_grounds(decision, rule);
    struct change *found =
        arena_calloc(decision->intake->arena, program->fact_count + 1, sizeof *found);
    if (grounds == NULL || found == NULL) {
        return -1;
    }
    struct arena arena;
    arena_init(&arena, TRIAL_BLOCK, 0);
    ptrdiff_t count = 0;
    for (uint32_t fact = 0; count >= 0 && fact < program->fact_count; fact++) {
        if (!set_has(grounds, fact)) {
            continue;
        }
        found[count].fact = fact;
        enum trial trial = find(decision, rule, &found[count], functions, &arena);
        count = trial == TRIAL_NO_MEMORY ? -1 : count + (trial == TRIAL_QUIET);
    }
    arena_free(&arena);
    *changes = found;
    return count;
}
