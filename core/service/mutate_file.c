/* Mutants of a protocol file against its tests, for the command line. */
#include "plugin/plugin.h"
#include "proof/mutate.h"
#include "service/folder.h"
#include "service/loading.h"
#include "service/report.h"
#include "service/service_private.h"
#include "wire/writer.h"

enum { ARENA_BLOCK = 256 * 1024 };

struct mutating {
    const struct loaded *loaded[MUTATE_THREADS]; /* one a thread, for the functions */
    struct functions functions[MUTATE_THREADS];
    size_t threads;
    struct text folder;
    struct plugin *prover; /* NULL where none is installed */
    struct mutation mutation;
    double milliseconds;
};

/* ---- one mutant ------------------------------------------------------------------------------ */

static void write_text(struct buffer *out, struct writer_list *map, const char *key,
                       struct text text) {
    writer_item(map);
    writer_string(out, key);
    writer_text(out, text);
}

static void write_number(struct buffer *out, struct writer_list *map, const char *key,
                         uint64_t number) {
    writer_item(map);
    writer_string(out, key);
    writer_unsigned(out, number);
}

static void write_file(struct buffer *out, struct writer_list *map, struct text folder,
                       struct text file) {
    writer_item(map);
    writer_string(out, "file");
    writer_text_header(out, folder.length + file.length);
    buffer_append_text(out, folder);
    buffer_append_text(out, file);
}

static void write_proposal(struct buffer *out, const struct mutant_outcome *outcome, bool name) {
    if (outcome->missing_walk != NULL) {
        (name ? lua_walk_name : lua_walk_write)(out, outcome->missing_walk);
    } else {
        (name ? lua_case_name : lua_case_write)(out, outcome->missing);
    }
}

/* The test that an author may paste, or the one that waits to be confirmed. */
static void write_missing(struct buffer *out, struct writer_list *map, const struct suite *suite,
                          const struct mutant_outcome *outcome) {
    struct buffer test = {0};
    if (outcome->has_unconfirmed) {
        write_text(out, map, "waits", suite->tests[outcome->killer].name);
    }
    if (outcome->missing != NULL || outcome->missing_walk != NULL) {
        write_proposal(&test, outcome, true);
        write_text(out, map, "name", buffer_text(&test));
        buffer_clear(&test);
        write_proposal(&test, outcome, false);
        write_text(out, map, outcome->is_shared ? "shared" : "test", buffer_text(&test));
    }
    out->failed = out->failed || test.failed;
    buffer_free(&test);
}

static void write_mutant(struct buffer *out, const struct mutating *mutating,
                         const struct suite *suite, size_t index) {
    const struct mutant *mutant = &mutating->mutation.mutants.items[index];
    const struct mutant_outcome *outcome = &mutating->mutation.outcomes[index];
    struct writer_list map = writer_open_map(out);
    write_text(out, &map, "kind", text_of(mutant_kind_name(mutant->kind)));
    write_text(out, &map, "verdict", text_of(mutant_verdict_name(outcome->verdict)));
    write_text(out, &map, "before", outcome->before);
    write_text(out, &map, "after", outcome->after);
    write_text(out, &map, "place", outcome->place);
    write_file(out, &map, mutating->folder, mutant->position.file);
    write_number(out, &map, "line", mutant->position.line);
    write_missing(out, &map, suite, outcome);
    writer_close(out, &map);
}

/* Those that count against the tests. */
static bool tell_survivors(const struct mutating *mutating, const struct suite *suite,
                           const struct test_listener *listener) {
    struct buffer told = {0};
    const struct mutation *mutation = &mutating->mutation;
    for (size_t i = 0; i < mutation->mutants.count && !told.failed; i++) {
        enum mutant_verdict verdict = mutation->outcomes[i].verdict;
        if (verdict != VERDICT_SURVIVED && verdict != VERDICT_UNDECIDED) {
            continue;
        }
        buffer_clear(&told);
        write_mutant(&told, mutating, suite, i);
        if (!told.failed && listener != NULL && listener->each != NULL) {
            listener->each(listener->context, buffer_text(&told));
        }
    }
    bool done = !told.failed;
    buffer_free(&told);
    return done;
}

/* ---- the summary ----------------------------------------------------------------------------- */

static void write_kinds(struct buffer *out, struct writer_list *map,
                        const struct mutation *mutation) {
    writer_item(map);
    writer_string(out, "kinds");
    struct writer_list kinds = writer_open_map(out);
    for (enum mutant_kind kind = 0; kind < MUTANT_KINDS; kind++) {
        size_t counts[VERDICT_COUNT] = {0};
        size_t all = 0;
        for (size_t i = 0; i < mutation->mutants.count; i++) {
            if (mutation->mutants.items[i].kind == kind) {
                counts[mutation->outcomes[i].verdict]++;
                all++;
            }
        }
        if (all == 0) {
            continue;
        }
        writer_item(&kinds);
        writer_string(out, mutant_kind_name(kind));
        struct writer_list verdicts = writer_open_map(out);
        for (enum mutant_verdict verdict = 0; verdict < VERDICT_COUNT; verdict++) {
            write_number(out, &verdicts, mutant_verdict_name(verdict), counts[verdict]);
        }
        writer_close(out, &verdicts);
    }
    writer_close(out, &kinds);
}

static void write_counts(struct buffer *out, struct writer_list *map,
                         const struct mutating *mutating) {
    const struct mutation *mutation = &mutating->mutation;
    write_number(out, map, "mutants", mutation->mutants.count);
    for (enum mutant_verdict verdict = 0; verdict < VERDICT_COUNT; verdict++) {
        write_number(out, map, mutant_verdict_name(verdict), mutation->counts[verdict]);
    }
    writer_item(map);
    writer_string(out, "score");
    writer_float(out, mutation_score(mutation));
    write_number(out, map, "failing_tests", mutation->failing_tests);
    write_number(out, map, "threads", mutation->threads);
    writer_item(map);
    writer_string(out, "prover");
    writer_boolean(out, mutating->prover != NULL);
    writer_item(map);
    writer_string(out, "milliseconds");
    writer_float(out, mutating->milliseconds);
    write_kinds(out, map, mutation);
}

static void write_summary(struct buffer *out, const struct mutating *mutating, bool has_run) {
    const struct loaded *loaded = mutating->loaded[0];
    const struct program *program = load_program(loaded);
    const struct diagnostics *list = load_diagnostics(loaded);
    struct writer_list map = writer_open_map(out);
    if (program != NULL) {
        write_text(out, &map, "protocol", program->header.id);
        write_text(out, &map, "version", program->header.version);
        write_text(out, &map, "digest", program->header.digest);
    }
    if (has_run) {
        const struct suite *suite = load_suite(loaded);
        write_number(out, &map, "tests", suite->test_count);
        writer_item(&map);
        writer_string(out, "test_file");
        writer_text_header(out, mutating->folder.length + suite->file.length);
        buffer_append_text(out, mutating->folder);
        buffer_append_text(out, suite->file);
        write_counts(out, &map, mutating);
    }
    write_number(out, &map, "errors", list->errors);
    writer_item(&map);
    writer_string(out, "diagnostics");
    report_write_diagnostics(out, list, mutating->folder);
    writer_close(out, &map);
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* A protocol with functions is loaded once a thread: its functions belong to one thread. */
static bool open_threads(struct mutating *mutating, const struct loading *loading,
                         unsigned threads) {
    size_t wanted = threads == 0 ? 1 : threads < MUTATE_THREADS ? threads : MUTATE_THREADS;
    mutating->threads = wanted;
    mutating->functions[0] = load_functions(mutating->loaded[0]);
    for (size_t i = 1; i < wanted && mutating->functions[0].context != NULL; i++) {
        struct loaded *again;
        if (loading_file(loading, &again) != SERVICE_LOADED) {
            load_free(again);
            return false;
        }
        mutating->loaded[i] = again;
        mutating->functions[i] = load_functions(again);
    }
    return true;
}

/* A prover is welcome and not needed: without one, more stays undecided. */
static struct plugin *open_prover(struct arena *arena) {
    struct text error;
    struct plugin_places places = plugin_places_of_process(arena);
    return plugin_open(&places, "prover", SYNOVIA_KIND_ANALYSER, arena, &error);
}

static bool run(struct mutating *mutating, struct service *service, const struct loading *loading,
                const struct mutation_request *request, const struct test_listener *listener,
                struct buffer *summary) {
    struct arena arena;
    const struct suite *suite = load_suite(mutating->loaded[0]);
    if (suite == NULL) {
        write_summary(summary, mutating, false);
        return !summary->failed;
    }
    int64_t (*ticks)(void *context) = service->options.ticks;
    int64_t start = ticks == NULL ? 0 : ticks(service->options.context);
    arena_init(&arena, ARENA_BLOCK, 0);
    bool done = open_threads(mutating, loading, request->threads);
    mutating->prover = open_prover(&arena);
    struct mutate_options options = {
        .today = loading->today,
        .functions = mutating->functions,
        .threads = mutating->threads,
        .analyser = mutating->prover == NULL ? NULL : plugin_table(mutating->prover),
        .progress = request->progress,
        .context = request->context,
    };
    done = done && mutate(suite, &options, &arena, &mutating->mutation);
    if (done) {
        int64_t end = ticks == NULL ? 0 : ticks(service->options.context);
        mutating->milliseconds = (double)(end - start) / 1000;
        done = tell_survivors(mutating, suite, listener);
        write_summary(summary, mutating, true);
        mutation_free(&mutating->mutation);
    }
    plugin_close(mutating->prover);
    arena_free(&arena);
    return done && !summary->failed;
}

enum service_load service_mutate_file(struct service *service, const char *path,
                                      const struct mutation_request *request,
                                      const struct test_listener *listener,
                                      struct buffer *summary) {
    struct loading loading = {.path = path, .today = service_today(service), .with_tests = true};
    struct loaded *loaded;
    enum service_load status = loading_file(&loading, &loaded);
    if (loaded == NULL) {
        return status;
    }
    struct mutating mutating = {.loaded = {loaded}, .folder = folder_part(path)};
    bool done = run(&mutating, service, &loading, request, listener, summary);
    for (size_t i = 0; i < MUTATE_THREADS; i++) {
        load_free((struct loaded *)mutating.loaded[i]);
    }
    return done ? status : SERVICE_NO_MEMORY;
}
