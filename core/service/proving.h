/*
 * What the methods share that prove: their time, and how they answer.
 */
#ifndef SYNOVIA_SERVICE_PROVING_H
#define SYNOVIA_SERVICE_PROVING_H

#include "service/job.h"

/* The param `seconds`; false where the request failed. Not given: 0, which is the default time. */
bool proving_time(struct request *request, const struct param_value *seconds,
                  uint32_t *milliseconds);

/* Writes the response: the summary, or where nothing could be proved the error `no-analyser`. */
void proving_respond(const struct service_job *job, const struct buffer *problem,
                     const struct buffer *summary, struct buffer *out);

#endif
