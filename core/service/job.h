/*
 * Work that takes longer than a turn of the loop.
 *
 *     method ── job_add ──> slices    a few people at a time, on the service's thread
 *                      └──> waiting   a script is loaded: one at a time, on any thread
 *                                     │
 *     peer <── response ── finish <───┘
 *
 * Scripts are loaded by one thread at a time because a library below (udunits2's parser) is not
 * made for two; and on another thread than the loop's because a script may take a second.
 */
#ifndef SYNOVIA_SERVICE_JOB_H
#define SYNOVIA_SERVICE_JOB_H

#include "service/methods.h"

enum job_place { JOB_IN_SLICES, JOB_ON_A_THREAD };

struct service_job {
    struct service_job *next;
    struct service *service;
    struct service_peer *peer; /* NULL: the service's own, or the peer is gone */
    uint32_t id;               /* of the request */
    enum job_place place;
    /* On a thread: all of the work, touching nothing but the job. In slices: some of it; true when
     * all is done. */
    bool (*run)(struct service_job *job);
    /* On the service's thread: writes the whole response, for a job with a peer. */
    void (*finish)(struct service_job *job, struct buffer *out);
    void (*free)(struct service_job *job);
};

/*
 * Takes over the job for the request, which is then answered later; at once where the peer has
 * nobody to deliver to. Refuses it as busy where the peer has LIMIT_JOBS under way.
 */
void job_add(struct request *request, struct service_job *job);

/* Takes over a job of the service's own. */
void job_add_own(struct service *service, struct service_job *job);

/* Writes the response of a job with a peer: the one value in `result`, or out-of-memory where it is
 * empty or has failed. */
void job_respond(const struct service_job *job, const struct buffer *result, struct buffer *out);

/* Drops the peer's jobs; one that is on a thread ends without an answer. */
void job_drop_peer(struct service_peer *peer);

/* Drops all that wait. */
void job_drop_all(struct service *service);

#endif
