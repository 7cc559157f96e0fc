/*
 * Where conditions were written: each place is an item, with its parts behind it, and neither line
 * breaks nor quotes nor commas change anything but positions.
 */
#include "loading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char *const joints[] = {"", "all", "any", "none_of", "at_least", "not"};
static const char *const uses[] = {"part", "free",      "rule",    "line",    "first",      "score",
                                   "gate", "technique", "only_if", "skip_if", "finish_when"};

static void put_position(struct buffer *out, const struct written *item) {
    buffer_append_format(out, " @%u:%u-%u:%u", item->position.line - LOADING_HEADER_LINES,
                         item->position.column, item->end_line - LOADING_HEADER_LINES,
                         item->end_column);
}

/* A line an item, parts further in; with the place where the caller wants it. */
static struct buffer listed(const char *text, bool with_places) {
    struct loaded *loaded = loading_good(text, NULL);
    const struct program *program = load_program(loaded);
    struct buffer out = {0};
    size_t ends[16];
    size_t depth = 0;
    for (size_t i = 0; i < program->written_count; i++) {
        const struct written *item = &program->written[i];
        while (depth > 0 && ends[depth - 1] == i) {
            depth--;
        }
        buffer_append_format(&out, "%*s", (int)(2 * depth), "");
        if (item->use != WRITTEN_PART) {
            buffer_append_format(&out, "%s %u.%u: ", uses[item->use], item->index, item->line);
        }
        if (!text_is_empty(item->name)) {
            buffer_append_format(&out, "%.*s = ", (int)item->name.length, item->name.at);
        }
        if (item->joint != JOINT_NONE) {
            buffer_append_format(&out, "%s ", joints[item->joint]);
        }
        if (item->joint == JOINT_AT_LEAST) {
            buffer_append_format(&out, "%u ", item->count);
        }
        buffer_append_format(&out, "[%.*s]", (int)item->text.length, item->text.at);
        if (with_places) {
            put_position(&out, item);
        }
        buffer_append_string(&out, "\n");
        ends[depth++] = i + item->span;
    }
    buffer_append(&out, "", 1);
    load_free(loaded);
    return out;
}

static void assert_listed(const char *text, bool with_places, const char *expected) {
    struct buffer found = listed(text, with_places);
    assert_string_equal(found.at, expected);
    buffer_free(&found);
}

/* Uses the facts of the header that a test does not care about. */
#define REST                                                                                       \
    "local points = first { { 1, when = bearing:is 'cannot' }, { 0 } }\n"                          \
    "advisory 'rest' { when = surgery:is_none() | age:over(points), because = 'B.',\n"             \
    "advice = 'A.', source = 'S' }\n"

static void parts_stand_behind_their_whole(void **state) {
    (void)state;
    assert_listed(
        "local tired = all { age:over(40), bearing:is_not \"normal\" }\n"
        "red_flag 'r' {\n"
        "  when = any { fever, all { tired, ~fever }, at_least(1, { age:under(9) }) },\n"
        "  because = 'B.', source = 'S' }\n"
        "scope 's' { require = ~(fever & tired), because = 'B.', source = 'S' }\n"
        "advisory 'rest' { when = surgery:is_none(), because = 'B.', advice = 'A.',\n"
        "source = 'S' }\n",
        true,
        "free 0.0: tired = all [all { age:over(40), bearing:is_not \"normal\" }] @1:15-1:60\n"
        "  [age:over(40)] @1:21-1:33\n"
        "  [bearing:is_not \"normal\"] @1:35-1:58\n"
        "rule 0.0: any [any { fever, all { tired, ~fever }, at_least(1, { age:under(9) }) }]"
        " @3:10-3:77\n"
        "  [fever] @3:16-3:21\n"
        "  all [all { tired, ~fever }] @3:23-3:44\n"
        "    [tired] @3:29-3:34\n"
        "    [~fever] @3:36-3:42\n"
        "  at_least 1 [at_least(1, { age:under(9) })] @3:46-3:75\n"
        "    [age:under(9)] @3:60-3:72\n"
        "rule 1.0: not [~(fever & tired)] @5:23-5:39\n"
        "  all [fever & tired] @5:25-5:38\n"
        "    [fever] @5:25-5:30\n"
        "    [tired] @5:33-5:38\n"
        "rule 2.0: [surgery:is_none()] @6:26-6:43\n");
}

static void every_use_is_told(void **state) {
    (void)state;
    assert_listed(
        REST
        "local pain = yes_no 'pain' { ask = '?', only_if = fever, otherwise = false }\n"
        "local hurts = yes_no 'hurts' { ask = '?', live = true }\n"
        "local risk = score 'risk' { { 1, when = pain }, { 2, when = age:over(7) } }\n"
        "result 'image' { { 'yes', when = risk:at_least(2) | fever }, { 'no' } }\n"
        "technique 't' { title = 'T', only_if = ~fever,\n"
        "  step 'a' { 'A.', only_if = age:over(8) },\n"
        "  loop 'l' { at_most = 2, finish_when = hurts, step 'b' { 'B.', skip_if = fever } } }\n"
        "halt 'h' { when = hurts, because = 'B.', source = 'S' }\n",
        false,
        "first 0.0: [bearing:is \"cannot\"]\n"
        "rule 0.0: any [surgery:is_none() | age:over(points)]\n"
        "  [surgery:is_none()]\n"
        "  [age:over(points)]\n"
        "gate 4.0: [fever]\n"
        "score 0.1: [age:over(7)]\n"
        "score 0.0: [pain]\n"
        "line 0.0: any [risk:at_least(2) | fever]\n"
        "  [risk:at_least(2)]\n"
        "  [fever]\n"
        "technique 0.0: [~fever]\n"
        "only_if 0.0: [age:over(8)]\n"
        "skip_if 0.2: [fever]\n"
        "finish_when 0.1: [hurts]\n"
        "rule 1.0: [hurts]\n");
}

static void layout_changes_positions_only(void **state) {
    (void)state;
    struct buffer plain =
        listed(REST "red_flag 'r' { when = any { bearing:one_of { 'limping', \"cannot\" },\n"
                    "at_least(2, { fever, age:under(-1 + 3), age:over(90) & ~fever }) },\n"
                    "because = 'B.', source = 'S' }\n",
               false);
    struct buffer other =
        listed(REST "red_flag 'r'{when=any{bearing:one_of{\"limping\" ; 'cannot';}, -- why\n"
                    "at_least( 2 ,{fever,age : under( - 1+3 ),\n\nage:over(90)&~ fever,})},\n"
                    "because='B.',source='S'}\n",
               false);
    assert_string_equal(plain.at, other.at);
    buffer_free(&plain);
    buffer_free(&other);
}

/* A function of the script is a place of its own, whoever calls it; the same condition twice at one
 * place is one item. */
static void functions_of_the_script_are_places(void **state) {
    (void)state;
    assert_listed(REST "local function old(years) return any { age:over(years), fever } end\n"
                       "red_flag 'r' { when = all { old(9), old(9), old(8) }, because = 'B.',\n"
                       "source = 'S' }\n",
                  false,
                  "first 0.0: [bearing:is \"cannot\"]\n"
                  "rule 0.0: any [surgery:is_none() | age:over(points)]\n"
                  "  [surgery:is_none()]\n"
                  "  [age:over(points)]\n"
                  "free 0.0: any [any { age:over(years), fever }]\n"
                  "  [age:over(years)]\n"
                  "  [fever]\n"
                  "free 0.0: any [any { age:over(years), fever }]\n"
                  "  [age:over(years)]\n"
                  "  [fever]\n"
                  "rule 1.0: all [all { old(9), old(9), old(8) }]\n"
                  "  [old(9)]\n"
                  "  [old(9)]\n"
                  "  [old(8)]\n");
}

static void what_nothing_needs_is_left_out(void **state) {
    (void)state;
    struct loaded *loaded =
        loading_good(REST "red_flag 'r' { when = fever, because = 'B.', source = 'S' }\n"
                          "for i = 1, 2 do local unused = any { fever, age:over(i) } end\n",
                     NULL);
    const struct program *program = load_program(loaded);
    for (size_t i = 0; i < program->written_count; i++) {
        assert_int_not_equal(program->written[i].use, WRITTEN_FREE);
    }
    load_free(loaded);
}

static void lines_have_places(void **state) {
    (void)state;
    struct loaded *loaded = loading_good(
        "local more = first {\n  { 2, when = age:over(9) },\n  { 0 },\n}\n" REST
        "result 'image' {\n  { 'yes', when = more:over(1) | fever },\n  { 'no' },\n}\n",
        NULL);
    const struct program *program = load_program(loaded);
    static const uint32_t rows[][3] = {{2, 0, 0}, {3, 0, 1}, {5, 1, 0},
                                       {5, 1, 1}, {9, 0, 0}, {10, 0, 1}};
    assert_int_equal(program->line_count, 6);
    for (size_t i = 0; i < 6; i++) {
        const struct written_line *line = &program->lines[i];
        assert_int_equal(line->position.line, rows[i][0] + LOADING_HEADER_LINES);
        assert_int_equal(line->index, rows[i][1]);
        assert_int_equal(line->line, rows[i][2]);
        assert_int_equal(line->of_first, i < 4);
        assert_int_equal(program->nodes[line->node].op, i < 4 ? NODE_FIRST : NODE_LINES);
    }
    load_free(loaded);
}

static void what_tests_write_is_none_of_it(void **state) {
    (void)state;
    static const char text[] = REST "red_flag 'r' { when = fever, because = 'B.',\n"
                                    "source = 'S' }\n";
    struct loaded *loaded =
        loading_good(text, "always 'a' { when = any { fever, age:over(3) & fever },\n"
                           "expect = { includes = { 'r' } } }\n");
    assert_int_equal(load_suite(loaded)->program->written_count,
                     load_program(loaded)->written_count);
    load_free(loaded);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_stand_behind_their_whole),
        cmocka_unit_test(every_use_is_told),
        cmocka_unit_test(layout_changes_positions_only),
        cmocka_unit_test(functions_of_the_script_are_places),
        cmocka_unit_test(what_nothing_needs_is_left_out),
        cmocka_unit_test(lines_have_places),
        cmocka_unit_test(what_tests_write_is_none_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
