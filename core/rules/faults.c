/*
 * The list of what was refused. It is sorted before anybody sees it: the facts of a request are a
 * map, and the order in which a map was written must not show in the answer.
 */
#include "rules/intake.h"

#include "base/near.h"

const char *fault_code_name(enum fault_code code) {
    static const char *const names[] = {
#define FAULT(name, code, meaning) code,
        SYNOVIA_FAULTS(FAULT)
#undef FAULT
    };
    return names[code];
}

const char *fault_code_meaning(enum fault_code code) {
    static const char *const meanings[] = {
#define FAULT(name, code, meaning) meaning,
        SYNOVIA_FAULTS(FAULT)
#undef FAULT
    };
    return meanings[code];
}

bool intake_fault(struct intake *intake, const struct fault *fault) {
    struct fault *copy = arena_alloc(intake->arena, sizeof *copy);
    if (copy == NULL || intake->arena->failed) {
        return false;
    }
    *copy = *fault;
    copy->next = NULL;
    *intake->last_fault = copy;
    intake->last_fault = &copy->next;
    return true;
}

/* ---- order ----------------------------------------------------------------------------------- */

/* Known facts in the order of the declarations, then unknown ones by name. */
static bool stands_before(const struct fault *a, const struct fault *b) {
    if (a->index >= 0 && b->index >= 0) {
        return a->index < b->index;
    }
    if (a->index >= 0 || b->index >= 0) {
        return a->index >= 0;
    }
    return text_compare(a->fact, b->fact) < 0;
}

/* Of two sorted lists one; of equals those of `a` come first. */
static struct fault *merge(struct fault *a, struct fault *b) {
    struct fault *merged = NULL;
    struct fault **last = &merged;
    while (a != NULL && b != NULL) {
        struct fault **from = stands_before(b, a) ? &b : &a;
        *last = *from;
        last = &(*from)->next;
        *from = (*from)->next;
    }
    *last = a != NULL ? a : b;
    return merged;
}

/* Cuts the list behind its first `count` faults; returns the rest. */
static struct fault *cut(struct fault *list, size_t count) {
    for (size_t i = 1; list != NULL && i < count; i++) {
        list = list->next;
    }
    struct fault *rest = list == NULL ? NULL : list->next;
    if (list != NULL) {
        list->next = NULL;
    }
    return rest;
}

/* Merges neighbouring runs of `length` faults; true where there was more than one run. */
static bool merge_runs(struct intake *intake, size_t length) {
    struct fault *rest = intake->faults;
    bool several = false;
    intake->last_fault = &intake->faults;
    while (rest != NULL) {
        struct fault *left = rest;
        struct fault *right = cut(left, length);
        rest = cut(right, length);
        several = several || right != NULL;
        *intake->last_fault = merge(left, right);
        while (*intake->last_fault != NULL) {
            intake->last_fault = &(*intake->last_fault)->next;
        }
    }
    return several;
}

static void sort_faults(struct intake *intake) {
    for (size_t length = 1; merge_runs(intake, length); length *= 2) {
    }
}

/* ---- names that were probably meant ---------------------------------------------------------- */

/* Each search looks at every fact; a request full of wrong names must not keep others waiting. */
enum { MOST_SEARCHES = 32 };

static struct text nearest_fact(const struct program *program, struct text name) {
    struct near_search search;
    near_begin(&search, name);
    for (size_t i = 0; i < program->fact_count; i++) {
        near_offer(&search, program->facts[i].name);
    }
    return near_result(&search);
}

static void name_unknown(struct intake *intake, struct fault *fault) {
    struct text near = fault->near;
    struct text cure = text_is_empty(near) ? text_of("the method protocol lists the names")
                                           : arena_format(intake->arena, "did you mean %.*s?",
                                                          (int)near.length, near.at);
    fault->message =
        arena_format(intake->arena, "the protocol has no fact %.*s; %.*s", (int)fault->fact.length,
                     fault->fact.at, (int)cure.length, cure.at);
}

bool intake_finish(struct intake *intake) {
    sort_faults(intake);
    size_t searches = 0;
    for (struct fault *fault = intake->faults; fault != NULL; fault = fault->next) {
        if (fault->code == FAULT_UNKNOWN_FACT) {
            if (searches++ < MOST_SEARCHES) {
                fault->near = nearest_fact(intake->program, fault->fact);
            }
            name_unknown(intake, fault);
        }
    }
    return !intake->arena->failed;
}
