/*
 * Facts behind gates: gate true, unknown or false, against what was sent, for only_if and ask_if;
 * and facts that may be none or are optional.
 */
#include "rules/kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(rows) (sizeof(rows) / sizeof(rows)[0])

static const struct answer NONE = {.state = ANSWER_NONE};

static struct answer number_answer(double number) {
    return (struct answer){.state = ANSWER_GIVEN, .number = number};
}

static struct fact weeks_fact(void) {
    return (struct fact){.name = text_of("weeks"), .type = VALUE_NUMBER, .min = 0, .max = 52};
}

/* fever, and behind it weeks; a red flag where weeks is over 10. */
static uint32_t declare(struct kit *kit, struct fact weeks, enum gate_kind kind,
                        struct answer otherwise) {
    node_id fever = kit_yes_no(kit, "fever");
    node_id node = kit_fact(kit, kit_gated(weeks, kind, fever, otherwise));
    kit_rule(kit, RULE_RED_FLAG, "long", kit_over(kit, node, 10), URGENCY_ROUTINE);
    return kit_probe(kit, node);
}

struct gate_row {
    const char *facts;
    const char *value;    /* of weeks */
    const char *decision; /* summary */
};

static void check(struct kit *kit, uint32_t probe, const struct gate_row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        kit_check_cell(kit, probe, &(struct kit_row){rows[i].facts, rows[i].value}, 1);
        kit_check(kit, &(struct kit_row){rows[i].facts, rows[i].decision}, 1);
    }
}

#define FIRED "refer/routine complete | fired: long | refer: long"
#define NOT_RULED_OUT "refer/routine complete | fired: long? | refer: long?"
#define CLEAR "clear/none complete"

static void only_if_with_a_number_otherwise(void **state) {
    struct kit *kit = *state;
    uint32_t probe = declare(kit, weeks_fact(), GATE_ONLY_IF, number_answer(1));
    const struct gate_row rows[] = {
        /* gate true */
        {"fever=true weeks=20", "20", FIRED},
        {"fever=true", "0..52", "ask/none | open: long(weeks) | ask: weeks"},
        {"fever=true weeks=?", "0..52", NOT_RULED_OUT},
        /* gate unknown: its facts are asked instead; a value counts */
        {"", "0..52", "ask/none | open: long(fever) | ask: fever"},
        {"weeks=20", "20", FIRED},
        {"weeks=?", "0..52", "ask/none | open: long(fever) | ask: fever"},
        /* gate unanswerable: asked as though it were true */
        {"fever=?", "0..52", "ask/none | open: long(weeks) | ask: weeks"},
        {"fever=? weeks=5", "5", CLEAR},
        {"fever=? weeks=?", "0..52", NOT_RULED_OUT},
        /* gate false */
        {"fever=false", "1", CLEAR},
        {"fever=false weeks=?", "1", CLEAR},
        {"fever=false weeks=1", "1", CLEAR},
        {"fever=false weeks=20", "1..20",
         "invalid/routine complete | fired: long? | refer: long? | fault: weeks contradiction"},
        {"fever=false weeks=2", "1..2", "invalid/none complete | fault: weeks contradiction"},
    };
    check(kit, probe, rows, COUNT(rows));
}

static void only_if_with_none_otherwise(void **state) {
    struct kit *kit = *state;
    uint32_t probe = declare(kit, weeks_fact(), GATE_ONLY_IF, NONE);
    const struct gate_row rows[] = {
        {"fever=true", "0..52", "ask/none | open: long(weeks) | ask: weeks"},
        {"", "0..52 or none", "ask/none | open: long(fever) | ask: fever"},
        {"fever=?", "0..52 or none", "ask/none | open: long(weeks) | ask: weeks"},
        {"fever=false", "none", CLEAR},
        /* "none" is no answer of this fact, but it is what the gate makes of it */
        {"fever=false weeks=none", "none", CLEAR},
        {"weeks=none", "none", CLEAR},
        {"fever=? weeks=none", "none", CLEAR},
        {"fever=true weeks=none", "0..52",
         "invalid/none | open: long(weeks) | ask: weeks | fault: weeks wrong-type"},
        {"fever=false weeks=20", "20 or none",
         "invalid/routine complete | fired: long? | refer: long? | fault: weeks contradiction"},
    };
    check(kit, probe, rows, COUNT(rows));
}

/* "Need not be asked": a value that is sent all the same is a value like any other. */
static void ask_if(void **state) {
    struct kit *kit = *state;
    uint32_t probe = declare(kit, weeks_fact(), GATE_ASK_IF, number_answer(0));
    const struct gate_row rows[] = {
        {"fever=true", "0..52", "ask/none | open: long(weeks) | ask: weeks"},
        {"fever=true weeks=20", "20", FIRED},
        {"", "0..52", "ask/none | open: long(fever) | ask: fever"},
        {"fever=false", "0", CLEAR},
        {"fever=false weeks=?", "0", CLEAR},
        {"fever=false weeks=20", "20", FIRED},
        {"fever=? weeks=?", "0..52", NOT_RULED_OUT},
    };
    check(kit, probe, rows, COUNT(rows));
}

static void an_answer_of_none_behind_a_gate(void **state) {
    struct kit *kit = *state;
    struct fact weeks = weeks_fact();
    weeks.has_none = true;
    uint32_t probe = declare(kit, weeks, GATE_ONLY_IF, number_answer(1));
    const struct gate_row rows[] = {
        {"fever=true weeks=none", "none", CLEAR},
        {"fever=true", "0..52 or none", "ask/none | open: long(weeks) | ask: weeks"},
        {"fever=false", "1", CLEAR},
        {"fever=false weeks=none", "1 or none",
         "invalid/none complete | fault: weeks contradiction"},
    };
    check(kit, probe, rows, COUNT(rows));
}

static void an_optional_fact_behind_a_gate(void **state) {
    struct kit *kit = *state;
    struct fact weeks = weeks_fact();
    weeks.optional = true;
    uint32_t probe = declare(kit, weeks, GATE_ONLY_IF, number_answer(30));
    const struct gate_row rows[] = {
        {"fever=true", "none", CLEAR},
        {"fever=true weeks=?", "none", CLEAR},
        {"fever=true weeks=20", "20", FIRED},
        {"fever=false", "30", FIRED},
        {"", "30 or none", "ask/none | open: long(fever) | ask: fever"},
        {"fever=?", "30 or none", NOT_RULED_OUT}, /* never asked itself */
    };
    check(kit, probe, rows, COUNT(rows));
}

static void a_choice_behind_a_gate(void **state) {
    struct kit *kit = *state;
    node_id fever = kit_yes_no(kit, "fever");
    const struct text options[] = {text_of("dry"), text_of("wet"), text_of("bloody")};
    struct fact cough = {
        .name = text_of("cough"), .type = VALUE_CHOICE, .options = options, .option_count = 3};
    struct answer otherwise = {.state = ANSWER_GIVEN, .option = 0};
    node_id node = kit_fact(kit, kit_gated(cough, GATE_ONLY_IF, fever, otherwise));
    kit_rule(kit, RULE_RED_FLAG, "long", build_one_of(kit->builder, node, 4), URGENCY_ROUTINE);
    uint32_t probe = kit_probe(kit, node);
    const struct gate_row rows[] = {
        {"fever=true", "0 1 2", "ask/none | open: long(cough) | ask: cough"},
        {"fever=false", "0", CLEAR},
        {"fever=false cough=dry", "0", CLEAR},
        {"fever=false cough=bloody", "0 2",
         "invalid/routine complete | fired: long? | refer: long? | fault: cough contradiction"},
        {"cough=wet", "1", CLEAR},
        {"fever=?", "0 1 2", "ask/none | open: long(cough) | ask: cough"},
    };
    check(kit, probe, rows, COUNT(rows));
}

/* A contradiction fires what holds under either value; what holds under both is certain. */
static void contradictions_fire_either_way(void **state) {
    struct kit *kit = *state;
    node_id fever = kit_yes_no(kit, "fever");
    node_id weeks = kit_fact(kit, kit_gated(weeks_fact(), GATE_ONLY_IF, fever, number_answer(1)));
    kit_rule(kit, RULE_RED_FLAG, "sent", kit_over(kit, weeks, 10), URGENCY_ROUTINE);
    kit_rule(kit, RULE_RED_FLAG, "filled-in", kit_under(kit, weeks, 10), URGENCY_URGENT);
    kit_rule(kit, RULE_RED_FLAG, "both", kit_at_least(kit, weeks, 1), URGENCY_IMMEDIATE);
    kit_rule(kit, RULE_RED_FLAG, "neither", kit_over(kit, weeks, 30), URGENCY_IMMEDIATE);
    kit_rule(kit, RULE_ADVISORY, "hint", kit_over(kit, weeks, 10), URGENCY_NONE);
    const struct kit_row rows[] = {
        {"fever=false weeks=20",
         "invalid/immediate complete | fired: sent? filled-in? both | open: hint() | "
         "refer: both filled-in? sent? | fault: weeks contradiction"},
    };
    kit_check(kit, rows, COUNT(rows));
}

/* Two facts that contradict: a rule over both fires if it does under some mixture. */
static void two_contradictions(void **state) {
    struct kit *kit = *state;
    node_id fever = kit_yes_no(kit, "fever");
    struct fact fact = weeks_fact();
    node_id a = kit_fact(kit, kit_gated(fact, GATE_ONLY_IF, fever, number_answer(1)));
    fact.name = text_of("months");
    node_id b = kit_fact(kit, kit_gated(fact, GATE_ONLY_IF, fever, number_answer(1)));
    kit_rule(kit, RULE_RED_FLAG, "mixed", kit_all(kit, kit_over(kit, a, 10), kit_under(kit, b, 5)),
             URGENCY_ROUTINE);
    const struct kit_row rows[] = {
        {"fever=false weeks=20 months=30",
         "invalid/routine complete | fired: mixed? | refer: mixed? | fault: weeks contradiction "
         "months contradiction"},
    };
    kit_check(kit, rows, COUNT(rows));
}

/* A gate behind a gate: the outermost open question first. */
static void chained_gates(void **state) {
    struct kit *kit = *state;
    node_id fever = kit_yes_no(kit, "fever");
    struct fact cough = {.name = text_of("cough"), .type = VALUE_YES_NO};
    struct answer no = {.state = ANSWER_GIVEN, .option = 0};
    node_id coughing = kit_fact(kit, kit_gated(cough, GATE_ONLY_IF, fever, no));
    node_id weeks =
        kit_fact(kit, kit_gated(weeks_fact(), GATE_ONLY_IF, coughing, number_answer(1)));
    kit_rule(kit, RULE_RED_FLAG, "long", kit_over(kit, weeks, 10), URGENCY_ROUTINE);
    const struct kit_row rows[] = {
        {"", "ask/none | open: long(fever) | ask: fever"},
        {"fever=false", CLEAR},
        {"fever=true", "ask/none | open: long(cough) | ask: cough"},
        {"fever=?", "ask/none | open: long(cough) | ask: cough"},
        {"fever=? cough=?", "ask/none | open: long(weeks) | ask: weeks"},
        {"fever=? cough=? weeks=?", NOT_RULED_OUT},
        {"fever=true cough=true weeks=11", FIRED},
    };
    kit_check(kit, rows, COUNT(rows));
}

static void answered_behind_a_gate(void **state) {
    struct kit *kit = *state;
    node_id fever = kit_yes_no(kit, "fever");
    kit_fact(kit, kit_gated(weeks_fact(), GATE_ONLY_IF, fever, number_answer(1)));
    uint32_t probe = kit_probe(kit, build_answered(kit->builder, 1));
    const struct kit_row rows[] = {
        {"fever=false", "true"},         {"fever=true", "unknown"}, {"fever=true weeks=?", "false"},
        {"fever=true weeks=3", "true"},  {"", "unknown"},           {"weeks=3", "true"},
        {"fever=false weeks=?", "true"},
    };
    kit_check_cell(kit, probe, rows, COUNT(rows));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(only_if_with_a_number_otherwise, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(only_if_with_none_otherwise, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(ask_if, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(an_answer_of_none_behind_a_gate, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(an_optional_fact_behind_a_gate, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(a_choice_behind_a_gate, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(contradictions_fire_either_way, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(two_contradictions, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(chained_gates, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(answered_behind_a_gate, kit_open, kit_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
