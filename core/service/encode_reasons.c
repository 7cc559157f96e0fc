/* Fired rules and what they rest on; who is to see the person; what to do meanwhile. */
#include "service/encode.h"

/* ---- reasons --------------------------------------------------------------------------------- */

/* An absent fact has a value where its gate gave it one; else it says nothing. */
static bool has_value(const struct encoding *encoding, uint32_t fact) {
    return encoding->decision->intake->answers[fact].state != ANSWER_ABSENT ||
           evaluation_known(encoding->decision->evaluation, encoding->program->facts[fact].node);
}

static void write_value(const struct encoding *encoding, uint32_t fact) {
    const struct answer *answer = &encoding->decision->intake->answers[fact];
    const struct fact *declared = &encoding->program->facts[fact];
    if (answer->state == ANSWER_ABSENT) {
        encode_cell(encoding, declared->node);
    } else {
        encode_answer(encoding->out, declared, answer);
    }
}

static void encode_grounds(const struct encoding *encoding, uint32_t rule) {
    const uint64_t *grounds = decision_grounds(encoding->decision, rule);
    struct writer_list list = writer_open_map(encoding->out);
    for (uint32_t fact = 0; grounds != NULL && fact < encoding->program->fact_count; fact++) {
        if ((grounds[fact / 64] >> (fact % 64) & 1) != 0 && has_value(encoding, fact)) {
            writer_item(&list);
            writer_text(encoding->out, encoding->program->facts[fact].name);
            write_value(encoding, fact);
        }
    }
    writer_close(encoding->out, &list);
}

static void encode_see(const struct encoding *encoding, const struct rule *rule) {
    encode_key(encoding->out, "see");
    writer_array(encoding->out, (uint32_t)rule->see_count);
    for (size_t i = 0; i < rule->see_count; i++) {
        writer_text(encoding->out, rule->see[i]);
    }
}

static void encode_reason(const struct encoding *encoding, const struct reason *reason) {
    struct buffer *out = encoding->out;
    const struct rule *rule = &encoding->program->rules[reason->rule];
    bool has_source = !text_is_empty(rule->source);
    bool has_see = rule->see_count > 0;
    writer_map(out, 5 + (has_source ? 1U : 0U) + (has_see ? 1U : 0U));
    encode_text_pair(out, "rule", rule->id);
    encode_text_pair(out, "kind", text_of(rule_kind_name(rule->kind)));
    encode_text_pair(out, "because", encode_phrase(encoding, &rule->because));
    encode_key(out, "certain");
    writer_boolean(out, reason->certain);
    if (has_source) {
        encode_text_pair(out, "source", rule->source);
    }
    encode_key(out, "facts");
    encode_grounds(encoding, reason->rule);
    if (has_see) {
        encode_see(encoding, rule);
    }
}

void encode_reasons(const struct encoding *encoding) {
    const struct decision *decision = encoding->decision;
    encode_key(encoding->out, "reasons");
    writer_array(encoding->out, (uint32_t)decision->reason_count);
    for (size_t i = 0; i < decision->reason_count; i++) {
        encode_reason(encoding, &decision->reasons[i]);
    }
}

/* ---- referrals ------------------------------------------------------------------------------- */

static struct text because_of(const struct encoding *encoding, const struct referral_made *made) {
    if (made->kind == ASKER_RESULT) {
        return encode_line_because(encoding, made->index, made->line);
    }
    return encode_phrase(encoding, &encoding->program->rules[made->index].because);
}

static void encode_referral(const struct encoding *encoding, const struct referral_made *made) {
    struct buffer *out = encoding->out;
    writer_map(out, 5);
    encode_key(out, "to");
    encode_addressees(encoding, made->referral);
    encode_text_pair(out, "urgency", text_of(urgency_name(made->referral->urgency)));
    encode_text_pair(out, "because", because_of(encoding, made));
    encode_text_pair(out, "rule", encode_asker(encoding->program, made->kind, made->index));
    encode_key(out, "certain");
    writer_boolean(out, made->certain);
}

void encode_referrals(const struct encoding *encoding) {
    const struct decision *decision = encoding->decision;
    encode_key(encoding->out, "referrals");
    writer_array(encoding->out, (uint32_t)decision->referral_count);
    for (size_t i = 0; i < decision->referral_count; i++) {
        encode_referral(encoding, &decision->referrals[i]);
    }
}

/* ---- advice ---------------------------------------------------------------------------------- */

static void encode_piece(const struct encoding *encoding, struct text rule, struct text advice,
                         struct text because) {
    writer_map(encoding->out, 3);
    encode_text_pair(encoding->out, "rule", rule);
    encode_text_pair(encoding->out, "advice", advice);
    encode_text_pair(encoding->out, "because", because);
}

static void encode_rules_advice(const struct encoding *encoding, struct writer_list *list) {
    for (size_t i = 0; i < encoding->decision->reason_count; i++) {
        const struct rule *rule = &encoding->program->rules[encoding->decision->reasons[i].rule];
        if (rule->advice.count > 0) {
            writer_item(list);
            encode_piece(encoding, rule->id, encode_phrase(encoding, &rule->advice),
                         encode_phrase(encoding, &rule->because));
        }
    }
}

/* Only a settled result gives its line's advice. */
static void encode_results_advice(const struct encoding *encoding, struct writer_list *list) {
    for (uint32_t i = 0; i < encoding->program->result_count; i++) {
        const struct result *result = &encoding->program->results[i];
        const struct result_given *given = &encoding->decision->results[i];
        if (given->state == RESULT_SETTLED && result->lines[given->line].advice.count > 0) {
            writer_item(list);
            encode_piece(encoding, result->name,
                         encode_phrase(encoding, &result->lines[given->line].advice),
                         encode_line_because(encoding, i, given->line));
        }
    }
}

void encode_advice(const struct encoding *encoding) {
    encode_key(encoding->out, "advice");
    struct writer_list list = writer_open_array(encoding->out);
    encode_rules_advice(encoding, &list);
    encode_results_advice(encoding, &list);
    writer_close(encoding->out, &list);
}
