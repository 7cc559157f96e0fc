#include "service/encode.h"

#include "base/date.h"

#include <stdio.h>

void encode_day(struct buffer *out, int32_t day) {
    char text[DATE_TEXT_SIZE];
    date_format(day, text);
    writer_text(out, text_from(text, DATE_TEXT_SIZE - 1));
}

void encode_time(struct buffer *out, int64_t milliseconds) {
    enum { TIME_TEXT_SIZE = sizeof "YYYY-MM-DDThh:mm:ssZ" };
    int64_t seconds = milliseconds / 1000;
    char day[DATE_TEXT_SIZE];
    char text[TIME_TEXT_SIZE];
    date_format(date_of_unix_time(seconds), day);
    unsigned of_day = (unsigned)(seconds % 86400);
    snprintf(text, sizeof text, "%sT%02u:%02u:%02uZ", day, of_day / 3600 % 24, of_day / 60 % 60,
             of_day % 60);
    writer_string(out, text);
}

/* ---- answers --------------------------------------------------------------------------------- */

static void write_given(struct buffer *out, const struct fact *fact, const struct answer *answer) {
    switch (fact->type) {
    case VALUE_YES_NO:
        writer_boolean(out, answer->option != 0);
        return;
    case VALUE_CHOICE:
        writer_text(out, fact->options[answer->option]);
        return;
    case VALUE_NUMBER:
        writer_number(out, answer->number);
        return;
    case VALUE_DATE:
        encode_day(out, answer->day);
        return;
    }
}

void encode_answer(struct buffer *out, const struct fact *fact, const struct answer *answer) {
    switch (answer->state) {
    case ANSWER_GIVEN:
        write_given(out, fact, answer);
        return;
    case ANSWER_NONE:
        writer_string(out, "none");
        return;
    case ANSWER_ABSENT:
    case ANSWER_UNANSWERABLE:
        writer_nil(out);
        return;
    }
}

/* ---- cells ----------------------------------------------------------------------------------- */

static void write_interval(struct buffer *out, const struct interval *interval, bool is_date) {
    if (!interval->may_be_number) {
        writer_string(out, "none");
        return;
    }
    bool settled = interval->low == interval->high && !interval->may_be_none;
    if (settled && is_date) {
        encode_day(out, (int32_t)interval->low);
    } else if (settled) {
        writer_number(out, interval->low);
    } else if (is_date) {
        writer_nil(out);
    } else {
        writer_map(out, 2);
        writer_string(out, "low");
        writer_number(out, interval->low);
        writer_string(out, "high");
        writer_number(out, interval->high);
    }
}

static struct text line_name(const struct program *program, node_id node, uint32_t line) {
    for (size_t i = 0; i < program->result_count; i++) {
        if (program->results[i].node == node) {
            return program->results[i].lines[line].name;
        }
    }
    return text_from(NULL, 0);
}

/* The value of a discrete node that has only the bit `bit`. */
static void write_bit(struct buffer *out, const struct program *program, node_id id, uint32_t bit) {
    const struct node *node = &program->nodes[id];
    const struct text *options = NULL;
    if (node->op == NODE_FACT_DISCRETE && program->facts[node->fact].type == VALUE_CHOICE) {
        options = program->facts[node->fact].options;
    } else if (node->op == NODE_FUNCTION_DISCRETE &&
               program->functions[node->function].type == VALUE_CHOICE) {
        options = program->functions[node->function].options;
    }
    if (options != NULL) {
        writer_text(out, options[bit]);
    } else if (node->op == NODE_LINES) {
        writer_text(out, line_name(program, id, bit));
    } else {
        writer_boolean(out, bit == 1);
    }
}

void encode_cell(const struct encoding *encoding, node_id id) {
    const struct program *program = encoding->program;
    const union cell *cell = &encoding->decision->evaluation->cells[id];
    enum node_op op = program->nodes[id].op;
    if (node_op_is_number(op)) {
        write_interval(encoding->out, &cell->number, op == NODE_FACT_DATE);
        return;
    }
    uint64_t mask = cell->mask;
    if (mask == MASK_NONE) {
        writer_string(encoding->out, "none");
        return;
    }
    if (mask == 0 || (mask & (mask - 1)) != 0) {
        writer_nil(encoding->out);
        return;
    }
    uint32_t bit = 0;
    while ((mask >> bit & 1) == 0) {
        bit++;
    }
    write_bit(encoding->out, program, id, bit);
}

/* ---- names ----------------------------------------------------------------------------------- */

void encode_fact_set(const struct encoding *encoding, const uint64_t *set) {
    struct buffer *out = encoding->out;
    if (set == NULL) {
        writer_array(out, 0);
        return;
    }
    uint32_t count = 0;
    for (size_t word = 0; word < encoding->decision->evaluation->words; word++) {
        count += (uint32_t)__builtin_popcountll(set[word]);
    }
    writer_array(out, count);
    for (uint32_t fact = 0; fact < encoding->program->fact_count; fact++) {
        if ((set[fact / 64] >> (fact % 64) & 1) != 0) {
            writer_text(out, encoding->program->facts[fact].name);
        }
    }
}

struct text encode_asker(const struct program *program, enum asker_kind kind, uint32_t index) {
    switch (kind) {
    case ASKER_RULE:
        return program->rules[index].id;
    case ASKER_RESULT:
        return program->results[index].name;
    case ASKER_TECHNIQUE:
        return program->techniques[index].id;
    }
    return text_from(NULL, 0);
}

struct text encode_line_because(const struct encoding *encoding, uint32_t result, uint32_t line) {
    const struct result *declared = &encoding->program->results[result];
    struct text because = encode_phrase(encoding, &declared->lines[line].because);
    if (text_is_empty(because)) {
        because = encode_phrase(encoding, &declared->title);
    }
    return text_is_empty(because) ? declared->name : because;
}

void encode_addressees(const struct encoding *encoding, const struct referral *referral) {
    writer_array(encoding->out, (uint32_t)referral->to_count);
    for (size_t i = 0; i < referral->to_count; i++) {
        writer_text(encoding->out, encode_phrase(encoding, &referral->to[i]));
    }
}
