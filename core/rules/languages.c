/*
 * Which languages a program speaks: every tag that one of its texts has, each once, in the order
 * met; the protocol's own language first.
 */
#include "rules/program_private.h"

struct collector {
    struct text *tags;
    size_t count;
    size_t capacity;
};

static void collect_tag(struct collector *collector, struct text tag) {
    for (size_t i = 0; i < collector->count; i++) {
        if (text_equal_caseless(collector->tags[i], tag)) {
            return;
        }
    }
    if (collector->count < collector->capacity) {
        collector->tags[collector->count++] = tag;
    }
}

static void collect(struct collector *collector, const struct phrase *phrase) {
    for (size_t i = 0; i < phrase->count; i++) {
        collect_tag(collector, phrase->entries[i].language);
    }
}

static void collect_referral(struct collector *collector, const struct referral *referral) {
    for (size_t i = 0; i < referral->to_count; i++) {
        collect(collector, &referral->to[i]);
    }
}

static void collect_facts(struct collector *collector, const struct program *program) {
    for (size_t i = 0; i < program->fact_count; i++) {
        const struct fact *fact = &program->facts[i];
        collect(collector, &fact->ask);
        collect(collector, &fact->help);
        collect(collector, &fact->none_label);
        for (size_t k = 0; fact->labels != NULL && k < fact->option_count; k++) {
            collect(collector, &fact->labels[k]);
        }
    }
}

static void collect_rules(struct collector *collector, const struct program *program) {
    for (size_t i = 0; i < program->rule_count; i++) {
        collect(collector, &program->rules[i].because);
        collect(collector, &program->rules[i].advice);
        collect_referral(collector, &program->rules[i].referral);
    }
    for (size_t i = 0; i < program->result_count; i++) {
        const struct result *result = &program->results[i];
        collect(collector, &result->title);
        for (size_t k = 0; k < result->line_count; k++) {
            collect(collector, &result->lines[k].because);
            collect(collector, &result->lines[k].advice);
            collect_referral(collector, &result->lines[k].referral);
        }
    }
    for (size_t i = 0; i < program->score_count; i++) {
        collect(collector, &program->scores[i].title);
        for (size_t k = 0; k < program->scores[i].item_count; k++) {
            collect(collector, &program->scores[i].items[k].label);
        }
    }
}

static void collect_steps(struct collector *collector, const struct step *steps, size_t count) {
    for (size_t i = 0; i < count; i++) {
        collect(collector, &steps[i].say);
        collect(collector, &steps[i].caution);
        collect_steps(collector, steps[i].steps, steps[i].step_count);
    }
}

static void collect_guidance(struct collector *collector, const struct program *program) {
    for (size_t i = 0; i < program->technique_count; i++) {
        const struct technique *technique = &program->techniques[i];
        collect(collector, &technique->title);
        collect(collector, &technique->after);
        for (size_t k = 0; k < technique->need_count; k++) {
            collect(collector, &technique->needs[k]);
        }
        collect_steps(collector, technique->steps, technique->step_count);
    }
    for (size_t i = 0; i < program->education_count; i++) {
        collect(collector, &program->educations[i].title);
        collect(collector, &program->educations[i].text);
    }
    for (size_t i = 0; i < program->group_count; i++) {
        collect(collector, &program->groups[i].title);
    }
}

enum { MOST_LANGUAGES = 64 };

void program_collect_languages(struct program *program, struct arena *arena) {
    struct text *tags = arena_calloc(arena, MOST_LANGUAGES, sizeof *tags);
    if (tags == NULL || arena->failed) {
        return;
    }
    struct collector collector = {tags, 0, MOST_LANGUAGES};
    if (!text_is_empty(program->header.language)) {
        collect_tag(&collector, program->header.language);
    }
    collect(&collector, &program->header.title);
    collect_referral(&collector, &program->header.refer);
    collect_facts(&collector, program);
    collect_rules(&collector, program);
    collect_guidance(&collector, program);
    program->languages = tags;
    program->language_count = collector.count;
}
