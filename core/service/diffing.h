/*
 * Comparing two versions that were loaded. Rests on nothing but its arguments, so that it may be
 * done on another thread than the service's.
 */
#ifndef SYNOVIA_SERVICE_DIFFING_H
#define SYNOVIA_SERVICE_DIFFING_H

#include "script/load.h"
#include "service/service.h"

#include <stdatomic.h>

struct diffing_request {
    const struct loaded *loaded[2]; /* the old and the new version */
    struct text folders[2];         /* written before the names of files in diagnostics */
    int32_t as_of;
    uint32_t milliseconds;                /* 0: VERIFY_MILLISECONDS */
    bool lists_changes;                   /* the summary has `changes` as well */
    const struct verify_hearing *hearing; /* or NULL */
    const atomic_bool *cancelled;         /* or NULL */
    struct buffer *problem;               /* also takes why nothing could be compared; or NULL */
};

/* Compares where both have a program, and appends the summary of service.h. False where memory ran
 * out. */
bool diffing_run(const struct diffing_request *request, struct buffer *summary);

#endif
