/*
 * The id of a decision is a hash of what it depends on, in the order of the declarations, so that
 * the order in which facts were sent does not count.
 */
#include "base/buffer.h"
#include "base/digest.h"
#include "rules/decision.h"

/* Little-endian, so that every machine hashes the same bytes; compilers make one store of it. */
static inline void store_word(unsigned char *at, uint64_t word) {
    at[0] = (unsigned char)word;
    at[1] = (unsigned char)(word >> 8);
    at[2] = (unsigned char)(word >> 16);
    at[3] = (unsigned char)(word >> 24);
    at[4] = (unsigned char)(word >> 32);
    at[5] = (unsigned char)(word >> 40);
    at[6] = (unsigned char)(word >> 48);
    at[7] = (unsigned char)(word >> 56);
}

static void put_word(struct buffer *buffer, uint64_t word) {
    unsigned char bytes[sizeof word];
    store_word(bytes, word);
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

/* Two words a fact: its state and its value. */
static void put_answers(struct buffer *buffer, const struct decision *decision) {
    enum { ANSWER_BYTES = 2 * sizeof(uint64_t) };
    const struct program *program = decision->program;
    if (!buffer_reserve(buffer, program->fact_count * ANSWER_BYTES)) {
        return;
    }
    unsigned char *at = (unsigned char *)buffer->at + buffer->length;
    for (size_t i = 0; i < program->fact_count; i++, at += ANSWER_BYTES) {
        const struct answer *answer = &decision->intake->answers[i];
        store_word(at, answer->state);
        store_word(at + sizeof(uint64_t), value_word(&program->facts[i], answer));
    }
    buffer->length += program->fact_count * ANSWER_BYTES;
}

static void put_fault(struct buffer *buffer, const struct fault *fault) {
    put_word(buffer, fault->code);
    put_text(buffer, fault->fact);
    put_text(buffer, fault->message);
}

bool decision_id(const struct decision *decision, struct buffer *scratch,
                 char out[HASH128_HEX_SIZE]) {
    buffer_clear(scratch);
    put_text(scratch, decision->program->header.digest);
    put_word(scratch, (uint64_t)decision->as_of);
    put_answers(scratch, decision);
    for (const struct fault *fault = decision->faults; fault != NULL; fault = fault->next) {
        put_fault(scratch, fault);
    }
    hash128_hex(buffer_text(scratch), out);
    return !scratch->failed;
}
