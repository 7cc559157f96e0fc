#include "service/describe.h"

#include "service/encode.h"

#include <math.h>

/* ---- the question ---------------------------------------------------------------------------- */

static uint32_t count_labels(const struct fact *fact) {
    uint32_t count = 0;
    for (size_t i = 0; fact->labels != NULL && i < fact->option_count; i++) {
        count += fact->labels[i].count > 0;
    }
    return count;
}

static void write_labels(const struct describing *describing, struct writer_list *map,
                         const struct fact *fact) {
    uint32_t count = count_labels(fact);
    if (count == 0) {
        return;
    }
    describe_key(describing, map, "labels");
    writer_map(describing->out, count);
    for (size_t i = 0; i < fact->option_count; i++) {
        if (fact->labels[i].count > 0) {
            writer_text(describing->out, fact->options[i]);
            writer_text(describing->out,
                        phrase_in(&fact->labels[i], describing->language, describing->program));
        }
    }
}

static void write_bound(const struct describing *describing, struct writer_list *map,
                        const char *key, const struct fact *fact, double bound) {
    if (fact->type == VALUE_NUMBER && isfinite(bound)) {
        describe_key(describing, map, key);
        writer_number(describing->out, bound);
    }
}

/* "There is none" without a label of its own is offered by the word of the wire. */
static void write_none(const struct describing *describing, struct writer_list *map,
                       const struct fact *fact) {
    if (fact->has_none) {
        struct text label = phrase_in(&fact->none_label, describing->language, describing->program);
        describe_text(describing, map, "none", text_is_empty(label) ? text_of("none") : label);
    }
}

void describe_question(const struct describing *describing, const char *key,
                       const struct fact *fact, struct writer_list *map) {
    describe_text(describing, map, key, fact->name);
    describe_text(describing, map, "type", text_of(value_type_name(fact->type)));
    describe_phrase(describing, map, "ask", &fact->ask);
    describe_phrase(describing, map, "help", &fact->help);
    describe_text(describing, map, "group", fact->group);
    if (fact->type == VALUE_CHOICE) {
        describe_texts(describing, map, "options", fact->options, fact->option_count);
        write_labels(describing, map, fact);
    }
    write_bound(describing, map, "min", fact, fact->min);
    write_bound(describing, map, "max", fact, fact->max);
    describe_text(describing, map, "unit", fact->unit);
    describe_flag(describing, map, "whole", fact->whole);
    write_none(describing, map, fact);
}

/* ---- the rest of the declaration ------------------------------------------------------------- */

static void write_units(const struct describing *describing, struct writer_list *map,
                        const struct fact *fact) {
    if (fact->unit_count == 0) {
        return;
    }
    describe_key(describing, map, "units");
    writer_array(describing->out, (uint32_t)fact->unit_count);
    for (size_t i = 0; i < fact->unit_count; i++) {
        writer_text(describing->out, fact->units[i].unit);
    }
}

static void write_codes(const struct describing *describing, struct writer_list *map,
                        const struct fact *fact) {
    if (fact->code_count == 0) {
        return;
    }
    describe_key(describing, map, "code");
    writer_array(describing->out, (uint32_t)fact->code_count);
    for (size_t i = 0; i < fact->code_count; i++) {
        writer_array(describing->out, 2);
        writer_text(describing->out, fact->codes[i].system);
        writer_text(describing->out, fact->codes[i].code);
    }
}

static void write_gate(const struct describing *describing, struct writer_list *map,
                       const struct fact *fact) {
    if (fact->gate_kind == GATE_NONE) {
        return;
    }
    describe_term(describing, map, fact->gate_kind == GATE_ONLY_IF ? "only_if" : "ask_if",
                  fact->gate);
    describe_words(describing, map, "gate_words", fact->gate, false);
    describe_key(describing, map, "otherwise");
    encode_answer(describing->out, fact, &fact->otherwise);
}

static void write_fact(const struct describing *describing, const struct fact *fact) {
    struct writer_list map = writer_open_map(describing->out);
    describe_question(describing, "name", fact, &map);
    write_units(describing, &map, fact);
    describe_flag(describing, &map, "unit_required", fact->unit_required);
    describe_flag(describing, &map, "future", fact->future);
    describe_flag(describing, &map, "optional", fact->optional);
    describe_flag(describing, &map, "live", fact->live);
    describe_key(describing, &map, "screened");
    writer_boolean(describing->out, fact->screened);
    write_gate(describing, &map, fact);
    write_codes(describing, &map, fact);
    writer_close(describing->out, &map);
}

void describe_facts(const struct describing *describing, struct writer_list *map) {
    const struct program *program = describing->program;
    describe_key(describing, map, "facts");
    writer_array(describing->out, (uint32_t)program->fact_count);
    for (size_t i = 0; i < program->fact_count; i++) {
        write_fact(describing, &program->facts[i]);
    }
}
