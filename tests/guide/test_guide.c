/* Sessions as transcripts: a table for each sentence of the design's section on them. */
#include "guide/guiding.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define CHECK(text, ...)                                                                           \
    do {                                                                                           \
        const struct guiding_row rows[] = {__VA_ARGS__};                                           \
        guiding_check(text, rows, sizeof rows / sizeof *rows);                                     \
    } while (0)

#define TIRED "local tired = yes_no 'tired' { ask = 'Tired?', live = true }\n"

static const char plain[] = TIRED "technique 'walk' { title = 'T', idle = minutes(1),\n"
                                  "  step 'sit' { 'Sit.' },\n"
                                  "  loop 'repeats' { at_most = 2, finish_when = tired,\n"
                                  "    step 'reach' { 'Reach.' }, step 'back' { 'Back.' } },\n"
                                  "  step 'rise' { 'Rise.' } }\n";

#define WELL "well=true tingling=false"

static void from_the_start_to_the_end(void **state) {
    (void)state;
    CHECK(
        plain, {"start walk " WELL, "1 step sit 1/4 | watch: hurts"},
        {"report 1 hurts=false", "2 step reach#1 2/4 repeats 1/2 | watch: hurts tired"},
        {"report 2 hurts=false tired=false", "3 step back#1 3/4 repeats 1/2 | watch: hurts tired"},
        {"report 3 hurts=false tired=false", "4 step reach#2 2/4 repeats 2/2 | watch: hurts tired"},
        {"report 4 hurts=false tired=false", "5 step back#2 3/4 repeats 2/2 | watch: hurts tired"},
        {"report 5 hurts=false tired=false", "6 step rise 4/4 | watch: hurts"},
        {"report 6 hurts=false", "6 finished"}, {"get", "6 finished"}, {"end", "6 finished"});
}

/* ---- "session.start screens first" ------------------------------------------------------------
 */

static void who_is_not_cleared_gets_the_decision(void **state) {
    (void)state;
    CHECK(plain, {"start walk well=false tingling=false", "1 not_cleared | outcome: defer"},
          {"get", "1 not_cleared | outcome: defer"},
          {"report 1 well=true", "1 not_cleared | outcome: defer"});
    /* a referral is a floor: it is told at once, whatever is still open */
    CHECK(plain, {"start walk tingling=true", "1 not_cleared | outcome: refer"});
}

static void questions_come_before_steps(void **state) {
    (void)state;
    CHECK(
        plain, {"start walk", "1 asking | ask: tingling ( tingling ) well ( well ) | outcome: ask"},
        {"report 1 tingling=false", "1 asking | ask: well ( well ) | outcome: ask"},
        {"get", "1 asking | ask: well ( well ) | outcome: ask"}, {"report 2 well=true", "refused"},
        {"report 1 well=true", "2 step sit 1/4 | watch: hurts"},
        {"report 1 well=true", "2 step sit 1/4 | watch: hurts | again"});
    CHECK(plain, {"start walk tingling=false", "1 asking | ask: well ( well ) | outcome: ask"},
          {"report 1 well=false", "1 not_cleared | outcome: defer"},
          {"report 1 well=false", "1 not_cleared | outcome: defer | again"});
    /* nobody is cleared because they did not know */
    CHECK(plain, {"start walk tingling=false well=?", "1 not_cleared | outcome: defer"});
}

/* A fault may hide what matters: nobody goes on from there, and none forgets it. */
static void with_a_fault_nobody_starts(void **state) {
    (void)state;
    CHECK(
        plain,
        {"start walk " WELL " hurts=true", "1 not_cleared | outcome: invalid | faults: hurts live"},
        {"get", "1 not_cleared | outcome: invalid | faults:  start"},
        {"report 1", "1 not_cleared | outcome: invalid"},
        {"report 1 hurts=false", "1 not_cleared | outcome: invalid"},
        {"report 1 hurts=true", "1 not_cleared | halts: pain ( hurts=true ) | outcome: invalid"});
    CHECK(plain, {"start walk tingling=false wel=true",
                  "1 not_cleared | outcome: invalid | faults: wel unknown-fact"});
    CHECK(plain, {"start walk tingling=true wel=true",
                  "1 not_cleared | outcome: invalid | faults: wel unknown-fact"});
    CHECK(plain, {"start walk " WELL, "1 step sit 1/4 | watch: hurts"},
          {"get", "1 step sit 1/4 | watch: hurts"});
}

static void what_was_refused_in_a_report_may_be_sent_right(void **state) {
    (void)state;
    CHECK(plain, {"start walk tingling=false", "1 asking | ask: well ( well ) | outcome: ask"},
          {"report 1 well=@",
           "1 asking | ask: well ( well ) | outcome: invalid | faults: well wrong-type"},
          {"get", "1 asking | ask: well ( well ) | outcome: ask"},
          {"report 1 well=true", "2 step sit 1/4 | watch: hurts"});
}

static void a_technique_has_its_own_conditions(void **state) {
    (void)state;
    const char *text = "local partner = yes_no 'partner' { ask = 'A?' }\n"
                       "local room = yes_no 'room' { ask = 'R?' }\n"
                       "technique 'walk' { title = 'T', only_if = room, step 'sit' { 'Sit.' } }\n"
                       "technique 'turn' { title = 'T', step 'sit' { 'Sit.' } }\n"
                       "precondition 'alone' { require = partner, during = { 'turn' },\n"
                       "  because = 'B', source = 'S' }\n";
    CHECK(text,
          {"start walk " WELL, "1 asking | ask: partner ( alone ) room ( walk ) | outcome: clear"},
          {"report 1 room=true", "2 step sit 1/1 | watch: hurts"});
    CHECK(text, {"start walk " WELL " room=false", "1 not_cleared | outcome: clear"});
    CHECK(text, {"start turn " WELL " partner=false", "1 not_cleared | outcome: clear"});
    /* what bars another technique bars nothing here; what bars this one halts it */
    CHECK(text, {"start walk " WELL " room=true partner=false", "1 step sit 1/1 | watch: hurts"});
    CHECK(text, {"start turn " WELL " partner=true", "1 step sit 1/1 | watch: hurts"},
          {"report 1 partner=false", "1 halted sit 1/1 | halts: alone ( partner=false )"});
    CHECK(text, {"start walk " WELL " room=true", "1 step sit 1/1 | watch: hurts"},
          {"report 1 room=false", "1 not_cleared | outcome: clear"},
          {"report 1 room=true", "1 not_cleared | outcome: clear"});
}

/* ---- "watch" -----------------------------------------------------------------------------------
 */

static const char watching[] = TIRED
    "local calm = yes_no 'calm' { ask = 'C?', live = true }\n"
    "local speed = choice 'speed' { ask = 'S?', options = { 'slow', 'quick' }, live = true }\n"
    "local steady = yes_no 'steady' { ask = 'S?', live = true }\n"
    "local push = yes_no 'push' { ask = 'P?', live = true }\n"
    "precondition 'calm' { require = calm, throughout = true, because = 'B', source = 'S' }\n"
    "halt 'quick' { when = speed:is 'quick', during = { 'walk/reach', 'walk/rise' },\n"
    "  because = 'B', source = 'S' }\n"
    "halt 'pushed' { when = push, during = { 'turn' }, because = 'B', source = 'S' }\n"
    "technique 'walk' { title = 'T', step 'sit' { 'Sit.' },\n"
    "  loop 'repeats' { at_most = 2, finish_when = tired, step 'reach' { 'R.' } },\n"
    "  step 'rise' { 'Rise.', only_if = steady }, step 'done' { 'Done.' } }\n"
    "technique 'turn' { title = 'T', step 'go' { 'Go.' } }\n";

static void what_is_in_force_is_watched(void **state) {
    (void)state;
    CHECK(watching, {"start walk " WELL, "1 asking | ask: calm ( calm ) | outcome: ask"},
          {"report 1 calm=true", "2 step sit 1/4 | watch: hurts calm"},
          {"report 2 hurts=false calm=true",
           "3 step reach#1 2/4 repeats 1/2 | watch: hurts tired calm speed steady"},
          {"report 3 hurts=false calm=true tired=true speed=slow steady=true",
           "4 step rise 3/4 | watch: hurts calm speed steady"},
          {"report 4 hurts=false calm=true speed=slow steady=true",
           "5 step done 4/4 | watch: hurts calm"});
    CHECK(watching, {"start turn " WELL " calm=true", "1 step go 1/1 | watch: hurts calm push"});
}

static void assert_asks(const struct guiding *guiding, size_t at, const char *fact,
                        const char *const askers[2]) {
    const struct question *question = &guiding->answer.questions[at];
    const struct program *program = guiding->program;
    assert_true(text_is(program->facts[question->fact].name, fact));
    for (size_t i = 0; i < 2 && askers[i] != NULL; i++) {
        assert_true(i < question->asker_count);
        const struct asker *asker = &question->askers[i];
        assert_true(text_is(asker->kind == ASKER_RULE ? program->rules[asker->index].id
                                                      : program->techniques[asker->index].id,
                            askers[i]));
    }
    assert_int_equal(question->asker_count, askers[1] == NULL ? 1 : 2);
}

/* Whom a question is for, also where its answer rests behind a gate. */
static void what_is_watched_is_asked(void **state) {
    (void)state;
    struct guiding guiding;
    guiding_open(&guiding,
                 TIRED "local where = choice 'where' { ask = 'W?', options = { 'arm', 'leg' },\n"
                       "  live = true, only_if = hurts, otherwise = 'arm' }\n"
                       "halt 'leg' { when = where:is 'leg', because = 'B', source = 'S' }\n"
                       "technique 'walk' { title = 'T', loop 'repeats' { at_most = 2,\n"
                       "  finish_when = tired, step 'reach' { 'R.' } } }\n");
    guiding_say(&guiding, "start walk " WELL);
    assert_int_equal(guiding.answer.question_count, 3);
    assert_asks(&guiding, 0, "hurts", (const char *const[2]){"pain", "leg"});
    assert_asks(&guiding, 1, "tired", (const char *const[2]){"walk"});
    assert_asks(&guiding, 2, "where", (const char *const[2]){"leg"});
    guiding_close(&guiding);
}

static void a_live_fact_counts_only_in_the_turn_it_is_reported_in(void **state) {
    (void)state;
    CHECK(watching, {"start walk " WELL " calm=true", "1 step sit 1/4 | watch: hurts calm"},
          {"report 1 hurts=false calm=true",
           "2 step reach#1 2/4 repeats 1/2 | watch: hurts tired calm speed steady"},
          {"report 2 hurts=false tired=true speed=slow steady=true",
           "2 step reach#1 2/4 repeats 1/2 | watch: hurts tired calm speed steady"
           " | missing: calm | ask: calm ( calm )"});
}

static void what_was_not_watched_is_judged_all_the_same(void **state) {
    (void)state;
    CHECK(watching, {"start walk " WELL " calm=true", "1 step sit 1/4 | watch: hurts calm"},
          {"report 1 hurts=false calm=true speed=quick",
           "1 halted sit 1/4 | halts: quick ( speed=quick )"});
    CHECK(watching, {"start walk " WELL " calm=true", "1 step sit 1/4 | watch: hurts calm"},
          {"report 1 push=true", "1 halted sit 1/4 | halts: pushed ( push=true )"});
    CHECK(watching, {"start walk " WELL " calm=true", "1 step sit 1/4 | watch: hurts calm"},
          {"report 1 speed=?", "1 halted sit 1/4 | halts: quick? ( speed=? )"});
    CHECK(watching, {"start walk " WELL " calm=true", "1 step sit 1/4 | watch: hurts calm"},
          {"report 1 hurts=false calm=true speed=slow push=false",
           "2 step reach#1 2/4 repeats 1/2 | watch: hurts tired calm speed steady"});
}

/* Where it is watched, `during` holds: the same fact may mean more in one step than in another. */
static void what_is_watched_respects_during(void **state) {
    (void)state;
    const char *text = "local pain = number 'pain' { ask = 'P?', min = 0, max = 10, live = true }\n"
                       "halt 'much' { when = pain:at_least(7), because = 'B', source = 'S' }\n"
                       "halt 'some' { when = pain:at_least(3), during = { 'walk/reach' },\n"
                       "  because = 'B', source = 'S' }\n"
                       "technique 'walk' { title = 'T', step 'sit' { 'S.' },\n"
                       "  step 'reach' { 'R.' } }\n";
    CHECK(text, {"start walk " WELL, "1 step sit 1/2 | watch: hurts pain"},
          {"report 1 hurts=false pain=5", "2 step reach 2/2 | watch: hurts pain"},
          {"report 2 hurts=false pain=5", "2 halted reach 2/2 | halts: some ( pain=5 )"});
}

static void what_need_not_be_told_is_not_watched(void **state) {
    (void)state;
    const char *text =
        "local moving = yes_no 'moving' { ask = 'M?', live = true }\n"
        "local where = choice 'where' { ask = 'W?', options = { 'arm', 'leg' }, live = true,\n"
        "  only_if = hurts, otherwise = 'arm' }\n"
        "local pulse = number 'pulse' { ask = 'P?', min = 0, max = 300, optional = true,\n"
        "  live = true }\n"
        "halt 'leg' { when = where:is 'leg', because = 'B', source = 'S' }\n"
        "halt 'racing' { when = any { pulse:over(150), moving }, because = 'B', source = 'S' }\n"
        "technique 'walk' { title = 'T', step 'sit' { 'S.' } }\n";
    CHECK(text, {"start walk " WELL, "1 step sit 1/1 | watch: hurts moving where"},
          {"report 1 hurts=false", "1 step sit 1/1 | watch: hurts moving | missing: moving"
                                   " | ask: moving ( racing )"},
          {"report 1 moving=false", "1 finished"});
    CHECK(text, {"start walk " WELL, "1 step sit 1/1 | watch: hurts moving where"},
          {"report 1 pulse=160", "1 halted sit 1/1 | halts: racing ( pulse=160 )"});
}

/* ---- "rose_by", "fell_by" -----------------------------------------------------------------------
 */

static const char changing[] =
    "local pain = number 'pain' { ask = 'P?', min = 0, max = 10, live = true }\n"
    "local breath = number 'breath' { ask = 'B?', min = 0, max = 60, live = true }\n"
    "local age = number 'age' { ask = 'A?', min = 0, max = 100 }\n"
    "local strain = derive 'strain' { pain * 2 + breath }\n"
    "halt 'worse' { when = pain:rose_by(2), because = 'B', source = 'S' }\n"
    "halt 'strained' { when = strain:rose_by(10), because = 'B', source = 'S' }\n"
    "halt 'shallow' { when = (breath / age):fell_by(0.1), because = 'B', source = 'S' }\n"
    "technique 'walk' { title = 'T', step 'sit' { 'S.' }, step 'rise' { 'R.' } }\n";

static void changes_are_measured_from_the_start(void **state) {
    (void)state;
    CHECK(changing,
          {"start walk " WELL, "1 asking | ask: pain ( worse strained ) breath ( strained shallow )"
                               " age ( shallow ) | outcome: clear"},
          {"report 1 pain=3 breath=20 age=50", "2 step sit 1/2 | watch: hurts pain breath"},
          {"report 2 hurts=false pain=4 breath=20", "3 step rise 2/2 | watch: hurts pain breath"},
          {"report 3 hurts=false pain=5 breath=20", "3 halted rise 2/2 | halts: worse ( pain=5 )"});
}

static void a_change_of_a_value_is_measured_like_any_other(void **state) {
    (void)state;
    CHECK(changing,
          {"start walk " WELL " pain=3 breath=20 age=50",
           "1 step sit 1/2 | watch: hurts pain breath"},
          {"report 1 hurts=false pain=4 breath=28",
           "1 halted sit 1/2 | halts: strained ( pain=4 breath=28 )"});
    CHECK(changing,
          {"start walk " WELL " pain=3 breath=20 age=50",
           "1 step sit 1/2 | watch: hurts pain breath"},
          {"report 1 hurts=false pain=3 breath=15",
           "1 halted sit 1/2 | halts: shallow ( breath=15 age=50 )"});
    /* a start that nobody could tell leaves the change in doubt, unless any start would do */
    CHECK(changing, {"start walk " WELL " pain=? breath=20 age=50",
                     "1 halted | halts: worse? strained? ( pain=? )"});
}

/* ---- "a report may carry any fact" -------------------------------------------------------------
 */

static void a_screening_fact_reported_anew_is_screened_again(void **state) {
    (void)state;
    CHECK(plain, {"start walk " WELL, "1 step sit 1/4 | watch: hurts"},
          {"report 1 tingling=true", "1 halted sit 1/4 | halts: tingling ( tingling=true )"});
    CHECK(plain, {"start walk " WELL, "1 step sit 1/4 | watch: hurts"},
          {"report 1 well=?", "1 halted sit 1/4 | halts: well? ( well=? )"});
    CHECK(plain, {"start walk " WELL, "1 step sit 1/4 | watch: hurts"},
          {"report 1 hurts=true tingling=true well=false",
           "1 halted sit 1/4 | halts: tingling well pain ( tingling=true )"});
    CHECK(plain, {"start walk " WELL, "1 step sit 1/4 | watch: hurts"},
          {"report 1 hurts=false tingling=false",
           "2 step reach#1 2/4 repeats 1/2 | watch: hurts tired"});
}

/* What becomes open by a report comes before the next step. */
static void what_opens_is_asked(void **state) {
    (void)state;
    const char *text =
        "local count = number 'count' { ask = 'C?', min = 0, max = 9 }\n"
        "local back = yes_no 'back' { ask = 'B?', only_if = count:over(0), otherwise = false }\n"
        "red_flag 'back' { when = back, because = 'B', source = 'S',\n"
        "  refer = { to = 'doctor', urgency = 'routine' } }\n"
        "technique 'walk' { title = 'T', step 'sit' { 'S.' }, step 'rise' { 'R.' } }\n";
    CHECK(text, {"start walk " WELL " count=0", "1 step sit 1/2 | watch: hurts"},
          {"report 1 hurts=false count=1",
           "1 step sit 1/2 | watch: hurts | missing: back | ask: back ( back )"},
          {"get", "1 step sit 1/2 | watch: hurts | missing: back | ask: back ( back )"},
          {"report 1 back=false", "2 step rise 2/2 | watch: hurts"});
    CHECK(text, {"start walk " WELL " count=0", "1 step sit 1/2 | watch: hurts"},
          {"report 1 hurts=false count=1",
           "1 step sit 1/2 | watch: hurts | missing: back | ask: back ( back )"},
          {"report 1 back=true", "1 halted sit 1/2 | halts: back ( back=true )"});
}

/* Nobody was asked what only a halt needs, until it needs it. */
static void a_halt_may_need_what_the_screening_did_not_ask(void **state) {
    (void)state;
    const char *text =
        TIRED "local frail = yes_no 'frail' { ask = 'F?' }\n"
              "halt 'frail' { when = all { tired, frail }, because = 'B', source = 'S' }\n"
              "technique 'walk' { title = 'T', step 'sit' { 'S.' } }\n";
    CHECK(text, {"start walk " WELL, "1 step sit 1/1 | watch: hurts tired"},
          {"report 1 hurts=false tired=true",
           "1 step sit 1/1 | watch: hurts tired | missing: frail | ask: frail ( frail )"},
          {"report 1 frail=?", "1 halted sit 1/1 | halts: frail? ( tired=true frail=? )"});
    CHECK(text, {"start walk " WELL, "1 step sit 1/1 | watch: hurts tired"},
          {"report 1 hurts=false tired=false", "1 finished"});
}

static void results_may_take_the_clearance_away(void **state) {
    (void)state;
    const char *text = "local age = number 'age' { ask = 'A?', min = 0, max = 100 }\n"
                       "result 'seen' { { 'yes', when = age:over(50), outcome = 'refer' },\n"
                       "  { 'no' } }\n"
                       "technique 'walk' { title = 'T', step 'sit' { 'S.' } }\n";
    CHECK(text, {"start walk " WELL " age=40", "1 step sit 1/1 | watch: hurts"},
          {"report 1 hurts=false age=60", "1 not_cleared | outcome: refer"},
          {"report 1 hurts=false age=60", "1 not_cleared | outcome: refer | again"});
}

static void with_a_fault_the_turn_stands(void **state) {
    (void)state;
    CHECK(plain, {"start walk " WELL, "1 step sit 1/4 | watch: hurts"},
          {"report 1 hurts=no",
           "1 step sit 1/4 | watch: hurts | missing: hurts | ask: hurts ( pain )"
           " | faults: hurts wrong-type"},
          {"report 1 hurts=false nonsense=1",
           "1 step sit 1/4 | watch: hurts | faults: nonsense unknown-fact"},
          {"report 1", "2 step reach#1 2/4 repeats 1/2 | watch: hurts tired"});
    /* the halt that its valid part establishes is not hidden by the fault */
    CHECK(plain, {"start walk " WELL, "1 step sit 1/4 | watch: hurts"},
          {"report 1 hurts=true tired=@",
           "1 halted sit 1/4 | halts: pain ( hurts=true ) | faults: tired wrong-type"},
          {"report 1 hurts=true tired=@",
           "1 halted sit 1/4 | halts: pain ( hurts=true ) | faults: tired wrong-type | again"});
    /* a value that was refused leaves nothing known behind it */
    CHECK(plain, {"start walk " WELL, "1 step sit 1/4 | watch: hurts"},
          {"report 1 hurts=false well=@",
           "1 step sit 1/4 | watch: hurts | missing: well | ask: well ( well )"
           " | faults: well wrong-type"},
          {"report 1 hurts=false",
           "1 step sit 1/4 | watch: hurts | missing: well | ask: well ( well )"},
          {"report 1 well=true", "2 step reach#1 2/4 repeats 1/2 | watch: hurts tired"});
}

static void a_contradiction_is_a_fault_until_it_is_resolved(void **state) {
    (void)state;
    const char *text =
        "local where = choice 'where' { ask = 'W?', options = { 'arm', 'leg' }, live = true,\n"
        "  only_if = hurts, otherwise = 'arm' }\n"
        "halt 'leg' { when = where:is 'leg', because = 'B', source = 'S' }\n"
        "technique 'walk' { title = 'T', step 'sit' { 'S.' } }\n";
    CHECK(text, {"start walk " WELL, "1 step sit 1/1 | watch: hurts where"},
          {"report 1 hurts=false where=leg",
           "1 halted sit 1/1 | halts: leg? ( where=leg ) | faults: where contradiction"});
    const char *mild = TIRED
        "local where = choice 'where' { ask = 'W?', options = { 'arm', 'leg' }, live = true,\n"
        "  only_if = tired, otherwise = 'arm' }\n"
        "halt 'both' { when = all { hurts, where:is 'leg' }, because = 'B', source = 'S' }\n"
        "technique 'walk' { title = 'T', step 'sit' { 'S.' } }\n";
    CHECK(mild, {"start walk " WELL, "1 step sit 1/1 | watch: hurts tired where"},
          {"report 1 hurts=false tired=false where=leg",
           "1 step sit 1/1 | watch: hurts tired | faults: where contradiction"},
          {"get", "1 step sit 1/1 | watch: hurts tired | faults: where contradiction"},
          {"report 1 where=arm", "1 finished"});
}

/* ---- "what is not known never adds movement" ---------------------------------------------------
 */

static const char gated[] = "local steady = yes_no 'steady' { ask = 'S?', live = true }\n"
                            "local held = yes_no 'held' { ask = 'H?', live = true }\n"
                            "technique 'walk' { title = 'T', step 'sit' { 'S.' },\n"
                            "  step 'hold' { 'Hold on.', skip_if = held },\n"
                            "  step 'rise' { 'R.', only_if = steady }, step 'done' { 'D.' } }\n";

static void an_unknown_gate_leaves_the_step_out_unless_it_protects(void **state) {
    (void)state;
    CHECK(gated, {"start walk " WELL, "1 step sit 1/4 | watch: hurts steady held"},
          {"report 1 hurts=false steady=true held=true", "2 step rise 3/4 | watch: hurts steady"},
          {"report 2 hurts=false steady=true", "3 step done 4/4 | watch: hurts"});
    CHECK(gated, {"start walk " WELL, "1 step sit 1/4 | watch: hurts steady held"},
          {"report 1 hurts=false steady=? held=?", "2 step hold 2/4 | watch: hurts steady held"},
          {"report 2 hurts=false steady=? held=?", "3 step done 4/4 | watch: hurts"});
    CHECK(gated, {"start walk " WELL, "1 step sit 1/4 | watch: hurts steady held"},
          {"report 1 hurts=false steady=false held=true", "2 step done 4/4 | watch: hurts"});
}

static void what_steps_rest_on_may_stay_unasked(void **state) {
    (void)state;
    const char *text =
        "local age = number 'age' { ask = 'A?', min = 0, max = 100 }\n"
        "technique 'walk' { title = 'T', step 'a' { 'A.', only_if = age:under(80) },\n"
        "  step 'b' { 'B.', skip_if = age:under(80) }, step 'c' { 'C.' } }\n";
    CHECK(text, {"start walk " WELL, "1 step b 2/3 | watch: hurts"});
    CHECK(text, {"start walk " WELL " age=30", "1 step a 1/3 | watch: hurts"},
          {"report 1 hurts=false", "2 step c 3/3 | watch: hurts"});
}

static void an_unknown_finish_when_ends_the_loop(void **state) {
    (void)state;
    CHECK(plain, {"start walk " WELL, "1 step sit 1/4 | watch: hurts"},
          {"report 1 hurts=false", "2 step reach#1 2/4 repeats 1/2 | watch: hurts tired"},
          {"report 2 hurts=false tired=true",
           "3 step back#1 3/4 repeats 1/2 | watch: hurts tired"}, /* judged after the round */
          {"report 3 hurts=false tired=?", "4 step rise 4/4 | watch: hurts"});
    CHECK(plain, {"start walk " WELL, "1 step sit 1/4 | watch: hurts"},
          {"report 1 hurts=false", "2 step reach#1 2/4 repeats 1/2 | watch: hurts tired"},
          {"report 2 hurts=false tired=true", "3 step back#1 3/4 repeats 1/2 | watch: hurts tired"},
          {"report 3 hurts=false tired=true", "4 step rise 4/4 | watch: hurts"});
}

static void an_unanswerable_halt_fact_halts(void **state) {
    (void)state;
    CHECK(plain, {"start walk " WELL, "1 step sit 1/4 | watch: hurts"},
          {"report 1 hurts=?", "1 halted sit 1/4 | halts: pain? ( hurts=? )"});
}

static void loops_of_steps_that_are_left_out_end(void **state) {
    (void)state;
    const char *text = "local steady = yes_no 'steady' { ask = 'S?', live = true }\n"
                       "technique 'walk' { title = 'T', step 'sit' { 'S.' },\n"
                       "  loop 'one' { at_most = 9, step 'a' { 'A.', only_if = steady },\n"
                       "    step 'b' { 'B.', only_if = steady } },\n"
                       "  loop 'two' { at_most = 9, only_if = steady, step 'c' { 'C.' } },\n"
                       "  step 'done' { 'D.' } }\n";
    CHECK(text, {"start walk " WELL, "1 step sit 1/5 | watch: hurts steady"},
          {"report 1 hurts=false steady=false", "2 step done 5/5 | watch: hurts"});
    CHECK(text, {"start walk " WELL, "1 step sit 1/5 | watch: hurts steady"},
          {"report 1 hurts=false steady=true", "2 step a#1 2/5 one 1/9 | watch: hurts steady"},
          {"report 2 hurts=false steady=true", "3 step b#1 3/5 one 1/9 | watch: hurts steady"},
          {"report 3 hurts=false steady=false", "4 step done 5/5 | watch: hurts"});
    CHECK("technique 'walk' { title = 'T', step 'a' { 'A.', only_if = tingling } }\n",
          {"start walk " WELL, "1 finished"});
}

/* ---- "halts are judged on every report" --------------------------------------------------------
 */

static void however_partial(void **state) {
    (void)state;
    CHECK(plain, {"start walk " WELL, "1 step sit 1/4 | watch: hurts"},
          {"report 1 hurts=false", "2 step reach#1 2/4 repeats 1/2 | watch: hurts tired"},
          {"report 2 hurts=true", "2 halted reach#1 2/4 repeats 1/2 | halts: pain ( hurts=true )"},
          {"report 2 hurts=false tired=false",
           "2 halted reach#1 2/4 repeats 1/2 | halts: pain ( hurts=true )"});
}

static void however_late(void **state) {
    (void)state;
    CHECK(plain, {"start walk " WELL, "1 step sit 1/4 | watch: hurts"},
          {"report 1 hurts=false", "2 step reach#1 2/4 repeats 1/2 | watch: hurts tired"},
          {"report 1 hurts=true", "2 halted reach#1 2/4 repeats 1/2 | halts: pain ( hurts=true )"},
          {"report 1 hurts=true",
           "2 halted reach#1 2/4 repeats 1/2 | halts: pain ( hurts=true ) | again"});
    CHECK(plain, {"start walk " WELL, "1 step sit 1/4 | watch: hurts"},
          {"report 7 tingling=true", "1 halted sit 1/4 | halts: tingling ( tingling=true )"});
    CHECK(plain, {"start walk " WELL, "1 step sit 1/4 | watch: hurts"},
          {"report 7 well=false hurts=@",
           "1 halted sit 1/4 | halts: well ( well=false ) | faults: hurts wrong-type"});
    /* one that stops nothing leaves no trace */
    CHECK(plain, {"start walk " WELL, "1 step sit 1/4 | watch: hurts"},
          {"report 2 hurts=false", "refused"}, {"get", "1 step sit 1/4 | watch: hurts"},
          {"report 0 hurts=false", "refused"}, {"report 4294967297 hurts=false", "refused"},
          {"report 1 hurts=false", "2 step reach#1 2/4 repeats 1/2 | watch: hurts tired"},
          {"report 1 hurts=false tired=false", "refused"});
}

static void whoever_reports_after_the_end_is_told_all_the_same(void **state) {
    (void)state;
    CHECK("technique 'walk' { title = 'T', step 'sit' { 'S.' } }\n",
          {"start walk " WELL, "1 step sit 1/1 | watch: hurts"},
          {"report 1 hurts=false", "1 finished"}, {"report 1 hurts=false", "1 finished | again"},
          {"report 1 tingling=true hurts=true",
           "1 finished | halts: tingling pain ( tingling=true )"},
          {"get", "1 finished"});
    CHECK(plain, {"start walk " WELL, "1 step sit 1/4 | watch: hurts"},
          {"report 1 hurts=true", "1 halted sit 1/4 | halts: pain ( hurts=true )"},
          {"report 1 tingling=true", "1 halted sit 1/4 | halts: tingling pain ( tingling=true )"},
          {"get", "1 halted sit 1/4 | halts: pain ( hurts=true )"});
    CHECK(plain, {"start walk " WELL, "1 step sit 1/4 | watch: hurts"}, {"end", "1 ended"},
          {"report 1 hurts=true", "1 ended | halts: pain ( hurts=true )"},
          {"report 1 hurts=false", "1 ended"}, {"get", "1 ended"});
}

/* Each state that is over, reached in a way of its own, and each rule that the screening has. */
static void each_rule_is_heard_in_each_state_that_is_over(void **state) {
    (void)state;
    const char *text =
        TIRED "local fell = yes_no 'fell' { ask = 'F?' }\n"
              "local adult = yes_no 'adult' { ask = 'A?' }\n"
              "local partner = yes_no 'partner' { ask = 'P?' }\n"
              "scope 'adult' { require = adult, because = 'B', source = 'S' }\n"
              "contraindication 'fell' { when = fell, because = 'B', source = 'S' }\n"
              "precondition 'tired' { require = ~tired, throughout = true, because = 'B',\n"
              "  source = 'S' }\n"
              "precondition 'partner' { require = partner, during = { 'walk' },\n"
              "  because = 'B', source = 'S' }\n"
              "technique 'walk' { title = 'T', step 'sit' { 'S.' } }\n"
              "technique 'lie' { title = 'T', step 'lie' { 'L.' } }\n";
#define FIT "tingling=false fell=false adult=true partner=true tired=false"
    static const char *const ways[][3] = {
        {"start walk well=false " FIT}, /* not_cleared by a rule */
        {"start walk well=true tingling=false fell=false adult=true partner=?"
         " tired=false"},                             /* not_cleared, decision clear */
        {"start walk well=true nonsense=1 " FIT},     /* not_cleared by a fault */
        {"start walk " FIT, "report 1 well=false"},   /* not_cleared by a report */
        {"start walk " FIT, "end"},                   /* ended before the first step */
        {"start walk well=true " FIT, "end"},         /* ended */
        {"start walk " FIT, "wait 100000"},           /* expired before the first step */
        {"start walk well=true " FIT, "wait 100000"}, /* expired */
        {"start walk " FIT, "report 1 hurts=true"},   /* halted before the first step */
        {"start walk well=true " FIT, "report 1 hurts=true"} /* halted */,
        {"start walk well=true " FIT, "report 1 hurts=false tired=false"}, /* finished */
    };
    static const char *const says[][2] = {
        {"report 1 tingling=true", " tingling "}, {"report 1 tingling=?", " tingling? "},
        {"report 9 fell=true", " fell "},         {"report 1 adult=false", " adult "},
        {"report 1 tired=true", " tired "},       {"report 1 hurts=true", " pain "},
    };
    for (size_t way = 0; way < sizeof ways / sizeof *ways; way++) {
        struct guiding guiding;
        guiding_open(&guiding, text);
        for (size_t i = 0; i < 3 && ways[way][i] != NULL; i++) {
            guiding_say(&guiding, ways[way][i]);
        }
        assert_true(guide_state_is_over(guiding.answer.state));
        for (size_t i = 0; i < sizeof says / sizeof *says; i++) {
            const char *said = guiding_say(&guiding, says[i][0]);
            const char *halts = strstr(said, "halts:");
            if (halts == NULL || strstr(halts, says[i][1]) == NULL) {
                fail_msg("%s, then %s: %s", ways[way][0], says[i][0], said);
            }
        }
        guiding_close(&guiding);
    }
}

/* What the decision tells is not told twice, unless it has become certain; and the decision of a
 * report that is more serious is shown, never that of one that is less. */
static void after_the_end_the_decision_only_rises(void **state) {
    (void)state;
    const char *text = "local age = number 'age' { ask = 'A?', min = 0, max = 100 }\n"
                       "result 'seen' { { 'yes', when = age:over(50), outcome = 'refer' },\n"
                       "  { 'no' } }\n"
                       "technique 'walk' { title = 'T', step 'sit' { 'S.' } }\n";
    CHECK(text, {"start walk tingling=false well=? age=40", "1 not_cleared | outcome: defer"},
          {"report 1", "1 not_cleared | outcome: defer"},
          {"report 1 well=?", "1 not_cleared | outcome: defer"},
          {"report 1 well=false", "1 not_cleared | halts: well ( well=false ) | outcome: defer"},
          {"report 1 well=true", "1 not_cleared | outcome: defer"},
          {"report 1 well=@", "1 not_cleared | outcome: defer | faults: well wrong-type"},
          {"report 1 well=true tingling=true",
           "1 not_cleared | halts: tingling ( tingling=true ) | outcome: refer"},
          {"report 1 age=60", "1 not_cleared | outcome: refer"},
          {"get", "1 not_cleared | outcome: defer"});
}

/* ---- partial reports and the same report --------------------------------------------------------
 */

static void partial_reports_add_up(void **state) {
    (void)state;
    CHECK(plain, {"start walk " WELL, "1 step sit 1/4 | watch: hurts"},
          {"report 1", "1 step sit 1/4 | watch: hurts | missing: hurts | ask: hurts ( pain )"},
          {"report 1 hurts=false", "2 step reach#1 2/4 repeats 1/2 | watch: hurts tired"},
          {"report 2 tired=false",
           "2 step reach#1 2/4 repeats 1/2 | watch: hurts tired | missing: hurts"
           " | ask: hurts ( pain )"},
          {"get", "2 step reach#1 2/4 repeats 1/2 | watch: hurts tired | missing: hurts"
                  " | ask: hurts ( pain )"},
          {"report 2 tired=false",
           "2 step reach#1 2/4 repeats 1/2 | watch: hurts tired | missing: hurts"
           " | ask: hurts ( pain )"},
          {"report 2 hurts=false", "3 step back#1 3/4 repeats 1/2 | watch: hurts tired"});
}

static void the_same_report_gets_the_same_answer_again(void **state) {
    (void)state;
    CHECK(plain, {"start walk " WELL, "1 step sit 1/4 | watch: hurts"},
          {"report 1 hurts=false well=true", "2 step reach#1 2/4 repeats 1/2 | watch: hurts tired"},
          {"report 1 well=true hurts=false",
           "2 step reach#1 2/4 repeats 1/2 | watch: hurts tired | again"},
          {"report 2 hurts=false",
           "2 step reach#1 2/4 repeats 1/2 | watch: hurts tired | missing: tired"
           " | ask: tired ( walk )"},
          {"report 1 well=true hurts=false",
           "2 step reach#1 2/4 repeats 1/2 | watch: hurts tired | again"},
          {"report 2 tired=false", "3 step back#1 3/4 repeats 1/2 | watch: hurts tired"},
          {"report 1 well=true hurts=false", "refused"});
}

/* A front end that lost an answer sends what it holds: all of the turn. */
static void what_was_told_in_parts_may_be_told_again_whole(void **state) {
    (void)state;
    const char *missing = "2 step reach#1 2/4 repeats 1/2 | watch: hurts tired | missing: hurts"
                          " | ask: hurts ( pain )";
    const char *next = "3 step back#1 3/4 repeats 1/2 | watch: hurts tired";
    const char *again = "3 step back#1 3/4 repeats 1/2 | watch: hurts tired | again";
    CHECK(plain, {"start walk " WELL, "1 step sit 1/4 | watch: hurts"},
          {"report 1 hurts=false", "2 step reach#1 2/4 repeats 1/2 | watch: hurts tired"},
          {"report 2 tired=false", missing}, {"report 2 hurts=false", next},
          {"report 2 hurts=false", again}, {"report 2 hurts=false tired=false", again},
          {"report 2 hurts=false tired=false well=true", again},
          {"report 2 hurts=false tired=true", "refused"}, {"report 2 tired=false", "refused"},
          {"report 2", "refused"}, {"report 1 hurts=false tired=false", "refused"},
          {"report 2 hurts=false tired=false nonsense=1", "refused"},
          {"report 2 hurts=true tired=false",
           "3 halted back#1 3/4 repeats 1/2 | halts: pain ( hurts=true )"});
    CHECK(plain,
          {"start walk", "1 asking | ask: tingling ( tingling ) well ( well ) | outcome: ask"},
          {"report 1 tingling=false", "1 asking | ask: well ( well ) | outcome: ask"},
          {"report 1 well=true", "2 step sit 1/4 | watch: hurts"},
          {"report 1 well=true tingling=false", "2 step sit 1/4 | watch: hurts | again"},
          {"report 1 well=true tingling=?", "2 halted sit 1/4 | halts: tingling? ( tingling=? )"});
}

/* ---- time
 * ---------------------------------------------------------------------------------------- */

static void idle_for_too_long_it_expires(void **state) {
    (void)state;
    CHECK(plain, {"start walk " WELL, "1 step sit 1/4 | watch: hurts"},
          {"wait 60", "1 step sit 1/4 | watch: hurts"},
          {"report 1", "1 step sit 1/4 | watch: hurts | missing: hurts | ask: hurts ( pain )"},
          {"wait 60", "1 step sit 1/4 | watch: hurts | missing: hurts | ask: hurts ( pain )"},
          {"wait 0.001", "1 expired"}, {"report 1 hurts=false", "1 expired"}, {"end", "1 expired"});
    /* a report that was refused does not keep it alive, nor does the same one again */
    CHECK(plain, {"start walk " WELL, "1 step sit 1/4 | watch: hurts"},
          {"report 1 hurts=false", "2 step reach#1 2/4 repeats 1/2 | watch: hurts tired"},
          {"wait 60", "2 step reach#1 2/4 repeats 1/2 | watch: hurts tired"},
          {"report 1", "refused"},
          {"report 1 hurts=false", "2 step reach#1 2/4 repeats 1/2 | watch: hurts tired | again"},
          {"wait 1", "2 expired"});
    CHECK(plain, {"start walk tingling=false", "1 asking | ask: well ( well ) | outcome: ask"},
          {"wait 61", "1 expired"}, {"report 1 well=true", "1 expired"});
}

static void what_is_over_does_not_expire(void **state) {
    (void)state;
    CHECK(plain, {"start walk " WELL, "1 step sit 1/4 | watch: hurts"},
          {"report 1 hurts=true", "1 halted sit 1/4 | halts: pain ( hurts=true )"},
          {"wait 1000000", "1 halted sit 1/4 | halts: pain ( hurts=true )"},
          {"end", "1 halted sit 1/4 | halts: pain ( hurts=true )"});
    CHECK(plain, {"start walk well=false tingling=false", "1 not_cleared | outcome: defer"},
          {"wait 1000000", "1 not_cleared | outcome: defer"});
    CHECK(plain, {"start walk " WELL, "1 step sit 1/4 | watch: hurts"}, {"end", "1 ended"},
          {"wait 1000000", "1 ended"});
}

/* ---- halts before the first step
 * ----------------------------------------------------------------- */

static void a_halt_that_holds_at_the_start_halts_before_the_first_step(void **state) {
    (void)state;
    const char *text = "local pain = number 'pain' { ask = 'P?', min = 0, max = 10, live = true }\n"
                       "halt 'worse' { when = any { pain:rose_by(2), pain:at_least(8) },\n"
                       "  because = 'B', source = 'S' }\n"
                       "technique 'walk' { title = 'T', step 'sit' { 'S.' } }\n";
    CHECK(text, {"start walk " WELL " pain=9", "1 halted | halts: worse ( pain=9 )"},
          {"get", "1 halted | halts: worse ( pain=9 )"});
    CHECK(text, {"start walk " WELL " pain=7", "1 step sit 1/1 | watch: hurts pain"},
          {"report 1 hurts=false pain=8", "1 halted sit 1/1 | halts: worse ( pain=8 )"});
    CHECK(plain, {"start walk tingling=false", "1 asking | ask: well ( well ) | outcome: ask"},
          {"report 1 hurts=true", "1 halted | halts: pain ( hurts=true )"});
    /* there is no decision then, and so its rules are told with it */
    CHECK(text,
          {"start walk well=false tingling=true pain=9",
           "1 halted | halts: tingling well worse ( tingling=true )"},
          {"get", "1 halted | halts: tingling well worse ( tingling=true )"});
}

/* ---- halts before a step
 * ------------------------------------------------------------------------- */

static void what_holds_at_a_step_halts_before_it_is_shown(void **state) {
    (void)state;
    const char *text =
        "local age = number 'age' { ask = 'A?', min = 0, max = 100 }\n"
        "local leap = yes_no 'leap' { ask = 'L?', live = true }\n"
        "halt 'old' { when = any { leap, age:over(80) }, during = { 'walk/jump' },\n"
        "  because = 'B', source = 'S' }\n"
        "technique 'walk' { title = 'T', step 'sit' { 'S.' }, step 'jump' { 'J.' } }\n";
    CHECK(text, {"start walk " WELL " age=81", "1 step sit 1/2 | watch: hurts"},
          {"report 1 hurts=false", "1 halted jump 2/2 | halts: old ( age=81 )"},
          {"get", "1 halted jump 2/2 | halts: old ( age=81 )"},
          {"report 1 hurts=false", "1 halted jump 2/2 | halts: old ( age=81 ) | again"});
    CHECK(text, {"start walk " WELL " age=80", "1 step sit 1/2 | watch: hurts"},
          {"report 1 hurts=false", "2 step jump 2/2 | watch: hurts leap"});
}

/* With an answer that nobody can give the halt would hold already. */
static void what_cannot_be_ruled_out_halts_before_it_is_shown(void **state) {
    (void)state;
    const char *text =
        "local age = number 'age' { ask = 'A?', min = 0, max = 100 }\n"
        "local leap = yes_no 'leap' { ask = 'L?', live = true }\n"
        "halt 'old' { when = any { leap, age:over(80) }, during = { 'walk/jump' },\n"
        "  because = 'B', source = 'S' }\n"
        "halt 'both' { when = all { leap, age:over(80) }, because = 'B', source = 'S' }\n"
        "technique 'walk' { title = 'T', step 'sit' { 'S.' }, step 'jump' { 'J.' } }\n";
    CHECK(text, {"start walk " WELL " age=?", "1 step sit 1/2 | watch: hurts leap"},
          {"report 1 hurts=false leap=false", "1 halted jump 2/2 | halts: old? ( age=? )"});
    CHECK(
        text, {"start walk " WELL " age=?", "1 step sit 1/2 | watch: hurts leap"},
        {"report 1 hurts=false leap=true", "1 halted sit 1/2 | halts: both? ( age=? leap=true )"});
}

static void an_unanswerable_halt_fact_does_not_wait_for_the_others(void **state) {
    (void)state;
    const char *text =
        TIRED "local pain = number 'pain' { ask = 'P?', min = 0, max = 10, live = true }\n"
              "halt 'any' { when = any { tired, pain:over(5) }, because = 'B', source = 'S' }\n"
              "halt 'all' { when = all { tired, pain:over(5) }, because = 'B', source = 'S' }\n"
              "technique 'walk' { title = 'T', step 'sit' { 'S.' } }\n";
    CHECK(text, {"start walk " WELL, "1 step sit 1/1 | watch: hurts tired pain"},
          {"report 1 tired=?", "1 halted sit 1/1 | halts: any? ( tired=? )"});
    CHECK(text, {"start walk " WELL, "1 step sit 1/1 | watch: hurts tired pain"},
          {"report 1 tired=false pain=?", "1 halted sit 1/1 | halts: any? ( pain=? )"});
    CHECK(text, {"start walk " WELL, "1 step sit 1/1 | watch: hurts tired pain"},
          {"report 1 hurts=false tired=false pain=5", "1 finished"});
}

/* Who has not been asked yet may have fallen at any time, and so no time counts as doubt. */
static void what_can_still_be_asked_is_no_doubt(void **state) {
    (void)state;
    const char *text = TIRED "local fell = date 'fell' { ask = 'When?' }\n"
                             "halt 'lately' { when = all { tired, fell:days_ago():at_most(2) },\n"
                             "  because = 'B', source = 'S' }\n"
                             "halt 'long-ago' { when = all { tired, fell:days_ago():over(900) },\n"
                             "  because = 'B', source = 'S' }\n"
                             "technique 'walk' { title = 'T', step 'sit' { 'S.' } }\n";
    CHECK(text, {"start walk " WELL, "1 step sit 1/1 | watch: hurts tired"},
          {"report 1 hurts=false tired=true",
           "1 step sit 1/1 | watch: hurts tired | missing: fell | ask: fell ( lately long-ago )"},
          {"report 1 fell=2026-01-01", "1 finished"});
    CHECK(text, {"start walk " WELL, "1 step sit 1/1 | watch: hurts tired"},
          {"report 1 tired=true fell=?",
           "1 halted sit 1/1 | halts: lately? long-ago? ( tired=true fell=? )"});
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(from_the_start_to_the_end),
        cmocka_unit_test(who_is_not_cleared_gets_the_decision),
        cmocka_unit_test(questions_come_before_steps),
        cmocka_unit_test(with_a_fault_nobody_starts),
        cmocka_unit_test(what_was_refused_in_a_report_may_be_sent_right),
        cmocka_unit_test(a_technique_has_its_own_conditions),
        cmocka_unit_test(what_is_in_force_is_watched),
        cmocka_unit_test(what_is_watched_is_asked),
        cmocka_unit_test(a_live_fact_counts_only_in_the_turn_it_is_reported_in),
        cmocka_unit_test(what_was_not_watched_is_judged_all_the_same),
        cmocka_unit_test(what_is_watched_respects_during),
        cmocka_unit_test(what_need_not_be_told_is_not_watched),
        cmocka_unit_test(changes_are_measured_from_the_start),
        cmocka_unit_test(a_change_of_a_value_is_measured_like_any_other),
        cmocka_unit_test(a_screening_fact_reported_anew_is_screened_again),
        cmocka_unit_test(what_opens_is_asked),
        cmocka_unit_test(a_halt_may_need_what_the_screening_did_not_ask),
        cmocka_unit_test(results_may_take_the_clearance_away),
        cmocka_unit_test(with_a_fault_the_turn_stands),
        cmocka_unit_test(a_contradiction_is_a_fault_until_it_is_resolved),
        cmocka_unit_test(an_unknown_gate_leaves_the_step_out_unless_it_protects),
        cmocka_unit_test(what_steps_rest_on_may_stay_unasked),
        cmocka_unit_test(an_unknown_finish_when_ends_the_loop),
        cmocka_unit_test(an_unanswerable_halt_fact_halts),
        cmocka_unit_test(loops_of_steps_that_are_left_out_end),
        cmocka_unit_test(however_partial),
        cmocka_unit_test(however_late),
        cmocka_unit_test(whoever_reports_after_the_end_is_told_all_the_same),
        cmocka_unit_test(each_rule_is_heard_in_each_state_that_is_over),
        cmocka_unit_test(after_the_end_the_decision_only_rises),
        cmocka_unit_test(partial_reports_add_up),
        cmocka_unit_test(the_same_report_gets_the_same_answer_again),
        cmocka_unit_test(what_was_told_in_parts_may_be_told_again_whole),
        cmocka_unit_test(idle_for_too_long_it_expires),
        cmocka_unit_test(what_is_over_does_not_expire),
        cmocka_unit_test(a_halt_that_holds_at_the_start_halts_before_the_first_step),
        cmocka_unit_test(what_holds_at_a_step_halts_before_it_is_shown),
        cmocka_unit_test(what_cannot_be_ruled_out_halts_before_it_is_shown),
        cmocka_unit_test(an_unanswerable_halt_fact_does_not_wait_for_the_others),
        cmocka_unit_test(what_can_still_be_asked_is_no_doubt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
