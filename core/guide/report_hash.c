/* One number for what a report says, so that the same one is known again. */
#include "guide/guide_private.h"

#include "base/digest.h"

/* Little-endian, so that every machine hashes the same bytes. */
static char *put_word(char *at, uint64_t word) {
    for (size_t i = 0; i < sizeof word; i++) {
        *at++ = (char)(word >> 8 * i);
    }
    return at;
}

static char *put_text(char *at, struct text text) {
    at = put_word(at, text.length);
    memcpy(at, text.at, text.length);
    return at + text.length;
}

static uint64_t value_word(const struct fact *fact, const struct answer *answer) {
    if (answer->state != ANSWER_GIVEN) {
        return 0;
    }
    if (fact->type == VALUE_NUMBER) {
        double number = answer->number + 0.0; /* -0 is 0 */
        uint64_t word;
        memcpy(&word, &number, sizeof word);
        return word;
    }
    return fact->type == VALUE_DATE ? (uint64_t)answer->day : answer->option;
}

enum { WORD = sizeof(uint64_t) };

static size_t report_size(const struct intake *report) {
    size_t size = WORD + report->program->fact_count * 2 * WORD;
    for (const struct fault *fault = report->faults; fault != NULL; fault = fault->next) {
        size += 3 * WORD + fault->fact.length + fault->message.length;
    }
    return size;
}

static char *put_answer(char *at, const struct fact *fact, const struct answer *answer) {
    return put_word(put_word(at, answer->state), value_word(fact, answer));
}

bool report_hash(uint64_t turn, const struct intake *report, uint64_t *hash) {
    char *bytes = arena_alloc(report->arena, report_size(report));
    if (bytes == NULL) {
        return false;
    }
    char *at = put_word(bytes, turn);
    for (size_t i = 0; i < report->program->fact_count; i++) {
        at = put_answer(at, &report->program->facts[i], &report->answers[i]);
    }
    for (const struct fault *fault = report->faults; fault != NULL; fault = fault->next) {
        at = put_word(at, fault->code);
        at = put_text(put_text(at, fault->fact), fault->message);
    }
    *hash = hash64(text_from(bytes, (size_t)(at - bytes)));
    return true;
}

/* ---- a turn in one piece --------------------------------------------------------------------- */

bool report_live_hash(const struct guide *guide, const struct answer *answers, uint64_t turn,
                      uint64_t *hash) {
    const struct program *program = guide->program;
    char *bytes = arena_alloc(guide->arena, WORD + program->fact_count * 2 * WORD);
    if (bytes == NULL) {
        return false;
    }
    char *at = put_word(bytes, turn);
    for (size_t i = 0; i < program->fact_count; i++) {
        if (program->facts[i].live) {
            at = put_answer(at, &program->facts[i], &answers[i]);
        }
    }
    *hash = hash64(text_from(bytes, (size_t)(at - bytes)));
    return true;
}

static bool is_known(const struct guide *guide, const struct intake *report, size_t index) {
    const struct fact *fact = &guide->program->facts[index];
    const struct answer *known = &guide->answers[index];
    const struct answer *said = &report->answers[index];
    return known->state == said->state && value_word(fact, known) == value_word(fact, said);
}

bool report_is_whole_turn(const struct guide *guide, uint64_t turn, const struct intake *report) {
    bool says = false;
    if (guide->state != GUIDE_STEP || turn + 1 != guide->turn || report->faults != NULL) {
        return false;
    }
    for (size_t i = 0; i < guide->program->fact_count; i++) {
        says = says || report->seen[i];
        if (report->seen[i] && !guide->program->facts[i].live && !is_known(guide, report, i)) {
            return false;
        }
    }
    uint64_t hash;
    return says && report_live_hash(guide, report->answers, turn, &hash) &&
           hash == guide->last_live;
}
