/* check: what is wrong with a script, from its text. Nothing is served. */
#include "service/job.h"
#include "service/libraries.h"
#include "service/report.h"

#include <stdlib.h>

enum { SOURCE, NAME, PARAMS };

static const struct param params[PARAMS] = {
    [SOURCE] = {"source", PARAM_TEXT, true, "the text of a protocol script"},
    [NAME] = {"name", PARAM_TEXT, false, "the file name in the diagnostics; \"protocol.lua\""},
};

struct check_job {
    struct service_job job;
    struct buffer texts; /* the name, then the source */
    size_t name_length;
    int32_t today;
    struct buffer report; /* empty where memory ran out */
};

static struct text name_of(const struct check_job *check) {
    return text_from(check->texts.at, check->name_length);
}

/* There are no other files: a text over the wire has nothing beside it to include. */
static enum read_status read_text(void *context, struct text path, struct buffer *out) {
    const struct check_job *check = context;
    if (!text_equal(path, name_of(check))) {
        return READ_MISSING;
    }
    struct text source =
        text_from(check->texts.at + check->name_length, check->texts.length - check->name_length);
    if (source.length > LIMIT_SOURCE_BYTES) {
        return READ_TOO_LARGE;
    }
    buffer_append_text(out, source);
    return out->failed ? READ_NO_MEMORY : READ_OK;
}

static bool run(struct service_job *job) {
    struct check_job *check = (struct check_job *)job;
    struct load_request load = {
        .reader = {check, read_text},
        .libraries = libraries_installed(),
        .path = name_of(check),
        .today = check->today,
    };
    struct loaded *loaded = load_protocol(&load);
    if (loaded != NULL && !load_diagnostics(loaded)->failed) {
        struct report_source source = {.loaded = loaded, .file = name_of(check)};
        report_write(&check->report, &source);
    }
    load_free(loaded);
    return true;
}

static void finish(struct service_job *job, struct buffer *out) {
    struct check_job *check = (struct check_job *)job;
    job_respond(job, &check->report, out);
}

static void free_job(struct service_job *job) {
    struct check_job *check = (struct check_job *)job;
    buffer_free(&check->texts);
    buffer_free(&check->report);
    free(check);
}

static void answer(struct request *request, const struct param_value *values) {
    struct check_job *check = calloc(1, sizeof *check);
    if (check == NULL) {
        request_fail_memory(request);
        return;
    }
    struct text name = values[NAME].given ? values[NAME].text : text_of("protocol.lua");
    check->job = (struct service_job){
        .place = JOB_ON_A_THREAD, .run = run, .finish = finish, .free = free_job};
    check->name_length = name.length;
    check->today = service_today(request->service);
    buffer_append_text(&check->texts, name);
    buffer_append_text(&check->texts, values[SOURCE].text);
    if (check->texts.failed) {
        free_job(&check->job);
        request_fail_memory(request);
    } else {
        job_add(request, &check->job);
    }
}

const struct method method_check = {
    "check", "what is wrong with the text of a protocol script", params, PARAMS, answer,
};
