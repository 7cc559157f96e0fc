#include "service/verifying.h"

#include "base/date.h"
#include "proof/verify.h"
#include "service/analysers.h"
#include "service/encode_verify.h"
#include "service/report.h"
#include "wire/writer.h"

#include <time.h>

enum { ARENA_BLOCK = 16 * 1024 };

struct run {
    const struct verifying_request *request;
    struct buffer told;     /* one finding */
    struct buffer findings; /* all of them, where they are listed */
    uint32_t finding_count;
    struct verify_summary summary;
    struct buffer problem; /* why nothing could be verified */
    int32_t as_of;
    bool failed;
};

/* ---- hearing --------------------------------------------------------------------------------- */

static void hear(void *context, const struct verify_finding *finding) {
    struct run *run = context;
    const struct verify_hearing *hearing = run->request->hearing;
    buffer_clear(&run->told);
    encode_finding(&run->told, finding, run->request->folder);
    if (run->request->lists_findings) {
        buffer_append_text(&run->findings, buffer_text(&run->told));
        run->finding_count++;
    }
    run->failed = run->failed || run->told.failed || run->findings.failed;
    if (hearing != NULL && hearing->each != NULL && !run->failed) {
        hearing->each(hearing->context, buffer_text(&run->told));
    }
}

static void progress(void *context, size_t done, size_t of) {
    const struct run *run = context;
    const struct verify_hearing *hearing = run->request->hearing;
    if (hearing != NULL && hearing->progress != NULL) {
        hearing->progress(hearing->context, done, of);
    }
}

/* ---- verifying ------------------------------------------------------------------------------- */

/* Proofs need a clock that goes forward, wherever they are run. */
static int64_t ticks(void *context) {
    struct timespec time;
    (void)context;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static int32_t day_of(const struct suite *suite, int32_t today) {
    for (size_t i = 0; suite != NULL && i < suite->test_count; i++) {
        if (suite->tests[i].given.has_as_of) {
            return suite->tests[i].given.as_of;
        }
    }
    return today;
}

static bool verify_with(struct run *run, const struct plugin *plugin, struct arena *arena) {
    const struct loaded *loaded = run->request->loaded;
    const struct suite *suite = load_suite(loaded);
    struct functions functions = load_functions(loaded);
    struct verify_options options = {
        .analyser = analyser_routines(plugin),
        .as_of = run->as_of,
        .milliseconds = run->request->milliseconds,
        .ticks = ticks,
    };
    struct verify_listener listener = {run, hear, progress};
    bool done =
        verify_program(suite == NULL ? load_program(loaded) : suite->program, suite, &functions,
                       &options, run->request->cancelled, &listener, arena, &run->summary);
    buffer_append_text(&run->problem, run->summary.problem);
    return done && !run->failed;
}

static bool verify(struct run *run, struct arena *arena) {
    run->as_of = run->request->has_as_of
                     ? run->request->as_of
                     : day_of(load_suite(run->request->loaded), run->request->today);
    if (load_program(run->request->loaded) == NULL) {
        return true;
    }
    struct plugin *plugin = analyser_open(&run->problem);
    if (plugin == NULL) {
        return run->problem.length > 0;
    }
    bool done = verify_with(run, plugin, arena);
    plugin_close(plugin);
    return done;
}

/* ---- the summary ----------------------------------------------------------------------------- */

static void write_text(struct buffer *out, struct writer_list *map, const char *key,
                       struct text text) {
    writer_item(map);
    writer_string(out, key);
    writer_text(out, text);
}

static void write_count(struct buffer *out, struct writer_list *map, const char *key,
                        size_t count) {
    writer_item(map);
    writer_string(out, key);
    writer_unsigned(out, count);
}

static void write_summary(const struct run *run, struct buffer *out) {
    const struct program *program = load_program(run->request->loaded);
    const struct diagnostics *list = load_diagnostics(run->request->loaded);
    struct writer_list map = writer_open_map(out);
    char day[DATE_TEXT_SIZE];
    if (program != NULL) {
        write_text(out, &map, "protocol", program->header.id);
        write_text(out, &map, "version", program->header.version);
        write_text(out, &map, "digest", program->header.digest);
    }
    date_format(run->as_of, day);
    write_text(out, &map, "as_of", text_of(day));
    write_count(out, &map, "proved", run->summary.proved);
    write_count(out, &map, "refuted", run->summary.refuted);
    write_count(out, &map, "undecided", run->summary.undecided);
    write_count(out, &map, "errors", list->errors);
    if (run->problem.length > 0) {
        write_text(out, &map, "problem", buffer_text(&run->problem));
    }
    if (run->request->lists_findings) {
        writer_item(&map);
        writer_string(out, "findings");
        writer_array(out, run->finding_count);
        buffer_append_text(out, buffer_text(&run->findings));
    }
    writer_item(&map);
    writer_string(out, "diagnostics");
    report_write_diagnostics(out, list, run->request->folder);
    writer_close(out, &map);
}

bool verifying_run(const struct verifying_request *request, struct buffer *summary) {
    struct run run = {.request = request};
    struct arena arena;
    arena_init(&arena, ARENA_BLOCK, 0);
    bool done = verify(&run, &arena);
    if (done) {
        write_summary(&run, summary);
    }
    if (request->problem != NULL) {
        buffer_append_text(request->problem, buffer_text(&run.problem));
    }
    arena_free(&arena);
    buffer_free(&run.told);
    buffer_free(&run.findings);
    buffer_free(&run.problem);
    return done && !summary->failed;
}
