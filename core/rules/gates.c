#include "rules/gates.h"

#include "base/date.h"
#include "rules/interval.h"

#include <math.h>

static const struct fact *fact_of(const struct evaluation *evaluation, uint32_t fact) {
    return &evaluation->program->facts[fact];
}

uint64_t gate_mask(const struct evaluation *evaluation, uint32_t fact) {
    node_id gate = fact_of(evaluation, fact)->gate;
    return gate == NODE_MISSING ? MASK_TRUE : evaluation->cells[gate].mask;
}

static bool same_answer(const struct fact *fact, struct answer a, struct answer b) {
    if (a.state != b.state || a.state != ANSWER_GIVEN) {
        return a.state == b.state;
    }
    switch (fact->type) {
    case VALUE_NUMBER:
        return numbers_equal(a.number, b.number);
    case VALUE_DATE:
        return a.day == b.day;
    default:
        return a.option == b.option;
    }
}

/* ---- what the gate makes of the answer ------------------------------------------------------- */

enum meaning {
    MEANS_SENT,
    MEANS_OTHERWISE,
    MEANS_CONTRADICTION, /* both */
    MEANS_ANYTHING,
    MEANS_ANYTHING_OR_OTHERWISE,
};

/* "none" sent for a fact without such an answer stands only for an `otherwise` of none. */
static bool is_stray_none(const struct evaluation *evaluation, uint32_t fact) {
    return evaluation->answers[fact].state == ANSWER_NONE && !fact_of(evaluation, fact)->has_none &&
           gate_mask(evaluation, fact) == MASK_TRUE;
}

static bool is_sent(const struct evaluation *evaluation, uint32_t fact) {
    enum answer_state state = evaluation->answers[fact].state;
    return state == ANSWER_GIVEN || (state == ANSWER_NONE && !is_stray_none(evaluation, fact));
}

static enum meaning meaning_of(const struct evaluation *evaluation, uint32_t index) {
    const struct fact *fact = fact_of(evaluation, index);
    uint64_t gate = gate_mask(evaluation, index);
    bool sent = is_sent(evaluation, index);
    if (gate == MASK_FALSE) {
        if (!sent) {
            return MEANS_OTHERWISE;
        }
        bool contradicts = fact->gate_kind == GATE_ONLY_IF &&
                           !same_answer(fact, evaluation->answers[index], fact->otherwise);
        return contradicts ? MEANS_CONTRADICTION : MEANS_SENT;
    }
    if (sent) {
        return MEANS_SENT;
    }
    return gate == MASK_TRUE ? MEANS_ANYTHING : MEANS_ANYTHING_OR_OTHERWISE;
}

static enum meaning meaning_on_side(const struct evaluation *evaluation, uint32_t fact) {
    enum meaning meaning = meaning_of(evaluation, fact);
    if (meaning == MEANS_CONTRADICTION && evaluation->side == SIDE_GIVEN) {
        return MEANS_SENT;
    }
    if (meaning == MEANS_CONTRADICTION && evaluation->side == SIDE_OTHERWISE) {
        return MEANS_OTHERWISE;
    }
    return meaning;
}

/* ---- discrete facts -------------------------------------------------------------------------- */

static uint64_t answer_mask(struct answer answer) {
    return answer.state == ANSWER_NONE ? MASK_NONE : (uint64_t)1 << answer.option;
}

static uint64_t anything_mask(const struct fact *fact) {
    if (fact->optional) {
        return MASK_NONE;
    }
    uint64_t values =
        fact->type == VALUE_YES_NO ? MASK_UNKNOWN : ((uint64_t)1 << fact->option_count) - 1;
    return values | (fact->has_none ? MASK_NONE : 0);
}

uint64_t gate_discrete(const struct evaluation *evaluation, uint32_t index) {
    const struct fact *fact = fact_of(evaluation, index);
    struct answer answer = evaluation->answers[index];
    switch (meaning_on_side(evaluation, index)) {
    case MEANS_SENT:
        return answer_mask(answer);
    case MEANS_OTHERWISE:
        return answer_mask(fact->otherwise);
    case MEANS_CONTRADICTION:
        return answer_mask(answer) | answer_mask(fact->otherwise);
    case MEANS_ANYTHING:
        return anything_mask(fact);
    case MEANS_ANYTHING_OR_OTHERWISE:
        return anything_mask(fact) | answer_mask(fact->otherwise);
    }
    return anything_mask(fact);
}

/* ---- numbers and dates ----------------------------------------------------------------------- */

static struct interval answer_interval(const struct fact *fact, struct answer answer) {
    if (answer.state == ANSWER_NONE) {
        return interval_none();
    }
    return interval_point(fact->type == VALUE_DATE ? answer.day : answer.number);
}

static struct interval anything_interval(const struct fact *fact) {
    if (fact->optional) {
        return interval_none();
    }
    struct interval range = fact->type == VALUE_DATE ? interval_range(-INFINITY, INFINITY)
                                                     : interval_range(fact->min, fact->max);
    range.may_be_none = fact->has_none;
    return range;
}

struct interval gate_number(const struct evaluation *evaluation, uint32_t index) {
    const struct fact *fact = fact_of(evaluation, index);
    struct answer answer = evaluation->answers[index];
    switch (meaning_on_side(evaluation, index)) {
    case MEANS_SENT:
        return answer_interval(fact, answer);
    case MEANS_OTHERWISE:
        return answer_interval(fact, fact->otherwise);
    case MEANS_CONTRADICTION:
        return interval_hull(answer_interval(fact, answer), answer_interval(fact, fact->otherwise));
    case MEANS_ANYTHING:
        return anything_interval(fact);
    case MEANS_ANYTHING_OR_OTHERWISE:
        return interval_hull(anything_interval(fact), answer_interval(fact, fact->otherwise));
    }
    return anything_interval(fact);
}

/* ---- answered -------------------------------------------------------------------------------- */

uint64_t gate_answered(const struct evaluation *evaluation, uint32_t fact) {
    bool absent = evaluation->answers[fact].state != ANSWER_UNANSWERABLE &&
                  !fact_of(evaluation, fact)->optional;
    switch (meaning_of(evaluation, fact)) {
    case MEANS_ANYTHING:
        return absent ? MASK_UNKNOWN : MASK_FALSE;
    case MEANS_ANYTHING_OR_OTHERWISE:
        return MASK_UNKNOWN;
    default:
        return MASK_TRUE;
    }
}

struct answer gate_answer(const struct evaluation *evaluation, uint32_t fact) {
    bool filled = meaning_of(evaluation, fact) == MEANS_OTHERWISE;
    return filled ? fact_of(evaluation, fact)->otherwise : evaluation->answers[fact];
}

/* ---- faults ---------------------------------------------------------------------------------- */

static struct sent_value sent_again(const struct fact *fact, struct answer answer,
                                    struct arena *arena) {
    struct sent_value sent = {.kind = SENT_TEXT};
    if (answer.state == ANSWER_NONE) {
        sent.text = text_of("none");
    } else if (fact->type == VALUE_YES_NO) {
        sent.kind = SENT_BOOL;
        sent.yes = answer.option == 1;
    } else if (fact->type == VALUE_CHOICE) {
        sent.text = fact->options[answer.option];
    } else if (fact->type == VALUE_NUMBER) {
        sent.kind = SENT_NUMBER;
        sent.number = answer.number;
    } else {
        char day[DATE_TEXT_SIZE];
        date_format(answer.day, day);
        sent.text = arena_copy(arena, text_of(day));
    }
    return sent;
}

static bool report_contradiction(struct evaluation *evaluation, struct intake *intake,
                                 uint32_t index) {
    const struct fact *fact = fact_of(evaluation, index);
    struct fault fault = {
        .fact = fact->name,
        .index = (ptrdiff_t)index,
        .code = FAULT_CONTRADICTION,
        .message = arena_format(intake->arena,
                                "%.*s has a value, but what else was sent says that there is none; "
                                "send no %.*s, or correct the facts that it depends on",
                                (int)fact->name.length, fact->name.at, (int)fact->name.length,
                                fact->name.at),
        .sent = sent_again(fact, intake->answers[index], intake->arena),
    };
    return intake_fault(intake, &fault);
}

static bool report_stray_none(struct intake *intake, const struct fact *fact, uint32_t index) {
    struct text allowed = intake_allowed(fact, intake->arena);
    struct fault fault = {
        .fact = fact->name,
        .index = (ptrdiff_t)index,
        .code = FAULT_WRONG_TYPE,
        .message =
            arena_format(intake->arena,
                         "%.*s was sent as none, which is no answer here; "
                         "send %.*s",
                         (int)fact->name.length, fact->name.at, (int)allowed.length, allowed.at),
        .sent = sent_again(fact, intake->answers[index], intake->arena),
    };
    intake->answers[index].state = ANSWER_ABSENT;
    return intake_fault(intake, &fault);
}

bool gates_report(struct evaluation *evaluation, struct intake *intake) {
    const struct program *program = evaluation->program;
    for (uint32_t i = 0; i < program->fact_count; i++) {
        enum answer_state state = evaluation->answers[i].state;
        bool sent = state == ANSWER_GIVEN || state == ANSWER_NONE;
        bool plain = program->facts[i].gate == NODE_MISSING && state == ANSWER_GIVEN;
        if (!sent || plain || program->facts[i].node >= evaluation->node_count) {
            continue;
        }
        if (is_stray_none(evaluation, i)) {
            if (!report_stray_none(intake, &program->facts[i], i)) {
                return false;
            }
        } else if (meaning_of(evaluation, i) == MEANS_CONTRADICTION) {
            evaluation->contradicted = true;
            if (!report_contradiction(evaluation, intake, i)) {
                return false;
            }
        }
    }
    return true;
}
