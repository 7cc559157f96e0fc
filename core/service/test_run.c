#include "service/test_run.h"

#include "service/report.h"
#include "service/test_report.h"
#include "wire/writer.h"

#include <time.h>

enum { RUN_BLOCK = 16 * 1024 };

bool test_run_begin(struct test_run *run, const struct loaded *loaded, int32_t today,
                    struct text folder, struct text filter) {
    *run = (struct test_run){
        .loaded = loaded,
        .suite = load_suite(loaded),
        .functions = load_functions(loaded),
        .folder = folder,
        .filter = filter,
    };
    arena_init(&run->lasting, RUN_BLOCK, 0);
    arena_init(&run->arena, RUN_BLOCK, 0);
    struct proof_options options = {.today = today};
    return run->suite == NULL ||
           proof_begin(&run->proof, run->suite, &run->functions, &options, &run->lasting);
}

void test_run_end(struct test_run *run) {
    arena_free(&run->lasting);
    arena_free(&run->arena);
}

/* ---- one test -------------------------------------------------------------------------------- */

static bool contains(struct text text, struct text part) {
    for (size_t i = 0; i + part.length <= text.length; i++) {
        if (text_equal(text_from(text.at + i, part.length), part)) {
            return true;
        }
    }
    return false;
}

/* How long a test took is for its author to see, and decides nothing: this is the only clock that
 * the room reads itself. */
static double milliseconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

enum test_run_step test_run_next(struct test_run *run, struct buffer *out) {
    size_t count = run->suite == NULL ? 0 : run->suite->test_count;
    while (run->next < count && !contains(run->suite->tests[run->next].name, run->filter)) {
        run->next++;
    }
    if (run->next == count) {
        return TEST_RUN_ENDED;
    }
    struct test_result result;
    double start = milliseconds_now();
    arena_reset(&run->arena);
    if (!proof_run(&run->proof, run->next++, &run->arena, &result)) {
        return TEST_RUN_NO_MEMORY;
    }
    run->counts[result.status]++;
    test_report_write(out, &result, run->folder, run->suite->file, milliseconds_now() - start);
    return out->failed ? TEST_RUN_NO_MEMORY : TEST_RUN_TOLD;
}

/* ---- the summary ----------------------------------------------------------------------------- */

static void write_count(struct buffer *out, struct writer_list *map, const char *key,
                        size_t count) {
    writer_item(map);
    writer_string(out, key);
    writer_unsigned(out, count);
}

static void write_diagnostics(struct test_run *run, struct buffer *out, struct writer_list *map) {
    const struct diagnostics *list = load_diagnostics(run->loaded);
    write_count(out, map, "errors", list->errors);
    write_count(out, map, "warnings", list->count - list->errors);
    writer_item(map);
    writer_string(out, "diagnostics");
    report_write_diagnostics(out, list, run->folder);
}

static bool write_gaps(struct test_run *run, struct buffer *out, struct writer_list *map) {
    if (run->suite == NULL || !text_is_empty(run->filter)) {
        return true;
    }
    struct coverage coverage;
    arena_reset(&run->arena);
    if (!proof_coverage(&run->proof, &run->arena, &coverage)) {
        return false;
    }
    writer_item(map);
    writer_string(out, "gaps");
    test_report_write_gaps(out, &coverage, run->folder);
    return true;
}

bool test_run_summary(struct test_run *run, struct buffer *out) {
    const struct program *program = load_program(run->loaded);
    struct writer_list map = writer_open_map(out);
    if (program != NULL) {
        writer_item(&map);
        writer_string(out, "protocol");
        writer_text(out, program->header.id);
    }
    write_count(out, &map, "passed", run->counts[TEST_PASSED]);
    write_count(out, &map, "failed", run->counts[TEST_FAILED]);
    write_count(out, &map, "skipped", run->counts[TEST_SKIPPED]);
    write_diagnostics(run, out, &map);
    bool told = write_gaps(run, out, &map);
    writer_close(out, &map);
    return told && !out->failed;
}
