#include "service/screening.h"

#include <math.h>

static struct sent_value other(const char *what) {
    struct sent_value sent = {.kind = SENT_OTHER, .text = text_of(what)};
    return sent;
}

static struct sent_value sent_number(const struct wire_value *value) {
    struct sent_value sent = {.kind = SENT_NUMBER};
    wire_number(value, &sent.number);
    if (isnan(sent.number)) {
        return other("NaN");
    }
    return isfinite(sent.number) ? sent : other("an infinite number");
}

static struct sent_value sent_text(const struct wire_value *value) {
    struct sent_value sent = {.kind = SENT_TEXT};
    return wire_text(value, &sent.text) ? sent : other(wire_value_name(value));
}

/* { value, unit } and nothing else. */
static struct sent_value sent_quantity(const struct wire_value *map) {
    static const char wanted[] = "a map that is not { value, unit }";
    struct sent_value sent = {.kind = SENT_QUANTITY};
    struct wire_value value;
    struct wire_value unit;
    if (map->count != 2 || !wire_find(map, text_of("value"), &value) ||
        !wire_find(map, text_of("unit"), &unit) || !wire_text(&unit, &sent.text) ||
        !wire_number(&value, &sent.number) || !isfinite(sent.number)) {
        return other(wanted);
    }
    return sent;
}

static struct sent_value sent_of(const struct wire_value *value) {
    struct sent_value sent = {.kind = SENT_NIL};
    switch (value->type) {
    case WIRE_NIL:
        return sent;
    case WIRE_BOOLEAN:
        sent.kind = SENT_BOOL;
        sent.yes = value->boolean;
        return sent;
    case WIRE_INTEGER:
    case WIRE_HUGE_INTEGER:
    case WIRE_FLOAT:
        return sent_number(value);
    case WIRE_TEXT:
        return sent_text(value);
    case WIRE_MAP:
        return sent_quantity(value);
    case WIRE_BINARY:
    case WIRE_ARRAY:
    case WIRE_EXT:
        break;
    }
    return other(wire_type_name(value->type));
}

bool screening_take(struct request *request, struct intake *intake,
                    const struct wire_value *facts) {
    struct wire_cursor cursor = wire_items(facts);
    struct wire_value key;
    struct wire_value value;
    struct text name;
    while (wire_next_pair(&cursor, &key, &value)) {
        if (!wire_text(&key, &name)) {
            return request_fail(request, ERROR_BAD_PARAMS,
                                "the name of a fact must be a text, not %s", wire_value_name(&key));
        }
        struct sent_value sent = sent_of(&value);
        if (!intake_take(intake, name, &sent)) {
            return request_fail_memory(request);
        }
    }
    return true;
}

const struct decision *screening_decide(struct request *request, const struct served *served,
                                        const struct wire_value *facts, int32_t as_of) {
    struct intake *intake = arena_alloc(request->arena, sizeof *intake);
    if (intake == NULL || !intake_begin(intake, served->program, as_of, request->arena)) {
        request_fail_memory(request);
        return NULL;
    }
    if (!screening_take(request, intake, facts)) {
        return NULL;
    }
    const struct decision *decision = decide(intake, &served->functions);
    if (decision == NULL || request->arena->failed) {
        request_fail_memory(request);
        return NULL;
    }
    return decision;
}
