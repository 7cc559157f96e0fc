#include "service/encode.h"

static void write_urgency(struct buffer *out, enum urgency urgency) {
    if (urgency == URGENCY_NONE) {
        writer_nil(out);
    } else {
        writer_string(out, urgency_name(urgency));
    }
}

void encode_identity(const struct encoding *encoding) {
    struct buffer *out = encoding->out;
    const struct header *header = &encoding->program->header;
    encode_key(out, "protocol");
    writer_map(out, 3);
    encode_text_pair(out, "id", header->id);
    encode_text_pair(out, "version", header->version);
    encode_text_pair(out, "digest", header->digest);
}

static void encode_verdict(const struct encoding *encoding) {
    struct buffer *out = encoding->out;
    const struct decision *decision = encoding->decision;
    encode_key(out, "as_of");
    encode_day(out, decision->as_of);
    encode_key(out, "outcome");
    writer_string(out, outcome_name(decision->outcome));
    encode_key(out, "urgency");
    write_urgency(out, decision->urgency);
    encode_key(out, "complete");
    writer_boolean(out, decision->complete);
}

void encode_decision(const struct encoding *encoding) {
    struct buffer *out = encoding->out;
    char own[HASH128_HEX_SIZE];
    char *id = encoding->id == NULL ? own : encoding->id;
    if (!decision_id(encoding->decision, encoding->scratch, id)) {
        out->failed = true;
        return;
    }
    uint32_t optional = (encoding->explain ? 1U : 0U) + (encoding->ref != NULL ? 1U : 0U);
    writer_map(out, 16 + optional);
    encode_text_pair(out, "decision", text_of(id));
    encode_identity(encoding);
    encode_verdict(encoding);
    encode_reasons(encoding);
    encode_open(encoding);
    encode_questions(encoding);
    encode_referrals(encoding);
    encode_advice(encoding);
    encode_results(encoding);
    encode_scores(encoding);
    encode_techniques(encoding);
    encode_faults(encoding);
    encode_failures(encoding);
    if (encoding->explain) {
        encode_explain(encoding);
    }
    if (encoding->ref != NULL) {
        encode_key(out, "ref");
        writer_value(out, encoding->ref);
    }
}
