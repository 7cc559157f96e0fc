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

#include <stdatomic.h>

/*
 * How far a job on a thread is, and whether somebody still wants it. The job's thread tells; the
 * service's reads, and asks for the end.
 */
struct job_progress {
    _Atomic(const char *) what; /* what is counted: "tests"; NULL until the job has told */
    atomic_size_t done, of;
    atomic_bool cancelled;
};

/* `what` must last for ever. */
void job_progress_set(struct job_progress *progress, const char *what, size_t done, size_t of);

/* True where the work may end at once: nobody will see its result. */
bool job_is_cancelled(const struct job_progress *progress);

enum job_place { JOB_IN_SLICES, JOB_ON_A_THREAD };

struct service_job {
    struct service_job *next;
    struct service *service;
    struct service_peer *peer; /* NULL: the service's own, or the peer is gone */
    uint32_t id;               /* of the request */
    enum job_place place;
    struct job_progress progress;
    bool tells_progress;   /* its peer asked for notifications */
    const char *told_what; /* what was told last */
    size_t told_done;
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

/* Asks for the end of the peer's job for request `id`, which is then answered as cancelled, when
 * its turn comes at the latest. False where there is none. */
bool job_cancel(struct service_peer *peer, uint32_t id);

/* Drops the peer's jobs; one that is on a thread ends without an answer. */
void job_drop_peer(struct service_peer *peer);

/* Drops all that wait. */
void job_drop_all(struct service *service);

#endif
