#include "base/json_tree.h"

#include "base/buffer.h"
#include "support/failing_malloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void say(struct buffer *out, const struct json_tree *tree) {
    static const char *const words[] = {
        [JSON_TREE_NULL] = "null", [JSON_TREE_YES_NO] = "",    [JSON_TREE_NUMBER] = "",
        [JSON_TREE_TEXT] = "",     [JSON_TREE_LIST] = "list(", [JSON_TREE_OBJECT] = "object(",
    };
    buffer_append_string(out, words[tree->kind]);
    if (tree->kind == JSON_TREE_YES_NO) {
        buffer_append_string(out, tree->yes ? "yes" : "no");
    } else if (tree->kind == JSON_TREE_NUMBER) {
        buffer_append_format(out, "%g", tree->number);
    } else if (tree->kind == JSON_TREE_TEXT) {
        buffer_append_format(out, "'%s'", tree->text.at);
    }
    for (size_t i = 0; i < tree->count; i++) {
        buffer_append_string(out, i == 0 ? "" : " ");
        buffer_append_text(out, tree->inner[i].name);
        buffer_append_string(out, tree->kind == JSON_TREE_OBJECT ? ":" : "");
        say(out, &tree->inner[i]);
    }
    buffer_append_string(out, tree->kind >= JSON_TREE_LIST ? ")" : "");
}

static void assert_read(const char *json, const char *expected) {
    struct arena arena;
    struct json_tree tree;
    struct json_tree_problem problem;
    struct buffer said = {0};
    arena_init(&arena, 1024, 0);
    assert_int_equal(json_tree_read(text_of(json), &arena, &tree, &problem), JSON_TREE_READ);
    say(&said, &tree);
    buffer_append(&said, "", 1);
    assert_string_equal(said.at, expected);
    buffer_free(&said);
    arena_free(&arena);
}

static void test_every_kind_is_read(void **state) {
    (void)state;
    assert_read("null", "null");
    assert_read(" {\"a\": [1, 2.5, true, false, null, \"\\u00e9\"], \"b\": {}} ",
                "object(a:list(1 2.5 yes no null '\xc3\xa9') b:object())");
}

static void test_a_member_is_found(void **state) {
    (void)state;
    struct arena arena;
    struct json_tree tree;
    struct json_tree_problem problem;
    arena_init(&arena, 1024, 0);
    assert_int_equal(json_tree_read(text_of("{\"a\": 1}"), &arena, &tree, &problem),
                     JSON_TREE_READ);
    assert_true(json_tree_find(&tree, "a")->number == 1);
    assert_null(json_tree_find(&tree, "b"));
    assert_null(json_tree_find(tree.inner, "a"));
    arena_free(&arena);
}

static void assert_bad(const char *json, uint32_t line, uint32_t column) {
    struct arena arena;
    struct json_tree tree;
    struct json_tree_problem problem;
    arena_init(&arena, 1024, 0);
    assert_int_equal(json_tree_read(text_of(json), &arena, &tree, &problem), JSON_TREE_BAD);
    assert_int_equal(problem.line, line);
    assert_int_equal(problem.column, column);
    assert_true(problem.message[0] != '\0');
    arena_free(&arena);
}

static void test_what_is_no_json_is_told_with_its_place(void **state) {
    (void)state;
    assert_bad("", 1, 1);
    assert_bad("{\"a\": }", 1, 7);
    assert_bad("{\"a\": 1,\n \"a\": 2}", 2, 4);
    assert_bad("[1] 2", 1, 5);
    assert_bad("[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]", 1, 1); /* 17 deep */
}

static enum operation_outcome read_once(void *context) {
    struct arena arena;
    struct json_tree tree;
    struct json_tree_problem problem;
    (void)context;
    arena_init(&arena, 64, 0);
    enum json_tree_status status =
        json_tree_read(text_of("{\"name\": [1, {\"inner\": \"text\"}]}"), &arena, &tree, &problem);
    bool whole = status == JSON_TREE_READ && tree.inner[0].inner[1].inner[0].text.length == 4;
    arena_free(&arena);
    /* Where jansson runs out of memory within a token, it blames the token. */
    return whole ? OPERATION_DONE : status == JSON_TREE_READ ? OPERATION_WRONG : OPERATION_FAILED;
}

static void test_memory_may_run_out_anywhere(void **state) {
    (void)state;
    assert_true(failing_malloc_until_ok(read_once, NULL) > 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_kind_is_read),
        cmocka_unit_test(test_a_member_is_found),
        cmocka_unit_test(test_what_is_no_json_is_told_with_its_place),
        cmocka_unit_test(test_memory_may_run_out_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
