#include "rules/plan.h"

#include "base/date.h"
#include "rules/explain.h"

#include <math.h>

/* ---- functions ------------------------------------------------------------------------------- */

int plan_function_code(uint32_t function, const int *codes, size_t count) {
    int sum = 1;
    for (size_t i = 0; i < count; i++) {
        sum = sum * 3 + codes[i];
    }
    return function == 0 ? (sum & 1) : (sum & 3);
}

static int code_of(const struct function_value *value) {
    if (value->none) {
        return PLAN_CODE_NONE;
    }
    switch (value->type) {
    case VALUE_YES_NO:
        return value->yes ? 1 : 0;
    case VALUE_CHOICE: /* options are called o0, o1, o2 */
        return value->choice.at[1] - '0';
    case VALUE_NUMBER:
        return (int)floor(value->number * 10);
    default:
        return PLAN_AS_OF - value->day;
    }
}

static bool call(void *context, const struct program *program, uint32_t function,
                 const struct function_value *inputs, size_t count, struct arena *arena,
                 struct function_value *output, struct text *failure) {
    (void)context, (void)program, (void)arena, (void)failure;
    int codes[PLAN_CHILDREN];
    for (size_t i = 0; i < count; i++) {
        codes[i] = code_of(&inputs[i]);
    }
    int code = plan_function_code(function, codes, count);
    *output = (struct function_value){.type = function == 0 ? VALUE_YES_NO : VALUE_NUMBER};
    if (function == 0) {
        output->yes = code == 1;
    } else {
        output->number = code;
    }
    return true;
}

const struct functions plan_functions = {NULL, call};

/* ---- the values of a fact -------------------------------------------------------------------- */

int plan_values(const struct fact *fact, struct answer values[PLAN_VALUES]) {
    static const double tenths[] = {0.1, 0.7, 0.8};
    int count = fact->type == VALUE_YES_NO ? 2 : 3;
    for (int i = 0; i < count; i++) {
        values[i] = (struct answer){.state = ANSWER_GIVEN, .option = (uint32_t)i};
        if (fact->type == VALUE_NUMBER) {
            values[i].number = fact->whole ? 1 + i : tenths[i];
        } else if (fact->type == VALUE_DATE) {
            values[i].day = PLAN_AS_OF - 10 * i;
        }
    }
    if (fact->has_none) {
        values[count++] = (struct answer){.state = ANSWER_NONE};
    }
    return count;
}

/* ---- building -------------------------------------------------------------------------------- */

static const char *const FACT_NAMES[PLAN_FACTS] = {"a", "b", "c", "d", "e", "f"};
static const char *const RULE_NAMES[PLAN_RULES] = {"r0", "r1", "r2", "r3", "r4", "r5"};
static const char *const RESULT_NAMES[PLAN_RESULTS] = {"answer0", "answer1"};
static const char *const LINE_NAMES[PLAN_LINES] = {"l0", "l1", "l2", "l3"};

struct building {
    const struct plan *plan;
    struct builder *builder;
    node_id facts[PLAN_FACTS];
    node_id results[PLAN_RESULTS];
    node_id nodes[PLAN_TERMS]; /* NODE_MISSING: not built yet */
};

static node_id term(struct building *building, int index);

static node_id divide(struct building *building, const struct plan_term *plan_term) {
    node_id dividend = term(building, plan_term->children[0]);
    node_id divisor = build_number(building->builder, plan_term->number);
    if (plan_term->child_count > 1 &&
        building->plan->terms[plan_term->children[1]].op == NODE_FACT_NUMBER) {
        divisor = term(building, plan_term->children[1]);
    }
    return build_binary(building->builder, NODE_DIVIDE, dividend, divisor);
}

static node_id first(struct building *building, const struct plan_term *plan_term) {
    node_id whens[PLAN_CHILDREN];
    node_id values[PLAN_CHILDREN];
    size_t lines = (size_t)(plan_term->child_count - 1) / 2;
    for (size_t i = 0; i < lines; i++) {
        whens[i] = term(building, plan_term->children[2 * i]);
        values[i] = term(building, plan_term->children[2 * i + 1]);
    }
    values[lines] = term(building, plan_term->children[plan_term->child_count - 1]);
    return build_first(building->builder, whens, values, lines + 1);
}

static node_id build_term(struct building *building, const struct plan_term *plan_term) {
    struct builder *builder = building->builder;
    node_id children[PLAN_CHILDREN * 2];
    size_t count = (size_t)plan_term->child_count;
    if (plan_term->op == NODE_DIVIDE) {
        return divide(building, plan_term);
    }
    for (size_t i = 0; i < count; i++) {
        children[i] = term(building, plan_term->children[i]);
    }
    switch (plan_term->op) {
    case NODE_FALSE:
    case NODE_TRUE:
        return build_constant(builder, plan_term->op == NODE_TRUE);
    case NODE_NUMBER:
        return build_number(builder, plan_term->number);
    case NODE_FACT_DISCRETE:
    case NODE_FACT_NUMBER:
    case NODE_FACT_DATE:
        return building->facts[plan_term->index];
    case NODE_LINES:
        return building->results[plan_term->index];
    case NODE_ANSWERED:
        return build_answered(builder, (uint32_t)plan_term->index);
    case NODE_ONE_OF:
        return build_one_of(builder, children[0], plan_term->mask);
    case NODE_ALL:
        return build_all(builder, children, count);
    case NODE_ANY:
        return build_any(builder, children, count);
    case NODE_AT_LEAST_COUNT:
        return build_at_least(builder, (uint32_t)plan_term->number, children, count);
    case NODE_ADD:
        return build_sum(builder, children, count);
    case NODE_IF_NONE:
        return build_if_none(builder, children[0], plan_term->number);
    case NODE_FIRST:
        return first(building, plan_term);
    case NODE_FUNCTION_DISCRETE:
    case NODE_FUNCTION_NUMBER:
        return build_function(builder, (uint32_t)plan_term->index, children, count);
    default:
        return count == 1 ? build_unary(builder, plan_term->op, children[0])
                          : build_binary(builder, plan_term->op, children[0], children[1]);
    }
}

static node_id term(struct building *building, int index) {
    if (building->nodes[index] == NODE_MISSING) {
        building->nodes[index] = build_term(building, &building->plan->terms[index]);
    }
    return building->nodes[index];
}

static void declare_fact(struct building *building, int index) {
    const struct plan_fact *planned = &building->plan->facts[index];
    const struct text options[PLAN_OPTIONS] = {text_of("o0"), text_of("o1"), text_of("o2")};
    struct fact fact = {
        .name = text_of(FACT_NAMES[index]),
        .type = planned->type,
        .options = options,
        .option_count = planned->type == VALUE_CHOICE ? PLAN_OPTIONS : 0,
        .min = planned->tenths ? 0.1 : 1,
        .max = planned->tenths ? 0.8 : 3,
        .whole = !planned->tenths,
        .has_none = planned->has_none,
        .optional = planned->optional,
        .gate_kind = planned->gate_kind,
        .otherwise = planned->otherwise,
    };
    if (planned->gate_kind != GATE_NONE) {
        fact.gate = term(building, planned->gate);
    }
    uint32_t added = builder_add_fact(building->builder, &fact);
    building->facts[index] =
        added == UINT32_MAX ? NODE_MISSING : builder_fact(building->builder, added)->node;
}

static void declare_result(struct building *building, int index) {
    const struct plan_result *planned = &building->plan->results[index];
    struct result_line lines[PLAN_LINES];
    node_id whens[PLAN_LINES];
    for (int i = 0; i < planned->line_count; i++) {
        bool last = i + 1 == planned->line_count;
        whens[i] = last ? NODE_MISSING : term(building, planned->whens[i]);
        lines[i] = (struct result_line){.name = text_of(LINE_NAMES[i]),
                                        .when = whens[i],
                                        .outcome = planned->outcomes[i],
                                        .referral.urgency = planned->urgencies[i]};
    }
    size_t count = (size_t)planned->line_count;
    building->results[index] = build_lines(building->builder, whens, count);
    builder_add_result(building->builder, &(struct result){.name = text_of(RESULT_NAMES[index]),
                                                           .lines = lines,
                                                           .line_count = count,
                                                           .node = building->results[index]});
}

static void declare_rule(struct building *building, int index) {
    const struct plan_rule *planned = &building->plan->rules[index];
    const struct technique_place place = {.technique = text_of("walk")};
    builder_add_rule(building->builder, &(struct rule){.id = text_of(RULE_NAMES[index]),
                                                       .kind = planned->kind,
                                                       .fires = term(building, planned->when),
                                                       .referral.urgency = planned->urgency,
                                                       .during = &place,
                                                       .during_count = planned->during});
}

static void declare_score(struct building *building) {
    const struct plan *plan = building->plan;
    struct score_item items[PLAN_ITEMS] = {0};
    node_id nodes[PLAN_ITEMS];
    for (int i = 0; i < plan->item_count; i++) {
        nodes[i] = items[i].node = term(building, plan->items[i]);
    }
    size_t count = (size_t)plan->item_count;
    builder_add_score(building->builder,
                      &(struct score){.name = text_of("points"),
                                      .items = items,
                                      .item_count = count,
                                      .node = build_sum(building->builder, nodes, count)});
}

const struct program *plan_build(const struct plan *plan) {
    struct building building = {.plan = plan, .builder = builder_new()};
    if (building.builder == NULL) {
        return NULL;
    }
    for (int i = 0; i < plan->term_count; i++) {
        building.nodes[i] = NODE_MISSING;
    }
    builder_add_function(building.builder,
                         &(struct function){.name = text_of("odd"), .type = VALUE_YES_NO});
    builder_add_function(
        building.builder,
        &(struct function){.name = text_of("low"), .type = VALUE_NUMBER, .min = 0, .max = 3});
    for (int i = 0; i < plan->fact_count; i++) {
        declare_fact(&building, i);
    }
    for (int i = 0; i < plan->result_count; i++) {
        declare_result(&building, i);
    }
    for (int i = 0; i < plan->rule_count; i++) {
        declare_rule(&building, i);
    }
    if (plan->item_count > 0) {
        declare_score(&building);
    }
    if (plan->has_technique) {
        builder_add_technique(
            building.builder,
            &(struct technique){.id = text_of("walk"),
                                .only_if = term(&building, plan->technique_only_if)});
    }
    const struct program *program = builder_freeze(building.builder, NULL);
    builder_free(building.builder);
    return program;
}

/* ---- printing -------------------------------------------------------------------------------- */

static void print_node(FILE *out, const struct program *program, node_id node) {
    struct buffer text = {0};
    explain_node(&text, program, node);
    fprintf(out, "%.*s", (int)text.length, text.at);
    buffer_free(&text);
}

static void print_answer(FILE *out, const struct fact *fact, struct answer answer) {
    if (answer.state != ANSWER_GIVEN) {
        static const char *const states[] = {"absent", "", "none", "?"};
        fputs(states[answer.state], out);
    } else if (fact->type == VALUE_NUMBER) {
        fprintf(out, "%g", answer.number);
    } else if (fact->type == VALUE_DATE) {
        fprintf(out, "%d days ago", PLAN_AS_OF - answer.day);
    } else {
        fprintf(out, fact->type == VALUE_CHOICE ? "o%u" : "%u", (unsigned)answer.option);
    }
}

void plan_print_answers(FILE *out, const struct program *program, const struct answer *answers) {
    for (size_t i = 0; i < program->fact_count; i++) {
        const struct fact *fact = &program->facts[i];
        if (answers[i].state != ANSWER_ABSENT) {
            fprintf(out, " %.*s=", (int)fact->name.length, fact->name.at);
            print_answer(out, fact, answers[i]);
        }
    }
    fputc('\n', out);
}

static void print_fact(FILE *out, const struct program *program, const struct fact *fact) {
    fprintf(out, "  %s \"%.*s\" {", value_type_name(fact->type), (int)fact->name.length,
            fact->name.at);
    if (fact->type == VALUE_NUMBER) {
        fprintf(out, " min = %g, max = %g", fact->min, fact->max);
    }
    fputs(fact->has_none ? " none" : "", out);
    fputs(fact->optional ? " optional" : "", out);
    if (fact->gate_kind != GATE_NONE) {
        fputs(fact->gate_kind == GATE_ONLY_IF ? " only_if = " : " ask_if = ", out);
        print_node(out, program, fact->gate);
        fputs(", otherwise = ", out);
        print_answer(out, fact, fact->otherwise);
    }
    fputs(" }\n", out);
}

static void print_result(FILE *out, const struct program *program, const struct result *result) {
    fprintf(out, "  result \"%.*s\" {\n", (int)result->name.length, result->name.at);
    for (size_t i = 0; i < result->line_count; i++) {
        const struct result_line *line = &result->lines[i];
        fprintf(out, "    %.*s %s/%s when ", (int)line->name.length, line->name.at,
                outcome_name(line->outcome), urgency_name(line->referral.urgency));
        if (line->when != NODE_MISSING) {
            print_node(out, program, line->when);
        }
        fputc('\n', out);
    }
    fputs("  }\n", out);
}

void plan_print(FILE *out, const struct plan *plan) {
    const struct program *program = plan_build(plan);
    for (size_t i = 0; i < program->fact_count; i++) {
        print_fact(out, program, &program->facts[i]);
    }
    for (size_t i = 0; i < program->result_count; i++) {
        print_result(out, program, &program->results[i]);
    }
    for (size_t i = 0; i < program->rule_count; i++) {
        const struct rule *rule = &program->rules[i];
        fprintf(out, "  %s \"%.*s\"%s %s when ", rule_kind_name(rule->kind), (int)rule->id.length,
                rule->id.at, rule->during_count > 0 ? " during walk" : "",
                urgency_name(rule->referral.urgency));
        print_node(out, program, rule->fires);
        fputc('\n', out);
    }
    for (size_t i = 0; i < program->score_count; i++) {
        fputs("  score ", out);
        print_node(out, program, program->scores[i].node);
        fputc('\n', out);
    }
    if (plan->has_technique) {
        fputs("  technique walk only_if ", out);
        print_node(out, program, program->techniques[0].only_if);
        fputc('\n', out);
    }
    fputs("  sent:", out);
    plan_print_answers(out, program, plan->answers);
    program_release(program);
}
