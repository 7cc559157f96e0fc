/* What was refused of what was sent, and which functions failed. */
#include "service/encode.h"

/* ---- faults ---------------------------------------------------------------------------------- */

static void write_sent(struct buffer *out, const struct sent_value *sent) {
    switch (sent->kind) {
    case SENT_NIL:
        writer_nil(out);
        return;
    case SENT_BOOL:
        writer_boolean(out, sent->yes);
        return;
    case SENT_NUMBER:
        writer_number(out, sent->number);
        return;
    case SENT_TEXT:
    case SENT_OTHER:
        writer_text(out, sent->text);
        return;
    case SENT_QUANTITY:
        writer_map(out, 2);
        encode_key(out, "value");
        writer_number(out, sent->number);
        encode_text_pair(out, "unit", sent->text);
        return;
    }
}

static void encode_fault(const struct encoding *encoding, const struct fault *fault) {
    struct buffer *out = encoding->out;
    bool known = fault->index >= 0;
    bool has_near = !text_is_empty(fault->near);
    writer_map(out, 4 + (known ? 1U : 0U) + (has_near ? 1U : 0U));
    encode_text_pair(out, "fact", fault->fact);
    encode_text_pair(out, "code", text_of(fault_code_name(fault->code)));
    encode_text_pair(out, "message", fault->message);
    encode_key(out, "sent");
    write_sent(out, &fault->sent);
    if (known) {
        const struct fact *fact = &encoding->program->facts[fault->index];
        encode_text_pair(out, "allowed", intake_allowed(fact, encoding->arena));
    }
    if (has_near) {
        encode_text_pair(out, "near", fault->near);
    }
}

void encode_fault_list(const struct encoding *encoding, const struct fault *faults) {
    struct writer_list list = writer_open_array(encoding->out);
    for (const struct fault *fault = faults; fault != NULL; fault = fault->next) {
        writer_item(&list);
        encode_fault(encoding, fault);
    }
    writer_close(encoding->out, &list);
}

void encode_faults(const struct encoding *encoding) {
    encode_key(encoding->out, "faults");
    encode_fault_list(encoding, encoding->decision->faults);
}

/* ---- failures -------------------------------------------------------------------------------- */

static void encode_failure(const struct encoding *encoding, struct writer_list *list,
                           struct text rule, struct text message) {
    writer_item(list);
    writer_map(encoding->out, 2);
    encode_text_pair(encoding->out, "rule", rule);
    encode_text_pair(encoding->out, "message", message);
}

/* One row for each rule and result that the failure bears on. */
static void encode_reached(const struct encoding *encoding, const struct failure *failure,
                           struct writer_list *list) {
    const struct program *program = encoding->program;
    const bool *reached = decision_failure_reach(encoding->decision, failure);
    size_t evaluated = encoding->decision->evaluation->node_count;
    for (size_t i = 0; reached != NULL && i < program->rule_count; i++) {
        const struct rule *rule = &program->rules[i];
        if (rule->fires < evaluated && reached[rule->fires]) {
            encode_failure(encoding, list, rule->id, failure->message);
        }
    }
    for (size_t i = 0; reached != NULL && i < program->result_count; i++) {
        if (reached[program->results[i].node]) {
            encode_failure(encoding, list, program->results[i].name, failure->message);
        }
    }
}

void encode_failures(const struct encoding *encoding) {
    encode_key(encoding->out, "failures");
    struct writer_list list = writer_open_array(encoding->out);
    for (const struct failure *failure = encoding->decision->failures; failure != NULL;
         failure = failure->next) {
        encode_reached(encoding, failure, &list);
    }
    writer_close(encoding->out, &list);
}
