#include "rules/intake.h"

#include "base/date.h"
#include "base/near.h"
#include "base/number.h"
#include "base/ucum.h"
#include "rules/interval.h"

#include <math.h>

bool intake_begin(struct intake *intake, const struct program *program, int32_t as_of,
                  struct arena *arena) {
    *intake = (struct intake){.program = program, .arena = arena, .as_of = as_of};
    intake->last_fault = &intake->faults;
    intake->answers = arena_calloc(arena, program->fact_count + 1, sizeof *intake->answers);
    intake->seen = arena_calloc(arena, program->fact_count + 1, sizeof *intake->seen);
    return intake->answers != NULL && intake->seen != NULL;
}

/* ---- what is allowed, in words --------------------------------------------------------------- */

static struct text allowed_number(const struct fact *fact, struct arena *arena) {
    const char *kind = fact->whole ? "a whole number" : "a number";
    struct text unit = fact->unit;
    const char *space = text_is_empty(unit) ? "" : " ";
    if (isinf(fact->min) && isinf(fact->max)) {
        return arena_format(arena, "%s%s%.*s", kind, text_is_empty(unit) ? "" : " in ",
                            (int)unit.length, unit.at);
    }
    return arena_format(arena, "%s from %.15g to %.15g%s%.*s", kind, fact->min, fact->max, space,
                        (int)unit.length, unit.at);
}

static struct text allowed_options(const struct fact *fact, struct arena *arena) {
    struct text list = text_of("one of");
    for (size_t i = 0; i < fact->option_count; i++) {
        struct text option = fact->options[i];
        list = arena_format(arena, "%.*s%s %.*s", (int)list.length, list.at, i == 0 ? "" : ",",
                            (int)option.length, option.at);
    }
    return list;
}

static struct text allowed_value(const struct fact *fact, struct arena *arena) {
    switch (fact->type) {
    case VALUE_YES_NO:
        return text_of("true or false");
    case VALUE_CHOICE:
        return allowed_options(fact, arena);
    case VALUE_NUMBER:
        return allowed_number(fact, arena);
    default:
        return text_of(fact->future ? "a date as YYYY-MM-DD"
                                    : "a date as YYYY-MM-DD, no later than the day after as_of");
    }
}

struct text intake_allowed(const struct fact *fact, struct arena *arena) {
    struct text value = allowed_value(fact, arena);
    return arena_format(arena, "%.*s%s", (int)value.length, value.at,
                        fact->has_none ? ", or \"none\"" : "");
}

/* ---- faults ---------------------------------------------------------------------------------- */

static struct text number_text(double number, struct arena *arena) {
    char digits[NUMBER_TEXT_SIZE];
    number_format(number, digits);
    return arena_copy(arena, text_of(digits));
}

/* The value as it was sent, in words. */
static struct text sent_text(const struct sent_value *sent, struct arena *arena) {
    struct text number = number_text(sent->number, arena);
    switch (sent->kind) {
    case SENT_NIL:
        return text_of("nil");
    case SENT_BOOL:
        return text_of(sent->yes ? "true" : "false");
    case SENT_NUMBER:
        return number;
    case SENT_TEXT:
        return arena_format(arena, "\"%.*s\"", (int)sent->text.length, sent->text.at);
    case SENT_QUANTITY:
        return arena_format(arena, "%.*s %.*s", (int)number.length, number.at,
                            (int)sent->text.length, sent->text.at);
    case SENT_OTHER:
        return sent->text;
    }
    return sent->text;
}

/* A fault of a known fact; `problem` says in words what is wrong with what was sent. */
static bool refuse(struct intake *intake, uint32_t index, const struct sent_value *sent,
                   enum fault_code code, const char *problem, struct text near) {
    const struct fact *fact = &intake->program->facts[index];
    struct arena *arena = intake->arena;
    struct text value = sent_text(sent, arena);
    struct text allowed = intake_allowed(fact, arena);
    struct text hint = text_is_empty(near)
                           ? text_from(NULL, 0)
                           : arena_format(arena, "; did you mean %.*s?", (int)near.length, near.at);
    struct fault fault = {
        .fact = fact->name,
        .index = (ptrdiff_t)index,
        .code = code,
        .message =
            arena_format(arena, "%.*s was sent as %.*s, %s; send %.*s%.*s", (int)fact->name.length,
                         fact->name.at, (int)value.length, value.at, problem, (int)allowed.length,
                         allowed.at, (int)hint.length, hint.at),
        .sent = *sent,
        .near = near,
    };
    return intake_fault(intake, &fault);
}

static bool refuse_plainly(struct intake *intake, uint32_t index, const struct sent_value *sent,
                           enum fault_code code, const char *problem) {
    return refuse(intake, index, sent, code, problem, text_from(NULL, 0));
}

/* What to write instead is told once all is taken in: intake_finish. */
static bool refuse_unknown(struct intake *intake, struct text name, const struct sent_value *sent) {
    struct fault fault = {.fact = name, .index = -1, .code = FAULT_UNKNOWN_FACT, .sent = *sent};
    return intake_fault(intake, &fault);
}

/* ---- numbers --------------------------------------------------------------------------------- */

static const struct unit_conversion *find_unit(const struct fact *fact, struct text unit) {
    for (size_t i = 0; i < fact->unit_count; i++) {
        if (text_equal(fact->units[i].unit, unit)) {
            return &fact->units[i];
        }
    }
    return NULL;
}

static bool refuse_unit(struct intake *intake, uint32_t index, const struct sent_value *sent) {
    const struct ucum_unit *known = ucum_find(sent->text);
    if (known != NULL) {
        return refuse_plainly(intake, index, sent, FAULT_UNIT_MISMATCH,
                              "in a unit that cannot be converted to the fact's");
    }
    struct text meant = text_of(ucum_suggest(sent->text));
    return refuse(intake, index, sent, FAULT_UNKNOWN_UNIT, "in a unit that is not known", meant);
}

/* Converts to the fact's own unit; false where a fault was added or memory ran out (`*ok`). */
static bool convert(struct intake *intake, uint32_t index, const struct sent_value *sent,
                    double *number, bool *ok) {
    const struct fact *fact = &intake->program->facts[index];
    *number = sent->number;
    *ok = true;
    if (sent->kind == SENT_NUMBER) {
        if (fact->unit_required) {
            *ok = refuse_plainly(intake, index, sent, FAULT_UNIT_REQUIRED,
                                 "without its unit, which this fact requires: { value, unit }");
        }
        return !fact->unit_required;
    }
    if (!text_is_empty(fact->unit) && text_equal(sent->text, fact->unit)) {
        return true;
    }
    const struct unit_conversion *unit = find_unit(fact, sent->text);
    if (unit == NULL) {
        *ok = refuse_unit(intake, index, sent);
        return false;
    }
    *number = sent->number * unit->scale + unit->offset;
    return true;
}

/* Nearest to an end or to a whole number within the tolerance of comparisons counts as it, so that
 * a conversion's rounding refuses nobody. */
static double settle(double number, double target) {
    return numbers_equal(number, target) ? target : number;
}

static bool take_number(struct intake *intake, uint32_t index, const struct sent_value *sent) {
    const struct fact *fact = &intake->program->facts[index];
    if (sent->kind != SENT_NUMBER && sent->kind != SENT_QUANTITY) {
        return refuse_plainly(intake, index, sent, FAULT_WRONG_TYPE, "which is not a number");
    }
    double number;
    bool ok;
    if (!convert(intake, index, sent, &number, &ok)) {
        return ok;
    }
    if (sent->kind == SENT_QUANTITY) {
        number = settle(settle(number, fact->min), fact->max);
        number = fact->whole ? settle(number, nearbyint(number)) : number;
    }
    if (!isfinite(number) || number < fact->min || number > fact->max) {
        return refuse_plainly(intake, index, sent, FAULT_OUT_OF_RANGE, "which is out of range");
    }
    if (fact->whole && number != floor(number)) {
        return refuse_plainly(intake, index, sent, FAULT_NOT_WHOLE, "which is not a whole number");
    }
    intake->answers[index].state = ANSWER_GIVEN;
    intake->answers[index].number = number;
    return true;
}

/* ---- the other types ------------------------------------------------------------------------- */

static bool take_yes_no(struct intake *intake, uint32_t index, const struct sent_value *sent) {
    if (sent->kind != SENT_BOOL) {
        return refuse_plainly(intake, index, sent, FAULT_WRONG_TYPE, "which is not true or false");
    }
    intake->answers[index].state = ANSWER_GIVEN;
    intake->answers[index].option = sent->yes ? 1 : 0;
    return true;
}

static bool take_choice(struct intake *intake, uint32_t index, const struct sent_value *sent) {
    const struct fact *fact = &intake->program->facts[index];
    if (sent->kind != SENT_TEXT) {
        return refuse_plainly(intake, index, sent, FAULT_WRONG_TYPE, "which is not a text");
    }
    for (size_t i = 0; i < fact->option_count; i++) {
        if (text_equal(fact->options[i], sent->text)) {
            intake->answers[index].state = ANSWER_GIVEN;
            intake->answers[index].option = (uint32_t)i;
            return true;
        }
    }
    struct near_search search;
    near_begin(&search, sent->text);
    for (size_t i = 0; i < fact->option_count; i++) {
        near_offer(&search, fact->options[i]);
    }
    return refuse(intake, index, sent, FAULT_NOT_AN_OPTION, "which is not in the list",
                  near_result(&search));
}

static bool take_date(struct intake *intake, uint32_t index, const struct sent_value *sent) {
    const struct fact *fact = &intake->program->facts[index];
    int32_t day;
    if (sent->kind != SENT_TEXT) {
        return refuse_plainly(intake, index, sent, FAULT_WRONG_TYPE, "which is not a date");
    }
    if (!date_parse(sent->text, &day)) {
        return refuse_plainly(intake, index, sent, FAULT_BAD_DATE, "which is no day that exists");
    }
    if (!fact->future && day > intake->as_of + 1) {
        return refuse_plainly(intake, index, sent, FAULT_FUTURE_DATE, "which is in the future");
    }
    intake->answers[index].state = ANSWER_GIVEN;
    intake->answers[index].day = day;
    return true;
}

/* ---- one fact -------------------------------------------------------------------------------- */

/* "none" is an answer of facts that declare it, and of gated facts whose `otherwise` is none. */
static bool takes_none(const struct fact *fact) {
    return fact->has_none || (fact->gate_kind != GATE_NONE && fact->otherwise.state == ANSWER_NONE);
}

static bool has_option_none(const struct fact *fact) {
    for (size_t i = 0; i < fact->option_count; i++) {
        if (text_is(fact->options[i], "none")) {
            return true;
        }
    }
    return false;
}

static bool take_value(struct intake *intake, uint32_t index, const struct sent_value *sent) {
    const struct fact *fact = &intake->program->facts[index];
    if (sent->kind == SENT_NIL) {
        intake->answers[index].state = ANSWER_UNANSWERABLE;
        return true;
    }
    if (sent->kind == SENT_TEXT && text_is(sent->text, "none") && takes_none(fact) &&
        !has_option_none(fact)) {
        intake->answers[index].state = ANSWER_NONE;
        return true;
    }
    switch (fact->type) {
    case VALUE_YES_NO:
        return take_yes_no(intake, index, sent);
    case VALUE_CHOICE:
        return take_choice(intake, index, sent);
    case VALUE_NUMBER:
        return take_number(intake, index, sent);
    case VALUE_DATE:
        return take_date(intake, index, sent);
    }
    return true;
}

bool intake_take(struct intake *intake, struct text name, const struct sent_value *sent) {
    ptrdiff_t found = program_find_fact(intake->program, name);
    if (found < 0) {
        return refuse_unknown(intake, name, sent);
    }
    uint32_t index = (uint32_t)found;
    if (intake->seen[index]) {
        intake->answers[index].state = ANSWER_ABSENT;
        return refuse_plainly(intake, index, sent, FAULT_DUPLICATE, "a second time");
    }
    intake->seen[index] = true;
    if (!intake->program->facts[index].screened && !intake->in_session) {
        return refuse_plainly(intake, index, sent, FAULT_LIVE,
                              "but it is watched during a session and belongs in session.report");
    }
    return take_value(intake, index, sent);
}
