#include "base/near.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

struct pair {
    const char *a;
    const char *b;
    unsigned distance; /* half steps */
};

static void test_distances(void **state) {
    (void)state;
    static const struct pair pairs[] = {
        {"", "", 0},
        {"fever", "fever", 0},
        {"", "abc", 6},
        {"fever", "fevr", 2},
        {"fever", "feverr", 2},
        {"fever", "fewer", 2},
        {"fever", "fveer", 2},
        {"fever", "Fever", 1},
        {"red-flag", "red_flag", 1},
        {"kitten", "sitting", 6},
        {"FEVER", "fever", 5},
        {"ab", "ba", 2},
        {"ca", "abc", 6}, /* a swapped pair is not edited again: that is the optimal alignment */
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        assert_int_equal(near_distance(text_of(pairs[i].a), text_of(pairs[i].b)),
                         pairs[i].distance);
        assert_int_equal(near_distance(text_of(pairs[i].b), text_of(pairs[i].a)),
                         pairs[i].distance);
    }
}

static void test_long_names_are_compared_by_their_start(void **state) {
    (void)state;
    char a[200];
    char b[200];
    memset(a, 'x', sizeof a);
    memset(b, 'x', sizeof b);
    b[100] = 'y';
    assert_int_equal(near_distance(text_from(a, sizeof a), text_from(b, sizeof b)), 0);
    b[63] = 'y';
    assert_int_equal(near_distance(text_from(a, sizeof a), text_from(b, sizeof b)), 2);
}

static struct text nearest(const char *name, const char *const *candidates, size_t count) {
    struct near_search search;
    near_begin(&search, text_of(name));
    for (size_t i = 0; i < count; i++) {
        near_offer(&search, text_of(candidates[i]));
    }
    return near_result(&search);
}

static void test_the_nearest_is_found(void **state) {
    (void)state;
    static const char *const names[] = {"fever", "chills", "bearing", "age",
                                        "wage",  "temp_a", "temp_b"};
    static const char *const expected[][2] = {
        {"fevr", "fever"},
        {"Chills", "chills"},
        {"baering", "bearing"},
        {"agee", "age"},
        {"temp-b", "temp_b"},
        {"temp_c", "temp_a"}, /* the first of equals */
        {"headache", ""},
        {"xyz", ""},
        {"", ""},
        {"beraign", "bearing"},
    };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        struct text found = nearest(expected[i][0], names, sizeof names / sizeof *names);
        assert_true(text_is(found, expected[i][1]));
    }
}

static void test_one_letter_names_do_not_resemble_each_other(void **state) {
    (void)state;
    static const char *const names[] = {"h", "H"};
    assert_true(text_is_empty(nearest("x", names, 1)));
    assert_true(text_is(nearest("h", names + 1, 1), "H"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_distances),
        cmocka_unit_test(test_long_names_are_compared_by_their_start),
        cmocka_unit_test(test_the_nearest_is_found),
        cmocka_unit_test(test_one_letter_names_do_not_resemble_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
