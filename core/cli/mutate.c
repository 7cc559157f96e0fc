#include "cli/mutate.h"

#include "cli/append.h"
#include "cli/files.h"
#include "cli/terminal.h"

#include <math.h>
#include <unistd.h>

struct mutating {
    json_t *survivors;
    bool no_memory;
    bool shows_progress;
    bool has_shown;
    size_t shown; /* hundredths of the whole */
};

/* ---- hearing --------------------------------------------------------------------------------- */

static void hear(void *context, struct text wire) {
    struct mutating *mutating = context;
    json_t *mutant = services_json(wire);
    if (mutant == NULL || json_array_append_new(mutating->survivors, mutant) != 0) {
        mutating->no_memory = true;
    }
}

static void progress(void *context, size_t done, size_t of) {
    struct mutating *mutating = context;
    size_t hundredths = of == 0 ? 100 : done * 100 / of;
    if (mutating->shows_progress && (hundredths != mutating->shown || !mutating->has_shown)) {
        fprintf(stderr, "\r%zu of %zu faults tried", done, of);
        mutating->has_shown = true;
        mutating->shown = hundredths;
    }
}

static void end_progress(const struct mutating *mutating) {
    if (mutating->has_shown) {
        fputs("\r\033[K", stderr);
    }
}

/* ---- telling --------------------------------------------------------------------------------- */

static void say_count(struct buffer *out, long count, const char *words) {
    if (count > 0) {
        buffer_append_format(out, ", %ld %s", count, words);
    }
}

/* "98.5 %", never rounded up to what it is not. */
static void say_score(struct buffer *out, double score) {
    enum { TENTHS = 10 };
    buffer_append_format(out, "%.4g %%", floor(score * TENTHS) / TENTHS);
}

static void say_name(struct buffer *out, const json_t *summary,
                     const struct mutate_wishes *wishes) {
    long killed = json_whole(summary, "killed");
    long missed = json_whole(summary, "survived") + json_whole(summary, "undecided");
    double score = json_number_value(json_object_get(summary, "score"));
    buffer_append_string(out, "mutation score ");
    say_score(out, score);
    buffer_append_format(out, ": %ld of %ld faults noticed", killed, killed + missed);
    say_count(out, json_whole(summary, "equivalent"), "more make no difference to anybody");
    say_count(out, json_whole(summary, "undecided"), "of them undecided");
    if (wishes->threshold > 0 && score < wishes->threshold) {
        buffer_append_format(out, "; at least %.4g %% were asked for", wishes->threshold);
    }
}

static json_t *make_test(const json_t *summary, json_t *survivors,
                         const struct mutate_wishes *wishes) {
    struct buffer name = {0};
    double score = json_number_value(json_object_get(summary, "score"));
    say_name(&name, summary, wishes);
    buffer_append(&name, "", 1);
    json_t *test = json_deep_copy(summary);
    if (test != NULL && !name.failed) {
        json_object_set_new(test, "name", json_string(name.at));
        json_object_set_new(test, "kind", json_string("mutation"));
        json_object_set_new(test, "status",
                            json_string(score < wishes->threshold ? "failed" : "passed"));
        json_object_set_new(test, "file", json_string(json_text(summary, "test_file")));
        json_object_set_new(test, "line", json_integer(1));
        json_object_set(test, "survivors", survivors);
        json_object_del(test, "diagnostics");
    }
    buffer_free(&name);
    return test;
}

/* ---- writing the missing tests --------------------------------------------------------------- */

static enum exit_code write_tests(const json_t *summary, const json_t *survivors) {
    struct buffer text = {0};
    size_t count = 0;
    enum exit_code code = EXIT_CODE_DONE;
    for (size_t i = 0; i < json_array_size(survivors); i++) {
        const char *test = json_text(json_array_get(survivors, i), "test");
        if (test[0] != 0) {
            buffer_append_format(&text, "%s%s", count++ == 0 ? "" : "\n", test);
        }
    }
    if (text.failed) {
        files_complain_memory("synovia test");
        code = EXIT_CODE_COULD_NOT;
    } else if (count > 0) {
        code = append_tests(json_text(summary, "test_file"), buffer_text(&text), count);
    }
    buffer_free(&text);
    return code;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static enum exit_code finish(struct mutating *mutating, struct text wire,
                             const struct mutate_wishes *wishes, json_t **told) {
    json_t *summary = services_json(wire);
    enum exit_code code = EXIT_CODE_DONE;
    bool has_run = summary != NULL && json_object_get(summary, "score") != NULL;
    if (has_run) {
        *told = make_test(summary, mutating->survivors, wishes);
    }
    if (summary == NULL || mutating->no_memory || (has_run && *told == NULL)) {
        files_complain_memory("synovia test");
        code = EXIT_CODE_COULD_NOT;
    } else if (has_run && wishes->writes) {
        code = write_tests(summary, mutating->survivors);
    }
    json_decref(summary);
    return code;
}

static unsigned cores(void) {
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : (unsigned)count;
}

enum exit_code mutate_file(struct service *service, const char *path,
                           const struct mutate_wishes *wishes, json_t **told) {
    struct mutating mutating = {
        .survivors = json_array(),
        .shows_progress = isatty(STDERR_FILENO) == 1,
    };
    struct test_listener listener = {&mutating, hear};
    struct mutation_request request = {cores(), progress, &mutating};
    struct buffer summary = {0};
    enum exit_code code = EXIT_CODE_DONE;
    *told = NULL;
    switch (service_mutate_file(service, path, &request, &listener, &summary)) {
    case SERVICE_LOADED:
        end_progress(&mutating);
        code = finish(&mutating, buffer_text(&summary), wishes, told);
        break;
    case SERVICE_REJECTED:
        break;
    case SERVICE_UNREADABLE:
        files_complain_unreadable("synovia test", path);
        code = EXIT_CODE_COULD_NOT;
        break;
    case SERVICE_NO_MEMORY:
        files_complain_memory("synovia test");
        code = EXIT_CODE_COULD_NOT;
        break;
    }
    json_decref(mutating.survivors);
    buffer_free(&summary);
    return code;
}
