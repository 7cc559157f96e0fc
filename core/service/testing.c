#include "service/testing.h"

#include "proof/coverage.h"
#include "service/encode_coverage.h"
#include "service/encode_test.h"
#include "service/report.h"
#include "wire/writer.h"

struct run {
    const struct testing *testing;
    struct proof proof;
    struct arena arena;   /* of the proof */
    struct arena scratch; /* of one test */
    struct buffer told;   /* one test as a map */
    struct buffer tests;  /* all of them, where they are listed */
    uint32_t test_count;
    struct test_counts *counts;
    struct coverage coverage;
    bool filtered;
};

enum { ARENA_BLOCK = 64 * 1024 };

static bool contains(struct text text, struct text part) {
    for (size_t i = 0; i + part.length <= text.length; i++) {
        if (text_equal(text_from(text.at + i, part.length), part)) {
            return true;
        }
    }
    return false;
}

static int64_t ticks(const struct testing *testing) {
    return testing->ticks == NULL ? 0 : testing->ticks(testing->context);
}

static void count(struct test_counts *counts, enum test_status status) {
    switch (status) {
    case TEST_PASSED:
        counts->passed++;
        return;
    case TEST_FAILED:
        counts->failed++;
        return;
    case TEST_SKIPPED:
        counts->skipped++;
        return;
    case TEST_UNCONFIRMED:
        counts->unconfirmed++;
        return;
    }
}

static bool tell(struct run *run, const struct test_result *result, double milliseconds) {
    const struct test_listener *listener = run->testing->listener;
    bool is_heard = listener != NULL && listener->each != NULL;
    if (!is_heard && !run->testing->lists_tests) {
        return true;
    }
    buffer_clear(&run->told);
    encode_test(&run->told, result, milliseconds, run->testing->folder);
    if (run->testing->lists_tests) {
        buffer_append_text(&run->tests, buffer_text(&run->told));
        run->test_count++;
    }
    if (is_heard && !run->told.failed) {
        listener->each(listener->context, buffer_text(&run->told));
    }
    return !run->told.failed && !run->tests.failed;
}

static bool run_one(struct run *run, size_t index) {
    const struct testing *testing = run->testing;
    struct test_result result;
    int64_t start = ticks(testing);
    arena_reset(&run->scratch);
    if (!proof_run(&run->proof, index, &run->scratch, &result)) {
        return false;
    }
    double milliseconds = (double)(ticks(testing) - start) / 1000;
    count(run->counts, result.status);
    return tell(run, &result, milliseconds);
}

static bool goes_on(const struct testing *testing, const char *what, size_t done, size_t of) {
    return testing->goes_on == NULL || testing->goes_on(testing->context, what, done, of);
}

static bool searches_go_on(void *context, size_t done, size_t of) {
    return goes_on(context, "places", done, of);
}

static bool run_all(struct run *run) {
    const struct suite *suite = load_suite(run->testing->loaded);
    for (size_t i = 0; i < suite->test_count; i++) {
        if (!goes_on(run->testing, "tests", i, suite->test_count)) {
            break;
        }
        if (!contains(suite->tests[i].name, run->testing->filter)) {
            run->filtered = true;
        } else if (!run_one(run, i)) {
            return false;
        }
    }
    struct coverage_options options = {.searches = run->testing->covers,
                                       .goes_on = searches_go_on,
                                       .context = (void *)(uintptr_t)run->testing};
    return coverage_of(&run->proof, &options, &run->arena, &run->coverage);
}

/* ---- the summary ----------------------------------------------------------------------------- */

static void write_count(struct buffer *out, const char *key, size_t value) {
    writer_string(out, key);
    writer_unsigned(out, value);
}

static void write_files(struct buffer *out, struct text files, struct text folder) {
    uint32_t count = 0;
    for (size_t i = 0; i < files.length; i++) {
        count += files.at[i] == '\0';
    }
    writer_string(out, "files");
    writer_array(out, count);
    for (size_t at = 0; at < files.length;) {
        size_t length = strlen(files.at + at);
        writer_text_header(out, folder.length + length);
        buffer_append_text(out, folder);
        buffer_append(out, files.at + at, length);
        at += length + 1;
    }
}

/* What some tests leave open says nothing of the protocol. */
static void write_summary(const struct run *run, bool has_run, struct buffer *out) {
    const struct testing *testing = run->testing;
    const struct program *program = load_program(testing->loaded);
    const struct diagnostics *list = load_diagnostics(testing->loaded);
    bool has_coverage = has_run && !run->filtered;
    bool has_files = !text_is_empty(testing->files);
    writer_map(out, (program == NULL ? 6 : 9) + (has_coverage ? 1U : 0U) + (has_files ? 1U : 0U) +
                        (testing->lists_tests ? 1U : 0U));
    if (program != NULL) {
        writer_string(out, "protocol");
        writer_text(out, program->header.id);
        writer_string(out, "version");
        writer_text(out, program->header.version);
        writer_string(out, "digest");
        writer_text(out, program->header.digest);
    }
    write_count(out, "passed", run->counts->passed);
    write_count(out, "failed", run->counts->failed);
    write_count(out, "skipped", run->counts->skipped);
    write_count(out, "unconfirmed", run->counts->unconfirmed);
    write_count(out, "errors", list->errors);
    if (testing->lists_tests) {
        writer_string(out, "tests");
        writer_array(out, run->test_count);
        buffer_append_text(out, buffer_text(&run->tests));
    }
    if (has_files) {
        write_files(out, testing->files, testing->folder);
    }
    if (has_coverage) {
        writer_string(out, "coverage");
        encode_coverage(out, &run->coverage, testing->covers, testing->folder);
    }
    writer_string(out, "diagnostics");
    report_write_diagnostics(out, list, testing->folder);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static bool run_suite(struct run *run) {
    const struct testing *testing = run->testing;
    const struct suite *suite = load_suite(testing->loaded);
    struct functions functions = load_functions(testing->loaded);
    struct proof_options options = {.today = testing->today, .covers = true};
    return proof_begin(&run->proof, suite, &functions, &options, &run->arena) && run_all(run);
}

bool testing_run(const struct testing *testing, struct test_counts *counts,
                 struct buffer *summary) {
    struct run run = {.testing = testing, .counts = counts};
    bool has_suite = load_suite(testing->loaded) != NULL;
    *counts = (struct test_counts){0};
    arena_init(&run.arena, ARENA_BLOCK, 0);
    arena_init(&run.scratch, ARENA_BLOCK, 0);
    bool done = !has_suite || run_suite(&run);
    if (done) {
        write_summary(&run, has_suite, summary);
    }
    arena_free(&run.arena);
    arena_free(&run.scratch);
    buffer_free(&run.told);
    buffer_free(&run.tests);
    return done && !summary->failed;
}
