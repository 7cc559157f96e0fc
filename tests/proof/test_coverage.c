/*
 * What examples show. The tables of MC/DC were worked out by hand: each row a condition, examples
 * as letters (T, F, ? cannot be answered, - not asked; one a fact), and what is then known of each
 * part: + shown to decide alone, - not shown, x out of reach, proved.
 */
#include "proof/coverage.h"
#include "script/loading.h"
#include "support/failing_malloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char facts[] =
    "local a = yes_no 'a' { ask = 'A?' }\nlocal b = yes_no 'b' { ask = 'B?' }\n"
    "local c = yes_no 'c' { ask = 'C?' }\nlocal d = yes_no 'd' { ask = 'D?' }\n"
    "local n = number 'n' { ask = 'N?', min = 0, max = 100 }\n"
    /* Whatever a row leaves out is used here. */
    "advisory 'rest' { because = 'B.', advice = 'A.', source = 'S',\n"
    "when = any { a, b, c, d, n:over(1), age:over(1), fever, bearing:is 'cannot',\n"
    "surgery:days_ago():over(1) } }\n";

/* ---- running --------------------------------------------------------------------------------- */

struct run {
    struct loaded *loaded;
    struct arena arena;
    struct proof proof;
    struct coverage coverage;
};

static void run_open(struct run *run, const char *text, const char *tests, bool searches) {
    struct buffer whole = {0};
    buffer_append_format(&whole, "%s%s", facts, text);
    buffer_append(&whole, "", 1);
    *run = (struct run){.loaded = loading_good(whole.at, tests)};
    buffer_free(&whole);
    arena_init(&run->arena, 4096, 0);
    const struct suite *suite = load_suite(run->loaded);
    struct functions functions = load_functions(run->loaded);
    struct proof_options options = {.covers = true};
    struct coverage_options covering = {.searches = searches};
    struct test_result result;
    assert_true(proof_begin(&run->proof, suite, &functions, &options, &run->arena));
    for (size_t i = 0; i < suite->test_count; i++) {
        assert_true(proof_run(&run->proof, i, &run->arena, &result));
    }
    assert_true(coverage_of(&run->proof, &covering, &run->arena, &run->coverage));
}

static void run_close(struct run *run) {
    arena_free(&run->arena);
    load_free(run->loaded);
}

/* Tests out of "TF?- 15": letters for a to d, then a number for n. */
static void put_examples(struct buffer *out, const char *examples) {
    buffer_append_string(out, "cases 'rows' { given = facts { as_of = '2026-01-01' },\n");
    while (*examples != 0) {
        size_t fact = 0;
        buffer_append_string(out, "{ {");
        for (; *examples >= '-' && *examples != ' ' && (*examples < '0' || *examples > '9');
             examples++, fact++) {
            const char *value = *examples == 'T'   ? "true"
                                : *examples == 'F' ? "false"
                                : *examples == '?' ? "unanswerable"
                                                   : "absent";
            buffer_append_format(out, " %c = %s,", (char)('a' + fact), value);
        }
        if (*examples >= '0' && *examples <= '9') {
            size_t digits = strspn(examples, "0123456789");
            buffer_append_format(out, " n = %.*s", (int)digits, examples);
            examples += digits;
        }
        buffer_append_string(out, " }, includes = {} },\n");
        examples += strspn(examples, " ");
    }
    buffer_append_string(out, "}\n");
}

static const struct cover_item *find(const struct run *run, enum cover_row kind, const char *name) {
    for (size_t i = 0; i < run->coverage.item_count; i++) {
        const struct cover_item *item = &run->coverage.items[i];
        if (item->kind == kind && text_is(item->name, name)) {
            return item;
        }
    }
    fail_msg("no item for %s", name);
    return NULL;
}

/* One letter a part of the condition of rule `r`. */
static void say_parts(const struct run *run, char *out) {
    const struct cover_item *item = find(run, COVER_CONDITIONS, "r");
    do {
        if ((item->wanted >> MARK_DECIDES & 1) != 0) {
            bool out_of_reach = (item->out_of_reach >> MARK_DECIDES & 1) != 0;
            *out++ = (item->shown >> MARK_DECIDES & 1) != 0 ? '+' : out_of_reach ? 'x' : '-';
        }
        item++;
    } while (item < run->coverage.items + run->coverage.item_count && item->depth > 0);
    *out = 0;
}

static void parts_decide_alone(void **state) {
    (void)state;
    static const struct {
        const char *condition, *examples, *parts;
    } rows[] = {
        {"any { a, b }", "TF FT FF", "++"},
        {"any { a, b }", "TT FF", "--"}, /* each would have been true without the other */
        {"any { a, b }", "T- FF", "+-"}, /* what is not known decides nothing */
        {"any { a, b }", "T? FF", "+-"},
        {"any { a, b }", "?F FF T?", "+-"},
        {"any { a, b }", "TF F-", "--"}, /* false was never seen */
        {"a | b", "TF FT FF", "++"},
        {"all { a, b }", "TT TF FT", "++"},
        {"all { a, b }", "TT FF", "--"},
        {"all { a, b }", "TT F-", "+-"},
        {"a & b", "TT FT", "+-"},
        {"none_of { a, b }", "FF TF", "+-"},
        {"none_of { a, b }", "FF TF FT", "++"},
        {"~(a & b)", "TT FT TF", "++"},
        {"~any { a, b }", "TT FF FT", "-+"},
        {"any { a, all { b, ~c } }", "FTF FFF TFF", "++-"},
        {"any { a, all { b, ~c } }", "FTF FFF TFF FTT", "+++"},
        {"all { a, any { b, c } }", "TTF FFT", "+--"}, /* masked parts may differ */
        {"all { a, any { b, c } }", "TTF TFF TFT FTF", "+++"},
        {"at_least(2, { a, b, c })", "TTF FTF", "+--"},
        {"at_least(2, { a, b, c })", "TTF FFT", "---"}, /* the others changed places */
        {"at_least(2, { a, b, c })", "TT- FTF", "+--"},
        {"at_least(2, { a, b, c })", "TTF FTF TFF TFT", "+++"},
        {"at_least(3, { a, b, c, d })", "TTTF FTTF TFTF TTFF TTFT", "++++"},
        {"all { d, at_least(2, { a, b, c }) }", "TTFT FTFT TTFF", "++--"},
        {"any { all { a, b }, all { ~a, c } }", "TTF FTF", "+---"}, /* each place by itself */
        {"any { all { a, b }, all { ~a, c } }", "TTF FTF TFF FFT TFT", "++++"},
        /* Nobody can show it. */
        {"any { n:under(10), n:under(20) }", "--5 --15 --25", "x+"},
        {"all { n:over(10), n:over(20) }", "--5 --15 --25", "x+"},
        {"any { a, all { a, b } }", "TF F-", "+xx"},
        {"at_least(2, { n:over(10), n:over(10), a })", "----", "xxx"},
        {"at_least(2, { n:over(10), n:over(20), a })", "----", "---"},
        {"any { all { a, n:over(5) }, all { a, n:over(7) } }", "T-6 F-6 T-2", "++xx"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buffer text = {0};
        struct buffer tests = {0};
        struct run run;
        char found[16];
        buffer_append_format(&text, "red_flag 'r' { when = %s, because = 'B.', source = 'S' }",
                             rows[i].condition);
        buffer_append(&text, "", 1);
        put_examples(&tests, rows[i].examples);
        buffer_append(&tests, "", 1);
        run_open(&run, text.at, tests.at, true);
        say_parts(&run, found);
        if (strcmp(found, rows[i].parts) != 0) {
            print_message("%s with %s\n", rows[i].condition, rows[i].examples);
        }
        assert_string_equal(found, rows[i].parts);
        run_close(&run);
        buffer_free(&text);
        buffer_free(&tests);
    }
}

/* ---- every kind of item ---------------------------------------------------------------------- */

static const char kinds[] =
    "local gated = yes_no 'gated' { ask = '?', only_if = a, otherwise = false }\n"
    "local hurts = yes_no 'hurts' { ask = '?', live = true }\n"
    "red_flag 'r' { when = gated, because = 'B.', source = 'S' }\n"
    "local points = first { { 2, when = b }, { 1, when = c }, { 0 } }\n"
    "result 'image' { { 'yes', when = points:at_least(2) }, { 'no' } }\n"
    "technique 't' { title = 'T', step 'sit' { 'Sit.', only_if = d },\n"
    "  loop 'again' { at_most = 2, finish_when = hurts, step 'reach' { 'Reach.' } } }\n"
    "halt 'h' { when = hurts, because = 'B.', source = 'S' }\n";

/* "rule r yes:1 no:2 unknown:0 lacks no", for all but the conditions of the advisory. */
static struct buffer told(const struct run *run) {
    static const char *const marks[] = {" yes", " no", " decides"};
    struct buffer out = {0};
    for (size_t i = 0; i < run->coverage.item_count; i++) {
        const struct cover_item *item = &run->coverage.items[i];
        if (item->kind == COVER_CONDITIONS || text_is(item->name, "rest")) {
            continue;
        }
        buffer_append_format(&out, "%s %.*s%s%.*s %u/%u/%u", cover_row_kind(item->kind),
                             (int)item->name.length, item->name.at,
                             text_is_empty(item->detail) ? "" : " ", (int)item->detail.length,
                             item->detail.at, item->seen.yes, item->seen.no, item->seen.unknown);
        for (unsigned mark = 0; mark < COVER_MARK_COUNT; mark++) {
            bool missing = (cover_missing(item) >> mark & 1) != 0;
            buffer_append_string(&out, missing ? marks[mark] : "");
        }
        buffer_append_string(&out, "\n");
    }
    buffer_append(&out, "", 1);
    return out;
}

static void every_kind_of_item_is_counted(void **state) {
    (void)state;
    struct run run;
    run_open(&run, kinds,
             "local base = facts { a = false, b = false, c = false, d = false, n = 0, age = 1,\n"
             "fever = false, bearing = 'normal', surgery = none, as_of = '2026-01-01' }\n"
             "cases 'rows' { given = base,\n"
             "{ {}, rules = {} },\n"
             "{ { c = true }, includes = {} },\n"
             "{ { a = true, gated = unanswerable, b = absent }, includes = {} } }\n",
             false);
    struct buffer out = told(&run);
    assert_string_equal(out.at, "rule r 0/2/1 yes\n"
                                "line image yes 0/2/1 yes\n"
                                "line image no 2/0/1\n"
                                "first  line 1 0/2/1 yes\n"
                                "first  line 2 1/2/0\n"
                                "first  line 3 1/1/1\n"
                                "gate gated a 1/2/0\n"
                                "step t sit 0/0/0 yes no\n"
                                "step t reach 0/0/0 yes\n"
                                "halt h 0/0/0 yes no\n"
                                "loop t again: at_most 0/0/0 yes\n"
                                "loop t again: finish_when 0/0/0 yes\n");
    buffer_free(&out);
    run_close(&run);
}

/* What a walk tells, called as a walk calls it. */
static void walks_show_steps_halts_and_ends(void **state) {
    (void)state;
    struct run run;
    run_open(&run, kinds,
             "test 't' { given = facts { as_of = '2026-01-01' }, expect = { includes = {} } }",
             false);
    struct cover *cover = run.proof.cover;
    const struct step *steps = cover->program->techniques[0].steps;
    cover_step(cover, &steps[0], true);
    cover_step(cover, &steps[1].steps[0], false);
    cover_step(cover, &steps[1].steps[0], false);
    cover_loop_end(cover, &steps[1], LOOP_ENDS_FINISH_WHEN);
    cover_halt(cover, 2);
    struct coverage_options options = {.searches = false};
    assert_true(coverage_of(&run.proof, &options, &run.arena, &run.coverage));
    struct buffer out = told(&run);
    assert_non_null(strstr(out.at, "step t sit 0/1/0 yes\n"
                                   "step t reach 2/0/0\n"
                                   "halt h 1/0/0 no\n"
                                   "loop t again: at_most 0/0/0 yes\n"
                                   "loop t again: finish_when 1/0/0\n"));
    assert_int_equal(run.coverage.totals[COVER_STEPS].shown, 2);
    assert_int_equal(run.coverage.totals[COVER_STEPS].of, 3);
    buffer_free(&out);
    run_close(&run);
    cover_step(NULL, steps, false);
    cover_halt(NULL, 0);
    cover_loop_end(NULL, steps, LOOP_ENDS_AT_MOST);
}

static void promises_are_no_examples(void **state) {
    (void)state;
    struct run run;
    run_open(&run, "red_flag 'r' { when = a, because = 'B.', source = 'S' }",
             "always 'x' { when = a, never = { outcome = 'clear' } }", false);
    assert_int_equal(run.coverage.examples, 0);
    assert_int_equal(find(&run, COVER_RULES, "r")->shown, 0);
    run_close(&run);
}

/* ---- what is proposed ------------------------------------------------------------------------ */

/* One line of `cases` for each example that was found. */
static size_t put_hints(const struct run *run, struct buffer *out) {
    size_t count = 0;
    buffer_append_string(out, "cases 'found' { given = facts { as_of = '2026-01-01' },\n");
    for (size_t i = 0; i < run->coverage.item_count; i++) {
        const struct cover_hint *hint = run->coverage.items[i].hints;
        for (; hint != NULL; hint = hint->next, count++) {
            buffer_append_string(out, "{ {");
            for (size_t k = 0; k < hint->given.count; k++) {
                const struct stated_fact *fact = &hint->given.items[k];
                buffer_append_format(out, " %.*s = ", (int)fact->name.length, fact->name.at);
                if (fact->value.kind == SENT_BOOL) {
                    buffer_append_string(out, fact->value.yes ? "true," : "false,");
                } else if (fact->value.kind == SENT_NUMBER) {
                    buffer_append_format(out, "%g,", fact->value.number);
                } else if (fact->value.kind == SENT_TEXT) {
                    buffer_append_format(out, "'%.*s',", (int)fact->value.text.length,
                                         fact->value.text.at);
                } else {
                    buffer_append_string(out, "unanswerable,");
                }
            }
            buffer_append_string(out, " }, includes = {} },\n");
        }
    }
    buffer_append_string(out, "}\n");
    buffer_append(out, "", 1);
    return count;
}

/* Whatever was found is found rightly: with these examples nothing is missing. */
static void examples_that_are_found_show_it(void **state) {
    (void)state;
    static const char text[] =
        "local gated = yes_no 'gated' { ask = '?', only_if = any { a, b }, otherwise = false }\n"
        "red_flag 'r' { when = any { gated, all { n:over(5), ~c }, n:over(50) }, because = 'B.',\n"
        "source = 'S' }\n"
        "red_flag 'q' { when = at_least(2, { a, b, c, age:over(90) }), because = 'B.',\n"
        "source = 'S' }\n"
        "local points = first { { 2, when = b }, { 1, when = c & ~d }, { 0 } }\n"
        "local sum = score 'sum' { { points }, { 1, when = none_of { a, d } } }\n"
        "result 'image' { { 'yes', when = sum:at_least(2) }, { 'perhaps', when = sum:is(1) },\n"
        "{ 'no' } }\n";
    struct run run;
    struct buffer tests = {0};
    run_open(&run, text,
             "test 't' { given = facts { as_of = '2026-01-01' }, expect = { includes = {} } }",
             true);
    assert_true(run.coverage.complete);
    assert_true(put_hints(&run, &tests) > 40);
    run_close(&run);
    run_open(&run, text, tests.at, true);
    for (size_t i = 0; i < run.coverage.item_count; i++) {
        const struct cover_item *item = &run.coverage.items[i];
        if (cover_missing(item) != 0) {
            fail_msg("%s %.*s %.*s lacks %u", cover_row_kind(item->kind), (int)item->name.length,
                     item->name.at, (int)item->detail.length, item->detail.at, cover_missing(item));
        }
    }
    run_close(&run);
    buffer_free(&tests);
}

static bool go_two_steps(void *context, size_t done, size_t of) {
    (void)context;
    assert_true(done < of);
    return done < 2;
}

static void a_caller_may_end_the_search(void **state) {
    (void)state;
    struct run run;
    struct coverage_options options = {.searches = true, .goes_on = go_two_steps};
    run_open(&run, "red_flag 'r' { when = a, because = 'B.', source = 'S' }",
             "test 't' { given = facts { as_of = '2026-01-01' }, expect = { includes = {} } }",
             false);
    assert_false(run.coverage.complete);
    assert_true(coverage_of(&run.proof, &options, &run.arena, &run.coverage));
    assert_false(run.coverage.complete);
    run_close(&run);
}

/* ---- memory ---------------------------------------------------------------------------------- */

static enum operation_outcome cover_once(void *context) {
    const struct loaded *loaded = context;
    const struct suite *suite = load_suite(loaded);
    struct proof_options options = {.covers = true};
    struct coverage_options covering = {.searches = true};
    struct coverage coverage;
    struct test_result result;
    struct proof proof;
    struct arena arena;
    arena_init(&arena, 1024, 0);
    bool done = proof_begin(&proof, suite, NULL, &options, &arena);
    for (size_t i = 0; done && i < suite->test_count; i++) {
        done = proof_run(&proof, i, &arena, &result);
    }
    done = done && coverage_of(&proof, &covering, &arena, &coverage);
    bool right = !done || (coverage.complete && coverage.totals[COVER_PARTS].of > 3);
    arena_free(&arena);
    return !right ? OPERATION_WRONG : done ? OPERATION_DONE : OPERATION_FAILED;
}

static void memory_may_run_out(void **state) {
    (void)state;
    struct buffer whole = {0};
    struct buffer tests = {0};
    buffer_append_format(&whole, "%s%s", facts,
                         "red_flag 'r' { when = at_least(2, { a, b, n:over(3) }), because = 'B.',\n"
                         "source = 'S' }\n");
    buffer_append(&whole, "", 1);
    put_examples(&tests, "TTFF2 TFFF7");
    buffer_append(&tests, "", 1);
    struct loaded *loaded = loading_good(whole.at, tests.at);
    assert_true(failing_malloc_until_ok(cover_once, loaded) > 0);
    load_free(loaded);
    buffer_free(&whole);
    buffer_free(&tests);
}

/* Twenty conditions and a thousand different examples: each pattern is kept once. */
static void patterns_are_kept_once(void **state) {
    (void)state;
    struct run run;
    struct buffer tests = {0};
    buffer_append_string(&tests, "cases 'rows' { given = facts { as_of = '2026-01-01' },\n");
    for (unsigned i = 0; i < 1000; i++) {
        buffer_append_format(&tests,
                             "{ { a = %s, b = %s, c = %s, d = %s, n = %u }, includes = {} },\n",
                             i & 1 ? "true" : "false", i & 2 ? "true" : "false",
                             i & 4 ? "true" : "false", i & 8 ? "true" : "false", i % 100);
    }
    buffer_append(&tests, "}\n", 3);
    run_open(&run,
             "red_flag 'r' { when = any { a, b, c, d, n:over(50) }, because = 'B.', source = 'S' }",
             tests.at, false);
    for (size_t i = 0; i < run.proof.cover->tree_count; i++) {
        const struct patterns *patterns = &run.proof.cover->trees[i];
        if (patterns->tree.items->use == WRITTEN_RULE && patterns->tree.leaf_count == 5) {
            assert_int_equal(patterns->count, 32);
        }
    }
    assert_int_equal(run.coverage.examples, 1000);
    run_close(&run);
    buffer_free(&tests);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_decide_alone),
        cmocka_unit_test(every_kind_of_item_is_counted),
        cmocka_unit_test(walks_show_steps_halts_and_ends),
        cmocka_unit_test(promises_are_no_examples),
        cmocka_unit_test(examples_that_are_found_show_it),
        cmocka_unit_test(a_caller_may_end_the_search),
        cmocka_unit_test(memory_may_run_out),
        cmocka_unit_test(patterns_are_kept_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
