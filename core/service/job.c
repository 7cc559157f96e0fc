#include "service/job.h"

#include "wire/writer.h"

static void append(struct service_job **list, struct service_job *job) {
    while (*list != NULL) {
        list = &(*list)->next;
    }
    *list = job;
    job->next = NULL;
}

/* ---- progress -------------------------------------------------------------------------------- */

void job_progress_set(struct job_progress *progress, const char *what, size_t done, size_t of) {
    atomic_store(&progress->of, of);
    atomic_store(&progress->done, done);
    atomic_store(&progress->what, what);
}

bool job_is_cancelled(const struct job_progress *progress) {
    return atomic_load(&progress->cancelled);
}

static void tell_progress(const struct service_job *job, const char *what, size_t done) {
    struct buffer news = {0};
    rpc_write_notification(&news, text_of("progress"));
    writer_map(&news, 4);
    writer_string(&news, "id");
    writer_unsigned(&news, job->id);
    writer_string(&news, "what");
    writer_string(&news, what);
    writer_string(&news, "done");
    writer_unsigned(&news, done);
    writer_string(&news, "of");
    writer_unsigned(&news, atomic_load(&job->progress.of));
    if (!news.failed) {
        job->peer->listener.deliver(job->peer->listener.context, buffer_text(&news));
    }
    buffer_free(&news);
}

void service_tell_progress(struct service *service) {
    struct service_job *job = service->running;
    if (job == NULL || job->peer == NULL || !job->tells_progress) {
        return;
    }
    const char *what = atomic_load(&job->progress.what);
    size_t done = atomic_load(&job->progress.done);
    if (what != NULL && (what != job->told_what || done != job->told_done)) {
        job->told_what = what;
        job->told_done = done;
        tell_progress(job, what, done);
    }
}

/* ---- ending ---------------------------------------------------------------------------------- */

static void respond_cancelled(const struct service_job *job, struct buffer *out) {
    struct request request = {.peer = job->peer, .id = job->id, .out = out, .start = out->length};
    request_fail(&request, ERROR_CANCELLED, "the request was cancelled");
}

/* Ends the job: its response goes to the peer, where there still is one. */
static void end(struct service_job *job, struct buffer *out) {
    if (job->peer != NULL) {
        job->peer->jobs--;
    }
    if (job->peer != NULL && job_is_cancelled(&job->progress)) {
        respond_cancelled(job, out);
    } else {
        job->finish(job, out);
    }
    job->free(job);
}

static void deliver(struct service_job *job) {
    struct service_peer *peer = job->peer;
    struct buffer out = {0};
    end(job, &out);
    if (peer != NULL && !out.failed && out.length > 0) {
        peer->listener.deliver(peer->listener.context, buffer_text(&out));
    }
    buffer_free(&out);
}

void job_respond(const struct service_job *job, const struct buffer *result, struct buffer *out) {
    if (job->peer == NULL) {
        return;
    }
    if (result->failed || result->length == 0) {
        struct request request = {
            .peer = job->peer, .id = job->id, .out = out, .start = out->length};
        request_fail_memory(&request);
    } else {
        rpc_write_result(out, job->id);
        buffer_append_text(out, buffer_text(result));
    }
}

/* ---- adding ---------------------------------------------------------------------------------- */

static void run_now(struct request *request, struct service_job *job) {
    while (!job->run(job)) {
    }
    request->out->length = request->start;
    end(job, request->out);
}

void job_add(struct request *request, struct service_job *job) {
    struct service_peer *peer = request->peer;
    struct service *service = request->service;
    if (peer->jobs >= LIMIT_JOBS) {
        request_fail(request, ERROR_BUSY,
                     "%u long requests of this connection are under way, and %d are allowed: wait "
                     "for an answer, or use another connection",
                     peer->jobs, LIMIT_JOBS);
        job->free(job);
        return;
    }
    job->service = service;
    job->peer = peer;
    job->id = request->id;
    peer->jobs++;
    request->is_later = true;
    if (peer->listener.deliver == NULL) {
        run_now(request, job);
        return;
    }
    request->out->length = request->start;
    append(job->place == JOB_IN_SLICES ? &service->slices : &service->waiting, job);
}

void job_add_own(struct service *service, struct service_job *job) {
    job->service = service;
    append(&service->waiting, job);
}

/* ---- cancelling ------------------------------------------------------------------------------ */

static bool cancel(struct service_job *list, const struct service_peer *peer, uint32_t id) {
    for (struct service_job *job = list; job != NULL; job = job->next) {
        if (job->peer == peer && job->id == id) {
            atomic_store(&job->progress.cancelled, true);
            return true;
        }
    }
    return false;
}

bool job_cancel(struct service_peer *peer, uint32_t id) {
    struct service *service = peer->service;
    struct service_job *running = service->running;
    if (running != NULL && running->peer == peer && running->id == id) {
        atomic_store(&running->progress.cancelled, true);
        return true;
    }
    return cancel(service->slices, peer, id) || cancel(service->waiting, peer, id);
}

/* ---- dropping -------------------------------------------------------------------------------- */

static void drop(struct service_job **list, const struct service_peer *peer) {
    while (*list != NULL) {
        struct service_job *job = *list;
        if (peer == NULL || job->peer == peer) {
            *list = job->next;
            job->free(job);
        } else {
            list = &job->next;
        }
    }
}

void job_drop_peer(struct service_peer *peer) {
    drop(&peer->service->slices, peer);
    drop(&peer->service->waiting, peer);
    if (peer->service->running != NULL && peer->service->running->peer == peer) {
        peer->service->running->peer = NULL;
        atomic_store(&peer->service->running->progress.cancelled, true);
    }
}

void job_drop_all(struct service *service) {
    drop(&service->slices, NULL);
    drop(&service->waiting, NULL);
}

/* ---- working --------------------------------------------------------------------------------- */

bool service_has_work(const struct service *service) {
    return service->slices != NULL;
}

/* The jobs take turns, so that ten thousand people do not hold up ten. */
void service_work(struct service *service) {
    struct service_job *job = service->slices;
    if (job == NULL) {
        return;
    }
    service->slices = job->next;
    if (job_is_cancelled(&job->progress) || job->run(job)) {
        deliver(job);
    } else {
        append(&service->slices, job);
    }
}

struct service_job *service_take_job(struct service *service) {
    struct service_job *job = service->running == NULL ? service->waiting : NULL;
    if (job != NULL) {
        service->waiting = job->next;
        service->running = job;
    }
    return job;
}

void service_run_job(struct service_job *job) {
    if (!job_is_cancelled(&job->progress)) {
        job->run(job);
    }
}

void service_end_job(struct service *service) {
    struct service_job *job = service->running;
    service->running = NULL;
    deliver(job);
}
