#include "service/describe.h"

#include "rules/explain.h"
#include "rules/words.h"

void describe_key(const struct describing *describing, struct writer_list *map, const char *key) {
    writer_item(map);
    writer_string(describing->out, key);
}

void describe_text(const struct describing *describing, struct writer_list *map, const char *key,
                   struct text value) {
    if (!text_is_empty(value)) {
        describe_key(describing, map, key);
        writer_text(describing->out, value);
    }
}

void describe_phrase(const struct describing *describing, struct writer_list *map, const char *key,
                     const struct phrase *phrase) {
    describe_text(describing, map, key,
                  phrase_in(phrase, describing->language, describing->program));
}

void describe_flag(const struct describing *describing, struct writer_list *map, const char *key,
                   bool value) {
    if (value) {
        describe_key(describing, map, key);
        writer_boolean(describing->out, true);
    }
}

void describe_term(const struct describing *describing, struct writer_list *map, const char *key,
                   node_id node) {
    if (node != NODE_MISSING) {
        struct buffer text = {0};
        explain_node(&text, describing->program, node);
        describe_key(describing, map, key);
        writer_text(describing->out, buffer_text(&text));
        describing->out->failed = describing->out->failed || text.failed;
        buffer_free(&text);
    }
}

void describe_words(const struct describing *describing, struct writer_list *map, const char *key,
                    node_id condition, bool negated) {
    if (condition != NODE_MISSING) {
        struct buffer sentence = {0};
        words_condition(&sentence, describing->program, condition, negated);
        describe_text(describing, map, key, buffer_text(&sentence));
        describing->out->failed = describing->out->failed || sentence.failed;
        buffer_free(&sentence);
    }
}

void describe_referral(const struct describing *describing, struct writer_list *map,
                       const struct referral *referral) {
    struct buffer *out = describing->out;
    if (referral->urgency == URGENCY_NONE) {
        return;
    }
    describe_key(describing, map, "refer");
    writer_map(out, 2);
    writer_string(out, "to");
    writer_array(out, (uint32_t)referral->to_count);
    for (size_t i = 0; i < referral->to_count; i++) {
        writer_text(out, phrase_in(&referral->to[i], describing->language, describing->program));
    }
    writer_string(out, "urgency");
    writer_string(out, urgency_name(referral->urgency));
}

void describe_texts(const struct describing *describing, struct writer_list *map, const char *key,
                    const struct text *texts, size_t count) {
    if (count == 0) {
        return;
    }
    describe_key(describing, map, key);
    writer_array(describing->out, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        writer_text(describing->out, texts[i]);
    }
}
