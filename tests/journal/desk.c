#include "journal/desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <time.h>

#include <cmocka.h>

enum { NOW = 1000000000, PATIENCE_SECONDS = 60, RETRY_MS = 5 };

static int64_t now(void *context) {
    (void)context;
    return NOW;
}

static void describe(void *context, int64_t from, int64_t to, struct text reason, uint64_t refused,
                     struct buffer *payload) {
    (void)context;
    buffer_append_format(payload, "%lld-%lld %.*s: %llu", (long long)from, (long long)to,
                         (int)reason.length, reason.at, (unsigned long long)refused);
}

static void wake(void *context) {
    struct desk *desk = context;
    pthread_mutex_lock(&desk->lock);
    desk->wakes++;
    pthread_cond_broadcast(&desk->woken);
    pthread_mutex_unlock(&desk->lock);
}

void desk_init(struct desk *desk) {
    *desk = (struct desk){.fake = fake_store_new()};
    pthread_mutex_init(&desk->lock, NULL);
    pthread_cond_init(&desk->woken, NULL);
}

void desk_free(struct desk *desk) {
    journal_close(desk->journal);
    fake_store_free(desk->fake);
    pthread_cond_destroy(&desk->woken);
    pthread_mutex_destroy(&desk->lock);
}

void desk_open(struct desk *desk, enum journal_durability durability, int interval_ms) {
    struct buffer reason = {0};
    struct journal_options options = {
        .store = fake_store_routines(),
        .location = fake_store_location(desk->fake),
        .durability = durability,
        .interval_ms = interval_ms,
        .retry_ms = RETRY_MS,
        .now = now,
        .describe_outage = describe,
        .context = desk,
    };
    desk->journal = journal_open(&options, &reason);
    assert_non_null(desk->journal);
    assert_int_equal(reason.length, 0);
    journal_set_wake(desk->journal, wake, desk);
}

uint64_t desk_close(struct desk *desk) {
    uint64_t lost = journal_close(desk->journal);
    desk->journal = NULL;
    return lost;
}

static struct journal_entry entry_of(const char *payload) {
    struct journal_entry entry = {.kind = JOURNAL_DECISION,
                                  .time = NOW,
                                  .protocol = text_of("knee"),
                                  .digest = text_of("d1"),
                                  .ref = text_of("ref"),
                                  .payload = text_of(payload)};
    return entry;
}

enum journal_append desk_append(struct desk *desk, const char *payload, uint64_t *ticket) {
    struct journal_entry entry = entry_of(payload);
    return journal_append(desk->journal, &entry, ticket);
}

enum journal_append desk_turn(struct desk *desk, const char *session, uint64_t revision,
                              uint64_t *ticket) {
    struct journal_session row = {.id = text_of(session),
                                  .revision = revision,
                                  .digest = text_of("d1"),
                                  .expires = INT64_MAX,
                                  .state = text_of("state")};
    struct journal_entry entry = entry_of("turn");
    entry.kind = JOURNAL_TURN;
    entry.session = text_of(session);
    entry.row = &row;
    return journal_append(desk->journal, &entry, ticket);
}

struct journal_settled desk_take(struct desk *desk) {
    struct journal_settled settled = {0};
    assert_true(journal_wait(desk->journal, PATIENCE_SECONDS * 1000));
    assert_true(journal_take(desk->journal, &settled));
    return settled;
}

enum journal_outcome desk_write(struct desk *desk, const char *payload) {
    uint64_t ticket = 0;
    assert_int_equal(desk_append(desk, payload, &ticket), JOURNAL_QUEUED);
    struct journal_settled settled = desk_take(desk);
    assert_int_equal(settled.ticket, ticket);
    return settled.outcome;
}

/* ---- waiting to be woken --------------------------------------------------------------------- */

/* Waits for another wake than the `seen` ones; false where none comes. */
static bool wait_for_wake(struct desk *desk, uint64_t seen) {
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += PATIENCE_SECONDS;
    int late = 0;
    pthread_mutex_lock(&desk->lock);
    while (desk->wakes == seen && late == 0) {
        late = pthread_cond_timedwait(&desk->woken, &desk->lock, &until);
    }
    pthread_mutex_unlock(&desk->lock);
    return late == 0;
}

static uint64_t wakes_of(struct desk *desk) {
    pthread_mutex_lock(&desk->lock);
    uint64_t wakes = desk->wakes;
    pthread_mutex_unlock(&desk->lock);
    return wakes;
}

void desk_wait_for_wakes(struct desk *desk, uint64_t count) {
    uint64_t seen;
    while ((seen = wakes_of(desk)) < count) {
        assert_true(wait_for_wake(desk, seen));
    }
}

struct journal_status desk_wait_for(struct desk *desk, bool available) {
    struct journal_status status;
    for (;;) {
        uint64_t seen = wakes_of(desk);
        journal_status(desk->journal, &status);
        if (status.available == available) {
            return status;
        }
        assert_true(wait_for_wake(desk, seen));
    }
}

void desk_wait_for_room(struct desk *desk) {
    for (;;) {
        uint64_t seen = wakes_of(desk);
        if (!journal_is_full(desk->journal)) {
            return;
        }
        assert_true(wait_for_wake(desk, seen));
    }
}
