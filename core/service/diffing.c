#include "service/diffing.h"

#include "base/date.h"
#include "proof/diff.h"
#include "service/analysers.h"
#include "service/encode_verify.h"
#include "service/report.h"
#include "wire/writer.h"

#include <time.h>

enum { ARENA_BLOCK = 16 * 1024 };

struct run {
    const struct diffing_request *request;
    struct buffer told;    /* one change */
    struct buffer changes; /* all of them, where they are listed */
    uint32_t change_count;
    struct diff_summary summary;
    struct buffer problem;
    bool failed;
};

static void write_text(struct buffer *out, struct writer_list *map, const char *key,
                       struct text text) {
    if (!text_is_empty(text)) {
        writer_item(map);
        writer_string(out, key);
        writer_text(out, text);
    }
}

static void write_count(struct buffer *out, struct writer_list *map, const char *key,
                        size_t count) {
    writer_item(map);
    writer_string(out, key);
    writer_unsigned(out, count);
}

/* ---- hearing --------------------------------------------------------------------------------- */

static void write_change(struct buffer *out, const struct diff_change *change) {
    struct writer_list map = writer_open_map(out);
    write_text(out, &map, "kind", text_of(diff_kind_name(change->kind)));
    write_text(out, &map, "direction", text_of(diff_direction_name(change->direction)));
    write_text(out, &map, "subject", change->subject);
    write_text(out, &map, "what", change->what);
    write_text(out, &map, "words", change->words);
    if (change->undecided) {
        writer_item(&map);
        writer_string(out, "undecided");
        writer_boolean(out, true);
    }
    if (change->has_person) {
        writer_item(&map);
        writer_string(out, "before");
        encode_person(out, &change->before);
        writer_item(&map);
        writer_string(out, "after");
        encode_person(out, &change->after);
    }
    writer_close(out, &map);
}

static void hear(void *context, const struct diff_change *change) {
    struct run *run = context;
    const struct verify_hearing *hearing = run->request->hearing;
    buffer_clear(&run->told);
    write_change(&run->told, change);
    if (run->request->lists_changes) {
        buffer_append_text(&run->changes, buffer_text(&run->told));
        run->change_count++;
    }
    run->failed = run->failed || run->told.failed || run->changes.failed;
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

/* ---- comparing ------------------------------------------------------------------------------- */

static int64_t ticks(void *context) {
    struct timespec time;
    (void)context;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static bool compare_with(struct run *run, const struct plugin *plugin, struct arena *arena) {
    struct functions functions[2];
    struct diff_side sides[2];
    for (int i = 0; i < 2; i++) {
        functions[i] = load_functions(run->request->loaded[i]);
        sides[i] = (struct diff_side){load_program(run->request->loaded[i]), &functions[i]};
    }
    struct verify_options options = {
        .analyser = analyser_routines(plugin),
        .as_of = run->request->as_of,
        .milliseconds = run->request->milliseconds,
        .ticks = ticks,
    };
    struct diff_listener listener = {run, hear, progress};
    bool done = diff_programs(&sides[0], &sides[1], &options, run->request->cancelled, &listener,
                              arena, &run->summary);
    buffer_append_text(&run->problem, run->summary.problem);
    return done && !run->failed;
}

static bool compare(struct run *run, struct arena *arena) {
    if (load_program(run->request->loaded[0]) == NULL ||
        load_program(run->request->loaded[1]) == NULL) {
        return true;
    }
    struct plugin *plugin = analyser_open(&run->problem);
    if (plugin == NULL) {
        return run->problem.length > 0;
    }
    bool done = compare_with(run, plugin, arena);
    plugin_close(plugin);
    return done;
}

/* ---- the summary ----------------------------------------------------------------------------- */

static void write_version(const struct run *run, struct buffer *out, int side) {
    const struct loaded *loaded = run->request->loaded[side];
    const struct program *program = load_program(loaded);
    struct writer_list map = writer_open_map(out);
    if (program != NULL) {
        write_text(out, &map, "protocol", program->header.id);
        write_text(out, &map, "version", program->header.version);
        write_text(out, &map, "digest", program->header.digest);
    }
    write_count(out, &map, "errors", load_diagnostics(loaded)->errors);
    writer_item(&map);
    writer_string(out, "diagnostics");
    report_write_diagnostics(out, load_diagnostics(loaded), run->request->folders[side]);
    writer_close(out, &map);
}

static void write_summary(const struct run *run, struct buffer *out) {
    struct writer_list map = writer_open_map(out);
    char day[DATE_TEXT_SIZE];
    for (int side = 0; side < 2; side++) {
        writer_item(&map);
        writer_string(out, side == 0 ? "before" : "after");
        write_version(run, out, side);
    }
    date_format(run->request->as_of, day);
    write_text(out, &map, "as_of", text_of(day));
    write_count(out, &map, "less", run->summary.less);
    write_count(out, &map, "more", run->summary.more);
    write_count(out, &map, "other", run->summary.other);
    write_count(out, &map, "undecided", run->summary.undecided);
    if (run->problem.length > 0) {
        write_text(out, &map, "problem", buffer_text(&run->problem));
    }
    if (run->request->lists_changes) {
        writer_item(&map);
        writer_string(out, "changes");
        writer_array(out, run->change_count);
        buffer_append_text(out, buffer_text(&run->changes));
    }
    writer_close(out, &map);
}

bool diffing_run(const struct diffing_request *request, struct buffer *summary) {
    struct run run = {.request = request};
    struct arena arena;
    arena_init(&arena, ARENA_BLOCK, 0);
    bool done = compare(&run, &arena);
    if (done) {
        write_summary(&run, summary);
    }
    if (request->problem != NULL) {
        buffer_append_text(request->problem, buffer_text(&run.problem));
    }
    arena_free(&arena);
    buffer_free(&run.told);
    buffer_free(&run.changes);
    buffer_free(&run.problem);
    return done && !summary->failed;
}
