#include "proof/stated.h"

#include "base/date.h"
#include "rules/gates.h"
#include "rules/needs.h"

static struct sent_value sent_value_of(const struct fact *fact, const struct answer *answer,
                                       struct arena *arena) {
    struct sent_value sent = {.kind = SENT_NIL};
    if (answer->state == ANSWER_NONE) {
        sent.kind = SENT_TEXT;
        sent.text = text_of("none");
    } else if (answer->state == ANSWER_GIVEN && fact->type == VALUE_YES_NO) {
        sent.kind = SENT_BOOL;
        sent.yes = answer->option == 1;
    } else if (answer->state == ANSWER_GIVEN && fact->type == VALUE_NUMBER) {
        sent.kind = SENT_NUMBER;
        sent.number = answer->number;
    } else if (answer->state == ANSWER_GIVEN && fact->type == VALUE_CHOICE) {
        sent.kind = SENT_TEXT;
        sent.text = fact->options[answer->option];
    } else if (answer->state == ANSWER_GIVEN) {
        char day[DATE_TEXT_SIZE];
        date_format(answer->day, day);
        sent.kind = SENT_TEXT;
        sent.text = arena_copy(arena, text_of(day));
    }
    return sent;
}

struct stated_fact stated_answer(const struct fact *fact, const struct answer *answer,
                                 struct arena *arena) {
    struct stated_fact stated = {
        .name = fact->name,
        .absent = answer->state == ANSWER_ABSENT,
        .value = sent_value_of(fact, answer, arena),
    };
    return stated;
}

/* An empty list with room for `count`; the count stays 0 where memory ran out. */
static struct stated_fact *room_for(size_t count, struct arena *arena) {
    return arena_calloc(arena, count + 1, sizeof(struct stated_fact));
}

struct stated_facts stated_given(const struct given *given, struct arena *arena) {
    struct stated_fact *items = room_for(given->fact_count, arena);
    struct stated_facts stated = {items, 0};
    for (size_t i = 0; items != NULL && i < given->fact_count; i++) {
        items[stated.count].name = given->facts[i].name;
        items[stated.count++].value = given->facts[i].value;
    }
    return stated;
}

struct stated_facts stated_answers(const struct program *program, const struct answer *answers,
                                   struct arena *arena) {
    struct stated_fact *items = room_for(program->fact_count, arena);
    struct stated_facts stated = {items, 0};
    for (size_t i = 0; items != NULL && i < program->fact_count; i++) {
        if (answers[i].state != ANSWER_ABSENT) {
            items[stated.count++] = stated_answer(&program->facts[i], &answers[i], arena);
        }
    }
    return stated;
}

struct stated_facts stated_set(const struct decision *decision, const uint64_t *set,
                               struct arena *arena) {
    const struct program *program = decision->program;
    struct stated_fact *items = room_for(program->fact_count, arena);
    struct stated_facts stated = {items, 0};
    for (uint32_t i = 0; items != NULL && i < program->fact_count; i++) {
        if (!set_has(set, i)) {
            continue;
        }
        struct answer answer = gate_answer(decision->evaluation, i);
        struct stated_fact *item = &items[stated.count++];
        *item = stated_answer(&program->facts[i], &answer, arena);
        enum answer_state sent = decision->intake->answers[i].state;
        item->filled_in = sent != answer.state && !item->absent;
    }
    return stated;
}
