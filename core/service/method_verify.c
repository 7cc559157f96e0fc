/* verify: what must hold of a protocol for every person, proved on another thread. */
#include "service/job.h"
#include "service/loading.h"
#include "service/proving.h"
#include "service/verifying.h"

#include <stdlib.h>

enum { PROTOCOL, AS_OF, SECONDS, PROGRESS, PARAMS };

static const struct param params[PARAMS] = {
    [PROTOCOL] = {"protocol", PARAM_TEXT, true, "the id of a protocol"},
    [AS_OF] = {"as_of", PARAM_DATE, false,
               "the day that proofs count from; by default that of the tests, or today"},
    [SECONDS] = {"seconds", PARAM_COUNT, false, "the most that it may take; 60"},
    [PROGRESS] = {"progress", PARAM_BOOLEAN, false, "notifications of how far it is"},
};

struct verify_job {
    struct service_job job;
    char *path;
    int32_t today;
    bool has_as_of;
    int32_t as_of;
    uint32_t milliseconds;
    struct buffer problem; /* why nothing could be proved */
    struct buffer summary; /* empty where memory ran out */
};

static void progress(void *context, size_t done, size_t of) {
    struct verify_job *verify = context;
    job_progress_set(&verify->job.progress, "properties", done, of);
}

static bool run(struct service_job *job) {
    struct verify_job *verify = (struct verify_job *)job;
    struct loading loading = {.path = verify->path, .today = verify->today, .with_tests = true};
    struct loaded *loaded;
    loading_file(&loading, &loaded);
    if (loaded == NULL) {
        return true;
    }
    struct verify_hearing hearing = {verify, NULL, progress};
    struct verifying_request request = {
        .loaded = loaded,
        .today = verify->today,
        .has_as_of = verify->has_as_of,
        .as_of = verify->as_of,
        .milliseconds = verify->milliseconds,
        .lists_findings = true,
        .hearing = &hearing,
        .cancelled = &job->progress.cancelled,
        .problem = &verify->problem,
    };
    if (!verifying_run(&request, &verify->summary)) {
        buffer_free(&verify->summary);
    }
    load_free(loaded);
    return true;
}

static void finish(struct service_job *job, struct buffer *out) {
    struct verify_job *verify = (struct verify_job *)job;
    proving_respond(job, &verify->problem, &verify->summary, out);
}

static void free_job(struct service_job *job) {
    struct verify_job *verify = (struct verify_job *)job;
    free(verify->path);
    buffer_free(&verify->problem);
    buffer_free(&verify->summary);
    free(verify);
}

static void answer(struct request *request, const struct param_value *values) {
    uint32_t milliseconds;
    const struct served *served = params_protocol(request, &values[PROTOCOL]);
    if (served == NULL || !proving_time(request, &values[SECONDS], &milliseconds)) {
        return;
    }
    struct verify_job *verify = calloc(1, sizeof *verify);
    char *path = strdup(served->path);
    if (verify == NULL || path == NULL) {
        free(verify);
        free(path);
        request_fail_memory(request);
        return;
    }
    verify->job = (struct service_job){
        .place = JOB_ON_A_THREAD,
        .tells_progress = values[PROGRESS].given && values[PROGRESS].value.boolean,
        .run = run,
        .finish = finish,
        .free = free_job,
    };
    verify->path = path;
    verify->today = service_today(request->service);
    verify->has_as_of = values[AS_OF].given;
    verify->as_of = values[AS_OF].day;
    verify->milliseconds = milliseconds;
    job_add(request, &verify->job);
}

const struct method method_verify = {
    "verify", "what must hold of a protocol for every person, proved", params, PARAMS, answer,
};
