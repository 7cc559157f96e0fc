#include "guide/chance.h"

#include "rules/builder.h"
#include "rules/explain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

uint32_t chance_below(struct chance *chance, uint32_t limit) {
    chance->state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t bits = chance->state;
    bits = (bits ^ (bits >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    bits = (bits ^ (bits >> 27)) * UINT64_C(0x94d049bb133111eb);
    bits ^= bits >> 31;
    return (uint32_t)((bits >> 32) * limit >> 32);
}

bool chance_percent(struct chance *chance, uint32_t percent) {
    return chance_below(chance, 100) < percent;
}

/* ---- facts ----------------------------------------------------------------------------------- */

struct making {
    struct chance *chance;
    bool plain;
    struct builder *builder;
    node_id facts[CHANCE_FACTS];
};

static void add_fact(struct making *making, uint32_t index, struct fact fact) {
    uint32_t added = builder_add_fact(making->builder, &fact);
    assert_int_equal(added, index);
    making->facts[index] = builder_fact(making->builder, added)->node;
}

static struct fact yes_no(const char *name, bool live) {
    return (struct fact){
        .name = text_of(name), .type = VALUE_YES_NO, .live = live, .gate = NODE_MISSING};
}

static struct fact number(const char *name, double max, bool live) {
    struct fact fact = yes_no(name, live);
    fact.type = VALUE_NUMBER;
    fact.max = max;
    fact.whole = true;
    return fact;
}

static struct fact only_if(struct fact fact, node_id gate) {
    fact.gate_kind = GATE_ONLY_IF;
    fact.gate = gate;
    fact.otherwise = (struct answer){.state = ANSWER_GIVEN, .option = 0};
    return fact;
}

static void add_facts(struct making *making) {
    add_fact(making, CHANCE_CALM, yes_no("calm", true));
    add_fact(making, CHANCE_A, yes_no("a", false));
    add_fact(making, CHANCE_B, yes_no("b", false));
    add_fact(making, CHANCE_COUNT, number("count", 4, false));
    add_fact(making, CHANCE_BEHIND, only_if(yes_no("behind", false), making->facts[CHANCE_B]));
    add_fact(making, CHANCE_HURTS, yes_no("hurts", true));
    add_fact(making, CHANCE_X, yes_no("x", true));
    add_fact(making, CHANCE_Y, yes_no("y", true));
    add_fact(making, CHANCE_PAIN, number("pain", 5, true));
    add_fact(making, CHANCE_WITHIN, only_if(yes_no("within", true), making->facts[CHANCE_X]));
}

/* ---- conditions ------------------------------------------------------------------------------ */

static node_id pick(struct making *making, const uint32_t *facts, size_t count) {
    return making->facts[facts[chance_below(making->chance, (uint32_t)count)]];
}

static node_id compare(struct making *making, node_id number, uint32_t most) {
    struct builder *builder = making->builder;
    node_id limit = build_number(builder, 1 + chance_below(making->chance, most));
    return build_at_most(builder, limit, number);
}

static node_id change(struct making *making) {
    struct builder *builder = making->builder;
    node_id both[] = {making->facts[CHANCE_PAIN], making->facts[CHANCE_COUNT]};
    node_id measured = build_sum(builder, both, 1 + chance_below(making->chance, 2));
    double by = 1 + chance_below(making->chance, 3);
    return chance_percent(making->chance, 70) ? build_rose_by(builder, measured, by)
                                              : build_fell_by(builder, measured, by + 2);
}

static node_id live_leaf(struct making *making) {
    static const uint32_t live[] = {CHANCE_HURTS, CHANCE_X, CHANCE_Y, CHANCE_WITHIN};
    switch (chance_below(making->chance, 8)) {
    case 0:
        return compare(making, making->facts[CHANCE_PAIN], 5);
    case 1:
        return change(making);
    default:
        return pick(making, live, 4);
    }
}

static node_id screened_leaf(struct making *making) {
    static const uint32_t screened[] = {CHANCE_A, CHANCE_B, CHANCE_BEHIND};
    return chance_percent(making->chance, 25) ? compare(making, making->facts[CHANCE_COUNT], 4)
                                              : pick(making, screened, 3);
}

static node_id leaf(struct making *making, uint32_t live_percent) {
    return chance_percent(making->chance, live_percent) ? live_leaf(making) : screened_leaf(making);
}

static node_id condition(struct making *making, uint32_t live_percent, uint32_t not_percent) {
    node_id parts[3];
    size_t count = 1 + chance_below(making->chance, 3);
    for (size_t i = 0; i < count; i++) {
        parts[i] = leaf(making, live_percent);
        if (chance_percent(making->chance, not_percent)) {
            parts[i] = build_not(making->builder, parts[i]);
        }
    }
    switch (chance_below(making->chance, 3)) {
    case 0:
        return build_any(making->builder, parts, count);
    case 1:
        return build_all(making->builder, parts, count);
    default:
        return parts[0];
    }
}

/* ---- rules ----------------------------------------------------------------------------------- */

static void add_rule(struct making *making, const char *id, enum rule_kind kind, node_id fires,
                     bool throughout) {
    static const char *const steps[] = {"s0", "s2", "l1", "s1i0", ""};
    struct technique_place during = {text_of("t"), text_of(steps[chance_below(making->chance, 5)])};
    bool narrow = kind == RULE_HALT && chance_percent(making->chance, 40) && !making->plain;
    struct rule rule = {
        .id = text_of(id),
        .kind = kind,
        .fires = fires,
        .referral.urgency = (enum urgency)chance_below(making->chance, 4),
        .during = &during,
        .during_count = narrow,
        .throughout = throughout,
    };
    builder_add_rule(making->builder, &rule);
}

static void add_rules(struct making *making) {
    static const char *const names[] = {"h0", "h1", "h2"};
    node_id two[] = {screened_leaf(making), screened_leaf(making)};
    add_rule(making, "calm", RULE_PRECONDITION,
             build_not(making->builder, making->facts[CHANCE_CALM]), true);
    add_rule(making, "flag", RULE_RED_FLAG, build_all(making->builder, two, 2), false);
    for (uint32_t i = 0; i < 1 + chance_below(making->chance, 3); i++) {
        add_rule(making, names[i], RULE_HALT, condition(making, 85, 8), false);
    }
}

/* ---- the technique --------------------------------------------------------------------------- */

enum { MOST_STEPS = 5, MOST_INNER = 3 };

static void add_gates(struct making *making, struct step *step) {
    step->only_if = NODE_MISSING;
    step->skip_if = NODE_MISSING;
    step->finish_when = NODE_MISSING;
    if (chance_percent(making->chance, 40)) {
        step->only_if = condition(making, 60, 50);
    }
    if (chance_percent(making->chance, 15) && !making->plain) {
        step->skip_if = condition(making, 60, 50);
    }
}

static void add_loop(struct making *making, struct step *loop, struct step *inner, size_t at) {
    static const char *const loops[MOST_STEPS] = {"l0", "l1", "l2", "l3", "l4"};
    static const char *const ids[MOST_STEPS][MOST_INNER] = {{"s0i0", "s0i1", "s0i2"},
                                                            {"s1i0", "s1i1", "s1i2"},
                                                            {"s2i0", "s2i1", "s2i2"},
                                                            {"s3i0", "s3i1", "s3i2"},
                                                            {"s4i0", "s4i1", "s4i2"}};
    loop->kind = STEP_LOOP;
    loop->id = text_of(loops[at]);
    loop->at_most = 1 + chance_below(making->chance, 3);
    loop->steps = inner;
    loop->step_count = 1 + chance_below(making->chance, MOST_INNER);
    if (chance_percent(making->chance, 70)) {
        loop->finish_when = condition(making, 90, 20);
    }
    for (size_t i = 0; i < loop->step_count; i++) {
        inner[i].id = text_of(ids[at][i]);
        add_gates(making, &inner[i]);
    }
}

static void add_technique(struct making *making) {
    static const char *const ids[MOST_STEPS] = {"s0", "s1", "s2", "s3", "s4"};
    struct step steps[MOST_STEPS] = {{STEP_SINGLE}};
    struct step inner[MOST_STEPS][MOST_INNER] = {{{STEP_SINGLE}}};
    size_t count = 2 + chance_below(making->chance, MOST_STEPS - 1);
    for (size_t i = 0; i < count; i++) {
        steps[i].id = text_of(ids[i]);
        add_gates(making, &steps[i]);
        if (chance_percent(making->chance, 40)) {
            add_loop(making, &steps[i], inner[i], i);
        }
    }
    struct technique technique = {.id = text_of("t"),
                                  .only_if = NODE_MISSING,
                                  .idle_seconds = 60,
                                  .steps = steps,
                                  .step_count = count};
    builder_add_technique(making->builder, &technique);
}

const struct program *chance_program(struct chance *chance, bool plain) {
    struct making making = {.chance = chance, .plain = plain, .builder = builder_new()};
    assert_non_null(making.builder);
    add_facts(&making);
    add_rules(&making);
    add_technique(&making);
    const struct program *program = builder_freeze(making.builder, NULL);
    assert_non_null(program);
    builder_free(making.builder);
    return program;
}

/* ---- printing -------------------------------------------------------------------------------- */

static void print_condition(const struct program *program, const char *key, node_id condition) {
    struct buffer words = {0};
    if (condition != NODE_MISSING) {
        explain_node(&words, program, condition);
        print_error(", %s = %.*s", key, (int)words.length, words.at);
    }
    buffer_free(&words);
}

static void print_steps(const struct program *program, const struct step *steps, size_t count,
                        const char *indent) {
    for (size_t i = 0; i < count; i++) {
        print_error("%s%.*s", indent, (int)steps[i].id.length, steps[i].id.at);
        print_condition(program, "only_if", steps[i].only_if);
        print_condition(program, "skip_if", steps[i].skip_if);
        if (steps[i].kind == STEP_LOOP) {
            print_error(", at_most = %u", steps[i].at_most);
            print_condition(program, "finish_when", steps[i].finish_when);
        }
        print_error("\n");
        print_steps(program, steps[i].steps, steps[i].step_count, "      ");
    }
}

void chance_print(const struct program *program) {
    for (size_t i = 0; i < program->rule_count; i++) {
        const struct rule *rule = &program->rules[i];
        print_error("  %.*s", (int)rule->id.length, rule->id.at);
        print_condition(program, "when", rule->fires);
        for (size_t k = 0; k < rule->during_count; k++) {
            print_error(", during %.*s", (int)rule->during[k].step.length, rule->during[k].step.at);
        }
        print_error("\n");
    }
    print_steps(program, program->techniques[0].steps, program->techniques[0].step_count, "    ");
}

/* ---- people ---------------------------------------------------------------------------------- */

static void say(struct chance_said *said, uint32_t fact, uint32_t value, bool is_number) {
    said->seen[fact] = true;
    said->answers[fact] = (struct answer){.state = ANSWER_GIVEN};
    if (is_number) {
        said->answers[fact].number = value;
    } else {
        said->answers[fact].option = value;
    }
}

static uint32_t rarely(struct chance *chance, uint32_t percent) {
    return chance_percent(chance, percent);
}

struct chance_said chance_say(struct chance *chance, bool live_only) {
    struct chance_said said = {.seen = {false}};
    say(&said, CHANCE_CALM, !rarely(chance, 3), false);
    say(&said, CHANCE_HURTS, rarely(chance, 8), false);
    say(&said, CHANCE_X, rarely(chance, 30), false);
    say(&said, CHANCE_Y, rarely(chance, 40), false);
    say(&said, CHANCE_PAIN, chance_below(chance, 4), true);
    if (said.answers[CHANCE_X].option == 1) {
        say(&said, CHANCE_WITHIN, rarely(chance, 30), false);
    }
    if (live_only) {
        return said;
    }
    say(&said, CHANCE_A, rarely(chance, 25), false);
    say(&said, CHANCE_B, rarely(chance, 25), false);
    say(&said, CHANCE_COUNT, chance_below(chance, 5), true);
    if (said.answers[CHANCE_B].option == 1) {
        say(&said, CHANCE_BEHIND, rarely(chance, 30), false);
    }
    return said;
}

void chance_take(struct intake *intake, const struct chance_said *said) {
    for (size_t i = 0; i < CHANCE_FACTS; i++) {
        if (said->seen[i]) {
            intake->seen[i] = true;
            intake->answers[i] = said->answers[i];
        }
    }
}

bool chance_protects(const struct guide_step *step) {
    return step->step != NULL && (step->step->skip_if != NODE_MISSING ||
                                  (step->loop != NULL && step->loop->skip_if != NODE_MISSING));
}
