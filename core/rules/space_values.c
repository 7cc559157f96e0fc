/*
 * Two passes. The first walks the nodes upwards and describes each number by what it is made of:
 *
 *     LINE_FREE       no fact's number is in it, only which conditions hold (a score of constants)
 *     LINE_CONSTANT   offset
 *     LINE_OF_FACT    scale * fact + offset
 *     LINE_OF_DATE    scale * completed units of a date + offset
 *     LINE_MIXED      anything else
 *
 * Every comparison of a line with a constant gives its fact a threshold; whatever else a fact's
 * number flows into spoils it: its cells are not known. The second pass makes values of thresholds.
 */
#include "rules/space_values.h"

#include "base/date.h"
#include "rules/evaluate.h"

#include <math.h>
#include <stdlib.h>

enum line_kind { LINE_FREE, LINE_CONSTANT, LINE_OF_FACT, LINE_OF_DATE, LINE_MIXED };

struct line {
    enum line_kind kind;
    uint32_t fact;
    enum node_op units; /* LINE_OF_DATE: NODE_DAYS_AGO and its kin */
    double scale, offset;
};

/* A threshold of a fact: a number, or a count of units before as_of. */
struct threshold {
    struct threshold *next;
    enum node_op units; /* of a date */
    double at;
};

struct survey {
    const struct slice *slice;
    struct arena *arena;
    int32_t as_of;
    struct line *lines;            /* one a node */
    struct threshold **thresholds; /* one list a fact */
    struct fact_values *values;
    bool *spoiled; /* one a node: terms share parts, and each is looked at once */
    bool failed;
};

enum { FIRST_DAY = -719162, LAST_DAY = 2932896 }; /* 0001-01-01 and 9999-12-31 */

/* ---- what a number is made of ---------------------------------------------------------------- */

static bool is_flat(const struct line *line) {
    return line->kind == LINE_CONSTANT;
}

static struct line mixed_unless_free(const struct line *a, const struct line *b) {
    bool a_free = a->kind == LINE_FREE || is_flat(a);
    bool b_free = b->kind == LINE_FREE || is_flat(b);
    return (struct line){.kind = a_free && b_free ? LINE_FREE : LINE_MIXED};
}

static struct line line_scaled(struct line line, double scale) {
    line.scale *= scale;
    line.offset *= scale;
    return line;
}

static struct line line_add(const struct line *a, const struct line *b) {
    const struct line *other = is_flat(a) ? b : a;
    const struct line *added = is_flat(a) ? a : b;
    bool moves = other->kind == LINE_OF_FACT || other->kind == LINE_OF_DATE;
    bool same =
        added->kind == other->kind && added->fact == other->fact && added->units == other->units;
    if (!is_flat(other) && (!moves || !(is_flat(added) || same))) {
        return mixed_unless_free(a, b);
    }
    struct line sum = *other;
    sum.scale += added->scale;
    sum.offset += added->offset;
    return sum;
}

static struct line line_multiply(const struct line *a, const struct line *b) {
    const struct line *other = is_flat(a) ? b : a;
    const struct line *constant = is_flat(a) ? a : b;
    if (!is_flat(constant) || other->kind == LINE_FREE || other->kind == LINE_MIXED) {
        return mixed_unless_free(a, b);
    }
    return line_scaled(*other, constant->offset);
}

static struct line line_divide(const struct line *a, const struct line *b) {
    if (!is_flat(b) || b->offset == 0 || a->kind == LINE_FREE || a->kind == LINE_MIXED) {
        return mixed_unless_free(a, b);
    }
    return line_scaled(*a, 1 / b->offset);
}

static struct line line_of_children(const struct survey *survey, const struct node *node) {
    const node_id *children = node_children(&survey->slice->program, node);
    struct line line = survey->lines[children[0]];
    for (uint32_t i = 1; i < node->child_count; i++) {
        struct line next = survey->lines[children[i]];
        if (node->op == NODE_SUBTRACT) {
            next = line_scaled(next, -1);
        }
        if (node->op == NODE_MULTIPLY) {
            line = line_multiply(&line, &next);
        } else if (node->op == NODE_DIVIDE) {
            line = line_divide(&line, &next);
        } else {
            line = line_add(&line, &next);
        }
    }
    return line;
}

static struct line line_of_first(const struct survey *survey, const struct node *node) {
    const node_id *children = node_children(&survey->slice->program, node);
    struct line line = {.kind = LINE_FREE};
    for (uint32_t i = 1; i < node->child_count + 1; i += 2) {
        uint32_t value = i < node->child_count ? i : node->child_count - 1;
        line = mixed_unless_free(&line, &survey->lines[children[value]]);
    }
    return line;
}

static struct line line_of(const struct survey *survey, const struct node *node) {
    const node_id *children = node_children(&survey->slice->program, node);
    switch (node->op) {
    case NODE_NUMBER:
        return (struct line){.kind = LINE_CONSTANT, .offset = node->number};
    case NODE_FACT_NUMBER:
        return (struct line){.kind = LINE_OF_FACT, .fact = node->fact, .scale = 1};
    case NODE_DAYS_AGO:
    case NODE_WEEKS_AGO:
    case NODE_MONTHS_AGO:
    case NODE_YEARS_AGO: {
        const struct node *date = &survey->slice->program.nodes[children[0]];
        return (struct line){
            .kind = LINE_OF_DATE, .fact = date->fact, .units = node->op, .scale = 1};
    }
    case NODE_ADD:
    case NODE_SUBTRACT:
    case NODE_MULTIPLY:
    case NODE_DIVIDE:
        return line_of_children(survey, node);
    case NODE_NEGATE:
        return line_scaled(survey->lines[children[0]], -1);
    case NODE_IF_NONE: /* where it is none it is a constant, and none is a value of its own */
        return survey->lines[children[0]];
    case NODE_FIRST:
        return line_of_first(survey, node);
    default:
        return (struct line){.kind = LINE_MIXED};
    }
}

/* ---- thresholds and what spoils cells -------------------------------------------------------- */

static void add_threshold(struct survey *survey, const struct line *line, double at) {
    struct threshold *threshold = arena_calloc(survey->arena, 1, sizeof *threshold);
    if (threshold == NULL) {
        survey->failed = true;
        return;
    }
    *threshold = (struct threshold){survey->thresholds[line->fact], line->units, at};
    survey->thresholds[line->fact] = threshold;
}

/* The facts whose numbers flow into this one have no cells. */
static void spoil(struct survey *survey, node_id id) {
    const struct program *program = &survey->slice->program;
    const struct node *node = &program->nodes[id];
    if (survey->spoiled[id]) {
        return;
    }
    survey->spoiled[id] = true;
    if (node->op == NODE_FACT_NUMBER || node->op == NODE_FACT_DATE) {
        survey->values[node->fact].exact = false;
        return;
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        node_id child = node_children(program, node)[i];
        if (node_op_is_number(program->nodes[child].op)) {
            spoil(survey, child);
        }
    }
}

static void compare(struct survey *survey, node_id left, node_id right) {
    const struct line *a = &survey->lines[left];
    const struct line *b = &survey->lines[right];
    bool a_moves = a->kind == LINE_OF_FACT || a->kind == LINE_OF_DATE;
    bool b_moves = b->kind == LINE_OF_FACT || b->kind == LINE_OF_DATE;
    if (a_moves && is_flat(b) && a->scale != 0) {
        add_threshold(survey, a, (b->offset - a->offset) / a->scale);
    } else if (b_moves && is_flat(a) && b->scale != 0) {
        add_threshold(survey, b, (a->offset - b->offset) / b->scale);
    } else if (a_moves && b_moves && a->fact == b->fact && a->units == b->units) {
        if (a->scale != b->scale) {
            add_threshold(survey, a, (b->offset - a->offset) / (a->scale - b->scale));
        }
    } else if (mixed_unless_free(a, b).kind == LINE_MIXED) {
        spoil(survey, left);
        spoil(survey, right);
    }
}

static void survey_node(struct survey *survey, node_id id) {
    const struct program *program = &survey->slice->program;
    const struct node *node = &program->nodes[id];
    const node_id *children = node_children(program, node);
    switch (node->op) {
    case NODE_LESS:
    case NODE_AT_MOST:
    case NODE_EQUAL:
        compare(survey, children[0], children[1]);
        return;
    case NODE_IS_NONE:
        /* Arithmetic can fail for some numbers, which is not the same as none. */
        if (node_op_is_number(program->nodes[children[0]].op) &&
            program->nodes[children[0]].op != NODE_FACT_DATE &&
            survey->lines[children[0]].kind == LINE_MIXED) {
            spoil(survey, children[0]);
        }
        return;
    case NODE_ROSE_BY:
    case NODE_FELL_BY:
    case NODE_FUNCTION_DISCRETE:
    case NODE_FUNCTION_NUMBER:
        spoil(survey, id);
        return;
    default:
        return;
    }
}

/* ---- values of numbers ----------------------------------------------------------------------- */

struct points {
    double *items;
    size_t count;
};

static int compare_numbers(const void *a, const void *b) {
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static void points_sort(struct points *points) {
    qsort(points->items, points->count, sizeof *points->items, compare_numbers);
    size_t kept = 0;
    for (size_t i = 0; i < points->count; i++) {
        if (kept == 0 || points->items[i] != points->items[kept - 1]) {
            points->items[kept++] = points->items[i];
        }
    }
    points->count = kept;
}

static size_t threshold_count(const struct threshold *threshold) {
    size_t count = 0;
    for (; threshold != NULL; threshold = threshold->next) {
        count++;
    }
    return count;
}

static void point_add(struct points *points, const struct fact *fact, double value) {
    bool fits = value >= fact->min && value <= fact->max && isfinite(value) &&
                (!fact->whole || value == floor(value));
    if (fits) {
        points->items[points->count++] = value;
    }
}

/* Somewhere strictly between two neighbouring thresholds, if there is such a number. */
static void point_between(struct points *points, const struct fact *fact, double low, double high) {
    double value = fact->whole ? floor(low) + 1 : low + (high - low) / 2;
    if (value > low && value < high) {
        point_add(points, fact, value);
    }
}

static double step_of(const struct fact *fact, double at) {
    if (fact->whole) {
        return 1;
    }
    double range = fact->max - fact->min;
    return isfinite(range) ? range / 64 : fmax(1, fabs(at) / 64);
}

/* The ends of the range, or a number beyond the outermost threshold where there is no end. */
static void points_at_the_ends(struct points *points, const struct fact *fact, double least,
                               double most) {
    point_add(points, fact,
              isfinite(fact->min) ? fact->whole ? ceil(fact->min) : fact->min : floor(least) - 1);
    point_add(points, fact,
              isfinite(fact->max) ? fact->whole ? floor(fact->max) : fact->max : ceil(most) + 1);
}

/* Without cells: also the neighbours of each threshold, the middle, and 0. */
static void points_without_cells(struct points *points, const struct fact *fact,
                                 const struct threshold *threshold) {
    for (; threshold != NULL; threshold = threshold->next) {
        point_add(points, fact, threshold->at - step_of(fact, threshold->at));
        point_add(points, fact, threshold->at + step_of(fact, threshold->at));
    }
    double middle = fact->min + (fact->max - fact->min) / 2;
    point_add(points, fact, fact->whole ? floor(middle) : middle);
    point_add(points, fact, 0);
}

static bool number_points(struct survey *survey, uint32_t index, struct points *points) {
    const struct fact *fact = &survey->slice->facts[index];
    const struct threshold *all = survey->thresholds[index];
    size_t count = threshold_count(all);
    struct points cuts = {arena_calloc(survey->arena, count + 1, sizeof(double)), 0};
    points->items = arena_calloc(survey->arena, 4 * count + 8, sizeof *points->items);
    if (cuts.items == NULL || points->items == NULL) {
        return false;
    }
    for (const struct threshold *cut = all; cut != NULL; cut = cut->next) {
        cuts.items[cuts.count++] = cut->at;
        point_add(points, fact, cut->at);
    }
    points_sort(&cuts);
    for (size_t i = 1; i < cuts.count; i++) {
        point_between(points, fact, fmax(cuts.items[i - 1], fact->min),
                      fmin(cuts.items[i], fact->max));
    }
    points_at_the_ends(points, fact, count == 0 ? 0 : cuts.items[0],
                       count == 0 ? 0 : cuts.items[cuts.count - 1]);
    if (!survey->values[index].exact) {
        points_without_cells(points, fact, all);
    }
    points_sort(points);
    return true;
}

/* ---- values of dates ------------------------------------------------------------------------- */

static double completed(enum node_op units, int32_t day, int32_t as_of) {
    switch (units) {
    case NODE_WEEKS_AGO:
        return date_completed_weeks(day, as_of);
    case NODE_MONTHS_AGO:
        return date_completed_months(day, as_of);
    case NODE_YEARS_AGO:
        return date_completed_years(day, as_of);
    default:
        return (double)as_of - day;
    }
}

/* The last day with at least `count` completed units before as_of, and the day after it. */
static void day_points(struct points *points, const struct fact *fact, enum node_op units,
                       double count, int32_t as_of) {
    int32_t low = FIRST_DAY;
    int32_t high = fact->future ? LAST_DAY : as_of;
    if (completed(units, low, as_of) < count) {
        return;
    }
    while (low < high) {
        int32_t middle = low + (high - low + 1) / 2;
        if (completed(units, middle, as_of) >= count) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    points->items[points->count++] = low;
    if (low < (fact->future ? LAST_DAY : as_of)) {
        points->items[points->count++] = low + 1;
    }
}

static bool date_points(struct survey *survey, uint32_t index, struct points *points) {
    const struct fact *fact = &survey->slice->facts[index];
    points->items = arena_calloc(survey->arena, 4 * threshold_count(survey->thresholds[index]) + 8,
                                 sizeof *points->items);
    if (points->items == NULL) {
        return false;
    }
    points->items[points->count++] = survey->as_of;
    for (const struct threshold *cut = survey->thresholds[index]; cut != NULL; cut = cut->next) {
        day_points(points, fact, cut->units, floor(cut->at) + 1, survey->as_of);
        day_points(points, fact, cut->units, ceil(cut->at), survey->as_of);
    }
    if (!survey->values[index].exact) {
        points->items[points->count++] = survey->as_of - 30;
        points->items[points->count++] = survey->as_of - 365;
    }
    points_sort(points);
    return true;
}

/* ---- values of facts ------------------------------------------------------------------------- */

static bool values_of_points(struct survey *survey, uint32_t index) {
    struct points points = {NULL, 0};
    struct fact_values *values = &survey->values[index];
    bool date = survey->slice->facts[index].type == VALUE_DATE;
    if (date ? !date_points(survey, index, &points) : !number_points(survey, index, &points)) {
        return false;
    }
    values->answers = arena_calloc(survey->arena, points.count + 1, sizeof *values->answers);
    if (values->answers == NULL) {
        return false;
    }
    values->count = points.count;
    for (size_t i = 0; i < points.count; i++) {
        values->answers[i].state = ANSWER_GIVEN;
        if (date) {
            values->answers[i].day = (int32_t)points.items[i];
        } else {
            values->answers[i].number = points.items[i];
        }
    }
    return true;
}

static bool values_of_options(struct survey *survey, uint32_t index) {
    const struct fact *fact = &survey->slice->facts[index];
    struct fact_values *values = &survey->values[index];
    values->count = fact->type == VALUE_YES_NO ? 2 : fact->option_count;
    values->answers = arena_calloc(survey->arena, values->count + 1, sizeof *values->answers);
    for (uint32_t i = 0; values->answers != NULL && i < values->count; i++) {
        values->answers[i] = (struct answer){.state = ANSWER_GIVEN, .option = i};
    }
    return values->answers != NULL;
}

struct fact_values *space_values(const struct slice *slice, int32_t as_of, struct arena *arena) {
    const struct program *program = &slice->program;
    struct survey survey = {
        .slice = slice,
        .arena = arena,
        .as_of = as_of,
        .lines = arena_calloc(arena, program->node_count + 1, sizeof *survey.lines),
        .thresholds = arena_calloc(arena, program->fact_count + 1, sizeof *survey.thresholds),
        .values = arena_calloc(arena, program->fact_count + 1, sizeof *survey.values),
        .spoiled = arena_calloc(arena, program->node_count + 1, sizeof *survey.spoiled),
    };
    if (survey.lines == NULL || survey.thresholds == NULL || survey.values == NULL ||
        survey.spoiled == NULL) {
        return NULL;
    }
    for (uint32_t i = 0; i < program->fact_count; i++) {
        survey.values[i].exact = true;
    }
    for (node_id id = 0; id < program->node_count; id++) {
        survey.lines[id] = line_of(&survey, &program->nodes[id]);
        survey_node(&survey, id);
    }
    for (uint32_t i = 0; i < program->fact_count && !survey.failed; i++) {
        enum value_type type = slice->facts[i].type;
        bool number = type == VALUE_NUMBER || type == VALUE_DATE;
        if (slice->facts[i].node != NODE_MISSING) {
            survey.failed = number ? !values_of_points(&survey, i) : !values_of_options(&survey, i);
        }
    }
    return survey.failed ? NULL : survey.values;
}
