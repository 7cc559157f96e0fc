/* Fail until ok: a turn and a read, with each allocation of both threads failing in turn. */
#include "journal/desk.h"
#include "support/failing_malloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int64_t now(void *context) {
    (void)context;
    return 1;
}

static void describe(void *context, int64_t from, int64_t to, struct text reason, uint64_t refused,
                     struct buffer *payload) {
    (void)context, (void)from, (void)to, (void)refused;
    buffer_append_text(payload, reason);
}

/* Takes what comes next; FAILED is what memory that ran out may give. */
static enum operation_outcome take(struct journal *journal, enum journal_append appended,
                                   enum journal_outcome wanted) {
    struct journal_settled settled;
    if (appended == JOURNAL_NO_MEMORY || appended == JOURNAL_UNAVAILABLE) {
        return OPERATION_FAILED;
    }
    if (appended != JOURNAL_QUEUED || !journal_wait(journal, -1) ||
        !journal_take(journal, &settled)) {
        return OPERATION_WRONG;
    }
    return settled.outcome == wanted           ? OPERATION_DONE
           : settled.outcome == JOURNAL_FAILED ? OPERATION_FAILED
                                               : OPERATION_WRONG;
}

static enum operation_outcome use(struct journal *journal) {
    struct journal_session row = {.id = text_of("s"), .revision = 1, .state = text_of("state")};
    struct journal_entry entry = {
        .kind = JOURNAL_TURN, .session = text_of("s"), .payload = text_of("p"), .row = &row};
    uint64_t ticket;
    enum operation_outcome outcome =
        take(journal, journal_append(journal, &entry, &ticket), JOURNAL_WRITTEN);
    if (outcome == OPERATION_DONE) {
        outcome =
            take(journal, journal_find_session(journal, text_of("s"), &ticket), JOURNAL_FOUND);
    }
    return outcome;
}

static struct journal_options options_on(struct fake_store *fake) {
    struct journal_options options = {.store = fake_store_routines(),
                                      .location = fake_store_location(fake),
                                      .durability = JOURNAL_COMMIT,
                                      .retry_ms = 1,
                                      .now = now,
                                      .describe_outage = describe};
    return options;
}

/*
 * Threads are made and started with memory of the C library's and of the sanitizer's, which the
 * latter does not survive failing. So this opens a journal on a store that refuses, which is all of
 * journal_open up to the thread; the rest runs on a journal whose thread is there.
 */
static enum operation_outcome open_refused(void *context) {
    struct fake_store *fake = context;
    struct journal_options options = options_on(fake);
    struct buffer reason = {0};
    struct journal *journal = journal_open(&options, &reason);
    bool is_told = text_is(buffer_text(&reason), "torn");
    bool is_empty = reason.length == 0;
    buffer_free(&reason);
    if (journal != NULL) {
        journal_close(journal);
        return OPERATION_WRONG;
    }
    return is_told ? OPERATION_DONE : is_empty ? OPERATION_FAILED : OPERATION_WRONG;
}

static void opening_with_each_allocation_failing(void **state) {
    (void)state;
    struct fake_store *fake = fake_store_new();
    fake_store_fail(fake, FAKE_HEAD, SYNOVIA_STORE_CORRUPT, "torn");
    assert_true(failing_malloc_until_ok(open_refused, fake) >= 3);
    fake_store_free(fake);
}

/* One use with the n-th allocation failing, of either thread; true where none failed any more. */
static bool gets_through(struct fake_store *fake, long countdown) {
    struct buffer reason = {0};
    struct journal_options options = options_on(fake);
    fake_store_forget_all(fake);
    struct journal *journal = journal_open(&options, &reason);
    assert_non_null(journal);
    uint64_t ticket;
    journal_find_session(journal, text_of("u"), &ticket); /* its thread has started */
    assert_int_equal(take(journal, JOURNAL_QUEUED, JOURNAL_MISSING), OPERATION_DONE);
    failing_malloc_arm(countdown);
    enum operation_outcome outcome = use(journal);
    bool injected = failing_malloc_disarm();
    journal_close(journal);
    buffer_free(&reason);
    assert_int_equal(outcome, injected ? OPERATION_FAILED : OPERATION_DONE);
    assert_true(fake_store_is_whole(fake));
    return !injected;
}

static void using_with_each_allocation_failing(void **state) {
    (void)state;
    struct fake_store *fake = fake_store_new();
    long countdown = 1;
    while (!gets_through(fake, countdown)) {
        countdown++;
    }
    assert_true(countdown > 5);
    fake_store_free(fake);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(opening_with_each_allocation_failing),
        cmocka_unit_test(using_with_each_allocation_failing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
