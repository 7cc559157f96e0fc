/*
 * The id of a decision is a hash of what it depends on, in the order of the declarations, so that
 * the order in which facts were sent does not count.
 */
#include "base/buffer.h"
#include "base/digest.h"
#include "rules/decision.h"

static void put(struct buffer *buffer, const void *bytes, size_t count) {
    buffer_append(buffer, bytes, count);
}

static void put_text(struct buffer *buffer, struct text text) {
    uint64_t length = text.length;
    put(buffer, &length, sizeof length);
    buffer_append_text(buffer, text);
}

static void put_answer(struct buffer *buffer, const struct fact *fact, struct answer answer) {
    unsigned char state = (unsigned char)answer.state;
    put(buffer, &state, 1);
    if (answer.state != ANSWER_GIVEN) {
        return;
    }
    if (fact->type == VALUE_NUMBER) {
        double number = answer.number == 0 ? 0 : answer.number; /* -0 is 0 */
        put(buffer, &number, sizeof number);
    } else if (fact->type == VALUE_DATE) {
        put(buffer, &answer.day, sizeof answer.day);
    } else {
        put(buffer, &answer.option, sizeof answer.option);
    }
}

static void put_fault(struct buffer *buffer, const struct fault *fault) {
    put(buffer, &fault->code, sizeof fault->code);
    put_text(buffer, fault->fact);
    put_text(buffer, fault->message);
}

bool decision_id(const struct decision *decision, struct buffer *scratch,
                 char out[HASH128_HEX_SIZE]) {
    const struct program *program = decision->program;
    buffer_clear(scratch);
    put_text(scratch, program->header.digest);
    put(scratch, &decision->as_of, sizeof decision->as_of);
    for (size_t i = 0; i < program->fact_count; i++) {
        put_answer(scratch, &program->facts[i], decision->intake->answers[i]);
    }
    for (const struct fault *fault = decision->faults; fault != NULL; fault = fault->next) {
        put_fault(scratch, fault);
    }
    hash128_hex(buffer_text(scratch), out);
    return !scratch->failed;
}
