#include "service/describe.h"

#include "rules/explain.h"
#include "rules/names.h"

/* ---- rules ----------------------------------------------------------------------------------- */

/* "technique" or "technique/step". */
static void write_place(struct buffer *out, const struct technique_place *place) {
    bool has_step = !text_is_empty(place->step);
    writer_text_header(out, place->technique.length + (has_step ? 1 + place->step.length : 0));
    buffer_append_text(out, place->technique);
    if (has_step) {
        buffer_append_string(out, "/");
        buffer_append_text(out, place->step);
    }
}

static void write_during(const struct describing *describing, struct writer_list *map,
                         const struct rule *rule) {
    if (rule->during_count == 0) {
        return;
    }
    describe_key(describing, map, "during");
    writer_array(describing->out, (uint32_t)rule->during_count);
    for (size_t i = 0; i < rule->during_count; i++) {
        write_place(describing->out, &rule->during[i]);
    }
}

static void write_rule(const struct describing *describing, const struct rule *rule) {
    struct writer_list map = writer_open_map(describing->out);
    describe_text(describing, &map, "id", rule->id);
    describe_text(describing, &map, "kind", text_of(rule_kind_name(rule->kind)));
    describe_phrase(describing, &map, "because", &rule->because);
    describe_phrase(describing, &map, "advice", &rule->advice);
    describe_text(describing, &map, "source", rule->source);
    describe_term(describing, &map, "fires_when", rule->fires);
    describe_words(describing, &map, "fires_when_words", rule->fires, false);
    if (rule->kind == RULE_SCOPE || rule->kind == RULE_PRECONDITION) {
        describe_words(describing, &map, "require_words", rule->fires, true);
    }
    describe_referral(describing, &map, &rule->referral);
    write_during(describing, &map, rule);
    describe_flag(describing, &map, "throughout", rule->throughout);
    describe_texts(describing, &map, "see", rule->see, rule->see_count);
    writer_close(describing->out, &map);
}

static void write_rules(const struct describing *describing, struct writer_list *map) {
    const struct program *program = describing->program;
    describe_key(describing, map, "rules");
    writer_array(describing->out, (uint32_t)program->rule_count);
    for (size_t i = 0; i < program->rule_count; i++) {
        write_rule(describing, &program->rules[i]);
    }
}

/* ---- results --------------------------------------------------------------------------------- */

static void write_line(const struct describing *describing, const struct result_line *line) {
    struct writer_list map = writer_open_map(describing->out);
    describe_text(describing, &map, "name", line->name);
    describe_term(describing, &map, "when", line->when);
    describe_words(describing, &map, "when_words", line->when, false);
    if (line->outcome != OUTCOME_CLEAR) {
        describe_text(describing, &map, "outcome", text_of(outcome_name(line->outcome)));
    }
    describe_referral(describing, &map, &line->referral);
    describe_phrase(describing, &map, "because", &line->because);
    describe_phrase(describing, &map, "advice", &line->advice);
    writer_close(describing->out, &map);
}

static void write_result(const struct describing *describing, const struct result *result) {
    struct writer_list map = writer_open_map(describing->out);
    describe_text(describing, &map, "name", result->name);
    describe_phrase(describing, &map, "title", &result->title);
    describe_key(describing, &map, "lines");
    writer_array(describing->out, (uint32_t)result->line_count);
    for (size_t i = 0; i < result->line_count; i++) {
        write_line(describing, &result->lines[i]);
    }
    writer_close(describing->out, &map);
}

static void write_results(const struct describing *describing, struct writer_list *map) {
    const struct program *program = describing->program;
    describe_key(describing, map, "results");
    writer_array(describing->out, (uint32_t)program->result_count);
    for (size_t i = 0; i < program->result_count; i++) {
        write_result(describing, &program->results[i]);
    }
}

/* ---- scores and values ----------------------------------------------------------------------- */

static void write_score(const struct describing *describing, const struct score *score) {
    struct writer_list map = writer_open_map(describing->out);
    describe_text(describing, &map, "name", score->name);
    describe_phrase(describing, &map, "title", &score->title);
    describe_key(describing, &map, "items");
    writer_array(describing->out, (uint32_t)score->item_count);
    for (size_t i = 0; i < score->item_count; i++) {
        struct writer_list item = writer_open_map(describing->out);
        describe_phrase(describing, &item, "label", &score->items[i].label);
        describe_term(describing, &item, "points", score->items[i].node);
        describe_points(describing, &item, score->items[i].node);
        writer_close(describing->out, &item);
    }
    writer_close(describing->out, &map);
}

static void write_scores(const struct describing *describing, struct writer_list *map) {
    const struct program *program = describing->program;
    describe_key(describing, map, "scores");
    writer_array(describing->out, (uint32_t)program->score_count);
    for (size_t i = 0; i < program->score_count; i++) {
        write_score(describing, &program->scores[i]);
    }
}

/* What a function is called with, as terms, and which plug-in's it is; nothing for any other node.
 */
static void write_inputs(const struct describing *describing, struct writer_list *map,
                         node_id value) {
    const struct node *node = &describing->program->nodes[value];
    if (node->op != NODE_FUNCTION_NUMBER && node->op != NODE_FUNCTION_DISCRETE) {
        return;
    }
    const struct function *function = &describing->program->functions[node->function];
    describe_text(describing, map, "function", function->given_by);
    describe_key(describing, map, "inputs");
    struct writer_list inputs = writer_open_array(describing->out);
    for (uint32_t i = 0; i < node->child_count; i++) {
        struct buffer text = {0};
        node_id input = node_children(describing->program, node)[i];
        struct text name = node_name(describing->program, input);
        if (text_is_empty(name)) {
            explain_node(&text, describing->program, input);
            name = buffer_text(&text);
        }
        writer_item(&inputs);
        writer_text(describing->out, name);
        describing->out->failed = describing->out->failed || text.failed;
        buffer_free(&text);
    }
    writer_close(describing->out, &inputs);
}

static void write_values(const struct describing *describing, struct writer_list *map) {
    const struct program *program = describing->program;
    describe_key(describing, map, "values");
    writer_array(describing->out, (uint32_t)program->derived_count);
    for (size_t i = 0; i < program->derived_count; i++) {
        const struct derived *derived = &program->derived[i];
        struct writer_list value = writer_open_map(describing->out);
        describe_text(describing, &value, "name", derived->name);
        describe_text(describing, &value, "type", text_of(value_type_name(derived->type)));
        describe_text(describing, &value, "unit", derived->unit);
        describe_term(describing, &value, "term", derived->node);
        if (derived->type == VALUE_YES_NO) {
            describe_words(describing, &value, "words", derived->node, false);
        }
        describe_points(describing, &value, derived->node);
        write_inputs(describing, &value, derived->node);
        writer_close(describing->out, &value);
    }
}

void describe_rules(const struct describing *describing, struct writer_list *map) {
    write_values(describing, map);
    write_scores(describing, map);
    write_rules(describing, map);
    write_results(describing, map);
}
