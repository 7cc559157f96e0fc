#include "service/proving.h"

#include "base/limits.h"

bool proving_time(struct request *request, const struct param_value *seconds,
                  uint32_t *milliseconds) {
    *milliseconds = 0;
    if (!seconds->given) {
        return true;
    }
    int64_t asked = seconds->value.integer;
    if (asked < 1 || asked > LIMIT_PROOF_SECONDS) {
        request_fail(request, ERROR_BAD_PARAMS, "seconds is a whole number from 1 to %d",
                     LIMIT_PROOF_SECONDS);
        return false;
    }
    *milliseconds = (uint32_t)asked * 1000;
    return true;
}

void proving_respond(const struct service_job *job, const struct buffer *problem,
                     const struct buffer *summary, struct buffer *out) {
    if (job->peer != NULL && problem->length > 0) {
        struct request request = {
            .peer = job->peer, .id = job->id, .out = out, .start = out->length};
        request_fail(&request, ERROR_NO_ANALYSER, "%.*s", (int)problem->length, problem->at);
    } else {
        job_respond(job, summary, out);
    }
}
