/*
 * Reading a session from bytes that may be anything. A reader that has met something wrong stays
 * failed, and every value is held against its fact.
 */
#include "guide/pack.h"

#include <math.h>

/* Dates of the years 1 to 9999. */
enum { FIRST_DAY = -719162, LAST_DAY = 2932896 };

#define MOST_TIME INT64_C(9000000000000000)

/* ---- reading --------------------------------------------------------------------------------- */

struct reader {
    const unsigned char *at, *end;
    bool failed; /* sticky; what is read is 0 from then on */
};

static void refuse_unless(struct reader *reader, bool right) {
    reader->failed = reader->failed || !right;
}

static unsigned read_byte(struct reader *reader) {
    refuse_unless(reader, reader->at < reader->end);
    return reader->failed ? 0 : *reader->at++;
}

static uint64_t read_number(struct reader *reader) {
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        unsigned byte = read_byte(reader);
        refuse_unless(reader, shift < 63 || byte <= 1);
        number |= (uint64_t)(byte & 127) << shift;
        if (byte < 128) {
            return reader->failed ? 0 : number;
        }
    }
    refuse_unless(reader, false);
    return 0;
}

/* A number not above `most`. */
static uint32_t read_index(struct reader *reader, uint64_t most) {
    uint64_t number = read_number(reader);
    refuse_unless(reader, number <= most && number <= UINT32_MAX);
    return reader->failed ? 0 : (uint32_t)number;
}

/* A signed number from `least` to `most`. */
static int64_t read_signed(struct reader *reader, int64_t least, int64_t most) {
    uint64_t bits = read_number(reader);
    int64_t number = (int64_t)(bits >> 1);
    number = bits & 1 ? -number - 1 : number;
    refuse_unless(reader, number >= least && number <= most);
    return reader->failed ? 0 : number;
}

static uint64_t read_word(struct reader *reader) {
    uint64_t word = 0;
    for (int i = 0; i < 8; i++) {
        word |= (uint64_t)read_byte(reader) << 8 * i;
    }
    return word;
}

/* ---- answers --------------------------------------------------------------------------------- */

static void read_date(struct reader *reader, struct answer *answer) {
    answer->day = (int32_t)read_signed(reader, FIRST_DAY, LAST_DAY);
}

static void take_double(struct reader *reader, const struct fact *fact, struct answer *answer,
                        double number) {
    refuse_unless(reader, isfinite(number) && number >= fact->min && number <= fact->max);
    refuse_unless(reader, !fact->whole || number == floor(number));
    answer->number = number;
}

static void read_double(struct reader *reader, const struct fact *fact, struct answer *answer) {
    uint64_t word = read_word(reader);
    double number;
    memcpy(&number, &word, sizeof number);
    take_double(reader, fact, answer, number);
}

static bool takes_none(const struct fact *fact) {
    return fact->has_none || (fact->gate_kind != GATE_NONE && fact->otherwise.state == ANSWER_NONE);
}

static bool suits(const struct fact *fact, enum form form) {
    switch (form) {
    case FORM_ABSENT:
    case FORM_UNANSWERABLE:
        return true;
    case FORM_NONE:
        return takes_none(fact);
    case FORM_NO:
    case FORM_YES:
        return fact->type == VALUE_YES_NO;
    case FORM_OPTION:
        return fact->type == VALUE_CHOICE;
    case FORM_WHOLE:
        return fact->type == VALUE_NUMBER || fact->type == VALUE_DATE;
    case FORM_DOUBLE:
        return fact->type == VALUE_NUMBER;
    }
    return false;
}

static struct answer read_answer(struct reader *reader, const struct fact *fact, enum form form) {
    static const enum answer_state states[] = {[FORM_ABSENT] = ANSWER_ABSENT,
                                               [FORM_NONE] = ANSWER_NONE,
                                               [FORM_UNANSWERABLE] = ANSWER_UNANSWERABLE,
                                               [FORM_NO] = ANSWER_GIVEN,
                                               [FORM_YES] = ANSWER_GIVEN,
                                               [FORM_OPTION] = ANSWER_GIVEN,
                                               [FORM_WHOLE] = ANSWER_GIVEN,
                                               [FORM_DOUBLE] = ANSWER_GIVEN};
    struct answer answer = {.state = states[form]};
    refuse_unless(reader, suits(fact, form));
    if (reader->failed) {
        return answer;
    }
    if (form == FORM_YES) {
        answer.option = 1;
    } else if (form == FORM_OPTION) {
        answer.option = read_index(reader, fact->option_count - 1);
    } else if (form == FORM_DOUBLE) {
        read_double(reader, fact, &answer);
    } else if (form == FORM_WHOLE && fact->type == VALUE_DATE) {
        read_date(reader, &answer);
    } else if (form == FORM_WHOLE) {
        take_double(reader, fact, &answer, (double)read_signed(reader, INT64_MIN, INT64_MAX));
    }
    return answer;
}

/* Over what stands in `answers`. */
static void read_answers(struct reader *reader, const struct program *program,
                         struct answer *answers) {
    uint32_t count = read_index(reader, program->fact_count);
    uint64_t next = 0;
    for (uint32_t i = 0; i < count && !reader->failed; i++) {
        uint64_t head = read_number(reader);
        uint64_t skipped = head >> 3;
        refuse_unless(reader, skipped < program->fact_count - next);
        if (reader->failed) {
            return;
        }
        next += skipped;
        answers[next] = read_answer(reader, &program->facts[next], (enum form)(head & 7));
        next++;
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void read_place(struct reader *reader, struct guide *guide) {
    const struct technique *technique = guide_technique(guide);
    struct guide_place *place = &guide->place;
    place->step = read_index(reader, technique->step_count - 1);
    const struct step *step = &technique->steps[place->step];
    bool loop = step->kind == STEP_LOOP;
    place->inner = read_index(reader, loop ? step->step_count - 1 : 0);
    place->round = read_index(reader, loop ? step->at_most : 0);
    refuse_unless(reader, !loop || place->round >= 1);
}

/* A step is somewhere and has a start; before the first there is neither. */
static bool fits_together(const struct guide *guide, unsigned flags) {
    bool placed = (flags & FLAG_PLACE) != 0;
    bool moved = (flags & FLAG_MOVED) != 0;
    if ((flags & FLAG_REFUSED) != 0 && (moved || guide->state != GUIDE_NOT_CLEARED)) {
        return false;
    }
    switch (guide->state) {
    case GUIDE_ASKING:
        return !placed && !moved;
    case GUIDE_STEP:
        return placed && moved;
    case GUIDE_FINISHED:
        return !placed && moved;
    default:
        return placed == moved;
    }
}

static void read_guide(struct reader *reader, struct guide *guide) {
    const struct program *program = guide->program;
    unsigned state = read_byte(reader);
    unsigned flags = read_byte(reader);
    refuse_unless(reader, state < GUIDE_STATE_COUNT && flags <= FLAGS);
    refuse_unless(reader, program->technique_count > 0);
    guide->state = reader->failed ? GUIDE_ENDED : (enum guide_state)state;
    guide->technique = read_index(reader, program->technique_count - 1);
    guide->turn = read_index(reader, UINT32_MAX);
    guide->as_of = (int32_t)read_signed(reader, FIRST_DAY, LAST_DAY);
    guide->last_ms = read_signed(reader, -MOST_TIME, MOST_TIME);
    refuse_unless(reader, guide->turn >= 1 && fits_together(guide, flags));
    if (!reader->failed && (flags & FLAG_PLACE) != 0) {
        read_place(reader, guide);
    }
    guide->refused = (flags & FLAG_REFUSED) != 0;
    guide->reported = (flags & FLAG_REPORTED) != 0;
    guide->has_last = (flags & FLAG_LAST) != 0;
    guide->last_report = guide->has_last ? read_word(reader) : 0;
    guide->last_live = guide->has_last ? read_word(reader) : 0;
    read_answers(reader, program, guide->answers);
    if ((flags & FLAG_MOVED) == 0) {
        guide->start = NULL;
        return;
    }
    memcpy(guide->start, guide->answers, program->fact_count * sizeof *guide->start);
    if (program->measures_change) {
        read_answers(reader, program, guide->start);
    }
}

enum guide_unpacking guide_unpack(struct guide *guide, const struct program *program,
                                  struct text bytes, struct arena *arena) {
    *guide = (struct guide){.program = program, .arena = arena, .place.step = GUIDE_NOWHERE};
    if (bytes.length < 1 + CHECKSUM_BYTES || bytes.at[0] != PACK_VERSION) {
        return GUIDE_CORRUPT;
    }
    struct text body = text_from(bytes.at, bytes.length - CHECKSUM_BYTES);
    const unsigned char *first = (const unsigned char *)body.at;
    struct reader tail = {first + body.length, first + bytes.length, false};
    if (read_word(&tail) != guide_checksum(program, body)) {
        return GUIDE_CORRUPT;
    }
    guide->answers = arena_calloc(arena, program->fact_count + 1, sizeof *guide->answers);
    guide->start = arena_calloc(arena, program->fact_count + 1, sizeof *guide->start);
    if (guide->answers == NULL || guide->start == NULL) {
        return GUIDE_UNPACK_NO_MEMORY;
    }
    struct reader reader = {first + 1, first + body.length, false};
    read_guide(&reader, guide);
    return reader.failed || reader.at != reader.end ? GUIDE_CORRUPT : GUIDE_UNPACKED;
}
