#include "base/digest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_sha256_of_published_examples(void **state) {
    (void)state;
    /* FIPS 180-4 examples. */
    static const char *const examples[][2] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        char out[SHA256_HEX_SIZE];
        sha256_hex(text_of(examples[i][0]), out);
        assert_string_equal(out, examples[i][1]);
    }
}

static void test_hash128_is_xxh3(void **state) {
    (void)state;
    char out[HASH128_HEX_SIZE];
    hash128_hex(text_from(NULL, 0), out);
    assert_string_equal(out, "99aa06d3014798d86001c324468d497f"); /* as xxhsum -H2 prints it */
    hash128_hex(text_of("abc"), out);
    assert_string_equal(out, "06b05ab6733a618578af5f94892f3950");
}

static void test_hash64_is_xxh3(void **state) {
    (void)state;
    /* as xxhsum -H3 prints them */
    assert_true(hash64(text_from(NULL, 0)) == UINT64_C(0x2d06800538d394c2));
    assert_true(hash64(text_of("abc")) == UINT64_C(0x78af5f94892f3950));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sha256_of_published_examples),
        cmocka_unit_test(test_hash128_is_xxh3),
        cmocka_unit_test(test_hash64_is_xxh3),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
