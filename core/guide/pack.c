/* Writing a session as bytes. */
#include "guide/pack.h"

#include "base/digest.h"

#include <math.h>

/* Whole numbers within these bounds are written as such. */
#define MOST_WHOLE 9007199254740992.0 /* 2^53 */

uint64_t guide_checksum(const struct program *program, struct text bytes) {
    return hash64(bytes) ^ hash64(program->header.digest);
}

/* ---- writing --------------------------------------------------------------------------------- */

static void write_byte(struct buffer *out, unsigned byte) {
    char written = (char)byte;
    buffer_append(out, &written, 1);
}

static void write_number(struct buffer *out, uint64_t number) {
    for (; number >= 128; number >>= 7) {
        write_byte(out, (unsigned)(number & 127) | 128);
    }
    write_byte(out, (unsigned)number);
}

static void write_signed(struct buffer *out, int64_t number) {
    uint64_t bits = (uint64_t)number << 1;
    write_number(out, number < 0 ? ~bits : bits);
}

static void write_word(struct buffer *out, uint64_t word) {
    for (int i = 0; i < 8; i++) {
        write_byte(out, (unsigned)(word >> 8 * i) & 255);
    }
}

static bool is_whole(double number) {
    return number == floor(number) && fabs(number) < MOST_WHOLE &&
           !(number == 0 && signbit(number));
}

static enum form form_of(const struct fact *fact, const struct answer *answer) {
    switch (answer->state) {
    case ANSWER_ABSENT:
        return FORM_ABSENT;
    case ANSWER_NONE:
        return FORM_NONE;
    case ANSWER_UNANSWERABLE:
        return FORM_UNANSWERABLE;
    case ANSWER_GIVEN:
        break;
    }
    switch (fact->type) {
    case VALUE_YES_NO:
        return answer->option == 0 ? FORM_NO : FORM_YES;
    case VALUE_CHOICE:
        return FORM_OPTION;
    case VALUE_NUMBER:
        return is_whole(answer->number) ? FORM_WHOLE : FORM_DOUBLE;
    case VALUE_DATE:
        break;
    }
    return FORM_WHOLE;
}

static void write_value(struct buffer *out, const struct fact *fact, const struct answer *answer,
                        enum form form) {
    if (form == FORM_OPTION) {
        write_number(out, answer->option);
    } else if (form == FORM_WHOLE) {
        write_signed(out, fact->type == VALUE_DATE ? answer->day : (int64_t)answer->number);
    } else if (form == FORM_DOUBLE) {
        uint64_t word;
        memcpy(&word, &answer->number, sizeof word);
        write_word(out, word);
    }
}

static bool same_value(const struct fact *fact, const struct answer *a, const struct answer *b) {
    if (a->state != b->state || a->state != ANSWER_GIVEN) {
        return a->state == b->state;
    }
    if (fact->type == VALUE_NUMBER) {
        return memcmp(&a->number, &b->number, sizeof a->number) == 0;
    }
    return fact->type == VALUE_DATE ? a->day == b->day : a->option == b->option;
}

/* The answers that differ from `than`; of `than` NULL, those that are not absent. */
static void write_answers(struct buffer *out, const struct program *program,
                          const struct answer *answers, const struct answer *than) {
    static const struct answer absent = {.state = ANSWER_ABSENT};
    size_t count = 0;
    for (size_t i = 0; i < program->fact_count; i++) {
        count += !same_value(&program->facts[i], &answers[i], than == NULL ? &absent : &than[i]);
    }
    write_number(out, count);
    size_t next = 0;
    for (size_t i = 0; i < program->fact_count; i++) {
        const struct fact *fact = &program->facts[i];
        if (same_value(fact, &answers[i], than == NULL ? &absent : &than[i])) {
            continue;
        }
        enum form form = form_of(fact, &answers[i]);
        write_number(out, (uint64_t)(i - next) << 3 | form);
        write_value(out, fact, &answers[i], form);
        next = i + 1;
    }
}

static bool keeps_start(const struct guide *guide) {
    return guide->start != NULL && guide->program->measures_change;
}

void guide_pack(const struct guide *guide, struct buffer *out) {
    size_t begin = out->length;
    bool placed = place_is_somewhere(guide->place);
    write_byte(out, PACK_VERSION);
    write_byte(out, guide->state);
    write_byte(out, (guide->reported ? FLAG_REPORTED : 0U) | (guide->has_last ? FLAG_LAST : 0U) |
                        (guide->start != NULL ? FLAG_MOVED : 0U) | (placed ? FLAG_PLACE : 0U) |
                        (guide->refused ? FLAG_REFUSED : 0U));
    write_number(out, guide->technique);
    write_number(out, guide->turn);
    write_signed(out, guide->as_of);
    write_signed(out, guide->last_ms);
    if (placed) {
        write_number(out, guide->place.step);
        write_number(out, guide->place.inner);
        write_number(out, guide->place.round);
    }
    if (guide->has_last) {
        write_word(out, guide->last_report);
        write_word(out, guide->last_live);
    }
    write_answers(out, guide->program, guide->answers, NULL);
    if (keeps_start(guide)) {
        write_answers(out, guide->program, guide->start, guide->answers);
    }
    if (!out->failed) {
        struct text body = text_from(out->at + begin, out->length - begin);
        write_word(out, guide_checksum(guide->program, body));
    }
}
