/*
 * Declarations: each is copied whole into the builder's store, so that the caller's texts and
 * arrays may go at once. Running out of memory is sticky in the store's arena and asked for at the
 * end.
 */
#include "rules/builder_private.h"

#include <assert.h>

/* ---- copying --------------------------------------------------------------------------------- */

static void *copy_items(struct builder *builder, const void *items, size_t count, size_t size) {
    void *copy = count == 0 ? NULL : arena_calloc(&builder->store->arena, count, size);
    if (copy != NULL) {
        memcpy(copy, items, count * size);
    }
    return copy;
}

static void copy_text(struct builder *builder, struct text *text) {
    *text = arena_copy(&builder->store->arena, *text);
}

static const struct text *copy_texts(struct builder *builder, const struct text *texts,
                                     size_t count) {
    struct text *copy = copy_items(builder, texts, count, sizeof *copy);
    for (size_t i = 0; copy != NULL && i < count; i++) {
        copy_text(builder, &copy[i]);
    }
    return copy;
}

static void copy_phrase(struct builder *builder, struct phrase *phrase) {
    struct phrase_entry *copy =
        copy_items(builder, phrase->entries, phrase->count, sizeof *phrase->entries);
    for (size_t i = 0; copy != NULL && i < phrase->count; i++) {
        copy_text(builder, &copy[i].language);
        copy_text(builder, &copy[i].text);
    }
    phrase->entries = copy;
}

static const struct phrase *copy_phrases(struct builder *builder, const struct phrase *phrases,
                                         size_t count) {
    struct phrase *copy = copy_items(builder, phrases, count, sizeof *copy);
    for (size_t i = 0; copy != NULL && i < count; i++) {
        copy_phrase(builder, &copy[i]);
    }
    return copy;
}

static void copy_referral(struct builder *builder, struct referral *referral) {
    referral->to = copy_phrases(builder, referral->to, referral->to_count);
}

static void copy_position(struct builder *builder, struct source_position *position) {
    copy_text(builder, &position->file);
}

/* The index of the appended declaration, or UINT32_MAX where a copy ran out of memory. */
static uint32_t append(struct builder *builder, struct table *table, const void *item,
                       size_t size) {
    if (builder->store->arena.failed) {
        builder->status = BUILDER_NO_MEMORY;
    }
    return table_append(builder, table, item, size);
}

/* ---- facts ----------------------------------------------------------------------------------- */

static void copy_fact(struct builder *builder, struct fact *fact) {
    copy_text(builder, &fact->name);
    copy_phrase(builder, &fact->ask);
    copy_phrase(builder, &fact->help);
    copy_text(builder, &fact->group);
    struct code *codes = copy_items(builder, fact->codes, fact->code_count, sizeof *codes);
    for (size_t i = 0; codes != NULL && i < fact->code_count; i++) {
        copy_text(builder, &codes[i].system);
        copy_text(builder, &codes[i].code);
    }
    fact->codes = codes;
    fact->options = copy_texts(builder, fact->options, fact->option_count);
    if (fact->labels != NULL) {
        fact->labels = copy_phrases(builder, fact->labels, fact->option_count);
    }
    copy_text(builder, &fact->unit);
    struct unit_conversion *units =
        copy_items(builder, fact->units, fact->unit_count, sizeof *units);
    for (size_t i = 0; units != NULL && i < fact->unit_count; i++) {
        copy_text(builder, &units[i].unit);
    }
    fact->units = units;
    copy_phrase(builder, &fact->none_label);
    copy_position(builder, &fact->position);
}

static enum node_op fact_op(enum value_type type) {
    return type == VALUE_NUMBER ? NODE_FACT_NUMBER
           : type == VALUE_DATE ? NODE_FACT_DATE
                                : NODE_FACT_DISCRETE;
}

uint32_t builder_add_fact(struct builder *builder, const struct fact *fact) {
    struct fact copy = *fact;
    copy_fact(builder, &copy);
    copy.gate = copy.gate_kind == GATE_NONE ? NODE_MISSING : copy.gate;
    copy.node = NODE_MISSING;
    uint32_t index = append(builder, &builder->facts, &copy, sizeof copy);
    if (index != UINT32_MAX) {
        struct node node = {.op = fact_op(copy.type), .fact = index};
        ((struct fact *)builder->facts.items)[index].node = builder_intern(builder, node, NULL, 0);
    }
    return index;
}

/* ---- values ---------------------------------------------------------------------------------- */

uint32_t builder_add_function(struct builder *builder, const struct function *function) {
    struct function copy = *function;
    copy_text(builder, &copy.name);
    copy_text(builder, &copy.given_by);
    copy.options = copy_texts(builder, copy.options, copy.option_count);
    copy_position(builder, &copy.position);
    return append(builder, &builder->functions, &copy, sizeof copy);
}

uint32_t builder_add_derived(struct builder *builder, const struct derived *derived) {
    struct derived copy = *derived;
    copy_text(builder, &copy.name);
    copy_text(builder, &copy.unit);
    copy_position(builder, &copy.position);
    return append(builder, &builder->derived, &copy, sizeof copy);
}

uint32_t builder_add_score(struct builder *builder, const struct score *score) {
    struct score copy = *score;
    copy_text(builder, &copy.name);
    copy_phrase(builder, &copy.title);
    struct score_item *items = copy_items(builder, copy.items, copy.item_count, sizeof *items);
    for (size_t i = 0; items != NULL && i < copy.item_count; i++) {
        copy_phrase(builder, &items[i].label);
    }
    copy.items = items;
    copy_position(builder, &copy.position);
    return append(builder, &builder->scores, &copy, sizeof copy);
}

/* ---- rules and results ----------------------------------------------------------------------- */

uint32_t builder_add_rule(struct builder *builder, const struct rule *rule) {
    struct rule copy = *rule;
    copy_text(builder, &copy.id);
    copy_phrase(builder, &copy.because);
    copy_phrase(builder, &copy.advice);
    copy_referral(builder, &copy.referral);
    copy_text(builder, &copy.source);
    copy.see = copy_texts(builder, copy.see, copy.see_count);
    struct technique_place *during =
        copy_items(builder, copy.during, copy.during_count, sizeof *during);
    for (size_t i = 0; during != NULL && i < copy.during_count; i++) {
        copy_text(builder, &during[i].technique);
        copy_text(builder, &during[i].step);
    }
    copy.during = during;
    copy_position(builder, &copy.position);
    return append(builder, &builder->rules, &copy, sizeof copy);
}

uint32_t builder_add_result(struct builder *builder, const struct result *result) {
    struct result copy = *result;
    copy_text(builder, &copy.name);
    copy_phrase(builder, &copy.title);
    struct result_line *lines = copy_items(builder, copy.lines, copy.line_count, sizeof *lines);
    for (size_t i = 0; lines != NULL && i < copy.line_count; i++) {
        copy_text(builder, &lines[i].name);
        copy_referral(builder, &lines[i].referral);
        copy_phrase(builder, &lines[i].because);
        copy_phrase(builder, &lines[i].advice);
    }
    copy.lines = lines;
    copy_position(builder, &copy.position);
    return append(builder, &builder->results, &copy, sizeof copy);
}

/* ---- guidance -------------------------------------------------------------------------------- */

/* Steps nest once: a loop holds single steps. The recursion is as deep as the declaration. */
static const struct step *copy_steps(struct builder *builder, const struct step *steps,
                                     size_t count) {
    struct step *copy = copy_items(builder, steps, count, sizeof *copy);
    for (size_t i = 0; copy != NULL && i < count; i++) {
        copy_text(builder, &copy[i].id);
        copy_text(builder, &copy[i].source);
        copy_phrase(builder, &copy[i].say);
        copy_phrase(builder, &copy[i].caution);
        copy_text(builder, &copy[i].figure);
        copy_position(builder, &copy[i].position);
        copy[i].steps = copy_steps(builder, copy[i].steps, copy[i].step_count);
    }
    return copy;
}

uint32_t builder_add_technique(struct builder *builder, const struct technique *technique) {
    struct technique copy = *technique;
    copy_text(builder, &copy.id);
    copy_phrase(builder, &copy.title);
    copy.needs = copy_phrases(builder, copy.needs, copy.need_count);
    copy_phrase(builder, &copy.after);
    copy_text(builder, &copy.source);
    copy.steps = copy_steps(builder, copy.steps, copy.step_count);
    copy_position(builder, &copy.position);
    return append(builder, &builder->techniques, &copy, sizeof copy);
}

uint32_t builder_add_education(struct builder *builder, const struct education *education) {
    struct education copy = *education;
    copy_text(builder, &copy.id);
    copy_phrase(builder, &copy.title);
    copy_phrase(builder, &copy.text);
    copy_text(builder, &copy.source);
    return append(builder, &builder->educations, &copy, sizeof copy);
}

uint32_t builder_add_group(struct builder *builder, const struct group *group) {
    struct group copy = *group;
    copy_text(builder, &copy.id);
    copy_phrase(builder, &copy.title);
    return append(builder, &builder->groups, &copy, sizeof copy);
}

/* ---- header ---------------------------------------------------------------------------------- */

void builder_set_header(struct builder *builder, const struct header *header) {
    struct header copy = *header;
    copy_text(builder, &copy.id);
    copy_text(builder, &copy.version);
    copy_phrase(builder, &copy.title);
    copy_text(builder, &copy.language);
    struct source_reference *sources =
        copy_items(builder, copy.sources, copy.source_count, sizeof *sources);
    for (size_t i = 0; sources != NULL && i < copy.source_count; i++) {
        copy_text(builder, &sources[i].title);
        copy_text(builder, &sources[i].url);
    }
    copy.sources = sources;
    copy.authors = copy_texts(builder, copy.authors, copy.author_count);
    copy_text(builder, &copy.reviewed_by);
    copy_text(builder, &copy.reviewed_on);
    copy_text(builder, &copy.review_by);
    copy_referral(builder, &copy.refer);
    copy_text(builder, &copy.digest);
    struct plug_in_reference *plug_ins =
        copy_items(builder, copy.plug_ins, copy.plug_in_count, sizeof *plug_ins);
    for (size_t i = 0; plug_ins != NULL && i < copy.plug_in_count; i++) {
        copy_text(builder, &plug_ins[i].name);
        copy_text(builder, &plug_ins[i].digest);
    }
    copy.plug_ins = plug_ins;
    builder->header = copy;
    if (builder->store->arena.failed) {
        builder->status = BUILDER_NO_MEMORY;
    }
}

uint32_t builder_add_probe(struct builder *builder, node_id condition) {
    assert(condition != NODE_MISSING);
    return append(builder, &builder->probes, &condition, sizeof condition);
}

/* ---- the source ------------------------------------------------------------------------------ */

uint32_t builder_add_written(struct builder *builder, const struct written *written) {
    struct written copy = *written;
    copy_text(builder, &copy.text);
    copy_text(builder, &copy.name);
    copy_position(builder, &copy.position);
    return append(builder, &builder->written, &copy, sizeof copy);
}

uint32_t builder_add_line(struct builder *builder, const struct written_line *line) {
    struct written_line copy = *line;
    copy_position(builder, &copy.position);
    return append(builder, &builder->lines, &copy, sizeof copy);
}
