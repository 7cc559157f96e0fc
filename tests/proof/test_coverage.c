/*
 * What examples show. The tables of MC/DC were worked out by hand: each row a condition, examples
 * as letters (T, F, ? cannot be answered, - not asked; one a fact), and what is then known of each
 * part: + shown to decide alone, - not shown, x out of reach, proved.
 */
#include "proof/coverage.h"
#include "script/loading.h"

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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_decide_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
