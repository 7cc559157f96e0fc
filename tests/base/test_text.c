#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void test_views(void **state) {
    (void)state;
    assert_int_equal(text_of(NULL).length, 0);
    assert_true(text_is_empty(text_of("")));
    assert_true(text_equal(text_of(NULL), text_of("")));
    assert_true(text_is(text_from("kneecap", 4), "knee"));
    assert_false(text_is(text_from("kneecap", 4), "kneecap"));
    assert_false(text_equal(text_of("knee"), text_of("Knee")));
}

static void test_order(void **state) {
    (void)state;
    assert_int_equal(text_compare(text_of("a"), text_of("a")), 0);
    assert_true(text_compare(text_of("a"), text_of("b")) < 0);
    assert_true(text_compare(text_of("b"), text_of("a")) > 0);
    assert_true(text_compare(text_of("a"), text_of("ab")) < 0);
    assert_true(text_compare(text_of("ab"), text_of("a")) > 0);
    assert_true(text_compare(text_of(NULL), text_of("a")) < 0);
    assert_int_equal(text_compare(text_of(NULL), text_of("")), 0);
    /* Bytes, not chars with a sign. */
    assert_true(text_compare(text_of("\xc3\xa9"), text_of("z")) > 0);
}

static void test_order_whatever_the_case(void **state) {
    (void)state;
    assert_true(text_equal_caseless(text_of("de-AT"), text_of("DE-at")));
    assert_true(text_equal_caseless(text_of(NULL), text_of("")));
    assert_false(text_equal_caseless(text_of("de"), text_of("de-AT")));
    assert_true(text_compare_caseless(text_of("DE"), text_of("de-AT")) < 0);
    assert_true(text_compare_caseless(text_of("fr"), text_of("EN")) > 0);
    /* Only letters of ASCII have two cases here, and no byte has a sign. */
    assert_false(text_equal_caseless(text_of("\xc3\xa9"), text_of("\xc3\x89")));
    assert_true(text_compare_caseless(text_of("\xc3\xa9"), text_of("z")) > 0);
    assert_false(text_equal_caseless(text_of("@"), text_of("`")));
}

static void test_controls(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t length;
        unsigned code;
    } rows[] = {
        {"a", 0, 'a'},         {"\n", 0, '\n'},   {"\t", 0, '\t'},        {"\x1b[2J", 1, 27},
        {"\x7f", 1, 0x7f},     {"\r", 1, '\r'},   {"\xc2\x9bK", 2, 0x9b}, {"\xc2\xa0", 0, 0xc2},
        {"\xc3\xa9", 0, 0xc3}, {"\xc2", 0, 0xc2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        unsigned code;
        assert_int_equal(text_control_length(text_of(rows[i].text), &code), rows[i].length);
        assert_int_equal(code, rows[i].code);
    }
}

static void test_utf8(void **state) {
    (void)state;
    static const char *const good[] = {
        "",
        "plain",
        "exactly8",
        "more than eight bytes of ASCII",
        "caf\xc3\xa9",
        "eight by\xc3\xa9",
        "\xe2\x82\xac",
        "\xf0\x9f\xa6\xb4",
        "\xef\xbf\xbf",
        "\xf4\x8f\xbf\xbf",
    };
    static const char *const bad[] = {
        "\x80",             /* a lone continuation */
        "\xc3",             /* cut short */
        "long enough \xc3", /* cut short behind whole words of ASCII */
        "\xc0\xaf",         /* overlong '/' */
        "\xe0\x80\xaf",     /* overlong */
        "\xed\xa0\x80",     /* a surrogate */
        "\xf4\x90\x80\x80", /* beyond U+10FFFF */
        "\xf8\x88\x80\x80\x80",
        "\xff",
        "\x80 early, with more behind",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(text_is_utf8(text_of(good[i])));
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(text_is_utf8(text_of(bad[i])));
    }
    assert_true(text_is_utf8(text_from("a\0b", 3)));
    assert_false(text_is_utf8(text_from("caf\xc3\xa9", 4)));
}

static void test_identifiers(void **state) {
    (void)state;
    static const char *const good[] = {"a", "_", "fever", "_x1", "Z9_"};
    static const char *const bad[] = {"", "1a", "a-b", "a b", "caf\xc3\xa9", "a.b"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(text_is_identifier(text_of(good[i])));
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(text_is_identifier(text_of(bad[i])));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_views),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_order_whatever_the_case),
        cmocka_unit_test(test_controls),
        cmocka_unit_test(test_utf8),
        cmocka_unit_test(test_identifiers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
