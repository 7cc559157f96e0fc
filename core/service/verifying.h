/*
 * Verifying a protocol that was loaded with its tests. Rests on nothing but its arguments, so that
 * it may be done on another thread than the service's.
 */
#ifndef SYNOVIA_SERVICE_VERIFYING_H
#define SYNOVIA_SERVICE_VERIFYING_H

#include "script/load.h"
#include "service/service.h"

#include <stdatomic.h>

struct verifying_request {
    const struct loaded *loaded; /* with tests asked for */
    int32_t today;               /* as_of where neither the caller nor the tests name one */
    bool has_as_of;
    int32_t as_of;
    struct text folder;                   /* written before the names of files */
    uint32_t milliseconds;                /* for everything; 0: VERIFY_MILLISECONDS */
    bool lists_findings;                  /* the summary has `findings` as well */
    const struct verify_hearing *hearing; /* or NULL */
    const atomic_bool *cancelled;         /* or NULL */
    struct buffer *problem;               /* also takes why nothing could be proved; or NULL */
};

/* Verifies, and appends the summary of service.h. False where memory ran out. */
bool verifying_run(const struct verifying_request *request, struct buffer *summary);

#endif
