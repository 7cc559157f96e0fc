/* Rules that are open, and the questions that a front end shows next. */
#include "service/describe.h"
#include "service/encode.h"

/* ---- open rules ------------------------------------------------------------------------------ */

static void encode_open_rule(const struct encoding *encoding, const struct open_rule *open) {
    const struct rule *rule = &encoding->program->rules[open->rule];
    writer_map(encoding->out, 3);
    encode_text_pair(encoding->out, "rule", rule->id);
    encode_text_pair(encoding->out, "kind", text_of(rule_kind_name(rule->kind)));
    encode_key(encoding->out, "needs");
    encode_fact_set(encoding, open->needs);
}

void encode_open(const struct encoding *encoding) {
    const struct decision *decision = encoding->decision;
    encode_key(encoding->out, "open");
    writer_array(encoding->out, (uint32_t)decision->open_count);
    for (size_t i = 0; i < decision->open_count; i++) {
        encode_open_rule(encoding, &decision->open[i]);
    }
}

/* ---- questions ------------------------------------------------------------------------------- */

static void encode_question(const struct encoding *encoding, const struct question *question) {
    struct buffer *out = encoding->out;
    const struct describing describing = {out, encoding->program, encoding->language};
    struct writer_list map = writer_open_map(out);
    describe_question(&describing, "fact", &encoding->program->facts[question->fact], &map);
    writer_item(&map);
    encode_key(out, "for");
    writer_array(out, (uint32_t)question->asker_count);
    for (size_t i = 0; i < question->asker_count; i++) {
        const struct asker *asker = &question->askers[i];
        writer_text(out, encode_asker(encoding->program, asker->kind, asker->index));
    }
    writer_close(out, &map);
}

void encode_question_list(const struct encoding *encoding, const struct question *questions,
                          size_t count) {
    writer_array(encoding->out, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        encode_question(encoding, &questions[i]);
    }
}

void encode_questions(const struct encoding *encoding) {
    const struct decision *decision = encoding->decision;
    encode_key(encoding->out, "questions");
    encode_question_list(encoding, decision->questions, decision->question_count);
}
