/* diff: which people another version of a served protocol would treat differently. */
#include "service/diffing.h"
#include "service/folder.h"
#include "service/job.h"
#include "service/libraries.h"
#include "service/loading.h"
#include "service/proving.h"

#include <stdlib.h>

enum { PROTOCOL, SOURCE, AS_OF, SECONDS, PROGRESS, PARAMS };

static const struct param params[PARAMS] = {
    [PROTOCOL] = {"protocol", PARAM_TEXT, true, "the id of a protocol: the old version"},
    [SOURCE] = {"source", PARAM_TEXT, true,
                "the text of the new version; what it includes is read beside the old one"},
    [AS_OF] = {"as_of", PARAM_DATE, false, "the day that proofs count from; by default today"},
    [SECONDS] = {"seconds", PARAM_COUNT, false, "the most that it may take; 60"},
    [PROGRESS] = {"progress", PARAM_BOOLEAN, false, "notifications of how far it is"},
};

struct diff_job {
    struct service_job job;
    char *path;
    struct buffer source;
    int32_t today;
    int32_t as_of;
    uint32_t milliseconds;
    struct folder folder; /* while it runs */
    struct buffer problem;
    struct buffer summary; /* empty where memory ran out */
};

static void progress(void *context, size_t done, size_t of) {
    struct diff_job *diff = context;
    job_progress_set(&diff->job.progress, "questions", done, of);
}

/* The text that was sent stands where the file stands; all else is read as it is. */
static enum read_status read_sent(void *context, struct text path, struct buffer *out) {
    struct diff_job *diff = context;
    if (!text_equal(path, file_part(diff->path))) {
        struct source_reader reader = folder_reader(&diff->folder);
        return reader.read(reader.context, path, out);
    }
    if (diff->source.length > LIMIT_SOURCE_BYTES) {
        return READ_TOO_LARGE;
    }
    buffer_append_text(out, buffer_text(&diff->source));
    return out->failed ? READ_NO_MEMORY : READ_OK;
}

static struct loaded *load_sent(struct diff_job *diff) {
    struct buffer name = {0};
    struct loaded *loaded = NULL;
    buffer_append_text(&name, folder_part(diff->path));
    buffer_append(&name, ".", sizeof ".");
    if (!name.failed && folder_open(&diff->folder, name.at)) {
        struct load_request request = {
            .reader = {diff, read_sent},
            .path = file_part(diff->path),
            .today = diff->today,
            .libraries = libraries_installed(),
        };
        loaded = load_protocol(&request);
        folder_close(&diff->folder);
    }
    buffer_free(&name);
    return loaded;
}

static bool run(struct service_job *job) {
    struct diff_job *diff = (struct diff_job *)job;
    struct loading loading = {.path = diff->path, .today = diff->today};
    struct verify_hearing hearing = {diff, NULL, progress};
    struct diffing_request request = {
        .as_of = diff->as_of,
        .milliseconds = diff->milliseconds,
        .lists_changes = true,
        .hearing = &hearing,
        .cancelled = &job->progress.cancelled,
        .problem = &diff->problem,
    };
    struct loaded *before;
    loading_file(&loading, &before);
    struct loaded *after = before == NULL ? NULL : load_sent(diff);
    request.loaded[0] = before;
    request.loaded[1] = after;
    bool loaded = after != NULL && !load_diagnostics(after)->failed;
    if (!loaded || !diffing_run(&request, &diff->summary)) {
        buffer_free(&diff->summary);
    }
    load_free(before);
    load_free(after);
    return true;
}

static void finish(struct service_job *job, struct buffer *out) {
    struct diff_job *diff = (struct diff_job *)job;
    proving_respond(job, &diff->problem, &diff->summary, out);
}

static void free_job(struct service_job *job) {
    struct diff_job *diff = (struct diff_job *)job;
    free(diff->path);
    buffer_free(&diff->source);
    buffer_free(&diff->problem);
    buffer_free(&diff->summary);
    free(diff);
}

static struct diff_job *new_job(const struct served *served, const struct param_value *values) {
    struct diff_job *diff = calloc(1, sizeof *diff);
    if (diff == NULL) {
        return NULL;
    }
    diff->job = (struct service_job){
        .place = JOB_ON_A_THREAD,
        .tells_progress = values[PROGRESS].given && values[PROGRESS].value.boolean,
        .run = run,
        .finish = finish,
        .free = free_job,
    };
    diff->path = strdup(served->path);
    buffer_append_text(&diff->source, values[SOURCE].text);
    if (diff->path == NULL || diff->source.failed) {
        free_job(&diff->job);
        return NULL;
    }
    return diff;
}

static void answer(struct request *request, const struct param_value *values) {
    uint32_t milliseconds;
    const struct served *served = params_protocol(request, &values[PROTOCOL]);
    if (served == NULL || !proving_time(request, &values[SECONDS], &milliseconds)) {
        return;
    }
    struct diff_job *diff = new_job(served, values);
    if (diff == NULL) {
        request_fail_memory(request);
        return;
    }
    diff->today = service_today(request->service);
    diff->as_of = values[AS_OF].given ? values[AS_OF].day : diff->today;
    diff->milliseconds = milliseconds;
    job_add(request, &diff->job);
}

const struct method method_diff = {
    "diff", "which people another version of a protocol would treat differently", params, PARAMS,
    answer,
};
