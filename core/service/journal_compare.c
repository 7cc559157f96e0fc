#include "service/journal_compare.h"

#include "service/journal_reading.h"

#include <stdlib.h>

/* ---- reading --------------------------------------------------------------------------------- */

static bool read_outcome(struct text name, enum outcome *outcome) {
    for (int i = 0; i <= OUTCOME_INVALID; i++) {
        if (text_is(name, outcome_name((enum outcome)i))) {
            *outcome = (enum outcome)i;
            return true;
        }
    }
    return false;
}

static enum urgency read_urgency(struct text name) {
    for (int i = URGENCY_ROUTINE; i <= URGENCY_IMMEDIATE; i++) {
        if (text_is(name, urgency_name((enum urgency)i))) {
            return (enum urgency)i;
        }
    }
    return URGENCY_NONE;
}

static enum availability read_available(struct text name) {
    return text_is(name, "yes") ? AVAILABLE_YES
                                : (text_is(name, "ask") ? AVAILABLE_ASK : AVAILABLE_NO);
}

static struct wire_value find(const struct wire_value *map, const char *key) {
    struct wire_value found = {.type = WIRE_NIL};
    if (map->type == WIRE_MAP) {
        wire_find(map, text_of(key), &found);
    }
    return found;
}

static uint32_t length_of(const struct wire_value *list) {
    return list->type == WIRE_ARRAY || list->type == WIRE_MAP ? list->count : 0;
}

static bool read_fired(const struct wire_value *decision, struct arena *arena,
                       struct caution *caution) {
    struct wire_value reasons = find(decision, "reasons");
    struct wire_cursor cursor = wire_items(&reasons);
    struct wire_value reason;
    struct text *fired = arena_calloc(arena, length_of(&reasons) + 1, sizeof *fired);
    if (fired == NULL) {
        return false;
    }
    while (wire_next(&cursor, &reason)) {
        fired[caution->fired_count++] = reading_text(&reason, "rule");
    }
    caution->fired_count = caution_sort(fired, caution->fired_count);
    caution->fired = fired;
    return true;
}

static bool read_techniques(const struct wire_value *decision, struct arena *arena,
                            struct caution *caution) {
    struct wire_value list = find(decision, "techniques");
    struct wire_cursor cursor = wire_items(&list);
    struct wire_value item;
    struct caution_technique *techniques =
        arena_calloc(arena, length_of(&list) + 1, sizeof *techniques);
    if (techniques == NULL) {
        return false;
    }
    while (wire_next(&cursor, &item)) {
        techniques[caution->technique_count++] = (struct caution_technique){
            reading_text(&item, "id"), read_available(reading_text(&item, "available"))};
    }
    caution->techniques = techniques;
    return true;
}

bool told_read(const struct wire_value *decision, struct arena *arena, struct told *told) {
    struct caution *caution = &told->caution;
    struct wire_value complete = find(decision, "complete");
    *told = (struct told){.decision = *decision};
    if (!read_outcome(reading_text(decision, "outcome"), &caution->outcome)) {
        return false;
    }
    caution->urgency = read_urgency(reading_text(decision, "urgency"));
    caution->complete = complete.type == WIRE_BOOLEAN && complete.boolean;
    return read_fired(decision, arena, caution) && read_techniques(decision, arena, caution);
}

/* Cleared, with the one technique open that was shown. */
static bool read_shown(const struct wire_value *answer, struct arena *arena, struct told *told) {
    struct caution_technique *technique = arena_calloc(arena, 1, sizeof *technique);
    if (technique == NULL) {
        return false;
    }
    *technique = (struct caution_technique){reading_text(answer, "technique"), AVAILABLE_YES};
    *told = (struct told){.caution = {.outcome = OUTCOME_CLEAR,
                                      .complete = true,
                                      .techniques = technique,
                                      .technique_count = 1}};
    return true;
}

bool told_read_answer(const struct wire_value *answer, struct arena *arena, struct told *told) {
    struct wire_value decision = find(answer, "decision");
    struct wire_value steps = find(answer, "steps");
    if (decision.type == WIRE_MAP) {
        return told_read(&decision, arena, told);
    }
    if (!text_is_empty(reading_text(answer, "outcome"))) {
        return told_read(answer, arena, told);
    }
    bool is_shown = steps.type == WIRE_ARRAY || text_is(reading_text(answer, "state"), "step");
    return is_shown && read_shown(answer, arena, told);
}

/* ---- differences ----------------------------------------------------------------------------- */

struct noting {
    struct comparison *comparison;
    size_t capacity;
};

static void note(struct noting *noting, enum difference_kind kind, struct text name,
                 struct text before, struct text after) {
    struct comparison *comparison = noting->comparison;
    if (comparison->count < noting->capacity) {
        comparison->differences[comparison->count++] =
            (struct difference){kind, name, before, after};
    }
}

static void note_rules(struct noting *noting, const struct caution *before,
                       const struct caution *after) {
    for (size_t i = 0; i < before->fired_count; i++) {
        if (!caution_holds(after->fired, after->fired_count, before->fired[i])) {
            note(noting, DIFFERENCE_LOST, before->fired[i], text_of(""), text_of(""));
        }
    }
    for (size_t i = 0; i < after->fired_count; i++) {
        if (!caution_holds(before->fired, before->fired_count, after->fired[i])) {
            note(noting, DIFFERENCE_WON, after->fired[i], text_of(""), text_of(""));
        }
    }
}

/* The line that a result gave; "" where it was open or is not there. */
static struct text line_of(const struct wire_value *results, struct text name) {
    struct wire_value result;
    if (results->type != WIRE_MAP || !wire_find(results, name, &result)) {
        return text_of("");
    }
    return reading_text(&result, "value");
}

static void note_results(struct noting *noting, const struct told *before,
                         const struct told *after) {
    struct wire_value was = find(&before->decision, "results");
    struct wire_value is = find(&after->decision, "results");
    struct wire_cursor cursor = wire_items(&was);
    struct wire_value key;
    struct wire_value result;
    struct text name;
    while (wire_next_pair(&cursor, &key, &result)) {
        struct text line = reading_text(&result, "value");
        if (wire_text(&key, &name) && !text_equal(line, line_of(&is, name))) {
            note(noting, DIFFERENCE_RESULT, name, line, line_of(&is, name));
        }
    }
}

static struct text available_name(enum availability available) {
    static const char *const names[] = {"no", "ask", "yes"};
    return text_of(names[available]);
}

static void note_techniques(struct noting *noting, const struct caution *before,
                            const struct caution *after) {
    for (size_t i = 0; i < before->technique_count; i++) {
        for (size_t j = 0; j < after->technique_count; j++) {
            const struct caution_technique *was = &before->techniques[i];
            const struct caution_technique *is = &after->techniques[j];
            if (text_equal(was->id, is->id) && was->available != is->available) {
                note(noting, DIFFERENCE_TECHNIQUE, was->id, available_name(was->available),
                     available_name(is->available));
            }
        }
    }
}

static void note_faults(struct noting *noting, const struct told *after) {
    struct wire_value faults = find(&after->decision, "faults");
    struct wire_cursor cursor = wire_items(&faults);
    struct wire_value fault;
    while (wire_next(&cursor, &fault)) {
        note(noting, DIFFERENCE_FAULT, reading_text(&fault, "fact"), text_of(""),
             reading_text(&fault, "code"));
    }
}

static void note_outcome(struct noting *noting, const struct caution *before,
                         const struct caution *after) {
    if (before->outcome != after->outcome) {
        note(noting, DIFFERENCE_OUTCOME, text_of("outcome"), text_of(outcome_name(before->outcome)),
             text_of(outcome_name(after->outcome)));
    } else if (before->urgency != after->urgency) {
        note(noting, DIFFERENCE_OUTCOME, text_of("urgency"), text_of(urgency_name(before->urgency)),
             text_of(urgency_name(after->urgency)));
    } else if (before->complete != after->complete) {
        note(noting, DIFFERENCE_COMPLETE, text_of("questions"),
             text_of(before->complete ? "complete" : "asks on"),
             text_of(after->complete ? "complete" : "asks on"));
    }
}

/* What explains it: refused facts before rules, rules before results, and so on. */
static void explain(struct noting *noting, const struct told *before, const struct told *after) {
    const struct comparison *comparison = noting->comparison;
    bool became_invalid =
        after->caution.outcome == OUTCOME_INVALID && before->caution.outcome != OUTCOME_INVALID;
    if (became_invalid) {
        note_faults(noting, after);
    }
    if (comparison->count == 0) {
        note_rules(noting, &before->caution, &after->caution);
    }
    if (comparison->count == 0) {
        note_results(noting, before, after);
    }
    if (comparison->count == 0) {
        note_techniques(noting, &before->caution, &after->caution);
    }
    if (comparison->count == 0) {
        note_outcome(noting, &before->caution, &after->caution);
    }
}

static size_t most_differences(const struct told *before, const struct told *after) {
    struct wire_value results = find(&before->decision, "results");
    struct wire_value faults = find(&after->decision, "faults");
    return before->caution.fired_count + after->caution.fired_count + length_of(&results) +
           length_of(&faults) + before->caution.technique_count + 1;
}

/* Of a person who was shown steps, only what was said counts: advice and questions left over are
 * not known. */
static struct caution comparable(const struct told *before, const struct told *after) {
    struct caution caution = before->caution;
    if (before->decision.type == WIRE_NIL) {
        bool is_as_clear = after->caution.outcome == OUTCOME_CLEAR;
        caution.fired = after->caution.fired;
        caution.fired_count = after->caution.fired_count;
        caution.urgency = is_as_clear ? after->caution.urgency : caution.urgency;
    }
    return caution;
}

bool compare_told(const struct told *before, const struct told *after, struct arena *arena,
                  struct comparison *comparison) {
    struct noting noting = {.comparison = comparison, .capacity = most_differences(before, after)};
    struct told known = *before;
    known.caution = comparable(before, after);
    struct caution_change change = caution_compare(&known.caution, &after->caution);
    *comparison = (struct comparison){.by = change.by};
    comparison->differences = arena_calloc(arena, noting.capacity, sizeof *comparison->differences);
    if (comparison->differences == NULL) {
        return false;
    }
    if (change.direction != CAUTION_SAME) {
        comparison->compared = change.direction == CAUTION_LESS ? COMPARED_LESS : COMPARED_MORE;
        explain(&noting, &known, after);
        return true;
    }
    note_results(&noting, &known, after);
    comparison->compared = comparison->count > 0 ? COMPARED_OTHER : COMPARED_SAME;
    return true;
}

const char *difference_kind_name(enum difference_kind kind) {
    static const char *const names[] = {"fault",     "lost",    "won",     "result",
                                        "technique", "outcome", "complete"};
    return names[kind];
}

const char *compared_name(enum compared compared) {
    static const char *const names[] = {"same", "less", "more", "other"};
    return names[compared];
}
