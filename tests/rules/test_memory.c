/*
 * Fail until ok: declaring, freezing, taking in, deciding and explaining with the 1st, 2nd, ...
 * n-th allocation failing. Each time the failure is reported, nothing is decided, nothing leaks.
 */
#include "rules/builder.h"
#include "rules/decision.h"
#include "rules/explain.h"
#include "support/failing_malloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { AS_OF = 20000, SMALL_BLOCK = 64 };

/* ---- a program with one of everything -------------------------------------------------------- */

static const struct text OPTIONS[] = {{"normal", 6}, {"limping", 7}, {"cannot", 6}};
static const struct phrase_entry ENTRIES[] = {{{"en", 2}, {"knee", 4}}, {{"de", 2}, {"Knie", 4}}};
static const struct phrase PHRASE = {ENTRIES, 2};

static node_id add_fact(struct builder *builder, struct fact fact) {
    uint32_t index = builder_add_fact(builder, &fact);
    return index == UINT32_MAX ? NODE_MISSING : builder_fact(builder, index)->node;
}

static void declare_rules(struct builder *builder, const node_id facts[4]) {
    node_id limit = build_number(builder, 55);
    const node_id parts[] = {facts[0], build_at_most(builder, limit, facts[1]),
                             build_one_of(builder, facts[2], 6)};
    node_id flag = build_at_least(builder, 2, parts, 3);
    const struct technique_place place = {.technique = text_of("sit")};
    builder_add_rule(builder, &(struct rule){.id = text_of("flag"),
                                             .kind = RULE_RED_FLAG,
                                             .fires = flag,
                                             .because = PHRASE,
                                             .referral = {&PHRASE, 1, URGENCY_URGENT}});
    builder_add_rule(builder, &(struct rule){.id = text_of("bars"),
                                             .kind = RULE_CONTRAINDICATION,
                                             .fires = facts[0],
                                             .during = &place,
                                             .during_count = 1});
    builder_add_rule(builder, &(struct rule){.id = text_of("rises"),
                                             .kind = RULE_HALT,
                                             .fires = build_rose_by(builder, facts[3], 2)});
}

static void declare_values(struct builder *builder, const node_id facts[4]) {
    const struct score_item item = {PHRASE, build_if_none(builder, facts[1], 0)};
    builder_add_score(builder, &(struct score){.name = text_of("risk"),
                                               .items = &item,
                                               .item_count = 1,
                                               .node = build_sum(builder, &item.node, 1)});
    const struct result_line lines[] = {{.name = text_of("yes"), .when = facts[0]},
                                        {.name = text_of("no"), .when = NODE_MISSING}};
    builder_add_result(builder, &(struct result){.name = text_of("imaging"),
                                                 .lines = lines,
                                                 .line_count = 2,
                                                 .node = build_lines(builder, &facts[0], 2)});
    const struct step steps[] = {
        {.id = text_of("reach"), .only_if = facts[0], .skip_if = NODE_MISSING, .say = PHRASE}};
    builder_add_technique(builder, &(struct technique){.id = text_of("sit"),
                                                       .only_if = NODE_MISSING,
                                                       .needs = &PHRASE,
                                                       .need_count = 1,
                                                       .steps = steps,
                                                       .step_count = 1});
}

static const struct program *build(void) {
    struct builder *builder = builder_new();
    if (builder == NULL) {
        return NULL;
    }
    node_id facts[4];
    facts[0] = add_fact(builder, (struct fact){.name = text_of("fever"), .ask = PHRASE});
    facts[1] = add_fact(builder, (struct fact){.name = text_of("age"),
                                               .type = VALUE_NUMBER,
                                               .max = 120,
                                               .gate_kind = GATE_ONLY_IF,
                                               .gate = facts[0],
                                               .otherwise = {.state = ANSWER_NONE}});
    facts[2] = add_fact(builder, (struct fact){.name = text_of("walk"),
                                               .type = VALUE_CHOICE,
                                               .options = OPTIONS,
                                               .option_count = 3});
    facts[3] = add_fact(
        builder,
        (struct fact){.name = text_of("pain"), .type = VALUE_NUMBER, .max = 10, .live = true});
    declare_rules(builder, facts);
    declare_values(builder, facts);
    builder_set_header(builder, &(struct header){.id = text_of("knee"), .title = PHRASE});
    const struct program *program = builder_freeze(builder, NULL);
    bool consistent = (program != NULL) == (builder_status(builder) == BUILDER_OK);
    builder_free(builder);
    if (!consistent) {
        program_release(program);
        return NULL;
    }
    return program;
}

static enum operation_outcome build_once(void *context) {
    (void)context;
    const struct program *program = build();
    enum operation_outcome outcome = program == NULL ? OPERATION_FAILED : OPERATION_DONE;
    if (program != NULL && (program->fact_count != 4 || program->rule_count != 3 ||
                            program->language_count != 2 || program->results[0].line_count != 2)) {
        outcome = OPERATION_WRONG;
    }
    program_release(program);
    return outcome;
}

static void building_and_freezing(void **state) {
    (void)state;
    long failures = failing_malloc_until_ok(build_once, NULL);
    assert_in_range(failures, 10, 1000);
}

/* ---- deciding -------------------------------------------------------------------------------- */

struct sending {
    const char *name;
    struct sent_value sent;
};

struct case_to_decide {
    const struct program *program;
    const struct sending *facts;
    size_t count;
    enum outcome outcome;
    enum availability available; /* of the technique */
    bool explain;                /* the first rule, which fired: age alone would change it */
};

static const struct decision *send_and_decide(const struct case_to_decide *wanted,
                                              struct intake *intake, struct arena *arena) {
    if (!intake_begin(intake, wanted->program, AS_OF, arena)) {
        return NULL;
    }
    for (size_t i = 0; i < wanted->count; i++) {
        if (!intake_take(intake, text_of(wanted->facts[i].name), &wanted->facts[i].sent)) {
            return NULL;
        }
    }
    return decide(intake, NULL);
}

static enum operation_outcome explain(const struct decision *decision) {
    struct buffer scratch = {0};
    char id[HASH128_HEX_SIZE];
    const struct change *changes;
    bool identified = decision_id(decision, &scratch, id);
    ptrdiff_t count = explain_changes(decision, 0, NULL, &changes);
    buffer_clear(&scratch);
    explain_node(&scratch, decision->program, decision->program->rules[0].fires);
    bool failed = !identified || count < 0 || scratch.failed;
    buffer_free(&scratch);
    if (failed) {
        return OPERATION_FAILED;
    }
    return count == 1 ? OPERATION_DONE : OPERATION_WRONG;
}

static enum operation_outcome decide_once(void *context) {
    const struct case_to_decide *wanted = context;
    struct arena arena;
    struct intake intake;
    arena_init(&arena, SMALL_BLOCK, 0); /* so that nearly every piece asks for memory */
    const struct decision *decision = send_and_decide(wanted, &intake, &arena);
    enum operation_outcome outcome = OPERATION_FAILED;
    if (decision != NULL) {
        bool right = decision->outcome == wanted->outcome &&
                     decision->techniques[0].available == wanted->available;
        outcome = right ? OPERATION_DONE : OPERATION_WRONG;
        if (right && wanted->explain) {
            outcome = explain(decision);
        }
    }
    arena_free(&arena);
    return outcome;
}

static void check(const struct sending *facts, size_t count, enum outcome outcome,
                  enum availability available, bool explained) {
    struct case_to_decide wanted = {build(), facts, count, outcome, available, explained};
    assert_non_null(wanted.program);
    long failures = failing_malloc_until_ok(decide_once, &wanted);
    program_release(wanted.program);
    assert_in_range(failures, 5, 10000);
}

static void a_fired_rule_explained(void **state) {
    (void)state;
    const struct sending facts[] = {
        {"fever", {.kind = SENT_BOOL, .yes = true}},
        {"age", {.kind = SENT_NUMBER, .number = 60}},
        {"walk", {.kind = SENT_TEXT, .text = {"normal", 6}}},
    };
    check(facts, 3, OUTCOME_REFER, AVAILABLE_NO, true);
}

static void open_questions(void **state) {
    (void)state;
    check(NULL, 0, OUTCOME_ASK, AVAILABLE_NO, false);
}

/* The technique waits for what the halt measures from; a lost allocation must not open it. */
static void a_technique_that_waits(void **state) {
    (void)state;
    const struct sending facts[] = {
        {"fever", {.kind = SENT_BOOL, .yes = false}},
        {"walk", {.kind = SENT_TEXT, .text = {"normal", 6}}},
    };
    check(facts, 2, OUTCOME_CLEAR, AVAILABLE_ASK, false);
}

static void faults_of_many_kinds(void **state) {
    (void)state;
    const struct sending facts[] = {
        {"fever", {.kind = SENT_BOOL, .yes = false}},
        {"age", {.kind = SENT_NUMBER, .number = 60}}, /* contradicts */
        {"walk", {.kind = SENT_TEXT, .text = {"norml", 5}}},
        {"pain", {.kind = SENT_QUANTITY, .number = 1, .text = {"kg", 2}}},
        {"wlak", {.kind = SENT_NIL}},
        {"fevr", {.kind = SENT_OTHER, .text = {"an array", 8}}},
    };
    check(facts, 6, OUTCOME_INVALID, AVAILABLE_NO, false);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(building_and_freezing), cmocka_unit_test(a_fired_rule_explained),
        cmocka_unit_test(open_questions),        cmocka_unit_test(a_technique_that_waits),
        cmocka_unit_test(faults_of_many_kinds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
