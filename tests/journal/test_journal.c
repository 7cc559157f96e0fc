/* The journal as its owner sees it: what each durability promises, order, bounds, reading, other
 * processes, closing. */
#include "base/limits.h"
#include "journal/desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { LONG_MS = 3600 * 1000, SHORT_MS = 20 };

static int set_up(void **state) {
    struct desk *desk = calloc(1, sizeof *desk);
    desk_init(desk);
    *state = desk;
    return 0;
}

static int tear_down(void **state) {
    desk_free(*state);
    free(*state);
    return 0;
}

/* ---- what each durability promises ----------------------------------------------------------- */

static void commit_settles_what_is_on_disk_and_nothing_else(void **state) {
    struct desk *desk = *state;
    struct journal_settled settled;
    uint64_t ticket = 0;
    desk_open(desk, JOURNAL_COMMIT, 0);
    fake_store_hold(desk->fake);
    assert_int_equal(desk_append(desk, "a", &ticket), JOURNAL_QUEUED);
    fake_store_wait_for_held(desk->fake);
    assert_false(journal_take(desk->journal, &settled));
    assert_false(journal_wait(desk->journal, 0));
    fake_store_let(desk->fake, -1);
    settled = desk_take(desk);
    assert_int_equal(settled.ticket, ticket);
    assert_int_equal(settled.outcome, JOURNAL_WRITTEN);
    assert_int_equal(settled.sequence, 1);
    fake_store_crash(desk->fake);
    assert_int_equal(fake_store_records(desk->fake), 1);
    assert_int_equal(fake_store_calls(desk->fake, FAKE_SYNC), 0);
}

static void interval_answers_at_once_and_syncs_by_itself(void **state) {
    struct desk *desk = *state;
    uint64_t ticket = 0;
    desk_open(desk, JOURNAL_INTERVAL, SHORT_MS);
    assert_int_equal(desk_append(desk, "a", &ticket), JOURNAL_DONE);
    assert_int_equal(ticket, 0);
    fake_store_wait_for_calls(desk->fake, FAKE_SYNC, 1);
    fake_store_crash(desk->fake);
    assert_int_equal(fake_store_count(desk->fake, "a"), 1);
    /* Where nothing is written, nothing is synced; and after a pause again. */
    assert_int_equal(desk_append(desk, "b", &ticket), JOURNAL_DONE);
    fake_store_wait_for_calls(desk->fake, FAKE_SYNC, 2);
    assert_int_equal(desk_close(desk), 0);
    assert_true(fake_store_is_whole(desk->fake));
    assert_int_equal(fake_store_durable(desk->fake), 2);
}

/* Until the interval is over, a crash of the machine takes it; the journal is shorter then, and
 * whole. */
static void interval_may_lose_its_last_interval(void **state) {
    struct desk *desk = *state;
    uint64_t ticket = 0;
    desk_open(desk, JOURNAL_INTERVAL, LONG_MS);
    assert_int_equal(desk_append(desk, "a", &ticket), JOURNAL_DONE);
    fake_store_wait_for_calls(desk->fake, FAKE_WRITE, 1);
    assert_int_equal(fake_store_durable(desk->fake), 0);
    assert_int_equal(fake_store_calls(desk->fake, FAKE_SYNC), 0);
}

static void none_writes_all_and_syncs_when_it_is_closed(void **state) {
    struct desk *desk = *state;
    uint64_t ticket = 0;
    desk_open(desk, JOURNAL_NONE, 0);
    for (int i = 0; i < 100; i++) {
        assert_int_equal(desk_append(desk, "a", &ticket), JOURNAL_DONE);
    }
    fake_store_wait_for_calls(desk->fake, FAKE_WRITE, 1);
    assert_int_equal(fake_store_calls(desk->fake, FAKE_SYNC), 0);
    assert_int_equal(desk_close(desk), 0);
    assert_int_equal(fake_store_durable(desk->fake), 100);
    assert_true(fake_store_is_whole(desk->fake));
}

/* ---- order, groups --------------------------------------------------------------------------- */

static void what_waits_goes_in_together_and_in_order(void **state) {
    enum { ENTRIES = 500 };
    struct desk *desk = *state;
    struct journal_status status;
    char payload[20];
    uint64_t ticket = 0;
    desk_open(desk, JOURNAL_COMMIT, 0);
    fake_store_hold(desk->fake);
    desk_append(desk, "first", &ticket);
    fake_store_wait_for_held(desk->fake);
    for (int i = 0; i < ENTRIES; i++) {
        snprintf(payload, sizeof payload, "%d", i);
        assert_int_equal(desk_append(desk, payload, &ticket), JOURNAL_QUEUED);
    }
    fake_store_let(desk->fake, -1);
    for (uint64_t i = 1; i <= ENTRIES + 1; i++) {
        struct journal_settled settled = desk_take(desk);
        assert_int_equal(settled.ticket, i);
        assert_int_equal(settled.sequence, i);
        assert_int_equal(settled.outcome, JOURNAL_WRITTEN);
    }
    assert_int_equal(fake_store_largest_batch(desk->fake), ENTRIES);
    journal_status(desk->journal, &status);
    assert_int_equal(status.written, ENTRIES + 1);
    assert_int_equal(status.batches, 2);
    assert_int_equal(status.queued, 0);
    assert_int_equal(status.queued_bytes, 0);
    for (int i = 0; i < ENTRIES; i++) {
        char expected[20];
        snprintf(expected, sizeof expected, "%d", i);
        fake_store_kind(desk->fake, (uint64_t)i + 2, payload, sizeof payload);
        assert_string_equal(payload, expected);
    }
    assert_true(fake_store_is_whole(desk->fake));
}

/* A transaction holds a session's row once. */
static void turns_of_one_session_go_in_one_after_the_other(void **state) {
    struct desk *desk = *state;
    uint64_t ticket = 0;
    desk_open(desk, JOURNAL_COMMIT, 0);
    fake_store_hold(desk->fake);
    desk_append(desk, "first", &ticket);
    fake_store_wait_for_held(desk->fake);
    desk_turn(desk, "s", 1, &ticket);
    desk_turn(desk, "t", 1, &ticket);
    desk_turn(desk, "s", 2, &ticket);
    desk_turn(desk, "s", 3, &ticket);
    fake_store_let(desk->fake, -1);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(desk_take(desk).outcome, JOURNAL_WRITTEN);
    }
    assert_int_equal(fake_store_revision(desk->fake, "s"), 3);
    assert_int_equal(fake_store_revision(desk->fake, "t"), 1);
    assert_int_equal(fake_store_calls(desk->fake, FAKE_WRITE), 4);
    assert_true(fake_store_is_whole(desk->fake));
}

/* ---- bounds ---------------------------------------------------------------------------------- */

/* Appends until it is refused; returns how many were taken. */
static size_t fill(struct desk *desk, const char *payload, enum journal_append taken,
                   enum journal_append refused) {
    uint64_t ticket = 0;
    size_t count = 0;
    enum journal_append answer;
    while ((answer = desk_append(desk, payload, &ticket)) == taken) {
        count++;
    }
    assert_int_equal(answer, refused);
    return count;
}

static void the_queue_is_bounded_in_records(void **state) {
    struct desk *desk = *state;
    uint64_t ticket = 0;
    desk_open(desk, JOURNAL_COMMIT, 0);
    fake_store_hold(desk->fake);
    for (int i = 0; i < LIMIT_JOURNAL_RECORDS / 2; i++) {
        assert_int_equal(desk_append(desk, "a", &ticket), JOURNAL_QUEUED);
        assert_false(journal_is_full(desk->journal));
    }
    assert_int_equal(desk_append(desk, "a", &ticket), JOURNAL_QUEUED);
    assert_true(journal_is_full(desk->journal));
    assert_int_equal(fill(desk, "a", JOURNAL_QUEUED, JOURNAL_FULL), LIMIT_JOURNAL_RECORDS / 2 - 1);
    assert_int_equal(journal_find_session(desk->journal, text_of("s"), &ticket), JOURNAL_FULL);
    fake_store_let(desk->fake, -1);
    desk_wait_for_room(desk);
    for (uint64_t i = 1; i <= LIMIT_JOURNAL_RECORDS; i++) {
        assert_int_equal(desk_take(desk).ticket, i);
    }
    assert_int_equal(desk_write(desk, "a"), JOURNAL_WRITTEN);
    assert_int_equal(fake_store_records(desk->fake), LIMIT_JOURNAL_RECORDS + 1);
}

static void the_queue_is_bounded_in_bytes(void **state) {
    enum { LARGE = 4 << 20 };
    struct desk *desk = *state;
    uint64_t ticket = 0;
    char *large = malloc(LARGE);
    memset(large, 'x', LARGE);
    large[LARGE - 1] = '\0';
    desk_open(desk, JOURNAL_NONE, 0);
    fake_store_hold(desk->fake);
    size_t taken = fill(desk, large, JOURNAL_DONE, JOURNAL_FULL);
    assert_int_equal(taken, LIMIT_JOURNAL_BYTES / LARGE - 1);
    assert_true(journal_is_full(desk->journal));
    /* Smaller ones still fit. */
    assert_int_equal(desk_append(desk, "small", &ticket), JOURNAL_DONE);
    fake_store_let(desk->fake, -1);
    desk_wait_for_room(desk);
    assert_int_equal(desk_close(desk), 0);
    assert_int_equal(fake_store_records(desk->fake), taken + 1);
    free(large);
}

/* What is larger than the bound gets through alone. */
static void one_entry_always_fits(void **state) {
    struct desk *desk = *state;
    size_t size = (size_t)LIMIT_JOURNAL_BYTES + 100;
    char *huge = malloc(size);
    memset(huge, 'x', size);
    huge[size - 1] = '\0';
    desk_open(desk, JOURNAL_COMMIT, 0);
    assert_int_equal(desk_write(desk, huge), JOURNAL_WRITTEN);
    free(huge);
}

/* ---- reading --------------------------------------------------------------------------------- */

static void reads_see_what_was_appended_before_them(void **state) {
    struct desk *desk = *state;
    struct journal_source source = {text_of("d7"), text_of("the sources")};
    struct journal_entry entry = {
        .kind = JOURNAL_PROTOCOL, .digest = text_of("d7"), .source = &source};
    uint64_t ticket = 0;
    desk_open(desk, JOURNAL_NONE, 0);
    fake_store_hold(desk->fake);
    assert_int_equal(desk_turn(desk, "s", 1, &ticket), JOURNAL_DONE);
    assert_int_equal(journal_append(desk->journal, &entry, &ticket), JOURNAL_DONE);
    assert_int_equal(journal_find_session(desk->journal, text_of("s"), &ticket), JOURNAL_QUEUED);
    assert_int_equal(journal_find_source(desk->journal, text_of("d7"), &ticket), JOURNAL_QUEUED);
    assert_int_equal(journal_find_session(desk->journal, text_of("u"), &ticket), JOURNAL_QUEUED);
    assert_int_equal(journal_find_source(desk->journal, text_of("d8"), &ticket), JOURNAL_QUEUED);
    fake_store_let(desk->fake, -1);
    struct journal_settled settled = desk_take(desk);
    assert_int_equal(settled.outcome, JOURNAL_FOUND);
    assert_int_equal(settled.row.revision, 1);
    assert_true(text_is(settled.row.id, "s"));
    assert_true(text_is(settled.row.digest, "d1"));
    assert_true(text_is(settled.row.state, "state"));
    settled = desk_take(desk);
    assert_int_equal(settled.outcome, JOURNAL_FOUND);
    assert_true(text_is(settled.bytes, "the sources"));
    assert_int_equal(desk_take(desk).outcome, JOURNAL_MISSING);
    assert_int_equal(desk_take(desk).outcome, JOURNAL_MISSING);
    assert_false(journal_wait(desk->journal, -1)); /* nothing is outstanding */
}

/* ---- other processes ------------------------------------------------------------------------- */

static void who_wrote_meanwhile_is_chained_to(void **state) {
    struct desk *desk = *state;
    desk_open(desk, JOURNAL_COMMIT, 0);
    assert_int_equal(desk_write(desk, "a"), JOURNAL_WRITTEN);
    fake_store_other_writes(desk->fake);
    assert_int_equal(desk_write(desk, "b"), JOURNAL_WRITTEN);
    assert_int_equal(fake_store_count(desk->fake, "b"), 1);
    assert_int_equal(fake_store_records(desk->fake), 3);
    assert_true(fake_store_is_whole(desk->fake));
}

static void who_is_behind_in_a_session_is_told(void **state) {
    struct desk *desk = *state;
    uint64_t ticket = 0;
    desk_open(desk, JOURNAL_COMMIT, 0);
    fake_store_hold(desk->fake);
    desk_append(desk, "first", &ticket);
    fake_store_wait_for_held(desk->fake);
    desk_append(desk, "a", &ticket);
    desk_turn(desk, "s", 2, &ticket); /* the other process is at 5 */
    desk_turn(desk, "t", 1, &ticket);
    desk_append(desk, "b", &ticket);
    fake_store_other_turns(desk->fake, "s", 5, INT64_MAX);
    fake_store_other_writes(desk->fake); /* both conflicts at once */
    fake_store_let(desk->fake, -1);
    static const enum journal_outcome expected[] = {JOURNAL_WRITTEN, JOURNAL_WRITTEN, JOURNAL_STALE,
                                                    JOURNAL_WRITTEN, JOURNAL_WRITTEN};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        assert_int_equal(desk_take(desk).outcome, expected[i]);
    }
    assert_int_equal(fake_store_revision(desk->fake, "s"), 5);
    assert_int_equal(fake_store_revision(desk->fake, "t"), 1);
    assert_int_equal(fake_store_count(desk->fake, "turn"), 1);
    assert_true(fake_store_is_whole(desk->fake));
}

/* The answer has left: what was told stays on record, the other's row stays as it is. */
static void a_stale_turn_that_was_told_is_recorded_all_the_same(void **state) {
    struct desk *desk = *state;
    uint64_t ticket = 0;
    fake_store_other_turns(desk->fake, "s", 5, INT64_MAX);
    desk_open(desk, JOURNAL_NONE, 0);
    assert_int_equal(desk_turn(desk, "s", 2, &ticket), JOURNAL_DONE);
    assert_int_equal(desk_close(desk), 0);
    assert_int_equal(fake_store_count(desk->fake, "turn"), 1);
    assert_int_equal(fake_store_revision(desk->fake, "s"), 5);
}

static void a_journal_that_was_exchanged_is_not_chained_to(void **state) {
    struct desk *desk = *state;
    desk_open(desk, JOURNAL_COMMIT, 0);
    assert_int_equal(desk_write(desk, "a"), JOURNAL_WRITTEN);
    fake_store_exchange(desk->fake);
    assert_int_equal(desk_write(desk, "b"), JOURNAL_FAILED);
    struct journal_status status = desk_wait_for(desk, false);
    assert_non_null(strstr(status.reason, "record 1 is another one or is gone"));
    fake_store_exchange(desk->fake); /* and is put back */
    desk_wait_for(desk, true);
    assert_int_equal(desk_write(desk, "c"), JOURNAL_WRITTEN);
    assert_true(fake_store_is_whole(desk->fake));
    assert_int_equal(fake_store_count(desk->fake, "b"), 0);
}

/* ---- sessions that are over ------------------------------------------------------------------ */

static void rows_long_expired_are_deleted(void **state) {
    enum { MANY = 60 };
    struct desk *desk = *state;
    char id[20];
    for (int i = 0; i < MANY; i++) {
        snprintf(id, sizeof id, "old%d", i);
        fake_store_other_turns(desk->fake, id, 3, i);
    }
    fake_store_other_turns(desk->fake, "live", 2, INT64_MAX);
    desk_open(desk, JOURNAL_COMMIT, 0);
    fake_store_wait_for_calls(desk->fake, FAKE_WRITE, 1);
    assert_int_equal(desk_write(desk, "after"), JOURNAL_WRITTEN);
    assert_int_equal(fake_store_revision(desk->fake, "old0"), 0);
    assert_int_equal(fake_store_revision(desk->fake, "old59"), 0);
    assert_int_equal(fake_store_revision(desk->fake, "live"), 2);
}

/* ---- opening, waking, closing ---------------------------------------------------------------- */

static void a_store_that_cannot_be_opened_is_refused_in_words(void **state) {
    struct desk *desk = *state;
    struct buffer reason = {0};
    struct journal_options options = {.store = fake_store_routines(),
                                      .location = fake_store_location(desk->fake)};
    fake_store_fail(desk->fake, FAKE_OPEN, SYNOVIA_STORE_READ_ONLY, "this is no place to write");
    assert_null(journal_open(&options, &reason));
    assert_true(text_is(buffer_text(&reason), "this is no place to write"));
    buffer_clear(&reason);
    fake_store_fail(desk->fake, FAKE_OPEN, SYNOVIA_STORE_OK, "");
    fake_store_fail(desk->fake, FAKE_HEAD, SYNOVIA_STORE_CORRUPT, "");
    assert_null(journal_open(&options, &reason));
    assert_true(
        text_is(buffer_text(&reason), "what is stored cannot be read as what it should be"));
    buffer_free(&reason);
}

static void who_is_not_set_any_more_is_not_woken(void **state) {
    struct desk *desk = *state;
    desk_open(desk, JOURNAL_COMMIT, 0);
    desk_write(desk, "a");
    desk_wait_for_wakes(desk, 1);
    journal_set_wake(desk->journal, NULL, NULL);
    uint64_t before = desk->wakes;
    desk_write(desk, "b");
    desk_close(desk);
    assert_int_equal(desk->wakes, before);
}

static void *let_when_held(void *context) {
    fake_store_wait_for_held(context);
    fake_store_let(context, -1);
    return NULL;
}

static void closing_writes_all_that_was_accepted(void **state) {
    enum { ENTRIES = 3000 };
    static const enum journal_durability durabilities[] = {JOURNAL_COMMIT, JOURNAL_INTERVAL,
                                                           JOURNAL_NONE};
    struct desk *desk = *state;
    for (size_t i = 0; i < 3; i++) {
        pthread_t helper;
        uint64_t ticket = 0;
        desk_open(desk, durabilities[i], LONG_MS);
        fake_store_hold(desk->fake);
        for (int entry = 0; entry < ENTRIES; entry++) {
            desk_append(desk, "a", &ticket);
        }
        journal_find_session(desk->journal, text_of("s"), &ticket);
        desk_append(desk, "a", &ticket);
        pthread_create(&helper, NULL, let_when_held, desk->fake);
        assert_int_equal(desk_close(desk), 0);
        pthread_join(helper, NULL);
        fake_store_crash(desk->fake);
        assert_int_equal(fake_store_count(desk->fake, "a"), (i + 1) * (ENTRIES + 1));
    }
    assert_true(fake_store_is_whole(desk->fake));
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(commit_settles_what_is_on_disk_and_nothing_else),
        TEST(interval_answers_at_once_and_syncs_by_itself),
        TEST(interval_may_lose_its_last_interval),
        TEST(none_writes_all_and_syncs_when_it_is_closed),
        TEST(what_waits_goes_in_together_and_in_order),
        TEST(turns_of_one_session_go_in_one_after_the_other),
        TEST(the_queue_is_bounded_in_records),
        TEST(the_queue_is_bounded_in_bytes),
        TEST(one_entry_always_fits),
        TEST(reads_see_what_was_appended_before_them),
        TEST(who_wrote_meanwhile_is_chained_to),
        TEST(who_is_behind_in_a_session_is_told),
        TEST(a_stale_turn_that_was_told_is_recorded_all_the_same),
        TEST(a_journal_that_was_exchanged_is_not_chained_to),
        TEST(rows_long_expired_are_deleted),
        TEST(a_store_that_cannot_be_opened_is_refused_in_words),
        TEST(who_is_not_set_any_more_is_not_woken),
        TEST(closing_writes_all_that_was_accepted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
