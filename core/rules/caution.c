#include "rules/caution.h"

#include <stdlib.h>

/* ---- lists ----------------------------------------------------------------------------------- */

static int compare_ids(const void *a, const void *b) {
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

size_t caution_sort(struct text *ids, size_t count) {
    size_t kept = 0;
    if (count > 0) {
        qsort(ids, count, sizeof *ids, compare_ids);
    }
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || !text_equal(ids[kept - 1], ids[i])) {
            ids[kept++] = ids[i];
        }
    }
    return kept;
}

bool caution_holds(const struct text *ids, size_t count, struct text id) {
    return count > 0 && bsearch(&id, ids, count, sizeof *ids, compare_ids) != NULL;
}

/* True where every id of the first list is in the second. */
static bool all_held(const struct text *ids, size_t count, const struct text *in, size_t in_count) {
    for (size_t i = 0; i < count; i++) {
        if (!caution_holds(in, in_count, ids[i])) {
            return false;
        }
    }
    return true;
}

/* ---- comparing ------------------------------------------------------------------------------- */

static struct caution_change change(enum caution_direction direction, enum caution_measure by) {
    struct caution_change made = {direction, by};
    return made;
}

static struct caution_change less_if(bool less, enum caution_measure by) {
    return change(less ? CAUTION_LESS : CAUTION_MORE, by);
}

static const struct caution_technique *find_technique(const struct caution *caution,
                                                      struct text id) {
    for (size_t i = 0; i < caution->technique_count; i++) {
        if (text_equal(caution->techniques[i].id, id)) {
            return &caution->techniques[i];
        }
    }
    return NULL;
}

/* One technique opened counts before any that was closed. */
static struct caution_change compare_techniques(const struct caution *before,
                                                const struct caution *after) {
    struct caution_change made = change(CAUTION_SAME, CAUTION_BY_NOTHING);
    for (size_t i = 0; i < before->technique_count; i++) {
        const struct caution_technique *was = &before->techniques[i];
        const struct caution_technique *is = find_technique(after, was->id);
        if (is != NULL && is->available > was->available) {
            return change(CAUTION_LESS, CAUTION_BY_TECHNIQUES);
        }
        if (is != NULL && is->available < was->available) {
            made = change(CAUTION_MORE, CAUTION_BY_TECHNIQUES);
        }
    }
    return made;
}

struct caution_change caution_compare(const struct caution *before, const struct caution *after) {
    if (after->outcome < before->outcome) {
        return change(CAUTION_LESS, CAUTION_BY_OUTCOME);
    }
    if (after->urgency != before->urgency) {
        bool higher = after->outcome > before->outcome && after->urgency > before->urgency;
        return higher ? change(CAUTION_MORE, CAUTION_BY_OUTCOME)
                      : less_if(after->urgency < before->urgency, CAUTION_BY_URGENCY);
    }
    if (after->outcome > before->outcome) {
        return change(CAUTION_MORE, CAUTION_BY_OUTCOME);
    }
    if (!all_held(before->fired, before->fired_count, after->fired, after->fired_count)) {
        return change(CAUTION_LESS, CAUTION_BY_RULES);
    }
    if (after->fired_count > before->fired_count) {
        return change(CAUTION_MORE, CAUTION_BY_RULES);
    }
    if (after->complete != before->complete) {
        return less_if(after->complete, CAUTION_BY_COMPLETE);
    }
    return compare_techniques(before, after);
}

/* ---- reading a decision ---------------------------------------------------------------------- */

static int compare_techniques_by_id(const void *a, const void *b) {
    return text_compare(((const struct caution_technique *)a)->id,
                        ((const struct caution_technique *)b)->id);
}

static void read_techniques(const struct decision *decision, struct caution_technique *techniques) {
    size_t count = decision->program->technique_count;
    for (size_t i = 0; i < count; i++) {
        techniques[i] = (struct caution_technique){decision->program->techniques[i].id,
                                                   decision->techniques[i].available};
    }
    if (count > 0) {
        qsort(techniques, count, sizeof *techniques, compare_techniques_by_id);
    }
}

bool caution_of(const struct decision *decision, struct arena *arena, struct caution *caution) {
    size_t count = decision->program->technique_count;
    struct text *fired = arena_calloc(arena, decision->reason_count + 1, sizeof *fired);
    struct caution_technique *techniques = arena_calloc(arena, count + 1, sizeof *techniques);
    if (fired == NULL || techniques == NULL) {
        return false;
    }
    for (size_t i = 0; i < decision->reason_count; i++) {
        fired[i] = decision->program->rules[decision->reasons[i].rule].id;
    }
    read_techniques(decision, techniques);
    *caution = (struct caution){
        .outcome = decision->outcome,
        .urgency = decision->urgency,
        .complete = decision->complete,
        .fired = fired,
        .fired_count = caution_sort(fired, decision->reason_count),
        .techniques = techniques,
        .technique_count = count,
    };
    return true;
}

/* ---- names ----------------------------------------------------------------------------------- */

const char *caution_direction_name(enum caution_direction direction) {
    static const char *const names[] = {"same", "less", "more"};
    return names[direction];
}

const char *caution_measure_name(enum caution_measure measure) {
    static const char *const names[] = {"nothing", "outcome",  "urgency",
                                        "rules",   "complete", "techniques"};
    return names[measure];
}
