/*
 * From rules and results to a decision: fired, open, not ruled out; the ladder of outcomes;
 * results owed, withheld and unsettled; scopes; techniques; the id.
 */
#include "rules/kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(rows) (sizeof(rows) / sizeof(rows)[0])

/* ---- one rule of each kind ------------------------------------------------------------------- */

struct kind_row {
    enum rule_kind kind;
    const char *fired, *quiet, *absent, *unanswerable;
};

static void each_kind_of_rule(void **state) {
    struct kit *kit = *state;
    const struct kind_row rows[] = {
        {RULE_SCOPE, "refer/urgent complete | fired: r | refer: r", "clear/none complete",
         "ask/none | open: r(f) | ask: f", "refer/urgent complete | fired: r? | refer: r?"},
        {RULE_CONTRAINDICATION, "stop/urgent complete | fired: r | refer: r", "clear/none complete",
         "ask/none | open: r(f) | ask: f", "stop/urgent complete | fired: r? | refer: r?"},
        {RULE_RED_FLAG, "refer/urgent complete | fired: r | refer: r", "clear/none complete",
         "ask/none | open: r(f) | ask: f", "refer/urgent complete | fired: r? | refer: r?"},
        {RULE_PRECONDITION, "defer/urgent complete | fired: r | refer: r", "clear/none complete",
         "ask/none | open: r(f) | ask: f", "defer/urgent complete | fired: r? | refer: r?"},
        /* never "not ruled out", and asked last: the decision is complete without it */
        {RULE_ADVISORY, "clear/none complete | fired: r | refer: r", "clear/none complete",
         "clear/none complete | open: r(f) | ask: f", "clear/none complete | open: r()"},
        /* judged in sessions only */
        {RULE_HALT, "clear/none complete", "clear/none complete", "clear/none complete",
         "clear/none complete"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        kit_close(state);
        kit_open(state);
        kit = *state;
        kit_rule(kit, rows[i].kind, "r", kit_yes_no(kit, "f"), URGENCY_URGENT);
        const struct kit_row decisions[] = {{"f=true", rows[i].fired},
                                            {"f=false", rows[i].quiet},
                                            {"", rows[i].absent},
                                            {"f=?", rows[i].unanswerable}};
        kit_check(kit, decisions, COUNT(decisions));
    }
}

/* ---- the ladder ------------------------------------------------------------------------------ */

static void the_highest_outcome_and_urgency_count(void **state) {
    struct kit *kit = *state;
    kit_rule(kit, RULE_PRECONDITION, "wait", kit_yes_no(kit, "w"), URGENCY_NONE);
    kit_rule(kit, RULE_RED_FLAG, "flag", kit_yes_no(kit, "f"), URGENCY_IMMEDIATE);
    kit_rule(kit, RULE_CONTRAINDICATION, "never", kit_yes_no(kit, "n"), URGENCY_ROUTINE);
    const struct kit_row rows[] = {
        {"w=false f=false n=false", "clear/none complete"},
        {"w=true f=false n=false", "defer/none complete | fired: wait"},
        {"w=true f=true n=false", "refer/immediate complete | fired: wait flag | refer: flag"},
        {"w=true f=true n=true",
         "stop/immediate complete | fired: wait flag never | refer: flag never"},
        {"w=false f=false n=true", "stop/routine complete | fired: never | refer: never"},
        /* deferred, but something worse is possible */
        {"w=true f=false", "ask/none | fired: wait | open: never(n) | ask: n"},
        {"w=true n=false", "ask/none | fired: wait | open: flag(f) | ask: f"},
        /* deferral cannot raise a referral; a sooner referral is still looked for */
        {"f=true", "refer/immediate | fired: flag | open: wait(w) never(n) | ask: n | refer: flag"},
        {"n=true", "stop/routine | fired: never | open: wait(w) flag(f) | ask: f | refer: never"},
        {"f=true n=true",
         "stop/immediate complete | fired: flag never | open: wait(w) | refer: flag never"},
        {"w=true f=? n=false", "refer/immediate complete | fired: wait flag? | refer: flag?"},
    };
    kit_check(kit, rows, COUNT(rows));
}

static void a_refused_fact_makes_the_outcome_invalid_and_hides_nothing(void **state) {
    struct kit *kit = *state;
    kit_rule(kit, RULE_RED_FLAG, "flag", kit_yes_no(kit, "f"), URGENCY_IMMEDIATE);
    kit_rule(kit, RULE_CONTRAINDICATION, "never", kit_yes_no(kit, "n"), URGENCY_NONE);
    const struct kit_row rows[] = {
        {"f=true n=maybe",
         "invalid/immediate | fired: flag | open: never(n) | ask: n | refer: flag | "
         "fault: n wrong-type"},
        {"f=false n=false x=1", "invalid/none complete | fault: x unknown-fact"},
    };
    kit_check(kit, rows, COUNT(rows));
}

static void advisories_change_neither_outcome_nor_urgency(void **state) {
    struct kit *kit = *state;
    kit_rule(kit, RULE_ADVISORY, "chair", kit_yes_no(kit, "heavy"), URGENCY_ROUTINE);
    kit_rule(kit, RULE_RED_FLAG, "flag", kit_yes_no(kit, "f"), URGENCY_URGENT);
    const struct kit_row rows[] = {
        {"heavy=true f=false", "clear/none complete | fired: chair | refer: chair"},
        {"heavy=true", "ask/none | fired: chair | open: flag(f) | ask: f | refer: chair"},
        {"f=false", "clear/none complete | open: chair(heavy) | ask: heavy"},
        {"f=true heavy=true", "refer/urgent complete | fired: chair flag | refer: flag chair"},
        {"", "ask/none | open: chair(heavy) flag(f) | ask: f"}, /* advisories are asked last */
    };
    kit_check(kit, rows, COUNT(rows));
}

/* What a fired rule rests on can still be unanswered elsewhere: a known rule stays certain. */
static void not_ruled_out_needs_every_askable_fact_answered(void **state) {
    struct kit *kit = *state;
    node_id a = kit_yes_no(kit, "a");
    node_id b = kit_yes_no(kit, "b");
    kit_rule(kit, RULE_RED_FLAG, "both", kit_all(kit, a, b), URGENCY_ROUTINE);
    const struct kit_row rows[] = {
        {"a=?", "ask/none | open: both(b) | ask: b"},
        {"a=? b=false", "clear/none complete"},
        {"a=? b=true", "refer/routine complete | fired: both? | refer: both?"},
        {"a=? b=?", "refer/routine complete | fired: both? | refer: both?"},
        {"a=true b=true", "refer/routine complete | fired: both | refer: both"},
    };
    kit_check(kit, rows, COUNT(rows));
}

/* ---- results --------------------------------------------------------------------------------- */

static void results_are_owed(void **state) {
    struct kit *kit = *state;
    kit_result(kit, "imaging", "image", "no-imaging", kit_yes_no(kit, "limp"), OUTCOME_REFER,
               URGENCY_URGENT);
    kit_result(kit, "advice", "rest", "move", kit_yes_no(kit, "tired"), OUTCOME_CLEAR,
               URGENCY_NONE);
    const struct kit_row rows[] = {
        {"limp=true tired=true",
         "refer/urgent complete | imaging: image | advice: rest | refer: image"},
        {"limp=false tired=false", "clear/none complete | imaging: no-imaging | advice: move"},
        {"limp=false", "ask/none | ask: tired | imaging: no-imaging | advice: open(rest move)"},
        /* a referral is established, but the answer is still owed */
        {"limp=true",
         "refer/urgent | ask: tired | imaging: image | advice: open(rest move) | refer: image"},
        {"", "ask/none | ask: limp tired | imaging: open(image no-imaging) | "
             "advice: open(rest move)"},
        /* nothing can settle it: the worst line left counts */
        {"limp=? tired=?",
         "refer/urgent complete | imaging: left(image no-imaging) | advice: left(rest move) | "
         "refer: image?"},
        {"limp=false tired=?",
         "clear/none complete | imaging: no-imaging | advice: left(rest move)"},
    };
    kit_check(kit, rows, COUNT(rows));
}

static void an_unsettled_result_counts_its_worst_lines(void **state) {
    struct kit *kit = *state;
    const node_id whens[] = {kit_yes_no(kit, "a"), kit_yes_no(kit, "b")};
    const struct result_line lines[] = {
        {.name = text_of("wait"),
         .when = whens[0],
         .outcome = OUTCOME_STOP,
         .referral.urgency = URGENCY_ROUTINE},
        {.name = text_of("hurry"),
         .when = whens[1],
         .outcome = OUTCOME_REFER,
         .referral.urgency = URGENCY_IMMEDIATE},
        {.name = text_of("go"), .when = NODE_MISSING},
    };
    builder_add_result(kit->builder, &(struct result){.name = text_of("next"),
                                                      .lines = lines,
                                                      .line_count = 3,
                                                      .node = build_lines(kit->builder, whens, 3)});
    const struct kit_row rows[] = {
        {"a=? b=?", "stop/immediate complete | next: left(wait hurry go) | refer: hurry?"},
        {"a=? b=false", "stop/routine complete | next: left(wait go) | refer: wait?"},
        {"a=false b=?", "refer/immediate complete | next: left(hurry go) | refer: hurry?"},
        {"a=?", "ask/none | ask: b | next: open(wait hurry go)"},
        {"a=true", "stop/routine complete | next: wait | refer: wait"},
        {"a=false b=false", "clear/none complete | next: go"},
    };
    kit_check(kit, rows, COUNT(rows));
}

static void a_rule_may_rest_on_a_result(void **state) {
    struct kit *kit = *state;
    node_id limp = kit_yes_no(kit, "limp");
    kit_result(kit, "imaging", "image", "no-imaging", limp, OUTCOME_CLEAR, URGENCY_NONE);
    node_id lines = build_lines(kit->builder, &limp, 2);
    kit_rule(kit, RULE_PRECONDITION, "first-image", build_one_of(kit->builder, lines, 1),
             URGENCY_NONE);
    const struct kit_row rows[] = {
        {"limp=true", "defer/none complete | fired: first-image | imaging: image"},
        {"limp=false", "clear/none complete | imaging: no-imaging"},
    };
    kit_check(kit, rows, COUNT(rows));
}

/* ---- scopes ---------------------------------------------------------------------------------- */

static void no_result_before_every_scope_holds(void **state) {
    struct kit *kit = *state;
    node_id age = kit_number(kit, "age", 0, 120);
    kit_result(kit, "imaging", "image", "no-imaging", kit_yes_no(kit, "limp"), OUTCOME_STOP,
               URGENCY_IMMEDIATE);
    kit_rule(kit, RULE_RED_FLAG, "fever", kit_yes_no(kit, "f"), URGENCY_URGENT);
    kit_rule(kit, RULE_SCOPE, "adults", kit_under(kit, age, 16), URGENCY_ROUTINE);
    const struct kit_row rows[] = {
        /* asked first, although declared last and the least urgent */
        {"", "ask/none | open: fever(f) adults(age) | ask: age limp f | imaging: withheld"},
        {"limp=true f=false", "ask/none | open: adults(age) | ask: age | imaging: withheld"},
        {"age=16 f=false limp=true", "stop/immediate complete | imaging: image | refer: image"},
        {"age=16 f=false limp=false", "clear/none complete | imaging: no-imaging"},
        /* out of scope: no result, but what could be more urgent is still asked */
        {"age=15 limp=true",
         "refer/routine | fired: adults | open: fever(f) | ask: f | imaging: withheld | "
         "refer: adults"},
        {"age=15 f=true",
         "refer/urgent complete | fired: fever adults | imaging: withheld | refer: fever adults"},
        /* nobody can say whether it is for this person: no result is given, but not knowing must
         * not be better than being in scope */
        {"age=? f=false limp=true",
         "stop/immediate complete | fired: adults? | imaging: withheld | refer: image? adults?"},
        {"age=? f=false limp=false",
         "refer/routine complete | fired: adults? | imaging: withheld | refer: adults?"},
        {"age=? f=false",
         "refer/routine | fired: adults? | ask: limp | imaging: withheld | refer: adults?"},
        {"age=? f=false limp=?",
         "stop/immediate complete | fired: adults? | imaging: withheld | refer: image? adults?"},
    };
    kit_check(kit, rows, COUNT(rows));
}

/* Nobody out of scope is told what follows from a result that is not theirs. */
static void advice_that_rests_on_a_withheld_result_is_not_given(void **state) {
    struct kit *kit = *state;
    node_id limp = kit_yes_no(kit, "limp");
    kit_result(kit, "imaging", "image", "no-imaging", limp, OUTCOME_CLEAR, URGENCY_NONE);
    node_id lines = build_lines(kit->builder, &limp, 2);
    kit_rule(kit, RULE_ADVISORY, "rest", build_one_of(kit->builder, lines, 2), URGENCY_NONE);
    kit_rule(kit, RULE_SCOPE, "here", kit_yes_no(kit, "away"), URGENCY_ROUTINE);
    const struct kit_row rows[] = {
        {"limp=false away=false", "clear/none complete | fired: rest | imaging: no-imaging"},
        {"limp=false away=true",
         "refer/routine complete | fired: here | imaging: withheld | refer: here"},
        {"limp=false", "ask/none | open: rest() here(away) | ask: away | imaging: withheld"},
    };
    kit_check(kit, rows, COUNT(rows));
}

/* The scope is asked although a referral as urgent is established: the results wait for it. */
static void an_owed_result_keeps_the_scope_asked(void **state) {
    struct kit *kit = *state;
    kit_rule(kit, RULE_SCOPE, "here", kit_yes_no(kit, "away"), URGENCY_ROUTINE);
    kit_rule(kit, RULE_RED_FLAG, "flag", kit_yes_no(kit, "f"), URGENCY_URGENT);
    kit_result(kit, "imaging", "image", "none", kit_yes_no(kit, "limp"), OUTCOME_CLEAR,
               URGENCY_NONE);
    const struct kit_row rows[] = {
        {"f=true limp=false",
         "refer/urgent | fired: flag | open: here(away) | ask: away | imaging: withheld | "
         "refer: flag"},
    };
    kit_check(kit, rows, COUNT(rows));
}

/* ---- during ---------------------------------------------------------------------------------- */

static void add_technique(struct kit *kit, const char *id, node_id only_if) {
    builder_add_technique(kit->builder, &(struct technique){.id = text_of(id), .only_if = only_if});
}

static void add_during(struct kit *kit, enum rule_kind kind, const char *id, node_id fires,
                       const char *technique) {
    const struct technique_place place = {.technique = text_of(technique)};
    builder_add_rule(
        kit->builder,
        &(struct rule){
            .id = text_of(id), .kind = kind, .fires = fires, .during = &place, .during_count = 1});
}

static void a_rule_with_during_bars_its_technique_only(void **state) {
    struct kit *kit = *state;
    kit_rule(kit, RULE_RED_FLAG, "flag", kit_yes_no(kit, "f"), URGENCY_URGENT);
    add_during(kit, RULE_CONTRAINDICATION, "no-chair", kit_yes_no(kit, "dizzy"), "sit");
    add_technique(kit, "sit", NODE_MISSING);
    add_technique(kit, "stand", NODE_MISSING);
    const struct kit_row rows[] = {
        {"f=false dizzy=false", "clear/none complete | sit: yes | stand: yes"},
        {"f=false dizzy=true",
         "clear/none complete | fired: no-chair | sit: no by no-chair | stand: yes"},
        {"f=false dizzy=?",
         "clear/none complete | fired: no-chair? | sit: no by no-chair | stand: yes"},
        {"f=false",
         "clear/none complete | open: no-chair(dizzy) | ask: dizzy | sit: ask(dizzy) | stand: yes"},
        /* nobody who is not cleared is guided, nor asked for it */
        {"dizzy=false", "ask/none | open: flag(f) | ask: f | sit: no | stand: no"},
        {"f=true",
         "refer/urgent complete | fired: flag | open: no-chair(dizzy) | sit: no | stand: no | "
         "refer: flag"},
    };
    kit_check(kit, rows, COUNT(rows));
}

/* A scope with `during` bars its technique; the person is still in scope, and owed the results. */
static void a_scope_with_during_withholds_nothing(void **state) {
    struct kit *kit = *state;
    add_during(kit, RULE_SCOPE, "adults-sit", kit_yes_no(kit, "child"), "sit");
    kit_result(kit, "imaging", "image", "no-imaging", kit_yes_no(kit, "limp"), OUTCOME_CLEAR,
               URGENCY_NONE);
    add_technique(kit, "sit", NODE_MISSING);
    const struct kit_row rows[] = {
        {"child=true limp=true",
         "clear/none complete | fired: adults-sit | imaging: image | sit: no by adults-sit"},
        {"limp=true",
         "clear/none complete | open: adults-sit(child) | ask: child | imaging: image | "
         "sit: ask(child)"},
    };
    kit_check(kit, rows, COUNT(rows));
}

static void a_technique_has_a_condition_of_its_own(void **state) {
    struct kit *kit = *state;
    kit_rule(kit, RULE_RED_FLAG, "flag", kit_yes_no(kit, "f"), URGENCY_URGENT);
    add_technique(kit, "sit", kit_yes_no(kit, "chair"));
    add_during(kit, RULE_PRECONDITION, "warm", kit_yes_no(kit, "cold"), "sit");
    const struct kit_row rows[] = {
        {"f=false chair=true cold=false", "clear/none complete | sit: yes"},
        {"f=false chair=false cold=false", "clear/none complete | sit: no"},
        {"f=false chair=? cold=false", "clear/none complete | sit: no"},
        {"f=false",
         "clear/none complete | open: warm(cold) | ask: chair cold | sit: ask(chair cold)"},
        {"f=false chair=false", "clear/none complete | open: warm(cold) | ask: cold | sit: no"},
    };
    kit_check(kit, rows, COUNT(rows));
}

/* ---- what a session measures from ------------------------------------------------------------ */

static struct fact live(const char *name) {
    return (struct fact){
        .name = text_of(name), .type = VALUE_NUMBER, .min = 0, .max = 10, .live = true};
}

static void what_a_halt_measures_from_is_owed_at_the_start(void **state) {
    struct kit *kit = *state;
    node_id pain = kit_fact(kit, live("pain"));
    kit_fact(kit, live("effort"));
    add_technique(kit, "sit", NODE_MISSING);
    add_technique(kit, "stand", NODE_MISSING);
    add_during(kit, RULE_HALT, "worse", build_rose_by(kit->builder, pain, 2), "sit");
    const struct kit_row rows[] = {
        {"", "clear/none complete | ask: pain | sit: ask(pain) | stand: yes"},
        {"pain=3", "clear/none complete | sit: yes | stand: yes"},
        {"pain=?", "clear/none complete | sit: yes | stand: yes"},
        {"effort=3", "invalid/none complete | sit: no | stand: no | fault: effort live"},
    };
    kit_check(kit, rows, COUNT(rows));
}

static void owed_facts_respect_their_gates(void **state) {
    struct kit *kit = *state;
    node_id hurts = kit_yes_no(kit, "hurts");
    node_id pain = kit_fact(kit, kit_gated(live("pain"), GATE_ONLY_IF, hurts,
                                           (struct answer){.state = ANSWER_GIVEN, .number = 0}));
    add_technique(kit, "sit", NODE_MISSING);
    kit_rule(kit, RULE_HALT, "worse", build_rose_by(kit->builder, pain, 2), URGENCY_NONE);
    const struct kit_row rows[] = {
        {"", "clear/none complete | ask: hurts | sit: ask(hurts)"},
        {"hurts=true", "clear/none complete | ask: pain | sit: ask(pain)"},
        {"hurts=false", "clear/none complete | sit: yes"},
    };
    kit_check(kit, rows, COUNT(rows));
}

static void what_a_step_measures_from_is_owed_too(void **state) {
    struct kit *kit = *state;
    node_id pain = kit_fact(kit, live("pain"));
    const struct step reach = {.id = text_of("reach"),
                               .only_if = NODE_MISSING,
                               .skip_if = NODE_MISSING,
                               .finish_when = NODE_MISSING};
    const struct step loop = {.kind = STEP_LOOP,
                              .id = text_of("repeats"),
                              .only_if = NODE_MISSING,
                              .skip_if = NODE_MISSING,
                              .at_most = 3,
                              .finish_when = build_fell_by(kit->builder, pain, 1),
                              .steps = &reach,
                              .step_count = 1};
    builder_add_technique(kit->builder, &(struct technique){.id = text_of("sit"),
                                                            .only_if = NODE_MISSING,
                                                            .steps = &loop,
                                                            .step_count = 1});
    const struct kit_row rows[] = {{"", "clear/none complete | ask: pain | sit: ask(pain)"},
                                   {"pain=4", "clear/none complete | sit: yes"}};
    kit_check(kit, rows, COUNT(rows));
}

static void live_facts_under_a_throughout_rule_are_asked_at_the_start(void **state) {
    struct kit *kit = *state;
    node_id relaxed = kit_fact(
        kit, (struct fact){.name = text_of("relaxed"), .type = VALUE_YES_NO, .live = true});
    builder_add_rule(kit->builder, &(struct rule){.id = text_of("calm"),
                                                  .kind = RULE_PRECONDITION,
                                                  .fires = build_not(kit->builder, relaxed),
                                                  .throughout = true});
    const struct kit_row rows[] = {{"", "ask/none | open: calm(relaxed) | ask: relaxed"},
                                   {"relaxed=true", "clear/none complete"},
                                   {"relaxed=false", "defer/none complete | fired: calm"}};
    kit_check(kit, rows, COUNT(rows));
}

/* ---- grounds --------------------------------------------------------------------------------- */

static void check_grounds(struct kit *kit, const char *facts, const char *expected) {
    kit_decide(kit, facts);
    const uint64_t *grounds = decision_grounds(kit->decision, 0);
    assert_non_null(grounds);
    struct buffer names = {0};
    for (uint32_t i = 0; i < kit->program->fact_count; i++) {
        if (grounds[0] >> i & 1) {
            buffer_append_string(&names, names.length == 0 ? "" : " ");
            buffer_append_text(&names, kit->program->facts[i].name);
        }
    }
    buffer_append(&names, "", 1);
    assert_string_equal(names.at, expected);
    buffer_free(&names);
}

/* A rule names the facts that decided it, not every fact that it mentions. */
static void a_fired_rule_rests_on_what_decided_it(void **state) {
    struct kit *kit = *state;
    node_id a = kit_yes_no(kit, "a");
    node_id b = kit_yes_no(kit, "b");
    node_id c = kit_yes_no(kit, "c");
    kit_rule(kit, RULE_RED_FLAG, "flag", kit_all(kit, kit_any(kit, a, b), c), URGENCY_NONE);
    check_grounds(kit, "a=true b=false c=true", "a c");
    check_grounds(kit, "a=true b=true c=true", "a b c");
    check_grounds(kit, "a=? b=false c=true", "a c");
}

static void a_value_that_a_gate_filled_in_rests_on_the_gate(void **state) {
    struct kit *kit = *state;
    node_id fever = kit_yes_no(kit, "fever");
    struct fact weeks = {.name = text_of("weeks"), .type = VALUE_NUMBER, .min = 0, .max = 52};
    node_id node = kit_fact(kit, kit_gated(weeks, GATE_ONLY_IF, fever,
                                           (struct answer){.state = ANSWER_GIVEN, .number = 20}));
    kit_rule(kit, RULE_RED_FLAG, "long", kit_over(kit, node, 10), URGENCY_NONE);
    check_grounds(kit, "fever=false", "fever weeks");
    check_grounds(kit, "fever=true weeks=11", "weeks");
}

/* ---- the id ---------------------------------------------------------------------------------- */

static void id_of(struct kit *kit, const char *facts, char id[HASH128_HEX_SIZE]) {
    struct buffer scratch = {0};
    kit_decide(kit, facts);
    assert_true(decision_id(kit->decision, &scratch, id));
    buffer_free(&scratch);
}

static void the_id_depends_on_the_input_and_not_on_its_order(void **state) {
    struct kit *kit = *state;
    kit_yes_no(kit, "a");
    kit_number(kit, "b", -10, 10);
    const struct {
        const char *one, *other;
        bool same;
    } rows[] = {
        {"a=true b=1", "b=1 a=true", true},
        {"a=true b=1", "a=true b=1.0", true},
        {"b=0", "b=-0", true},
        {"a=true x=1 b=11 y=2", "y=2 b=11 x=1 a=true", true}, /* faults too */
        {"a=true b=1", "a=true b=2", false},
        {"a=true", "a=false", false},
        {"a=?", "", false},
        {"b=11", "b=12", false},
        {"x=1", "", false},
    };
    char one[HASH128_HEX_SIZE];
    char other[HASH128_HEX_SIZE];
    for (size_t i = 0; i < COUNT(rows); i++) {
        id_of(kit, rows[i].one, one);
        id_of(kit, rows[i].other, other);
        assert_int_equal(strlen(one), 32);
        assert_int_equal(strcmp(one, other) == 0, rows[i].same);
    }
    id_of(kit, "a=true", one);
    kit->as_of++;
    id_of(kit, "a=true", other);
    assert_string_not_equal(one, other);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_kind_of_rule, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(the_highest_outcome_and_urgency_count, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(a_refused_fact_makes_the_outcome_invalid_and_hides_nothing,
                                        kit_open, kit_close),
        cmocka_unit_test_setup_teardown(advisories_change_neither_outcome_nor_urgency, kit_open,
                                        kit_close),
        cmocka_unit_test_setup_teardown(not_ruled_out_needs_every_askable_fact_answered, kit_open,
                                        kit_close),
        cmocka_unit_test_setup_teardown(results_are_owed, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(an_unsettled_result_counts_its_worst_lines, kit_open,
                                        kit_close),
        cmocka_unit_test_setup_teardown(a_rule_may_rest_on_a_result, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(no_result_before_every_scope_holds, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(advice_that_rests_on_a_withheld_result_is_not_given,
                                        kit_open, kit_close),
        cmocka_unit_test_setup_teardown(an_owed_result_keeps_the_scope_asked, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(a_rule_with_during_bars_its_technique_only, kit_open,
                                        kit_close),
        cmocka_unit_test_setup_teardown(a_scope_with_during_withholds_nothing, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(a_technique_has_a_condition_of_its_own, kit_open,
                                        kit_close),
        cmocka_unit_test_setup_teardown(what_a_halt_measures_from_is_owed_at_the_start, kit_open,
                                        kit_close),
        cmocka_unit_test_setup_teardown(owed_facts_respect_their_gates, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(what_a_step_measures_from_is_owed_too, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(live_facts_under_a_throughout_rule_are_asked_at_the_start,
                                        kit_open, kit_close),
        cmocka_unit_test_setup_teardown(a_fired_rule_rests_on_what_decided_it, kit_open, kit_close),
        cmocka_unit_test_setup_teardown(a_value_that_a_gate_filled_in_rests_on_the_gate, kit_open,
                                        kit_close),
        cmocka_unit_test_setup_teardown(the_id_depends_on_the_input_and_not_on_its_order, kit_open,
                                        kit_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
