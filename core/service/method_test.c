/* test and coverage: the regression tests beside the file of a protocol, run anew; their results,
 * or what they show. */
#include "service/folder.h"
#include "service/job.h"
#include "service/loading.h"
#include "service/testing.h"

#include <stdlib.h>

enum { PROTOCOL, PROGRESS, PARAMS };

static const struct param params[PARAMS] = {
    [PROTOCOL] = {"protocol", PARAM_TEXT, true, "the id of a protocol"},
    [PROGRESS] = {"progress", PARAM_BOOLEAN, false, "notifications of how far it is"},
};

struct test_job {
    struct service_job job;
    char *path;
    struct loading loading;
    bool covers; /* `coverage` was asked for */
    bool has_tests;
    struct buffer summary; /* empty where memory ran out */
};

static bool goes_on(void *context, const char *what, size_t done, size_t of) {
    struct test_job *test = context;
    job_progress_set(&test->job.progress, what, done, of);
    return !job_is_cancelled(&test->job.progress);
}

static bool run(struct service_job *job) {
    struct test_job *test = (struct test_job *)job;
    struct loaded *loaded;
    loading_file(&test->loading, &loaded);
    if (loaded == NULL) {
        test->has_tests = false;
        return true;
    }
    test->has_tests = load_suite(loaded) != NULL || load_diagnostics(loaded)->errors > 0;
    struct testing testing = {
        .loaded = loaded,
        .today = test->loading.today,
        .lists_tests = !test->covers,
        .covers = test->covers,
        .goes_on = goes_on,
        .context = test,
    };
    struct test_counts counts;
    if (!testing_run(&testing, &counts, &test->summary)) {
        buffer_free(&test->summary);
    }
    load_free(loaded);
    return true;
}

static void finish(struct service_job *job, struct buffer *out) {
    struct test_job *test = (struct test_job *)job;
    if (job->peer != NULL && !test->has_tests) {
        struct request request = {
            .peer = job->peer, .id = job->id, .out = out, .start = out->length};
        request_fail(&request, ERROR_NO_TESTS, "there are no tests beside the protocol's file");
    } else {
        job_respond(job, &test->summary, out);
    }
}

static void free_job(struct service_job *job) {
    struct test_job *test = (struct test_job *)job;
    free(test->path);
    buffer_free(&test->summary);
    free(test);
}

static void begin(struct request *request, const struct param_value *values, bool covers) {
    const struct served *served = params_protocol(request, &values[PROTOCOL]);
    if (served == NULL) {
        return;
    }
    struct test_job *test = calloc(1, sizeof *test);
    char *path = strdup(served->path);
    if (test == NULL || path == NULL) {
        free(test);
        free(path);
        request_fail_memory(request);
        return;
    }
    test->job = (struct service_job){.place = JOB_ON_A_THREAD,
                                     .tells_progress =
                                         values[PROGRESS].given && values[PROGRESS].value.boolean,
                                     .run = run,
                                     .finish = finish,
                                     .free = free_job};
    test->path = path;
    test->covers = covers;
    test->loading = (struct loading){
        .path = path, .today = service_today(request->service), .with_tests = true};
    job_add(request, &test->job);
}

static void answer_test(struct request *request, const struct param_value *values) {
    begin(request, values, false);
}

static void answer_coverage(struct request *request, const struct param_value *values) {
    begin(request, values, true);
}

const struct method method_test = {
    "test", "the results of a protocol's regression tests", params, PARAMS, answer_test,
};

const struct method method_coverage = {
    "coverage",      "what a protocol's tests show of it, and what they do not", params, PARAMS,
    answer_coverage,
};
