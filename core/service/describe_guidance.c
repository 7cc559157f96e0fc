#include "service/describe.h"

/* ---- steps ----------------------------------------------------------------------------------- */

static void write_number(const struct describing *describing, struct writer_list *map,
                         const char *key, double number) {
    if (number > 0) {
        describe_key(describing, map, key);
        writer_number(describing->out, number);
    }
}

static void write_single(const struct describing *describing, const struct step *step,
                         struct writer_list *map) {
    describe_phrase(describing, map, "say", &step->say);
    describe_phrase(describing, map, "caution", &step->caution);
    write_number(describing, map, "hold_seconds", step->hold_seconds);
    describe_text(describing, map, "figure", step->figure);
}

/* Loops are not nested by the language, so that this goes one level deep. */
static void write_loop(const struct describing *describing, const struct step *step,
                       struct writer_list *map) {
    describe_key(describing, map, "at_most");
    writer_unsigned(describing->out, step->at_most);
    describe_term(describing, map, "finish_when", step->finish_when);
    describe_words(describing, map, "finish_when_words", step->finish_when, false);
    describe_key(describing, map, "steps");
    describe_steps(describing, step->steps, step->step_count);
}

static void write_step(const struct describing *describing, const struct step *step) {
    struct writer_list map = writer_open_map(describing->out);
    bool loop = step->kind == STEP_LOOP;
    describe_text(describing, &map, "kind", text_of(loop ? "loop" : "step"));
    describe_text(describing, &map, "id", step->id);
    describe_term(describing, &map, "only_if", step->only_if);
    describe_words(describing, &map, "only_if_words", step->only_if, false);
    describe_term(describing, &map, "skip_if", step->skip_if);
    describe_words(describing, &map, "skip_if_words", step->skip_if, false);
    if (loop) {
        write_loop(describing, step, &map);
    } else {
        write_single(describing, step, &map);
    }
    describe_text(describing, &map, "source", step->source);
    writer_close(describing->out, &map);
}

void describe_steps(const struct describing *describing, const struct step *steps, size_t count) {
    writer_array(describing->out, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        write_step(describing, &steps[i]);
    }
}

/* ---- techniques ------------------------------------------------------------------------------ */

static void write_needs(const struct describing *describing, const struct technique *technique,
                        struct writer_list *map) {
    if (technique->need_count == 0) {
        return;
    }
    describe_key(describing, map, "needs");
    writer_array(describing->out, (uint32_t)technique->need_count);
    for (size_t i = 0; i < technique->need_count; i++) {
        writer_text(describing->out,
                    phrase_in(&technique->needs[i], describing->language, describing->program));
    }
}

static void write_technique(const struct describing *describing,
                            const struct technique *technique) {
    struct writer_list map = writer_open_map(describing->out);
    describe_text(describing, &map, "id", technique->id);
    describe_phrase(describing, &map, "title", &technique->title);
    write_needs(describing, technique, &map);
    describe_term(describing, &map, "only_if", technique->only_if);
    describe_words(describing, &map, "only_if_words", technique->only_if, false);
    write_number(describing, &map, "idle_seconds", technique->idle_seconds);
    describe_key(describing, &map, "steps");
    describe_steps(describing, technique->steps, technique->step_count);
    describe_phrase(describing, &map, "after", &technique->after);
    describe_text(describing, &map, "source", technique->source);
    writer_close(describing->out, &map);
}

static void write_techniques(const struct describing *describing, struct writer_list *map) {
    const struct program *program = describing->program;
    describe_key(describing, map, "techniques");
    writer_array(describing->out, (uint32_t)program->technique_count);
    for (size_t i = 0; i < program->technique_count; i++) {
        write_technique(describing, &program->techniques[i]);
    }
}

/* ---- education ------------------------------------------------------------------------------- */

static void write_education(const struct describing *describing, struct writer_list *map) {
    const struct program *program = describing->program;
    describe_key(describing, map, "education");
    writer_array(describing->out, (uint32_t)program->education_count);
    for (size_t i = 0; i < program->education_count; i++) {
        const struct education *education = &program->educations[i];
        struct writer_list entry = writer_open_map(describing->out);
        describe_text(describing, &entry, "id", education->id);
        describe_phrase(describing, &entry, "title", &education->title);
        describe_phrase(describing, &entry, "text", &education->text);
        describe_text(describing, &entry, "source", education->source);
        writer_close(describing->out, &entry);
    }
}

void describe_guidance(const struct describing *describing, struct writer_list *map) {
    write_techniques(describing, map);
    write_education(describing, map);
}
