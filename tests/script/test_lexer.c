#include "script/lexer.h"

#include "base/limits.h"
#include "support/failing_malloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

struct scanned {
    struct arena arena;
    struct diagnostics diagnostics;
    struct token_list tokens;
    bool fine;
};

static struct scanned scan_bytes(const char *bytes, size_t length) {
    struct scanned scanned;
    arena_init(&scanned.arena, 1024, 0);
    diagnostics_init(&scanned.diagnostics);
    scanned.fine = lexer_scan(&scanned.arena, text_of("t.lua"), text_from(bytes, length),
                              &scanned.diagnostics, &scanned.tokens);
    return scanned;
}

static void free_scanned(struct scanned *scanned) {
    diagnostics_free(&scanned->diagnostics);
    arena_free(&scanned->arena);
}

/* ---- kinds and places ---- */

/* "kind@line:column kind@line:column ...", the end left out. */
static const char *summary(const struct token_list *tokens, char *out, size_t size) {
    size_t length = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i + 1 < tokens->count && length < size; i++) {
        const struct token *token = &tokens->at[i];
        length += (size_t)snprintf(out + length, size - length, "%s%s@%u:%u", i == 0 ? "" : " ",
                                   token_kind_text(token->kind), (unsigned)token->line,
                                   (unsigned)token->column);
    }
    return out;
}

static void test_tokens(void **state) {
    (void)state;
    static const struct {
        const char *source;
        const char *tokens;
    } cases[] = {
        {"", ""},
        {"local x = 1", "local@1:1 a name@1:7 =@1:9 a number@1:11"},
        {"a.b..c...", "a name@1:1 .@1:2 a name@1:3 ..@1:4 a name@1:6 ...@1:7"},
        {"<<=>>==~=//::~", "<<@1:1 =@1:3 >>@1:4 ==@1:6 ~=@1:8 //@1:10 ::@1:12 ~@1:14"},
        {"a--b\nc", "a name@1:1 a name@2:1"},
        {"--[[x\ny]]a", "a name@2:4"},
        {"--[==[ ]] ]==]a --[ no\nb", "a name@1:15 a name@2:1"},
        {"'\xC3\xA9' x", "a text@1:1 a name@1:5"},
        {"a\rb\r\nc\n\rd\n\ne", "a name@1:1 a name@2:1 a name@3:1 a name@4:1 a name@6:1"},
        {"\xEF\xBB\xBFx", "a name@1:1"},
        {"#!/usr/bin/lua\nx", "a name@2:1"},
        {"[==[a]]\n]==] x", "a text@1:1 a name@2:6"},
        {"0x1p-2 3. .5 1e+3 0xA.8", "a number@1:1 a number@1:8 a number@1:11 a number@1:14 "
                                    "a number@1:19"},
        {"'a\\\nb' x", "a text@1:1 a name@2:4"},
        {"\"\\z \n  b\"x", "a text@1:1 a name@2:5"},
        {"andy and_ and", "a name@1:1 a name@1:6 and@1:11"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[512];
        struct scanned scanned = scan_bytes(cases[i].source, strlen(cases[i].source));
        assert_true(scanned.fine);
        assert_string_equal(summary(&scanned.tokens, out, sizeof out), cases[i].tokens);
        free_scanned(&scanned);
    }
}

/* ---- values of strings ---- */

static void test_string_values(void **state) {
    (void)state;
    static const struct {
        const char *source;
        const char *value;
        size_t length;
    } cases[] = {
        {"'a\\n\\t\\\\\\'\\\"b'", "a\n\t\\'\"b", 7},
        {"'\\65\\066\\x43\\0'", "ABC\0", 4},
        {"'\\u{E9}\\u{20AC}\\u{1F600}'", "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", 9},
        {"'\\u{7FFFFFFF}'", "\xFD\xBF\xBF\xBF\xBF\xBF", 6},
        {"'a\\z \r\n  b'", "ab", 2},
        {"'a\\\r\nb'", "a\nb", 3},
        {"[[\na\r\nb\n\rc]]", "a\nb\nc", 5},
        {"[==[x]]=]y]==]", "x]]=]y", 6},
        {"[[]]", "", 0},
        {"''", "", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct scanned scanned = scan_bytes(cases[i].source, strlen(cases[i].source));
        assert_true(scanned.fine);
        struct text value = token_string_value(&scanned.arena, &scanned.tokens, 0);
        assert_int_equal(value.length, cases[i].length);
        assert_memory_equal(value.at, cases[i].value, cases[i].length);
        free_scanned(&scanned);
    }
}

/* ---- mistakes ---- */

static void test_mistakes(void **state) {
    (void)state;
    static const struct {
        const char *source;
        const char *code;
        uint32_t line;
        uint32_t column;
    } cases[] = {
        {"x = 'abc\ny", "unfinished", 1, 5},
        {"x = \"abc", "unfinished", 1, 5},
        {"x = 'abc\\", "bad-token", 1, 9},
        {"\n [==[ abc ]]", "unfinished", 2, 2},
        {"--[[ abc", "unfinished", 1, 1},
        {"'\\q'", "bad-token", 1, 2},
        {"'\\300'", "bad-token", 1, 2},
        {"'\\xG0'", "bad-token", 1, 2},
        {"'\\u{110000000}'", "bad-token", 1, 2},
        {"'\\u{41'", "bad-token", 1, 2},
        {"'\\u41'", "bad-token", 1, 2},
        {"x = 3x", "bad-token", 1, 5},
        {"x = 0x", "bad-token", 1, 5},
        {"x = 1..2", "bad-token", 1, 5},
        {"x = 1e", "bad-token", 1, 5},
        {"x = 37.5.1", "bad-token", 1, 5},
        {"x != y", "bad-token", 1, 3},
        {"x = \xE2\x80\x9Cy\xE2\x80\x9D", "bad-token", 1, 5},
        {"a \x01", "bad-token", 1, 3},
        {"ab\xFFz", "not-text", 1, 3},
        {"\x1bLua", "not-text", 1, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct scanned scanned = scan_bytes(cases[i].source, strlen(cases[i].source));
        assert_false(scanned.fine);
        assert_true(scanned.diagnostics.count > 0);
        const struct diagnostic *first = &scanned.diagnostics.items[0];
        assert_string_equal(diagnostic_code_text(first->code), cases[i].code);
        assert_int_equal(first->place.line, cases[i].line);
        assert_int_equal(first->place.column, cases[i].column);
        assert_true(first->cure.length > 0);
        free_scanned(&scanned);
    }
}

static void test_several_mistakes_at_once(void **state) {
    (void)state;
    struct scanned scanned = scan_bytes("'\\q' ! 3x\n\"", 11);
    assert_false(scanned.fine);
    assert_int_equal(scanned.diagnostics.count, 4);
    free_scanned(&scanned);
}

static void test_nul_byte(void **state) {
    (void)state;
    struct scanned scanned = scan_bytes("x = 1\n\0y", 8);
    assert_false(scanned.fine);
    assert_int_equal(scanned.diagnostics.items[0].code, DIAGNOSTIC_NOT_TEXT);
    assert_int_equal(scanned.diagnostics.items[0].place.line, 2);
    free_scanned(&scanned);
}

/* ---- limits ---- */

static void test_size_limit(void **state) {
    (void)state;
    size_t size = LIMIT_SOURCE_BYTES + 1;
    char *source = malloc(size);
    assert_non_null(source);
    memset(source, ' ', size);
    struct scanned fits = scan_bytes(source, size - 1);
    assert_true(fits.fine);
    free_scanned(&fits);
    struct scanned larger = scan_bytes(source, size);
    assert_false(larger.fine);
    assert_int_equal(larger.diagnostics.items[0].code, DIAGNOSTIC_SOURCE_TOO_LARGE);
    assert_int_equal(larger.arena.held, 0);
    free_scanned(&larger);
    free(source);
}

static enum operation_outcome scan_much(void *context) {
    struct scanned scanned = scan_bytes(context, strlen(context));
    enum operation_outcome outcome = OPERATION_WRONG;
    if (scanned.fine) {
        outcome = OPERATION_DONE;
    } else if (scanned.arena.failed) {
        outcome = OPERATION_FAILED;
    }
    free_scanned(&scanned);
    return outcome;
}

static void test_memory_runs_out(void **state) {
    (void)state;
    char source[2049];
    memset(source, '{', 2048);
    source[2048] = '\0';
    assert_true(failing_malloc_until_ok(scan_much, source) > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tokens),          cmocka_unit_test(test_string_values),
        cmocka_unit_test(test_mistakes),        cmocka_unit_test(test_several_mistakes_at_once),
        cmocka_unit_test(test_nul_byte),        cmocka_unit_test(test_size_limit),
        cmocka_unit_test(test_memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
