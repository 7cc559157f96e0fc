/* What the protocol owes and counts, and what a cleared person may be guided through. */
#include "service/encode.h"

/* ---- results --------------------------------------------------------------------------------- */

static void encode_possible(const struct encoding *encoding, const struct result *result,
                            uint64_t possible) {
    encode_key(encoding->out, "possible");
    writer_array(encoding->out, (uint32_t)__builtin_popcountll(possible));
    for (size_t i = 0; i < result->line_count; i++) {
        if ((possible >> i & 1) != 0) {
            writer_text(encoding->out, result->lines[i].name);
        }
    }
}

static void encode_phrase_pair(const struct encoding *encoding, struct writer_list *map,
                               const char *key, const struct phrase *phrase) {
    if (phrase->count > 0) {
        writer_item(map);
        encode_text_pair(encoding->out, key, encode_phrase(encoding, phrase));
    }
}

static void encode_result(const struct encoding *encoding, const struct result *result,
                          const struct result_given *given) {
    struct buffer *out = encoding->out;
    bool settled = given->state == RESULT_SETTLED;
    struct writer_list map = writer_open_map(out);
    encode_phrase_pair(encoding, &map, "title", &result->title);
    if (settled) {
        writer_item(&map);
        encode_text_pair(out, "value", result->lines[given->line].name);
    }
    writer_item(&map);
    encode_possible(encoding, result, given->possible);
    writer_item(&map);
    encode_key(out, "certain");
    writer_boolean(out, settled);
    if (settled) {
        encode_phrase_pair(encoding, &map, "because", &result->lines[given->line].because);
        encode_phrase_pair(encoding, &map, "advice", &result->lines[given->line].advice);
    }
    writer_close(out, &map);
}

/* While a scope is not known to hold, there are none. */
void encode_results(const struct encoding *encoding) {
    const struct program *program = encoding->program;
    encode_key(encoding->out, "results");
    struct writer_list map = writer_open_map(encoding->out);
    for (size_t i = 0; i < program->result_count; i++) {
        const struct result_given *given = &encoding->decision->results[i];
        if (given->state != RESULT_WITHHELD) {
            writer_item(&map);
            writer_text(encoding->out, program->results[i].name);
            encode_result(encoding, &program->results[i], given);
        }
    }
    writer_close(encoding->out, &map);
}

/* ---- scores ---------------------------------------------------------------------------------- */

static void encode_range(const struct encoding *encoding, const struct interval *interval) {
    encode_key(encoding->out, "low");
    writer_number(encoding->out, interval->low);
    encode_key(encoding->out, "high");
    writer_number(encoding->out, interval->high);
}

static void encode_items(const struct encoding *encoding, const struct score *score) {
    const union cell *cells = encoding->decision->evaluation->cells;
    encode_key(encoding->out, "items");
    writer_array(encoding->out, (uint32_t)score->item_count);
    for (size_t i = 0; i < score->item_count; i++) {
        writer_map(encoding->out, 3);
        encode_text_pair(encoding->out, "label", encode_phrase(encoding, &score->items[i].label));
        encode_range(encoding, &cells[score->items[i].node].number);
    }
}

static void encode_score(const struct encoding *encoding, const struct score *score) {
    const struct interval *sum = &encoding->decision->evaluation->cells[score->node].number;
    bool settled = sum->low == sum->high && sum->may_be_number && !sum->may_be_none;
    writer_map(encoding->out, settled ? 4 : 3);
    encode_range(encoding, sum);
    if (settled) {
        encode_key(encoding->out, "value");
        writer_number(encoding->out, sum->low);
    }
    encode_items(encoding, score);
}

void encode_scores(const struct encoding *encoding) {
    const struct program *program = encoding->program;
    encode_key(encoding->out, "scores");
    writer_map(encoding->out, (uint32_t)program->score_count);
    for (size_t i = 0; i < program->score_count; i++) {
        writer_text(encoding->out, program->scores[i].name);
        encode_score(encoding, &program->scores[i]);
    }
}

/* ---- techniques ------------------------------------------------------------------------------ */

const char *encode_availability(enum availability available) {
    static const char *const names[] = {"no", "ask", "yes"};
    return names[available];
}

static void encode_technique(const struct encoding *encoding, const struct technique *technique,
                             const struct technique_given *given) {
    struct buffer *out = encoding->out;
    bool barred = given->barring_rule >= 0;
    writer_map(out, barred ? 5 : 4);
    encode_text_pair(out, "id", technique->id);
    encode_text_pair(out, "title", encode_phrase(encoding, &technique->title));
    encode_text_pair(out, "available", text_of(encode_availability(given->available)));
    encode_key(out, "needs");
    encode_fact_set(encoding, given->needs);
    if (barred) {
        const struct rule *rule = &encoding->program->rules[given->barring_rule];
        encode_text_pair(out, "because", encode_phrase(encoding, &rule->because));
    }
}

void encode_techniques(const struct encoding *encoding) {
    const struct program *program = encoding->program;
    encode_key(encoding->out, "techniques");
    writer_array(encoding->out, (uint32_t)program->technique_count);
    for (size_t i = 0; i < program->technique_count; i++) {
        encode_technique(encoding, &program->techniques[i], &encoding->decision->techniques[i]);
    }
}
