/* The table of sessions in memory: found, replaced, swept, and never lost behind a removed one. */
#include "service/sessions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MANY = 400 };

/* Counted often enough that no session is the last to give it back: nothing else of it is used. */
static struct served pinned = {.count = 1};

/* Ids whose first digits, by which they are looked up, collide: eight share each slot. */
static struct text id_of(unsigned number, char digits[SESSION_ID_DIGITS + 1]) {
    snprintf(digits, SESSION_ID_DIGITS + 1, "%08x%024x", number / 8, number);
    return text_from(digits, SESSION_ID_DIGITS);
}

static void put(struct sessions *sessions, unsigned number, int64_t expires) {
    char digits[SESSION_ID_DIGITS + 1];
    struct live_session *session =
        live_session_new(id_of(number, digits), &pinned, text_of("state"));
    assert_non_null(session);
    session->revision = session->written = 1;
    session->expires = expires;
    assert_true(sessions_reserve(sessions));
    sessions_put(sessions, session);
}

static struct live_session *find(const struct sessions *sessions, unsigned number) {
    char digits[SESSION_ID_DIGITS + 1];
    return sessions_find(sessions, id_of(number, digits));
}

static void an_id_has_one_form(void **state) {
    char id[SESSION_ID_DIGITS];
    unsigned char bytes[SESSION_ID_BYTES] = {0x01, 0xab, 0xff};
    (void)state;
    session_id_write(bytes, id);
    assert_memory_equal(id, "01abff00000000000000000000000000", SESSION_ID_DIGITS);
    assert_true(session_id_is_one(text_from(id, sizeof id)));
    assert_false(session_id_is_one(text_from(id, sizeof id - 1)));
    assert_false(session_id_is_one(text_of("01ABFF00000000000000000000000000")));
    assert_false(session_id_is_one(text_of("../bff00000000000000000000000000")));
}

static void what_was_put_is_found_and_what_was_removed_is_not(void **state) {
    struct sessions sessions = {0};
    (void)state;
    assert_null(find(&sessions, 1));
    for (unsigned i = 0; i < MANY; i++) {
        put(&sessions, i, 0);
    }
    for (unsigned i = 0; i < MANY; i += 3) {
        sessions_remove(&sessions, find(&sessions, i));
    }
    for (unsigned i = 0; i < MANY; i++) {
        assert_int_equal(find(&sessions, i) == NULL, i % 3 == 0);
    }
    sessions_free(&sessions);
    assert_int_equal(pinned.count, 1);
}

static void a_session_takes_the_place_of_its_earlier_self(void **state) {
    struct sessions sessions = {0};
    (void)state;
    put(&sessions, 7, 10);
    put(&sessions, 7, 20);
    assert_int_equal(sessions.count, 1);
    assert_int_equal(find(&sessions, 7)->expires, 20);
    assert_int_equal(pinned.count, 2);
    sessions_free(&sessions);
}

static void sweep_all(struct sessions *sessions, int64_t expired_before, int64_t unused_since) {
    struct sessions_rule rule = {expired_before, unused_since};
    for (size_t i = 0; i <= sessions->capacity; i += 64) {
        sessions_sweep(sessions, &rule, 64);
    }
}

static void a_sweep_takes_what_has_expired_and_is_written(void **state) {
    struct sessions sessions = {0};
    (void)state;
    for (unsigned i = 0; i < MANY; i++) {
        put(&sessions, i, i % 2 == 0 ? 100 : 300);
    }
    find(&sessions, 4)->revision = 2; /* what it came to is not on disk yet */
    sweep_all(&sessions, 200, INT64_MIN);
    assert_int_equal(sessions.count, MANY / 2 + 1);
    assert_non_null(find(&sessions, 4));
    assert_null(find(&sessions, 6));
    assert_non_null(find(&sessions, 7));
    sessions_free(&sessions);
}

static void a_sweep_takes_what_nobody_has_used(void **state) {
    struct sessions sessions = {0};
    (void)state;
    put(&sessions, 1, 1000);
    put(&sessions, 2, 1000);
    find(&sessions, 2)->used = 50;
    sweep_all(&sessions, 0, 40);
    assert_null(find(&sessions, 1));
    assert_non_null(find(&sessions, 2));
    sessions_free(&sessions);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_id_has_one_form),
        cmocka_unit_test(what_was_put_is_found_and_what_was_removed_is_not),
        cmocka_unit_test(a_session_takes_the_place_of_its_earlier_self),
        cmocka_unit_test(a_sweep_takes_what_has_expired_and_is_written),
        cmocka_unit_test(a_sweep_takes_what_nobody_has_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
