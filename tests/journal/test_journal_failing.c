/* A store that fails in every way: what is told, what is kept, and how the journal recovers by
 * itself. */
#include "base/limits.h"
#include "journal/desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

enum { LONG_MS = 3600 * 1000, SHORT_MS = 20, PAYLOAD = 200 };

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

/* ---- commit ---------------------------------------------------------------------------------- */

static const struct {
    enum fake_call call;
    int status;
    const char *why;
    const char *reason; /* in the status */
} failures[] = {
    {FAKE_WRITE, SYNOVIA_STORE_FULL, "the disk is full", "the disk is full"},
    {FAKE_WRITE, SYNOVIA_STORE_READ_ONLY, "", "the store may not be written"},
    {FAKE_WRITE, SYNOVIA_STORE_BUSY, "locked", "locked"},
    {FAKE_WRITE, SYNOVIA_STORE_CORRUPT, "page 7 is torn", "page 7 is torn"},
    {FAKE_WRITE, SYNOVIA_STORE_IO, "",
     "the operating system, or the server behind the store, "
     "failed"},
    {FAKE_WRITE, SYNOVIA_STORE_NO_MEMORY, "", "memory ran out"},
    {FAKE_WRITE, SYNOVIA_STORE_INVALID, "", "the caller broke this contract"},
    {FAKE_WRITE, 12345, "a plug-in of the future", "a plug-in of the future"},
    {FAKE_WRITE, SYNOVIA_STORE_CONFLICT, "", "the store refuses what follows its own last record"},
};

/* Nothing is acknowledged while the store fails, and nothing that was refused is written. */
static void commit_refuses_while_the_store_fails(void **state) {
    struct desk *desk = *state;
    uint64_t ticket = 0;
    char payload[PAYLOAD];
    desk_open(desk, JOURNAL_COMMIT, 0);
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++) {
        uint64_t records = fake_store_records(desk->fake);
        fake_store_fail(desk->fake, failures[i].call, failures[i].status, failures[i].why);
        assert_int_equal(desk_write(desk, "refused"), JOURNAL_FAILED);
        struct journal_status status = desk_wait_for(desk, false);
        assert_string_equal(status.reason, failures[i].reason);
        assert_int_equal(status.changes, 2 * i + 1);
        assert_int_equal(desk_append(desk, "refused", &ticket), JOURNAL_UNAVAILABLE);
        assert_int_equal(journal_find_session(desk->journal, text_of("s"), &ticket),
                         JOURNAL_UNAVAILABLE);
        assert_false(journal_is_full(desk->journal));
        fake_store_fail(desk->fake, failures[i].call, SYNOVIA_STORE_OK, "");
        desk_wait_for(desk, true);
        assert_int_equal(desk_write(desk, "after"), JOURNAL_WRITTEN);
        /* The outage is on record: one failed, one was refused. */
        assert_int_equal(fake_store_records(desk->fake), records + 2);
        assert_int_equal(fake_store_kind(desk->fake, records + 1, payload, sizeof payload),
                         JOURNAL_OUTAGE);
        char expected[PAYLOAD];
        snprintf(expected, sizeof expected, "1000000000-1000000000 %s: 2", failures[i].reason);
        assert_string_equal(payload, expected);
    }
    assert_int_equal(fake_store_count(desk->fake, "refused"), 0);
    assert_true(fake_store_is_whole(desk->fake));
}

/* What waits behind a batch that fails, fails with it, in order; reads as well. */
static void all_that_waits_fails_together(void **state) {
    enum { WAITING = 50 };
    struct desk *desk = *state;
    uint64_t ticket = 0;
    desk_open(desk, JOURNAL_COMMIT, 0);
    fake_store_hold(desk->fake);
    desk_append(desk, "refused", &ticket);
    fake_store_wait_for_held(desk->fake);
    for (int i = 0; i < WAITING; i++) {
        desk_append(desk, "refused", &ticket);
    }
    journal_find_source(desk->journal, text_of("d"), &ticket);
    fake_store_fail(desk->fake, FAKE_WRITE, SYNOVIA_STORE_FULL, "");
    fake_store_let(desk->fake, -1);
    for (uint64_t i = 1; i <= WAITING + 2; i++) {
        struct journal_settled settled = desk_take(desk);
        assert_int_equal(settled.ticket, i);
        assert_int_equal(settled.outcome, JOURNAL_FAILED);
    }
    struct journal_status status;
    journal_status(desk->journal, &status);
    assert_int_equal(status.queued, 0);
    assert_int_equal(status.refused, WAITING + 1);
}

/* A read that fails says as much of the store as a write. */
static void a_read_that_fails_makes_it_unavailable(void **state) {
    struct desk *desk = *state;
    uint64_t ticket = 0;
    desk_open(desk, JOURNAL_NONE, 0);
    fake_store_fail(desk->fake, FAKE_SESSION, SYNOVIA_STORE_IO, "torn");
    fake_store_fail(desk->fake, FAKE_OPEN, SYNOVIA_STORE_IO, "gone");
    assert_int_equal(journal_find_session(desk->journal, text_of("s"), &ticket), JOURNAL_QUEUED);
    assert_int_equal(desk_take(desk).outcome, JOURNAL_FAILED);
    fake_store_wait_for_calls(desk->fake, FAKE_OPEN, 4); /* opened, and tried three times */
    desk_wait_for(desk, false);
    fake_store_fail(desk->fake, FAKE_SESSION, SYNOVIA_STORE_OK, "");
    fake_store_fail(desk->fake, FAKE_OPEN, SYNOVIA_STORE_OK, "");
    desk_wait_for(desk, true);
    assert_int_equal(journal_find_session(desk->journal, text_of("s"), &ticket), JOURNAL_QUEUED);
    assert_int_equal(desk_take(desk).outcome, JOURNAL_MISSING);
}

/* Others who write are waited for, so many seconds in all (LIMIT_STORE_SECONDS; the store itself
 * waits for two a call), before a ticket fails. */
static void a_busy_store_is_asked_again(void **state) {
    struct desk *desk = *state;
    desk_open(desk, JOURNAL_COMMIT, 0);
    uint64_t before = fake_store_calls(desk->fake, FAKE_WRITE);
    fake_store_fail(desk->fake, FAKE_OPEN, SYNOVIA_STORE_BUSY, "others write");
    fake_store_fail(desk->fake, FAKE_WRITE, SYNOVIA_STORE_BUSY, "others write");
    assert_int_equal(desk_write(desk, "a"), JOURNAL_FAILED);
    assert_int_equal(fake_store_calls(desk->fake, FAKE_WRITE) - before, LIMIT_STORE_SECONDS / 2);
}

/* But a row that is damaged says nothing of the others. */
static void a_row_that_cannot_be_read_fails_its_read_alone(void **state) {
    struct desk *desk = *state;
    struct journal_status status;
    uint64_t ticket = 0;
    desk_open(desk, JOURNAL_COMMIT, 0);
    fake_store_fail(desk->fake, FAKE_SESSION, SYNOVIA_STORE_CORRUPT, "session s is torn");
    assert_int_equal(journal_find_session(desk->journal, text_of("s"), &ticket), JOURNAL_QUEUED);
    struct journal_settled settled = desk_take(desk);
    assert_int_equal(settled.outcome, JOURNAL_UNREADABLE);
    assert_true(text_equal(settled.bytes, text_of("session s is torn")));
    journal_status(desk->journal, &status);
    assert_true(status.available);
    assert_int_equal(status.changes, 0);
}

/* Nor can a turn be written over it: only that turn is refused, and others of its batch are not. */
static void a_turn_onto_a_damaged_row_is_stale(void **state) {
    struct desk *desk = *state;
    desk_open(desk, JOURNAL_COMMIT, 0);
    uint64_t ticket;
    fake_store_other_turns(desk->fake, "s", 7, 0);
    fake_store_fail(desk->fake, FAKE_SESSION, SYNOVIA_STORE_CORRUPT, "session s is torn");
    desk_turn(desk, "s", 2, &ticket);
    desk_append(desk, "other", &ticket);
    assert_int_equal(desk_take(desk).outcome, JOURNAL_STALE);
    assert_int_equal(desk_take(desk).outcome, JOURNAL_WRITTEN);
}

/* ---- interval and none ----------------------------------------------------------------------- */

static void kept_records_are_written_when_the_store_is_back(void **state) {
    enum { KEPT = 1500 };
    static const enum journal_durability durabilities[] = {JOURNAL_INTERVAL, JOURNAL_NONE};
    struct desk *desk = *state;
    char payload[PAYLOAD];
    for (size_t i = 0; i < 2; i++) {
        uint64_t ticket = 0;
        uint64_t records = fake_store_records(desk->fake);
        desk_open(desk, durabilities[i], LONG_MS);
        fake_store_fail(desk->fake, FAKE_WRITE, SYNOVIA_STORE_FULL, "full");
        for (int at = 0; at < KEPT; at++) {
            snprintf(payload, sizeof payload, "%d", at);
            assert_int_equal(desk_append(desk, payload, &ticket), JOURNAL_DONE);
        }
        desk_wait_for(desk, false);
        fake_store_fail(desk->fake, FAKE_WRITE, SYNOVIA_STORE_OK, "");
        desk_wait_for(desk, true);
        assert_int_equal(desk_close(desk), 0);
        assert_int_equal(fake_store_records(desk->fake), records + KEPT + 1);
        assert_int_equal(fake_store_durable(desk->fake), records + KEPT + 1);
        assert_int_equal(fake_store_kind(desk->fake, records + 1, payload, sizeof payload),
                         JOURNAL_OUTAGE);
        assert_string_equal(payload, "1000000000-1000000000 full: 0");
        for (int at = 0; at < KEPT; at++) {
            char expected[PAYLOAD];
            snprintf(expected, sizeof expected, "%d", at);
            fake_store_kind(desk->fake, records + 2 + (uint64_t)at, payload, sizeof payload);
            assert_string_equal(payload, expected);
        }
        assert_true(fake_store_is_whole(desk->fake));
    }
}

/* There is room for so many; after that the caller is told that the store is away, and not that it
 * should wait. */
static void what_has_no_room_is_refused(void **state) {
    struct desk *desk = *state;
    uint64_t ticket = 0;
    uint64_t taken = 0;
    desk_open(desk, JOURNAL_INTERVAL, LONG_MS);
    fake_store_fail(desk->fake, FAKE_WRITE, SYNOVIA_STORE_FULL, "full");
    desk_append(desk, "a", &ticket);
    desk_wait_for(desk, false);
    while (desk_append(desk, "a", &ticket) == JOURNAL_DONE) {
        taken++;
    }
    assert_int_equal(desk_append(desk, "a", &ticket), JOURNAL_UNAVAILABLE);
    assert_int_equal(taken + 1, LIMIT_JOURNAL_RECORDS);
    assert_false(journal_is_full(desk->journal));
    fake_store_fail(desk->fake, FAKE_WRITE, SYNOVIA_STORE_OK, "");
    desk_wait_for(desk, true);
    assert_int_equal(desk_close(desk), 0);
    assert_int_equal(fake_store_count(desk->fake, "a"), LIMIT_JOURNAL_RECORDS);
}

static void a_sync_that_fails_is_made_up_for(void **state) {
    struct desk *desk = *state;
    uint64_t ticket = 0;
    desk_open(desk, JOURNAL_INTERVAL, SHORT_MS);
    fake_store_fail(desk->fake, FAKE_SYNC, SYNOVIA_STORE_IO, "no sync");
    fake_store_fail(desk->fake, FAKE_OPEN, SYNOVIA_STORE_IO, "no sync");
    desk_append(desk, "a", &ticket);
    struct journal_status status = desk_wait_for(desk, false);
    assert_string_equal(status.reason, "no sync");
    assert_int_equal(fake_store_durable(desk->fake), 0);
    fake_store_fail(desk->fake, FAKE_SYNC, SYNOVIA_STORE_OK, "");
    fake_store_fail(desk->fake, FAKE_OPEN, SYNOVIA_STORE_OK, "");
    desk_wait_for(desk, true);
    assert_int_equal(fake_store_durable(desk->fake), 2); /* with the record of the outage */
    assert_int_equal(fake_store_count(desk->fake, "a"), 1);
}

/* ---- closing --------------------------------------------------------------------------------- */

static void closing_says_what_is_lost(void **state) {
    enum { LOST = 7 };
    struct desk *desk = *state;
    uint64_t ticket = 0;
    desk_open(desk, JOURNAL_INTERVAL, LONG_MS);
    fake_store_fail(desk->fake, FAKE_WRITE, SYNOVIA_STORE_FULL, "full");
    for (int i = 0; i < LOST; i++) {
        desk_append(desk, "a", &ticket);
    }
    assert_int_equal(desk_close(desk), LOST);
    assert_int_equal(fake_store_records(desk->fake), 0);
    /* Under commit nothing was acknowledged, so nothing is lost. */
    desk_open(desk, JOURNAL_COMMIT, 0);
    desk_append(desk, "a", &ticket);
    assert_int_equal(desk_close(desk), 0);
}

/* It is tried once more: the disk may just have been made room on. */
static void closing_tries_once_more(void **state) {
    struct desk *desk = *state;
    uint64_t ticket = 0;
    desk_open(desk, JOURNAL_NONE, 0);
    fake_store_fail(desk->fake, FAKE_WRITE, SYNOVIA_STORE_FULL, "full");
    fake_store_fail(desk->fake, FAKE_OPEN, SYNOVIA_STORE_FULL, "full");
    desk_append(desk, "a", &ticket);
    desk_wait_for(desk, false);
    fake_store_fail(desk->fake, FAKE_WRITE, SYNOVIA_STORE_OK, "");
    fake_store_fail(desk->fake, FAKE_OPEN, SYNOVIA_STORE_OK, "");
    assert_int_equal(desk_close(desk), 0);
    assert_int_equal(fake_store_count(desk->fake, "a"), 1);
    assert_int_equal(fake_store_durable(desk->fake), 2);
}

static void closing_counts_what_no_sync_has_reached(void **state) {
    struct desk *desk = *state;
    uint64_t ticket = 0;
    desk_open(desk, JOURNAL_INTERVAL, LONG_MS);
    desk_append(desk, "a", &ticket);
    desk_append(desk, "a", &ticket);
    fake_store_fail(desk->fake, FAKE_SYNC, SYNOVIA_STORE_IO, "no sync");
    assert_int_equal(desk_close(desk), 2);
}

/* ---- pauses between tries -------------------------------------------------------------------- */

static int64_t milliseconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void a_store_that_is_away_is_tried_less_and_less_often(void **state) {
    struct desk *desk = *state;
    uint64_t ticket = 0;
    int64_t start = milliseconds_now();
    desk_open(desk, JOURNAL_NONE, 0);
    fake_store_fail(desk->fake, FAKE_WRITE, SYNOVIA_STORE_FULL, "full");
    for (int i = 0; i < 1000; i++) {
        desk_append(desk, "a", &ticket); /* what is appended meanwhile does not hurry it */
    }
    fake_store_wait_for_calls(desk->fake, FAKE_OPEN, 6);
    assert_true(milliseconds_now() - start >= 5 + 10 + 20 + 40 + 80);
}

/* ---- a bad day ------------------------------------------------------------------------------- */

enum { ROUNDS = 30, MOST_ENTRIES = 1 << 20, MOST_WAITING = 64 };

struct bad_day {
    struct fake_store *fake;
    pthread_mutex_t lock;
    bool over;
    /* the owner's */
    unsigned char *outcomes; /* by number */
    int *number_of;          /* by ticket */
    int numbers;
    int waiting;
};

static bool is_over(struct bad_day *day) {
    pthread_mutex_lock(&day->lock);
    bool over = day->over;
    pthread_mutex_unlock(&day->lock);
    return over;
}

/* Fails the call until it was made once more. */
static void fail_once(struct bad_day *day, enum fake_call call, int status) {
    uint64_t calls = fake_store_calls(day->fake, call);
    fake_store_fail(day->fake, call, status, "a bad day");
    fake_store_wait_for_calls(day->fake, call, calls + 1);
}

/* The disk fails after every few writes, each time in another way; others write as well. */
static void *spoil(void *context) {
    struct bad_day *day = context;
    for (int i = 0; i < ROUNDS; i++) {
        uint64_t writes = fake_store_calls(day->fake, FAKE_WRITE);
        enum fake_call second = i % 2 == 0 ? FAKE_OPEN : FAKE_HEAD;
        fake_store_other_writes(day->fake);
        fake_store_wait_for_calls(day->fake, FAKE_WRITE, writes + 3);
        fail_once(day, FAKE_WRITE, SYNOVIA_STORE_FULL + i % 5);
        fail_once(day, second, SYNOVIA_STORE_IO);
        fake_store_fail(day->fake, FAKE_WRITE, SYNOVIA_STORE_OK, "");
        fake_store_fail(day->fake, second, SYNOVIA_STORE_OK, "");
    }
    pthread_mutex_lock(&day->lock);
    day->over = true;
    pthread_mutex_unlock(&day->lock);
    return NULL;
}

static void append_next(struct desk *desk, struct bad_day *day) {
    uint64_t ticket = 0;
    char payload[PAYLOAD];
    int number = day->numbers++;
    assert_true(number < MOST_ENTRIES);
    snprintf(payload, sizeof payload, "%d", number);
    if (desk_append(desk, payload, &ticket) == JOURNAL_QUEUED) {
        day->number_of[ticket] = number;
        day->waiting++;
        return;
    }
    day->outcomes[number] = JOURNAL_FAILED; /* refused */
    desk_wait_for(desk, true);
}

static void take_all(struct desk *desk, struct bad_day *day) {
    struct journal_settled settled;
    while (journal_take(desk->journal, &settled)) {
        day->outcomes[day->number_of[settled.ticket]] = (unsigned char)settled.outcome;
        day->waiting--;
    }
}

/* What became of each number: written exactly once where that was said, else not at all. */
static void check_day(struct desk *desk, const struct bad_day *day) {
    char payload[PAYLOAD];
    unsigned char *seen = calloc(MOST_ENTRIES, 1);
    for (uint64_t at = 1; at <= fake_store_records(desk->fake); at++) {
        if (fake_store_kind(desk->fake, at, payload, sizeof payload) == JOURNAL_DECISION) {
            seen[atoi(payload)]++;
        }
    }
    for (int i = 0; i < day->numbers; i++) {
        assert_int_equal(seen[i], day->outcomes[i] == JOURNAL_WRITTEN);
    }
    free(seen);
}

static void on_a_bad_day_nothing_is_lost_doubled_or_made_up(void **state) {
    struct desk *desk = *state;
    struct bad_day day = {.fake = desk->fake};
    pthread_t spoiler;
    day.outcomes = calloc(MOST_ENTRIES, sizeof *day.outcomes);
    day.number_of = calloc(MOST_ENTRIES, sizeof *day.number_of);
    pthread_mutex_init(&day.lock, NULL);
    desk_open(desk, JOURNAL_COMMIT, 0);
    pthread_create(&spoiler, NULL, spoil, &day);
    while (!is_over(&day)) {
        append_next(desk, &day);
        if (day.waiting == MOST_WAITING) {
            journal_wait(desk->journal, -1);
        }
        take_all(desk, &day);
    }
    pthread_join(spoiler, NULL);
    while (journal_wait(desk->journal, -1)) {
        take_all(desk, &day);
    }
    assert_int_equal(day.waiting, 0);
    assert_int_equal(desk_close(desk), 0);
    check_day(desk, &day);
    assert_true(fake_store_is_whole(desk->fake));
    assert_true(day.numbers > ROUNDS);
    pthread_mutex_destroy(&day.lock);
    free(day.outcomes);
    free(day.number_of);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(commit_refuses_while_the_store_fails),
        TEST(all_that_waits_fails_together),
        TEST(a_read_that_fails_makes_it_unavailable),
        TEST(a_busy_store_is_asked_again),
        TEST(a_row_that_cannot_be_read_fails_its_read_alone),
        TEST(a_turn_onto_a_damaged_row_is_stale),
        TEST(kept_records_are_written_when_the_store_is_back),
        TEST(what_has_no_room_is_refused),
        TEST(a_sync_that_fails_is_made_up_for),
        TEST(closing_says_what_is_lost),
        TEST(closing_tries_once_more),
        TEST(closing_counts_what_no_sync_has_reached),
        TEST(a_store_that_is_away_is_tried_less_and_less_often),
        TEST(on_a_bad_day_nothing_is_lost_doubled_or_made_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
