#include "rules/desk.h"

#include "base/date.h"
#include "rules/plan.h"

#include <stdarg.h>
#include <stdio.h>

void desk_open(struct desk *desk) {
    arena_init(&desk->arena, 64 * 1024, 0);
}

void desk_close(struct desk *desk) {
    arena_free(&desk->arena);
}

const struct decision *desk_decide(struct desk *desk, const struct program *program,
                                   const struct answer *answers) {
    arena_reset(&desk->arena);
    intake_begin(&desk->intake, program, PLAN_AS_OF, &desk->arena);
    memcpy(desk->intake.answers, answers, program->fact_count * sizeof *answers);
    desk->decision = decide(&desk->intake, &plan_functions);
    return desk->decision;
}

static struct sent_value sent_value(struct desk *desk, const struct fact *fact,
                                    struct answer answer) {
    char day[DATE_TEXT_SIZE];
    if (answer.state == ANSWER_UNANSWERABLE) {
        return (struct sent_value){.kind = SENT_NIL};
    }
    if (answer.state == ANSWER_NONE) {
        return (struct sent_value){.kind = SENT_TEXT, .text = text_of("none")};
    }
    switch (fact->type) {
    case VALUE_YES_NO:
        return (struct sent_value){.kind = SENT_BOOL, .yes = answer.option == 1};
    case VALUE_NUMBER:
        return (struct sent_value){.kind = SENT_NUMBER, .number = answer.number};
    case VALUE_CHOICE:
        return (struct sent_value){.kind = SENT_TEXT, .text = fact->options[answer.option]};
    default:
        date_format(answer.day, day);
        return (struct sent_value){.kind = SENT_TEXT,
                                   .text = arena_copy(&desk->arena, text_of(day))};
    }
}

const struct decision *desk_send(struct desk *desk, const struct program *program,
                                 const struct answer *answers, bool backwards) {
    arena_reset(&desk->arena);
    intake_begin(&desk->intake, program, PLAN_AS_OF, &desk->arena);
    for (size_t i = 0; i < program->fact_count; i++) {
        size_t at = backwards ? program->fact_count - 1 - i : i;
        if (answers[at].state != ANSWER_ABSENT) {
            struct sent_value sent = sent_value(desk, &program->facts[at], answers[at]);
            intake_take(&desk->intake, program->facts[at].name, &sent);
        }
    }
    desk->decision = decide(&desk->intake, &plan_functions);
    return desk->decision;
}

enum seen decision_says(const struct decision *decision, uint32_t rule) {
    for (size_t i = 0; i < decision->reason_count; i++) {
        if (decision->reasons[i].rule == rule) {
            return decision->reasons[i].certain ? SEEN_FIRED : SEEN_NOT_RULED_OUT;
        }
    }
    for (size_t i = 0; i < decision->open_count; i++) {
        if (decision->open[i].rule == rule) {
            return SEEN_OPEN;
        }
    }
    return SEEN_QUIET;
}

bool complaint_unless(struct complaint *complaint, bool right, const char *format, ...) {
    if (!right && complaint->text[0] == 0) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(complaint->text, sizeof complaint->text, format, arguments);
        va_end(arguments);
    }
    return right;
}
