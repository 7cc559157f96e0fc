/*
 * The id of a decision is a hash of what it depends on, in the order of the declarations, so that
 * the order in which facts were sent does not count.
 */
#include "base/buffer.h"
#include "base/digest.h"
#include "rules/decision.h"

/* Little-endian, so that every machine hashes the same bytes. */
static inline void put_word(struct buffer *buffer, uint64_t word) {
    const unsigned char bytes[] = {(unsigned char)word,         (unsigned char)(word >> 8),
                                   (unsigned char)(word >> 16), (unsigned char)(word >> 24),
                                   (unsigned char)(word >> 32), (unsigned char)(word >> 40),
                                   (unsigned char)(word >> 48), (unsigned char)(word >> 56)};
    buffer_append(buffer, bytes, sizeof bytes);
}

static void put_text(struct buffer *buffer, struct text text) {
    put_word(buffer, text.length);
    buffer_append_text(buffer, text);
}

/* The value as a word; 0 where there is none. */
static uint64_t value_word(const struct fact *fact, const struct answer *answer) {
    if (answer->state != ANSWER_GIVEN) {
        return 0;
    }
    if (fact->type == VALUE_NUMBER) {
        double number = answer->number == 0 ? 0 : answer->number; /* -0 is 0 */
        uint64_t word;
        memcpy(&word, &number, sizeof word);
        return word;
    }
    return fact->type == VALUE_DATE ? (uint64_t)answer->day : answer->option;
}

static void put_fault(struct buffer *buffer, const struct fault *fault) {
    put_word(buffer, fault->code);
    put_text(buffer, fault->fact);
    put_text(buffer, fault->message);
}

bool decision_id(const struct decision *decision, struct buffer *scratch,
                 char out[HASH128_HEX_SIZE]) {
    const struct program *program = decision->program;
    buffer_clear(scratch);
    put_text(scratch, program->header.digest);
    put_word(scratch, (uint64_t)decision->as_of);
    for (size_t i = 0; i < program->fact_count; i++) {
        const struct answer *answer = &decision->intake->answers[i];
        put_word(scratch, answer->state);
        put_word(scratch, value_word(&program->facts[i], answer));
    }
    for (const struct fault *fault = decision->faults; fault != NULL; fault = fault->next) {
        put_fault(scratch, fault);
    }
    hash128_hex(buffer_text(scratch), out);
    return !scratch->failed;
}
