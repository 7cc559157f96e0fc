/*
 * Mutants of tiny protocols, all of them, as lists; and that making one and taking it back leaves
 * the program as it was.
 */
#include "proof/mutant.h"
#include "proof/mutate.h"
#include "proof/observed.h"

#include "proof/case.h"
#include "script/loading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* One line, so that the lines of a test count from 2. */
static const char header[] = "protocol 'p' { format = 1, version = '1.0.0', title = 'P', "
                             "refer = { to = 'physician', urgency = 'routine' } }\n";

struct world {
    struct loaded *loaded;
    struct arena arena;
    struct spread spread;
    struct mutants mutants;
    struct patch patch;
};

static void world_open(struct world *world, const char *text) {
    struct buffer whole = {0};
    buffer_append_format(&whole, "%s%s", header, text);
    buffer_append(&whole, "", 1);
    struct file files[] = {{"p.lua", whole.at}, {NULL, NULL}};
    *world = (struct world){.loaded = loading_files(files)};
    buffer_free(&whole);
    assert_non_null(load_program(world->loaded));
    arena_init(&world->arena, 4096, 0);
    assert_true(spread_make(&world->spread, load_program(world->loaded), &world->arena));
    assert_true(mutants_list(&world->spread, &world->arena, &world->mutants));
    assert_true(patch_open(&world->patch, &world->spread, &world->arena));
}

static void world_close(struct world *world) {
    arena_free(&world->arena);
    load_free(world->loaded);
}

/* "kind LINE place: before => after", a line each; the header is line 1. */
static void put_mutant(struct world *world, const struct mutant *mutant, struct buffer *out) {
    struct buffer before = {0};
    struct buffer after = {0};
    mutant_before_and_after(&world->patch, mutant, &before, &after);
    buffer_append_format(out, "%s %u ", mutant_kind_name(mutant->kind), mutant->position.line);
    mutant_place(&world->spread, mutant, out);
    buffer_append_format(out, ": %.*s => %.*s\n", (int)before.length,
                         before.length == 0 ? "" : before.at, (int)after.length,
                         after.length == 0 ? "" : after.at);
    buffer_free(&before);
    buffer_free(&after);
}

static void check(const char *text, const char *expected) {
    struct world world;
    struct buffer said = {0};
    world_open(&world, text);
    for (size_t i = 0; i < world.mutants.count; i++) {
        put_mutant(&world, &world.mutants.items[i], &said);
    }
    buffer_append(&said, "", 1);
    assert_string_equal(said.at, expected);
    buffer_free(&said);
    world_close(&world);
}

/* A threshold moves by its smallest step and by one; a comparison takes its bound in or out. */
static void test_thresholds_and_comparisons(void **state) {
    (void)state;
    check("local age = number 'age' { ask = 'A?', min = 0, max = 120, whole = true }\n"
          "local temp = number 'temp' { ask = 'T?', min = 30, max = 45 }\n"
          "red_flag 'old' { when = all { age:over(65), temp:at_least(38.5) }, because = 'B.', "
          "source = 'S' }\n",
          "threshold 4 red flag old: age:over(65) => age:over(64)\n"
          "threshold 4 red flag old: age:over(65) => age:over(66)\n"
          "comparison 4 red flag old: age:over(65) => age:at_least(65)\n"
          "threshold 4 red flag old: temp:at_least(38.5) => temp:at_least(38.4)\n"
          "threshold 4 red flag old: temp:at_least(38.5) => temp:at_least(38.6)\n"
          "threshold 4 red flag old: temp:at_least(38.5) => temp:at_least(37.5)\n"
          "threshold 4 red flag old: temp:at_least(38.5) => temp:at_least(39.5)\n"
          "comparison 4 red flag old: temp:at_least(38.5) => temp:over(38.5)\n"
          "joint 4 red flag old: all { age:over(65), temp:at_least(38.5) } => any { age:over(65), "
          "temp:at_least(38.5) }\n"
          "part 4 red flag old: age:over(65) => \n"
          "part 4 red flag old: temp:at_least(38.5) => \n"
          "negation 4 red flag old: age:over(65) => ~age:over(65)\n"
          "negation 4 red flag old: temp:at_least(38.5) => ~temp:at_least(38.5)\n"
          "negation 4 red flag old: all { age:over(65), temp:at_least(38.5) } => ~(all { "
          "age:over(65), temp:at_least(38.5) })\n"
          "rule 4 red flag old: red flag old => \n"
          "kind 4 red flag old: red_flag => precondition\n");
}

/* The ends of between are one place, and no parts of a list. */
static void test_between(void **state) {
    (void)state;
    check(
        "local age = number 'age' { ask = 'A?', min = 0, max = 120, whole = true }\n"
        "advisory 'mid' { when = age:between(18, 65), because = 'B.', advice = 'A.', source = 'S' "
        "}\n",
        "threshold 3 advisory mid: age:between(18, 65) => age:between(17, 65)\n"
        "threshold 3 advisory mid: age:between(18, 65) => age:between(19, 65)\n"
        "comparison 3 advisory mid: age:between(18, 65) => all { age:over(18), age:at_most(65) }\n"
        "threshold 3 advisory mid: age:between(18, 65) => age:between(18, 64)\n"
        "threshold 3 advisory mid: age:between(18, 65) => age:between(18, 66)\n"
        "comparison 3 advisory mid: age:between(18, 65) => all { age:at_least(18), age:under(65) "
        "}\n"
        "negation 3 advisory mid: age:between(18, 65) => ~(age:between(18, 65))\n"
        "rule 3 advisory mid: advisory mid => \n");
}

/* Parts dropped, any for all, how many must hold, options of a choice, negations. */
static void test_lists(void **state) {
    (void)state;
    check("local a = yes_no 'a' { ask = 'A?' }\n"
          "local b = yes_no 'b' { ask = 'B?' }\n"
          "local c = choice 'c' { ask = 'C?', options = { 'x', 'y', 'z' } }\n"
          "advisory 'some' { when = any { ~a, all { b, c:one_of { 'x', 'y' } } }, because = 'B.', "
          "advice = 'A.', source = 'S' }\n"
          "advisory 'two' { when = at_least(2, { a, b, c:is 'z' }), because = 'B.', advice = 'A.', "
          "source = 'S' }\n",
          "part 5 advisory some: c:one_of { \"x\", \"y\" } => c:is \"y\"\n"
          "part 5 advisory some: c:one_of { \"x\", \"y\" } => c:is \"x\"\n"
          "joint 5 advisory some: all { b, c:one_of { \"x\", \"y\" } } => any { b, c:one_of { "
          "\"x\", \"y\" } }\n"
          "part 5 advisory some: b => \n"
          "part 5 advisory some: c:one_of { \"x\", \"y\" } => \n"
          "negation 5 advisory some: b => ~b\n"
          "negation 5 advisory some: c:one_of { \"x\", \"y\" } => ~c:one_of { \"x\", \"y\" }\n"
          "joint 5 advisory some: any { ~a, all { b, c:one_of { \"x\", \"y\" } } } => all { ~a, "
          "all { b, c:one_of { \"x\", \"y\" } } }\n"
          "part 5 advisory some: ~a => \n"
          "part 5 advisory some: all { b, c:one_of { \"x\", \"y\" } } => \n"
          "negation 5 advisory some: ~a => a\n"
          "negation 5 advisory some: all { b, c:one_of { \"x\", \"y\" } } => ~(all { b, c:one_of { "
          "\"x\", \"y\" } })\n"
          "negation 5 advisory some: any { ~a, all { b, c:one_of { \"x\", \"y\" } } } => ~(any { "
          "~a, all { b, c:one_of { \"x\", \"y\" } } })\n"
          "rule 5 advisory some: advisory some => \n"
          "threshold 6 advisory two: at_least(2, { a, b, c:is \"z\" }) => at_least(1, { a, b, c:is "
          "\"z\" })\n"
          "threshold 6 advisory two: at_least(2, { a, b, c:is \"z\" }) => at_least(3, { a, b, c:is "
          "\"z\" })\n"
          "part 6 advisory two: a => \n"
          "part 6 advisory two: b => \n"
          "part 6 advisory two: c:is \"z\" => \n"
          "negation 6 advisory two: a => ~a\n"
          "negation 6 advisory two: b => ~b\n"
          "negation 6 advisory two: c:is \"z\" => ~c:is \"z\"\n"
          "negation 6 advisory two: at_least(2, { a, b, c:is \"z\" }) => ~(at_least(2, { a, b, "
          "c:is \"z\" }))\n"
          "rule 6 advisory two: advisory two => \n");
}

/* Rules removed, kinds and urgencies lowered; what must refer keeps its referral. */
static void test_rules(void **state) {
    (void)state;
    check("local a = yes_no 'a' { ask = 'A?' }\n"
          "scope 'in' { require = a, because = 'B.', source = 'S' }\n"
          "contraindication 'worst' { when = a, because = 'B.', source = 'S', refer = { to = 'x', "
          "urgency = 'immediate' } }\n"
          "precondition 'calm' { require = ~a, because = 'B.', source = 'S', refer = { to = 'x', "
          "urgency = 'routine' } }\n",
          "negation 3 scope in: a => ~a\n"
          "rule 3 scope in: scope in => \n"
          "kind 3 scope in: scope => precondition\n"
          "negation 4 contraindication worst: a => ~a\n"
          "rule 4 contraindication worst: contraindication worst => \n"
          "kind 4 contraindication worst: contraindication => red_flag\n"
          "urgency 4 contraindication worst: urgency = \"immediate\" => urgency = \"urgent\"\n"
          "negation 5 precondition calm: ~a => a\n"
          "rule 5 precondition calm: precondition calm => \n"
          "kind 5 precondition calm: precondition => advisory\n"
          "urgency 5 precondition calm: urgency = \"routine\" => no referral\n");
}

/* Outcome and urgency of lines, and lines exchanged. */
static void test_results(void **state) {
    (void)state;
    check("local n = number 'n' { ask = 'N?', min = 0, max = 9, whole = true }\n"
          "result 'r' {\n"
          "  { 'one', when = n:over(6), because = 'B.', outcome = 'stop' },\n"
          "  { 'two', when = n:over(3), because = 'B.', outcome = 'refer', refer = { to = 'x', "
          "urgency = 'urgent' } },\n"
          "  { 'three', when = n:over(1), because = 'B.', outcome = 'defer' },\n"
          "  { 'four' },\n"
          "}\n",
          "threshold 4 result r, line \"one\": n:over(6) => n:over(5)\n"
          "threshold 4 result r, line \"one\": n:over(6) => n:over(7)\n"
          "comparison 4 result r, line \"one\": n:over(6) => n:at_least(6)\n"
          "negation 4 result r, line \"one\": n:over(6) => ~n:over(6)\n"
          "outcome 4 result r, line \"one\": outcome = \"stop\" => outcome = \"refer\"\n"
          "lines 4 result r: \"one\" before \"two\" => \"two\" before \"one\"\n"
          "threshold 5 result r, line \"two\": n:over(3) => n:over(2)\n"
          "threshold 5 result r, line \"two\": n:over(3) => n:over(4)\n"
          "comparison 5 result r, line \"two\": n:over(3) => n:at_least(3)\n"
          "negation 5 result r, line \"two\": n:over(3) => ~n:over(3)\n"
          "outcome 5 result r, line \"two\": outcome = \"refer\" => outcome = \"defer\"\n"
          "urgency 5 result r, line \"two\": urgency = \"urgent\" => urgency = \"routine\"\n"
          "lines 5 result r: \"two\" before \"three\" => \"three\" before \"two\"\n"
          "threshold 6 result r, line \"three\": n:over(1) => n:over(0)\n"
          "threshold 6 result r, line \"three\": n:over(1) => n:over(2)\n"
          "comparison 6 result r, line \"three\": n:over(1) => n:at_least(1)\n"
          "negation 6 result r, line \"three\": n:over(1) => ~n:over(1)\n"
          "outcome 6 result r, line \"three\": outcome = \"defer\" => outcome = \"clear\"\n");
}

/* Points of lines and of items; the 0 that nobody wrote stays. A local that is used twice is one
 * place. */
static void test_points(void **state) {
    (void)state;
    check("local n = number 'n' { ask = 'N?', min = 0, max = 9, whole = true }\n"
          "local a = yes_no 'a' { ask = 'A?' }\n"
          "local p = first {\n"
          "  { 2.5, when = n:over(6) },\n"
          "  { 1, when = n:over(3) },\n"
          "  { 0 },\n"
          "}\n"
          "local s = score 's' { { p, label = 'P' }, { 2, when = a, label = 'A' } }\n"
          "advisory 'high' { when = any { p:over(2), s:over(3) }, because = 'B.', advice = 'A.', "
          "source = 'S' }\n",
          "threshold 5 score s, \"P\": n:over(6) => n:over(5)\n"
          "threshold 5 score s, \"P\": n:over(6) => n:over(7)\n"
          "comparison 5 score s, \"P\": n:over(6) => n:at_least(6)\n"
          "points 5 score s, \"P\": { 2.5, when = n:over(6) } => { 2.4, when = n:over(6) }\n"
          "points 5 score s, \"P\": { 2.5, when = n:over(6) } => { 2.6, when = n:over(6) }\n"
          "points 5 score s, \"P\": { 2.5, when = n:over(6) } => { 1.5, when = n:over(6) }\n"
          "points 5 score s, \"P\": { 2.5, when = n:over(6) } => { 3.5, when = n:over(6) }\n"
          "lines 5 score s, \"P\": { 2.5, when = n:over(6) } before { 1, when = n:over(3) } => { "
          "1, when = n:over(3) } before { 2.5, when = n:over(6) }\n"
          "negation 5 score s, \"P\": n:over(6) => ~n:over(6)\n"
          "threshold 6 score s, \"P\": n:over(3) => n:over(2)\n"
          "threshold 6 score s, \"P\": n:over(3) => n:over(4)\n"
          "comparison 6 score s, \"P\": n:over(3) => n:at_least(3)\n"
          "points 6 score s, \"P\": { 1, when = n:over(3) } => { 0, when = n:over(3) }\n"
          "points 6 score s, \"P\": { 1, when = n:over(3) } => { 2, when = n:over(3) }\n"
          "negation 6 score s, \"P\": n:over(3) => ~n:over(3)\n"
          "points 7 score s, \"P\": { 0 } => { -1 }\n"
          "points 7 score s, \"P\": { 0 } => { 1 }\n"
          "points 9 score s, \"A\": { 2, when = a } => { 1, when = a }\n"
          "points 9 score s, \"A\": { 2, when = a } => { 3, when = a }\n"
          "negation 9 score s, \"A\": a => ~a\n"
          "threshold 10 advisory high: first { { 2.5, when = n:over(6) }, { 1, when = n:over(3) }, "
          "{ 0 } }:over(2) => first { { 2.5, when = n:over(6) }, { 1, when = n:over(3) }, { 0 } "
          "}:over(1)\n"
          "threshold 10 advisory high: first { { 2.5, when = n:over(6) }, { 1, when = n:over(3) }, "
          "{ 0 } }:over(2) => first { { 2.5, when = n:over(6) }, { 1, when = n:over(3) }, { 0 } "
          "}:over(3)\n"
          "comparison 10 advisory high: first { { 2.5, when = n:over(6) }, { 1, when = n:over(3) "
          "}, { 0 } }:over(2) => first { { 2.5, when = n:over(6) }, { 1, when = n:over(3) }, { 0 } "
          "}:at_least(2)\n"
          "threshold 10 advisory high: s:over(3) => s:over(2)\n"
          "threshold 10 advisory high: s:over(3) => s:over(4)\n"
          "comparison 10 advisory high: s:over(3) => s:at_least(3)\n"
          "joint 10 advisory high: any { first { { 2.5, when = n:over(6) }, { 1, when = n:over(3) "
          "}, { 0 } }:over(2), s:over(3) } => all { first { { 2.5, when = n:over(6) }, { 1, when = "
          "n:over(3) }, { 0 } }:over(2), s:over(3) }\n"
          "part 10 advisory high: first { { 2.5, when = n:over(6) }, { 1, when = n:over(3) }, { 0 "
          "} }:over(2) => \n"
          "part 10 advisory high: s:over(3) => \n"
          "negation 10 advisory high: first { { 2.5, when = n:over(6) }, { 1, when = n:over(3) }, "
          "{ 0 } }:over(2) => ~first { { 2.5, when = n:over(6) }, { 1, when = n:over(3) }, { 0 } "
          "}:over(2)\n"
          "negation 10 advisory high: s:over(3) => ~s:over(3)\n"
          "negation 10 advisory high: any { first { { 2.5, when = n:over(6) }, { 1, when = "
          "n:over(3) }, { 0 } }:over(2), s:over(3) } => ~(any { first { { 2.5, when = n:over(6) }, "
          "{ 1, when = n:over(3) }, { 0 } }:over(2), s:over(3) })\n"
          "rule 10 advisory high: advisory high => \n");
}

/* What stands for a fact behind a gate, and the gate itself. */
static void test_gates(void **state) {
    (void)state;
    check("local a = yes_no 'a' { ask = 'A?' }\n"
          "local n = number 'n' { ask = 'N?', min = 0, max = 9, whole = true, only_if = a, "
          "otherwise = 0 }\n"
          "local c = choice 'c' { ask = 'C?', options = { 'x', 'y' }, only_if = a, otherwise = 'x' "
          "}\n"
          "advisory 'high' { when = any { n:over(3), c:is 'y' }, because = 'B.', advice = 'A.', "
          "source = 'S' }\n",
          "negation 3 gate of n: a => ~a\n"
          "otherwise 3 fact n: otherwise = 0 => otherwise = 1\n"
          "negation 4 gate of c: a => ~a\n"
          "otherwise 4 fact c: otherwise = \"x\" => otherwise = \"y\"\n"
          "threshold 5 advisory high: n:over(3) => n:over(2)\n"
          "threshold 5 advisory high: n:over(3) => n:over(4)\n"
          "comparison 5 advisory high: n:over(3) => n:at_least(3)\n"
          "joint 5 advisory high: any { n:over(3), c:is \"y\" } => all { n:over(3), c:is \"y\" }\n"
          "part 5 advisory high: n:over(3) => \n"
          "part 5 advisory high: c:is \"y\" => \n"
          "negation 5 advisory high: n:over(3) => ~n:over(3)\n"
          "negation 5 advisory high: c:is \"y\" => ~c:is \"y\"\n"
          "negation 5 advisory high: any { n:over(3), c:is \"y\" } => ~(any { n:over(3), c:is "
          "\"y\" })\n"
          "rule 5 advisory high: advisory high => \n");
}

/* A local that two rules use is one place; the same words written twice are two. */
static void test_shared(void **state) {
    (void)state;
    check("local n = number 'n' { ask = 'N?', min = 0, max = 9, whole = true }\n"
          "local high = n:over(6)\n"
          "advisory 'one' { when = high, because = 'B.', advice = 'A.', source = 'S' }\n"
          "advisory 'two' { when = any { high, n:is(0) }, because = 'B.', advice = 'A.', source = "
          "'S' }\n"
          "advisory 'three' { when = any { n:over(6), n:is(0) }, because = 'B.', advice = 'A.', "
          "source = 'S' }\n",
          "threshold 3 advisory one: n:over(6) => n:over(5)\n"
          "threshold 3 advisory one: n:over(6) => n:over(7)\n"
          "comparison 3 advisory one: n:over(6) => n:at_least(6)\n"
          "negation 4 advisory one: n:over(6) => ~n:over(6)\n"
          "rule 4 advisory one: advisory one => \n"
          "threshold 5 advisory two: n:is(0) => n:is(-1)\n"
          "threshold 5 advisory two: n:is(0) => n:is(1)\n"
          "joint 5 advisory two: any { n:over(6), n:is(0) } => all { n:over(6), n:is(0) }\n"
          "part 5 advisory two: n:over(6) => \n"
          "part 5 advisory two: n:is(0) => \n"
          "negation 5 advisory two: n:over(6) => ~n:over(6)\n"
          "negation 5 advisory two: n:is(0) => ~n:is(0)\n"
          "negation 5 advisory two: any { n:over(6), n:is(0) } => ~(any { n:over(6), n:is(0) })\n"
          "rule 5 advisory two: advisory two => \n"
          "threshold 6 advisory three: n:over(6) => n:over(5)\n"
          "threshold 6 advisory three: n:over(6) => n:over(7)\n"
          "comparison 6 advisory three: n:over(6) => n:at_least(6)\n"
          "threshold 6 advisory three: n:is(0) => n:is(-1)\n"
          "threshold 6 advisory three: n:is(0) => n:is(1)\n"
          "joint 6 advisory three: any { n:over(6), n:is(0) } => all { n:over(6), n:is(0) }\n"
          "part 6 advisory three: n:over(6) => \n"
          "part 6 advisory three: n:is(0) => \n"
          "negation 6 advisory three: n:over(6) => ~n:over(6)\n"
          "negation 6 advisory three: n:is(0) => ~n:is(0)\n"
          "negation 6 advisory three: any { n:over(6), n:is(0) } => ~(any { n:over(6), n:is(0) })\n"
          "rule 6 advisory three: advisory three => \n");
}

/* Halts, rounds of a loop, what is watched throughout, conditions of steps. */
static void test_guidance(void **state) {
    (void)state;
    check("local hurts = yes_no 'hurts' { ask = 'H?', live = true }\n"
          "local tired = yes_no 'tired' { ask = 'T?' }\n"
          "technique 't' { title = 'T', only_if = ~tired, idle = minutes(30),\n"
          "  loop 'l' { at_most = 3, finish_when = hurts, step 's' { 'Do.', skip_if = tired } } }\n"
          "halt 'pain' { when = hurts, because = 'B.', advice = 'A.', source = 'S', during = { 't' "
          "} }\n"
          "red_flag 'again' { when = hurts, because = 'B.', source = 'S', throughout = true }\n",
          "negation 4 technique t: ~tired => tired\n"
          "negation 5 loop l: hurts => ~hurts\n"
          "negation 5 step s: tired => ~tired\n"
          "at_most 5 loop l: at_most = 3 => at_most = 4\n"
          "at_most 5 loop l: at_most = 3 => at_most = 2\n"
          "negation 6 halt pain: hurts => ~hurts\n"
          "halt 6 halt pain: halt pain => \n"
          "negation 7 red flag again: hurts => ~hurts\n"
          "rule 7 red flag again: red flag again => \n"
          "kind 7 red flag again: red_flag => precondition\n"
          "throughout 7 red flag again: throughout = true => throughout = false\n");
}

/* Numbers of a formula, and what none counts. */
static void test_arithmetic(void **state) {
    (void)state;
    check("local w = number 'w' { ask = 'W?', min = 1, max = 9, none = 'None' }\n"
          "local d = derive 'd' { w:if_none(1) * 100 + 0.5 }\n"
          "advisory 'high' { when = d:over(300), because = 'B.', advice = 'A.', source = 'S' }\n",
          "points 3 value d: w:if_none(1) => w:if_none(0)\n"
          "points 3 value d: w:if_none(1) => w:if_none(2)\n"
          "points 3 value d: w:if_none(1) * 100 => w:if_none(1) * 99\n"
          "points 3 value d: w:if_none(1) * 100 => w:if_none(1) * 101\n"
          "points 3 value d: (w:if_none(1) * 100) + 0.5 => (w:if_none(1) * 100) + 0.4\n"
          "points 3 value d: (w:if_none(1) * 100) + 0.5 => (w:if_none(1) * 100) + 0.6\n"
          "points 3 value d: (w:if_none(1) * 100) + 0.5 => (w:if_none(1) * 100) + -0.5\n"
          "points 3 value d: (w:if_none(1) * 100) + 0.5 => (w:if_none(1) * 100) + 1.5\n"
          "threshold 4 advisory high: d:over(300) => d:over(299)\n"
          "threshold 4 advisory high: d:over(300) => d:over(301)\n"
          "comparison 4 advisory high: d:over(300) => d:at_least(300)\n"
          "negation 4 advisory high: d:over(300) => ~d:over(300)\n"
          "rule 4 advisory high: advisory high => \n");
}

/* ---- there and back -------------------------------------------------------------------------- */

static const char many[] =
    "local age = number 'age' { ask = 'A?', min = 0, max = 120, whole = true }\n"
    "local fever = yes_no 'fever' { ask = 'F?' }\n"
    "local bearing = choice 'bearing' { ask = 'W?', options = { 'normal', 'limping', 'cannot' } }\n"
    "local pain = number 'pain' { ask = 'P?', min = 0, max = 10, whole = true,\n"
    "  only_if = fever, otherwise = 0 }\n"
    "local bad = all { pain:at_least(7), age:over(40) }\n"
    "local points = first { { 2, when = pain:over(5) }, { 1, when = pain:over(2) }, { 0 } }\n"
    "local risk = score 'risk' { { points, label = 'P' }, { 1, when = fever, label = 'F' } }\n"
    "red_flag 'bad' { when = bad, because = 'B.', source = 'S' }\n"
    "contraindication 'worse' { when = all { bad, bearing:one_of { 'limping', 'cannot' } },\n"
    "  because = 'B.', source = 'S', refer = { to = 'x', urgency = 'urgent' } }\n"
    "precondition 'calm' { require = at_least(1, { ~fever, age:under(20) }), because = 'B.',\n"
    "  advice = 'A.', source = 'S' }\n"
    "result 'image' {\n"
    "  { 'now', when = risk:at_least(3), because = 'B.', outcome = 'refer' },\n"
    "  { 'soon', when = risk:at_least(1), because = 'B.', outcome = 'defer' },\n"
    "  { 'never', advice = 'A.' },\n"
    "}\n";

/* Every combination of a few values, given to both. */
static void assert_alike(struct world *world, const struct program *a, const struct program *b,
                         bool *differs) {
    const struct answer ages[] = {{.state = ANSWER_ABSENT},
                                  {.state = ANSWER_GIVEN, .number = 19},
                                  {.state = ANSWER_GIVEN, .number = 41},
                                  {.state = ANSWER_UNANSWERABLE}};
    struct arena arena;
    arena_init(&arena, 4096, 0);
    for (size_t i = 0; i < 4 * 3 * 4 * 12; i++) {
        struct answer answers[8] = {{.state = ANSWER_ABSENT}};
        struct expectation all;
        struct comparison comparison;
        answers[0] = ages[i % 4];
        answers[1].state = i / 4 % 3 == 2 ? ANSWER_UNANSWERABLE : ANSWER_GIVEN;
        answers[1].option = (uint32_t)(i / 4 % 3 % 2);
        answers[2].state = i / 12 % 4 == 3 ? ANSWER_ABSENT : ANSWER_GIVEN;
        answers[2].option = (uint32_t)(i / 12 % 4 % 3);
        answers[3].state = i / 48 == 11 || answers[1].option == 0 ? ANSWER_ABSENT : ANSWER_GIVEN;
        answers[3].number = (double)(i / 48);
        arena_reset(&arena);
        const struct decision *first = case_of_answers(a, answers, 0, NULL, &arena);
        const struct decision *second = case_of_answers(b, answers, 0, NULL, &arena);
        assert_true(first != NULL && second != NULL && observed(first, &arena, &all));
        assert_true(compare_decision(second, &all, &arena, &comparison));
        *differs = *differs || comparison.difference_count > 0;
    }
    arena_free(&arena);
    (void)world;
}

static void test_the_spread_program_decides_the_same(void **state) {
    struct world world;
    bool differs = false;
    (void)state;
    world_open(&world, many);
    assert_alike(&world, load_program(world.loaded), &world.spread.program, &differs);
    assert_false(differs);
    world_close(&world);
}

/* Nearly every mutant shows; and each is gone without a trace when the next is made. */
static void test_a_mutant_comes_and_goes(void **state) {
    struct world world;
    size_t shown = 0;
    (void)state;
    world_open(&world, many);
    for (size_t i = 0; i < world.mutants.count; i++) {
        const struct mutant *mutant = &world.mutants.items[i];
        bool shows = false;
        bool stays = false;
        mutant_apply(&world.patch, mutant);
        assert_alike(&world, load_program(world.loaded), &world.patch.program, &shows);
        mutant_undo(&world.patch, mutant);
        assert_alike(&world, load_program(world.loaded), &world.patch.program, &stays);
        assert_false(stays);
        shown += shows;
    }
    assert_true(world.mutants.count > 60);
    assert_true(shown * 10 > world.mutants.count * 8);
    world_close(&world);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_thresholds_and_comparisons),
        cmocka_unit_test(test_between),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_rules),
        cmocka_unit_test(test_results),
        cmocka_unit_test(test_points),
        cmocka_unit_test(test_gates),
        cmocka_unit_test(test_shared),
        cmocka_unit_test(test_guidance),
        cmocka_unit_test(test_arithmetic),
        cmocka_unit_test(test_the_spread_program_decides_the_same),
        cmocka_unit_test(test_a_mutant_comes_and_goes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
