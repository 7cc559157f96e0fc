/* Reading, forgetting and copying a journal, on the store in memory and on SQLite. */
#include "journal/chain.h"
#include "journal/desk.h"
#include "journal/reader.h"
#include "plugin/plugin.h"
#include "support/failing_malloc.h"
#include "support/temporary_folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MANY = 1300, PATH = 512 }; /* more than two pages */

/* A store to read from, of either kind. */
struct library {
    struct fake_store *fake;
    struct arena arena;
    struct plugin *plugin;
    const struct synovia_store_routines *routines;
    struct temporary_folder folder;
    char path[PATH];
    struct text location;
};

static int64_t now(void *context) {
    (void)context;
    return 1000;
}

static int set_up_fake(void **state) {
    struct library *library = calloc(1, sizeof *library);
    library->fake = fake_store_new();
    library->routines = fake_store_routines();
    library->location = fake_store_location(library->fake);
    *state = library;
    return 0;
}

static int set_up_sqlite(void **state) {
    struct library *library = calloc(1, sizeof *library);
    const struct plugin_places nowhere = {0};
    struct text error = {0};
    arena_init(&library->arena, PATH, 0);
    library->plugin =
        plugin_open(&nowhere, SQLITE_PLUGIN, SYNOVIA_KIND_STORE, &library->arena, &error);
    assert_non_null(library->plugin);
    library->routines = plugin_store(library->plugin);
    temporary_folder_make(&library->folder);
    temporary_folder_file(&library->folder, "journal.db", library->path, sizeof library->path);
    library->location = text_of(library->path);
    *state = library;
    return 0;
}

static int tear_down(void **state) {
    struct library *library = *state;
    if (library->fake != NULL) {
        fake_store_free(library->fake);
    } else {
        plugin_close(library->plugin);
        arena_free(&library->arena);
        temporary_folder_remove(&library->folder);
    }
    free(library);
    return 0;
}

/* ---- filling --------------------------------------------------------------------------------- */

static struct journal *open_journal(struct library *library) {
    struct buffer reason = {0};
    struct journal_options options = {.store = library->routines,
                                      .location = library->location,
                                      .durability = JOURNAL_NONE,
                                      .now = now};
    struct journal *journal = journal_open(&options, &reason);
    assert_non_null(journal);
    return journal;
}

static void add(struct journal *journal, int kind, int64_t time, const char *session,
                const char *ref, const char *key, uint64_t revision) {
    struct journal_session row = {
        .id = text_of(session), .revision = revision, .expires = INT64_MAX};
    struct journal_entry entry = {
        .kind = kind,
        .time = time,
        .protocol = text_of(time % 2 == 0 ? "even" : "odd"),
        .digest = text_of("d"),
        .session = text_of(session),
        .ref = text_of(ref),
        .key = text_of(key),
        .payload = text_of("payload"),
        .row = revision == 0 ? NULL : &row,
    };
    uint64_t ticket;
    assert_int_equal(journal_append(journal, &entry, &ticket), JOURNAL_DONE);
}

/* Times are 1, 2, 3, ...; every seventh is of "seven". */
static void fill(struct library *library) {
    struct journal *journal = open_journal(library);
    for (int i = 1; i <= MANY; i++) {
        add(journal, i % 5 == 0 ? JOURNAL_FEEDBACK : JOURNAL_DECISION, i, "",
            i % 7 == 0 ? "seven" : "", i % 3 == 0 ? "third" : "", 0);
    }
    assert_int_equal(journal_close(journal), 0);
}

static struct journal_reader *open_reader(struct library *library, enum journal_use use) {
    struct buffer reason = {0};
    struct journal_reader *reader =
        journal_reader_open(library->routines, library->location, use, &reason);
    assert_non_null(reader);
    return reader;
}

/* ---- reading --------------------------------------------------------------------------------- */

struct seen {
    uint64_t count, first, last, sum;
    uint64_t stop_after;
    bool in_order;
};

static bool see(void *context, const struct journal_record *record) {
    struct seen *seen = context;
    seen->in_order = seen->count == 0 || (seen->in_order && record->sequence > seen->last);
    seen->first = seen->count == 0 ? record->sequence : seen->first;
    seen->last = record->sequence;
    seen->sum += record->payload.length;
    seen->count++;
    return seen->count != seen->stop_after;
}

static struct seen seen_by(struct journal_reader *reader, struct journal_filter filter) {
    struct seen seen = {.in_order = true};
    assert_true(journal_reader_each(reader, &filter, see, &seen));
    assert_true(seen.in_order);
    return seen;
}

static void filters_narrow(void **state) {
    struct library *library = *state;
    fill(library);
    const struct {
        struct journal_filter filter;
        uint64_t count, first, last;
    } rows[] = {
        {{0}, MANY, 1, MANY},
        {{.first = 100, .last = 200}, 101, 100, 200},
        {{.first = MANY + 1}, 0, 0, 0},
        {{.ref = text_of("seven")}, MANY / 7, 7, MANY - MANY % 7},
        {{.ref = text_of("eight")}, 0, 0, 0},
        {{.key = text_of("third"), .kind = JOURNAL_FEEDBACK}, MANY / 15, 15, MANY - MANY % 15},
        {{.protocol = text_of("even")}, MANY / 2, 2, MANY},
        {{.since = 50, .until = 60}, 10, 50, 59},
        {{.newest = 3}, 3, MANY - 2, MANY},
        {{.newest = 3, .protocol = text_of("odd")}, 3, MANY - 5, MANY - 1},
        {{.newest = 3, .until = 100, .ref = text_of("seven")}, 3, 84, 98},
        {{.newest = MANY + 5}, MANY, 1, MANY},
        {{.newest = 3, .ref = text_of("eight")}, 0, 0, 0},
        {{.newest = 2, .last = 600, .protocol = text_of("even")}, 2, 598, 600},
    };
    struct journal_reader *reader = open_reader(library, JOURNAL_READS);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct seen seen = seen_by(reader, rows[i].filter);
        assert_int_equal(seen.count, rows[i].count);
        assert_int_equal(seen.first, rows[i].first);
        assert_int_equal(seen.last, rows[i].last);
        assert_int_equal(seen.sum, seen.count * strlen("payload"));
    }
    struct journal_filter bare = {.without_payload = true};
    assert_int_equal(seen_by(reader, bare).sum, 0);
    journal_reader_close(reader);
}

/* A clock may have been set to before 1970: what it dates is met like all else. */
static void no_time_is_too_early(void **state) {
    struct library *library = *state;
    struct journal *journal = open_journal(library);
    add(journal, JOURNAL_DECISION, -1, "", "early", "", 0);
    add(journal, JOURNAL_DECISION, INT64_MIN, "", "early", "", 0);
    assert_int_equal(journal_close(journal), 0);
    struct journal_reader *reader = open_reader(library, JOURNAL_READS);
    assert_int_equal(seen_by(reader, (struct journal_filter){0}).count, 2);
    assert_int_equal(seen_by(reader, (struct journal_filter){.ref = text_of("early")}).count, 2);
    assert_int_equal(seen_by(reader, (struct journal_filter){.since = 1}).count, 0);
    assert_int_equal(seen_by(reader, (struct journal_filter){.since = -5, .until = 5}).count, 1);
    journal_reader_close(reader);
}

static void a_visitor_may_stop(void **state) {
    struct library *library = *state;
    struct journal_filter all = {0};
    struct seen seen = {.stop_after = 600};
    fill(library);
    struct journal_reader *reader = open_reader(library, JOURNAL_READS);
    assert_true(journal_reader_each(reader, &all, see, &seen));
    assert_int_equal(seen.count, 600);
    journal_reader_close(reader);
}

static bool walk(void *context, const struct journal_record *record) {
    return chain_walk_take(context, record);
}

/* The chain of all records, from any beginning. */
static struct chain_walk walk_all(struct library *library, uint64_t from) {
    struct chain_walk walked;
    struct journal_filter filter = {.first = from};
    struct journal_reader *reader = open_reader(library, JOURNAL_READS);
    chain_walk_begin(&walked, from);
    assert_true(journal_reader_each(reader, &filter, walk, &walked));
    chain_walk_end(&walked);
    journal_reader_close(reader);
    return walked;
}

static void what_is_written_verifies(void **state) {
    struct library *library = *state;
    struct chain_head head;
    fill(library);
    struct chain_walk walked = walk_all(library, 1);
    assert_int_equal(walked.broken, CHAIN_WHOLE);
    assert_int_equal(walked.records, MANY);
    assert_int_equal(walk_all(library, 1000).records, MANY - 999);
    struct journal_reader *reader = open_reader(library, JOURNAL_READS);
    assert_true(journal_reader_head(reader, &head));
    assert_int_equal(head.sequence, MANY);
    assert_memory_equal(head.hash, walked.head.hash, sizeof head.hash);
    journal_reader_close(reader);
}

static void a_journal_that_is_not_there_is_not_made(void **state) {
    struct library *library = *state;
    struct buffer reason = {0};
    assert_null(journal_reader_open(library->routines, library->location, JOURNAL_READS, &reason));
    assert_true(reason.length > 0);
    buffer_clear(&reason);
    assert_null(
        journal_reader_open(library->routines, library->location, JOURNAL_CHANGES, &reason));
    assert_true(reason.length > 0);
    buffer_free(&reason);
}

/* ---- forgetting ------------------------------------------------------------------------------ */

static void describe(const struct journal_forgotten *forgotten, struct buffer *payload) {
    buffer_append_format(payload, "%d records, %d sessions", (int)forgotten->records,
                         (int)forgotten->sessions);
}

/* 1 decision of anna's; 2, 3, 4 a session of hers, of which only the start has the ref; 5 feedback
 * on her decision; 6 a decision and 7 a session of ben's; 8 feedback on his. */
static void fill_with_persons(struct library *library) {
    struct journal *journal = open_journal(library);
    add(journal, JOURNAL_DECISION, 1, "", "anna", "key-a", 0);
    add(journal, JOURNAL_TURN, 2, "session-a", "anna", "key-s", 1);
    add(journal, JOURNAL_TURN, 3, "session-a", "", "", 2);
    add(journal, JOURNAL_TURN, 4, "session-a", "", "key-t", 3);
    add(journal, JOURNAL_FEEDBACK, 5, "", "", "key-a", 0);
    add(journal, JOURNAL_DECISION, 6, "", "ben", "key-b", 0);
    add(journal, JOURNAL_TURN, 7, "session-b", "ben", "", 1);
    add(journal, JOURNAL_FEEDBACK, 8, "", "", "key-b", 0);
    add(journal, JOURNAL_FEEDBACK, 9, "", "", "key-t", 0);
    assert_int_equal(journal_close(journal), 0);
}

struct shown {
    char sequences[64];
    uint64_t most; /* records, then it is enough; 0: all */
    uint64_t count;
};

static bool note_shown(void *context, const struct journal_record *record) {
    struct shown *shown = context;
    size_t length = strlen(shown->sequences);
    snprintf(shown->sequences + length, sizeof shown->sequences - length, " %d",
             (int)record->sequence);
    return ++shown->count != shown->most;
}

/* What is recorded of her is what forgetting would erase. */
static void a_person_is_shown_whole(void **state) {
    static const struct {
        struct journal_filter filter;
        uint64_t most;
        const char *sequences;
    } rows[] = {
        {{.ref = {"anna", 4}}, 0, " 1 2 3 4 5 9"},
        {{.ref = {"anna", 4}}, 2, " 1 2"},
        {{.ref = {"ben", 3}}, 0, " 6 7 8"},
        {{.ref = {"carl", 4}}, 0, ""},
        {{.ref = {"anna", 4}, .first = 3, .last = 8}, 0, " 3 4 5"},
        {{.ref = {"anna", 4}, .newest = 2}, 0, " 5 9"},
        {{.ref = {"anna", 4}, .newest = 2, .kind = JOURNAL_TURN}, 0, " 3 4"},
        {{.ref = {"anna", 4}, .newest = 9, .last = 4}, 0, " 1 2 3 4"},
    };
    struct library *library = *state;
    fill_with_persons(library);
    struct journal_reader *reader = open_reader(library, JOURNAL_READS);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct shown shown = {.most = rows[i].most};
        assert_true(journal_reader_each_of_person(reader, &rows[i].filter, note_shown, &shown));
        assert_string_equal(shown.sequences, rows[i].sequences);
    }
    journal_reader_close(reader);
}

struct erased {
    char marks[64];
    char payload[64];
};

static bool note_erased(void *context, const struct journal_record *record) {
    struct erased *erased = context;
    size_t at = record->sequence - 1;
    erased->marks[at] = record->erased ? 'x' : '.';
    erased->marks[at + 1] = '\0';
    if (record->kind == JOURNAL_FORGOTTEN) {
        snprintf(erased->payload, sizeof erased->payload, "%.*s", (int)record->payload.length,
                 record->payload.at);
    }
    return true;
}

static struct erased erased_in(struct library *library) {
    struct erased erased = {.marks = ""};
    struct journal_filter all = {0};
    struct journal_reader *reader = open_reader(library, JOURNAL_READS);
    assert_true(journal_reader_each(reader, &all, note_erased, &erased));
    journal_reader_close(reader);
    return erased;
}

static struct journal_forgotten forget(struct library *library, const char *ref) {
    struct journal_forgotten forgotten;
    struct journal_reader *reader = open_reader(library, JOURNAL_CHANGES);
    if (!journal_reader_forget(reader, text_of(ref), 77, describe, &forgotten)) {
        struct text reason = journal_reader_reason(reader);
        print_error("%.*s\n", (int)reason.length, reason.at);
        fail();
    }
    journal_reader_close(reader);
    return forgotten;
}

static void a_person_is_forgotten_whole(void **state) {
    struct library *library = *state;
    fill_with_persons(library);
    struct journal_forgotten forgotten = forget(library, "anna");
    assert_int_equal(forgotten.records, 6);
    assert_int_equal(forgotten.sessions, 1);
    struct erased erased = erased_in(library);
    assert_string_equal(erased.marks, "xxxxx...x.");
    assert_string_equal(erased.payload, "6 records, 1 sessions");
    struct chain_walk walked = walk_all(library, 1);
    assert_int_equal(walked.broken, CHAIN_WHOLE);
    assert_int_equal(walked.erased, 6);
    /* Nothing is left by which she could be found. */
    struct journal_reader *reader = open_reader(library, JOURNAL_READS);
    struct journal_filter hers[] = {
        {.ref = text_of("anna")}, {.session = text_of("session-a")}, {.key = text_of("key-a")}};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(seen_by(reader, hers[i]).count, 0);
    }
    journal_reader_close(reader);
    /* A second time there is nothing to do, and nothing is appended. */
    forgotten = forget(library, "anna");
    assert_int_equal(forgotten.records, 0);
    assert_int_equal(walk_all(library, 1).records, 10);
    forgotten = forget(library, "ben");
    assert_int_equal(forgotten.records, 3);
    assert_string_equal(erased_in(library).marks, "xxxxxxxxx..");
    assert_int_equal(walk_all(library, 1).broken, CHAIN_WHOLE);
}

/* A service has the journal open, and goes on. */
static void forgetting_and_writing_get_on(void **state) {
    struct library *library = *state;
    fill_with_persons(library);
    struct journal *journal = open_journal(library);
    for (int i = 0; i < 100; i++) {
        add(journal, JOURNAL_DECISION, 100 + i, "", "carl", "", 0);
    }
    assert_int_equal(forget(library, "anna").records, 6);
    for (int i = 0; i < 100; i++) {
        add(journal, JOURNAL_DECISION, 200 + i, "", "carl", "", 0);
    }
    assert_int_equal(journal_close(journal), 0);
    struct chain_walk walked = walk_all(library, 1);
    assert_int_equal(walked.broken, CHAIN_WHOLE);
    assert_int_equal(walked.records, 9 + 200 + 1);
    assert_int_equal(walked.erased, 6);
}

static void a_store_that_fails_erases_nothing(void **state) {
    struct library *library = *state;
    struct journal_forgotten forgotten;
    fill_with_persons(library);
    struct journal_reader *reader = open_reader(library, JOURNAL_CHANGES);
    static const int statuses[] = {SYNOVIA_STORE_FULL, SYNOVIA_STORE_CONFLICT};
    for (size_t i = 0; i < 2; i++) {
        fake_store_fail(library->fake, FAKE_WRITE, statuses[i], "it fails");
        assert_false(journal_reader_forget(reader, text_of("anna"), 77, describe, &forgotten));
        assert_true(text_is(journal_reader_reason(reader), "it fails"));
    }
    fake_store_fail(library->fake, FAKE_WRITE, SYNOVIA_STORE_OK, "");
    assert_string_equal(erased_in(library).marks, ".........");
    journal_reader_close(reader);
}

static enum operation_outcome forget_with_little_memory(void *context) {
    struct library *library = context;
    struct buffer reason = {0};
    struct journal_forgotten forgotten = {0};
    struct journal_reader *reader =
        journal_reader_open(library->routines, library->location, JOURNAL_CHANGES, &reason);
    buffer_free(&reason);
    if (reader == NULL) {
        return OPERATION_FAILED;
    }
    bool done = journal_reader_forget(reader, text_of("anna"), 77, describe, &forgotten);
    journal_reader_close(reader);
    return !done ? OPERATION_FAILED : forgotten.records == 6 ? OPERATION_DONE : OPERATION_WRONG;
}

static void forgetting_with_each_allocation_failing(void **state) {
    struct library *library = *state;
    fill_with_persons(library);
    assert_true(failing_malloc_until_ok(forget_with_little_memory, library) > 5);
    assert_int_equal(walk_all(library, 1).broken, CHAIN_WHOLE);
}

/* ---- copies ---------------------------------------------------------------------------------- */

static void a_copy_is_a_journal(void **state) {
    struct library *library = *state;
    char copy[PATH];
    fill(library);
    temporary_folder_file(&library->folder, "copy.db", copy, sizeof copy);
    struct journal_reader *reader = open_reader(library, JOURNAL_READS);
    assert_true(journal_reader_backup(reader, text_of(copy)));
    assert_false(journal_reader_backup(reader, text_of(copy))); /* not overwritten */
    journal_reader_close(reader);
    library->location = text_of(copy);
    assert_int_equal(walk_all(library, 1).records, MANY);
}

static void a_store_that_cannot_copy_says_so(void **state) {
    struct library *library = *state;
    fill_with_persons(library);
    struct journal_reader *reader = open_reader(library, JOURNAL_READS);
    assert_false(journal_reader_backup(reader, text_of("copy")));
    assert_true(text_is(journal_reader_reason(reader), "this store cannot do that"));
    journal_reader_close(reader);
}

int main(void) {
#define FAKE(name)                                                                                 \
    { #name " (fake)", name, set_up_fake, tear_down, NULL }
#define SQLITE(name)                                                                               \
    { #name " (sqlite)", name, set_up_sqlite, tear_down, NULL }
    const struct CMUnitTest tests[] = {
        FAKE(filters_narrow),
        FAKE(no_time_is_too_early),
        SQLITE(filters_narrow),
        SQLITE(no_time_is_too_early),
        FAKE(a_visitor_may_stop),
        SQLITE(a_visitor_may_stop),
        FAKE(what_is_written_verifies),
        SQLITE(what_is_written_verifies),
        SQLITE(a_journal_that_is_not_there_is_not_made),
        FAKE(a_person_is_shown_whole),
        FAKE(a_person_is_forgotten_whole),
        SQLITE(a_person_is_shown_whole),
        SQLITE(a_person_is_forgotten_whole),
        FAKE(forgetting_and_writing_get_on),
        SQLITE(forgetting_and_writing_get_on),
        FAKE(a_store_that_fails_erases_nothing),
        FAKE(forgetting_with_each_allocation_failing),
        SQLITE(a_copy_is_a_journal),
        FAKE(a_store_that_cannot_copy_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
